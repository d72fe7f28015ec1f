"""The whole file: front matter and body put together into an Entry."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from straightup.model.findings import Finding, Misread, Span
from straightup.model.incident import CauseState, Incident, Kind, Link
from straightup.model.limits import MAX_BYTES
from straightup.model.source import Document, Entry, PreventionSource, Section, SectionName, UpdateSource, published
from straightup.reading import answers, frontmatter, moments, prevention, sections, updates
from straightup.reading.keys import Keys
from straightup.reading.markdown import Line, prose_lines
from straightup.reading.moments import NoTime

_NAME = re.compile(r"\d{4}-\d\d-\d\d-[a-z0-9]+(?:-[a-z0-9]+)*")


def read(path: str, source: bytes | str) -> Entry:
    """The report in `source`, which stands at `path`; the stem of `path` is its id. Never raises on any input."""
    name = PurePosixPath(path).name
    identity = name[:-3] if name.lower().endswith(".md") else name
    findings: list[Finding] = []
    text, size = _decode(source, findings)
    if size > MAX_BYTES:
        message = f"The file has {size // 1024} KiB; a report may have {MAX_BYTES // 1024}."
        help_text = "Link to logs and pictures instead of pasting them."
        return _unreadable(path, identity, (), Finding(Misread.TOO_LARGE, Span.at(1), message, help_text))
    if not _good_name(identity):
        message = f"“{name}” is no name for a report; its name is its address for ever."
        help_text = "Name it DATE-WORDS.md with small letters, digits and hyphens: 2026-11-03-card-payments-eu.md."
        findings.append(Finding(Misread.BAD_FILE_NAME, Span.at(1), message, help_text))
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        help_text = "Begin the file with a line ---, then title, components and started, then a line ---."
        message = "The file does not begin with front matter."
        return _unreadable(
            path, identity, lines, *findings, Finding(Misread.NO_FRONT_MATTER, Span.at(1), message, help_text)
        )
    keys, body_at = _front_matter(lines, findings)
    body = _Body(keys.kind())
    body.read(lines[body_at:], body_at + 1)
    incident = _incident(identity, keys, body)
    document = Document(
        lines=tuple(lines),
        front_matter_whole=keys.whole,
        fields=tuple(keys.fields.values()),
        shown=("",) * body_at + tuple(line.text for line in body.lines),
        prose=("",) * body_at + tuple(prose_lines(body.lines)),
        sections=body.sections,
        updates=tuple(body.updates),
        prevention=tuple(body.prevention),
    )
    return Entry(path, document, incident, (*findings, *keys.findings, *body.findings))


def lines_of(source: bytes) -> tuple[str, ...]:
    """The lines that a report in `source` is read as."""
    return tuple(_decode(source, [])[0].split("\n"))


def _good_name(identity: str) -> bool:
    return bool(_NAME.fullmatch(identity)) and not isinstance(moments.day(identity[:10]), NoTime)


def _unreadable(path: str, identity: str, lines: list[str] | tuple[str, ...], *findings: Finding) -> Entry:
    return Entry(path, Document(tuple(lines), readable=False), Incident(id=identity), findings)


def _decode(source: bytes | str, findings: list[Finding]) -> tuple[str, int]:
    """The text with LF line ends and without a BOM, and its size in bytes."""
    if isinstance(source, str):
        size = len(source.encode("utf-8", "surrogatepass"))
        text = source
    else:
        size = len(source)
        if size > MAX_BYTES:
            return "", size
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            text = source.decode("utf-8", "replace")
            findings.append(_not_utf8(source, error.start))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd"), size


def _not_utf8(source: bytes, at: int) -> Finding:
    before = source[:at].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    span = Span.at(before.count("\n") + 1, len(before) - before.rfind("\n"), 1)
    message = f"Byte {at + 1} is not UTF-8 (it is 0x{source[at]:02X})."
    return Finding(Misread.NOT_UTF8, span, message, "Save the file as UTF-8 and type this character again.")


def _front_matter(lines: list[str], findings: list[Finding]) -> tuple[Keys, int]:
    """The keys, and where the body begins (an index into the lines)."""
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == "---"), None)
    if end is not None:
        return Keys(frontmatter.parse("\n".join(lines[1:end]))), end + 1
    # A body begins with a heading in all but the oddest files: read the keys above it as far as they go.
    end = next((i for i, line in enumerate(lines) if line.startswith("## ")), len(lines))
    while end > 1 and not lines[end - 1].strip():
        end -= 1
    message, help_text = "The front matter that begins here is never closed.", f"Put a line --- after line {end}."
    findings.append(Finding(Misread.UNCLOSED_FRONT_MATTER, Span.at(1, 1, 3), message, help_text))
    front_matter = frontmatter.parse("\n".join(lines[1:end]))
    return Keys(frontmatter.FrontMatter(front_matter.fields, (), whole=False)), end


@dataclass(slots=True)
class _Body:
    """What the sections say, collected from top to bottom."""

    kind: Kind
    findings: list[Finding] = field(default_factory=list)
    sections: tuple[Section, ...] = ()
    lines: tuple[Line, ...] = ()
    texts: dict[SectionName, str] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    updates: list[UpdateSource] = field(default_factory=list)
    prevention: list[PreventionSource] = field(default_factory=list)

    def read(self, lines: list[str], first_line: int) -> None:
        body = sections.split(lines, first_line)
        self.findings += body.findings
        self.sections = body.sections
        self.lines = body.lines
        self._early(body.preamble, first_line, "before the first section")
        for section in body.sections:
            start = section.first_line - first_line
            section_lines = body.lines[start : start + section.lines]
            if section.name is SectionName.UPDATES:
                read = updates.read_updates(section, section_lines, self.kind)
                self.updates += read.sources
                self.findings += read.findings
                self._early(read.preamble, section.first_line, "before the first update")
            elif section.name is SectionName.PREVENTION:
                steps, prose = prevention.read_prevention(section, section_lines, self.findings)
                self.prevention += steps
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


def _incident(identity: str, keys: Keys, body: _Body) -> Incident:
    said = tuple(source.update for source in body.updates if source.update)
    cause = body.answer(SectionName.CAUSE)
    state = answers.cause_state(cause)
    started = keys.moment("started")
    counted_from = said[-1].at if said else started
    known_by = None
    if state is CauseState.NOT_KNOWN_YET and counted_from:
        known_by = answers.known_by(cause, counted_from)
    incident = Incident(
        id=identity,
        kind=body.kind,
        title=keys.title(),
        components=keys.components(),
        started=started,
        resolved=keys.moment("resolved"),
        starts=keys.moment("starts"),
        ends=keys.moment("ends"),
        preamble="\n\n".join(body.preamble),
        impact=body.answer(SectionName.IMPACT),
        cause=cause,
        cause_state=state,
        cause_known_by=known_by,
        restoration=body.answer(SectionName.RESTORATION),
        prevention=tuple(step.item for step in body.prevention),
        prevention_text=body.answer(SectionName.PREVENTION),
        making_it_right=body.answer(SectionName.MAKING_IT_RIGHT),
        other_sections=tuple(body.others),
        updates=said,
        cause_category=keys.text("cause-category"),
        repeat_of=keys.text("repeat-of"),
        duplicate_of=keys.text("duplicate-of"),
        false_alarm=keys.false_alarm(),
        reference=keys.text("reference"),
        author=keys.text("author"),
        links=tuple(Link(text=text, url=url) for text, url in keys.pairs("links")),
        exempt=keys.pairs("exempt"),
        imported=keys.imported(),
    )
    keys.ask_for_missing(incident)
    return incident
