"""What `new` decides: what a report begins with, what is still to be asked, and what is shown to its author."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from straightup.authoring.author_question import AuthorQuestion, answer
from straightup.authoring.draft import Draft
from straightup.authoring.new_questions import QUESTIONS
from straightup.authoring.prepared_report import PreparedReport
from straightup.authoring.proposals import from_the_record
from straightup.authoring.refusal import RefusedAnswer, not_taken
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.states import Kind, Noticed, any_is_down


def begin(
    answers: Mapping[str, str],
    *,
    now: datetime,
    settings: Settings,
    kind: Kind | None = None,
    prepared: PreparedReport | None = None,
    other_ids: frozenset[str] = frozenset(),
    detected_by: Noticed | None = None,
) -> Draft:
    """A report dated `now`, with `answers` by the keys of their questions and with what is `prepared`.

    Without a `kind` it is what is prepared, or an incident. RefusedAnswer when the two contradict each other, when a
    report of this kind is not asked one of the questions, when an answer cannot be read or a rule calls it an error,
    or when its name is among `other_ids`.
    """
    if prepared is None:
        draft = Draft(now=now, settings=settings, kind=kind or Kind.INCIDENT, other_ids=other_ids)
    elif kind in (None, prepared.incident.kind):
        draft = prepared.draft(now, settings, other_ids)
    else:
        raise RefusedAnswer(
            f"The template {prepared.name} is for kind {prepared.incident.kind}. Leave out --kind {kind}."
        )
    questions = QUESTIONS[draft.kind]
    if foreign := sorted(answers.keys() - {question.key for question in questions}):
        raise not_taken(draft.kind, foreign)
    if detected_by and draft.kind is not Kind.INCIDENT:
        raise not_taken(draft.kind, ["detected-by"])
    draft = replace(draft, answered=frozenset(answers), detected_by=detected_by)
    return answer(questions, draft, answers)


def remaining(draft: Draft) -> tuple[AuthorQuestion[Draft], ...]:
    """What somebody on a terminal is asked, in order: all that no option has answered.

    What customers can do meanwhile is asked once it is known that something is down.
    """
    unasked = draft.answered if any_is_down(draft.components) else draft.answered | {"workaround"}
    return tuple(question for question in QUESTIONS[draft.kind] if question.key not in unasked)


def missing(draft: Draft) -> tuple[str, ...]:
    """The keys of the questions that have to be answered, and that neither an option nor what was prepared answers."""
    return tuple(
        question.key for question in remaining(draft) if question.required and question.key not in draft.prepared
    )


def wants_a_person(draft: Draft) -> bool:
    """Whether somebody who sits at a terminal is asked: an answer is missing, or no option has given any."""
    return bool(missing(draft) or not draft.answered)


def insist_on_answers(draft: Draft) -> None:
    """RefusedAnswer that names the options for the answers that are missing where nobody can be asked."""
    if keys := missing(draft):
        raise RefusedAnswer(f"Customers need an answer to each of these: {', '.join(f'--{key}' for key in keys)}.")


def aside(question: AuthorQuestion[Draft], draft: Draft, past: Callable[[], Iterable[Incident]]) -> list[str]:
    """What is shown with a question beside its hint. `past` are the site's reports, asked for when they are needed."""
    notes = [draft.notes[question.about]] if question.about and question.about in draft.notes else []
    notes = [" ".join(note.split()) for note in notes]
    if question.key == "component" and draft.settings.components:
        return [*notes, *_choices(draft)]
    if question.key == "eta":
        proposal = from_the_record(draft.components, draft.started or draft.at, draft.at, past())
        return [*notes, proposal.said, *([f"That would be {proposal.eta}."] if proposal.eta else [])]
    return notes


def _choices(draft: Draft) -> list[str]:
    """The components by number, and what may be said of them."""
    components = draft.settings.components
    width = max(len(component.id) for component in components)
    listed = "\n".join(
        f"{number:>2} {component.id:<{width}}  {component.description or component.name}"
        for number, component in enumerate(components, 1)
    )
    states = "States: degraded, partial-outage, major-outage. “1=major” is enough."
    return [listed] if draft.kind is Kind.MAINTENANCE else [listed, states]
