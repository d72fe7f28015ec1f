"""The public record: every promise of a year with what became of it, and each number with the list that it counts.

What counts, and where:

- The *twelve months* are the 365 days up to now. A report belongs to them by its begin, or because it is still open; a
  year of the trend takes the reports that began in it (UTC).
- A report that came back has *restoration times* of its own in each run, and counts by the run that kept them worst.
  What was said while everything worked, of the rest of the work, is none.
- A *duplicate* of a report in the record is left out: its outage, and what was promised about it, would count twice.
- A *false alarm* has nothing to restore, so its restoration times, the answers about them, its first word and its
  prevention are not asked for. Updates and steps that it did promise count.
- *Imported* reports were written without these questions. What they do not say is not held against them: they are
  never "never estimated", "without a first word" or "unanswered". What they do promise counts, but for the end of a
  maintenance, of which nobody can tell whether it was announced or came about.
- *Maintenance* and *notices* count where they promise updates or steps. Whether maintenance ended inside the window
  that was in force when it began is a number of its own.
- *Notice* is counted from the update that announced the start in force, of planned work that was not cancelled and
  whose start has come.
- `exempt` in a report changes no outcome. A question that it sets aside is listed as set aside, not as answered.
- A promise that is *overdue* has been broken and counts so, with the length of time that it is late so far.
- What is promised to *make it right* counts as the steps against a repeat do, in a number of its own.
- A *dropped* step was promised and is not done, so it counts among those that are judged: dropping improves no share.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from straightup.model.incident import CauseState, Incident
from straightup.model.limits import YEAR
from straightup.model.states import Kind, Stage
from straightup.model.stock_answers import is_empty
from straightup.record.accounts import (
    Answered,
    Asked,
    Estimate,
    Estimates,
    FirstWords,
    Ledger,
    LeftOut,
    Line,
    Lines,
    Step,
    Steps,
    Tally,
    Unanswered,
    Word,
    Year,
)
from straightup.record.notices import notices
from straightup.record.promises import DatedPromise, EtaPromise, Outcome, PromisedStep, Promises
from straightup.record.runs import runs

SILENCE = timedelta(hours=2)
"""An incident that has been open for longer without any restoration time counts as never estimated: after as long the
check warns of one that is still unknown."""
_SET_ASIDE_BY = {"impact": {"S01"}, "cause": {"C01", "C03"}, "prevention": {"P01"}, "updates": {"U01"}}

_WORST_FIRST = (
    Outcome.OVERDUE, Outcome.LATE, Outcome.DROPPED, Outcome.KEPT, Outcome.PENDING, Outcome.UNJUDGED,
)  # fmt: skip
"""What was kept before it came back counts until something of it is broken."""

Entry = tuple[Incident, Promises]


def ledger(record: Iterable[Entry], now: datetime, grace: timedelta, notice: timedelta | None = None) -> Ledger:
    """The record of the twelve months up to `now`.

    `record` holds each report as it stands at `now`, with its promises; `grace` is how long after the restoration its
    questions may stay open, and `notice` how long before its start planned work is to be announced.
    """
    entries = list(record)
    begin = now - YEAR
    known = originals(incident for incident, _ in entries)
    fresh: list[Entry] = []
    earlier: list[Entry] = []
    for entry in entries:
        (fresh if entry[0].open or date_of(entry[0], now) > begin else earlier).append(entry)
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
        steps=_steps(own, before, attrgetter("steps")),
        remedies=_steps(own, before, attrgetter("remedies")),
        words=_words(real),
        noticed=tuple(incident for incident, _ in real if incident.detected_by),
        questions=Answered(asked=asked, open=open_, set_aside=set_aside, earlier=_questions(before, now, grace)[1]),
        windows=Lines(lines=tuple(_windows(own, now))),
        notices=notices((incident for incident, _ in own), now, notice),
        left_out=LeftOut(
            duplicates=len(fresh) - len(own),
            false_alarms=sum(incident.nothing_was_wrong for incident, _ in own),
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


def original_of(identity: str, by_id: Mapping[str, Incident]) -> str:
    """What a duplicate stands for, however long that line is; itself where it leads nowhere."""
    seen = {identity}
    at = identity
    while at in by_id and by_id[at].duplicate_of:
        at = by_id[at].duplicate_of
        if at in seen:
            return identity
        seen.add(at)
    return at if at in by_id else identity


def _real(own: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in own if entry[0].kind is Kind.INCIDENT and not entry[0].nothing_was_wrong]


def _year(year: int, own: list[Entry], now: datetime, grace: timedelta) -> Year:
    real = _real(own)
    asked, open_, set_aside = _questions(own, now, grace)
    return Year(
        year=year,
        incidents=len(real),
        first=_estimates(real, now).first.tally,
        updates=Tally.of(each.outcome for _, made in own for each in made.updates),
        steps=Tally.of(each.outcome for _, made in own for each in made.steps),
        first_word=_words(real).median,
        asked=len(asked),
        answered=len(asked) - len(open_) - len(set_aside),
    )


def _line(incident: Incident, promise: DatedPromise, now: datetime) -> Line:
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
        estimate = _estimate(incident, made, now)
        if estimate is not None:
            estimates.append(estimate)
        elif incident.imported is not None:
            continue
        elif incident.restored is not None:
            told = any(run.restored and update.at < run.restored for run in runs(incident) for update in run.updates)
            (never if told else untold).append(incident)
        else:
            (never if now - date_of(incident, now) > SILENCE else young).append(incident)
    return Estimates(estimates=tuple(estimates), never=tuple(never), untold=tuple(untold), young=tuple(young))


def _estimate(incident: Incident, made: Promises, now: datetime) -> Estimate | None:
    """None where no restoration time was given: what was said of the rest of the work is none."""
    by_run: dict[int, list[EtaPromise]] = {}
    for eta in made.etas:
        if not eta.full:
            by_run.setdefault(eta.run, []).append(eta)
    if not by_run:
        return None
    first = min((etas[0] for etas in by_run.values()), key=lambda eta: _WORST_FIRST.index(eta.outcome))
    last = min((etas[-1] for etas in by_run.values()), key=lambda eta: _WORST_FIRST.index(eta.outcome))
    moved = any(eta.replaced for etas in by_run.values() for eta in etas)
    return Estimate(incident=incident, first=_line(incident, first, now), last=_line(incident, last, now), moved=moved)


def _steps(own: Iterable[Entry], before: Iterable[Entry], of: Callable[[Promises], tuple[PromisedStep, ...]]) -> Steps:
    late = (Step(incident=incident, step=step) for incident, made in before for step in of(made))
    return Steps(
        steps=tuple(Step(incident=incident, step=step) for incident, made in own for step in of(made)),
        earlier=tuple(each for each in late if each.step.outcome is Outcome.OVERDUE),
    )


def _words(real: Iterable[Entry]) -> FirstWords:
    words: list[Word] = []
    without: list[Incident] = []
    for incident, _ in real:
        begins = incident.started
        if incident.imported is not None:
            continue
        # Of one whose own time cannot be read, the next one says by when it was told at the latest.
        first = next((update.at for update in incident.updates if not update.heading), None)
        if begins is not None and first is not None and first >= begins:
            words.append(Word(incident=incident, after=first - begins))
        else:
            without.append(incident)
    return FirstWords(words=tuple(words), without=tuple(without))


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


def _unanswered(incident: Incident) -> Iterator[Asked]:
    if not incident.impact or is_empty(incident.impact):
        yield Asked.IMPACT
    if incident.cause_state in (CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET, CauseState.EMPTY):
        yield Asked.CAUSE
    told = incident.prevention or (incident.prevention_text and not is_empty(incident.prevention_text))
    if not told and not incident.false_alarm:
        yield Asked.PREVENTION
    if not incident.updates:
        yield Asked.UPDATES


def _windows(entries: Iterable[Entry], now: datetime) -> Iterator[Line]:
    for incident, _ in entries:
        if incident.kind is not Kind.MAINTENANCE or incident.ends is None or incident.stage is Stage.CANCELLED:
            continue
        if incident.imported is not None:
            continue  # elsewhere the end that stands there is the one that came, not the one that was announced
        if incident.repeats is not None:
            continue  # nobody says of each time that it is over
        completed = incident.completed
        if completed is None:
            outcome = Outcome.OVERDUE if incident.ends < now else Outcome.PENDING
        else:
            outcome = Outcome.KEPT if completed <= incident.ends else Outcome.LATE
        said = incident.updates[0].at if incident.updates else incident.ends
        yield _line(incident, DatedPromise(said=said, promised=incident.ends, happened=completed, outcome=outcome), now)
