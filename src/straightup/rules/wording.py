"""W: does the text tell a customer anything? Judgements on prose, so all of them are warnings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from straightup.model.findings import Fault, Severity
from straightup.model.incident import ComponentStates, Promise, Stage, Update
from straightup.model.source import Entry, Prose, SectionName
from straightup.rules.rule import Check, Context, Rule
from straightup.rules.text.substance import Substance, names_in, only_courtesies, says_something, substance
from straightup.rules.text.vocabulary import Phrases, Vocabulary, vocabulary

_SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\S)[^.!?\n]*)*[.!?\n]?")
_OF_NEWS = re.compile(
    r"\b(?:updates?|inform\w*|news|know|learn|share|post(?:ed)?|provide|keep you|back to you)\b", re.IGNORECASE
)
_NOTE = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b")
_NUMBER = re.compile(r"\d")


def _sections(entry: Entry, *names: SectionName) -> Iterator[Prose]:
    return (entry.document.answers[name] for name in names if name in entry.document.answers)


def _words(context: Context) -> Vocabulary:
    return vocabulary(context.settings.language)


def known_names(entry: Entry, context: Context, *, title: bool) -> frozenset[str]:
    """Words that a customer has read already: the names of components and of the site, and with `title` the title."""
    return _known_names(context.site_names, entry.incident.components, entry.incident.title if title else "")


@lru_cache(maxsize=4096)
def _known_names(site: tuple[str, ...], components: ComponentStates, title: str) -> frozenset[str]:
    """One object for the same names: what is known of a text is looked up by it."""
    return names_in(site) | names_in((*(component for component, _ in components), title))


def substance_of(prose: Prose, entry: Entry, context: Context) -> Substance:
    """What `prose` tells a customer who has read the names, and in a later update the title."""
    return substance(prose.bare, known_names(entry, context, title=prose.later), _words(context))


def _vague(entry: Entry, context: Context) -> Iterator[Fault]:
    words = _words(context)
    impact = _sections(entry, SectionName.IMPACT) if entry.incident.impact else ()
    for prose in (*impact, *entry.document.told):
        if not prose.bare.strip():
            if prose.update and not (prose.update.eta or prose.update.components):
                yield _says_nothing(prose, "This update has no text.")
            continue
        names = known_names(entry, context, title=prose.later)
        if not says_something(prose.bare, names, words) and not only_courtesies(prose.bare, names, words):
            where = "This update" if prose.update else "This impact"
            yield _says_nothing(prose, f"{where} tells customers nothing that they did not know.")


def _says_nothing(prose: Prose, message: str) -> Fault:
    stage = prose.update.stage if prose.update else None
    asked = {
        Stage.INVESTIGATING: "Say what customers see, who is affected, and what you are checking.",
        Stage.IDENTIFIED: "Say what broke, and what you are doing to it.",
        Stage.MONITORING: "Say what you changed, since when it works, and what you are watching.",
        Stage.RESOLVED: "Say since when it works, and what was done.",
        None: "Say what customers see, who is affected, and what still works.",
    }
    help_text = asked.get(stage, "Say what customers should expect, from when until when, or what was done.")
    return Fault(prose.place(), message, help_text)


def _hollow_apology(entry: Entry, context: Context) -> Iterator[Fault]:
    if not _words(context).apology.may_be_in(entry.document.text):
        return
    for prose in entry.document.told:
        if prose.bare.strip() and only_courtesies(prose.bare, known_names(entry, context, title=True), _words(context)):
            help_text = "Say what happened, what you are doing, or how customers are made whole; then it is one."
            yield Fault(prose.place(), "This apology comes with nothing else.", help_text)


def _noncommittal_time(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.incident.over or not _words(context).noncommittal.may_be_in(entry.document.text):
        return
    for prose in (*_sections(entry, SectionName.RESTORATION), *entry.document.told):
        if _words(context).noncommittal.first_in(prose.bare) is None:
            continue
        for sentence in _SENTENCE.finditer(prose.bare):
            found = _words(context).noncommittal.first_in(prose.bare, sentence.start(), sentence.end())
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


def _blames_provider(entry: Entry, context: Context) -> Iterator[Fault]:
    if not _words(context).blames_provider.may_be_in(entry.document.text):
        return
    help_text = "Name the provider as a fact, and say what you do yourselves: switch over, queue, tell us by when."
    for prose in (*_sections(entry, SectionName.CAUSE), *entry.document.told):
        found = _words(context).blames_provider.first_in(prose.bare)
        if found is None:
            continue
        rest = prose.bare[: found.start()] + prose.bare[found.end() :]
        if substance(rest, known_names(entry, context, title=True), _words(context)).weight < 2:
            yield Fault(prose.place(found), f"“{found[0]}” only points elsewhere.", help_text)


def _phrases(phrases: str, message: str, help_text: str) -> "_PhraseCheck":
    return _PhraseCheck(phrases, message, help_text)


@dataclass(frozen=True, slots=True)
class _PhraseCheck:
    """Reports the first of a list of phrases in each text that customers read."""

    phrases: str
    message: str
    help_text: str

    def __call__(self, entry: Entry, context: Context) -> Iterator[Fault]:
        phrases: Phrases = getattr(_words(context), self.phrases)
        if not phrases.may_be_in(entry.document.text):
            return
        sections = (SectionName.IMPACT, SectionName.CAUSE, SectionName.RESTORATION, SectionName.MAKING_IT_RIGHT)
        for prose in (*_sections(entry, *sections), *entry.document.told):
            found = phrases.first_in(prose.bare)
            if found:
                message = self.message.format(found[0])
                yield Fault(prose.place(found), message, self.help_text)


def _minimising(entry: Entry, context: Context) -> Iterator[Fault]:
    if not _words(context).minimising.may_be_in(entry.document.text):
        return
    help_text = "Say how many: “about one payment in three”, “fewer than 1 % of requests”."
    for prose in (*_sections(entry, SectionName.IMPACT), *entry.document.told):
        if _words(context).minimising.first_in(prose.bare) is None:
            continue
        for sentence in _SENTENCE.finditer(prose.bare):
            found = _words(context).minimising.first_in(prose.bare, sentence.start(), sentence.end())
            if found and not _NUMBER.search(sentence[0]) and substance_of(prose, entry, context).weight < 3:
                message = f"“{found[0]}” makes it look small without saying how small it is."
                yield Fault(prose.place(found), message, help_text)
                break


def normal_text(text: str) -> str:
    """`text` as it is compared with others: in small letters, however its lines are broken."""
    return " ".join(text.casefold().split())


def _repeated_text(entry: Entry, context: Context) -> Iterator[Fault]:
    seen: dict[str, Update] = {}
    for prose in entry.document.told:
        text = normal_text(prose.bare)
        names = known_names(entry, context, title=prose.later)
        if prose.update is None or not text or not says_something(prose.bare, names, _words(context)):
            continue  # an empty or a vague text is reported as that
        if text in seen:
            message = f"This is word for word the update of {seen[text].at:%H:%M}."
            help_text = "Say what has changed since, or what you have learned, even if it is little."
            yield Fault(prose.place(), message, help_text)
        elif context.texts.get(text, entry.incident.id) < entry.incident.id:
            message = f"This is word for word an update of “{context.texts[text]}”."
            help_text = "Say what is true of this incident; a prepared text needs its own facts."
            yield Fault(prose.place(), message, help_text)
        seen.setdefault(text, prose.update)


def _jargon(entry: Entry, context: Context) -> Iterator[Fault]:
    own = context.settings.jargon
    if not own:
        return
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(own, key=len, reverse=True)))})(?!\w)", re.IGNORECASE
    )
    for prose in (*_sections(entry, SectionName.IMPACT, SectionName.RESTORATION), *entry.document.told):
        for found in pattern.finditer(prose.bare):
            help_text = "Use the word that customers have for it, or say what it is for them."
            yield Fault(prose.place(found), f"“{found[0]}” is a word of yours, not of your customers.", help_text)


def _leftover_note(entry: Entry, _: Context) -> Iterator[Fault]:
    if not any(note in entry.document.text for note in ("TODO", "FIXME", "TBD", "XXX")):
        return
    names = (SectionName.IMPACT, SectionName.CAUSE, SectionName.RESTORATION, SectionName.MAKING_IT_RIGHT)
    for prose in (*_sections(entry, *names), *entry.document.told):
        if not _NOTE.sub("", prose.bare).strip(" .:?-\n"):
            continue  # a placeholder alone is an unanswered question, and reported as that
        for found in _NOTE.finditer(prose.bare):
            help_text = "Answer it, take it out, or put it into a comment: <!-- … -->."
            yield Fault(prose.place(found), f"“{found[0]}” is a note to yourselves.", help_text)


_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
_UNKNOWN = (
    "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n"
    "- ETA: unknown until 15:30 UTC, because the network has not answered yet\n- Next update: 15:30 UTC\n\n"
)
_TWO = (
    "## Updates\n\n### 2026-11-03 14:20 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 14:50 UTC\n\n"
    "The certificate expired at 14:03 UTC. We are issuing a new one.\n\n"
    "### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
)


def _warning(code: str, name: str, why: str, bad: str, good: str, check: Check, measured: str = "") -> Rule:
    severity = Severity.WARNING
    return Rule(code=code, name=name, severity=severity, why=why, bad=bad, good=good, check=check, measured=measured)


_MEASURED = (
    "Measured on updates of two real status pages (those of the Jenkins project and of Packit, both MIT-licensed), "
    "which one reader labelled by hand: "
    "all 612: precision 0.90, recall 0.70; without the doubtful ones 538: precision 0.96, recall 0.84; of them not used in development 319: precision 0.94, recall 0.76. "
    "What it misses is mostly an update that says its own title again in concrete words, or that names a part which only "
    "the team knows. What it reports wrongly says in stock words that nothing was interrupted (“all tests are green”), or "
    "repeats the cause that stands in its title. Both pages are written by engineers for engineers: on pages that "
    "apologize more, expect more to be found."
)

RULES = (
    _warning(
        "W10",
        "vague",
        "Take away the names of your products, the stock nouns (issue, outage, errors), the stock activities "
        "(investigating, identified, working on a fix, monitoring, resolved) and the courtesies. If no symptom, no cause, "
        "no named action, no time, number or place is left, a customer has learned nothing and will ask support.",
        f"{_HEADING}We have identified the issue and are working on a fix. We apologize for the inconvenience.\n",
        f"{_HEADING}The certificate expired at 14:03 UTC. We are issuing a new one. We are sorry.\n",
        _vague,
        _MEASURED,
    ),
    _warning(
        "W11",
        "noncommittal-time",
        "“Soon” cannot be kept, so it cannot be broken either, and the reader notices. A time that moves with a reason "
        "is worth more. Where a field beside it gives the time, the word does no harm and is not reported.",
        f"{_UNKNOWN}We have found the cause. Payments will work again soon.\n",
        f"{_UNKNOWN}We have found the cause. We will know by 15:30 UTC when payments work again.\n",
        _noncommittal_time,
    ),
    _warning(
        "W12",
        "blames-provider",
        "Your customers chose you, not your provider. Naming one is a fact, and right, when you say beside it what you "
        "are doing yourselves. Pointing there and stopping leaves them with nothing.",
        f"{_HEADING}This is an issue on their side and beyond our control.\n",
        f"{_HEADING}The card network refuses our new certificate; we send EU cards through our second gateway meanwhile.\n",
        _blames_provider,
    ),
    _warning(
        "W13",
        "blames-customer",
        "Nobody reads on after being told that it was their fault. What they can do now is help; what they did is not.",
        f"{_HEADING}Payments fail because of user error: customers should have renewed their cards.\n",
        f"{_HEADING}Cards that expired in October are declined. Enter the new card under *My cards* and pay again.\n",
        _phrases(
            "blames_customer",
            "“{}” makes the reader the cause.",
            "Say what they can do now, and what you change so that it is harder to get wrong.",
        ),
    ),
    _warning(
        "W14",
        "hollow-apology",
        "An apology without content is not an answer. Beside facts it is welcome, and never reported.",
        f"{_HEADING}We apologize for any inconvenience. Thank you for your patience.\n",
        f"{_HEADING}We are sorry: about one payment in three failed. Orders are kept and can be paid later.\n",
        _hollow_apology,
    ),
    _warning(
        "W15",
        "sales-pitch",
        "A status page is read by people who cannot do what they paid for. Praise of the product makes them angrier.",
        f"{_HEADING}The certificate expired. Our world-class team is issuing a new one.\n",
        f"{_HEADING}The certificate expired. We are issuing a new one.\n",
        _phrases("pitch", "“{}” sells.", "Leave it out; the facts stand better alone."),
    ),
    _warning(
        "W16",
        "minimising",
        "“Only a few users” is no comfort to the one who reads it, and it is no number. Beside a number, or beside "
        "facts, it is not reported.",
        f"{_HEADING}Only a small number of orders are declined.\n",
        f"{_HEADING}About one order in 300 is declined.\n",
        _minimising,
    ),
    _warning(
        "W17",
        "repeated-text",
        "The same words again say that nobody looked again. Prepared procedures are good; prepared texts are noticed.",
        f"{_TWO}The certificate expired at 14:03 UTC. We are issuing a new one.\n",
        f"{_TWO}The network has accepted the new certificate; the first of four gateways uses it.\n",
        _repeated_text,
    ),
    _warning(
        "W18",
        "jargon",
        "Your team's own words mean nothing to a customer, or something else. Only words that you list under `jargon` "
        "in the settings are reported.",
        f"{_HEADING}The certificate of frobnicator expired at 14:03 UTC. We are issuing a new one.\n",
        f"{_HEADING}The certificate of our card gateway expired at 14:03 UTC. We are issuing a new one.\n",
        _jargon,
    ),
    _warning(
        "W19",
        "leftover-note",
        "A note such as TODO is published with the text around it, and tells customers that nobody read it before them.",
        f"{_HEADING}The certificate expired at 14:03 UTC. TODO: ask Anna how many payments failed.\n",
        f"{_HEADING}The certificate expired at 14:03 UTC. <!-- TODO: ask Anna how many payments failed -->\n",
        _leftover_note,
    ),
)
