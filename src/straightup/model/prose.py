"""A text that customers read, and where in its file it stands."""

import re
from dataclasses import dataclass

from straightup.model.findings import Span
from straightup.model.incident import Update

MASK = "\0"


def place_in(text: str, first_line: int, start: int = 0, end: int | None = None) -> Span:
    """Where the characters from `start` to `end` of a masked text stand; its first words without them."""
    if end is None:
        bare = text.replace(MASK, " ")
        start = len(bare) - len(bare.lstrip())
        end = start + len(bare.lstrip().split("\n", 1)[0].rstrip())
    line = first_line + text.count("\n", 0, start)
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span.at(line, column, max(end - start, 0))


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that customers read, and where it stands."""

    text: str
    """Masked, as in the document."""
    bare: str
    """The same with spaces for what is masked, so that places stay the same."""
    first_line: int
    update: Update | None
    heading: Span
    later: bool = False
    """An update with others before it: it has to say more than the title."""

    def place(self, found: re.Match[str] | None = None) -> Span:
        """Where the first line of `found` stands in it; without that its first words, or an empty one's heading."""
        if found is not None:
            end = found.start() + len(found[0].partition("\n")[0])
            return place_in(self.text, self.first_line, found.start(), end)
        return place_in(self.text, self.first_line) if self.bare.strip() else self.heading
