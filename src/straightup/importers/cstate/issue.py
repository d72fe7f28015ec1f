"""One issue file of a cState site, as cState understands it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from straightup.importers.cstate.body import Message, messages
from straightup.importers.foreign_markdown import without_comments
from straightup.importers.foreign_times import read_time
from straightup.importers.foreign_yaml import YamlMapping, read_yaml
from straightup.importers.importer import SourceError, Zone
from straightup.model.limits import MAX_BYTES
from straightup.model.states import Kind, State

STATES = {"down": State.MAJOR_OUTAGE, "disrupted": State.DEGRADED}
"""What cState's severities say of the systems affected. `notice`, its third, says nothing of them."""
_PLANNED_TITLE = re.compile(r"\b(?:maintenances?|upgrades?|planned|scheduled)\b", re.IGNORECASE)
_PLANNED_BODY = re.compile(
    r"\bmaintenance window\b|\b(?:is|are|was|were) (?:planned|scheduled)\b|\bplanned (?:outage|downtime)\b"
    r"|\bscheduled (?:maintenance|outage|downtime|upgrade)\b|\bperform(?:ing)? (?:an? )?maintenance\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What one source file says."""

    path: str
    title: str
    severity: str
    informational: bool
    planned: bool
    """It reads like planned work."""
    started: datetime
    ended: datetime | None
    """`resolvedWhen`, whether or not it is resolved."""
    resolved: bool
    affected: tuple[str, ...]
    messages: tuple[Message, ...]
    hidden: bool
    """It had comments, which are not in the messages."""
    slug: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its path among the issues: the same for a whole site and for a folder of bare issues."""
        return self.path.removeprefix("content/issues/")

    @property
    def backwards(self) -> bool:
        """It ends before it starts, so when it ended is not known."""
        return self.ended is not None and self.ended < self.started

    @property
    def kind(self) -> Kind:
        """A notice, unless its severity says that something was down, or that planned work has an end."""
        if self.informational:
            return Kind.NOTICE
        if self.severity in STATES:
            return Kind.INCIDENT
        has_end = self.ended is not None and self.started < self.ended
        return Kind.MAINTENANCE if self.severity == "notice" and self.planned and has_end else Kind.NOTICE


def read_issue(path: str, data: bytes, zone: Zone | None) -> Issue:
    """The issue in `data`. SourceError when it cannot be read without guessing."""
    keys, text = _halves(data)
    if keys.true("draft"):
        raise SourceError("it is a draft", "Publish it there first, or write it anew with straightup new.")
    title = keys.text("title")
    if not title:
        raise SourceError("it has no title", "Add one to its front matter.")
    if "date" not in keys:
        raise SourceError("it has no date", "Add its date, with time and zone, to its front matter.")
    started = read_time(keys.text("date"), zone)
    ended = read_time(keys.text("resolvedWhen"), zone) if keys.text("resolvedWhen") else None
    body, hidden = without_comments(text)
    return Issue(
        path=path,
        title=title,
        severity=keys.text("severity").casefold(),
        informational=keys.true("informational"),
        planned=bool(_PLANNED_TITLE.search(title) or _PLANNED_BODY.search(body)),
        started=started,
        ended=ended,
        resolved=keys.true("resolved"),
        affected=keys.texts("affected"),
        messages=tuple(messages(body, zone)),
        hidden=hidden,
        slug=keys.text("slug"),
        aliases=keys.texts("aliases"),
    )


def notes(issue: Issue) -> Iterator[str]:
    """What the person who imports should know of how it was understood."""
    if issue.hidden:
        yield "Comments, which its readers never saw, were left out."
    severity = issue.severity
    if severity not in (*STATES, "notice") and not issue.informational:
        what = f"Its severity “{severity}” is none of cState's" if severity else "It has no severity"
        yield f"{what}, so it became a notice."
    if issue.kind is Kind.INCIDENT and issue.planned:
        yield f"It reads like planned work, but its severity “{severity}” makes it an incident."
    if issue.backwards:
        times = f"it began {issue.started:%Y-%m-%d %H:%M} and ended {issue.ended:%Y-%m-%d %H:%M}"
        yield f"The old page says that {times}; when it was over is not recorded."
    elif issue.kind is Kind.INCIDENT and issue.resolved and not issue.ended:
        yield "It is resolved and does not say since when; that is not recorded."
    if issue.kind is Kind.INCIDENT and issue.ended and not issue.resolved:
        yield "It is not resolved, so its resolvedWhen was left out."


def _halves(data: bytes) -> tuple[YamlMapping, str]:
    """The front matter and the body."""
    if len(data) > MAX_BYTES:
        raise SourceError(f"it is larger than {MAX_BYTES // 1024} KiB", "Link to logs instead of pasting them.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("it is not UTF-8", "Save it as UTF-8.") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n").split("\n")
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        raise SourceError("it lacks front matter in YAML", "Put it between two lines --- at its top.")
    keys, front = read_yaml("\n".join(lines[1:end]), 2)
    if not front.whole or front.findings:
        fault = front.findings[-1]
        raise SourceError(f"its front matter cannot be read, line {fault.span.line}: {fault.message}", fault.help)
    return keys, "\n".join(lines[end + 1 :])
