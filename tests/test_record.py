"""What follows from the reports: states over time, uptime, promises, and how long things usually take."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from straightup.model.imported import Imported
from straightup.model.incident import Incident, Promise, UnknownUntil, Update
from straightup.model.states import Kind, Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.record.effects import effects
from straightup.record.intervals import Interval, state_at, worst
from straightup.record.promises import Outcome, promises
from straightup.record.uptime import uptime
from straightup.record.usual import usual
from support.reports import incident, told, utc

D, P, M = State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE
WORKS, PLANNED = State.OPERATIONAL, State.MAINTENANCE
INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED = list(Stage)[:4]


def maintenance(*updates: Update, ends: datetime | None = None, **components: State) -> Incident:
    return Incident(
        id="m",
        kind=Kind.MAINTENANCE,
        starts=utc(4),
        ends=ends or utc(5),
        components=tuple(components.items() or {"api": PLANNED}.items()),
        updates=updates,
    )


def spans(report: Incident, component: str = "api") -> list[tuple[datetime, datetime | None, State]]:
    return [(each.begin, each.end, each.state) for each in effects(report).get(component, [])]


# Component states over time


def test_the_front_matter_holds_from_the_start_for_as_long_as_nobody_says_otherwise() -> None:
    assert spans(incident(told(utc(14, 20)), api=D)) == [(utc(14), None, D)]


def test_an_update_changes_a_state_from_its_own_time() -> None:
    report = incident(told(utc(14, 20), api=M), told(utc(15), IDENTIFIED, api=P), api=D)
    assert spans(report) == [(utc(14), utc(14, 20), D), (utc(14, 20), utc(15), M), (utc(15), None, P)]


def test_a_component_that_was_not_named_before_is_added() -> None:
    report = incident(told(utc(14, 20), web=D), api=M)
    assert spans(report, "web") == [(utc(14, 20), None, D)]


def test_an_update_older_than_the_start_holds_from_the_start() -> None:
    assert spans(incident(told(utc(13), api=M), api=D)) == [(utc(14), None, M)]


def test_all_effects_end_where_the_author_says_that_it_was_resolved() -> None:
    report = incident(told(utc(14, 20)), told(utc(16), RESOLVED), resolved=utc(15, 30), api=D)
    assert spans(report) == [(utc(14), utc(15, 30), D)]


def test_else_they_end_at_the_first_update_of_the_last_run_of_resolved() -> None:
    report = incident(told(utc(14, 20)), told(utc(16), RESOLVED), told(utc(17), RESOLVED), api=D)
    assert report.restored == utc(16)
    assert spans(report) == [(utc(14), utc(16), D)]


def test_leaving_resolved_reopens_and_the_good_time_between_stays() -> None:
    report = incident(told(utc(15), RESOLVED), told(utc(16), IDENTIFIED), told(utc(17), RESOLVED), api=D)
    assert spans(report) == [(utc(14), utc(15), D), (utc(16), utc(17), D)]
    reopened = incident(told(utc(15), RESOLVED), told(utc(16), IDENTIFIED), api=D)
    assert (reopened.restored, reopened.over) == (None, False)
    assert spans(reopened) == [(utc(14), utc(15), D), (utc(16), None, D)]


def test_a_resolved_that_calls_a_component_broken_has_restored_nothing_of_it() -> None:
    report = incident(told(utc(16), RESOLVED, api=M), resolved=utc(15), api=D)
    assert spans(report) == [(utc(14), utc(16), D), (utc(16), None, M)]


def test_resolved_before_it_started_has_no_effect() -> None:
    assert spans(incident(resolved=utc(13), api=D)) == []


def test_a_report_without_a_start_begins_with_its_first_update_or_not_at_all() -> None:
    assert spans(Incident(id="a", updates=(told(utc(14), api=D),))) == [(utc(14), None, D)]
    assert effects(Incident(id="a", components=(("api", D),))) == {}


def test_a_notice_and_a_false_alarm_change_no_state() -> None:
    components = (("api", D),)
    assert effects(Incident(id="a", kind=Kind.NOTICE, started=utc(14), components=components)) == {}
    assert effects(Incident(id="a", false_alarm=True, started=utc(14), resolved=utc(15), components=components)) == {}
    still_open = Incident(id="a", false_alarm=True, started=utc(14), components=components)
    assert spans(still_open) == [(utc(14), None, D)]


def test_a_maintenance_changes_states_from_its_window_on() -> None:
    completed = told(utc(5), Stage.COMPLETED)
    assert spans(maintenance(told(utc(4), Stage.IN_PROGRESS, api=D), completed)) == [(utc(4), utc(5), D)]
    early_word = maintenance(told(utc(1), Stage.SCHEDULED, web=D), completed)
    assert spans(early_word, "web") == [(utc(4), utc(5), D)]


def test_a_maintenance_completed_early_ends_then() -> None:
    report = maintenance(
        told(utc(4), Stage.IN_PROGRESS), told(utc(4, 30), Stage.COMPLETED), told(utc(4, 40), Stage.COMPLETED)
    )
    assert spans(report) == [(utc(4), utc(4, 30), PLANNED)]


def test_a_maintenance_cancelled_before_it_began_has_no_effect() -> None:
    assert effects(maintenance(told(utc(1), Stage.SCHEDULED), told(utc(2), Stage.CANCELLED))) == {}


def test_of_a_maintenance_without_an_end_no_time_was_announced() -> None:
    report = Incident(id="m", kind=Kind.MAINTENANCE, starts=utc(4), components=(("api", PLANNED),))
    assert spans(report) == [(utc(4), None, M)]
    done = replace(report, updates=(told(utc(7), Stage.COMPLETED),))
    assert spans(done) == [(utc(4), utc(7), M)]
    elsewhere = replace(report, imported=Imported(source="cState", on=""))
    assert spans(elsewhere) == [(utc(4), None, PLANNED)]


def test_where_reports_overlap_the_worst_holds() -> None:
    intervals = [
        Interval(utc(1), utc(5), D, "a"),
        Interval(utc(2), utc(3), M, "b"),
        Interval(utc(2), utc(4), P, "c"),
        Interval(utc(4, 30), None, PLANNED, "d"),
        Interval(utc(9), utc(9, 30), M, "e"),
    ]
    assert list(worst(intervals, utc(0), utc(8))) == [
        (utc(0), utc(1), WORKS),
        (utc(1), utc(2), D),
        (utc(2), utc(3), M),
        (utc(3), utc(4), P),
        (utc(4), utc(4, 30), D),
        (utc(4, 30), utc(5), D),
        (utc(5), utc(8), PLANNED),
    ]


@pytest.mark.parametrize(
    ("moment", "state"), [(utc(1, 59), WORKS), (utc(2), D), (utc(2, 30), M), (utc(3), D), (utc(4), WORKS)]
)
def test_a_state_holds_from_its_first_moment_until_just_before_its_last(moment: datetime, state: State) -> None:
    intervals = [Interval(utc(2), utc(4), D, "a"), Interval(utc(2, 30), utc(3), M, "b")]
    assert state_at(intervals, moment) is state


# Uptime

NOW = utc(12)
TODAY = timedelta(hours=12)
WHOLE = timedelta(days=89) + TODAY


def test_the_record_is_ninety_utc_days_of_which_today_so_far_is_the_last() -> None:
    record = uptime([], NOW)
    assert len(record.days) == 90
    assert (record.days[0].date, record.days[-1].date) == (date(2026, 8, 6), date(2026, 11, 3))
    assert [day.length for day in record.days] == [timedelta(days=1)] * 89 + [TODAY]
    assert (record.up, record.percent) == (1.0, "100")


def test_the_days_are_utc_days_whatever_the_offset_of_the_clock() -> None:
    interval = [Interval(utc(1), utc(2), M, "a")]
    assert uptime(interval, NOW.astimezone(timezone(timedelta(hours=13)))) == uptime(interval, NOW)


def test_a_record_of_no_time_at_all_is_unbroken() -> None:
    assert uptime([], utc(0), days=1).percent == "100"


def test_outages_count_degraded_time_is_a_number_of_its_own_and_maintenance_counts_as_neither() -> None:
    record = uptime(
        [
            Interval(utc(0), utc(1), M, "a"),
            Interval(utc(1), utc(3), P, "b"),
            Interval(utc(3), utc(7), D, "c"),
            Interval(utc(7), utc(9), PLANNED, "d"),
            Interval(utc(9), utc(10), WORKS, "e"),
        ],
        NOW,
    )
    assert record.up == pytest.approx(1 - timedelta(hours=3) / WHOLE)
    assert record.length_of(D) == timedelta(hours=4)
    assert record.length_of(PLANNED) == timedelta(hours=2)
    assert record.days[-1].incidents == ("a", "b", "c", "d")
    assert record.days[-1].state is M
    assert record.days[-2].state is WORKS


def test_an_outage_over_midnight_is_shared_between_its_days() -> None:
    record = uptime([Interval(utc(22, day=1), utc(1, day=3), M, "a")], NOW)
    assert [day.lengths.get(M) for day in record.days[-3:]] == [timedelta(hours=n) for n in (2, 24, 1)]
    assert [day.incidents for day in record.days[-4:]] == [(), ("a",), ("a",), ("a",)]


def test_what_lies_before_the_ninety_days_or_after_now_does_not_count() -> None:
    begin = NOW - WHOLE
    assert uptime([Interval(begin - timedelta(days=9), begin, M, "a")], NOW).up == 1
    assert uptime([Interval(NOW, None, M, "a")], NOW).up == 1
    long_ago = uptime([Interval(begin - timedelta(days=9), begin + timedelta(hours=1), M, "a")], NOW)
    assert long_ago.length_of(M) == timedelta(hours=1)


def test_what_goes_on_counts_until_now() -> None:
    assert uptime([Interval(utc(11), None, M, "a")], NOW).length_of(M) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("outage", "percent"),
    [
        (timedelta(), "100"),
        (timedelta(seconds=1), "99.99"),
        (timedelta(microseconds=1), "99.99"),
        (WHOLE / 10_000, "99.99"),
        (WHOLE / 10_000 + timedelta(seconds=1), "99.98"),
        (WHOLE / 2, "50.00"),
        (WHOLE * 0.9, "10.00"),
        (WHOLE * 0.999, "0.10"),
        (WHOLE, "0.00"),
    ],
)
def test_the_percentage_is_rounded_down_so_that_only_an_unbroken_record_reads_100(
    outage: timedelta, percent: str
) -> None:
    assert uptime([Interval(NOW - outage, NOW, M, "a")], NOW).percent == percent


# Promises


def promise(by: datetime, because: str = "") -> Promise:
    return Promise(earliest=by, by=by, because=because)


def outcomes(report: Incident, now: datetime) -> list[Outcome]:
    return [each.outcome for each in promises(report, now).etas]


def test_an_eta_is_kept_when_service_was_restored_no_later_than_promised() -> None:
    for restored, outcome in ((utc(15, 59), Outcome.KEPT), (utc(16), Outcome.KEPT), (utc(16, 1), Outcome.LATE)):
        report = incident(
            Update(at=utc(14, 20), stage=INVESTIGATING, text="", eta=promise(utc(16))), told(restored, RESOLVED)
        )
        assert outcomes(report, utc(18)) == [outcome]
        assert promises(report, utc(18)).etas[0].late_by == restored - utc(16)


def test_the_restoration_that_the_author_gives_decides_and_not_the_update_that_reports_it() -> None:
    report = incident(
        Update(at=utc(14, 20), stage=INVESTIGATING, text="", eta=promise(utc(16))),
        told(utc(17), RESOLVED),
        resolved=utc(15, 50),
    )
    assert outcomes(report, utc(18)) == [Outcome.KEPT]


def test_the_first_and_the_last_promise_are_told_apart() -> None:
    report = incident(
        Update(at=utc(14, 20), stage=INVESTIGATING, text="", eta=promise(utc(15))),
        Update(at=utc(14, 50), stage=IDENTIFIED, text="", eta=promise(utc(16), "it takes longer")),
        told(utc(15, 30), RESOLVED),
    )
    first, last = promises(report, utc(18)).etas
    assert (first.said, first.promised, first.outcome) == (utc(14, 20), utc(15), Outcome.LATE)
    assert (last.because, last.outcome, last.happened) == ("it takes longer", Outcome.KEPT, utc(15, 30))


def test_while_it_lasts_an_eta_is_pending_until_its_time_and_overdue_after_it() -> None:
    report = incident(Update(at=utc(14, 20), stage=INVESTIGATING, text="", eta=promise(utc(16))))
    assert outcomes(report, utc(16)) == [Outcome.PENDING]
    assert outcomes(report, utc(16, 1)) == [Outcome.OVERDUE]
    assert promises(report, utc(18)).etas[0].late_by == timedelta()


def test_what_was_kept_stays_kept_when_it_comes_back() -> None:
    report = incident(
        Update(at=utc(14, 20), stage=INVESTIGATING, text="", eta=promise(utc(16))),
        told(utc(15), RESOLVED),
        Update(at=utc(15, 30), stage=IDENTIFIED, text="", eta=promise(utc(17))),
    )
    assert outcomes(report, utc(15, 40)) == [Outcome.KEPT, Outcome.PENDING]
    assert outcomes(report, utc(17, 1)) == [Outcome.KEPT, Outcome.OVERDUE]


def test_unknown_until_is_no_eta_and_is_kept_by_a_later_eta_or_resolved_by_then() -> None:
    unknown = Update(at=utc(14, 20), stage=INVESTIGATING, text="", eta=UnknownUntil(until=utc(15), because="we look"))
    with_eta = Update(at=utc(14, 50), stage=IDENTIFIED, text="", eta=promise(utc(16)))
    late_eta = Update(at=utc(15, 10), stage=IDENTIFIED, text="", eta=promise(utc(16)))
    again = Update(at=utc(14, 50), stage=IDENTIFIED, text="", eta=UnknownUntil(until=utc(17), because="we still look"))
    for later, now, found in (
        ([with_eta], utc(16), [Outcome.KEPT]),
        ([told(utc(14, 40), IDENTIFIED), late_eta], utc(16), [Outcome.LATE]),
        ([told(utc(15), RESOLVED)], utc(16), [Outcome.KEPT]),
        ([], utc(15), [Outcome.PENDING]),
        ([told(utc(14, 40), MONITORING)], utc(16), [Outcome.OVERDUE]),
        ([again], utc(16), [Outcome.OVERDUE, Outcome.PENDING]),
    ):
        report = promises(incident(unknown, *later), now)
        assert [each.outcome for each in report.answers] == found
        assert len(report.etas) == sum(isinstance(each.eta, Promise) for each in later)


def test_a_next_update_is_kept_by_any_later_update_in_time() -> None:
    def due(at: datetime, by: datetime, stage: Stage = INVESTIGATING) -> Update:
        return Update(at=at, stage=stage, text="", next_update=by)

    report = incident(
        due(utc(14), utc(14, 30)),
        due(utc(14, 30), utc(15)),
        told(utc(15, 1), MONITORING),
        due(utc(16), utc(18), RESOLVED),
    )
    for now, last, judged in ((utc(18), Outcome.PENDING, 2), (utc(18, 1), Outcome.OVERDUE, 3)):
        found = promises(report, now)
        assert [each.outcome for each in found.updates] == [Outcome.KEPT, Outcome.LATE, last]
        assert (found.updates_kept, found.updates_judged) == (1, judged)


@pytest.mark.parametrize(
    ("state", "due", "done", "outcome"),
    [
        (PreventionState.DONE, 10, 10, Outcome.KEPT),
        (PreventionState.DONE, 10, 11, Outcome.LATE),
        (PreventionState.DONE, 10, None, Outcome.UNJUDGED),
        (PreventionState.DONE, None, 10, Outcome.UNJUDGED),
        (PreventionState.OPEN, 12, None, Outcome.PENDING),
        (PreventionState.OPEN, 11, None, Outcome.OVERDUE),
        (PreventionState.OPEN, None, None, Outcome.PENDING),
        (PreventionState.DROPPED, 1, None, Outcome.DROPPED),
    ],
)
def test_a_step_is_judged_by_its_dates(
    state: PreventionState, due: int | None, done: int | None, outcome: Outcome
) -> None:
    item = PreventionItem(
        text="Renew",
        state=state,
        due=date(2026, 11, due) if due else None,
        done=date(2026, 11, done) if done else None,
    )
    report = Incident(id="a", prevention=(item,))
    for now in (utc(0, day=12), utc(0, day=12).astimezone(timezone(timedelta(hours=-8)))):
        assert [each.outcome for each in promises(report, now).steps] == [outcome]


# What is usual


def past(minutes: int, day: int = 1, state: State = D, component: str = "api", **more: Any) -> Incident:
    started = datetime(2025, 1, day, 12, 0, tzinfo=UTC)
    resolved = started + timedelta(minutes=minutes)
    report = Incident(id=f"{day}", started=started, components=((component, state),), resolved=resolved)
    return replace(report, **more)


def test_the_usual_time_is_the_median_and_the_80th_percentile_of_five_or_more() -> None:
    found = usual(["api"], D, [past(minutes, day) for day, minutes in enumerate((60, 20, 100, 40, 80), 1)])
    assert found is not None
    assert (found.median, found.most) == (timedelta(minutes=60), timedelta(minutes=80))
    assert (found.count, found.since) == (5, 2025)


def test_the_median_of_an_even_number_lies_in_the_middle() -> None:
    found = usual(["api"], D, [past(minutes, day) for day, minutes in enumerate((10, 20, 30, 40, 50, 600), 1)])
    assert found is not None
    assert (found.median, found.most) == (timedelta(minutes=35), timedelta(minutes=50))


def test_four_are_too_few_to_say() -> None:
    assert usual(["api"], D, [past(60, day) for day in range(1, 5)]) is None


@pytest.mark.parametrize(
    "other",
    [
        past(60, state=M),
        past(60, component="web"),
        past(-60),
        past(60, false_alarm=True),
        past(60, duplicate_of="x"),
        past(60, kind=Kind.MAINTENANCE, starts=utc(4), ends=utc(5)),
        past(60, resolved=None),
        past(60, started=None),
    ],
)
def test_only_resolved_incidents_of_the_same_severity_and_component_count(other: Incident) -> None:
    four = [past(60, day) for day in range(2, 6)]
    assert usual(["api"], D, [*four, other]) is None
    assert usual(["api", "db"], D, [*four, past(60)]) is not None


def test_the_severity_of_a_report_is_the_worst_that_it_ever_said() -> None:
    assert incident(told(utc(15), web=M), told(utc(16), web=WORKS), api=D).worst is M
    assert Incident(id="a").worst is WORKS
