"""The components of a Cachet, with the groups that they are in."""

from straightup.importers.cachet.records import COMPONENT, GROUP, Record, Records
from straightup.importers.foreign_text import one_line
from straightup.importers.naming import Ids, slug
from straightup.model.states import Component, State

STATES = {
    "1": State.OPERATIONAL,
    "2": State.DEGRADED,
    "3": State.PARTIAL_OUTAGE,
    "4": State.MAJOR_OUTAGE,
    "5": State.NOT_KNOWN,
    "6": State.MAINTENANCE,
}
_LONGEST_NAME = 200
_LINKS = ("https://", "http://", "mailto:")


class Components:
    """By the ids that Cachet has for them."""

    def __init__(self, records: Records) -> None:
        self._ids = Ids()
        self.names: dict[str, str] = {}
        self.declared: dict[str, Component] = {}
        self.retired: dict[str, Component] = {}
        groups = {each.id: one_line(each.text("name")) for each in records.of(GROUP)}
        found = [each for each in records.of(COMPONENT) if one_line(each.text("name"))]
        for each in sorted(found, key=lambda each: (each.values.number("order") or 0, each.id.zfill(12))):
            link = each.text("link") if each.text("link").startswith(_LINKS) else ""
            self._take(self.declared, each.id, one_line(each.text("name")), _group(each, groups), each, link)

    def named(self, identity: str) -> str:
        """The id of the component that a report names by Cachet's own."""
        known = self.declared.get(identity) or self.retired.get(identity)
        return known.id if known else self._take(self.retired, identity, f"Component {identity}", "", None, "")

    def _take(
        self, among: dict[str, Component], identity: str, name: str, group: str, record: Record | None, link: str
    ) -> str:
        ours = self._ids.take(slug(f"{group} {name}") or slug(f"component {identity}") or "component")
        about = one_line(record.text("description")) if record else ""
        name, group = name[:_LONGEST_NAME], group[:_LONGEST_NAME]
        among[identity] = Component(id=ours, name=name, group=group, description=about, link=link)
        self.names |= {name.casefold(): ours, identity: ours}
        return ours


def _group(record: Record, groups: dict[str, str]) -> str:
    return groups.get(next(iter(record.ids("group")), record.text("group_id")), "")
