"""What a rule is, and what a rule may know besides the entry it looks at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from straightup.model.clock import Clock
from straightup.model.findings import Fault, Severity
from straightup.model.settings import Settings
from straightup.model.source import Entry
from straightup.rules.text.fact_lists import Lists
from straightup.rules.text.vocabulary import Vocabulary, facts_of, vocabulary


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
    """What is known beside the entry. Everything that depends on time asks the `clock`."""

    now: datetime
    settings: Settings = field(default_factory=Settings)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The paths of all reports by their id, which stands here in small letters."""
    texts: Mapping[int, str] = field(default_factory=dict)
    """The id of the oldest report in which an update has a text, by the `text_key` of it."""
    quickest: Mapping[str, tuple[timedelta, int]] = field(default_factory=dict)
    """By the id of an open incident: what four of five like incidents took longer than, and how many like ones there are."""
    public: frozenset[str] = frozenset()
    """The ids of the reports that stand on the page which is about to be replaced."""

    @cached_property
    def clock(self) -> Clock:
        """What rules ask for the time, which is not asked otherwise: it remembers for how long they would say the same."""
        return Clock(self.now)

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the site and its components are called."""
        components = self.settings.declared
        declared = (text for component in components for text in (component.id, component.name, component.group))
        return (self.settings.site_name, *declared)

    @cached_property
    def words(self) -> Vocabulary:
        """What is known of the language that the site is written in."""
        return vocabulary(self.settings.language)

    @cached_property
    def shown_by(self) -> Lists:
        """What shows a fact in that language."""
        return facts_of(self.settings.language)


Check = Callable[[Entry, Context], Iterable[Fault]]
"""The faults of an entry; a generator without side effects."""
CLOCK = "2026-11-03 15:00 UTC"
"""The time of the examples, unless a rule sets another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One fault that a file can have, with its documentation. The examples are its tests."""

    code: str
    """A letter and two digits; never used for another rule, even when this one goes."""
    name: str
    """Names the fault."""
    severity: Severity = Severity.ERROR
    """Unless the fault itself says otherwise."""
    why: str
    """Why it matters to a customer, in one paragraph."""
    bad: str
    """An excerpt of a file that has the fault: keys, sections or updates as they stand in it."""
    good: str
    """The same, mended."""
    measured: str = ""
    """How often it was right on real texts, and where it was wrong; for a judgement on prose."""
    at: str = CLOCK
    """The clock of the examples."""
    check: Check | None = None
    """None when another room finds the fault: reading, by a name from `Misread`, or the waivers, after all checks."""

    @property
    def question(self) -> Question:
        """The customer's question that the rule protects."""
        return Question[self.code[0]]


def rule(
    *,
    code: str,
    name: str,
    why: str,
    bad: str,
    good: str,
    severity: Severity = Severity.ERROR,
    measured: str = "",
    at: str = CLOCK,
) -> Callable[[Check], Rule]:
    """Stands above a check and makes a rule of it; the arguments are the fields of `Rule`."""

    def of(check: Check) -> Rule:
        return Rule(
            code=code, name=name, severity=severity, why=why, bad=bad, good=good, measured=measured, at=at, check=check
        )

    return of
