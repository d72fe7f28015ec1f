"""The times that a text promises: “we will know by 15:30 UTC”, “within 2 hours”."""

import re
from collections.abc import Iterator
from datetime import datetime

from straightup.model import durations
from straightup.reading import moments

_DAY = (
    r"(?:today|tomorrow|yesterday|(?:next |this )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = r"(?P<date>\d{4}-\d\d-\d\d[ T]|\d{1,2}(?:st|nd|rd|th)?,? (?:(?:of )?[A-Z]{3,9}\.?,? (?:20\d\d,? )?)?(?:at )?)?"
_HALF = r" ?[ap]\.?m\b\.?"
_CITY = r"[A-Z]{4,10}/[A-Z_/+-]{2,40}"
_CLOCK = (
    rf"(?:\d{{1,2}}[:.]\d\d(?::\d\d)?(?:{_HALF})? ?(?:UTC|GMT|Z|[+-]\d\d:?\d\d|{_CITY})"
    rf"|(?:\d{{1,2}}{_HALF}|\d{{4}}|(?:12 )?noon) ?(?:UTC|GMT|Z))(?!\w| ?[+–-]\d)"
)
_TIME = re.compile(
    r"\b(?:by|until|before|within|around|know|latest)\b(?P<gap>[^.\d]{0,20})"
    rf"{_DATE}(?:\d{{1,2}}:\d\d ?[-–] ?)?(?P<clock>{_CLOCK})"
    rf"(?P<behind> (?:on )?(?:\d{{1,2}} )?{_DAY}(?: \d{{1,2}}\b)?)?",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(_DAY, re.IGNORECASE)
_LENGTH = re.compile(
    r"\b(?:within|in)(?: (?:about|around|another|the next|at most))? (?:\d{1,3} ?[-–] ?)?"
    rf"(?P<length>{durations.PATTERN})",
    re.IGNORECASE,
)


def said_in(prose: str, after: datetime) -> Iterator[datetime]:
    """Each time that `prose` gives behind a word such as *by*, *until* or *within*, counted from `after`.

    A time whose day cannot be read is none: that of another day would be guessed.
    """
    found: list[tuple[int, datetime]] = []
    for match in _TIME.finditer(prose):
        said = moments.when(_with_its_day(match), after)
        if isinstance(said, datetime):
            found.append((match.start(), said))
    for match in _LENGTH.finditer(prose):
        length = durations.parse(match["length"])
        if length is not None:
            found.append((match.start(), after + length))
    yield from (each for _, each in sorted(found))


def _with_its_day(match: re.Match[str]) -> str:
    day = _DAY_BEFORE.search(match["gap"])
    before = match["gap"][day.start() :] if day else ""
    return f"{before}{match['date'] or ''}{match['clock']}{match['behind'] or ''}"
