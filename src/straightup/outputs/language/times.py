"""Times as a customer reads them, and as the page's script finds them. What is said is true whenever it is read."""

import re
from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup, escape

from straightup.outputs.language.language import Language

_ZONE = re.compile(r">([^<]+) UTC</time>$")


class Times:
    """How times are said in one language, at one moment."""

    def __init__(self, language: Language, now: datetime, seen: datetime | None = None) -> None:
        """`seen` is the time that they are read beside, where that is another than `now`: its day and its year need not
        be said again."""
        self.language = language
        self.now = now
        self.seen = seen or now
        self._ = language.gettext

    def day(self, when: date) -> str:
        """`3 November 2026`; of a moment, its day in UTC."""
        return self.language.day(when)

    def short_day(self, when: date, seen: datetime | None = None) -> str:
        """`3 Nov`, with the year when it is another than that of `seen`."""
        year = when.astimezone(UTC).year if isinstance(when, datetime) else when.year
        return self.language.short_day(when, year=year != (seen or self.seen).astimezone(UTC).year)

    def clock(self, when: datetime) -> str:
        """`14:50 UTC`."""
        return f"{when.astimezone(UTC).isoformat(timespec='minutes')[11:16]} UTC"

    def at(self, when: datetime, seen: datetime | None = None) -> str:
        """`14:50 UTC`, with its day unless that is, in UTC, the day of `seen`."""
        seen = seen or self.seen
        if when.astimezone(UTC).date() == seen.astimezone(UTC).date():
            return self.clock(when)
        return self._("%(day)s, %(clock)s", day=self.short_day(when, seen), clock=self.clock(when))

    def full(self, when: datetime) -> str:
        """`3 November 2026, 14:50 UTC`."""
        return self._("%(day)s, %(clock)s", day=self.day(when), clock=self.clock(when))

    def window(self, begin: datetime, end: datetime, seen: datetime | None = None) -> str:
        """`28 Nov, 04:00–05:00 UTC`, with the year when it is another than that of `seen`."""
        begin, end = begin.astimezone(UTC), end.astimezone(UTC)
        first_day, last_day = self.short_day(begin, seen), self.short_day(end, seen)
        if begin.date() == end.date():
            return self._("%(day)s, %(clock)s", day=first_day, clock=f"{begin:%H:%M}–{self.clock(end)}")
        first = self._("%(day)s, %(clock)s", day=first_day, clock=self.clock(begin))
        last = self._("%(day)s, %(clock)s", day=last_day, clock=self.clock(end))
        return f"{first} – {last}"

    def promised_time(self, earliest: datetime, by: datetime, seen: datetime | None = None) -> str:
        """A promised restoration: `11:00–12:00 UTC`, or one time."""
        if earliest == by:
            return self.at(by, seen)
        if earliest.astimezone(UTC).date() == by.astimezone(UTC).date():
            return self.at(by, seen).replace(self.clock(by), f"{earliest.astimezone(UTC):%H:%M}–{self.clock(by)}")
        return f"{self.at(earliest, seen)} – {self.at(by, seen)}"

    def promised_length(self, length: timedelta) -> str:
        """`10 days`, in full where it is whole days: a promise is not written in symbols."""
        if length.days and not length.seconds:
            return self.language.ngettext("%(num)s day", "%(num)s days", length.days)
        return self.length(length)

    def length(self, length: timedelta) -> str:
        """`12 min`, whatever the sign."""
        return self.language.length(length)


def time_tag(when: datetime, text: str, until: datetime | None = None) -> Markup:
    """`text` inside a <time> that a program can read, with the time as the author wrote it where that was not UTC.

    The page's script puts the reader's own time in the place of `text`; `until` is the end of a span. It shows a time
    of day where `text` names UTC, and the day alone where it does not.
    """
    title = ""
    if when.utcoffset():
        offset = when.strftime("%z")
        title = f' title="{when:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:]}"'
    end = f' data-su-until="{stamp(until)}"' if until else ""
    # Pages have dozens of them, so they are put together by hand; the text alone can hold what must be escaped.
    return Markup(f'<time datetime="{stamp(when)}"{title}{end}>{escape(text)}</time>')  # noqa: S704 -- see above


def with_small_zone(time: Markup) -> Markup:
    """A time as `time_tag` makes it, whose zone can be made smaller than it: in a tile the figures count."""
    # Of a Markup, `sub` would escape what is put in.
    apart = _ZONE.sub(r'><span class="su-figures">\1</span> <span class="su-zone-name">UTC</span></time>', str(time))
    return Markup(apart)  # noqa: S704 -- it is HTML already


def local_clock(when: datetime) -> Markup:
    """`14:50` within a picture, where the script puts the reader's own; `zone_name` says beside it what it is."""
    return Markup('<tspan data-su-clock="{}">{}</tspan>').format(stamp(when), f"{when.astimezone(UTC):%H:%M}")


def zone_name() -> Markup:
    """`UTC`, where the script puts the name of the reader's zone."""
    return Markup("<span data-su-zone>UTC</span>")


def stamp(when: datetime) -> str:
    """`2026-11-03T14:05:00Z`, for programs."""
    return f"{when.astimezone(UTC).isoformat(timespec='seconds')[:-6]}Z"
