"""Planned work that repeats: one file, by a rule, at the same time of local clocks."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import feedparser
import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped] # ships no type information
from icalendar import Calendar, Component

from straightup.disk import project as projects
from straightup.model.recurrence import Recurrence
from straightup.model.states import State
from straightup.outputs import files_of
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.reading import read
from straightup.reading.no_time import NoTime
from straightup.reading.recurrence import recurrence
from straightup.record import record
from straightup.site.assemble import assemble
from straightup.writing.whole import write
from support.commands import CONFIG, straightup
from support.sites import draw

NAME = "2026-10-01-weekly"
WEEKLY = """\
---
title: Weekly restart of search
kind: maintenance
components:
  search: maintenance
repeats: every Tuesday 05:00-06:00 Europe/Berlin
until: 2027-09-28
except: [2026-12-22]
---

## Impact

Search shows a maintenance page for a few minutes.

## Cause

Search leaks memory, and we are replacing its image library in January.

## Updates

### 2026-10-01 10:00 UTC: Scheduled

We restart search every Tuesday.
"""
STAND_IN = """\
---
title: The restart of 24 November takes longer
kind: maintenance
components:
  search: maintenance
starts: 2026-11-24 03:00 UTC
ends: 2026-11-24 06:00 UTC
occurrence-of: 2026-10-01-weekly@2026-11-24
---

## Impact

Search shows a maintenance page for two hours.
"""
ZONES = (
    "Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/Santiago", "Australia/Sydney", "Australia/Lord_Howe",
    "Pacific/Auckland", "Asia/Jerusalem", "Africa/Cairo", "America/St_Johns",
)  # fmt: skip


def raw(event: Component, name: str) -> str:
    """A property as it stands in the calendar."""
    data = event[name].to_ical()
    assert isinstance(data, bytes)
    return data.decode()


def rule(said: str, first: str = "2026-01-01", until: str = "", without: tuple[str, ...] = ()) -> Recurrence:
    days = frozenset(map(date.fromisoformat, without))
    found = recurrence(said, date.fromisoformat(first), date.fromisoformat(until) if until else None, days)
    assert isinstance(found, Recurrence), found
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_over_both_changes_of_the_clocks_it_stays_at_the_same_local_time(zone: str) -> None:
    found = rule(f"every day 05:00-06:30 {zone}", until="2026-12-31")
    times = [found.occurrence(day) for day in found.days()]
    assert len(times) == 365
    local = [[each.astimezone(ZoneInfo(zone)) for each in times_of_one] for times_of_one in times]
    assert {(begins.time(), ends.time()) for begins, ends in local} == {(time(5), time(6, 30))}
    assert len({begins.utcoffset() for begins, _ in local}) == 2
    assert {ends - begins for begins, ends in times} == {timedelta(minutes=90)}


def test_a_time_that_clocks_leave_out_or_show_twice_is_never_told_too_short() -> None:
    night = rule("every Sunday 02:30-02:45 Europe/Berlin")
    spring, autumn = (night.occurrence(date.fromisoformat(day)) for day in ("2026-03-29", "2026-10-25"))
    assert [f"{each:%H:%M}" for each in spring] == ["01:30", "01:45"]
    assert [f"{each:%H:%M}" for each in autumn] == ["00:30", "01:45"]
    assert [f"{each:%d %H:%M}" for each in rule("every day 23:30-00:30 UTC").occurrence(date(2026, 5, 1))] == [
        "01 23:30",
        "02 00:30",
    ]


def test_rules_name_the_days_that_are_meant() -> None:
    def days(said: str, first: str = "2026-01-01", *, until: str) -> list[str]:
        return [f"{day:%m-%d}" for day in rule(f"{said} 05:00-06:00 UTC", first, until).days()]

    assert days("every Tuesday", until="2026-01-27") == ["01-06", "01-13", "01-20", "01-27"]
    assert days("every tuesday and Friday", until="2026-01-13") == ["01-02", "01-06", "01-09", "01-13"]
    assert days("Every 2 weeks on Tuesday", first="2026-01-06", until="2026-02-03") == ["01-06", "01-20", "02-03"]
    assert days("every first Sunday", until="2026-03-31") == ["01-04", "02-01", "03-01"]
    assert days("every last Sunday of the month", until="2026-03-29") == ["01-25", "02-22", "03-29"]
    without = rule("every Tuesday 05:00-06:00 UTC", until="2026-01-27", without=("2026-01-13", "2026-01-14"))
    assert [day.day for day in without.days()] == [6, 20, 27]


@pytest.mark.parametrize(
    ("said", "message", "help_text"),
    [
        ("every Tuesday 05:00-06:00", "has no zone", "UTC"),
        ("every Tuesday 05:00-06:00 +01:00", "is no zone for something that comes again", "city"),
        ("every Tuesday 05:00-06:00 CET", "can mean +01:00 or +02:00", "Write"),
        ("every second Tuesday 05:00-06:00 UTC", "every two weeks, or once a month", "every 2 weeks on Tuesday"),
        ("weekly", "is no rule that can be read", "every Tuesday 05:00-06:00 Europe/Berlin"),
        ("every Tuesday 25:00-26:00 UTC", "are no times of day", "Write"),
        ("every Tuesday 05:00-05:00 UTC", "takes no time", "Write"),
    ],
)
def test_a_rule_that_can_mean_two_things_or_none_is_refused_with_what_to_write(
    said: str, message: str, help_text: str
) -> None:
    found = recurrence(said, date(2026, 1, 1), None, frozenset())
    assert isinstance(found, NoTime)
    assert message in found.message
    assert help_text in found.help


def test_a_report_reads_its_rule_and_what_is_wrong_with_it_is_said() -> None:
    entry = read(f"{NAME}.md", WEEKLY.encode())
    assert entry.findings == ()
    assert entry.incident.repeats is not None
    assert (entry.incident.repeats.first, entry.incident.repeats.without) == (
        date(2026, 10, 1),
        frozenset({date(2026, 12, 22)}),
    )
    again = read(f"{NAME}.md", write(entry.incident).encode())
    assert again.incident == entry.incident
    for old, new, said in (
        ("until: 2027-09-28", "until: next year", "“next year” is no date."),
        ("until: 2027-09-28", "until: 2026-09-01", "which is before it begins, on 2026-10-01"),
        ("[2026-12-22]", "2026-12-22, soon", "“soon” is no date."),
        ("repeats: every", "starts: 2026-10-06 03:00 UTC\nrepeats: every", "What repeats has no “starts”"),
        ("kind: maintenance\n", "", "“repeats” belongs to planned work that repeats."),
        ("10:00 UTC: Scheduled", "10:00 UTC: Completed", "“Completed” is about one time"),
        ("until: 2027-09-28", "occurrence-of: x@2026-13-45", "names no time of what repeats"),
        ("until: 2027-09-28", "from: 9999-12-31", "It does not say from when on it repeats."),
    ):
        assert old in WEEKLY
        found = [each.message for each in read(f"{NAME}.md", WEEKLY.replace(old, new).encode()).findings]
        assert any(said in message for message in found), (new, found)


def test_a_year_is_one_file_and_one_item_and_a_stand_in_takes_exactly_one_time_away(tmp_path: Path) -> None:
    tree = {"mkdocs.yml": CONFIG, f"incidents/{NAME}.md": WEEKLY, "incidents/2026-11-17-move.md": STAND_IN}
    draw(tmp_path, tree)
    settings = projects.load(tmp_path / "mkdocs.yml").settings
    incidents = [read(name.removeprefix("incidents/"), text.encode()).incident for name, text in [*tree.items()][1:]]
    told = []
    for day in (20, 27):
        now = datetime(2026, 11, day, 10, tzinfo=UTC)
        made = files_of(assemble(incidents, settings, now), Words(language("en"), now))
        (item,) = (each for each in feedparser.parse(made["feed.xml"]).entries if "Weekly" in each.title)
        told.append(item)
    assert told[0] == told[1]
    assert item.title == "[Scheduled] Weekly restart of search"
    assert "every Tuesday 05:00-06:00 Europe/Berlin" in item.summary
    events = Calendar.from_ical(made["calendar.ics"]).walk("VEVENT")
    (event,) = (each for each in events if str(each["SUMMARY"]).startswith("Weekly"))
    assert straightup(tmp_path, "build", "--keep-going", "--at", "2026-11-20 10:00 UTC")[0] == 0
    draw(tmp_path, {"incidents/2026-11-17-move.md": STAND_IN.replace("-weekly@", "-wekly@")})
    _, out, _ = straightup(tmp_path, "check", "--select", "S09", "--at", "2026-11-20 10:00 UTC")
    assert "“occurrence-of” names “2026-10-01-wekly”, and there is no such report." in out
    page = (tmp_path / "site/maintenance/index.html").read_text("utf-8")
    times = re.findall(r"<li>(.*?)</li>", page[page.index("Repeats:") :])[:5]
    assert [re.sub(r"<[^>]+>", "", each) for each in times][:2] == ["1 Dec, 04:00–05:00 UTC", "8 Dec, 04:00–05:00 UTC"]
    assert page.count("24 Nov, 03:00–06:00 UTC") >= 1
    assert "24 Nov, 04:00" not in page
    # Another program's reading of the rule gives the same days as ours.
    lines = [f"RRULE:{raw(event, 'RRULE')}", f"EXDATE:{raw(event, 'EXDATE')}"]
    begin = event.decoded("DTSTART")
    assert isinstance(begin, datetime)
    lines[0] = lines[0].replace("20270928T030000Z", "20270928T050000")
    theirs = [each.date() for each in rrulestr("\n".join(lines), dtstart=begin.replace(tzinfo=None))]
    ours = rule(
        "every Tuesday 05:00-06:00 Europe/Berlin",
        first="2026-10-01",
        until="2027-09-28",
        without=("2026-12-22", "2026-11-24"),
    )
    assert theirs == list(ours.days())
    assert len(theirs) == 52 - 2
    assert (theirs[-1], begin.utcoffset()) == (date(2027, 9, 28), timedelta(hours=2))


def test_in_its_window_it_is_maintenance_and_no_time_of_it_is_ever_late(tmp_path: Path) -> None:
    incident = read(f"{NAME}.md", WEEKLY.encode()).incident
    draw(tmp_path, {"mkdocs.yml": CONFIG})
    settings = projects.load(tmp_path / "mkdocs.yml").settings
    for at, state, active, over in (
        ("2026-10-06 02:59", State.OPERATIONAL, False, False),
        ("2026-10-06 03:30", State.MAINTENANCE, True, False),
        ("2026-10-06 04:01", State.OPERATIONAL, False, False),
        ("2026-12-22 04:30", State.OPERATIONAL, False, False),
        ("2027-09-28 03:30", State.MAINTENANCE, True, False),
        ("2027-09-28 04:01", State.OPERATIONAL, False, True),
    ):
        now = datetime.fromisoformat(at).replace(tzinfo=UTC)
        found = record.of([incident], settings, now)
        (course,) = found.courses
        assert (found.components["search"].state, course.active, course.incident.over) == (state, active, over), at
        assert (course.overrunning, found.ledger.windows.tally.judged) == (False, 0)
    spans = [each for each in course.spans["search"] if each.state is State.MAINTENANCE]
    assert len(spans) == 51
    draw(tmp_path, {f"incidents/{NAME}.md": WEEKLY})
    moved = ("--starts", "2026-11-25 05:00 UTC", "--ends", "2026-11-25 06:00 UTC", "-m", "It moves to Wednesday.")
    code, _, err = straightup(tmp_path, "update", "weekly", *moved, "--at", "2026-11-20 10:00 UTC")
    assert (code, f"“occurrence-of: {NAME}@DATE”" in err) == (2, True)
    assert (tmp_path / f"incidents/{NAME}.md").read_text("utf-8") == WEEKLY
    code, out, _ = straightup(tmp_path, "show", "weekly", "--at", "2026-11-20 10:00 UTC")
    assert (code, "Scheduled · Search\n" in out) == (0, True)
    assert straightup(tmp_path, "promises", "--overdue", "--at", "2027-01-05 10:00 UTC")[:2] == (
        0,
        "Nothing is late.\n",
    )
