"""The feeds: one item for each update, so that a reader shows each of them once, whichever feed it came by.

Traps of feedgen that are handled here: it takes the last link of any relation as the channel's, writes the time of the
build into the feed, puts new entries in front, and refuses control characters.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from straightup.model.incident import Incident, Kind, Promise, Update
from straightup.outputs.language.words import Words
from straightup.outputs.prose import render
from straightup.site import addresses
from straightup.site.view import Report, Site

MOST_ITEMS = 50
FOLLOWED = timedelta(days=365)
"""How long after its last word a report has a feed of its own: whoever follows one incident has left long before, and
thousands of old reports must not cost each build a file apiece."""
_BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """One update as a feed reader shows it. It never changes once it is out, but for the author's own edits."""

    id: str
    """A tag URI (RFC 4151) of the authority, the report's id and the update's minute: never of its place or title."""
    published: datetime
    report: Report
    update: Update | None
    """None where the report itself is the news: a notice without updates."""
    site: Site
    words: Words

    @cached_property
    def title(self) -> str:
        """`[Identified] Card payments fail in the EU`."""
        incident = self.report.incident
        word = self.words.stage(self.update.stage if self.update else incident.stage)
        if self.update is None and incident.kind is Kind.NOTICE:
            word = self.words.language.gettext("Notice")
        return _clean(f"[{word}] {incident.title or incident.id}")

    @cached_property
    def url(self) -> str:
        """Where it stands on the site."""
        page = _clean(addresses.base_of(self.site.settings) + self.report.url)
        return f"{page}#{addresses.anchor(self.update)}" if self.update else page

    @cached_property
    def html(self) -> str:
        """What was said, then the times that were promised and the states, with links that hold anywhere."""
        incident = self.report.incident
        if self.update is None:
            return _clean(render(incident.impact or incident.preamble, self._absolute))
        html = render(self.update.text, self._absolute)
        facts = "".join(f"<li>{escape(fact)}</li>" for fact in _facts(self, incident, self.update))
        if facts:
            html += Markup(f"<ul>{facts}</ul>")  # noqa: S704 -- each fact was escaped
        return _clean(html)

    @cached_property
    def entry(self) -> Any:
        """As feedgen has it, for RSS and for Atom. No other link may be added: feedgen would lose what it is for."""
        from feedgen.entry import FeedEntry

        entry = FeedEntry()
        entry.guid(_clean(self.id), permalink=False)
        entry.title(self.title)
        entry.link(href=self.url, rel="alternate")
        entry.content(self.html, type="html")
        entry.published(self.published)
        entry.updated(self.published)
        return entry

    def _absolute(self, link: str) -> str:
        base = addresses.base_of(self.site.settings)
        return addresses.link_anywhere(link, base=base, page=self.report.url, reports=self.site.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """What one feed is about."""

    path: str
    """Relative to where the status pages are mounted."""
    about: str
    """The page that says the same to people, relative likewise."""
    title: str
    description: str
    id: str
    items: list[Item]
    """Strictly newest first."""

    @property
    def updated(self) -> datetime:
        return self.items[0].published if self.items else _BEFORE_ANYTHING


def feeds(site: Site, words: Words) -> dict[str, bytes]:
    """The newest updates by path: of everything in three formats, of each component, of each report still followed."""
    everything = list(items(site, words))
    found = {
        addresses.FEED: _rss(site, words, _whole(site, words, everything, addresses.FEED)),
        addresses.ATOM_FEED: _atom(site, words, _whole(site, words, everything, addresses.ATOM_FEED)),
        addresses.JSON_FEED: _json(site, words, _whole(site, words, everything, addresses.JSON_FEED)),
    }
    for channel in (*_components(site, words, everything), *_reports(site, words, everything)):
        found[channel.path] = _rss(site, words, channel)
    return found


def has_feed(report: Report, now: datetime) -> bool:
    """Whether `report` has a feed of its own beside its page."""
    incident = report.incident
    last = incident.updates[-1].at if incident.updates else incident.begins
    return report.open or report.active or report.upcoming or (last is not None and last > now - FOLLOWED)


def items(site: Site, words: Words) -> Iterator[Item]:
    """Every update of every report, newest first, no two at the same second."""
    found = sorted(_moments(site), key=lambda each: each[:2])
    # Readers that go by date skip an item with the date of another: the later of two moves on by a second.
    last = None
    dated: list[Item] = []
    for moment, identity, report, update in found:
        last = moment if last is None or moment > last else last + timedelta(seconds=1)
        dated.append(Item(id=identity, published=last, report=report, update=update, site=site, words=words))
    yield from reversed(dated)


def _moments(site: Site) -> Iterator[tuple[datetime, str, Report, Update | None]]:
    for report in site.reports:
        incident = report.incident
        minutes: Counter[str] = Counter()
        for update in incident.updates:
            at = update.at.astimezone(UTC)
            minute = f"{at:%Y-%m-%dT%H:%MZ}"
            # Two in one minute are a fault of the file, and both are news all the same.
            one = f"{at:%Y-%m-%dT%H:%M:%SZ}/{minutes[minute]}" if minutes[minute] else minute
            minutes[minute] += 1
            yield _not_ahead(at, site.now), addresses.tag_of(site.settings, incident.id, one), report, update
        # What is planned has no time yet that would stay the same in the next build. An incident is news at once.
        is_news = incident.kind is Kind.INCIDENT or (incident.begins or site.now) <= site.now
        if incident.begins and is_news and not incident.updates:
            yield _not_ahead(incident.begins, site.now), addresses.tag_of(site.settings, incident.id), report, None


def _whole(site: Site, words: Words, everything: list[Item], path: str) -> _Channel:
    return _Channel(
        path=path,
        about=addresses.NOW,
        title=site.settings.site_name,
        description=words.language.gettext("Every update of %(name)s, each once.", name=site.settings.site_name),
        id=addresses.tag_of(site.settings, "feed"),
        items=everything[:MOST_ITEMS],
    )


def _components(site: Site, words: Words, everything: list[Item]) -> Iterator[_Channel]:
    named: dict[str, list[str]] = {}
    for view in site.components:
        for report in view.reports:
            named.setdefault(report.incident.id, []).append(view.url)
    newest: dict[str, list[Item]] = {view.url: [] for view in site.components}
    for item in everything:
        for url in named.get(item.report.incident.id, ()):
            if len(newest[url]) < MOST_ITEMS:
                newest[url].append(item)
    for view in site.components:
        yield _Channel(
            path=addresses.feed_of(view.url),
            about=view.url,
            title=f"{view.component.name} · {site.settings.site_name}",
            description=words.language.gettext("Every update of %(name)s, each once.", name=view.component.name),
            id=addresses.tag_of(site.settings, "components", view.component.id),
            items=newest[view.url],
        )


def _reports(site: Site, words: Words, everything: list[Item]) -> Iterator[_Channel]:
    newest: dict[str, list[Item]] = {}
    for item in everything:
        newest.setdefault(item.report.incident.id, []).append(item)
    for report in site.reports:
        incident = report.incident
        if has_feed(report, site.now):
            yield _Channel(
                path=addresses.feed_of(report.url),
                about=report.url,
                title=f"{incident.title or incident.id} · {site.settings.site_name}",
                description=words.language.gettext("Every update of %(name)s, each once.", name=report.reference),
                id=addresses.tag_of(site.settings, "incidents", incident.id),
                items=newest.get(incident.id, [])[:MOST_ITEMS],
            )


def _facts(item: Item, incident: Incident, update: Update) -> Iterator[str]:
    words, _ = item.words, item.words.language.gettext
    # Seen from the update's own day: what the item says is still the same tomorrow.
    if isinstance(update.eta, Promise):
        yield _("Restored by: %(time)s", time=words.promised_time(update.eta.earliest, update.eta.by, update.at))
    elif update.eta:
        until = words.at(update.eta.until, update.at)
        yield _("Restored by: not known until %(time)s, because %(reason)s", time=until, reason=update.eta.because)
    if update.next_update:
        yield _("Next update: %(time)s", time=words.at(update.next_update, update.at))
    for component, state in update.components or (incident.components if update is incident.updates[0] else ()):
        yield f"{item.site.name(component)}: {words.state_in_line(state)}"


def _not_ahead(when: datetime, now: datetime) -> datetime:
    """Readers put an item from the future on top for hours, or drop it."""
    return min(when, now).astimezone(UTC)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _rss(site: Site, words: Words, channel: _Channel) -> bytes:
    feed = _generator(site, words, channel, addresses.FEEDS[addresses.FEED])
    feed.description(_clean(channel.description))
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.lastBuildDate(channel.updated)
    data: bytes = feed.rss_str(pretty=True)
    return data


def _atom(site: Site, words: Words, channel: _Channel) -> bytes:
    feed = _generator(site, words, channel, addresses.FEEDS[addresses.ATOM_FEED])
    feed.id(_clean(channel.id))
    feed.subtitle(_clean(channel.description))
    feed.author(name=_clean(site.settings.site_name))
    feed.updated(channel.updated)
    data: bytes = feed.atom_str(pretty=True)
    return data


def _generator(site: Site, words: Words, channel: _Channel, kind: str) -> Any:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.title(_clean(channel.title))
    feed.link(href=_clean(addresses.base_of(site.settings) + channel.path), rel="self", type=kind)
    feed.link(href=_clean(addresses.base_of(site.settings) + channel.about), rel="alternate", type="text/html")
    feed.generator("straightup")
    feed.language(words.language.code)
    for item in channel.items:
        feed.add_entry(item.entry, order="append")
    return feed


def _json(site: Site, words: Words, channel: _Channel) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _clean(channel.title),
        "description": _clean(channel.description),
        "home_page_url": addresses.base_of(site.settings) + channel.about,
        "feed_url": addresses.base_of(site.settings) + channel.path,
        "language": words.language.code,
        "authors": [{"name": _clean(site.settings.site_name)}],
        "items": list(_json_items(channel.items)),
    }
    text = json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
    # Titles are plain text; a host that sends the file as a page must not make elements of them.
    return text.replace("<", r"\u003c").encode()


def _json_items(found: Iterable[Item]) -> Iterator[dict[str, str]]:
    for item in found:
        yield {
            "id": _clean(item.id),
            "url": item.url,
            "title": item.title,
            "content_html": item.html,
            "date_published": f"{item.published:%Y-%m-%dT%H:%M:%SZ}",
        }
