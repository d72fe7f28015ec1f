"""What is asked of somebody who adds an update to a report, or says that it is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from straightup.authoring import inputs, proposals, question_texts
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import CauseState, Kind, Stage, UnknownUntil, Update, stages_of
from straightup.model.source import SectionName
from straightup.reading import answers, moments
from straightup.writing.whole import moment, write_update

ETA_ASKED = (Stage.INVESTIGATING, Stage.IDENTIFIED)
SAME = ("same", "unchanged")


def _message(text: str, given: Amendment) -> Amendment:
    return replace(given, message=inputs.answered(text, "what you know, and what you are doing now."))


def _stage(text: str, given: Amendment) -> Amendment:
    return replace(given, stage=inputs.stage(text, given.incident.kind))


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
        known = (incident.starts, incident.ends)
        soon = next((when for when in known if when and when > at), None)
        return proposals.as_typed(soon, at) if soon else ""
    until = given.eta.until if isinstance(given.eta, UnknownUntil) else None
    cause_by = next((when for when in moments.said_in(incident.cause, at)), None) if given.asks_cause else None
    soon = proposals.next_update(given.states, given.context.settings, at, until, cause_by)
    return proposals.as_typed(soon, at)


def _follow_up(given: Amendment) -> str:
    """Noon of the day after the last open step is due."""
    steps = (*given.incident.prevention, *given.steps)
    last = max((step.due for step in steps if step.due and not step.settled), default=None)
    if last is None or given.incident.kind is not Kind.INCIDENT:
        return ""
    when = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) + timedelta(days=1)
    return moment(when) if when > given.at else ""


def _component(text: str, given: Amendment) -> Amendment:
    texts = [part for part in text.split(",") if part.strip()]
    if not texts:
        return replace(given, components=())
    return replace(given, components=inputs.component_states(texts, given.context.settings))


def _resolved(text: str, given: Amendment) -> Amendment:
    since = inputs.past(text, given.at)
    return replace(given, resolved=None if since == given.at else since)


def _cause(text: str, given: Amendment) -> Amendment:
    if not text.strip() and given.incident.cause:
        return replace(given, cause="")
    if not given.asks_cause:
        raise RefusedAnswer("The cause is answered already. Change it in the file if it is wrong.")
    what = "the cause, or “Not found:” with what was ruled out and what you watch now."
    return replace(given, cause=inputs.answered(text, what, "C01"))


def _restoration(text: str, given: Amendment) -> Amendment:
    if text.strip() and given.incident.restoration:
        raise RefusedAnswer("The restoration is described already. Change it in the file if it is wrong.")
    return replace(given, restoration=text.strip() if answers.answered(text) else "")


def _prevention(text: str, given: Amendment) -> Amendment:
    return replace(given, steps=inputs.steps(text, given.at, given.prepared))


_STAGE = AuthorQuestion(
    key="stage",
    text="How far are you?",
    hint="Investigating, Identified, Monitoring, Resolved; the first letters are enough",
    read=_stage,
    proposal=lambda given: str(given.stage),
)
_MESSAGE = AuthorQuestion(
    key="message",
    text="What do you know, and what are you doing now?",
    hint="The new certificate runs on one gateway, where payments work again. The other three follow one by one.",
    read=_message,
    prose=True,
)
_OVER = "It is over: what do customers need to know now?"
_OVER_HINT = "All four gateways accept EU cards since 16:12 UTC. The 212 queued payments are through."
_COMPONENT = AuthorQuestion(
    key="component",
    text="Does a component work better or worse than before? (Enter: no)",
    hint="checkout=degraded, api=operational",
    read=_component,
    required=False,
    judged_by=("S",),
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
_RESOLVED = AuthorQuestion(
    key="resolved",
    text="Since when does everything work for customers again?",
    hint="16:12 UTC, 5 min ago, or 2026-11-03 16:12 UTC",
    read=_resolved,
    required=False,
    judged_by=("S", "F09"),
    proposal=lambda _: "now",
    understood=lambda given: proposals.understood(given.resolved or given.at, given.at),
)
_CAUSE = AuthorQuestion(
    key="cause",
    text="What was the cause?",
    hint="The certificate of our gateway expired at 14:03 UTC. Or: Not found: what was ruled out, what you watch now.",
    read=_cause,
    prose=True,
    required=False,
    judged_by=("C01", "C02", "C1"),
)
_RESTORATION = AuthorQuestion(
    key="restoration",
    text="What brought service back? (Enter: later)",
    hint="We issued a new certificate by hand and rolled it out to all four gateways.",
    read=_restoration,
    required=False,
    prose=True,
)
_PREVENTION = AuthorQuestion(
    key="prevention",
    text="What keeps it from happening again? One step on each line. (Enter: later)",
    hint="Alert on certificates with fewer than 14 days left (owner: SRE, due: 2 weeks)",
    read=_prevention,
    required=False,
    prose=True,
    judged_by=("P",),
)
_TAKE_PREPARED = "Prepared; take one with “1 (owner: SRE, due: 2 weeks)”, or write your own:"
_FOLLOW_UP = replace(
    _NEXT,
    text="When will you say here whether these steps are done? (Enter: no date yet)",
    hint="2026-11-28 12:00 UTC or in 2 weeks",
    required=False,
)


ALL_QUESTIONS = (
    _STAGE, _MESSAGE, _COMPONENT, _ETA, _RESOLVED, _CAUSE, _RESTORATION, _PREVENTION, _NEXT,
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
        hint = ", ".join(stages_of(kind))
        yield replace(_STAGE, hint=f"{hint}; the first letters are enough")
    yield replace(_MESSAGE, text=_OVER, hint=_OVER_HINT) if given.over else _MESSAGE
    if kind is Kind.INCIDENT and given.over:
        yield from _still_to_tell(given)
    elif kind is not Kind.NOTICE and not given.over:
        if kind is Kind.INCIDENT:
            yield _COMPONENT
            if given.stage in ETA_ASKED:
                yield _ETA
        yield _NEXT


def _still_to_tell(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    if not given.incident.over and given.before.document.field("resolved") is None:
        yield _RESOLVED
    if SectionName.CAUSE in given.missing:
        unknown = given.incident.cause_state is CauseState.NOT_KNOWN_YET
        yield replace(_CAUSE, text="What was the cause? (Enter: not known yet)") if unknown else _CAUSE
    if SectionName.RESTORATION in given.missing:
        yield _RESTORATION
    if SectionName.PREVENTION in given.missing:
        prepared = "\n".join(f"{number} {step}" for number, step in enumerate(given.prepared, 1))
        yield replace(_PREVENTION, hint=f"{_TAKE_PREPARED}\n{prepared}") if prepared else _PREVENTION
    yield _FOLLOW_UP
