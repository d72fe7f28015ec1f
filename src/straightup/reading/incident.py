"""The whole file: front matter and body put together into an Entry."""

import re
from dataclasses import InitVar, dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import PurePosixPath

from straightup.model.findings import Finding, Misread, Span
from straightup.model.incident import CauseState, Incident, Link, Update
from straightup.model.limits import MAX_BYTES
from straightup.model.source import Document, Entry, PreventionSource, Section, SectionName, published
from straightup.model.states import Kind, State
from straightup.reading import answers, moments, prevention, recovery, recurrence, sections, visibility
from straightup.reading.components import Named
from straightup.reading.frame import Frame, find, no_front_matter
from straightup.reading.frontmatter import LARGEST, FrontMatter
from straightup.reading.keys import Keys
from straightup.reading.markdown import Line, prose_lines
from straightup.reading.moments import NoTime
from straightup.reading.updates import Reader

NEVER = datetime(moments.FIRST_YEAR, 1, 1, tzinfo=UTC)
"""Of an update whose time cannot be read, in a report that gives no time at all."""
_NAME = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9]+(?:-[a-z0-9]+)*")


def read(path: str, source: bytes | str) -> Entry:
    """The report in `source`, which stands at `path`; the stem of `path` is its id. Never raises on any input.

    What cannot be read is named in the incident, and costs nothing but itself. A document that is not `readable` is
    no UTF-8, too large, or without front matter; of its incident no more is right than the id and a title.
    """
    name = PurePosixPath(path).name
    identity = name[:-3] if name.lower().endswith(".md") else name
    text, size, fault = _decode(source)
    lines = text.split("\n")
    if size > MAX_BYTES:
        message = f"The file has {size // 1024} KiB; a report may have {MAX_BYTES // 1024}."
        fault = Finding(Misread.TOO_LARGE, Span.at(1), message, "Link to logs and pictures instead of pasting them.")
    frame = find(lines)
    if frame is None:
        help_text = "Begin the file with a line ---, then title, components and started, then a line ---."
        return _unreadable(path, Incident(id=identity), lines, fault or no_front_matter(help_text))
    keys = Keys(_front_matter(lines, frame))
    if fault is not None:
        return _unreadable(path, Incident(id=identity, title=keys.title()), () if size > MAX_BYTES else lines, fault)
    kind = keys.kind()
    findings = [_bad_name(name)] if not _good_name(identity) else []
    findings += [frame.fault] if frame.fault else []
    since = _first_time(identity, keys)
    named = keys.components(kind)
    body = _body(kind, since, lines, frame)
    if kind is Kind.NOTICE and _hurts(named, body):
        # A notice changes no state: nobody would be told of what does not work.
        body = _body(Kind.INCIDENT, since, lines, frame)
    incident = _incident(identity, keys, named, body)
    found = (*findings, *keys.findings, *body.findings)
    return Entry(path, _document(lines, frame, keys, body), incident, found)


def _document(lines: list[str], frame: Frame, keys: Keys, body: "_Body") -> Document:
    return Document(
        lines=tuple(lines),
        front_matter_whole=keys.whole,
        fields=tuple(keys.fields.values()),
        components=tuple(name for name, _ in keys.named),
        visibility=tuple(keys.visibility),
        shown=("",) * frame.body + tuple(line.text for line in body.lines),
        prose=("",) * frame.body + tuple(prose_lines(body.lines)),
        sections=body.sections,
        updates=tuple(body.told.sources),
        prevention=tuple(body.prevention),
        remedies=tuple(body.remedies),
    )


def lines_of(source: bytes) -> tuple[str, ...]:
    """The lines that a report in `source` is read as."""
    return tuple(_decode(source)[0].split("\n"))


def _good_name(identity: str) -> bool:
    return bool(_NAME.fullmatch(identity)) and not isinstance(moments.day(identity[:10]), NoTime)


def _bad_name(name: str) -> Finding:
    message = f"“{name}” is no name for a report; its name is its address for ever."
    help_text = "Name it DATE-WORDS.md with small letters, digits and hyphens: 2026-11-03-card-payments-eu.md."
    return Finding(Misread.BAD_FILE_NAME, Span.at(1), message, help_text)


def _unreadable(path: str, incident: Incident, lines: list[str] | tuple[str, ...], finding: Finding) -> Entry:
    return Entry(path, Document(tuple(lines), readable=False), incident, (finding,))


def _decode(source: bytes | str) -> tuple[str, int, Finding | None]:
    """The text with LF line ends and without a BOM, its size in bytes, and what is wrong with these.

    Of what is too large only as much as its front matter may have; no more of it is ever asked for.
    """
    fault = None
    if isinstance(source, str):
        size = len(source.encode("utf-8", "surrogatepass"))
        text = source if size <= MAX_BYTES else source[:LARGEST]
    else:
        size = len(source)
        source = source if size <= MAX_BYTES else source[:LARGEST]
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            text = source.decode("utf-8", "replace")
            fault = _not_utf8(source, error.start)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd"), size, fault


def _not_utf8(source: bytes, at: int) -> Finding:
    before = source[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    span = Span.at(before.count("\n") + 1, len(before) - before.rfind("\n"), 1)
    message = f"Byte {at + 1} is not UTF-8 (it is 0x{source[at]:02X})."
    return Finding(Misread.NOT_UTF8, span, message, "Save the file as UTF-8 and type this character again.")


def _front_matter(lines: list[str], frame: Frame) -> FrontMatter:
    found = recovery.read(lines[frame.first : frame.end], frame.first + 1)
    if frame.fault is None:
        return found
    # What else YAML said of it follows from the fault that is reported.
    return replace(found, findings=(), whole=False)


def _first_time(identity: str, keys: Keys) -> datetime:
    """Since when an update counts whose own time cannot be read, where no update stands above it."""
    texts = (keys.plain("started"), f"{identity[:10]} 00:00 UTC", keys.plain("starts"), keys.plain("resolved"))
    return next((time for time in map(moments.moment, texts) if not isinstance(time, NoTime)), NEVER)


@dataclass(slots=True)
class _Body:
    """What the sections say, collected from top to bottom."""

    kind: Kind
    since: InitVar[datetime]
    told: Reader = field(init=False)
    findings: list[Finding] = field(default_factory=list)
    sections: tuple[Section, ...] = ()
    lines: tuple[Line, ...] = ()
    texts: dict[SectionName, str] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    prevention: list[PreventionSource] = field(default_factory=list)
    remedies: list[PreventionSource] = field(default_factory=list)

    def __post_init__(self, since: datetime) -> None:
        self.told = Reader(self.kind, since, self.findings)

    def read(self, lines: list[str], first_line: int) -> None:
        body = sections.split(lines, first_line)
        self.findings += body.findings
        self.sections = body.sections
        self.lines = body.lines
        self._early(body.preamble, first_line, "before the first section")
        for section in body.sections:
            start = section.first_line - first_line
            section_lines = body.lines[start if section.headed else start - 1 : start + section.lines]
            if section.name is SectionName.UPDATES:
                early = self.told.section(section, section_lines)
                self._early(early, section.first_line, "before the first update")
            elif section.name in (SectionName.PREVENTION, SectionName.MAKING_IT_RIGHT):
                steps, prose = prevention.read_steps(section, section_lines, self.findings)
                (self.prevention if section.name is SectionName.PREVENTION else self.remedies).extend(steps)
                self._add(section.name, prose)
            elif section.name is not None:
                self._add(section.name, published(section.text))
            else:
                self.others.append((section.heading, published(section.text)))

    def answer(self, name: SectionName) -> str:
        text = self.texts.get(name, "")
        return text if answers.answered(text) else ""

    def _add(self, name: SectionName, text: str) -> None:
        self.texts[name] = "\n\n".join(filter(None, (self.texts.get(name, ""), text)))

    def _early(self, masked: str, first_line: int, where: str) -> None:
        """Text that stands under no question is published, and reported."""
        text = published(masked)
        if not text.strip():
            return
        self.preamble.append(text)
        lines = enumerate(masked.split("\n"), first_line)
        line = next((number for number, masked_line in lines if published(masked_line).strip()), first_line)
        message, help_text = f"This text stands {where}.", "Move it under the heading whose question it answers."
        self.findings.append(Finding(Misread.TEXT_BEFORE_SECTIONS, Span.at(line), message, help_text))


def _known_by(cause: str, said: tuple[Update, ...], started: datetime | None) -> datetime | None:
    """By when the cause was promised.

    Nobody can know when a text was written. Nobody read it before the first update, so a time of day is the next one
    behind that; counted from a later update, a promise would move by itself. On another day the author writes the date.
    """
    counted_from = next((update.at for update in said if not update.heading), started)
    if answers.cause_state(cause) is not CauseState.NOT_KNOWN_YET or counted_from is None:
        return None
    return answers.known_by(cause, counted_from)


def _hurts(named: Named, body: _Body) -> bool:
    """Whether it says of any component that it does not work, or may say so."""
    states = chain(named.readable, *(source.update.components or () for source in body.told.sources if source.update))
    return bool(named.unread or body.told.unread_states) or any(state is not State.OPERATIONAL for _, state in states)


def _occurrence_of(keys: Keys) -> str:
    text = keys.text("occurrence-of")
    identity, _, day = text.rpartition("@")
    if text and (not identity or len(day) != 10 or isinstance(moments.day(day), NoTime)):
        message, help_text = f"“{text}” names no time of what repeats.", "Write it as ID@DATE: its file, and the day."
        keys.findings.append(Finding(Misread.BAD_TIME, keys.fields["occurrence-of"].key.span, message, help_text))
        keys.unread.append("occurrence-of")
        return ""
    return text


def _body(kind: Kind, since: datetime, lines: list[str], frame: Frame) -> _Body:
    body = _Body(kind, since)
    body.read(lines[frame.body :], frame.body + 1)
    return body


def _incident(identity: str, keys: Keys, named: Named, body: _Body) -> Incident:
    said = tuple(source.update for source in body.told.sources if source.update)
    cause = body.answer(SectionName.CAUSE)
    started = keys.moment("started")
    incident = Incident(
        id=identity,
        kind=body.kind,
        title=keys.title(),
        components=named.readable,
        started=started,
        resolved=keys.moment("resolved"),
        starts=keys.moment("starts"),
        ends=keys.moment("ends"),
        preamble="\n\n".join(body.preamble),
        impact=body.answer(SectionName.IMPACT),
        workaround=body.answer(SectionName.MEANWHILE),
        cause=cause,
        cause_state=answers.cause_state(cause),
        cause_known_by=_known_by(cause, said, started),
        restoration=body.answer(SectionName.RESTORATION),
        prevention=tuple(step.item for step in body.prevention),
        prevention_text=body.answer(SectionName.PREVENTION),
        making_it_right=body.answer(SectionName.MAKING_IT_RIGHT),
        remedies=tuple(step.item for step in body.remedies),
        other_sections=tuple(body.others),
        updates=said,
        cause_category=keys.text("cause-category"),
        repeat_of=keys.text("repeat-of"),
        duplicate_of=keys.text("duplicate-of"),
        false_alarm=keys.false_alarm(),
        detected_by=keys.detected_by(),
        reference=keys.text("reference"),
        author=keys.text("author"),
        links=tuple(Link(text=text, url=url) for text, url in keys.pairs("links")),
        exempt=keys.pairs("exempt"),
        imported=keys.imported(),
        unread_states=tuple(dict.fromkeys((*named.unread, *body.told.unread_states))),
    )
    keys.unread += ["updates"] if body.told.left_out else []
    return _with_rule(incident, keys, body)


def _with_rule(incident: Incident, keys: Keys, body: _Body) -> Incident:
    """`incident` with the rule by which it repeats, what it was elsewhere, and all that could not be read of it."""
    repeats, replaced = recurrence.of_report(keys, incident.id, body.kind), _occurrence_of(keys)
    was, unrecorded = keys.was(), keys.end_not_recorded()
    withheld, public_from = visibility.verdict(keys.visibility)
    incident = replace(
        incident,
        withheld=withheld,
        public_from=public_from,
        repeats=repeats,
        occurrence_of=replaced,
        was=was,
        end_not_recorded=unrecorded,
        unread=tuple(keys.unread),
    )
    keys.ask_for_missing(incident)
    if repeats:
        keys.findings += recurrence.misplaced(body.told.sources, incident.id)
    return incident
