"""The pages of the status site, from the templates of the theme."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from straightup import durations
from straightup.errors import ConfigurationError
from straightup.model import Kind, State, stages_of
from straightup.outputs import wording
from straightup.outputs.answers import answers
from straightup.outputs.page import Page
from straightup.outputs.prose import first_sentence, plain, render
from straightup.site import ComponentView, Report, Site

LATEST = 30
"""How many reports a list shows before it points to the months."""


def pages(site: Site, templates: Sequence[Path]) -> Iterator[Page]:
    """Every page of `site`. `templates` are theme folders; a file in an earlier one wins over one in a later."""
    return _Pages(site, templates).all()


class _Pages:
    def __init__(self, site: Site, templates: Sequence[Path]) -> None:
        self.site = site
        self.known = {report.incident.id: report for report in site.reports}
        self.environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in templates], encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            extensions=["jinja2.ext.i18n"],
        )
        self.environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # of the extension
        now = site.now
        self.environment.globals.update(
            site=site,
            now=now,
            say=durations.say,
            day=wording.day,
            clock=wording.clock,
            at=partial(wording.at, now=now),
            short_day=partial(wording.short_day, now=now),
            window=partial(wording.window, now=now),
            promised_time=partial(wording.promised_time, now=now),
            seen_on=wording.at,
            promised_seen_on=wording.promised_time,
            verdict=wording.verdict,
            eta_outcome=partial(wording.eta_outcome, now=now),
            answer_outcome=partial(wording.answer_outcome, now=now),
            step_state=partial(wording.step_state, now=now),
            step_note=wording.step_note,
            chips=partial(wording.chips, now=now),
            time_tag=wording.time_tag,
            month_name=lambda month: wording.MONTHS[int(month[5:]) - 1],
            state_words=wording.STATE_WORDS,
            state_line=wording.state_line,
            stage_words=wording.stage_words,
            anchor=wording.anchor,
            uptime_line=wording.uptime_line,
            stages_of=stages_of,
            first_sentence=first_sentence,
            Kind=Kind,
            State=State,
        )

    def all(self) -> Iterator[Page]:
        yield self._now()
        for report in self.site.reports:
            yield self._incident(report)
        for view in self.site.components:
            yield self._component(view)
        yield from self._history()

    def _page(self, template: str, url: str, title: str, description: str, **values: object) -> Page:
        root = "../" * url.count("/")
        prose = partial(render, link_of=partial(self._link, root))
        shown = {"root": root, "prose": prose, "answers": partial(answers, now=self.site.now, render=prose), **values}
        try:
            body = self.environment.get_template(f"straightup/{template}.html").render(shown)
        except TemplateError as error:
            place = getattr(error, "name", None) or f"straightup/{template}.html"
            raise ConfigurationError(
                f"The template {place} cannot be used: {error}. Correct it in your theme."
            ) from error
        return Page(kind=template, url=url, title=title, description=" ".join(description.split()) or title, body=body)

    def _link(self, root: str, address: str) -> str | None:
        """A relative link of an author; one to another report's file, which works on GitHub, leads to its page."""
        path = PurePosixPath(urlsplit(address).path)
        identity = path.name.removesuffix(".md")
        if identity in self.known:
            return f"{root}{self.known[identity].url}"
        return address

    def _now(self) -> Page:
        return self._page("now", "", self.site.headline.rstrip("."), self.site.headline)

    def _incident(self, report: Report) -> Page:
        incident = report.incident
        title = incident.title or incident.id
        about = plain(incident.impact, 150)
        state = "Open" if report.open else incident.stage.value
        description = f"{state} {wording.state_line(report)}: {about}" if about else f"{state}: {title}"
        findings = (self.site.findings or {}).get(incident.id, ())
        others = {key: self.known.get(key) for key in (incident.repeat_of, incident.duplicate_of) if key}
        newest = incident.updates[-1].at if incident.updates else incident.begins
        page = self._page("incident", report.url, title, description, report=report, findings=findings, others=others)
        return _dated(page, newest)

    def _component(self, view: ComponentView) -> Page:
        name = view.component.name
        description = f"{name}: {wording.STATE_WORDS[view.state].lower()}. {wording.uptime_line(view.uptime)}."
        return self._page("component", view.url, name, description, view=view, latest=view.reports[:LATEST])

    def _history(self) -> Iterator[Page]:
        dated = [report for report in self.site.reports if report.incident.begins]
        months = {
            month: tuple(reports) for month, reports in groupby(dated, key=lambda each: _month(each.incident.begins))
        }
        years = {
            year: [(month, len(months[month])) for month in group]
            for year, group in groupby(months, key=lambda month: month[:4])
        }
        first = tuple(self.site.reports[:LATEST])
        about = f"Every incident and maintenance of {self.site.settings.site_name}, {len(self.site.reports)} so far."
        yield self._page("history", "history/", "History", about, years=years, latest=first)
        for month, reports in months.items():
            year, number = month.split("-")
            title = f"{wording.MONTHS[int(number) - 1]} {year}"
            about = f"What happened in {title}: {len(reports)} {'report' if len(reports) == 1 else 'reports'}."
            yield self._page("month", f"history/{year}/{number}/", title, about, reports=reports, name=title)


def _month(begins: datetime | None) -> str:
    return f"{begins.astimezone(UTC):%Y-%m}" if begins else ""


def _dated(page: Page, newest: datetime | None) -> Page:
    return replace(page, updated=f"{newest.astimezone(UTC):%Y-%m-%d}") if newest else page
