"""An incident file with the place of everything in it, so that a finding can point at its fault.

Comments and code stay where they are: text is *masked*, each character of a comment replaced by NUL, so that lines and
columns of the masked text are those of the file. `published` takes the NULs out again.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from straightup.model.findings import Finding, Span
from straightup.model.incident import Incident, PreventionItem, Update
from straightup.model.states import FINAL_STAGES

MASK = "\0"


def published(masked: str) -> str:
    """`masked` without its comments; a line that held nothing else goes with them."""
    if MASK not in masked:
        return masked.strip("\n").rstrip()
    lines = (
        line.replace(MASK, "") for line in masked.split("\n") if MASK not in line or line.replace(MASK, "").strip()
    )
    return "\n".join(lines).strip("\n").rstrip()


@dataclass(frozen=True, slots=True)
class Source:
    """One incident file as it was on the disk."""

    path: str
    """As it is to be shown: relative to the working folder when it is below it, with forward slashes."""
    id: str
    """The file's name without its ending."""
    data: bytes
    fault: Finding | None = None
    """Why `data` is empty although there is something of that name."""
    below: str = ""
    """Its path relative to the incidents' folder, with forward slashes; "" of a file that was named by hand."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar of the front matter, always as the author typed it."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Pairs:
    items: tuple[tuple[Text, "Node"], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple["Node", ...]
    span: Span


Node = Text | Pairs | Items


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter."""

    key: Text
    node: Node


@dataclass(frozen=True, slots=True)
class Visibility:
    """A key that may say who is to see the report: `draft: true`."""

    key: Text
    word: str
    """The one of the known keys that it is, or that it is nearly."""
    value: str
    public: bool
    since: datetime | None = None
    """From when on it is public, where it gives a time."""

    @property
    def is_draft(self) -> bool:
        """It says so by the key that the format has for it, and no slip can be meant otherwise."""
        return self.key.value == "draft" and self.value.casefold() in ("true", "yes")


class SectionName(StrEnum):
    """The sections that answer a question. The values are their headings."""

    IMPACT = "Impact"
    MEANWHILE = "Meanwhile"
    CAUSE = "Cause"
    RESTORATION = "Restoration"
    PREVENTION = "Prevention"
    MAKING_IT_RIGHT = "Making it right"
    UPDATES = "Updates"


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    name: SectionName | None
    """None for a heading that straightup gives no meaning to."""
    span: Span
    """Of the heading line."""
    first_line: int
    """The line number of the first line of `text`."""
    lines: int
    """How many lines `text` has; 0 for a heading with nothing under it."""
    text: str
    """Masked, without the heading line."""
    headed: bool = True
    """False for updates that stand under no heading of their own; then `span` is that of the first one's heading."""


@dataclass(frozen=True, slots=True)
class UpdateField:
    name: str
    """As in the format: `ETA`, `Next update`, `Components`, `Edited`, `Began`, `Restored`, `Window`."""
    value: str
    name_span: Span
    """From the first to the last character of the name."""
    value_span: Span


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where an update stands."""

    heading: Span
    fields: tuple[UpdateField, ...]
    first_line: int
    """The line number of the first line of `text`."""
    text: str
    """The prose, masked."""
    update: Update | None

    @property
    def clear(self) -> Update | None:
        """The update, where its time and its stage can be read. The rest is reported, and asked nothing else."""
        return self.update if self.update and not self.update.heading else None

    def field(self, name: str) -> UpdateField | None:
        """The first field of that name, whether it could be read or not."""
        for field in self.fields:
            if field.name == name:
                return field
        return None


def place_in(text: str, first_line: int, start: int = 0, end: int | None = None) -> Span:
    """Where the characters from `start` to `end` of a masked text stand; its first words without them."""
    if end is None:
        bare = text.replace(MASK, " ")
        start = len(bare) - len(bare.lstrip())
        end = start + len(bare.lstrip().split("\n", 1)[0].rstrip())
    line = first_line + text.count("\n", 0, start)
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span.at(line, column, max(end - start, 0))


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that customers read, and where it stands."""

    text: str
    """Masked, as in the document."""
    bare: str
    """The same with spaces for what is masked, so that places stay the same."""
    first_line: int
    update: Update | None
    heading: Span
    later: bool = False
    """An update with others before it: it has to say more than the title."""

    def place(self, found: re.Match[str] | None = None) -> Span:
        """Where `found` stands in it; without that its first words, or the heading above an empty one."""
        if found is not None:
            return place_in(self.text, self.first_line, found.start(), found.end())
        return place_in(self.text, self.first_line) if self.bare.strip() else self.heading


@dataclass(frozen=True, slots=True)
class PreventionSource:
    item: PreventionItem
    span: Span
    """Of the item's first line, from its bullet."""
    unreadable: tuple[str, ...] = ()
    """The keys whose values could not be read, which is then reported."""


@dataclass(frozen=True)
class Document:
    """The source of one report. What many rules ask of it is found once."""

    lines: tuple[str, ...]
    """The file's own lines, for showing; line N is `lines[N - 1]`."""
    readable: bool = True
    """False when nothing could be made of the file as a whole; then only reading's own findings mean anything."""
    front_matter_whole: bool = True
    """False when the front matter broke off at a fault, so that a key may be missing only because of that."""
    fields: tuple[Field, ...] = ()
    """Each known key once; a slip of one stands here under the one meant."""
    components: tuple[Text, ...] = ()
    """Each component that the front matter names, as written there."""
    visibility: tuple[Visibility, ...] = ()
    shown: tuple[str, ...] = ()
    """The lines of the body with comments masked, by line number less one; "" for the front matter."""
    prose: tuple[str, ...] = ()
    """The same with code masked too."""
    sections: tuple[Section, ...] = ()
    updates: tuple[UpdateSource, ...] = ()
    prevention: tuple[PreventionSource, ...] = ()

    @cached_property
    def text(self) -> str:
        """The file's own lines as one text."""
        return "\n".join(self.lines)

    @cached_property
    def lowered(self) -> str:
        """The same in small letters."""
        return self.text.lower()

    @cached_property
    def told(self) -> tuple[Prose, ...]:
        """The prose of each update whose heading can be read, in the order of the file."""
        readable = [source for source in self.updates if source.clear]
        return tuple(
            Prose(
                source.text,
                source.text.replace(MASK, " "),
                source.first_line,
                source.clear,
                source.heading,
                later=source is not readable[0],
            )
            for source in readable
        )

    @cached_property
    def runs(self) -> tuple[tuple[UpdateSource, ...], ...]:
        """The updates, parted where the report was opened again: a run ends with its last Resolved."""
        runs: list[list[UpdateSource]] = []
        over = True
        for source in self.updates:
            final = source.update is not None and source.update.stage in FINAL_STAGES
            if not runs or (over and not final):
                runs.append([])
            runs[-1].append(source)
            over = final
        return tuple(map(tuple, runs))

    @cached_property
    def answers(self) -> dict[SectionName, Prose]:
        """The text of each section that has one. Of two with the same name the first counts, even if it has none."""
        found: dict[SectionName, Prose] = {}
        for section in self.sections:
            if section.name and section.name not in found:
                bare = section.text.replace(MASK, " ")
                found[section.name] = Prose(section.text, bare, section.first_line, None, section.span)
        return {name: prose for name, prose in found.items() if prose.bare.strip()}

    def field(self, key: str) -> Field | None:
        for field in self.fields:
            if field.key.value == key:
                return field
        return None

    def section(self, name: SectionName) -> Section | None:
        return next((section for section in self.sections if section.name is name), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as read: what it says, where it says it, and what was wrong with how it was written."""

    path: str
    """As it is to be shown, with forward slashes."""
    document: Document
    incident: Incident
    findings: tuple[Finding, ...] = ()

    @property
    def left_out(self) -> bool:
        """Nothing can be published of it: it says neither what it is about nor whom it concerns, or nothing at all."""
        said = self.incident.title or self.incident.components or self.incident.unread_states
        return not self.document.readable or not said
