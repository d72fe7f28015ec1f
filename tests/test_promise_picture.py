"""The picture of a report's promises is a table, and its timeline says what each update changed."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from straightup.model.incident import Update
from straightup.model.states import Stage, State
from straightup.outputs.pages.all_pages import pages
from straightup.outputs.pages.promise_picture import MOST_LANES, Picture, promise_picture
from straightup.outputs.pages.timeline import timeline
from straightup.site.assemble import assemble
from straightup.site.view import Report, Site
from support import situations
from support.reports import told, utc
from support.sites import templates_of, words_of
from support.situations import SETTINGS, cards

URL = "incidents/2026-11-03-cards/"


def report_of(*updates: Update, now: int = 20, **fields: Any) -> Report:
    return assemble([cards(*updates, **fields)], SETTINGS, utc(now)).reports[0]


def picture_of(report: Report, now: int = 20) -> Picture:
    found = promise_picture(report, utc(now))
    assert found is not None
    return found


def body_of(site: Site) -> str:
    return next(page.body for page in pages(templates_of(site)) if page.url == URL)


def over() -> Report:
    return report_of(
        told(utc(14, 20), eta=situations.by(15)),
        told(utc(14, 50), eta=situations.by(17)),
        told(utc(16), Stage.RESOLVED),
        resolved=utc(16),
    )


def test_each_promise_has_a_lane_on_the_axis_of_what_happened() -> None:
    report = over()
    found = picture_of(report)
    first, second = (found.lanes[eta] for eta in report.promises.etas)
    assert 0 < first.said < second.said < first.promised < found.ended < second.promised < 100
    (piece,) = found.pieces
    assert piece.begin < first.said
    assert piece.begin + piece.width == pytest.approx(found.ended)
    assert found.restored
    assert found.length == timedelta(hours=2)


def test_a_state_that_changes_is_a_piece_of_its_own() -> None:
    half = told(utc(15), eta=situations.by(17), checkout=State.DEGRADED)
    report = report_of(told(utc(14, 20), eta=situations.by(15)), half, told(utc(16), Stage.RESOLVED), resolved=utc(16))
    assert picture_of(report).states == (State.MAJOR_OUTAGE, State.DEGRADED)


def test_labels_of_the_axis_stand_apart_from_each_other_and_from_the_end() -> None:
    found = picture_of(over())
    places = sorted([found.ended, *(tick.at for tick in found.ticks if tick.labelled)])
    assert len(places) > 1
    assert all(later - earlier >= 12 for earlier, later in pairwise(places))


def test_of_very_many_promises_the_first_and_the_latest_are_drawn_and_all_are_told() -> None:
    updates = [told(utc(14, number), eta=situations.by(15)) for number in range(1, MOST_LANES + 9)]
    report = report_of(*updates, now=16)
    lanes = picture_of(report, 16).lanes
    assert len(lanes) == MOST_LANES
    assert report.promises.etas[0] in lanes
    assert report.promises.etas[-1] in lanes


def test_the_page_says_each_promise_and_its_outcome_in_a_row() -> None:
    site = assemble([over().incident], SETTINGS, utc(20))
    body = body_of(site)
    assert "First promised for 15:00 UTC: 1 h late." in words_of(body)
    (table,) = re.findall(r'<table class="su-lanes.*?</table>', body, re.DOTALL)
    rows = [words_of(row) for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)]
    assert rows == [
        "Said Outcome",
        "Down 2 h",
        "14:20 UTC: “by 15:00 UTC” 1 h late",
        "14:50 UTC: “by 17:00 UTC” 1 h early",
    ]
    # Who cannot see the lanes hears the table alone.
    assert table.count('<td class="su-lane" aria-hidden="true">') == 3
    assert table.count('scope="row"') == 3


def test_the_timeline_says_only_what_changed() -> None:
    again = told(utc(14, 30), eta=situations.by(15), checkout=State.MAJOR_OUTAGE)
    moved = told(utc(14, 50), eta=situations.by(17), checkout=State.DEGRADED)
    report = report_of(told(utc(14, 20), eta=situations.by(15)), again, moved)
    newest, same, first = timeline(report, utc(20))
    assert (first.moved, first.before) == (True, None)
    assert (same.moved, same.states) == (False, ())
    assert newest.before == first.told.update.eta
    assert newest.states == (("checkout", State.MAJOR_OUTAGE, State.DEGRADED),)
    assert (first.after_begin, same.after_begin) == (timedelta(minutes=20), None)


def test_the_timeline_says_which_promised_update_came_in_time() -> None:
    first = told(utc(14, 20), next_update=utc(14, 50))
    late = told(utc(14, 54), next_update=utc(15, 20))
    newest, second, _ = timeline(report_of(first, late, told(utc(15, 10))), utc(16))
    assert second.promise is not None
    assert second.promise.late_by == timedelta(minutes=4)
    assert newest.promise is not None
    site = assemble([cards(first, late, told(utc(15, 10)))], SETTINGS, utc(16))
    heads = re.findall(r'<p class="su-timeline-head">(.*?)</p>', body_of(site))
    assert [words_of(head) for head in heads] == [
        "Investigating 15:10 UTC on time",
        "Investigating 14:54 UTC 4 min late",
        "Investigating 14:20 UTC 20 min after it began",
    ]


def test_planned_work_has_no_picture() -> None:
    assert promise_picture(situations.overrunning().reports[0], utc(20)) is None


def test_pages_that_are_composed_in_shares_are_the_same() -> None:
    site = assemble([replace(over().incident, id=f"2026-11-0{day}-x") for day in (1, 2, 3)], SETTINGS, utc(20))
    shared = pages(templates_of(site), share=lambda compose, reports: [compose(reports[:1]), compose(reports[1:])])
    assert list(shared) == list(pages(templates_of(site)))
