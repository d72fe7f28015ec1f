"""What was promised to customers, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from straightup.model.incident import Incident, PreventionItem, PreventionState, Promise, UnknownUntil
from straightup.model.states import Kind, Stage, State


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
    """Nobody can tell: no time was promised, or nobody wrote down when it was done."""


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
    """A later update said another time, or that it is not known."""
    full: bool = False
    """Given while all its components worked again: for the rest of the work, judged when it is resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedStep:
    """A prevention step and what became of it."""

    item: PreventionItem
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Everything that one report promised."""

    etas: tuple[EtaPromise, ...]
    """In the order of the updates; the first and the last are told apart in every count."""
    answers: tuple[DatedPromise, ...]
    """Unknown-until: promises of an answer about the restoration. They are no ETAs."""
    updates: tuple[DatedPromise, ...]
    steps: tuple[PromisedStep, ...]

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
    )


def _judge(promised: datetime, happened: datetime | None, now: datetime) -> Outcome:
    if happened is not None:
        return Outcome.KEPT if happened <= promised else Outcome.LATE
    return Outcome.OVERDUE if promised < now else Outcome.PENDING


def _etas(incident: Incident, now: datetime) -> Iterator[EtaPromise]:
    restored = incident.restored
    if incident.kind is not Kind.INCIDENT:
        return
    is_back = _is_back(incident)
    for position, update in enumerate(incident.updates):
        if restored and update.at >= restored:
            break  # service was back already: what was said afterwards promised nothing
        if isinstance(update.eta, Promise):
            later = [each.eta for each in incident.updates[position + 1 :] if each.eta]
            yield EtaPromise(
                said=update.at,
                promised=update.eta.by,
                happened=restored,
                # Service is back, and the Resolved update will say since when: until then nobody can tell.
                outcome=Outcome.UNJUDGED if is_back and update.eta.by < now else _judge(update.eta.by, restored, now),
                earliest=update.eta.earliest,
                because=update.eta.because,
                replaced=any(not isinstance(eta, Promise) or eta.by != update.eta.by for eta in later),
            )


def _is_back(incident: Incident) -> bool:
    """Whether service is said to be back, though not yet for good: no restoration is promised, and nothing is down."""
    if incident.stage is not Stage.MONITORING or incident.pending_eta is not None:
        return False
    return bool(incident.states) and all(state is State.OPERATIONAL for _, state in incident.states)


def _answers(incident: Incident, now: datetime) -> Iterator[DatedPromise]:
    for position, update in enumerate(incident.updates):
        if not isinstance(update.eta, UnknownUntil):
            continue
        later = incident.updates[position + 1 :]
        answers = (each.at for each in later if isinstance(each.eta, Promise) or each.stage is Stage.RESOLVED)
        answer = next(answers, None)
        yield DatedPromise(
            said=update.at,
            promised=update.eta.until,
            happened=answer,
            outcome=_judge(update.eta.until, answer, now),
        )


def _updates(incident: Incident, now: datetime) -> Iterator[DatedPromise]:
    for position, update in enumerate(incident.updates):
        if update.next_update is None:
            continue
        following = incident.updates[position + 1].at if position + 1 < len(incident.updates) else None
        yield DatedPromise(
            said=update.at,
            promised=update.next_update,
            happened=following,
            outcome=_judge(update.next_update, following, now),
        )


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
