"""The feed as a reader sees it: each update once, whatever is edited, moved or renamed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser

from excerpts import OPEN, whole
from straightup.assembly import assemble
from straightup.model import Incident
from straightup.outputs.feeds import MOST_ITEMS, feeds
from straightup.reading import read
from straightup.settings import Settings

NOW = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
SETTINGS = Settings(site_name="Shop", site_url="https://status.example.com/", feed_authority="status.example.com,2026")
SECOND = """
### 2026-11-03 15:29 UTC: Monitoring

- Next update: 17:00 UTC

All cards are accepted again.
"""


def incident(text: str, name: str = "2026-11-03-cards") -> Incident:
    entry = read(f"incidents/{name}.md", text)
    assert entry.findings == ()
    return entry.incident


def parsed(*incidents: Incident, settings: Settings = SETTINGS, now: datetime = NOW) -> feedparser.FeedParserDict:
    feed = feedparser.parse(feeds(assemble(incidents, settings, now))["feed.xml"])
    assert feed.bozo == 0
    return feed


def test_there_is_one_item_for_each_update_newest_first() -> None:
    feed = parsed(incident(OPEN + SECOND))
    assert [entry.title for entry in feed.entries] == [
        "[Monitoring] Card payments fail in the EU",
        "[Identified] Card payments fail in the EU",
    ]
    assert [entry.id for entry in feed.entries] == [
        "tag:status.example.com,2026:2026-11-03-cards/2026-11-03T15:29Z",
        "tag:status.example.com,2026:2026-11-03-cards/2026-11-03T14:48Z",
    ]
    assert feed.entries[1].link == "https://status.example.com/incidents/2026-11-03-cards/#u20261103T1448"
    assert "Restored by: 16:30 UTC" in feed.entries[1].summary
    assert feed.feed.link == "https://status.example.com/"


def test_ids_outlive_a_new_title_a_new_text_a_new_address_and_a_later_update() -> None:
    before = {entry.id for entry in parsed(incident(OPEN)).entries}
    changed = OPEN.replace("Card payments fail in the EU", "EU cards are declined").replace("new one.", "new one now.")
    moved = replace(SETTINGS, site_url="https://other.example/", site_name="Other", path="status/")
    after = {entry.id for entry in parsed(incident(changed + SECOND), settings=moved).entries}
    assert before < after


def test_two_updates_in_one_minute_get_dates_of_their_own() -> None:
    feed = parsed(*(incident(OPEN, f"2026-11-03-{letter}") for letter in "abc"))
    dates = [entry.published_parsed for entry in feed.entries]
    assert dates == sorted(set(dates), reverse=True)
    assert len(dates) == 3


def test_an_update_from_the_future_is_not_dated_ahead() -> None:
    now = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)
    (entry,) = parsed(incident(OPEN), now=now).entries
    assert entry.published == "Tue, 03 Nov 2026 14:00:00 +0000"


def test_a_report_without_updates_is_one_item_with_the_reports_own_id() -> None:
    notice = whole("kind: notice\n").replace("components:\n  checkout: major-outage\n", "")
    notice = notice[: notice.index("## Updates")].replace("## Cause", "## Background")
    (entry,) = parsed(read("2026-11-03-n.md", notice).incident).entries
    assert entry.id == "tag:status.example.com,2026:2026-11-03-n"
    assert entry.title == "[Notice] Card payments fail in the EU"


def test_the_newest_items_are_kept_and_their_number_is_bounded() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    first = incident(OPEN)
    many = [
        replace(
            first, id=f"2026-01-01-n{number}", updates=(replace(first.updates[0], at=start + timedelta(hours=number)),)
        )
        for number in range(MOST_ITEMS + 20)
    ]
    feed = parsed(*many)
    assert len(feed.entries) == MOST_ITEMS
    assert feed.entries[0].id.endswith(f"n{MOST_ITEMS + 19}/2026-01-03T21:00Z")


def test_what_xml_cannot_hold_and_what_html_could_run_never_gets_out() -> None:
    text = OPEN.replace(
        "title: Card payments fail in the EU", 'title: "Cards \\u0007 <script>alert(1)</script> ]]> & fail"'
    )
    text = text.replace(
        "We are issuing a new one.", "<script>alert(1)</script> \x0b ]]> \ufffe &amp; <b onclick=x>b</b>"
    )
    (entry,) = parsed(incident(text)).entries
    assert "<script" not in entry.summary
    assert "onclick" not in entry.summary
    assert "script" in entry.title  # as text
    assert feedparser.parse(feeds(assemble([incident(text)], SETTINGS, NOW))["feed.xml"]).bozo == 0


def test_links_in_the_text_are_absolute_and_lead_to_pages() -> None:
    text = OPEN.replace("We are issuing a new one.", "[Like then](2026-10-01-old.md), see [there](../about/).")
    old = replace(incident(OPEN), id="2026-10-01-old", updates=())
    feed = parsed(incident(text), old)
    assert 'href="https://status.example.com/incidents/2026-10-01-old/"' in feed.entries[0].summary
    assert 'href="https://status.example.com/incidents/about/"' in feed.entries[0].summary


def test_the_same_input_gives_the_same_bytes_whatever_the_hour() -> None:
    site = assemble([incident(OPEN)], SETTINGS, NOW)
    later = assemble([incident(OPEN)], SETTINGS, NOW + timedelta(days=3))
    assert feeds(site) == feeds(site) == feeds(later)


def test_a_site_without_reports_has_a_valid_empty_feed() -> None:
    assert parsed().entries == []
