"""The updates under `## Updates`: headings, leading fields, prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from straightup.model.findings import Finding, Misread, Span, did_you_mean, nearest
from straightup.model.incident import (
    INCIDENT_STAGES,
    MAINTENANCE_STAGES,
    ComponentStates,
    Edit,
    Eta,
    Kind,
    Stage,
    State,
    UnknownUntil,
    Update,
    stages_of,
)
from straightup.model.source import MASK, Section, UpdateField, UpdateSource, published
from straightup.reading import moments
from straightup.reading.markdown import Line
from straightup.reading.moments import NoTime

MOST_UPDATES = 500
FIELD_NAMES = ("ETA", "Next update", "Components", "Edited")
_FIELD = re.compile(
    r"(?P<bullet> {0,3}[-*+][ \t]+)(?P<bold>\*\*|__)?(?P<name>[A-Za-z][A-Za-z -]{0,30}?)[ \t]*+"
    r"(?::(?(bold)(?P=bold))|(?(bold)(?P=bold))[ \t]*:)[ \t]*(?P<value>.*)"
)
_BULLET = re.compile(r" {0,3}[-*+](?:[ \t]|$)")
_STAGES = {stage.casefold(): stage for stage in Stage}
_FAR = timedelta(hours=12)
_TIME_ALONE = re.compile(r"(?:unknown until )?\d\d:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Updates:
    preamble: str
    """Masked text between `## Updates` and the first update."""
    sources: tuple[UpdateSource, ...]
    findings: tuple[Finding, ...]


def read_updates(section: Section, lines: Sequence[Line], kind: Kind) -> Updates:
    """The updates of `section`, whose lines (without the heading) are `lines`."""
    starts = [index for index, line in enumerate(lines) if line.heading == 3]
    ends = [*starts[1:], len(lines)][:MOST_UPDATES]
    reader = _UpdateReader(section.first_line, kind)
    preamble = "\n".join(line.text for line in lines[: starts[0] if starts else len(lines)])
    sources = []
    for start, end in zip(starts, ends, strict=False):
        sources.append(reader.update(lines[start:end], section.first_line + start))
    if len(starts) > MOST_UPDATES:
        beyond = starts[MOST_UPDATES]
        place = Span.at(section.first_line + beyond, 1, len(lines[beyond].text))
        message = f"There are more than {MOST_UPDATES} updates."
        help_text = "Begin a second incident for what is still to come, and link it."
        reader.findings.append(Finding(Misread.TOO_LARGE, place, message, help_text))
    return Updates(preamble, tuple(sources), tuple(reader.findings))


def component_states(pairs: Sequence[tuple[str, str, Span]], findings: list[Finding]) -> ComponentStates:
    """The states of (component id, state as written, its place); what is no state is reported and left out."""
    states: dict[str, State] = {}
    known = list(State)
    for component, text, span in pairs:
        word = re.sub(r"[\s_]+", "-", text.strip().casefold())
        if word in known and word == text.strip().casefold():
            states[component] = State(word)
            continue
        message = f"“{text.strip()}” is no state of a component." if text.strip() else f"“{component}” has no state."
        findings.append(
            Finding(
                Misread.UNKNOWN_STATE, span, message, did_you_mean(word, known, f"The states are {', '.join(known)}.")
            )
        )
    return tuple(states.items())


def _known_field(name: str, span: Span, first: str, begin: int, rest: Sequence[str]) -> UpdateField:
    """The field `name`, which stands at `span`; its value begins `begin` characters into that line."""
    value = " ".join((first, *rest)).replace(MASK, " ")
    length = len(first.replace(MASK, " ").rstrip())
    return UpdateField(name, " ".join(value.split()), span, Span.at(span.line, begin + 1, length))


class _UpdateReader:
    def __init__(self, first_line: int, kind: Kind) -> None:
        self.first_line = first_line
        self.kind = kind
        self.findings: list[Finding] = []

    def update(self, lines: Sequence[Line], line_number: int) -> UpdateSource:
        heading = lines[0]
        span = Span.at(line_number, 1, len(heading.text))
        read = self._heading(heading, line_number)
        fields, masked = self._fields(lines[1:], line_number + 1)
        text = "\n".join(masked)
        update = None
        if read is not None:
            at, stage = read
            update = self._build(at, stage, fields, published(text))
        return UpdateSource(span, tuple(fields), line_number + 1, text, update)

    def _heading(self, heading: Line, line_number: int) -> tuple[datetime, Stage] | None:
        title = heading.title
        column = heading.text.find(title) + 1 if title else 1
        left, colon, right = title.rpartition(":")
        stage = _STAGES.get(" ".join(right.split()).casefold())
        if stage is None or not left.strip():
            at = moments.moment(title)
            place = Span.at(line_number, column, len(title))
            example = "2026-11-03 14:20 UTC: Investigating"
            if isinstance(at, datetime):
                message, help_text = f"“{title}” names no stage.", f"Write it as “### {title}: {self._first_stage()}”."
            elif re.match(r"\d{4}-\d\d-\d\d", title) and colon and not re.search(r"\d", right):
                place = Span.at(line_number, column + title.rindex(right.strip() or ":"), len(right.strip()))
                message = f"“{right.strip()}” is no stage." if right.strip() else "The stage is missing."
                stages = stages_of(self.kind)
                help_text = did_you_mean(right.strip(), stages, f"The stages are {', '.join(stages)}.")
            elif zoned := re.fullmatch(r"(.*\d(?: ?(?:UTC|Z))?) ++([A-Za-z ]+)", title):
                message, help_text = f"“{title}” has no colon before its stage.", f"Write “### {zoned[1]}: {zoned[2]}”."
            else:
                message, help_text = f"“{title}” is no heading of an update.", f"Write it as “### {example}”."
            self.findings.append(Finding(Misread.UNKNOWN_KIND_OR_STAGE, place, message, help_text))
            return None
        at = moments.moment(left)
        if isinstance(at, NoTime):
            self.findings.append(Finding(at.rule, Span.at(line_number, column, len(left)), at.message, at.help))
            return None
        if stage not in stages_of(self.kind):
            place = Span.at(line_number, column + title.rindex(right.strip()), len(right.strip()))
            stages = INCIDENT_STAGES if self.kind is Kind.INCIDENT else MAINTENANCE_STAGES
            message = f"“{stage}” is no stage of {'an incident' if self.kind is Kind.INCIDENT else 'a maintenance'}."
            self.findings.append(
                Finding(Misread.UNKNOWN_KIND_OR_STAGE, place, message, f"Its stages are {', '.join(stages)}.")
            )
            return None
        return at, stage

    def _first_stage(self) -> Stage:
        return stages_of(self.kind)[0]

    def _fields(self, lines: Sequence[Line], first_line: int) -> tuple[list[UpdateField], list[str]]:
        """The leading fields, and every line with those of known fields masked, so that the rest is prose."""
        texts = [line.text for line in lines]
        begin = next((i for i, text in enumerate(texts) if text.replace(MASK, "").strip()), len(texts))
        fields: list[UpdateField] = []
        index = begin
        while index < len(texts) and not lines[index].code and _BULLET.match(texts[index]):
            end = index + 1
            while end < len(texts) and texts[end].strip() and not lines[end].code and not _BULLET.match(texts[end]):
                end += 1
            field = self._field(texts[index:end], first_line + index)
            if field is not None:
                fields.append(field)
                texts[index:end] = [MASK * max(len(text), 1) for text in texts[index:end]]
            index = end
        return fields, texts

    def _field(self, texts: Sequence[str], line_number: int) -> UpdateField | None:
        for name in FIELD_NAMES:
            if texts[0].startswith(f"- {name}: "):  # as nearly everybody writes it
                value = texts[0][len(name) + 4 :].lstrip(" \t")
                begin = len(texts[0]) - len(value)
                return _known_field(name, Span.at(line_number, 3, len(name)), value, begin, texts[1:])
        match = _FIELD.fullmatch(texts[0])
        if match is None:
            return None
        name = " ".join(match["name"].split())
        known = next((field for field in FIELD_NAMES if field.casefold() == name.casefold()), None)
        span = Span.at(line_number, match.start("name") + 1, len(match["name"]))
        if known is None:
            near = nearest(name, FIELD_NAMES)
            message = f"“{name}” is no field of an update, so it is published as text."
            help_text = f"Did you mean “{near}”?" if near else f"The fields are {', '.join(FIELD_NAMES)}."
            self.findings.append(Finding(Misread.UNKNOWN_KEY, span, message, help_text))
            return None
        return _known_field(known, span, match["value"], match.start("value"), texts[1:])

    def _build(self, at: datetime, stage: Stage, fields: Sequence[UpdateField], text: str) -> Update:
        eta = next_update = None
        components: ComponentStates = ()
        edits: list[Edit] = []
        seen: set[str] = set()
        for field in fields:
            if field.name in seen:
                message = f"“{field.name}” stands twice in this update."
                self.findings.append(
                    Finding(Misread.DUPLICATE_KEY, field.name_span, message, "Keep the one that is right.")
                )  # fmt: skip
                continue
            if field.name == "ETA":
                eta = self._eta(field, at)
            elif field.name == "Next update":
                next_update = self._when(field, at)
            elif field.name == "Components":
                components = self._components(field)
            else:
                edits += self._edit(field)
                continue
            seen.add(field.name)
        return Update(
            at=at, stage=stage, text=text, eta=eta, next_update=next_update, components=components, edits=tuple(edits)
        )

    def _eta(self, field: UpdateField, at: datetime) -> Eta | None:
        found = moments.eta(field.value, at)
        if isinstance(found, NoTime):
            is_unknown = found.rule is Misread.ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE
            rule = found.rule if is_unknown else Misread.ETA_UNREADABLE
            message = found.message if field.value else "The ETA is empty."
            help_text = found.help
            if found.rule is Misread.BAD_TIME:
                help_text = (
                    "Write a time (16:30 UTC), a range (16:00-17:00 UTC), a duration (in 2 hours), "
                    "or “unknown until TIME, because REASON”."
                )
            self.findings.append(Finding(rule, field.name_span, message, help_text))
            return None
        if isinstance(found, UnknownUntil) and not found.because:
            rule, message = Misread.ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE, "“unknown until” does not say why."
            self.findings.append(Finding(rule, field.name_span, message, f"Add a reason: “{field.value}, because …”."))
        self._far(field, found.until if isinstance(found, UnknownUntil) else found.by, at)
        return found

    def _when(self, field: UpdateField, at: datetime) -> datetime | None:
        found = moments.when(field.value, at)
        if isinstance(found, NoTime):
            message = found.message if field.value else "The time of the next update is empty."
            help_text = found.help
            if found.rule is Misread.BAD_TIME:
                help_text = "Write a time of day (14:50 UTC) or a full one (2026-11-28 12:00 UTC)."
            self.findings.append(Finding(found.rule, field.name_span, message, help_text))
            return None
        self._far(field, found, at)
        return found

    def _far(self, field: UpdateField, found: datetime, at: datetime) -> None:
        if found - at > _FAR and _TIME_ALONE.match(field.value):
            message = f"“{field.value}” means {found:%Y-%m-%d %H:%M} {_zone_name(found)}: the next such time."
            help_text = f"If that is meant, write it out: {found:%Y-%m-%d %H:%M} {_zone_name(found)}."
            self.findings.append(Finding(Misread.TIME_OF_DAY_FAR_AHEAD, field.name_span, message, help_text))

    def _components(self, field: UpdateField) -> ComponentStates:
        pairs = []
        for part in filter(None, (part.strip() for part in field.value.split(","))):
            component, _, state = part.replace("=", " ").replace(":", " ").partition(" ")
            pairs.append((component, state, field.value_span))
        return component_states(pairs, self.findings)

    def _edit(self, field: UpdateField) -> list[Edit]:
        when, _, because = field.value.partition(",")
        at = moments.moment(when)
        if isinstance(at, NoTime):
            self.findings.append(Finding(at.rule, field.name_span, at.message, at.help))
            return []
        because = re.sub(r"^\s*because\b:?\s*", "", because, flags=re.IGNORECASE).strip()
        return [Edit(at=at, because=because)]


def _zone_name(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return "UTC" if moment.utcoffset() == timedelta(0) else f"{offset[:3]}:{offset[3:]}"
