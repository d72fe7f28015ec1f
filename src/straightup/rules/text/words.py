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

    def has_all(self, words: frozenset[str]) -> bool:
        """Whether `words` are all that it needs."""
        for need in self.needs:
            if need.isdisjoint(words):
                return False
        return all(any(map(words.issuperset, choice)) for choice in self.choices)

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.written)


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    # Of more than a thousand phrases a few are looked for in most texts, so the others are never compiled.
    return re.compile(rf"(?<![\w-])(?:{_pattern(phrase)})(?![\w-])", re.IGNORECASE)


class Index:
    """Many lists of phrases, as those of a language: a text is looked through once for all of them."""

    def __init__(self, common: frozenset[str] = frozenset()) -> None:
        """`common` are words of most texts, by which no phrase is looked for that has others."""
        self._common = common
        self._lists: dict[str, dict[Phrases, list[_Phrase]]] = {}
        self._words: frozenset[str] = frozenset()

    def any_of(self, phrases: Iterable[str]) -> "Phrases":
        """The phrases, written as this module's documentation says."""
        made = Phrases(self)
        for phrase in map(_parsed, phrases):
            for word in max(phrase.needs, key=lambda need: (need.isdisjoint(self._common), min(map(len, need)))):
                self._lists.setdefault(word, {}).setdefault(made, []).append(phrase)
        self._words = frozenset(self._lists)
        return made

    def looked_through(self, text: str) -> "_Found":
        """What of all the lists `text` may hold."""
        words = words_in(text)
        possible: dict[Phrases, list[_Phrase]] = {}
        for word in self._words & words:
            for phrases, under in self._lists[word].items():
                if phrases in possible:
                    possible[phrases] += under
                else:
                    possible[phrases] = under.copy()
        return _Found(words, possible, {})


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What a text may hold: by the list, its phrases of which there is a word, and those that have all they need."""

    words: frozenset[str]
    possible: Mapping["Phrases", list[_Phrase]]
    sure: dict["Phrases", tuple[_Phrase, ...]]

    def of(self, phrases: "Phrases") -> tuple[_Phrase, ...]:
        possible = self.possible.get(phrases)
        if possible is None:  # as in most texts
            return ()
        if phrases not in self.sure:
            self.sure[phrases] = tuple({each.written: each for each in possible if each.has_all(self.words)}.values())
        return self.sure[phrases]


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Any of many phrases."""

    index: Index

    def may_be_in(self, text: str) -> bool:
        """Whether `text` can hold one of the phrases, by its words alone."""
        return bool(_found(self.index, text).of(self))

    def first_in(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first of the phrases between two places of `text`; of two that begin together the longer one."""
        candidates = _found(self.index, text).of(self)
        if not candidates:
            return None
        end = len(text) if end is None else end
        found = (each.pattern.search(text, start, end) for each in candidates)
        return min(filter(None, found), key=lambda match: (match.start(), -match.end()), default=None)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        """Each phrase in `text`, in order; none lies within another."""
        candidates = _found(self.index, text).of(self)
        found = [match for each in candidates for match in each.pattern.finditer(text)]
        over = 0
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            if match.start() >= over:
                over = match.end()
                yield match

    def at_start_of(self, text: str) -> re.Match[str] | None:
        """The longest phrase with which `text` begins."""
        found = (each.pattern.match(text) for each in _found(self.index, text).of(self))
        return max(filter(None, found), key=lambda match: match.end(), default=None)


@lru_cache(maxsize=512)  # most are asked for many lists, one soon after the other
def _found(index: Index, text: str) -> _Found:
    return index.looked_through(text)


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
