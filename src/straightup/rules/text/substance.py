"""How much a text tells a customer, once everything that says nothing is taken away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

from straightup.rules.text.vocabulary import Vocabulary

_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,2000}[^()]{0,200}\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|mailto:|www\.)[^\s<>]+>?", re.IGNORECASE)
_MARKUP = re.compile(r"[*_~#>|]+|\0+")
_TOKEN = re.compile(r"\d[\d:.,/%-]*\w*|[^\W\d_][\w’'&.+-]*[^\W_]|[^\W\d_]")
_NUMBER = re.compile(r"(?<![^\s(])\d[\d:.,/%-]*\w*")
"""A token that is surely one by itself."""
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}")
_END_OF_CLAUSE = re.compile(r"[.!?;\n]")
_LONGEST_CLAUSE = 400
"""Characters behind “because” in which a cause is looked for: a text of nothing but “because” has many such clauses."""
_WORDS_OF_CLAUSE = 12

ENOUGH = 1.0
"""A text with less than one fact is vague. Chosen on the labelled sample; the rule's documentation has the figures."""


@dataclass(frozen=True, slots=True)
class Substance:
    """What is left of a text."""

    facts: tuple[str, ...]
    """Words, numbers and places that a customer did not know, each once, in their order."""
    hints: tuple[str, ...]
    """Words that show half a symptom."""
    has_cause: bool
    """Whether a cause is given that is more than stock words."""

    @property
    def weight(self) -> float:
        """The number of facts, a hint counted as half of one."""
        return len(self.facts) + len(self.hints) / 2 + (1 if self.has_cause else 0)


@lru_cache(maxsize=4096)
def names_in(texts: tuple[str, ...]) -> frozenset[str]:
    """The words of names, in small letters: of components, of the site. A text that repeats them says nothing new."""
    return frozenset(token.casefold() for text in texts for token in _TOKEN.findall(text))


@lru_cache(maxsize=4096)
def substance(text: str, known_names: frozenset[str], vocabulary: Vocabulary) -> Substance:
    """What `text` says beside `known_names` and the words that say nothing."""
    text = _without_markup(text)
    facts: dict[str, None] = {found[0].casefold(): None for found in vocabulary.no_harm.all_in(text)}
    hints: dict[str, None] = {}
    for word, is_fact in _words(text, known_names, vocabulary):
        (facts if is_fact else hints)[word] = None
    return Substance(tuple(facts), tuple(hints), _has_cause(text, known_names, vocabulary))


@lru_cache(maxsize=4096)
def says_something(text: str, known_names: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether `substance` of the same would weigh at least `ENOUGH`; it stops at the first fact."""
    text = _without_markup(text)
    for number in _NUMBER.findall(text):  # most texts have one, and it is found faster than words are weighed
        if number.casefold() not in vocabulary.stock and number.strip(".-").casefold() not in known_names:
            return True
    hint = ""
    for word, is_fact in _words(text, known_names, vocabulary):
        if is_fact or (hint and word != hint):
            return True
        hint = word
    return vocabulary.no_harm.first_in(text) is not None or _has_cause(text, known_names, vocabulary)


def says_more(text: str, other: str, known_names: frozenset[str], vocabulary: Vocabulary) -> bool:
    """True when a fact of `text` is surely new, because its word is nowhere in `other`. False says nothing: the facts of
    both have to be compared."""
    other = other.casefold()
    words = _words(_without_markup(text), known_names, vocabulary)
    return any(is_fact and word not in other for word, is_fact in words)


def normal_text(text: str) -> str:
    """`text` as it is compared with others: in small letters, however its lines are broken."""
    return " ".join(text.casefold().split())


def text_key(normal: str) -> int:
    """A number for a `normal_text`, the same in every process and on every machine."""
    return int.from_bytes(blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _without_markup(text: str) -> str:
    text = _ADDRESS.sub(" ", _LINK.sub(r" \1 ", text)) if "](" in text or "://" in text or "www." in text else text
    return _MARKUP.sub(" ", text).replace("`", " ")


def _words(text: str, known_names: frozenset[str], vocabulary: Vocabulary) -> Iterator[tuple[str, bool]]:
    """The words that are facts (True) or hints (False)."""
    stock = vocabulary.stock
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.casefold() in stock and word != "US":
            continue  # most words, so they are asked first
        word = word.strip(".'’-")
        folded = word.casefold().removesuffix("'s").removesuffix("’s")
        if not folded or folded in known_names:
            continue
        if folded[0].isdigit() or _is_place(word, folded, vocabulary) or folded in vocabulary.acronyms:
            yield folded, True
        elif vocabulary.is_stock(folded) or ("." in folded and _DOMAIN.fullmatch(folded)):
            continue
        elif vocabulary.is_half(folded):
            yield folded, False
        elif not _is_name(word, text, match.start()):
            parts = [part for part in re.split(r"[-’']", folded) if part]
            if not all(vocabulary.is_stock(part) or part in known_names for part in parts):
                yield folded, True


def only_courtesies(text: str, known_names: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether `text` holds an apology or thanks, and not even a stock word beside them."""
    if vocabulary.apology.first_in(text) is None:
        return False
    words = (token.casefold() for token in _TOKEN.findall(_MARKUP.sub(" ", text)))
    return all(vocabulary.is_polite(word) or word in known_names for word in words)


def _is_place(word: str, folded: str, vocabulary: Vocabulary) -> bool:
    # “us” is we, “US” a country.
    return folded in vocabulary.places and (folded != "us" or word == "US")


def _is_name(word: str, text: str, start: int) -> bool:
    """A capital inside a sentence: the name of a product that the settings do not know."""
    if not word[0].isupper():
        return False
    if word.isupper() and len(word) > 1:
        return True
    return not _begins_sentence(text, start)


def _begins_sentence(text: str, start: int) -> bool:
    """Whether only spaces and quotes stand between `start` and the end of the sentence before."""
    before = text[max(0, start - 40) : start].rstrip(' \t"“([')
    stripped = before.rstrip()
    return not stripped or stripped[-1] in ".!?:;•-*" or before.count("\n", len(stripped)) > 1


def _has_cause(text: str, known_names: frozenset[str], vocabulary: Vocabulary) -> bool:
    for cause in vocabulary.causes.all_in(text):
        start, end = cause.end(), cause.end() + _LONGEST_CLAUSE
        over = _END_OF_CLAUSE.search(text, start, end)
        tokens = islice(_TOKEN.finditer(text, start, over.start() if over else end), _WORDS_OF_CLAUSE)
        words = (token[0].casefold() for token in tokens)
        if any(not vocabulary.is_stock(word) and word not in known_names for word in words):
            return True
    return False
