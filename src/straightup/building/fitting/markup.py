"""Where the tags of a page are, in whatever way it is written, so that it can be changed there and nowhere else."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Tag:
    """One element's start, and for a script or a style sheet also its text and its end."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    text: str = ""
    closed: int = 0
    """Where its end tag ends; the same as `end` without one."""
    bound: bool = False
    """It stands in an element that decides whether it holds, such as noscript."""

    def words(self, name: str) -> set[str]:
        return set(self.attributes.get(name, "").lower().split())


class _Reader(HTMLParser):
    """All start tags of a page with their places."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[Tag] = []
        self._html = html
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self._open: Tag | None = None
        self._deciding = 0
        self.feed(html)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here()
        end = start + len(self.get_starttag_text() or "")
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        found = Tag(tag, attributes, start, end, closed=end, bound=self._deciding > 0)
        self.tags.append(found)
        if tag in ("script", "style"):
            self._open = found
        elif tag in ("noscript", "template"):
            self._deciding += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open = None

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open.name:
            here = self._here()
            self._open.text = self._html[self._open.end : here]
            self._open.closed = self._html.find(">", here) + 1
            self._open = None
        elif tag in ("noscript", "template") and self._deciding:
            self._deciding -= 1


def tags_of(html: str) -> list[Tag]:
    """Every start tag of `html`, in order."""
    return _Reader(html).tags


@dataclass(slots=True)
class Edits:
    """Changes of a text, each of a part of its own."""

    text: str
    changes: list[tuple[int, int, str]] = field(default_factory=list)

    def put(self, start: int, end: int, new: str) -> None:
        self.changes.append((start, end, new))

    def result(self) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, new in sorted(self.changes, key=lambda change: change[:2]):
            pieces += (self.text[at:start], new)
            at = end
        return "".join([*pieces, self.text[at:]])
