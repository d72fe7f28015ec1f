"""The body of a cState issue, cut where its authors labelled what they told customers, and when.

cState knows no updates. Authors write them as they like, newest first or last: `[Final message]`, `*Investigating* - …
{{< track "2018-05-25 04:40:00" >}}`, `**2021-06-08 07:37:00**`, `[Update - 2023-03-29 15h50 UTC]`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from straightup.importers.foreign_markdown import scan
from straightup.importers.foreign_times import read_time
from straightup.importers.importer import SourceError, Zone
from straightup.model.incident import Stage


class Role(Enum):
    """What a label says about the text under it."""

    INITIAL = auto()
    """The first message, without a time of its own."""
    FINAL = auto()
    """The last message, without a time of its own."""
    TIMED = auto()
    """A message with a time of its own."""
    OTHER = auto()
    """A message whose time is not known; its label stays part of its text."""
    PLAIN = auto()
    """Text without a label."""


@dataclass(frozen=True, slots=True)
class Message:
    """A stretch of the body, without the lines that only divide it from the next."""

    role: Role
    text: str
    label: str = ""
    """As the author wrote it."""
    at: datetime | None = None
    """Only with Role.TIMED."""
    stage: Stage | None = None
    """Where the label names one."""


_INITIAL = r"initial|opening|open|just began"
_FINAL = r"final|closing|close|resolved|fixed|end of outage|completed"
_UPDATE = r"updated?|edit(?:ed)?"
_STAGES = {stage.casefold(): stage for stage in Stage} | {
    "fixed": Stage.RESOLVED, "just began": Stage.INVESTIGATING,
}  # fmt: skip
_WORDS = (
    rf"(?P<word>{_INITIAL}|{_FINAL}|{_UPDATE}|{'|'.join(stage.casefold() for stage in Stage)})"
    r"(?: (?:message|issue|incident|outage|maintenance))?(?: #?\d{1,2}$)?"
)
_LABEL = re.compile(rf"(?:{_WORDS})?(?:^|[ :,]*(?:-|at|on)? *(?P<time>.*\d.*)?)", re.IGNORECASE)
_BRACKETED = re.compile(r" {0,3}\[(?P<label>[^\[\]]{2,80})\](?![(\[:])(?P<rest>.*)")
_EMPHASISED = re.compile(
    r" {0,3}(?P<mark>\*\*|__|[*_])(?! )(?P<label>[^*_]{2,80}?):?(?:(?P=mark):?|$)(?P<rest>.*)"
)  # fmt: skip
_BARE = re.compile(
    rf" {{0,3}}(?:#{{1,6}} +)?(?P<label>(?:{_UPDATE}|initial message|final message)\b[^:]*(?::\d\d[^:]*)*):?"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_TRACK = re.compile(r"\{\{[<%] *track +[\"“]?(?P<time>[^\"”>%]{1,40}?)[\"”]? *[%>]\}\}")
_DIVIDER = re.compile(r" {0,3}(?:[-=*_] ?){3,}\s*")
_DASH = re.compile(r"\s*[-–—:]\s+")


def messages(body: str, zone: Zone | None) -> list[Message]:
    """The messages of `body` in the author's order; nothing of it is lost but labels, dividers and `track` marks.

    A label's time without a zone takes `zone`; when that is None its time is not known.
    """
    parts = [part for message in _cut(body, zone) for part in _tracked(message, zone)]
    return [part for part in parts if part.text or part.role is not Role.PLAIN]


def _cut(body: str, zone: Zone | None) -> Iterator[Message]:
    current = Message(Role.PLAIN, "")
    lines: list[str] = []
    for line in scan(body):
        if line.code:
            lines.append(line.text)
            continue
        if _DIVIDER.fullmatch(line.text):
            if current.role is Role.PLAIN:
                lines.append(line.text)
                continue
            yield _closed(current, lines)
            current, lines = Message(Role.PLAIN, ""), []
            continue
        label = _labelled(line.text, zone)
        if label is None:
            lines.append(line.text)
            continue
        yield _closed(current, lines)
        current, lines = replace(label, text=""), [label.text]
    yield _closed(current, lines)


def _closed(message: Message, lines: list[str]) -> Message:
    while lines and (not lines[-1].strip() or _DIVIDER.fullmatch(lines[-1])):
        lines.pop()
    return replace(message, text="\n".join(lines).strip("\n").rstrip())


def _labelled(line: str, zone: Zone | None) -> Message | None:
    """The label that `line` begins with, with the rest of the line as its text; None when it is plain text."""
    match = _BRACKETED.fullmatch(line) or _EMPHASISED.fullmatch(line) or _BARE.fullmatch(line)
    label = _LABEL.fullmatch(" ".join(match["label"].split())) if match else None
    if match is None or label is None or not (label["word"] or label["time"]):
        return None
    rest = match["rest"]
    written = line[: len(line) - len(rest)].strip()
    text = rest[dash.end() :] if (dash := _DASH.match(rest)) else rest.strip()
    word = (label["word"] or "").casefold()
    stage = _STAGES.get(word)
    sure = match.re is _BRACKETED or bool(dash) or not rest.strip() or written.endswith((":", ":**", ":*", ":_", ":__"))
    if label["time"]:
        at = _time(label["time"], zone)
        if at:
            return Message(Role.TIMED, text, written, at, stage)
        sure = bool(word) and (match.re is not _BARE or line.lstrip().startswith("#"))
        return Message(Role.OTHER, line, written) if sure else None
    if not sure or (match.re is _BARE and not written.endswith(":")):
        return None
    if re.fullmatch(_INITIAL, word):
        return Message(Role.INITIAL, text, written, stage=stage)
    if re.fullmatch(_FINAL, word):
        return Message(Role.FINAL, text, written, stage=stage)
    return Message(Role.OTHER, line, written, stage=stage)


def _tracked(message: Message, zone: Zone | None) -> Iterator[Message]:
    """`message` dated by its only `track` mark, where it has a label too; what follows the mark is dated by neither.

    Elsewhere marks become plain times.
    """
    marks = list(_TRACK.finditer(message.text))
    at = _time(marks[0]["time"], zone) if len(marks) == 1 else None
    if at is None or message.role is Role.PLAIN:
        yield replace(message, text=_TRACK.sub(lambda mark: mark["time"], message.text))
        return
    text, after = message.text[: marks[0].start()].rstrip(), message.text[marks[0].end() :]
    if message.role is Role.OTHER:
        text = _DASH.sub("", text.replace(message.label, "", 1), count=1).strip()
    yield Message(Role.TIMED, text, f"{message.label} {marks[0][0]}", at, message.stage)
    yield Message(Role.PLAIN, after.strip("\n").rstrip())


def _time(text: str, zone: Zone | None) -> datetime | None:
    try:
        return read_time(text, zone)
    except SourceError:
        return None
