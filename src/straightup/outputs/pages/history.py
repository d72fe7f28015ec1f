"""What happened, by year and month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, groupby
from typing import Any, TypeVar

from straightup.model.states import Kind
from straightup.outputs.pages.kept import KeptPages
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.settled import Settled, all_settled
from straightup.outputs.rendering import Templates
from straightup.site import addresses
from straightup.site.view import Report

LATEST = 20
"""How many reports a list shows before it points to the months: a page weighs the same after ten years."""
MOST_OF_A_MONTH = 50
"""How many reports stand on one page of a month; a busier month has several."""

_REPORTS = ("reports", "months")
Key = TypeVar("Key")


class HistoryPages:
    """Of one site at one moment."""

    def __init__(self, templates: Templates, since: Mapping[str, Settled | None], kept: KeptPages | None) -> None:
        """`since` says of each report by its id since when its page is settled."""
        self.templates = templates
        self.kept = kept
        self.site = templates.now.site
        self.language = templates.now.words.language
        self._ = self.language.gettext
        self._since = since

    def all(self) -> Iterator[Page]:
        """What happened lately, then each year and each month, the newest first."""
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
        yield self.templates.filled(page, years=years, by_month=by_month, latest=latest)
        order = list(years)
        for place, (year, of_year) in enumerate(years.items()):
            yield self._year(year, of_year, newer=order[place - 1] if place else None, older=_next(order, place))
        order_of_months = list(months)
        for place, (month, reports) in enumerate(months.items()):
            newer = order_of_months[place - 1] if place else None
            yield from self._month(month, reports, newer=newer, older=_next(order_of_months, place))

    def _all_settled(self, reports: Iterable[Report], began: datetime, ended: datetime) -> Settled | None:
        return all_settled((self._since[report.incident.id] for report in reports), began, ended, self.site.now)

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
        reports = [report for of_month in months.values() for report in of_month]
        return self._listing(page, reports, {"year": year, "months": months, "newer": newer, "older": older})

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
            values = {
                "name": title,
                "year": year,
                "month": number,
                # Our own template asks `here` instead; one of the user's may still ask for this.
                "address": addresses.way(url, addresses.of_month(year, number)),
                "reports": shown,
                "part": part,
                "parts_of_month": len(parts),
                "newer": newer,
                "older": older,
            }
            page = Page(kind="month", url=url, title=title, description=about, settled=since)
            yield self._listing(page, shown, values)

    def _listing(self, page: Page, reports: Sequence[Report], values: Mapping[str, Any]) -> Page:
        """`page`, which lists those `reports`: from before where all that it follows from is as it was."""
        if page.settled is None or self.kept is None:
            # A template of the user's own may look at all of the site.
            return self.templates.filled(page, **values)
        titles, outline = self.templates.titles, self.templates.outline_of(*reports, of_many=True)
        # What the page says beside its reports.
        key = self.kept.key(page, outline, [value for name, value in values.items() if name not in _REPORTS])
        before = self.kept.find(key, page, titles.of) if key else None
        if before is not None:
            return before
        titles.begin()
        found = self.templates.filled(page, seen=self.templates.view_of(page, outline), **values)
        if key:
            self.kept.keep(key, found, titles.answers)
        return found


def _month_of(begins: datetime | None) -> tuple[int, int]:
    if begins is None:
        return (0, 0)
    begins = begins.astimezone(UTC)
    return begins.year, begins.month


def _end_of(year: int, month: int = 12) -> datetime:
    """When the month is over; without one, the year."""
    return datetime(min(year, 9998) + month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _is_incident(report: Report) -> bool:
    return report.incident.kind is Kind.INCIDENT and not report.incident.nothing_was_wrong


def _next(order: Sequence[Key], place: int) -> Key | None:
    return order[place + 1] if place + 1 < len(order) else None
