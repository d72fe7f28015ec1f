"""The RSS feed: one item for each update, so that a reader shows each of them once.

Traps of feedgen that are handled here: it takes the last link of any relation as the channel's, writes the time of the
build into the feed, puts new entries in front, and refuses control characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import urljoin

from markupsafe import Markup, escape

from straightup.model import Incident, Kind, Promise, Update
from straightup.outputs import wording
from straightup.outputs.prose import render
from straightup.site import Report, Site

MOST_ITEMS = 50
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One update as a feed reader shows it. It never changes once it is out, but for the author's own edits."""

    id: str
    """A tag URI (RFC 4151) of the authority, the report's id and the update's minute: never of its place or title."""
    title: str
    url: str
    html: Markup
    published: datetime


def feeds(site: Site) -> dict[str, bytes]:
    """`feed.xml`: RSS 2.0 with the newest updates of all reports, strictly newest first."""
    return {"feed.xml": _rss(site, list(items(site))[:MOST_ITEMS])}


def items(site: Site) -> Iterator[Item]:
    """Every update of every report, newest first, no two at the same second."""
    found = sorted(_all_items(site), key=lambda item: (item.published, item.id))
    # Readers that go by date skip an item with the date of another: the later of two moves on by a second.
    last = None
    dated: list[Item] = []
    for item in found:
        published = item.published if last is None or item.published > last else last + timedelta(seconds=1)
        last = published
        dated.append(Item(id=item.id, title=item.title, url=item.url, html=item.html, published=published))
    yield from reversed(dated)


def _all_items(site: Site) -> Iterator[Item]:
    for report in site.reports:
        incident = report.incident
        for update in incident.updates:
            yield _of_update(site, report, update)
        if not incident.updates and incident.begins:
            yield _of_report(site, report, incident.begins)


def _of_update(site: Site, report: Report, update: Update) -> Item:
    incident = report.incident
    moment = update.at.astimezone(UTC)
    same = [each for each in incident.updates if each.at.astimezone(UTC).replace(second=0) == moment.replace(second=0)]
    # Two in one minute are a fault of the file, and both are news all the same.
    minute = f"{moment:%Y-%m-%dT%H:%MZ}"
    if same[0] != update:
        minute = f"{moment:%Y-%m-%dT%H:%M:%SZ}/{same.index(update)}"
    url = f"{_base(site)}{report.url}"
    html = render(update.text, partial(_absolute, site, url))
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in _facts(site, incident, update))
    if facts:
        html += Markup(f"<ul>{facts}</ul>")  # noqa: S704 -- each fact was escaped
    return Item(
        id=_tag(site, f"{incident.id}/{minute}"),
        title=f"[{update.stage}] {incident.title or incident.id}",
        url=f"{url}#{wording.anchor(update)}",
        html=html,
        published=_not_ahead(update.at, site.now),
    )


def _of_report(site: Site, report: Report, begins: datetime) -> Item:
    incident = report.incident
    url = f"{_base(site)}{report.url}"
    word = "Notice" if incident.kind is Kind.NOTICE else incident.stage.value
    return Item(
        id=_tag(site, incident.id),
        title=f"[{word}] {incident.title or incident.id}",
        url=url,
        html=render(incident.impact or incident.preamble, partial(_absolute, site, url)),
        published=_not_ahead(begins, site.now),
    )


def _facts(site: Site, incident: Incident, update: Update) -> Iterator[str]:
    if isinstance(update.eta, Promise):
        yield f"Restored by: {wording.promised_time(update.eta.earliest, update.eta.by, update.at)}"
    elif update.eta:
        yield f"Restored by: not known until {wording.at(update.eta.until, update.at)}, because {update.eta.because}"
    if update.next_update:
        yield f"Next update: {wording.at(update.next_update, update.at)}"
    for component, state in update.components or (incident.components if update is incident.updates[0] else ()):
        yield f"{site.name(component)}: {wording.STATE_WORDS[state].lower()}"


def _base(site: Site) -> str:
    return site.settings.site_url + (site.settings.path or "")


def _tag(site: Site, specific: str) -> str:
    return f"tag:{site.settings.feed_authority or 'localhost,2026'}:{specific}"


def _absolute(site: Site, page: str, address: str) -> str:
    path = PurePosixPath(address.partition("#")[0])
    known = {report.incident.id for report in site.reports} if path.suffix == ".md" else set()
    if path.stem in known:
        return f"{_base(site)}incidents/{path.stem}/"
    return urljoin(page, address)


def _not_ahead(when: datetime, now: datetime) -> datetime:
    """Readers put an item from the future on top for hours, or drop it."""
    return min(when, now).astimezone(UTC)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _rss(site: Site, newest: list[Item]) -> bytes:
    from feedgen.feed import FeedGenerator

    base = _base(site) or "http://localhost/"
    feed = FeedGenerator()
    feed.title(_clean(site.settings.site_name))
    feed.description(_clean(f"Every update of {site.settings.site_name}, each once."))
    feed.link(href=f"{base}feed.xml", rel="self", type="application/rss+xml")
    feed.link(href=base, rel="alternate")
    feed.generator("straightup")
    feed.language("en")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.lastBuildDate(newest[0].published if newest else datetime(2000, 1, 1, tzinfo=UTC))
    for item in newest:
        entry = feed.add_entry(order="append")
        entry.guid(item.id, permalink=False)
        entry.title(_clean(item.title))
        entry.link(href=item.url)
        entry.description(_clean(str(item.html)))
        entry.pubDate(item.published)
    data: bytes = feed.rss_str(pretty=True)
    return data
