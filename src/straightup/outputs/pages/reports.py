"""The pages of reports, which are most, each with all that is published of its report alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import chain

from straightup.model.states import Kind, State
from straightup.outputs.api.own.report import data_of
from straightup.outputs.calendar import has_event
from straightup.outputs.feed_archive import entries
from straightup.outputs.feed_items import Item, News
from straightup.outputs.feeds import has_feed, report_feed
from straightup.outputs.language.words import Words
from straightup.outputs.pages.kept import KeptPages, Reason
from straightup.outputs.pages.linked_data import of_report
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.settled import Settled
from straightup.outputs.prose import plain
from straightup.outputs.rendering import Templates, View
from straightup.outputs.standing import announced, picture_of, stage_of
from straightup.outputs.telling import told
from straightup.outputs.twins import twin_of
from straightup.site import addresses
from straightup.site.view import Report

Composed = tuple[Page, Mapping[str, str | None]]
"""A page, and the titles of the reports that it asked for."""
Begun = Sequence[tuple[Report, Page]]
Compose = Callable[[Begun], list[Composed]]
Share = Callable[[Compose, Begun], Iterable[list[Composed]]]
"""Has the pages of reports composed in shares, in their order."""


def alone(compose: Compose, begun: Begun) -> Iterable[list[Composed]]:
    """All of them in one share, here."""
    return [compose(begun)]


class ReportPages:
    """Of one site at one moment."""

    def __init__(
        self,
        templates: Templates,
        news: News,
        since: Mapping[str, Settled | None],
        share: Share,
        kept: KeptPages | None,
    ) -> None:
        """`since` says of each report by its id since when its page is settled."""
        self.templates = templates
        self.news = news
        self.share = share
        self.kept = kept
        self.site = templates.now.site
        self._ = templates.now.words.language.gettext
        self._since = since

    def all(self) -> Iterator[Page]:
        """Each report's page, from before where all that it follows from is as it was."""
        begun = [(report, self._begun(report)) for report in self.site.reports]
        found, keys = self._from_before(begun)
        missing = [(report, page) for report, page in begun if page.url not in found]
        for page, asked in chain.from_iterable(self.share(self._composed, missing)):
            found[page.url] = page
            if self.kept is not None and page.url in keys:
                self.kept.keep(keys[page.url], page, asked)
        yield from (found[page.url] for _report, page in begun)

    def _from_before(self, begun: Begun) -> tuple[dict[str, Page], dict[str, bytes]]:
        """By their addresses: the pages that are kept, and what those that can be are kept by."""
        if self.kept is None:
            return {}, {}
        found, keys = {}, {}
        for report, page in begun:
            key = self._key(report, page, self.kept)
            if key is None:
                self.kept.made[page.url] = Reason.RELATED if page.settled else Reason.WAITING
                continue
            keys[page.url] = key
            if before := self.kept.find(key, page, self.templates.titles.of):
                found[page.url] = before
        return found, keys

    def _key(self, report: Report, page: Page, kept: KeptPages) -> bytes | None:
        if page.settled is None:
            return None
        dates = [item.published for item in self.news.of(report)]
        return kept.key(page, self.templates.outline_of(report), dates, has_feed(report, self.site.now))

    def _begun(self, report: Report) -> Page:
        """The page of `report` without a word on it yet."""
        identity = report.incident.id
        since = self._since[identity]
        return Page(kind="incident", url=report.url, title="", description="", incident=identity, settled=since)

    def _composed(self, begun: Begun) -> list[Composed]:
        return [(self._incident(report, page), dict(self.templates.titles.answers)) for report, page in begun]

    def _incident(self, report: Report, begun: Page) -> Page:
        self.templates.titles.begin()
        incident = report.incident
        is_settled = begun.settled is not None
        seen = self.templates.view_of(begun, self.templates.outline_of(report) if is_settled else None)
        every = told(report, seen.words.now)
        newest = every[-1].dated if every else incident.begins
        items = self.news.of(report)
        if is_settled:
            items = [replace(item, site=seen.site, words=seen.words) for item in items]
        page = replace(
            begun,
            feed=self._feed(report, seen, items),
            entries=entries(items),
            title=incident.title or incident.id,
            description=self._about(report, seen.words),
            state=self._pictured(report, is_settled=is_settled),
            updated=f"{newest.astimezone(UTC):%Y-%m-%d}" if newest else "",
            twin="" if self.site.exercise else twin_of(report, seen.site, seen.words),
            data="" if self.site.exercise else data_of(report, seen.site, seen.words, begun.settled),
        )
        about = "" if self.site.exercise else of_report(report, seen.site, seen.words, page.description)
        return self.templates.filled(
            replace(page, about=about),
            seen=seen,
            report=report,
            findings=seen.site.findings.get(incident.id, ()),
            address=addresses.base_of(self.site.settings) + report.url,
            # Of a settled report no further news is expected, and its feed ends some day.
            has_feed=not is_settled and has_feed(report, self.site.now),
            has_event=has_event(report, seen.words.now),
        )

    def _feed(self, report: Report, seen: View, items: Sequence[Item]) -> str:
        return report_feed(report, seen.site, seen.words, items) if has_feed(report, self.site.now) else ""

    def _pictured(self, report: Report, *, is_settled: bool) -> str:
        state = picture_of(report, self.site.now)
        if is_settled:
            return state.value
        # While something may be hidden, nobody knows that all works: then the site's own picture stands for it.
        return "" if self.site.unclear and state is State.OPERATIONAL else state.value

    def _about(self, report: Report, words: Words) -> str:
        """How it stands, and what it is about: all that a link preview shows."""
        incident = report.incident
        impact = plain(incident.impact, 150) or incident.title
        window = announced(report)
        if window and not incident.over:
            return f"{words.window(*window)}: {impact}"
        stage = self._("Notice") if incident.kind is Kind.NOTICE else words.stage(stage_of(report))
        after = words.state_line(report) if incident.over else ""
        return f"{' '.join(filter(None, (stage, after)))}: {impact}"
