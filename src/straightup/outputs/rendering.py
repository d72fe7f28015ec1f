"""Pages from the templates of the theme: the one place that knows Jinja.

A page is rendered for the moment of the build. A part of it that time alone will change, such as the sentence on top
when a maintenance begins, is a *live part*: it is rendered for those later moments too, and the page's script puts
the right one in its place, so that a page nobody rebuilds is not left behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from traceback import walk_tb
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from straightup.model import durations
from straightup.model.asked import Asked
from straightup.model.errors import ConfigurationError
from straightup.model.states import Kind, State, stages_of
from straightup.model.theme import Theme
from straightup.outputs import compiled
from straightup.outputs.calling import QuickContext, speak
from straightup.outputs.language.outcome_words import first_promise
from straightup.outputs.language.times import local_clock, stamp, time_tag, with_small_zone, zone_name
from straightup.outputs.language.words import Words, verdict
from straightup.outputs.pages.answer import Answer
from straightup.outputs.pages.answers import answers, tiles
from straightup.outputs.pages.headline import headline, sentences
from straightup.outputs.pages.outline import Outline, outline
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.promise_picture import promise_picture
from straightup.outputs.pages.script_data import script_data
from straightup.outputs.pages.settled import EVER
from straightup.outputs.pages.timeline import timeline
from straightup.outputs.prose import first_sentence, render
from straightup.outputs.standing import (
    announced,
    is_back,
    is_full,
    meaning_of,
    move_of,
    picture_of,
    since,
    stage_of,
    states_of,
    step_of,
)
from straightup.outputs.telling import edited, told
from straightup.outputs.unread import not_readable, parts_of, titles_of_left_out
from straightup.record import record
from straightup.site import addresses
from straightup.site.view import Report, Site, shown


@dataclass(frozen=True, slots=True)
class View:
    """The site at one moment, and how it is spoken of."""

    site: Site
    words: Words

    def names(self) -> dict[str, object]:
        """What templates call by name. Ours say none of it as `words.…`; one of the user's may."""
        words = self.words
        return {
            "site": self.site,
            "now": self.site.now,
            "words": words,
            "headline": partial(headline, self.site, words),
            "sentences": partial(sentences, self.site, words),
            "say": words.length,
            "small_zone": with_small_zone,
            "day": words.day,
            "full": words.full,
            "clock": words.clock,
            "at": words.at,
            "short_day": words.short_day,
            "window": words.window,
            "promised_time": words.promised_time,
            "eta_outcome": words.eta_outcome,
            "answer_outcome": words.answer_outcome,
            "step_state": words.step_state,
            "step_note": words.step_note,
            "chips": words.chips,
            "verdicts": words.verdicts,
            "first_promise": first_promise,
            "state_words": words.state,
            "state_in_line": words.state_in_line,
            "stage_name": words.stage,
            "stage_words": words.stage_words,
            "state_line": words.state_line,
            "uptime_line": words.uptime_line,
            "uptime_fact": words.uptime_fact,
            "eta_error": words.eta_error,
            "questions_of": words.questions,
            "languages": words.language.languages,
            "month_name": words.language.month_name,
            "month_and_year": words.language.month,
            "along": partial(_along, words.language.direction),
            "promise_picture": partial(promise_picture, now=self.site.now),
            **self._standing(),
        }

    def _standing(self) -> dict[str, object]:
        """How a report stands and what of it could not be read, which is never said to be better than its file."""
        words = self.words
        return {
            "state_ahead": words.state_ahead,
            "stage_of": stage_of,
            "step_of": step_of,
            "meaning_of": partial(meaning_of, words=words),
            "is_back": is_back,
            "is_full": is_full,
            "since": since,
            "states_of": partial(states_of, site=self.site),
            "picture_of": partial(picture_of, now=self.site.now),
            "window_said": announced,
            "move_of": move_of,
            "told": partial(told, now=self.site.now),
            "timeline": partial(timeline, now=self.site.now),
            "edited": partial(edited, now=self.site.now),
            "not_readable": partial(not_readable, spoken=words.language),
            "unread_parts": partial(parts_of, site=self.site, spoken=words.language),
            "titles_of_left_out": partial(titles_of_left_out, self.site, words.language),
        }


def _along(direction: str, place: float) -> float:
    """A place on an axis of time as a percentage from the left, on which time runs in `direction`."""
    return round(100 - place, 2) if direction == "rtl" else place


class Templates:
    """The theme's templates, filled from the site as it is now, and as it will be at the moments known ahead."""

    def __init__(self, now: View, later: Sequence[View], theme: Theme) -> None:
        """`later` is sorted by time."""
        self.now = now
        self.later = tuple(later)
        self._settled = replace(now.site, now=EVER)
        self.titles = Asked({each.incident.id: each.incident.title or each.incident.id for each in now.site.reports})
        self._empty = record.of((), now.site.settings, EVER)
        self._data = {
            complete: script_data(now.site, now.words.language, present=not complete) for complete in (False, True)
        }
        self._theme = theme
        self._environment = Environment(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.install_gettext_translations(  # type: ignore[attr-defined] # of the extension
            now.words.language.translations, newstyle=True
        )
        speak(self._environment, now.words.language)
        self._environment.context_class = QuickContext
        compiled.keep(self._environment)
        self._environment.globals.update(
            time_tag=time_tag,
            stamp=stamp,
            verdict=verdict,
            anchor=addresses.anchor,
            paths=addresses,
            stages_of=stages_of,
            first_sentence=first_sentence,
            local_clock=local_clock,
            # On an axis there is room for symbols alone, which are the same in every language.
            symbols=durations.say,
            zone_name=zone_name,
            shown=shown,
            Kind=Kind,
            State=State,
        )

    def outline_of(self, *reports: Report, of_many: bool = False) -> Outline:
        """What the page of a report is filled from when it is settled, or one `of_many`, where none may be missing."""
        left_out = self.now.site.left_out if of_many else ()
        return outline(reports, self.now.site, self.titles, self._empty, left_out)

    def filled(self, page: Page, *, root: str | None = None, seen: View | None = None, **values: object) -> Page:
        """`page` with the body that the template of its kind makes of `seen`; `values` are what that calls by name.

        Without `seen` it is filled from all of the site. `root` leads to where the status pages begin, for a page that
        is not only shown at its own address. ConfigurationError when a template of the user's cannot be used.
        """
        root = addresses.root_from(page.url) if root is None else root
        body = self._render(
            page.kind,
            seen or self.view_of(page),
            {**values, "root": root, "page_url": page.url, "settled": page.settled},
        )
        body = f"{body}\n{self._data[bool(page.settled)]}"
        spoken = self.now.words.language
        if spoken.code != self.now.site.settings.language:
            # The theme speaks a language that nobody has translated ours to.
            body = f'<div lang="{spoken.code}" dir="{spoken.direction}">{body}</div>'
        return replace(page, body=body, description=" ".join(page.description.split()) or page.title)

    def view_of(self, page: Page, site: Site | None = None) -> View:
        """What `page` is filled from: where it is settled `site`, or the whole site, after everything."""
        if page.settled is None:
            return self.now
        return View(site or self._settled, Words(self.now.words.language, EVER, page.settled.seen))

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """For Jinja: the text of a template, and what its code is to be called in a traceback."""
        text = self._theme.templates.get(name)
        return None if text is None else (text, name, None)

    def _render(self, template: str, view: View, values: Mapping[str, Any]) -> str:
        numbers = count(1)

        def prose(text: str, report: Report | None = None) -> Markup:
            """`report` is the one that the text is of, on a page that is not its own."""
            notes = f"su-{template.replace('_', '-')}-{next(numbers)}"
            return render(text, partial(_link, values, view.site, report), spoken=view.words.language, notes=notes)

        def answered(report: Report) -> list[Answer]:
            return answers(report, view.site, view.words, partial(prose, report=report))

        names = {
            **view.names(),
            "times_of": lambda report: tiles(report, view.site, view.words, partial(prose, report=report)),
            "built_at": self.now.site.now,
            "prose": prose,
            "answers": answered,
            "live": partial(self._live, values=values),
            "here": partial(addresses.way, values["page_url"]),
            "link_to": partial(_link_to, values["root"], view.site),
            **values,
        }
        try:
            return self._environment.get_template(f"straightup/{template}.html").render(names)
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            if not isinstance(error, TemplateError) and not self._theme.changed:
                raise  # then it is a fault of ours
            place = _place(error) or f"straightup/{template}.html"
            reason = "there is no such file" if isinstance(error, TemplateNotFound) else error
            raise ConfigurationError(
                f"The template {place} cannot be used: {reason}. Correct it in your theme."
            ) from error

    def _live(self, template: str, values: Mapping[str, Any], **more: object) -> Markup:
        """The part `template` as it is now, and as it will be wherever that is something else."""
        values = {**values, **more}
        last = self._render(template, self.now, values)
        parts = [Markup('<div class="su-live">{}</div>').format(Markup(last))]  # noqa: S704 -- a template's own output
        for view in self.later:
            text = self._render(template, view, values)
            if text != last:
                parts.append(_LATER.format(stamp(view.site.now), Markup(text)))  # noqa: S704 -- the same
            last = text
        return Markup("\n").join(parts) if len(parts) > 1 else Markup(last)  # noqa: S704 -- the same


def _link_to(root: str, site: Site, identity: str) -> Markup:
    title = site.title_of(identity)
    if title is None:
        return escape(identity)
    return Markup('<a href="{}{}">{}</a>').format(root, addresses.of_incident(identity), title)


def _link(values: Mapping[str, Any], site: Site, report: Report | None, link: str) -> str | None:
    root = values["root"]
    own = values["page_url"] if report is None else report.url
    page = "" if own == values["page_url"] else root + own
    files = None if site.linked is None else site.linked.get(own, {})
    return addresses.link_on_page(link, root=root, page=page, reports=site.ids, files=files)


def _place(error: Exception) -> str:
    """The template and the line that `error` comes from, as far as it can be told."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    if isinstance(error, TemplateNotFound):
        return str(error.name)
    place = ""
    for frame, line in walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if name.endswith(".html"):
            place = f"{name}, line {line}"
    return place


_LATER = Markup('<template data-su-from="{}">{}</template>')
