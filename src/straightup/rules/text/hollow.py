"""Whether an answer is made of words that stand in everybody's answers: a cause that explains nothing, a step that nobody
could tick. Both are measured by what is left of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from straightup.rules.text.fact_lists import Heard, known_stem
from straightup.rules.text.facts import LONGEST
from straightup.rules.text.words import Index, Phrases, words_in

_TOKEN = re.compile(r"[^\W\d_](?:[\w'’&.+/-]*[^\W_])?|\d[\w.,:%/-]*")
_LINK = re.compile(r"\(?\[[^\[\]]{0,500}\]\([^)\s]{0,2000}\)\)?|\bhttps?://\S{1,2000}")
_QUOTED = re.compile(r"`[^`\n]+`|[\"“][^\"”\n]{4,}[\"”]")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WHEN = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}[:h]\d\d(?::\d\d)?|\d{1,2} ?[ap]m"
    r"|\d+(?:-\d+)? ?(?:min|hour|sec|day|week|month)\w*|\d{1,2}(?:st|nd|rd|th)"
    rf"|(?:{_MONTH})[a-z]* \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} (?:{_MONTH})[a-z]*"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|utc|gmt|[ce]es?t|p[ds]t|bst)\b",
    re.IGNORECASE,
)
"""When it was explains nothing, and neither does how long."""
_DIGIT = re.compile(r"\d")
_DAYS_AND_ZONES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "utc",
        "gmt",
        "cet",
        "cest",
        "eet",
        "eest",
        "pst",
        "pdt",
        "bst",
    ]
)
"""It has a digit or one of these."""
_SENTENCE = re.compile(r"[^.!?;\n]*(?:\.(?=\S)[^.!?;\n]*)*[.!?;\n]?")
_SHORTEST_CLAUSE: Final = 4
_PARTS = re.compile(r"[-/'’.]")
_SENTENCE_END: Final = ".!?:;("
_LEADS: Final = 8
_WORDS_BESIDE_UNKNOWN: Final = 3
"""A cause that says that it is unknown is one if it has more words than these, which then are what was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Hollow:
    """The words of which hollow answers are made, in one language."""

    sorts: frozenset[str]
    part: re.Pattern[str]
    unknown: Phrases
    objects: frozenset[str]
    purpose: Phrases
    measure: Phrases
    lead: Phrases
    thoughts: Phrases


def hollow_of(data: Mapping[str, Any], index: Index) -> Hollow:
    """As a language's file has it."""
    any_of = index.any_of
    return Hollow(
        sorts=frozenset(data["causes"]["sorts"]["list"].split()),
        part=_part(data["causes"]["part"]),
        unknown=any_of(data["causes"]["unknown"]["list"]),
        purpose=any_of(data["steps"]["purpose"]["list"]),
        measure=any_of(data["steps"]["measure"]["list"]),
        objects=frozenset(data["steps"]["objects"]["list"].split()),
        lead=any_of(data["steps"]["lead"]["list"]),
        thoughts=any_of(data["thoughts"]["list"]),
    )


def _part(data: Mapping[str, str]) -> re.Pattern[str]:
    trouble, joints, ends = ("|".join(data[name].split()) for name in ("trouble", "joints", "ends"))
    return re.compile(
        rf"\b(?:{trouble})\s+(?:{joints})\s+(?:[\w'’/&-]{{1,40}}\s+){{0,6}}?[\w'’/&()-]{{1,40}}(?=\s*(?:$|[,.;:!]|\b(?:{ends})\b))",
        re.IGNORECASE,
    )


def explains_nothing(cause: str, known: Heard, hollow: Hollow, is_common: Callable[[str], bool]) -> bool:
    """Whether a cause names no part, no change and no mechanism that is not everybody's, or only says that it is
    unknown in many words."""
    cause = cause[:LONGEST]
    if _QUOTED.search(cause):
        return False
    allowed = _WORDS_BESIDE_UNKNOWN if hollow.unknown.first_in(cause) else 0
    return not _more_than(allowed, _left(hollow.part.sub(" ", cause), known, hollow.sorts, is_common))


def _before(phrases: Phrases, sentence: str) -> str:
    for found in phrases.all_in(sentence):
        if len(sentence[: found.start()].split()) >= _SHORTEST_CLAUSE:
            return f"{sentence[: found.start()]}. "
    return sentence


def thinks_only(step: str, hollow: Hollow) -> bool:
    """Whether a step begins as one that is over when somebody has thought."""
    rest = step.lstrip(" \t*_-–—“\"'(")
    for _ in range(_LEADS):
        lead = hollow.lead.at_start_of(rest)
        if lead is None or hollow.thoughts.at_start_of(rest):
            break
        rest = rest[lead.end() :].lstrip(" \t,:")
    return hollow.thoughts.at_start_of(rest) is not None


def changes_nothing(step: str, known: Heard, hollow: Hollow, is_common: Callable[[str], bool]) -> bool:
    """Whether a step names nothing that would be there afterwards, or asks."""
    if "?" in step:
        return True
    if _QUOTED.search(step) or hollow.measure.first_in(step):
        return False
    main = "".join(_before(hollow.purpose, sentence) for sentence in _SENTENCE.findall(_without_links(step[:LONGEST])))
    return not _more_than(0, _left(main, known, hollow.objects, is_common))


def _more_than(number: int, words: Iterator[str]) -> bool:
    return sum(1 for _, _ in zip(range(number + 1), words, strict=False)) > number


def _without_links(text: str) -> str:
    return _LINK.sub(" ", text) if "](" in text or "://" in text else text


def _left(text: str, known: Heard, stock: frozenset[str], is_common: Callable[[str], bool]) -> Iterator[str]:
    """The words that are neither stock nor names of somebody, and the figures that are no times."""
    text = _without_links(text)
    if _DIGIT.search(text) or not _DAYS_AND_ZONES.isdisjoint(words_in(text)):
        text = _WHEN.sub(" ", text)
    for found in _TOKEN.finditer(text):
        word = found[0].removesuffix("'s").removesuffix("’s")
        folded = word.casefold()
        if folded in stock or is_common(folded) or known_stem(folded) in known:
            continue
        before = text[: found.start()].rstrip()
        if word[0].isupper() and before and before[-1] not in _SENTENCE_END:
            continue  # somebody's name
        if all(part in stock or is_common(part) for part in _PARTS.split(folded) if part):
            continue
        yield folded
