"""Pages in the colours that the reader's device asks for, by the style sheet alone: before any script, and without.

Material starts in the colours of its first palette until its script has run, so dark pages flash, and stay light for
those whose browsers run none.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from straightup.building.fitting.css import HOLDS_BLOCKS, Block, joined, outside, parted, split
from straightup.building.fitting.markup import Edits, Tag
from straightup.building.fitting.trimming import COLOURS

DEVICE: Final = "device"
"""The name of the colours that are whatever the reader's device asks for."""
CANVAS: Final = Block("@media (prefers-color-scheme:dark)", ".no-js{color-scheme:dark}")
"""What lies behind the page, and its scroll bars, until the theme's script says so itself."""
_ATTRIBUTE = re.compile(r"""(\sdata-md-color-(?:scheme|primary|accent)=)("[^"]*"|'[^']*'|[^\s>]+)""")


class Palette(NamedTuple):
    """Colours, as the theme names them."""

    scheme: str
    primary: str
    accent: str


class Palettes(NamedTuple):
    """Between which the device chooses."""

    light: Palette
    dark: Palette


def palettes_of(tags: Iterable[Tag]) -> Palettes | None:
    """The light and the dark palette, when the device chooses between them."""
    found: dict[str, Palette] = {}
    for tag in tags:
        if tag.name == "input" and (media := tag.attributes.get("data-md-color-media", "")):
            palette = Palette(*(tag.attributes.get(f"data-md-color-{name}", "") for name in Palette._fields))
            found.setdefault("".join(media.split()), palette)
    light, dark = found.get("(prefers-color-scheme:light)"), found.get("(prefers-color-scheme:dark)")
    return Palettes(light, dark) if light and dark else None


def follow(tags: Iterable[Tag], edits: Edits) -> None:
    """The body starts in the device's colours; the theme's script then sets those that the reader has chosen."""
    for tag in tags:
        if tag.name == "body":
            text = edits.text[tag.start : tag.end]
            edits.put(tag.start, tag.end, _ATTRIBUTE.sub(rf'\1"{DEVICE}"', text))
            return


def for_device(blocks: Iterable[Block], palettes: Palettes) -> Iterator[Block]:
    """`blocks`, and behind each that is about a palette of the two the same for the colours called DEVICE."""
    for block in blocks:
        if block.body is not None and HOLDS_BLOCKS.match(block.prelude):
            inner = split(block.body)
            if inner is not None and COLOURS.search(block.body):
                yield Block(block.prelude, joined(for_device(inner, palettes)))
                continue
        yield block
        if block.body is None or block.prelude.startswith("@") or not COLOURS.search(block.prelude):
            continue
        selectors = parted(block.prelude, ",")
        of_light, of_dark = (list(_renamed(selectors, palette)) for palette in palettes)
        if of_light == of_dark:
            if of_light:
                yield Block(",".join(of_light), block.body)
            continue
        for scheme, found in (("light", of_light), ("dark", of_dark)):
            if found:
                yield Block(f"@media (prefers-color-scheme:{scheme})", f"{','.join(found)}{{{block.body}}}")


def _renamed(selectors: Iterable[str], palette: Palette) -> Iterator[str]:
    """The selectors that speak of `palette`, and of no other, saying DEVICE instead.

    One that only says which palette it is *not* about is kept for DEVICE as well, as long as that is not this one.
    """
    for selector in selectors:
        required = COLOURS.findall(outside(selector, "(", ")"))
        if required and all(getattr(palette, part) == name for part, name in required):
            yield COLOURS.sub(lambda found: _device(found, palette), selector)


def _device(found: re.Match[str], palette: Palette) -> str:
    return f"[data-md-color-{found[1]}={DEVICE}]" if getattr(palette, found[1]) == found[2] else found[0]
