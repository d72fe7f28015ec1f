"""What `update` and `resolve` decide: what a report takes, what is shown to its author, and what gets written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from straightup import rules
from straightup.authoring import inputs, reopening_questions, window_questions
from straightup.authoring.amendment import Amendment
from straightup.authoring.announcement import announcement
from straightup.authoring.author_question import AuthorQuestion, answer, insist_on, new_faults
from straightup.authoring.refusal import RefusedAnswer, not_taken
from straightup.authoring.update_questions import ALL_QUESTIONS, promised
from straightup.model import durations
from straightup.model.findings import Diagnostic
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.states import Kind, Stage, State, worst_of
from straightup.writing.whole import moment

_OF_INCIDENTS = ("began", "workaround", "resolved", "cause", "restoration", "prevention", "making-it-right")
"""The keys of the questions that only an incident is asked."""
_FOUND_LATER = ("cause", "restoration", "prevention", "making-it-right")
_NOT_ASKED: Mapping[Kind, tuple[str, ...]] = {
    Kind.INCIDENT: ("starts", "ends", "because"),
    Kind.MAINTENANCE: _OF_INCIDENTS,
    Kind.NOTICE: ("eta", "component", *_OF_INCIDENTS, "starts", "ends", "because"),
}
"""The keys of the questions that a report of each kind is not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A report with an update more."""

    data: bytes
    """The whole file."""
    brings: tuple[Diagnostic, ...]
    """What `check` finds with the update and did not find without it, errors first."""


def amend(
    path: str,
    source: bytes,
    answers: Mapping[str, str],
    *,
    now: datetime,
    settings: Settings,
    resolving: bool = False,
    insist: bool = True,
) -> Amendment:
    """An update dated `now` for the report in `source`, with `answers` by the keys of their questions.

    `resolving` makes it the update that says that it is over. RefusedAnswer when the report cannot take it, when an
    answer cannot be read or, if we `insist`, when a rule calls it an error.
    """
    amendment = Amendment.of(path, source, rules.Context(now=now, settings=settings), insist=insist)
    accepted = _accepted(answers, amendment.incident, settings, resolving=resolving)
    amendment = replace(amendment, answered=frozenset(accepted))
    return answer(ALL_QUESTIONS, amendment, accepted, insist=insist)


def _accepted(answers: Mapping[str, str], incident: Incident, settings: Settings, *, resolving: bool) -> dict[str, str]:
    """`answers` with the stage by its whole name. RefusedAnswer when the report is not asked one of them."""
    kind = incident.kind
    if foreign := [key for key in _NOT_ASKED[kind] if key in answers]:
        raise not_taken(kind, foreign)
    if not resolving:
        if "stage" in answers:
            return {**answers, "stage": inputs.stage(answers["stage"], kind)}
        if _is_back(answers, incident, settings):
            return {**answers, "stage": Stage.INVESTIGATING}
        if incident.over and any(key in answers for key in _FOUND_LATER):
            return {**answers, "stage": incident.stage}  # nobody needs to be asked whether it is back
        return dict(answers)
    if incident.over:
        raise RefusedAnswer(
            f"{incident.id} is {incident.stage} already. “straightup update {incident.id}” adds a follow-up."
        )
    return {**answers, "stage": Stage.RESOLVED if kind is Kind.INCIDENT else Stage.COMPLETED}


def _is_back(answers: Mapping[str, str], incident: Incident, settings: Settings) -> bool:
    """Whether `answers` only make sense if an incident that was over is back."""
    if incident.kind is not Kind.INCIDENT or not incident.over:
        return False
    texts = [part for part in answers.get("component", "").split(",") if part.strip()]
    try:
        named = inputs.component_states(texts, settings) if texts else ()
    except RefusedAnswer:
        named = ()  # to be said where the answer is taken
    return "began" in answers or "eta" in answers or worst_of(state for _, state in named) is not State.OPERATIONAL


def finish(amendment: Amendment, *, insist: bool = True) -> Amended:
    """The file with the update, and what is wrong with it that was not before.

    RefusedAnswer when the update says nothing, when the file cannot take it without changing what else it says or, if
    we `insist`, for the first error that it would bring.
    """
    amendment = replace(amendment, message=amendment.message or announcement(amendment))
    if not amendment.message:
        raise RefusedAnswer("Say with -m what customers should know now, or write it with --edit.")
    window_questions.agree(amendment)
    data = amendment.apply()
    brings = new_faults(rules.check(amendment.before, amendment.context), amendment.check())
    if insist:
        insist_on(brings)
    return Amended(data=data, brings=tuple(brings))


def situation(amendment: Amendment) -> list[str]:
    """What an author should have in mind before the first question, line by line."""
    incident = amendment.incident
    lines = [f"{incident.title} ({incident.id})"]
    if incident.updates:
        last = incident.updates[-1]
        ago = durations.say(amendment.at - last.at)
        lines.append(f"Last update: {moment(last.at)}, {last.stage}, {ago} ago.")
        due = incident.pending_update
        if due and due < amendment.at:
            lines.append(f"The next one was promised for {moment(due)}.")
    return [*lines, f"This one is of {moment(amendment.at)}."]


def remarks(amendment: Amendment) -> list[str]:
    """What the author should know of what the update brings about, line by line."""
    lines = [*reopening_questions.remarks(amendment), *window_questions.remarks(amendment)]
    if not amendment.message and (said := announcement(amendment)):
        lines.append(f"Its text is yours to change: “{' '.join(said.split())}”")
    if withheld := amendment.incident.withheld_at(amendment.at):
        lines.append(f"“{withheld}” keeps the report from everybody, and this update with it.")
    return lines


def aside(question: AuthorQuestion[Amendment], given: Amendment) -> list[str]:
    """What is shown with a question beside its hint."""
    return [f"Promised so far: {promised(given)}."] if question.key == "eta" and given.same_eta else []
