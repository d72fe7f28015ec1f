"""Whether a text only points elsewhere: at somebody else as the one who has the trouble, or to somebody else for help."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from straightup.rules.text.fact_lists import Fact, Heard
from straightup.rules.text.facts import LONGEST, facts, tells
from straightup.rules.text.words import Phrases, any_of

_SENTENCE = re.compile(r"[^.!?;\n]*(?:\.(?=\S)[^.!?;\n]*)*[.!?;\n]?")
_NEWS = ("info", "information", "details", "updates", "questions", "assistance")
_CLAUSE_END = re.compile(r"[,:;–—(](?= )")
_AT_WORK = re.compile(
    r"\b(?:we|our (?:team|engineers)|engineering|i)\b[^.!?\n]{0,40}?\b(?:investigat\w+|work\w* with|working (?:on|to|around)|contacted|monitor\w*"
    r"|have (?:now )?(?:mov|switch|rout|fail|add|chang|disabl|replac|pull|remov|mad)\w*)",
    re.IGNORECASE,
)
"""What shows that somebody here is at work, if not at what."""
_ANSWERS = frozenset(
    {Fact.SYMPTOM, Fact.SCOPE, Fact.WORKAROUND, Fact.ACTION, Fact.TIME, Fact.AMOUNT, Fact.PLACE, Fact.WORKS}
)
_THEIR_OWN = re.compile(
    r"\b(?:it|this|that|which)(?: is|'s|’s| was) (?:an? |the )?[A-Z][\w.]+(?:'s|’s) (?!side|end)", re.ASCII
)
"""“It's Apple's system software.”"""


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """How a language points elsewhere."""

    parties: re.Pattern[str]
    trouble: re.Pattern[str]
    sends_away: re.Pattern[str]

    telling: tuple[Phrases, Phrases]
    """The parties, and the ways to send somebody away, as they are seen not to be in a text at once."""

    def may_blame(self, text: str) -> bool:
        """Whether `text` can name somebody else."""
        return self.telling[0].may_be_in(text) or bool(_THEIR_OWN.search(text, 0, LONGEST))

    def may_send_away(self, text: str) -> bool:
        """Whether `text` can send its reader elsewhere."""
        return self.telling[1].may_be_in(text)


def elsewhere_of(data: dict[str, Any]) -> Elsewhere:
    """As a language's file has it."""
    parties, ways = _phrases(data["parties"]["list"]), _phrases(data["sends_away"]["list"])
    away = _any_of(data["sends_away"]["list"])
    return Elsewhere(
        parties=re.compile(rf"\b{_any_of(data['parties']['list'])}\b", re.IGNORECASE),
        trouble=re.compile(rf"\b{_any_of(data['parties']['trouble']['list'])}\b", re.IGNORECASE),
        sends_away=re.compile(
            rf"(?:^\W*|\bplease\b[^.\n]{{0,20}}?|\b(?:you|users?|customers?) (?:can|may|should|must|need to|have to|could|will have to) (?:\w+ )?)"
            rf"(?:kindly |also |always )?{away}\b|\bfor (?:more|further|any|all|the latest) (?:\w+ )?(?:info\w*|details|updates|questions|assistance)\b",
            re.IGNORECASE,
        ),
        telling=(any_of(parties), any_of((*ways, *_NEWS))),
    )


def _phrases(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(",") if each.strip()]


def _any_of(text: str) -> str:
    found = sorted(_phrases(text), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, found))})"


def blames(text: str, known: Heard, elsewhere: Elsewhere, is_stock: Callable[[str], bool]) -> re.Match[str] | None:
    """The name of somebody else who is said to have the trouble, in a text that says nothing else: no step of one's own,
    no symptom, nobody whom it concerns, no time."""
    found = _blamed(text, known, elsewhere)
    if found is None or _AT_WORK.search(text) or answers(text, known, is_stock):
        return None
    return found


def _blamed(text: str, known: Heard, elsewhere: Elsewhere) -> re.Match[str] | None:
    text = text[:LONGEST]
    theirs = _THEIR_OWN.search(text)
    if theirs or not elsewhere.telling[0].may_be_in(text):
        return theirs
    for sentence in _sentences(text):
        for party in elsewhere.parties.finditer(text, sentence.start(), sentence.end()):
            own = any(word in known.stems for word in party[0].lower().split())
            if not own and elsewhere.trouble.search(text, sentence.start(), sentence.end()):
                return party
    return None


def answers(text: str, known: Heard, is_stock: Callable[[str], bool]) -> bool:
    """Whether `text` says what is done, what customers see or can do, who they are, or when."""
    return any(kind in _ANSWERS for kind, _ in facts(text, known, is_stock))


def only_sends_away(
    text: str, known: Heard, elsewhere: Elsewhere, is_stock: Callable[[str], bool]
) -> re.Match[str] | None:
    """The sentence that sends the reader elsewhere, where the rest of the text tells nothing."""
    away = [sentence for sentence in _sentences(text) if elsewhere.sends_away.search(sentence[0])]
    if not away:
        return None
    rest = text[:LONGEST]
    for sentence in away:
        behind = _CLAUSE_END.search(sentence[0])
        end = sentence.start() + behind.start() if behind else sentence.end()
        rest = rest[: sentence.start()] + " " * (end - sentence.start()) + rest[end:]
    if tells(rest, known, is_stock):
        return None
    return away[0]


def _sentences(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _SENTENCE.finditer(text, 0, LONGEST) if found[0].strip())
