"""Takes out of the theme's style sheets what no page can need: a rule goes when none of its selectors can match."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from straightup.building.fitting.css import HOLDS_RULES, Rule, joined, outside, parted, split

COLOURS: Final = re.compile(r"\[data-md-color-(scheme|primary|accent)=[\"']?([\w-]+)[\"']?\]")
VARIABLE: Final = re.compile(r"--[\w-]+")
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)(?![\w\\-])")
_PROPERTY = re.compile(r"\s*(--[\w-]+)\s*:")
_OWN = "--md-"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can occur on the pages that a bundle is for."""

    unused: frozenset[str] = frozenset()
    """Families of classes that cannot: `tabbed` is `tabbed` itself and all that begins with `tabbed-` or `tabbed_`."""
    colours: frozenset[tuple[str, str]] | None = None
    """The palettes' names that do, as (`primary`, `white`); None when everything may."""
    words: str = ""
    """Texts outside the sheets that may name a custom property: scripts, and the pages themselves."""


def needed(rules: Iterable[Rule], vocabulary: Vocabulary) -> list[Rule]:
    """Without the selectors that cannot match, and without the rules in which none is left."""
    kept: list[Rule] = []
    for rule in rules:
        if rule.block is None:
            kept.append(rule)
        elif HOLDS_RULES.match(rule.prelude):
            inner = split(rule.block)
            if inner is None:
                kept.append(rule)
            elif fewer := needed(inner, vocabulary):
                kept.append(Rule(rule.prelude, joined(fewer)))
        elif rule.prelude.startswith("@"):
            kept.append(rule)
        else:
            selectors = [each for each in parted(rule.prelude, ",") if not _impossible(each, vocabulary)]
            if selectors:
                kept.append(Rule(",".join(selectors), rule.block))
    return kept


def _impossible(selector: str, vocabulary: Vocabulary) -> bool:
    """Only what every match would need is looked at: never what stands inside `:not()`, `:is()` and the like."""
    required = outside(selector, "(", ")")
    if vocabulary.colours is not None and any(pair not in vocabulary.colours for pair in COLOURS.findall(required)):
        return True
    names = _CLASS.findall(outside(required, "[", "]"))
    return any(_belongs(name, family) for name in names for family in vocabulary.unused)


def _belongs(name: str, family: str) -> bool:
    return name == family or name.startswith((f"{family}-", f"{family}_"))


def without_unread(parts: list[tuple[bool, list[Rule]]], words: str) -> list[list[Rule]]:
    """Without the theme's custom properties that nothing reads, mostly pictures of icons. What reads may go as well.

    True beside rules says that they are the theme's; `words` name the properties that something else reads.
    """
    named = set(VARIABLE.findall(words))
    while True:
        uses = named.union(*(_read(rule) for _, rules in parts for rule in rules))
        fewer = [(own, list(_with_properties(rules, uses)) if own else rules) for own, rules in parts]
        if fewer == parts:
            return [rules for _, rules in parts]
        parts = fewer


def _read(rule: Rule) -> Iterator[str]:
    """Every custom property that is named other than to give it a value."""
    block = rule.block or ""
    for found in VARIABLE.finditer(block):
        before = block[: found.start()].rstrip()[-1:]
        after = block[found.end() :].lstrip()[:1]
        if not (before in ("", ";", "{", "/") and after == ":"):
            yield found[0]


def _with_properties(rules: Iterable[Rule], uses: set[str]) -> Iterator[Rule]:
    for rule in rules:
        if rule.block is None or _OWN not in rule.block:
            yield rule
        elif HOLDS_RULES.match(rule.prelude):
            inner = split(rule.block)
            if inner is None:
                yield rule
            elif fewer := list(_with_properties(inner, uses)):
                yield Rule(rule.prelude, joined(fewer))
        elif rule.prelude.startswith("@"):
            yield rule
        else:
            kept = [each for each in parted(rule.block, ";") if each.strip() and not _unread(each, uses)]
            if kept:
                yield Rule(rule.prelude, ";".join(kept))


def _unread(declaration: str, uses: set[str]) -> bool:
    match = _PROPERTY.match(declaration)
    return match is not None and match[1].startswith(_OWN) and match[1] not in uses
