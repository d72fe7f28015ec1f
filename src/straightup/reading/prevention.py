"""The promised steps under `## Prevention` and `## Making it right`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from straightup.model import stock_answers
from straightup.model.findings import Finding, Misread, Span
from straightup.model.source import MASK, PreventionSource, Section, SectionName, published
from straightup.model.steps import PreventionItem, PreventionState
from straightup.reading import answers, moments
from straightup.reading.markdown import Line
from straightup.reading.moments import NoTime

_TASK = re.compile(r"(?P<bullet>[ \t]{0,6}(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<mark>[ xX-])\](?:[ \t]+(?P<text>.*))?")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_TOP_BULLET = re.compile(r"(?P<bullet>(?P<indent> {0,3})(?:[-*+]|\d{1,9}[.)])[ \t]+)(?P<text>\S.*)")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_LETTER = re.compile(r"[^\W\d_]")
_HERE = SectionName.PREVENTION
_KEYS = "owner|due|done|link|because"
_KEY = re.compile(rf"(?:^|,)\s*({_KEYS})\s*:\s*", re.IGNORECASE)
MOST_STEPS = 500
"""Nobody keeps track of so many. What stands beyond them is published as the text that it is."""
_MARKS = {" ": PreventionState.OPEN, "x": PreventionState.DONE, "-": PreventionState.DROPPED}


def read_steps(
    section: Section, lines: Sequence[Line], findings: list[Finding]
) -> tuple[tuple[PreventionSource, ...], str]:
    """The promised steps, and the prose beside them.

    Where no task is among what keeps it from happening again, each bullet and each row of a table is an open step.
    """
    texts = [line.text for line in lines]
    sources: list[PreventionSource] = []
    index = 0
    while index < len(texts):
        match = None if lines[index].code else _TASK.fullmatch(texts[index])
        if match is None:
            index += 1
            continue
        if len(sources) == MOST_STEPS:
            findings.append(_too_many(section.first_line + index, texts[index]))
            break
        end = _item_end(lines, index, len(match["bullet"].expandtabs(4)))
        parts = [match["text"] or "", *texts[index + 1 : end]]
        text = " ".join(" ".join(parts).replace(MASK, " ").split())
        span = Span.at(section.first_line + index, len(match["bullet"]) - len(match["bullet"].lstrip()) + 1)
        span = Span.at(span.line, span.column, len(texts[index]) - span.column + 1)
        sources.append(replace(_source(match["mark"].lower(), text, span, findings), section=section.name or _HERE))
        texts[index:end] = [MASK * max(len(text), 1) for text in texts[index:end]]
        index = end
    if not sources and section.name is SectionName.PREVENTION:
        sources = _Unmarked(section, lines, findings).read(texts)
    return tuple(sources), published("\n".join(texts))


def unmarked_in(text: str, lines: Sequence[Line]) -> tuple[int, ...]:
    """Which of `lines`, counted from 0, would be steps if `text`, which they are, stood under `## Prevention`."""
    section = Section("Prevention", SectionName.PREVENTION, Span.at(1), 0, len(lines), text)
    return tuple(found.span.line for found in _Unmarked(section, lines, []).read(text.split("\n")))


def is_delimiter(text: str) -> bool:
    """Whether it is the line below the head of a table."""
    return "|" in text and "-" in text and not text.strip("|-: \t")


def _too_many(number: int, line: str) -> Finding:
    message = f"There are more than {MOST_STEPS} steps."
    help_text = "Keep those by which a reader can tell that it stays fixed; link the list of the others."
    return Finding(Misread.TOO_LARGE, Span.at(number, 1, len(line)), message, help_text)


class _Unmarked:
    """Steps that are not written as tasks: bullets of the first level, and the rows of tables."""

    def __init__(self, section: Section, lines: Sequence[Line], findings: list[Finding]) -> None:
        self.section = section
        self.lines = lines
        self.findings = findings
        self.found: list[PreventionSource] = []

    def read(self, texts: list[str]) -> list[PreventionSource]:
        """The steps. Bullets are masked in `texts`; a table stays, since its other columns say more than a step."""
        index = inside = 0
        rows, blank = False, True
        while index < len(texts):
            if len(self.found) == MOST_STEPS:
                self.findings.append(_too_many(self.section.first_line + index, self.lines[index].text))
                break
            end = index + 1
            bare = "" if self.lines[index].code else texts[index].replace(MASK, "")
            if not bare.strip():
                if MASK not in texts[index]:
                    rows, blank = False, True
                index = end
                continue
            bullet = _TOP_BULLET.fullmatch(bare)
            if bullet and not (inside and len(bullet["indent"]) >= inside):
                rows, inside = False, len(bullet["bullet"].expandtabs(4))
                end = _item_end(self.lines, index, inside)
                if self._step(index, " ".join([bullet["text"], *texts[index + 1 : end]])):
                    texts[index:end] = [MASK * max(len(text), 1) for text in texts[index:end]]
            elif rows:
                self._row(index, bare)
            elif blank and not bare.startswith(" " * inside):
                inside = 0
            rows = rows or (not blank and is_delimiter(bare))
            blank, index = False, end
        return self.found

    def _row(self, index: int, text: str) -> None:
        cells = (found[0].replace("\\|", "|").strip() for found in _CELL.finditer(text))
        self._step(index, next((cell for cell in cells if _LETTER.search(cell)), ""))

    def _step(self, index: int, text: str) -> bool:
        """Whether `text` promises anything, and so has become a step."""
        text = " ".join(text.replace(MASK, " ").split())
        if not _LETTER.search(text) or not answers.answered(text) or stock_answers.is_empty(text):
            return False
        line = self.lines[index].text
        column = len(line) - len(line.lstrip(f"{MASK} \t")) + 1
        span = Span.at(self.section.first_line + index, column, len(line) - column + 1)
        self.found.append(replace(_source(" ", text, span, self.findings), marked=False))
        return True


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
