"""Whether a text only points elsewhere: at somebody else as the one who has the trouble, or to somebody else for help."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from straightup.rules.text.fact_lists import Fact, Heard
from straightup.rules.text.facts import LONGEST, facts, tells
from straightup.rules.text.words import Index, Phrases, words_in

_SENTENCE = re.compile(r"[^.!?;\n]*(?:\.(?=\S)[^.!?;\n]*)*[.!?;\n]?")
_CLAUSE = re.compile(r"[,:;–—()](?= |$)|\b(?:and|but)\b(?= (?:we|our|i|they|it|this|the|all)\b)", re.IGNORECASE)
_LINK = re.compile(
    r"\]\([^)\s]{1,2000}\)|<?\b(?:https?://|www\.)[^\s>]{1,2000}>?|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w+|(?<!\w)#\d{2,6}\b"
)
_QUOTED = re.compile(r"`[^`\n]+`|[\"“‘][^\"”’\n]{4,}[\"”’]")
_QUOTATION = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|(?m:^ {0,3}>.*$)")
_OPENING = re.compile(r"\W*")
_FIRST_WORD = re.compile(r"\W{0,9}(\w+)")
_WORD_OF_CLAUSE = re.compile(r"[.!?;:,\n–—()AaBb](?:(?<=[.!?;:,\n–—()])|(?i:(?<=\ba)nd\b|(?<=\bb)ut\b))\W{0,9}(\w+)")
"""The first one behind the beginning of a clause. It begins with a set of characters because those are found fast."""
_SEEN = frozenset({Fact.SYMPTOM, Fact.SCOPE, Fact.WORKAROUND, Fact.WORKS})
"""What customers see and can do. Beside it the name of a provider is a fact more."""
_TOLD = _SEEN | {Fact.CAUSE, Fact.ACTION, Fact.TIME, Fact.AMOUNT}
"""What makes more of a text than that it sends its reader elsewhere. A name does not: it may be where."""
_THEIR_OWN = re.compile(
    r"\b(?:[Ii]t|[Tt]h(?:is|at)|which)(?: is|'s|’s| was) (?:an? |the )?[A-Z][\w.]+(?:'s|’s) (?!side|end)", re.ASCII
)
"""“It's Apple's system software.”"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Elsewhere:
    """How a language points elsewhere, and how it says what is done here."""

    beyond: Phrases
    parties: Phrases
    trouble: Phrases
    place: Phrases
    steps: Phrases
    own: Phrases
    idle: Phrases
    seen: Phrases

    asks: Phrases
    """What the reader is asked to do, behind the words that ask."""
    begins: Phrases
    """The same, as a sentence begins with it."""
    other: Phrases
    condition: Phrases
    concrete: Phrases
    asked: Phrases
    openings: frozenset[str]
    """The first words of what stands at the beginning of a clause."""

    def may_blame(self, text: str) -> bool:
        """Whether `text` can name somebody else."""
        return self.parties.may_be_in(text) or self.beyond.may_be_in(text) or _is_their_own(text) is not None

    def may_send_away(self, text: str) -> bool:
        """Whether `text` can send its reader elsewhere."""
        return self.may_ask(text) or (_may_link(text) and bool(_LINK.search(text)))

    def may_ask(self, text: str) -> bool:
        """Whether `text` can ask something of its reader, by its words and by those with which its clauses begin."""
        if self.asks.may_be_in(text) or self.other.may_be_in(text):
            return True
        if self.openings.isdisjoint(words_in(text)):  # what takes longer finds none of them
            return False
        first = _FIRST_WORD.match(text, 0, LONGEST)
        if first and first[1].lower() in self.openings:
            return True
        others = _WORD_OF_CLAUSE.finditer(text, first.end() if first else 0, LONGEST)
        return any(found[1].lower() in self.openings for found in others)


def elsewhere_of(data: Mapping[str, Any], index: Index) -> Elsewhere:
    """As a language's file has it."""
    any_of = index.any_of
    there, away = data["elsewhere"], data["sends_away"]
    steps, idle = ("|".join(there[name]["list"].split()) for name in ("step", "idle"))
    asks = away["asks"]["list"].split()
    condition = away["condition"]["list"]
    return Elsewhere(
        beyond=any_of(there["beyond"]["list"]),
        parties=any_of(there["parties"]["list"]),
        trouble=any_of(there["trouble"]["list"]),
        place=any_of(there["place"]["list"]),
        steps=any_of(f"{who} *4 {steps}" for who in there["we"]["list"]),
        own=any_of(there["own"]["list"]),
        seen=any_of(there["seen"]["list"]),
        idle=any_of(f"{who} *5 {idle}" for who in there["we"]["list"]),
        asks=any_of(f"{lead} {'|'.join(asks)}" for lead in away["lead"]["list"]),
        begins=any_of(choice for group in asks for choice in group.split("|")),
        other=any_of(away["other"]["list"]),
        condition=any_of(condition),
        openings=frozenset(
            found[1]
            for group in (*asks, *(phrase.split()[0] for phrase in condition))
            for choice in group.split("|")
            if (found := _FIRST_WORD.match(choice))
        ),
        concrete=any_of(away["concrete"]["list"]),
        asked=any_of(away["asked"]["list"]),
    )


def blames(text: str, known: Heard, elsewhere: Elsewhere, is_stock: Callable[[str], bool]) -> re.Match[str] | None:
    """Somebody else who is said to have the trouble, in a text that says nothing of what is done here, and nothing of
    what customers see or can do."""
    text = _without_quotations(text[:LONGEST])
    found = _blamed(text, known, elsewhere)
    if found is None or any(kind in _SEEN for kind, _ in facts(text, known, is_stock)):
        return None
    return None if _acts(text, elsewhere) or elsewhere.seen.first_in(text) else found


def _without_quotations(text: str) -> str:
    """With spaces in the place of what others say, which is W22's."""
    return _QUOTATION.sub(lambda found: " " * len(found[0]), text) if any(sign in text for sign in '“">') else text


def _is_their_own(text: str) -> re.Match[str] | None:
    return _THEIR_OWN.search(text, 0, LONGEST) if "'s " in text or "’s " in text else None


def _acts(text: str, elsewhere: Elsewhere) -> bool:
    """Whether somebody here does more than to wait and to pass on news."""
    for idle in elsewhere.idle.all_in(text):
        text = text[: idle.start()] + " " * len(idle[0]) + text[idle.end() :]
    return bool(elsewhere.steps.first_in(text) or elsewhere.own.first_in(text))


def _blamed(text: str, known: Heard, elsewhere: Elsewhere) -> re.Match[str] | None:
    found = _is_their_own(text) or elsewhere.beyond.first_in(text)
    if found or not (elsewhere.parties.may_be_in(text) and elsewhere.trouble.may_be_in(text)):
        return found
    for sentence in _sentences(text):
        for party in elsewhere.parties.all_in(sentence[0]):
            own = any(word in known.stems for word in party[0].lower().split())
            beside = sentence[0][: party.start()] + " " * len(party[0]) + sentence[0][party.end() :]
            if not own and elsewhere.trouble.first_in(beside) and not elsewhere.place.first_in(sentence[0]):
                return elsewhere.parties.first_in(text, sentence.start() + party.start(), sentence.end())
    return None


def only_sends_away(
    text: str, known: Heard, elsewhere: Elsewhere, is_stock: Callable[[str], bool]
) -> re.Match[str] | None:
    """The sentence that sends the reader elsewhere, where the rest of the text tells nothing."""
    text = text[:LONGEST]
    first: re.Match[str] | None = None
    told: list[str] = []
    rest: list[str] = []
    for sentence in _sentences(text):
        bare, links = _LINK.subn(" ", sentence[0]) if _may_link(sentence[0]) else (sentence[0], 0)
        if not links and not elsewhere.may_ask(bare):
            if tells(bare, known, is_stock):  # most texts begin with such a sentence
                return None
            told.append(bare)
            continue
        clauses = _clauses(bare)
        asks_whom = _begins_with(elsewhere.condition, bare)
        kept = [clause for clause in clauses if not _sends_away(clause, bool(links), asks_whom, elsewhere)]
        if links or len(kept) < len(clauses):
            first = first or sentence
        if len(kept) < len(clauses) or asks_whom:
            kept = [clause for clause in kept if not _begins_with(elsewhere.condition, clause)]
        (rest if links or len(kept) < len(clauses) else told).extend(kept)
    if first is None or _QUOTED.search(text) or elsewhere.concrete.first_in(text) or elsewhere.seen.first_in(text):
        return None
    if any(map(elsewhere.asked.first_in, (*told, *rest))) or tells(" ".join(told), known, is_stock):
        return None
    beside = facts(". ".join(rest), known, is_stock)
    return None if any(kind in _TOLD for kind, _ in beside) else first


def _may_link(text: str) -> bool:
    return any(sign in text for sign in ("](", "://", "www.", "@", "#"))


def _sends_away(clause: str, has_link: bool, asks_whom: bool, elsewhere: Elsewhere) -> bool:
    if asks_whom and elsewhere.begins.first_in(clause):
        return True
    if elsewhere.asks.first_in(clause) or elsewhere.other.first_in(clause) or _begins_with(elsewhere.begins, clause):
        return True
    return has_link and elsewhere.parties.may_be_in(clause) and not elsewhere.asked.first_in(clause)


def _begins_with(phrases: Phrases, clause: str) -> bool:
    opening = _OPENING.match(clause)
    return phrases.at_start_of(clause[opening.end() :] if opening else clause) is not None


def _clauses(sentence: str) -> list[str]:
    ends = [0, *(found.end() for found in _CLAUSE.finditer(sentence)), len(sentence)]
    return [sentence[start:end] for start, end in pairwise(ends)]


def _sentences(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _SENTENCE.finditer(text, 0, LONGEST) if found[0].strip())
