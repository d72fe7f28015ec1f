"""Zones as authors write them: UTC, an offset, or a city of the IANA list. A name that can mean two is refused."""

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from straightup.model.findings import Misread
from straightup.model.limits import LONGEST_OFFSET
from straightup.reading.no_time import NoTime, instead, without_zone

Zone = timezone | ZoneInfo

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
_HALF_AN_OFFSET = re.compile(r"([+-])(\d{1,2})(?::(\d\d))?")
_FROM_UTC = re.compile(r"(?:UTC|GMT)\s?([+–-])\s?(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)
_CITY = re.compile(r"[A-Za-z]+(?:/[A-Za-z_+-]+\d{0,2}){1,2}")
_UPSIDE_DOWN = re.compile(r"Etc/GMT([+-])(\d{1,2})", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z_/+-]{0,40}\d{0,4}")
_AREAS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
_MEANT = {
    name: tuple(offsets.split())
    for names, offsets in (
        ("CET MET", "+01:00 +02:00"), ("CEST MEST", "+02:00"), ("EET", "+02:00 +03:00"), ("EEST", "+03:00"),
        ("WET", "+00:00 +01:00"), ("WEST", "+01:00"), ("BST", "+01:00 +06:00"), ("MSK", "+03:00"),
        ("IST", "+05:30 +01:00 +02:00"), ("SAST", "+02:00"), ("PKT", "+05:00"), ("GST", "+04:00"),
        ("EST", "-05:00 +10:00"), ("EDT", "-04:00 +11:00"), ("ET", "-05:00 -04:00"),
        ("CST", "-06:00 +08:00"), ("CDT", "-05:00 -04:00"), ("CT", "-06:00 -05:00"),
        ("MST", "-07:00 +08:00"), ("MDT", "-06:00"), ("MT", "-07:00 -06:00"),
        ("PST", "-08:00 +08:00"), ("PDT", "-07:00"), ("PT", "-08:00 -07:00"),
        ("AST", "-04:00 +03:00"), ("ADT", "-03:00 +04:00"), ("AKST", "-09:00"), ("AKDT", "-08:00"), ("HST", "-10:00"),
        ("BRT", "-03:00"), ("ART", "-03:00"), ("JST KST", "+09:00"), ("HKT SGT", "+08:00"), ("ICT WIB", "+07:00"),
        ("AEST", "+10:00"), ("AEDT", "+11:00"), ("ACST", "+09:30"), ("AWST", "+08:00"),
        ("NZST", "+12:00"), ("NZDT", "+13:00"),
    )
    for name in names.split()
}  # fmt: skip
"""The offsets that the abbreviations may mean, the most usual first."""


def offset(text: str) -> timezone | None:
    """The zone of an offset, `+01:00` or `+0100`; None for one that no place on earth has."""
    hours, minutes = int(text[1:3]), int(text[-2:])
    length = timedelta(hours=hours, minutes=minutes)
    if length > LONGEST_OFFSET or minutes > 59:
        return None
    return timezone(-length if text[0] == "-" else length) if length else UTC


def impossible(said: str) -> NoTime:
    """What is said of an offset that no place on earth has."""
    return NoTime(Misread.BAD_TIME, f"No place on earth has the offset {said}.", "Offsets end at ±14:00.")


def read(said: str, clock: str, whole: str, *, ranges: bool) -> Zone | NoTime | None:
    """The zone that `said` names behind `clock` in the `whole` of what the author wrote; None for no zone at all.

    Where there are `ranges`, a time behind a dash may be the end of one.
    """
    if not said:
        return without_zone(whole, clock, whole)
    if said.upper() in ("UTC", "GMT", "Z"):
        return UTC
    if _OFFSET.fullmatch(said):
        return offset(said) or impossible(said)
    if found := _HALF_AN_OFFSET.fullmatch(said):
        return _refused(f"“{said}” is no whole offset.", said, (_spelt(found),), whole)
    if found := _FROM_UTC.fullmatch(said):
        return _from_utc(found, clock, whole, ranges=ranges)
    if _CITY.fullmatch(said):
        return _city(said, clock, whole)
    if offsets := _MEANT.get(said.upper()):
        meant = f"can mean {' or '.join(offsets)}" if len(offsets) > 1 else "is not read as a zone"
        return _refused(f"“{said}” {meant}.", said, offsets, whole)
    if _NAME.fullmatch(said):
        message = f"“{said}” is not read as a zone: names can mean two."
        help_text = f"Write it in UTC, or with its offset, such as “{instead(whole, said, '+01:00')}”."
        return NoTime(Misread.TIME_WITHOUT_ZONE, message, help_text)
    return None


def local(naive: datetime, zone: Zone, whole: str) -> datetime | NoTime:
    """`naive` in `zone`, in the offset that holds there then. NoTime where the clock is changed over it."""
    if not isinstance(zone, ZoneInfo):
        return naive.replace(tzinfo=zone)
    early, late = both(naive, zone)
    if early == late:
        return early
    # PEP 495: fold=0 means the offset from before the change, fold=1 the one from after it.
    happens = "happens twice" if early < late else "never happens"
    ways = [f"{each:%Y-%m-%d} {naive:%H:%M} {_name(each)}" for each in (early, late)]
    message = f"“{whole}” {happens}, because the clocks change on {naive:%Y-%m-%d}."
    return NoTime(Misread.BAD_TIME, message, f"Write “{ways[0]}” or “{ways[1]}”.")


def both(naive: datetime, zone: Zone) -> tuple[datetime, datetime]:
    """`naive` as clocks that are not yet changed and as clocks that are have it: nearly always the same moment."""
    before, after = (naive.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    return naive.replace(tzinfo=timezone(before) if before else UTC), naive.replace(
        tzinfo=timezone(after) if after else UTC
    )


def _name(at: datetime) -> str:
    name = at.strftime("%z")
    return f"{name[:3]}:{name[3:5]}"


def _refused(message: str, said: str, offsets: tuple[str, ...], whole: str) -> NoTime:
    written = " or ".join(f"“{instead(whole, said, each)}”" for each in offsets)
    return NoTime(Misread.TIME_WITHOUT_ZONE, message, f"Write {written}{', whichever you mean' * (len(offsets) > 1)}.")


def _spelt(found: re.Match[str]) -> str:
    sign = "+" if found[1] == "+" else "-"
    return f"{sign}{int(found[2]):02}:{found[3] or '00'}"


def _from_utc(found: re.Match[str], clock: str, whole: str, *, ranges: bool) -> NoTime:
    """`UTC-07:00`, which people write of an offset, and also of a time in UTC with another one behind it."""
    said, spelt = found[0], _spelt(found)
    ways = [(f"{clock} at the offset {spelt}", instead(whole, said, spelt))] if offset(spelt) else []
    if ranges and found[1] != "+" and found[3]:
        end = f"{int(found[2]):02}:{found[3]}"
        ways.append((f"from {clock} to {end} in UTC", instead(whole, clock, f"{clock}-{end}").replace(said, "UTC")))
    if len(ways) < 2:
        ways.append((f"{clock} in UTC", instead(whole, said, "UTC")))
    message = f"“{clock} {said}” can mean {' or '.join(meaning for meaning, _ in ways)}."
    return NoTime(Misread.TIME_WITHOUT_ZONE, message, f"Write {' or '.join(f'“{way}”' for _, way in ways)}.")


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """The cities of the list, by their names in small letters; none on a machine that does not have the list."""
    with warnings.catch_warnings():
        # Python 3.11 reads its own list without naming an encoding.
        warnings.simplefilter("ignore", EncodingWarning)
        known = available_timezones()
    return {name.casefold(): name for name in known if name.startswith(_AREAS) and "/" in name}


def _city(said: str, clock: str, whole: str) -> Zone | NoTime:
    if found := _UPSIDE_DOWN.fullmatch(said):
        # Its sign is the other way round, which nobody sees in it.
        hours = f"{int(found[2]):02}:00"
        return _refused(f"“{said}” can mean -{hours} or +{hours}.", said, (f"-{hours}", f"+{hours}"), whole)
    if said.upper() in ("ETC/UTC", "ETC/GMT"):
        return _refused(f"“{said}” is the name of no city.", said, ("UTC",), whole)
    known = _cities()
    example = f"Write it in UTC, or with its offset, such as “{instead(whole, said, '+01:00')}”."
    if not known:
        message = f"“{said}” cannot be looked up, because this machine has no list of zones."
        return NoTime(Misread.TIME_WITHOUT_ZONE, message, example)
    right = known.get(said.casefold())
    if right is None:
        return NoTime(Misread.TIME_WITHOUT_ZONE, f"“{said}” is no city of the IANA list of zones.", example)
    return ZoneInfo(right)
