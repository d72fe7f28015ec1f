"""Where in a file a fault is shown, and which of its texts customers read."""

from straightup.model.findings import Span
from straightup.model.source import Document, Prose, SectionName, UpdateField, UpdateSource, place_in

IN_PROSE = (
    SectionName.IMPACT,
    SectionName.MEANWHILE,
    SectionName.CAUSE,
    SectionName.RESTORATION,
    SectionName.MAKING_IT_RIGHT,
)
"""The sections whose answer is a text; the others are lists."""


def place_of_section(document: Document, name: SectionName) -> Span:
    """Where a missing answer is reported: the section's heading, or line 1 when there is no such section."""
    section = document.section(name)
    return section.span if section else Span.at(1)


def place_of_prose(document: Document, name: SectionName) -> Span:
    """Where the text of a section begins."""
    section = document.section(name)
    return place_in(section.text, section.first_line) if section else Span.at(1)


def place_of_key(document: Document, key: str) -> Span:
    """Where the value of a front matter key stands, or line 1."""
    found = document.field(key)
    return found.node.span if found else Span.at(1)


def place_of_field(source: UpdateSource, name: str) -> Span:
    """Where a field of an update stands, or the update's heading."""
    found: UpdateField | None = source.field(name)
    return found.name_span if found else source.heading


def texts_of(document: Document, *names: SectionName) -> tuple[Prose, ...]:
    """The texts of the sections `names`, as far as there are any, and then those of all updates."""
    answers = document.answers
    return (*(answers[name] for name in names if name in answers), *document.told)
