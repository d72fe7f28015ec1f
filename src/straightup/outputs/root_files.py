"""What hosts and programs look for at the root of a site: how files are to be sent, what may be read, what there is.

GitHub Pages needs `.nojekyll`, Netlify and Cloudflare read `_headers` and `_redirects`. A pattern is told of no header
that another one tells of as well: Cloudflare joins the two values, and two policies or two ages are none.
"""

from collections.abc import Iterator
from typing import Final

from straightup.outputs.language.words import Words
from straightup.outputs.old_addresses import redirects
from straightup.site import addresses
from straightup.site.view import Site

HEADERS: Final = "_headers"
REDIRECTS: Final = "_redirects"
_SHORT: Final = "Cache-Control: public, max-age=60, must-revalidate"
_OPEN: Final = "Access-Control-Allow-Origin: *"
_FRAMED: Final = "Content-Security-Policy: frame-ancestors 'self'"
_PAGES: Final = (
    *(addresses.HISTORY, addresses.MAINTENANCE, addresses.PROMISES, addresses.PATTERNS, addresses.SUBSCRIBE),
    *(addresses.INCIDENTS, addresses.COMPONENTS),
)
_MOST: Final = 50
"""Reports that are listed, the newest."""
_RSS: Final = addresses.FEEDS[addresses.FEED]
_FOR_EVER: Final = "Cache-Control: public, max-age=31536000, immutable"
_NAMED_BY_CONTENT: Final = ("assets/stylesheets/*", "assets/javascripts/*")
"""Of Material's: another text has another name."""


def root_files(site: Site, words: Words) -> dict[str, bytes]:
    """Files by their paths relative to the site's root. One of the user's own with that name stays in its place."""
    found = {".nojekyll": "", HEADERS: "".join(_headers(site.settings.path or ""))}
    if not site.exercise:
        if not site.settings.path:
            found["robots.txt"] = _robots(site)
        found[(site.settings.path or "") + addresses.LLMS] = "".join(_llms(site, words))
        if moved := redirects(site):
            found[REDIRECTS] = moved
    return {path: text.encode("utf-8", "replace") for path, text in found.items()}


def _headers(mount: str) -> Iterator[str]:
    """The rules for the status pages; those for a documentation around them are its own."""
    begin = f"/{mount}"
    yield _rule(f"{begin}*", "X-Content-Type-Options: nosniff", "Referrer-Policy: strict-origin-when-cross-origin")
    yield _rule(begin, _SHORT, _FRAMED)
    for folder in _PAGES:
        yield _rule(f"{begin}{folder}*", _FRAMED)
    yield _rule(f"{begin}api/*", _SHORT, _OPEN)
    for name, kind in (
        *addresses.FEEDS.items(),
        (addresses.INCIDENTS_FEED, addresses.FEEDS[addresses.ATOM_FEED]),
        (addresses.CALENDAR, "text/calendar"),
        (addresses.METRICS, ""),
    ):
        typed = (f"Content-Type: {kind}; charset=utf-8",) if kind else ()
        yield _rule(f"{begin}{name}", _SHORT, _OPEN, *typed)
    for folder in (addresses.INCIDENTS, addresses.COMPONENTS, addresses.GROUPS):
        yield _rule(
            f"{begin}{folder}:id/{addresses.FEED}", f"Content-Type: {addresses.FEEDS[addresses.FEED]}; charset=utf-8"
        )
    yield _rule(
        f"{begin}{addresses.ARCHIVE}*",
        _SHORT,
        _OPEN,
        f"Content-Type: {addresses.FEEDS[addresses.ATOM_FEED]}; charset=utf-8",
    )
    yield _rule(f"{begin}badge.json", _SHORT, _OPEN)
    yield _rule(f"{begin}badge.svg", _SHORT)
    yield _rule(f"{begin}{addresses.EMBED}*", _SHORT)
    for name in ("now.json", "embed.js"):
        yield _rule(f"/assets/straightup/{name}", _SHORT, _OPEN)
    if not mount:
        for pattern in _NAMED_BY_CONTENT:
            yield _rule(f"/{pattern}", _FOR_EVER)


def _rule(pattern: str, *headers: str) -> str:
    return "".join(f"{line}\n" for line in (pattern, *(f"  {header}" for header in headers)))


def _robots(site: Site) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {addresses.site_root(site.settings)}sitemap.xml\n"


def _llms(site: Site, words: Words) -> Iterator[str]:
    """As https://llmstxt.org describes it: what the site is, and where its texts and its data stand."""
    base = addresses.base_of(site.settings)
    yield f"# {site.settings.site_name}\n\n"
    yield "> How the service works now, why it broke, and what became of each time that was promised.\n\n"
    yield "Every report has a text of its own: put `index.md` behind its address. Times are UTC.\n\n## Now\n\n"
    yield f"- [Now]({base}{addresses.twin_of(addresses.NOW)}): what is wrong, since when, until when\n"
    yield f"- [Summary]({base}{addresses.API}summary.json): the same as Statuspage's API has it\n"
    yield f"- [Data]({base}{addresses.OWN_API}index.json): all of it, and a schema for each document\n"
    yield f"- [Updates]({base}{addresses.JSON_FEED}): every update of the last weeks, as a JSON Feed\n"
    yield "\n## Reports\n\n"
    for report in site.reports[:_MOST]:
        title = (report.incident.title or report.incident.id).replace("[", "(").replace("]", ")")
        yield f"- [{title}]({base}{addresses.twin_of(report.url)}): {words.stage(report.incident.stage)}\n"
