"""An incident file with the place of everything in it, so that a finding can point at its fault.

Comments and code stay where they are: text is *masked*, each character of a comment replaced by NUL, so that lines and
columns of the masked text are those of the file. `published` takes the NULs out again.
"""

from dataclasses import dataclass
from enum import StrEnum

from straightup.diagnostics import Finding, Span
from straightup.model import Incident, PreventionItem, Update

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


class SectionName(StrEnum):
    """The sections that answer a question. The values are their headings."""

    IMPACT = "Impact"
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


@dataclass(frozen=True, slots=True)
class UpdateField:
    name: str
    """As in the format: `ETA`, `Next update`, `Components`, `Edited`."""
    value: str
    name_span: Span
    """From the first to the last character of the name."""
    value_span: Span


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where an update stands. `update` is None when its heading cannot be read, which is then reported."""

    heading: Span
    fields: tuple[UpdateField, ...]
    first_line: int
    """The line number of the first line of `text`."""
    text: str
    """The prose, masked."""
    update: Update | None

    def field(self, name: str) -> UpdateField | None:
        """The first field of that name, whether it could be read or not."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class PreventionSource:
    item: PreventionItem
    span: Span
    """Of the item's first line, from its bullet."""
    unreadable: tuple[str, ...] = ()
    """The keys whose values could not be read, which is then reported."""


@dataclass(frozen=True, slots=True)
class Document:
    """The source of one report."""

    lines: tuple[str, ...]
    """The file's own lines, for showing; line N is `lines[N - 1]`."""
    readable: bool = True
    """False when nothing could be made of the file as a whole; then only reading's own findings mean anything."""
    front_matter_whole: bool = True
    """False when the front matter broke off at a fault, so that a key may be missing only because of that."""
    fields: tuple[Field, ...] = ()
    shown: tuple[str, ...] = ()
    """The lines of the body with comments masked, by line number less one; "" for the front matter."""
    prose: tuple[str, ...] = ()
    """The same with code masked too."""
    sections: tuple[Section, ...] = ()
    updates: tuple[UpdateSource, ...] = ()
    prevention: tuple[PreventionSource, ...] = ()

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key.value == key), None)

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
