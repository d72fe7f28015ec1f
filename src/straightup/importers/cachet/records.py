"""Cachet's records, in whichever form they come: plain objects (version 2), or those of JSON:API (version 3).

The fields are those of the classes in `Http/Resources` of cachethq/core, and of version 2's API documentation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from straightup.importers.foreign_json import JsonObject, objects_in

INCIDENT, SCHEDULE, COMPONENT, GROUP, UPDATE = "incident", "schedule", "component", "group", "update"
_TYPES = {
    "incidents": INCIDENT,
    "schedules": SCHEDULE,
    "components": COMPONENT,
    "componentgroups": GROUP,
    "updates": UPDATE,
    "incidentupdates": UPDATE,
    "scheduleupdates": UPDATE,
}
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Record:
    """One object, with its fields and what it is connected to."""

    path: str
    id: str
    values: JsonObject
    connected: JsonObject
    """The relationships of JSON:API; empty in version 2."""

    def text(self, key: str) -> str:
        return self.values.text(key)

    def moment(self, key: str) -> str:
        """`occurred_at`, or `occurred: {string: …}` as version 3 writes it; "" without one."""
        return self.values.text(key) or self.values.inner(key.removesuffix("_at")).text("string")

    def status(self, key: str = "status") -> str:
        """The number of a status in digits; "" without one."""
        found = self.values.text(key) or self.values.inner(key).text("value")
        return found if re.fullmatch(r"\d", found) else ""

    def ids(self, key: str) -> list[str]:
        """The ids of what it is connected to by that name."""
        return [each.text("id") for each in self.connected.inner(key).objects("data") if each.text("id")]

    @property
    def public(self) -> bool:
        """Guests see it. Only 1 says that, and what says nothing is public in version 2."""
        visible = self.values["visible"]
        return visible is None or visible is True or self.values.text("visible") == "1"


@dataclass(slots=True)
class Records:
    """All records of all files, each once: as it came last."""

    found: dict[tuple[str, str], Record] = field(default_factory=dict)

    def of(self, kind: str) -> list[Record]:
        return [record for (each, _), record in self.found.items() if each == kind]

    def get(self, kind: str, identity: str) -> Record | None:
        return self.found.get((kind, identity))

    def add(self, path: str, value: object, depth: int = 0) -> None:
        for each in objects_in(value):
            if "attributes" in each and _type(each):
                attributes = each.inner("attributes")
                identity = each.text("id") or attributes.text("id")
                self._keep(_type(each), Record(path, identity, attributes, each.inner("relationships")))
            elif (kind := _kind(path, each)) and each.text("id"):
                self._keep(kind, Record(path, each.text("id"), each, JsonObject({})))
                for inner in each.objects("components") if kind == GROUP else ():
                    self.add("components.json", inner.raw, depth + 1)
            elif depth < _DEEPEST:
                for key in ("data", "included"):
                    if key in each:
                        self.add(path, each[key], depth + 1)

    def _keep(self, kind: str, record: Record) -> None:
        if record.id:
            self.found[kind, record.id] = record


def updates_of(record: Record, records: Records) -> Iterator[Record]:
    """The updates of an incident or a schedule: inside it in version 2, beside it in version 3."""
    for each in record.values.objects("updates"):
        yield Record(record.path, each.text("id"), each, JsonObject({}))
    for identity in record.ids("updates"):
        if update := records.get(UPDATE, identity):
            yield update


def _type(record: JsonObject) -> str:
    return _TYPES.get(re.sub(r"[^a-z]", "", record.text("type").casefold()), "")


def _kind(path: str, record: JsonObject) -> str:
    """What a plain object is. Those of a Cachet name no type, but hardly two kinds have the same fields."""
    if "attributes" in record or "name" not in record:
        return ""
    if "scheduled_at" in record and "occurred_at" not in record and "human_status" not in record:
        return SCHEDULE
    if "message" in record or "occurred_at" in record:
        return INCIDENT
    if "enabled_components" in record or "collapsed" in record:
        return GROUP
    is_group = "group" in PurePosixPath(path).stem.casefold()
    return GROUP if is_group else COMPONENT if "status" in record else ""
