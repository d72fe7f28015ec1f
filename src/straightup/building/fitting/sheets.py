"""Several style sheets as one, for another folder."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from straightup.building.fitting.css import COMMENT, STRING, Block, split
from straightup.building.fitting.device import CANVAS, Palettes, for_device
from straightup.building.fitting.trimming import Present, needed, without_unread

_URL = re.compile(rf"{COMMENT}|(?P<url>\burl\(\s*(?P<address>{STRING}|[^\s\"'()\\]*)\s*\))|{STRING}", re.IGNORECASE)
_HEADED = re.compile(r"@(?:import|namespace)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    css: str
    folder: str
    """Where it is published, relative to the site's root: its relative addresses start there."""
    media: str = ""
    trimmed: bool = False
    """It is the theme's own, so that what no page needs may go."""


def joinable(sheet: Sheet, *, first: bool) -> bool:
    """Whether `sheet` says the same behind others in one file, or as the `first` of them."""
    blocks = split(sheet.css)
    if blocks is None or "image-set(" in sheet.css.lower():
        return False
    # These hold at the top of a file only, and a namespace would go on to hold for the others.
    headed = [block.prelude.lower() for block in blocks if _HEADED.match(block.prelude)]
    return not headed or (first and not sheet.media and all(each.startswith("@import") for each in headed))


# The shells of a site differ in a few words, and ask for the same.
@lru_cache(maxsize=8)
def join(sheets: tuple[Sheet, ...], folder: str, present: Present, palettes: Palettes | None = None) -> str:
    """One sheet for the folder `folder` that says what `sheets`, each of them joinable, say in their order.

    With `palettes`, elements whose colours are called DEVICE have those of the reader's device.
    """
    parts = [_rebased(split(sheet.css) or (), sheet.folder, folder) for sheet in sheets]
    parts = [needed(blocks, present) if sheet.trimmed else blocks for sheet, blocks in zip(sheets, parts, strict=True)]
    parts = without_unread(
        [(sheet.trimmed, blocks) for sheet, blocks in zip(sheets, parts, strict=True)], present.words
    )
    if palettes:
        parts = [list(for_device(blocks, palettes)) for blocks in parts]
    texts = []
    for sheet, blocks in zip(sheets, parts, strict=True):
        text = "\n".join(map(str, blocks))
        texts.append(f"@media {sheet.media}{{{text}}}" if sheet.media and text else text)
    if palettes:
        texts.append(str(CANVAS))
    return "\n".join(['@charset "utf-8";', *filter(None, texts), ""])


def _rebased(blocks: Iterable[Block], old: str, new: str) -> list[Block]:
    moved = []
    for block in blocks:
        name = block.prelude.lower()
        if name.startswith("@charset"):
            continue
        prelude = block.prelude
        if name.startswith("@import"):
            prelude = _import(prelude, old, new)
        if prelude:
            moved.append(Block(prelude, None if block.body is None else rebased(block.body, old, new)))
    return moved


def _import(prelude: str, old: str, new: str) -> str:
    """An @import for the new folder; "" for one from another host, which a page of ours asks for nothing."""
    match = re.match(rf"(@import\s*)(url\(\s*)?({STRING}|[^\s\"'()]+)(\s*\))?", prelude, re.IGNORECASE)
    if not match or urlsplit(match[3].strip("\"'")).netloc:
        return ""
    return f'{match[1].rstrip()} "{_moved(match[3].strip(chr(34) + chr(39)), old, new)}"{prelude[match.end() :]}'


def rebased(css: str, old: str, new: str) -> str:
    """`css` with its relative addresses, which started in the folder `old`, as they have to be in `new`."""

    def moved(found: re.Match[str]) -> str:
        if found["url"] is None:
            return found[0]
        address = found["address"].strip("\"'")
        target = _moved(address, old, new)
        return found[0] if target == address else f'url("{target}")'

    return _URL.sub(moved, css) if "url(" in css.lower() else css


def _moved(address: str, old: str, new: str) -> str:
    if not address or address.startswith(("#", "/")) or re.match(r"[a-zA-Z][\w+.-]*:", address):
        return address
    return posixpath.relpath(posixpath.normpath(posixpath.join("/", old, address)), posixpath.join("/", new))
