"""The feeds as a reader sees them: each update once, whatever is edited, moved or renamed, and whichever feed it is."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.states import Component, Stage, State
from straightup.outputs.feeds import FOLLOWED, MOST_ITEMS
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.reading import read
from straightup.site.assemble import assemble
from support.built import run_build
from support.excerpts import MAINTENANCE, OPEN, whole
from support.feeds import every_feed
from support.hosting import hosted
from support.readers import Newsboat
from support.sites import draw

NOW = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
SETTINGS = Settings(site_name="Shop", site_url="https://status.example.com/", feed_authority="status.example.com,2026")
SECOND = """
### 2026-11-03 15:29 UTC: Monitoring

- Next update: 17:00 UTC

All cards are accepted again.
"""


def taken(text: str, name: str = "2026-11-03-cards") -> Incident:
    entry = read(f"incidents/{name}.md", text)
    assert entry.findings == ()
    return entry.incident


def published(*incidents: Incident, settings: Settings = SETTINGS, now: datetime = NOW) -> Mapping[str, bytes]:
    return every_feed(assemble(incidents, settings, now), Words(language("en"), now))


def parsed(
    *incidents: Incident, settings: Settings = SETTINGS, now: datetime = NOW, name: str = "feed.xml"
) -> feedparser.FeedParserDict:
    feed = feedparser.parse(published(*incidents, settings=settings, now=now)[name])
    assert feed.bozo == 0
    return feed


def test_there_is_one_item_for_each_update_newest_first() -> None:
    feed = parsed(taken(OPEN + SECOND))
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
    assert feed.feed.updated == "Tue, 03 Nov 2026 15:29:00 +0000"


def test_ids_outlive_a_new_title_a_new_text_a_new_address_and_a_later_update() -> None:
    before = {entry.id for entry in parsed(taken(OPEN)).entries}
    changed = OPEN.replace("Card payments fail in the EU", "EU cards are declined").replace("new one.", "new one now.")
    moved = replace(SETTINGS, site_url="https://other.example/", site_name="Other", path="status/")
    after = {entry.id for entry in parsed(taken(changed + SECOND), settings=moved).entries}
    assert before < after


def test_two_updates_in_one_minute_get_dates_of_their_own() -> None:
    feed = parsed(*(taken(OPEN, f"2026-11-03-{letter}") for letter in "abc"))
    dates = [entry.published_parsed for entry in feed.entries]
    assert dates == sorted(set(dates), reverse=True)
    assert len(dates) == 3


def test_an_update_from_the_future_is_not_dated_ahead() -> None:
    now = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)
    (entry,) = parsed(taken(OPEN), now=now).entries
    assert entry.published == "Tue, 03 Nov 2026 14:00:00 +0000"


def test_a_report_without_updates_is_one_item_with_the_reports_own_id() -> None:
    notice = whole("kind: notice\n").replace("components:\n  checkout: major-outage\n", "")
    notice = notice[: notice.index("## Updates")].replace("## Cause", "## Background")
    (entry,) = parsed(read("2026-11-03-n.md", notice).incident).entries
    assert entry.id == "tag:status.example.com,2026:2026-11-03-n"
    assert entry.title == "[Notice] Card payments fail in the EU"


def test_the_newest_items_are_kept_and_their_number_is_bounded() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    first = taken(OPEN)
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
    (entry,) = parsed(taken(text)).entries
    assert "<script" not in entry.summary
    assert "onclick" not in entry.summary
    assert "script" in entry.title  # as text
    (entry,) = parsed(taken(text), name="atom.xml").entries
    assert entry.content[0].value == entry.summary
    assert "onclick" not in entry.summary


def test_links_in_the_text_are_absolute_and_lead_to_pages() -> None:
    text = OPEN.replace("We are issuing a new one.", "[Like then](2026-10-01-old.md), see [there](../about/).")
    old = replace(taken(OPEN), id="2026-10-01-old", updates=())
    feed = parsed(taken(text), old)
    assert 'href="https://status.example.com/incidents/2026-10-01-old/"' in feed.entries[0].summary
    assert 'href="https://status.example.com/incidents/about/"' in feed.entries[0].summary


def test_the_same_input_gives_the_same_bytes_whatever_the_hour() -> None:
    assert published(taken(OPEN)) == published(taken(OPEN)) == published(taken(OPEN), now=NOW + timedelta(3))


def test_a_site_without_reports_has_valid_empty_feeds() -> None:
    assert set(published()) == {"feed.xml", "atom.xml", "feed.json", "incidents.xml"}
    assert parsed().entries == parsed(name="atom.xml").entries == parsed(name="incidents.xml").entries == []
    assert json.loads(published()["feed.json"])["items"] == []


SHOP = replace(
    SETTINGS,
    components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Search & filters")),
    path="status/",
)
AT = "https://status.example.com/status/"


def several() -> list[Incident]:
    """Checkout is down; search is slow, and from its second update on so is checkout; a maintenance is planned."""
    slow = taken(
        OPEN.replace("checkout: major-outage", "search: degraded").replace(
            "Card payments fail in the EU", "Slow <search>"
        )
        + SECOND.replace("- Next", "- Components: checkout degraded\n- Next"),
        "2026-11-03-slow",
    )
    return [taken(OPEN), slow, taken(MAINTENANCE, "2026-11-28-upgrade")]


def test_every_feed_is_valid_knows_its_own_address_and_leads_to_its_page() -> None:
    files = published(*several(), settings=SHOP)
    pages = {
        "feed.xml": "",
        "atom.xml": "",
        "components/checkout/feed.xml": "components/checkout/",
        "components/search/feed.xml": "components/search/",
        "incidents/2026-11-03-cards/feed.xml": "incidents/2026-11-03-cards/",
        "incidents/2026-11-03-slow/feed.xml": "incidents/2026-11-03-slow/",
        "incidents/2026-11-28-upgrade/feed.xml": "incidents/2026-11-28-upgrade/",
    }
    pages["incidents.xml"] = "history/"
    assert set(files) == {*pages, "feed.json"}
    for name, page in pages.items():
        feed = feedparser.parse(files[name])
        assert feed.bozo == 0, name
        assert feed.feed.link == f"{AT}{page}"
        kind = "application/atom+xml" if name in ("atom.xml", "incidents.xml") else "application/rss+xml"
        own = [(link.href, link.type) for link in feed.feed.links if link.rel == "self"]
        assert own == [(f"{AT}{name}", kind)]
        assert feed.feed.language == "en"
        assert all(len(entry.links) == 1 for entry in feed.entries)
        dates = [entry.published_parsed for entry in feed.entries]
        assert dates == sorted(set(dates), reverse=True)


def test_an_update_is_the_same_item_in_every_feed() -> None:
    files = published(*several(), settings=SHOP)
    seen: dict[str, set[tuple[str, str, str, object]]] = {}
    for name, data in files.items():
        if name.endswith(".xml") and name != "incidents.xml":
            for entry in feedparser.parse(data).entries:
                known = (entry.title, entry.link, entry.summary, entry.published_parsed)
                seen.setdefault(entry.id, set()).add(known)
    assert len(seen) == 4
    assert all(len(versions) == 1 for versions in seen.values())
    for item in json.loads(files["feed.json"])["items"]:
        ((title, link, _html, _when),) = seen.pop(item["id"])
        assert (item["title"], item["url"]) == (title, link)
    assert not seen


def test_a_report_is_one_item_that_changes_with_each_update() -> None:
    files = published(*several(), settings=SHOP)
    every = feedparser.parse(files["feed.xml"]).entries
    whole = feedparser.parse(files["incidents.xml"]).entries
    assert sorted(entry.link for entry in whole) == sorted({entry.link.partition("#")[0] for entry in every})
    assert len({entry.id for entry in (*whole, *every)}) == len(whole) + len(every)
    for entry in whole:
        parts = [each for each in every if each.link.startswith(entry.link)]
        assert entry.title == parts[0].title
        assert (entry.published_parsed, entry.updated_parsed) == (parts[-1].published_parsed, parts[0].published_parsed)
        assert all(part.summary in entry.content[0].value for part in parts)


def test_a_group_has_the_updates_of_its_components_and_a_browser_a_look() -> None:
    components = (
        Component(id="checkout", name="Checkout", group="Shop"),
        Component(id="search", name="Search", group="Shop"),
        Component(id="sign-in", name="Sign-in", group="Über uns/Konto"),
    )
    other = taken(OPEN.replace("checkout: major-outage", "sign-in: degraded"), "2026-11-03-x")
    files = published(*several(), other, settings=replace(SETTINGS, components=components))
    (account,) = (name for name in files if name.startswith("groups/x-"))
    everything = [entry.id for entry in feedparser.parse(files["feed.xml"]).entries]
    shop = [entry.id for entry in feedparser.parse(files["groups/shop/feed.xml"]).entries]
    own = [entry.id for entry in feedparser.parse(files[account]).entries]
    assert own
    assert all("2026-11-03-x" in identity for identity in own)
    assert [identity for identity in everything if identity not in own] == shop
    look = b'<?xml-stylesheet type="text/css" href="https://status.example.com/assets/straightup/feed.css"?>'
    assert all(data.splitlines()[1] == look for name, data in files.items() if name.endswith(".xml"))


def test_a_component_has_the_updates_of_all_reports_that_ever_name_it_and_no_others() -> None:
    reports = [*several(), taken(OPEN.replace("checkout: major-outage", "sign-in: degraded"), "2026-11-03-x")]

    def titles(component: str) -> list[str]:
        feed = parsed(*reports, settings=SHOP, name=f"components/{component}/feed.xml")
        return sorted(entry.title for entry in feed.entries)

    assert titles("search") == ["[Identified] Slow <search>", "[Monitoring] Slow <search>"]
    assert titles("checkout") == [
        "[Identified] Card payments fail in the EU",
        "[Identified] Slow <search>",
        "[Monitoring] Slow <search>",
        "[Scheduled] Orders are read-only for 20 minutes",
    ]
    assert titles("sign-in") == ["[Identified] Card payments fail in the EU"]
    assert parsed(settings=SHOP, name="components/search/feed.xml").feed.title == "Search & filters · Shop"
    assert parsed(settings=SHOP, name="components/search/feed.xml").entries == []


def test_each_feed_of_a_component_is_bounded_by_itself() -> None:
    first = taken(OPEN)
    many = [
        replace(first, id=f"2026-01-01-n{number:03}", components=((component, State.DEGRADED),))
        for number, component in enumerate(["checkout"] * (MOST_ITEMS + 5) + ["search"] * 3)
    ]
    files = published(*many, settings=SHOP)
    sizes = [len(feedparser.parse(files[f"components/{name}/feed.xml"]).entries) for name in ("checkout", "search")]
    assert sizes == [MOST_ITEMS, 3]


def test_a_report_keeps_its_own_feed_for_a_year_after_its_last_word() -> None:
    resolved = taken(OPEN)
    resolved = replace(resolved, updates=(replace(resolved.updates[0], stage=Stage.RESOLVED),))
    last = resolved.updates[0].at
    name = "incidents/2026-11-03-cards/feed.xml"
    assert name in published(resolved, now=last + FOLLOWED - timedelta(seconds=1))
    assert name not in published(resolved, now=last + FOLLOWED)
    # As long as it is open somebody waits for it, and whoever follows a plan waits longest.
    assert name in published(taken(OPEN), now=last + 2 * FOLLOWED)
    plan = replace(taken(MAINTENANCE, "2026-11-28-upgrade"), starts=NOW + 3 * FOLLOWED, ends=NOW + 4 * FOLLOWED)
    assert "incidents/2026-11-28-upgrade/feed.xml" in published(plan, now=NOW + 2 * FOLLOWED)


def test_atom_says_what_is_html_who_wrote_it_and_when_from_the_reports_alone() -> None:
    root = ElementTree.fromstring(published(*several(), settings=SHOP)["atom.xml"])
    space = {"": "http://www.w3.org/2005/Atom"}
    assert [(author.findtext("name", None, space)) for author in root.findall("author", space)] == ["Shop"]
    assert root.findtext("id", None, space) == "tag:status.example.com,2026:feed"
    assert root.findtext("updated", None, space) == "2026-11-03T15:29:00+00:00"
    entries = root.findall("entry", space)
    assert len(entries) == 4
    for entry in entries:
        assert [content.get("type") for content in entry.findall("content", space)] == ["html"]
        assert entry.findtext("updated", None, space) == entry.findtext("published", None, space)
        # Without a relation it is the alternate; feedgen would lose any other.
        assert [link.get("rel") for link in entry.findall("link", space)] == [None]


def test_the_json_feed_has_what_its_standard_asks_for() -> None:
    feed = json.loads(published(*several(), settings=SHOP)["feed.json"])
    assert b"<" not in published(*several(), settings=SHOP)["feed.json"]
    assert {item["title"] for item in feed["items"]} >= {"[Identified] Slow <search>"}
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (AT, f"{AT}feed.json")
    assert feed["title"] == "Shop"
    for item in feed["items"]:
        assert set(item) == {"id", "url", "title", "content_html", "date_published"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["date_published"])
        assert urlsplit(item["url"]).netloc == "status.example.com"


def test_a_planned_maintenance_is_dated_when_it_was_announced() -> None:
    (entry,) = parsed(taken(MAINTENANCE, "2026-11-28-upgrade")).entries
    assert entry.published == "Tue, 03 Nov 2026 12:00:00 +0000"


CONFIG = """\
site_name: Shop
site_url: https://status.example.com/
docs_dir: incidents
theme: {name: material, font: false}
plugins:
  - straightup:
      components: [{id: checkout, name: Checkout}]
"""


@pytest.mark.skipif(not shutil.which("newsboat"), reason="the feed reader newsboat is not installed")
def test_a_feed_reader_announces_each_update_once_and_no_correction(tmp_path: Path) -> None:
    drawn = {"mkdocs.yml": CONFIG, "incidents/2026-11-03-cards.md": OPEN}
    draw(tmp_path, drawn)
    run_build(tmp_path, tmp_path / "site", "2026-11-03 16:00 UTC", {0})
    with hosted(tmp_path / "site") as host:
        scopes = ("feed.xml", "atom.xml", "components/checkout/feed.xml", "incidents/2026-11-03-cards/feed.xml")
        readers = [Newsboat(tmp_path / str(number), host.address + scope) for number, scope in enumerate(scopes)]
        assert [reader.unread_after_a_look() for reader in readers] == [1, 1, 1, 1]
        for reader in readers:
            reader.read_everything()
        draw(tmp_path, {"incidents/2026-11-03-cards.md": OPEN.replace("issuing a new one.", "issuing a new one now.")})
        run_build(tmp_path, tmp_path / "site", "2026-11-03 16:00 UTC", {0})
        assert [reader.unread_after_a_look() for reader in readers] == [0, 0, 0, 0]
        draw(tmp_path, {"incidents/2026-11-03-cards.md": OPEN + SECOND})
        run_build(tmp_path, tmp_path / "site", "2026-11-03 16:00 UTC", {0})
        assert [reader.unread_after_a_look() for reader in readers] == [1, 1, 1, 1]
