"""Planned maintenance for calendars: one event for each maintenance that has a window, past ones of a year included.

iCalendar is RFC 5545; how it is published, RFC 5546 and 7986. A calendar that was subscribed to takes the whole file
anew each time, one that an event was added to by hand goes by its UID and SEQUENCE.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from straightup.model.limits import YEAR
from straightup.model.recurrence import Recurrence
from straightup.model.states import Stage
from straightup.outputs.feed_items import is_of_old
from straightup.outputs.language.words import Words
from straightup.outputs.prose import plain
from straightup.outputs.standing import way_around, window_of
from straightup.outputs.telling import edited, told
from straightup.site import addresses
from straightup.site.view import Report, Site

if TYPE_CHECKING:
    from icalendar import Calendar, Event

ASK_AGAIN = timedelta(hours=1)
"""How often calendars are asked to look; most have their own mind."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NOT_TEXT = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, half surrogate pairs, and what some readers take for the end of a line."""


def calendar(site: Site, words: Words) -> dict[str, bytes]:
    """The calendar: what is planned and what was in the last year; and a file for each that is planned or goes on."""
    name = _line(words.language.gettext("%(name)s: planned maintenance", name=site.settings.site_name))
    file = _file()
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("url", _line(addresses.base_of(site.settings) + addresses.MAINTENANCE))
    file.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    found: dict[str, bytes] = {}
    zones: set[str] = set()
    # Oldest first, so that what is new comes at the end.
    for report in reversed(site.reports):
        window = window_of(report)
        # What was over before it was imported stood in another calendar.
        old = window and is_of_old(report.incident, window[1])
        if window and window[1] > site.now - YEAR and not site.exercise and not old:
            file.add_component(_event(site, words, report, window))
            zones |= _zones(report)
        if window and has_event(report, site.now):
            one = _file()
            if not site.exercise:
                one.add_component(_event(site, words, report, window))
            _add_zones(one, _zones(report))
            found[addresses.event_of(report.url)] = _bytes(one)
    _add_zones(file, zones)
    return {addresses.CALENDAR: _bytes(file), **found}


def has_event(report: Report, now: datetime) -> bool:
    """Whether there is a file with the one event of `report`: a maintenance with a window that is not over.

    One that was cancelled stays, as long as it stands in the calendar: whoever has noted it down is to hear of that.
    """
    window = window_of(report)
    if window is None:
        return False
    is_cancelled = report.incident.stage is Stage.CANCELLED and window[1] > now - YEAR
    return report.upcoming or report.active or is_cancelled


def _file() -> "Calendar":
    from icalendar import Calendar

    file = Calendar()
    file.add("version", "2.0")
    file.add("prodid", "-//straightup//status page//EN")
    file.add("method", "PUBLISH")
    return file


def _bytes(file: "Calendar") -> bytes:
    data: bytes = file.to_ical()
    return data


def _event(site: Site, words: Words, report: Report, window: tuple[datetime, datetime]) -> "Event":
    from icalendar import Event

    incident = report.incident
    cancelled = incident.stage is Stage.CANCELLED
    title = incident.title or incident.id
    changed = _utc(_changed(report, site.now) or window[0])
    page = _line(addresses.base_of(site.settings) + report.url)
    event = Event()
    event.add("uid", addresses.event_id(site.settings, report.known_as))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    # Every update, each of which may move the window, and every edit of one counts: it only grows, as a later file must
    # never pass for an earlier one.
    event.add("sequence", max(len(report.told) - 1, 0) + sum(len(update.edits) for update in report.told))
    if incident.repeats and not cancelled:
        _add_rule(event, incident.repeats)
    else:
        event.add("dtstart", _utc(window[0]))
        event.add("dtend", _utc(window[1]))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", _line(words.language.gettext("Cancelled: %(title)s", title=title) if cancelled else title))
    event.add(
        "description", _text("\n\n".join(filter(None, (plain(incident.impact), plain(way_around(incident)), page))))
    )
    event.add("url", page)
    names = [_line(site.name(component)) for component, _state in incident.components]
    if names:
        event.add("categories", names)
    event.add("transp", "TRANSPARENT")  # nobody is busy because we work
    return event


def _add_rule(event: "Event", rule: Recurrence) -> None:
    """All times of what repeats, by the clocks of its city: the first one, and by which rule the others follow."""
    every = replace(rule, without=frozenset())
    first = next(every.days(), None)
    if first is None:
        return
    begins = datetime.combine(first, rule.begins, rule.zone)
    over = first if rule.begins < rule.ends else first + timedelta(days=1)
    event.add("dtstart", begins)
    event.add("dtend", datetime.combine(over, rule.ends, rule.zone))
    ordinal = str(rule.ordinal) if rule.ordinal else ""
    parts: dict[str, object] = {"freq": "MONTHLY" if rule.ordinal else "WEEKLY"}
    if rule.every > 1:
        parts |= {"interval": rule.every, "wkst": "MO"}
    if rule.until:
        parts["until"] = _utc(datetime.combine(rule.until, rule.begins, rule.zone))
    parts["byday"] = [f"{ordinal}{_WEEKDAYS[day]}" for day in rule.weekdays]
    event.add("rrule", parts)
    without = sorted(rule.without & set(every.days()))
    if without:
        event.add("exdate", [datetime.combine(day, rule.begins, rule.zone) for day in without])


def _zones(report: Report) -> set[str]:
    rule = report.incident.repeats
    return (
        {rule.zone.key} if rule and rule.zone.key != "UTC" and report.incident.stage is not Stage.CANCELLED else set()
    )


def _add_zones(file: "Calendar", names: set[str]) -> None:
    """What a calendar program has to know of each city, in front of the events (RFC 5545, 3.6.5)."""
    from icalendar import Timezone

    for name in sorted(names, reverse=True):
        zone = Timezone.from_tzid(name, first_date=date(2020, 1, 1), last_date=date(2038, 1, 1))
        file.subcomponents.insert(0, zone)


def _changed(report: Report, now: datetime) -> datetime | None:
    """When it was last told or corrected, which is the same in every build."""
    every = told(report, now)
    moments = [each.dated for each in every]
    moments += [made for each in every for _edit, made in edited(each, now)]
    return max(moments, default=None)


def _utc(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(microsecond=0)


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    return _NOT_TEXT.sub(" ", text)
