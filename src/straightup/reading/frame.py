"""Where the front matter of a file begins and ends, also where one of the two lines around it is wrong or missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from straightup.model.findings import Finding, Misread, Span, meant
from straightup.model.source import SectionName
from straightup.reading.recovery import KEYS

_MARK = "---"
_NEARLY = re.compile(r"[-–—]{1,8}\s*")
_SECTION = re.compile(rf"##[ \t]+(?:{'|'.join(SectionName)})[ \t]*#*\s*", re.IGNORECASE)
_KEY = re.compile(r"([A-Za-z][A-Za-z -]{0,30}?)\s*:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Frame:
    """The keys are `lines[first:end]`, the body `lines[body:]`."""

    first: int
    end: int
    body: int
    fault: Finding | None = None


def find(lines: Sequence[str]) -> Frame | None:
    """The front matter of `lines`, or None where they begin with nothing that can be meant as one."""
    most = next((i for i, line in enumerate(lines) if _SECTION.fullmatch(line)), len(lines))
    if lines[0].rstrip() == _MARK:
        end = next((i for i, line in enumerate(lines[:most]) if i and line.rstrip() == _MARK), None)
        return Frame(1, end, end + 1) if end is not None else _unclosed(lines, 1, most)
    first = next((i for i, line in enumerate(lines[:most]) if line.strip()), None)
    if first is None:
        return None
    dashes = len(lines[first].strip()) > 1 and bool(_NEARLY.fullmatch(lines[first]))
    key = _KEY.match(lines[first])
    if not dashes and not (key and meant(key[1], KEYS)):
        return None
    fault = no_front_matter(f"Put a line --- above line {first + 1}.")
    if dashes:
        fault = no_front_matter("Begin the file with a line of three dashes and nothing else: ---.")
    begin = first + 1 if dashes else first
    last = next((i for i in range(most - 1, first, -1) if lines[i].rstrip() == _MARK), None)
    if last is not None:
        return Frame(begin, last, last + 1, fault)
    without = _unclosed(lines, begin, most)
    return Frame(begin, without.end, without.body, fault)


def no_front_matter(help_text: str) -> Finding:
    return Finding(Misread.NO_FRONT_MATTER, Span.at(1), "The file does not begin with front matter.", help_text)


def _unclosed(lines: Sequence[str], first: int, most: int) -> Frame:
    """Front matter without the line that ends it: a body begins with a heading in all but the oddest files."""
    nearly = next((i for i in range(first, most) if len(lines[i].strip()) > 1 and _NEARLY.fullmatch(lines[i])), None)
    message = "The front matter that begins here is never closed."
    if nearly is not None:
        help_text = f"Write line {nearly + 1} as three dashes and nothing else: ---."
        return Frame(first, nearly, nearly + 1, _not_closed(message, help_text))
    end = next((i for i in range(first, most) if lines[i].startswith("## ")), most)
    while end > 1 and not lines[end - 1].strip():
        end -= 1
    return Frame(first, end, end, _not_closed(message, f"Put a line --- after line {end}."))


def _not_closed(message: str, help_text: str) -> Finding:
    return Finding(Misread.UNCLOSED_FRONT_MATTER, Span.at(1, 1, len(_MARK)), message, help_text)
