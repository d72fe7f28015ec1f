"""The body of a file, cut at its `##` headings, and where updates begin that stand under another one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from straightup.model.findings import Finding, Misread, Span, nearest
from straightup.model.source import MASK, Section, SectionName
from straightup.reading import headings
from straightup.reading.markdown import Line, Scanner

MOST_SEARCHED = 200
_MEANWHILE = (
    "workaround", "workarounds", "work-around", "work-arounds", "work around", "known workaround", "known workarounds",
    "temporary workaround", "temporary workarounds", "in the meantime", "what you can do", "what you can do meanwhile",
)  # fmt: skip
_BY_FOLDED = {name.casefold(): name for name in SectionName} | dict.fromkeys(_MEANWHILE, SectionName.MEANWHILE)
"""What a heading says, in small letters. All that people call a way around it is as good as the name of the format."""
_OTHER_NAMES = {
    SectionName.IMPACT: (
        "summary", "overview", "description", "symptoms", "what happened", "issue summary", "customer impact",
        "user impact", "what is wrong",
    ),
    SectionName.CAUSE: ("root cause", "root causes", "root cause analysis", "rca", "contributing factors", "why"),
    SectionName.RESTORATION: ("resolution", "mitigation", "recovery", "fix", "what we did"),
    SectionName.PREVENTION: (
        "action items", "actions", "follow-ups", "next steps", "corrective actions", "preventive measures",
        "preventive actions", "remediation items",
    ),
}  # fmt: skip
"""What post-mortems call the answers."""
_BY_OTHER_NAME = {other: name for name, others in _OTHER_NAMES.items() for other in others}
_NUMBERS = ("no updates", "one update", "two updates", "three updates", "four updates", "five updates")


@dataclass(frozen=True, slots=True)
class Body:
    preamble: str
    """Masked text before the first section."""
    sections: tuple[Section, ...]
    lines: tuple[Line, ...]
    """Every line of the body; line N of the file is `lines[N - first_line]`."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a section begins: the index of a line."""

    at: int
    headed: bool = True
    updates: bool = False
    """It holds updates, whatever its name."""


def split(lines: Sequence[str], first_line: int) -> Body:
    """The sections of a body whose first line is line `first_line` of the file."""
    scanner = Scanner(lines, first_line, frozenset(_BY_FOLDED))
    scanned = scanner.scan()
    findings = list(scanner.findings)
    starts = list(_starts(scanned))
    preamble = "\n".join(line.text for line in scanned[: starts[0].at if starts else len(scanned)])
    ends = [*(start.at for start in starts[1:]), len(scanned)]
    sections = [_section(scanned, start, end, first_line) for start, end in zip(starts, ends, strict=False)]
    names = {section.name for section in sections if section.text.replace(MASK, "").strip()}
    first: dict[SectionName, Section] = {}
    for index, section in enumerate(sections):
        if starts[index].updates:
            count = _updates_in(scanned, starts[index], ends[index])
            findings += _misplaced(section, sections[index - 1] if index else None, count)
        elif not (index + 1 < len(starts) and section.name is None and not starts[index + 1].headed):
            findings += _judge(section, index, first, names)
        if section.name is not None and section.headed:
            first.setdefault(section.name, section)
    return Body(preamble, tuple(sections), tuple(scanned), tuple(findings))


def _starts(lines: Sequence[Line]) -> Iterator[_Start]:
    """Where the sections begin. Updates that stand under no heading of theirs begin one of their own."""
    pending: _Start | None = None
    in_updates = blank = False
    for index, line in enumerate(lines):
        if (in_updates and line.heading != len("##")) or not (line.heading or blank or "20" in line.text):
            continue  # nearly all lines
        if line.heading:
            update = headings.reads(headings.bare(line.title))
        else:
            update = bool(headings.on_its_own(line.text)) and not line.code
        if line.heading == 2 and not update and not (in_updates and headings.resembles(line.title)):
            if pending is not None:
                yield pending
            pending, blank = _Start(index), True
            in_updates = _BY_FOLDED.get(line.title.casefold()) is SectionName.UPDATES
        elif update and not in_updates:
            if pending is not None and blank and lines[pending.at].title.casefold() not in _BY_FOLDED:
                pending = replace(pending, updates=True)
            else:
                if pending is not None:
                    yield pending
                pending = _Start(index, headed=False, updates=True)
            in_updates = True
        elif blank and line.text.replace(MASK, "").strip():
            blank = False
    if pending is not None:
        yield pending


def _section(lines: Sequence[Line], start: _Start, end: int, first_line: int) -> Section:
    heading = lines[start.at]
    return Section(
        heading=heading.title,
        name=SectionName.UPDATES if start.updates else _BY_FOLDED.get(heading.title.casefold()),
        span=Span.at(first_line + start.at, 1, len(heading.text)),
        first_line=first_line + start.at + 1,
        lines=end - start.at - 1,
        text="\n".join(line.text for line in lines[start.at + 1 : end]),
        headed=start.headed,
    )


def _updates_in(lines: Sequence[Line], start: _Start, end: int) -> int:
    return sum(
        not line.code and (headings.resembles(line.title) if line.heading else bool(headings.on_its_own(line.text)))
        for line in lines[start.at : end]
    )


def _misplaced(section: Section, above: Section | None, count: int) -> Iterator[Finding]:
    """What is said of updates that stand under no “## Updates”."""
    updates = _NUMBERS[count] if count < len(_NUMBERS) else f"{count} updates"
    stands = section if section.headed else above
    if stands is not None and (section.headed or stands.name is None):
        message = f"“## {stands.heading}” holds {updates}."
        yield Finding(Misread.MISPLACED_UPDATE, stands.span, message, "Did you mean “## Updates”?")
        return
    where = f"under “## {stands.heading}”" if stands else "before the first section"
    message = f"Here {updates} {'begins' if count == 1 else 'begin'} {where}."
    yield Finding(Misread.MISPLACED_UPDATE, section.span, message, "Put a line “## Updates” above this one.")


def _judge(
    section: Section, place: int, first: Mapping[SectionName, Section], names: set[SectionName | None]
) -> Iterator[Finding]:
    """What is wrong with the section at that `place`; `first` has those above it with a name."""
    if section.name is None:
        # Nobody has so many sections: beyond these a file is an accident, and is not searched for near names.
        other = _BY_OTHER_NAME.get(section.heading.casefold())
        near = nearest(section.heading, (*SectionName, "Workaround")) if place < MOST_SEARCHED else None
        if other is not None:
            near = other if other not in names else None
        if near is not None:
            message = f"“{section.heading}” is no section that answers a question, so it is published as it stands."
            yield Finding(Misread.UNKNOWN_SECTION, section.span, message, f"Did you mean “## {near}”?")
        return
    above = first.get(section.name)
    if above is not None:
        message = f"“## {section.name}” stands here a second time; the first is on line {above.span.line}."
        yield Finding(Misread.DUPLICATE_SECTION, section.span, message, "Put both texts under one heading.")
