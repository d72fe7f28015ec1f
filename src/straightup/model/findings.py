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


class Misread(StrEnum):
    """What is found wrong with a file while it is read, or with one beside the reports.

    Each value is the name of the rule that explains it.
    """

    NOT_UTF8 = "not-utf8"
    TOO_LARGE = "too-large"
    NO_FRONT_MATTER = "no-front-matter"
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter"
    BAD_YAML = "bad-yaml"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    BAD_TIME = "bad-time"
    TIME_WITHOUT_ZONE = "time-without-zone"
    UNKNOWN_KIND_OR_STAGE = "unknown-kind-or-stage"
    DUPLICATE_SECTION = "duplicate-section"
    NOT_A_REGULAR_FILE = "not-a-regular-file"
    BAD_FILE_NAME = "bad-file-name"
    UNCLOSED_BLOCK = "unclosed-block"
    UNKNOWN_SECTION = "unknown-section"
    TEXT_BEFORE_SECTIONS = "text-before-sections"
    TIME_OF_DAY_FAR_AHEAD = "time-of-day-far-ahead"
    UNKNOWN_STATE = "unknown-state"
    ETA_UNREADABLE = "eta-unreadable"
    ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE = "eta-unknown-without-until-or-because"
    UNPUBLISHABLE_FILE = "unpublishable-file"
    ADDRESS_TAKEN = "address-taken"
    UNUSABLE_PAGE = "unusable-page"
    LINKED_FILE = "linked-file"


BESIDE = frozenset({Misread.UNPUBLISHABLE_FILE, Misread.ADDRESS_TAKEN, Misread.UNUSABLE_PAGE})
"""What is found wrong with files beside the reports."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with how a file is written, as reading saw it."""

    rule: Misread
    span: Span
    message: str
    """What is wrong, in the author's own words; never a secret."""
    help: str = ""
    """The smallest next step."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the check of a rule saw. It does not say which rule: a check belongs to one."""

    span: Span
    message: str
    """As of a finding."""
    help: str = ""
    severity: Severity | None = None
    """None: as the rule says."""
    lapse: bool = False
    """It arises only because time passed, so it never stops publishing."""
    secret: bool = False
    """What stands at the span must not be repeated, so no report quotes its lines."""


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """Something wrong, with its file and its rule, ordered by path, place and code."""

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
        return self.stops_publishing and is_binding(self.code) and self.name != Misread.LINKED_FILE


def is_binding(code: str) -> bool:
    """Whether the rule of that code holds for every report: each has to be readable (F) and safe to publish (X).

    Nobody can set such a rule aside, and a report with an error by one of them is not published at all.
    """
    return code[0] in "FX"


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
