"""States, stages and promises in the words of a customer. What is said is true whenever the page is read."""

from collections.abc import Iterable

from markupsafe import Markup

from straightup.model.findings import Diagnostic
from straightup.model.incident import CauseState, Incident
from straightup.model.states import Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.outputs.language.language import N_
from straightup.outputs.language.outcome_words import OutcomeWords
from straightup.outputs.language.times import time_tag
from straightup.record.promises import DatedPromise, EtaPromise, Outcome, PromisedStep
from straightup.site.view import Report

_STATES = {
    State.OPERATIONAL: N_("Works"),
    State.MAINTENANCE: N_("Maintenance"),
    State.DEGRADED: N_("Degraded"),
    State.PARTIAL_OUTAGE: N_("Partly down"),
    State.MAJOR_OUTAGE: N_("Down"),
    State.NOT_KNOWN: N_("Not known"),
}
_STATES_IN_LINE = {
    State.OPERATIONAL: N_("works"),
    State.MAINTENANCE: N_("under maintenance"),
    State.DEGRADED: N_("degraded"),
    State.PARTIAL_OUTAGE: N_("partly down"),
    State.MAJOR_OUTAGE: N_("down"),
    State.NOT_KNOWN: N_("not known"),
}
_STATES_AHEAD = {
    State.OPERATIONAL: N_("will work"),
    State.MAINTENANCE: N_("will be under maintenance"),
    State.DEGRADED: N_("will be degraded"),
    State.PARTIAL_OUTAGE: N_("will be partly down"),
    State.MAJOR_OUTAGE: N_("will be down"),
    State.NOT_KNOWN: N_("not known"),
}
_OUTAGES = {
    State.MAINTENANCE: N_("maintenance"),
    State.DEGRADED: N_("degraded service"),
    State.PARTIAL_OUTAGE: N_("partial outage"),
    State.MAJOR_OUTAGE: N_("major outage"),
}
_STAGES = {
    Stage.INVESTIGATING: N_("Investigating"),
    Stage.IDENTIFIED: N_("Identified"),
    Stage.MONITORING: N_("Monitoring"),
    Stage.RESOLVED: N_("Resolved"),
    Stage.SCHEDULED: N_("Scheduled"),
    Stage.IN_PROGRESS: N_("In progress"),
    Stage.COMPLETED: N_("Completed"),
    Stage.CANCELLED: N_("Cancelled"),
}
_MEANINGS = {
    Stage.INVESTIGATING: N_("we are looking for the cause"),
    Stage.IDENTIFIED: N_("the cause is found, the repair goes on"),
    Stage.MONITORING: N_("service is back, we are watching"),
    Stage.RESOLVED: N_("it is over"),
}


_QUESTIONS = {
    "S": N_("What is wrong"),
    "C": N_("Why"),
    "E": N_("Restored by"),
    "P": N_("So it stays fixed"),
    "U": N_("Next update"),
}
"""By the letter of a rule's code."""


class Words(OutcomeWords):
    """What the pages say in one language, at one moment."""

    # Promises

    def eta_outcome(self, eta: EtaPromise, *, planned: bool = False) -> Markup:
        """What came of a promised restoration, in the same quiet words for good and bad news; `planned` of work."""
        _html = self.language.markup
        length = self.length(eta.late_by)
        if planned and (done := self._work_outcome(eta)):
            return done
        match eta.outcome:
            case Outcome.KEPT if eta.full:
                return _html("resolved by then")
            case Outcome.LATE if eta.full:
                return _html("resolved %(length)s later", length=length)
            case Outcome.OVERDUE if eta.full:
                return _html("service is back; not yet resolved")
            case Outcome.KEPT if not eta.late_by:
                return _html("restored at that time")
            case Outcome.KEPT:
                return _html("restored %(length)s before", length=length)
            case Outcome.LATE:
                return _html("restored %(length)s later", length=length)
            case Outcome.OVERDUE:
                return _html(
                    "passed, and not restored by %(time)s", time=time_tag(self.now, self.at(self.now, eta.promised))
                )
            case Outcome.UNJUDGED:
                return _html("service is back; judged when it is resolved")
            case _ if eta.replaced:
                return _html("moved since")
            case _:
                return _html("still to come")

    def _work_outcome(self, eta: EtaPromise) -> Markup | None:
        """What came of a time by which planned work was to be done."""
        _html = self.language.markup
        length = self.length(eta.late_by)
        match eta.outcome:
            case Outcome.KEPT if not eta.late_by:
                return _html("done at that time")
            case Outcome.KEPT:
                return _html("done %(length)s before", length=length)
            case Outcome.LATE:
                return _html("done %(length)s later", length=length)
            case Outcome.OVERDUE:
                now = time_tag(self.now, self.at(self.now, eta.promised))
                return _html("passed, and not done by %(time)s", time=now)
            case _:
                return None

    def eta_error(self, eta: EtaPromise) -> str:
        """`12 min late`, `18 min early`, or nothing where there is nothing to say yet."""
        length = self.length(eta.late_by)
        if eta.outcome is Outcome.LATE:
            return self._("%(length)s late", length=length)
        if eta.outcome is Outcome.KEPT and eta.late_by:
            return self._("%(length)s early", length=length)
        return ""

    def answer_outcome(self, answer: DatedPromise) -> Markup:
        """What came of a promise to know the restoration time by then."""
        _html = self.language.markup
        if answer.happened:
            time = time_tag(answer.happened, self.at(answer.happened, answer.said))
            if answer.outcome is Outcome.LATE:
                return _html("answered %(time)s, %(length)s late", time=time, length=self.length(answer.late_by))
            return _html("answered %(time)s", time=time)
        if answer.outcome is Outcome.OVERDUE:
            return _html("not answered by %(time)s", time=time_tag(self.now, self.at(self.now, answer.promised)))
        return _html("still to come")

    def step_state(self, step: PromisedStep) -> str:
        """`done 9 Nov`, `due 27 Nov`, `dropped`."""
        item = step.item
        match item.state:
            case PreventionState.DONE:
                return self._("done %(day)s", day=self.short_day(item.done)) if item.done else self._("done")
            case PreventionState.DROPPED:
                return self._("dropped")
            case _:
                if item.due is None:
                    return self._("no date")
                day = self.short_day(item.due)
                return (
                    self._("was due %(day)s", day=day)
                    if step.outcome is Outcome.OVERDUE
                    else self._("due %(day)s", day=day)
                )

    def step_note(self, step: PromisedStep) -> str:
        """What is to be said beside a step: why it was dropped, or how late it came."""
        item: PreventionItem = step.item
        if item.state is PreventionState.DROPPED and not item.because:
            return self._("without a reason given")
        if item.state is not PreventionState.DROPPED and step.outcome is Outcome.LATE and item.due and item.done:
            days = (item.done - item.due).days
            return self.language.ngettext("%(num)s day later than promised", "%(num)s days later than promised", days)
        return self._("because %(reason)s", reason=item.because) if item.because else ""

    # States and stages

    def state(self, state: State) -> str:
        """`Partly down`, as a label."""
        return self._(_STATES[state])

    def state_in_line(self, state: State) -> str:
        """`partly down`, within a sentence."""
        return self._(_STATES_IN_LINE[state])

    def state_ahead(self, state: State) -> str:
        """`will be partly down`, of planned work."""
        return self._(_STATES_AHEAD[state])

    def stage(self, stage: Stage) -> str:
        """`Investigating`."""
        return self._(_STAGES[stage])

    def stage_words(self, incident: Incident, *, is_bad: bool = False) -> str:
        """What the stage means to a customer; nothing that the report's cause or its state (`is_bad`) contradicts."""
        if incident.stage is Stage.MONITORING and is_bad:
            return self._("a repair is in place, we are watching whether it holds")
        if incident.stage is Stage.IDENTIFIED and incident.cause_state is not CauseState.KNOWN:
            return self._("we have found where it is")
        meaning = _MEANINGS.get(incident.stage)
        return self._(meaning) if meaning else ""

    def state_line(self, report: Report) -> str:
        """`after 2 h 7 min of major outage`: how long it lasted and how bad it was, for how much of that."""
        if report.lasted is None:
            return ""
        outage = _OUTAGES.get(report.state)
        lasted, worst = self.length(report.lasted), self.length(report.worst_length)
        if not outage or not report.worst_length:
            return self._("after %(length)s", length=lasted)
        if worst == lasted:
            return self._("after %(length)s of %(outage)s", length=lasted, outage=self._(outage))
        return self._("after %(length)s, %(worst)s of it %(outage)s", length=lasted, worst=worst, outage=self._(outage))

    def questions(self, findings: Iterable[Diagnostic]) -> str:
        """`Why, Restored by`: which of a customer's questions rules found unanswered."""
        names = dict.fromkeys(_QUESTIONS[each.code[0]] for each in findings if each.code[0] in _QUESTIONS)
        return self._(", ").join(map(self._, names)) or self._("its form")


def verdict(promise: DatedPromise) -> str:
    """`kept`, `late` or `open`, which is all that a colour may say."""
    words = {Outcome.KEPT: "kept", Outcome.LATE: "late", Outcome.OVERDUE: "late"}
    return words.get(promise.outcome, "open")
