"""A real browser for the tests: its fixture, what it hears from a page, and the tools that look at pages."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NODE_MODULES = Path(os.environ.get("STRAIGHTUP_NODE_MODULES") or ROOT / ".ci" / "node_modules")
"""Where .ci/run puts the tools that npm has."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium with an empty profile. It finds no host but this machine, so a request to another one fails.

    Each module has its own: while one runs it has threads, and with threads a program must not be forked, as other
    tests do.
    """
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS.split(), alone])
        yield browser
        browser.close()


def tool(name: str) -> Path:
    """The file `name` of a package that npm has installed; without it the test is skipped."""
    path = NODE_MODULES / name
    if not path.is_file():
        package = name.partition("/")[0]
        pytest.skip(
            f"{package} is not installed; to have it: npm install --no-package-lock --ignore-scripts --prefix .ci"
        )
    return path


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


@dataclass(frozen=True, slots=True)
class Heard:
    """What a page did since `listen` was called for it, on every address that it went to."""

    requests: list[str] = field(default_factory=list)
    """Every address that was asked for, on whatever host."""
    complaints: list[str] = field(default_factory=list)
    """Errors in the console, errors that no script caught, and violations of the Content-Security-Policy."""

    def take(self) -> "Heard":
        """What was heard until now. From here on it is only what comes next."""
        taken = Heard([*self.requests], [*self.complaints])
        self.requests.clear()
        self.complaints.clear()
        return taken


def listen(page: "Page") -> Heard:
    """What `page` does from now on. To be called before it goes anywhere."""
    heard = Heard()

    def said(message: "ConsoleMessage") -> None:
        if message.type == "error":
            place = message.location
            heard.complaints.append(f"{message.text} ({place.get('url')}:{place.get('lineNumber')})")

    page.add_init_script(_TELL_VIOLATIONS)
    page.on("request", lambda request: heard.requests.append(request.url))
    page.on("console", said)
    page.on("pageerror", lambda error: heard.complaints.append(f"uncaught: {error}"))
    return heard


_TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", event => console.error(
  `refused by ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`))
"""
"""Chromium names some of them in the console, but not what it refused."""
