r"""Prose that stays text wherever it is put in an incident file.

It is written as it is, except where a line would change its meaning by where it now stands. Then a backslash, which
Markdown does not show, keeps it text: `\## …` (and `\### …` in an update) for what would begin a section or an update,
`\<!--` for what would begin a comment, `- ETA\: …` for a leading list that would be read as fields, and `- \[ ] …` for
what would be a step beside the prevention steps. So a caller whose text has headings of its own demotes them first.
"""

import re

from straightup.model.source import MASK
from straightup.reading.markdown import Scanner
from straightup.reading.updates import FIELD_NAMES

_NAMES = "|".join(name.replace(" ", " +") for name in FIELD_NAMES)
_FIELD = re.compile(
    rf"^( {{0,3}}[-*+][ \t]+(?:\*\*|__)?(?:{_NAMES})[ \t]*(?:(?:\*\*|__)[ \t]*)?):",
    re.IGNORECASE,
)
_BULLET = re.compile(r" {0,3}[-*+](?:[ \t]|$)")
_TASK = re.compile(r"^([ \t]{0,6}(?:[-*+]|\d{1,9}[.)])[ \t]+)(?=\[[ xX-]\](?:[ \t]|$))")
_COMMENT = re.compile(r"((?<!\\)(?:\\\\)*)<!--")


def on_one_line(text: str) -> str:
    """`text` on one line, with nothing in it that begins a comment."""
    return _without_comments(" ".join(text.replace(MASK, "\ufffd").split()))


def kept_as_text(text: str, levels: tuple[int, ...] = (2,)) -> str:
    """`text` such that no line of it is a comment or a heading of `levels`, and no code fence stays open behind it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(MASK, "\ufffd").strip("\n").rstrip()
    text = _without_comments(text)
    scanner = _scanner(text)
    lines = [
        line.text.replace("#", "\\#", 1) if line.heading in levels else line.text for line in scanner.scan()
    ]  # fmt: skip
    if scanner.fence and not scanner.fence.container and not scanner.fence.quoted:
        lines.append(scanner.fence.mark)
    return "\n".join(lines)


def without_fields(text: str) -> str:
    """`text` with the list that it may begin with kept from being read as fields."""
    lines = text.split("\n")
    begin = next((index for index, line in enumerate(lines) if line.strip()), 0)
    for index in range(begin, len(lines)):
        if not lines[index].strip() or (index == begin and not _BULLET.match(lines[index])):
            break
        lines[index] = _FIELD.sub(r"\1\\:", lines[index])
    return "\n".join(lines)


def without_tasks(text: str) -> str:
    """`text` with its tasks kept from being read as steps."""
    lines = _scanner(text).scan()
    return "\n".join(line.text if line.code else _TASK.sub(r"\1\\", line.text) for line in lines)


def _without_comments(text: str) -> str:
    """`text` with a backslash before each `<!--` that begins a comment, or that stands in one."""
    while "<!--" in text:
        lines = text.split("\n")
        masked = [line.text for line in _scanner(text).scan()]
        if not any(MASK in line for line in masked):
            break
        # What was inside a comment is text now, and may hide or uncover the next one: hence the loop.
        lines = [_escaped(line, mask) if MASK in mask else line for line, mask in zip(lines, masked, strict=True)]
        text = "\n".join(lines)
    return text


def _escaped(line: str, mask: str) -> str:
    return _COMMENT.sub(lambda found: f"{found[1]}\\<!--" if mask[found.end(1)] == MASK else found[0], line)


def _scanner(text: str) -> Scanner:
    return Scanner(text.split("\n"), 1, frozenset())
