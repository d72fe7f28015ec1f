"""Where everything is: each page, each file, each place on a page, each id that outlives them; where a link leads.

Nothing else puts an address together. Unless it is said to be absolute, an address here is relative to where the status
pages begin; that of a page is "" or ends in a slash, and that of a file begins with its page's.
"""

import hashlib
import re
from collections.abc import Container, Mapping
from datetime import UTC
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from straightup.model.incident import Update
from straightup.model.links import file_named
from straightup.model.settings import Settings

# Pages

NOW: Final = ""
HISTORY: Final = "history/"
MAINTENANCE: Final = "maintenance/"
PROMISES: Final = "promises/"
PATTERNS: Final = "patterns/"
SUBSCRIBE: Final = "subscribe/"
INCIDENTS: Final = "incidents/"
GROUPS: Final = "groups/"
"""Where the feeds of groups of components stand."""
COMPONENTS: Final = "components/"
"""The list of all of them, which there is from `MANY_COMPONENTS` on; each stands below it."""
MANY_COMPONENTS: Final = 13
"""From so many on the first page folds them."""
_LONGEST = 64
_SCHEME = re.compile("[a-z]", re.IGNORECASE)
"""How one begins."""
_PLAIN = re.compile(r"(?!x-)[a-z0-9]+(?:[-_.][a-z0-9]+){0,20}")


def of_incident(identity: str) -> str:
    """The page of the incident, maintenance or notice with that id."""
    return f"{INCIDENTS}{identity}/"


def of_component(identity: str) -> str:
    """The page of the component with that id, which may be anything that an author wrote."""
    if len(identity) > _LONGEST or not _PLAIN.fullmatch(identity):
        identity = _hashed(identity)
    return f"{COMPONENTS}{identity}/"


def _hashed(name: str) -> str:
    return f"x-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:12]}"


def of_year(year: int) -> str:
    """The page of a year."""
    return f"{HISTORY}{year}/"


def of_month(year: int, month: int, part: int = 1) -> str:
    """One of the pages of a month, the first of which is `part` 1."""
    page = f"{of_year(year)}{month:02d}/"
    return page if part == 1 else f"{page}{part}/"


def section_of(page: str) -> str | None:
    """The page in the navigation that `page` belongs to; None where it belongs to no other."""
    return HISTORY if page.startswith((INCIDENTS, HISTORY)) else None


# Files

FEED: Final = "feed.xml"
ATOM_FEED: Final = "atom.xml"
JSON_FEED: Final = "feed.json"
FEEDS: Final[Mapping[str, str]] = {
    FEED: "application/rss+xml",
    ATOM_FEED: "application/atom+xml",
    JSON_FEED: "application/feed+json",
}
"""The feeds of everything, and their media types."""
INCIDENTS_FEED: Final = "incidents.xml"
"""The feed with one item for each report, in Atom, whose readers take note of what is updated."""
FEEDS_OF_ALL: Final = (*FEEDS, INCIDENTS_FEED)
"""Those that tell of the whole site, of which a hub is told."""
ARCHIVE: Final = "archive/"
"""Where the documents stand that have all items of one year."""
FEED_STYLE: Final = "assets/straightup/feed.css"
"""What a browser shows a feed with; relative to the site's root."""
CALENDAR: Final = "calendar.ics"
API: Final = "api/v2/"
"""Where the documents in the form of Statuspage's API begin."""
API_DOCUMENTS: Final = (
    *("summary", "status", "components", "incidents", "incidents/unresolved"),
    *("scheduled-maintenances", "scheduled-maintenances/upcoming", "scheduled-maintenances/active"),
)
"""Each of them, as its clients ask for it, without `.json`."""
OWN_API: Final = "api/straightup/v1/"
"""Where our own documents begin."""
OWN_DOCUMENTS: Final = ("index", "reports", "promises", "uptime")
"""Those of the whole site, without `.json`."""
SCHEMAS: Final = f"{OWN_API}schemas/"
"""Where each kind of document is described, ours and Statuspage's."""
OPENAPI: Final = "api/openapi.json"
METRICS: Final = "metrics.txt"
LLMS: Final = "llms.txt"
"""What programs that read texts look for first."""
EMBED: Final = "embed/"
"""A page for a frame on another one."""
EMBED_SCRIPT: Final = "assets/straightup/embed.js"
"""What puts the same line into another page; relative to the site's root."""
BUILD: Final = "build.json"
"""What the build says of itself; relative to the site's root, as there is one for all of it."""


def feed_of(page: str) -> str:
    """The feed about what `page` is about."""
    return f"{page}{FEED}"


def feed_of_group(name: str) -> str:
    """The feed about all components of a group."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    same = plain if plain and plain == name.casefold().replace(" ", "-") and len(plain) <= _LONGEST else _hashed(name)
    return f"{GROUPS}{same}/{FEED}"


def of_archive(year: int) -> str:
    """All items of the feed in one year."""
    return f"{ARCHIVE}{year}.xml"


def data_of(identity: str) -> str:
    """The report of that id as data."""
    return f"{OWN_API}reports/{identity}.json"


def twin_of(page: str) -> str:
    """What `page` says, in words alone."""
    return f"{page}index.md"


def badge_of(page: str, ending: str) -> str:
    """The badge of what `page` is about: `svg` is a picture, `json` what shields.io makes one of."""
    return f"{page}badge.{ending}"


def event_of(page: str) -> str:
    """The calendar file of the one maintenance that `page` is about."""
    return f"{page}event.ics"


# Places and ids


def anchor(update: Update) -> str:
    """The id of an update on the page of its report."""
    at = update.at.astimezone(UTC).isoformat(timespec="minutes")
    return f"u{at[:16].replace('-', '').replace(':', '')}"


def tag_of(settings: Settings, *parts: str) -> str:
    """A tag URI (RFC 4151), which stays the same wherever the site moves."""
    return f"tag:{settings.feed_authority or 'localhost,2026'}:{'/'.join(parts)}"


def event_id(settings: Settings, identity: str) -> str:
    """The UID (RFC 5545) of the maintenance with that id, which stays the same wherever the site moves."""
    return f"{identity}@{(settings.feed_authority or 'localhost').partition(',')[0]}"


# From one to another


def site_root(settings: Settings) -> str:
    """The absolute address of the whole site, which the user's own pages belong to as well."""
    return settings.site_url or "http://localhost/"


def base_of(settings: Settings) -> str:
    """The absolute address at which the status pages begin."""
    return site_root(settings) + (settings.path or "")


def path_on_host(settings: Settings) -> str:
    """Where the whole site begins on its host: `/` or `/docs/`, for a page that is shown at any address."""
    return urlsplit(settings.site_url).path or "/"


def root_from(page: str) -> str:
    """What leads from `page` to where the status pages begin: `../../`."""
    return "../" * page.count("/")


def way(page: str, target: str) -> str:
    """The shortest link from `page` to `target`."""
    here, there = page.split("/")[:-1], target.split("/")
    while here and len(there) > 1 and here[0] == there[0]:
        del here[0], there[0]
    return "../" * len(here) + "/".join(there)


# What an author wrote


def of_linked_file(report: str, path: str) -> str:
    """The file that a report links to as `path`, which is published with the report's page."""
    return of_incident(report) + path


def link_on_page(
    link: str, *, root: str, page: str, reports: Container[str], files: Mapping[str, str] | None = None
) -> str | None:
    """Where `link`, as an author wrote it in a report, leads from a page on which the text is shown.

    To the page of the report whose file it names, as it does on GitHub; otherwise to wherever it leads from the page of
    its own report. `root` leads from where it is shown to where the status pages begin, `page` to that page: "" there.

    `files` are published with the report, by their paths in its links. None for a link to another file, which leads
    nowhere.
    """
    parts = _parts(link)
    target = _report(parts, reports)
    if target is not None:
        return root + target
    if files is not None and (path := file_named(link)) is not None:
        return root + _file(files[path], parts) if path in files else None
    return link if _is_complete(parts) or parts.path.startswith("/") else page + link


def link_anywhere(
    link: str, *, base: str, page: str, reports: Container[str], files: Mapping[str, str] | None = None
) -> str | None:
    """The same as an absolute address; `base` is where the status pages begin, `page` that of the report."""
    parts = _parts(link)
    target = _report(parts, reports)
    if target is not None:
        return base + target
    if files is not None and (path := file_named(link)) is not None:
        return base + _file(files[path], parts) if path in files else None
    return urljoin(base + page, parts.geturl())


def _file(path: str, parts: SplitResult) -> str:
    return quote(path) + (f"#{parts.fragment}" if parts.fragment else "")


def _parts(link: str) -> SplitResult:
    try:
        parts = urlsplit(link.strip())
        # Some Pythons take the 1 of `1:2` for a scheme, which browsers do not.
        return parts if _SCHEME.match(parts.scheme) or not parts.scheme else urlsplit(f"./{link.strip()}")
    except ValueError:
        # No address at all, such as `http://[`.
        return SplitResult("", "", "", "", "")


def _is_complete(parts: SplitResult) -> bool:
    return bool(parts.scheme or parts.netloc)


def _report(parts: SplitResult, reports: Container[str]) -> str | None:
    """The page of the report whose file is named, with the place on it."""
    if _is_complete(parts):
        return None
    name = unquote(PurePosixPath(parts.path).name)
    identity = name[:-3] if name.lower().endswith(".md") else name
    if identity not in reports:
        return None
    return of_incident(identity) + (f"#{parts.fragment}" if parts.fragment else "")
