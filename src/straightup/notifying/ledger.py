"""What was told to whom: lines that are only ever added, so that no run tells the same twice, or forgets a thing.

A line has the id of an item, twelve letters that stand for a target, and what became of it; no address, and no words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Fate(StrEnum):
    """What became of an item for a target."""

    SENT = "sent"
    BEFORE = "before"
    """It was there already when the target was told for the first time."""
    TOO_OLD = "too old"
    DIGEST = "digest"
    """It was counted in one message with others."""
    SEEN = "seen"
    """Nothing yet: the target is known, and there was no item."""


class Store(Protocol):
    """Where the lines are. What `add` has taken survives a crash."""

    def lines(self) -> Iterable[bytes]: ...

    def add(self, lines: Iterable[bytes]) -> Iterable[bytes]:
        """Keeps `lines` behind all others, and returns those that other runs have added meanwhile."""


@dataclass(slots=True)
class Ledger:
    """The lines of a store, as what each target has."""

    store: Store
    _known: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._read(self.store.lines())

    def knows(self, target: str) -> bool:
        """Whether the target was ever told, or met, before."""
        return target in self._known

    def has(self, target: str, item: str) -> bool:
        return item in self._known.get(target, {})

    def note(self, target: str, items: Mapping[str, Fate]) -> None:
        """What became of `items`, kept before this returns."""
        added = [_line(target, item, fate) for item, fate in items.items()]
        self._read([*self.store.add(added), *added])

    def meet(self, target: str, items: Iterable[str]) -> None:
        """A target that is new: what is there already is no news to it."""
        self.note(target, dict.fromkeys(items, Fate.BEFORE) or {"": Fate.SEEN})

    def _read(self, lines: Iterable[bytes]) -> None:
        for target, item, fate in _entries(lines):
            self._known.setdefault(target, {})[item] = fate


def _line(target: str, item: str, fate: Fate) -> bytes:
    return json.dumps([target, item, fate], ensure_ascii=True).encode("ascii")


def _entries(lines: Iterable[bytes]) -> Iterator[tuple[str, str, str]]:
    """What stands in `lines`; one that was torn, or is none of ours, says nothing."""
    for line in lines:
        try:
            target, item, fate = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(target, str) and isinstance(item, str) and isinstance(fate, str):
            yield target, item, fate
