"""What an item of a feed says: all that somebody has to know who reads this one message and nothing else."""

from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup

from straightup.model.incident import Promise, Update
from straightup.model.states import FINAL_STAGES, Kind, Stage
from straightup.model.stock_answers import says_none
from straightup.outputs.language.words import Words
from straightup.outputs.prose import render
from straightup.outputs.standing import is_full, move_of, window_at
from straightup.outputs.telling import Told, edited
from straightup.outputs.unread import not_readable
from straightup.site import addresses
from straightup.site.view import Report, Site


class FeedText:
    """The titles and texts of the items about one report."""

    def __init__(self, report: Report, site: Site, words: Words) -> None:
        self.report = report
        self.incident = report.incident
        self.site = site
        self.words = words
        self._ = words.language.gettext

    def title(self, each: Told | None) -> str:
        """How far it is, and what it is about: `[Identified] Card payments fail in the EU`."""
        word = self.words.stage(each.update.stage if each else self.incident.stage)
        if each and not each.readable:
            word = self._("Update")
        if each is None and self.incident.kind is Kind.NOTICE:
            word = self._("Notice")
        title = self.incident.title or self.incident.id
        if each and each.update.window:
            moved = self.words.window(each.update.window.starts, each.update.window.ends)
            title = self._("%(title)s: moved to %(window)s", title=title, window=moved)
        return f"[{word}] {title}"

    def html(self, each: Told | None) -> Markup:
        """What was said, with links that hold anywhere, and below it a list of the times and the states."""
        if each is None:
            return self._prose(self.incident.impact or self.incident.preamble) + self._meanwhile()
        facts = Markup("").join(Markup("<li>{}</li>").format(fact) for fact in self.facts(each))
        html = self._prose(each.update.text)
        if facts:
            html += Markup("<ul>{}</ul>").format(facts)
        if self._is_first(each) and self.incident.impact:
            planned = self.incident.kind is Kind.MAINTENANCE
            question = self._("What to expect") if planned else self._("What is wrong")
            html += Markup("<p><strong>{}</strong></p>").format(question) + self._prose(self.incident.impact)
        return html + self._meanwhile() if self._is_first(each) else html

    def _meanwhile(self) -> Markup:
        """What customers can do, below what is wrong for them; nothing where the report does not say."""
        text = self.incident.workaround
        if not text:
            return Markup()
        none = Markup("<p>{}</p>").format(self._("There is no way around it."))
        html = none if says_none(text) else self._prose(text)
        return Markup("<p><strong>{}</strong></p>").format(self._("Meanwhile")) + html

    def _prose(self, text: str) -> Markup:
        return render(text, self._absolute, spoken=self.words.language)

    def _absolute(self, link: str) -> str | None:
        site, page = self.site, self.report.url
        files = None if site.linked is None else site.linked.get(page, {})
        base = addresses.base_of(site.settings)
        return addresses.link_anywhere(link, base=base, page=page, reports=site.ids, files=files)

    def _is_first(self, each: Told) -> bool:
        return each.update is self.report.told[0]

    def facts(self, each: Told) -> Iterator[str]:
        """The times and the states of an update, each in a few words."""
        yield from self._dates(each)
        yield from self._window(each)
        yield from self._promises(each)
        yield from self._states(each)
        for edit, made in edited(each, self.site.now):
            time = self._at(made, each)
            if edit.because:
                yield self._("corrected %(time)s, because %(reason)s", time=time, reason=edit.because)
            else:
                yield self._("corrected %(time)s", time=time)
        for name in each.update.unread:
            yield not_readable(name, self.words.language)

    def _at(self, when: datetime, each: Told) -> str:
        # Seen from the update's own day: what the item says is still the same tomorrow.
        return self.words.at(when, each.dated)

    def _dates(self, each: Told) -> Iterator[str]:
        update = each.update
        if not each.readable:
            yield self._("The time or the step of this update is not readable: %(heading)s", heading=update.heading)
        if each.ahead:
            yield self._("dated %(time)s, still ahead", time=self._at(update.at, each))
        if update.began:
            yield self._("Broken again since: %(time)s", time=self._at(update.began, each))
        if update.restored:
            yield self._("Restored: %(time)s", time=self._at(update.restored, each))

    def _window(self, each: Told) -> Iterator[str]:
        """When planned work is done, as far as this update said it."""
        stage = each.update.stage
        if self.incident.kind is not Kind.MAINTENANCE or stage is Stage.COMPLETED:
            return
        if self.incident.repeats:
            # The rule, and not the next time: what the item says is the same every week.
            yield self._("When: %(window)s", window=self.incident.repeats.said)
            return
        window, moved = window_at(self.report, each.update)
        if window is None:
            yield from self._no_window(moved=moved)
            return
        said = self.words.window(window[0], window[1], each.dated)
        if stage is Stage.CANCELLED:
            yield self._("It was planned for %(window)s", window=said)
        elif moved:
            yield self._("When: %(window)s (moved since)", window=said)
        else:
            yield self._("When: %(window)s", window=said)
        if each.update.window:
            yield from self._move(each)

    def _no_window(self, *, moved: bool) -> Iterator[str]:
        if moved:
            yield self._("When: moved since")
        elif {"starts", "ends"} & set(self.incident.unread):
            yield self._("When: not readable")

    def _move(self, each: Told) -> Iterator[str]:
        move = move_of(self.report, each.update)
        if move is None:
            return
        if move.old is None:
            yield self._("Moved from a time that the report does not say any more")
            return
        old = self.words.window(move.old[0], move.old[1], each.dated)
        if move.because:
            yield self._("Moved from %(window)s, because %(reason)s", window=old, reason=move.because)
        else:
            yield self._("Moved from %(window)s", window=old)

    def _promises(self, each: Told) -> Iterator[str]:
        update = each.update
        if isinstance(update.eta, Promise):
            yield from self._eta(each, update.eta)
        elif update.eta:
            until = self._at(update.eta.until, each)
            yield self._(
                "Restored by: not known until %(time)s, because %(reason)s", time=until, reason=update.eta.because
            )
        if update.next_update:
            yield self._("Next update: %(time)s", time=self._at(update.next_update, each))

    def _eta(self, each: Told, eta: Promise) -> Iterator[str]:
        time = self.words.promised_time(eta.earliest, eta.by, each.dated)
        if self.incident.kind is Kind.MAINTENANCE:
            yield self._("Done by: %(time)s", time=time)
        elif is_full(self.report, each.update):
            yield self._("Fully restored by: %(time)s", time=time)
        else:
            yield self._("Restored by: %(time)s", time=time)
        before = self._promised_before(each.update)
        if before and before.by != eta.by:
            yield self._(
                "Promised before: %(time)s", time=self.words.promised_time(before.earliest, before.by, each.dated)
            )
        if eta.because:
            yield self._("Because %(reason)s", reason=eta.because)

    def _promised_before(self, update: Update) -> Promise | None:
        """The time that this update replaces; none where it was over in between."""
        found: Promise | None = None
        for other in self.report.told:
            if other is update:
                return found
            if other.stage in FINAL_STAGES:
                found = None
            elif isinstance(other.eta, Promise):
                found = other.eta
        return None

    def _states(self, each: Told) -> Iterator[str]:
        stage = each.update.stage
        if self.incident.kind is Kind.MAINTENANCE and stage is Stage.CANCELLED:
            return  # nothing will be the matter
        ahead = self.incident.kind is Kind.MAINTENANCE and stage is Stage.SCHEDULED
        states = each.update.components or (self.incident.components if self._is_first(each) else ())
        for component, state in states:
            said = self.words.state_ahead(state) if ahead else self.words.state_in_line(state)
            yield f"{self.site.name(component)}: {said}"
        if self._is_first(each):
            for component in self.incident.unread_states:
                yield self._("%(name)s: not readable", name=self.site.name(component))
