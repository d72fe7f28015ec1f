"""The addresses that reports and components had before, here or on another page: each answers, and leads to them.

A page that sends its reader on works on every host. Hosts that read `_redirects` (Netlify, Cloudflare) say it with a
status code as well; Cloudflare takes 2,000 lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.assemble import former_ids
from straightup.site.view import Site

MOST_REDIRECTS = 2000
_FEEDS = {
    "statuspage": (("history.rss", addresses.FEED), ("history.atom", addresses.ATOM_FEED)),
    "cachet": (("rss", addresses.FEED), ("atom", addresses.ATOM_FEED)),
    "cstate": (("index.xml", addresses.FEED), ("issues/index.xml", addresses.FEED)),
}
"""By the tool that the old page was made with."""
_STEP = r"(?!\.{1,2}/)[\w.~@+=,-]{1,100}/"
_PATH = re.compile(rf"(?:{_STEP}){{1,8}}", re.ASCII)
_OURS = re.compile(r"(?:assets|history|maintenance|promises|patterns|subscribe|components|search)/", re.IGNORECASE)
"""What begins an address of our own."""
_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    '<meta name="robots" content="noindex">\n<link rel="canonical" href="{canonical}">\n'
    '<meta http-equiv="refresh" content="0; url={url}">\n</head>\n<body>\n<p><a href="{url}">{title}</a></p>\n'
    "</body>\n</html>\n"
)


@dataclass(frozen=True, slots=True)
class _Moved:
    """An old address with what stands for it now."""

    path: str
    url: str
    title: str


def old_addresses(site: Site, words: Words) -> dict[str, bytes]:
    """A page at each old address, which sends its reader on."""
    return {f"{each.path}index.html": _page(each, site, words) for each in _found(site)}


def redirects(site: Site) -> str:
    """All of them as Netlify and Cloudflare read it; "" where there are none."""
    begin = f"/{site.settings.path or ''}"
    lines = [f"{begin}{each.path[:-1]} {begin}{each.url} 301\n" for each in _found(site)]
    return "".join(lines[:MOST_REDIRECTS])


def old_feeds(site: Site) -> Iterator[tuple[str, str]]:
    """Where feeds and badges were, with those of ours that stand there now.

    Who subscribed there stays subscribed; what is past on another page stands in no feed, so nobody is told it again.
    """
    pages = {report.incident.imported.source for report in site.reports if report.incident.imported}
    for page, feeds in _FEEDS.items():
        yield from feeds if page in pages else ()
    for each in _found(site):
        yield addresses.feed_of(each.path), addresses.feed_of(each.url)
        yield from (
            (addresses.badge_of(each.path, kind), addresses.badge_of(each.url, kind)) for kind in ("svg", "json")
        )


def _found(site: Site) -> Iterator[_Moved]:
    """Each old address, the newest where two had one; none that is a page of ours."""
    own = {report.url.casefold() for report in site.reports} | {view.url.casefold() for view in site.every_component}
    taken: set[str] = set()
    for each in (*_of_reports(site), *_of_components(site)):
        if each.path.casefold() not in own and each.path.casefold() not in taken:
            taken.add(each.path.casefold())
            yield each


def _of_reports(site: Site) -> Iterator[_Moved]:
    for report in site.reports:
        title = report.incident.title or report.incident.id
        former = former_ids(report.incident)
        yield from (_Moved(addresses.of_incident(old), report.url, title) for old in former)
        for address in report.incident.was:
            path = f"{address.strip('/')}/"
            if path[:-1].removeprefix(addresses.INCIDENTS) in former or not _PATH.fullmatch(path):
                continue
            if not path.endswith((".html/", "index/")) and not _OURS.match(path):
                yield _Moved(path, report.url, title)


def _of_components(site: Site) -> Iterator[_Moved]:
    for view in site.every_component:
        yield from (_Moved(addresses.of_component(old), view.url, view.component.name) for old in view.component.was)


def _page(moved: _Moved, site: Site, words: Words) -> bytes:
    url = "../" * moved.path.count("/") + moved.url
    canonical = addresses.base_of(site.settings) + moved.url
    page = _PAGE.format(language=words.language.code, title=moved.title, url=url, canonical=canonical)
    return page.encode("utf-8", "replace")
