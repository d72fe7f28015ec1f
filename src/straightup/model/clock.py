"""A clock that answers and remembers: for how long the same questions have the same answers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

_LEAST = timedelta(microseconds=1)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Valid(NamedTuple):
    """From when, and until just before when, what was said holds."""

    since: datetime
    until: datetime

    def holds(self, now: datetime) -> bool:
        return self.since <= now < self.until


ALWAYS = Valid(_FIRST, _LAST)


class Clock:
    """Tells the time of one moment. What was asked nothing holds for ever, anything else until its answer changes."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.valid = ALWAYS

    def begin(self) -> None:
        """Forgets what was asked so far."""
        self.valid = ALWAYS

    def reached(self, moment: datetime, *, early: timedelta = timedelta()) -> bool:
        """Whether it is `moment`, or later, or earlier by no more than `early`."""
        moment = max(moment, _FIRST + early) - early
        found = self._now >= moment
        self._asked(moment if found else _FIRST, _LAST if found else moment)
        return found

    def after(self, moment: datetime) -> bool:
        """Whether it is later than `moment`."""
        found = self._now > moment
        change = min(moment, _LAST - _LEAST) + _LEAST
        self._asked(change if found else _FIRST, _LAST if found else change)
        return found

    @property
    def now(self) -> datetime:
        """The moment itself: what follows from it holds for no other."""
        self._asked(self._now, min(self._now, _LAST - _LEAST) + _LEAST)
        return self._now

    @property
    def today(self) -> date:
        """Its day in UTC."""
        day = self._now.astimezone(UTC).date()
        begin = datetime.combine(day, time(), UTC)
        self._asked(begin, _LAST if day == date.max else begin + timedelta(days=1))
        return day

    def day_is_over(self, day: date) -> bool:
        """Whether `day`, in UTC, lies before today."""
        return day < date.max and self.reached(datetime.combine(day, time(), UTC) + timedelta(days=1))

    def _asked(self, since: datetime, until: datetime) -> None:
        self.valid = Valid(max(self.valid.since, since), min(self.valid.until, until))
