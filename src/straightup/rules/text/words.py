"""The words of a text, by which most rules see at once that they have nothing to find."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_ANY_WORD = r"[^\s.!?]{1,40}"
_WORD = re.compile(r"\w+")
_GAPS = {ord(character): " " for character in map(chr, range(128)) if not _WORD.match(character)}


@lru_cache(maxsize=4096)
def words_in(text: str) -> frozenset[str]:
    """The words of `text`, in small letters; whatever is no letter and no digit parts two."""
    text = text.lower()
    return frozenset(text.translate(_GAPS).split() if text.isascii() else _WORD.findall(text))


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """Any of many phrases, found in any case and over line ends."""

    pattern: re.Pattern[str]
    by_longest: Mapping[str, tuple[frozenset[str], ...]]
    """The words of each phrase, under the longest one. A text that lacks a word of a phrase cannot hold the phrase, so
    most texts need not be searched."""
    longest: frozenset[str]
    """The keys of `by_longest`."""

    def may_be_in(self, text: str) -> bool:
        """Whether `text` can hold one of the phrases, by its words alone."""
        words = words_in(text)
        return any(phrase <= words for longest in self.longest & words for phrase in self.by_longest[longest])

    def first_in(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first of the phrases between two places of `text`."""
        if not self.may_be_in(text):
            return None
        return self.pattern.search(text, start, len(text) if end is None else end)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        """Each phrase in `text`."""
        return self.pattern.finditer(text) if self.may_be_in(text) else iter(())


def any_of(phrases: Iterable[str]) -> Phrases:
    """Phrases in which “*” stands for one word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    spaced = (
        r"\s+".join(_ANY_WORD if word == "*" else re.escape(word) for word in phrase.split())
        for phrase in longest_first
    )
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?![\w-])", re.IGNORECASE)
    by_longest: dict[str, tuple[frozenset[str], ...]] = {}
    for words in map(words_in, longest_first):
        longest = max(sorted(words), key=len)
        by_longest[longest] = (*by_longest.get(longest, ()), words)
    return Phrases(pattern, by_longest, frozenset(by_longest))
