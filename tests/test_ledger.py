"""The public record: what counts, where, and that the counts are those of the lists behind them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from straightup.model.imported import Imported
from straightup.model.incident import CauseState, Eta, Incident, Promise, UnknownUntil, Update, Window
from straightup.model.states import Kind, Stage
from straightup.model.steps import PreventionItem, PreventionState
from straightup.record.accounts import Asked, Ledger, Tally
from straightup.record.ledger import by_year, ledger
from straightup.record.notices import Notices
from straightup.record.promises import Outcome, promises
from support.effort import examples
from support.reports import incident, told

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BEGAN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
GRACE = timedelta(days=10)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED = list(Stage)[:4]


def by(minutes: int, because: str = "") -> Promise:
    """Restored so many minutes after it began."""
    when = BEGAN + minutes * MINUTE
    return Promise(earliest=when, by=when, because=because)


def spoken(minutes: int, stage: Stage = INVESTIGATING, eta: Eta | None = None, following: int | None = None) -> Update:
    promised = None if following is None else BEGAN + following * MINUTE
    return told(BEGAN + minutes * MINUTE, stage, eta, next_update=promised)


def answered(*updates: Update, identity: str = "a", **more: Any) -> Incident:
    """It began on 1 November at noon and answers everything; minutes count from there."""
    report = incident(
        *updates,
        id=identity,
        started=BEGAN,
        impact="Cards fail.",
        cause="A certificate expired.",
        cause_state=CauseState.KNOWN,
        prevention_text="We watch it.",
    )
    return replace(report, **more)


def restored(after: int, *etas: Eta, identity: str = "a", **more: Any) -> Incident:
    """Over after so many minutes, with these restoration times said ten minutes apart from minute 10 on."""
    said = [spoken(10 * number, eta=eta) for number, eta in enumerate(etas, 1)]
    return answered(*(said or [spoken(5)]), spoken(after, RESOLVED), identity=identity, **more)


def record(*incidents: Incident, now: datetime = NOW) -> Ledger:
    return ledger([(each, promises(each, now)) for each in incidents], now, GRACE)


def moved_to(when: datetime, report: Incident) -> Incident:
    """The same report, with everything in it at another time."""
    by_how_much = when - BEGAN
    updates = tuple(replace(each, at=each.at + by_how_much) for each in report.updates)
    return replace(report, started=when, updates=updates)


# Restoration times


def test_the_first_and_the_last_promise_are_told_apart() -> None:
    found = record(restored(60, by(45), by(90))).etas
    assert (found.first.tally, found.last.tally) == (Tally(late=1), Tally(kept=1))
    assert (found.first.errors, found.last.errors) == ((15 * MINUTE,), (-30 * MINUTE,))
    assert found.moved == 1


def test_of_one_promise_the_first_is_the_last_and_the_same_time_again_is_no_move() -> None:
    for report in (restored(60, by(60)), restored(60, by(60), by(60))):
        found = record(report).etas
        assert (found.first.tally, found.last.tally, found.moved) == (Tally(kept=1), Tally(kept=1), 0)


def test_a_promise_that_was_taken_back_counts_as_moved() -> None:
    taken_back = UnknownUntil(until=BEGAN + 50 * MINUTE, because="the disk failed again")
    assert record(restored(100, by(90), taken_back)).etas.moved == 1


def test_a_share_and_a_median_need_five() -> None:
    reports = [restored(60, by(60 + number), identity=f"{number}") for number in range(5)]
    four, five = record(*reports[:4]).etas.first, record(*reports).etas.first
    assert (four.tally.judged, four.tally.percent, four.error) == (4, None, None)
    assert (five.tally.judged, five.tally.percent, five.error) == (5, 100, -2 * MINUTE)


def test_a_share_is_rounded_down() -> None:
    reports = [restored(60, by(60 if number < 5 else 30), identity=f"{number}") for number in range(6)]
    assert record(*reports).etas.first.tally.percent == 83
    assert Tally(kept=1999, late=1).percent == 99


def test_the_median_error_keeps_its_sign() -> None:
    late = [restored(60, by(50), identity=f"{number}") for number in range(3)]
    early = [restored(60, by(80), identity=f"{number}") for number in range(3, 5)]
    assert record(*late, *early).etas.first.error == 10 * MINUTE


def test_an_overdue_promise_is_judged_and_is_late_by_as_long_as_it_is_late_so_far() -> None:
    report = answered(spoken(10, eta=by(60)))
    just_in_time, after = (record(report, now=BEGAN + minutes * MINUTE).etas.first for minutes in (60, 75))
    assert (just_in_time.tally, just_in_time.errors) == (Tally(pending=1), ())
    assert (after.tally, after.errors, after.tally.judged) == (Tally(overdue=1), (15 * MINUTE,), 1)


def test_an_open_incident_can_have_missed_its_first_time_while_the_last_is_still_to_come() -> None:
    report = answered(spoken(10, eta=by(60)), spoken(50, eta=by(120)))
    found = record(report, now=BEGAN + 90 * MINUTE).etas
    assert (found.first.tally, found.last.tally) == (Tally(overdue=1), Tally(pending=1))


def test_never_estimated_is_over_without_a_time_or_open_for_more_than_two_hours() -> None:
    over = restored(30)
    quick = answered(spoken(40, RESOLVED), identity="quick", resolved=BEGAN + 20 * MINUTE)
    still = answered(spoken(5), identity="still")
    later = BEGAN + 120 * MINUTE
    for now, never, young in ((later, ["a"], ["still"]), (later + MINUTE, ["a", "still"], [])):
        found = record(over, quick, still, now=now).etas
        assert [each.id for each in found.never] == never
        assert [each.id for each in found.young] == young
        assert [each.id for each in found.untold] == ["quick"]


def test_an_answer_is_no_restoration_time() -> None:
    unknown = UnknownUntil(until=BEGAN + 20 * MINUTE, because="we look")
    found = record(answered(spoken(10, eta=unknown), spoken(30, eta=by(60)), spoken(50, RESOLVED)))
    assert (found.answers.tally, found.answers.errors) == (Tally(late=1), (10 * MINUTE,))
    assert (found.etas.first.tally, found.etas.moved) == (Tally(kept=1), 0)


def test_one_whose_first_update_says_that_it_is_over_was_over_before_it_was_told() -> None:
    found = record(answered(spoken(40, RESOLVED))).etas
    assert (found.never, len(found.untold)) == ((), 1)


def test_one_that_came_back_counts_by_the_run_that_kept_its_time_worst() -> None:
    first = (spoken(10, eta=by(60)), spoken(50, RESOLVED))
    for again, now, outcome in (
        ((spoken(100, eta=by(160)),), 120, Tally(kept=1)),
        ((spoken(100, eta=by(160)),), 161, Tally(overdue=1)),
        ((spoken(100, eta=by(160)), spoken(170, RESOLVED)), 200, Tally(late=1)),
        ((spoken(100, eta=by(160)), spoken(150, RESOLVED)), 200, Tally(kept=1)),
        ((spoken(100), spoken(150, RESOLVED)), 200, Tally(kept=1)),
    ):
        found = record(answered(*first, *again), now=BEGAN + now * MINUTE).etas
        assert (found.first.tally, found.last.tally) == (outcome, outcome)


# Updates


def test_promised_updates_count_with_the_follow_up_and_the_overdue_one_is_late_so_far() -> None:
    report = answered(
        spoken(0, following=30),
        spoken(30, following=60),
        spoken(70, MONITORING),
        spoken(90, RESOLVED, following=24 * 60),
    )
    found = record(report, now=BEGAN + DAY + 5 * MINUTE).updates
    assert found.tally == Tally(kept=1, late=1, overdue=1)
    assert found.errors == (timedelta(), 10 * MINUTE, 5 * MINUTE)
    assert found.lateness is None


def test_the_median_lateness_is_of_those_that_were_late() -> None:
    steps = [spoken(60 * number, following=60 * number + 50) for number in range(6)]
    found = record(answered(*steps, spoken(360, RESOLVED))).updates
    assert (found.tally, found.lateness) == (Tally(late=6), 10 * MINUTE)
    assert record(answered(spoken(0, following=10), *steps[1:4], spoken(240, RESOLVED))).updates.lateness is None


def test_updates_of_maintenance_and_notices_count_too() -> None:
    planned = answered(spoken(0, Stage.SCHEDULED, following=30), kind=Kind.MAINTENANCE, starts=NOW + DAY, identity="m")
    notice = answered(spoken(0, following=30), kind=Kind.NOTICE, identity="n")
    assert record(planned, notice).updates.tally == Tally(overdue=2)


# Prevention


def step(state: PreventionState, due: int | None = None, done: int | None = None, because: str = "") -> PreventionItem:
    def day(number: int | None) -> date | None:
        return date(2026, 11, number) if number else None

    return PreventionItem(text="Renew", state=state, due=day(due), done=day(done), because=because)


def test_each_step_counts_once_and_a_dropped_one_is_judged() -> None:
    steps = (
        step(PreventionState.DONE, due=10, done=9),
        step(PreventionState.DONE, due=10, done=11),
        step(PreventionState.DONE, due=10),
        step(PreventionState.OPEN, due=19),
        step(PreventionState.OPEN, due=20),
        step(PreventionState.OPEN),
        step(PreventionState.DROPPED, due=10, because="it does not fit"),
    )
    found = record(restored(30, by(40), prevention=steps)).steps
    assert found.tally == Tally(kept=1, late=1, overdue=1, dropped=1, pending=2, unjudged=1)
    assert (found.tally.judged, found.tally.percent, found.undated) == (4, None, 1)
    assert len(found.steps) == found.tally.total == 7


def test_dropping_a_step_improves_no_share() -> None:
    kept = tuple(step(PreventionState.DONE, due=10, done=9) for _ in range(5))
    overdue, dropped = step(PreventionState.OPEN, due=10), step(PreventionState.DROPPED, due=10, because="no")
    shares = [record(restored(30, prevention=(*kept, each))).steps.tally.percent for each in (overdue, dropped)]
    assert shares == [83, 83]


def test_a_step_of_an_earlier_year_stays_on_record_for_as_long_as_it_is_overdue() -> None:
    long_ago = moved_to(NOW - 400 * DAY, restored(30))
    steps = (step(PreventionState.OPEN, due=10), step(PreventionState.DONE, due=10, done=12))
    found = record(replace(long_ago, prevention=steps)).steps
    assert (found.steps, [each.step.outcome for each in found.earlier]) == ((), [Outcome.OVERDUE])


def test_what_is_promised_to_make_it_right_is_a_number_of_its_own() -> None:
    kept, late = step(PreventionState.DONE, due=10, done=9), step(PreventionState.OPEN, due=10)
    found = record(restored(30, by(40), remedies=(kept, late)))
    assert (found.remedies.tally, found.steps.tally) == (Tally(kept=1, overdue=1), Tally())
    long_ago = replace(moved_to(NOW - 400 * DAY, restored(30)), remedies=(kept, late))
    assert [each.step.outcome for each in record(long_ago).remedies.earlier] == [Outcome.OVERDUE]
    assert not record(long_ago).empty


# First words


def word(minutes: int, identity: str) -> Incident:
    return answered(spoken(minutes), spoken(500, RESOLVED), identity=identity)


def test_the_first_word_is_a_median_with_two_percentiles_by_nearest_rank() -> None:
    found = record(*(word(minutes, f"{minutes}") for minutes in (10, 20, 30, 40, 50, 60, 70, 80, 90, 100))).words
    assert (found.median, found.eighty, found.ninety) == (55 * MINUTE, 80 * MINUTE, 90 * MINUTE)


def test_of_fewer_than_ten_nobody_says_what_nine_of_ten_took_and_of_four_nothing() -> None:
    nine = record(*(word(minutes, f"{minutes}") for minutes in range(1, 10))).words
    four = record(*(word(minutes, f"{minutes}") for minutes in range(1, 5))).words
    assert (nine.median, nine.eighty, nine.ninety) == (5 * MINUTE, 8 * MINUTE, None)
    assert (len(four.words), four.median, four.eighty, four.ninety) == (4, None, None, None)


@pytest.mark.parametrize(
    "report",
    [
        answered(resolved=BEGAN + MINUTE),
        answered(spoken(-5), spoken(30, RESOLVED)),
        answered(spoken(5), spoken(30, RESOLVED), started=None),
    ],
)
def test_a_first_word_that_nobody_can_measure_is_counted_as_such(report: Incident) -> None:
    found = record(report).words
    assert (found.words, found.without) == ((), (report,))


# Questions


def test_a_question_is_open_only_once_the_grace_is_over() -> None:
    report = restored(0, cause="", cause_state=CauseState.UNANSWERED)
    at, after = (record(report, now=BEGAN + GRACE + extra * MINUTE).questions for extra in (0, 1))
    assert (at.asked, at.open) == ((), ())
    assert (len(after.asked), after.answered, after.percent) == (1, 0, None)
    assert [each.questions for each in after.open] == [(Asked.CAUSE,)]


@pytest.mark.parametrize(
    ("missing", "questions"),
    [
        ({"impact": ""}, [Asked.IMPACT]),
        ({"cause_state": CauseState.NOT_KNOWN_YET}, [Asked.CAUSE]),
        ({"cause_state": CauseState.NOT_FOUND}, []),
        ({"cause_state": CauseState.SUSPECTED}, []),
        ({"prevention_text": ""}, [Asked.PREVENTION]),
        ({"prevention_text": "", "prevention": (step(PreventionState.OPEN),)}, []),
        ({"prevention_text": "", "false_alarm": True}, []),
        ({"updates": (), "resolved": BEGAN}, [Asked.UPDATES]),
        ({"impact": "", "prevention_text": ""}, [Asked.IMPACT, Asked.PREVENTION]),
    ],
)
def test_what_is_asked_of_a_report(missing: dict[str, Any], questions: list[Asked]) -> None:
    found = record(restored(30, **missing)).questions
    assert [question for each in found.open for question in each.questions] == questions
    assert found.answered == int(not questions)


def test_a_question_that_was_set_aside_with_a_reason_is_neither_open_nor_answered() -> None:
    reason, none = (("P01", "the service no longer exists"),), (("P01", " "),)
    aside = record(restored(30, prevention_text="", exempt=reason)).questions
    assert (aside.answered, aside.open, len(aside.set_aside)) == (0, (), 1)
    assert len(record(restored(30, prevention_text="", exempt=none)).questions.open) == 1
    both = record(restored(30, prevention_text="", impact="", exempt=reason)).questions
    assert [each.questions for each in both.open] == [(Asked.IMPACT,)]


def test_a_question_of_an_earlier_year_stays_on_record_for_as_long_as_it_is_open() -> None:
    found = record(moved_to(NOW - 400 * DAY, restored(30, impact=""))).questions
    assert (found.asked, len(found.earlier)) == ((), 1)


@pytest.mark.parametrize("kind", [Kind.MAINTENANCE, Kind.NOTICE])
def test_only_incidents_are_asked(kind: Kind) -> None:
    assert record(answered(spoken(0, RESOLVED), kind=kind, impact="")).questions.asked == ()


# Maintenance


@pytest.mark.parametrize(
    ("completed", "outcome"),
    [
        ((60, Stage.COMPLETED), Tally(kept=1)),
        ((61, Stage.COMPLETED), Tally(late=1)),
        ((30, Stage.CANCELLED), Tally()),
        ((30, Stage.IN_PROGRESS), Tally(overdue=1)),
    ],
)
def test_maintenance_is_kept_when_it_was_completed_inside_its_window(
    completed: tuple[int, Stage], outcome: Tally
) -> None:
    ends = BEGAN + 60 * MINUTE
    report = answered(spoken(-600, Stage.SCHEDULED), spoken(*completed), kind=Kind.MAINTENANCE, starts=BEGAN, ends=ends)
    found = record(report)
    assert (found.windows.tally, found.incidents) == (outcome, 0)
    imported = replace(report, imported=Imported(source="cState", on=""))
    assert record(imported).windows.tally == Tally()


def planned(lead: int, *more: Update, identity: str = "a") -> Incident:
    """Work of an hour from `BEGAN` on, announced so many minutes before."""
    said = [spoken(-lead, Stage.SCHEDULED), *more, spoken(60, Stage.COMPLETED)]
    ends = BEGAN + 60 * MINUTE
    return answered(*said, identity=identity, kind=Kind.MAINTENANCE, starts=BEGAN, ends=ends, started=None)


def notices(*incidents: Incident, wanted: timedelta | None = None) -> Notices:
    return ledger([(each, promises(each, NOW)) for each in incidents], NOW, GRACE, wanted).notices


def test_notice_is_counted_from_the_announcement_to_the_start() -> None:
    several = [planned(60 * hours, identity=f"{hours}") for hours in (0, 24, 72, 96, 200)]
    found = notices(*several, wanted=timedelta(hours=72))
    assert (found.kept, len(found.notices), found.percent, found.median) == (3, 5, 60, timedelta(hours=72))
    without = notices(*several)
    assert (without.wanted, without.median, without.kept) == (None, timedelta(hours=72), 5)
    few = notices(*several[:2], wanted=timedelta(hours=72))
    assert (few.kept, few.percent, few.median) == (0, None, None)


def test_what_was_announced_after_it_began_had_no_notice() -> None:
    (late,) = notices(planned(-5), wanted=timedelta(minutes=1)).notices
    assert (late.given, late.in_time) == (timedelta(), False)


def test_work_that_moves_is_announced_anew_unless_only_its_end_moves() -> None:
    hour = timedelta(hours=1)

    def moving(starts: datetime, ends: datetime) -> Incident:
        first = replace(spoken(-6000, Stage.SCHEDULED), window=Window(starts=starts, ends=ends))
        again = replace(spoken(-30, Stage.SCHEDULED), window=Window(starts=BEGAN, ends=BEGAN + hour))
        return replace(planned(0), updates=(first, again, spoken(60, Stage.COMPLETED)))

    (moved,) = notices(moving(BEGAN + 48 * hour, BEGAN + 49 * hour)).notices
    (longer,) = notices(moving(BEGAN, BEGAN + 3 * hour)).notices
    assert (moved.given, longer.given) == (30 * MINUTE, 6000 * MINUTE)


def test_what_is_ahead_cancelled_imported_or_never_announced_has_no_notice() -> None:
    report = planned(600)
    ahead = replace(report, starts=NOW + DAY, ends=NOW + 2 * DAY, updates=report.updates[:1])
    cancelled = replace(report, updates=(report.updates[0], spoken(-10, Stage.CANCELLED)))
    imported = replace(report, imported=Imported(source="cState", on=""))
    assert notices(ahead, cancelled, imported, replace(report, updates=()), restored(30)).notices == ()


# What counts at all


def test_a_report_counts_for_365_days_from_its_begin_and_for_as_long_as_it_is_open() -> None:
    over = restored(60, by(60))
    for ago, counted in ((365 * DAY - MINUTE, 1), (365 * DAY, 0)):
        assert record(moved_to(NOW - ago, over)).incidents == counted
    still_open = moved_to(NOW - 500 * DAY, answered(spoken(0)))
    assert record(still_open).incidents == 1


def test_a_report_whose_begin_is_still_to_come_counts_from_its_first_word() -> None:
    planned = answered(spoken(0, Stage.SCHEDULED, following=30), kind=Kind.MAINTENANCE, starts=NOW + 90 * DAY)
    assert record(planned).updates.tally == Tally(overdue=1)


def test_a_duplicate_counts_nowhere_if_its_original_is_there_and_fully_if_it_is_not() -> None:
    original = restored(60, by(60))
    twin = restored(60, by(30), identity="b", duplicate_of="a")
    found = record(original, twin)
    assert (found.incidents, found.etas.first.tally, found.left_out.duplicates) == (1, Tally(kept=1), 1)
    alone = record(twin)
    assert (alone.incidents, alone.etas.first.tally, alone.left_out.duplicates) == (1, Tally(late=1), 0)
    circle = record(replace(original, duplicate_of="b"), twin)
    assert (circle.incidents, circle.left_out.duplicates) == (2, 0)


def test_a_false_alarm_has_nothing_to_restore_but_promised_its_updates_and_steps() -> None:
    alarm = answered(
        spoken(10, eta=by(20), following=30),
        spoken(30, RESOLVED),
        false_alarm=True,
        prevention=(step(PreventionState.DONE, due=10, done=9),),
    )
    found = record(alarm)
    assert (found.incidents, found.etas.estimates, found.words.words, found.left_out.false_alarms) == (0, (), (), 1)
    assert (found.updates.tally, found.steps.tally) == (Tally(kept=1), Tally(kept=1))
    assert len(found.questions.asked) == 1


def test_what_an_imported_report_does_not_say_is_not_held_against_it_and_what_it_promises_counts() -> None:
    imported = Imported(source="cState", on="2026-11-01")
    silent = restored(60, imported=imported, impact="", prevention_text="")
    promising = restored(60, by(30), identity="b", imported=imported)
    found = record(silent, promising)
    assert (found.etas.never, found.words.words, found.words.without, found.questions.asked) == ((), (), (), ())
    assert (found.etas.first.tally, found.left_out.imported) == (Tally(late=1), 2)


def test_an_exemption_changes_no_outcome() -> None:
    report = restored(60, by(30), exempt=(("E05", "the network tells us tomorrow"),))
    assert record(report).etas.first.tally == Tally(late=1)


def test_an_empty_record_is_empty_and_a_year_has_only_its_own_reports() -> None:
    assert record().empty
    assert by_year([], NOW, GRACE) == ()
    this, last = restored(60, by(60)), moved_to(datetime(2025, 12, 31, 23, 59, tzinfo=UTC), restored(60, identity="b"))
    entries = [(each, promises(each, NOW)) for each in (this, last)]
    years = by_year(entries, NOW, GRACE)
    assert [(each.year, each.incidents, each.first) for each in years] == [(2026, 1, Tally(kept=1)), (2025, 1, Tally())]


# What holds for every record

_MINUTES = st.integers(-30, 3000)
_ETAS = st.none() | _MINUTES.map(by) | _MINUTES.map(lambda m: UnknownUntil(until=BEGAN + m * MINUTE, because="we look"))
_UPDATES = st.lists(
    st.builds(
        spoken,
        _MINUTES,
        st.sampled_from([INVESTIGATING, IDENTIFIED, RESOLVED]),
        _ETAS,
        st.none() | _MINUTES,
    ),
    max_size=4,
).map(lambda found: sorted(found, key=lambda update: update.at))
_STEPS = st.lists(
    st.builds(step, st.sampled_from(list(PreventionState)), st.none() | st.integers(1, 30), st.none() | st.just(5)),
    max_size=3,
).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> list[Incident]:
    return [
        answered(
            *draw(_UPDATES),
            identity=f"{number}",
            kind=draw(st.sampled_from([Kind.INCIDENT, Kind.INCIDENT, *Kind])),
            started=draw(st.none() | _MINUTES.map(lambda m: BEGAN - 13 * m * timedelta(hours=1))),
            prevention=draw(_STEPS),
            impact=draw(st.sampled_from(["", "Words."])),
            duplicate_of=draw(st.sampled_from(["", "", "0", "1"])),
            false_alarm=draw(st.booleans()),
            imported=draw(st.none() | st.just(Imported(source="cState", on=""))),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@settings(derandomize=True, deadline=None, max_examples=examples(200))
@given(records())
def test_the_counts_add_up(incidents: list[Incident]) -> None:
    found = record(*incidents)
    etas = found.etas
    told_or_not = len(etas.estimates) + len(etas.never) + len(etas.untold) + len(etas.young)
    assert found.incidents - found.left_out.imported <= told_or_not <= found.incidents
    assert len(found.words.words) + len(found.words.without) <= found.incidents
    tallies = [etas.first.tally, etas.last.tally, found.answers.tally, found.updates.tally, found.steps.tally]
    lengths = [len(etas.estimates)] * 2 + [len(found.answers.lines), len(found.updates.lines), len(found.steps.steps)]
    assert [tally.total for tally in tallies] == lengths
    for tally in tallies:
        assert (tally.percent is None) == (tally.judged < 5)
        assert tally.percent is None or 0 <= tally.percent <= 100
    for lines in (etas.first, etas.last, found.answers, found.updates, found.windows):
        assert len(lines.errors) == lines.tally.judged
        assert sum(error > timedelta() for error in lines.errors) == lines.tally.late + lines.tally.overdue
        assert (lines.error is None) == (lines.tally.judged < 5)
    questions = found.questions
    assert questions.answered + len(questions.open) + len(questions.set_aside) == len(questions.asked)
    assert found.empty == (
        not found.incidents
        and not tallies[3].total
        and not tallies[4].total
        and not found.windows.lines
        and not questions.asked
        and not questions.earlier
        and not found.steps.earlier
    )


@settings(derandomize=True, deadline=None, max_examples=examples(100))
@given(records())
def test_every_report_belongs_to_one_year_and_a_year_counts_as_the_ledger_does(incidents: list[Incident]) -> None:
    years = by_year([(each, promises(each, NOW)) for each in incidents], NOW, GRACE)
    numbers = [each.year for each in years]
    assert numbers == sorted(set(numbers), reverse=True)
    real = [each for each in incidents if each.kind is Kind.INCIDENT and not each.nothing_was_wrong]
    originals = {each.id for each in incidents if not each.duplicate_of}
    assert sum(each.incidents for each in years) == sum(each.duplicate_of not in originals for each in real)
    recent = [replace(each, started=BEGAN) for each in incidents]
    found = record(*recent)
    (year,) = by_year([(each, promises(each, NOW)) for each in recent], NOW, GRACE) or (None,)
    if year:
        assert (year.incidents, year.first, year.updates) == (
            found.incidents,
            found.etas.first.tally,
            found.updates.tally,
        )
        assert (year.steps, year.first_word) == (found.steps.tally, found.words.median)
        assert (year.asked, year.answered) == (len(found.questions.asked), found.questions.answered)
