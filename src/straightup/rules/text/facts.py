"""What a text tells a customer who has read the title and the names: facts by kind, with the words that show each.

A text is not measured by its words but by what somebody learns from it: what fails, for whom, why, what is done about
it, what they can do, when, how much, where. `phrases/LANGUAGE.toml` has one list of phrases for each kind, with the
reason why they show it; what follows from the figures of a text is found by its form.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Final

from straightup.rules.text.fact_lists import ANY_ED, ANY_ING, GAP, TOKEN, Fact, Heard, Lists, known_stem
from straightup.rules.text.words import words_in

LONGEST: Final = 20_000
"""Characters of a text that are looked at: nobody writes more before the first fact."""


_LONGEST_GAP: Final = 3
"""Words that “..” stands for at most."""
_SENTENCE = re.compile(r"[\s;](?:(?<=[.!?]\s)\s*(?=\S)|(?<=\n)\n*|(?<=;)\s+)")
"""Between two sentences. It begins with a set of characters, as others below, because those are looked for fast."""
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,2000}[^()]{0,200}\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|mailto:|www\.)[^\s<>)]+[>)]?", re.IGNORECASE)
_MARKUP = re.compile(r"[*_~#>|`\0]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_STAMP = re.compile(
    r"\W*(?:\d{4}-\d\d-\d\d[ T,]*)?\d\d?:\d\d(?::\d\d)?[ ]*(?:[ap]m)?[ ]*(?:UTC|GMT|BST|CES?T|P[SD]T)?(?:\W{1,5}(?=[A-Za-z])|\W*$)",
    re.IGNORECASE,
)
"""A time at the beginning of a line says when it was written, which its heading says already."""
_LINE_END = re.compile(r"\n|[.;!?](?= )")
_CLAUSE = re.compile(r"[,:()–—]|\b(?:and|but|while|so)\b", re.IGNORECASE)
_NOT = re.compile(r"n't\b")
_CANNOT = re.compile(r"\bcan(?:'t|not)\b|\bcan not\b", re.IGNORECASE)
_SHORT_FORM = re.compile(r"(?<=[a-z])'(?:re|ve|ll|d|s|m)\b", re.IGNORECASE)
_FIGURES = r"(?<=\b\d)(?:\d?[:h]\d\d(?!\d)|\d? ?[ap]m\b)"
_CLOCK_IN_FIGURES = re.compile(rf"\d(?i:{_FIGURES})")
_CLOCK = re.compile(rf"[\dNnMm](?i:{_FIGURES}|(?<=\bn)oon\b|(?<=\bm)idnight\b)")
_CLOCK_IN_WORDS = frozenset({"noon", "midnight"})
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b{_MONTH}\.? \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b", re.IGNORECASE
)
_LENGTH = re.compile(
    r"\b(?:\d[\d.,]{0,15}+|an?|one|two|three|four|five|six|ten|twenty|few|several|half an?)[ -]*(?:\d{1,9} ?)?"
    r"(?:m?s|seconds?|min(?:ute)?s?|mn|hours?|hrs?|h|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d|noon|midnight|[\"“]|[A-Z]_[A-Z]", re.IGNORECASE)
"""What one of the three above or below has."""
_UNIT = re.compile("sec|min|mn|hour|hr|day|week|month|[0-9] ?(?:h|m?s)")
_PARTS = re.compile("[-'/.&+]")
_CODE = re.compile(r"\b[45]\d\d\b|\b[45]xx\b|\b[A-Z]{3,}_[A-Z_]{3,}\b|[\"“][^\"”\n]{6,80}[\"”]")
_REGION = re.compile(
    r"[a-z]{2,9}-(?:north|south|east|west|central)[a-z]*-?\d?[a-z]?|[a-z]{2,4}\d-az\d|[a-z]{3}\d", re.IGNORECASE
)


_LONGEST_STAMP: Final = 40
_WHOLE = itemgetter(0)
_SHORTEST_BENT: Final = 5


# Reading

POINTS: Final = {
    Fact.SCOPE: 1.0, Fact.CAUSE: 1.0, Fact.WORKAROUND: 1.0, Fact.TIME: 1.0,
    Fact.SYMPTOM: 1.0, Fact.WORKS: 1.0, Fact.PART: 1.0,
    Fact.HINT: 0.75, Fact.ACTION: 0.75, Fact.PLACE: 0.75, Fact.AMOUNT: 0.75, Fact.DETAIL: 0.75,
    Fact.NAME: 0.5,
    Fact.BACK: 0.0,
}  # fmt: skip
"""How much of an answer each fact is. Seven stand alone; of the others it takes two; that it is back, its stage says."""
ENOUGH: Final = 1.0
"""A text with less is vague. Both are chosen on labelled updates; the rule's documentation has the figures."""


@lru_cache(maxsize=4096)
def tells(text: str, known: Heard, is_stock: Callable[[str], bool]) -> bool:
    """Whether the facts in `text` are `ENOUGH`; it stops where they are, which most often is in the first sentence."""
    seen: set[tuple[Fact, str]] = set()
    points = 0.0
    number = 0
    for number, sentence in enumerate(_sentences(text[:LONGEST]), 1):
        if number == 2 and _has_time(text, known):
            return True
        for kind, words in _of_sentence(sentence, known, is_stock, figures_last=True):
            fact = (kind, "" if kind is Fact.NAME else words.casefold())  # a list of names is one list
            if fact not in seen:
                seen.add(fact)
                points += POINTS[kind]
                if points >= ENOUGH:
                    return True
    return number < 2 and _has_time(text, known)


def _has_time(text: str, known: Heard) -> bool:
    """True when `text` surely says a time, which is enough."""
    begins: list[int] | None = None
    clock = _CLOCK_IN_FIGURES if _CLOCK_IN_WORDS.isdisjoint(words_in(text)) else _CLOCK
    for found in clock.finditer(text[:LONGEST]):
        if begins is None:
            begins = [0, *(end.start() + 1 for end in _LINE_END.finditer(text, 0, LONGEST))]
        begin = begins[bisect_right(begins, found.start()) - 1]
        if found.start() - begin <= _LONGEST_STAMP or known_stem(found[0].lower()) in known:
            continue
        over = text.find("\n", found.end())
        if known.lists.empty.keys().isdisjoint(
            map(known_stem, TOKEN.findall(text[begin : over if over >= 0 else len(text)].lower()))
        ):
            return True
    return False


def kinds(text: str, known: Heard, is_stock: Callable[[str], bool]) -> dict[Fact, str]:
    """Each kind of fact in `text`, with the first words that show it."""
    found: dict[Fact, str] = {}
    for kind, words in facts(text, known, is_stock):
        found.setdefault(kind, words)
    return found


def facts(text: str, known: Heard, is_stock: Callable[[str], bool]) -> Iterator[tuple[Fact, str]]:
    """Each fact in `text`, in its order, with the words that show it; some more than once."""
    for sentence in _sentences(text[:LONGEST]):
        yield from _of_sentence(sentence, known, is_stock)


def _sentences(text: str) -> Iterator[str]:
    if not text.isascii():
        text = _UNSEEN.sub("", text).replace("’", "'")
    if "can" in text or "Can" in text or "'" in text:
        text = _CANNOT.sub("can not", text)
    if "'" in text:
        text = _SHORT_FORM.sub("", _NOT.sub(" not", text))
    if "](" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", _LINK.sub(r" \1 ", text))
    text = _MARKUP.sub(" ", text) if _MARKUP.search(text) else text
    begin = 0
    for end, following in chain((found.span() for found in _SENTENCE.finditer(text)), ((len(text), len(text)),)):
        sentence = text[begin:end]
        begin = following
        if sentence and not sentence.isspace():
            stamp = _STAMP.match(sentence)
            yield sentence[stamp.end() :] if stamp else sentence


def _of_sentence(
    sentence: str, known: Heard, is_stock: Callable[[str], bool], *, figures_last: bool = False
) -> Iterator[tuple[Fact, str]]:
    """The facts; `figures_last` for those who stop at some, since they take longest."""
    words = list(TOKEN.finditer(sentence))
    stems = _stems_of(words)
    if not known.lists.empty.keys().isdisjoint(stems):
        sentence = _without_promises(words, stems, sentence, known.lists)
        words = list(TOKEN.finditer(sentence))
        stems = _stems_of(words)
    used: set[int] = set()
    phrases = known.lists.phrases
    for place, first in enumerate(stems):
        for kind, rest in phrases.get(first, ()):
            end = _matches(words, stems, place + 1, rest)
            if end and not all(each in known for each in stems[place:end]):
                used.update(range(place, end))
                yield kind, sentence[words[place].start() : words[end - 1].end()]
    if not figures_last:
        yield from _figures(sentence, known)
    again = not known.lists.again.isdisjoint(stems)
    for place, word in enumerate(words):
        if place in used or stems[place] in known:
            continue
        found = _of_word(word[0], words[place - 1][0] if place else "", known, is_stock)
        if found is not None:
            yield (Fact.WORKS if again and found is Fact.DETAIL else found), word[0]
    if figures_last:
        yield from _figures(sentence, known)


def _stems_of(words: Sequence[re.Match[str]]) -> list[str]:
    return list(map(known_stem, map(str.lower, map(_WHOLE, words))))


def _matches(words: Sequence[re.Match[str]], stems: Sequence[str], place: int, rest: Sequence[str]) -> int:
    """Where the phrase ends whose words behind the first are `rest`, or 0."""
    for position, wanted in enumerate(rest):
        if wanted == GAP:
            longer = range(place, min(place + _LONGEST_GAP, len(words)) + 1)
            return next((end for start in longer if (end := _matches(words, stems, start, rest[position + 1 :]))), 0)
        if place >= len(words):
            return 0
        if stems[place] != wanted:
            text = words[place][0].lower()
            bent = wanted in (ANY_ING, ANY_ED) and text.endswith(wanted[1:]) and len(text) >= _SHORTEST_BENT
            if not bent and wanted != f"={text}":
                return 0
        place += 1
    return place


def _without_promises(words: Sequence[re.Match[str]], stems: Sequence[str], sentence: str, lists: Lists) -> str:
    """With spaces in the place of clauses that only promise another update, or are polite."""
    breaks = [0, *(each.end() for each in _CLAUSE.finditer(sentence)), len(sentence)]
    for place, (word, following) in enumerate(zip(words, [*stems[1:], ""], strict=True)):
        if lists.empty.get(stems[place], frozenset()).isdisjoint((following, "")):
            continue
        behind = bisect_right(breaks, word.start())
        begin, end = breaks[behind - 1], breaks[min(behind, len(breaks) - 1)]
        sentence = sentence[:begin] + " " * (end - begin) + sentence[end:]
    return sentence


def _figures(sentence: str, known: Heard) -> Iterator[tuple[Fact, str]]:
    if _FIGURE.search(sentence):
        for kind, pattern in ((Fact.TIME, _CLOCK), (Fact.TIME, _DATE), (Fact.AMOUNT, _CODE)):
            for found in pattern.finditer(sentence):
                if known_stem(found[0].lower()) not in known:
                    yield kind, found[0]
    if _UNIT.search(sentence):
        for found in _LENGTH.finditer(sentence):
            yield Fact.TIME, found[0]


def _of_word(word: str, before: str, known: Heard, is_stock: Callable[[str], bool]) -> Fact | None:
    folded = word.lower()
    if not folded[0].isalpha():
        return Fact.NAME if before[:1].isupper() else Fact.AMOUNT  # “Sonnet 4”
    if (folded in known.lists.places and (folded != "us" or word == "US")) or _REGION.fullmatch(folded):
        return Fact.PLACE
    if folded in known.lists.parts:
        return Fact.PART
    if is_stock(folded):
        return None
    if not folded.isalpha():
        parts = [part for part in _PARTS.split(folded) if part]
        if all(is_stock(part) or known_stem(part) in known for part in parts):
            return None
    return Fact.NAME if word[0].isupper() and before else Fact.DETAIL
