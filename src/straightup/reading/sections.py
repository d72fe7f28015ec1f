"""The body of a file, cut at its `##` headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from straightup.model.findings import Finding, Misread, Span, nearest
from straightup.model.source import Section, SectionName
from straightup.reading.markdown import Line, Scanner

MOST_SEARCHED = 200
_BY_FOLDED = {name.casefold(): name for name in SectionName}


@dataclass(frozen=True, slots=True)
class Body:
    preamble: str
    """Masked text before the first section."""
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    """Every line of the body; line N of the file is `lines[N - first_line]`."""
    findings: tuple[Finding, ...]


def split(lines: Sequence[str], first_line: int) -> Body:
    """The sections of a body whose first line is line `first_line` of the file."""
    scanner = Scanner(lines, first_line, frozenset(_BY_FOLDED))
    scanned = scanner.scan()
    findings = list(scanner.findings)
    starts = [index for index, line in enumerate(scanned) if line.heading == 2]
    preamble_end = starts[0] if starts else len(scanned)
    preamble = "\n".join(line.text for line in scanned[:preamble_end])
    sections: list[Section] = []
    for start, end in zip(starts, [*starts[1:], len(scanned)], strict=False):
        heading = scanned[start]
        section = Section(
            heading=heading.title,
            name=_BY_FOLDED.get(heading.title.casefold()),
            span=Span.at(first_line + start, 1, len(heading.text)),
            first_line=first_line + start + 1,
            lines=end - start - 1,
            text="\n".join(line.text for line in scanned[start + 1 : end]),
        )
        findings += _judge(section, sections)
        sections.append(section)
    return Body(preamble, tuple(sections), tuple(scanned), tuple(findings))


def _judge(section: Section, earlier: Sequence[Section]) -> list[Finding]:
    if section.name is None:
        # Nobody has so many sections: beyond these a file is an accident, and is not searched for near names.
        near = nearest(section.heading, SectionName) if len(earlier) < MOST_SEARCHED else None
        if near is None:
            return []
        message = f"“{section.heading}” is no section that answers a question, so it is published as it stands."
        return [Finding(Misread.UNKNOWN_SECTION, section.span, message, f"Did you mean “## {near}”?")]
    first = next((known for known in earlier if known.name is section.name), None)
    if first is None:
        return []
    message = f"“## {section.name}” stands here a second time; the first is on line {first.span.line}."
    return [Finding(Misread.DUPLICATE_SECTION, section.span, message, "Put both texts under one heading.")]
