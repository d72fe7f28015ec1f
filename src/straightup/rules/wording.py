"""W, up to 16: does the text tell a customer anything? Judgements on prose, so all of them are warnings."""

import re
from collections.abc import Iterator

from straightup.model.findings import Fault, Severity
from straightup.model.incident import Promise, Update
from straightup.model.source import Entry, SectionName
from straightup.rules.places import IN_PROSE, texts_of
from straightup.rules.rule import Context, rule
from straightup.rules.text.facts import kinds, tells
from straightup.rules.text.missing import missing, only
from straightup.rules.text.names import heard_before, known_names, substance_of
from straightup.rules.text.substance import only_courtesies
from straightup.rules.text.words import Phrases

_SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\S)[^.!?\n]*)*[.!?\n]?")
_OF_NEWS = re.compile(
    r"\b(?:updates?|inform\w*|news|know|learn|share|post(?:ed)?|provide|keep you|back to you)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d")


_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
_UNKNOWN = (
    "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n"
    "- ETA: unknown until 15:30 UTC, because the network has not answered yet\n- Next update: 15:30 UTC\n\n"
)


@rule(
    code="W10",
    name="vague",
    severity=Severity.WARNING,
    why="What does a customer learn who has read the title and the names? What fails, for whom, why, what you do, what they "
    "can do, when, how much, where: each is a fact. That something is investigated, identified, fixed or monitored its "
    "stage says, and a courtesy is none. Without one whole fact a customer has learned nothing and will ask support.",
    bad=f"{_HEADING}We have identified the issue and are working on a fix. We apologize for the inconvenience.\n",
    good=f"{_HEADING}The certificate expired at 14:03 UTC. We are issuing a new one. We are sorry.\n",
    measured="Measured on updates of two real status pages (those of the Jenkins project and of Packit, both MIT-licensed), "
    "which one reader labelled by hand: all 612: precision 0.78, recall 0.75; "
    "without the doubtful ones 538: precision 0.89, recall 0.87; not used in development 319: precision 0.73, recall 0.71; "
    "of these without the doubtful ones 283: precision 0.87, recall 0.87. On 482 updates of some sixty other services, with which the lists were "
    "made: 0.87 and 0.83, without the doubtful ones 0.97 and 0.91; before anybody had looked at the half of "
    "them, that half had 0.81 and 0.78, and 0.94 and 0.88. What it misses mostly lists product names that are not in "
    "the settings, or says its own title again in rare words. What it reports wrongly is mostly one odd word long, such "
    "as that a plugin was updated; readers disagree on most of these.",
)
def vague(entry: Entry, context: Context) -> Iterator[Fault]:
    words = context.words
    answered = (SectionName.IMPACT,) if entry.incident.impact else ()
    for prose in texts_of(entry.document, *answered):
        if not prose.bare.strip():
            if prose.update and not (prose.update.eta or prose.update.components):
                yield Fault(prose.place(), "This update has no text.", missing(entry.incident.kind, prose.update, {}))
            continue
        known = heard_before(entry, context, title=prose.later)
        if tells(prose.bare, known, words.is_common):
            continue
        if not only_courtesies(prose.bare, known_names(entry, context, title=prose.later), words):
            found = kinds(prose.bare, known, words.is_common)
            yield Fault(prose.place(), only(prose.update, found), missing(entry.incident.kind, prose.update, found))


@rule(
    code="W11",
    name="noncommittal-time",
    severity=Severity.WARNING,
    why="“Soon” cannot be kept, so it cannot be broken either, and the reader notices. A time that moves with a reason "
    "is worth more. Where a field beside it gives the time, the word does no harm and is not reported.",
    bad=f"{_UNKNOWN}We have found the cause. Payments will work again soon.\n",
    good=f"{_UNKNOWN}We have found the cause. We will know by 15:30 UTC when payments work again.\n",
)
def noncommittal_time(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.incident.over:
        return
    for prose in texts_of(entry.document, SectionName.RESTORATION):
        if context.words.noncommittal.first_in(prose.bare) is None:
            continue
        for sentence in _SENTENCE.finditer(prose.bare):
            found = context.words.noncommittal.first_in(prose.bare, sentence.start(), sentence.end())
            if found is None or _NUMBER.search(sentence[0]) or _answered_by_a_field(sentence[0], prose.update):
                continue
            if substance_of(prose, entry, context).weight >= 3:
                continue  # one weak word beside facts
            help_text = "Give a time that you can keep, such as “by 16:30 UTC”, or say until when it is unknown."
            yield Fault(prose.place(found), f"“{found[0]}” is no time.", help_text)


def _answered_by_a_field(sentence: str, update: Update | None) -> bool:
    if update is None:
        return False
    if _OF_NEWS.search(sentence):
        return update.next_update is not None
    return isinstance(update.eta, Promise)


def _each(phrases: Phrases, entry: Entry, message: str, help_text: str) -> Iterator[Fault]:
    """The first of `phrases` in each text that customers read; `message` has a place for the author's words."""
    for prose in texts_of(entry.document, *IN_PROSE):
        found = phrases.first_in(prose.bare)
        if found:
            yield Fault(prose.place(found), message.format(found[0]), help_text)


@rule(
    code="W14",
    name="hollow-apology",
    severity=Severity.WARNING,
    why="An apology without content is not an answer. Beside facts it is welcome, and never reported.",
    bad=f"{_HEADING}We apologize for any inconvenience. Thank you for your patience.\n",
    good=f"{_HEADING}We are sorry: about one payment in three failed. Orders are kept and can be paid later.\n",
)
def hollow_apology(entry: Entry, context: Context) -> Iterator[Fault]:
    for prose in entry.document.told:
        if prose.bare.strip() and only_courtesies(prose.bare, known_names(entry, context, title=True), context.words):
            help_text = "Say what happened, what you are doing, or how customers are made whole; then it is one."
            yield Fault(prose.place(), "This apology comes with nothing else.", help_text)


@rule(
    code="W15",
    name="sales-pitch",
    severity=Severity.WARNING,
    why="A status page is read by people who cannot do what they paid for. Praise of the product makes them angrier.",
    bad=f"{_HEADING}The certificate expired. Our world-class team is issuing a new one.\n",
    good=f"{_HEADING}The certificate expired. We are issuing a new one.\n",
    measured="Measured on published texts of real incidents, which a reader who did not know the rule labelled: "
    "not used in development 22 (8 of them such): precision 0.67, recall 0.25; without the doubtful ones "
    "18 (4 of them such): precision 0.67, recall 0.50. What it misses praises in words of its own. What "
    "it reports wrongly mostly speaks of duty rather than of merit, such as that reliability is "
    "essential.",
)
def sales_pitch(entry: Entry, context: Context) -> Iterator[Fault]:
    return _each(context.words.pitch, entry, "“{}” sells.", "Leave it out; the facts stand better alone.")


@rule(
    code="W16",
    name="minimising",
    severity=Severity.WARNING,
    why="“Only a few users” is no comfort to the one who reads it, and it is no number. Beside a number, or beside "
    "facts, it is not reported.",
    bad=f"{_HEADING}Only a small number of orders are declined.\n",
    good=f"{_HEADING}About one order in 300 is declined.\n",
)
def minimising(entry: Entry, context: Context) -> Iterator[Fault]:
    help_text = "Say how many: “about one payment in three”, “fewer than 1 % of requests”."
    for prose in texts_of(entry.document, SectionName.IMPACT):
        if context.words.minimising.first_in(prose.bare) is None:
            continue
        for sentence in _SENTENCE.finditer(prose.bare):
            found = context.words.minimising.first_in(prose.bare, sentence.start(), sentence.end())
            if found and not _NUMBER.search(sentence[0]) and substance_of(prose, entry, context).weight < 3:
                message = f"“{found[0]}” makes it look small without saying how small it is."
                yield Fault(prose.place(found), message, help_text)
                break


RULES = (
    vague,
    noncommittal_time,
    hollow_apology,
    sales_pitch,
    minimising,
)
