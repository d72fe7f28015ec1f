"""The fields of an update: the bullet list under its heading, and what was meant to stand there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from straightup.model.findings import Finding, Misread, Span, meant, nearest
from straightup.model.source import MASK, UpdateField
from straightup.model.states import STATED
from straightup.reading.markdown import Line

NAMES = ("ETA", "Next update", "Components", "Edited", "Began", "Restored", "Window")
_FIELD = re.compile(
    r"(?P<bullet> {0,3}[-*+][ \t]+)(?P<bold>\*\*|__)?(?P<name>[A-Za-z][A-Za-z -]{0,30}?)[ \t]*+"
    r"(?::(?(bold)(?P=bold))|(?(bold)(?P=bold))[ \t]*:)[ \t]*(?P<value>.*)"
)
_BULLET = re.compile(r" {0,3}[-*+](?:[ \t]|$)")
_WORDS = "|".join(name.replace(" ", "[ _-]?") for name in NAMES)
_ELSEWHERE = re.compile(
    rf"[ \t]*(?P<bullet>[-*+•][ \t]*)?(?P<bold>\*\*|__)?(?P<name>{_WORDS})"
    r"(?P<rest>(?:\*\*|__)?[ \t]*[:=](?:\*\*|__)?|[ \t])[ \t]*(?P<value>\S.*)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[ \t]*[-*+](?P<name>[A-Za-z][A-Za-z _-]{0,30}?)[ \t]*:[ \t]*(?P<value>.*)")
_STATE = rf"[\w.-]+[ \t:=]+(?:{'|'.join(STATED)})"
_STATES = re.compile(rf"{_STATE}(?:[ \t]*,[ \t]*{_STATE})*[ \t]*", re.IGNORECASE)
"""What can only be the states of components, whatever stands before it."""
_ANYWHERE = re.compile(rf"^[ \t]*(?:[-*+•][ \t]*)?(?:\*\*|__)?(?:{_WORDS})\b", re.IGNORECASE | re.MULTILINE)


class Where(Enum):
    """Where a field stands, and so how sure it is that it is one."""

    IN_THE_LIST = "in the list under the heading, as it should"
    NEARLY_NAMED = "in that list, under a name that is nearly right"
    ELSEWHERE = "below the text, or indented"
    WITHOUT_DASH = "a line of its own that is no item of a list"
    WITHOUT_COLON = "anywhere, without its colon"


@dataclass(frozen=True, slots=True)
class Found:
    """A field, or a line that may be one; then its words stay text unless its value can be read."""

    field: UpdateField
    written: str
    """The name as it is written."""
    where: Where
    first: int
    """The index of its first line."""
    end: int
    """And of the one behind its last."""
    first_line_alone: UpdateField | None = None
    """The field without the lines that go on below it: they may be text, with no blank line between."""


def find(lines: Sequence[Line], first_line: int, findings: list[Finding]) -> list[Found]:
    """The fields among `lines` of an update, which begin below its heading on line `first_line`, in their order."""
    texts = [line.text for line in lines]
    index = next((i for i, text in enumerate(texts) if text.replace(MASK, "").strip()), len(texts))
    found: list[Found | None] = []
    while index < len(texts) and texts[index].strip() and not lines[index].code:
        if not _BULLET.match(texts[index]):
            if (each := elsewhere(texts[index], index, first_line)) is None:
                break
            found.append(each)
            index += 1
            continue
        end = index + 1
        while end < len(texts) and texts[end].strip() and not lines[end].code and not _begins_one(texts[end]):
            end += 1
        found.append(
            _in_list(texts, index, end, first_line, findings) or elsewhere(texts[index], index, first_line, end)
        )
        index = end
    if anywhere("\n".join(texts[index:]).replace(MASK, "")):
        below = range(index, len(texts))
        found += (elsewhere(texts[i], i, first_line) for i in below if not lines[i].code)
    return [each for each in found if each is not None]


def elsewhere(text: str, index: int, first_line: int, end: int | None = None) -> Found | None:
    """The line `text` as a field in a place or a form that is none, or None."""
    text = text.replace(MASK, " ")
    match = _ELSEWHERE.fullmatch(text)
    if match is None:
        return _glued(text, index, first_line)
    colon = bool(match["rest"].strip("*_ \t"))
    if not colon and not match["bullet"]:
        return None
    where = Where.WITHOUT_COLON if not colon else Where.ELSEWHERE if match["bullet"] else Where.WITHOUT_DASH
    written = match["name"]
    name = next(name for name in NAMES if re.sub("[ _-]", "", written).casefold() == name.replace(" ", "").casefold())
    span = Span.at(first_line + index, match.start("name") + 1, len(written))
    field = _field(name, span, match["value"], match.start("value"), ())
    return Found(field, written, where, index, end or index + 1)


def _glued(text: str, index: int, first_line: int) -> Found | None:
    """A field whose dash touches its name: `-Components: api degraded`."""
    match = _GLUED.fullmatch(text)
    name = meant(match["name"], NAMES) if match else None
    if match is None or name is None:
        return None
    span = Span.at(first_line + index, match.start("name") + 1, len(match["name"]))
    field = _field(name, span, match["value"], match.start("value"), ())
    exact = match["name"].casefold() == name.casefold()
    return Found(field, match["name"], Where.ELSEWHERE if exact else Where.NEARLY_NAMED, index, index + 1)


def anywhere(text: str) -> bool:
    """Whether a line of `text` may be a field; false for nearly all prose, and fast."""
    return bool(_ANYWHERE.search(text))


def _begins_one(text: str) -> bool:
    if _BULLET.match(text):
        return True
    found = elsewhere(text, 0, 1)
    return found is not None and found.where is not Where.WITHOUT_COLON


def _in_list(texts: Sequence[str], index: int, end: int, first_line: int, findings: list[Finding]) -> Found | None:
    first, line = texts[index], first_line + index
    for name in NAMES:
        if first.startswith(f"- {name}: "):  # as nearly everybody writes it
            value = first[len(name) + 4 :].lstrip(" \t")
            span = Span.at(line, 3, len(name))
            field = _field(name, span, value, len(first) - len(value), texts[index + 1 : end])
            alone = _field(name, span, value, len(first) - len(value), ()) if _may_end(texts, index, end) else None
            return Found(field, name, Where.IN_THE_LIST, index, end, alone)
    match = _FIELD.fullmatch(first)
    if match is None:
        return None
    written = " ".join(match["name"].split())
    known = next((name for name in NAMES if name.casefold() == written.casefold()), None)
    span = Span.at(line, match.start("name") + 1, len(match["name"]))
    near = known or meant(written, NAMES) or ("Components" if _STATES.fullmatch(match["value"]) else None)
    if near is not None:
        field = _field(near, span, match["value"], match.start("value"), texts[index + 1 : end])
        alone = _field(near, span, match["value"], match.start("value"), ()) if _may_end(texts, index, end) else None
        return Found(field, written, Where.IN_THE_LIST if known else Where.NEARLY_NAMED, index, end, alone)
    guess = nearest(written, NAMES)
    message = f"“{written}” is no field of an update, so it is published as text."
    help_text = f"Did you mean “{guess}”?" if guess else f"The fields are {', '.join(NAMES)}."
    findings.append(Finding(Misread.UNKNOWN_KEY, span, message, help_text))
    return None


def _may_end(texts: Sequence[str], index: int, end: int) -> bool:
    """Whether a field may end with its first line, although more follows without a blank line between."""
    return end > index + 1 and not texts[index + 1].startswith((" ", "\t")) and not texts[index].rstrip().endswith(",")


def _field(name: str, span: Span, first: str, begin: int, rest: Sequence[str]) -> UpdateField:
    """The field `name`, which stands at `span`; its value begins `begin` characters into that line."""
    value = " ".join((first, *rest)).replace(MASK, " ")
    length = len(first.replace(MASK, " ").rstrip())
    return UpdateField(name, " ".join(value.split()), span, Span.at(span.line, begin + 1, length))
