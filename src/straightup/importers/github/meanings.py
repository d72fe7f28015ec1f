"""What the labels of an issue mean: which kind of report it is, which components, in which state."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from straightup.importers.foreign_yaml import read_yaml
from straightup.importers.naming import Ids, slug
from straightup.model.states import Component, Kind, State

IGNORE = "ignore"
_STATES = {
    "operational": State.OPERATIONAL,
    "degraded": State.DEGRADED,
    "degraded-performance": State.DEGRADED,
    "partial-outage": State.PARTIAL_OUTAGE,
    "major-outage": State.MAJOR_OUTAGE,
}
_KINDS = {
    "incident": Kind.INCIDENT,
    "type-incident": Kind.INCIDENT,
    "maintenance": Kind.MAINTENANCE,
    "type-maintenance": Kind.MAINTENANCE,
    "notice": Kind.NOTICE,
}
_NOTHING = ("investigating", "identified", "monitoring", "resolved", "status", "bug", "upptime")


@dataclass(frozen=True, slots=True)
class Meant:
    """The labels of one issue."""

    kind: Kind | None
    state: State | None
    word: str
    """The label that names the state."""
    components: tuple[str, ...]
    ignored: str
    """The label that says that it is no report; "" without one."""


@dataclass(slots=True)
class Labels:
    """The meanings of all labels, and the components that they name."""

    given: Mapping[str, str]
    """What the person who imports says of them, by their names in small letters."""
    declared: dict[str, Component] = field(default_factory=dict)
    """By slug: those of an Upptime configuration, and those that were given."""
    named: dict[str, Component] = field(default_factory=dict)
    """Those that only issues of Upptime name."""
    unknown: Counter[str] = field(default_factory=Counter)
    ids: Ids = field(default_factory=Ids)

    def declare(self, configuration: bytes) -> None:
        """The sites of an `.upptimerc.yml`."""
        site, _ = read_yaml(configuration.decode("utf-8-sig", "replace"), 1)
        for each in site.mappings("sites"):
            if name := each.text("name"):
                self._take(self.declared, each.text("slug") or slug(name), name)

    def component(self, key: str, name: str) -> str:
        """The id of what Upptime knows by the label `key`, and calls `name` in its titles."""
        known = self.declared.get(key) or self.named.get(key)
        return known.id if known else self._take(self.named, key, name or key)

    def read(self, labels: Iterable[str]) -> Meant:
        kind, state, word, components, ignored = None, None, "", [], ""
        for label in labels:
            meaning = self.given.get(label.casefold(), "")
            key = slug(meaning or label)
            if meaning.casefold() == IGNORE:
                ignored = label
            elif key in _STATES:
                if state is None or _STATES[key].rank > state.rank:
                    state, word = _STATES[key], label
            elif key in _KINDS:
                kind = _KINDS[key]
            elif meaning:
                known = self.declared.get(key)
                components.append(known.id if known else self._take(self.declared, key, meaning))
            elif known := self.declared.get(key):
                components.append(known.id)
            elif key not in _NOTHING:
                self.unknown[label] += 1
        return Meant(kind, state, word, tuple(dict.fromkeys(components)), ignored)

    def _take(self, among: dict[str, Component], key: str, name: str) -> str:
        if key not in among:
            among[key] = Component(id=self.ids.take(slug(key, keep="._") or "component"), name=name)
        return among[key].id
