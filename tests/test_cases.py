"""Situations from the field, each as a whole site: what the page, the feeds and the calendar say of them.

Each stands for a kind of slip; beside the one that was met there is a second of its kind.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from html import unescape
from typing import Any

import feedparser
import icalendar
import pytest

from straightup.building.plan import Edition, compose
from straightup.building.refused import RefusedError
from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.findings import Diagnostic, Severity
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component

SETTINGS = Settings(
    site_url="https://status.example.com/",
    feed_authority="status.example.com,2026",
    components=(
        Component(id="checkout", name="Checkout", group="Shop"),
        Component(id="search", name="Search", group="Shop"),
        Component(id="api", name="API"),
    ),
)
THEME = read_theme([theme_folder()])


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """What one build publishes."""

    edition: Edition

    def page(self, url: str = "") -> str:
        """The words of a page, on one line."""
        body = next(page.body for page in self.edition.pages if page.url == url)
        body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", body)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def headline(self) -> str:
        return next(page.description for page in self.edition.pages if page.url == "")

    @property
    def report(self) -> str:
        """The words of the page of the one report."""
        return self.page(next(page.url for page in self.edition.pages if page.kind == "incident"))

    def component(self, identity: str) -> str:
        return self.page(f"components/{identity}/")

    @cached_property
    def atom(self) -> list[Any]:
        return list(feedparser.parse(self.edition.files["atom.xml"]).entries)

    @cached_property
    def rss(self) -> list[Any]:
        return list(feedparser.parse(self.edition.files["feed.xml"]).entries)

    @cached_property
    def json_feed(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.edition.files["feed.json"])["items"]
        return found

    @property
    def event(self) -> Any:
        (found,) = icalendar.Calendar.from_ical(self.edition.files["calendar.ics"]).walk("VEVENT")
        return found

    def found(self, family: str, severity: Severity = Severity.ERROR) -> list[Diagnostic]:
        return [each for each in self.edition.diagnostics if each.code[0] == family and each.severity is severity]


def build(text: str, now: datetime, name: str = "2026-11-20-report", **others: str) -> Shown:
    reports = {name: text, **others}
    sources = [Source(f"incidents/{each}.md", each, of.encode()) for each, of in reports.items()]
    return Shown(compose(sources, SETTINGS, THEME, now=now, keep_going=True))


PAY = """\
---
title: Nobody can pay
components:
  checkout: major-outage
started: 2026-11-20 08:40 UTC
---

## Impact

No payment goes through. Carts are kept, and bank transfers work.

## Cause

Not known yet. We compare the two payment databases and will know by 10:30 UTC which of them refuses.

## Updates

### 2026-11-20 08:50 UTC: Investigating

- ETA: 11:00 UTC
- Next update: 09:20 UTC

No payment goes through since 08:40 UTC. We restart the payment database first, which takes 20 minutes.

### 2026-11-20 09:18 UTC: Investigating

- ETA: 11:30 UTC, because the restart did not help and we switch to the second database
- Next update: 10:00 UTC

The restart did not help. We switch all payments to the second database, shop by shop.
"""


# One small field never costs the news


@pytest.mark.parametrize("value", ["when we know", "14:5O UTC", "soon", "09:45 CET", "2026-11-31 10:00 UTC", ""])
def test_a_next_update_that_cannot_be_read_costs_that_answer_alone(value: str) -> None:
    shown = build(PAY.replace("- Next update: 10:00 UTC", f"- Next update: {value}"), at(9, 20))
    assert [each.span.line for each in shown.found("U")] == [28]
    assert not shown.found("F")
    assert shown.edition.published.whole
    assert shown.headline.startswith("Nobody can pay.")
    assert "Down" in shown.component("checkout")
    assert len(shown.rss) == 2
    assert "switch all payments to the second database" in shown.page()


@pytest.mark.parametrize(
    "slip",
    [
        ("- Next update: 10:00 UTC\n", "- Next update: 10:00 UTC\n- Edited: just now\n"),
        ("---\n\n## Impact", "links: see wiki\n---\n\n## Impact"),
        ("---\n\n## Impact", "author: [Kim, Lee]\n---\n\n## Impact"),
        ("### 2026-11-20 09:18 UTC: Investigating", "### 09:18 UTC: Investigating"),
        ("### 2026-11-20 09:18 UTC: Investigating", "### 2026-11-20 09:18 UTC - Investigating"),
        ("### 2026-11-20 09:18 UTC: Investigating", "### 2026-11-20 09:18 UTC: Resolvd it is not"),
        ("started: 2026-11-20 08:40 UTC", "started: 08:40"),
        ("started: 2026-11-20 08:40 UTC", "started: [08:40"),
    ],
)
def test_what_can_be_read_is_published_when_something_else_cannot(slip: tuple[str, str]) -> None:
    assert slip[0] in PAY
    shown = build(PAY.replace(*slip), at(9, 25))
    assert [each for each in shown.edition.diagnostics if each.severity is Severity.ERROR], "check says so"
    assert not shown.edition.published.left_out
    assert "Nobody can pay" in shown.headline
    assert "Everything" not in shown.headline
    assert "Works" not in shown.component("checkout")
    assert "switch all payments to the second database" in shown.report, "the words stand on the page"
    assert len(shown.rss) == 2


def test_a_mistyped_component_or_state_is_the_one_meant_or_not_known_but_never_works() -> None:
    for slip in ("chekout: major-outage", "checkout: major-outag", "checkout: broken", "ckeckout: major-outage"):
        shown = build(PAY.replace("checkout: major-outage", slip), at(9, 25))
        assert "Checkout Works" not in shown.page(), slip
        assert not re.match(r".{0,80}\bWorks\b", shown.component("checkout")), slip
        assert "Everything" not in shown.headline, slip


# News that is told in another order, or ahead


def test_an_update_dated_ahead_is_published_at_once_and_marked() -> None:
    text = PAY.replace("### 2026-11-20 09:18 UTC: Investigating", "### 2026-11-20 14:10 UTC: Identified").replace(
        "- Next update: 10:00 UTC", "- Next update: 15:00 UTC"
    )
    shown = build(text, at(9, 20))
    assert [each.span.line for each in shown.found("U")] == [25]
    assert "14:10 UTC" in shown.report
    assert "11:30 UTC" in shown.page(), "its restoration time is on Now"
    assert len(shown.rss) == 2
    assert all(entry.published_parsed < at(9, 21).timetuple() for entry in shown.rss)


def test_a_resolved_dated_ahead_ends_nothing_before_its_time() -> None:
    text = PAY.replace("### 2026-11-20 09:18 UTC: Investigating", "### 2026-11-20 14:10 UTC: Resolved")
    assert "Nobody can pay" in build(text, at(9, 20)).headline
    assert "Down" in build(text, at(9, 20)).component("checkout")
    assert "Nobody can pay" not in build(text, at(14, 20)).headline


@pytest.mark.parametrize(
    "heading", ["#### 2026-11-20 09:18 UTC: Investigating", "## 2026-11-20 09:18 UTC: Investigating"]
)
def test_a_heading_of_another_level_swallows_no_update(heading: str) -> None:
    shown = build(PAY.replace("### 2026-11-20 09:18 UTC: Investigating", heading), at(9, 20))
    assert [each.span.line for each in shown.found("U")] == [25]
    assert len(shown.rss) == 2
    assert "11:30 UTC" in shown.page()


@pytest.mark.parametrize("section", ["## Timeline", "## Update history", "## Incident timeline"])
def test_updates_under_another_heading_are_updates(section: str) -> None:
    text = PAY.replace("## Updates", section).replace("09:18 UTC: Investigating", "09:18 UTC: Resolved")
    shown = build(text, at(9, 40))
    assert [each for each in shown.edition.diagnostics if each.span.line == text[: text.index(section)].count("\n") + 1]
    assert len(shown.rss) == 2
    assert "Nobody can pay" not in shown.headline


# Two statements of one report that contradict each other


def test_resolved_with_a_component_that_does_not_work_is_not_everything_works() -> None:
    text = PAY.replace("09:18 UTC: Investigating", "09:18 UTC: Resolved").replace(
        "- Next update: 10:00 UTC", "- Next update: 2026-11-21 18:00 UTC\n- Components: checkout degraded"
    )
    shown = build(text, at(9, 40))
    assert shown.found("S"), "check reports it"
    assert shown.headline != "Everything works."
    assert "Degraded" in shown.component("checkout")


def test_a_restoration_before_a_later_bad_state_does_not_hold() -> None:
    text = PAY.replace("started: 2026-11-20 08:40 UTC", "started: 2026-11-20 08:40 UTC\nresolved: 2026-11-20 09:00 UTC")
    text = text.replace("- Next update: 10:00 UTC", "- Next update: 10:00 UTC\n- Components: checkout partial-outage")
    shown = build(text, at(9, 40))
    assert shown.found("S")
    assert shown.headline != "Everything works."
    assert "Works" not in shown.component("checkout")[:200]


# Coming back

BACK = """\
---
title: Signing in fails now and then
components:
  api: partial-outage
  search: degraded
started: 2026-11-17 08:00 UTC
{resolved}---

## Impact

One sign-in in five is refused. Search is slow for those who are refused.

## Cause

One of four sign-in servers lost its memory after a kernel update.

## Restoration

We took sign-in server 3 out.

## Prevention

- [ ] Try kernel updates on one server for a day first (owner: Platform, due: 2026-12-05)

## Updates

### 2026-11-17 08:20 UTC: Investigating

- ETA: 10:00 UTC
- Next update: 09:05 UTC

One sign-in in five fails since 08:00 UTC. We compare the four sign-in servers.

### 2026-11-17 09:04 UTC: Resolved

- Next update: 2026-11-18 12:00 UTC
{restored}
Server 3 is out and every sign-in works since 09:00 UTC.

### 2026-11-17 15:30 UTC: Investigating

- ETA: 18:00 UTC
- Next update: 16:30 UTC
- Components: api partial-outage

Sign-ins fail again since 15:10 UTC, one in five. It is sign-in server 1 this time.
"""


@pytest.mark.parametrize(
    ("resolved", "restored"),
    [("resolved: 2026-11-17 09:00 UTC\n", ""), ("", "- Restored: 2026-11-17 09:00 UTC\n"), ("", "")],
    ids=["resolved in the front matter", "Restored in the update", "neither"],
)
def test_what_comes_back_keeps_the_good_hours_and_the_promises_that_were_kept(resolved: str, restored: str) -> None:
    now = at(15, 35, day=17)
    shown = build(BACK.format(resolved=resolved, restored=restored), now, "2026-11-17-comes-back")
    assert "15:30 UTC" in shown.component("api")
    assert "Since 08:00" not in shown.component("api")
    assert shown.component("search").count("Works") >= 1
    assert not [each for each in shown.edition.diagnostics if each.code == "E11"]
    assert "not restored by 15:35" not in shown.report
    assert "10:00 UTC" in shown.report


# Planned work

WORK = """\
---
kind: maintenance
title: New database for orders
components:
  api: major-outage
starts: 2026-11-20 04:00 UTC
ends: 2026-11-20 06:00 UTC
---

## Impact

The API refuses orders for up to two hours.

## Cause

The makers of the old database stop mending it in December.

## Updates

### 2026-11-15 12:00 UTC: Scheduled

- Next update: 2026-11-20 04:05 UTC

We rehearsed it twice; it took 70 minutes.

### 2026-11-20 04:02 UTC: In progress

- ETA: 06:00 UTC
- Next update: 05:30 UTC

Copying has begun, and the API refuses orders.

### 2026-11-20 05:30 UTC: In progress

- ETA: 07:30 UTC, because the copy runs at half the speed of the rehearsal
- Next update: 07:00 UTC

Half is copied. The API refuses orders until 07:30 UTC.
"""
DONE = """
### 2026-11-20 07:30 UTC: Completed

The API accepts orders again since 07:30 UTC.
"""


def test_work_that_overruns_is_an_outage_of_what_it_does() -> None:
    shown = build(WORK, at(6, 45))
    assert "API is down" in shown.headline
    assert "Down" in shown.component("api")
    assert "07:30 UTC" in shown.report
    shown = build(WORK + DONE, at(8))
    assert "under maintenance" in shown.component("api").lower()
    assert "1 h 30 min" in shown.component("api")
    assert "100 %" not in shown.component("api")


def test_work_that_begins_early_is_an_outage_until_its_window() -> None:
    text = WORK.replace("### 2026-11-20 04:02 UTC: In progress", "### 2026-11-20 03:00 UTC: In progress")
    shown = build(text, at(3, 30))
    assert "Down" in shown.component("api")
    shown = build(text.replace("ends: 2026-11-20 06:00", "ends: 2026-11-20 07:30") + DONE, at(8))
    assert "100 %" not in shown.component("api")


PLAN = WORK.partition("### 2026-11-20 04:02")[0].replace("2026-11-20", "2026-11-28")


def test_planned_work_says_in_every_feed_when_it_is_and_that_it_will_be() -> None:
    shown = build(PLAN, at(9), "2026-11-28-orders")
    for text in (shown.rss[0].summary, shown.atom[0].content[0].value, shown.json_feed[0]["content_html"]):
        assert "28 Nov" in text
        assert "04:00" in text
        assert "06:00 UTC" in text
        assert "will be down" in text
    ready = build(PLAN.replace("api: major-outage", "api: degraded"), at(9), "2026-11-28-orders")
    assert "will be degraded" in ready.rss[0].summary


MOVED = """
### 2026-11-24 10:00 UTC: Scheduled

- Next update: 2026-12-09 04:00 UTC
- Window: 2026-12-09 04:00 UTC to 2026-12-09 05:30 UTC, because the new disks come a week late

We move the work by eleven days.
"""


def test_a_window_that_moves_is_told_to_feeds_and_calendars() -> None:
    before = build(PLAN, at(9), "2026-11-28-orders")
    text = PLAN.replace("starts: 2026-11-28 04:00", "starts: 2026-12-09 04:00").replace(
        "ends: 2026-11-28 06:00", "ends: 2026-12-09 05:30"
    )
    # As `update --starts --ends` writes it: the first update keeps what was announced.
    announced = "- Window: 2026-11-28 04:00 UTC to 2026-11-28 06:00 UTC\n"
    text = text.replace("- Next update: 2026-11-28 04:05", f"{announced}- Next update: 2026-11-28 04:05")
    after = build(text + MOVED, at(10, 30, day=24), "2026-11-28-orders")
    assert after.event["sequence"] > before.event["sequence"]
    assert after.event["last-modified"].dt > before.event["last-modified"].dt
    assert after.event["dtstamp"].dt > before.event["dtstamp"].dt
    assert after.event["dtstart"].dt == datetime(2026, 12, 9, 4, tzinfo=UTC)
    (new,) = {entry.id for entry in after.atom} - {entry.id for entry in before.atom}
    item = next(entry for entry in after.atom if entry.id == new)
    assert "28 Nov" in item.content[0].value, "the old time"
    assert "9 Dec" in item.content[0].value
    assert "28 November" in after.report or "28 Nov" in after.report


def test_a_window_that_moves_in_the_front_matter_alone_is_reported() -> None:
    text = PLAN.replace("starts: 2026-11-28 04:00", "starts: 2026-12-09 04:00").replace(
        "ends: 2026-11-28 06:00", "ends: 2026-12-09 05:30"
    )
    text = text.replace("Next update: 2026-11-28 04:05", "Next update: 2026-11-28 04:00")
    assert build(text, at(10, 30, day=24), "2026-11-28-orders").found("U")


# Said of the time that it was given for


def test_a_reason_stands_with_its_own_time_alone() -> None:
    text = PAY.replace("by 10:30 UTC", "by 12:00 UTC") + (
        "\n### 2026-11-20 09:30 UTC: Investigating\n\n- ETA: 2026-11-21 06:00 UTC\n- Next update: 12:00 UTC\n\n"
        "The last shop waits for tonight's quiet hours, 04:00-06:00 UTC.\n"
    )
    shown = build(text, at(9, 35))
    answer = shown.page().partition("Restored by")[2].partition("What is wrong")[0]
    assert "06:00 UTC" in answer
    assert "First promised for" in answer
    assert "the restart did not help" not in answer
    still = build(text.replace("- ETA: 2026-11-21 06:00 UTC\n", ""), at(9, 35))
    assert "the restart did not help" in still.page().partition("Restored by")[2].partition("What is wrong")[0]


def test_a_correction_reaches_subscribers_and_a_typo_does_not() -> None:
    edit = "- Edited: 2026-11-20 09:25 UTC, because it is the EU and not the US\n"
    text = PAY.replace("- Next update: 10:00 UTC\n", f"- Next update: 10:00 UTC\n{edit}")
    before, after = build(PAY, at(9, 20)), build(text, at(9, 30))
    corrected = next(entry for entry in after.atom if entry.id == before.atom[0].id)
    assert (corrected.published, corrected.updated) == ("2026-11-20T09:18:00+00:00", "2026-11-20T09:25:00+00:00")
    modified = next(item for item in after.json_feed if item["id"] == before.atom[0].id)
    assert modified["date_modified"] == "2026-11-20T09:25:00Z"
    assert "because it is the EU and not the US" in corrected.content[0].value
    (new,) = {entry.id for entry in after.atom} - {entry.id for entry in before.atom}
    assert next(entry.title for entry in after.atom if entry.id == new).startswith("Corrected: ")
    typo = build(text.replace("because it is the EU and not the US", "because of a typo"), at(9, 30))
    typo_too = build(text.replace("because it is the EU and not the US", "because typo in a name"), at(9, 30))
    assert {entry.id for entry in typo_too.atom} == {entry.id for entry in before.atom}
    assert len(typo.atom) in {2, 3}  # "of a typo" does not begin with the word: the cautious side


# What nobody is to see yet

DRAFT = PAY.replace("title: Nobody can pay", "title: Links to reset a password could be read by others\ndraft: true")


@pytest.mark.parametrize(
    "key",
    ["draft: true", "embargo: 2026-12-01", "published: false", "hidden: yes", "drafft: true", "visibility: internal"],
)
def test_a_draft_is_absent_from_everything(key: str) -> None:
    shown = build(DRAFT.replace("draft: true", key), at(9, 25))
    assert list(shown.edition.published.withheld) == ["incidents/2026-11-20-report.md"]
    everything = "\n".join(
        [*(page.body + page.title + page.description for page in shown.edition.pages)]
        + [data.decode("utf-8", "replace") for data in shown.edition.files.values()]
        + [json.dumps(entry) for entry in shown.edition.search]
    )
    for word in ("reset a password", "2026-11-20-report", "second database"):
        assert word not in everything
    assert shown.headline == "Everything works."
    assert shown.found("F", Severity.WARNING if key == "draft: true" else Severity.ERROR)


@pytest.mark.parametrize("draft", ["draft: true", "draft: yes\ndraft: true"])
def test_a_draft_takes_nothing_back_that_everybody_could_read(draft: str) -> None:
    shown = Shown(composed(DRAFT.replace("draft: true", draft), frozenset({"2026-11-20-report"})))
    assert not shown.edition.published.withheld
    assert "Links to reset a password" in shown.headline
    found = next(each for each in shown.edition.diagnostics if each.code == "F25")
    assert found.severity is Severity.ERROR
    assert found.stops_publishing
    with pytest.raises(RefusedError):
        composed(DRAFT, frozenset({"2026-11-20-report"}), keep_going=False)


@pytest.mark.parametrize(
    ("keys", "public"),
    [("draft: true", "2026-11-20-other"), ("draft: true\nhidden: true", "2026-11-20-report")],
)
def test_another_report_was_public_or_another_key_withholds_it(keys: str, public: str) -> None:
    shown = Shown(composed(DRAFT.replace("draft: true", keys), frozenset({public})))
    assert list(shown.edition.published.withheld) == ["incidents/2026-11-20-report.md"]


def composed(text: str, public: frozenset[str], *, keep_going: bool = True) -> Edition:
    sources = [Source("incidents/2026-11-20-report.md", "2026-11-20-report", text.encode())]
    return compose(sources, SETTINGS, THEME, now=at(9, 25), keep_going=keep_going, public=public)


@pytest.mark.parametrize("key", ["draft: false", "published: true", "hidden: no", "published: 2026-11-19"])
def test_a_value_that_says_public_never_hides_an_outage(key: str) -> None:
    shown = build(DRAFT.replace("draft: true", key), at(9, 25))
    assert not shown.edition.published.withheld
    assert "Links to reset a password" in shown.headline


# A notice of something that is down


@pytest.mark.parametrize("kind", ["notice", "notise"])
@pytest.mark.parametrize("state", ["major-outage", "maintenance", "xxx"])
def test_a_notice_of_what_does_not_work_is_an_incident(kind: str, state: str) -> None:
    shown = build(PAY.replace("title:", f"kind: {kind}\ntitle:").replace("major-outage", state), at(9, 25))
    assert "Everything works." not in shown.headline
    assert "Works" not in shown.component("checkout")[:20]
    assert "S33" in [found.code for found in shown.edition.diagnostics]


def test_so_is_one_whose_update_says_so() -> None:
    notice = PAY.replace("title:", "kind: notice\ntitle:").replace("major-outage", "operational")
    assert build(notice, at(9, 25)).headline == "Everything works."
    shown = build(notice.replace("- ETA: 11:30", "- Components: checkout degraded\n- ETA: 11:30"), at(9, 25))
    assert shown.headline.startswith("Nobody can pay.")
    assert [found.code for found in shown.edition.diagnostics if found.code == "S33"] == ["S33"]


# What cannot be shown at all


def test_a_report_of_which_nothing_can_be_known_is_said_to_be_there() -> None:
    shown = build("nothing but words about Checkout\n", at(9, 25))
    assert shown.edition.published.left_out
    assert "Everything works" not in shown.headline
    assert "Works" not in shown.component("checkout")[:120]
    old = build("nothing but words\n", at(9, 25), "2026-10-01-report")
    assert "could not" in old.page().lower() or "left out" in old.page().lower() or "1 report" in old.page()


def test_a_secret_costs_its_block_and_the_rest_is_published() -> None:
    key = "AKIA" + "QWERTY23QWERTY23"
    text = PAY.replace("The restart did not help. We switch", f"We log in with {key}.\n\nWe switch")
    shown = build(text, at(9, 25))
    assert shown.edition.published.blanked == ("incidents/2026-11-20-report.md",)
    assert "[removed before publishing]" in shown.report
    assert "switch all payments to the second database" in shown.report
    everything = "".join(page.body for page in shown.edition.pages) + "".join(
        data.decode("utf-8", "replace") for data in shown.edition.files.values()
    )
    assert key not in everything


# As on GitHub


def test_an_alert_is_a_note_and_not_a_quotation_with_a_code_word() -> None:
    text = PAY.replace("The restart did not help.", "> [!WARNING]\n> Do not pay twice.\n\nThe restart did not help.")
    shown = build(text, at(9, 25))
    assert "[!WARNING]" not in shown.page()
    assert "Warning" in shown.report
    assert "[!WARNING]" not in shown.rss[0].summary
    assert "Warning" in shown.rss[0].summary
    note = build(PAY.replace("The restart did not help.", "It did not help.[^1]\n\n[^1]: Twice."), at(9, 25))
    assert "[^1]" not in note.report


# The record of what is over


def test_a_cause_that_is_told_for_a_time_keeps_its_day() -> None:
    text = PAY.replace("by 10:30 UTC", "by 09:10 UTC")
    late = build(text, at(9, 25)).page()
    assert "That answer has been overdue since 09:10 UTC" in late
    much_later = build(text, at(9, 25) + timedelta(days=1)).page()
    assert "That answer has been overdue since 20 Nov, 09:10 UTC" in much_later


def test_a_step_that_was_not_reached_is_not_shown_as_reached() -> None:
    text = PAY.replace("09:18 UTC: Investigating", "09:18 UTC: Identified").replace(
        PAY[PAY.index("Not known yet.") : PAY.index("## Updates")], "\n"
    )
    shown = build(text, at(9, 25))
    assert shown.found("C")
    assert "the cause is found" not in shown.page()
