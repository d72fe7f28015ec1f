"""The addresses that reports had on the page that they came from: each answers, and leads to the report.

A page that sends its reader on works on every host. Hosts that read `_redirects` (Netlify, Cloudflare) say it with a
status code as well; Cloudflare takes 2,000 lines.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.view import Report, Site

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


def old_addresses(site: Site, words: Words) -> dict[str, bytes]:
    """A page at each old address, which sends its reader on."""
    return {f"{path}index.html": _page(path, report, site, words) for path, report in _found(site)}


def redirects(site: Site) -> str:
    """All of them as Netlify and Cloudflare read it; "" where no report has any."""
    begin = f"/{site.settings.path or ''}"
    lines = [f"{begin}{path[:-1]} {begin}{report.url} 301\n" for path, report in _found(site)]
    return "".join(lines[:MOST_REDIRECTS])


def old_feeds(site: Site) -> Iterator[tuple[str, str]]:
    """Where feeds were on the pages that reports came from, with the feed of ours that stands there now.

    Who subscribed there stays subscribed; what is past stands in no feed, so nobody is told it again.
    """
    pages = {report.incident.imported.source for report in site.reports if report.incident.imported}
    for page, feeds in _FEEDS.items():
        yield from feeds if page in pages else ()


def _found(site: Site) -> Iterator[tuple[str, Report]]:
    """Each old address with its report, the newest where two reports had one; none that is a page of ours."""
    own = {report.url.casefold() for report in site.reports}
    taken: set[str] = set()
    for report in site.reports:
        for address in report.incident.was:
            path = f"{address.strip('/')}/"
            if not _PATH.fullmatch(path) or path.endswith((".html/", "index/")) or _OURS.match(path):
                continue
            if path.casefold() not in own and path.casefold() not in taken:
                taken.add(path.casefold())
                yield path, report


def _page(path: str, report: Report, site: Site, words: Words) -> bytes:
    title = report.incident.title or report.incident.id
    url = "../" * path.count("/") + report.url
    canonical = addresses.base_of(site.settings) + report.url
    page = _PAGE.format(language=words.language.code, title=title, url=url, canonical=canonical)
    return page.encode("utf-8", "replace")
