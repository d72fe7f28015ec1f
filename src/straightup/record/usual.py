"""How long incidents like this one usually take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from straightup.model import ComponentStates, Incident, Kind, State

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


def severity(incident: Incident) -> State:
    """The worst state that the report ever gave a component."""
    states = [state for _, state in incident.components]
    states += [state for update in incident.updates for _, state in update.components]
    return max(states, key=lambda state: state.rank, default=State.OPERATIONAL)


@dataclass(frozen=True, slots=True)
class Past:
    """An incident that is over, as far as others are compared with it."""

    components: ComponentStates
    worst: State
    began: datetime
    lasted: timedelta


def past(incidents: Iterable[Incident]) -> Iterator[Past]:
    """Those of `incidents` that others can be compared with: real ones, whose start and restoration are known."""
    for incident in incidents:
        if incident.kind is not Kind.INCIDENT or incident.false_alarm or incident.duplicate_of:
            continue
        began, restored = incident.begins, incident.restored
        if began and restored and restored >= began:
            yield Past(incident.components, severity(incident), began, restored - began)


def usual(components: Iterable[str], worst: State, incidents: Iterable[Incident]) -> Usual | None:
    """Over resolved incidents that share a component and the severity; None when there are fewer than five."""
    return usual_of(components, worst, past(incidents))


def usual_of(components: Iterable[str], worst: State, record: Iterable[Past]) -> Usual | None:
    """As `usual`, for those who ask it of the same incidents more than once."""
    wanted = set(components)
    like = [
        each for each in record if each.worst is worst and any(component in wanted for component, _ in each.components)
    ]
    if len(like) < FEWEST:
        return None
    lengths = sorted(each.lasted for each in like)
    most = lengths[ceil(0.8 * len(lengths)) - 1]
    least = lengths[ceil(0.2 * len(lengths)) - 1]
    middle = timedelta(seconds=median(length.total_seconds() for length in lengths))
    since = min(each.began for each in like).year
    return Usual(median=middle, most=most, least=least, count=len(lengths), since=since)
