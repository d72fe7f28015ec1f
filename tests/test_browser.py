"""The built demonstration in a real browser: phone and desktop, light and dark, with JavaScript and without."""

from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = (
    "",
    "incidents/2026-11-03-card-payments-eu/",
    "incidents/2026-11-20-slow-search/",
    "history/",
    "history/2026/",
    "components/search/",
    "maintenance/",
    "promises/",
    "patterns/",
    "subscribe/",
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_and_nothing_is_asked_of_another_host(
    demonstration: str, browser: "Browser", width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in PAGES:
        page.goto(demonstration + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert [url for url in asked if not url.startswith(demonstration)] == []
    assert faults == []
    context.close()


def test_the_five_answers_of_an_open_incident_stand_above_everything_else(
    demonstration: str, browser: "Browser"
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(demonstration)
    questions = page.locator(".straightup dt").all_inner_texts()
    assert questions == ["Restored by", "Next update", "What is wrong", "Why", "So it stays fixed"]
    for answered, end in ((1, 320), (3, 690)):
        box = page.locator(".straightup dd").nth(answered).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < end + (45 if answered == 3 else 0)  # what became of the answer goes below
    page.close()


def test_search_finds_an_incident_by_its_cause(demonstration: str, browser: "Browser") -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(demonstration)
    page.locator(".su-find label").click()
    page.locator("input.md-search__input").click()
    page.keyboard.type("certificate")
    # While letters are typed, others are found.
    first = ".md-search-result__item:first-child .md-search-result__link"
    page.locator(f'{first}[href*="incidents/2026-11-03-card-payments-eu/"]').first.wait_for()
    page.close()
