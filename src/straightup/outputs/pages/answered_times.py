"""The answers that are times: restored by, done by, when, and when customers hear next."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import pairwise, takewhile

from markupsafe import Markup

from straightup.model.incident import Eta, Promise, Update
from straightup.model.states import FINAL_STAGES, Stage
from straightup.outputs.language.times import time_tag
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answer import Answer, Due
from straightup.outputs.standing import is_back, moves_of, silent_since
from straightup.record.promises import EtaPromise
from straightup.record.windows import Span
from straightup.site.view import Report

Render = Callable[[str], Markup]


class AnsweredTimes:
    """The times that one report promises, as they count now: those of an earlier run of it are its history."""

    def __init__(self, report: Report, words: Words, render: Render) -> None:
        self.report = report
        self.incident = report.incident
        self.words = words
        self.render = render
        self._ = words.language.gettext
        self._html = words.language.markup

    # Restored by

    def restored_by(self) -> Answer:
        """While an incident is open."""
        incident = self.incident
        notes: list[Markup] = []
        html, when = Markup(), Markup()
        due: Due | None = None
        if self._unread_eta:
            notes += self._before_the_unread()
        elif self.pending is not None:
            when, due, notes = self._time_of(self.pending)
        if is_back(self.report):
            html = _paragraph(self._("Service is back. We watch it before we call it resolved."))
        elif incident.stage is Stage.MONITORING and not when and not self._unread_eta:
            html = _paragraph(self._("A repair is in place. We watch whether it holds before we call it resolved."))
        if incident.restoration:
            html += self.render(incident.restoration)
        if self._unread_eta:
            html = Markup('<p class="su-unanswered">{}</p>').format(self._("Not readable.")) + html
        history = () if self._unread_eta else self._history()
        full = bool(self._etas) and self._etas[-1].full
        return Answer(
            question=self._("Fully restored by") if full else self._("Restored by"),
            html=html,
            when=when,
            due=due,
            late=self._late(due),
            notes=(*notes, *history, *self._usual()),
            unanswered=self._("No time was given."),
        )

    @cached_property
    def _updates(self) -> tuple[Update, ...]:
        """Those since it was over last, oldest first."""
        newest_first = takewhile(lambda update: update.stage not in FINAL_STAGES, reversed(self.incident.updates))
        return tuple(newest_first)[::-1]

    @cached_property
    def _etas(self) -> tuple[EtaPromise, ...]:
        if not self._updates:
            return ()
        found = [eta for eta in self.report.promises.etas if eta.said >= self._updates[0].at]
        # A time for the rest of the work, once service is back, moves none that was promised for service.
        return tuple(eta for eta in found if eta.full is found[-1].full)

    @cached_property
    def _last_word(self) -> Update | None:
        """The update that has the last word on the restoration time."""
        found = next((update for update in reversed(self._updates) if update.eta or "ETA" in update.unread), None)
        # Once a repair is watched, what was promised before is history.
        watched = self.incident.stage is Stage.MONITORING
        return None if found and watched and found is not self._updates[-1] else found

    @property
    def _unread_eta(self) -> bool:
        return self._last_word is not None and "ETA" in self._last_word.unread

    @property
    def pending(self) -> Eta | None:
        """What is promised now of the restoration, or that it is not known; None also where that cannot be read."""
        return None if self._last_word is None or self._unread_eta else self._last_word.eta

    def _time_of(self, eta: Eta) -> tuple[Markup, Due, list[Markup]]:
        """The time as an answer, what the page counts down to, and what goes with an answer that is promised."""
        if isinstance(eta, Promise):
            earliest = None if eta.earliest == eta.by else eta.earliest
            text = self.words.promised_time(eta.earliest, eta.by)
            when = time_tag(earliest or eta.by, text, until=eta.by if earliest else None)
            return when, Due(at=eta.by, kind="promise"), []
        time = time_tag(eta.until, self.words.at(eta.until))
        notes = [self._html("Because %(reason)s", reason=eta.because)] if eta.because else []
        return self._html("Not known until %(time)s", time=time), Due(at=eta.until, kind="promise"), notes

    def _before_the_unread(self) -> Iterator[Markup]:
        promised = [update.eta.by for update in self._updates if isinstance(update.eta, Promise)]
        if promised:
            last = time_tag(promised[-1], self.words.at(promised[-1]))
            yield self._html("Last promised for %(time)s; what we said since cannot be read.", time=last)

    def _late(self, due: Due | None) -> str:
        return self._("promised, and it has passed") if due and due.at < self.words.now else ""

    def _history(self) -> Iterator[Markup]:
        etas = self._etas
        if not etas:
            return
        if self.pending is not None and not isinstance(self.pending, Promise):
            last = time_tag(etas[-1].promised, self.words.at(etas[-1].promised))
            yield self._html("Last promised for %(time)s, and taken back since.", time=last)
            return
        silent = silent_since(self.report, self.words.now)
        if silent:
            yield self._html("Last word from us: %(time)s.", time=time_tag(silent, self.words.at(silent)))
        moved = [eta for before, eta in pairwise(etas) if not _is_same_time(before, eta)]
        if moved:
            first = time_tag(etas[0].promised, self.words.at(etas[0].promised))
            times = self.words.language.ngettext("once", "%(num)s times", len(moved))
            yield self._html("First promised for %(time)s, moved %(times)s.", time=first, times=times)
        elif any(answer.said > etas[0].said for answer in self.report.promises.answers):
            yield self._html("Promised, taken back, and promised again.")
        elif not silent:
            yield self._html("First promise, not moved since.")
        # A reason belongs to the time that it was given for, and to no other.
        of_this_time = takewhile(lambda eta: _is_same_time(eta, etas[-1]), reversed(etas))
        reason = next((eta.because for eta in of_this_time if eta.because), "")
        if reason:
            yield self._html("Because %(reason)s", reason=reason)

    def _usual(self) -> Iterator[Markup]:
        usual, rest = self.report.usual, self.report.usual_rest
        if usual and rest and self.incident.stage is not Stage.MONITORING:
            yield self._html(
                "Similar incidents took %(length)s, and %(rest)s from this step on (medians of %(num)s, %(num_rest)s).",
                length=self.words.length(usual.median),
                num=usual.count,
                rest=self.words.length(rest.median),
                num_rest=rest.count,
            )
        elif usual:
            yield self._html(
                "Similar incidents took %(length)s (median of %(num)s since %(year)s).",
                length=self.words.length(usual.median),
                num=usual.count,
                year=usual.since,
            )

    # Maintenance

    def window(self) -> Answer | None:
        """When planned work is done; None where nobody ever said it."""
        incident, report = self.incident, self.report
        called_off = incident.stage is Stage.CANCELLED
        question = self._("It was planned for") if called_off else self._("When")
        begins, ends = report.window or (None, None)
        unread = {"starts", "ends"} & set(incident.unread)
        if begins is None or ends is None:
            when, unanswered = self._half(begins, ends), self._("Not readable.")
            rest = [self._html("The rest of its time is not readable.")] if when and unread else []
            answer = Answer(question=question, when=when, notes=tuple(rest), unanswered=unanswered)
            return answer if when or unread else None
        when = time_tag(begins, self.words.window(begins, ends), until=ends)
        # Before it begins there is nothing to count down to here: the window itself says it.
        begun = incident.stage is not Stage.SCHEDULED
        due = Due(at=ends, kind="work" if begun else "window") if report.active else None
        said = self._("takes longer than announced") if begun else self._("over, and we have not said that it began")
        late = said if report.overrunning else ""
        notes = (*self._promised_now(), *self._moves())
        return Answer(question=question, when=when, due=due, late=late, notes=notes)

    def _half(self, begins: datetime | None, ends: datetime | None) -> Markup:
        if begins:
            return self._html("from %(time)s", time=said_at(begins, self.words))
        return self._html("until %(time)s", time=said_at(ends, self.words)) if ends else Markup()

    def _promised_now(self) -> Iterator[Markup]:
        if isinstance(self.pending, Promise) and self._is_news(self.pending):
            yield self._html("Promised now: done by %(time)s.", time=said_at(self.pending.by, self.words))

    def _moves(self) -> Iterator[Markup]:
        """How the window came to be what it is, and what was said too late to count."""
        counted, late = moves_of(self.report)
        if counted:
            last, first = counted[-1], counted[0]
            if last.old is None:
                yield self._html("Moved from a time that the report does not say any more.")
            elif last.because:
                old = self._window_tag(last.old)
                yield self._html("Moved from %(window)s, because %(reason)s", window=old, reason=last.because)
            else:
                yield self._html("Moved from %(window)s.", window=self._window_tag(last.old))
            if len(counted) > 1 and first.old:
                times = self.words.language.ngettext("once", "%(num)s times", len(counted))
                said = self._window_tag(first.old)
                yield self._html("First announced for %(window)s, moved %(times)s.", window=said, times=times)
        if late:
            new = self._window_tag(late[-1].new)
            yield self._html("Moved to %(window)s when it had begun already.", window=new)
            if late[-1].because:
                yield self._html("Because %(reason)s", reason=late[-1].because)

    def _window_tag(self, window: Span) -> Markup:
        return time_tag(window[0], self.words.window(*window), until=window[1])

    def done_by(self) -> Answer | None:
        """While planned work goes on: by when it is promised to be done, where that is not the end announced."""
        if self.incident.over:
            return None
        question = self._("Done by")
        if self._unread_eta:
            notes = tuple(self._before_the_unread())
            return Answer(question=question, unanswered=self._("Not readable."), notes=notes)
        if self.pending is None or not self._is_news(self.pending):
            return None
        when, due, notes_of_time = self._time_of(self.pending)
        if isinstance(self.pending, Promise) and self.pending.because:
            notes_of_time.append(self._html("Because %(reason)s", reason=self.pending.because))
        return Answer(question=question, when=when, due=due, late=self._late(due), notes=tuple(notes_of_time))

    def _is_news(self, eta: Eta) -> bool:
        ends = self.report.window[1] if self.report.window else None
        return not isinstance(eta, Promise) or eta.by != ends

    # The next word

    def next_update(self) -> Answer:
        return self._promised_word(self._("Next update"), self._("No time was given."))

    def follow_up(self) -> Answer:
        return self._promised_word(self._("Follow-up"), self._("No date was given."))

    def _promised_word(self, question: str, missing: str) -> Answer:
        promised = self.incident.pending_update
        if promised is None:
            unread = any("Next update" in update.unread for update in self.incident.updates[-1:])
            return Answer(question=question, unanswered=self._("Not readable.") if unread else missing)
        due = Due(at=promised, kind="promise")
        return Answer(question=question, when=said_at(promised, self.words), due=due, late=self._late(due))


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)


def _is_same_time(one: EtaPromise, other: EtaPromise) -> bool:
    return (one.earliest, one.promised) == (other.earliest, other.promised)


def said_at(when: datetime, words: Words) -> Markup:
    """The moment as the pages show it."""
    return time_tag(when, words.at(when))
