"""Whether a text only points elsewhere: at somebody else as the one who has the trouble, or to somebody else for help."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from straightup.rules.text.fact_lists import Fact, Heard
from straightup.rules.text.facts import LONGEST, facts, tells

_SENTENCE = re.compile(r"[^.!?;\n]*(?:\.(?=\S)[^.!?;\n]*)*[.!?;\n]?")
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

    def may_be_in(self, text: str) -> bool:
        """Whether `text` names somebody else at all."""
        return bool(self.parties.search(text, 0, LONGEST) or _THEIR_OWN.search(text, 0, LONGEST))


def elsewhere_of(data: dict[str, Any]) -> Elsewhere:
    """As a language's file has it."""
    away = _any_of(data["sends_away"]["list"])
    return Elsewhere(
        parties=re.compile(rf"\b{_any_of(data['parties']['list'])}\b", re.IGNORECASE),
        trouble=re.compile(rf"\b{_any_of(data['parties']['trouble']['list'])}\b", re.IGNORECASE),
        sends_away=re.compile(
            rf"(?:^\W*|\bplease\b[^.\n]{{0,20}}?|\b(?:you|users?|customers?) (?:can|may|should|must|need to|have to|could|will have to) (?:\w+ )?)"
            rf"(?:kindly |also |always )?{away}\b|\bfor (?:more|further|any|all|the latest) (?:\w+ )?(?:info\w*|details|updates|questions|assistance)\b",
            re.IGNORECASE,
        ),
    )


def _any_of(text: str) -> str:
    found = sorted((" ".join(each.split()) for each in text.split(",") if each.strip()), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, found))})"


def blames(text: str, known: Heard, elsewhere: Elsewhere, is_stock: Callable[[str], bool]) -> re.Match[str] | None:
    """The name of somebody else who is said to have the trouble, in a text that says nothing else: no step of one's own,
    no symptom, nobody whom it concerns, no time."""
    found = None
    for sentence in _sentences(text):
        found = found or _blamed(text, sentence, known, elsewhere)
    if found is None or _AT_WORK.search(text):
        return None
    return None if answers(text, known, is_stock) else found


def answers(text: str, known: Heard, is_stock: Callable[[str], bool]) -> bool:
    """Whether `text` says what is done, what customers see or can do, who they are, or when."""
    return any(kind in _ANSWERS for kind, _ in facts(text, known, is_stock))


def _blamed(text: str, sentence: re.Match[str], known: Heard, elsewhere: Elsewhere) -> re.Match[str] | None:
    if theirs := _THEIR_OWN.search(text, sentence.start(), sentence.end()):
        return theirs
    for party in elsewhere.parties.finditer(text, sentence.start(), sentence.end()):
        if not any(word in known.stems for word in party[0].lower().split()) and elsewhere.trouble.search(sentence[0]):
            return party
    return None


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
