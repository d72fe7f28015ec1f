"""W21 to W24: said to everybody, and so to nobody."""

import re
from collections.abc import Iterator

from straightup.model.findings import Fault, Severity
from straightup.model.source import MASK, Entry, SectionName
from straightup.model.states import Kind
from straightup.rules.places import IN_PROSE, place_of_key, texts_of
from straightup.rules.rule import Context, rule
from straightup.rules.text.fact_lists import Fact
from straightup.rules.text.facts import facts
from straightup.rules.text.names import heard_before
from straightup.rules.text.words import words_in

_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
_WAIT = re.compile(
    r"\b\d{1,3} ?(?:(?:-|–|to) ?\d{1,3} ?)?(?:business |working )?(?:hours?|days?|weeks?)\b(?! (?:ago|later|earlier|before|after))",
    re.IGNORECASE,
)
_USUALLY = re.compile(
    r"\b(?:normally|usually|typically|generally|as a rule|in most cases|on average|please allow|allow (?:for|up to)"
    r"|(?:can|may|might|could) take|business days?|working days?)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\S)[^.!?\n]*)*[.!?\n]?")
_QUOTED = re.compile(r"“[^”\n]{0,500}”|\"[^\"\n]{0,500}\"|«[^»\n]{0,500}»|„[^“\n]{0,500}“")
_SAYS = re.compile(
    r"\b(?:writes?|says?|said|wrote|reports?|reported|states?|stated|quot\w+|according to|from|their|they|update|the|our|upstream"
    r"|status|page|message|statement|provider\w*|vendor|supplier|team|support)\b|[^\w\s]",
    re.IGNORECASE,
)
_PARTS_BEFORE_JARGON = 3


@rule(
    code="W21",
    name="generic-wait",
    severity=Severity.WARNING,
    why="“Normally within 24-72 hours” is true on every day of the year, so it tells nothing about this one. Customers "
    "who wait want to know when they are served, and somebody can find out.",
    bad=f"{_HEADING}Cards are declined since 14:03 UTC. Refunds are normally processed in 24-72 hours.\n",
    good=f"{_HEADING}Cards are declined since 14:03 UTC. Refunds of today are paid out on Thursday, 5 November.\n",
)
def generic_wait(entry: Entry, _: Context) -> Iterator[Fault]:
    if entry.incident.over or not _USUALLY.search(entry.document.text):
        return
    for prose in texts_of(entry.document, SectionName.IMPACT, SectionName.RESTORATION):
        for sentence in _SENTENCE.finditer(prose.bare):
            found = _WAIT.search(prose.bare, sentence.start(), sentence.end()) if _USUALLY.search(sentence[0]) else None
            if found:
                help_text = "Say when it is for those who wait now, or until when you will know."
                yield Fault(
                    prose.place(found), f"“{found[0]}” is what always applies, not what happens now.", help_text
                )
                break


@rule(
    code="W22",
    name="only-a-quotation",
    severity=Severity.WARNING,
    why="What your provider writes is their word to their customers. Yours are told something when you say what it means "
    "for them, and what you do.",
    bad=f"{_HEADING}The provider writes: “Our team is looking into an emerging issue at 14:30 UTC.”\n",
    good=f"{_HEADING}Our provider has lost its cooling (“an emerging issue”). We move checkout to Frankfurt.\n",
)
def only_a_quotation(entry: Entry, context: Context) -> Iterator[Fault]:
    known = heard_before(entry, context, title=False)
    for prose in texts_of(entry.document, *IN_PROSE):
        if not any(mark in prose.bare for mark in '“"«„>'):
            continue
        own = "\n".join(line for line in prose.bare.split("\n") if not line.lstrip().startswith(">"))
        own = _QUOTED.sub(" ", own)
        if own.strip() == prose.bare.strip():
            continue
        if not any(True for _ in facts(_SAYS.sub(" ", own), known, context.words.is_common)):
            help_text = "Say what it means for your customers, and what you do yourselves."
            yield Fault(prose.place(), "All that stands here is a quotation.", help_text)


@rule(
    code="W23",
    name="title-too-thin",
    severity=Severity.WARNING,
    why="The title is the headline of the page and the subject of every message. “Outage” answers neither what fails nor "
    "for whom.",
    bad="title: Outage\n",
    good="title: Card payments fail for EU cards\n",
)
def title_too_thin(entry: Entry, context: Context) -> Iterator[Fault]:
    title = entry.incident.title
    if not title or entry.incident.kind is Kind.MAINTENANCE or len(title) > _LONGEST_THIN:
        return
    names = {word.casefold() for name in context.site_names for word in re.findall(r"\w+", name)}
    names |= {word for component, _ in entry.incident.components for word in re.findall(r"\w+", component.casefold())}
    words = [word.casefold() for word in re.findall(r"\w+", title)]
    if all(word in context.words.thin_title and word not in names for word in words):
        help_text = "Say in one sentence what fails, and for whom, in your customers' words."
        yield Fault(
            place_of_key(entry.document, "title"), f"“{title}” says neither what fails nor for whom.", help_text
        )


@rule(
    code="W24",
    name="impact-in-jargon",
    severity=Severity.WARNING,
    why="The impact is read by people who want to know whether this is what they see. The names of your parts tell them "
    "what you see.",
    bad="## Impact\n\nShard relocation after a JVM heap pause on the replica of the index.\n",
    good="## Impact\n\nSearch shows products that are sold out: the index is two hours behind.\n",
)
def impact_in_jargon(entry: Entry, context: Context) -> Iterator[Fault]:
    impact = entry.document.answers.get(SectionName.IMPACT)
    if impact is None or entry.incident.kind is not Kind.INCIDENT:
        return
    if len(context.shown_by.parts & words_in(impact.bare)) < _PARTS_BEFORE_JARGON:
        return
    found: dict[Fact, set[str]] = {}
    for kind, words in facts(
        impact.bare.replace(MASK, " "), heard_before(entry, context, title=False), context.words.is_common
    ):
        if kind in _SEEN_BY_CUSTOMERS:
            return
        found.setdefault(kind, set()).add(words.casefold())
    parts = found.get(Fact.PART, set())
    if len(parts) >= _PARTS_BEFORE_JARGON:
        named = " and ".join(f"“{part}”" for part in sorted(parts)[:2])
        help_text = "Say what customers see, who they are, and what still works; the parts belong under ## Cause."
        yield Fault(impact.place(), f"{named} are words of yours; customers do not see them.", help_text)


_LONGEST_THIN = 60
_SEEN_BY_CUSTOMERS = frozenset({Fact.SYMPTOM, Fact.HINT, Fact.SCOPE, Fact.WORKAROUND, Fact.TIME, Fact.PLACE})
RULES = (generic_wait, only_a_quotation, title_too_thin, impact_in_jargon)
