"""Times as authors write them. A time that cannot be read, or that has no zone, is refused with the fix spelled out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from straightup.model import durations
from straightup.model.findings import Misread
from straightup.model.incident import Eta, Promise, UnknownUntil
from straightup.model.limits import LONGEST_OFFSET

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
_OTHER_ZONE = re.compile(
    rf"(?P<known>{_ZONELESS.pattern}) ?(?P<zone>[A-Za-z][A-Za-z_/+-]*\d*(?::?\d\d)?|[+-]\d{{1,4}})"
)
_UNITS = durations.PATTERN
_DURATION_RANGE = re.compile(r"(\d{1,4}) ?[-–] ?(\d{1,4}) ?([a-z]+)", re.IGNORECASE)
_BECAUSE = re.compile(r"[,;]?\s*\bbecause\b:?\s*(.*)$", re.IGNORECASE | re.DOTALL)
_UNKNOWN = re.compile(r"unknown\b[,]?\s*(?:until\b\s*(?P<until>.*))?", re.IGNORECASE | re.DOTALL)
_TIME_IN_PROSE = re.compile(
    r"\b(?:by|until|before|within|around|know|latest)\b[^.\d]{0,20}(?:\d\d:\d\d ?[-–] ?)?"
    rf"(?P<when>{_MOMENT.pattern.replace('?P<', '?P<m_')}|{_TIME_OF_DAY.pattern.replace('?P<', '?P<t_')})",
    re.IGNORECASE,
)
_DURATION_IN_PROSE = re.compile(
    r"\b(?:within|in)(?: (?:about|around|another|the next|at most))? (?:\d{1,3} ?[-–] ?)?(?P<length>" + _UNITS + ")",
    re.IGNORECASE,
)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class NoTime:
    """Why a text is no time."""

    rule: Misread
    message: str
    help: str


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
    return _why_no_moment(text)


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


def when(text: str, after: datetime) -> datetime | NoTime:
    """A moment, or a time of day, which means the next such moment strictly after `after`."""
    text = text.strip().removesuffix(".")
    if match := _MOMENT.fullmatch(text):
        return _build(text, match["date"], match["time"], match["zone"])
    match = _TIME_OF_DAY.fullmatch(text)
    if match and not _AMBIGUOUS.fullmatch(text):
        return _next(text, match["time"], match["zone"], after)
    if re.fullmatch(r"\d{1,2}:\d\d", text):
        return _why_no_moment(text)
    begins_with_day = re.match(r"\d{4}-", text)
    return (None if begins_with_day else _ambiguous(text)) or moment(text)


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
    text, because = split_because(text)
    unknown = _UNKNOWN.fullmatch(text)
    if unknown:
        return _unknown(unknown["until"], because, at)
    if promise := _duration(text, because, at):
        return promise
    match = _RANGE.fullmatch(text)
    if match:
        return _range(text, match, because, at)
    found = _ambiguous(text) or when(text, at)
    if isinstance(found, NoTime):
        return found
    return Promise(earliest=found, by=found, because=because)


def said_in(prose: str, after: datetime) -> Iterator[datetime]:
    """Each time that `prose` gives behind a word such as *by*, *until* or *within*, counted from `after`."""
    found: list[tuple[int, datetime]] = []
    for match in _TIME_IN_PROSE.finditer(prose):
        moment_found = when(match["when"], after)
        if isinstance(moment_found, datetime):
            found.append((match.start(), moment_found))
    for match in _DURATION_IN_PROSE.finditer(prose):
        length = durations.parse(match["length"])
        if length is not None:
            found.append((match.start(), after + length))
    yield from (each for _, each in sorted(found))


def split_because(text: str) -> tuple[str, str]:
    """What stands before “because”, and the reason behind it."""
    match = _BECAUSE.search(text) if "becau" in text.lower() else None
    return (text[: match.start()].strip(), " ".join(match[1].split())) if match else (text, "")


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


def _duration(text: str, because: str, at: datetime) -> Promise | None:
    text = re.sub(r"^(?:in|within)\s+", "", text, flags=re.IGNORECASE)
    match = _DURATION_RANGE.fullmatch(text)
    if match:
        try:
            unit = durations.unit_seconds(match[3])
        except KeyError:
            return None
        first, last = sorted((int(match[1]), int(match[2])))
        return Promise(
            earliest=at + timedelta(seconds=first * unit), by=at + timedelta(seconds=last * unit), because=because
        )
    length = durations.parse(text)
    if length is None:
        return None
    return Promise(earliest=at + length, by=at + length, because=because)


def _range(text: str, match: re.Match[str], because: str, at: datetime) -> Promise | NoTime:
    if match["date"]:
        first = _build(text, match["date"], match["time"], match["zone"])
    else:
        first = _next(text, match["time"], match["zone"], at)
    if isinstance(first, NoTime):
        return first
    last = _next(text, match["end"], match["zone"], first)
    return last if isinstance(last, NoTime) else Promise(earliest=first, by=last, because=because)


def _zone(text: str) -> timezone | None:
    if text.upper() in ("UTC", "Z"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > LONGEST_OFFSET or minutes > 59:
        return None
    return timezone(-offset if text[0] == "-" else offset) if offset else UTC


def _build(text: str, day_text: str, time_text: str, zone_text: str) -> datetime | NoTime:
    zone = _zone(zone_text)
    if zone is None:
        return NoTime(Misread.BAD_TIME, f"No place on earth has the offset {zone_text}.", "Offsets end at ±14:00.")
    try:
        found = datetime.fromisoformat(f"{day_text}T{time_text}").replace(tzinfo=zone)
    except ValueError as error:
        return NoTime(Misread.BAD_TIME, f"“{text}” is no time: {error}.", "Check the day, the hour and the minute.")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return NoTime(
            Misread.BAD_TIME, f"The year {found.year} lies outside {FIRST_YEAR}-{LAST_YEAR}.", "Check the year."
        )
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
        help_text = f"Write “{text} UTC” if that is UTC, else its offset, such as “{text} +01:00”."
        return NoTime(Misread.TIME_WITHOUT_ZONE, f"“{text}” has no zone.", help_text)
    other = _OTHER_ZONE.fullmatch(text)
    if other and other["zone"].upper() not in ("UTC", "Z", "T") and not re.fullmatch(r"[+-]\d\d:\d\d", other["zone"]):
        help_text = f"Write it in UTC, or with its offset, such as “{other['known']} +01:00”."
        return NoTime(
            Misread.TIME_WITHOUT_ZONE, f"“{other['zone']}” is not read as a zone: names can mean two.", help_text
        )
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return NoTime(Misread.BAD_TIME, f"“{text}” has no time of day.", f"Write it as “{text} 14:05 UTC”.")
    if _TIME_OF_DAY.fullmatch(text):
        return NoTime(
            Misread.BAD_TIME, f"“{text}” has no date.", f"Write it as “2026-11-03 {text}”, with the day meant."
        )
    shown = text if len(text) <= 60 else f"{text[:57]}…"
    return NoTime(Misread.BAD_TIME, f"“{shown}” is no time that can be read.", "Write it as “2026-11-03 14:05 UTC”.")
