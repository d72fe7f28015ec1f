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


@lru_cache(maxsize=4096)
def words_in(text: str) -> frozenset[str]:
    """The words of `text`, in small letters; whatever is no letter and no digit parts two."""
    text = text.lower()
    return frozenset(text.translate(_GAPS).split() if text.isascii() else _WORD.findall(text))


@dataclass(frozen=True, slots=True)
class _Phrase:
    source: str
    needs: tuple[frozenset[str], ...]
    """A text holds one word of each of these, or it does not hold the phrase."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    # Of more than a thousand phrases a few are looked for in most texts, so the others are never compiled.
    return re.compile(rf"(?<![\w-])(?:{source})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Any of many phrases."""

    by_word: Mapping[str, tuple[_Phrase, ...]]
    """Each phrase under every word of the rarest of its needs."""

    def may_be_in(self, text: str) -> bool:
        """Whether `text` can hold one of the phrases, by its words alone."""
        return next(self._candidates(text), None) is not None

    def first_in(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first of the phrases between two places of `text`; of two that begin together the longer one."""
        end = len(text) if end is None else end
        found = (each.pattern.search(text, start, end) for each in self._candidates(text))
        return min(filter(None, found), key=lambda match: (match.start(), -match.end()), default=None)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        """Each phrase in `text`, in order; none lies within another."""
        found = [match for each in self._candidates(text) for match in each.pattern.finditer(text)]
        over = 0
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            if match.start() >= over:
                over = match.end()
                yield match

    def at_start_of(self, text: str) -> re.Match[str] | None:
        """The longest phrase with which `text` begins."""
        found = (each.pattern.match(text) for each in self._candidates(text))
        return max(filter(None, found), key=lambda match: match.end(), default=None)

    def _candidates(self, text: str) -> Iterator[_Phrase]:
        words = words_in(text)
        seen: set[str] = set()
        for word in self.by_word.keys() & words:
            for phrase in self.by_word[word]:
                if phrase.source not in seen and not any(need.isdisjoint(words) for need in phrase.needs):
                    seen.add(phrase.source)
                    yield phrase


def any_of(phrases: Iterable[str]) -> Phrases:
    """The phrases, written as this module's documentation says."""
    by_word: dict[str, list[_Phrase]] = {}
    for phrase in map(_parsed, phrases):
        for word in max(phrase.needs, key=lambda need: min(map(len, need))):
            by_word.setdefault(word, []).append(phrase)
    return Phrases({word: tuple(found) for word, found in by_word.items()})


def _parsed(phrase: str) -> _Phrase:
    source = ""
    has_word = False
    needs: list[frozenset[str]] = []
    for element in phrase.split():
        gap = _GAP.fullmatch(element)
        choices = element.removeprefix("?").split("|")
        one = _ANY_WORD if gap else f"(?:{'|'.join(map(_source, choices))})"
        # What may be missing brings its own space, so that none is left where it is missing.
        one = rf"\s+{one}" if has_word else one
        if gap and gap[1]:
            one = rf"(?:{one}){{0,{gap[1]}}}?"
        elif element.startswith("?"):
            one = f"(?:{one})?" if has_word else rf"(?:{one}\s+)?"
        else:
            has_word = True
            needs += _needs(choices) if not gap and "~" not in element else []
        source += one
    if not needs:
        raise ValueError(f"“{phrase}” has no word by which it could be found.")
    return _Phrase(source, tuple(needs))


def _source(choice: str) -> str:
    words = (re.escape(word.removesuffix("~")) + (r"\w*" if word.endswith("~") else "") for word in choice.split("_"))
    return r"\s+".join(words).replace("'", "['’]")


def _needs(choices: list[str]) -> list[frozenset[str]]:
    if len(choices) == 1:
        return [frozenset((word,)) for word in words_in(choices[0].replace("_", " "))]
    return [frozenset(max(sorted(words_in(choice.replace("_", " "))), key=len) for choice in choices)]
