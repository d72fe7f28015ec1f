"""The one view of the site that every output shares."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from straightup.model.incident import Incident, Update
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.site.assemble import assemble, reference
from straightup.site.view import Site
from support.reports import incident, told
from support.sites import headline_of

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DEGRADED, PARTLY, DOWN = State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE
CHECKOUT = Component(id="checkout", name="Checkout", group="Shop")
SEARCH = Component(id="search", name="Search", group="Shop")
API = Component(id="api", name="API")
SETTINGS = Settings(components=(CHECKOUT, SEARCH, API))


def failure(identity: str = "2026-11-03-a", title: str = "Cards fail", **more: Any) -> Incident:
    """Open for an hour, at the checkout."""
    return replace(incident(id=identity, title=title, started=NOW - HOUR, checkout=PARTLY), **more)


def resolved(identity: str, ago: timedelta = 2 * HOUR, **more: Any) -> Incident:
    return failure(identity, started=NOW - ago, resolved=NOW - ago + HOUR, **more)


def maintenance(begins: timedelta = -HOUR, lasts: timedelta = 2 * HOUR, **more: Any) -> Incident:
    report = Incident(
        id="2026-11-03-m",
        title="Database upgrade",
        kind=Kind.MAINTENANCE,
        components=(("api", State.MAINTENANCE),),
        starts=NOW + begins,
        ends=NOW + begins + lasts,
        updates=(told(NOW - 100 * HOUR, Stage.SCHEDULED),),
    )
    return replace(report, **more)


def site(*incidents: Incident, settings: Settings = SETTINGS, quarantined: tuple[str, ...] = ()) -> Site:
    return assemble(incidents, settings, NOW, left_out=[LeftOut(id=identity) for identity in quarantined])


# The headline


def test_without_open_reports_everything_works() -> None:
    assert headline_of(site()) == "Everything works."
    assert headline_of(site(resolved("2026-11-01-a"), maintenance(begins=HOUR))) == "Everything works."


def test_one_open_incident_is_the_headline_and_everything_else_works() -> None:
    assert headline_of(site(failure())) == "Cards fail. Everything else works."
    assert headline_of(site(failure(title="Cards fail."))) == "Cards fail. Everything else works."
    assert headline_of(site(failure(title="What now?"))) == "What now? Everything else works."


def test_an_incident_that_names_every_component_leaves_no_everything_else() -> None:
    named = (("checkout", PARTLY), ("search", PARTLY), ("api", PARTLY))
    assert headline_of(site(failure(components=named))) == "Cards fail."
    assert headline_of(site(failure(components=()), settings=Settings())) == "Cards fail."


def test_a_component_that_an_update_added_is_not_everything_else_that_works() -> None:
    added = told(NOW - HOUR / 2, Stage.IDENTIFIED, api=DEGRADED)
    assert headline_of(site(failure(updates=(added,)))) == "Cards fail."


def test_an_incident_without_a_title_still_makes_a_true_sentence() -> None:
    assert headline_of(site(failure(title=""))) == (
        "One incident without a title is open. Checkout is partly down. Everything else works."
    )


def test_an_incident_that_hurts_no_component_is_still_the_headline() -> None:
    for report in (failure(components=()), failure(false_alarm=True)):
        assert headline_of(site(report)).startswith("Cards fail.")


def test_of_several_open_incidents_the_worst_has_the_word_and_of_the_others_the_states_are_said() -> None:
    other = failure("2026-11-03-b", "Search is slow", components=(("search", DOWN),))
    assert headline_of(site(failure(), other)) == "Search is slow. Checkout is partly down. Everything else works."
    both = failure("2026-11-03-b", "API", components=(("api", PARTLY), ("search", DEGRADED)))
    assert headline_of(site(failure(), both)) == "API. Checkout is partly down."


def test_many_names_in_the_headline_are_counted() -> None:
    components = tuple(Component(id=name, name=name.upper()) for name in "abcdefg")
    first = failure("2026-11-03-b", components=(("f", DOWN),))
    second = failure(components=tuple((name, DOWN) for name in "abcde"))
    found = headline_of(site(first, second, settings=Settings(components=components)))
    assert found == "Cards fail. A, B, C and 2 more are down. Everything else works."


def test_of_reports_that_name_no_component_one_is_named_and_more_are_counted() -> None:
    first, second, third = (failure(f"2026-11-03-{name}", components=(), title=f"{name} fails") for name in "abc")
    assert headline_of(site(first, second, settings=Settings())) == "b fails. Also open: a fails."
    assert headline_of(site(first, second, third, settings=Settings())) == "c fails. 2 more reports are open."


def test_maintenance_alone_is_the_headline() -> None:
    assert headline_of(site(maintenance())) == "Database upgrade. Everything else works."


def test_maintenance_past_its_end_says_so() -> None:
    found = site(maintenance(begins=-2 * HOUR, lasts=HOUR))
    assert headline_of(found) == "Database upgrade. Its time is over, and we have not said that it began. API is down."
    assert found.active[0].overrunning
    began = told(NOW - 2 * HOUR, Stage.IN_PROGRESS)
    found = site(maintenance(begins=-2 * HOUR, lasts=HOUR, updates=(began,)))
    assert headline_of(found) == "Database upgrade. It takes longer than planned. API is down."


def test_what_maintenance_works_on_outside_its_window_is_down_before_somebody_says_otherwise() -> None:
    began = told(NOW - 2 * HOUR, Stage.IN_PROGRESS)
    late = site(maintenance(begins=-2 * HOUR, lasts=HOUR, updates=(began,)))
    early = site(maintenance(begins=HOUR, updates=(began,)))
    for found, since in ((late, NOW - HOUR), (early, NOW - 2 * HOUR)):
        api = found.component("api")
        assert api is not None
        assert (api.state, api.since) == (DOWN, since)
    named = told(NOW - 2 * HOUR, Stage.IN_PROGRESS, api=DEGRADED)
    slow = site(maintenance(begins=-2 * HOUR, lasts=HOUR, updates=(named,))).component("api")
    assert slow is not None
    assert slow.state is DEGRADED
    back = told(NOW - HOUR / 2, Stage.IN_PROGRESS, api=State.OPERATIONAL)
    works = site(maintenance(begins=-2 * HOUR, lasts=HOUR, updates=(began, back))).component("api")
    assert works is not None
    assert works.state is State.OPERATIONAL


def test_the_picture_in_the_tab_asks_for_attention_where_nothing_is_known_to_be_well() -> None:
    assert site().worst is State.OPERATIONAL
    assert site(failure(components=())).worst is State.DEGRADED
    assert site(quarantined=("2026-11-03-broken",)).worst is State.DEGRADED
    watched = told(NOW - HOUR, Stage.MONITORING, checkout=State.OPERATIONAL)
    assert site(failure(updates=(watched,))).worst is State.OPERATIONAL
    assert headline_of(site(failure(updates=(watched,)))) == "Cards fail. Service is back, and we are watching it."


def test_maintenance_beside_an_incident_is_told_in_states() -> None:
    found = headline_of(site(failure(), maintenance()))
    assert found == "Cards fail. API is under maintenance. Everything else works."


@pytest.mark.parametrize(
    "reports",
    [
        (),
        (failure(),),
        (maintenance(),),
        (failure(), maintenance()),
        (failure(), failure("2026-11-03-b", components=(("search", DOWN),))),
    ],
)
def test_beside_a_report_that_could_not_be_read_nothing_is_said_to_work(reports: tuple[Incident, ...]) -> None:
    found = headline_of(site(*reports, quarantined=("2026-11-03-broken",)))
    assert "works" not in found
    assert found


@pytest.mark.parametrize(
    "report",
    [
        failure(),
        failure(components=()),
        failure(updates=(told(NOW - HOUR, Stage.MONITORING, checkout=State.OPERATIONAL),)),
        failure(updates=(told(NOW - 2 * HOUR, Stage.RESOLVED), told(NOW - HOUR, Stage.IDENTIFIED))),
        failure(started=None),
        failure(started=NOW + HOUR),
        maintenance(),
        maintenance(begins=-2 * HOUR, lasts=HOUR),
    ],
)
def test_never_everything_works_beside_an_open_report(report: Incident) -> None:
    assert headline_of(site(report)) != "Everything works."


def test_beside_an_overrunning_maintenance_not_everything_else_works() -> None:
    found = headline_of(site(failure(), maintenance(begins=-2 * HOUR, lasts=HOUR)))
    assert found == "Cards fail. API is down. Database upgrade: longer than planned."


# Reports


def test_reports_are_the_newest_first_and_their_order_does_not_depend_on_that_of_the_files() -> None:
    reports = [resolved(f"2026-11-0{n}-a", timedelta(days=n)) for n in (1, 3, 2)]
    same_time = [failure("2026-11-03-x"), failure("2026-11-03-y")]
    found = site(*reports, *same_time)
    assert found == site(*reversed([*reports, *same_time]))
    ids = [report.incident.id for report in found.reports]
    assert ids == ["2026-11-03-y", "2026-11-03-x", "2026-11-01-a", "2026-11-02-a", "2026-11-03-a"]


def test_the_open_ones_are_the_worst_first() -> None:
    found = site(failure(), failure("2026-11-02-b", components=(("search", DOWN),)), resolved("2026-11-01-c"))
    assert [report.incident.id for report in found.open] == ["2026-11-02-b", "2026-11-03-a"]
    assert found.worst is DOWN


def test_the_state_of_a_report_is_its_present_one_and_once_over_the_worst_it_had() -> None:
    updates = (
        told(NOW - HOUR, Stage.INVESTIGATING, checkout=DOWN),
        told(NOW - HOUR / 2, Stage.MONITORING, checkout=DEGRADED),
    )
    assert site(failure(updates=updates)).reports[0].state is DEGRADED
    over = (*updates, told(NOW, Stage.RESOLVED))
    assert site(failure(updates=over)).reports[0].state is DOWN
    assert site(maintenance()).reports[0].state is State.MAINTENANCE
    assert site(failure(kind=Kind.NOTICE)).reports[0].state is State.OPERATIONAL


def test_maintenance_is_upcoming_then_active_then_overrunning_then_over() -> None:
    def stages(report: Incident) -> tuple[bool, bool, bool]:
        (found,) = site(report).reports
        return found.upcoming, found.active, found.overrunning

    assert stages(maintenance(begins=HOUR)) == (True, False, False)
    assert stages(maintenance(begins=timedelta())) == (False, True, False)
    assert stages(maintenance(begins=-2 * HOUR)) == (False, True, False)
    assert stages(maintenance(begins=-3 * HOUR)) == (False, True, True)
    completed = (told(NOW - HOUR, Stage.COMPLETED),)
    assert stages(maintenance(begins=-3 * HOUR, updates=completed)) == (False, False, False)
    cancelled = (told(NOW - HOUR, Stage.CANCELLED),)
    assert stages(maintenance(begins=HOUR, updates=cancelled)) == (False, False, False)


def test_the_nearest_planned_maintenance_comes_first() -> None:
    later = maintenance(begins=3 * HOUR, id="2026-11-03-later")
    assert [each.incident.id for each in site(later, maintenance(begins=HOUR)).upcoming] == [
        "2026-11-03-m",
        "2026-11-03-later",
    ]


def test_a_notice_is_shown_from_its_start_to_its_end_or_for_a_fortnight() -> None:
    day = timedelta(days=1)
    for started, ends, shown in (
        (NOW, None, True),
        (NOW + HOUR, None, False),
        (NOW - 13 * day, None, True),
        (NOW - 14 * day, None, False),
        (NOW - 90 * day, NOW + HOUR, True),
        (NOW - HOUR, NOW, False),
        (None, None, True),
    ):
        found = site(failure(kind=Kind.NOTICE, started=started, ends=ends))
        assert (len(found.notices), headline_of(found)) == (int(shown), "Everything works.")


def test_recent_are_those_of_a_fortnight_but_at_least_three_and_at_most_ten() -> None:
    old = [resolved(f"2025-01-{n:02}-old", timedelta(days=60 + n)) for n in range(1, 6)]
    ancient = [resolved("2025-01-01-old", timedelta(days=300))]
    new = [resolved(f"2026-11-01-{n:02}", timedelta(hours=2 * n)) for n in range(1, 13)]
    assert len(site(*old).recent) == 3
    assert site(*ancient).recent == ()
    assert len(site(*old, *new[:4]).recent) == 4
    assert len(site(*old, *new).recent) == 10
    assert site(failure(), resolved("2026-11-01-a", duplicate_of="2026-11-01-b")).recent == ()


def test_the_step_of_a_report_counts_its_stages_and_cancelled_is_none_of_them() -> None:
    def step(report: Incident) -> tuple[int, int]:
        return site(report).reports[0].step

    assert step(failure(updates=(told(NOW, Stage.IDENTIFIED),))) == (2, 4)
    assert step(resolved("2026-11-01-a")) == (4, 4)
    assert step(maintenance()) == (1, 3)
    assert step(maintenance(updates=(told(NOW, Stage.CANCELLED),))) == (3, 3)


def test_how_long_it_lasted_and_how_long_customers_waited_for_a_word() -> None:
    updates = (told(NOW - HOUR / 2, Stage.INVESTIGATING), told(NOW, Stage.RESOLVED))
    (report,) = site(failure(updates=updates)).reports
    assert (report.lasted, report.first_word) == (HOUR, HOUR / 2)
    (still,) = site(failure()).reports
    assert (still.lasted, still.first_word) == (None, None)
    (early,) = site(failure(updates=(told(NOW - 2 * HOUR, Stage.INVESTIGATING),))).reports
    assert early.first_word is None


def test_an_open_incident_says_how_long_like_ones_took() -> None:
    past = [resolved(f"2026-10-0{n}-a", timedelta(days=30 + n)) for n in range(1, 6)]
    found = site(failure(), *past)
    assert found.open[0].usual is not None
    assert found.open[0].usual.median == HOUR
    assert all(report.usual is None for report in found.reports if not report.open)


# References


def test_a_reference_is_the_authors_own_or_else_follows_from_the_id_alone_for_ever() -> None:
    assert reference(failure(reference="EX-1"), "ABC") == "EX-1"
    assert reference(failure("2026-11-03-card-payments-eu"), "EX") == "EX-K68R4"
    assert reference(failure("2026-11-03-card-payments-eu", "Another title"), "") == "K68R4"


def test_references_hold_no_letter_that_is_mistaken_for_another() -> None:
    letters = {letter for n in range(500) for letter in reference(failure(f"2026-11-03-{n}"), "")}
    assert letters <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert len({reference(failure(f"2026-11-03-{n}"), "") for n in range(500)}) == 500


def test_an_id_that_is_no_valid_text_has_a_reference_too() -> None:
    assert len(reference(failure("\ud800"), "")) == 5


# Components


def test_components_are_those_declared_and_then_those_that_only_reports_name() -> None:
    extra = failure(components=(("printer", DOWN),), updates=(told(NOW, Stage.IDENTIFIED, fax=DEGRADED),))
    found = site(extra)
    assert [view.component.id for view in found.components] == ["checkout", "search", "api", "printer", "fax"]
    assert [found.name(name) for name in ("checkout", "printer")] == ["Checkout", "printer"]
    assert found.components[0].url == "components/checkout/"


def test_groups_come_in_the_order_of_the_settings() -> None:
    groups = [(group, [view.component.id for view in views]) for group, views in site().groups]
    assert groups == [("Shop", ["checkout", "search"]), ("", ["api"])]


def test_a_component_knows_its_state_since_when_its_record_and_its_reports() -> None:
    before = resolved("2026-11-02-a", timedelta(days=1))
    checkout, search, _ = site(failure(), before).components
    assert (checkout.state, checkout.since) == (PARTLY, NOW - HOUR)
    assert [report.incident.id for report in checkout.reports] == ["2026-11-03-a", "2026-11-02-a"]
    assert checkout.uptime.length_of(PARTLY) == 2 * HOUR
    assert (search.state, search.since, search.reports) == (State.OPERATIONAL, None, ())


def test_the_same_instant_in_another_offset_is_the_same_site() -> None:
    east = datetime.fromisoformat("2026-11-04T01:00+13:00")
    reports = [failure(), resolved("2026-11-02-a"), maintenance()]
    here, there = (assemble(reports, SETTINGS, now) for now in (NOW, east))
    assert (headline_of(here), here.components, here.reports) == (headline_of(there), there.components, there.reports)


def test_a_report_that_is_its_own_duplicate_does_not_hide_an_outage() -> None:
    for other in ("2026-11-20-a", "2026-11-20-b"):
        first = replace(failure(), id="2026-11-20-a", duplicate_of=other)
        second = replace(failure(), id="2026-11-20-b", duplicate_of="2026-11-20-a")
        assert "Everything works" not in headline_of(site(first, second))


def test_what_is_dated_ahead_has_not_happened_and_is_shown() -> None:
    still_open = failure()
    later = replace(still_open.updates[-1], at=NOW + 6 * HOUR, stage=Stage.RESOLVED) if still_open.updates else None
    later = later or Update(at=NOW + 6 * HOUR, stage=Stage.RESOLVED, text="It is over.")
    found = site(replace(still_open, updates=(*still_open.updates, later)))
    assert found.open
    assert found.reports[0].ahead == (later,)


def test_a_state_lasts_as_long_as_it_was_held_and_since_it_began() -> None:
    begin = NOW - 6 * HOUR
    down_first = Incident(
        id="2026-11-20-down",
        title="Checkout is down",
        components=(("checkout", State.MAJOR_OUTAGE),),
        started=begin,
        updates=(
            told(begin + HOUR / 6, Stage.IDENTIFIED, checkout=DEGRADED),
            told(begin + HOUR, Stage.IDENTIFIED, checkout=DEGRADED),
        ),
    )
    found = site(down_first)
    assert found.reports[0].worst_length == HOUR / 6
    (checkout,) = (view for view in found.components if view.component.id == "checkout")
    assert checkout.since == begin + HOUR / 6


def test_a_component_that_only_a_report_names_has_an_address_inside_the_site() -> None:
    names = ("../../x", "a/b", "", ".", "x" * 300, "con\x00")
    reports = (replace(failure(), components=tuple((name, State.DEGRADED) for name in names)),)
    urls = [view.url for view in site(*reports).components]
    assert len(set(urls)) == len(urls)
    for url in urls:
        assert re.fullmatch(r"components/[a-z0-9._-]{1,80}/", url)
        assert ".." not in url
