"""What a rule is, and what a rule may know besides the entry it looks at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from straightup.model.findings import Fault, Severity, Span
from straightup.model.settings import Settings
from straightup.model.source import Document, Entry, SectionName, UpdateField, UpdateSource, place_in


class Question(StrEnum):
    """What the customer asks, by the letter of a rule's code."""

    F = "Can I read it at all?"
    S = "What is wrong, and for whom?"
    W = "What does this tell me?"
    C = "What is causing it?"
    E = "When will service be restored?"
    X = "Is this safe to publish?"
    P = "What are you doing so that it doesn't happen again?"
    U = "When do I hear from you next?"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What is known beside the entry. Everything that depends on time uses `now`."""

    now: datetime
    settings: Settings = field(default_factory=Settings)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The paths of all reports by their id, compared without regard to case."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The id of the oldest report in which an update has this text, by `normal_text` of it."""
    quickest: Mapping[str, tuple[timedelta, int]] = field(default_factory=dict)
    """For open incidents, by id: what only one of five like incidents was quicker than, and how many there are."""

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the site and its components are called."""
        components = self.settings.components
        declared = (text for component in components for text in (component.id, component.name, component.group))
        return (self.settings.site_name, *declared)


Check = Callable[[Entry, Context], Iterable[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One fault that a file can have, with its documentation. The examples are its tests."""

    code: str
    """A letter and two digits; never used for another rule, even when this one goes."""
    name: str
    """Names the fault."""
    severity: Severity = Severity.ERROR
    """Unless the finding itself says otherwise."""
    why: str
    """Why it matters to a customer, in one paragraph."""
    bad: str
    """An excerpt of a file that has the fault: keys, sections or updates as they stand in it."""
    good: str
    """The same, mended."""
    measured: str = ""
    """How often it was right on real texts, and where it was wrong; for a judgement on prose."""
    at: str = "2026-11-03 15:00 UTC"
    """The clock of the examples."""
    check: Check | None = None
    """None when reading itself reports the fault."""

    @property
    def question(self) -> Question:
        """The customer's question that the rule protects."""
        return Question[self.code[0]]


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
