"""What is older than a feed's newest items: the years that its archive has, one leading to the one before."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import pytest

from straightup.building.plan import compose
from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.settings import Settings, from_mapping
from straightup.model.source import Source
from straightup.outputs.feeds import MOST_ITEMS

NOW = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
SETTINGS = Settings(site_name="Shop", site_url="https://status.example.com/", feed_authority="status.example.com,2026")


def report(year: int, number: int) -> Source:
    day = f"{year}-{number % 10 + 1:02d}-{number // 10 + 1:02d}"
    text = (
        f"---\ntitle: Orders <{number}> & more fail\ncomponents:\n  checkout: degraded\n"
        f"started: {day} 09:00 UTC\nresolved: {day} 12:00 UTC\n---\n\n## Impact\n\nOne order in ten fails.\n\n"
        f"## Cause\n\nA disk of one server was full.\n\n## Updates\n\n"
        f"### {day} 09:10 UTC: Investigating\n\n- Next update: 12:00 UTC\n\nWe look at the orders.\n\n"
        f"### {day} 12:00 UTC: Resolved\n\n- Restored: {day} 12:00 UTC\n\nOrders work. <script>x</script>\n"
    )
    return Source(f"incidents/{day}-{number}.md", f"{day}-{number}", text.encode())


SOURCES = [report(year, number) for year in (2023, 2025, 2026) for number in range(30)]


def files_of(sources: list[Source] = SOURCES, settings: Settings = SETTINGS, now: datetime = NOW) -> dict[str, bytes]:
    return dict(compose(sources, settings, read_theme([theme_folder()]), now=now, keep_going=True).files)


def lead(feed: feedparser.FeedParserDict, relation: str) -> str | None:
    found = [link.href for link in feed.feed.links if link.rel == relation]
    return found[0] if found else None


def test_from_the_feed_everything_can_be_reached_each_once() -> None:
    files = files_of()
    feed = feedparser.parse(files["atom.xml"])
    assert len(feed.entries) == MOST_ITEMS
    ids, path = [], lead(feed, "prev-archive")
    visited = []
    while path:
        visited.append(urlsplit(path).path)
        year = feedparser.parse(files[urlsplit(path).path.lstrip("/")])
        assert not year.bozo
        assert lead(year, "self") == path
        assert lead(year, "current") == "https://status.example.com/atom.xml"
        ids += [entry.id for entry in year.entries]
        following = lead(year, "prev-archive")
        if following:
            after = feedparser.parse(files[urlsplit(following).path.lstrip("/")])
            assert lead(after, "next-archive") == path
        path = following
    assert visited == ["/archive/2026.xml", "/archive/2025.xml", "/archive/2023.xml"]
    assert len(ids) == len(set(ids)) == 2 * len(SOURCES)
    assert [entry.id for entry in feed.entries] == ids[:MOST_ITEMS]


def test_an_entry_says_in_the_archive_what_it_says_in_the_feed() -> None:
    files = files_of()
    now, year = feedparser.parse(files["atom.xml"]), feedparser.parse(files["archive/2026.xml"])
    names = ("id", "title", "link", "published", "updated", "content")
    for one, other in zip(now.entries, year.entries[:MOST_ITEMS], strict=True):
        assert [one[name] for name in names] == [other[name] for name in names]


def test_a_year_that_is_over_is_an_archive_and_stays_the_same() -> None:
    early, late = files_of(), files_of(now=datetime(2027, 8, 1, tzinfo=UTC))
    assert b"<fh:archive" not in early["archive/2026.xml"]
    assert b"<fh:archive" in late["archive/2026.xml"]
    for year in (2023, 2025):
        assert b"<fh:archive" in early[f"archive/{year}.xml"]
        assert early[f"archive/{year}.xml"] == late[f"archive/{year}.xml"]


def test_a_site_without_news_has_no_archive() -> None:
    files = files_of([])
    assert not [name for name in files if name.startswith("archive/")]
    assert b"prev-archive" not in files["atom.xml"]
    # RSS leads to no Atom.
    assert b"prev-archive" not in files_of()["feed.xml"]


def test_feeds_name_the_hub_that_tells_of_them() -> None:
    hub = "https://hub.example.com/"
    settings, messages = from_mapping({"hub": hub}, {"site_name": "Shop", "site_url": "https://status.example.com/"})
    assert messages == []
    files = files_of(settings=settings)
    for name in ("feed.xml", "atom.xml", "incidents.xml"):
        feed = feedparser.parse(files[name])
        assert lead(feed, "hub") == hub
        assert feed.feed.link.startswith("https://status.example.com/")
        assert (lead(feed, "self") or "").endswith(name)
    assert json.loads(files["feed.json"])["hubs"] == [{"type": "WebSub", "url": hub}]
    assert b"hub" not in files_of()["feed.xml"]
    # The hub hears of the feeds of everything alone, so no other sends its readers there.
    assert b"hub" not in files["components/checkout/feed.xml"]


@pytest.mark.parametrize("wrong", ["hub.example.com", "mailto:a@example.com", "https://", 1])
def test_a_hub_is_an_address_on_the_web(wrong: object) -> None:
    settings, (message,) = from_mapping({"hub": wrong})
    assert settings.hub == ""
    assert message.startswith("The setting “hub” cannot be used")
