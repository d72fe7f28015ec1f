"""The feeds: of everything in three formats, of each component, and of each report that is still followed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import islice

from straightup.model.limits import YEAR
from straightup.outputs.feed_formats import Channel, atom, entry, json_feed, rss
from straightup.outputs.feed_items import Item, News, WholeItem
from straightup.outputs.language.words import Words
from straightup.outputs.telling import told
from straightup.site import addresses
from straightup.site.view import Report, Site

MOST_ITEMS = 50
FOLLOWED = YEAR
"""How long after its last word a report has a feed of its own: whoever follows one incident has left long before, and
thousands of old reports must not cost each build a file apiece."""


def feeds(site: Site, words: Words, news: News) -> dict[str, bytes]:
    """The newest updates by path: of everything in three formats, of each component and group, and of whole reports.

    Those of single reports, and what is older, are made with the reports' pages: see `report_feed` and `archive`.
    """
    made = _Feeds(site, words, news)
    entry_of = cache(entry)
    found = {
        addresses.FEED: rss(made.of_everything(addresses.FEED), entry_of),
        addresses.ATOM_FEED: atom(made.of_everything(addresses.ATOM_FEED), entry_of),
        addresses.JSON_FEED: json_feed(made.of_everything(addresses.JSON_FEED)),
    }
    for path, channel in (*made.of_components(), *made.of_groups()):
        found[path] = rss(channel, entry_of)
    return found | {addresses.INCIDENTS_FEED: atom(made.of_whole_reports(), entry)}


def report_feed(report: Report, site: Site, words: Words, items: Sequence[Item]) -> str:
    """The feed of `report` alone, which has those `items`, newest first."""
    incident = report.incident
    channel = channel_of(
        site,
        words,
        addresses.feed_of(report.url),
        report.url,
        title=f"{incident.title or incident.id} · {site.settings.site_name}",
        name=report.reference,
        tag=addresses.tag_of(site.settings, "incidents", report.known_as),
        items=items,
    )
    return rss(channel, entry).decode("utf-8")


def has_feed(report: Report, now: datetime) -> bool:
    """Whether `report` has a feed of its own beside its page."""
    if report.open or report.active or report.upcoming:
        return True
    every = told(report, now)
    last = every[-1].dated if every else report.incident.begins
    return last is not None and last > now - FOLLOWED


class _Feeds:
    """What each feed is about, by its path."""

    def __init__(self, site: Site, words: Words, news: News) -> None:
        self.site = site
        self.words = words
        self.language = words.language
        self.everything = news.everything

    def of_everything(self, path: str) -> Channel:
        name = self.site.settings.site_name
        found = self._channel(path, addresses.NOW, title=name, name=name, tag=self._tag("feed"), items=self.everything)
        found = replace(found, hub=self.site.settings.hub)
        if not self.everything or path != addresses.ATOM_FEED:
            return found
        year = self.everything[0].published.year
        return replace(found, older=addresses.base_of(self.site.settings) + addresses.of_archive(year))

    def of_whole_reports(self) -> Channel:
        """One item for each report, which is updated with each of its updates."""
        name = self.site.settings.site_name
        newest: dict[str, list[Item]] = {}
        for item in self.everything:
            newest.setdefault(item.report.known_as, []).append(item)
        whole = [WholeItem(found, self._tag(identity, "whole")) for identity, found in newest.items()]
        found = self._channel(
            addresses.INCIDENTS_FEED,
            addresses.HISTORY,
            title=name,
            name=name,
            tag=self._tag("feed", "incidents"),
            items=[],
        )
        about = self.language.gettext("Every report of %(name)s, once, with all of its updates.", name=name)
        return replace(found, description=about, hub=self.site.settings.hub, items=whole[:MOST_ITEMS])

    def of_groups(self) -> Iterator[tuple[str, Channel]]:
        """Of all components of a group together."""
        for group, views in self.site.groups:
            if not group:
                continue
            named = {report.incident.id for view in views for report in view.reports}
            path = addresses.feed_of_group(group)
            title = f"{group} · {self.site.settings.site_name}"
            items = list(islice((item for item in self.everything if item.report.incident.id in named), MOST_ITEMS))
            yield (
                path,
                self._channel(
                    path, addresses.NOW, title=title, name=group, tag=self._tag("groups", group), items=items
                ),
            )

    def of_components(self) -> Iterator[tuple[str, Channel]]:
        named: dict[str, list[str]] = {}
        for view in self.site.every_component:
            for report in view.reports:
                named.setdefault(report.incident.id, []).append(view.url)
        newest: dict[str, list[Item]] = {view.url: [] for view in self.site.every_component}
        for item in self.everything:
            for url in named.get(item.report.incident.id, ()):
                if len(newest[url]) < MOST_ITEMS:
                    newest[url].append(item)
        for view in self.site.every_component:
            path = addresses.feed_of(view.url)
            yield (
                path,
                self._channel(
                    path,
                    view.url,
                    title=f"{view.component.name} · {self.site.settings.site_name}",
                    name=view.component.name,
                    tag=self._tag("components", self.site.settings.known_as(view.component.id)),
                    items=newest[view.url],
                ),
            )

    def _tag(self, *parts: str) -> str:
        return addresses.tag_of(self.site.settings, *parts)

    def _channel(self, path: str, page: str, *, title: str, name: str, tag: str, items: Sequence[Item]) -> Channel:
        return channel_of(self.site, self.words, path, page, title=title, name=name, tag=tag, items=items)


def channel_of(
    site: Site, words: Words, path: str, page: str, *, title: str, name: str, tag: str, items: Sequence[Item]
) -> Channel:
    """The feed at `path` with the newest of `items`, beside `page`; `name` is what it is about, in a sentence."""
    base = addresses.base_of(site.settings)
    return Channel(
        address=base + path,
        page=base + page,
        title=title,
        description=words.language.gettext("Every update of %(name)s, each once.", name=name),
        id=tag,
        author=site.settings.site_name,
        language=words.language.code,
        look=addresses.site_root(site.settings) + addresses.FEED_STYLE,
        items=items[:MOST_ITEMS],
    )
