"""What the wording rules know of a language: the words that say nothing, and phrases, from `phrases/LANGUAGE.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from straightup.rules.text.deflection import Elsewhere, elsewhere_of
from straightup.rules.text.fact_lists import Lists, lists_of
from straightup.rules.text.hollow import Hollow, hollow_of
from straightup.rules.text.words import Index, Phrases

_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ly", ""),
)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words and phrases of one language, in small letters."""

    stock: frozenset[str]
    """Words that tell a customer nothing by themselves."""
    polite: frozenset[str]
    """Of the stock words, those that only hold a sentence together or are courtesies."""
    half: frozenset[str]
    """Words that hint at a symptom: two of them count as one fact."""
    places: frozenset[str]
    acronyms: frozenset[str]
    """Technical ones, which hint at a cause; any other is taken for a name."""
    no_harm: Phrases
    causes: Phrases
    noncommittal: Phrases
    blames_customer: Phrases
    pitch: Phrases
    minimising: Phrases
    way_around: Phrases
    """That something else works."""
    apology: Phrases
    hollow_prevention: Phrases
    thin_title: frozenset[str]
    """What the titles are made of that say neither what fails nor for whom."""
    hollow: Hollow
    elsewhere: Elsewhere

    def is_stock(self, word: str) -> bool:
        """Whether `word`, in small letters, is a stock word or a form of one."""
        return _is_form_of(word, self.stock)

    def is_common(self, word: str) -> bool:
        """Whether `word`, in small letters, is or is a form of a stock word, or of one that only hints."""
        return _is_form_of(word, self.stock) or _is_form_of(word, self.half)

    def is_polite(self, word: str) -> bool:
        """Whether `word` is a courtesy, or only holds a sentence together."""
        return _is_form_of(word, self.polite)

    def is_half(self, word: str) -> bool:
        """Whether `word` is, or is a form of, one that only hints."""
        return _is_form_of(word, self.half)


@cache
def facts_of(language: str = "en") -> Lists:
    """What shows a fact in `language`; in English when there is no list for it."""
    folder = files("straightup.rules") / "phrases"
    source = folder / f"facts-{language}.toml"
    if not source.is_file():
        source = folder / "facts-en.toml"
    return lists_of(tomllib.loads(source.read_text(encoding="utf-8")))


@cache
def vocabulary(language: str = "en") -> Vocabulary:
    """The vocabulary of `language`; of English when there is none."""
    folder = files("straightup.rules") / "phrases"
    source = folder / f"{language}.toml"
    if not source.is_file():
        source = folder / "en.toml"
    data: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    words = {name: frozenset(table["list"].split()) for name, table in data["words"].items()}
    half = words.pop("half")
    facts = data["facts"]
    index = Index(words["grammar"])
    any_of = index.any_of
    return Vocabulary(
        stock=frozenset().union(*words.values()),
        polite=words["grammar"] | words["courtesies"],
        half=half,
        places=frozenset(facts["places"]["list"].split()),
        acronyms=frozenset(facts["acronyms"]["list"].split()),
        no_harm=any_of(facts["no_harm"]["list"]),
        causes=any_of(facts["causes"]["list"]),
        noncommittal=any_of(data["noncommittal"]["list"]),
        blames_customer=any_of(data["blames"]["customer"]["list"]),
        pitch=any_of(data["pitch"]["list"]),
        way_around=any_of(data["way_around"]["list"]),
        minimising=any_of(data["minimising"]["list"]),
        apology=any_of(data["apology"]["list"]),
        hollow_prevention=any_of(data["hollow_prevention"]["list"]),
        thin_title=frozenset(data["thin_title"]["list"].split()),
        hollow=hollow_of(data, index),
        elsewhere=elsewhere_of(data, index),
    )


@lru_cache(maxsize=65536)
def _is_form_of(word: str, known: frozenset[str]) -> bool:
    if word in known:
        return True
    for ending, instead in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < 2:
            continue
        base = word[: -len(ending)] + instead
        if base in known or (len(base) > 3 and base[-1] == base[-2] and base[:-1] in known):
            return True
    return False
