"""Everything that the feeds ever told, by year: documents in Atom that the feed of everything leads to (RFC 5005).

A feed has its newest items alone, so that whoever polls it loads little. A reader who wants the rest follows
`prev-archive` from one year to the one before.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from straightup.outputs.feed_formats import styled
from straightup.outputs.feed_items import FeedItem, Item, News, clean
from straightup.outputs.language.words import Words
from straightup.outputs.pages.page import Page
from straightup.site import addresses
from straightup.site.view import Site

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"


def entries(items: Iterable[FeedItem]) -> tuple[str, ...]:
    """Each of `items` as an entry of an archive."""
    return tuple(map(_entry, items))


def archive(site: Site, words: Words, news: News, pages: Iterable[Page]) -> dict[str, bytes]:
    """One document for each year by its path. `pages` have the entries of their reports."""
    ready = {page.incident: iter(page.entries) for page in pages if page.incident}
    years = [
        (year, [(item, next(ready[item.report.incident.id])) for item in items])
        for year, items in groupby(news.everything, key=lambda item: item.published.year)
    ]
    names = [year for year, _items in years]
    found = {}
    for place, (year, items) in enumerate(years):
        leads = {"self": addresses.of_archive(year), "current": addresses.ATOM_FEED}
        if place + 1 < len(names):
            leads["prev-archive"] = addresses.of_archive(names[place + 1])
        if place:
            leads["next-archive"] = addresses.of_archive(names[place - 1])
        found[leads["self"]] = _document(site, words, year, items, leads)
    return found


def _document(site: Site, words: Words, year: int, items: list[tuple[Item, str]], leads: Mapping[str, str]) -> bytes:
    base = addresses.base_of(site.settings)
    feed = Element("feed", {"xmlns": _ATOM, "xmlns:fh": _HISTORY, "xml:lang": words.language.code})
    _add(feed, "id", addresses.tag_of(site.settings, "archive", str(year)))
    _add(feed, "title", f"{site.settings.site_name} · {year}")
    _add(feed, "updated", _time(max(item.updated for item, _entry in items)))
    _add(SubElement(feed, "author"), "name", site.settings.site_name)
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": clean(base + addresses.HISTORY)})
    for relation, path in leads.items():
        kind = addresses.FEEDS[addresses.ATOM_FEED]
        SubElement(feed, "link", {"rel": relation, "type": kind, "href": clean(base + path)})
    # The year that is not over yet grows, which an archive in the sense of the RFC does not.
    if year < site.now.year:
        SubElement(feed, "fh:archive")
    head, end = tostring(feed, encoding="unicode").rsplit("</", 1)
    text = "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *(entry for _item, entry in items), f"</{end}"))
    return styled(text.encode("utf-8"), addresses.site_root(site.settings) + addresses.FEED_STYLE)


def _entry(item: FeedItem) -> str:
    entry = Element("entry")
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "updated", _time(item.updated))
    _add(entry, "published", _time(item.published))
    SubElement(entry, "link", {"rel": "alternate", "href": item.url})
    _add(entry, "content", item.html).set("type", "html")
    return tostring(entry, encoding="unicode")


def _time(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = clean(text)
    return child
