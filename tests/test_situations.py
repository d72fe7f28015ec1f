"""What pages say where something cannot be read, came back, was moved, or contradicts itself: never the nicer thing."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from straightup.model.incident import CauseState, Edit, Incident, Update
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.outputs import files_of
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.all_pages import pages
from straightup.outputs.pages.page import Page
from straightup.record.intervals import Interval
from straightup.record.uptime import uptime as record_of
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support import situations
from support.reports import told, utc
from support.sites import headline_of, templates_of, words_of
from support.situations import FIRST, ID, PLAN, SETTINGS, SITUATIONS, cards, storage, with_report, with_state

DEGRADED, DOWN = State.DEGRADED, State.MAJOR_OUTAGE
REPORT = f"incidents/{ID}/"


def pages_of(site: Site) -> dict[str, Page]:
    return {page.url: page for page in pages(templates_of(site))}


_MADE: list[tuple[Site, dict[str, Page], Iterator[Page]]] = []
"""The pages that were made last, and those still to be made: a test asks for few of them."""


def page_of(site: Site, url: str = "") -> Page:
    if not _MADE or _MADE[0][0] is not site:
        _MADE[:] = [(site, {}, pages(templates_of(site)))]
    _, made, rest = _MADE[0]
    while url not in made:
        page = next(rest)
        made[page.url] = page
    return made[url]


def text(site: Site, url: str = "") -> str:
    return words_of(page_of(site, url).body)


def said_to(site: Site, question: str, url: str = REPORT) -> str:
    """What the page answers to one question."""
    body = page_of(site, url).body
    (answer,) = re.findall(rf"<dt>{re.escape(question)}</dt>\s*<dd>(.*?)</dd>", body, re.DOTALL)
    # Of the tiles, the first is the one that what stands below them is about.
    tiles = re.search(r'<dl class="su-tiles">\s*<div[^>]*>\s*<dt>(.*?)</dt>.*?</dl>(.*?)\n</div>\n', body, re.DOTALL)
    below = tiles[2] if tiles and tiles[1] == question else ""
    return words_of(f"{answer} {below}")


def timeline(site: Site, url: str = REPORT) -> list[str]:
    """Each update as the page of its report shows it, the newest first."""
    body = page_of(site, url).body
    (listed,) = re.findall(r'<ol class="su-timeline" reversed>(.*?)</ol>', body, re.DOTALL)
    return [words_of(each) for each in re.split(r'<li id="[^"]*"[^>]*>', listed)[1:]]


# Whatever the situation


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_page_is_whole_html_with_each_id_once(name: str) -> None:
    for page in pages_of(SITUATIONS[name]()).values():
        # A part for a later moment stands in a document of its own.
        body = re.sub(r"(?s)<template.*?</template>", "", page.body)
        ids = re.findall(r' id="([^"]*)"', body)
        assert len(ids) == len(set(ids)), page.url
        for tag in ("div", "p", "ul", "li", "section", "dl", "span"):
            assert len(re.findall(rf"<{tag}[ >]", body)) == body.count(f"</{tag}>"), (page.url, tag)


@pytest.mark.parametrize("name", SITUATIONS)
def test_in_each_language_the_pages_and_the_feeds_are_made(name: str) -> None:
    site = SITUATIONS[name]()
    for code in ("de", "ar"):
        words = Words(language(code), site.now)
        assert files_of(site, words)["feed.xml"]


UNCLEAR = ("unread_fields", "unread_heading", "left_out", "unread_state")


def _everything_works(page: Page) -> Iterator[str]:
    for sentence in ("Everything works", "Everything else works", "No incident is open"):
        if sentence in words_of(page.body) or sentence in page.title or sentence in page.description:
            yield sentence
    if page.kind in {"now", "incident"} and 'data-su-state="operational"' in page.body:
        yield "the picture in the tab"
    if page.state == "operational":
        yield "the picture of a link to it"


@pytest.mark.parametrize("name", UNCLEAR)
def test_while_something_may_be_hidden_no_page_and_no_feed_says_that_all_works(name: str) -> None:
    site = SITUATIONS[name]()
    over = replace(
        cards(told(utc(13), Stage.RESOLVED)), id="2026-11-02-over", resolved=utc(13), started=utc(12), title="Over"
    )
    beside = assemble([*(report.incident for report in site.reports), over], SETTINGS, site.now, left_out=site.left_out)
    for shown in (site, replace(beside, components=site.components)):
        assert shown.unclear
        assert shown.worst is not State.OPERATIONAL
        found = {page.url: list(_everything_works(page)) for page in pages_of(shown).values()}
        assert not any(found.values()), found
        for data in files_of(shown, Words(language("en"), shown.now)).values():
            assert b"verything" not in data.replace(b"everything of", b"")


# The headline


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("unread_fields", "Nobody can pay by card. Part of this report could not be read."),
        ("unread_heading", "Nobody can pay by card. Part of this report could not be read."),
        (
            "unread_state",
            "Nobody can pay by card. Part of this report could not be read. Whether Search works is not known.",
        ),
        ("left_out", "We could not show 2 reports (Nobody can pay). Whether Checkout works is not known."),
        ("dated_ahead", "Nobody can pay by card."),
        ("overrunning", "Storage move. It takes longer than planned. API is down."),
        ("several_states", "Nobody can pay by card."),
        ("moved", "Everything works."),
    ],
)
def test_the_headline_is_that_of_the_report_and_says_what_is_missing(name: str, expected: str) -> None:
    assert headline_of(SITUATIONS[name]()) == expected


def left_out(*titles: str, recent: bool = True, incidents: tuple[Incident, ...] = ()) -> Site:
    reports = [LeftOut(id=f"2026-11-03-{n}", title=title, recent=recent) for n, title in enumerate(titles)]
    return assemble(incidents, SETTINGS, utc(15), left_out=reports)


def test_a_report_that_could_not_be_shown_is_named_by_its_title() -> None:
    assert headline_of(left_out("Nobody can pay.")) == "We could not show a report (Nobody can pay)."
    assert headline_of(left_out("")) == "We could not show a report."
    assert headline_of(left_out("", "")) == "We could not show 2 reports."
    assert headline_of(left_out(*"abcdef")) == "We could not show 6 reports (a, b, c and 3 more)."
    beside = left_out("Search is slow", incidents=(cards(FIRST),))
    assert headline_of(beside) == "Nobody can pay by card. We could not show a report (Search is slow)."
    nobody = "Nobody can pay by card."
    several = left_out("Slow", incidents=(cards(FIRST), replace(cards(FIRST), id="2026-11-03-b")))
    assert headline_of(several) == f"{nobody} Also open: {nobody} We could not show a report (Slow)."


def test_an_old_report_that_could_not_be_shown_hides_nothing_that_is_open() -> None:
    site = left_out("Long ago", recent=False)
    assert headline_of(site) == "Everything works."
    assert "1 report could not be read and is missing here" in text(site, "history/")
    assert "Long ago" in text(site, "history/")


def test_the_list_of_reports_that_could_not_be_shown_says_how_many_more() -> None:
    assert ": Nobody can pay, 2026-11-02-x, Search is slow, Orders are late and 3 more." in text(situations.left_out())
    assert ": a, b and c." in text(left_out("a", "b", "c"))


def test_what_a_duplicate_or_a_contradiction_leaves_bad_is_named_beside_the_title() -> None:
    site = with_state(assemble([cards(FIRST)], SETTINGS, utc(15)), "search", DOWN)
    assert headline_of(site) == "Nobody can pay by card. Search is down."
    over = with_state(assemble([cards(told(utc(14, 30), Stage.RESOLVED))], SETTINGS, utc(15)), "api", DEGRADED)
    assert headline_of(over) == "API is degraded. Everything else works."
    assert "No incident is open" not in text(over)


def test_two_reports_say_which_of_them_could_not_be_read_in_part() -> None:
    first = cards(replace(FIRST, unread=("ETA",)))
    other = replace(cards(FIRST), id="2026-11-03-b", title="Slow", components=(("search", DEGRADED),))
    assert headline_of(assemble([first, other], SETTINGS, utc(15))) == (
        "Nobody can pay by card. Part of this report could not be read. Search is degraded."
    )


# Components


def test_not_known_has_a_look_of_its_own() -> None:
    site = situations.left_out()
    now, component = page_of(site).body, page_of(site, "components/checkout/")
    assert 'class="su-icon su-state-not-known"' in now
    assert '<p class="su-component-state su-state-not-known">Not known</p>' in now
    assert "1 not known</span>" in now
    assert 'data-su-state="not-known"' in component.body
    assert component.state == "not-known"
    assert component.description.startswith("Checkout: not known.")


def test_a_day_on_which_nobody_knew_is_neither_good_nor_bad() -> None:
    site = situations.left_out()
    (view,) = (view for view in site.components if view.component.id == "checkout")
    *days, today = record_of([], site.now).days
    unknown = replace(today, lengths={State.NOT_KNOWN: timedelta(hours=2)})
    uptime = replace(view.uptime, days=(*days, unknown))
    shown = replace(site, components=(replace(view, uptime=uptime), *site.components[1:]))
    assert 'class="su-bar-not-known"' in page_of(shown).body
    assert "Not known" in text(shown)
    assert "99.99 % up, 2 h not known" in text(shown, "components/checkout/")
    works = replace(view, uptime=uptime, state=State.OPERATIONAL)
    assert "Works, 2 h not known" in text(replace(site, components=(works, *site.components[1:])))
    assert "3 Nov not known 2 h" in text(shown, "components/checkout/")
    slow = replace(today, lengths={State.NOT_KNOWN: timedelta(hours=2), DEGRADED: timedelta(hours=1)})
    words = Words(language("en"), site.now)
    assert words.uptime_line(replace(uptime, days=(*days, slow))) == "99.99 % up, 1 h degraded, 2 h not known"


def test_each_component_of_a_report_has_its_own_state_where_they_differ() -> None:
    assert "Down · Checkout: down, Search: degraded, API: works · since" in text(situations.several_states())
    same = (("checkout", DOWN), ("search", DOWN))
    assert "Down · Checkout, Search · since" in text(assemble([cards(FIRST, components=same)], SETTINGS, utc(15)))
    slow = replace(told(utc(14, 30), Stage.RESOLVED))
    over = cards(slow, components=(("checkout", DOWN), ("search", DEGRADED)))
    assert "Down for 30 min Nobody can pay by card Checkout: down, Search: degraded" in text(
        assemble([over], SETTINGS, utc(15))
    )


# What could not be read


def test_a_field_that_cannot_be_read_says_so_in_its_place() -> None:
    site = situations.unread_fields()
    assert (
        said_to(site, "Restored by") == "Not readable. Last promised for 16:00 UTC; what we said since cannot be read."
    )
    assert said_to(site, "Next update") == "Not readable."
    newest, first = timeline(site)
    assert "Restored by: not readable" in newest
    assert "Next update: not readable" in newest
    assert "not readable" not in first
    for url in ("", REPORT):
        assert (
            "Part of this report could not be read: a time by which service is restored, when we write next."
            in text(site, url)
        )


def test_an_eta_that_can_be_read_again_counts_again() -> None:
    unread = replace(told(utc(14, 50)), unread=("ETA",))
    site = assemble([cards(FIRST, unread, told(utc(14, 55), eta=situations.by(17)))], SETTINGS, utc(15))
    assert said_to(site, "Restored by").startswith("17:00 UTC")


def test_what_stands_above_the_updates_and_cannot_be_read_is_named() -> None:
    found = text(situations.unread_state(), REPORT)
    assert found.startswith("since when is not readable")
    assert "Part of this report could not be read: when it began, how Search works." in found
    odd = assemble([cards(FIRST, unread=("repeat-of",))], SETTINGS, utc(15))
    assert "could not be read: “repeat-of”." in text(odd, REPORT)


def test_an_update_whose_heading_cannot_be_read_stands_in_its_place_with_its_words() -> None:
    site = situations.unread_heading()
    third, unread, first = timeline(site)
    assert third.startswith("Identified 14:55 UTC")
    assert unread.startswith("14:40 CET: Identified Update 2 We switch to the second network.")
    assert "time or step not readable" in unread
    assert "next update by 15:10 UTC" in unread
    assert first.startswith("Investigating 14:20 UTC")
    body = page_of(site, REPORT).body
    assert '<li id="n2" class="su-unreadable">' in body
    assert '<li id="u20261103T1420">' in body


def test_the_first_page_says_so_where_the_latest_update_is_the_one() -> None:
    site = situations.unread_heading()
    incident = site.reports[0].incident
    newest = assemble([replace(incident, updates=incident.updates[:2])], SETTINGS, utc(15))
    assert "The time or the step of this update is not readable: 14:40 CET: Identified" in text(newest)
    assert "We switch to the second network." in text(newest)


def test_planned_work_whose_time_cannot_be_read_says_so() -> None:
    scheduled = told(utc(12, day=19), Stage.SCHEDULED)
    for more, expected in (
        ({"starts": None, "ends": None, "unread": ("starts", "ends")}, "Not readable."),
        ({"starts": None, "unread": ("starts",)}, "until 28 Nov, 05:00 UTC The rest of its time is not readable."),
        ({"ends": None, "unread": ("ends",)}, "from 28 Nov, 04:00 UTC The rest of its time is not readable."),
    ):
        site = assemble([storage(scheduled, **more)], SETTINGS, utc(15, day=19))
        assert said_to(site, "When", f"incidents/{PLAN}/") == expected


def test_since_when_it_is_back_is_not_taken_from_elsewhere_where_it_cannot_be_read() -> None:
    over = cards(FIRST, replace(told(utc(16), Stage.RESOLVED), unread=("Restored",)))
    assert "Since when it is back is not readable." in said_to(assemble([over], SETTINGS, utc(17)), "How it came back")


# Dated ahead, corrected


def test_an_update_that_is_dated_ahead_is_marked_where_it_stands() -> None:
    site = situations.dated_ahead()
    newest, first = timeline(site)
    assert newest.startswith("Identified 19:10 UTC The other four follow one by one.")
    assert "dated 19:10 UTC, still ahead" in newest
    assert "ahead" not in first
    now = text(site)
    assert "Latest update, 19:10 UTC · dated 19:10 UTC, still ahead The other four" in now
    assert said_to(site, "Restored by").startswith("20:00 UTC")
    later = replace(site, now=utc(19, 10))
    assert "still ahead" not in text(later)


def test_corrections_stand_beside_the_update_on_both_pages() -> None:
    for url in ("", REPORT):
        found = text(situations.corrected(), url)
        assert re.search("orrected 14:30 UTC(, because|:) it is the EU and not the US", found)
        assert re.search("orrected 14:40 UTC(, because|:) typo", found)


# Stages, and coming back


@pytest.mark.parametrize("stage", [Stage.IDENTIFIED, Stage.MONITORING])
@pytest.mark.parametrize("state", [CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET])
def test_a_stage_that_asks_for_a_cause_is_not_reached_without_one(stage: Stage, state: CauseState) -> None:
    site = assemble([cards(FIRST, told(utc(14, 50), stage), cause_state=state)], SETTINGS, utc(15))
    assert "step 1 of 4: we are looking for the cause" in text(site)
    for body in (page_of(site, "").body, page_of(site, REPORT).body):
        assert body.count('class="su-dot-on"') == 1
        assert ">Investigating</strong>" in body
    assert page_of(site, REPORT).description.startswith("Investigating: ")
    # What the author wrote stays in its place.
    assert timeline(site)[0].startswith(f"{stage} 14:50 UTC")


@pytest.mark.parametrize("state", [CauseState.KNOWN, CauseState.SUSPECTED, CauseState.NOT_FOUND])
def test_with_an_answer_it_is_reached(state: CauseState) -> None:
    site = assemble([cards(FIRST, told(utc(14, 50), Stage.IDENTIFIED), cause_state=state)], SETTINGS, utc(15))
    assert "step 2 of 4" in text(site)


def test_once_service_is_back_it_was_wrong() -> None:
    site = situations.back_but_watched()
    assert "Service is back · Checkout · since 14:00 UTC" in text(site)
    assert "Investigating, step 1 of 4: the cause is not known yet" in text(site)
    for url in ("", REPORT):
        assert "What was wrong" in text(site, url)
        assert "What is wrong" not in text(site, url)
    bad = assemble([cards(FIRST, told(utc(15), Stage.MONITORING))], SETTINGS, utc(15, 30))
    assert "What is wrong" in text(bad)


def test_service_is_not_said_to_be_back_where_part_of_the_report_may_say_otherwise() -> None:
    watched = told(utc(14, 40), Stage.MONITORING, checkout=State.OPERATIONAL)
    unread = replace(watched, at=utc(14, 41), heading="14:50: Down again", components=())
    site = assemble([cards(FIRST, watched, unread)], SETTINGS, utc(15))
    assert "Service is back" not in text(site)
    assert "Service is back" not in text(site, REPORT)
    assert headline_of(site) == "Nobody can pay by card. Part of this report could not be read."


def test_a_time_for_the_rest_of_the_work_is_called_that_and_never_missed_as_if_it_were_down() -> None:
    site = situations.back_but_watched()
    assert said_to(site, "Fully restored by").startswith("18:00 UTC Service is back.")
    assert "First promise, not moved since." in said_to(site, "Fully restored by")
    assert "Fully restored by 18:00 UTC" in timeline(site)[0]
    assert "for full recovery; service was back already" in text(site, REPORT)
    late = replace(site, now=utc(18, 30))
    assert "not restored" not in text(late, REPORT)
    assert "not over at 18:30" in text(late, REPORT)


def test_what_came_back_says_so_and_counts_from_then() -> None:
    site = situations.came_back()
    assert "Partly down · Checkout · since 21:00 UTC Nobody can pay by card." in text(site)
    for url in ("", REPORT):
        assert "It was over 15:00 UTC, and came back 21:00 UTC." in text(site, url)
    # What was promised for the first time is history, not a promise for this time that was moved.
    assert said_to(site, "Restored by") == "23:30 UTC Last word from us: 21:00 UTC."
    assert "broken again since 21:00 UTC" in timeline(site)[0]


def test_a_report_that_is_over_and_says_itself_that_something_is_not() -> None:
    over = replace(told(utc(15), Stage.RESOLVED), components=(("checkout", DEGRADED),))
    site = assemble([cards(FIRST, over)], SETTINGS, utc(16))
    assert headline_of(site) == "Nobody can pay by card. Checkout is degraded."
    assert "Degraded · Checkout · since 14:00 UTC Nobody" in text(site)
    assert "Monitoring, step 3 of 4: called resolved, and something still does not work" in text(site)
    found = page_of(site, REPORT)
    assert found.state == "degraded"
    assert 'data-su-state="degraded"' in found.body
    assert "It is said to be over, and yet: Checkout: degraded." in said_to(site, "What is wrong")
    assert timeline(site)[0].startswith("Resolved 15:00 UTC")
    whole = text(site, REPORT)
    assert whole.startswith("3 November 2026, 14:00 UTC · Checkout")
    assert "not back at 16:00" in whole
    assert "Restored 3 November" not in whole
    assert "How it came back" not in whole


# Planned work


def test_planned_work_that_was_moved_shows_the_old_time_everywhere() -> None:
    site = situations.moved()
    url = f"incidents/{PLAN}/"
    old = "28 Nov, 04:00–05:00 UTC"
    assert said_to(site, "When", url) == f"9 Dec, 04:00–05:30 UTC Moved from {old}, because the new disks come late"
    assert f"9 Dec, 04:00–05:30 UTC Storage move moved from {old} API" in text(site)
    assert f"{old} → 9 Dec, 04:00–05:30 UTC, because the new disks come late" in timeline(site, url)[0]
    assert f"Moved from {old}" in text(site, "maintenance/")
    moves = site.reports[0].windows * 2
    twice = with_report(site, PLAN, windows=moves)
    assert "First announced for 28 Nov, 04:00–05:00 UTC, moved 2 times." in said_to(twice, "When", url)


def test_work_that_takes_longer_says_what_is_down_and_by_when_it_is_done_now() -> None:
    site = situations.overrunning()
    url = f"incidents/{PLAN}/"
    when = said_to(site, "When", url)
    assert when.startswith("28 Nov, 04:00–05:00 UTC takes longer than announced Promised now: done by 06:30 UTC.")
    assert when.endswith("Because the copy is slow")
    assert said_to(site, "Done by", url) == "06:30 UTC"
    assert "Going on now takes longer than announced · Down" in text(site, url)
    assert "Down · API · since 04:00 UTC" in text(site)
    assert "step 2 of 3" in text(site)
    assert "Done by 05:00 UTC → 06:30 UTC, because the copy is slow" in timeline(site, url)[0]
    assert "restored" not in timeline(site, url)[0]


def test_what_was_promised_of_work_is_done_or_not_and_nothing_is_restored() -> None:
    found = text(situations.overrunning(), f"incidents/{PLAN}/")
    promised = found[found.index("What we promised") :]
    assert "04:02 UTC: “by 05:00 UTC”" in promised
    assert "passed, and not done by 05:45 UTC" in promised
    assert "estored" not in promised.partition("How to subscribe")[0]
    begun, done = situations.overrunning().reports[0].told[1], told(utc(5, 20, 28), Stage.COMPLETED)
    over = assemble([storage(begun, done)], SETTINGS, utc(6, day=28))
    assert "done 20 min later" in text(over, f"incidents/{PLAN}/")


def test_a_time_that_is_the_end_announced_is_not_said_twice() -> None:
    begun = told(utc(4, 2, 28), Stage.IN_PROGRESS, situations.by_day(28, 5))
    site = assemble([storage(begun)], SETTINGS, utc(4, 10, 28))
    assert "Done by" not in text(site)


def test_an_end_of_work_that_cannot_be_read_says_so() -> None:
    begun = replace(told(utc(4, 2, 28), Stage.IN_PROGRESS), unread=("ETA",))
    site = assemble([storage(begun)], SETTINGS, utc(4, 10, 28))
    assert said_to(site, "Done by", f"incidents/{PLAN}/") == "Not readable."


def test_work_that_was_cancelled_was_planned() -> None:
    found = text(situations.cancelled(), f"incidents/{PLAN}/")
    assert "It was planned for 28 Nov, 04:00–05:00 UTC" in found
    assert "What was planned The API is off for about 40 minutes." in found
    assert "What to expect" not in found
    assert "Cancel it in a calendar" in found


# GitHub's Markdown


def test_alerts_and_footnotes_stand_on_the_pages_each_with_its_own_ids() -> None:
    site = situations.as_on_github()
    for url in ("", REPORT):
        body = page_of(site, url).body
        assert '<p class="su-alert-title">Warning</p>' in body
        assert "[!" not in body
        assert "Use &lt;your-shop&gt;<sup><a href=" in body
    twice = assemble(
        [cards(*(replace(site.reports[0].told[0], at=utc(14, minute)) for minute in (20, 30)))], SETTINGS, utc(15)
    )
    ids = re.findall(r'id="(su-[^"]*-n1)"', page_of(twice, REPORT).body)
    assert len(ids) == len(set(ids)) == 2


# The feeds


def items_of(site: Site) -> list[dict[str, str]]:
    """The items of the feed of everything, the newest first; the text of each as plain words."""
    data = files_of(site, Words(language("en"), site.now))["feed.json"]
    return [{**item, "text": words_of(item["content_html"])} for item in json.loads(data)["items"]]


def test_an_item_about_planned_work_says_when_it_is_and_that_it_will_be() -> None:
    scheduled = told(utc(12, day=19), Stage.SCHEDULED, next_update=utc(4, day=28))
    (item,) = items_of(assemble([storage(scheduled)], SETTINGS, utc(9, day=20)))
    assert "When: 28 Nov, 04:00–05:00 UTC" in item["text"]
    assert "API: will be down" in item["text"]
    assert "API: down" not in item["text"]
    assert "What to expect The API is off for about 40 minutes." in item["text"]
    # In the next year it says the same.
    assert items_of(assemble([storage(scheduled)], SETTINGS, utc(9, day=20) + timedelta(days=60))) == [item]


def test_a_window_that_was_moved_is_an_item_with_the_old_time_and_the_first_one_says_so_too() -> None:
    moved, first = items_of(situations.moved())
    assert moved["title"] == "[Scheduled] Storage move: moved to 9 Dec, 04:00–05:30 UTC"
    assert "When: 9 Dec, 04:00–05:30 UTC" in moved["text"]
    assert "Moved from 28 Nov, 04:00–05:00 UTC, because the new disks come late" in moved["text"]
    assert first["title"] == "[Scheduled] Storage move"
    assert "When: 28 Nov, 04:00–05:00 UTC (moved since)" in first["text"]


def test_an_item_about_work_that_was_cancelled_says_of_nothing_that_it_will_be() -> None:
    off, _first = items_of(situations.cancelled())
    assert "It was planned for 28 Nov, 04:00–05:00 UTC" in off["text"]
    assert "will be" not in off["text"]


def test_work_that_goes_on_says_by_when_it_is_done_and_what_was_promised_before() -> None:
    item = items_of(situations.overrunning())[0]
    for fact in ("When: 28 Nov, 04:00–05:00 UTC", "Done by: 06:30 UTC", "Promised before: 05:00 UTC"):
        assert fact in item["text"]
    assert "Because the copy is slow" in item["text"]


def test_an_item_says_what_its_update_left_unreadable() -> None:
    second, first = items_of(situations.unread_fields())
    assert "Restored by: not readable" in second["text"]
    assert "Next update: not readable" in second["text"]
    assert "not readable" not in first["text"]
    (state,) = items_of(situations.unread_state())
    assert "Checkout: down Search: not readable" in state["text"]


def test_an_update_without_a_readable_heading_is_dated_after_the_one_above_and_known_by_its_place() -> None:
    _third, unread, first = items_of(situations.unread_heading())
    assert unread["title"] == "[Update] Nobody can pay by card"
    assert unread["id"] == f"tag:status.example.com,2026:{ID}/2"
    assert unread["url"] == f"https://status.example.com/{REPORT}#n2"
    assert (first["date_published"], unread["date_published"]) == ("2026-11-03T14:20:00Z", "2026-11-03T14:20:01Z")
    assert "The time or the step of this update is not readable: 14:40 CET: Identified" in unread["text"]
    assert "We switch to the second network." in unread["text"]
    assert "Next update: 15:10 UTC" in unread["text"]


def test_the_first_update_without_a_readable_heading_is_dated_by_the_report() -> None:
    def dated(**more: Any) -> str:
        unread = Update(at=utc(14), stage=Stage.INVESTIGATING, text="x", heading="soon")
        (item,) = items_of(assemble([cards(unread, **more)], SETTINGS, utc(15)))
        return item["date_published"]

    assert dated() == "2026-11-03T14:00:01Z"
    assert dated(started=None) == "2026-11-03T00:00:01Z"
    assert dated(started=utc(19)) == "2026-11-03T00:00:01Z"
    assert dated(started=None, id="cards") == "2026-11-03T15:00:00Z"


def test_an_update_that_is_dated_ahead_is_out_at_once_under_the_id_that_it_keeps() -> None:
    site = situations.dated_ahead()
    ahead, first = items_of(site)
    assert ahead["id"].endswith("/2026-11-03T19:10Z")
    assert (first["date_published"], ahead["date_published"]) == ("2026-11-03T14:20:00Z", "2026-11-03T14:20:01Z")
    assert "dated 19:10 UTC, still ahead" in ahead["text"]
    then, _ = items_of(replace(site, now=utc(20)))
    assert (then["id"], then["date_published"]) == (ahead["id"], "2026-11-03T19:10:00Z")
    assert "ahead" not in then["text"]


@pytest.mark.parametrize(
    "reason", ["typo", "Typo in the title", "a typo", "spelling", "wording, no more", "link", "layout"]
)
def test_a_correction_of_form_alone_is_no_news(reason: str) -> None:
    first = replace(FIRST, edits=(Edit(at=utc(14, 40), because=reason),))
    (item,) = items_of(assemble([cards(first)], SETTINGS, utc(15)))
    assert f"corrected 14:40 UTC, because {reason}" in item["text"]
    assert item["date_modified"] == "2026-11-03T14:40:00Z"


@pytest.mark.parametrize("reason", ["", "it is the EU", "the type was wrong", "no typo"])
def test_every_other_correction_is(reason: str) -> None:
    first = replace(FIRST, edits=(Edit(at=utc(14, 40), because=reason),))
    correction, item = items_of(assemble([cards(first)], SETTINGS, utc(15)))
    assert correction["title"] == f"Corrected: {item['title']}"
    assert correction["id"] == f"{item['id']}/edited/2026-11-03T14:40Z"
    assert correction["text"] == item["text"]


def test_two_corrections_in_one_minute_are_two_and_none_is_dated_ahead_or_before_its_update() -> None:
    times = (utc(14, 40), utc(14, 40), utc(19), utc(13))
    first = replace(FIRST, edits=tuple(Edit(at=at, because=f"reason {n}") for n, at in enumerate(times)))
    found = items_of(assemble([cards(first)], SETTINGS, utc(15)))
    assert len({item["id"] for item in found}) == len({item["date_published"] for item in found}) == 5
    assert all("2026-11-03T14:20:00Z" <= item["date_published"] <= "2026-11-03T15:00:00Z" for item in found)
    assert found[-1]["id"].endswith("T14:20Z")


def test_an_item_gives_the_reason_and_the_time_before_and_the_first_what_is_wrong() -> None:
    second = told(utc(14, 50), Stage.IDENTIFIED, situations.by(17, because="a node is slow"))
    later, first = items_of(assemble([cards(FIRST, second)], SETTINGS, utc(15)))
    assert "Restored by: 17:00 UTC Promised before: 16:00 UTC Because a node is slow" in later["text"]
    assert "What is wrong" not in later["text"]
    assert "What is wrong No card is accepted. Carts are kept, and bank transfers work." in first["text"]


def test_what_came_back_promises_anew() -> None:
    again, *_ = items_of(situations.came_back())
    assert "Broken again since: 21:00 UTC" in again["text"]
    assert "Promised before" not in again["text"]


def test_a_time_for_the_rest_of_the_work_is_called_that_in_the_feed() -> None:
    assert "Fully restored by: 18:00 UTC" in items_of(situations.back_but_watched())[0]["text"]


def test_what_github_adds_is_plain_html_in_a_feed_and_every_link_is_whole() -> None:
    (item,) = items_of(situations.as_on_github())
    html = item["content_html"]
    assert (
        "<blockquote>\n<p><strong>Warning</strong></p>\n<p>Do not pay twice at <code>&lt;your-shop&gt;</code>" in html
    )
    assert "Use &lt;your-shop&gt;<sup>1</sup>" in html
    assert not re.search(r" (?:class|id|role|aria-label)=|\[!|href=\"#", html)


# The calendar


def event_of(site: Site, file: str = "calendar.ics") -> Any:
    (event,) = Calendar.from_ical(files_of(site, Words(language("en"), site.now))[file]).events
    return event


def test_a_window_that_was_moved_is_moved_in_calendars_and_counts_as_newer() -> None:
    site = situations.moved()
    first = site.reports[0].told[0]
    before = event_of(assemble([storage(first)], SETTINGS, utc(9, day=20)))
    for file in ("calendar.ics", f"incidents/{PLAN}/event.ics"):
        after = event_of(site, file)
        assert after.uid == before.uid
        assert (after.start, after.end) == situations.NEW_WINDOW
        assert after["sequence"] > before["sequence"]
        assert after["last-modified"].dt > before["last-modified"].dt
        assert after["dtstamp"].dt > before["dtstamp"].dt


def test_the_sequence_is_never_lower_than_before_whatever_an_update_is() -> None:
    first, moved = situations.moved().reports[0].told
    ahead = told(utc(10, day=27), Stage.SCHEDULED)
    unread = replace(ahead, at=utc(10, 1, day=24), heading="soon")
    edits = (Edit(at=utc(12, day=24), because="typo"),)
    every = [(first,), (first, moved), (first, moved, ahead), (first, moved, replace(ahead, edits=edits))]
    every.append((first, moved, replace(ahead, edits=edits), unread))
    found = [event_of(assemble([storage(*updates)], SETTINGS, utc(11, day=24))) for updates in every]
    assert [event["sequence"] for event in found] == [0, 1, 2, 3, 4]
    stamps = [event["dtstamp"].dt for event in found]
    assert stamps == sorted(stamps)
    assert max(stamps) <= utc(11, day=24)


def test_a_site_without_a_single_report_claims_nothing_of_days_that_nobody_watched() -> None:
    site = assemble([], SETTINGS, utc(15))
    for url in ("", "components/checkout/"):
        page = page_of(site, url)
        assert "no record yet" in words_of(page.body)
        assert not re.search(r"100 %|no bad day|days ago|su-bar-operational", page.body + page.description)
    assert "no bad day" in text(assemble([cards(FIRST)], SETTINGS, utc(15)))


@pytest.mark.parametrize(
    ("days", "fact", "line"),
    [
        (0, "2 h degraded", "2 h degraded, 1 day"),
        (5, "2 h degraded", "2 h degraded, 6 days"),
        (6, "2 h degraded", "2 h degraded, 7 days"),
        (7, "2 h degraded", "100 % up, 2 h degraded"),
    ],
)
def test_a_record_begins_when_it_begins_and_has_no_share_before_a_week(days: int, fact: str, line: str) -> None:
    site = assemble([cards(FIRST)], SETTINGS, utc(23, day=3 + days))
    (view,) = (view for view in site.components if view.component.id == "checkout")
    (other,) = (view for view in site.components if view.component.id == "search")
    outage = record_of([Interval(utc(14), utc(16), DEGRADED, "a")], site.now, began=utc(14))
    words = Words(language("en"), site.now)
    assert (words.uptime_fact(outage), words.uptime_line(outage)) == (fact, line)
    assert [day.date.day for day in view.uptime.days] == list(range(3, 4 + days))
    for url in ("", "components/search/"):
        page = page_of(site, url)
        assert "no record before 3 Nov" in words_of(page.body)
        assert "days ago" not in page.body
        assert ("100 %" in page.body + page.description) == (days == 7)
    assert words.uptime_line(other.uptime) == (
        "100 % up, 8 days" if days == 7 else f"no bad day, {days + 1} day{'s' * bool(days)}"
    )


def test_the_settings_may_say_that_the_record_began_earlier_and_never_that_it_began_after_a_report() -> None:
    report, now = cards(FIRST), utc(23)
    for since, first in ((date(2026, 10, 1), date(2026, 10, 1)), (date(2026, 11, 20), date(2026, 11, 3))):
        site = assemble([report], replace(SETTINGS, since=since), now)
        assert site.components[0].uptime.days[0].date == first
    assert assemble([], replace(SETTINGS, since=date(2026, 11, 1)), now).components[0].uptime.days[0].date.day == 1
    assert not assemble([], replace(SETTINGS, since=date(2027, 1, 1)), now).components[0].uptime.days


def test_what_is_retired_keeps_its_page_and_feed_and_stands_among_the_others_only_while_a_report_names_it() -> None:
    fax = Component(id="fax", name="Orders by fax")
    settings = replace(SETTINGS, retired=(fax,))
    over = cards(told(utc(14, 30), Stage.RESOLVED), components=(("fax", DOWN),))
    for report, shown in ((over, False), (cards(FIRST, components=(("fax", DOWN),)), True)):
        site = assemble([report], settings, utc(15))
        assert ("fax" in [view.component.id for view in site.components]) == shown
        assert ("components/fax/" in page_of(site).body) == shown
        assert "Orders by fax" in text(site, "components/fax/")
        # What is not there any more does not work either.
        assert ("This no longer exists." in text(site, "components/fax/")) != shown
        assert ("Works" in text(site, "components/fax/")) is False
        assert "Nobody can pay by card" in text(site, "components/fax/")
        assert "components/fax/feed.xml" in files_of(site, Words(language("en"), site.now))
        assert ("components/fax/" in page_of(site, "subscribe/").body) == shown
    assert headline_of(assemble([over], settings, utc(15))) == "Everything works."


def test_from_thirteen_components_on_all_of_them_have_a_page_together_in_the_order_of_their_names() -> None:
    names = ["Zone", "apple", "Ärger", "9 lives", "№ 5", *(f"Part {number}" for number in range(8))]
    declared = tuple(Component(id=f"c{number}", name=name) for number, name in enumerate(names))
    few = assemble([], Settings(components=declared[:12]), utc(15))
    assert "components/" not in [page.url for page in pages(templates_of(few))]
    site = assemble([cards(FIRST, components=(("c0", DOWN),))], Settings(components=declared), utc(15))
    body = page_of(site, "components/").body
    assert re.findall(r'href="#su-letter-\d+">(.)</a>', body) == ["9", "A", "P", "Z", "Ä", "#"]
    assert text(site, "components/").index("Affected now") < text(site, "components/").index("9 lives")
    assert body.count('data-su-name="zone"') == 2
    assert "All components" in text(site)


def test_no_open_report_is_left_out_of_the_sentence_for_what_another_says() -> None:
    first = cards(FIRST)
    other = replace(first, id="2026-11-03-b", title="Carts are empty")
    assert headline_of(assemble([first, other], SETTINGS, utc(15))).startswith(
        "Nobody can pay by card. Also open: Carts"
    )
    back = cards(told(utc(14, 30), Stage.MONITORING, checkout=State.OPERATIONAL, search=State.OPERATIONAL))
    looked_at = replace(other, components=(("api", State.OPERATIONAL),))
    found = headline_of(assemble([back, looked_at], SETTINGS, utc(15)))
    assert "Also open: " in found
    assert "verything else works" not in found


def test_of_a_report_that_came_back_the_promise_that_was_kept_worst_is_told() -> None:
    early = situations.by(16)
    again = replace(told(utc(17), Stage.INVESTIGATING, situations.by(18)), began=utc(16, 30))
    runs = (replace(FIRST, eta=early), told(utc(15), Stage.RESOLVED), again, told(utc(19), Stage.RESOLVED))
    site = assemble([cards(*runs)], SETTINGS, utc(20))
    page = text(site, REPORT)
    assert "First promised for 18:00 UTC back 1 h late" in page
    assert "back 1 h early" not in page
    once = assemble([cards(*runs[:2])], SETTINGS, utc(20))
    assert "First promised for 16:00 UTC back 1 h early" in text(once, REPORT)


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.MAINTENANCE])
def test_a_slip_in_a_planned_year_makes_no_good_days_of_a_past_that_nobody_saw(kind: Kind) -> None:
    a_year_early = utc(14) - timedelta(days=365)
    slip = replace(
        cards(told(utc(14), Stage.SCHEDULED)),
        id="2026-11-03-plan",
        kind=kind,
        starts=a_year_early,
        ends=a_year_early + timedelta(hours=1),
        started=a_year_early,
    )
    site = assemble([slip], SETTINGS, utc(15))
    assert all(len(view.uptime.days) <= 1 for view in site.components)
