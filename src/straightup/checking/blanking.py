"""A report without the blocks that hold a secret, so that the rest of it can be published.

A block is what a reader takes in at once: a paragraph, an item, a table, a fence, a key from its beginning to its end,
the value of a field. Every line keeps its number.
"""

import re
from collections.abc import Iterable

from straightup.model.source import Document, Entry
from straightup.reading import read
from straightup.rules import secrets_in

REMOVED = "[removed before publishing]"
_ROUNDS = 5
"""A block is taken out whole, so one round is enough for all but the oddest files."""
_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----")
_KEY_ENDS = "-----END"
_FIELD = re.compile(r"( *)([^\s:#'\"-][^:#]*|\"[^\"]*\"|'[^']*'):(?=\s|$)")
_FENCE = re.compile(r" {0,3}(?:>\s?)*(?:[-*+]\s+)?(`{3,}|~{3,})")
_BULLET = re.compile(r"\s*(?:>\s?)*(?:[-*+]|\d{1,9}[.)])\s")
_LEAD = re.compile(
    r"\s*(?:>\s?)*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX-]\]\s+)?"
    r"(?:(?:ETA|Next update|Components|Edited|Began|Restored|Window)\s*:\s*)?)?",
    re.IGNORECASE,
)
"""What stands before the words of a block and says what the block is."""


def without_secrets(entry: Entry) -> Entry | None:
    """`entry` with each block that holds a secret replaced by `REMOVED`; None where that cannot be done."""
    for _ in range(_ROUNDS):
        lines = {place.line for place, _kind in secrets_in(entry.document)}
        if not lines:
            return entry
        entry = read(entry.path, "\n".join(_blanked(entry.document, lines)))
        if not entry.document.readable:
            return None
    return None


def _blanked(document: Document, numbers: Iterable[int]) -> list[str]:
    lines = list(document.lines)
    body = _body_begins(lines)
    fences = _fences(lines, body)
    for index in sorted(number - 1 for number in numbers):
        if lines[index] == "" or REMOVED in lines[index]:
            continue  # it went with a block above it
        begin, end, first = _value(lines, index) if index < body else _block(lines, index, body, fences)
        lines[begin:end] = [first, *[""] * (end - begin - 1)]
    return lines


def _body_begins(lines: list[str]) -> int:
    return next((index + 1 for index, line in enumerate(lines) if index and line.rstrip() == "---"), 0)


def _value(lines: list[str], index: int) -> tuple[int, int, str]:
    """The field of the front matter to whose value line `index` belongs: its lines, and what stands for the first."""
    begin = index
    while begin > 1 and not _FIELD.match(lines[begin]):
        begin -= 1
    field = _FIELD.match(lines[begin])
    if field is None or lines[index].lstrip().startswith("#") or any(True for _ in _secret_in(field[2])):
        return index, index + 1, ""
    end = begin + 1
    while end < len(lines) and lines[end].rstrip() != "---" and _indent(lines[end]) > len(field[1]):
        end += 1
    return begin, max(end, index + 1), f'{field[0]} "{REMOVED}"'


def _secret_in(text: str) -> Iterable[object]:
    return secrets_in(Document((text,)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" ")) if line.strip() else 1 << 30


def _fences(lines: list[str], body: int) -> list[tuple[int, int]]:
    """From where to where each fence of code goes, its marks included."""
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for index in range(body, len(lines)):
        mark = _FENCE.match(lines[index])
        if opened is None and mark:
            opened = (index, mark[1])
        elif opened and mark and mark[1].startswith(opened[1]) and not lines[index].strip(" >`~"):
            found.append((opened[0], index + 1))
            opened = None
    return [*found, (opened[0], len(lines))] if opened else found


def _block(lines: list[str], index: int, body: int, fences: list[tuple[int, int]]) -> tuple[int, int, str]:
    if _KEY_BEGINS.search(lines[index]):
        end = index + 1
        while end < len(lines) and not lines[end].startswith("## ") and _KEY_ENDS not in lines[end - 1]:
            end += 1
        before, after, first = _paragraph(lines, index, body)
        return before, max(end, after), first
    for begin, end in fences:
        if begin <= index < end:
            return begin, end, REMOVED
    return _paragraph(lines, index, body)


def _paragraph(lines: list[str], index: int, body: int) -> tuple[int, int, str]:
    begin = index
    while (
        begin > body and not _BULLET.match(lines[begin]) and not _ends(lines[begin - 1]) and not _starts(lines[begin])
    ):
        begin -= 1
    end = index + 1
    while end < len(lines) and not _starts(lines[end]) and lines[end].strip() and not _ends(lines[end - 1]):
        end += 1
    lead = _LEAD.match(lines[begin])
    return begin, end, f"{lead[0] if lead else ''}{REMOVED}"


def _starts(line: str) -> bool:
    """Whether a block begins with `line`, whatever stands above it."""
    return bool(_BULLET.match(line) or _FENCE.match(line)) or line.startswith("#")


def _ends(line: str) -> bool:
    """Whether a block is over after `line`, whatever follows."""
    return not line.strip() or line.startswith("#")
