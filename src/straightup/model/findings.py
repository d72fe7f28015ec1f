"""What is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
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
    MISPLACED_UPDATE = "misplaced-update"
    MISPLACED_FIELD = "misplaced-field"
    UPDATE_FIELD_UNREADABLE = "update-field-unreadable"
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
    past: bool = field(default=False, compare=False)
    """The report has been over for longer than the grace."""

    @property
    def advice(self) -> bool:
        """Whether it only says how a report could be better: nothing is unanswered, and nothing contradicts itself."""
        return self.severity is Severity.WARNING and self.code[0] != "F" and self.code[1:] >= "10"

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


@lru_cache(maxsize=4096)
def meant(word: str, known: tuple[str, ...]) -> str | None:
    """The one of `known` that `word` can only be a slip of; None where nothing is near, or two are as near.

    What is published goes by it, so it is stricter than `nearest`: the beginning of one word, one letter wrong, or two
    behind the same beginning. “Not resolved” is no slip of “resolved”, and “minor” none of “major”.
    """
    word = _plain(word)
    by_plain = {_plain(name): name for name in known}
    if word in by_plain:
        return by_plain[word]
    begun = [name for plain, name in by_plain.items() if len(word) > 2 and plain.startswith(word)]
    if len(begun) == 1:
        return begun[0]
    near: dict[int, list[str]] = {}
    for plain, name in by_plain.items():
        steps = slips_between(word, plain)
        if steps == 1 or (steps == 2 and len(word) > 4 and word[:2] == plain[:2]):
            near.setdefault(steps, []).append(name)
    best = near.get(1) or near.get(2) or []
    return best[0] if len(best) == 1 else None


def _plain(word: str) -> str:
    return "-".join(word.casefold().replace("_", " ").split())


def slips_between(one: str, other: str, most: int = 2) -> int:
    """How many letters are wrong, missing, too many or swapped between two words; more than `most` is `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                steps = min(steps, older[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def read_as(word: str, known: tuple[str, ...], otherwise: str) -> str:
    """As `did_you_mean`, and it says when `word` counts as the one meant until it is mended."""
    found = meant(word, known)
    return f"Did you mean “{found}”? It is read as that." if found else did_you_mean(word, known, otherwise)
