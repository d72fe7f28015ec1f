"""What the public record says: its numbers, and behind each the list that it counts. `ledger` fills it in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from math import ceil

from straightup.model.incident import Incident
from straightup.record.figures import middle, percent
from straightup.record.notices import Notices
from straightup.record.promises import DatedPromise, Outcome, PromisedStep
from straightup.record.usual import FEWEST

FEWEST_FOR_NINETY = 10
"""Of fewer, the 90th percentile is the slowest one and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many promises came to what."""

    kept: int = 0
    late: int = 0
    overdue: int = 0
    dropped: int = 0
    pending: int = 0
    unjudged: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Tally":
        found = list(outcomes)
        return cls(**{outcome.value: found.count(outcome) for outcome in Outcome})

    @property
    def judged(self) -> int:
        """How many have been kept, or should have been by now."""
        return self.kept + self.late + self.overdue + self.dropped

    @property
    def total(self) -> int:
        return self.judged + self.pending + self.unjudged

    @property
    def percent(self) -> int | None:
        """The share kept of those judged, in per cent, rounded down; None below `FEWEST`."""
        return percent(self.kept, self.judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One promise with a time, in its report."""

    incident: Incident
    promise: DatedPromise
    late_by: timedelta | None
    """How much later than promised it happened, negative when earlier; of an overdue one so far; None of a pending."""

    @property
    def outcome(self) -> Outcome:
        return self.promise.outcome


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Promises of one sort, the newest report first."""

    lines: tuple[Line, ...] = ()

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(line.outcome for line in self.lines)

    @cached_property
    def errors(self) -> tuple[timedelta, ...]:
        """By how much each judged one was missed, negative when it was early."""
        return tuple(line.late_by for line in self.lines if line.late_by is not None)

    @property
    def error(self) -> timedelta | None:
        """The median of `errors`."""
        return middle(self.errors)

    @property
    def lateness(self) -> timedelta | None:
        """The median of those that were late or are overdue."""
        return middle(error for error in self.errors if error > timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The restoration times of one incident; of one that came back, those of the run that kept them worst."""

    incident: Incident
    first: Line
    last: Line
    moved: bool
    """A later update said another time, or that it is not known."""


@dataclass(frozen=True, kw_only=True)
class Estimates:
    """Restoration times. The first promise is the one that customers planned with; the last was the easiest to keep."""

    estimates: tuple[Estimate, ...] = ()
    never: tuple[Incident, ...] = ()
    """Over, or open for more than `SILENCE`, and no restoration time was given while it lasted."""
    untold: tuple[Incident, ...] = ()
    """Over before the first update, so that there was nothing left to promise."""
    young: tuple[Incident, ...] = ()
    """Open for no longer than `SILENCE`, still without a restoration time."""

    @cached_property
    def first(self) -> Lines:
        return Lines(lines=tuple(each.first for each in self.estimates))

    @cached_property
    def last(self) -> Lines:
        return Lines(lines=tuple(each.last for each in self.estimates))

    @property
    def moved(self) -> int:
        return sum(each.moved for each in self.estimates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One promised step, in its report."""

    incident: Incident
    step: PromisedStep


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Promised steps, the newest report first."""

    steps: tuple[Step, ...] = ()
    earlier: tuple[Step, ...] = ()
    """Of reports from before: those that are still overdue, since time settles no promise."""

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(each.step.outcome for each in self.steps)

    @property
    def undated(self) -> int:
        """Open steps for which no date was promised."""
        return sum(each.step.outcome is Outcome.PENDING and each.step.item.due is None for each in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """How long after its start customers first heard of an incident."""

    incident: Incident
    after: timedelta


@dataclass(frozen=True, kw_only=True)
class FirstWords:
    """First words, the newest incident first."""

    words: tuple[Word, ...] = ()
    without: tuple[Incident, ...] = ()
    """Nothing was ever written, or the first update is dated before the start."""

    @cached_property
    def _sorted(self) -> list[timedelta]:
        return sorted(word.after for word in self.words)

    @property
    def median(self) -> timedelta | None:
        return middle(self._sorted)

    @property
    def eighty(self) -> timedelta | None:
        """Four of five took no longer (nearest rank)."""
        return self._rank(0.8) if len(self.words) >= FEWEST else None

    @property
    def ninety(self) -> timedelta | None:
        """Nine of ten took no longer (nearest rank)."""
        return self._rank(0.9) if len(self.words) >= FEWEST_FOR_NINETY else None

    def _rank(self, share: float) -> timedelta:
        return self._sorted[ceil(share * len(self._sorted)) - 1]


class Asked(StrEnum):
    """What a report has to answer once its grace is over."""

    IMPACT = "impact"
    CAUSE = "cause"
    PREVENTION = "prevention"
    UPDATES = "updates"
    """What customers were told: at least one update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A report whose grace is over, and what it does not answer."""

    incident: Incident
    questions: tuple[Asked, ...]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Which reports answer everything."""

    asked: tuple[Incident, ...] = ()
    """Those that were restored more than the grace ago."""
    open: tuple[Unanswered, ...] = ()
    set_aside: tuple[Unanswered, ...] = ()
    """Nothing else is open, and the report says why this question does not apply."""
    earlier: tuple[Unanswered, ...] = ()
    """Of reports from before."""

    @property
    def answered(self) -> int:
        """How many answer every question."""
        return len(self.asked) - len(self.open) - len(self.set_aside)

    @property
    def percent(self) -> int | None:
        return percent(self.answered, len(self.asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many reports do not count, or not everywhere."""

    duplicates: int = 0
    false_alarms: int = 0
    imported: int = 0


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What was promised in the reports of a time, and what became of it by now."""

    begin: datetime
    end: datetime
    incidents: int = 0
    """Real ones: no duplicates and no false alarms."""
    etas: Estimates = field(default_factory=Estimates)
    answers: Lines = field(default_factory=Lines)
    """"Not known until": promises of an answer about the restoration, which are no restoration times."""
    updates: Lines = field(default_factory=Lines)
    """Next updates and follow-ups."""
    steps: Steps = field(default_factory=Steps)
    """Against a repeat."""
    remedies: Steps = field(default_factory=Steps)
    """What was promised to those whom it hit."""
    words: FirstWords = field(default_factory=FirstWords)
    noticed: tuple[Incident, ...] = ()
    """Those whose reports say who noticed first."""
    questions: Answered = field(default_factory=Answered)
    windows: Lines = field(default_factory=Lines)
    """Announced ends of maintenance, as last announced; cancelled maintenance promises none."""
    notices: Notices = field(default_factory=Notices)
    left_out: LeftOut = field(default_factory=LeftOut)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to count yet."""
        steps = (*self.steps.steps, *self.steps.earlier, *self.remedies.steps, *self.remedies.earlier)
        promised = self.updates.lines or steps or self.windows.lines
        return not (self.incidents or promised or self.questions.asked or self.questions.earlier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The record of one year in numbers alone, counted as in `Ledger`."""

    year: int
    incidents: int
    first: Tally
    """First restoration times."""
    updates: Tally
    steps: Tally
    first_word: timedelta | None
    """The median."""
    asked: int
    answered: int
