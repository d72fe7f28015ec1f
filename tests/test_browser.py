"""The built demonstration in a real browser: phone and desktop, light and dark, with JavaScript and without."""

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from test_cli import straightup

if TYPE_CHECKING:
    from playwright.sync_api import Browser

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

ROOT = Path(__file__).resolve().parents[1]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGES = (
    "",
    "incidents/2026-11-03-card-payments-eu/",
    "incidents/2026-11-20-slow-search/",
    "history/",
    "components/search/",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("built")
    code, _, err = straightup(ROOT, "build", "--at", "2026-11-20 09:51 UTC", "-d", os.fspath(folder / "site"))
    assert code == 0, err
    handler = functools.partial(_Quiet, directory=os.fspath(folder / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the base class gives it
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_and_nothing_is_asked_of_another_host(
    address: str, browser: "Browser", width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert [url for url in asked if not url.startswith(address)] == []
    assert faults == []
    context.close()


def test_without_javascript_a_page_says_the_same(address: str, browser: "Browser") -> None:
    said: list[list[str]] = []
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        said.append([])
        for path in PAGES:
            page.goto(address + path)
            said[-1].append(" ".join(page.locator(".straightup").inner_text().split()))
        context.close()
    assert said[0] == said[1]
    assert said[0][0].startswith("Search results take up to 20 seconds. Everything else works.")
    assert "09:45 UTC promised, and it has passed" in said[0][0]


def test_the_five_answers_of_an_open_incident_stand_above_everything_else(address: str, browser: "Browser") -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address)
    questions = page.locator(".su-answers").first.locator("dt").all_inner_texts()
    assert questions == ["What is wrong", "Why", "Restored by", "Next update", "So it stays fixed"]
    top = page.locator(".su-answers").first.bounding_box()
    assert top is not None
    assert top["y"] < 400
    page.close()


def test_search_finds_an_incident_by_its_cause(address: str, browser: "Browser") -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.locator("input.md-search__input").click()
    page.keyboard.type("certificate")
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    assert "incidents/2026-11-03-card-payments-eu/" in (result.get_attribute("href") or "")
    page.close()
