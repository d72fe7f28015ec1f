"""What shows a fact: the lists of a language, and the stems by which its words are compared."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Fact(StrEnum):
    """The kinds, in the order in which a message names them."""

    SYMPTOM = "symptom"
    HINT = "hint"
    SCOPE = "scope"
    PLACE = "place"
    CAUSE = "cause"
    ACTION = "action"
    WORKAROUND = "workaround"
    TIME = "time"
    AMOUNT = "amount"
    PART = "part"
    WORKS = "works"
    BACK = "back"
    NAME = "name"
    DETAIL = "detail"


_BY_PHRASES: Final = (
    Fact.SYMPTOM,
    Fact.HINT,
    Fact.SCOPE,
    Fact.CAUSE,
    Fact.ACTION,
    Fact.WORKAROUND,
    Fact.BACK,
    Fact.TIME,
)
_ENDINGS: Final = ("ations", "ation", "ions", "ion", "ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")
_SHORTEST_STEM: Final = 3
ANY_ING, ANY_ED, GAP = "-ing", "-ed", ".."
TOKEN: Final = re.compile(r"[~<>≈]?\$?\d[\d:.,/%-]*\w*%?|[^\W\d_](?:[\w'&.+/-]*[^\W_])?")
"""A word or a figure."""


def stem(word: str) -> str:
    """`word`, in small letters, without what only bends it: `failing`, `failed` and `fails` are one word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


known_stem = lru_cache(maxsize=16384)(stem)
"""As `stem`, for those who ask of many words."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """What shows the kinds, of one language."""

    phrases: Mapping[str, tuple[tuple[Fact, tuple[str, ...]], ...]]
    """By the stem of their first word: the kind, and the stems behind it."""
    parts: frozenset[str]
    places: frozenset[str]
    again: frozenset[str]
    same: Mapping[str, int]
    """The stem of a word -> the group of words that mean the same: where a title has one, another tells nothing new."""
    empty: Mapping[str, frozenset[str]]
    """What only promises another update, or is polite: the stem of a word, and those that stand behind it then; "" for a
    word that needs no other."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a customer has read before: the stems of the title and the names, and what the title is about."""

    stems: frozenset[str]
    subjects: frozenset[int]
    lists: Lists

    def __contains__(self, word: str) -> bool:
        """Whether the stem `word` tells nothing new."""
        return word in self.stems or self.lists.same.get(word) in self.subjects


@lru_cache(maxsize=4096)
def heard(title: str, names: tuple[str, ...], lists: Lists) -> Heard:
    of_title = frozenset(_stems(title))
    subjects = frozenset(lists.same[word] for word in of_title if word in lists.same)
    return Heard(of_title.union(*map(_stems, names)), subjects, lists)


def _stems(text: str) -> Iterator[str]:
    for token in TOKEN.findall(text.lower()):
        yield known_stem(token)
        yield from (known_stem(part) for part in re.split(r"[-'/.&+]", token) if part)


def lists_of(tables: Mapping[str, Mapping[str, str]]) -> Lists:
    """The lists as a language's file has them."""
    phrases: dict[str, list[tuple[Fact, tuple[str, ...]]]] = {}
    for kind in _BY_PHRASES:
        for first, rest in _phrases(tables[kind]["list"]):
            phrases.setdefault(first, []).append((kind, rest))
    groups = tables["same"]["list"].replace("\n", "|").split("|")
    return Lists(
        phrases={first: tuple(found) for first, found in phrases.items()},
        parts=frozenset(tables["parts"]["list"].split()),
        places=frozenset(tables["places"]["list"].split()),
        again=frozenset(map(stem, tables["again"]["list"].split())),
        same={stem(word): number for number, group in enumerate(groups) for word in group.split()},
        empty=_openings(f"{tables['promises']['list']}, {tables['courtesies']['list']}"),
    )


def _phrases(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for phrase in text.replace("\n", " ").split(","):
        words = [word if word[0] in "-.=" else stem(word) for word in phrase.split()]
        if words:
            yield words[0], tuple(words[1:])


def _openings(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, rest in _phrases(text):
        found.setdefault(first, set()).add(rest[0] if rest else "")
    return {first: frozenset(rest) for first, rest in found.items()}
