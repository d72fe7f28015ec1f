"""The pages of the status site: which there are, at which addresses, with which titles."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, groupby
from typing import TypeVar

from straightup.model.states import Kind, State
from straightup.outputs.api.own.report import data_of
from straightup.outputs.calendar import has_event
from straightup.outputs.feeds import has_feed
from straightup.outputs.language.words import Words
from straightup.outputs.pages.follow import follow_pages
from straightup.outputs.pages.headline import headline
from straightup.outputs.pages.kept import KeptPages, Reason
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.record import record_pages
from straightup.outputs.pages.settled import Settled, all_settled, settled
from straightup.outputs.prose import plain
from straightup.outputs.rendering import Templates
from straightup.outputs.standing import announced, picture_of, stage_of
from straightup.outputs.telling import told
from straightup.outputs.twins import twin_of, twin_of_now
from straightup.site import addresses
from straightup.site.view import ComponentView, Report

Key = TypeVar("Key")

LATEST = 20
"""How many reports a list shows before it points to the months: a page weighs the same after ten years."""
MOST_OF_A_MONTH = 50
"""How many reports stand on one page of a month; a busier month has several."""


NAVIGATION = (addresses.NOW, addresses.HISTORY, addresses.MAINTENANCE, addresses.PROMISES, addresses.SUBSCRIBE)


Composed = tuple[Page, Mapping[str, str | None]]
"""A page, and the titles of the reports that it asked for."""
Begun = Sequence[tuple[Report, Page]]
Compose = Callable[[Begun], list[Composed]]
Share = Callable[[Compose, Begun], Iterable[list[Composed]]]
"""Has the pages of reports composed in shares, in their order."""


def _alone(compose: Compose, begun: Begun) -> Iterable[list[Composed]]:
    return [compose(begun)]


def pages(templates: Templates, share: Share = _alone, kept: KeptPages | None = None) -> Iterator[Page]:
    """Every page of the site that `templates` are filled from, but for the one that says that there is none.

    `share` may have those of the reports, which are most, composed by several processes; what `kept` has of them is
    not composed. None of it may be of other templates than these.
    """
    for page in _Pages(templates, share, kept).all():
        place = NAVIGATION.index(page.url) + 1 if page.url in NAVIGATION else 0
        yield replace(page, in_navigation=place) if place else page


def not_found(templates: Templates) -> Page:
    """What a host shows at an address that does not exist, at any depth."""
    _ = templates.now.words.language.gettext
    title = _("There is no page here")
    # A page that is shown at any address can lead nowhere but from the host's root.
    root = addresses.path_on_host(templates.now.site.settings)
    return templates.filled(Page(kind="not_found", url="", title=title, description=title), root=root)


class _Pages:
    def __init__(self, templates: Templates, share: Share, kept: KeptPages | None) -> None:
        self.templates = templates
        self.share = share
        self.kept = kept
        self.filled = templates.filled
        self.site = templates.now.site
        self.words = templates.now.words
        self.language = templates.now.words.language
        self._ = templates.now.words.language.gettext
        self._settled = {report.incident.id: settled(report, self.site) for report in self.site.reports}

    def all(self) -> Iterator[Page]:
        said = headline(self.site, self.words)
        # Among the pages of a documentation site, “Now” would not say what it is about.
        label = self._("Status") if self.site.settings.path else self._("Now")
        now = Page(kind="now", url=addresses.NOW, title=said.rstrip("."), description=said, label=label)
        yield self.filled(replace(now, twin="" if self.site.exercise else twin_of_now(self.site, self.words)))
        yield from self._of_reports()
        for view in self.site.every_component:
            yield self._component(view)
        if len(self.site.components) >= addresses.MANY_COMPONENTS:
            yield self._components()
        yield from self._history()
        yield from follow_pages(self.templates)
        yield from record_pages(self.templates)

    def _of_reports(self) -> Iterator[Page]:
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
        keys = self.kept.keys((page, self.templates.outline_of(report)) for report, page in begun if page.settled)
        titles = self.templates.titles.of
        for _report, page in begun:
            if page.url not in keys:
                self.kept.made[page.url] = Reason.RELATED if page.settled else Reason.WAITING
        kept = (self.kept.find(keys[page.url], page, titles) for _report, page in begun if page.url in keys)
        return {page.url: page for page in kept if page is not None}, keys

    def _begun(self, report: Report) -> Page:
        """The page of `report` without a word on it yet."""
        identity = report.incident.id
        since = self._settled[identity]
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
        page = replace(
            begun,
            title=incident.title or incident.id,
            description=self._about(report, seen.words),
            state=self._pictured(report, is_settled=is_settled),
            updated=f"{newest.astimezone(UTC):%Y-%m-%d}" if newest else "",
            twin="" if self.site.exercise else twin_of(report, seen.site, seen.words),
            data="" if self.site.exercise else data_of(report, seen.site, seen.words, begun.settled),
        )
        return self.filled(
            page,
            seen=seen,
            report=report,
            findings=seen.site.findings.get(incident.id, ()),
            address=addresses.base_of(self.site.settings) + report.url,
            # Of a settled report no further news is expected, and its feed ends some day.
            has_feed=not is_settled and has_feed(report, self.site.now),
            has_event=has_event(report, seen.words.now),
        )

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

    def _component(self, view: ComponentView) -> Page:
        name = view.component.name
        gone = view in self.site.retired
        words = self._("retired") if gone else self.words.state_in_line(view.state)
        about = f"{name}: {words}. {self.words.uptime_line(view.uptime)}."
        hidden = gone or (self.site.unclear and view.state is State.OPERATIONAL)
        state = "" if hidden else view.state.value
        page = Page(kind="component", url=view.url, title=name, description=about, state=state)
        return self.filled(page, view=view, latest=view.reports[:LATEST])

    def _components(self) -> Page:
        ordered = sorted(self.site.components, key=lambda view: (view.component.name.casefold(), view.component.id))
        letters = [
            (letter, tuple(views)) for letter, views in groupby(ordered, key=lambda view: _letter(view.component.name))
        ]
        about = self._("Every component, how it works now, and its last 90 days.")
        page = Page(kind="components", url=addresses.COMPONENTS, title=self._("All components"), description=about)
        return self.filled(page, letters=letters, affected=[view for view in ordered if view.concerned])

    def _history(self) -> Iterator[Page]:
        dated = [report for report in self.site.reports if report.incident.begins]
        months = {
            month: tuple(reports) for month, reports in groupby(dated, key=lambda each: _month_of(each.incident.begins))
        }
        years = {
            year: {number: months[year, number] for _same, number in group}
            for year, group in groupby(months, key=lambda month: month[0])
        }
        about = self.language.ngettext(
            "Everything that happened: %(num)s report so far.",
            "Everything that happened: %(num)s reports so far.",
            len(self.site.reports),
        )
        latest = self.site.reports[:LATEST]
        by_month = [
            (month, sum(map(_is_incident, months.get(month, ()))), list(reports))
            for month, reports in groupby(latest, key=lambda each: _month_of(each.incident.begins))
        ]
        page = Page(kind="history", url=addresses.HISTORY, title=self._("History"), description=about)
        # A template of the user's own may still ask for all of the latest as one list.
        yield self.filled(page, years=years, by_month=by_month, latest=latest)
        order = list(years)
        for place, (year, of_year) in enumerate(years.items()):
            yield self._year(year, of_year, newer=order[place - 1] if place else None, older=_next(order, place))
        order_of_months = list(months)
        for place, (month, reports) in enumerate(months.items()):
            newer = order_of_months[place - 1] if place else None
            yield from self._month(month, reports, newer=newer, older=_next(order_of_months, place))

    def _all_settled(self, reports: Iterable[Report], began: datetime, ended: datetime) -> Settled | None:
        return all_settled((self._settled[report.incident.id] for report in reports), began, ended, self.site.now)

    def _year(self, year: int, months: dict[int, tuple[Report, ...]], newer: int | None, older: int | None) -> Page:
        count = sum(len(reports) for reports in months.values())
        about = self.language.ngettext(
            "What happened in %(period)s: %(num)s report.",
            "What happened in %(period)s: %(num)s reports.",
            count,
            period=year,
        )
        since = self._all_settled(chain.from_iterable(months.values()), datetime(year, 1, 1, tzinfo=UTC), _end_of(year))
        page = Page(kind="year", url=addresses.of_year(year), title=str(year), description=about, settled=since)
        return self.filled(page, year=year, months=months, newer=newer, older=older)

    def _month(
        self,
        month: tuple[int, int],
        reports: Sequence[Report],
        newer: tuple[int, int] | None,
        older: tuple[int, int] | None,
    ) -> Iterator[Page]:
        year, number = month
        period = self.language.month(year, number)
        about = self.language.ngettext(
            "What happened in %(period)s: %(num)s report.",
            "What happened in %(period)s: %(num)s reports.",
            len(reports),
            period=period,
        )
        since = self._all_settled(reports, datetime(year, number, 1, tzinfo=UTC), _end_of(year, number))
        parts = [reports[start : start + MOST_OF_A_MONTH] for start in range(0, len(reports), MOST_OF_A_MONTH)]
        for part, shown in enumerate(parts, 1):
            title = period if part == 1 else self._("%(period)s, page %(page)s", period=period, page=part)
            url = addresses.of_month(year, number, part)
            yield self.filled(
                Page(kind="month", url=url, title=title, description=about, settled=since),
                name=title,
                year=year,
                month=number,
                # Our own template asks `here` instead; one of the user's may still ask for this.
                address=addresses.way(url, addresses.of_month(year, number)),
                reports=shown,
                part=part,
                parts_of_month=len(parts),
                newer=newer,
                older=older,
            )


def _month_of(begins: datetime | None) -> tuple[int, int]:
    if begins is None:
        return (0, 0)
    begins = begins.astimezone(UTC)
    return begins.year, begins.month


def _end_of(year: int, month: int = 12) -> datetime:
    """When the month is over; without one, the year."""
    return datetime(min(year, 9998) + month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _letter(name: str) -> str:
    """Under which a component stands: a letter or a digit; `#` for all else."""
    first = name[:1].upper()
    return first if first.isalnum() and len(first) == 1 else "#"


def _is_incident(report: Report) -> bool:
    return report.incident.kind is Kind.INCIDENT and not report.incident.nothing_was_wrong


def _next(order: Sequence[Key], place: int) -> Key | None:
    return order[place + 1] if place + 1 < len(order) else None
