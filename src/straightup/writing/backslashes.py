r"""Prose that stays text wherever it is put in an incident file.

It is written as it is, except where a line would change its meaning by where it now stands. Then a backslash, which
Markdown does not show, keeps it text: `\## …` (and `\### …` in an update) for what would begin a section or an update,
`\<!--` for what would begin a comment, `- ETA\: …` for a leading list that would be read as fields, and `- \[ ] …` for
what would be a step beside the prevention steps (`\- …` where there are none). So a caller whose text has headings of
its own demotes them first.
"""

import re
from collections.abc import Collection
from datetime import datetime

from straightup.model.source import MASK
from straightup.reading import fields, headings
from straightup.reading.markdown import Line, Scanner
from straightup.reading.prevention import is_delimiter, unmarked_in
from straightup.reading.updates import LEVEL
from straightup.reading.values import is_value

_FIELD = re.compile(
    r"^( {0,3}[-*+][ \t]+(?:\*\*|__)?"
    r"(?:ETA|Next +update|Components|Edited|Began|Restored|Window)[ \t]*(?:(?:\*\*|__)[ \t]*)?):",
    re.IGNORECASE,
)
_BULLET = re.compile(r" {0,3}[-*+](?:[ \t]|$)")
_TASK = re.compile(r"^([ \t]{0,6}(?:[-*+]|\d{1,9}[.)])[ \t]+)(?=\[[ xX-]\](?:[ \t]|$))")
_MARK = re.compile(r"^( {0,3}(?:\d{1,9}(?=[.)]))?)([-*+.)])(?=[ \t])")
_COMMENT = re.compile(r"((?<!\\)(?:\\\\)*)<!--")


def on_one_line(text: str) -> str:
    """`text` on one line, with nothing in it that begins a comment."""
    return _without_comments(" ".join(text.replace(MASK, "\ufffd").split()))


def kept_as_text(text: str, levels: tuple[int, ...] = (2,)) -> str:
    """`text` such that no line of it is a comment or a heading of `levels`, and no code fence stays open behind it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(MASK, "\ufffd").strip("\n").rstrip()
    text = _without_comments(text)
    scanner = _scanner(text)
    lines = [_no_heading(line, levels) for line in scanner.scan()]
    if scanner.fence and not scanner.fence.container and not scanner.fence.quoted:
        lines.append(scanner.fence.mark)
    return "\n".join(lines)


def _no_heading(line: Line, levels: tuple[int, ...]) -> str:
    """A line such that it begins neither a section nor an update."""
    begins = headings.resembles if LEVEL in levels else headings.reads
    if line.heading in levels or (line.heading and begins(line.title)):
        return line.text.replace("#", "\\#", 1)
    if not line.code and headings.on_its_own(line.text):
        before, _, after = line.text.rpartition(":")
        return f"{before}\\:{after}"
    return line.text


def without_fields(text: str) -> str:
    """`text` with the list that it may begin with kept from being read as fields."""
    lines = text.split("\n")
    begin = next((index for index, line in enumerate(lines) if line.strip()), 0)
    for index in range(begin, len(lines)):
        if not lines[index].strip() or (index == begin and not _BULLET.match(lines[index])):
            break
        lines[index] = _FIELD.sub(r"\1\\:", lines[index])
    return "\n".join(lines)


def without_values(text: str, at: datetime, given: Collection[str]) -> str:
    """`text` with each line kept text that would be read as a field of an update of `at`, beside those `given`."""
    if not fields.anywhere(text):
        return text
    lines = _scanner(text).scan()
    return "\n".join(line.text if line.code else _no_value(line.text, at, given) for line in lines)


def _no_value(text: str, at: datetime, given: Collection[str]) -> str:
    found = fields.elsewhere(text, 0, 1)
    if found is None or found.field.name in given or not is_value(found.field, at):
        return text
    end = found.field.name_span.end_column - 1
    gap = re.compile(r"[*_ \t]*([:=])|[ \t]").match(text, end)
    if gap is None:
        return text
    mark = f"\\{gap[1]}" if gap[1] else "&#32;"
    return f"{text[:end]}{text[end : gap.end() - 1]}{mark}{text[gap.end() :]}"


def without_tasks(text: str) -> str:
    """`text` with its tasks kept from being read as steps."""
    lines = _scanner(text).scan()
    return "\n".join(line.text if line.code else _TASK.sub(r"\1\\", line.text) for line in lines)


def without_steps(text: str) -> str:
    """`text` with its bullets and tables kept from being read as steps, where no task says which those are."""
    while found := unmarked_in(text, marked := _scanner(text).scan()):
        lines = text.split("\n")
        for index in found:
            lines[index] = _MARK.sub(r"\1\\\2", lines[index])
        if lines == text.split("\n"):
            # What is left are rows of tables, which are no rows without the line below their heads.
            delimiters = (at for at, line in enumerate(marked) if not line.code and is_delimiter(line.text))
            for index in delimiters:
                lines[index] = f"\\{lines[index]}"
        text = "\n".join(lines)
    return text


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
