"""What was promised to customers, and what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from straightup.model.incident import Incident, Promise, UnknownUntil, Update
from straightup.model.runs import trailing
from straightup.model.states import Kind, Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.record.runs import Run, runs, whole_again


class Outcome(StrEnum):
    """What became of a promise by now."""

    KEPT = "kept"
    LATE = "late"
    """Done, but after the promised time."""
    PENDING = "pending"
    OVERDUE = "overdue"
    """Not done, and the promised time has passed."""
    DROPPED = "dropped"
    UNJUDGED = "unjudged"
    """Nobody can tell: no time was promised, or nobody wrote down when it was done, or that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPromise:
    """One promise with a time, and what became of it."""

    said: datetime
    promised: datetime
    happened: datetime | None
    outcome: Outcome

    @property
    def late_by(self) -> timedelta:
        """How much later than promised it happened; negative when earlier, zero while it has not happened."""
        return self.happened - self.promised if self.happened else timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class EtaPromise(DatedPromise):
    """A restoration time, with what the author gave as the reason for moving it."""

    earliest: datetime
    because: str
    replaced: bool = False
    """A later update said another time, or that it is not known, or something that cannot be read."""
    full: bool = False
    """It was said while everything worked: when the rest of the work is done, and it is called resolved."""
    run: int = 0
    """The number of the run that it was said in."""


LONG_LATE = timedelta(hours=1)
"""From here on a late restoration is news of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedStep:
    """A promised step and what became of it."""

    item: PreventionItem
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Everything that one report promised."""

    etas: tuple[EtaPromise, ...]
    """In the order of the updates; the first and the last are told apart in every count. Of planned work, when it will
    be completed."""
    answers: tuple[DatedPromise, ...]
    """Unknown-until: promises of an answer about the restoration. They are no ETAs."""
    updates: tuple[DatedPromise, ...]
    steps: tuple[PromisedStep, ...]
    """Against a repeat."""
    remedies: tuple[PromisedStep, ...] = ()
    """To make it right."""

    @property
    def updates_kept(self) -> int:
        return sum(each.outcome is Outcome.KEPT for each in self.updates)

    @property
    def updates_judged(self) -> int:
        """How many promised updates have come, or should have by now."""
        return sum(each.outcome is not Outcome.PENDING for each in self.updates)


def promises(incident: Incident, now: datetime) -> Promises:
    """Each promise of `incident` with its outcome at `now`."""
    return Promises(
        etas=tuple(_etas(incident, now)),
        answers=tuple(_answers(incident, now)),
        updates=tuple(_updates(incident, now)),
        steps=tuple(PromisedStep(item=item, outcome=_step(item, now)) for item in incident.prevention),
        remedies=tuple(PromisedStep(item=item, outcome=_step(item, now)) for item in incident.remedies),
    )


def _judge(promised: datetime, happened: datetime | None, now: datetime) -> Outcome:
    if happened is not None:
        return Outcome.KEPT if happened <= promised else Outcome.LATE
    return Outcome.OVERDUE if promised < now else Outcome.PENDING


def _etas(incident: Incident, now: datetime) -> Iterator[EtaPromise]:
    if incident.kind is Kind.MAINTENANCE:
        yield from _ends_of_work(incident, now)
    known = runs(incident)
    whole = whole_again(incident, known)
    for number, run in enumerate(known):
        said = [(update, _all_work(run, position)) for position, update in enumerate(run.updates)]
        is_back = run.restored is None and bool(said) and said[-1][1]
        for position, (update, full) in enumerate(said):
            if not isinstance(update.eta, Promise):
                continue
            if full:
                back = whole[number]
                over = max(back, run.over[0].at) if back and run.over else None
                later = [each for each, _ in said[position + 1 :]]
                yield _eta(update.eta, update, later, over, now, run=number, full=True)
            elif not (run.restored and update.at >= run.restored):
                later = [each for each, also_full in said[position + 1 :] if not also_full]
                # Service is back, and the Resolved update will say since when: until then nobody can tell.
                void = is_back and update.eta.by < now
                yield _eta(update.eta, update, later, whole[number], now, run=number, void=void)


def _ends_of_work(incident: Incident, now: datetime) -> Iterator[EtaPromise]:
    completed, updates = incident.completed, incident.updates
    states = (each for update in trailing(updates, Stage.COMPLETED) for each in update.components)
    broken = any(state is not State.OPERATIONAL for _, state in states)
    for position, update in enumerate(updates):
        if isinstance(update.eta, Promise) and not (completed and update.at >= completed):
            happened = None if broken else completed
            void = incident.stage is Stage.CANCELLED
            yield _eta(update.eta, update, updates[position + 1 :], happened, now, void=void)


def _eta(
    eta: Promise,
    update: Update,
    later: Iterable[Update],
    happened: datetime | None,
    now: datetime,
    *,
    run: int = 0,
    full: bool = False,
    void: bool = False,
) -> EtaPromise:
    """The promise `eta` of `update`, which `void` leaves unjudged while nothing has happened."""
    others = [each.eta for each in later if each.eta or "ETA" in each.unread]
    unjudged = void and happened is None
    return EtaPromise(
        said=update.at,
        promised=eta.by,
        happened=happened,
        outcome=Outcome.UNJUDGED if unjudged else _judge(eta.by, happened, now),
        earliest=eta.earliest,
        because=eta.because,
        replaced=any(not isinstance(other, Promise) or other.by != eta.by for other in others),
        full=full,
        run=run,
    )


def _all_work(run: Run, position: int) -> bool:
    """Whether the run's update at that place says that all works again, though it is not over yet."""
    if run.updates[position].stage is not Stage.MONITORING:
        return False
    states = dict(run.components)
    for update in run.updates[: position + 1]:
        states.update(update.components)
    return bool(states) and all(state is State.OPERATIONAL for state in states.values())


def _answers(incident: Incident, now: datetime) -> Iterator[DatedPromise]:
    for position, update in enumerate(incident.updates):
        if not isinstance(update.eta, UnknownUntil):
            continue
        later = [
            each
            for each in incident.updates[position + 1 :]
            if isinstance(each.eta, Promise) or each.stage in (Stage.RESOLVED, Stage.COMPLETED)
        ]
        yield _dated(update.at, update.eta.until, later, now)


def _updates(incident: Incident, now: datetime) -> Iterator[DatedPromise]:
    for position, update in enumerate(incident.updates):
        if update.next_update is not None:
            yield _dated(update.at, update.next_update, incident.updates[position + 1 :], now)


def _dated(said: datetime, promised: datetime, later: Sequence[Update], now: datetime) -> DatedPromise:
    """A promise that any of `later` keeps in time. Nobody can tell when one came whose own time does not count."""
    readable = next((each.at for each in later if not each.heading), None)
    happened = later[0].at if later and not later[0].heading else readable
    if later and later[0].heading and not (readable and readable <= promised):
        return DatedPromise(said=said, promised=promised, happened=None, outcome=Outcome.UNJUDGED)
    return DatedPromise(said=said, promised=promised, happened=happened, outcome=_judge(promised, happened, now))


def _step(item: PreventionItem, now: datetime) -> Outcome:
    if item.state is PreventionState.DROPPED:
        return Outcome.DROPPED
    if item.due is None:
        return Outcome.UNJUDGED if item.state is PreventionState.DONE else Outcome.PENDING
    if item.state is PreventionState.OPEN:
        return Outcome.OVERDUE if item.due < now.astimezone(UTC).date() else Outcome.PENDING
    if item.done is None or item.done > now.astimezone(UTC).date():
        return Outcome.UNJUDGED
    return Outcome.KEPT if item.done <= item.due else Outcome.LATE
