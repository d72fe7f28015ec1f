"""What was found wrong with a file is found again as long as nothing that it follows from has changed.

A record belongs to the bytes of a file, its name, the settings and the code that checks; beside that it says for which
moments it holds, and which other reports were asked for. It is one line of JSON behind its own digest: a line that is
damaged, or that anybody else wrote in another form, is as if it were not there. No record holds a file's text.

What a build reads out of a file, which is all that can be published of it, is remembered by itself.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import blake2b
from typing import Any, NamedTuple

from straightup.checking.published import Reading
from straightup.model.asked import Asked
from straightup.model.clock import Valid
from straightup.model.findings import Diagnostic
from straightup.model.kept_lines import KeptLines
from straightup.model.links import FileLink
from straightup.model.plain_data import Plain
from straightup.model.source import Source
from straightup.model.states import State
from straightup.record.usual import Past


class Facts(NamedTuple):
    """What a file comes to by itself."""

    diagnostics: list[Diagnostic]
    named: frozenset[str]
    """The components that it names anywhere."""
    texts: tuple[int, ...]
    """The keys of its updates' texts, so that one that was said before is found."""
    past: Past | None
    links: tuple[FileLink, ...]
    """To files beside it."""
    open: tuple[tuple[str, ...], State] | None
    """Of an open incident, its components and its worst state, so that it is compared with the like."""


@dataclass(frozen=True, slots=True)
class Record:
    """Facts, and when they hold."""

    facts: Facts
    valid: Valid
    files: Mapping[str, tuple[str, ...] | None]
    """What the rules were told of other reports: their paths by the id that was asked for."""
    texts: Mapping[int, str | None]
    """The id of the oldest report with a text, by the keys that were asked for."""


_RECORD = Plain(Record)
_READING = Plain(Reading)


class Memory:
    """Records by their keys, and what was read."""

    def __init__(self, lines: Iterable[bytes], basis: bytes, read: Iterable[bytes] = ()) -> None:
        """`lines`, and those of what was `read`, may come from anywhere; `basis` is what all keys follow from: the code
        and the settings."""
        self._kept = KeptLines(lines, basis)
        self.read = KeptLines(read, basis)

    @property
    def changed(self) -> bool:
        """Whether there is more to keep than before."""
        return self._kept.changed

    def key(self, source: Source, *more: object) -> bytes:
        """What the record of `source` is found by; `more` is what its facts follow from besides."""
        parts = (source.path, source.id, *map(repr, more))
        return self._kept.key(*map(_bytes, parts), source.data)

    def find(
        self, key: bytes, now: datetime, files: Asked[str, tuple[str, ...]], texts: Asked[int, str]
    ) -> Facts | None:
        """The facts of that key, where they hold `now` and beside the other reports."""
        text = self._kept.find(key)
        record = _RECORD.read(text) if text else None
        if record is None or not record.valid.holds(now):
            return None
        if not (files.holds(record.files) and texts.holds(record.texts)):
            return None
        self._kept.use(key)
        return record.facts

    def keep(self, key: bytes, record: Record) -> None:
        self._kept.keep(key, _RECORD.written(record))

    def reading(self, source: Source, *, public: bool) -> Reading | None:
        """What was read out of `source`, where that was kept."""
        key = self._of_reading(source, public=public)
        text = self.read.find(key)
        found = _READING.read(text) if text else None
        if found:
            self.read.use(key)
        return found

    def keep_reading(self, source: Source, reading: Reading, *, public: bool) -> None:
        """Of what nobody is to see yet nothing is kept."""
        if not reading.incident.withheld:
            self.read.keep(self._of_reading(source, public=public), _READING.written(reading))

    def _of_reading(self, source: Source, *, public: bool) -> bytes:
        return self.read.key(*map(_bytes, (source.path, source.id, str(public))), source.data)

    def lines(self) -> Iterator[bytes]:
        """All that is worth keeping, what was used now last."""
        return self._kept.lines()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def fingerprint(value: object) -> bytes:
    """The same for the same plain value in every process: of settings, however deep."""
    return blake2b(json.dumps(_plain(value), ensure_ascii=True).encode("ascii"), digest_size=16).digest()


def _plain(value: object) -> Any:
    if value is None or (isinstance(value, (str, int, float)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return [type(value).__name__, value.name]
    if isinstance(value, (date, timedelta)):
        return [type(value).__name__, str(value)]
    if isinstance(value, Mapping):
        return ["mapping", *([_plain(key), _plain(each)] for key, each in value.items())]
    if isinstance(value, (set, frozenset)):
        return ["set", *sorted(json.dumps(_plain(each)) for each in value)]
    if isinstance(value, (list, tuple)):
        return ["list", *map(_plain, value)]
    if is_dataclass(value):
        return [type(value).__name__, *([field.name, _plain(getattr(value, field.name))] for field in fields(value))]
    raise TypeError(f"No fingerprint of a {type(value).__name__}.")
