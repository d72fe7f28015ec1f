"""What breaks most, which causes come back, and which prevention did not hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from straightup.model.imported import Imported
from straightup.model.incident import Incident, Update
from straightup.model.states import Kind, Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.record.patterns import Standing, patterns
from support.effort import examples
from support.reports import incident

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WORKS, DEGRADED, PARTLY, DOWN = State.OPERATIONAL, State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE


def outage(identity: str, ago: timedelta = 30 * DAY, hours: float = 1, **more: Any) -> Incident:
    """Search was degraded for so many hours."""
    report = incident(
        id=identity,
        search=DEGRADED,
        started=NOW - ago,
        resolved=NOW - ago + hours * HOUR,
    )
    return replace(report, **more)


def ids(incidents: tuple[Incident, ...]) -> list[str]:
    return [each.id for each in incidents]


def promised(state: PreventionState, due: date | None = None, done: date | None = None) -> PreventionItem:
    return PreventionItem(text="Renew earlier", state=state, due=due, done=done)


# What breaks most


def test_what_broke_most_often_comes_first_and_then_what_was_down_for_longest() -> None:
    found = patterns(
        [
            outage("a"),
            outage("b", 40 * DAY, hours=2),
            outage("c", 50 * DAY, hours=3, components=(("checkout", DOWN),)),
            outage("d", 60 * DAY, hours=1, components=(("api", PARTLY), ("docs", WORKS))),
        ],
        NOW,
    )
    assert [(each.component, ids(each.incidents)) for each in found.breakages] == [
        ("search", ["a", "b"]),
        ("checkout", ["c"]),
        ("api", ["d"]),
    ]
    assert [(each.degraded, each.partly, each.down) for each in found.breakages] == [
        (3 * HOUR, 0 * HOUR, 0 * HOUR),
        (0 * HOUR, 0 * HOUR, 3 * HOUR),
        (0 * HOUR, 1 * HOUR, 0 * HOUR),
    ]


def test_where_two_incidents_overlap_the_time_counts_once_in_the_worst_state() -> None:
    other = outage("b", 30 * DAY - HOUR, hours=2, components=(("search", DOWN),))
    (search,) = patterns([outage("a", hours=2), other], NOW).breakages
    assert (len(search.incidents), search.degraded, search.down) == (2, HOUR, 2 * HOUR)


def test_a_component_that_an_update_added_broke_too() -> None:
    added = Update(at=NOW - 30 * DAY + HOUR, stage=Stage.IDENTIFIED, text="", components=(("api", DOWN),))
    over = Update(at=NOW - 30 * DAY + 2 * HOUR, stage=Stage.RESOLVED, text="")
    report = outage("a", hours=2, updates=(added, over))
    assert [(each.component, each.down) for each in patterns([report], NOW).breakages] == [
        ("api", HOUR),
        ("search", timedelta()),
    ]


def test_an_incident_belongs_to_the_months_by_its_begin_and_its_time_as_far_as_it_reaches_into_them() -> None:
    before = outage("a", 365 * DAY + HOUR, hours=3)
    found = patterns([before], NOW)
    assert found.incidents == ()
    assert [(each.component, each.incidents, each.degraded) for each in found.breakages] == [("search", (), 2 * HOUR)]


def test_one_that_lasts_counts_up_to_now() -> None:
    (search,) = patterns([outage("a", 5 * HOUR, resolved=None)], NOW).breakages
    assert search.degraded == 5 * HOUR


@pytest.mark.parametrize(
    "other",
    [
        outage("b", false_alarm=True, cause_category="capacity"),
        outage("b", duplicate_of="a", cause_category="capacity"),
        outage("b", kind=Kind.NOTICE, cause_category="capacity"),
        outage("b", kind=Kind.MAINTENANCE, starts=NOW - DAY, ends=NOW, cause_category="capacity"),
        outage("b", 400 * DAY, cause_category="capacity"),
    ],
)
def test_what_is_no_incident_of_these_months_is_not_counted(other: Incident) -> None:
    only = outage("a", cause_category="capacity")
    assert patterns([only, other], NOW) == patterns([only], NOW)


def test_a_duplicate_of_a_report_that_is_not_there_counts() -> None:
    assert ids(patterns([outage("b", duplicate_of="a")], NOW).incidents) == ["b"]


def test_an_imported_incident_counts() -> None:
    assert ids(patterns([outage("a", imported=Imported(source="cState", on=""))], NOW).incidents) == ["a"]


# Causes


def test_causes_are_counted_with_their_components_and_their_length() -> None:
    found = patterns(
        [
            outage("a", cause_category="capacity", hours=1),
            outage("b", 40 * DAY, cause_category="release", hours=2),
            outage("c", 50 * DAY, cause_category="capacity", hours=4, components=(("api", DOWN), ("search", DOWN))),
            outage("d", 60 * DAY),
        ],
        NOW,
    )
    assert [(each.category, ids(each.incidents), each.components, each.lasted) for each in found.causes] == [
        ("capacity", ["a", "c"], ("search", "api"), 5 * HOUR),
        ("release", ["b"], ("search",), 2 * HOUR),
    ]
    assert ids(found.uncategorised) == ["d"]
    assert [(each.category, each.component, ids(each.incidents)) for each in found.alike] == [
        ("capacity", "search", ["a", "c"])
    ]


# Repeats


def test_a_repeat_knows_the_whole_chain_also_where_it_is_older_than_the_months() -> None:
    chain = [
        outage("c", 10 * DAY, repeat_of="b"),
        outage("b", 200 * DAY, repeat_of="a"),
        outage("a", 600 * DAY),
    ]
    found = patterns(chain, NOW)
    assert [(each.incident.id, ids(each.earlier)) for each in found.repeats] == [("c", ["b", "a"]), ("b", ["a"])]
    assert found.failed == ()


def test_a_circle_of_repeats_ends_and_nothing_repeats_itself() -> None:
    found = patterns([outage("a", repeat_of="b"), outage("b", repeat_of="a"), outage("c", repeat_of="c")], NOW)
    assert [(each.incident.id, ids(each.earlier)) for each in found.repeats] == [("a", ["b"]), ("b", ["a"]), ("c", [])]


def test_a_repeat_of_a_report_that_is_not_there_says_so() -> None:
    (repeat,) = patterns([outage("a", repeat_of="gone")], NOW).repeats
    assert (repeat.earlier, repeat.missing) == ((), "gone")


def test_a_repeat_of_a_duplicate_repeats_its_original() -> None:
    reports = [
        outage("c", 10 * DAY, repeat_of="b"),
        outage("b", 50 * DAY, duplicate_of="a"),
        outage("a", 50 * DAY, prevention=(promised(PreventionState.OPEN),)),
    ]
    (repeat,) = patterns(reports, NOW).repeats
    assert (ids(repeat.earlier), len(repeat.steps)) == (["a"], 1)


BACK = date(2026, 11, 10)
"""The day on which it came back."""


@pytest.mark.parametrize(
    ("item", "standing"),
    [
        (promised(PreventionState.DONE, done=BACK - DAY), Standing.DONE),
        (promised(PreventionState.DONE, done=BACK), Standing.UNKNOWN),
        (promised(PreventionState.DONE), Standing.UNKNOWN),
        (promised(PreventionState.DONE, due=BACK - DAY, done=BACK + DAY), Standing.LATE),
        (promised(PreventionState.DONE, due=BACK, done=BACK + DAY), Standing.OPEN),
        (promised(PreventionState.OPEN, due=BACK - DAY), Standing.LATE),
        (promised(PreventionState.OPEN, due=BACK), Standing.OPEN),
        (promised(PreventionState.OPEN), Standing.OPEN),
        (promised(PreventionState.DROPPED, due=BACK - DAY), Standing.DROPPED),
    ],
)
def test_a_step_stood_where_it_stood_when_it_came_back(item: PreventionItem, standing: Standing) -> None:
    first = outage("a", 100 * DAY, prevention=(item,))
    found = patterns([outage("b", 10 * DAY, repeat_of="a"), first], NOW)
    assert [(each.incident.id, each.standing) for repeat in found.failed for each in repeat.steps] == [("a", standing)]


def test_prevention_failed_wherever_in_the_chain_it_was_promised() -> None:
    chain = [
        outage("c", 10 * DAY, repeat_of="b"),
        outage("b", 50 * DAY, repeat_of="a"),
        outage("a", 90 * DAY, prevention=(promised(PreventionState.OPEN),)),
    ]
    assert [each.incident.id for each in patterns(chain, NOW).failed] == ["c", "b"]


@settings(derandomize=True, deadline=None, max_examples=examples(150))
@given(
    st.lists(
        st.tuples(
            st.integers(-48, 24 * 500),
            st.sampled_from(["", "0", "1", "2", "gone"]),
            st.sampled_from(["", "", "0", "1", "gone"]),
            st.sampled_from(["", "capacity", "release"]),
            st.sampled_from([DEGRADED, DOWN, WORKS]),
        ),
        max_size=8,
    )
)
def test_the_counts_add_up_whatever_repeats_what(drawn: list[tuple[int, str, str, str, State]]) -> None:
    reports = [
        outage(
            f"{number}",
            hours * HOUR,
            repeat_of=repeat,
            duplicate_of=twin,
            cause_category=category,
            components=(("search", state), ("api", DOWN)),
        )
        for number, (hours, repeat, twin, category, state) in enumerate(drawn)
    ]
    found = patterns(reports, NOW)
    total = len(found.incidents)
    assert sum(len(each.incidents) for each in found.causes) + len(found.uncategorised) == total
    assert all(len(each.incidents) <= total for each in found.breakages)
    assert all(each.degraded + each.partly + each.down <= 365 * DAY for each in found.breakages)
    assert set(ids(tuple(each.incident for each in found.repeats))) <= set(ids(found.incidents))
    for repeat in found.repeats:
        chain = [repeat.incident.id, *ids(repeat.earlier)]
        assert len(set(chain)) == len(chain)
