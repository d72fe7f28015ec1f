"""A feed as RSS, as Atom and as JSON Feed: the one place that knows feedgen.

Traps of feedgen that are handled here: it takes the last link of any relation as the channel's, writes the time of the
build into the feed, puts new entries in front, and refuses control characters.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from straightup.outputs.feed_items import FeedItem, clean
from straightup.site import addresses

_ATOM = "http://www.w3.org/2005/Atom"
_BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)

EntryOf = Callable[[FeedItem], Any]
"""Gives the same entry for the same item: each stands in up to five feeds, and takes its time to make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What one feed is about."""

    address: str
    """Absolute."""
    page: str
    """The absolute address of the page that says the same to people."""
    title: str
    description: str
    id: str
    author: str
    language: str
    look: str
    """The absolute address of the style that a browser shows it with."""
    hub: str = ""
    """The absolute address of the WebSub hub that tells of it; "" for none."""
    older: str = ""
    """The absolute address of the newest part of its archive; "" for none."""
    items: Sequence[FeedItem]
    """Strictly newest first."""

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items), default=_BEFORE_ANYTHING)


def entry(item: FeedItem) -> Any:
    """`item` as feedgen has it, for RSS and for Atom."""
    from feedgen.entry import FeedEntry

    made = FeedEntry()
    made.guid(clean(item.id), permalink=False)
    made.title(item.title)
    # No other link may be added: feedgen would lose what it is for.
    made.link(href=item.url, rel="alternate")
    made.content(item.html, type="html")
    made.published(item.published)
    made.updated(item.updated)
    return made


def rss(channel: Channel, entry_of: EntryOf) -> bytes:
    """RSS 2.0 (rssboard.org)."""
    feed = _generator(channel, addresses.FEEDS[addresses.FEED], entry_of)
    feed.description(clean(channel.description))
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.register_extension("hub", lambda: _Hub(channel), atom=False)
    feed.lastBuildDate(channel.updated)
    return styled(feed.rss_str(pretty=True), channel.look)


def atom(channel: Channel, entry_of: EntryOf) -> bytes:
    """Atom (RFC 4287)."""
    feed = _generator(channel, addresses.FEEDS[addresses.ATOM_FEED], entry_of)
    feed.id(clean(channel.id))
    feed.subtitle(clean(channel.description))
    feed.author(name=clean(channel.author))
    feed.updated(channel.updated)
    return styled(feed.atom_str(pretty=True), channel.look)


def styled(data: bytes, look: str) -> bytes:
    """An XML document with what makes it a page for whoever opens it in a browser.

    Not XSLT, which browsers are about to forget.
    """
    begin, _, rest = data.partition(b"\n")
    style = f'<?xml-stylesheet type="text/css" href="{quote(look, safe=":/%@[]!$()*+,;=~")}"?>'
    return b"\n".join((begin, style.encode("ascii", "replace"), rest))


def _generator(channel: Channel, kind: str, entry_of: EntryOf) -> Any:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.title(clean(channel.title))
    feed.link(href=clean(channel.address), rel="self", type=kind)
    if channel.hub:
        feed.link(href=clean(channel.hub), rel="hub")
    if channel.older:
        feed.link(href=clean(channel.older), rel="prev-archive", type=addresses.FEEDS[addresses.ATOM_FEED])
    feed.link(href=clean(channel.page), rel="alternate", type="text/html")
    feed.generator("straightup")
    feed.language(channel.language)
    for item in channel.items:
        feed.add_entry(entry_of(item), order="append")
    return feed


class _Hub:
    """An extension of feedgen's, which writes no link into RSS but the one to the feed itself."""

    def __init__(self, channel: Channel) -> None:
        self._hub = clean(channel.hub)

    def extend_ns(self) -> dict[str, str]:
        return {"atom": _ATOM}

    def extend_rss(self, feed: Any) -> Any:
        if self._hub:
            feed[0].insert(0, feed.makeelement(f"{{{_ATOM}}}link", {"href": self._hub, "rel": "hub"}))
        return feed


def json_feed(channel: Channel) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(channel.title),
        "description": clean(channel.description),
        "home_page_url": channel.page,
        "feed_url": channel.address,
        "language": channel.language,
        **({"hubs": [{"type": "WebSub", "url": channel.hub}]} if channel.hub else {}),
        "authors": [{"name": clean(channel.author)}],
        "items": list(_json_items(channel.items)),
    }
    text = json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
    # Titles are plain text; a host that sends the file as a page must not make elements of them.
    return text.replace("<", r"\u003c").encode()


def _json_items(found: Iterable[FeedItem]) -> Iterator[dict[str, str]]:
    for item in found:
        told = {
            "id": clean(item.id),
            "url": item.url,
            "title": item.title,
            "content_html": item.html,
            "date_published": f"{item.published:%Y-%m-%dT%H:%M:%SZ}",
        }
        if item.updated != item.published:
            told["date_modified"] = f"{item.updated:%Y-%m-%dT%H:%M:%SZ}"
        yield told
