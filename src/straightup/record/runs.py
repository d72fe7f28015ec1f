"""The runs of an incident: each time that it began, what it concerned then, and when service was restored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from straightup.model.incident import Incident, Update
from straightup.model.runs import begin_of, restoration_of, trailing
from straightup.model.states import ComponentStates, Kind, Stage, State, worst_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of updates up to a Resolved, with its follow-ups."""

    began: datetime | None
    restored: datetime | None
    """None while it lasts."""
    updates: tuple[Update, ...]
    components: ComponentStates
    """What it concerned when it began, and in which states."""
    over: tuple[Update, ...]
    """The Resolved that ends it, with the follow-ups; empty while it lasts."""

    @property
    def worst(self) -> ComponentStates:
        """Every component that it affected, at its worst."""
        return self._worst(self.updates)

    def worst_before(self, update: Update) -> ComponentStates:
        """The same of the updates before one of them."""
        return self._worst(self.updates[: self.updates.index(update)])

    def _worst(self, updates: Iterable[Update]) -> ComponentStates:
        found: dict[str, State] = {}
        for name, state in (*self.components, *(each for update in updates for each in update.components)):
            if state is not State.OPERATIONAL:
                found[name] = worst_of((state, found.get(name, state)))
        return tuple(found.items())


def runs(incident: Incident) -> tuple[Run, ...]:
    """The runs of an incident, the first one first; none of any other kind of report.

    `incident` as it counts now. The first begins at `started`, each later one with its first update or where that says
    that it began. A later one concerns what its first update names; where that names nothing, all that the run before
    affected, at its worst.
    """
    return tuple(_runs(incident)) if incident.kind is Kind.INCIDENT else ()


def _runs(incident: Incident) -> Iterator[Run]:
    before: Run | None = None
    parted = incident.runs
    about = incident.resolved_run(parted)
    for number, updates in enumerate(parted):
        if before is None:
            began = min(filter(None, (incident.begins, updates[0].began if updates else None)), default=None)
            components = incident.components
        else:
            began = begin_of(updates)
            components = updates[0].components or before.worst
        over = trailing(updates, Stage.RESOLVED)
        end = restoration_of(updates, incident.resolved if number == about else None, began)
        restored = None if incident.end_not_recorded else end
        before = Run(began=began, restored=restored, updates=updates, components=components, over=over)
        yield before


def lasted(incident: Incident, now: datetime | None = None) -> timedelta | None:
    """How long it was broken: all its runs without the good hours between; one that lasts, up to `now`.

    None where nobody wrote down when it began, where it ended before, or without `now` while it lasts.
    """
    return None if incident.end_not_recorded else lasted_over(runs(incident), now)


def lasted_over(found: Iterable[Run], now: datetime | None = None) -> timedelta | None:
    """As `lasted`, of an incident whose runs are at hand."""
    total, reached = timedelta(), None
    for run in found:
        end = run.restored or (now and run.began and max(now, run.began))
        if run.began is None or end is None or end < run.began:
            return None
        total += max(end - max(run.began, reached or run.began), timedelta())
        reached = max(end, reached or end)
    return total if reached else None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A bad state in which a Resolved leaves a component."""

    component: str
    begin: datetime
    end: datetime | None
    state: State
    run: int
    """The number of the run that the Resolved ends."""


def leftovers(incident: Incident, found: tuple[Run, ...]) -> tuple[Leftover, ...]:
    """The states in which a Resolved leaves components, until another update or the end of a later run says otherwise.

    `found` are the runs of the incident. Where it was written for another tool, Resolved means that all of it was over.
    """
    return () if incident.imported else tuple(_leftovers(found))


def _leftovers(found: tuple[Run, ...]) -> Iterator[Leftover]:
    for number, run in enumerate(found):
        later = found[number + 1 :]
        for position, update in enumerate(run.over):
            for name, state in update.components:
                if state is not State.OPERATIONAL:
                    end = _said_of(name, run.over[position + 1 :]) or ended(name, later)
                    yield Leftover(name, update.at, end, state, number)


def whole_again(incident: Incident, found: tuple[Run, ...]) -> tuple[datetime | None, ...]:
    """Of each run, when everything worked: at its restoration, or when the last of its leftovers was over."""
    left = leftovers(incident, found)
    times = []
    for number, run in enumerate(found):
        ends = [run.restored, *(each.end for each in left if each.run == number)]
        times.append(None if None in ends else max(filter(None, ends)))
    return tuple(times)


def _said_of(name: str, updates: Iterable[Update]) -> datetime | None:
    return next((update.at for update in updates if name in dict(update.components)), None)


def ended(name: str, later: Iterable[Run]) -> datetime | None:
    """When the runs behind one say the next word about a component, or are over; None while none does."""
    for run in later:
        named = run.began if name in dict(run.components) else _said_of(name, run.updates)
        if times := [moment for moment in (named, run.restored) if moment]:
            return min(times)
    return None
