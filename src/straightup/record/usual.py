"""How long incidents like this one usually take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from straightup.model import Incident, Kind, State

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


def usual(components: Iterable[str], worst: State, incidents: Iterable[Incident]) -> Usual | None:
    """Over resolved incidents that share a component and the severity; None when there are fewer than five."""
    wanted = set(components)
    lengths: list[timedelta] = []
    starts: list[datetime] = []
    for incident in incidents:
        began, restored = incident.begins, incident.restored
        if incident.kind is not Kind.INCIDENT or incident.false_alarm or incident.duplicate_of:
            continue
        if not began or not restored or restored < began or severity(incident) is not worst:
            continue
        if wanted & {component for component, _ in incident.components}:
            lengths.append(restored - began)
            starts.append(began)
    if len(lengths) < FEWEST:
        return None
    lengths.sort()
    most = lengths[ceil(0.8 * len(lengths)) - 1]
    least = lengths[ceil(0.2 * len(lengths)) - 1]
    middle = timedelta(seconds=median(length.total_seconds() for length in lengths))
    return Usual(median=middle, most=most, least=least, count=len(lengths), since=min(starts).year)
