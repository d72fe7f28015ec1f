"""The five questions with their answers, the same on every page."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from straightup.model.incident import CauseState
from straightup.model.states import Kind, Stage, State
from straightup.model.stock_answers import says_none
from straightup.outputs.language.times import time_tag
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answer import Answer
from straightup.outputs.pages.answered_times import AnsweredTimes, Render, said_at
from straightup.outputs.standing import comebacks, is_back, lasting
from straightup.site.view import Report, Site


def answers(report: Report, site: Site, words: Words, render: Render) -> list[Answer]:
    """The answers of `report` in the order in which customers ask; while it lasts, and when it is over."""
    return _Answers(report, site, words, render).all()


def tiles(report: Report, site: Site, words: Words, render: Render) -> list[Answer]:
    """Those of the answers that whoever waits looks for first: the times, while it lasts."""
    return list(_Answers(report, site, words, render).tiles())


class _Answers:
    def __init__(self, report: Report, site: Site, words: Words, render: Render) -> None:
        self.report = report
        self.incident = report.incident
        self.site = site
        self.words = words
        self.render = render
        self.times = AnsweredTimes(report, words, render)
        self._ = words.language.gettext
        self._html = words.language.markup

    def all(self) -> list[Answer]:
        incident = self.incident
        if incident.kind is Kind.NOTICE:
            return [self._impact(self._("What you should know")), *self._meanwhile()]
        if incident.kind is Kind.MAINTENANCE:
            return self._maintenance()
        found = [self._impact(self._what()), *self._meanwhile(), self._cause()]
        if incident.over:
            found.append(self._restoration())
        else:
            found += self.tiles()
        found.append(self._prevention())
        if incident.over:
            follow_up = self.times.follow_up()
            if follow_up.when or not (incident.settled or incident.imported):
                found.append(follow_up)
        return [*found, *self._making_it_right()]

    def tiles(self) -> Iterator[Answer]:
        if self.incident.over or self.incident.kind is Kind.NOTICE:
            return
        planned = self.incident.kind is Kind.MAINTENANCE
        times = self._window() if planned else [self.times.restored_by()]
        yield from (replace(time, tile=True) for time in (*times, self.times.next_update()))

    def _window(self) -> list[Answer]:
        return [time for time in (self.times.window(), self.times.done_by()) if time]

    def _maintenance(self) -> list[Answer]:
        incident = self.incident
        found = self._window() if incident.over else list(self.tiles())
        called_off = incident.stage is Stage.CANCELLED
        found.append(self._impact(self._("What was planned") if called_off else self._("What to expect")))
        found += [*self._meanwhile(), self._cause()]
        if incident.restoration:
            question = self._("How it went") if incident.over else self._("What we do")
            found.append(Answer(question=question, html=self.render(incident.restoration)))
        return [*found, *self._making_it_right()]

    @property
    def _past(self) -> bool:
        """Once service is back, it was wrong; where a report is over and says itself that something is not, it is."""
        return is_back(self.report) or (self.incident.over and not lasting(self.report, self.words.now))

    def _what(self) -> str:
        return self._("What was wrong") if self._past else self._("What is wrong")

    def _meanwhile(self) -> Iterator[Answer]:
        """What customers can do, while there is something to get around. One word for nothing is a sentence of ours."""
        text = self.incident.workaround
        if text and not self._past:
            none = Markup("<p>{}</p>").format(self._("There is no way around it."))
            yield Answer(question=self._("Meanwhile"), html=none if says_none(text) else self.render(text))

    def _impact(self, question: str) -> Answer:
        return Answer(
            question=question,
            html=self.render(self.incident.impact),
            notes=(*self._lasting(), *self._comebacks(), *self._of_the_old_page()),
            unanswered=self._missing,
        )

    @property
    def _missing(self) -> str:
        """An answer is owed; but for what another tool never asked for, which may be recorded nowhere."""
        is_old = self.incident.imported is not None and self.incident.over
        return self._("Not recorded.") if is_old else self._("Not answered yet.")

    def _lasting(self) -> Iterator[Markup]:
        left = lasting(self.report, self.words.now)
        if left:
            pairs = [
                self._("%(name)s: %(state)s", name=self.site.name(name), state=self.words.state_in_line(state))
                for name, state in left
            ]
            yield self._html("It is said to be over, and yet: %(states)s.", states=self._(", ").join(pairs))

    def _of_the_old_page(self) -> Iterator[Markup]:
        """What the page that the report came from did not say, and its own word for how bad it was."""
        incident = self.incident
        if incident.imported is None:
            return
        named = [*incident.components, *(each for update in incident.updates for each in update.components)]
        if not named and incident.kind is not Kind.NOTICE:
            yield self._html("Which parts were affected is not recorded.")
        if any(state is State.NOT_KNOWN for _, state in incident.components):
            names = [self.site.name(name) for name, state in incident.components if state is State.NOT_KNOWN]
            yield self._html("Affected, how badly is not recorded: %(names)s.", names=self._(", ").join(names))
        if incident.imported.rated:
            yield self._html("Our old page rated it “%(word)s”.", word=incident.imported.rated)

    def _comebacks(self) -> Iterator[Markup]:
        for restored, again in comebacks(self.report):
            back, broken = said_at(restored, self.words), said_at(again, self.words)
            yield self._html("It was over %(time)s, and came back %(again)s.", time=back, again=broken)

    def _cause(self) -> Answer:
        incident = self.incident
        notes: tuple[Markup, ...] = ()
        if incident.cause_state is CauseState.SUSPECTED:
            notes = (self._html("Suspected, not confirmed."),)
        promised = incident.cause_known_by
        if promised and promised < self.words.now and not incident.over:
            when = said_at(promised, self.words)
            notes = (self._html("That answer has been overdue since %(time)s.", time=when),)
        original = self._("Answered in the original report.")
        return Answer(
            question=self._("Why"),
            html=self.render(incident.cause),
            notes=notes,
            unanswered=original if incident.duplicate_of else self._missing,
        )

    def _restoration(self) -> Answer:
        incident = self.incident
        if lasting(self.report, self.words.now):
            html = self.render(incident.restoration)
            return Answer(question=self._("What we did"), html=html, unanswered=self._missing)
        notes = []
        if "resolved" in incident.unread or any("Restored" in update.unread for update in incident.updates):
            notes.append(self._html("Since when it is back is not readable."))
        elif incident.restored:
            when = time_tag(incident.restored, self.words.full(incident.restored))
            notes.append(self._html("Restored %(time)s.", time=when))
        elif incident.end_not_recorded:
            notes.append(self._html("Over; when is not recorded."))
        return Answer(question=self._("How it came back"), html=self.render(incident.restoration), notes=tuple(notes))

    def _making_it_right(self) -> Iterator[Answer]:
        text, steps = self.incident.making_it_right, self.report.promises.remedies
        if text or steps:
            yield Answer(question=self._("Making it right"), html=self.render(text), steps=steps)

    def _prevention(self) -> Answer:
        incident = self.incident
        question = self._("So it stays fixed")
        if self.report.promises.steps or incident.prevention_text:
            return Answer(
                question=question, html=self.render(incident.prevention_text), steps=self.report.promises.steps
            )
        if incident.nothing_was_wrong:
            text = Markup("<p>{}</p>").format(self._("Nothing was broken: it was a false alarm."))
            return Answer(question=question, html=text)
        if incident.duplicate_of:
            return Answer(question=question, unanswered=self._("Answered in the original report."))
        if incident.over:
            return Answer(question=question, unanswered=self._missing)
        grace = self.words.promised_length(self.site.settings.grace)
        owed = self._("Not answered yet. Due within %(length)s after it is over.", length=grace)
        return Answer(question=question, unanswered=owed)
