"""What customers read of a report, set for a terminal or for the summary of a CI job."""

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from straightup.building.showing import Shown, differences

_WIDEST = 100
_NARROWEST = 40
_MEANT = re.compile(r"([\\`*_{}\[\]<>#@|~!&])")
_OBEYED = re.compile(
    r"(?<=@)(?=[A-Za-z0-9])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=#)(?=\d)|(?<=GH)(?=-\d)|(?<=[0-9a-f]{6})(?=[0-9a-f])",
    re.IGNORECASE,
)
"""Where GitHub, after all marks are read, still makes a mention or a link of what is only text."""
_JOINED = "\u200c"
"""Shown as nothing, and nothing is made a link or a mention across it."""
_BEGINNING = re.compile(r"^(\s*)([-+=]|\d+[.)])")


@dataclass(frozen=True, slots=True)
class Form:
    """How the words of customers are set."""

    title: Callable[[str], str]
    question: Callable[[str], str]
    text: Callable[[str], Iterator[str]]
    before: str = "before:"
    now: str = "now:"


def whole(found: Shown, form: Form) -> Iterator[str]:
    """All of it, line by line, with what is not answered marked."""
    yield form.title(found.title)
    yield ""
    yield from form.text(found.standing)
    for line in found.lines:
        yield ""
        if line.question:
            yield form.question(line.question)
        yield from form.text(line.text if line.answered else f"✗ {line.text}")


def changes(before: Shown, after: Shown, form: Form) -> Iterator[str]:
    """What reads otherwise: before, and now. Nothing where all reads the same."""
    for question, old, new in differences(before, after):
        yield ""
        if question:
            yield form.question(question)
        yield from form.text(f"{form.before} {old or '—'}")
        yield from form.text(f"{form.now} {new or '—'}")


def on_terminal() -> Form:
    width = max(_NARROWEST, min(_WIDEST, _columns()))

    def wrapped(text: str) -> Iterator[str]:
        for line in text.split("\n"):
            yield from textwrap.wrap(line, width - 2, initial_indent="  ", subsequent_indent="  ") or [""]

    return Form(title=str, question=str, text=wrapped)


def _columns() -> int:
    import shutil  # here, because only this form asks

    return shutil.get_terminal_size().columns


def _marked(text: str) -> str:
    """An author's words, in which nothing is a mark of Markdown, a mention or the name of an element."""
    return _BEGINNING.sub(r"\1\\\2", _MEANT.sub(r"\\\1", _OBEYED.sub(_JOINED, text)))


def _paragraphs(text: str) -> Iterator[str]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        bullet = line.startswith("- ")
        yield f"- {_marked(line[2:])}" if bullet else _marked(line) + ("  " if number + 1 < len(lines) else "")


MARKDOWN = Form(
    title=lambda text: f"### {_marked(text)}",
    question=lambda text: f"**{_marked(text)}**\n".rstrip("\n") + "  ",
    text=_paragraphs,
    before="Before:",
    now="Now:",
)
