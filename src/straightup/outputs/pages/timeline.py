"""What each update changed: beside its words nothing else is worth reading afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from straightup.model.incident import Eta, Promise
from straightup.model.states import Kind, State
from straightup.outputs.telling import Told, told
from straightup.record.promises import DatedPromise, Outcome
from straightup.site.view import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One update, with what was so before it and is not after it."""

    told: Told
    promise: DatedPromise | None
    """The promised update that it is, and whether it came in time; None where none was promised, or nobody can tell."""
    after_begin: timedelta | None
    """Of the first update of an incident: how long after its start it came."""
    moved: bool
    """It names another time of restoration than what was said before, or the first."""
    before: Promise | None
    """The time of restoration that was said before."""
    states: tuple[tuple[str, State | None, State], ...]
    """(component id, before, after) where the state is another; None before where nothing was said of it."""


def timeline(report: Report, now: datetime) -> tuple[Step, ...]:
    """Every update of `report`, the newest first."""
    return tuple(reversed(list(_steps(report, now))))


def _steps(report: Report, now: datetime) -> Iterator[Step]:
    promised = {each.happened: each for each in report.promises.updates if each.outcome in (Outcome.KEPT, Outcome.LATE)}
    # Of an imported report it is the moment at which the old page was written to.
    counts = report.incident.kind is Kind.INCIDENT and report.incident.imported is None
    first_word = report.first_word if counts else None
    eta: Eta | None = None
    # Planned work changes nothing before it begins, so of that the first word is no change.
    states: dict[str, State] = {} if report.incident.kind is Kind.MAINTENANCE else dict(report.incident.components)
    for each in told(report, now):
        update = each.update
        changes = tuple(
            (name, states.get(name), state) for name, state in update.components if states.get(name) is not state
        )
        is_new = update.eta is not None and not _same(eta, update.eta)
        yield Step(
            told=each,
            promise=promised.get(update.at) if each.readable and not each.ahead else None,
            after_begin=first_word,
            moved=is_new,
            before=eta if is_new and isinstance(eta, Promise) else None,
            states=changes,
        )
        first_word = None
        eta = update.eta or eta
        states.update(update.components)


def _same(one: Eta | None, other: Eta | None) -> bool:
    """Whether both name the same time, whatever reason they give."""
    return _times(one) == _times(other)


def _times(eta: Eta | None) -> tuple[datetime | None, ...]:
    return tuple(getattr(eta, name, None) for name in ("earliest", "by", "until"))
