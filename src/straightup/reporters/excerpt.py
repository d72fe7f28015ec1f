"""The line of a file that a finding speaks of, and carets under the part that it means."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from straightup.model.findings import Span
from straightup.reporters.escaping import written_out

WIDEST = 100
"""How many cells of a line are shown; of a longer one the part around the span."""
_BEFORE = 30
"""How many cells of a long line are shown in front of the span."""
_NEAR = 4 * WIDEST
"""How many characters before and behind the beginning of the span are looked at: a line can be as long as a file."""
_TAB = 4
_TWO_CELLS = "WF"
_JOINS_THE_ONE_BEFORE = {"Mn", "Me", "Cf"}
"""Categories of characters that take no cell of their own: accents, variation selectors, joiners."""

Lines = Mapping[str, Sequence[str]]
"""Each file's own lines by its path, as far as they are known."""


def line_of(lines: Lines, path: str, number: int) -> str:
    """Line `number` of the file at `path`, counting from 1; "" when it is not known."""
    content = lines.get(path, ())
    return content[number - 1] if 0 < number <= len(content) else ""


@dataclass(slots=True)
class _Printed:
    """A line as a terminal shows it, cell by cell."""

    clusters: list[tuple[int, str]] = field(default_factory=list)
    """What is printed as one (a character with its accents, or what it is written out as), and its first cell."""
    begins: list[int] = field(default_factory=list)
    """The first cell of each character of the line."""
    ends: list[int] = field(default_factory=list)
    """The cell after each character of the line."""

    @property
    def width(self) -> int:
        return self.ends[-1] if self.ends else 0


def excerpt(line: str, span: Span) -> tuple[str, str] | None:
    """The line as it is to be printed, and the carets to print under it.

    None when there is nothing to quote: an empty line, or a finding about the file as a whole, which stands at the
    very beginning without a length.
    """
    if not line.strip() or span == Span.at(1):
        return None
    cut = max(0, span.column - 1 - _NEAR)
    near = line[cut : span.column - 1 + _NEAR]
    line_goes_on = len(line) > cut + len(near)
    printed = _print(near if line_goes_on else near.rstrip())
    index = span.column - 1 - cut
    start = printed.begins[index] if index < len(printed.begins) else printed.width
    end = printed.width
    if span.end_line == span.line and 0 < span.end_column - 1 - cut <= len(printed.ends):
        end = printed.ends[span.end_column - 2 - cut]
    end = max(end, start + 1)
    first, last = _window(start, end, printed.width)
    shown = [
        (cell, text)
        for (cell, text), (after, _) in pairwise([*printed.clusters, (printed.width, "")])
        if first <= cell and after <= last
    ]
    begins = shown[0][0] if shown else start
    left = "…" if begins or cut else ""
    right = "…" if last < printed.width or line_goes_on else ""
    carets = "^" * max(1, min(end, last) - start)
    return f"{left}{''.join(text for _, text in shown)}{right}", " " * (start - begins + len(left)) + carets


def _window(start: int, end: int, width: int) -> tuple[int, int]:
    """The first cell to show and the one after the last, of `width` ones, so that `start` is among them."""
    if width <= WIDEST or end <= WIDEST:
        return 0, min(width, WIDEST)
    first = max(0, min(start - _BEFORE, width - WIDEST))
    return first, first + WIDEST


def _print(line: str) -> _Printed:
    if line.isascii() and line.isprintable() and "##" not in line:
        # Nearly every line: each of its characters is printed as it is, in a cell of its own.
        return _Printed(list(enumerate(line)), list(range(len(line))), list(range(1, len(line) + 1)))
    printed = _Printed()
    for index in range(len(line)):
        cell = printed.width
        text, width = _cells(line, index, cell)
        if width or not printed.clusters:
            printed.clusters.append((cell, text))
            printed.begins.append(cell)
        else:
            before, base = printed.clusters[-1]
            printed.clusters[-1] = (before, base + text)
            printed.begins.append(before)
        printed.ends.append(cell + width)
    return printed


def _cells(line: str, index: int, cell: int) -> tuple[str, int]:
    """The character at `index` as it is printed, and how many cells it takes when it begins at `cell`."""
    character = line[index]
    if character == "\t":
        width = _TAB - cell % _TAB
        return " " * width, width
    text = written_out(line, index)
    if text != character:
        return text, len(text)
    if unicodedata.category(character) in _JOINS_THE_ONE_BEFORE:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in _TWO_CELLS else 1
