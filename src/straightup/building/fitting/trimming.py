"""Takes out of the theme's style sheets what no page can need: a block goes when none of its selectors can match."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from straightup.building.fitting.css import HOLDS_BLOCKS, Block, joined, outside, parted, split

COLOURS: Final = re.compile(r"\[data-md-color-(scheme|primary|accent)=[\"']?([\w-]+)[\"']?\]")
VARIABLE: Final = re.compile(r"--[\w-]+")
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)(?![\w\\-])")
_PROPERTY = re.compile(r"\s*(--[\w-]+)\s*:")
_OWN = "--md-"


@dataclass(frozen=True, slots=True)
class Present:
    """What can occur on the pages that a bundle is for."""

    unused: frozenset[str] = frozenset()
    """Families of classes that cannot: `tabbed` is `tabbed` itself and all that begins with `tabbed-` or `tabbed_`."""
    colours: frozenset[tuple[str, str]] | None = None
    """The palettes' names that do, as (`primary`, `white`); None when everything may."""
    words: str = ""
    """Texts outside the sheets that may name a custom property: scripts, and the pages themselves."""


def needed(blocks: Iterable[Block], present: Present) -> list[Block]:
    """Without the selectors that cannot match, and without the blocks in which none is left."""
    kept: list[Block] = []
    for block in blocks:
        if block.body is None:
            kept.append(block)
        elif HOLDS_BLOCKS.match(block.prelude):
            inner = split(block.body)
            if inner is None:
                kept.append(block)
            elif fewer := needed(inner, present):
                kept.append(Block(block.prelude, joined(fewer)))
        elif block.prelude.startswith("@"):
            kept.append(block)
        else:
            selectors = [each for each in parted(block.prelude, ",") if not _impossible(each, present)]
            if selectors:
                kept.append(Block(",".join(selectors), block.body))
    return kept


def _impossible(selector: str, present: Present) -> bool:
    """Only what every match would need is looked at: never what stands inside `:not()`, `:is()` and the like."""
    required = outside(selector, "(", ")")
    if present.colours is not None and any(pair not in present.colours for pair in COLOURS.findall(required)):
        return True
    names = _CLASS.findall(outside(required, "[", "]"))
    return any(_belongs(name, family) for name in names for family in present.unused)


def _belongs(name: str, family: str) -> bool:
    return name == family or name.startswith((f"{family}-", f"{family}_"))


def without_unread(parts: list[tuple[bool, list[Block]]], words: str) -> list[list[Block]]:
    """The blocks of each sheet without custom properties that nothing reads, mostly pictures of icons.

    Each part is a sheet: whether it is the theme's, and its blocks. Only the theme's lose anything. A property that
    `words` names, a text outside the sheets, is kept; one that only another unread one asks for goes with it.
    """
    named = set(VARIABLE.findall(words))
    while True:
        uses = named.union(*(_read(block) for _, blocks in parts for block in blocks))
        fewer = [(own, list(_with_properties(blocks, uses)) if own else blocks) for own, blocks in parts]
        if fewer == parts:
            return [blocks for _, blocks in parts]
        parts = fewer


def _read(block: Block) -> Iterator[str]:
    """Every custom property that is named other than to give it a value."""
    body = block.body or ""
    for found in VARIABLE.finditer(body):
        before = body[: found.start()].rstrip()[-1:]
        after = body[found.end() :].lstrip()[:1]
        if not (before in ("", ";", "{", "/") and after == ":"):
            yield found[0]


def _with_properties(blocks: Iterable[Block], uses: set[str]) -> Iterator[Block]:
    for block in blocks:
        if block.body is None or _OWN not in block.body:
            yield block
        elif HOLDS_BLOCKS.match(block.prelude):
            inner = split(block.body)
            if inner is None:
                yield block
            elif fewer := list(_with_properties(inner, uses)):
                yield Block(block.prelude, joined(fewer))
        elif block.prelude.startswith("@"):
            yield block
        else:
            kept = [each for each in parted(block.body, ";") if each.strip() and not _unread(each, uses)]
            if kept:
                yield Block(block.prelude, ";".join(kept))


def _unread(declaration: str, uses: set[str]) -> bool:
    match = _PROPERTY.match(declaration)
    return match is not None and match[1].startswith(_OWN) and match[1] not in uses
