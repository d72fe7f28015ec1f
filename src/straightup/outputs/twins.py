"""A page in words alone, as Markdown: for programs that read text, and for people with no more than a terminal.

Each says what its page says, in the same order and in the words that the page takes from the same places.
"""

from collections.abc import Iterable, Iterator

from straightup.model.states import Kind
from straightup.outputs.feed_texts import FeedText
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answers import answers
from straightup.outputs.pages.headline import headline
from straightup.outputs.pages.page import Page
from straightup.outputs.showing import standing_of
from straightup.outputs.standing import announced
from straightup.outputs.telling import Told, told
from straightup.outputs.twin_text import Prose, safe
from straightup.outputs.unread import parts_of, titles_of_left_out
from straightup.site import addresses
from straightup.site.view import Report, Site


def twin_of(report: Report, site: Site, words: Words) -> str:
    """What the page of `report` says, at the moment of `words`."""
    return _Twin(site, words).of_report(report)


def twin_of_now(site: Site, words: Words) -> str:
    """What the first page says at the moment of the build, which stands in it: a text cannot go on counting."""
    return _Twin(site, words).of_now()


def twins(pages: Iterable[Page]) -> dict[str, bytes]:
    """What stands beside `pages`, as a feed, as text and as data, by its path."""
    found: dict[str, bytes] = {}
    for page in pages:
        if page.feed:
            found[addresses.feed_of(page.url)] = page.feed.encode("utf-8", "replace")
        if page.twin:
            found[addresses.twin_of(page.url)] = page.twin.encode("utf-8", "replace")
        if page.data:
            found[addresses.data_of(page.incident)] = page.data.encode("utf-8", "replace")
    return found


class _Twin:
    """One text, whose lines are put together before what authors wrote comes into their places."""

    def __init__(self, site: Site, words: Words) -> None:
        self.site = site
        self.words = words
        self.prose = Prose(words)
        self._ = words.language.gettext

    def of_report(self, report: Report) -> str:
        every = told(report, self.words.now)
        lines = [
            *self._head(report.incident.title or report.incident.id, report.url),
            *self._report(report, "##"),
            *([f"## {self._('Updates')}", ""] if every else []),
            *(line for each in reversed(every) for line in self._update(each, report)),
        ]
        for heading, text in report.incident.other_sections:
            lines += [f"## {safe(heading)}", "", str(self.prose.hold(text)), ""] if text else []
        return self.prose.released("\n".join(lines))

    def of_now(self) -> str:
        site = self.site
        built = self._("Built %(time)s.", time=self.words.full(site.now))
        lines = [*self._head(headline(site, self.words), addresses.NOW), built, "", *self._missing(), ""]
        for report in site.going_on.cards:
            lines += [f"## {self._linked(report)}", "", *self._report(report, "###")]
            lines += [line for each in told(report, site.now)[-1:] for line in self._update(each, report)]
        lines += self._listed(self._("Also open"), site.going_on.rows)
        if site.components:
            lines += [f"## {self._('Components')}", "", *self._components(), ""]
        lines += self._listed(self._("Planned"), (*site.planned, *site.notices))
        lines += self._listed(self._("Resolved lately"), site.recent)
        return self.prose.released("\n".join(lines))

    def _head(self, title: str, url: str) -> Iterator[str]:
        yield from (f"# {safe(title)}", "", f"<{addresses.base_of(self.site.settings)}{url}>", "")

    def _report(self, report: Report, mark: str) -> Iterator[str]:
        """How it stands, what of it could not be read, and the answers, below headings that begin with `mark`."""
        yield safe(" · ".join(filter(None, standing_of(report, self.site, self.words))))
        yield ""
        if parts := parts_of(report, self.site, self.words.language):
            said = self._(", ").join(parts)
            yield from (safe(self._("Part of this report could not be read: %(parts)s.", parts=said)), "")
        for answer in answers(report, self.site, self.words, self.prose.hold):
            yield from (f"{mark} {safe(answer.question)}", "", *self.prose.answer(answer))

    def _update(self, each: Told, report: Report) -> Iterator[str]:
        update = each.update
        time, stage = self.words.full(update.at), self.words.stage(update.stage)
        yield f"### {safe(f'“{update.heading}”' if update.heading else f'{time} · {stage}')}"
        yield from ("", self.prose.written(update.text), "")
        yield from (f"- {safe(fact)}" for fact in FeedText(report, self.site, self.words).facts(each))
        yield ""

    def _missing(self) -> Iterator[str]:
        if self.site.left_out:
            yield safe(
                self.words.language.ngettext(
                    "%(num)s report could not be read and is missing here, so this page may look better than it is: "
                    "%(names)s.",
                    "%(num)s reports could not be read and are missing here, so this page may look better than it is: "
                    "%(names)s.",
                    len(self.site.left_out),
                    names=titles_of_left_out(self.site, self.words.language),
                )
            )

    def _components(self) -> Iterator[str]:
        for view in self.site.components:
            state = self.words.state_in_line(view.state)
            fact = self.words.uptime_line(view.uptime)
            line = self._("%(name)s: %(state)s", name=view.component.name, state=state)
            yield f"- {safe(self._(', ').join(filter(None, (line, fact))))}"

    def _listed(self, heading: str, reports: Iterable[Report]) -> list[str]:
        lines = [f"- {self._linked(report)}{self._when(report)}" for report in reports]
        return [f"## {heading}", "", *lines, ""] if lines else []

    def _linked(self, report: Report) -> str:
        address = addresses.base_of(self.site.settings) + addresses.twin_of(report.url)
        return f"[{safe(report.incident.title or report.incident.id)}](<{address}>)"

    def _when(self, report: Report) -> str:
        window = announced(report) if report.incident.kind is Kind.MAINTENANCE else None
        if window:
            return f" · {self.words.window(*window)}"
        return f" · {self.words.day(report.incident.begins)}" if report.incident.begins else ""
