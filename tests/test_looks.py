"""The pages that customers see, looked at in a browser: every kind of page in every kind of state.

Light and dark, on a phone and on a desktop. The pages are found by a walk over the built sites, so that a new kind of
page is covered without a word here.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pytest

from support.browsing import NODE_MODULES, listen, tool
from support.effort import THOROUGH
from support.hosting import Host, hosted
from support.pages import DEMONSTRATION, STATES, Sites, assert_none, line, telling_pages
from support.sites import draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.long
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES: Mapping[str, "ViewportSize"] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 900},
}
AXE = "axe-core/axe.min.js"
VIEWS = tuple(product(SCHEMES, SIZES)) if THOROUGH else tuple(zip(SCHEMES, SIZES, strict=True))


@dataclass(frozen=True, slots=True)
class Look:
    """One page in one view."""

    where: str
    """The site and the path, for the one who reads that something is wrong."""
    violations: list[str]
    """What axe says."""
    overflow: list[str]
    """By how much it is wider than the window."""
    abroad: list[str]
    """Requests for addresses of another origin."""
    complaints: list[str]
    """What the console says, and the Content-Security-Policy."""


Looks: TypeAlias = dict[tuple[str, str], list[Look]]


@pytest.fixture(scope="module")
def hosts(sites: Sites) -> Iterator[dict[str, Host]]:
    with ExitStack() as stack:
        yield {site.name: stack.enter_context(hosted(site.folder)) for site in sites}


@pytest.fixture(scope="module")
def axe() -> str:
    """The program that is run inside a page; empty where it is not installed."""
    path = NODE_MODULES / AXE
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.fixture(scope="module")
def looks(browser: "Browser", sites: Sites, hosts: dict[str, Host], axe: str) -> Looks:
    """Each telling page, by the view: the scheme and the size."""
    found: Looks = {view: [] for view in VIEWS}
    # Light and dark are open side by side, because axe takes a processor's time. Phone and desktop are one window that
    # changes its size, because loading takes as long as looking.
    windows = {scheme: _window(browser, scheme, "phone") for scheme in SCHEMES}
    listened = {scheme: listen(window) for scheme, window in windows.items()}
    for number, (site, path) in enumerate(telling_pages(sites)):
        # The page for what is missing is looked at where it is seen: at an address that is missing.
        address = f"{hosts[site.name].address}{'no/such/page/' if path == '404.html' else path}"
        chosen = VIEWS if THOROUGH else VIEWS[number % 2 :: 2]
        for scheme, window in windows.items():
            if any(scheme == each for each, _ in chosen):
                window.set_viewport_size(SIZES["phone"])
                window.goto(address)
        for size in SIZES:
            begun = {}
            for scheme, window in windows.items():
                if (scheme, size) not in chosen:
                    continue
                window.set_viewport_size(SIZES[size])
                wider = window.evaluate("document.documentElement.scrollWidth - innerWidth")
                begun[scheme] = wider, listened[scheme].take()
                _begin(window, axe)
            for scheme, (wider, heard) in begun.items():
                violations = _listed(windows[scheme].evaluate("looking"))
                listened[scheme].take()  # what axe does is not the page's doing
                found[scheme, size].append(
                    Look(
                        f"{site.name} /{path}",
                        violations=violations,
                        overflow=[f"{wider} pixels wider than the window"] if wider > 0 else [],
                        abroad=[url for url in heard.requests if not url.startswith(hosts[site.name].address)],
                        complaints=[each for each in heard.complaints if f"404 (Not Found) ({address}:" not in each],
                    )
                )
    return found


def _window(browser: "Browser", scheme: Literal["light", "dark"], size: str) -> "Page":
    return browser.new_page(viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")


def _begin(page: "Page", axe: str) -> None:
    """Has axe look at the page, and leaves what will come of it in the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe or "axe = {run: () => ({violations: []})}")
    page.evaluate("() => { looking = axe.run(document, {resultTypes: ['violations']}) }")


def _violations(page: "Page", axe: str) -> list[str]:
    _begin(page, axe)
    return _listed(page.evaluate("looking"))


def _listed(result: dict[str, Any]) -> list[str]:
    """A line for each violation that axe names."""
    return [
        f"{rule['id']} ({node['impact']}) at {node['target']}: {line(node['html'])[:200]} "
        f"{line(node['failureSummary'])}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize("view", VIEWS, ids="-".join)
class TestInEachView:
    """On each kind of page, in each state."""

    def test_axe_finds_nothing_to_mend(self, view: tuple[str, str], looks: Looks) -> None:
        tool(AXE)
        assert_none((look.where, each) for look in looks[view] for each in look.violations)

    def test_nothing_scrolls_sideways(self, view: tuple[str, str], looks: Looks) -> None:
        assert_none((look.where, each) for look in looks[view] for each in look.overflow)

    def test_no_request_leaves_the_sites_own_origin(self, view: tuple[str, str], looks: Looks) -> None:
        assert_none((look.where, each) for look in looks[view] for each in look.abroad)

    def test_the_browser_complains_of_nothing_and_refuses_nothing(self, view: tuple[str, str], looks: Looks) -> None:
        assert_none((look.where, each) for look in looks[view] for each in look.complaints)


def test_the_pages_that_are_looked_at_show_every_kind_of_page(sites: Sites) -> None:
    kinds = {path.partition("/")[0] for _, path in telling_pages(sites)}
    there = {path.partition("/")[0] for path in sites[0].pages()}
    assert kinds >= there
    assert {"", "404.html", "components", "history", "incidents", "rules"} <= kinds
    assert {site.name for site, _ in telling_pages(sites)} == {DEMONSTRATION, *STATES}


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "size"), VIEWS)
def test_search_colours_and_navigation_work_under_the_policy(
    scheme: Literal["light", "dark"], size: str, browser: "Browser", hosts: dict[str, Host], axe: str
) -> None:
    """While a customer uses what has a script behind it, nothing is refused or fails, and axe has nothing to say."""
    page = _window(browser, scheme, size)
    heard = listen(page)
    page.goto(hosts[DEMONSTRATION].address)
    found = []
    shown = page.locator("body").get_attribute("data-md-color-scheme")
    assert shown == {"light": "default", "dark": "slate"}[scheme]
    for _ in range(3):  # light, dark, and as the device has it again
        page.locator("label[for^=__palette_]:visible").click()
    if size == "phone":
        page.locator("label.md-header__button[for=__drawer]").click()
        found += [("with the drawer open", each) for each in _violations(page, axe)]
        page.locator(".md-sidebar--primary .md-nav__link:visible").get_by_text("History").click()
        page.wait_for_url("**/history/")
    page.locator(".su-find label").click()
    page.locator("input.md-search__input").click()
    page.keyboard.type("certificate")
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    found += [("with the search open", each) for each in _violations(page, axe)]
    result.click()
    page.wait_for_url("**/incidents/*/**")
    page.reload()
    found += [("meanwhile", each) for each in heard.complaints]
    page.close()
    assert_none(found)


@pytest.mark.browser
def test_what_a_page_does_wrong_is_heard(browser: "Browser", tmp_path: Path) -> None:
    """What the tests above find nothing with finds something where there is something."""
    draw(
        tmp_path,
        {
            "index.html": """<!doctype html><title>Wrong</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<script src="wrong.js"></script><p style="color: red">Red</p><img src="http://example.com/x.png" alt="x">
<img src="missing.png" alt="x">""",
            "wrong.js": "fetch('other.json').catch(() => 0); console.error('logged'); throw Error('thrown')",
        },
    )
    with hosted(tmp_path) as host:
        page = browser.new_page()
        heard = listen(page)
        page.goto(host.address, wait_until="networkidle")
        page.close()
    said = "\n".join(heard.complaints)
    for what in (
        "style-src-attr: inline",
        "img-src: http://example.com",
        "connect-src: ",
        "logged",
        "uncaught: thrown",
    ):
        assert what in said
    assert host.address + "wrong.js" in heard.requests
    assert [(sent.path, sent.status) for sent in host.sent[:2]] == [("/", 200), ("/wrong.js", 200)]
