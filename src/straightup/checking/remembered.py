"""What was found wrong with a file is found again as long as nothing that it follows from has changed.

A record belongs to the bytes of a file, its name, the settings and the code that checks; beside that it says for which
moments it holds, and which other reports were asked for. It is one line of JSON behind its own digest: a line that is
damaged, or that anybody else wrote in another form, is as if it were not there. No record holds a file's text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import blake2b
from typing import Any, NamedTuple

from straightup.model.asked import Asked
from straightup.model.clock import Valid
from straightup.model.findings import Diagnostic, Severity, Span
from straightup.model.kept_lines import KeptLines
from straightup.model.links import FileLink
from straightup.model.source import Source
from straightup.model.states import Stage, State
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


class Memory:
    """Records by their keys."""

    def __init__(self, lines: Iterable[bytes], basis: bytes) -> None:
        """`lines` may come from anywhere; `basis` is what all keys follow from: the code and the settings."""
        self._kept = KeptLines(lines, basis)

    @property
    def changed(self) -> bool:
        """Whether there is more to keep than before."""
        return self._kept.changed

    def key(self, source: Source, *more: object) -> bytes:
        """What the record of `source` is found by; `more` is what its facts follow from besides."""
        parts = (source.path, source.id, *map(repr, more))
        return self._kept.key(*(part.encode("utf-8", "surrogatepass") for part in parts), source.data)

    def find(
        self, key: bytes, path: str, now: datetime, files: Asked[str, tuple[str, ...]], texts: Asked[int, str]
    ) -> Facts | None:
        """The facts of that key as of the file at `path`, where they hold `now` and beside the other reports."""
        text = self._kept.find(key)
        record = _read(text, path) if text else None
        if record is None or not record.valid.holds(now):
            return None
        if not (files.holds(record.files) and texts.holds(record.texts)):
            return None
        self._kept.use(key)
        return record.facts

    def keep(self, key: bytes, record: Record) -> None:
        self._kept.keep(key, _written(record))

    def lines(self) -> Iterator[bytes]:
        """All that is worth keeping, what was used now last."""
        return self._kept.lines()


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


def _written(record: Record) -> bytes:
    facts, valid = record.facts, record.valid
    past = facts.past
    data = [
        valid.since.isoformat(),
        valid.until.isoformat(),
        {identity: paths and list(paths) for identity, paths in record.files.items()},
        {str(text): identity for text, identity in record.texts.items()},
        [
            [*each.span, each.code, each.name, each.severity, each.message, each.help, *_flags(each)]
            for each in facts.diagnostics
        ],
        sorted(facts.named),
        list(facts.texts),
        past and [past.components, past.worst, past.began.isoformat(), _seconds(past.lasted), _stages(past)],
        [[*link.span, link.path] for link in facts.links],
        facts.open,
    ]
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _flags(found: Diagnostic) -> tuple[int, int, int]:
    return int(found.lapse), int(found.secret), int(found.past)


def _read(text: bytes, path: str) -> Record | None:
    """The record in `text`; None where it is not exactly as we write it."""
    try:
        since, until, files, said, diagnostics, named, texts, past, links, is_open = json.loads(text)
        return Record(
            Facts(
                [_diagnostic(path, *each) for each in diagnostics],
                frozenset(map(_text, named)),
                tuple(map(_number, texts)),
                _past(*past) if past else None,
                tuple(FileLink(_span(*each[:4]), _text(each[4])) for each in links),
                (tuple(map(_text, is_open[0])), State(is_open[1])) if is_open else None,
            ),
            Valid(_moment(since), _moment(until)),
            {_text(identity): paths and tuple(map(_text, paths)) for identity, paths in files.items()},
            {int(text): identity and _text(identity) for text, identity in said.items()},
        )
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        return None


def _diagnostic(path: str, *values: Any) -> Diagnostic:
    *span, code, name, severity, message, help_text, lapse, secret, past = values
    return Diagnostic(
        path=path,
        span=_span(*span),
        code=_text(code),
        name=_text(name),
        severity=Severity(severity),
        message=_text(message),
        help=_text(help_text),
        lapse=_number(lapse) == 1,
        secret=_number(secret) == 1,
        past=_number(past) == 1,
    )


def _past(components: Any, worst: Any, began: Any, lasted: Any, left: Any) -> Past:
    return Past(
        tuple((_text(name), State(state)) for name, state in components),
        State(worst),
        _moment(began),
        timedelta(microseconds=_number(lasted)),
        tuple((Stage(stage), timedelta(microseconds=_number(length))) for stage, length in left),
    )


def _stages(past: Past) -> list[list[Any]]:
    return [[stage, _seconds(length)] for stage, length in past.left]


def _seconds(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


def _span(*numbers: Any) -> Span:
    line, column, end_line, end_column = map(_number, numbers)
    return Span(line, column, end_line, end_column)


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(_text(value))
    if found.tzinfo is None:
        raise ValueError(value)
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
