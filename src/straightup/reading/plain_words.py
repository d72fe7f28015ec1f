"""Times in plain words: `by 7am UTC`, `tomorrow 09:00 UTC`, `between 06:00 and 07:00 UTC`, `in half an hour`.

Only what can mean one moment is read. What can mean two is refused, with both written out in the author's words.
"""

import re
from datetime import date, datetime, time, timedelta

from straightup.model.findings import Misread
from straightup.model.limits import FIRST_YEAR, LAST_YEAR
from straightup.reading import clock, days, lengths, zones
from straightup.reading.clock import Clock
from straightup.reading.days import Day
from straightup.reading.no_time import NoTime, instead, two_meanings

Span = tuple[datetime, datetime]
"""The earliest and the latest moment: twice the same where only one was said."""
LONGEST = 120
"""Letters, beyond which a text is no time but a story."""

_MARKS = re.compile(r"\*+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")
_WRAPPED = re.compile(r"\*{1,3}|_{1,3}")
_LEAD = re.compile(
    r"(?P<lead>(?:at the latest |latest )?(?:by|at|before|no later than|not later than)|at the latest|latest) ",
    re.IGNORECASE,
)
_TAIL = re.compile(r",? at the latest$", re.IGNORECASE)
_IN = re.compile(r"(?:in|within)(?: the next)? ", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?P<before>(?:by|at|in|within) )?"
    r"(?P<about>(?:about|around|approximately|roughly|circa|approx\.?|ca\.)(?= )|[~≈])\s?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:between|from) ", re.IGNORECASE)
_TO = re.compile(r" (?:to|and|until|till) | ?[-–—] ?", re.IGNORECASE)
_FULL = re.compile(r"(\d{4}-\d\d-\d\d)(?: |T(?=\d))(.+)", re.IGNORECASE)
_TYPOGRAPHIC = str.maketrans("–—≈\u00a0\u202f", "--~  ")
_A_DAY = re.compile(rf"(?<![\w:.]){days.PATTERN}", re.IGNORECASE)
_DAY = timedelta(days=1)
_NOON = time(12)


def names_a_day(text: str) -> bool:
    """Whether `text`, which says a time, says of which day."""
    return len(text) > LONGEST or _A_DAY.search(text) is not None


def is_length(text: str) -> bool:
    """Whether `text` is a length of time, with or without “in” before it."""
    text = _TAIL.sub("", _one_line(text))
    return lengths.span(text[found.end() :] if (found := _IN.match(text)) else text) is not None


def unmarked(text: str) -> str:
    """`text` without the stars and underscores that make it bold or italic."""
    return _MARKS.sub("", text).strip().rstrip(".") if "*" in text or "_" in text else text


def unwrapped(text: str) -> str:
    """`text` without the marks that make the whole of it bold or italic."""
    wrapped = _WRAPPED.match(text)
    if wrapped is None or text.count(wrapped[0]) != 2 or not text.endswith(wrapped[0]):
        return text
    return text.strip(wrapped[0]).strip().rstrip(".")


def span(text: str, now: datetime, *, back: bool = False) -> Span | NoTime | None:
    """What `text` says to somebody who writes it at `now`; None where it says no time, and nothing like one.

    Looking `back` it is the last such time, one that has been, and no length of time.
    """
    text = _one_line(text)
    if not text:
        return None
    if about := _ABOUT.match(text):
        return _about(text, about, now, back=back)
    return _single(text, now, back=True) if back else _ahead(text, now)


def full(text: str) -> datetime | NoTime | None:
    """The moment that a date and a time with its zone say, in any spelling; None where there is nothing like one."""
    text = _one_line(text)
    if found := _FULL.fullmatch(text):
        read = clock.read(found[2], text, ranges=False)
        return _on_date(found[1], read, text) if isinstance(read, Clock) else read
    day, rest = days.split(text)
    read = clock.read(rest, text, ranges=False)
    if day is None and isinstance(read, NoTime) and clock.bare(rest):
        help_text = f"Write it as “2026-11-03 {text} UTC”, with the day and the zone meant."
        return NoTime(Misread.TIME_WITHOUT_ZONE, f"“{text}” has no date and no zone.", help_text)
    if day is None and isinstance(read, Clock):
        help_text = f"Write it as “2026-11-03 {text}”, with the day meant."
        return NoTime(Misread.BAD_TIME, f"“{text}” has no date.", help_text)
    if day is not None and isinstance(read, Clock):
        help_text = f"Write it as “{instead(text, day.said, '2026-11-03')}”, with the day meant."
        return NoTime(Misread.BAD_TIME, f"“{day.said}” is no whole date.", help_text)
    return read if isinstance(read, NoTime) else None


def out_of_range(year: int) -> NoTime:
    """What is said of a year that is surely a slip."""
    return NoTime(Misread.BAD_TIME, f"The year {year} lies outside {FIRST_YEAR}-{LAST_YEAR}.", "Check the year.")


def build(day: date, at: time, zone: zones.Zone, whole: str) -> datetime | NoTime:
    """The moment of a day and a time of day, in the offset that holds there then."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return out_of_range(day.year)
    return zones.local(datetime.combine(day, at), zone, whole)


def _one_line(text: str) -> str:
    """`text` with single spaces; "" for what is too long to be a time, or is in another script."""
    if len(text) > LONGEST or not text.translate(_TYPOGRAPHIC).isascii():
        return ""
    return " ".join(text.split())


def _on_date(day: str, at: Clock, whole: str) -> datetime | NoTime:
    try:
        read = date.fromisoformat(day)
    except ValueError as error:
        return NoTime(Misread.BAD_TIME, f"“{whole}” is no time: {error}.", "Check the day, the hour and the minute.")
    return _either_midnight(read, at, whole) if at.midnight else build(read, at.time, at.zone, whole)


def _either_midnight(day: date, at: Clock, whole: str) -> NoTime:
    first, second = (f"{each} 00:00 {at.zone_said}" for each in (day, day + _DAY))
    return two_meanings(whole, "the beginning of that day", "its end", first, second)


def _about(text: str, found: re.Match[str], now: datetime, *, back: bool) -> Span | NoTime | None:
    """“About” leaves open how much later it may be, and so it promises nothing."""
    lead, said = (found["before"] or "").lower(), text[found.end() :]
    read = span(f"{lead}{said}", now, back=back)
    if read is None or isinstance(read, NoTime):
        return read
    if back:
        return NoTime(Misread.BAD_TIME, f"“{text}” leaves open when it was.", f"Write “{said}” if it was then.")
    example = f"within {said}" if lengths.span(said) else f"by {said}"
    return NoTime(Misread.BAD_TIME, f"“{text}” leaves open until when.", f"Write “{example}” if you can keep that.")


def _ahead(text: str, now: datetime) -> Span | NoTime | None:
    body = _TAIL.sub("", text)
    if length := lengths.span(body[found.end() :] if (found := _IN.match(body)) else body):
        return now + length[0], now + length[1]
    if two := _range(body, now):
        return two
    lead = _LEAD.match(body)
    if lead is None:
        return _single(body, now)
    rest = body[lead.end() :]
    two = _range(rest, now)
    if isinstance(two, tuple):
        last = _TO.split(rest)[-1]
        message = f"“{lead['lead']}” has one time behind it, and “{rest}” has two."
        return NoTime(Misread.BAD_TIME, message, f"Write “{lead['lead']} {last}”.")
    return two or _single(rest, now)


def _single(text: str, now: datetime, *, back: bool = False) -> Span | NoTime | None:
    day, rest = days.split(text)
    read = clock.read(rest, text, ranges=not back)
    if day is not None and (not rest or (read is None and isinstance(_zone(rest, text), zones.Zone))):
        example = instead(text, rest, f"14:05 {rest}") if rest else f"{text} 14:05 UTC"
        return NoTime(Misread.BAD_TIME, f"“{text}” has no time of day.", f"Write it as “{example}”.")
    if not isinstance(read, Clock):
        return read
    found = _moment(day, read, now, text, back=back)
    return found if isinstance(found, NoTime) else (found, found)


def _zone(text: str, whole: str) -> zones.Zone | NoTime | None:
    return zones.read(text, "", whole, ranges=False)


def _moment(day: Day | None, at: Clock, now: datetime, whole: str, *, back: bool = False) -> datetime | NoTime:
    if day is None:
        return _turn(at, now, whole, back=back)
    # Of midnight, the day is not the question.
    found = day.falls_on(now.astimezone(at.zone), _NOON if at.midnight else at.time, whole, back=back)
    if isinstance(found, NoTime):
        return found
    return _either_midnight(found, at, whole) if at.midnight else build(found, at.time, at.zone, whole)


def _turn(at: Clock, now: datetime, whole: str, *, back: bool) -> datetime | NoTime:
    """The next such time strictly after `now`; looking `back`, the last one up to it."""
    day = now.astimezone(at.zone).date()
    known = zones.both(datetime.combine(day, at.time), at.zone)
    if back and min(known) > now:
        day -= _DAY
    elif not back and max(known) <= now:
        day += _DAY
    return build(day, at.time, at.zone, whole)


def _range(text: str, now: datetime) -> Span | NoTime | None:
    """The two times of `text`; None where it does not have two."""
    opening = _BETWEEN.match(text)
    body = text[opening.end() :] if opening else text
    between = opening is not None and opening[0].lower() == "between "
    for found in _TO.finditer(body):
        word = found[0].strip().lower()
        if word == "and" and not between:
            continue
        first, last = body[: found.start()].strip(), body[found.end() :].strip()
        day, rest = days.split(last)
        read = clock.read(rest, text, ranges=True)
        if isinstance(read, Clock):
            return _from_to(first, (day, read, last), now, text)
        if word.isalpha() and clock.bare(rest):
            begin = days.split(first)[1]
            if clock.bare(begin):
                return read
            if isinstance(known := clock.read(begin, text, ranges=True), Clock):
                help_text = f"Write “{instead(text, rest, f'{rest} {known.zone_said}')}” if its zone is the same."
                return NoTime(Misread.TIME_WITHOUT_ZONE, f"“{last}” has no zone.", help_text)
    return None


def _from_to(first: str, last: tuple[Day | None, Clock, str], now: datetime, whole: str) -> Span | NoTime | None:
    day, rest = days.split(first)
    last_day, end, said = last
    if rest.isdecimal() and len(rest) < 3:
        half = re.search(r"\d\s?([ap])\.?m\b", said, re.IGNORECASE)
        example = whole.replace(rest, f"{rest} {half[1]}m" if half else f"{rest}:00", 1)
        return NoTime(Misread.BAD_TIME, f"“{rest}” alone is no time of day.", f"Write “{example}”.")
    if last_day is not None and day is None and not said.startswith(last_day.said):
        example = f"{last_day.said} {first} to {instead(said, last_day.said, '').strip(' ,')}"
        message = f"“{whole}” does not say on which day the first of them is."
        return NoTime(Misread.BAD_TIME, message, f"Write “{example}” if both are on that day.")
    begin = clock.read(f"{rest} {end.zone_said}" if clock.bare(rest) else rest, whole, ranges=True)
    if not isinstance(begin, Clock):
        return begin
    if begin.zone_said.casefold() != end.zone_said.casefold():
        return None
    start = _moment(day, begin, now, whole)
    if isinstance(start, NoTime):
        return start
    stop = _turn(end, start, whole, back=False) if last_day is None else _moment(last_day, end, now, whole)
    if isinstance(stop, NoTime):
        return stop
    if stop <= start:
        return NoTime(Misread.BAD_TIME, f"“{whole}” ends before it begins.", f"Write the later one last: “{said}”.")
    return start, stop
