"""The issues of a cState site as incidents.

`down` becomes a major outage and `disrupted` degraded. A `notice` of plainly planned work that has an end becomes a
maintenance; every other one, and whatever is informational or has no severity, a notice, which changes no component's
state. Text that no label dates stands under Impact, as customers were told it. A label with a time of its own makes an
update; so do the first and the last message of an incident, which cState dates by `date` and `resolvedWhen`. The first
message of planned work was written before that, so it stays under Impact.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath

from straightup.importers import Import, ImportedIncident, Skipped, SourceError
from straightup.importers.cstate.body import Message, messages
from straightup.importers.cstate.config import Systems
from straightup.importers.cstate.told import told
from straightup.importers.naming import Ids, slug
from straightup.importers.prose import settle, without_comments
from straightup.importers.records import Record, read_yaml
from straightup.importers.times import Zone, read_time
from straightup.model.incident import Imported, Incident, Kind, State
from straightup.model.limits import LONGEST_TITLE, MAX_BYTES
from straightup.reading import read
from straightup.reading.moments import NoTime, day
from straightup.writing.whole import write

_STATES = {"down": State.MAJOR_OUTAGE, "disrupted": State.DEGRADED}
_PLANNED_TITLE = re.compile(r"\b(?:maintenances?|upgrades?|planned|scheduled)\b", re.IGNORECASE)
_PLANNED_BODY = re.compile(
    r"\bmaintenance window\b|\b(?:is|are|was|were) (?:planned|scheduled)\b|\bplanned (?:outage|downtime)\b"
    r"|\bscheduled (?:maintenance|outage|downtime|upgrade)\b|\bperform(?:ing)? (?:an? )?maintenance\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)[-_. ]*(.*)", re.DOTALL)


def import_site(files: Mapping[str, bytes], config: bytes | None, *, zone: Zone | None, imported_on: date) -> Import:
    """What the issue files of a cState site (`content/issues/**/*.md`, by path) become.

    `config` is its `config.yml`; `zone` is what times without a zone are in. Nothing of a body is lost but comments,
    which its readers did not see. A file that cannot be read without guessing is skipped. Raises on no content.
    """
    systems = Systems(config)
    ids = Ids()
    taken: list[ImportedIncident] = []
    skipped: list[Skipped] = []
    for path in filter(_is_issue, sorted(files)):
        try:
            taken.append(_imported(_issue(path, files[path], zone), systems, ids, imported_on))
        except SourceError as error:
            skipped.append(Skipped(source=path, reason=error.reason, next_step=error.next_step))
    return Import(
        incidents=tuple(taken), skipped=tuple(skipped), components=systems.components, notes=tuple(systems.notes)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """One source file as cState understands it."""

    path: str
    title: str
    kind: Kind
    planned: bool
    severity: str
    started: datetime
    ended: datetime | None
    """`resolvedWhen`, whether or not it is resolved."""
    resolved: bool
    affected: tuple[str, ...]
    messages: tuple[Message, ...]
    notes: tuple[str, ...]


def _is_issue(path: str) -> bool:
    name = PurePosixPath(path).name.lower()
    return name.endswith((".md", ".markdown")) and not name.startswith("_index.")


def _issue(path: str, data: bytes, zone: Zone | None) -> _Issue:
    said, text = _halves(data)
    if said.true("draft"):
        raise SourceError("it is a draft", "Publish it there first, or write it anew with straightup new.")
    title = said.text("title")
    if not title:
        raise SourceError("it has no title", "Add one to its front matter.")
    if "date" not in said:
        raise SourceError("it has no date", "Add its date, with time and zone, to its front matter.")
    started = read_time(said.text("date"), zone)
    ended = read_time(said.text("resolvedWhen"), zone) if said.text("resolvedWhen") else None
    if ended and ended < started:
        raise SourceError("it ends before it starts", "Correct date or resolvedWhen in its front matter.")
    body, hidden = without_comments(text)
    planned = bool(_PLANNED_TITLE.search(title) or _PLANNED_BODY.search(body))
    severity = said.text("severity").casefold()
    kind = Kind.NOTICE
    if severity in _STATES and not said.true("informational"):
        kind = Kind.INCIDENT
    elif severity == "notice" and not said.true("informational") and planned and ended and started < ended:
        kind = Kind.MAINTENANCE
    resolved = said.true("resolved")
    if kind is Kind.INCIDENT and resolved and not ended:
        raise SourceError("it is resolved but does not say when", "Add resolvedWhen to its front matter.")
    notes = []
    if hidden:
        notes.append("Comments, which its readers never saw, were left out.")
    if severity not in (*_STATES, "notice") and not said.true("informational"):
        what = f"Its severity “{severity}” is none of cState's" if severity else "It has no severity"
        notes.append(f"{what}, so it became a notice.")
    if kind is Kind.INCIDENT and planned:
        notes.append(f"It reads like planned work, but its severity “{severity}” makes it an incident.")
    if kind is Kind.INCIDENT and ended and not resolved:
        notes.append("It is not resolved, so its resolvedWhen was left out.")
    return _Issue(
        path=path,
        title=title,
        kind=kind,
        planned=planned,
        severity=severity,
        started=started,
        ended=ended,
        resolved=resolved,
        affected=said.texts("affected"),
        messages=tuple(messages(body, zone)),
        notes=tuple(notes),
    )


def _halves(data: bytes) -> tuple[Record, str]:
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
    said, front = read_yaml("\n".join(lines[1:end]), 2)
    if not front.whole or front.findings:
        fault = front.findings[-1]
        raise SourceError(f"its front matter cannot be read, line {fault.span.line}: {fault.message}", fault.help)
    return said, "\n".join(lines[end + 1 :])


def _imported(issue: _Issue, systems: Systems, ids: Ids, on: date) -> ImportedIncident:
    said = told(
        issue.messages,
        kind=issue.kind,
        started=issue.started,
        announced=issue.planned,
        ended=issue.ended if issue.resolved else None,
    )
    notes = [*issue.notes, *said.notes]
    impact = said.undated
    title = issue.title
    if len(title) > LONGEST_TITLE:
        notes.append(f"Its title is longer than {LONGEST_TITLE} characters; the whole of it stands under Impact.")
        title, impact = f"{title[: LONGEST_TITLE - 1]}…", f"{title}\n\n{impact}"
    state = {Kind.MAINTENANCE: State.MAINTENANCE, Kind.NOTICE: State.OPERATIONAL}.get(issue.kind)
    components = {systems.named(name): state or _STATES[issue.severity] for name in issue.affected}
    planned = issue.kind is Kind.MAINTENANCE
    incident = Incident(
        id=_identity(issue),
        kind=issue.kind,
        title=title,
        components=tuple(components.items()),
        started=None if planned else issue.started,
        resolved=issue.ended if issue.kind is Kind.INCIDENT and issue.resolved else None,
        starts=issue.started if planned else None,
        ends=None if issue.kind is Kind.INCIDENT else issue.ended,
        impact=settle(impact, 3),
        updates=said.updates,
        imported=Imported(source="cstate", on=on.isoformat()),
    )
    # As it will be read, so that a limit of the format is met here and not at the first check.
    entry = read(f"{incident.id}.md", write(incident))
    too_large = next((finding for finding in entry.findings if finding.rule == "too-large"), None)
    if too_large:
        raise SourceError(f"as an incident file it breaks a limit: {too_large.message}", too_large.help)
    incident = replace(entry.incident, id=ids.take(incident.id))
    return ImportedIncident(source=issue.path, incident=incident, notes=tuple(notes), labels=said.labels)


def _identity(issue: _Issue) -> str:
    path = PurePosixPath(issue.path)
    stem = path.parent.name if path.stem.startswith("index") and path.parent.name else path.stem
    dated = _DATED.fullmatch(stem)
    begun, words = (dated[1], dated[2]) if dated else ("", stem)
    if not begun or isinstance(day(begun), NoTime):
        begun = f"{issue.started:%Y-%m-%d}"
    return f"{begun}-{slug(words) or slug(issue.title) or 'report'}"
