"""How much of the last 90 days a component worked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from straightup.model.states import State, worst_of
from straightup.record.intervals import Interval, worst

DAYS = 90
SHORTEST = timedelta(days=7)
"""Of a shorter record no share is told: one outage would be half of it, and none would be no merit."""
_OUTAGES = (State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE)


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day; the last one ends now, and the first one begins with the record."""

    date: date
    length: timedelta
    lengths: dict[State, timedelta]
    """How long each state held, without operational."""
    incidents: tuple[str, ...]
    """The ids of the reports that say so."""

    @property
    def state(self) -> State:
        """The worst state of the day; not known where part of it is, and nothing worse."""
        return worst_of(self.lengths)


@dataclass(frozen=True, slots=True)
class Uptime:
    """The record of one component over the days up to now."""

    days: tuple[Day, ...]
    """Oldest first; those before the record began are not among them."""

    @property
    def unseen(self) -> int:
        """How many of the last `DAYS` days were over before the record began."""
        return DAYS - len(self.days)

    @property
    def is_short(self) -> bool:
        """Whether the record is too short for a share of it to say something."""
        return sum((day.length for day in self.days), timedelta()) < SHORTEST

    @property
    def up(self) -> float:
        """The share of the known time without a partial or major outage, from 0 to 1; 0 where nothing is known of any.

        Planned maintenance is no outage. Time of which nobody can tell is neither up nor down.
        """
        whole = sum((day.length for day in self.days), timedelta())
        known = whole - self.length_of(State.NOT_KNOWN)
        if not known:
            return 0.0 if whole else 1.0
        return 1 - self.length_of(*_OUTAGES) / known

    def length_of(self, *states: State) -> timedelta:
        """How long the component was in any of `states`."""
        return sum((day.lengths.get(state, timedelta()) for day in self.days for state in states), timedelta())

    @property
    def percent(self) -> str:
        """`up` in per cent with two decimals, rounded down, so that only an unbroken record reads 100.

        None does of which a part is not known.
        """
        if self.up >= 1:
            return "99.99" if self.length_of(State.NOT_KNOWN) else "100"
        hundredths = int(self.up * 10_000 + 1e-9)
        return f"{hundredths // 100}.{hundredths % 100:02d}"


def uptime(intervals: Iterable[Interval], now: datetime, began: datetime | None = None, days: int = DAYS) -> Uptime:
    """The record over the last `days` UTC days, of which today, so far, is the last.

    `began` is when anybody began to keep it; of the time before nothing is said. None: earlier than those days.
    """
    now = now.astimezone(UTC)
    begin = datetime.combine(now.date() - timedelta(days=days - 1), time(), UTC)
    if began is not None:
        if began >= now:
            return Uptime(())
        begin = max(begin, began.astimezone(UTC))
    found = [
        replace(each, state=State.MAINTENANCE) if each.planned and each.state.rank > State.NOT_KNOWN.rank else each
        for each in intervals
        if each.begin < now and (each.end is None or each.end > begin)
    ]
    lengths: dict[date, dict[State, timedelta]] = {}
    for first, last, state in worst(found, begin, now) if found else ():
        if state is State.OPERATIONAL:
            continue
        for day, length in _by_day(first, last):
            of_day = lengths.setdefault(day, {})
            of_day[state] = of_day.get(state, timedelta()) + length
    incidents: dict[date, dict[str, None]] = {}
    for each in found:
        if each.state is State.OPERATIONAL or not each.incident:
            continue
        for day, _ in _by_day(max(each.begin, begin), min(each.end or now, now)):
            incidents.setdefault(day, {})[each.incident] = None
    long = dict(_by_day(begin, now))
    count = (now.date() - begin.date()).days + 1
    all_days = (begin.date() + timedelta(days=number) for number in range(count))
    return Uptime(
        tuple(
            # At midnight, today has no length yet.
            Day(day, long.get(day, timedelta()), lengths.get(day, {}), tuple(incidents.get(day, ())))
            for day in all_days
        )
    )


def _by_day(begin: datetime, end: datetime) -> Iterable[tuple[date, timedelta]]:
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    while begin < end:
        midnight = datetime.combine(begin.date() + timedelta(days=1), time(), UTC)
        until = min(midnight, end)
        yield begin.date(), until - begin
        begin = until
