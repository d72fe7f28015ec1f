"""What `update` and `resolve` decide: what a report takes, what is shown to its author, and what gets written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from straightup import rules
from straightup.authoring import inputs
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import AuthorQuestion, answer, insist_on, new_faults
from straightup.authoring.refusal import RefusedAnswer, not_taken
from straightup.authoring.update_questions import ALL_QUESTIONS, promised
from straightup.model import durations
from straightup.model.findings import Diagnostic
from straightup.model.incident import Incident, Kind, Stage
from straightup.model.settings import Settings
from straightup.writing.whole import moment

_OF_INCIDENTS = ("eta", "component", "resolved", "cause", "restoration", "prevention")
"""The keys of the questions that only an incident is asked."""


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
    accepted = _accepted(answers, amendment.incident, resolving=resolving)
    amendment = replace(amendment, answered=frozenset(accepted))
    return answer(ALL_QUESTIONS, amendment, accepted, insist=insist)


def _accepted(answers: Mapping[str, str], incident: Incident, *, resolving: bool) -> dict[str, str]:
    """`answers` with the stage by its whole name. RefusedAnswer when the report is not asked one of them."""
    kind = incident.kind
    if kind is not Kind.INCIDENT and (foreign := [key for key in _OF_INCIDENTS if key in answers]):
        raise not_taken(kind, foreign)
    if not resolving:
        return {**answers, "stage": inputs.stage(answers["stage"], kind)} if "stage" in answers else dict(answers)
    if incident.over:
        raise RefusedAnswer(
            f"{incident.id} is {incident.stage} already. “straightup update {incident.id}” adds a follow-up."
        )
    return {**answers, "stage": Stage.RESOLVED if kind is Kind.INCIDENT else Stage.COMPLETED}


def finish(amendment: Amendment, *, insist: bool = True) -> Amended:
    """The file with the update, and what is wrong with it that was not before.

    RefusedAnswer when the update says nothing, when the file cannot take it without changing what else it says or, if
    we `insist`, for the first error that it would bring.
    """
    if not amendment.message:
        raise RefusedAnswer("Say with -m what customers should know now, or write it with --edit.")
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


def aside(question: AuthorQuestion[Amendment], given: Amendment) -> list[str]:
    """What is shown with a question beside its hint."""
    return [f"Promised so far: {promised(given)}."] if question.key == "eta" and given.same_eta else []
