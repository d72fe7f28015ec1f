"""What is asked of somebody who adds an update to a report, or says that it is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from straightup.authoring import inputs, proposals, question_texts
from straightup.authoring.amendment import Amendment
from straightup.authoring.announcement import announcement
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.closing_questions import (
    CAUSE,
    MAKING_IT_RIGHT,
    PREVENTION,
    RESTORATION,
    RESTORED,
    since_when,
    still_to_tell,
)
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.reopening_questions import AGAIN, BEGAN, affected_before
from straightup.authoring.window_questions import BECAUSE, ENDS, STARTS, movable
from straightup.model.incident import CauseState, UnknownUntil, Update
from straightup.model.states import Kind, Stage, stages_of
from straightup.reading import answers, prose_times
from straightup.writing.whole import moment, write_update

ETA_ASKED = (Stage.INVESTIGATING, Stage.IDENTIFIED)
SAME = ("same", "unchanged")


def _message(text: str, given: Amendment) -> Amendment:
    return replace(given, message=inputs.answered(text, "what you know, and what you are doing now."))


def _stage(text: str, given: Amendment) -> Amendment:
    return replace(given, stage=inputs.stage(text, given.incident.kind))


def _back(text: str, given: Amendment) -> Amendment:
    if not text.strip():
        raise RefusedAnswer("Say which, since a fault that is back must not look like a follow-up: inv, or res.")
    return _stage(text, given)


def _eta(text: str, given: Amendment) -> Amendment:
    if not text.strip() and given.stage not in ETA_ASKED:
        return replace(given, eta=None)
    if text.strip().casefold() in SAME:
        same = given.same_eta
        if same is None:
            raise RefusedAnswer("There is no restoration time still to come that could stay the same. Give one.", "E01")
        return replace(given, eta=same)
    return replace(given, eta=inputs.eta(text, given.at))


def _next_update(text: str, given: Amendment) -> Amendment:
    if not text.strip() and given.over:
        return replace(given, next_update=None)
    return replace(given, next_update=inputs.ahead(text, given.at))


def next_proposal(given: Amendment) -> str:
    """When to write again, as one may type it; "" for no proposal."""
    at = given.at
    if given.over:
        return _follow_up(given)
    incident = given.incident
    if incident.kind is Kind.MAINTENANCE:
        known = (given.starts or incident.starts, given.ends or incident.ends)
        soon = next((when for when in known if when and when > at), None)
        return proposals.as_typed(soon, at) if soon else ""
    until = given.eta.until if isinstance(given.eta, UnknownUntil) else None
    cause_by = next((when for when in prose_times.said_in(incident.cause, at)), None) if given.asks_cause else None
    soon = proposals.next_update(given.states, given.context.settings, at, until, cause_by)
    return proposals.as_typed(soon, at)


def _follow_up(given: Amendment) -> str:
    """Noon of the day after the last open step is due."""
    incident = given.incident
    steps = (*incident.prevention, *incident.remedies, *given.steps, *given.remedies)
    last = max((step.due for step in steps if step.due and not step.settled), default=None)
    if last is None or given.incident.kind is not Kind.INCIDENT:
        return ""
    when = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=1)
    return moment(when) if when > given.at else ""


def _workaround(text: str, given: Amendment) -> Amendment:
    if text.strip() and given.over:
        raise RefusedAnswer("It is over, so nobody needs a way around it any more.")
    if text.strip() and not given.takes_workaround:
        raise RefusedAnswer("What customers can do is told already. Change it in the file, and say here what is new.")
    return replace(given, workaround=text.strip() if answers.answered(text) else "")


def _component(text: str, given: Amendment) -> Amendment:
    texts = [part for part in text.split(",") if part.strip()]
    if not texts:
        return replace(given, components=())
    return replace(given, components=inputs.component_states(texts, given.context.settings))


_STAGE = AuthorQuestion(
    key="stage",
    text="How far are you?",
    hint="Investigating, Identified, Monitoring, Resolved; the first letters are enough",
    read=_stage,
    proposal=lambda given: str(given.stage),
)
_BACK = replace(
    _STAGE,
    text="Is it back, or is this a follow-up?",
    hint="Resolved for a follow-up; Investigating, Identified or Monitoring if it is back",
    read=_back,
    proposal=lambda _: "",
)
"""Of what is over; nobody is led to say by Enter alone that it still is."""
_MESSAGE = AuthorQuestion(
    key="message",
    text="What do you know, and what are you doing now?",
    hint="The new certificate runs on one gateway, where payments work again. The other three follow one by one.",
    read=_message,
    prose=True,
)
_OVER = "It is over: what do customers need to know now?"
_OVER_HINT = "All four gateways accept EU cards since 16:12 UTC. The 212 queued payments are through."
_FOLLOWS = replace(
    _MESSAGE,
    text="What do customers need to know now?",
    hint="The cause is found, and two of the three steps are done.",
    proposal=announcement,
)
_COMPONENT = AuthorQuestion(
    key="component",
    text="Does a component work better or worse than before? (Enter: no)",
    hint="checkout=degraded, api=operational",
    read=_component,
    required=False,
    judged_by=("S0", "S30"),
)
_WORKAROUND = AuthorQuestion(
    key="workaround",
    text=question_texts.WORKAROUND,
    hint=question_texts.WORKAROUND_HINT,
    read=_workaround,
    required=False,
    prose=True,
)
_ETA = AuthorQuestion(
    key="eta",
    text=question_texts.ETA,
    hint=f"{question_texts.ETA_HINT}; a time that moves says why: “…, because …”",
    read=_eta,
    judged_by=("E", "F09"),
    proposal=lambda given: "same" if given.same_eta else "",
    understood=lambda given: _eta_as_written(given.update),
)
_NEXT = AuthorQuestion(
    key="next",
    text=question_texts.NEXT,
    hint=question_texts.NEXT_HINT,
    read=_next_update,
    judged_by=("U", "F09"),
    proposal=next_proposal,
    understood=lambda given: proposals.understood(given.next_update, given.at) if given.next_update else "",
)
_FOLLOW_UP = replace(
    _NEXT,
    text="When will you say here whether these steps are done? (Enter: no date yet)",
    hint="2026-11-28 12:00 UTC or in 2 weeks",
    required=False,
)


ALL_QUESTIONS = (
    _STAGE, _MESSAGE, BEGAN, _COMPONENT, _WORKAROUND, _ETA, STARTS, ENDS, BECAUSE, RESTORED, CAUSE, RESTORATION,
    PREVENTION, MAKING_IT_RIGHT, _NEXT,
)  # fmt: skip
"""Every question, in the order in which answers that were given as options are read."""


def promised(given: Amendment) -> str:
    """The restoration time that customers wait for, as it would stand in a file; "" for none."""
    return _eta_as_written(replace(given.update, eta=given.same_eta))


def _eta_as_written(update: Update) -> str:
    return write_update(update).partition("- ETA: ")[2].partition("\n")[0]


def remaining(given: Amendment) -> tuple[AuthorQuestion[Amendment], ...]:
    """What is still to be asked of somebody who adds an update, in order, as far as the answers so far tell.

    What an option has answered is not asked. What was answered on the terminal stays in the list, so that one can go
    back to it.
    """
    return tuple(question for question in _asked(given) if question.key not in given.answered)


def _asked(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    kind = given.incident.kind
    if kind is not Kind.NOTICE:
        hint = f"{', '.join(stages_of(kind))}; the first letters are enough"
        yield _BACK if kind is Kind.INCIDENT and given.incident.over else replace(_STAGE, hint=hint)
    if kind is Kind.INCIDENT and given.over:
        yield from _asked_when_over(given)
        return
    yield replace(_MESSAGE, text=_OVER, hint=_OVER_HINT) if given.over else _MESSAGE
    if given.over or kind is Kind.NOTICE:
        return
    if kind is Kind.INCIDENT:
        yield from _asked_while_open(given)
    else:
        yield from _asked_of_planned_work(given)
    yield _NEXT


def _asked_when_over(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    if given.incident.over:
        # What is found later is asked first, so that the text can say it.
        yield from still_to_tell(given)
        yield _FOLLOWS
    else:
        yield replace(_MESSAGE, text=_OVER, hint=_OVER_HINT)
        yield from since_when(given)
        yield from still_to_tell(given)
    yield _FOLLOW_UP


def _asked_while_open(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    if given.reopens:
        yield BEGAN
        yield replace(_COMPONENT, text=AGAIN, proposal=affected_before)
    else:
        yield _COMPONENT
    if given.asks_workaround:
        yield _WORKAROUND
    if given.stage is not Stage.INVESTIGATING and given.asks_cause:
        unknown = given.incident.cause_state is CauseState.NOT_KNOWN_YET
        yield replace(CAUSE, text="What is causing it?" + (" (Enter: not known yet)" if unknown else ""))
    if given.stage in ETA_ASKED:
        yield _ETA


def _asked_of_planned_work(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    if movable(given):
        yield STARTS
        if given.starts:
            yield ENDS
            yield BECAUSE
    elif given.stage is Stage.IN_PROGRESS:
        yield _COMPONENT
        yield replace(_ETA, text="Does it take longer than announced, and until when? (Enter: no)", required=False)
