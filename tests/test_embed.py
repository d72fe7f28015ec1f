"""The line for other pages, from another origin, in a real browser: what it says, and that it keeps the clock."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from straightup.model.states import Stage, State
from straightup.outputs.embed import embed, present
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support import situations
from support.browsing import listen
from support.hosting import hosted
from support.places import ROOT
from support.reports import told, utc
from support.situations import FIRST, SETTINGS, cards

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPT = ROOT / "theme/assets/straightup/embed.js"
OPEN = assemble([cards(FIRST)], SETTINGS, utc(14, 30))
WELL = assemble([], SETTINGS, utc(14, 30))
NOON = "2026-11-03T14:30:00Z"
Shown = Callable[..., "Page"]


def words(site: Site) -> Words:
    return Words(language("en"), site.now)


@pytest.fixture
def shown(browser: "Browser", tmp_path: Path) -> Iterator[Shown]:
    """Somebody's page with the line of a site that is at another origin, or with its page in a frame."""
    with ExitStack() as stack:

        def shown(site: Site, clock: str = NOON, *, frame: bool = False, options: str = "") -> "Page":
            status, other = tmp_path / "status", tmp_path / "other"
            files = embed(site, words(site)) | {
                "assets/straightup/now.json": present(site, words(site)),
                "assets/straightup/embed.js": SCRIPT.read_bytes(),
            }
            for name, data in files.items():
                (status / name).parent.mkdir(parents=True, exist_ok=True)
                (status / name).write_bytes(data)
            address = stack.enter_context(hosted(status)).address
            line = f'<script src="{address}assets/straightup/embed.js" {options} async></script>'
            inside = f'<iframe src="{address}embed/" title="Status"></iframe>' if frame else line
            other.mkdir(exist_ok=True)
            page_of_theirs = f"<!doctype html><title>Shop</title><p>Ours</p><div id=there></div>{inside}<p>More</p>"
            (other / "index.html").write_text(page_of_theirs, "utf-8")
            page = browser.new_context(timezone_id="UTC", locale="en-GB").new_page()
            stack.callback(page.context.close)
            page.clock.install(time=clock)
            page.goto(stack.enter_context(hosted(other)).address)
            page.wait_for_load_state("networkidle")
            return page

        yield shown


@pytest.mark.browser
def test_another_page_shows_the_sentence_and_both_times_and_keeps_the_clock(shown: Shown) -> None:
    page = shown(OPEN)
    line = page.locator("script + p")
    assert " ".join(line.inner_text().split()) == (
        "■ Down Nobody can pay by card. Everything else works. Restored by: 16:00 UTC (in 1 h 30 min) "
        "Next update: 15:00 UTC (in 30 min)"
    )
    page.clock.fast_forward("42:00")
    assert "Next update: 15:00 UTC (12 min overdue)" in " ".join(line.inner_text().split())
    href = line.locator("a").get_attribute("href")
    assert href is not None
    assert href.startswith("http://127.0.0.1:")
    assert href.endswith("/")


@pytest.mark.browser
def test_a_line_that_nobody_builds_any_more_says_of_when_it_is(shown: Shown) -> None:
    page = shown(WELL, "2026-11-05T14:30:00Z", options='data-hide="well"')
    said = " ".join(page.locator("script + p").inner_text().split())
    assert said == "? As of 3 November 2026, 14:30 UTC: Everything works."


@pytest.mark.browser
def test_while_all_is_well_it_can_be_invisible_and_stands_where_it_is_told_to(shown: Shown) -> None:
    page = shown(WELL, options='data-hide="well" data-in="there"')
    assert page.locator("#there").is_hidden()
    assert page.locator("script + p").inner_text() == "More"
    page = shown(OPEN, options='data-hide="well" data-in="there"')
    assert page.locator("#there").is_visible()
    assert "Nobody can pay by card." in page.locator("#there").inner_text()


@pytest.mark.browser
def test_the_page_for_a_frame_shows_the_same_and_opens_the_status_page_itself(shown: Shown, tmp_path: Path) -> None:
    page = shown(OPEN, frame=True)
    inner = page.frame_locator("iframe").locator("#straightup")
    assert "Nobody can pay by card. Everything else works. Restored by: 16:00 UTC (in 1 h 30 min)" in " ".join(
        inner.inner_text().split()
    )
    heard = listen(page)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert heard.complaints == []
    assert {address.split("/")[2].split(":")[0] for address in heard.requests} == {"127.0.0.1"}
    without_script = (tmp_path / "status/embed/index.html").read_text("utf-8")
    assert 'target="_top"><span>As of 3 November 2026, 14:30 UTC:</span>' in without_script
    assert len(without_script.encode()) <= 10_000
    assert SCRIPT.stat().st_size <= 3072


def test_the_file_is_never_nicer_than_the_site() -> None:
    for make in situations.SITUATIONS.values():
        site = make()
        said = json.loads(present(site, words(site)))
        assert said["well"] is (not (site.open or site.active or site.unclear) and site.worst is State.OPERATIONAL)
    assert json.loads(present(WELL, words(WELL)))["well"]
    ahead = replace(told(utc(14, 20), Stage.INVESTIGATING), unread=("ETA",))
    unread = assemble([cards(ahead)], SETTINGS, utc(15))
    times = json.loads(present(unread, words(unread)))["times"]
    assert times[0] == {"question": "Restored by", "said": "Not readable."}


def test_no_title_ends_the_page_for_a_frame_or_begins_a_tag() -> None:
    site = assemble([cards(FIRST, title="</a></p><script>alert(1)</script>\ud800")], SETTINGS, utc(15))
    page = embed(site, words(site))["embed/index.html"].decode("utf-8")
    assert page.count("<script") == 1
    assert b"<" not in present(site, words(site))
