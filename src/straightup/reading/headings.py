"""The heading of an update: `2026-11-03 14:20 UTC: Investigating`, and what can be read of one that is not right."""

import re
from dataclasses import dataclass
from datetime import datetime

from straightup.model.findings import Finding, Misread, Span, did_you_mean, meant
from straightup.model.source import MASK
from straightup.model.states import INCIDENT_STAGES, MAINTENANCE_STAGES, Kind, Stage, stages_of
from straightup.reading import moments
from straightup.reading.moments import NoTime

_STAGES = {stage.casefold(): stage for stage in Stage}
_ENDS_IN_STAGE = re.compile(rf"(?:^|[\s:–—-])({'|'.join(map(re.escape, _STAGES))})[\s.!*_]*$", re.IGNORECASE)
_BEGINS_WITH_TIME = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{1,2}:\d\d)\b")
_BEGINS_WITH_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[ T](?:\d{1,2}(?:[:.]\d\d(?::\d\d)?)?(?: ?[ap]\.?m\b\.?)?|\d{4}|noon)"
    r" ?(?:UTC|GMT|Z|[+-]\d\d:?\d\d|[A-Z]{4,10}/[A-Z_/-]{2,40})(?!\w|:\d| ?[+–-]\d)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[^\S\t]{0,3}#{0,6}\s*(?P<bold>\*\*|__|)(?P<title>\d{4}-\d\d-\d\d.*?)(?P=bold)")
"""With any blanks around the hashes, also those that only look like one: Option and Space make such a one on a Mac."""
_HIDDEN = re.compile(
    r"\s*(?:(?:>|\\|\d{1,3}[.)]|[-*+])\s*)*#{0,6}\s*(?:\*\*|__|)(?P<title>\d{4}-\d\d-\d\d.*?)(?:\*\*|__|)"
)
_ONLY_WORDS = re.compile(r" ++[–—-]* *+([A-Za-z ]+)")
_LONGEST = 200
_BEFORE = 40
"""Characters of a line in which the year of such a heading has begun."""
_URGENCY = (
    (Stage.RESOLVED, Stage.COMPLETED, Stage.CANCELLED), (Stage.MONITORING, Stage.SCHEDULED), (Stage.IDENTIFIED,),
    (Stage.INVESTIGATING, Stage.IN_PROGRESS),
)  # fmt: skip
"""From nothing more to expect to the worst."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading of an update says, as far as it can be read."""

    at: datetime | None
    stage: Stage | None
    clear: bool
    """It is written as the format wants it. Else what was read of it is a guess, and it was reported."""


def reads(title: str) -> bool:
    """Whether `title` is an update's heading without a fault."""
    left, _, right = title.rpartition(":")
    return _stage(right) is not None and isinstance(moments.moment(left), datetime)


def resembles(title: str) -> bool:
    """Whether `title` begins with a date or a time and ends with a stage."""
    return bool(_BEGINS_WITH_TIME.match(title) and _ENDS_IN_STAGE.search(title))


def on_its_own(text: str) -> str:
    """The heading of an update that the line `text` is without being a heading to Markdown; "" for any other."""
    if "20" not in text[:_BEFORE] or len(text) > _LONGEST:
        return ""
    found = _ALONE.fullmatch(text.replace(MASK, "").rstrip())
    return found["title"] if found and reads(found["title"]) else ""


def hidden(text: str) -> bool:
    """Whether the line `text` would be the heading of an update, were it not quoted, indented, escaped or in a list."""
    if "20" not in text[:_BEFORE] or len(text) > _LONGEST or text[:1] in "#*_2" or on_its_own(text):
        return False
    found = _HIDDEN.fullmatch(text.replace(MASK, "").rstrip())
    return bool(found and reads(found["title"]))


def bare(title: str) -> str:
    """`title` without the hashes, stars and underscores around it, where it is an update's heading then."""
    inside = title.strip("#*_ ")
    return inside if inside != title and reads(inside) else title


def more_urgent(one: Stage, other: Stage) -> Stage:
    """The one of two stages that sounds worse."""

    def urgency(stage: Stage) -> int:
        return next(number for number, stages in enumerate(_URGENCY) if stage in stages)

    return max(one, other, key=urgency)


def read(title: str, line: int, column: int, kind: Kind, findings: list[Finding]) -> Heading:
    """What `title`, which begins at `column` of its line, says; what is wrong with it goes to `findings`."""
    left, _, right = title.rpartition(":")
    stage = _stage(right)
    if stage is None or not left.strip():
        findings.append(_without_stage(title, line, column, kind))
        return _guessed(title, kind)
    at = moments.moment(left)
    if isinstance(at, NoTime):
        findings.append(Finding(at.rule, Span.at(line, column, len(left)), at.message, at.help))
        return _guessed(title, kind)
    if stage not in stages_of(kind):
        place = Span.at(line, column + title.rindex(right.strip()), len(right.strip()))
        stages = INCIDENT_STAGES if kind is Kind.INCIDENT else MAINTENANCE_STAGES
        message = f"“{stage}” is no stage of {'an incident' if kind is Kind.INCIDENT else 'a maintenance'}."
        help_text = f"Its stages are {', '.join(stages)}."
        findings.append(Finding(Misread.UNKNOWN_KIND_OR_STAGE, place, message, help_text))
        return Heading(at, None, clear=False)
    return Heading(at, stage, clear=True)


def _stage(words: str) -> Stage | None:
    return _STAGES.get(" ".join(words.split()).casefold())


def _guessed(title: str, kind: Kind) -> Heading:
    begin = _BEGINS_WITH_MOMENT.match(title)
    at = moments.moment(begin[0]) if begin else None
    end = _ENDS_IN_STAGE.search(title)
    stages = stages_of(kind)
    stage = _stage(end[1]) if end else meant(title.rpartition(":")[2], stages)
    return Heading(
        at if isinstance(at, datetime) else None,
        Stage(stage) if stage in stages else None,
        clear=False,
    )


def _without_stage(title: str, line: int, column: int, kind: Kind) -> Finding:
    _, colon, right = title.rpartition(":")
    place = Span.at(line, column, len(title))
    stages = stages_of(kind)
    if isinstance(moments.moment(title), datetime):
        message, help_text = f"“{title}” names no stage.", f"Write it as “### {title}: {stages[0]}”."
    elif re.match(r"\d{4}-\d\d-\d\d", title) and colon and not re.search(r"\d", right):
        place = Span.at(line, column + title.rindex(right.strip() or ":"), len(right.strip()))
        message = f"“{right.strip()}” is no stage." if right.strip() else "The stage is missing."
        help_text = did_you_mean(right.strip(), stages, f"The stages are {', '.join(stages)}.")
    elif (begin := _BEGINS_WITH_MOMENT.match(title)) and (words := _ONLY_WORDS.fullmatch(title, begin.end())):
        message = f"“{title}” has no colon before its stage."
        help_text = f"Write “### {begin[0]}: {words[1]}”."
    elif zoned := re.fullmatch(r"(.*\d(?: ?(?:UTC|Z))?) ++[–—-]* *+([A-Za-z ]+)", title):
        message = f"“{title}” has no colon before its stage."
        help_text = f"Write “### {zoned[1]}: {zoned[2]}”."
    else:
        message = f"“{title}” is no heading of an update."
        help_text = "Write it as “### 2026-11-03 14:20 UTC: Investigating”."
    return Finding(Misread.UNKNOWN_KIND_OR_STAGE, place, message, help_text)
