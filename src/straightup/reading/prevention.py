"""The task list under `## Prevention`."""

import re
from collections.abc import Sequence
from datetime import date

from straightup.model.findings import Finding, Span
from straightup.model.incident import PreventionItem, PreventionState
from straightup.model.source import MASK, PreventionSource, Section, published
from straightup.reading import moments
from straightup.reading.markdown import Line
from straightup.reading.moments import NoTime

_TASK = re.compile(r"(?P<bullet>[ \t]{0,6}(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<mark>[ xX-])\](?:[ \t]+(?P<text>.*))?")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_KEYS = "owner|due|done|link|because"
_KEY = re.compile(rf"(?:^|,)\s*({_KEYS})\s*:\s*", re.IGNORECASE)
_MARKS = {" ": PreventionState.OPEN, "x": PreventionState.DONE, "-": PreventionState.DROPPED}


def read_prevention(
    section: Section, lines: Sequence[Line], findings: list[Finding]
) -> tuple[tuple[PreventionSource, ...], str]:
    """The promised steps, and the prose beside them."""
    texts = [line.text for line in lines]
    sources: list[PreventionSource] = []
    index = 0
    while index < len(texts):
        match = None if lines[index].code else _TASK.fullmatch(texts[index])
        if match is None:
            index += 1
            continue
        end = _item_end(lines, index, len(match["bullet"].expandtabs(4)))
        parts = [match["text"] or "", *texts[index + 1 : end]]
        text = " ".join(" ".join(parts).replace(MASK, " ").split())
        span = Span.at(section.first_line + index, len(match["bullet"]) - len(match["bullet"].lstrip()) + 1)
        span = Span.at(span.line, span.column, len(texts[index]) - span.column + 1)
        sources.append(_source(match["mark"].lower(), text, span, findings))
        texts[index:end] = [MASK * max(len(text), 1) for text in texts[index:end]]
        index = end
    return tuple(sources), published("\n".join(texts))


def _item_end(lines: Sequence[Line], start: int, indent: int) -> int:
    """Where the item that begins at `start` ends: at a blank line or a bullet, or else where indented text stops."""
    end = start + 1
    while end < len(lines):
        text = lines[end].text
        if not text.strip():
            following = next((index for index in range(end, len(lines)) if lines[index].text.strip()), None)
            if following is None or not lines[following].text.startswith(" " * indent):
                break
            if _BULLET.match(lines[following].text):
                break
            end = following
        elif _BULLET.match(text) or lines[end].heading or lines[end].code:
            break
        else:
            end += 1
    return end


def _source(mark: str, text: str, span: Span, findings: list[Finding]) -> PreventionSource:
    text, metadata = _split(text)
    values = _values(metadata)
    days = {key: moments.day(values[key]) for key in ("due", "done") if values.get(key)}
    faults = {key: found for key, found in days.items() if isinstance(found, NoTime)}
    findings += (Finding(fault.rule, span, fault.message, fault.help) for fault in faults.values())
    item = PreventionItem(
        text=text,
        state=_MARKS[mark],
        owner=values.get("owner", ""),
        due=_day(days.get("due")),
        done=_day(days.get("done")),
        link=values.get("link", ""),
        because=values.get("because", ""),
    )
    return PreventionSource(item, span, tuple(faults))


def _day(found: date | NoTime | None) -> date | None:
    return None if isinstance(found, NoTime) else found


def _split(text: str) -> tuple[str, str]:
    """The step and what its last bracket pair says, if that is metadata."""
    end = text.rstrip(" .")
    if not end.endswith(")"):
        return text, ""
    depth = 0
    opened = end.rfind("(")
    if end.count(")", opened) == 1:
        return _cut(text, opened, end)
    for position in range(len(end) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(end[position], 0)
        if depth == 0:
            return _cut(text, position, end)
    return text, ""


def _cut(text: str, opened: int, end: str) -> tuple[str, str]:
    inside = end[opened + 1 : -1]
    return (text[:opened].rstrip(), inside) if _KEY.match(inside) else (text, "")


def _values(metadata: str) -> dict[str, str]:
    found = list(_KEY.finditer(metadata))
    ends = [match.start() for match in found[1:]] + [len(metadata)]
    values: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        values.setdefault(match[1].lower(), metadata[match.end() : end].strip())
    return values
