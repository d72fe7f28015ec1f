"""C: what is causing it?"""

import re
from collections.abc import Iterator

from straightup.model import durations
from straightup.model.findings import Fault, Severity
from straightup.model.incident import CauseState, Incident
from straightup.model.source import Entry, SectionName
from straightup.model.states import Kind, Stage
from straightup.rules.places import place_of_prose, place_of_section
from straightup.rules.rule import Context, rule
from straightup.rules.text.hollow import explains_nothing
from straightup.rules.text.names import heard_before

_ZONELESS = re.compile(r"\b\d{1,2}:\d\d\b(?! ?(?:UTC|GMT|Z|[+-]\d))", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:not known yet|we|will|know|by|until|within|hope|to|tell|you|say|here|more|utc|the|cause|an?|is|are|it|yet|"
    r"but|and|then|hours?|minutes?|min|h)\b|[\d:.,+-]+",
    re.IGNORECASE,
)

_LONGEST_SHOWN = 40
_SENTENCE_END = re.compile(r"[.!?:;,\n–—]")
_INVESTIGATING = (
    "## Updates\n\n### 2026-11-03 14:48 UTC: Investigating\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
    "Cards issued in the EU are declined since 14:05 UTC. We take one gateway out of four after the other.\n"
)


def _asked(incident: Incident) -> bool:
    """A duplicate is answered where the original is."""
    return incident.kind is not Kind.NOTICE and not incident.duplicate_of


@rule(
    code="C01",
    name="cause-unanswered",
    why="A customer who is told the cause can judge whether it will hit them again. Silence reads as “they don't "
    "know, or won't say”. Not knowing yet is an answer when it says what is being done to find out.",
    bad="## Cause\n\n<!-- to be written -->\n",
    good="## Cause\n\nThe certificate between our gateway and the card network expired at 14:03 UTC.\n",
)
def cause_unanswered(entry: Entry, _: Context) -> Iterator[Fault]:
    if _asked(entry.incident) and entry.incident.cause_state is CauseState.UNANSWERED:
        planned = entry.incident.kind is Kind.MAINTENANCE
        message = "Customers are not told why this work is needed." if planned else "Customers are not told the cause."
        help_text = (
            "Write under ## Cause what the work is for."
            if planned
            else "Write it under ## Cause, or “Not known yet.”, what you are checking, and by when you will know."
        )
        yield Fault(place_of_section(entry.document, SectionName.CAUSE), message, help_text)


@rule(
    code="C02",
    name="cause-unknown-without-plan",
    why="“Not known yet” alone is silence with a full stop. With what you are checking and by when you will know, "
    "it is a promise that a customer can hold you to.",
    bad=f"## Cause\n\nNot known yet.\n\n{_INVESTIGATING}",
    good="## Cause\n\nNot known yet. All four gateways log failed handshakes; we are comparing their certificates "
    f"and will know by 15:20 UTC.\n\n{_INVESTIGATING}",
)
def cause_unknown_without_plan(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if not _asked(incident) or incident.cause_state is not CauseState.NOT_KNOWN_YET or incident.over:
        return
    missing = []
    if len(_FILLER.sub(" ", _behind_opening(incident.cause)).split()) < 2:
        missing.append("what is being checked")
    if incident.cause_known_by is None and (incident.updates or incident.started):
        missing.append("by when you will know")
    zoneless = _ZONELESS.search(incident.cause) if incident.cause_known_by is None else None
    if missing:
        example = "We are comparing all three nodes and will know by 15:30 UTC whether the disk is at fault."
        yield Fault(
            place_of_prose(entry.document, SectionName.CAUSE),
            f"“{_opening(incident.cause)}” does not say {' and '.join(missing)}.",
            f"“{zoneless[0]}” has no zone; write “{zoneless[0]} UTC” if it is UTC."
            if zoneless
            else f"Say so, such as “{example}”",
        )


def _opening(cause: str) -> str:
    """The words that say that it is not known."""
    words = _SENTENCE_END.split(cause.strip(" \n>*_"), maxsplit=1)[0].strip()
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def _behind_opening(cause: str) -> str:
    return "".join(_SENTENCE_END.split(cause.strip(" \n>*_"), maxsplit=1)[1:])


@rule(
    code="C03",
    name="cause-still-unknown",
    severity=Severity.WARNING,
    why="What broke once without a known cause breaks again. Customers can live with “we looked and did not find "
    "it”, but not with a question that nobody comes back to. After the grace period this is an error that only "
    "time brought about, so it never stops publishing.",
    bad="resolved: 2026-11-03 16:12 UTC\n\n## Cause\n\nNot known yet. We compare the gateways' logs and will know "
    "by 2026-11-04 12:00 UTC.\n\n## Updates\n\n### 2026-11-03 16:14 UTC: Resolved\n\n"
    "- Next update: 2026-11-28 12:00 UTC\n\nAll cards are accepted again since 16:12 UTC.\n",
    good="resolved: 2026-11-03 16:12 UTC\n\n## Cause\n\nNot found: the certificates, the network and both releases "
    "of that day are ruled out. We now record each failed handshake in full.\n\n## Updates\n\n"
    "### 2026-11-03 16:14 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\n"
    "All cards are accepted again since 16:12 UTC.\n",
    at="2026-11-20 09:30 UTC",
)
def cause_still_unknown(entry: Entry, context: Context) -> Iterator[Fault]:
    incident = entry.incident
    restored = incident.restored
    if not _asked(incident) or incident.stage is not Stage.RESOLVED:
        return
    if incident.cause_state is not CauseState.NOT_KNOWN_YET:
        return
    late = restored is not None and context.clock.after(restored + context.settings.grace)
    message = (
        f"Service came back more than {durations.say(context.settings.grace)} ago and the cause is still not known."
        if late
        else "Service is back and the cause is not known yet."
    )
    yield Fault(
        place_of_prose(entry.document, SectionName.CAUSE),
        message,
        "Write the cause, or “Not found:” with what was ruled out and what you watch now.",
        severity=Severity.ERROR if late else Severity.WARNING,
        lapse=late,
    )


@rule(
    code="C04",
    name="stage-without-cause",
    why="“Identified” tells customers that the cause is found. With a cause that is not known, one of the two is untrue, "
    "and the page shows the step as not reached. What you suspect is an answer too.",
    bad="## Cause\n\nNot known yet. We compare the certificates of all four gateways and will know by 15:20 UTC.\n",
    good="## Cause\n\nSuspected: the certificate of one gateway. We compare it with the other three by 15:20 UTC.\n",
)
def stage_without_cause(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if not _asked(incident) or incident.cause_state is not CauseState.NOT_KNOWN_YET:
        return
    if incident.stage in (Stage.IDENTIFIED, Stage.MONITORING):
        yield Fault(
            place_of_prose(entry.document, SectionName.CAUSE),
            f"The newest update says {incident.stage}, and the cause is not known.",
            "Write the cause, or “Suspected:” with what points to it; or say Investigating until then.",
        )


@rule(
    code="C10",
    name="cause-too-thin",
    severity=Severity.WARNING,
    why="“A technical problem” is not a cause, it is the word for not telling one. A customer wants to judge whether "
    "it will come again, and needs to know what broke and why.",
    bad="## Cause\n\nA technical issue with one of our systems.\n",
    good="## Cause\n\nThe certificate between our gateway and the card network expired at 14:03 UTC.\n",
    measured="Measured on published texts of real incidents, which a reader who did not know the rule labelled: "
    "not used in development 82 (33 of them such): precision 0.89, recall 0.24; without the doubtful ones"
    " 56 (26 of them such): precision 1.00, recall 0.27. What it misses mostly names a part or a day, and"
    " not what happened to it; readers disagree on many of these.",
)
def cause_too_thin(entry: Entry, context: Context) -> Iterator[Fault]:
    incident = entry.incident
    if not _asked(incident) or incident.cause_state in (CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET):
        return
    if incident.cause_state is CauseState.EMPTY or _is_silent(entry, context):
        help_text = (
            "Say what broke and what made it break; or “Not known yet.”, what you check, and by when you will know."
        )
        place = place_of_prose(entry.document, SectionName.CAUSE)
        yield Fault(place, "This cause tells customers nothing.", help_text)


def _is_silent(entry: Entry, context: Context) -> bool:
    """Whether the cause has not even one word that customers could not have guessed."""
    words = context.words
    return explains_nothing(
        entry.incident.cause, heard_before(entry, context, title=False), words.hollow, words.is_common
    )


RULES = (
    cause_unanswered,
    cause_unknown_without_plan,
    cause_still_unknown,
    stage_without_cause,
    cause_too_thin,
)
