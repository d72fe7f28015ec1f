"""Planned work: what its window announces counts as maintenance, and what happens outside of it as an outage."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from straightup.model.imported import Imported
from straightup.model.incident import Incident, Promise, Update, Window
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.record.course import Course
from straightup.record.promises import Outcome
from straightup.record.record import Condition, of
from straightup.site.assemble import assemble
from support.reports import told, utc
from support.sites import headline_of

WORKS, DEGRADED, PARTLY, DOWN = State.OPERATIONAL, State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE
PLANNED = State.MAINTENANCE
SCHEDULED, IN_PROGRESS, COMPLETED, CANCELLED = list(Stage)[4:]
SETTINGS = Settings(components=(Component(id="api", name="API"), Component(id="web", name="Web")))
HOUR = timedelta(hours=1)


def work(*updates: Update, state: State = DOWN, **more: Any) -> Incident:
    report = Incident(
        id="2026-11-03-work",
        title="New database for orders",
        kind=Kind.MAINTENANCE,
        components=(("api", state),),
        starts=utc(4),
        ends=utc(6),
        updates=updates or (told(utc(-40), SCHEDULED),),
    )
    return replace(report, **more)


def api(report: Incident, now: datetime) -> Condition:
    return of([report], SETTINGS, now).components["api"]


def course(report: Incident, now: datetime) -> Course:
    (found,) = of([report], SETTINGS, now).courses
    return found


def moved(at: datetime, starts: datetime, ends: datetime, stage: Stage = SCHEDULED) -> Update:
    window = Window(starts=starts, ends=ends, because="the copy takes longer")
    return replace(told(at, stage), window=window)


def by(hour: int, minute: int = 0) -> Promise:
    when = utc(hour, minute)
    return Promise(earliest=when, by=when)


# Outside the window

LATE = (
    told(utc(-40), SCHEDULED),
    told(utc(4, 2), IN_PROGRESS, by(6)),
    told(utc(5, 30), IN_PROGRESS, by(7, 30)),
    told(utc(7, 30), COMPLETED),
)


def test_an_overrun_is_downtime_in_the_state_now_the_bars_and_the_numbers() -> None:
    running = work(*LATE[:3])
    assert (api(running, utc(5)).state, api(running, utc(5)).uptime.percent) == (DOWN, "100")
    found = api(running, utc(6, 45))
    assert (found.state, found.since) == (DOWN, utc(4))
    assert course(running, utc(6, 45)).overrunning
    over = api(work(*LATE), utc(8))
    assert over.state is WORKS
    assert over.uptime.days[-1].lengths == {PLANNED: 2 * HOUR, DOWN: 1.5 * HOUR}
    assert over.uptime.percent != "100"


def test_what_is_called_maintenance_is_an_outage_outside_unless_an_update_names_a_state() -> None:
    planned = work(*LATE, state=PLANNED)
    assert (api(planned, utc(5)).state, api(planned, utc(6, 45)).state) == (PLANNED, DOWN)
    assert api(planned, utc(8)).uptime.length_of(DOWN) == 1.5 * HOUR
    named = work(*LATE[:2], told(utc(5, 30), IN_PROGRESS, api=DEGRADED), LATE[3], state=PLANNED)
    found = api(named, utc(8)).uptime
    assert (found.length_of(DEGRADED), found.length_of(DOWN), found.percent) == (1.5 * HOUR, timedelta(), "100")
    works = work(*LATE[:2], told(utc(5, 30), IN_PROGRESS, api=WORKS), LATE[3])
    assert api(works, utc(8)).uptime.length_of(DOWN) == timedelta()


def test_work_that_begins_early_is_downtime_until_its_window_opens() -> None:
    early = work(told(utc(-40), SCHEDULED), told(utc(3, 15), IN_PROGRESS), state=PLANNED)
    assert (api(early, utc(3, 30)).state, api(early, utc(3, 30)).since) == (DOWN, utc(3, 15))
    assert (api(early, utc(4, 30)).state, course(early, utc(3, 30)).active) == (PLANNED, True)
    done = replace(early, updates=(*early.updates, told(utc(5), COMPLETED)))
    assert api(done, utc(8)).uptime.days[-1].lengths == {PLANNED: HOUR, DOWN: 0.75 * HOUR}


def test_work_that_nobody_called_completed_goes_on() -> None:
    found = api(work(), utc(8))
    assert (found.state, found.uptime.length_of(DOWN)) == (DOWN, 2 * HOUR)


def test_beside_work_that_takes_longer_not_everything_works() -> None:
    headline = headline_of(assemble([work(*LATE[:3])], SETTINGS, utc(6, 45)))
    assert headline.startswith("New database for orders.")
    assert "verything" not in headline


@pytest.mark.parametrize(("starts", "ends"), [(None, utc(6)), (utc(4), None), (utc(6), utc(4))])
def test_where_no_window_can_be_made_out_nothing_was_announced(starts: datetime | None, ends: datetime | None) -> None:
    found = api(work(told(utc(7), IN_PROGRESS), state=PLANNED, starts=starts, ends=ends), utc(8))
    assert found.state is DOWN


def test_of_imported_work_nobody_can_tell_what_was_announced() -> None:
    report = replace(work(*LATE, state=PLANNED), imported=Imported(source="cState", on=""))
    assert api(report, utc(8)).uptime.days[-1].lengths == {PLANNED: 2 * HOUR}


def test_completed_with_a_component_that_does_not_work_leaves_it_so() -> None:
    report = work(*LATE[:2], told(utc(5, 45), COMPLETED, api=DEGRADED))
    found = api(report, utc(8))
    assert (found.state, found.since) == (DEGRADED, utc(5, 45))
    assert assemble([report], SETTINGS, utc(8)).worst is DEGRADED


def test_cancelled_work_changes_nothing() -> None:
    report = work(told(utc(-40), SCHEDULED), told(utc(3), CANCELLED))
    assert (api(report, utc(5)).state, api(report, utc(5)).uptime.percent) == (WORKS, "100")


# Its promises


def test_the_times_that_are_given_for_the_end_of_work_are_promises() -> None:
    running = course(work(*LATE[:3]), utc(6, 45)).promises.etas
    assert [(each.promised, each.outcome) for each in running] == [
        (utc(6), Outcome.OVERDUE),
        (utc(7, 30), Outcome.PENDING),
    ]
    over = course(work(*LATE), utc(8)).promises.etas
    assert [(each.outcome, each.happened, each.replaced) for each in over] == [
        (Outcome.LATE, utc(7, 30), True),
        (Outcome.KEPT, utc(7, 30), False),
    ]


def test_cancelled_work_keeps_no_promise() -> None:
    report = work(told(utc(3), SCHEDULED, by(6)), told(utc(3, 30), CANCELLED))
    assert [each.outcome for each in course(report, utc(8)).promises.etas] == [Outcome.UNJUDGED]


def test_what_is_completed_with_something_broken_has_kept_no_promise() -> None:
    report = work(*LATE[:3], told(utc(7, 30), COMPLETED, api=DEGRADED))
    assert [each.outcome for each in course(report, utc(8)).promises.etas] == [Outcome.OVERDUE, Outcome.OVERDUE]


def windows(report: Incident) -> list[tuple[datetime, Outcome]]:
    return [(each.promise.promised, each.outcome) for each in of([report], SETTINGS, utc(20)).ledger.windows.lines]


# Moved


def test_a_window_that_is_moved_before_the_work_is_the_one_that_counts() -> None:
    report = work(
        told(utc(-40), SCHEDULED),
        moved(utc(-20), utc(9), utc(11)),
        told(utc(9), IN_PROGRESS),
        told(utc(10, 30), COMPLETED),
    )
    found = course(report, utc(12))
    assert found.window == (utc(9), utc(11))
    assert [(each.old, each.new, each.at) for each in found.windows] == [
        ((utc(4), utc(6)), (utc(9), utc(11)), utc(-20))
    ]
    assert api(report, utc(12)).uptime.days[-1].lengths == {PLANNED: 1.5 * HOUR}
    assert windows(report) == [(utc(11), Outcome.KEPT)]
    assert course(report, utc(5)).upcoming


def test_a_window_that_is_moved_while_the_work_goes_on_makes_no_late_end_punctual() -> None:
    updates = (LATE[0], LATE[1], moved(utc(5, 30), utc(4), utc(8), IN_PROGRESS), LATE[3])
    for ends in (utc(6), utc(8)):  # as it was, and as it is said now
        report = work(*updates, ends=ends)
        found = course(report, utc(9))
        assert len(found.windows) == 1
        assert api(report, utc(9)).uptime.length_of(DOWN) >= 1.5 * HOUR
        assert [outcome for _, outcome in windows(report)] == [Outcome.LATE]
    assert course(work(*updates), utc(9)).window == (utc(4), utc(6))


def test_where_nobody_said_that_it_began_a_later_end_counts_as_little() -> None:
    report = work(LATE[0], moved(utc(6, 30), utc(4), utc(9)), told(utc(8), COMPLETED))
    assert api(report, utc(10)).uptime.length_of(DOWN) == 2 * HOUR
    postponed = work(LATE[0], moved(utc(4, 30), utc(9), utc(11)))
    assert (course(postponed, utc(5)).upcoming, api(postponed, utc(5)).state) == (True, WORKS)


def test_each_move_knows_what_was_announced_before_it() -> None:
    first, second = moved(utc(-30), utc(9), utc(11)), moved(utc(-20), utc(12), utc(13))
    both = course(work(LATE[0], first, second, starts=utc(12), ends=utc(13)), utc(1)).windows
    assert [(each.old, each.new) for each in both] == [
        (None, (utc(9), utc(11))),
        ((utc(9), utc(11)), (utc(12), utc(13))),
    ]
    announced = replace(LATE[0], window=Window(starts=utc(4), ends=utc(6)))
    whole = course(work(announced, first, second, starts=utc(12), ends=utc(13)), utc(1)).windows
    assert [each.old for each in whole] == [(utc(4), utc(6)), (utc(9), utc(11))]
    assert [each.because for each in whole] == ["the copy takes longer"] * 2


def test_a_window_that_cannot_be_read_makes_no_late_end_punctual_either() -> None:
    odd = replace(LATE[2], unread=("Window",))
    report = work(LATE[0], LATE[1], odd, LATE[3], ends=utc(8))
    assert api(report, utc(9)).uptime.length_of(DOWN) == 2 * HOUR
    before = work(LATE[0], replace(LATE[0], at=utc(-30), unread=("Window",)), starts=utc(9), ends=utc(11))
    assert course(before, utc(1)).window == (utc(9), utc(11))
