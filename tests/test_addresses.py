"""Every address in one place: where pages are, how they are reached from each other, and what never moves."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from straightup.model.incident import Update
from straightup.model.settings import Settings
from straightup.model.states import Stage
from straightup.site import addresses, reserved

ROOT = Path(__file__).resolve().parents[1]


def test_a_component_that_cannot_be_an_address_gets_one_of_its_own() -> None:
    assert addresses.of_component("search.eu-1") == "components/search.eu-1/"
    odd = ["../x", "A", "", "x-1", "a" * 65, "\ud800", "a/b", "ü"]
    found = {addresses.of_component(each) for each in odd}
    assert len(found) == len(odd)
    assert all(re.fullmatch(r"components/x-[0-9a-f]{12}/", each) for each in found)


def test_a_month_has_a_page_for_each_of_its_parts() -> None:
    assert [addresses.of_month(2026, 3, part) for part in (1, 2)] == ["history/2026/03/", "history/2026/03/2/"]
    assert addresses.of_year(2026) == "history/2026/"


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("", "history/", "history/"),
        ("", "feed.xml", "feed.xml"),
        ("history/", "", "../"),
        ("history/", "history/2026/", "2026/"),
        ("history/2026/", "history/2026/03/", "03/"),
        ("history/2026/03/2/", "history/2026/03/", "../"),
        ("history/2026/03/2/", "history/2026/03/3/", "../3/"),
        ("incidents/a/", "incidents/a/feed.xml", "feed.xml"),
        ("incidents/a/", "feed.xml", "../../feed.xml"),
        ("incidents/a/", "incidents/b/event.ics", "../b/event.ics"),
        ("incidents/a/", "incidents/a/", ""),
        ("a/b/", "a", "../../a"),
    ],
)
def test_the_way_from_a_page_is_as_short_as_it_can_be(page: str, target: str, link: str) -> None:
    assert addresses.way(page, target) == link


def test_the_status_pages_begin_below_the_site_and_404_below_its_host() -> None:
    beside = Settings(site_url="https://example.com/docs/", path="status/")
    assert addresses.site_root(beside) == "https://example.com/docs/"
    assert addresses.base_of(beside) == "https://example.com/docs/status/"
    assert addresses.path_on_host(beside) == "/docs/"
    unset = Settings()
    assert (addresses.base_of(unset), addresses.path_on_host(unset)) == ("http://localhost/", "/")


def test_reports_and_months_belong_to_the_history_and_all_else_to_no_page_of_the_navigation() -> None:
    assert [addresses.section_of(page) for page in ("incidents/a/", "history/2026/03/", "history/")] == ["history/"] * 3
    assert [addresses.section_of(page) for page in ("", "patterns/", "components/history/")] == [None, None, None]


def test_ids_and_anchors_do_not_follow_the_zone_that_an_author_writes_in() -> None:
    here = timezone(timedelta(hours=5, minutes=30))
    update = Update(at=datetime(2026, 11, 3, 20, 18, tzinfo=here), stage=Stage.IDENTIFIED, text="")
    assert addresses.anchor(update) == "u20261103T1448"
    settings = Settings(feed_authority="shop.example,2026", site_url="https://elsewhere.example/")
    assert addresses.tag_of(settings, "feed") == "tag:shop.example,2026:feed"
    assert addresses.event_id(settings, "2026-11-28-a") == "2026-11-28-a@shop.example"
    assert addresses.tag_of(Settings(), "feed") == "tag:localhost,2026:feed"


NAMES = ("incidents/", "history/", "maintenance/", "promises/", "patterns/", "subscribe/", "components/")
FILES = ("feed.xml", "atom.xml", "feed.json", "calendar.ics", "event.ics")
MADE_BY_HAND = re.compile("|".join(map(re.escape, (*NAMES, *FILES))))


def texts() -> Iterator[tuple[str, str]]:
    """Every text in the code of what is published, but for docstrings and others' addresses; and every template."""
    source = ROOT / "src" / "straightup"
    for path in [*source.glob("outputs/**/*.py"), *source.glob("building/**/*.py"), source / "mkdocs_plugin.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield path.name, "" if node.value.startswith("http://") else node.value
    for path in (ROOT / "theme" / "straightup").glob("*.html"):
        yield path.name, path.read_text(encoding="utf-8")


def test_no_address_is_put_together_by_hand() -> None:
    assert [(name, found[0]) for name, text in texts() if (found := MADE_BY_HAND.search(text))] == []


def test_the_list_of_all_components_is_kept_free_where_there_is_one() -> None:
    for count, taken in ((addresses.MANY_COMPONENTS - 1, False), (addresses.MANY_COMPONENTS, True)):
        ours = reserved.Ours("status/", (), (f"c{number}" for number in range(count)))
        assert ours.has("status/components/index.html") == taken
        assert not ours.has("components/index.html")
        assert ours.has("status/components/c1/index.html")
