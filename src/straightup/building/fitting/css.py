"""Style sheets cut into blocks, as the rules of CSS are called here: we have rules of another kind.

CSS is only cut where its syntax has a seam: strings, comments, unquoted addresses and escapes are stepped over whole.
A sheet in which the seams cannot be told is reported as such.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

STRING: Final = r'"(?:[^"\\\n]|\\[\s\S])*"|' + r"'(?:[^'\\\n]|\\[\s\S])*'"
COMMENT: Final = r"/\*[\s\S]*?\*/"
HOLDS_BLOCKS: Final = re.compile(r"@(?:media|supports|layer|container)\b", re.IGNORECASE)
_BARE_URL = r"""\burl\(\s*[^\s"'()\\]*\s*\)"""
# The last two match what is left over when a string or a comment has no end: the sheet is broken then.
_TOKEN = re.compile(rf"""{COMMENT}|{STRING}|{_BARE_URL}|\\[\s\S]|[{{}};()\[\],]|/\*|["']""", re.IGNORECASE)
_BROKEN = ('"', "'", "/*")
_OPENED_BY = {")": "(", "]": "[", "}": "{"}
_COMMENTS = re.compile(rf"({STRING})|{COMMENT}")


@dataclass(frozen=True, slots=True)
class Block:
    """`prelude{body}`, or a statement."""

    prelude: str
    """Selectors, or an at-rule's name and what it is about."""
    body: str | None
    """None for a statement such as @import."""

    def __str__(self) -> str:
        return f"{self.prelude};" if self.body is None else f"{self.prelude}{{{self.body}}}"


@lru_cache(maxsize=64)
def split(css: str) -> tuple[Block, ...] | None:
    """The blocks of `css` in order, without the comments between them; None when its syntax is broken somewhere."""
    blocks: list[Block] = []
    start = opened = 0
    nesting: list[str] = []
    for token in _TOKEN.finditer(css):
        mark = token[0]
        if mark in _BROKEN:
            return None
        if mark in "([{":
            if mark == "{" and not nesting:
                opened = token.start()
            nesting.append(mark)
        elif mark in _OPENED_BY:
            if not nesting or nesting.pop() != _OPENED_BY[mark]:
                return None
            if mark == "}" and not nesting:
                blocks.append(Block(_bare(css[start:opened]), css[opened + 1 : token.start()].strip()))
                start = token.end()
        elif mark == ";" and not nesting:
            statement = _bare(css[start : token.start()])
            if not statement.startswith("@"):
                return None
            blocks.append(Block(statement, None))
            start = token.end()
    return None if nesting or _bare(css[start:]) else tuple(blocks)


def joined(blocks: Iterable[Block]) -> str:
    return "".join(map(str, blocks))


def _bare(text: str) -> str:
    return _COMMENTS.sub(lambda found: found[1] or " ", text).strip()


def parted(text: str, separator: str) -> list[str]:
    """`text` at each `separator` that stands in no string, bracket or block."""
    parts: list[str] = []
    start = depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "([{":
            depth += 1
        elif token[0] in ")]}":
            depth -= 1
        elif token[0] == separator and depth == 0:
            parts.append(text[start : token.start()])
            start = token.end()
    return [*parts, text[start:]]


def outside(selector: str, opening: str, closing: str) -> str:
    """`selector` without what stands in the brackets `opening` and `closing`; "" when they do not match."""
    pieces: list[str] = []
    depth = start = 0
    for token in _TOKEN.finditer(selector):
        if token[0] == opening:
            if depth == 0:
                pieces.append(selector[start : token.start()])
            depth += 1
        elif token[0] == closing and depth:
            depth -= 1
            start = token.end()
    return " ".join([*pieces, selector[start:]]) if not depth else ""
