"""What the feeds tell: one item for each update and one for each correction of what an update means, each once."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from markupsafe import Markup

from straightup.model.incident import Edit, Incident
from straightup.model.states import Kind
from straightup.outputs.feed_texts import FeedText
from straightup.outputs.language.words import Words
from straightup.outputs.prose import plain
from straightup.outputs.telling import Told, edited, is_of_meaning, told
from straightup.site import addresses
from straightup.site.view import Report, Site

LONGEST = 64 * 1024
"""Characters of HTML in one item: it stands in the feed of every component that the report names."""
MOST_STATES = 20
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """One update, or one correction, as a feed reader shows it.

    It never changes once it is out, but for the author's own edits, and for what says that it was overtaken.
    """

    id: str
    """A tag URI (RFC 4151) of the authority, the report's id and the update's minute: never of its place or title."""
    published: datetime
    report: Report
    told: Told | None
    """None where the report itself is the news: a notice without updates."""
    correction: Edit | None = None
    """The edit that is the news; None of an update itself."""
    site: Site
    words: Words

    @cached_property
    def updated(self) -> datetime:
        """When it was corrected last, for whatever reason."""
        made = [when for _edit, when in edited(self.told, self.site.now)] if self.told else []
        return max([self.published, *made])

    @cached_property
    def title(self) -> str:
        """`[Identified] Card payments fail in the EU`; of a correction with `Corrected:` in front."""
        title = clean(FeedText(self.report, self.site, self.words).title(self.told))
        return self.words.language.gettext("Corrected: %(title)s", title=title) if self.correction else title

    @cached_property
    def url(self) -> str:
        """Where it stands on the site."""
        page = clean(addresses.base_of(self.site.settings) + self.report.url)
        return f"{page}#{self.told.anchor}" if self.told else page

    @cached_property
    def html(self) -> str:
        """What was said, then the times that were promised and the states, with links that hold anywhere."""
        html = FeedText(self.report, self.site, self.words).html(self.told)
        if len(html) <= LONGEST:
            return clean(html)
        everything = self.words.language.gettext("All of it, with its history and its feed")
        text = self.told.update.text if self.told else self.report.incident.impact
        return clean(Markup('<p>{}</p><p><a href="{}">{}</a></p>').format(plain(text, 1000), self.url, everything))


@dataclass(frozen=True, eq=False)
class WholeItem:
    """One report with all of its updates, for those who want to see each report once."""

    parts: list[Item]
    """Its updates and corrections, newest first, at least one."""
    id: str
    """A tag URI of its own: the same report as one of `parts` is another item."""

    @property
    def published(self) -> datetime:
        return self.parts[-1].published

    @property
    def updated(self) -> datetime:
        return max(part.updated for part in self.parts)

    @property
    def title(self) -> str:
        return self.parts[0].title

    @property
    def url(self) -> str:
        return self.parts[0].url.partition("#")[0]

    @property
    def html(self) -> str:
        """What each update said, newest first, as far as there is room."""
        found = Markup("")
        for part in self.parts:
            head = f"{part.words.full(part.published)} · {part.title}"
            more = Markup("<h3>{}</h3>").format(clean(head)) + Markup(part.html)  # noqa: S704 -- safe already
            if found and len(found) + len(more) > LONGEST:
                break
            found += more
        return str(found)


FeedItem = Item | WholeItem


class News:
    """What the feeds tell, as a whole and by report."""

    def __init__(self, site: Site, words: Words) -> None:
        """Nothing during an exercise, of which no feed tells."""
        self.everything: tuple[Item, ...] = () if site.exercise else tuple(items(site, words))
        """Newest first."""
        self._of_reports: dict[str, list[Item]] = {}
        for item in self.everything:
            self._of_reports.setdefault(item.report.incident.id, []).append(item)

    def of(self, report: Report) -> Sequence[Item]:
        """The items about `report`, newest first."""
        return self._of_reports.get(report.incident.id, ())


def items(site: Site, words: Words) -> Iterator[Item]:
    """Every update and correction of every report, newest first, no two at the same second."""
    # Of two at one second a correction is the later one: an update keeps the date that it had.
    found = sorted(_moments(site), key=lambda each: (each[0], each[4] is not None, each[1]))
    # Readers that go by date skip an item with the date of another: the later of two moves on by a second.
    last = None
    dated: list[Item] = []
    for moment, identity, report, update, edit in found:
        last = moment if last is None or moment > last else last + timedelta(seconds=1)
        dated.append(
            Item(id=identity, published=last, report=report, told=update, correction=edit, site=site, words=words)
        )
    yield from reversed(dated)


def _moments(site: Site) -> Iterator[tuple[datetime, str, Report, Told | None, Edit | None]]:
    for report in site.reports:
        incident = report.incident
        for each in told(report, site.now):
            if incident.imported and is_of_old(incident, each.dated):
                continue
            yield each.dated, _tag(site, report, each.name), report, each, None
            minutes: Counter[str] = Counter()
            for edit, made in edited(each, site.now):
                if is_of_meaning(edit):
                    minute = f"{edit.at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
                    minutes[minute] += 1
                    again = [] if minutes[minute] == 1 else [str(minutes[minute])]
                    yield made, _tag(site, report, each.name, "edited", minute, *again), report, each, edit
        # What is planned has no time yet that would stay the same in the next build. An incident is news at once.
        is_news = incident.kind is Kind.INCIDENT or (incident.begins or site.now) <= site.now
        if incident.begins and is_news and not report.told and not is_of_old(incident, incident.begins):
            yield _not_ahead(incident.begins, site.now), _tag(site, report), report, None, None


def is_of_old(incident: Incident, when: datetime) -> bool:
    """Whether customers were told it on another page, before the report was imported: that is no news."""
    return incident.imported is not None and (incident.imported.at is None or when < incident.imported.at)


def _tag(site: Site, report: Report, *parts: str) -> str:
    return addresses.tag_of(site.settings, report.known_as, *parts)


def _not_ahead(when: datetime, now: datetime) -> datetime:
    """Readers put an item from the future on top for hours, or drop it."""
    return min(when, now).astimezone(UTC)


def clean(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
