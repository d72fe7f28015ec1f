"""The five questions with their answers, the same on every page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup

from straightup.model import CauseState, Incident, Kind, Promise, Stage, State, UnknownUntil
from straightup.outputs import wording
from straightup.record.promises import PromisedStep
from straightup.site import Report

Render = Callable[[str], Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question as a customer would ask it, and what the report says."""

    question: str
    html: Markup = field(default_factory=Markup)
    when: Markup = field(default_factory=Markup)
    """A time that is the answer, to be shown large."""
    mark: str = ""
    """`kept` or `late`, for `verdict`."""
    verdict: str = ""
    notes: tuple[Markup, ...] = ()
    steps: tuple[PromisedStep, ...] = ()
    unanswered: str = ""
    """What to say where there is no answer."""


def answers(report: Report, now: datetime, render: Render) -> list[Answer]:
    """The answers of `report` in the order in which customers ask; while it lasts, and when it is over."""
    incident = report.incident
    if incident.kind is Kind.NOTICE:
        return [_impact(incident, render, "What you should know")]
    if incident.kind is Kind.MAINTENANCE:
        return _maintenance(report, now, render)
    over = incident.over
    found = [_impact(incident, render, "What was wrong" if over else "What is wrong"), _cause(incident, now, render)]
    if over:
        found.append(_restoration(report, now, render))
    else:
        found += [_restored_by(report, now, render), _next_update(report, now, "Next update")]
    found.append(_prevention(report, render))
    if over:
        follow_up = _next_update(report, now, "Follow-up")
        if follow_up.when or not all(item.settled for item in incident.prevention):
            found.append(follow_up)
    if incident.making_it_right:
        found.append(Answer(question="Making it right", html=render(incident.making_it_right)))
    return found


def _maintenance(report: Report, now: datetime, render: Render) -> list[Answer]:
    incident = report.incident
    found = [_impact(incident, render, "What to expect"), _cause(incident, now, render)]
    if incident.starts and incident.ends:
        words = wording.window(incident.starts, incident.ends, now)
        when = wording.time_tag(incident.starts, words)
        verdict = "takes longer than announced" if report.overrunning else ""
        found.append(Answer(question="When", when=when, mark="late" if verdict else "", verdict=verdict))
    if incident.restoration:
        found.append(
            Answer(question="How it went" if incident.over else "What we do", html=render(incident.restoration))
        )
    if not incident.over:
        found.append(_next_update(report, now, "Next update"))
    return found


def _impact(incident: Incident, render: Render, question: str) -> Answer:
    return Answer(question=question, html=render(incident.impact), unanswered="Not answered yet.")


def _cause(incident: Incident, now: datetime, render: Render) -> Answer:
    notes: tuple[Markup, ...] = ()
    if incident.cause_state is CauseState.SUSPECTED:
        notes = (Markup("Suspected, not confirmed."),)
    if incident.cause_known_by and incident.cause_known_by < now and not incident.over:
        when = wording.time_tag(incident.cause_known_by, wording.at(incident.cause_known_by, now))
        notes = (Markup("We said that we would know by {}. That time has passed.").format(when),)
    return Answer(
        question="Why",
        html=render(incident.cause),
        notes=notes,
        unanswered="Answered in the original report." if incident.duplicate_of else "Not answered yet.",
    )


def _restored_by(report: Report, now: datetime, render: Render) -> Answer:
    incident = report.incident
    pending = incident.pending_eta
    notes: list[Markup] = []
    mark = verdict = ""
    html, when = Markup(), Markup()
    if isinstance(pending, Promise):
        words = wording.promised_time(pending.earliest, pending.by, now)
        when = wording.time_tag(pending.by, words)
        if pending.by < now:
            mark, verdict = "late", "promised, and it has passed"
    elif pending is not None:
        when = wording.time_tag(pending.until, wording.at(pending.until, now))
        when = Markup("Not known until {}").format(when)
        if pending.until < now:
            mark, verdict = "late", "promised, and it has passed"
        if pending.because:
            notes.append(Markup("Because {}").format(pending.because))
    elif incident.stage is Stage.MONITORING:
        back = report.state in (State.OPERATIONAL, State.MAINTENANCE)
        words = "Service is back. We watch it" if back else "A repair is in place. We watch whether it holds"
        html = Markup("<p>{} before we call it resolved.</p>").format(words)
    if incident.restoration:
        html += render(incident.restoration)
    notes += _history(report, now)
    if report.usual:
        middle = wording.lateness(report.usual.median)
        notes.append(
            Markup("Like incidents took {} (median of {} since {}).").format(
                middle, report.usual.count, report.usual.since
            )
        )
    return Answer(
        question="Restored by",
        html=html,
        when=when,
        mark=mark,
        verdict=verdict,
        notes=tuple(notes),
        unanswered="No time was given.",
    )


def _history(report: Report, now: datetime) -> list[Markup]:
    etas = report.promises.etas
    if not etas:
        return []
    if isinstance(report.incident.pending_eta, UnknownUntil):
        last = wording.time_tag(etas[-1].promised, wording.at(etas[-1].promised, now))
        return [Markup("Last promised for {}, and taken back since.").format(last)]
    if len({eta.promised for eta in etas}) == 1:
        return [Markup("First promise, not moved since.")]
    first = wording.time_tag(etas[0].promised, wording.at(etas[0].promised, now))
    moved = [eta for before, eta in pairwise(etas) if eta.promised != before.promised]
    note = Markup("First promised for {}, moved {}.").format(
        first, "once" if len(moved) == 1 else f"{len(moved)} times"
    )
    reason = next((eta.because for eta in reversed(moved) if eta.because), "")
    return [note, Markup("Because {}").format(reason)] if reason else [note]


def _next_update(report: Report, now: datetime, question: str) -> Answer:
    promised = report.incident.pending_update
    if promised is None:
        missing = "No date was given." if question == "Follow-up" else "No time was given."
        return Answer(question=question, unanswered=missing)
    late = promised < now
    when = wording.time_tag(promised, wording.at(promised, now))
    return Answer(
        question=question, when=when, mark="late" if late else "", verdict="promised, and it has passed" if late else ""
    )


def _restoration(report: Report, now: datetime, render: Render) -> Answer:
    incident = report.incident
    notes = []
    if incident.restored:
        when = wording.time_tag(
            incident.restored, f"{wording.day(incident.restored)}, {wording.clock(incident.restored)}"
        )
        notes.append(Markup("Restored {}.").format(when))
    return Answer(question="How it came back", html=render(incident.restoration), notes=tuple(notes))


def _prevention(report: Report, render: Render) -> Answer:
    incident = report.incident
    if report.promises.steps or incident.prevention_text:
        return Answer(question="So it stays fixed", html=render(incident.prevention_text), steps=report.promises.steps)
    if incident.false_alarm:
        return Answer(question="So it stays fixed", html=Markup("<p>Nothing was broken: it was a false alarm.</p>"))
    if incident.duplicate_of:
        return Answer(question="So it stays fixed", unanswered="Answered in the original report.")
    owed = "Not answered yet." if incident.over else "Not answered yet. We owe it here once the cause is known."
    return Answer(question="So it stays fixed", unanswered=owed)
