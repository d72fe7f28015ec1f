"""How long incidents like this one usually take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import NamedTuple

from straightup.model.incident import Incident
from straightup.model.states import ComponentStates, Kind, Stage, State
from straightup.record.runs import Run, lasted, lasted_over, runs

FEWEST = 5
"""Below this number a median says more about chance than about the team."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The durations of like incidents."""

    median: timedelta
    most: timedelta
    """The 80th percentile: four of five took no longer."""
    least: timedelta
    """The 20th percentile: four of five took longer."""
    count: int
    since: int
    """The year of the oldest."""


class Past(NamedTuple):
    """An incident that is over, as far as others are compared with it."""

    components: ComponentStates
    worst: State
    began: datetime
    lasted: timedelta
    """All its runs together, without the good hours between."""
    left: tuple[tuple[Stage, timedelta], ...] = ()
    """How long the restoration of that run still took from the first update of each stage on."""


def past(incidents: Iterable[Incident]) -> Iterator[Past]:
    """Those of `incidents` that others can be compared with: real ones, whose start and restoration are known."""
    for incident in incidents:
        if incident.kind is not Kind.INCIDENT or incident.nothing_was_wrong or incident.duplicate_of:
            continue
        if incident.imported and (incident.imported.automatic or not lasted(incident)):
            continue  # a probe's, or one that was written down afterwards
        known = runs(incident)
        began, length = incident.begins, lasted_over(known)
        if began and length is not None:
            yield Past(incident.components, incident.worst, began, length, tuple(_left(known)))


def _left(known: Iterable[Run]) -> Iterator[tuple[Stage, timedelta]]:
    seen: set[Stage] = set()
    for run in known:
        for update in run.updates:
            if update.stage not in seen and run.restored and update.at < run.restored:
                seen.add(update.stage)
                yield update.stage, run.restored - update.at


def usual(components: Iterable[str], worst: State, incidents: Iterable[Incident]) -> Usual | None:
    """Over resolved incidents that share a component and the severity; None when there are fewer than five."""
    return usual_of(components, worst, past(incidents))


def usual_of(components: Iterable[str], worst: State, record: Iterable[Past]) -> Usual | None:
    """As `usual`, for those who ask it of the same incidents more than once."""
    return _summed_up([(each.lasted, each.began) for each in _like(components, worst, record)])


def usual_rest(components: Iterable[str], worst: State, stage: Stage, record: Iterable[Past]) -> Usual | None:
    """How long like incidents still took from their first update of `stage` on; None when fewer than five had one."""
    found = [
        (left, each.began)
        for each in _like(components, worst, record)
        for reached, left in each.left
        if reached is stage
    ]
    return _summed_up(found)


def _like(components: Iterable[str], worst: State, record: Iterable[Past]) -> Iterator[Past]:
    wanted = set(components)
    for each in record:
        if each.worst is worst and any(component in wanted for component, _ in each.components):
            yield each


def _summed_up(found: list[tuple[timedelta, datetime]]) -> Usual | None:
    if len(found) < FEWEST:
        return None
    lengths = sorted(length for length, _ in found)
    most = lengths[ceil(0.8 * len(lengths)) - 1]
    least = lengths[ceil(0.2 * len(lengths)) - 1]
    middle = timedelta(seconds=median(length.total_seconds() for length in lengths))
    since = min(began for _, began in found).year
    return Usual(median=middle, most=most, least=least, count=len(lengths), since=since)
