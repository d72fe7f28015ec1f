"""A page that nobody rebuilds, and its clock."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.browsing import opened, words
from support.built import At, name_of, run_build
from support.excerpts import MAINTENANCE, OPEN
from support.hosting import hosted
from support.pages import RESOLVED
from support.sites import COLOURED, draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.long]
Own = Callable[..., str]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Own]:
    """Builds a site of one report in the test's own folder, at a moment or now, and says where it is."""
    with ExitStack() as stack:

        def at(text: str, moment: str = "") -> str:
            draw(tmp_path, {"mkdocs.yml": COLOURED, f"incidents/{name_of(text)}": text})
            run_build(tmp_path, tmp_path / "site", moment)
            return stack.enter_context(hosted(tmp_path / "site")).address

        yield at


# Promises


def test_a_countdown_turns_into_lateness_on_a_page_that_nobody_rebuilds(browser: "Browser", at: At) -> None:
    page = opened(browser, at(OPEN, "2026-11-03 15:00 UTC"), "2026-11-03T15:00:00Z")
    times = page.locator(".su-when")
    assert times.all_inner_texts() == [
        "16:30\nUTC\nin 1 h 30 min",
        "15:30\nUTC\nin 30 min",
    ]
    assert times.locator(".su-late").count() == 0
    page.clock.fast_forward("42:00")
    assert times.nth(1).inner_text() == "15:30\nUTC\n12 min overdue"
    assert times.nth(1).locator(".su-late").count() == 1
    assert times.nth(0).inner_text() == "16:30\nUTC\nin 48 min"
    page.context.close()


def test_a_promise_is_not_late_in_the_minute_that_it_names(browser: "Browser", at: At) -> None:
    page = opened(browser, at(OPEN, "2026-11-03 15:00 UTC"), "2026-11-03T15:00:00Z")
    page.clock.fast_forward("29:50")
    assert "15:30 UTC in 1 min" in words(page)
    page.context.close()


def test_without_a_script_a_page_bakes_no_time_that_goes_wrong(browser: "Browser", at: At) -> None:
    page = opened(browser, at(OPEN, "2026-11-03 15:00 UTC"), java_script_enabled=False)
    said = words(page)
    assert "Next update 15:30 UTC" in said
    assert "Restored by 16:30 UTC" in said
    assert " ago" not in said.replace("days ago", "")
    assert "overdue" not in said
    page.context.close()


def test_a_lateness_that_is_known_at_the_build_is_said_without_a_script_too(browser: "Browser", at: At) -> None:
    page = opened(browser, at(OPEN, "2026-11-03 15:42 UTC"), java_script_enabled=False)
    assert "15:30 UTC promised, and it has passed" in words(page)
    page.context.close()


def test_a_promise_that_is_broken_for_long_is_told_by_how_long_in_the_largest_words(browser: "Browser", at: At) -> None:
    address = at(OPEN, "2026-11-03 15:00 UTC")
    page = opened(browser, address, "2026-11-03T15:00:00Z")
    page.clock.fast_forward("02:29:30")
    assert page.locator(".su-tile .su-when").first.inner_text().splitlines() == ["16:30", "UTC", "59 min overdue"]
    page.clock.fast_forward("02:00")
    tile = page.locator(".su-tile").first
    assert words(page, ".su-tile >> nth=0") == "Restored by 1 h 1 min overdue promised for 16:30 UTC"
    sizes = tile.evaluate(
        "e => ['.su-verdict', '.su-promised'].map(s => parseFloat(getComputedStyle(e.querySelector(s)).fontSize))"
    )
    assert sizes[0] > 1.4 * sizes[1]
    page.clock.fast_forward(72 * 3_600_000)
    assert page.locator(".su-tile .su-verdict").first.inner_text() == "3 days overdue"
    page.context.close()
    late = opened(browser, at(OPEN, "2026-11-03 17:30 UTC"), java_script_enabled=False)
    assert "We promised it back by 16:30 UTC." in words(late, "h1")
    late.context.close()


# Windows


def test_maintenance_begins_and_ends_by_the_pages_own_clock(browser: "Browser", at: At) -> None:
    page = opened(browser, at(MAINTENANCE, "2026-11-28 03:00 UTC"), "2026-11-28T03:00:00Z")
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
    assert words(page, "h1") == f"Orders are read-only for 20 minutes. {unsaid} Checkout is down."
    assert "over, and we have not said that it began" in words(page, ".su-when")
    assert "Down since 05:00 UTC" in words(page, ".su-components")
    assert "major-outage" in (icon.get_attribute("href") or "")
    page.context.close()


def test_work_that_began_and_takes_longer_says_by_how_much(browser: "Browser", at: At) -> None:
    begun = "\n### 2026-11-28 04:02 UTC: In progress\n\n- Next update: 05:00 UTC\n\nOrders are read-only now.\n"
    page = opened(browser, at(MAINTENANCE + begun, "2026-11-28 04:05 UTC"), "2026-11-28T04:05:00Z")
    assert "ends in 55 min" in words(page, ".su-when")
    page.clock.fast_forward("01:10:00")
    assert words(page, "h1") == "Orders are read-only for 20 minutes. It takes longer than planned. Checkout is down."
    assert "takes longer than announced, by 15 min" in words(page, ".su-when")
    assert "Down since 05:00 UTC" in words(page, ".su-components")
    page.context.close()


def test_a_clock_that_is_corrected_brings_back_what_was_pressed(browser: "Browser", own: Own, tmp_path: Path) -> None:
    # The reader's clock is a year ahead. The host's is right, and is believed at the first look.
    address = own(OPEN)
    page = opened(browser, "about:blank")
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=365))
    with page.expect_response(lambda response: response.request.resource_type == "fetch"):
        page.goto(address)
    page.wait_for_function("!document.querySelector('.su-stale')")
    assert "(less than a minute ago)" in words(page)
    page.context.close()


def test_a_host_that_sends_the_old_page_again_is_not_asked_without_end(
    browser: "Browser", own: Own, tmp_path: Path
) -> None:
    address = own(OPEN)
    page = opened(browser, "about:blank")
    newer = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
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


def test_the_page_of_a_maintenance_begins_with_it(browser: "Browser", at: At) -> None:
    address = f"{at(MAINTENANCE, '2026-11-28 03:00 UTC')}incidents/2026-11-28-db/"
    page = opened(browser, address, "2026-11-28T03:00:00Z")
    assert "Scheduled begins in 1 h" in words(page, ".su-kind")
    page.clock.fast_forward("01:05:00")
    assert words(page, ".su-kind") == "It should have begun we have not said yet that the work began"
    page.context.close()


def test_a_page_that_is_opened_late_is_right_at_once(browser: "Browser", own: Own, tmp_path: Path) -> None:
    # As a page that was built in earnest: the reader's clock counts, and the host has nothing newer to tell.
    address = own(MAINTENANCE, "2026-11-28 03:00 UTC")
    for path in ("index.html", "maintenance/index.html"):
        file = tmp_path / "site" / path
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


def test_a_page_that_is_too_old_says_so_loudly(browser: "Browser", own: Own) -> None:
    address = own(OPEN)
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
    # The sentence is dated, and nothing is green.
    assert words(page, "h1").startswith("As of ")
    value = "e => ['--su-ok', '--su-quiet'].map(name => getComputedStyle(e).getPropertyValue(name))"
    green, quiet = page.locator(".straightup .su-band").evaluate(value)
    assert green == quiet
    assert "(1 d 6 h ago)" in words(page)
    page.context.close()


def test_what_worked_when_an_old_page_was_built_is_said_in_the_past(browser: "Browser", own: Own) -> None:
    address = own(RESOLVED)
    page = opened(browser, address)
    built = page.evaluate("JSON.parse(document.getElementById('su-page').dataset.suPage).built")
    assert words(page, "h1") == "Everything works."
    page.context.close()
    page = opened(browser, "about:blank")
    page.clock.install(time=built)
    page.goto(address)
    page.context.set_offline(True)
    page.clock.fast_forward("30:00:00")
    assert words(page, "h1").endswith(" Everything worked.")
    assert page.locator(".su-name .su-state-operational").first.is_hidden()
    assert "No incident is open." not in words(page)
    page.context.close()


def test_a_demonstration_whose_clock_was_set_is_never_old(browser: "Browser", demonstration: str) -> None:
    page = opened(browser, demonstration)
    assert page.locator(".su-stale").count() == 0
    assert "its clock was set by hand" in words(page)
    page.context.close()


def test_a_reader_who_waits_is_shown_the_news(browser: "Browser", own: Own, tmp_path: Path) -> None:
    address = own(OPEN)
    page = opened(browser, address)
    assert "Card payments fail" in words(page, "h1")
    file = tmp_path / "incidents" / "2026-11-03-cards.md"
    file.write_text(OPEN.replace("Card payments fail", "All payments fail"), encoding="utf-8")
    page.wait_for_timeout(1100)  # the moment of a build is said in whole seconds
    run_build(tmp_path, tmp_path / "site")
    # Its promise is late, so it has looked for news when it was opened; the next look is a minute later.
    page.clock.install()
    page.goto(address)
    # The browser has the old page in its cache still; the script finds the news and shows it.
    page.get_by_role("heading", name="All payments fail").wait_for()
    page.context.close()
