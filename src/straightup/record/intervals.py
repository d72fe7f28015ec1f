"""When each component was in which state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush

from straightup.model.states import State, worst_of


@dataclass(frozen=True, slots=True)
class Interval:
    """A component is in `state` from `begin` until just before `end`; `end` is None while nobody knows."""

    begin: datetime
    end: datetime | None
    state: State
    incident: str
    """The id of the report that says so; "" of one that could not be shown."""
    planned: bool = False
    """It was announced for that time, so it counts neither as an outage nor as degraded."""


def worst(intervals: Iterable[Interval], begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime, State]]:
    """The state of one component from `begin` to `end`, without gaps: where reports differ, the worst holds."""
    waiting = sorted((max(each.begin, begin), each.end or end, each.state) for each in intervals if each.begin < end)
    waiting = [(first, min(last, end), state) for first, last, state in waiting if last > begin]
    held: list[tuple[int, datetime]] = []
    at, position = begin, 0
    while at < end:
        while position < len(waiting) and waiting[position][0] <= at:
            _, last, state = waiting[position]
            heappush(held, (-state.rank, last))
            position += 1
        while held and held[0][1] <= at:
            heappop(held)
        following = waiting[position][0] if position < len(waiting) else end
        until = min(following, held[0][1], end) if held else min(following, end)
        yield at, until, list(State)[-held[0][0]] if held else State.OPERATIONAL
        at = until


def state_at(intervals: Iterable[Interval], moment: datetime) -> State:
    """The worst state that any report gives a component at `moment`."""
    held = (each.state for each in intervals if each.begin <= moment and (each.end is None or moment < each.end))
    return worst_of(held)


def state_since(intervals: Iterable[Interval], moment: datetime) -> datetime | None:
    """When the state of a component at `moment` began, however often reports repeat it."""
    intervals = [each for each in intervals if each.begin <= moment]
    if not intervals:
        return None
    since: datetime | None = None
    held: State | None = None
    just_after = moment + timedelta(microseconds=1)
    for begin, _, state in worst(intervals, min(each.begin for each in intervals), just_after):
        if state is not held:
            since, held = begin, state
    return since


def union_length(intervals: Iterable[Interval], now: datetime) -> timedelta:
    """How long at least one of `intervals` lasted, up to `now`."""
    total, reached = timedelta(), None
    for begin, end in sorted((each.begin, min(each.end or now, now)) for each in intervals):
        first = begin if reached is None or begin > reached else reached
        if end > first:
            total += end - first
            reached = end
    return total
