"""Answers and updates as Markdown: our words with nothing in them that means something, an author's as they are.

What an author wrote stays as it was written where that is harmless; where it holds HTML, which may hide something, or a
link that only the page can follow, its words are taken.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

from straightup.outputs.language.words import Words
from straightup.outputs.pages.answer import Answer
from straightup.outputs.prose import TURNS, render
from straightup.outputs.showing import text_of

_BEGIN, _END = "\ufdd4", "\ufdd5"
"""No characters: between them stands the number of a text, which no author can write."""
_HELD = re.compile(rf"{_BEGIN}(\d+){_END}")
_OWN = re.compile(f"[{_BEGIN}{_END}\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""And what no text file holds."""
_TELLING = re.compile(
    r"<(?!https?://|mailto:|[\s\d=])|\](?:\[|\((?!<?(?:https?://|mailto:)))|^ {0,3}\[[^\]]+\]:", re.MULTILINE
)
"""A tag or a comment, a link to a place that only the page knows, and a link's address, which a page does not show."""
_HEADING = re.compile(r"^ {0,3}(?:#{1,6}(?=\s|$)|[=-]+[ \t]*$)", re.MULTILINE)
_MEANT = re.compile(r"[\\`*\[\]<>]|(?<![^\W_])_|_(?![^\W_])")
_BEGINNING = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[+=|~-]|\d{1,9}(?=[.)]\s))")


def safe(text: str) -> str:
    """One line of text as Markdown that shows it."""
    return _BEGINNING.sub(r"\1\\\2", _MEANT.sub(r"\\\g<0>", " ".join(_OWN.sub("\ufffd", text).split())))


class Prose:
    """Holds what authors wrote while their answers are put together, and puts it in its place at the end."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._held: list[str] = []

    def hold(self, text: str) -> Markup:
        """For `answers`, in place of `render`."""
        text = TURNS.sub("", text).strip()
        if not text:
            return Markup()
        self._held.append(_as_written(text))
        return Markup(f"<p>{_BEGIN}{len(self._held) - 1}{_END}</p>")  # noqa: S704 -- a number of our own

    def written(self, text: str) -> str:
        """The same at once, for what stands alone."""
        return _as_written(TURNS.sub("", text).strip())

    def released(self, markdown: str) -> str:
        """`markdown` with what authors wrote in its places, and with one empty line wherever there are several."""
        whole = _HELD.sub(lambda number: self._held[int(number[1])], markdown)
        return re.sub(r"\n{3,}", "\n\n", whole).strip() + "\n"

    def answer(self, answer: Answer) -> Iterator[str]:
        """What the page says to one question."""
        said = [*_lines(answer.when, answer.late), *_lines(answer.html)]
        if not answer.answered:
            said.append(safe(answer.unanswered))
        yield "\n\n".join(said)
        yield ""
        for step in answer.steps:
            note = self.words.step_note(step)
            words = f"{self.words.step_state(step)}: {' '.join(text_of(str(render(step.item.text))).split())}"
            yield f"- {safe(words)}{f' ({safe(note)})' if note else ''}"
        yield ""
        for note in answer.notes:
            yield from (*_lines(note), "")


def _lines(html: Markup | str, more: str = "") -> Iterator[str]:
    for line in text_of(str(html)).split("\n"):
        whole = " ".join(filter(None, (line, more)))
        more = ""
        if whole:
            yield whole if _HELD.fullmatch(whole) else safe(whole)


def _as_written(text: str) -> str:
    text = _OWN.sub("\ufffd", text)
    if _TELLING.search(text):
        lines = text_of(str(render(text))).split("\n")
        found = "\n\n".join(f"- {safe(line[2:])}" if line.startswith("- ") else safe(line) for line in lines)
        return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", found)
    # A heading among the words would end the answer for whoever reads it by its headings. In code it is none.
    return text if "```" in text or "~~~" in text else _HEADING.sub(r"\\\g<0>", text)
