"""What comes back, what is called resolved and is not, and what two reports say of one thing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from straightup.model.imported import Imported
from straightup.model.incident import Incident, Promise, Update
from straightup.model.settings import Settings
from straightup.model.states import Component, Stage, State
from straightup.record.course import Course
from straightup.record.promises import EtaPromise, Outcome
from straightup.record.record import of
from straightup.record.uptime import Uptime
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support.reports import incident, told, utc
from support.sites import headline_of

WORKS, DEGRADED, PARTLY, DOWN = State.OPERATIONAL, State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE
INVESTIGATING, IDENTIFIED, MONITORING, RESOLVED = list(Stage)[:4]
NAMES = ("api", "search", "web")
SETTINGS = Settings(components=tuple(Component(id=name, name=name.upper()) for name in NAMES))
HOUR = timedelta(hours=1)


def site(*reports: Incident, now: datetime) -> Site:
    return assemble(reports, SETTINGS, now)


def course(report: Incident, now: datetime) -> Course:
    (found,) = of([report], SETTINGS, now).courses
    return found


def states(*reports: Incident, now: datetime) -> dict[str, tuple[State, datetime | None]]:
    return {view.component.id: (view.state, view.since) for view in site(*reports, now=now).components}


def uptime(report: Incident, now: datetime, component: str = "api") -> Uptime:
    return of([report], SETTINGS, now).components[component].uptime


def by(hour: int, minute: int = 0, because: str = "") -> Promise:
    when = utc(hour, minute)
    return Promise(earliest=when, by=when, because=because)


def etas(report: Incident, now: datetime) -> list[tuple[Outcome, datetime | None]]:
    return [(each.outcome, each.happened) for each in course(report, now).promises.etas]


# Coming back

BACK = Incident(
    id="2026-11-03-back",
    title="Signing in fails now and then",
    components=(("api", PARTLY), ("search", DEGRADED)),
    started=utc(8),
    resolved=utc(9),
    updates=(
        told(utc(8, 20), eta=by(10), next_update=utc(9, 5)),
        told(utc(9, 4), RESOLVED, next_update=utc(36)),
        told(utc(15, 30), eta=by(18), next_update=utc(16, 30), api=PARTLY),
    ),
)
NOW = utc(15, 35)


def test_what_comes_back_is_broken_since_then_and_only_what_was_named_again() -> None:
    found = states(BACK, now=NOW)
    assert found == {"api": (PARTLY, utc(15, 30)), "search": (WORKS, None), "web": (WORKS, None)}
    today = uptime(BACK, NOW).days[-1]
    assert today.lengths == {PARTLY: HOUR + timedelta(minutes=5)}
    assert uptime(BACK, NOW, "search").length_of(DEGRADED) == HOUR


def test_what_was_promised_before_it_came_back_stays_as_it_was() -> None:
    assert etas(BACK, NOW) == [(Outcome.KEPT, utc(9)), (Outcome.PENDING, None)]
    assert etas(BACK, utc(18, 1)) == [(Outcome.KEPT, utc(9)), (Outcome.OVERDUE, None)]
    assert course(BACK, NOW).incident.pending_eta == by(18)
    silent = replace(BACK, updates=(*BACK.updates[:2], told(utc(15, 30))))
    assert course(silent, NOW).incident.pending_eta is None


def test_each_run_has_its_own_beginning_and_its_own_end() -> None:
    over = replace(BACK, updates=(*BACK.updates, told(utc(17), RESOLVED)))
    found = course(over, utc(20))
    assert [(run.began, run.restored) for run in found.runs] == [(utc(8), utc(9)), (utc(15, 30), utc(17))]
    assert [run.components for run in found.runs] == [BACK.components, (("api", PARTLY),)]
    assert (found.incident.restored, found.open) == (utc(17), False)
    (report,) = site(over, now=utc(20)).reports
    assert report.lasted == 2.5 * HOUR
    assert [each.outcome for each in report.promises.etas] == [Outcome.KEPT, Outcome.KEPT]


def test_it_began_again_when_its_author_says_and_a_run_ends_when_its_author_says() -> None:
    again = replace(BACK.updates[2], began=utc(15, 10))
    over = replace(told(utc(17), RESOLVED), restored=utc(16, 50))
    report = replace(BACK, updates=(*BACK.updates[:2], again, over))
    assert states(replace(report, updates=report.updates[:3]), now=NOW)["api"] == (PARTLY, utc(15, 10))
    assert [(run.began, run.restored) for run in course(report, utc(20)).runs] == [
        (utc(8), utc(9)),
        (utc(15, 10), utc(16, 50)),
    ]


def test_what_began_again_before_it_was_called_resolved_was_never_over() -> None:
    again = replace(BACK.updates[2], began=utc(9, 2))
    report = replace(BACK, updates=(*BACK.updates[:2], again))
    assert states(report, now=NOW)["api"] == (PARTLY, utc(8))
    assert states(report, now=NOW)["search"] == (DEGRADED, utc(8))
    assert etas(report, NOW)[0] == (Outcome.OVERDUE, None)
    over = replace(report, updates=(*report.updates, told(utc(17), RESOLVED)))
    assert course(over, utc(20)).incident.restored == utc(17)


def test_what_was_never_over_is_as_bad_again_as_it_was_where_nobody_names_a_state() -> None:
    again = replace(told(utc(16)), began=utc(14, 50))
    report = incident(told(utc(14, 20), api=DOWN), told(utc(14, 40), api=DEGRADED), told(utc(15), RESOLVED), again)
    assert states(report, now=utc(17))["api"] == (DOWN, utc(14, 50))


def test_without_names_all_that_broke_before_is_broken_again_at_its_worst() -> None:
    report = incident(
        told(utc(14, 20), api=DOWN),
        told(utc(14, 40), web=DEGRADED),
        told(utc(15), RESOLVED),
        told(utc(16)),
        api=PARTLY,
        search=WORKS,
    )
    assert states(report, now=utc(17)) == {
        "api": (DOWN, utc(16)),
        "search": (WORKS, None),
        "web": (DEGRADED, utc(16)),
    }
    third = replace(report, updates=(*report.updates, told(utc(18), RESOLVED), told(utc(19))))
    assert states(third, now=utc(20))["api"] == (DOWN, utc(19))


def test_a_time_that_lies_in_a_later_run_ends_that_one() -> None:
    """As it was written while a report had one end only."""
    updates = (told(utc(14, 20)), told(utc(15), RESOLVED), told(utc(16)), told(utc(18), RESOLVED))
    report = incident(*updates, resolved=utc(17, 50), api=DOWN)
    assert [run.restored for run in course(report, utc(20)).runs] == [utc(15), utc(17, 50)]
    assert report.restored == utc(17, 50)
    still = incident(*updates[:3], resolved=utc(17), api=DOWN)
    assert course(still, utc(20)).runs[0].restored == utc(17)


def test_where_runs_overlap_no_hour_counts_twice() -> None:
    report = incident(
        told(utc(14, 20)), told(utc(15), RESOLVED), told(utc(16)), told(utc(18), RESOLVED), resolved=utc(19), api=DOWN
    )
    (found,) = site(report, now=utc(20)).reports
    assert found.lasted == 5 * HOUR


def test_a_follow_up_belongs_to_the_run_that_it_follows() -> None:
    report = incident(told(utc(14, 20)), told(utc(15), RESOLVED), told(utc(40), RESOLVED), api=DOWN)
    (run,) = course(report, utc(60)).runs
    assert (run.restored, len(run.updates)) == (utc(15), 3)


def test_of_two_times_at_which_it_was_over_the_later_counts() -> None:
    for restored, resolved in ((utc(15), utc(15, 20)), (utc(15, 20), utc(15))):
        over = replace(told(utc(15, 30), RESOLVED), restored=restored)
        assert incident(told(utc(14, 20)), over, resolved=resolved, api=DOWN).restored == utc(15, 20)


def test_how_long_like_ones_took_counts_no_good_hours() -> None:
    past = [
        replace(
            BACK, id=f"2026-10-0{day}", updates=(*BACK.updates[:2], told(utc(15), api=PARTLY), told(utc(16), RESOLVED))
        )
        for day in range(1, 6)
    ]
    now = incident(told(utc(14, 20, day=9)), started=utc(14, day=9), api=PARTLY)
    found = next(each for each in of([*past, now], SETTINGS, utc(15, day=9)).courses if each.open)
    assert found.usual is not None
    assert found.usual.median == 2 * HOUR
    assert found.usual_rest is not None
    assert found.usual_rest.median == timedelta(minutes=40)


def test_patterns_count_the_time_of_each_run() -> None:
    over = replace(BACK, cause_category="capacity", updates=(*BACK.updates, told(utc(16, 30), RESOLVED)))
    found = of([over], SETTINGS, utc(20)).patterns
    assert found.causes[0].lasted == 2 * HOUR
    assert {each.component: each.partly + each.degraded for each in found.breakages} == {
        "api": 2 * HOUR,
        "search": HOUR,
    }


def test_while_it_is_back_no_question_of_the_time_after_it_is_asked() -> None:
    assert of([BACK], SETTINGS, utc(24 * 20)).ledger.questions.asked == ()


# Called resolved, and not


HALF = incident(
    told(utc(14, 10), IDENTIFIED, eta=by(18)),
    told(utc(17, 30), RESOLVED, next_update=utc(42), api=DEGRADED),
    title="Signing in takes minutes",
    api=PARTLY,
    search=DEGRADED,
)


def test_a_component_that_resolved_calls_degraded_stays_so_and_not_everything_works() -> None:
    found = site(HALF, now=utc(18))
    assert states(HALF, now=utc(18)) == {
        "api": (DEGRADED, utc(17, 30)),
        "search": (State.NOT_KNOWN, None),
        "web": (WORKS, None),
    }
    assert headline_of(found) != "Everything works."
    assert ([each.incident.id for each in found.open], found.recent) == ([HALF.id], ())
    assert found.worst is DEGRADED


def test_it_stays_so_until_another_update_says_otherwise() -> None:
    silent = replace(HALF, updates=(*HALF.updates, told(utc(20), RESOLVED)))
    assert states(silent, now=utc(21))["api"] == (DEGRADED, utc(17, 30))
    well = replace(HALF, updates=(*HALF.updates, told(utc(20), RESOLVED, api=WORKS)))
    assert states(well, now=utc(21))["api"] == (WORKS, None)
    assert uptime(well, utc(21)).length_of(DEGRADED) == 2.5 * HOUR
    assert headline_of(site(well, now=utc(21))) == "Everything works."
    back = replace(HALF, updates=(*HALF.updates, told(utc(20), api=DOWN), told(utc(21), RESOLVED)))
    assert [(each.end, each.state) for each in course(back, utc(22)).spans["api"]] == [
        (utc(17, 30), PARTLY),
        (utc(21), DOWN),
        (utc(20), DEGRADED),
    ]


def test_what_is_still_degraded_was_not_restored_as_promised() -> None:
    assert etas(HALF, utc(17, 50)) == [(Outcome.PENDING, None)]
    assert etas(HALF, utc(18, 1)) == [(Outcome.OVERDUE, None)]
    well = replace(HALF, updates=(*HALF.updates, told(utc(20), RESOLVED, api=WORKS)))
    assert etas(well, utc(21)) == [(Outcome.LATE, utc(20))]


def test_a_follow_up_that_calls_a_component_broken_says_so_from_then_on() -> None:
    report = incident(told(utc(14, 20)), told(utc(15), RESOLVED), told(utc(30), RESOLVED, api=PARTLY), api=DOWN)
    assert uptime(report, utc(31)).length_of(PARTLY) == HOUR
    assert uptime(report, utc(31)).length_of(DOWN) == HOUR
    assert course(report, utc(31)).open


def test_a_restoration_before_a_later_bad_state_of_the_same_run_does_not_count() -> None:
    updates = (told(utc(14, 20)), told(utc(15, 30), MONITORING, api=PARTLY), told(utc(16), RESOLVED))
    in_front = incident(*updates, resolved=utc(15), api=DOWN)
    in_update = incident(*updates[:2], replace(updates[2], restored=utc(15)), api=DOWN)
    for report in (in_front, in_update):
        assert report.restored == utc(16)
        found = uptime(report, utc(20))
        assert (found.length_of(DOWN), found.length_of(PARTLY)) == (1.5 * HOUR, HOUR / 2)
    better = incident(
        told(utc(14, 20)), told(utc(15, 30), MONITORING, api=WORKS), updates[2], resolved=utc(15), api=DOWN
    )
    assert better.restored == utc(15)


def test_a_restoration_before_the_start_does_not_count_either() -> None:
    report = incident(told(utc(14, 20)), told(utc(16), RESOLVED), resolved=utc(13), api=DOWN)
    assert uptime(report, utc(20)).length_of(DOWN) == 2 * HOUR


def test_what_another_tool_left_as_degraded_is_over_with_its_resolved() -> None:
    elsewhere = replace(HALF, imported=Imported(source="cState", on=""))
    assert states(elsewhere, now=utc(18))["api"] == (WORKS, None)
    assert headline_of(site(elsewhere, now=utc(18))) == "Everything works."


# Duplicates

ORIGINAL = incident(told(utc(14, 20)), id="2026-11-03-original", title="Search is slow", search=DEGRADED)
TWIN = incident(told(utc(14, 30)), told(utc(15), RESOLVED), id="2026-11-03-twin", duplicate_of=ORIGINAL.id, api=DOWN)


def over(report: Incident, at: datetime) -> Incident:
    return replace(report, updates=(*report.updates, told(at, RESOLVED)))


def test_the_states_of_a_duplicate_count_until_its_original_is_over() -> None:
    assert states(ORIGINAL, TWIN, now=utc(17))["api"] == (DOWN, utc(14))
    ended = over(ORIGINAL, utc(18))
    assert states(ended, TWIN, now=utc(19))["api"] == (WORKS, None)
    found = of([ended, TWIN], SETTINGS, utc(19)).components["api"]
    assert found.uptime.length_of(DOWN) == 4 * HOUR


def test_a_duplicate_that_was_left_open_is_over_with_its_original() -> None:
    left = replace(TWIN, updates=TWIN.updates[:1])
    found = site(over(ORIGINAL, utc(18)), left, now=utc(19))
    assert (found.open, headline_of(found)) == ((), "Everything works.")
    later = replace(left, updates=(*left.updates, told(utc(18, 30))))
    found = site(over(ORIGINAL, utc(18)), later, now=utc(19))
    assert [report.incident.id for report in found.open] == [TWIN.id]
    assert "Everything works" not in headline_of(found)


def test_the_original_knows_what_its_duplicate_names() -> None:
    (report,) = site(ORIGINAL, TWIN, now=utc(17)).open
    assert (report.incident.id, report.named, report.state) == (ORIGINAL.id, ("api", "search"), DOWN)


def test_a_duplicate_of_a_duplicate_counts_until_the_first_is_over() -> None:
    third = replace(TWIN, id="2026-11-03-third", duplicate_of=TWIN.id, components=(("web", PARTLY),))
    assert states(ORIGINAL, TWIN, third, now=utc(17))["web"] == (PARTLY, utc(14))
    assert states(over(ORIGINAL, utc(16)), TWIN, third, now=utc(17))["web"] == (WORKS, None)


@pytest.mark.parametrize("original", [TWIN.id, "2026-11-03-gone"])
def test_a_duplicate_of_nothing_that_is_there_counts_in_its_own_right(original: str) -> None:
    assert states(replace(TWIN, duplicate_of=original), now=utc(17))["api"] == (WORKS, None)
    left = replace(TWIN, duplicate_of=original, updates=TWIN.updates[:1])
    assert states(left, now=utc(17))["api"] == (DOWN, utc(14))


# The rest of the work


def rest(*more: Update) -> Incident:
    back = told(utc(16), MONITORING, by(20), api=WORKS, search=WORKS)
    return incident(told(utc(14, 20), eta=by(15, 30)), back, *more, api=DOWN, search=DEGRADED)


def test_a_time_for_the_rest_of_the_work_is_judged_when_it_is_called_resolved() -> None:
    def last(report: Incident, now: datetime) -> EtaPromise:
        return course(report, now).promises.etas[-1]

    assert (last(rest(), utc(17)).full, last(rest(), utc(17)).outcome) == (True, Outcome.PENDING)
    done = rest(replace(told(utc(19, 50), RESOLVED), restored=utc(16)))
    assert (last(done, utc(22)).outcome, last(done, utc(22)).happened) == (Outcome.KEPT, utc(19, 50))
    late = rest(replace(told(utc(21), RESOLVED), restored=utc(16)))
    assert last(late, utc(22)).outcome is Outcome.LATE
    assert course(late, utc(22)).promises.etas[0].happened == utc(16)


def test_while_all_works_no_time_for_the_restoration_is_called_missed() -> None:
    first, full = course(rest(), utc(17)).promises.etas
    assert (first.outcome, first.replaced, first.full) == (Outcome.UNJUDGED, False, False)
    assert full.full


def test_a_time_given_while_something_is_still_broken_is_one_for_the_restoration() -> None:
    back = told(utc(16), MONITORING, by(20), api=WORKS)
    report = incident(told(utc(14, 20), eta=by(15, 30)), back, api=DOWN, search=DEGRADED)
    assert [each.full for each in course(report, utc(17)).promises.etas] == [False, False]


def test_the_rest_of_the_work_is_no_restoration_time_in_the_ledger() -> None:
    done = rest(replace(told(utc(21), RESOLVED), restored=utc(15, 20)))
    found = of([done], SETTINGS, utc(22)).ledger.etas
    assert [(each.first.outcome, each.last.outcome) for each in found.estimates] == [(Outcome.KEPT, Outcome.KEPT)]


def test_a_reason_belongs_to_the_time_that_it_was_given_for() -> None:
    report = incident(
        told(utc(14, 20), eta=by(15)),
        told(utc(15), eta=by(16, 30, "part five needed a second try")),
        told(utc(16, 30), eta=by(30)),
        api=PARTLY,
    )
    assert [each.because for each in course(report, utc(17)).promises.etas] == ["", "part five needed a second try", ""]
