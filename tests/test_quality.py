"""The files of the sites that customers see, held against what the web asks of a page."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from support.browsing import tool
from support.hosting import compressed_size, hosted
from support.pages import Built, Element, Sites, assert_none, elements, is_ours, largest_pages, line, telling_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser


pytestmark = pytest.mark.long
FIRST_VIEW = 100_000
"""Bytes on the wire until the first page stands still, with Material's own files."""
ONE_PAGE = 14_000
"""Bytes on the wire of one page's HTML: what a server may send before it hears from the browser for the first time."""


@pytest.mark.browser
def test_the_first_view_is_light(browser: "Browser", sites: Sites, large_sites: Sites) -> None:
    """Everything that the first page of a site has the browser fetch, compressed as a static host sends it."""
    weights = {}
    for site in (sites[0], *large_sites):
        with hosted(site.folder) as host:
            page = browser.new_page(viewport={"width": 360, "height": 740})
            page.goto(host.address, wait_until="networkidle")
            weights[site.name] = sum(sent.size for sent in host.sent)
            assert len(host.sent) > 2
            page.close()
    assert {name: weight for name, weight in weights.items() if weight > FIRST_VIEW} == {}


# What a reader of the files says of them.


def test_each_pages_html_fits_into_what_a_server_sends_at_once(sites: Sites, large_sites: Sites) -> None:
    weights = {
        f"{site.name} /{path}": compressed_size(site.pages()[path].read_bytes())
        for site, path in {*telling_pages(sites), *largest_pages((*sites, *large_sites))}
        if is_ours(site.pages()[path]) or path == "404.html"
    }
    assert len(weights) > 20
    assert {name: weight for name, weight in weights.items() if weight > ONE_PAGE} == {}


def test_each_of_our_pages_has_a_policy_that_allows_what_it_names_and_nothing_else(sites: Sites) -> None:
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


def test_the_validator_finds_no_errors(sites: Sites, tmp_path: Path) -> None:
    jar = tool("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("there is no Java on this machine, which the HTML validator needs")
    looked_at = {*telling_pages(sites), *largest_pages(sites)}
    names = {site.pages()[path]: f"{site.name} /{path}" for site, path in sorted(looked_at, key=str)}
    assert len(names) > 20
    report = tmp_path / "report.json"
    command = ["java", "-jar", os.fspath(jar), "--format", "json", "--errors-only", "--stdout", *map(os.fspath, names)]
    with report.open("wb") as out:
        subprocess.run(command, stdout=out, check=False, timeout=120)
    errors: list[tuple[str, str]] = []
    for message in json.loads(report.read_bytes())["messages"]:
        file = Path(unquote(urlsplit(message["url"]).path))
        errors.append((f"{names[file]}: {line(message.get('extract', ''))}", message["message"]))
    assert_none(errors)


def test_every_link_inside_the_site_leads_somewhere(sites: Sites) -> None:
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
