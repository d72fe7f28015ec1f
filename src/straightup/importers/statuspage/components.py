"""The components of a Statuspage: those that it declares, and those that only its incidents name.

What identifies one is its code. Many have the same name in different groups, and names change.
"""

from collections.abc import Iterable, Iterator

from straightup.importers.foreign_json import JsonObject
from straightup.importers.foreign_text import one_line
from straightup.importers.naming import Ids, slug
from straightup.model.states import Component

_LONGEST_NAME = 200


class Components:
    """The components of one page by their codes."""

    def __init__(self, records: Iterable[JsonObject]) -> None:
        self._ids = Ids()
        self._by_code: dict[str, Component] = {}
        self.names: dict[str, str] = {}
        """The id of each by its code, and by its name where only one has it."""
        self._declare(list(records))
        self._declared = len(self._by_code)

    @property
    def declared(self) -> tuple[Component, ...]:
        return tuple(self._by_code.values())[: self._declared]

    @property
    def retired(self) -> tuple[Component, ...]:
        """Those that the page does not declare, in the order in which they were first named."""
        return tuple(self._by_code.values())[self._declared :]

    def named(self, code: str, name: str) -> str:
        """The id of the component with that code, which a report calls `name`."""
        known = self._by_code.get(code)
        return known.id if known else self._take(code, one_line(name) or code)

    def _take(self, code: str, name: str, group: str = "", description: str = "") -> str:
        name = name[:_LONGEST_NAME]
        identity = self._ids.take(slug(f"{group} {name}") or slug(code) or "component")
        self._by_code[code] = Component(id=identity, name=name, group=group, description=description)
        for key in (code, name, f"{group} - {name}" if group else ""):
            if key:
                self.names.setdefault(key.casefold(), identity)
        return identity

    def _declare(self, records: list[JsonObject]) -> None:
        newest = {record.text("id"): record for record in records if record.text("id")}
        groups = {code: record for code, record in newest.items() if record.true("group") or "components" in record}
        for record in sorted(newest.values(), key=lambda each: _place(each, groups)):
            code, name = record.text("id"), one_line(record.text("name"))
            if code in groups or not name:
                continue
            group = groups.get(record.text("group_id"))
            shown = one_line(group.text("name")) if group else ""
            self._take(code, name, shown[:_LONGEST_NAME], one_line(record.text("description")))


def _place(record: JsonObject, groups: dict[str, JsonObject]) -> tuple[float, str, float]:
    """Groups and what stands beside them in the order of the page, and so what is inside a group."""
    group = groups.get(record.text("group_id"))
    own = record.number("position") or 0
    return (group.number("position") or 0, record.text("group_id"), own) if group else (own, "", 0)


def mentioned(record: JsonObject) -> Iterator[tuple[str, str]]:
    """The code and the name of each component that a report lists as affected."""
    for each in record.objects("components"):
        if each.text("id") and not each.true("group"):
            yield each.text("id"), each.text("name")
        elif not each.text("id") and each.text("name"):
            yield each.text("name").casefold(), each.text("name")
