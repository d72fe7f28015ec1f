"""What files of Statuspage's JSON hold: incidents, maintenances and components, in whatever way they were put together.

The fields are those of https://developer.statuspage.io and of `/api/v2` on each page. Each incident counts once: as it
was when it was changed last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Final

from straightup.importers.foreign_json import JsonObject, objects_in, read_json
from straightup.importers.foreign_times import read_time
from straightup.importers.importer import (
    NOTHING_GIVEN,
    Given,
    Import,
    ImportedIncident,
    Skipped,
    SourceError,
    Zone,
)
from straightup.importers.naming import Ids
from straightup.importers.statuspage.components import Components
from straightup.importers.statuspage.incident import Reader
from straightup.importers.statuspage.links import linked

STATUSES: Final = frozenset(
    {"investigating", "identified", "monitoring", "resolved", "postmortem"}
    | {"scheduled", "in_progress", "verifying", "completed"}
)
_WRAPPERS = (
    "incidents", "incident", "scheduled_maintenances", "scheduled_maintenance", "maintenances", "components",
    "component", "component_groups", "data", "results",
)  # fmt: skip
_OF_COMPONENTS = ("components", "component", "component_groups")
_DEEPEST = 6


@dataclass(slots=True)
class _Found:
    """What all files hold together."""

    incidents: dict[str, tuple[str, JsonObject]] = field(default_factory=dict)
    """The path and the record of each, by its id."""
    components: list[JsonObject] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, path: str, value: object, inside: str = "", depth: int = 0) -> None:
        for record in objects_in(value):
            if inside in _OF_COMPONENTS:
                self.components.append(record)
            elif "incident_updates" in record or record.text("status").casefold() in STATUSES:
                self._keep(path, record)
            elif depth < _DEEPEST:
                self.hosts += filter(None, (record.inner("page").text("url"),))
                for key in _WRAPPERS:
                    if key in record:
                        self.add(path, record[key], key, depth + 1)

    def _keep(self, path: str, record: JsonObject) -> None:
        code = record.text("id")
        if not code:
            said = record.text("name") or "one without a name"
            step = "Save the answer of the API as it comes: without an id it cannot be found again."
            self.skipped.append(Skipped(source=path, reason=f"an incident has no id: {said[:80]}", next_step=step))
            return
        known = self.incidents.get(code)
        if known is None or known[1].text("updated_at") <= record.text("updated_at"):
            self.incidents[code] = (path, record)


def import_folder(
    contents: Mapping[str, bytes], *, zone: Zone | None, imported_on: date, given: Given = NOTHING_GIVEN
) -> Import:
    """What the files of one page's JSON become."""
    found = _Found()
    for path, data in sorted(contents.items()):
        try:
            for value in read_json(data):
                found.add(path, value)
        except SourceError as error:
            found.skipped.append(Skipped(source=path, reason=error.reason, next_step=error.next_step))
    components = Components(found.components)
    ids = Ids(given.taken, given.names)
    reader = Reader(components, ids, zone, imported_on)
    imported: list[ImportedIncident] = []
    for number, (code, (path, record)) in enumerate(_in_order(found.incidents, zone), 1):
        try:
            imported.append(reader.read(path, record))
        except SourceError as error:
            found.skipped.append(Skipped(source=path, reason=error.reason, next_step=f"{code}: {error.next_step}"))
        given.tick(number, len(found.incidents))
    return Import(
        incidents=tuple(linked(imported, found.hosts)),
        skipped=tuple(found.skipped),
        components=components.declared,
        retired=components.retired,
        names=components.names,
        notes=tuple(_notes(contents, found)),
    )


def _in_order(
    incidents: Mapping[str, tuple[str, JsonObject]], zone: Zone | None
) -> list[tuple[str, tuple[str, JsonObject]]]:
    return sorted(incidents.items(), key=lambda each: _order(each, zone))


def _order(found: tuple[str, tuple[str, JsonObject]], zone: Zone | None) -> tuple[str, str]:
    """By when it was created, so that of two with one name the older one has it without a number."""
    code, (_, record) = found
    try:
        return read_time(record.text("created_at"), zone or UTC).astimezone(UTC).isoformat(), code
    except SourceError:
        return "", code


def _notes(contents: Mapping[str, bytes], found: _Found) -> Iterator[str]:
    if contents and not found.incidents:
        yield "No incident was found. SOURCE holds what /api/v2/incidents.json or /incidents/CODE.json answers."
    if found.incidents and not found.components:
        yield (
            "No components.json was found, so nobody can tell which components there still are: those that the reports "
            "name are listed as retired."
        )
    if any(path.rpartition("/")[2] == "incidents.json" for path in contents) and len(found.incidents) in (50, 100):
        yield "incidents.json ends after 50 incidents; --help says how to save older ones."
