"""Which parts of a Markdown text are comments or code, line by line, as GitHub would see them.

Only as much of CommonMark as is needed to know that a heading is a heading and a comment a comment. One pass, linear.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from straightup.model.findings import Finding, Misread, Span
from straightup.model.source import MASK
from straightup.reading.headings import reads

_FENCE = re.compile(r"(?P<lead>[ ]*(?:(?:>|[-*+]|\d{1,9}[.)])[ ]*)*)(?P<fence>`{3,}+(?!.*`)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]++(.*))?")
_TOKEN = re.compile(r"\\.|`+|<!--")
_TICKS = re.compile(r"`+")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_DEEP = ("    ", "\t")
_MARKS = ("`", "~~~", "<!--")
"""Without any of these nothing is code between marks, and nothing a comment."""


def _title(heading: re.Match[str]) -> str:
    """The words of a heading, without the hashes that may close it."""
    text = (heading[2] or "").rstrip(" \t")
    without = text.rstrip("#")
    return without.rstrip(" \t") if without.endswith((" ", "\t")) else text


class Line(NamedTuple):
    """One line with its comments masked. `heading` is its level, 0 for a line that is none (or is code)."""

    text: str
    heading: int = 0
    title: str = ""
    code: bool = False
    """The line belongs to a fenced code block."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where code stands between backticks: begin and end, counted from 0."""

    @property
    def prose(self) -> str:
        """The line with its code masked too."""
        text = self.text
        if self.code:
            return MASK * len(text)
        for begin, end in self.spans:
            text = text[:begin] + MASK * (end - begin) + text[end:]
        return text


@dataclass(frozen=True, slots=True)
class _Fence:
    mark: str
    container: int
    """Columns that a line must be indented by to stay inside the list that holds the fence; 0 at the top level."""
    quoted: bool
    line: int


class Scanner:
    """Reads the lines of a body. `landmarks` are headings at which a comment or code that never ends is given up.

    With them, the headings of updates are landmarks too.
    """

    def __init__(self, lines: Sequence[str], first_line: int, landmarks: frozenset[str]) -> None:
        self.lines = lines
        self.first_line = first_line
        self.landmarks = landmarks
        self.findings: list[Finding] = []
        self.fence: _Fence | None = None
        self.in_comment = False
        self.in_span = 0
        self.spans: list[tuple[int, int]] = []
        self.paragraph_ends = -1
        self.last_ticks: dict[int, tuple[int, int]] = {}
        self.longest_closings: dict[tuple[str, bool], list[int]] = {}
        self.last_comment_end = max((i for i, line in enumerate(lines) if "-->" in line), default=-1)

    def scan(self) -> list[Line]:
        """Every line, in order."""
        body = "\n".join(self.lines)
        if any(mark in body for mark in _MARKS):
            return [self._line(index, text) for index, text in enumerate(self.lines)]
        # Most reports hold neither code nor comments, and most of their lines no heading.
        return [self._line(index, text) if "#" in text[:4] else Line(text) for index, text in enumerate(self.lines)]

    def _line(self, index: int, text: str) -> Line:
        # Most lines are prose: what they cannot be is seen faster than asked.
        heading = _HEADING.fullmatch(text) if "#" in text[:4] else None
        landmark = heading is not None and (self.fence is not None or self.in_comment) and self._is_landmark(heading)
        if self.fence:
            if landmark and self._inside(text, self.fence) and not self._closes_later(self.fence, index):
                self._unclosed(self.fence.line, "code block", f"the line {self.fence.mark}")
                self.fence = None
            elif self._in_fence(text):
                return Line(text, code=True)
        if self.in_comment and landmark and self.last_comment_end < index:
            self.in_comment = False
        if not self.in_comment and not self.in_span:
            fence = _FENCE.match(text) if "```" in text or "~~~" in text else None
            if fence:
                self._open_fence(fence, index)
                return Line(text, code=True)
        starts_open = self.in_comment
        self.spans = []
        if self.in_comment or self.in_span or "`" in text or "<!--" in text:
            text = self._masked(index, text)
            heading = _HEADING.fullmatch(text) if "#" in text[:4] else None
        if heading and not starts_open:
            return Line(text, len(heading[1]), _title(heading).replace(MASK, "").strip(), spans=tuple(self.spans))
        return Line(text, spans=tuple(self.spans))

    def _is_landmark(self, heading: re.Match[str]) -> bool:
        title = _title(heading).strip()
        if len(heading[1]) == len("##"):
            return title.casefold() in self.landmarks
        return bool(self.landmarks) and reads(title)

    def _open_fence(self, match: re.Match[str], index: int) -> None:
        lead = match["lead"]
        stripped = lead.strip()
        container = 0
        if stripped and stripped[0] != ">":
            container = len(lead) - len(lead.lstrip()) + 2
        elif not stripped and len(lead) > 3:
            container = 2
        self.fence = _Fence(match["fence"], container, stripped.startswith(">"), index)

    def _in_fence(self, text: str) -> bool:
        """Whether this line belongs to the open fence; closes the fence when it ends here or before."""
        fence = self.fence
        assert fence is not None  # noqa: S101 -- the caller has just looked
        if not self._inside(text, fence):
            self.fence = None
            return False
        if self._closing(text, fence) >= len(fence.mark):
            self.fence = None
        return True

    @staticmethod
    def _inside(text: str, fence: _Fence) -> bool:
        """Whether the quotation or the list that holds the fence goes on in this line."""
        if fence.quoted:
            return text.lstrip().startswith(">")
        return not text.strip() or len(text) - len(text.lstrip(" ")) >= fence.container

    @staticmethod
    def _closing(text: str, fence: _Fence) -> int:
        """The length of the mark that stands alone on this line, 0 for none. It closes any fence that is no longer."""
        text = text.lstrip(" >") if fence.quoted else text.lstrip(" ")
        text = text.rstrip(" \t")
        return 0 if text.strip(fence.mark[0]) else len(text)

    def _closes_later(self, fence: _Fence, index: int) -> bool:
        kind = (fence.mark[0], fence.quoted)
        if kind not in self.longest_closings:
            from_the_end = accumulate((self._closing(text, fence) for text in reversed(self.lines)), max)
            self.longest_closings[kind] = list(from_the_end)[::-1]
        return self.longest_closings[kind][index] >= len(fence.mark)

    def _masked(self, index: int, text: str) -> str:
        out: list[str] = []
        position = 0
        if self.in_comment:
            position = self._comment_end(text, 0)
            out.append(MASK * position)
        elif self.in_span:
            position = self._span_end(text, 0)
            self.spans.append((0, position))
            out.append(text[:position])
        while position < len(text):
            token = _TOKEN.search(text, position)
            if token is None:
                break
            out.append(text[position : token.start()])
            if token[0] == "<!--":
                position = self._comment(index, text, token.start())
                out.append(MASK * (position - token.start()))
                continue
            position = token.end()
            if token[0][0] == "`" and self._has_closing(index, token.start(), len(token[0])):
                self.in_span = len(token[0])
                position = self._span_end(text, position)
                self.spans.append((token.start(), position))
            out.append(text[token.start() : position])
        out.append(text[position:])
        return "".join(out)

    def _comment(self, index: int, text: str, start: int) -> int:
        """Where the comment that starts here ends on this line."""
        self.in_comment = True
        end = self._comment_end(text, start + 2 if text.startswith(("<!-->", "<!--->"), start) else start + 4)
        if self.in_comment and self.last_comment_end <= index:
            self._unclosed(index, "comment", "-->", start + 1)
        return end

    def _comment_end(self, text: str, start: int) -> int:
        end = text.find("-->", start)
        if end < 0:
            return len(text)
        self.in_comment = False
        return end + 3

    def _span_end(self, text: str, start: int) -> int:
        for ticks in _TICKS.finditer(text, start):
            if len(ticks[0]) == self.in_span:
                self.in_span = 0
                return ticks.end()
        return len(text)

    def _has_closing(self, index: int, column: int, length: int) -> bool:
        """Whether a later run of as many backticks stands in the same paragraph."""
        if index > self.paragraph_ends:
            self._look_over_paragraph(index)
        return self.last_ticks.get(length, (-1, -1)) > (index, column)

    def _look_over_paragraph(self, index: int) -> None:
        self.last_ticks = {}
        end = index
        for end in range(index, len(self.lines)):
            text = self.lines[end]
            if end > index and (not text.strip() or _HEADING.fullmatch(text) or _FENCE.match(text)):
                end -= 1  # noqa: PLW2901 -- the paragraph ended on the line before
                break
            for ticks in _TICKS.finditer(text):
                self.last_ticks[len(ticks[0])] = (end, ticks.start())
        self.paragraph_ends = end

    def _unclosed(self, index: int, what: str, closing: str, column: int = 1) -> None:
        message = f"This {what} never ends, so it would hide everything after it."
        span = Span.at(self.first_line + index, column, 4 if closing == "-->" else 3)
        self.findings.append(
            Finding(Misread.UNCLOSED_BLOCK, span, message, f"End it with {closing} where it should end.")
        )


def prose_lines(lines: Sequence[Line]) -> Iterator[str]:
    """Each line with comments and code masked, indented code as well."""
    if not any(line.text.startswith(_DEEP) for line in lines):
        yield from (line.prose if line.code or line.spans else line.text for line in lines)
        return
    indented = in_list = False
    blank = True
    for line in lines:
        text = line.text
        is_blank = not text.strip()
        deep = text.startswith(_DEEP)
        if not is_blank:
            in_list = bool(_BULLET.match(text)) or (in_list and (deep or not blank or text.startswith(" ")))
            indented = deep and not in_list and (indented or blank)
        blank = is_blank
        yield MASK * len(text) if indented and not is_blank else line.prose
