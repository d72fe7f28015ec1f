"""What could not be read is not known, and is never said to work."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from straightup.model.imported import Imported
from straightup.model.incident import Incident
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.record.intervals import Interval
from straightup.record.uptime import uptime
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support.reports import incident, told, utc
from support.sites import headline_of

WORKS, UNKNOWN, DEGRADED, DOWN = State.OPERATIONAL, State.NOT_KNOWN, State.DEGRADED, State.MAJOR_OUTAGE
NOW = utc(16)
HOUR = timedelta(hours=1)
SETTINGS = Settings(components=tuple(Component(id=name, name=name.upper()) for name in ("api", "search", "web-shop")))


def site(*reports: Incident, left_out: tuple[LeftOut, ...] = (), now: datetime = NOW) -> Site:
    return assemble(reports, SETTINGS, now, left_out=left_out)


def states(found: Site) -> dict[str, State]:
    return {view.component.id: view.state for view in found.components}


# In a report


def test_a_state_that_cannot_be_read_is_not_known_and_a_readable_bad_one_stands() -> None:
    report = incident(told(utc(14, 20)), unread_states=("api", "search"), search=DEGRADED)
    found = site(report)
    assert states(found) == {"api": UNKNOWN, "search": DEGRADED, "web-shop": WORKS}
    assert found.reports[0].named == ("search", "api")
    assert (found.unclear, found.components[0].since) == (True, None)
    only = site(incident(told(utc(14, 20)), unread_states=("api",)))
    assert (only.reports[0].state, only.worst) == (UNKNOWN, DEGRADED)
    assert "verything" not in headline_of(only)


def test_it_is_not_known_for_as_long_as_the_report_is_open_and_neither_up_nor_down() -> None:
    over = incident(told(utc(14, 20)), told(utc(15), Stage.RESOLVED), unread_states=("api",))
    found = site(over)
    assert (states(found)["api"], found.unclear) == (WORKS, False)
    record = found.components[0].uptime
    assert (record.length_of(UNKNOWN), record.days[-1].state, record.up) == (HOUR, UNKNOWN, 1.0)
    assert record.percent == "99.99"


def test_where_the_components_of_an_open_report_cannot_be_read_it_may_be_any_of_them() -> None:
    unread = incident(told(utc(14, 20)), unread=("components",))
    other = incident(told(utc(14, 20)), id="2026-11-03-b", search=DOWN)
    found = site(unread, other)
    assert states(found) == {"api": UNKNOWN, "search": DOWN, "web-shop": UNKNOWN}
    assert next(each for each in found.reports if each.incident.id == unread.id).state is UNKNOWN
    watched = incident(told(utc(14, 20), Stage.MONITORING), unread=("components",))
    assert "Service is back" not in headline_of(site(watched))


def test_an_open_incident_that_names_no_component_may_be_any_of_them_and_one_that_is_over_none() -> None:
    assert set(states(site(incident(told(utc(14, 20))))).values()) == {UNKNOWN}
    over = incident(told(utc(14, 20)), told(utc(15), Stage.RESOLVED))
    assert set(states(site(over)).values()) == {WORKS}
    for report in (incident(false_alarm=True, resolved=utc(15)), incident(kind=Kind.NOTICE)):
        assert set(states(site(report)).values()) == {WORKS}


def test_components_of_an_update_that_cannot_be_read_may_be_any_of_them_from_then_on() -> None:
    odd = replace(told(utc(15)), unread=("Components",))
    found = site(incident(told(utc(14, 20)), odd, api=DOWN))
    assert states(found) == {"api": DOWN, "search": UNKNOWN, "web-shop": UNKNOWN}
    assert found.components[1].uptime.length_of(UNKNOWN) == HOUR
    one = site(incident(told(utc(14, 20)), odd, api=DOWN, unread_states=("search",)))
    assert states(one) == {"api": DOWN, "search": UNKNOWN, "web-shop": WORKS}


def test_planned_work_of_which_nobody_can_tell_when_it_begins_may_have_begun() -> None:
    report = Incident(
        id="2026-11-03-m",
        kind=Kind.MAINTENANCE,
        components=(("api", DOWN),),
        ends=utc(20),
        unread=("starts",),
        updates=(told(utc(1), Stage.SCHEDULED),),
    )
    found = site(report)
    assert (states(found)["api"], found.unclear) == (UNKNOWN, True)
    whole = replace(report, starts=utc(18), unread=())
    odd = replace(told(utc(15), Stage.SCHEDULED), heading="### 2026-11-03 15:50 UTC: Begun")
    assert states(site(whole))["api"] is WORKS
    assert states(site(replace(whole, updates=(*whole.updates, odd))))["api"] is UNKNOWN


def test_any_part_of_an_open_report_that_cannot_be_read_keeps_the_rest_from_being_said_to_work() -> None:
    for report in (
        incident(told(utc(14, 20)), api=DOWN, unread=("links",)),
        incident(replace(told(utc(14, 20)), unread=("Edited",)), api=DOWN),
        incident(replace(told(utc(14, 20)), heading="### 14:20: Investigating"), api=DOWN),
    ):
        found = site(report)
        assert (found.unclear, found.reports[0].unclear, states(found)["api"]) == (True, True, DOWN)
    over = incident(told(utc(15), Stage.RESOLVED), api=DOWN, unread=("links",))
    assert (site(over).unclear, site(over).reports[0].unclear) == (False, True)
    watched = told(utc(15), Stage.MONITORING, api=WORKS)
    assert site(incident(watched, api=DOWN, unread=("links",))).worst is not WORKS


# Left out


def test_what_a_left_out_report_names_is_not_known() -> None:
    found = site(left_out=(LeftOut(id="2026-11-03-x", title="Nobody can pay", components=("api",)),))
    assert states(found) == {"api": UNKNOWN, "search": WORKS, "web-shop": WORKS}
    assert (found.quarantined, found.unclear, found.worst) == (("2026-11-03-x",), True, DEGRADED)
    assert found.components[0].uptime.length_of(UNKNOWN) == NOW - utc(0)
    assert found.components[0].uptime.percent != "100"
    assert "verything works" not in headline_of(found)


def test_where_its_text_cannot_be_decoded_it_may_be_any_of_them() -> None:
    hidden = LeftOut(id="2026-11-01-x", components=None)
    down = incident(told(utc(14, 20)), api=DOWN)
    assert states(site(down, left_out=(hidden,))) == {"api": DOWN, "search": UNKNOWN, "web-shop": UNKNOWN}


def test_one_of_long_ago_hides_nothing_open() -> None:
    found = site(left_out=(LeftOut(id="2025-01-01-x", components=("api",), recent=False),))
    assert (states(found)["api"], found.unclear, found.worst) == (WORKS, False, WORKS)
    assert found.quarantined == ("2025-01-01-x",)


# Numbers


@pytest.mark.parametrize(
    ("unknown", "down", "percent"),
    [(12, 0, "0.00"), (6, 0, "99.99"), (6, 3, "50.00"), (0, 3, "75.00")],
)
def test_the_share_is_one_of_the_known_time(unknown: int, down: int, percent: str) -> None:
    intervals = [Interval(utc(0), utc(unknown), UNKNOWN, "a"), Interval(utc(6), utc(6 + down), DOWN, "b")]
    assert uptime(intervals, utc(12), days=1).percent == percent


def test_a_readable_state_stands_beside_what_is_not_known() -> None:
    intervals = [Interval(utc(0), utc(4), UNKNOWN, "a"), Interval(utc(1), utc(2), State.MAINTENANCE, "b")]
    assert uptime(intervals, utc(12), days=1).days[0].lengths == {UNKNOWN: 3 * HOUR, State.MAINTENANCE: HOUR}


# Misspelt


@pytest.mark.parametrize(
    ("written", "meant"), [("ap", "api"), ("serach", "search"), ("web", "web-shop"), ("printer", "printer")]
)
def test_a_component_with_one_declared_name_near_it_is_meant(written: str, meant: str) -> None:
    report = incident(replace(told(utc(14, 20)), components=((written, DOWN),)), components=((written, DEGRADED),))
    found = site(report)
    assert states(found)[meant] is DOWN
    assert found.reports[0].told == report.updates
    assert found.reports[0].incident.components == ((meant, DEGRADED),)


def test_where_it_is_named_twice_the_worse_counts() -> None:
    report = incident(told(utc(14, 20)), components=(("search", DEGRADED), ("serach", DOWN)))
    assert states(site(report))["search"] is DOWN


def test_of_two_near_names_none_is_meant_and_another_tools_components_are_its_own() -> None:
    settings = Settings(components=(Component(id="web-eu", name="EU"), Component(id="web-us", name="US")))
    report = incident(told(utc(14, 20)), components=(("web-e", DOWN), ("web", DOWN)))
    assert [view.component.id for view in assemble([report], settings, NOW).components] == ["web-eu", "web-us", "web"]
    elsewhere = incident(components=(("serach", DOWN),), imported=Imported(source="cState", on=""))
    assert states(site(elsewhere))["serach"] is DOWN
    assert states(assemble([report], Settings(), NOW)) == {"web-e": DOWN, "web": DOWN}
