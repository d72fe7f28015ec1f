"""Times as authors write them. A time that cannot be read, or that has no zone, is refused with the fix spelled out."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from straightup.model import durations
from straightup.model.findings import Misread
from straightup.model.incident import Eta, Promise, UnknownUntil
from straightup.model.limits import FIRST_YEAR, LAST_YEAR
from straightup.reading import plain_words, zones
from straightup.reading.no_time import NoTime, without_zone
from straightup.reading.plain_words import Span

__all__ = ["FIRST_YEAR", "LAST_YEAR", "NoTime", "before", "day", "eta", "moment", "split_because", "when"]

_DATE = r"(?P<date>\d{4}-\d\d-\d\d)"
_TIME = r"(?P<time>\d\d:\d\d(?::\d\d)?)"
_ZONE = r"(?P<zone>UTC|Z|[+-]\d\d:\d\d)"
_MOMENT = re.compile(rf"{_DATE}[ T]{_TIME} ?{_ZONE}", re.IGNORECASE)
_TIME_OF_DAY = re.compile(rf"{_TIME} ?{_ZONE}", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:{_DATE}[ T])?{_TIME} ?[-–] ?(?P<end>\d\d:\d\d(?::\d\d)?) ?{_ZONE}", re.IGNORECASE
)  # fmt: skip
_AMBIGUOUS = re.compile(r"((?:\d{4}-\d\d-\d\d[ T])?\d\d:\d\d)[-–](\d\d:\d\d)")
"""A range without a zone, or a time with an offset: in an ETA nobody can tell."""
_ZONELESS = re.compile(r"(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}:\d\d(?::\d\d)?(?: ?[-–] ?\d{1,2}:\d\d)?")
_DURATION_RANGE = re.compile(r"(\d{1,4}) ?[-–] ?(\d{1,4}) ?([a-z]+)", re.IGNORECASE)
_BECAUSE = re.compile(r"\bbecause\b:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_UNKNOWN = re.compile(r"unknown\b[,]?\s*(?:until\b\s*(?P<until>.*))?", re.IGNORECASE | re.DOTALL)


def moment(text: str) -> datetime | NoTime:
    """The moment that `text` says with date, time and zone, in the author's own offset."""
    text = text.strip()
    return _known_moment(text) if len(text) <= _LONGEST_KNOWN else _moment(text)


def _moment(text: str) -> datetime | NoTime:
    match = _MOMENT.fullmatch(text)
    if match:
        return _build(text, match["date"], match["time"], match["zone"])
    if re.fullmatch(r"\d{1,2}:\d\d", text):
        return NoTime(
            Misread.TIME_WITHOUT_ZONE, f"“{text}” has no date and no zone.", "Write it as “2026-11-03 14:05 UTC”."
        )
    return plain_words.full(text) or _why_no_moment(text)


_known_moment = lru_cache(maxsize=512)(_moment)  # a report says most of its times several times
_LONGEST_KNOWN = 60


def day(text: str) -> date | NoTime:
    """A date, `YYYY-MM-DD`; of a full moment, its date."""
    text = text.strip()
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError as error:
        return NoTime(Misread.BAD_TIME, f"“{text}” is no date: {error}.", "Write it as YYYY-MM-DD.")
    if found is None:
        as_moment = moment(text)
        if isinstance(as_moment, NoTime):
            return NoTime(Misread.BAD_TIME, f"“{text}” is no date.", "Write it as YYYY-MM-DD, such as 2026-11-20.")
        return as_moment.date()
    return found


def beginning(text: str) -> datetime | None:
    """The moment that `text` says, and of a day when it begins in UTC; None where it says neither."""
    found = moment(text)
    if isinstance(found, NoTime):
        whole = day(text)
        return None if isinstance(whole, NoTime) else datetime.combine(whole, time(), UTC)
    return found


def when(text: str, after: datetime) -> datetime | NoTime:
    """A moment to come, in any words that mean one: a time of day is the next one strictly after `after`.

    Of a range, and of a length of time, it is the end.
    """
    text = text.strip().removesuffix(".")
    if match := _MOMENT.fullmatch(text):
        return _build(text, match["date"], match["time"], match["zone"])
    match = _TIME_OF_DAY.fullmatch(text)
    if match and not _AMBIGUOUS.fullmatch(text):
        return _next(text, match["time"], match["zone"], after)
    found = _said(plain_words.unmarked(text), after)
    return found if isinstance(found, NoTime) else found[1]


def before(text: str, now: datetime) -> datetime | NoTime:
    """A moment that has been: a full one, or the last such time of day or day up to `now`."""
    text = text.strip().removesuffix(".")
    if match := _MOMENT.fullmatch(text):
        return _build(text, match["date"], match["time"], match["zone"])
    if found := _ambiguous(text):
        return found
    if match := _TIME_OF_DAY.fullmatch(text):
        return _next(text, match["time"], match["zone"], now - timedelta(days=1))
    said = plain_words.span(plain_words.unmarked(text), now, back=True) or _why_no_moment(text)
    return said if isinstance(said, NoTime) else said[1]


def eta(text: str, at: datetime) -> Eta | NoTime:
    """The restoration time that an update of `at` promises: a time, a range, a duration or unknown-until.

    An UnknownUntil without a reason comes back with an empty one: it is a fault, but what it says is kept.
    """
    text = text.strip().rstrip(".")
    match = _MOMENT.fullmatch(text)
    if match and match["zone"][0] not in "+-":
        # The most usual form, and one that can be no other; an offset could also be the end of a range.
        found = _build(text, match["date"], match["time"], match["zone"])
        return found if isinstance(found, NoTime) else Promise(earliest=found, by=found)
    text, because = split_because(plain_words.unwrapped(text))
    text = plain_words.unmarked(text)
    unknown = _UNKNOWN.fullmatch(text)
    if unknown:
        return _unknown(unknown["until"], because, at)
    said = _said(text, at)
    return said if isinstance(said, NoTime) else Promise(earliest=said[0], by=said[1], because=because)


def _said(text: str, at: datetime) -> Span | NoTime:
    """The earliest and the latest that `text` says: the same unless it is a range."""
    if length := _duration(text, at):
        return length
    if match := _RANGE.fullmatch(text):
        return _range(text, match, at)
    if found := _ambiguous(text):
        return found
    if match := _MOMENT.fullmatch(text):
        one = _build(text, match["date"], match["time"], match["zone"])
    elif match := _TIME_OF_DAY.fullmatch(text):
        one = _next(text, match["time"], match["zone"], at)
    else:
        return plain_words.span(text, at) or _why_no_moment(text)
    return one if isinstance(one, NoTime) else (one, one)


def split_because(text: str) -> tuple[str, str]:
    """What stands before “because”, and the reason behind it."""
    match = _BECAUSE.search(text) if "becau" in text.lower() else None
    if match is None:
        return text, ""
    said = text[: match.start()].rstrip()
    return (said[:-1] if said.endswith((",", ";")) else said).strip(), " ".join(match[1].split())


def _unknown(until: str | None, because: str, at: datetime) -> UnknownUntil | NoTime:
    example = "ETA: unknown until 14:50 UTC, because we are still finding which nodes are affected"
    rule = Misread.ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE
    if not until:
        missing = "until when" if because else "neither until when nor why"
        verb = "does not say" if because else "says"
        return NoTime(rule, f"“unknown” {verb} {missing}.", f"Such as “{example}”.")
    found = when(until.rstrip(","), at)
    if isinstance(found, NoTime):
        return found
    return UnknownUntil(until=found, because=because)


def _duration(text: str, at: datetime) -> Span | None:
    text = re.sub(r"^(?:in|within)\s+", "", text, flags=re.IGNORECASE)
    match = _DURATION_RANGE.fullmatch(text)
    if match:
        try:
            unit = durations.unit_seconds(match[3])
        except KeyError:
            return None
        first, last = sorted((int(match[1]), int(match[2])))
        return at + timedelta(seconds=first * unit), at + timedelta(seconds=last * unit)
    length = durations.parse(text)
    return None if length is None else (at + length, at + length)


def _range(text: str, match: re.Match[str], at: datetime) -> Span | NoTime:
    if match["date"]:
        first = _build(text, match["date"], match["time"], match["zone"])
    else:
        first = _next(text, match["time"], match["zone"], at)
    if isinstance(first, NoTime):
        return first
    last = _next(text, match["end"], match["zone"], first)
    return last if isinstance(last, NoTime) else (first, last)


def _zone(text: str) -> timezone | None:
    return UTC if text.upper() in ("UTC", "Z") else zones.offset(text)


def _build(text: str, day_text: str, time_text: str, zone_text: str) -> datetime | NoTime:
    zone = _zone(zone_text)
    if zone is None:
        return zones.impossible(zone_text)
    try:
        found = datetime.fromisoformat(f"{day_text}T{time_text}").replace(tzinfo=zone)
    except ValueError as error:
        return NoTime(Misread.BAD_TIME, f"“{text}” is no time: {error}.", "Check the day, the hour and the minute.")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return plain_words.out_of_range(found.year)
    return found


def _next(text: str, time_text: str, zone_text: str, after: datetime) -> datetime | NoTime:
    zone = _zone(zone_text)
    local = after.astimezone(zone) if zone else after
    found = _build(text, f"{local.date().isoformat()}", time_text, zone_text)
    if isinstance(found, datetime) and found <= after:
        found += timedelta(days=1)
    return found


def _ambiguous(text: str) -> NoTime | None:
    match = _AMBIGUOUS.fullmatch(text)
    if not match:
        return None
    return NoTime(
        Misread.TIME_WITHOUT_ZONE,
        f"“{text}” has no zone.",
        f"Write “{match[1]}-{match[2]} UTC” if those are UTC times, else put their offset in place of UTC.",
    )


def _why_no_moment(text: str) -> NoTime:
    if _ZONELESS.fullmatch(text):
        return without_zone(text, text, text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return NoTime(Misread.BAD_TIME, f"“{text}” has no time of day.", f"Write it as “{text} 14:05 UTC”.")
    shown = text if len(text) <= 60 else f"{text[:57]}…"
    message = f"“{shown}” is no time that can be read."
    return NoTime(Misread.BAD_TIME, message, "Write it as “2026-11-03 14:05 UTC”.", vague=True)
