"""Times as other programs write them. A time that is impossible, or that has no zone, is never guessed."""

import re
from datetime import UTC, datetime, timedelta, timezone

from straightup.importers.importer import SourceError, Zone
from straightup.model.limits import LONGEST_OFFSET
from straightup.reading.moments import FIRST_YEAR, LAST_YEAR

_CLOCK = r"(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?"
_ZONE = r"(?P<zone>UTC|GMT|Z|[+-]\d\d:?\d\d)"
_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:T|,? *(?:-|at)? *){_CLOCK} *{_ZONE}?", re.IGNORECASE
)
_WORDS = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? +(?:of +)?(?P<name>{'|'.join(_MONTHS)}),? +(?P<year>\d{{4}})"
    rf",? *(?:-|at)? *{_CLOCK} *{_ZONE}?",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(r"\d{4}-\d\d-\d\d")


def read_time(text: str, zone: Zone | None) -> datetime:
    """The moment that `text` says: `2021-12-07T9:06:14+01:00`, `2023-03-29 15h50 UTC`, `11th of February 2022 - 19:00`.

    One without a zone takes `zone`. SourceError when it has no zone and `zone` is None, when its clock time happened
    twice or never in `zone`, and when there is no such time at all.
    """
    text = text.strip()
    match = _ISO.fullmatch(text) or _WORDS.fullmatch(text)
    if match is None:
        if _DATE_ONLY.fullmatch(text):
            raise SourceError(f"“{text}” has no time of day", "Add the time of day and its zone in the source.")
        raise SourceError(
            f"“{text}” is no time that can be read", "Write it as 2021-12-07T09:06:14+01:00 in the source."
        )
    naive = _naive(text, match)
    if match["zone"]:
        return naive.replace(tzinfo=_offset(text, match["zone"]))
    if zone is None:
        raise SourceError("its times have no zone", "Say which with --timezone.")
    return _localized(text, naive, zone)


def _naive(text: str, match: re.Match[str]) -> datetime:
    parts = match.groupdict()
    month = _MONTHS.index(parts["name"].lower()) + 1 if "name" in parts else int(parts["month"])
    try:
        naive = datetime(  # noqa: DTZ001 -- the caller adds the zone
            int(parts["year"]),
            month,
            int(parts["day"]),
            int(parts["hour"]),
            int(parts["minute"]),
            int(parts["second"] or 0),
        )
    except ValueError as error:
        raise SourceError(f"“{text}” is no time: {error}", "Correct it in the source.") from error
    if not FIRST_YEAR <= naive.year <= LAST_YEAR:
        raise SourceError(f"“{text}” lies outside the years {FIRST_YEAR}-{LAST_YEAR}", "Correct it in the source.")
    return naive


def _offset(text: str, zone: str) -> timezone:
    if zone.upper() in ("UTC", "GMT", "Z"):
        return UTC
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    if offset > LONGEST_OFFSET or int(zone[-2:]) > 59:
        raise SourceError(f"“{text}” has an offset that no place on earth has", "Correct it in the source.")
    if not offset:
        return UTC
    return timezone(-offset if zone[0] == "-" else offset)


def _localized(text: str, naive: datetime, zone: Zone) -> datetime:
    """`naive` in `zone`, with the offset that held there then."""
    early, late = (naive.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    if early != late:
        # PEP 495: fold=0 means the offset from before the change, fold=1 the one from after it.
        what = "never happened" if early < late else "happened twice"
        raise SourceError(f"“{text}” {what} in {zone}, where the clocks were changed", "Add its offset in the source.")
    return naive.replace(tzinfo=timezone(early) if early else UTC)
