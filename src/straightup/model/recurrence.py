"""Planned work that comes again by a rule: when each time of it begins and ends. Nothing of it is written anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

Occurrence = tuple[datetime, datetime]
"""When one time of it begins and ends, in UTC."""

MOST_DAYS = 366 * 20
"""How far a rule is followed from its first day: nobody plans further, and a slip in a year must not take all night."""
LAST = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A rule such as “every first Sunday 02:00-04:00 Europe/Berlin”."""

    said: str
    """The rule as it is written."""
    weekdays: tuple[int, ...]
    """Monday is 0; all seven for every day."""
    begins: time
    """By the clocks of `zone`, on both sides of their changes."""
    ends: time
    """The same; on the next day where it is not behind `begins`."""
    zone: ZoneInfo
    every: int = 1
    """Each week, each second one, counted from the week of `first`."""
    ordinal: int = 0
    """Which of its weekday in a month: 1 to 4, `LAST`; 0 for each."""
    first: date
    """No time of it begins before this day."""
    until: date | None = None
    """The last day on which one may begin."""
    without: frozenset[date] = field(default=frozenset())
    """Days on which it does not come: the author says so, or another report stands in for it."""

    def days(self) -> Iterator[date]:
        """Each day on which it begins, in order."""
        last = self.first + timedelta(days=MOST_DAYS)
        last = min(last, self.until) if self.until else last
        monday = self.first - timedelta(days=self.first.weekday())
        for number in range((last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            due = day.weekday() in self.weekdays and (day - monday).days // 7 % self.every == 0
            if due and self._is_the_one(day) and day not in self.without:
                yield day

    def _is_the_one(self, day: date) -> bool:
        if self.ordinal == LAST:
            return (day + timedelta(days=7)).month != day.month
        return self.ordinal in (0, (day.day - 1) // 7 + 1)

    def occurrence(self, day: date) -> Occurrence:
        """When it begins and ends, where it begins on `day`.

        A time that the clocks leave out counts by the offset before the change, as RFC 5545 (3.3.5) has it; of one that
        comes twice, a beginning is the first and an end the second, so that the window is never told too short.
        """
        over = day if self.begins < self.ends else day + timedelta(days=1)
        begins = datetime.combine(day, self.begins, self.zone)
        ends = datetime.combine(over, self.ends, self.zone)
        later = max((ends.replace(fold=fold).astimezone(UTC) for fold in (0, 1)), key=lambda each: (each, each))
        is_twice = ends.replace(fold=1).astimezone(UTC) > ends.astimezone(UTC)
        return begins.astimezone(UTC), later if is_twice else ends.astimezone(UTC)

    def around(self, now: datetime) -> Occurrence | None:
        """The time that goes on at `now`, else the next one; None when no more comes."""
        return next(self.following(now, 1), None)

    def following(self, now: datetime, most: int) -> Iterator[Occurrence]:
        """At most `most` times that are not over at `now`, the nearest first."""
        every = (self.occurrence(day) for day in self.days())
        return islice((each for each in every if each[1] > now), most)

    def past(self, now: datetime, since: datetime) -> Iterator[Occurrence]:
        """The times that were over by `now`, but not by `since`, the earliest first."""
        for day in self.days():
            each = self.occurrence(day)
            if each[1] > now:
                return
            if each[1] > since:
                yield each
