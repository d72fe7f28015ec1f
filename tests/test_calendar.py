"""The calendar as a calendar program reads it: each maintenance once, at its announced time, whatever its title."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from straightup.model.incident import Edit, Incident
from straightup.model.limits import YEAR
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage
from straightup.outputs.calendar import calendar
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.reading import read
from straightup.site.assemble import assemble
from support.excerpts import MAINTENANCE, OPEN
from support.reports import told

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
SETTINGS = Settings(
    site_name="Shop, Inc.",
    site_url="https://status.example.com/",
    feed_authority="status.example.com,2026",
    components=(Component(id="checkout", name="Checkout; cards, transfers"),),
)
NAME = "2026-11-28-upgrade"


def plan(text: str = MAINTENANCE, name: str = NAME) -> Incident:
    entry = read(f"incidents/{name}.md", text)
    assert entry.findings == ()
    return entry.incident


def continued(incident: Incident, *stages: Stage) -> Incident:
    """`incident` with one more update for each stage, an hour apart from its last."""
    last = incident.updates[-1].at
    more = [told(last + timedelta(hours=hour), stage) for hour, stage in enumerate(stages, 1)]
    return replace(incident, updates=(*incident.updates, *more))


def published(*incidents: Incident, now: datetime = NOW, settings: Settings = SETTINGS) -> Mapping[str, bytes]:
    return calendar(assemble(incidents, settings, now), Words(language("en"), now))


def events(*incidents: Incident, now: datetime = NOW, settings: Settings = SETTINGS) -> list[Any]:
    return _events(published(*incidents, now=now, settings=settings)["calendar.ics"])


def _events(data: bytes) -> list[Any]:
    """Each property has a type of its own, which is what the tests are about: they ask the values alone."""
    return list(Calendar.from_ical(data).events)


def test_a_maintenance_is_one_event_at_its_announced_time() -> None:
    (event,) = events(plan(), plan(OPEN, "2026-11-03-cards"))
    assert event.start == datetime(2026, 11, 28, 4, tzinfo=UTC)
    assert event.end == datetime(2026, 11, 28, 5, tzinfo=UTC)
    assert event.uid == f"{NAME}@status.example.com"
    assert event["summary"] == "Orders are read-only for 20 minutes"
    assert event["description"] == (
        "For about 20 minutes orders can be read but not placed. Carts are kept.\n\n"
        f"https://status.example.com/incidents/{NAME}/"
    )
    assert event["url"] == f"https://status.example.com/incidents/{NAME}/"
    assert event.categories == ["Checkout; cards, transfers"]
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "TRANSPARENT"
    assert event["dtstamp"].dt == event["last-modified"].dt == datetime(2026, 11, 3, 12, tzinfo=UTC)


def test_the_calendar_says_its_name_and_how_often_to_look() -> None:
    whole = Calendar.from_ical(published()["calendar.ics"])
    assert whole.events == []
    assert (whole["version"], whole["method"]) == ("2.0", "PUBLISH")
    assert whole["prodid"]
    assert whole["name"] == whole["x-wr-calname"] == "Shop, Inc.: planned maintenance"
    lines = published()["calendar.ics"].split(b"\r\n")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert b"X-PUBLISHED-TTL:PT1H" in lines


def test_times_are_utc_whatever_zone_the_author_wrote() -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    data = published(plan(MAINTENANCE.replace("2026-11-28 04:00 UTC\nends", "2026-11-28 09:30 +05:30\nends")))
    assert b"DTSTART:20261128T040000Z" in data["calendar.ics"]
    moved = replace(plan(), ends=datetime(2026, 11, 28, 11, tzinfo=zone))
    assert b"DTEND:20261128T053000Z" in published(moved)["calendar.ics"]


def test_the_sequence_only_grows_and_the_stamp_follows_the_newest_word() -> None:
    first = plan()
    edited = replace(
        first, updates=(replace(first.updates[0], edits=(Edit(at=NOW - timedelta(days=1), because="typo"),)),)
    )
    second = continued(edited, Stage.SCHEDULED)
    found = [events(each)[0] for each in (first, edited, second)]
    assert [event["sequence"] for event in found] == [0, 1, 2]
    assert [event["dtstamp"].dt.day for event in found] == [3, 19, 19]
    assert len({event.uid for event in found}) == 1


def test_a_cancelled_one_stays_and_says_so() -> None:
    (event,) = events(continued(plan(), Stage.CANCELLED))
    assert event["status"] == "CANCELLED"
    assert event["summary"] == "Cancelled: Orders are read-only for 20 minutes"
    assert event["sequence"] == 1


def test_without_a_window_there_is_no_event() -> None:
    assert events(replace(plan(), ends=None)) == []
    assert events(replace(plan(), starts=None)) == []
    assert events(replace(plan(), starts=plan().ends, ends=plan().starts)) == []
    assert set(published(replace(plan(), ends=None))) == {"calendar.ics"}
    # Times alone make no maintenance of it.
    assert events(replace(plan(), kind=Kind.NOTICE)) == []


def test_what_is_over_stays_for_a_year() -> None:
    done = continued(plan(), Stage.COMPLETED)
    ended = datetime(2026, 11, 28, 5, tzinfo=UTC)
    assert len(events(done, now=ended + YEAR - timedelta(seconds=1))) == 1
    assert events(done, now=ended + YEAR) == []


def test_what_is_to_come_or_goes_on_has_a_file_of_its_own_with_the_same_event() -> None:
    later = plan(MAINTENANCE.replace("2026-11-28", "2026-12-05"), "2026-12-05-other")
    path = f"incidents/{NAME}/event.ics"
    files = published(later, plan())
    assert set(files) == {"calendar.ics", path, "incidents/2026-12-05-other/event.ics"}
    (alone,) = _events(files[path])
    whole = _events(files["calendar.ics"])
    assert [event.uid[:10] for event in whole] == ["2026-11-28", "2026-12-05"]
    assert alone.to_ical() == whole[0].to_ical()
    # Noted down in a calendar of one's own, it must not rename that calendar.
    assert b"CALNAME" not in files[path]
    assert path in published(plan(), now=datetime(2026, 11, 28, 6, tzinfo=UTC))  # overrunning
    assert path not in published(continued(plan(), Stage.COMPLETED))


def test_what_was_cancelled_keeps_its_file_so_that_whoever_noted_it_down_hears_of_it() -> None:
    path = f"incidents/{NAME}/event.ics"
    cancelled = continued(plan(), Stage.CANCELLED)
    (before,) = _events(published(plan())[path])
    for now in (NOW, datetime(2026, 11, 29, tzinfo=UTC)):
        (event,) = _events(published(cancelled, now=now)[path])
        assert (event["status"], event.uid) == ("CANCELLED", before.uid)
        assert event["sequence"] > before["sequence"]
        assert event["dtstamp"].dt > before["dtstamp"].dt
    assert path not in published(cancelled, now=datetime(2026, 11, 28, 5, tzinfo=UTC) + YEAR)


def test_the_same_reports_give_the_same_bytes_whatever_the_hour() -> None:
    both = [plan(), continued(plan(name="2026-11-27-a"), Stage.COMPLETED)]
    assert published(*both) == published(*reversed(both)) == published(*both, now=NOW + timedelta(days=3))


def test_the_uid_outlives_a_new_title_and_a_new_address() -> None:
    moved = replace(SETTINGS, site_url="https://other.example/", path="status/", site_name="Other")
    (event,) = events(replace(plan(), title="New"), settings=moved)
    assert event.uid == f"{NAME}@status.example.com"
    assert event["url"] == f"https://other.example/status/incidents/{NAME}/"


_ODD = st.sampled_from(
    ["a,b;c\\d\\n\ne", "END:VEVENT\r\nBEGIN:VEVENT", "x\x85y\u2028z\x0bw", "🎉" * 60, '"q": ^n ^^', "\x00"]
)
# A title may hold half a surrogate pair, by an escape of YAML's; the body of a file, which is UTF-8, may not.
_TITLES = st.text(st.characters(exclude_categories=()), max_size=200) | _ODD | st.just("\ud800")
_BODIES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | _ODD


@given(title=_TITLES, impact=_BODIES, component=_TITLES)
def test_no_text_breaks_a_line_an_event_or_the_file(title: str, impact: str, component: str) -> None:
    named = replace(SETTINGS, components=(Component(id="checkout", name=component),))
    data = published(replace(plan(), title=title, impact=impact), settings=named)["calendar.ics"]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    # However a program splits the text into lines, none of them begins anything of ours.
    unfolded = data.decode().replace("\r\n ", "")
    assert unfolded.splitlines() == unfolded.removesuffix("\r\n").split("\r\n")
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", unfolded)
    (event,) = _events(data)
    assert not event.errors
    assert event["summary"].split() == readable(title or NAME)
    assert event.categories == [" ".join(readable(component))]
    assert event["url"] == f"https://status.example.com/incidents/{NAME}/"


_UNREADABLE = re.compile("[\ud800-\udfff\ufffe\uffff\x00-\x1f\x7f-\x9f\u2028\u2029]")


def readable(text: str) -> list[str]:
    """The words of `text` without what no calendar can show."""
    return _UNREADABLE.sub(" ", text).split()
