"""What is asked of somebody who begins a report, for each kind of report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from straightup.authoring import inputs, proposals, question_texts
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.draft import Draft
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import Promise, UnknownUntil
from straightup.model.limits import LONGEST_TITLE
from straightup.model.source import SectionName
from straightup.model.states import Kind, State
from straightup.reading import answers
from straightup.reading.answers import known_by
from straightup.writing.whole import moment


def _title(text: str, draft: Draft) -> Draft:
    title = " ".join(inputs.answered(text, "say in one sentence what is wrong, in their words.", "F08").split())
    if len(title) > LONGEST_TITLE:
        raise RefusedAnswer(
            f"The title has {len(title)} characters; {LONGEST_TITLE} are allowed. The rest goes into the impact."
        )
    draft = replace(draft, title=title)
    if draft.id in draft.other_ids:
        raise RefusedAnswer(
            f"There is a report {draft.id} already. If it is the same, leave with Ctrl-C and run "
            f"“straightup update {draft.id}”; else say it in other words."
        )
    return draft


def _components(text: str, draft: Draft) -> Draft:
    alone = State.MAINTENANCE if draft.kind is Kind.MAINTENANCE else None
    components = inputs.component_states(filter(str.strip, text.split(",")), draft.settings, alone=alone)
    return replace(draft, components=components)


def _known_components(draft: Draft) -> str:
    return ", ".join(f"{component}={state}" for component, state in draft.components)


def _started(text: str, draft: Draft) -> Draft:
    return replace(draft, started=inputs.past(text, draft.at))


def _starts(text: str, draft: Draft) -> Draft:
    return replace(draft, starts=inputs.moment(text))


def _ends(text: str, draft: Draft) -> Draft:
    if draft.kind is Kind.NOTICE and not text.strip():
        return replace(draft, ends=None)
    begins = draft.starts or draft.started or draft.at
    ends = inputs.ahead(text, begins) if draft.kind is Kind.MAINTENANCE else inputs.moment(text)
    return replace(draft, ends=ends)


def _impact(text: str, draft: Draft) -> Draft:
    impact = inputs.answered(text, "what they see, who is affected, and what still works.", "S01")
    return replace(draft, impact=impact)


def _workaround(text: str, draft: Draft) -> Draft:
    return replace(draft, workaround=text.strip() if answers.answered(text) else "")


def _cause(text: str, draft: Draft) -> Draft:
    what = "the cause, or “Not known yet.”, what you are checking, and by when you will know."
    if draft.kind is Kind.MAINTENANCE:
        what = "what the work is for."
    return replace(draft, cause=inputs.answered(text, what, "C01"))


def _eta(text: str, draft: Draft) -> Draft:
    return replace(draft, eta=inputs.eta(text, draft.at))


def _next_update(text: str, draft: Draft) -> Draft:
    return replace(draft, next_update=inputs.ahead(text, draft.at))


def _next_proposal(draft: Draft) -> str:
    if draft.kind is Kind.MAINTENANCE and draft.starts and draft.starts > draft.at:
        return moment(draft.starts)
    until = draft.eta.until if isinstance(draft.eta, UnknownUntil) else None
    cause_by = known_by(draft.cause, draft.at) if draft.cause.lower().startswith("not known yet") else None
    soon = proposals.next_update(draft.components, draft.settings, draft.at, until, cause_by)
    return proposals.as_typed(soon, draft.at)


def _message(text: str, draft: Draft) -> Draft:
    return replace(draft, message=text.strip() if answers.answered(text) else "")


def _understood(when: datetime | None, draft: Draft) -> str:
    return proposals.understood(when, draft.at) if when else ""


def _understood_eta(draft: Draft) -> str:
    match draft.eta:
        case Promise(earliest=earliest, by=by) if earliest != by:
            return f"{moment(earliest)} to {moment(by)}; the end is the promise"
        case Promise(by=by):
            return proposals.understood(by, draft.at)
        case UnknownUntil(until=until):
            return f"an answer by {proposals.understood(until, draft.at)}"
        case None:
            return ""


_TITLE = AuthorQuestion(
    key="title",
    text="What is wrong, in one sentence that a customer would use?",
    hint="Card payments fail in the EU",
    read=_title,
    judged_by=("F02",),
    proposal=lambda draft: draft.title,
)
_COMPONENTS = AuthorQuestion(
    key="component",
    text="Which components, and how bad?",
    hint="checkout=major-outage, api=degraded",
    read=_components,
    judged_by=("S0",),  # S35 is a question of its own, still to come
    proposal=_known_components,
    understood=_known_components,
)
_STARTED = AuthorQuestion(
    key="started",
    text="Since when?",
    hint="14:05 UTC, 20 min ago, or 2026-11-03 14:05 UTC",
    read=_started,
    required=False,
    judged_by=("S", "F09"),
    proposal=lambda _: "now",
    understood=lambda draft: _understood(draft.started, draft),
)
_IMPACT = AuthorQuestion(
    key="impact",
    text="What do customers see, who is affected, and what still works?",
    hint="Cards issued in the EU are declined at checkout. Other cards and bank transfers work.",
    read=_impact,
    prose=True,
    about=SectionName.IMPACT,
    judged_by=("S01",),
    proposal=lambda draft: draft.impact,
)
_WORKAROUND = AuthorQuestion(
    key="workaround",
    text=question_texts.WORKAROUND,
    hint=question_texts.WORKAROUND_HINT,
    read=_workaround,
    required=False,
    prose=True,
    about=SectionName.MEANWHILE,
    proposal=lambda draft: draft.workaround,
)
_CAUSE = AuthorQuestion(
    key="cause",
    text="What is causing it?",
    hint="The certificate of our gateway expired at 14:03 UTC. Or: Not known yet. We are comparing all four gateways "
    "and will know by 14:50 UTC whether it is the certificate.",
    read=_cause,
    prose=True,
    about=SectionName.CAUSE,
    judged_by=("C",),
    proposal=lambda draft: draft.cause,
)
_ETA = AuthorQuestion(
    key="eta",
    text=question_texts.ETA,
    hint=question_texts.ETA_HINT,
    read=_eta,
    judged_by=("E", "F09"),
    understood=_understood_eta,
)
_NEXT = AuthorQuestion(
    key="next",
    text=question_texts.NEXT,
    hint=question_texts.NEXT_HINT,
    read=_next_update,
    judged_by=("U", "F09"),
    proposal=_next_proposal,
    understood=lambda draft: _understood(draft.next_update, draft),
)
_MESSAGE = AuthorQuestion(
    key="message",
    text="What should the first update say? (Enter: the same as the impact)",
    hint="what you know and what you are doing now",
    read=_message,
    required=False,
    prose=True,
    about=SectionName.UPDATES,
)

QUESTIONS: Mapping[Kind, tuple[AuthorQuestion[Draft], ...]] = {
    Kind.INCIDENT: (_TITLE, _COMPONENTS, _STARTED, _IMPACT, _WORKAROUND, _CAUSE, _ETA, _NEXT, _MESSAGE),
    Kind.MAINTENANCE: (
        replace(
            _TITLE, text="What will customers notice, in one sentence?", hint="Orders are read-only for 20 minutes"
        ),
        replace(_COMPONENTS, text="Which components?", hint="checkout, api"),
        AuthorQuestion(
            key="starts",
            text="When does it start?",
            hint="2026-11-28 04:00 UTC",
            read=_starts,
            judged_by=("S07", "F09"),
            understood=lambda draft: _understood(draft.starts, draft),
        ),
        AuthorQuestion(
            key="ends",
            text="When will it be over at the latest?",
            hint="2026-11-28 05:00 UTC, 05:00 UTC, or in 60 min (counted from the start)",
            read=_ends,
            judged_by=("S07", "F09"),
            understood=lambda draft: _understood(draft.ends, draft),
        ),
        replace(
            _IMPACT,
            text="What can customers not do meanwhile, and what still works?",
            hint="For about 20 minutes orders can be read but not placed. Carts are kept.",
        ),
        replace(
            _CAUSE,
            text="Why is the work needed?",
            hint="We move to PostgreSQL 18 before support for 14 ends.",
        ),
        replace(_NEXT, hint="2026-11-28 04:00 UTC or in 2 days"),
        replace(_MESSAGE, hint="how you prepared, how long it took to rehearse, and when you go back to the old state"),
    ),
    Kind.NOTICE: (
        replace(
            _TITLE,
            text="What should customers know, in one sentence?",
            hint="Version 1 of the API ends on 15 January 2027",
        ),
        replace(
            _IMPACT,
            text="What changes for whom, and what do they have to do?",
            hint="From 15 January 2027 calls to /v1/ get the answer 410 Gone. Calls to /v2/ are not affected.",
        ),
        replace(_STARTED, text="From when does the notice stand?", hint="2026-11-16 09:00 UTC"),
        AuthorQuestion(
            key="ends",
            text="When does it no longer matter? (Enter: it stays)",
            hint="2027-01-15 12:00 UTC",
            read=_ends,
            required=False,
            judged_by=("S07", "F09"),
            understood=lambda draft: _understood(draft.ends, draft),
        ),
    ),
}
"""In the order in which they are asked."""
