"""`repeats:`, with `from`, `until` and `except`: planned work that comes again, as authors write it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from zoneinfo import ZoneInfo

from straightup.model.findings import Finding, Misread, Span
from straightup.model.recurrence import LAST, Recurrence
from straightup.model.source import Field, Items, Text, UpdateSource
from straightup.model.states import Kind, Stage
from straightup.reading import moments, zones
from straightup.reading.keys import RECURRENCE_KEYS, Keys
from straightup.reading.no_time import NoTime

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {"first": 1, "1st": 1, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST}
_DAY = rf"(?:{'|'.join(_DAYS)})"
_RULE = re.compile(
    rf"every\s+(?:(?P<daily>day)|(?P<weeks>\d{{1,2}})\s+weeks\s+on\s+(?P<biweekly>{_DAY})"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)})\s+(?P<monthly>{_DAY})(?:\s+of\s+the\s+month)?"
    rf"|(?P<weekly>{_DAY}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_DAY}){{0,6}}))"
    r"\s*,?\s+(?:at\s+)?(?P<begins>\d\d?:\d\d)\s*[-–]\s*(?P<ends>\d\d?:\d\d)\s*(?P<zone>\S.*)?",
    re.IGNORECASE,
)
_SECOND = re.compile(rf"every\s+(?:second|other)\s+(?P<day>{_DAY})\s+(?P<rest>\S.*)", re.IGNORECASE)
_EARLIEST, _LATEST = 1990, 2100
_FROM = "Add “from: 2026-11-24”, or begin the file's name with that day."
_EXAMPLE = "Write “every Tuesday 05:00-06:00 Europe/Berlin”, “every first Sunday …”, “every 2 weeks on Monday …”."


def recurrence(said: str, first: date, until: date | None, without: frozenset[date]) -> Recurrence | NoTime:
    """The rule that `said` gives, from the day `first` on."""
    if twice := _SECOND.fullmatch(said):
        day, rest = twice["day"], twice["rest"]
        ways = f"“every 2 weeks on {day} {rest}” or “every 2nd {day} {rest}”"
        return NoTime(Misread.BAD_TIME, f"“{said}” can mean every two weeks, or once a month.", f"Write {ways}.")
    found = _RULE.fullmatch(said.strip())
    if found is None:
        return NoTime(Misread.BAD_TIME, f"“{said}” is no rule that can be read.", _EXAMPLE)
    try:
        begins, ends = (time.fromisoformat(found[key].zfill(5)) for key in ("begins", "ends"))
    except ValueError:
        return NoTime(Misread.BAD_TIME, f"“{found['begins']}-{found['ends']}” are no times of day.", _EXAMPLE)
    zone = _zone(found["zone"] or "", found["begins"], said)
    if isinstance(zone, NoTime):
        return zone
    weeks = int(found["weeks"] or 1)
    if not weeks or begins == ends:
        return NoTime(Misread.BAD_TIME, f"“{said}” takes no time.", _EXAMPLE)
    named = found["biweekly"] or found["monthly"] or found["weekly"] or ""
    weekdays = sorted({_DAYS.index(day) for day in re.findall(_DAY, named.casefold())}) or range(7)
    return Recurrence(
        said=" ".join(said.split()),
        weekdays=tuple(weekdays),
        begins=begins,
        ends=ends,
        zone=zone,
        every=weeks,
        ordinal=_ORDINALS[found["ordinal"].casefold()] if found["ordinal"] else 0,
        first=first,
        until=until,
        without=without,
    )


def _zone(said: str, clock: str, whole: str) -> ZoneInfo | NoTime:
    """A city or UTC: an offset would be wrong for half of the year where clocks are changed."""
    found = zones.read(said, clock, whole, ranges=False)
    if isinstance(found, NoTime | ZoneInfo):
        return found
    if said.upper() in ("UTC", "GMT", "Z"):
        return ZoneInfo("UTC")
    message = f"“{said}” is no zone for something that comes again." if said else f"“{whole}” has no zone."
    return NoTime(Misread.TIME_WITHOUT_ZONE, message, "Name the city whose clocks are meant, or UTC. " + _EXAMPLE)


def of_report(keys: Keys, identity: str, kind: Kind) -> Recurrence | None:
    """The rule of a report by its `keys`; it begins on the day of `from`, else of the name. None where there is none.

    What of it cannot be read is reported; a rule without an end, or without an exception, plans more and not less.
    """
    said = keys.text("repeats")
    if kind is not Kind.MAINTENANCE or not said:
        for key in RECURRENCE_KEYS:
            if field := keys.fields.get(key):
                message = f"“{key}” belongs to planned work that repeats."
                help_text = "Add “kind: maintenance” and “repeats: every Tuesday 05:00-06:00 Europe/Berlin”."
                keys.findings.append(Finding(Misread.UNKNOWN_KEY, field.key.span, message, help_text))
        return None
    for key in ("starts", "ends"):
        if field := keys.fields.get(key):
            message = f"What repeats has no “{key}”: its times follow from the rule."
            keys.findings.append(Finding(Misread.UNKNOWN_KEY, field.key.span, message, f"Take “{key}” out."))
    named = moments.day(identity[:10])
    first = _day(keys, "from") or (None if isinstance(named, NoTime) else named)
    if first is None or not _EARLIEST <= first.year <= _LATEST:
        _report(keys, "repeats", NoTime(Misread.BAD_TIME, "It does not say from when on it repeats.", _FROM))
        return None
    found = recurrence(said, first, _day(keys, "until"), frozenset(_days(keys, "except")))
    if isinstance(found, NoTime):
        _report(keys, "repeats", found)
        return None
    if found.until is not None and found.until < found.first:
        message = f"It repeats until {found.until}, which is before it begins, on {found.first}."
        _report(keys, "until", NoTime(Misread.BAD_TIME, message, "Correct “until” or “from”."))
    return found


def misplaced(updates: Iterable[UpdateSource], identity: str) -> Iterator[Finding]:
    """Updates of what repeats that are about one time of it."""
    for source in updates:
        if source.update and source.update.stage in (Stage.IN_PROGRESS, Stage.COMPLETED):
            message = f"“{source.update.stage}” is about one time, and this report is about all of them."
            help_text = f"Write a report of that time with “occurrence-of: {identity}@DATE”, where DATE is its day."
            yield Finding(Misread.UNKNOWN_KIND_OR_STAGE, source.heading, message, help_text)


def _day(keys: Keys, key: str) -> date | None:
    return next(iter(_days(keys, key)), None)


def _days(keys: Keys, key: str) -> Iterator[date]:
    """The days of a list, or of a text with commas."""
    for text, span in _texts(keys.fields.get(key)):
        found = moments.day(text)
        if isinstance(found, NoTime):
            _report(keys, key, found, span)
        else:
            yield found


def _texts(field: Field | None) -> Iterator[tuple[str, Span]]:
    nodes = field.node.items if field and isinstance(field.node, Items) else [field.node] if field else []
    for node in nodes:
        if isinstance(node, Text):
            yield from ((part.strip(), node.span) for part in node.value.split(",") if part.strip())
        elif field:
            yield "", field.key.span


def _report(keys: Keys, key: str, found: NoTime, span: Span | None = None) -> None:
    field = keys.fields[key]
    place = span or (field.node.span if isinstance(field.node, Text) else field.key.span)
    keys.findings.append(Finding(found.rule, place, found.message, found.help))
    if key not in keys.unread:
        keys.unread.append(key)
