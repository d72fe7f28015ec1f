"""What Upptime writes: a probe's issues about one site each, and planned work with its times in the text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from straightup.importers.foreign_times import read_time
from straightup.importers.github.issue import Comment, Issue
from straightup.importers.importer import SourceError, Zone
from straightup.model.states import State

STATUS: Final = "status"
_DOWN = re.compile(r"\bwas \*\*down\*\*|\bis down\s*$", re.MULTILINE)
_SLOW = re.compile(r"\bexperienced \*\*degraded performance\*\*|\bhas degraded performance\s*$", re.MULTILINE)
_NAME = re.compile(r"^[^\w\s]*\s*(?P<name>.+?) (?:is down|has degraded performance)\s*$")
_RESOLVED = re.compile(r"\s*\*\*Resolved:?\*\*", re.IGNORECASE)
_LINE = re.compile(
    r"^[ \t>*-]*(?:<!--)?[ \t]*(?P<key>start|end|expectedDown|expectedDegraded)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*"
    r"(?:-->)?$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a probe's issue says of one site."""

    slug: str
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class Work:
    """Planned work."""

    starts: datetime
    ends: datetime
    slugs: tuple[str, ...]
    """Of the sites that are expected to be down or slow."""


def probe_of(issue: Issue) -> Probe | None:
    """What a probe has found; None for an issue that people wrote."""
    slugs = [label for label in issue.labels if label.casefold() not in (STATUS, "upptime", "bug")]
    if STATUS not in (label.casefold() for label in issue.labels) or not slugs:
        return None
    said = f"{issue.title}\n{issue.text}"
    state = State.MAJOR_OUTAGE if _DOWN.search(said) else State.DEGRADED if _SLOW.search(said) else None
    name = _NAME.match(issue.title)
    return Probe(slugs[0], name["name"] if name else "", state) if state else None


def says_resolved(comment: Comment) -> bool:
    """Whether the probe says that it is over."""
    return bool(_RESOLVED.match(comment.text))


def work_of(issue: Issue, zone: Zone | None) -> Work | None:
    """The window in the issue's text, in a comment of HTML or in plain lines; None without one.

    SourceError where a time of it cannot be read.
    """
    said = {found["key"].casefold(): found["value"] for found in _LINE.finditer(issue.text)}
    if not (said.get("start") and said.get("end")):
        return None
    try:
        starts, ends = (read_time(said[key], zone).astimezone(UTC) for key in ("start", "end"))
    except OverflowError:
        raise SourceError("its window cannot be read", "Correct start and end in its text.") from None
    slugs = ",".join((said.get("expecteddown", ""), said.get("expecteddegraded", "")))
    return Work(starts, ends, tuple(filter(None, (each.strip() for each in slugs.split(",")))))
