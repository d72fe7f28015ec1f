"""What is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A place in a file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def at(cls, line: int, column: int = 1, length: int = 0) -> "Span":
        """A place within one line."""
        return cls(line, column, line, column + length)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault as a rule, or reading, saw it."""

    rule: str
    """The rule's name, which names the fault."""
    span: Span
    message: str
    """What is wrong, in the author's own words; never a secret."""
    help: str = ""
    """The smallest next step."""
    severity: Severity | None = None
    """None: as the rule says."""
    lapse: bool = False
    """It arises only because time passed, so it never stops publishing."""
    secret: bool = False
    """What stands at the span must not be repeated, so no report quotes its lines."""


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """A finding with its file and its rule, ordered by path, place and code."""

    path: str
    span: Span
    code: str
    name: str = field(compare=False)
    severity: Severity = field(compare=False)
    message: str
    help: str = field(default="", compare=False)
    lapse: bool = field(default=False, compare=False)
    secret: bool = field(default=False, compare=False)

    @property
    def stops_publishing(self) -> bool:
        """Whether a plain `build` refuses because of it."""
        return self.severity is Severity.ERROR and not self.lapse

    @property
    def quarantines(self) -> bool:
        """Whether `build --keep-going` leaves the whole file out because of it."""
        return self.stops_publishing and self.code[0] in "FX"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that the author most likely meant by `word`, or None when nothing is close."""
    by_folded = {name.casefold(): name for name in known}
    begun = [name for folded, name in by_folded.items() if len(word) > 2 and folded.startswith(word.casefold())]
    if len(begun) == 1:
        return begun[0]
    matches = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A help text: the nearest known word as a question, else `otherwise`."""
    match = nearest(word, known)
    return f"Did you mean “{match}”?" if match else otherwise
