"""A report as it counts now: what is dated ahead or cannot be placed in time counts for the worse, never the better."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from straightup.model.incident import Incident, Promise, Update
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.record.course import Course
from straightup.record.promises import Outcome
from straightup.record.record import Record, moments_ahead, of
from straightup.site.assemble import assemble
from support.reports import incident, told, utc
from support.sites import headline_of

WORKS, DEGRADED, PARTLY, DOWN = State.OPERATIONAL, State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE
INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED = list(Stage)[:4]
SETTINGS = Settings(components=(Component(id="api", name="API"), Component(id="web", name="Web")))
MINUTE = timedelta(minutes=1)


def unreadable(update: Update, heading: str = "### 15:10: Identified") -> Update:
    """As reading gives an update whose time it cannot read."""
    return replace(update, heading=heading)


def record(report: Incident, now: datetime) -> Record:
    return of([report], SETTINGS, now)


def course(report: Incident, now: datetime) -> Course:
    (found,) = record(report, now).courses
    return found


def state(report: Incident, now: datetime, component: str = "api") -> tuple[State, datetime | None]:
    found = record(report, now).components[component]
    return found.state, found.since


def eta(hour: int, minute: int = 0) -> Promise:
    when = utc(hour, minute)
    return Promise(earliest=when, by=when)


# Dated ahead

AHEAD = incident(
    told(utc(14, 5), INVESTIGATING, eta(16), next_update=utc(14, 45)),
    told(utc(19, 10), IDENTIFIED, eta(21), next_update=utc(20), api=DOWN),
    api=DEGRADED,
)


def test_what_is_dated_ahead_counts_at_once_with_its_restoration_time_and_its_next_update() -> None:
    found = course(AHEAD, utc(14, 12))
    assert (found.incident.stage, found.incident.pending_eta) == (IDENTIFIED, eta(21))
    assert found.incident.pending_update == utc(20)
    assert (found.told, found.ahead) == (AHEAD.updates, AHEAD.updates[1:])


def test_its_worse_state_counts_from_the_time_above_it_and_once_its_own_time_has_come_from_that() -> None:
    assert state(AHEAD, utc(14, 12)) == (DOWN, utc(14, 5))
    assert state(AHEAD, utc(19, 20)) == (DOWN, utc(19, 10))


@pytest.mark.parametrize("now", [utc(19, 4), utc(19, 5), utc(19, 7), utc(19, 10), utc(19, 11)])
def test_there_is_no_moment_between_at_which_it_counts_for_less(now: datetime) -> None:
    assert state(AHEAD, now)[0] is DOWN


def test_its_better_states_and_its_resolved_wait_for_their_time() -> None:
    better = incident(told(utc(14, 5), api=DOWN), told(utc(19, 10), MONITORING, api=WORKS), api=DOWN)
    over = incident(told(utc(14, 5)), told(utc(19, 10), RESOLVED), api=DOWN)
    for report in (better, over):
        assert state(report, utc(14, 12)) == (DOWN, utc(14))
        assert course(report, utc(14, 12)).open
        assert course(report, utc(14, 12)).incident.stage is INVESTIGATING
        assert state(report, utc(19, 11))[0] is WORKS
    assert not course(over, utc(19, 11)).open


def test_of_an_update_that_is_better_and_worse_each_state_counts_for_itself() -> None:
    report = incident(told(utc(14, 5)), told(utc(19, 10), IDENTIFIED, api=DEGRADED, web=PARTLY), api=DOWN)
    assert [state(report, utc(14, 12), name) for name in ("api", "web")] == [(DOWN, utc(14)), (PARTLY, utc(14, 5))]


def test_several_in_a_row_are_each_measured_by_what_held_before() -> None:
    report = incident(
        told(utc(14, 5)), told(utc(19), IDENTIFIED, api=DOWN), told(utc(20), MONITORING, api=PARTLY), api=DEGRADED
    )
    assert state(report, utc(14, 12)) == (DOWN, utc(14, 5))
    assert state(report, utc(20, 1)) == (PARTLY, utc(20))


def test_what_is_dated_ahead_opens_a_report_again_that_was_resolved() -> None:
    report = incident(told(utc(14, 5)), told(utc(14, 20), RESOLVED), told(utc(19), api=PARTLY), api=DOWN)
    assert state(report, utc(15)) == (PARTLY, utc(14, 20))
    assert course(report, utc(15)).open


def test_with_everything_ahead_it_is_open_since_the_day_of_its_name() -> None:
    report = incident(told(utc(19, 10), RESOLVED), started=utc(18), api=DOWN)
    assert state(report, utc(14, 12)) == (DOWN, utc(0))
    assert course(report, utc(14, 12)).open
    assert headline_of(assemble([report], SETTINGS, utc(14, 12))) != "Everything works."


def test_a_restoration_that_is_still_to_come_has_not_come_though_it_is_called_resolved() -> None:
    in_front = incident(told(utc(14, 5)), told(utc(14, 30), RESOLVED), resolved=utc(19), api=DOWN)
    in_update = incident(told(utc(14, 5)), replace(told(utc(14, 30), RESOLVED), restored=utc(19)), api=DOWN)
    for report in (in_front, in_update):
        assert state(report, utc(15)) == (DOWN, utc(14))
        assert course(report, utc(15)).open
        assert state(report, utc(19, 1)) == (WORKS, None)


def test_a_clock_that_is_five_minutes_off_has_no_effect() -> None:
    report = incident(told(utc(14, 5)), told(utc(14, 20), RESOLVED), api=DOWN)
    assert state(report, utc(14, 14)) == (DOWN, utc(14))
    assert state(report, utc(14, 15)) == (WORKS, None)


def test_an_update_dated_ahead_keeps_no_promise_of_which_nobody_can_tell() -> None:
    found = course(AHEAD, utc(14, 50)).promises
    assert [each.outcome for each in found.updates] == [Outcome.UNJUDGED, Outcome.PENDING]
    assert (found.updates_kept, found.updates_judged) == (0, 1)


def test_planned_work_is_not_completed_by_what_is_dated_ahead() -> None:
    report = Incident(
        id="2026-11-03-m",
        kind=Kind.MAINTENANCE,
        components=(("api", PARTLY),),
        starts=utc(4),
        ends=utc(6),
        updates=(told(utc(4), Stage.IN_PROGRESS), told(utc(15), Stage.COMPLETED, api=WORKS)),
    )
    assert state(report, utc(5, 30)) == (PARTLY, utc(4))
    assert state(report, utc(7)) == (PARTLY, utc(4))
    assert course(report, utc(7)).overrunning


@pytest.mark.parametrize(("now", "shown"), [(utc(3, 50, day=1), WORKS), (utc(3, 50), State.NOT_KNOWN), (utc(4), DOWN)])
def test_the_beginning_of_work_that_is_dated_ahead_was_written_beforehand_or_nobody_can_tell(
    now: datetime, shown: State
) -> None:
    report = Incident(
        id="2026-11-03-m",
        kind=Kind.MAINTENANCE,
        components=(("api", DOWN),),
        starts=utc(4),
        ends=utc(6),
        updates=(told(utc(1, day=1), Stage.SCHEDULED), told(utc(4, 10), Stage.IN_PROGRESS)),
    )
    assert state(report, now)[0] is shown
    assert (course(report, now).upcoming, course(report, now).active) == (now < utc(4), now >= utc(4))


# One below a later one


def test_where_the_order_of_two_updates_cannot_be_told_the_worse_counts() -> None:
    report = incident(told(utc(15), api=PARTLY), told(utc(14, 20), IDENTIFIED, api=DOWN), api=DEGRADED)
    assert state(report, utc(16))[0] is DOWN
    over = incident(told(utc(15), RESOLVED), told(utc(14, 20), IDENTIFIED), api=DOWN)
    assert (state(over, utc(16))[0], course(over, utc(16)).open) == (DOWN, True)


def test_a_file_with_the_newest_on_top_is_read_in_order_of_time() -> None:
    report = incident(told(utc(16), RESOLVED), told(utc(15), IDENTIFIED), told(utc(14, 20)), api=DOWN)
    assert (state(report, utc(17))[0], course(report, utc(17)).incident.restored) == (WORKS, utc(16))


# Whose time or stage cannot be read


def test_an_update_that_cannot_be_placed_counts_for_the_worse_from_the_time_above_it() -> None:
    report = incident(told(utc(14, 20)), unreadable(told(utc(14, 20), IDENTIFIED, eta(17), api=DOWN)), api=DEGRADED)
    assert state(report, utc(16)) == (DOWN, utc(14, 20))
    found = course(report, utc(16))
    assert (found.incident.pending_eta, found.unclear, found.told) == (eta(17), True, report.updates)


def test_its_better_states_count_from_the_next_time_below_it_and_not_before() -> None:
    watched = unreadable(told(utc(14, 20), MONITORING, api=WORKS), "### 15:10: Monitoring")
    without = incident(told(utc(14, 20)), watched, api=DOWN)
    assert state(without, utc(16)) == (DOWN, utc(14))
    assert course(without, utc(16)).incident.stage is INVESTIGATING
    below = incident(told(utc(14, 20)), watched, told(utc(15, 30), MONITORING), api=DOWN)
    assert state(below, utc(16)) == (WORKS, None)
    assert course(below, utc(16)).spans["api"][0].end == utc(15, 30)


def test_a_resolved_that_cannot_be_placed_resolves_nothing_before_the_next_time_below() -> None:
    over = unreadable(told(utc(14, 20), RESOLVED), "### 15:10: Resolved")
    still = incident(told(utc(14, 20)), over, api=DOWN)
    assert (course(still, utc(20)).open, state(still, utc(20))[0]) == (True, DOWN)
    followed = incident(told(utc(14, 20)), over, told(utc(18), RESOLVED), api=DOWN)
    assert course(followed, utc(20)).incident.restored == utc(18)
    again = incident(told(utc(14, 20)), over, told(utc(18), IDENTIFIED, api=PARTLY), api=DOWN)
    assert state(again, utc(20)) == (PARTLY, utc(18))
    assert [run.restored for run in course(again, utc(20)).runs] == [utc(18), None]


def test_where_the_next_time_below_is_ahead_it_waits_for_that() -> None:
    watched = unreadable(told(utc(14, 20), MONITORING, api=WORKS), "### 15:10: Monitoring")
    report = incident(told(utc(14, 20)), watched, told(utc(19), MONITORING), api=DOWN)
    assert state(report, utc(16)) == (DOWN, utc(14))
    assert state(report, utc(19, 1)) == (WORKS, None)


def test_an_unreadable_first_update_counts_from_the_start_or_from_the_day_of_the_files_name() -> None:
    first = unreadable(told(utc(14), api=DOWN))
    assert state(incident(first, api=DEGRADED), utc(16)) == (DOWN, utc(14))
    assert state(incident(first, api=DEGRADED, started=None), utc(16)) == (DOWN, utc(0))


def test_several_that_cannot_be_placed_stay_in_their_order() -> None:
    report = incident(
        told(utc(14, 20)),
        unreadable(told(utc(14, 20), api=DOWN)),
        unreadable(told(utc(14, 20), api=PARTLY)),
        told(utc(15)),
        api=DEGRADED,
    )
    assert state(report, utc(14, 40)) == (DOWN, utc(14, 20))
    assert state(report, utc(16)) == (PARTLY, utc(15))


def test_one_that_stands_below_an_update_dated_ahead_counts_from_the_time_above_both() -> None:
    report = incident(told(utc(14, 20)), told(utc(19)), unreadable(told(utc(19), api=DOWN)), api=DEGRADED)
    assert state(report, utc(15)) == (DOWN, utc(14, 20))


def test_after_resolved_a_stage_that_cannot_be_read_leaves_open_whether_it_is_back() -> None:
    odd = unreadable(told(utc(15), RESOLVED), "### 2026-11-03 17:00 UTC: Open")
    report = incident(told(utc(14, 20)), told(utc(15), RESOLVED), odd, api=DOWN)
    assert state(report, utc(18)) == (State.NOT_KNOWN, None)
    found = assemble([report], SETTINGS, utc(18))
    assert (found.unclear, len(found.open)) == (True, 1)
    settled = replace(report, updates=(*report.updates, told(utc(19), RESOLVED)))
    assert state(settled, utc(20)) == (WORKS, None)
    named = unreadable(told(utc(15), RESOLVED, api=PARTLY), "### 2026-11-03 17:00 UTC: Open")
    assert state(replace(report, updates=(*report.updates[:2], named)), utc(18)) == (PARTLY, utc(15))


def test_the_first_word_is_the_first_whose_time_can_be_read() -> None:
    report = incident(unreadable(told(utc(14))), told(utc(14, 40)), told(utc(16), RESOLVED), api=DOWN)
    (word,) = record(report, utc(18)).ledger.words.words
    assert word.after == 40 * MINUTE


def test_a_promise_that_an_update_of_no_known_time_may_have_kept_is_not_judged() -> None:
    def outcomes(*below: Update) -> list[Outcome]:
        first = told(utc(14, 5), next_update=utc(15))
        report = incident(first, unreadable(told(utc(14, 5))), *below, api=DOWN)
        return [each.outcome for each in course(report, utc(18)).promises.updates]

    assert outcomes() == [Outcome.UNJUDGED]
    assert outcomes(told(utc(15, 30))) == [Outcome.UNJUDGED]
    assert outcomes(told(utc(14, 50))) == [Outcome.KEPT]


def test_a_restoration_time_that_cannot_be_read_leaves_the_one_before_no_longer_promised() -> None:
    odd = replace(told(utc(15)), unread=("ETA",))
    found = course(incident(told(utc(14, 5), eta=eta(17)), odd, api=DOWN), utc(16))
    assert found.incident.pending_eta is None
    assert [(each.outcome, each.replaced) for each in found.promises.etas] == [(Outcome.PENDING, True)]


# What the clock alone changes


@pytest.mark.parametrize(
    ("more", "moments"),
    [
        ({"updates": (told(utc(14, 5)), told(utc(19, 10), RESOLVED))}, [utc(19, 5)]),
        ({"updates": (told(utc(14, 5)), told(utc(14, 30), RESOLVED)), "resolved": utc(19)}, [utc(18, 55), utc(19)]),
        ({"updates": (replace(told(utc(14, 30), RESOLVED), restored=utc(19)),)}, [utc(18, 55), utc(19)]),
        ({"started": utc(18)}, [utc(18)]),
        ({"updates": (told(utc(14, 5)), told(utc(14, 8), RESOLVED))}, []),
        ({"kind": Kind.MAINTENANCE, "starts": utc(16), "ends": utc(17)}, [utc(16), utc(17) + timedelta(seconds=1)]),
    ],
)
def test_the_times_at_which_something_comes_true_are_known(more: dict[str, Any], moments: list[datetime]) -> None:
    assert list(moments_ahead([incident(**{"api": DOWN, **more})], utc(14, 40))) == moments
