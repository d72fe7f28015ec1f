"""What the feeds tell: one item for each update, so that a reader sees each of them once, whichever feed it came by."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from markupsafe import Markup, escape

from straightup.model.incident import Incident, Kind, Promise, Update
from straightup.outputs.language.words import Words
from straightup.outputs.prose import render
from straightup.site import addresses
from straightup.site.view import Report, Site

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """One update as a feed reader shows it. It never changes once it is out, but for the author's own edits."""

    id: str
    """A tag URI (RFC 4151) of the authority, the report's id and the update's minute: never of its place or title."""
    published: datetime
    report: Report
    update: Update | None
    """None where the report itself is the news: a notice without updates."""
    site: Site
    words: Words

    @cached_property
    def title(self) -> str:
        """`[Identified] Card payments fail in the EU`."""
        incident = self.report.incident
        word = self.words.stage(self.update.stage if self.update else incident.stage)
        if self.update is None and incident.kind is Kind.NOTICE:
            word = self.words.language.gettext("Notice")
        return clean(f"[{word}] {incident.title or incident.id}")

    @cached_property
    def url(self) -> str:
        """Where it stands on the site."""
        page = clean(addresses.base_of(self.site.settings) + self.report.url)
        return f"{page}#{addresses.anchor(self.update)}" if self.update else page

    @cached_property
    def html(self) -> str:
        """What was said, then the times that were promised and the states, with links that hold anywhere."""
        incident = self.report.incident
        if self.update is None:
            return clean(render(incident.impact or incident.preamble, self._absolute))
        html = render(self.update.text, self._absolute)
        facts = "".join(f"<li>{escape(fact)}</li>" for fact in _facts(self, incident, self.update))
        if facts:
            html += Markup(f"<ul>{facts}</ul>")  # noqa: S704 -- each fact was escaped
        return clean(html)

    def _absolute(self, link: str) -> str | None:
        site, page = self.site, self.report.url
        files = None if site.linked is None else site.linked.get(page, {})
        base = addresses.base_of(site.settings)
        return addresses.link_anywhere(link, base=base, page=page, reports=site.ids, files=files)


def items(site: Site, words: Words) -> Iterator[Item]:
    """Every update of every report, newest first, no two at the same second."""
    found = sorted(_moments(site), key=lambda each: each[:2])
    # Readers that go by date skip an item with the date of another: the later of two moves on by a second.
    last = None
    dated: list[Item] = []
    for moment, identity, report, update in found:
        last = moment if last is None or moment > last else last + timedelta(seconds=1)
        dated.append(Item(id=identity, published=last, report=report, update=update, site=site, words=words))
    yield from reversed(dated)


def _moments(site: Site) -> Iterator[tuple[datetime, str, Report, Update | None]]:
    for report in site.reports:
        incident = report.incident
        minutes: Counter[str] = Counter()
        for update in incident.updates:
            at = update.at.astimezone(UTC)
            minute = f"{at:%Y-%m-%dT%H:%MZ}"
            # Two in one minute are a fault of the file, and both are news all the same.
            one = f"{at:%Y-%m-%dT%H:%M:%SZ}/{minutes[minute]}" if minutes[minute] else minute
            minutes[minute] += 1
            yield _not_ahead(at, site.now), addresses.tag_of(site.settings, incident.id, one), report, update
        # What is planned has no time yet that would stay the same in the next build. An incident is news at once.
        is_news = incident.kind is Kind.INCIDENT or (incident.begins or site.now) <= site.now
        if incident.begins and is_news and not incident.updates:
            yield _not_ahead(incident.begins, site.now), addresses.tag_of(site.settings, incident.id), report, None


def _facts(item: Item, incident: Incident, update: Update) -> Iterator[str]:
    words, _ = item.words, item.words.language.gettext
    # Seen from the update's own day: what the item says is still the same tomorrow.
    if isinstance(update.eta, Promise):
        yield _("Restored by: %(time)s", time=words.promised_time(update.eta.earliest, update.eta.by, update.at))
    elif update.eta:
        until = words.at(update.eta.until, update.at)
        yield _("Restored by: not known until %(time)s, because %(reason)s", time=until, reason=update.eta.because)
    if update.next_update:
        yield _("Next update: %(time)s", time=words.at(update.next_update, update.at))
    for component, state in update.components or (incident.components if update is incident.updates[0] else ()):
        yield f"{item.site.name(component)}: {words.state_in_line(state)}"


def _not_ahead(when: datetime, now: datetime) -> datetime:
    """Readers put an item from the future on top for hours, or drop it."""
    return min(when, now).astimezone(UTC)


def clean(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
