"""Markdown from elsewhere, made to mean the same inside an incident file."""

import re

from straightup.importers.foreign_text import TURNS
from straightup.model.source import MASK, published
from straightup.reading.markdown import Line, Scanner

_HEADING = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|$)")
_HARMLESS = r"https?://|mailto:|[\w.+-]+@[\w-]+\.[\w.-]+>|/?(?:br|kbd|sub|sup|details|summary)\s*/?>"
_CODE_OR_TAG = re.compile(rf"\\.|(?P<ticks>`+)|<(?!(?:{_HARMLESS}))(?=[A-Za-z/!?])", re.IGNORECASE)


def scan(text: str) -> list[Line]:
    """The lines of `text` with comments masked and code marked, as the reader of incident files sees them."""
    return Scanner(text.split("\n"), 1, frozenset()).scan()


def without_comments(text: str) -> tuple[str, bool]:
    """`text` as its readers saw it, and whether it held comments, which they did not see."""
    masked = [line.text for line in scan(text)]
    hidden = any(MASK in line for line in masked)
    return published("\n".join(masked)), hidden


def settle(text: str, top: int) -> str:
    """`text` with its highest heading at level `top` or below it, and with raw HTML as text that shows what it said.

    The order of its headings stays, as far as six levels go. The HTML that incident files may hold stays HTML.
    """
    lines = scan(text.translate(TURNS))
    levels = [line.heading for line in lines if line.heading]
    shift = max(0, top - min(levels, default=top))
    settled: list[str] = []
    paragraph: list[str] = []
    for line in lines:
        if line.code or not line.text.strip():
            settled += _tags_as_text(paragraph)
            paragraph = []
            settled.append(line.text)
        elif line.heading:
            settled += _tags_as_text(paragraph)
            paragraph = []
            settled += _tags_as_text([_HEADING.sub(rf"\1{'#' * min(6, line.heading + shift)}", line.text)])
        else:
            paragraph.append(line.text)
    settled += _tags_as_text(paragraph)
    return "\n".join(settled).strip("\n").rstrip()


def _tags_as_text(lines: list[str]) -> list[str]:
    """The lines of one paragraph with a backslash before each `<` that begins a tag outside code."""
    text = "\n".join(lines)
    if "<" not in text:
        return lines
    last = {len(ticks[0]): ticks.start() for ticks in re.finditer("`+", text)}
    parts: list[str] = []
    position = 0
    while token := _CODE_OR_TAG.search(text, position):
        end = token.end()
        ticks = token["ticks"]
        if ticks and last[len(ticks)] > token.start():
            closing = re.compile(rf"(?<!`){ticks}(?!`)").search(text, end)
            end = closing.end() if closing else end
        parts.append(text[position : token.start()])
        parts.append("\\<" if token[0] == "<" else text[token.start() : end])
        position = end
    parts.append(text[position:])
    return "".join(parts).split("\n")
