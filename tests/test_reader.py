"""A page and who reads it: the zone and the language, the keyboard, the phone, the printer, life without a script."""

from typing import TYPE_CHECKING

import pytest

from support.browsing import opened, words
from support.built import At, Build, Serve
from support.effort import THOROUGH
from support.excerpts import OPEN
from support.pages import HUNDRED
from support.sites import COLOURED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONG = "Very long title without an end " * 6 + "and-one-word-that-cannot-be-broken-anywhere"
pytestmark = [pytest.mark.browser, pytest.mark.long]


# The reader's own time


def test_times_are_in_the_readers_zone_and_language_and_utc_is_kept(browser: "Browser", at: At) -> None:
    address = at(OPEN, "2026-11-03 15:00 UTC")
    options = {"timezone_id": "Asia/Kolkata", "locale": "de-DE"}
    page = opened(browser, address, "2026-11-03T15:00:00Z", **options)
    when = page.locator(".su-when").first
    assert when.inner_text().startswith("22:00\nGMT+5:30\n")
    assert when.locator("time").get_attribute("title") == "16:30 UTC"
    assert when.locator("time").get_attribute("datetime") == "2026-11-03T16:30:00Z"
    assert "Times are in your zone, Asia/" in words(page)
    page.get_by_role("button", name="Show UTC").click()
    assert page.locator(".su-when").first.inner_text().startswith("16:30\nUTC\nin")
    # The choice holds for the next page.
    page.goto(f"{address}incidents/2026-11-03-cards/")
    assert page.locator(".su-when").first.inner_text().startswith("16:30")
    page.get_by_role("button", name="Show my time").click()
    assert page.locator(".su-when").first.inner_text().startswith("22:00\nGMT+5:30")
    page.context.close()


def test_a_time_that_is_tomorrow_for_the_reader_says_its_day(browser: "Browser", at: At) -> None:
    options = {"timezone_id": "Pacific/Auckland", "locale": "en-NZ"}
    # In Auckland it is the 4th already at 15:00 UTC. Of the start, at 03:05 there, the page says no more than the time.
    page = opened(browser, at(OPEN, "2026-11-03 15:00 UTC"), "2026-11-03T15:00:00Z", **options)
    assert page.locator(".su-when time").first.inner_text() == "5:30 am\nNZDT"
    page.clock.fast_forward("22:00:00")
    assert words(page, "h1") == "Card payments fail in the EU. Everything else works."
    page.reload()
    page.context.close()
    late = opened(browser, at(OPEN, "2026-11-04 13:00 UTC"), "2026-11-04T13:00:00Z", **options)
    # A day later the promise of yesterday is named with its day, which was the 4th there.
    assert late.locator(".su-when time").first.inner_text().startswith("4 Nov")
    late.context.close()


def test_every_pressed_time_is_kept_beside_the_readers_own(browser: "Browser", demonstration: str) -> None:
    for path in ("", "incidents/2026-11-03-card-payments-eu/", "history/", "maintenance/", "promises/"):
        plain = opened(browser, demonstration + path, java_script_enabled=False)
        pressed = plain.locator(".straightup time").all_text_contents()
        plain.context.close()
        page = opened(browser, demonstration + path, timezone_id="America/New_York", locale="en-US")
        kept = page.eval_on_selector_all(
            ".straightup time", "all => all.map(one => one.title.split(' · ')[0] || one.textContent)"
        )
        shown = page.eval_on_selector_all(".straightup time", "all => all.map(one => one.textContent)")
        page.context.close()
        assert [text or own for text, own in zip(kept, shown, strict=True)] == pressed, path
        assert "UTC" not in "".join(shown)


# With and without a script


@pytest.mark.parametrize(
    "path",
    [
        "",
        "incidents/2026-11-20-slow-search/",
        "incidents/2026-11-03-card-payments-eu/",
        "promises/",
        "components/search/",
    ],
)
def test_with_and_without_a_script_the_facts_are_the_same(browser: "Browser", demonstration: str, path: str) -> None:
    said = []
    for enabled in (True, False):
        page = opened(browser, demonstration + path, java_script_enabled=enabled)
        texts = page.locator(".straightup").inner_text()
        for added in page.locator(".su-verdict, .su-zone, .su-button").all_inner_texts():
            texts = texts.replace(added, "", 1) if added else texts
        said.append(" ".join(texts.split()))
        page.context.close()
    assert said[0] == said[1]


# Hands and eyes


def test_everything_is_reached_and_seen_with_the_keyboard_alone(browser: "Browser", demonstration: str) -> None:
    page = opened(browser, demonstration, viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    assert "md-skip" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#straightup"
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.straightup')"):
            outline = page.evaluate(
                "(style => style.outlineStyle + style.boxShadow)(getComputedStyle(document.activeElement))"
            )
            assert outline != "nonenone", page.evaluate("document.activeElement.outerHTML")
            reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    for name in ("Full report and timeline", "Search", "How the numbers are made", "Tell us"):
        assert name in reached
    formula = page.locator("summary").first
    formula.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.su-formula").first.get_attribute("open") is not None
    page.context.close()


def test_the_times_that_matter_stand_above_the_fold_of_a_phone(browser: "Browser", demonstration: str) -> None:
    page = opened(browser, demonstration, viewport={"width": 360, "height": 740})
    for question in ("What is wrong", "Restored by", "Next update", "Why"):
        box = page.locator(".straightup dt", has_text=question).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 740, question
    page.context.close()


@pytest.mark.parametrize(
    "path", ["", "incidents/2026-11-03-cards/", "history/", "history/2026/", "components/checkout/"]
)
def test_a_long_title_fits_a_phone(browser: "Browser", at: At, path: str) -> None:
    address = at(OPEN.replace("Card payments fail in the EU", LONG[:200]), "2026-11-03 15:00 UTC")
    page = opened(browser, address + path, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_a_hundred_components_stand_in_their_groups_and_fit_a_phone(
    browser: "Browser", build: Build, serve: Serve
) -> None:
    page = opened(browser, serve(build(HUNDRED)), viewport={"width": 360, "height": 740})
    assert page.locator(".su-components > li").count() == 100
    assert page.locator(".su-component-state", has_text="Down").count() == 1
    # Open is where something is wrong, and there what is wrong; the others are one tap away, without a script too.
    assert page.locator(".su-components > li:visible").count() == 2
    folds = page.locator(".su-fold:not(.su-others)")
    assert [fold.get_attribute("open") is None for fold in folds.all()].count(False) == 2
    assert "98 of 100 work" in words(page)
    assert "all 12 work" in words(page, ".su-fold")
    first, last = page.locator(".su-group").first.bounding_box(), page.locator(".su-axis").bounding_box()
    assert first is not None
    assert last is not None
    assert last["y"] - first["y"] < 800
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


@pytest.mark.parametrize(
    ("code", "direction", "width"),
    [
        ("ar", "rtl", 360),
        ("de", "ltr", 1280),
        *([("ar", "rtl", 1280), ("de", "ltr", 360)] if THOROUGH else []),
    ],
)
def test_a_page_in_another_language_is_whole(browser: "Browser", at: At, code: str, direction: str, width: int) -> None:
    config = COLOURED.replace("  name: material", f"  name: material\n  language: {code}")
    address = at(OPEN, "2026-11-03 15:00 UTC", config)
    for path in ("", "incidents/2026-11-03-cards/", "promises/", "subscribe/", "maintenance/", "history/"):
        page = opened(browser, address + path, "2026-11-03T15:00:00Z", viewport={"width": width, "height": 800})
        assert page.locator("html").get_attribute("lang") == code
        assert page.locator("body").get_attribute("dir") == direction
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("getComputedStyle(document.querySelector('.straightup')).direction") == direction
        assert "What is wrong" not in words(page)
        page.context.close()


def test_printed_it_has_no_buttons_and_loses_nothing(browser: "Browser", demonstration: str) -> None:
    page = opened(browser, f"{demonstration}incidents/2026-11-03-card-payments-eu/")
    page.emulate_media(media="print")
    assert page.locator(".su-timeline").is_visible()
    assert page.locator(".su-answers").is_visible()
    for hidden in page.locator(".su-button, .su-share, .md-header").all():
        assert not hidden.is_visible()
    page.context.close()


def test_one_choice_changes_every_address_and_a_link_brings_it_along(browser: "Browser", at: At) -> None:
    address = at(OPEN, "2026-11-03 15:00 UTC")
    page = opened(browser, f"{address}subscribe/?c=checkout", "2026-11-03T15:00:00Z")
    addresses = page.locator("[data-su-follow]")
    part = "components/checkout/feed.xml"
    assert [each.endswith(part) for each in addresses.all_inner_texts()] == [True, True]
    assert addresses.nth(1).inner_text().startswith("/feed subscribe http")
    page.get_by_label("What do you use?").select_option("Everything")
    assert [part in each for each in addresses.all_inner_texts()] == [False, False]
    assert not page.get_by_text("Only what you use").is_visible()
    page.context.close()
    plain = opened(browser, f"{address}subscribe/?c=checkout", java_script_enabled=False)
    plain.get_by_text("Only what you use").click()
    assert (plain.get_by_role("link", name="checkout").get_attribute("href") or "").endswith(part)
    plain.context.close()
