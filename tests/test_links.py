"""A link that an author writes leads to the same place from the report's page, from the first page and from a feed."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.all_pages import pages
from straightup.reading import read
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support.excerpts import MAINTENANCE, OPEN
from support.feeds import every_feed
from support.sites import templates_of

NOW = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
SETTINGS = Settings(site_name="Shop", site_url="https://shop.example/x/", path="status/")
AT = "https://shop.example/x/status/"
CARDS, PLAN = f"{AT}incidents/2026-11-03-cards/", f"{AT}incidents/2026-11-28-plan/"
OLD = f"{AT}incidents/2026-11-01-a/"

FORMS = {
    # the file of another report, as it works on GitHub
    "2026-11-01-a.md": OLD,
    "2026-11-01-a": OLD,
    "2026-11-01-a/": OLD,
    "2026-11-01-a.md?x=1": OLD,
    "2026-11-01-a?x=1": OLD,
    "2026-11-01-a.md#u20261103T1448": f"{OLD}#u20261103T1448",
    "2026-11-01-a#u20261103T1448": f"{OLD}#u20261103T1448",
    "2026-11-01-a.md?plain=1#u20261103T1448": f"{OLD}#u20261103T1448",
    "../incidents/2026-11-01-a.md": OLD,
    "../incidents/2026-11-01-a.md#u20261103T1448": f"{OLD}#u20261103T1448",
    "./2026/2026-11-01-a.MD": OLD,
    "2026-11-02-st%C3%B6rung.md": f"{AT}incidents/2026-11-02-störung/",
    "2026-11-03-cards.md#u20261103T1448": f"{CARDS}#u20261103T1448",
    # what is complete already
    "https://other.example/2026-11-01-a.md?x=1#y": "https://other.example/2026-11-01-a.md?x=1#y",
    "mailto:help@shop.example": "mailto:help@shop.example",
    # all else, seen from the page of the report itself
    "#u20261103T1448": "OWN#u20261103T1448",
    "?x=1": "OWN?x=1",
    "graph.svg": "OWNgraph.svg",
    "2026-10-01-gone.md#x": "OWN2026-10-01-gone.md#x",
    "../../about/#team": f"{AT}about/#team",
    "../../../guide/": "https://shop.example/x/guide/",
    "/guide/": "https://shop.example/guide/",
    "": "OWN",
}


LINKS = " ".join(f"[link {number}](<{link}>)" for number, link in enumerate(FORMS))
EVERY = [pytest.param(number, place, id=link) for number, (link, place) in enumerate(FORMS.items())]


def report(name: str, text: str) -> Incident:
    return read(f"incidents/{name}.md", text).incident


@cache
def site() -> Site:
    """An open incident and a planned maintenance in which all forms stand, and two older reports."""
    texts = {
        "2026-11-03-cards": OPEN.replace("We are issuing a new one.", LINKS),
        "2026-11-28-plan": MAINTENANCE.replace("Carts are kept.", LINKS),
        "2026-11-01-a": OPEN,
        "2026-11-02-störung": OPEN,
    }
    return assemble([report(name, text) for name, text in texts.items()], SETTINGS, NOW)


@cache
def bodies() -> dict[str, str]:
    return {page.url: page.body for page in pages(templates_of(site()))}


def link_in(html: str, number: int) -> str:
    """Where a link leads, as it is written in the page."""
    (href,) = re.findall(rf'<a href="([^"]*)"[^>]*>link {number}</a>', html)
    return unescape(href)


@cache
def items() -> tuple[str, ...]:
    """The texts of the items about the open incident in every feed that there is."""
    texts = []
    for name, data in every_feed(site(), Words(language("en"), NOW)).items():
        if name.endswith(".json"):
            texts += [item["content_html"] for item in json.loads(data)["items"]]
        else:
            # As they stand: the reader would make the links absolute by itself.
            feed = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
            assert feed.bozo == 0
            texts += [entry.content[0].value if "content" in entry else entry.summary for entry in feed.entries]
    # Each says what the report is about, in the words of its own impact.
    return tuple(text for text in texts if "link 0" in text and "Cards issued" in text)


@pytest.mark.parametrize(("number", "place"), EVERY)
def test_a_link_leads_from_the_page_of_its_report_where_its_author_meant(number: int, place: str) -> None:
    html = bodies()["incidents/2026-11-03-cards/"]
    assert urljoin(CARDS, link_in(html, number)) == place.replace("OWN", CARDS)


@pytest.mark.parametrize(("number", "place"), EVERY)
def test_a_link_in_the_latest_update_leads_from_the_first_page_to_the_same_place(number: int, place: str) -> None:
    assert urljoin(AT, link_in(bodies()[""], number)) == place.replace("OWN", CARDS)


@pytest.mark.parametrize(("number", "place"), EVERY)
def test_a_link_leads_from_every_feed_to_the_same_place_and_says_all_of_its_address(number: int, place: str) -> None:
    # Of everything in three formats and once for each report, of the component, and of the report itself.
    assert [link_in(html, number) for html in items()] == [place.replace("OWN", CARDS)] * 6


@pytest.mark.parametrize(("number", "place"), EVERY)
def test_a_link_in_an_answer_leads_from_the_page_of_the_plans_to_the_same_place(number: int, place: str) -> None:
    for url in ("incidents/2026-11-28-plan/", "maintenance/"):
        assert urljoin(AT + url, link_in(bodies()[url], number)) == place.replace("OWN", PLAN)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.sampled_from(["http://[", "//x", "a:b", "1:2", " //[", "1://["])
)
def test_every_link_in_a_feed_is_complete_whatever_its_author_wrote(link: str) -> None:
    first = report("2026-11-03-cards", OPEN)
    said = replace(first, updates=(replace(first.updates[0], text=f'<a href="{escape(link)}">x</a>'),))
    data = every_feed(assemble([said], SETTINGS, NOW), Words(language("en"), NOW))["feed.json"]
    for href in re.findall('<a href="([^"]*)"', json.loads(data)["items"][0]["content_html"]):
        assert urlsplit(unescape(href)).scheme in ("http", "https", "mailto"), href
