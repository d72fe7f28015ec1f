"""Days as people name them: `tomorrow`, `Monday`, `26 Nov`. A name that can mean two days is refused."""

import re
from datetime import date, datetime, time, timedelta

from straightup.model.findings import Misread
from straightup.reading.no_time import NoTime, instead, two_meanings

_DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = "(?:" + "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "may" else month for month in _MONTHS) + "|sept)"
# Without going back: the “2030” of “26 Nov 2030 UTC” may be a year or a time of day, so it is not taken for the latter.
_YEAR = r"(?:,? (?P<{0}>20\d\d|2100)(?![\d:.]))?+"
_NUMBER = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_DATE = (
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|{_NUMBER.format('before')} (?:of )?(?P<month>{_MONTH})\b\.?{_YEAR.format('year')}"
    rf"|(?P<named>{_MONTH})\b\.? {_NUMBER.format('behind')}(?![\d:.]){_YEAR.format('later')}"
)
PATTERN = (
    rf"(?:(?P<relative>today|tomorrow|yesterday)\b"
    rf"|(?:(?P<which>next|this|last) )?(?P<weekday>{_WEEKDAY})\b(?:,? (?:the )?(?:{_DATE}))?"
    rf"|(?:the )?(?:{_DATE.replace('?P<', '?P<d_')}))"
)
_FIRST = re.compile(
    rf"(?:on )?(?P<day>{PATTERN})(?:,?(?: (?:at|by|before|no later than))? |T(?=\d)|,?$)", re.IGNORECASE
)
_LAST = re.compile(rf",? (?:on )?(?P<day>{PATTERN})$", re.IGNORECASE)
_MORNING = time(6)
"""Until then, people who were awake all night call the day that they live in “tomorrow”."""


class Day:
    """A day that an author names."""

    def __init__(self, found: re.Match[str]) -> None:
        self.said: str = found["day"]
        parts = found.groupdict()
        self._parts: dict[str, str] = {name: parts[name] or parts.get(f"d_{name}") or "" for name in parts}

    def falls_on(self, now: datetime, clock: time, whole: str, *, back: bool) -> date | NoTime:
        """Its date to somebody who writes at `now`, in the zone that they wrote, and means a time of day on it.

        A weekday is the next one, a date without a year the nearest; looking `back`, what has been.
        """
        if self._parts["relative"]:
            return self._relative(now, clock, whole)
        written = self._written(now.date(), whole, back=back)
        if not self._parts["weekday"] or isinstance(written, NoTime):
            assert written is not None  # noqa: S101 -- the pattern has a weekday or a date
            return written
        if written is None:
            return self._weekday(now.date(), whole, back=back)
        if _WEEKDAYS[written.weekday()][:3] != self._parts["weekday"][:3].lower():
            message = f"“{self.said}” is a {_WEEKDAYS[written.weekday()].capitalize()}."
            return NoTime(Misread.BAD_TIME, message, f"If the date is right, write “{self._as(written, whole)}”.")
        return written

    def _as(self, day: date, whole: str) -> str:
        return instead(whole, self.said, day.isoformat())

    def _either(self, first: date, second: date, whole: str) -> NoTime:
        one, other = f"{first:%A} {first}", f"{second:%A} {second}"
        return two_meanings(self.said, one, other, self._as(first, whole), self._as(second, whole))

    def _relative(self, now: datetime, clock: time, whole: str) -> date | NoTime:
        today = now.date()
        word = self._parts["relative"].lower()
        if word == "today":
            return today
        if word == "yesterday":
            if now.time() < _MORNING:
                return self._either(today - 2 * _DAY, today - _DAY, whole)
            return today - _DAY
        if now.time() < _MORNING and clock > now.time():
            return self._either(today, today + _DAY, whole)
        if now.time() < _MORNING or clock < _MORNING:
            return self._either(today + _DAY, today + 2 * _DAY, whole)
        return today + _DAY

    def _weekday(self, today: date, whole: str, *, back: bool) -> date | NoTime:
        wanted = [name[:3] for name in _WEEKDAYS].index(self._parts["weekday"][:3].lower())
        ahead = (wanted - today.weekday()) % 7
        found = today + ahead * _DAY
        week = -7 * _DAY if back else 7 * _DAY
        if self._parts["which"]:
            first = found - 7 * _DAY if back else found
            return self._either(min(first, first + week), max(first, first + week), whole)
        if ahead == 0:
            return self._either(min(today, today + week), max(today, today + week), whole)
        return found - 7 * _DAY if back else found

    def _written(self, today: date, whole: str, *, back: bool) -> date | NoTime | None:
        """The date in it; None for a weekday alone."""
        parts = self._parts
        number, month = (parts["before"] or parts["behind"]), (parts["month"] or parts["named"])
        year = parts["year"] or parts["later"]
        try:
            if parts["iso"]:
                return date.fromisoformat(parts["iso"])
            if not number or not month:
                return None
            which = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))
            if year:
                return date(int(year), which, int(number))
            return self._nearest(today, which, int(number), whole, back=back)
        except ValueError as error:
            return NoTime(Misread.BAD_TIME, f"“{self.said}” is no date: {error}.", "Check the day and the month.")

    def _nearest(self, today: date, month: int, number: int, whole: str, *, back: bool) -> date | NoTime:
        found = []
        for year in (today.year - 1, today.year, today.year + 1):
            if (month, number) != (2, 29) or year % 4 == 0:
                found.append(date(year, month, number))
        if not found:
            return NoTime(Misread.BAD_TIME, f"There is no “{self.said}” near.", "Check the day and the month.")
        first, *others = sorted(found, key=lambda day: abs(day - today))
        if others and abs(others[0] - today) == abs(first - today):
            return self._either(min(first, others[0]), max(first, others[0]), whole)
        if back and first > today:
            last = max(day for day in (first, *others) if day <= today)
            message = f"“{self.said}” is still to come."
            return NoTime(Misread.BAD_TIME, message, f"If an earlier one is meant, write “{self._as(last, whole)}”.")
        return first


def split(text: str) -> tuple[Day | None, str]:
    """The day that the short line `text` names at its beginning or its end, if it does, and the rest of it."""
    if found := _FIRST.match(text):
        return Day(found), text[found.end() :].strip()
    if found := _LAST.search(text):
        return Day(found), text[: found.start()].strip()
    return None, text
