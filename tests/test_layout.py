"""How the demonstration's pages lie on a screen and on paper, in fonts of different widths."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.built import Serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.long]

CARDS = "incidents/2026-11-03-card-payments-eu/"
PICTURES = (CARDS, "incidents/2026-04-21-shipping-costs-missing/", "incidents/2026-11-20-slow-search/")
FONTS = ("Noto Sans", "DejaVu Sans")
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def page(browser: "Browser") -> Iterator["Page"]:
    """One that takes a font from a test, which the policy of the site would refuse."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def site(serve: Serve, demonstration_folder: Path) -> str:
    return serve(demonstration_folder)


@pytest.mark.parametrize(("path", "sheets"), [("", 2), (CARDS, 3), ("promises/", 3), ("patterns/", 3)])
def test_a_page_fits_on_few_sheets_of_paper(page: "Page", site: str, path: str, sheets: int) -> None:
    page.goto(site + path)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= sheets


def test_no_text_of_a_picture_lies_on_another_or_on_a_lane(page: "Page", site: str) -> None:
    for path in PICTURES:
        page.goto(site + path)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)  # type: ignore[arg-type] # a mapping of two numbers
            for font in FONTS:
                page.add_style_tag(content=f"* {{ font-family: '{font}', sans-serif !important }}")
                assert page.evaluate(_OVERLAPS) == [], (path, size, font)


def test_what_can_be_pressed_is_large_enough_for_a_thumb(page: "Page", site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type] # the same
    for path in ("", CARDS, "promises/", "patterns/", "history/", "subscribe/"):
        page.goto(site + path)
        low = page.evaluate(
            """() => [...document.querySelectorAll(".su-fold > summary, .su-footer nav a")]
                .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
                .map(e => e.textContent.trim())"""
        )
        assert low == [], path


def test_a_settled_page_says_what_is_wrong_now(browser: "Browser", serve: Serve, demonstration_folder: Path) -> None:
    """Its clock was set, so the demonstration has no settled page; what one would ask is answered by hand."""
    context = browser.new_context()
    page = context.new_page()
    html = (demonstration_folder / "incidents/2026-04-21-shipping-costs-missing/index.html").read_text("utf-8")
    settled = re.sub(r"&#34;built&#34;.*?&#34;words&#34;", "&#34;words&#34;", html, count=1)
    assert settled != html
    address = f"{serve(demonstration_folder)}incidents/2026-04-21-shipping-costs-missing/"
    page.route(address, lambda route: route.fulfill(body=settled, content_type="text/html"))
    now = (
        '{"built":"2099-01-01T00:00:00Z","set":false,"stale":86400,"live":true,"state":"degraded",'
        '"headline":"Search is slow.","page":""}'
    )
    page.route("**/now.json", lambda route: route.fulfill(body=now, content_type="application/json"))
    page.goto(address)
    line = page.locator(".su-elsewhere a")
    assert line.inner_text() == "Now: Search is slow."
    line.click()
    assert page.url == serve(demonstration_folder)
    context.close()


_OVERLAPS = """() => {
  const boxes = (selector, within = document) =>
    [...within.querySelectorAll(selector)].map(e => [e.textContent.trim(), e.getBoundingClientRect()]);
  const cross = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const found = [];
  const apart = (some) => some.forEach(([text, box], at) => {
    for (const [other, its] of some.slice(at + 1)) if (cross(box, its)) found.push(`${text} | ${other}`);
    if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) found.push(`${text} | the edge`);
  });
  apart(boxes(".su-axis text"));
  for (const row of document.querySelectorAll(".su-lanes tbody tr")) apart(boxes("th, .su-lane svg, .su-outcome", row));
  return found;
}"""
