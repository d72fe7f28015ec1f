"""What is asked when something is over: since when, and what is still missing of its cause and what follows from it."""

from collections.abc import Iterator
from dataclasses import replace

from straightup.authoring import inputs, proposals, runs
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import CauseState
from straightup.model.source import SectionName
from straightup.reading import answers
from straightup.writing.whole import moment


def _restored(text: str, given: Amendment) -> Amendment:
    since, begun = inputs.past(text, given.at), runs.began(given.incident)
    if since > given.at:
        raise RefusedAnswer(f"{moment(since)} is still to come. Say since when everything works, or “now”.")
    if begun is not None and since < begun:
        raise RefusedAnswer(f"That is before it began ({moment(begun)}). Check the day and the zone.", "S05")
    stated = given.before.document.field("resolved")
    if stated is not None and len(runs.runs(given.incident)) == 1:
        if since != given.incident.resolved:
            line = stated.key.span.line
            raise RefusedAnswer(f"“resolved” stands on line {line} already. Correct it there if it is wrong.")
        return given
    return replace(given, restored=None if since == given.at else since)


def _cause(text: str, given: Amendment) -> Amendment:
    if not text.strip() and given.incident.cause:
        return replace(given, cause="")
    if given.incident.duplicate_of:
        raise RefusedAnswer(f"This report says the same as {given.incident.duplicate_of}, so the cause stands there.")
    if not given.takes_cause:
        raise RefusedAnswer("The cause is answered already. Change it in the file if it is wrong.")
    what = "the cause, or “Not found:” with what was ruled out and what you watch now."
    return replace(given, cause=inputs.answered(text, what, "C01"))


def _restoration(text: str, given: Amendment) -> Amendment:
    if text.strip() and given.incident.restoration:
        raise RefusedAnswer("The restoration is described already. Change it in the file if it is wrong.")
    return replace(given, restoration=text.strip() if answers.answered(text) else "")


def _prevention(text: str, given: Amendment) -> Amendment:
    return replace(given, steps=inputs.steps(text, given.at, given.prepared))


def _making_it_right(text: str, given: Amendment) -> Amendment:
    return replace(given, remedies=inputs.steps(text, given.at))


RESTORED = AuthorQuestion(
    key="resolved",
    text="Since when does everything work for customers again?",
    hint="16:12 UTC, 5 min ago, or 2026-11-03 16:12 UTC",
    read=_restored,
    required=False,
    judged_by=("S", "F09"),
    proposal=lambda _: "now",
    understood=lambda given: proposals.understood(given.restored or given.at, given.at),
)
CAUSE = AuthorQuestion(
    key="cause",
    text="What was the cause?",
    hint="The certificate of our gateway expired at 14:03 UTC. Or: Not found: what was ruled out, what you watch now.",
    read=_cause,
    prose=True,
    required=False,
    judged_by=("C01", "C02", "C1"),
)
RESTORATION = AuthorQuestion(
    key="restoration",
    text="What brought service back? (Enter: later)",
    hint="We issued a new certificate by hand and rolled it out to all four gateways.",
    read=_restoration,
    required=False,
    prose=True,
)
PREVENTION = AuthorQuestion(
    key="prevention",
    text="What keeps it from happening again? One step on each line. (Enter: later)",
    hint="Alert on certificates with fewer than 14 days left (owner: SRE, due: 2 weeks)",
    read=_prevention,
    required=False,
    prose=True,
    judged_by=("P",),
)
MAKING_IT_RIGHT = AuthorQuestion(
    key="making-it-right",
    text="How is this made right? (Enter: nothing promised)",
    hint="Fees back by themselves (owner: Billing, due: 2 weeks); one promise on each line",
    read=_making_it_right,
    required=False,
    prose=True,
    judged_by=("P",),
)
_TAKE_PREPARED = "Prepared; take one with “1 (owner: SRE, due: 2 weeks)”, or write your own:"


def since_when(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    """The question since when it is over, where nothing says it yet."""
    stated = given.before.document.field("resolved") is not None and len(runs.runs(given.incident)) == 1
    if not given.incident.over and not stated:
        yield RESTORED


def still_to_tell(given: Amendment) -> Iterator[AuthorQuestion[Amendment]]:
    """The answers that are due when an incident is over and that the file does not give."""
    if SectionName.CAUSE in given.missing:
        if given.incident.over and given.incident.cause:
            yield replace(CAUSE, text="Has the cause been found? What was it? (Enter: no)")
        elif given.incident.cause_state is CauseState.NOT_KNOWN_YET:
            yield replace(CAUSE, text="What was the cause? (Enter: not known yet)")
        else:
            yield CAUSE
    if SectionName.RESTORATION in given.missing:
        yield RESTORATION
    if SectionName.PREVENTION in given.missing:
        prepared = "\n".join(f"{number} {step}" for number, step in enumerate(given.prepared, 1))
        yield replace(PREVENTION, hint=f"{_TAKE_PREPARED}\n{prepared}") if prepared else PREVENTION
    if SectionName.MAKING_IT_RIGHT in given.missing:
        yield MAKING_IT_RIGHT
