"""Lengths of time, read from and said in the words people use: `10d`, `1 h 30 min`."""

import re
from datetime import timedelta

_UNIT_SECONDS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
# ASCII, or case-insensitive matching would take “ſ” for an “s”; five parts at most, or a sum could pass all calendars.
_UNITS = f"(?a:{'|'.join(sorted(_UNIT_SECONDS, key=len, reverse=True))})"
PATTERN = (
    rf"\d{{1,4}}(?:\.\d{{1,2}})?\s*{_UNITS}(?![a-zA-Z])(?:\s*(?:(?:,|and)\s*)?\d{{1,4}}\s*{_UNITS}(?![a-zA-Z])){{0,4}}"
)
"""Matches what `parse` reads, for use inside larger patterns (case-insensitive)."""
_PART = re.compile(rf"(\d{{1,4}}(?:\.\d{{1,2}})?)\s*({_UNITS})(?![a-zA-Z])", re.IGNORECASE)
_WHOLE = re.compile(PATTERN, re.IGNORECASE)


def parse(text: str) -> timedelta | None:
    """The length of time that `text` says, or None when it says none. `1 h 30 min`, `10d`, `2 hours`, `1.5 h`."""
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        return None
    seconds = sum(float(number) * _UNIT_SECONDS[unit.lower()] for number, unit in _PART.findall(text))
    return timedelta(seconds=round(seconds))


def unit_seconds(unit: str) -> int:
    """Seconds in one `unit` as written by an author: `h`, `minutes`. KeyError for a word that is no unit."""
    return _UNIT_SECONDS[unit.lower()]


def parts(length: timedelta) -> tuple[tuple[int, str], ...]:
    """`length`, whatever its sign, in its two largest units (`d`, `h`, `min`) without the rest; () below a minute."""
    minutes = int(abs(length).total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = ((days, "d"), (hours, "h")) if days else ((hours, "h"), (minutes, "min"))
    return tuple((number, unit) for number, unit in units if number)


def say(length: timedelta) -> str:
    """`length` in two units at most, never rounded up to look worse or down past a unit: `1 h 38 min`, `3 d 4 h`."""
    return " ".join(f"{number} {unit}" for number, unit in parts(length)) or "less than a minute"
