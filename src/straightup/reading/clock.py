"""A time of day with its zone, as people write it: `6:00 UTC`, `06.00 +0100`, `0600 GMT`, `7:30 pm UTC`, `noon UTC`."""

import re
from dataclasses import dataclass
from datetime import time

from straightup.model.findings import Misread
from straightup.reading import zones
from straightup.reading.no_time import NoTime, instead, two_meanings
from straightup.reading.zones import Zone

PATTERN = (
    r"(?:(?:12 )?(?P<word>noon|midnight)\b|(?P<four>\d{4})"
    r"|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?)(?![\d:])"
)
_CLOCK = re.compile(PATTERN, re.IGNORECASE)
_END_OF_RANGE = re.compile(r"[-–]\d{1,2}:?\d\d")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a zone."""

    time: time
    zone: Zone
    zone_said: str
    """As the author wrote it."""
    midnight: bool = False
    """It was called midnight: with a day, nobody can tell whether the one that begins it or the one that ends it."""


def read(text: str, whole: str, *, ranges: bool) -> Clock | NoTime | None:
    """The time of day that `text` is, which stands in the `whole` of what the author wrote; None where it is none.

    Where there are `ranges`, an offset that hangs on the time may also be the end of one, and is refused.
    """
    found = _CLOCK.match(text)
    if found is None:
        return None
    said, rest = found[0], text[found.end() :]
    if ranges and _END_OF_RANGE.fullmatch(rest):
        help_text = f"Write “{whole} UTC” if those are UTC times, else put their offset in place of UTC."
        return NoTime(Misread.TIME_WITHOUT_ZONE, f"“{text}” has no zone.", help_text)
    zone = zones.read(rest.strip(), said, whole, ranges=ranges)
    if zone is None or (_is_number(found) and isinstance(zone, NoTime)):
        return None
    if refused := _two_ways(found, whole, "" if rest.strip() else " UTC"):
        return refused
    if isinstance(zone, NoTime):
        return zone
    try:
        return Clock(_time(found), zone, rest.strip(), midnight=(found["word"] or "").lower() == "midnight")
    except ValueError as error:
        message = f"“{whole}” is no time: {error}."
        return NoTime(Misread.BAD_TIME, message, "Check the hour and the minute.")


def bare(text: str) -> bool:
    """Whether `text` is a time of day without anything behind it."""
    return _CLOCK.fullmatch(text) is not None


def _time(found: re.Match[str]) -> time:
    if found["word"]:
        return time(12 if found["word"].lower() == "noon" else 0)
    if found["four"]:
        return time(int(found["four"][:2]), int(found["four"][2:]))
    afternoon = 12 if (found["half"] or "").lower() == "p" else 0
    return time(int(found["hour"]) + afternoon, int(found["minute"] or 0), int(found["second"] or 0))


def _is_number(found: re.Match[str]) -> bool:
    return bool(found["hour"] and not found["minute"] and not found["half"])


def _two_ways(found: re.Match[str], whole: str, zone: str) -> NoTime | None:
    """Hours that leave open which half of the day is meant. `zone` is what the example has to add."""
    said, minutes = found[0], found["minute"] or "00"
    hour = int(found["hour"] or 1)
    if _is_number(found):
        help_text = f"Write “{instead(whole, said, f'{hour}:00')}”."
        return NoTime(Misread.BAD_TIME, f"“{said}” alone is no time of day.", help_text)
    if found["half"] is None or 0 < hour < 12:
        return None
    if hour == 12:
        first, second = (instead(whole, said, f"{each}:{minutes}{zone}") for each in ("00", "12"))
        return two_meanings(said, f"00:{minutes}", f"12:{minutes}", first, second)
    example = instead(whole, said, f"{hour:02}:{minutes}{zone}")
    return NoTime(Misread.BAD_TIME, f"“{said}” counts the hours in two ways at once.", f"Write “{example}”.")
