"""The public record: every promise of a year with what became of it, and each number with the list that it counts.

What counts, and where:

- The *twelve months* are the 365 days up to now. A report belongs to them by its begin, or because it is still open; a
  year of the trend takes the reports that began in it (UTC).
- A *duplicate* of a report in the record is left out: its outage, and what was promised about it, would count twice.
- A *false alarm* has nothing to restore, so its restoration times, the answers about them, its first word and its
  prevention are not asked for. Updates and steps that it did promise count.
- *Imported* reports were written without these questions. What they do not say is not held against them: they are
  never "never estimated", "without a first word" or "unanswered". What they do promise counts, but for the end of a
  maintenance, of which nobody can tell whether it was announced or came about.
- *Maintenance* and *notices* count where they promise updates or steps. Whether maintenance ended inside its announced
  window is a number of its own.
- `exempt` in a report changes no outcome. A question that it sets aside is listed as set aside, not as answered.
- A promise that is *overdue* has been broken and counts so, with the length of time that it is late so far.
- A *dropped* step was promised and is not done, so it counts among those that are judged: dropping improves no share.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from math import ceil
from statistics import median

from straightup.model import CauseState, Incident, Kind, Stage
from straightup.record.promises import EtaPromise, Kept, Outcome, PromisedStep, Promises
from straightup.record.usual import FEWEST

YEAR = timedelta(days=365)
FEWEST_FOR_NINETY = 10
"""Of fewer, the 90th percentile is the slowest one and nothing else."""
SILENCE = timedelta(hours=2)
"""An incident that has been open for longer without any restoration time counts as never estimated: after as long the
check warns of one that is still unknown."""
_SET_ASIDE_BY = {"impact": {"S01"}, "cause": {"C01", "C03"}, "prevention": {"P01"}, "updates": {"U01"}}

Entry = tuple[Incident, Promises]


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


def percent(part: int, whole: int) -> int | None:
    """`part` of `whole` in per cent, rounded down, so that only all of them read 100; None of fewer than `FEWEST`."""
    return 100 * part // whole if whole >= FEWEST else None


def middle(lengths: Iterable[timedelta]) -> timedelta | None:
    """The median, or None of fewer than `FEWEST`."""
    found = [length.total_seconds() for length in lengths]
    return timedelta(seconds=median(found)) if len(found) >= FEWEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One promise with a time, in its report."""

    incident: Incident
    promise: Kept
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
    """The restoration times of one incident."""

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
    """One promised step against a repeat, in its report."""

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
class Words:
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


class Question(StrEnum):
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
    questions: tuple[Question, ...]


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
    words: Words = field(default_factory=Words)
    questions: Answered = field(default_factory=Answered)
    windows: Lines = field(default_factory=Lines)
    """Announced ends of maintenance, as last announced; cancelled maintenance promises none."""
    left_out: LeftOut = field(default_factory=LeftOut)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to count yet."""
        promised = self.updates.lines or self.steps.steps or self.steps.earlier or self.windows.lines
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


def ledger(record: Iterable[Entry], now: datetime, grace: timedelta) -> Ledger:
    """The record of the twelve months up to `now`.

    `record` holds each report as it stands at `now`, with its promises; `grace` is how long after the restoration its
    questions may stay open.
    """
    entries = list(record)
    begin = now - YEAR
    known = originals(incident for incident, _ in entries)
    fresh: list[Entry] = []
    earlier: list[Entry] = []
    for entry in entries:
        (fresh if _open(entry[0]) or date_of(entry[0], now) > begin else earlier).append(entry)
    own = [entry for entry in fresh if entry[0].duplicate_of not in known]
    before = [entry for entry in earlier if entry[0].duplicate_of not in known]
    real = _real(own)
    asked, open_, set_aside = _questions(own, now, grace)
    return Ledger(
        begin=begin,
        end=now,
        incidents=len(real),
        etas=_estimates(real, now),
        answers=Lines(lines=tuple(_line(incident, each, now) for incident, made in real for each in made.answers)),
        updates=Lines(lines=tuple(_line(incident, each, now) for incident, made in own for each in made.updates)),
        steps=Steps(
            steps=tuple(Step(incident=incident, step=step) for incident, made in own for step in made.steps),
            earlier=tuple(
                Step(incident=incident, step=step)
                for incident, made in before
                for step in made.steps
                if step.outcome is Outcome.OVERDUE
            ),
        ),
        words=_words(real),
        questions=Answered(asked=asked, open=open_, set_aside=set_aside, earlier=_questions(before, now, grace)[1]),
        windows=Lines(lines=tuple(_windows(own, now))),
        left_out=LeftOut(
            duplicates=len(fresh) - len(own),
            false_alarms=sum(incident.false_alarm for incident, _ in own),
            imported=sum(incident.imported is not None for incident, _ in own),
        ),
    )


def by_year(record: Iterable[Entry], now: datetime, grace: timedelta) -> tuple[Year, ...]:
    """The years in which reports of `record` began, the newest first; a year without any is not there."""
    entries = list(record)
    known = originals(incident for incident, _ in entries)
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry[0].duplicate_of not in known:
            years.setdefault(date_of(entry[0], now).astimezone(UTC).year, []).append(entry)
    return tuple(_year(year, years[year], now, grace) for year in sorted(years, reverse=True))


def date_of(incident: Incident, now: datetime) -> datetime:
    """Where a report belongs: its begin; of one that begins later, when customers first heard of it."""
    begins = incident.begins
    if begins is not None and begins <= now:
        return begins
    return min(incident.updates[0].at, now) if incident.updates else now


def originals(incidents: Iterable[Incident]) -> frozenset[str]:
    """The ids of those that are no duplicates. A duplicate of anything else counts in its own right."""
    return frozenset(incident.id for incident in incidents if not incident.duplicate_of)


def _open(incident: Incident) -> bool:
    return incident.kind is Kind.INCIDENT and not incident.over


def _real(own: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in own if entry[0].kind is Kind.INCIDENT and not entry[0].false_alarm]


def _year(year: int, own: list[Entry], now: datetime, grace: timedelta) -> Year:
    real = _real(own)
    asked, open_, set_aside = _questions(own, now, grace)
    return Year(
        year=year,
        incidents=len(real),
        first=Tally.of(made.etas[0].outcome for _, made in real if made.etas),
        updates=Tally.of(each.outcome for _, made in own for each in made.updates),
        steps=Tally.of(each.outcome for _, made in own for each in made.steps),
        first_word=_words(real).median,
        asked=len(asked),
        answered=len(asked) - len(open_) - len(set_aside),
    )


def _line(incident: Incident, promise: Kept, now: datetime) -> Line:
    late_by = None
    if promise.outcome is Outcome.OVERDUE:
        late_by = now - promise.promised
    elif promise.happened is not None:
        late_by = promise.late_by
    return Line(incident=incident, promise=promise, late_by=late_by)


def _estimates(real: Iterable[Entry], now: datetime) -> Estimates:
    estimates: list[Estimate] = []
    never: list[Incident] = []
    untold: list[Incident] = []
    young: list[Incident] = []
    for incident, made in real:
        if made.etas:
            estimates.append(_estimate(incident, made.etas, now))
        elif incident.imported is not None:
            continue
        elif incident.restored is not None:
            told = any(update.at < incident.restored for update in incident.updates)
            (never if told else untold).append(incident)
        else:
            (never if now - date_of(incident, now) > SILENCE else young).append(incident)
    return Estimates(estimates=tuple(estimates), never=tuple(never), untold=tuple(untold), young=tuple(young))


def _estimate(incident: Incident, etas: tuple[EtaPromise, ...], now: datetime) -> Estimate:
    return Estimate(
        incident=incident,
        first=_line(incident, etas[0], now),
        last=_line(incident, etas[-1], now),
        moved=any(eta.replaced for eta in etas),
    )


def _words(real: Iterable[Entry]) -> Words:
    words: list[Word] = []
    without: list[Incident] = []
    for incident, _ in real:
        begins = incident.started
        if incident.imported is not None:
            continue
        if begins is not None and incident.updates and incident.updates[0].at >= begins:
            words.append(Word(incident=incident, after=incident.updates[0].at - begins))
        else:
            without.append(incident)
    return Words(words=tuple(words), without=tuple(without))


def _questions(
    entries: Iterable[Entry], now: datetime, grace: timedelta
) -> tuple[tuple[Incident, ...], tuple[Unanswered, ...], tuple[Unanswered, ...]]:
    asked: list[Incident] = []
    open_: list[Unanswered] = []
    set_aside: list[Unanswered] = []
    for incident, _ in entries:
        restored = incident.restored
        if incident.kind is not Kind.INCIDENT or incident.imported is not None or restored is None:
            continue
        if now <= restored + grace:
            continue
        asked.append(incident)
        exempt = {code for code, reason in incident.exempt if reason.strip()}
        unanswered = tuple(_unanswered(incident))
        left = tuple(question for question in unanswered if not exempt & _SET_ASIDE_BY[question])
        if left:
            open_.append(Unanswered(incident=incident, questions=left))
        elif unanswered:
            set_aside.append(Unanswered(incident=incident, questions=unanswered))
    return tuple(asked), tuple(open_), tuple(set_aside)


def _unanswered(incident: Incident) -> Iterator[Question]:
    if not incident.impact:
        yield Question.IMPACT
    if incident.cause_state in (CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET):
        yield Question.CAUSE
    if not (incident.prevention or incident.prevention_text or incident.false_alarm):
        yield Question.PREVENTION
    if not incident.updates:
        yield Question.UPDATES


def _windows(entries: Iterable[Entry], now: datetime) -> Iterator[Line]:
    for incident, _ in entries:
        if incident.kind is not Kind.MAINTENANCE or incident.ends is None or incident.stage is Stage.CANCELLED:
            continue
        if incident.imported is not None:
            continue  # elsewhere the end that stands there is the one that came, not the one that was announced
        completed = None
        for update in reversed(incident.updates):
            if update.stage is not Stage.COMPLETED:
                break
            completed = update.at
        if completed is None:
            outcome = Outcome.OVERDUE if incident.ends < now else Outcome.PENDING
        else:
            outcome = Outcome.KEPT if completed <= incident.ends else Outcome.LATE
        said = incident.updates[0].at if incident.updates else incident.ends
        yield _line(incident, Kept(said=said, promised=incident.ends, happened=completed, outcome=outcome), now)
