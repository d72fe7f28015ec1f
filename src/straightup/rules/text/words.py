"""The words and phrases of a text, by which most rules see at once that they have nothing to find.

A phrase of a language's file is written as it is read, in small letters, over any line ends and in any case:

- `*` stands for one word, and `*3` for up to three, or none;
- `take|takes` is one word or the other; `look_into` is one with a space in it;
- `work~` has any ending; `?the|our` may be missing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

_ANY_WORD: Final = r"[^\s.!?]{1,40}"
_WORD: Final = re.compile(r"\w+")
_GAPS: Final = {ord(character): " " for character in map(chr, range(128)) if not _WORD.match(character)}
_GAP: Final = re.compile(r"\*(\d?)")


@lru_cache(maxsize=512)
def words_in(text: str) -> frozenset[str]:
    """The words of `text`, in small letters; whatever is no letter and no digit parts two."""
    text = text.lower()
    return frozenset(text.translate(_GAPS).split() if text.isascii() else _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class _Phrase:
    written: str
    needs: tuple[frozenset[str], ...]
    """A text holds one word of each of these, or it does not hold the phrase."""
    choices: tuple[tuple[frozenset[str], ...], ...]
    """And all words of one choice of each of these."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.written)


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    # Of more than a thousand phrases a few are looked for in most texts, so the others are never compiled.
    return re.compile(rf"(?<![\w-])(?:{_pattern(phrase)})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Any of many phrases."""

    by_word: Mapping[str, tuple[_Phrase, ...]]
    """Each phrase under every word of the rarest of its needs."""

    def may_be_in(self, text: str) -> bool:
        """Whether `text` can hold one of the phrases, by its words alone."""
        return bool(_candidates(self, text))

    def first_in(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first of the phrases between two places of `text`; of two that begin together the longer one."""
        candidates = _candidates(self, text)
        if not candidates:  # as in most texts
            return None
        end = len(text) if end is None else end
        found = (each.pattern.search(text, start, end) for each in candidates)
        return min(filter(None, found), key=lambda match: (match.start(), -match.end()), default=None)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        """Each phrase in `text`, in order; none lies within another."""
        found = [match for each in _candidates(self, text) for match in each.pattern.finditer(text)]
        over = 0
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            if match.start() >= over:
                over = match.end()
                yield match

    def at_start_of(self, text: str) -> re.Match[str] | None:
        """The longest phrase with which `text` begins."""
        found = (each.pattern.match(text) for each in _candidates(self, text))
        return max(filter(None, found), key=lambda match: match.end(), default=None)


@lru_cache(maxsize=1024)  # most are asked twice, one soon after the other
def _candidates(phrases: Phrases, text: str) -> tuple[_Phrase, ...]:
    """The phrases whose needs `text` has."""
    words = words_in(text)
    at = phrases.by_word.keys() & words
    if not at:
        return ()
    found = {}
    for word in at:
        for phrase in phrases.by_word[word]:
            for need in phrase.needs:
                if need.isdisjoint(words):
                    break
            else:
                if all(any(map(words.issuperset, choice)) for choice in phrase.choices):
                    found[phrase.written] = phrase
    return tuple(found.values())


def any_of(phrases: Iterable[str]) -> Phrases:
    """The phrases, written as this module's documentation says."""
    by_word: dict[str, list[_Phrase]] = {}
    for phrase in map(_parsed, phrases):
        for word in max(phrase.needs, key=lambda need: min(map(len, need))):
            by_word.setdefault(word, []).append(phrase)
    return Phrases({word: tuple(found) for word, found in by_word.items()})


def _parsed(phrase: str) -> _Phrase:
    elements = [_words_of(element) for element in phrase.split()]
    needs = tuple(need for needs, _ in elements for need in needs)
    if not needs:
        raise ValueError(f"“{phrase}” has no word by which it could be found.")
    return _Phrase(phrase, needs, tuple(choices for _, choices in elements if choices))


@cache  # of a few elements many phrases are made
def _words_of(element: str) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """What an element needs, and its choices where one of them has several words."""
    if element.startswith("?") or "~" in element or _GAP.fullmatch(element):
        return (), ()
    choices = tuple(words_in(choice.replace("_", " ")) for choice in element.split("|"))
    if len(choices) == 1:
        return tuple(frozenset((word,)) for word in choices[0]), ()
    need = frozenset(max(sorted(choice), key=len) for choice in choices)
    return (need,), choices if any(len(choice) > 1 for choice in choices) else ()


def _pattern(phrase: str) -> str:
    source = ""
    has_word = False
    for element in phrase.split():
        gap = _GAP.fullmatch(element)
        choices = element.removeprefix("?").split("|")
        one = _ANY_WORD if gap else f"(?:{'|'.join(map(_choice, choices))})"
        # What may be missing brings its own space, so that none is left where it is missing.
        one = rf"\s+{one}" if has_word else one
        if gap and gap[1]:
            one = rf"(?:{one}){{0,{gap[1]}}}?"
        elif element.startswith("?"):
            one = f"(?:{one})?" if has_word else rf"(?:{one}\s+)?"
        else:
            has_word = True
        source += one
    return source


def _choice(choice: str) -> str:
    words = (re.escape(word.removesuffix("~")) + (r"\w*" if word.endswith("~") else "") for word in choice.split("_"))
    return r"\s+".join(words).replace("'", "['’]")
