"""The five questions with their answers, the same on every page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup

from straightup.model.incident import CauseState, Kind, Promise, Stage, State, UnknownUntil
from straightup.outputs.language.times import time_tag
from straightup.outputs.language.words import Words
from straightup.record.promises import PromisedStep
from straightup.site.view import Report

Render = Callable[[str], Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something was promised for; the page's script counts down to it, and says how late it is afterwards."""

    at: datetime
    kind: str
    """`promise`, or for the end of a maintenance `work`, and `window` while nobody has said that it began: which words
    the script uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question as a customer would ask it, and what the report says."""

    question: str
    html: Markup = field(default_factory=Markup)
    when: Markup = field(default_factory=Markup)
    """A time that is the answer, to be shown large."""
    due: Due | None = None
    """The promise in `when` that is still open."""
    late: str = ""
    """What to say where `due` has passed, in words that stay true."""
    notes: tuple[Markup, ...] = ()
    steps: tuple[PromisedStep, ...] = ()
    unanswered: str = ""
    """What to say where there is no answer."""

    @property
    def answered(self) -> bool:
        return bool(self.html or self.when or self.steps)


def answers(report: Report, words: Words, render: Render) -> list[Answer]:
    """The answers of `report` in the order in which customers ask; while it lasts, and when it is over."""
    return _Answers(report, words, render).all()


class _Answers:
    def __init__(self, report: Report, words: Words, render: Render) -> None:
        self.report = report
        self.incident = report.incident
        self.words = words
        self.render = render
        self._ = words.language.gettext
        self._html = words.language.markup

    def all(self) -> list[Answer]:
        incident = self.incident
        if incident.kind is Kind.NOTICE:
            return [self._impact(self._("What you should know"))]
        if incident.kind is Kind.MAINTENANCE:
            return self._maintenance()
        over = incident.over
        found = [self._impact(self._("What was wrong") if over else self._("What is wrong")), self._cause()]
        if over:
            found.append(self._restoration())
        else:
            found += [self._restored_by(), self._next_update()]
        found.append(self._prevention())
        if over:
            follow_up = self._follow_up()
            if follow_up.when or not all(item.settled for item in incident.prevention):
                found.append(follow_up)
        if incident.making_it_right:
            found.append(Answer(question=self._("Making it right"), html=self.render(incident.making_it_right)))
        return found

    def _maintenance(self) -> list[Answer]:
        incident = self.incident
        found = []
        if incident.starts and incident.ends:
            when = time_tag(incident.starts, self.words.window(incident.starts, incident.ends), until=incident.ends)
            # Before it begins there is nothing to count down to here: the window itself says it.
            begun = incident.stage is not Stage.SCHEDULED
            due = Due(at=incident.ends, kind="work" if begun else "window") if self.report.active else None
            said = (
                self._("takes longer than announced") if begun else self._("over, and we have not said that it began")
            )
            late = said if self.report.overrunning else ""
            found.append(Answer(question=self._("When"), when=when, due=due, late=late))
        found += [self._impact(self._("What to expect")), self._cause()]
        if incident.restoration:
            question = self._("How it went") if incident.over else self._("What we do")
            found.append(Answer(question=question, html=self.render(incident.restoration)))
        if not incident.over:
            found.append(self._next_update())
        return found

    def _impact(self, question: str) -> Answer:
        return Answer(question=question, html=self.render(self.incident.impact), unanswered=self._("Not answered yet."))

    def _cause(self) -> Answer:
        incident = self.incident
        notes: tuple[Markup, ...] = ()
        if incident.cause_state is CauseState.SUSPECTED:
            notes = (self._html("Suspected, not confirmed."),)
        promised = incident.cause_known_by
        if promised and promised < self.words.now and not incident.over:
            when = time_tag(promised, self.words.at(promised))
            notes = (self._html("We said that we would know by %(time)s. That time has passed.", time=when),)
        original = self._("Answered in the original report.")
        return Answer(
            question=self._("Why"),
            html=self.render(incident.cause),
            notes=notes,
            unanswered=original if incident.duplicate_of else self._("Not answered yet."),
        )

    def _restored_by(self) -> Answer:
        incident = self.incident
        pending = incident.pending_eta
        notes: list[Markup] = []
        html, when = Markup(), Markup()
        due: Due | None = None
        if isinstance(pending, Promise):
            earliest = None if pending.earliest == pending.by else pending.earliest
            text = self.words.promised_time(pending.earliest, pending.by)
            when = time_tag(earliest or pending.by, text, until=pending.by if earliest else None)
            due = Due(at=pending.by, kind="promise")
        elif pending is not None:
            time = time_tag(pending.until, self.words.at(pending.until))
            when = self._html("Not known until %(time)s", time=time)
            due = Due(at=pending.until, kind="promise")
            if pending.because:
                notes.append(self._html("Because %(reason)s", reason=pending.because))
        elif incident.stage is Stage.MONITORING:
            back = self.report.state in (State.OPERATIONAL, State.MAINTENANCE)
            html = Markup("<p>{}</p>").format(
                self._("Service is back. We watch it before we call it resolved.")
                if back
                else self._("A repair is in place. We watch whether it holds before we call it resolved.")
            )
        if incident.restoration:
            html += self.render(incident.restoration)
        return Answer(
            question=self._("Restored by"),
            html=html,
            when=when,
            due=due,
            late=self._late(due),
            notes=(*notes, *self._history(), *self._usual()),
            unanswered=self._("No time was given."),
        )

    def _late(self, due: Due | None) -> str:
        return self._("promised, and it has passed") if due and due.at < self.words.now else ""

    def _history(self) -> Iterator[Markup]:
        etas = self.report.promises.etas
        if not etas:
            return
        if isinstance(self.incident.pending_eta, UnknownUntil):
            last = time_tag(etas[-1].promised, self.words.at(etas[-1].promised))
            yield self._html("Last promised for %(time)s, and taken back since.", time=last)
            return
        moved = [
            eta for before, eta in pairwise(etas) if (eta.earliest, eta.promised) != (before.earliest, before.promised)
        ]
        if not moved and any(answer.said > etas[0].said for answer in self.report.promises.answers):
            yield self._html("Promised, taken back, and promised again.")
            return
        if not moved:
            yield self._html("First promise, not moved since.")
            return
        first = time_tag(etas[0].promised, self.words.at(etas[0].promised))
        times = self.words.language.ngettext("once", "%(num)s times", len(moved))
        yield self._html("First promised for %(time)s, moved %(times)s.", time=first, times=times)
        reason = next((eta.because for eta in reversed(moved) if eta.because), "")
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

    def _next_update(self) -> Answer:
        return self._promised_word(self._("Next update"), self._("No time was given."))

    def _follow_up(self) -> Answer:
        return self._promised_word(self._("Follow-up"), self._("No date was given."))

    def _promised_word(self, question: str, missing: str) -> Answer:
        promised = self.incident.pending_update
        if promised is None:
            return Answer(question=question, unanswered=missing)
        due = Due(at=promised, kind="promise")
        when = self._html("by %(time)s", time=time_tag(promised, self.words.at(promised)))
        return Answer(question=question, when=when, due=due, late=self._late(due))

    def _restoration(self) -> Answer:
        incident = self.incident
        notes = []
        if incident.restored:
            when = time_tag(incident.restored, self.words.full(incident.restored))
            notes.append(self._html("Restored %(time)s.", time=when))
        return Answer(question=self._("How it came back"), html=self.render(incident.restoration), notes=tuple(notes))

    def _prevention(self) -> Answer:
        incident = self.incident
        question = self._("So it stays fixed")
        if self.report.promises.steps or incident.prevention_text:
            return Answer(
                question=question, html=self.render(incident.prevention_text), steps=self.report.promises.steps
            )
        if incident.false_alarm:
            text = Markup("<p>{}</p>").format(self._("Nothing was broken: it was a false alarm."))
            return Answer(question=question, html=text)
        if incident.duplicate_of:
            return Answer(question=question, unanswered=self._("Answered in the original report."))
        if incident.over:
            return Answer(question=question, unanswered=self._("Not answered yet."))
        return Answer(question=question, unanswered=self._("Not answered yet. We owe it here once the cause is known."))
