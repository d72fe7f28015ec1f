"""What a customer meets in the first five seconds, measured in a browser: places and heights, phone and desktop."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from support.built import run_build
from support.excerpts import OPEN
from support.hosting import hosted
from support.sites import draw

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE, DESKTOP = (360, 740), (1280, 800)
OTHER = """---
title: Order confirmations arrive up to three hours late
components: {search: degraded}
started: 2026-11-03 12:00 UTC
---

## Impact

Confirmations arrive one to three hours late. None is lost.

## Updates

### 2026-11-03 12:30 UTC: Investigating

- ETA: 13:30 UTC
- Next update: 13:00 UTC

Confirmations are late. None is lost.
"""
Show = Callable[[str, tuple[int, int]], "Page"]


def config(count: int) -> str:
    names = "".join(
        f"        - {{id: c{number}, name: Part {number}, group: Group {number // 8}}}\n" for number in range(count)
    )
    return (
        "site_name: Shop\nsite_url: https://status.example.com/\ntheme: {name: material, font: false}\n"
        "plugins:\n  - search\n  - straightup:\n      components:\n"
        "        - {id: checkout, name: Checkout}\n        - {id: search, name: Search}\n"
        f"{names}"
    )


@pytest.fixture(scope="module", params=[0, 198], ids=["2 components", "200 components"])
def show(request: Any, browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Show]:
    """A page of a site with three open incidents, in a window of that size."""
    root: Path = tmp_path_factory.mktemp("acceptance")
    second = OTHER.replace("title: Order", "title: Other order").replace("12:00", "11:00")
    tree = {
        "mkdocs.yml": config(request.param),
        "incidents/2026-11-03-cards.md": OPEN,
        "incidents/2026-11-03-mails.md": OTHER,
        "incidents/2026-11-03-mails-b.md": second,
    }
    draw(root, tree)
    run_build(root, root / "site", "2026-11-03 15:00 UTC")
    with ExitStack() as stack:
        address = stack.enter_context(hosted(root / "site")).address

        def page(path: str, size: tuple[int, int]) -> "Page":
            opened = browser.new_page(viewport={"width": size[0], "height": size[1]})
            stack.callback(opened.close)
            opened.goto(f"{address}{path}")
            return opened

        yield page


def ends(page: "Page", selector: str) -> list[float]:
    found: list[float] = page.evaluate(
        "s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect().bottom)", selector
    )
    return found


def height(page: "Page", selector: str = "html") -> float:
    found: float = page.evaluate("s => document.querySelector(s).scrollHeight", selector)
    return found


def test_what_is_wrong_until_when_and_why_end_on_the_first_screen_and_the_others_follow(show: Show) -> None:
    page = show("", PHONE)
    what, why = ends(page, ".su-now .su-answers dd")[:2]
    assert ends(page, ".su-tiles")[0] < 300
    assert what < why <= 690
    tall = page.evaluate("[...document.querySelectorAll('.su-also')].map(e => e.offsetHeight)")
    first, second = (end - height for end, height in zip(ends(page, ".su-also"), tall, strict=True))
    assert first <= 1000
    assert second <= 1180


def test_the_header_is_one_line_with_one_button_and_no_more_than_four_tabs(show: Show) -> None:
    for size, most in ((PHONE, 56), (DESKTOP, 64)):
        page = show("", size)
        assert height(page, ".md-header") <= most
        assert page.locator(".md-header .su-follow-all").count() == 1
        assert page.locator(".md-header .su-tabs li").count() == 4
        for absent in (
            ".md-header .md-header__source",
            ".md-header [data-md-component=palette]",
            ".md-header .md-logo",
        ):
            assert page.locator(absent).count() == 0
        field = page.locator(".md-header .md-search")
        shown = [field.evaluate("e => getComputedStyle(e).opacity")]
        shown.append(field.locator(".md-search__inner").evaluate("e => getComputedStyle(e).opacity"))
        assert "0" in shown
    assert show("patterns/", DESKTOP).locator(".md-header [aria-current]").count() == 0


def test_the_components_take_no_more_room_however_many_they_are(show: Show) -> None:
    page = show("", PHONE)
    # A row of 46 px for each group; of 200 components there are 25.
    groups = page.locator(".su-fold:not(.su-others)").count()
    assert height(page, ".su-group:has(.su-components)") <= 500 + 46 * groups
    assert page.locator(".su-components > li:visible").count() <= 12


def test_subscribing_is_one_choice_however_many_components_there_are(show: Show) -> None:
    assert height(show("subscribe/", PHONE)) <= 1750
    assert height(show("subscribe/", DESKTOP)) <= 1450


def test_a_row_of_the_history_is_low(show: Show) -> None:
    page = show("history/", PHONE)
    rows = page.evaluate("[...document.querySelectorAll('.su-row')].map(e => e.offsetHeight)")
    assert max(rows) <= 130


def test_all_components_stand_on_one_page_and_a_field_finds_one(show: Show) -> None:
    page = show("components/", DESKTOP)
    if page.locator(".su-filter").count() == 0:
        assert page.title()  # two components need no list of their own
        return
    assert page.locator("[data-su-name]").count() >= 200
    page.get_by_label("Find a component").fill("part 19")
    names = page.locator("[data-su-name]:visible .su-name").all_inner_texts()
    assert sorted({name.strip() for name in names}) == sorted(
        {"Part 19", *(f"Part {number}" for number in range(190, 198))}
    )
