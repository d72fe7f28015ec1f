"""How much of a span of time each component worked, and the reports that say when it did not.

As the pages count: a partial or major outage is time in which a component was not available, degraded service is told
beside it, planned maintenance is no outage, and time of which nobody can tell is neither. What lies before the record
began, or after the moment of the record, is no part of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from straightup.model.states import State
from straightup.record.intervals import Interval
from straightup.record.record import Record
from straightup.record.uptime import Uptime, uptime

_BAD = (State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One report, and for how long it alone made a component unavailable or slow."""

    report: str
    """Its id."""
    outage: timedelta
    degraded: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """How much of a span a component worked."""

    component: str
    """Its id."""
    seen: timedelta
    """As much of the span as the record is of."""
    uptime: Uptime
    reports: tuple[Behind, ...]
    """In the order of their ids."""

    @property
    def percent(self) -> str:
        """With two decimals, rounded down; "" where nothing was seen, or nothing of it is known."""
        known = self.seen - self.uptime.length_of(State.NOT_KNOWN)
        return self.uptime.percent if known else ""

    @property
    def outage(self) -> timedelta:
        return self.uptime.length_of(*_BAD)


def availability(record: Record, begin: datetime, end: datetime) -> tuple[Availability, ...]:
    """Each component of `record` between two midnights (UTC), in the order of the settings."""
    end = min(end, record.now).astimezone(UTC)
    first = max(begin, record.began).astimezone(UTC)
    return tuple(
        _of(component, condition.intervals, first, max(first, end))
        for component, condition in record.components.items()
    )


def _of(component: str, intervals: tuple[Interval, ...], begin: datetime, end: datetime) -> Availability:
    whole = _uptime(intervals, begin, end)
    names = sorted({name for day in whole.days for name in day.incidents})
    return Availability(
        component=component, seen=end - begin, uptime=whole, reports=tuple(_behind(names, intervals, begin, end))
    )


def _behind(names: list[str], intervals: tuple[Interval, ...], begin: datetime, end: datetime) -> Iterator[Behind]:
    for name in names:
        own = _uptime(tuple(each for each in intervals if each.incident == name), begin, end)
        outage, degraded = own.length_of(*_BAD), own.length_of(State.DEGRADED)
        if outage or degraded:
            yield Behind(report=name, outage=outage, degraded=degraded)


def _uptime(intervals: tuple[Interval, ...], begin: datetime, end: datetime) -> Uptime:
    return uptime(intervals, end, begin, days=(end.date() - begin.date()).days + 1)
