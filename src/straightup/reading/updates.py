"""The updates under `## Updates`: headings, leading fields, prose."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from straightup.model.findings import Finding, Misread, Span
from straightup.model.source import MASK, Section, UpdateSource, published
from straightup.model.states import FINAL_STAGES, Kind, Stage, stages_of
from straightup.reading import fields, headings
from straightup.reading.fields import Found, Where
from straightup.reading.headings import Heading
from straightup.reading.markdown import Line
from straightup.reading.values import Values

MOST_UPDATES = 500
_ONE_PLACE = timedelta(seconds=1)
LEVEL = 3
"""Of the heading of an update."""


@dataclass(slots=True)
class Reader:
    """Reads the updates of one report from top to bottom; what they say goes to its fields."""

    kind: Kind
    since: datetime
    """The time of an update whose own cannot be read, where none above it can."""
    findings: list[Finding] = field(default_factory=list)
    sources: list[UpdateSource] = field(default_factory=list)
    unread_states: list[str] = field(default_factory=list)
    left_out: bool = False
    """There are more updates than are read."""
    places: int = 0
    """How many updates without a time of their own stand since the last one with one."""

    def section(self, section: Section, lines: Sequence[Line]) -> str:
        """Read the updates of `section`, whose lines are `lines`; the masked text before the first of them."""
        first = section.first_line if section.headed else section.span.line
        starts = [
            index
            for index, line in enumerate(lines)
            if (line.heading or "20" in line.text) and self._begins(line, section)
        ]
        self.findings += (
            _hidden(first + index, line.text)
            for index, line in enumerate(lines)
            if not line.code and "20" in line.text and headings.hidden(line.text)
        )
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
            if len(self.sources) < MOST_UPDATES:
                self.sources.append(self._update(lines[start:end], first + start))
            elif not self.left_out:
                self.left_out = True
                message = f"There are more than {MOST_UPDATES} updates."
                help_text = "Begin a second incident for what is still to come, and link it."
                place = Span.at(first + start, 1, len(lines[start].text))
                self.findings.append(Finding(Misread.TOO_LARGE, place, message, help_text))
        return "\n".join(line.text for line in lines[: starts[0] if starts else len(lines)])

    @staticmethod
    def _begins(line: Line, section: Section) -> bool:
        if not line.heading:
            return bool(headings.on_its_own(line.text)) and not line.code
        return (line.heading == LEVEL and section.headed) or headings.resembles(headings.bare(line.title))

    def _update(self, lines: Sequence[Line], number: int) -> UpdateSource:
        line = lines[0]
        span = Span.at(number, 1, len(line.text))
        title = headings.bare(line.title) if line.heading else headings.on_its_own(line.text)
        if line.heading != LEVEL or title != line.title:
            self.findings.append(_wrong_level(line, title, span))
        column = line.text.find(title) + 1 if title else 1
        heading = headings.read(title, number, max(column, 1), self.kind, self.findings)
        at, stage = self._at(heading), self._stage(heading)
        found = fields.find(lines[1:], number + 1, self.findings)
        values = Values(at, stage, self.kind, self.findings, dated=heading.at is not None)
        used = _read_all(found, values)
        if heading.stage is None and stage in FINAL_STAGES and values.tells_of_trouble:
            values.stage = headings.more_urgent(*stages_of(self.kind)[:2])
        masked = {index for each in used for index in range(each.first, each.end)}
        text = "\n".join(
            MASK * max(len(each.text), 1) if index in masked else each.text for index, each in enumerate(lines[1:])
        )
        self.unread_states += (each for each in values.named.unread if each not in self.unread_states)
        update = values.update(published(text), "" if heading.clear else title or "#" * LEVEL)
        places = {each.first for each in used}
        known = tuple(each.field for each in found if each.first in places or each.field.name in values.unread)
        return UpdateSource(span, known, number + 1, text, update)

    def _at(self, heading: Heading) -> datetime:
        if heading.at is not None:
            self.since, self.places = heading.at, 0
            return heading.at
        self.places += 1
        return self.since + self.places * _ONE_PLACE

    def _stage(self, heading: Heading) -> Stage:
        """The stage of the heading; of one that is not clear, the worse of what was read and what holds above it."""
        above = self.sources[-1].update.stage if self.sources and self.sources[-1].update else None
        if heading.clear and heading.stage is not None:
            return heading.stage
        holds = above or stages_of(self.kind)[0]
        return headings.more_urgent(holds, heading.stage) if heading.stage else holds


def _hidden(line: int, text: str) -> Finding:
    message = "This looks like the heading of an update, and stands in a quotation or a list, so it is none."
    help_text = "Begin the line with “### ”; or change its words, if it is quoted."
    return Finding(Misread.MISPLACED_UPDATE, Span.at(line, 1, len(text)), message, help_text)


def _wrong_level(line: Line, title: str, span: Span) -> Finding:
    message = "This update has marks in its heading that do not belong there."
    if line.heading != LEVEL:
        marks = f"with {'#' * line.heading}" if line.heading else "without ###"
        message = f"This update begins {marks}, so that on GitHub it is part of something else."
    return Finding(Misread.MISPLACED_UPDATE, span, message, f"Write “### {title}”.")


def _read_all(found: Sequence[Found], values: Values) -> list[Found]:
    """Read the values of `found`, and those that are fields, not text."""
    used = []
    for each in sorted(found, key=lambda each: each.where is not Where.IN_THE_LIST):
        if (field := _field(each, values)) is not None:
            used.append(field)
    return used


def _field(found: Found, values: Values) -> Found | None:
    """What of `found` is a field; None where all of it is text."""
    name, place = found.field.name, found.field.name_span
    takes = values.takes(found.field)
    if found.where is Where.IN_THE_LIST:
        if takes and found.first_line_alone and values.only_reads(found.first_line_alone, found.field):
            found = replace(found, field=found.first_line_alone, end=found.first + 1)
        if takes:
            values.read(found.field)
            return found
        message = f"“{name}” stands twice in this update."
        values.findings.append(Finding(Misread.DUPLICATE_KEY, place, message, "Keep the one that is right."))
        return found
    before = len(values.findings)
    sure = found.where in (Where.NEARLY_NAMED, Where.ELSEWHERE)
    read = takes and values.tries(found.field, sure=sure)
    if found.where is Where.NEARLY_NAMED:
        message = f"“{found.written}” is no field of an update."
        help_text = f"Did you mean “{name}”? " + ("It is read as that." if read else "It is published as text.")
        values.findings.insert(before, Finding(Misread.UNKNOWN_KEY, place, message, help_text))
    elif read or found.where is Where.ELSEWHERE:
        values.findings.insert(before, _misplaced(found))
        if takes and not read and name not in values.unread:
            values.unread.append(name)
    return found if read else None


def _misplaced(found: Found) -> Finding:
    name = found.field.name
    help_text = f"Write “- {name}: …” in the list right under the heading, above the text."
    message = f"“{name}” stands where no field is read."
    if found.where is Where.WITHOUT_COLON:
        message, help_text = f"“{name}” has no colon behind it.", f"Write “- {name}: {found.field.value}”."
    return Finding(Misread.MISPLACED_FIELD, found.field.name_span, message, help_text)
