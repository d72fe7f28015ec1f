"""A page that nobody rebuilds: its clock, the zone and language of its reader, the keyboard, life without a script."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.commands import straightup
from support.excerpts import MAINTENANCE, OPEN
from support.hosting import hosted
from support.places import ROOT
from support.sites import COLOURED, MANY_COMPONENTS, draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONG = "Very long title without an end " * 6 + "and-one-word-that-cannot-be-broken-anywhere"
pytestmark = pytest.mark.browser
Serve = Callable[..., str]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Builds a site of one incident file at a moment, or now, and says where it is."""
    with ExitStack() as stack:

        def at(text: str, moment: str = "", config: str = COLOURED, folder: str = "site") -> str:
            root = tmp_path / folder
            name = "2026-11-28-db.md" if "kind: maintenance" in text else "2026-11-03-cards.md"
            draw(root, {"mkdocs.yml": config, f"incidents/{name}": text})
            _build(root, moment)
            return stack.enter_context(hosted(root / "site")).address

        yield at


def _build(root: Path, moment: str = "") -> None:
    clock = ["--at", moment] if moment else []
    code, _, err = straightup(root, "build", "--keep-going", *clock, "-d", os.fspath(root / "site"))
    assert code in {0, 3}, err


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("demonstration")
    code, _, err = straightup(ROOT, "build", "--at", "2026-11-20 09:51 UTC", "-d", os.fspath(folder / "site"))
    assert code == 0, err
    with hosted(folder / "site") as host:
        yield host.address


def opened(browser: "Browser", address: str, clock: str = "", **options: Any) -> "Page":
    """The page at `address`, whose clock stands at `clock` when it is opened."""
    context = browser.new_context(**{"timezone_id": "UTC", "locale": "en-GB", **options})
    page = context.new_page()
    if clock:
        page.clock.install(time=clock)
    page.goto(address)
    return page


def words(page: "Page", selector: str = ".straightup") -> str:
    return " ".join(page.locator(selector).first.inner_text().split())


# Promises


def test_a_countdown_turns_into_lateness_on_a_page_that_nobody_rebuilds(browser: "Browser", serve: Serve) -> None:
    page = opened(browser, serve(OPEN, "2026-11-03 15:00 UTC"), "2026-11-03T15:00:00Z")
    times = page.locator(".su-when")
    assert times.all_inner_texts() == [
        "16:30 UTC in 1 h 30 min",
        "by 15:30 UTC in 30 min",
    ]
    assert times.locator(".su-late").count() == 0
    page.clock.fast_forward("42:00")
    assert times.nth(1).inner_text() == "by 15:30 UTC promised, late by 12 min"
    assert times.nth(1).locator(".su-late").count() == 1
    assert times.nth(0).inner_text() == "16:30 UTC in 48 min"
    page.context.close()


def test_a_promise_is_not_late_in_the_minute_that_it_names(browser: "Browser", serve: Serve) -> None:
    page = opened(browser, serve(OPEN, "2026-11-03 15:00 UTC"), "2026-11-03T15:00:00Z")
    page.clock.fast_forward("29:50")
    assert "by 15:30 UTC in 1 min" in words(page)
    page.context.close()


def test_without_a_script_a_page_bakes_no_time_that_goes_wrong(browser: "Browser", serve: Serve) -> None:
    page = opened(browser, serve(OPEN, "2026-11-03 15:00 UTC"), java_script_enabled=False)
    said = words(page)
    assert "Next update by 15:30 UTC" in said
    assert "Restored by 16:30 UTC" in said
    assert " ago" not in said.replace("days ago", "")
    assert "late by" not in said
    page.context.close()


def test_a_lateness_that_is_known_at_the_build_is_said_without_a_script_too(browser: "Browser", serve: Serve) -> None:
    page = opened(browser, serve(OPEN, "2026-11-03 15:42 UTC"), java_script_enabled=False)
    assert "by 15:30 UTC promised, and it has passed" in words(page)
    page.context.close()


# Windows


def test_maintenance_begins_and_ends_by_the_pages_own_clock(browser: "Browser", serve: Serve) -> None:
    page = opened(browser, serve(MAINTENANCE, "2026-11-28 03:00 UTC"), "2026-11-28T03:00:00Z")
    icon = page.locator("#su-favicon")
    assert words(page, "h1") == "Everything works."
    assert "Planned" in words(page)
    assert "operational" in (icon.get_attribute("href") or "")
    page.clock.fast_forward("01:05:00")
    assert words(page, "h1") == "Orders are read-only for 20 minutes. Everything else works."
    assert page.title().startswith("Orders are read-only for 20 minutes")
    assert "Planned" not in words(page)
    assert "Maintenance since 04:00 UTC" in words(page, ".su-components")
    assert "ends in 55 min" in words(page)
    assert "maintenance" in (icon.get_attribute("href") or "")
    page.clock.fast_forward("01:10:00")
    unsaid = "Its time is over, and we have not said that it began."
    assert words(page, "h1") == f"Orders are read-only for 20 minutes. {unsaid}"
    assert "over, and we have not said that it began" in words(page, ".su-when")
    assert "Maintenance since 04:00 UTC" in words(page, ".su-components")
    page.context.close()


def test_work_that_began_and_takes_longer_says_by_how_much(browser: "Browser", serve: Serve) -> None:
    begun = "\n### 2026-11-28 04:02 UTC: In progress\n\n- Next update: 05:00 UTC\n\nOrders are read-only now.\n"
    page = opened(browser, serve(MAINTENANCE + begun, "2026-11-28 04:05 UTC"), "2026-11-28T04:05:00Z")
    assert "ends in 55 min" in words(page, ".su-when")
    page.clock.fast_forward("01:10:00")
    assert words(page, "h1") == "Orders are read-only for 20 minutes. It takes longer than planned."
    assert "takes longer than announced, by 15 min" in words(page, ".su-when")
    assert "Maintenance since 04:00 UTC" in words(page, ".su-components")
    page.context.close()


def test_a_clock_that_is_corrected_brings_back_what_was_pressed(
    browser: "Browser", serve: Serve, tmp_path: Path
) -> None:
    # The reader's clock is a year ahead. The host's is right, and is believed at the first look.
    address = serve(OPEN)
    page = opened(browser, "about:blank")
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=365))
    with page.expect_response(lambda response: response.request.resource_type == "fetch"):
        page.goto(address)
    page.wait_for_function("!document.querySelector('.su-stale')")
    assert "(less than a minute ago)" in words(page)
    page.context.close()


def test_a_host_that_sends_the_old_page_again_is_not_asked_without_end(
    browser: "Browser", serve: Serve, tmp_path: Path
) -> None:
    address = serve(OPEN)
    page = opened(browser, "about:blank")
    newer = (tmp_path / "site" / "site" / "index.html").read_text(encoding="utf-8")
    newer = re.sub(r"&#34;built&#34;:&#34;\d{4}", "&#34;built&#34;:&#34;2999", newer)
    page.route(
        "**/*",
        lambda route: (
            route.fulfill(body=newer, content_type="text/html")
            if route.request.resource_type == "fetch"
            else route.continue_()
        ),
    )
    loads: list[str] = []
    page.on("load", lambda _: loads.append("load"))
    page.goto(address)
    page.get_by_role("button", name="There is news: show it").wait_for()
    assert len(loads) == 2
    page.context.close()


def test_the_page_of_a_maintenance_begins_with_it(browser: "Browser", serve: Serve) -> None:
    address = f"{serve(MAINTENANCE, '2026-11-28 03:00 UTC')}incidents/2026-11-28-db/"
    page = opened(browser, address, "2026-11-28T03:00:00Z")
    assert "Scheduled begins in 1 h" in words(page, ".su-kind")
    page.clock.fast_forward("01:05:00")
    assert words(page, ".su-kind") == "It should have begun we have not said yet that the work began"
    page.context.close()


def test_a_page_that_is_opened_late_is_right_at_once(browser: "Browser", serve: Serve, tmp_path: Path) -> None:
    # As a page that was built in earnest: the reader's clock counts, and the host has nothing newer to tell.
    address = serve(MAINTENANCE, "2026-11-28 03:00 UTC")
    for path in ("index.html", "maintenance/index.html"):
        file = tmp_path / "site" / "site" / path
        text = file.read_text(encoding="utf-8")
        assert "&#34;set&#34;:true" in text
        file.write_text(text.replace("&#34;set&#34;:true", "&#34;set&#34;:false"), encoding="utf-8")
    page = opened(browser, address, "2026-11-28T04:30:00Z")
    assert words(page, "h1") == "Orders are read-only for 20 minutes. Everything else works."
    assert "Maintenance since 04:00 UTC" in words(page, ".su-components")
    page.goto(f"{address}maintenance/")
    assert "It should have begun." in words(page)
    page.context.close()


# Age and news


def test_a_page_that_is_too_old_says_so_loudly(browser: "Browser", serve: Serve) -> None:
    address = serve(OPEN)
    page = opened(browser, address)
    built = page.evaluate("JSON.parse(document.getElementById('su-page').dataset.suPage).built")
    assert page.locator(".su-stale").count() == 0
    page.context.close()
    page = opened(browser, "about:blank")
    page.clock.install(time=built)
    page.goto(address)
    page.context.set_offline(True)
    page.clock.fast_forward("30:00:00")
    assert words(page, ".su-stale").startswith("This page is 1 d 6 h old")
    assert page.locator(".su-stale[role=status]").count() == 1
    assert "(1 d 6 h ago)" in words(page)
    page.context.close()


def test_a_demonstration_whose_clock_was_set_is_never_old(browser: "Browser", demonstration: str) -> None:
    page = opened(browser, demonstration)
    assert page.locator(".su-stale").count() == 0
    assert "its clock was set by hand" in words(page)
    page.context.close()


def test_a_reader_who_waits_is_shown_the_news(browser: "Browser", serve: Serve, tmp_path: Path) -> None:
    address = serve(OPEN)
    page = opened(browser, address)
    assert "Everything else works" in words(page, "h1")
    file = tmp_path / "site" / "incidents" / "2026-11-03-cards.md"
    file.write_text(OPEN.replace("Card payments fail", "All payments fail"), encoding="utf-8")
    page.wait_for_timeout(1100)  # the moment of a build is said in whole seconds
    _build(tmp_path / "site")
    # Its promise is late, so it has looked for news when it was opened; the next look is a minute later.
    page.clock.install()
    page.goto(address)
    # The browser has the old page in its cache still; the script finds the news and shows it.
    page.get_by_role("heading", name="All payments fail").wait_for()
    page.context.close()


# The reader's own time


def test_times_are_in_the_readers_zone_and_language_and_utc_is_kept(browser: "Browser", serve: Serve) -> None:
    address = serve(OPEN, "2026-11-03 15:00 UTC")
    options = {"timezone_id": "Asia/Kolkata", "locale": "de-DE"}
    page = opened(browser, address, "2026-11-03T15:00:00Z", **options)
    when = page.locator(".su-when").first
    assert when.inner_text().startswith("22:00 GMT+5:30 (16:30 UTC)")
    assert when.locator("time").get_attribute("title") == "16:30 UTC"
    assert when.locator("time").get_attribute("datetime") == "2026-11-03T16:30:00Z"
    assert "Times are in your zone, Asia/" in words(page)
    page.get_by_role("button", name="Show UTC").click()
    assert page.locator(".su-when").first.inner_text().startswith("16:30 UTC in")
    # The choice holds for the next page.
    page.goto(f"{address}incidents/2026-11-03-cards/")
    assert page.locator(".su-when").first.inner_text().startswith("16:30 UTC")
    page.get_by_role("button", name="Show my time").click()
    assert page.locator(".su-when").first.inner_text().startswith("22:00 GMT+5:30")
    page.context.close()


def test_a_time_that_is_tomorrow_for_the_reader_says_its_day(browser: "Browser", serve: Serve) -> None:
    options = {"timezone_id": "Pacific/Auckland", "locale": "en-NZ"}
    # In Auckland it is the 4th already at 15:00 UTC. Of the start, at 03:05 there, the page says no more than the time.
    page = opened(browser, serve(OPEN, "2026-11-03 15:00 UTC"), "2026-11-03T15:00:00Z", **options)
    assert page.locator(".su-when time").first.inner_text() == "5:30 am NZDT"
    page.clock.fast_forward("22:00:00")
    assert words(page, "h1") == "Card payments fail in the EU. Everything else works."
    page.reload()
    page.context.close()
    late = opened(browser, serve(OPEN, "2026-11-04 13:00 UTC", folder="later"), "2026-11-04T13:00:00Z", **options)
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
    for name in ("All of it, with its history and its feed", "Search", "How the numbers are made", "Tell us"):
        assert name in reached
    formula = page.locator("summary").first
    formula.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.su-formula").first.get_attribute("open") is not None
    page.context.close()


def test_the_times_that_matter_stand_above_the_fold_of_a_phone(browser: "Browser", demonstration: str) -> None:
    page = opened(browser, demonstration, viewport={"width": 360, "height": 740})
    for question in ("What is wrong", "Restored by", "Next update", "Why"):
        box = page.locator(".su-answers dt", has_text=question).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 740, question
    page.context.close()


@pytest.mark.parametrize(
    "path", ["", "incidents/2026-11-03-cards/", "history/", "history/2026/", "components/checkout/"]
)
def test_a_long_title_fits_a_phone(browser: "Browser", serve: Serve, path: str) -> None:
    address = serve(OPEN.replace("Card payments fail in the EU", LONG[:200]), "2026-11-03 15:00 UTC")
    page = opened(browser, address + path, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_a_hundred_components_stand_in_their_groups_and_fit_a_phone(browser: "Browser", serve: Serve) -> None:
    text = OPEN.replace("checkout: major-outage", "c-7: major-outage")
    page = opened(browser, serve(text, "2026-11-03 15:00 UTC", MANY_COMPONENTS), viewport={"width": 360, "height": 740})
    assert page.locator(".su-components > li").count() == 100
    assert page.locator(".su-component-state", has_text="Down").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("de", "ltr")])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_in_another_language_is_whole(
    browser: "Browser", serve: Serve, code: str, direction: str, width: int
) -> None:
    config = COLOURED.replace("  name: material", f"  name: material\n  language: {code}")
    address = serve(OPEN, "2026-11-03 15:00 UTC", config)
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
