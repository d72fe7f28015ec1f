"""The sites that customers see, built by the command line, held against what the web asks of a page.

Every kind of page is looked at in every kind of state, light and dark, on a phone and on a desktop. The pages are
found by a walk over the built sites, so that a new kind of page is covered without a word here.
"""

import json
import os
import re
import runpy
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from support.browsing import NODE_MODULES, listen, tool
from support.commands import straightup
from support.excerpts import MAINTENANCE, OPEN, RESOLVED_PREVENTION
from support.hosting import Host, compressed_size, hosted
from support.places import ROOT
from support.sites import COLOURED, MANY_COMPONENTS, draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize


OVER = """
### 2026-11-03 16:20 UTC: Resolved

- Next update: 2026-11-12 12:00 UTC

Payments are normal since 16:12 UTC.
"""
RESOLVED = OPEN.replace("14:05 UTC\n---", "14:05 UTC\nresolved: 2026-11-03 16:12 UTC\n---")
RESOLVED = RESOLVED.replace("## Updates", f"{RESOLVED_PREVENTION}## Updates") + OVER
UNANSWERED = re.sub(r"(?s)(?<=## Cause\n\n).*?(?=\n\n## )", "We are investigating.", OPEN).replace("16:30 UTC", "soon")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A site to be built."""

    files: Mapping[str, str]
    at: str
    config: str = COLOURED


STATES = {
    "all fine": Drawn({"2026-11-03-cards.md": RESOLVED}, "2026-11-20 09:00 UTC"),
    "degraded": Drawn({"2026-11-03-cards.md": OPEN.replace("major-outage", "degraded")}, "2026-11-03 15:00 UTC"),
    "major outage": Drawn({"2026-11-03-cards.md": OPEN}, "2026-11-03 15:00 UTC"),
    "late promise": Drawn({"2026-11-03-cards.md": OPEN}, "2026-11-03 17:00 UTC"),
    "not answered": Drawn({"2026-11-03-cards.md": UNANSWERED}, "2026-11-03 15:00 UTC"),
    "maintenance": Drawn({"2026-11-28-db.md": MAINTENANCE}, "2026-11-28 04:20 UTC"),
    "no incidents": Drawn({}, "2026-11-20 09:00 UTC"),
    "arabic": Drawn(
        {"2026-11-03-cards.md": OPEN, "2026-11-28-db.md": MAINTENANCE},
        "2026-11-03 17:00 UTC",
        COLOURED.replace("  name: material", "  name: material\n  language: ar"),
    ),
}
DEMONSTRATION = "demonstration"

FIRST_VIEW = 100_000
"""Bytes on the wire until the first page stands still, with Material's own files."""
ONE_PAGE = 14_000
"""Bytes on the wire of one page's HTML: what a server may send before it hears from the browser for the first time."""


def assert_none(found: Iterable[tuple[str, str]]) -> None:
    """Fails with every fault in `found`, which is pairs of a page and a fault: each fault once, and the pages."""
    pages: dict[str, list[str]] = {}
    for where, fault in found:
        pages.setdefault(fault, []).append(where)
    lines = [f"{fault}\n    {len(where)}: {', '.join(where[:4])}" for fault, where in pages.items()]
    assert not pages, "\n" + "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Built:
    """A site as it stands on the disk."""

    name: str
    folder: Path

    def pages(self) -> dict[str, Path]:
        """Every page by the path that it is opened at, in order."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return {name.removesuffix("index.html"): self.folder / name for name in sorted(found)}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """The demonstration, and a site in each state."""
    folder = tmp_path_factory.mktemp("sites")

    def build(name: str) -> Built:
        state = STATES[name]
        root = folder / name.replace(" ", "-")
        draw(root, {"mkdocs.yml": state.config, **{f"incidents/{file}": text for file, text in state.files.items()}})
        (root / "incidents").mkdir(exist_ok=True)
        return _built(name, root, root / "site", state.at)

    with ThreadPoolExecutor(2) as both:
        rest = both.map(build, STATES)
        return [_built(DEMONSTRATION, ROOT, folder / "demonstration", "2026-11-20 09:51 UTC"), *rest]


@pytest.fixture(scope="module")
def large_sites(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """A site of four hundred invented incidents, and one of a hundred components."""
    folder = tmp_path_factory.mktemp("large")
    invented = runpy.run_path(os.fspath(ROOT / "bench" / "invented.py"))
    incidents = {f"incidents/{name}": text for name, text in invented["incident_files"](400)}
    draw(folder / "incidents", {"mkdocs.yml": invented["CONFIGURATION"], **incidents})
    broken = OPEN.replace("checkout: major-outage", "c-7: major-outage\n  c-40: degraded")
    draw(folder / "components", {"mkdocs.yml": MANY_COMPONENTS, "incidents/2026-11-03-cards.md": broken})
    return [
        _built("400 incidents", folder / "incidents", folder / "incidents" / "site", "2026-11-20 09:51 UTC"),
        _built("100 components", folder / "components", folder / "components" / "site", "2026-11-03 15:00 UTC"),
    ]


def _built(name: str, root: Path, site: Path, at: str) -> Built:
    code, _, err = straightup(root, "build", "--keep-going", "--at", at, "-d", os.fspath(site))
    assert code in {0, 3}, f"{name}: {err}"
    return Built(name, site)


# What stands in a page.


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    attributes: Mapping[str, str | None]

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()


@cache
def elements(page: Path) -> list[Element]:
    found: list[Element] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(Element(tag, dict(attrs)))

    Parser().feed(page.read_text(encoding="utf-8"))
    return found


def is_ours(page: Path) -> bool:
    """Whether straightup made this page, and not Material from the user's own Markdown."""
    return any("straightup" in element.classes for element in elements(page))


def telling_pages(sites: list[Built]) -> list[tuple[Built, str]]:
    """Few pages on which all is to be seen that any page has: each shape of address, each element, each class.

    The first page of each site is always among them.
    """
    pages = [(site, path, _what_shows(path, file)) for site in sites for path, file in site.pages().items()]
    chosen = [page for page in pages if page[1] == ""]
    missing = {what for page in pages for what in page[2]} - {what for page in chosen for what in page[2]}
    while missing:
        chosen.append(max(pages, key=lambda page: len(page[2] & missing)))
        missing -= chosen[-1][2]
    return [(site, path) for site, path, _ in chosen]


def _what_shows(path: str, page: Path) -> frozenset[str]:
    shape = re.sub(r"(?<=/)[^/]+(?=/)", lambda part: "1" if part[0].isdigit() else "x", path)
    return frozenset({shape, *(f"{each.name}.{name}" for each in elements(page) for name in ("", *each.classes))})


# What a browser says of them.

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES: Mapping[str, "ViewportSize"] = {
    "phone": {"width": 360, "height": 740},
    "desktop": {"width": 1280, "height": 900},
}
AXE = "axe-core/axe.min.js"
VIEWS = tuple(product(SCHEMES, SIZES))


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
def hosts(sites: list[Built]) -> Iterator[dict[str, Host]]:
    with ExitStack() as stack:
        yield {site.name: stack.enter_context(hosted(site.folder)) for site in sites}


@pytest.fixture(scope="module")
def axe() -> str:
    """The program that is run inside a page; empty where it is not installed."""
    path = NODE_MODULES / AXE
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.fixture(scope="module")
def looks(browser: "Browser", sites: list[Built], hosts: dict[str, Host], axe: str) -> Looks:
    """Each telling page, by the view: the scheme and the size."""
    found: Looks = {view: [] for view in VIEWS}
    # Light and dark are open side by side, because axe takes a processor's time. Phone and desktop are one window that
    # changes its size, because loading takes as long as looking.
    windows = {scheme: _window(browser, scheme, "phone") for scheme in SCHEMES}
    listened = {scheme: listen(window) for scheme, window in windows.items()}
    for site, path in telling_pages(sites):
        # The page for what is missing is looked at where it is seen: at an address that is missing.
        address = f"{hosts[site.name].address}{'no/such/page/' if path == '404.html' else path}"
        for window in windows.values():
            window.set_viewport_size(SIZES["phone"])
            window.goto(address)
        for size in SIZES:
            begun = {}
            for scheme, window in windows.items():
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
        f"{rule['id']} ({node['impact']}) at {node['target']}: {_line(node['html'])[:200]} "
        f"{_line(node['failureSummary'])}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def _line(text: str) -> str:
    return " ".join(text.split())


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


def test_the_pages_that_are_looked_at_show_every_kind_of_page(sites: list[Built]) -> None:
    looked_at = [path for site, path in telling_pages(sites) if site.name == DEMONSTRATION]
    kinds = {path.partition("/")[0] for path in looked_at}
    there = {path.partition("/")[0] for path in sites[0].pages()}
    assert kinds == there
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
        page.locator("label.md-header__button[for=__search]").click()
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


@pytest.mark.browser
def test_the_first_view_is_light(browser: "Browser", sites: list[Built], large_sites: list[Built]) -> None:
    """Everything that the first page of a site has the browser fetch, compressed as a static host sends it."""
    weights = {}
    for site in [sites[0], *large_sites]:
        with hosted(site.folder) as host:
            page = browser.new_page(viewport=SIZES["phone"])
            page.goto(host.address, wait_until="networkidle")
            weights[site.name] = sum(sent.size for sent in host.sent)
            assert len(host.sent) > 2
            page.close()
    assert {name: weight for name, weight in weights.items() if weight > FIRST_VIEW} == {}


# What a reader of the files says of them.


def test_each_pages_html_fits_into_what_a_server_sends_at_once(sites: list[Built], large_sites: list[Built]) -> None:
    weights = {
        f"{site.name} /{path}": compressed_size(file.read_bytes())
        for site in [*sites, *large_sites]
        for path, file in site.pages().items()
        if is_ours(file) or path == "404.html"
    }
    assert {name: weight for name, weight in weights.items() if weight > ONE_PAGE} == {}


def test_each_of_our_pages_has_a_policy_that_allows_what_it_names_and_nothing_else(sites: list[Built]) -> None:
    pages = [(f"{site.name} /{path}", file) for site in sites for path, file in site.pages().items() if is_ours(file)]
    assert len(pages) > 40
    assert_none((where, fault) for where, file in pages for fault in _policy_faults(elements(file)))


def _policy_faults(page: list[Element]) -> Iterator[str]:
    governed = {"base", "iframe", "img", "link", "script", "style"}
    for element in page:
        if (element.attributes.get("http-equiv") or "").lower() == "content-security-policy":
            policy = element.attributes.get("content") or ""
            break
        if element.name in governed and (element.name != "link" or element.attributes.get("rel") == "stylesheet"):
            yield f"<{element.name}> stands before the policy, or there is none"
            return
    else:
        yield "no policy"
        return
    directives = [directive.split() for directive in policy.split(";") if directive.strip()]
    if ["default-src", "'none'"] not in directives:
        yield f"what no directive names is not refused: {policy}"
    for name, *sources in directives:
        # Material's stylesheet draws its icons from such images, which can do nothing.
        harmless = {"data:"} if name == "img-src" else set[str]()
        if risky := [source for source in sources if source not in harmless and _RISKY.search(source)]:
            yield f"{name} allows {' '.join(risky)}"
    for element in page:
        if handlers := [name for name in element.attributes if re.fullmatch("on[a-z]+|style", name)]:
            yield f"<{element.name}> has {' '.join(handlers)}, which the policy refuses"


_RISKY = re.compile(r"unsafe-|^\*|^https?:|^data:$|//")


def test_the_validator_finds_no_errors(sites: list[Built], tmp_path: Path) -> None:
    jar = tool("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("there is no Java on this machine, which the HTML validator needs")
    names = {file: f"{site.name} /{path}" for site in sites for path, file in site.pages().items()}
    report = tmp_path / "report.json"
    command = ["java", "-jar", os.fspath(jar), "--format", "json", "--errors-only", "--stdout", *map(os.fspath, names)]
    with report.open("wb") as out:
        subprocess.run(command, stdout=out, check=False, timeout=120)
    errors: list[tuple[str, str]] = []
    for message in json.loads(report.read_bytes())["messages"]:
        file = Path(unquote(urlsplit(message["url"]).path))
        errors.append((f"{names[file]}: {_line(message.get('extract', ''))}", message["message"]))
    assert_none(errors)


def test_every_link_inside_the_site_leads_somewhere(sites: list[Built]) -> None:
    """Pages, files, and the places inside pages; the map of the site and the index of the search too."""
    assert_none((f"{site.name} {where}", fault) for site in sites for where, fault in _dead_links(site))


def _dead_links(site: Built) -> Iterator[tuple[str, str]]:
    origin = "https://status.example.com/"
    links = 0
    for path, file in site.pages().items():
        for link in _links(elements(file)):
            target = urlsplit(urljoin(origin + path, link))
            if f"{target.scheme}://{target.netloc}/" != origin:
                continue
            links += 1
            if fault := _missing(site, unquote(target.path), unquote(target.fragment)):
                yield f"/{path}", f"{link}: {fault}"
    assert links > 10
    places = [
        place["location"] for place in json.loads((site.folder / "search/search_index.json").read_bytes())["docs"]
    ]
    places += re.findall(r"<loc>(.*?)</loc>", (site.folder / "sitemap.xml").read_text(encoding="utf-8"))
    for place in places:
        target = urlsplit(urljoin(origin, place))
        if fault := _missing(site, unquote(target.path), unquote(target.fragment)):
            yield place, fault


def _links(page: list[Element]) -> Iterator[str]:
    for element in page:
        for name in ("href", "src", "action", "data", "poster"):
            if (value := element.attributes.get(name)) is not None:
                yield value
        yield from (part.split()[0] for part in (element.attributes.get("srcset") or "").split(",") if part.strip())


def _missing(site: Built, path: str, fragment: str) -> str:
    file = site.folder / path.removeprefix("/")
    if path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return "no such file"
    if fragment and file.suffix == ".html" and not any(e.attributes.get("id") == fragment for e in elements(file)):
        return "no such place on that page"
    return ""
