"""What an issue becomes. When it was written is when it began, as far as anybody can know."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from straightup.importers.as_read import as_it_will_be_read, titled
from straightup.importers.foreign_markdown import settle, without_comments
from straightup.importers.foreign_text import as_markdown, one_line
from straightup.importers.foreign_times import read_time
from straightup.importers.github.issue import Comment, Issue
from straightup.importers.github.meanings import Labels, Meant
from straightup.importers.github.upptime import Probe, Work, probe_of, says_resolved, work_of
from straightup.importers.importer import ImportedIncident, SourceError, Zone, said_on
from straightup.importers.naming import Ids, slug
from straightup.model.imported import Imported
from straightup.model.incident import Incident, Link, Update
from straightup.model.states import ComponentStates, Kind, Stage, State, stages_of

CLOSED: Final = "Closed."
_DATED = re.compile(r"\*\*(?P<at>\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^*\n]{0,20})\*\*:?[ \t]*")
_BEGAN = "It began when the issue was written, or before."
_ENDED = "It was over when the issue was closed, or before."
_UNDATED = "When some of its comments were written could not be read; they stand under Impact."
_TODAY = "The state is that of the label at the time of the import."


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes incidents of the issues of one repository."""

    labels: Labels
    ids: Ids
    zone: Zone | None
    imported_on: date

    def read(self, issue: Issue, *, followed: bool) -> ImportedIncident:
        """What `issue` becomes; `followed`: a newer one of the same probe says that this one is over.

        SourceError when a label says that it is no report, or the format has no room for it.
        """
        probe, work = probe_of(issue), work_of(issue, self.zone)
        meant = self.labels.read(() if probe else issue.labels)
        if meant.ignored:
            raise SourceError(f"its label “{meant.ignored}” is to be ignored", "Leave out that --label to have it.")
        if probe:
            incident = self._probed(issue, probe, followed=followed)
        elif work or meant.kind is Kind.MAINTENANCE:
            incident = self._planned(issue, work, meant)
        else:
            incident = self._told(issue, meant)
        return self._finished(issue, incident)

    def _probed(self, issue: Issue, probe: Probe, *, followed: bool) -> Incident:
        identity = self.labels.component(probe.slug, probe.name)
        updates, undated = _updates(issue, Kind.INCIDENT)
        over = any(update.stage is Stage.RESOLVED for update in updates)
        return Incident(
            id="",
            started=issue.created,
            components=((identity, probe.state),),
            updates=updates,
            impact=undated,
            end_not_recorded=not over and (followed or not issue.is_open),
            imported=Imported(source="", on="", rated="", automatic=True),
        )

    def _planned(self, issue: Issue, work: Work | None, meant: Meant) -> Incident:
        updates, undated = _updates(issue, Kind.MAINTENANCE, begins=work.starts if work else issue.created)
        names = [self.labels.component(each, "") for each in work.slugs] if work else []
        states: ComponentStates = tuple(
            (name, State.MAINTENANCE) for name in dict.fromkeys((*names, *meant.components))
        )
        incident = Incident(id="", components=states, updates=updates, impact=undated)
        if work:
            return replace(incident, kind=Kind.MAINTENANCE, starts=work.starts, ends=work.ends, imported=_noted())
        note = "The window is that of the issue: the announced one is not recorded."
        if issue.closed and issue.closed > issue.created:
            incident = replace(incident, starts=issue.created, ends=issue.closed)
            return replace(incident, kind=Kind.MAINTENANCE, imported=_noted(note))
        # Planned work without a time changes the state of nothing, and stays told.
        return replace(incident, kind=Kind.NOTICE, components=(), imported=_noted("Its window is not recorded."))

    def _told(self, issue: Issue, meant: Meant) -> Incident:
        kind = meant.kind or Kind.INCIDENT
        updates, undated = _updates(issue, kind)
        state = State.NOT_KNOWN if meant.state is None else meant.state
        if kind is Kind.NOTICE:
            return Incident(id="", kind=kind, started=issue.created, updates=updates, impact=undated, imported=_noted())
        notes = [_BEGAN, _ENDED if issue.closed else "", _TODAY if meant.components and meant.state else ""]
        imported = replace(_noted(*notes), rated=meant.word)
        return Incident(
            id="",
            kind=kind,
            started=issue.created,
            components=tuple((name, state) for name in meant.components),
            updates=updates,
            impact=undated,
            end_not_recorded=not issue.is_open and issue.closed is None,
            imported=imported,
        )

    def _finished(self, issue: Issue, incident: Incident) -> ImportedIncident:
        title = one_line(issue.title)
        begun = incident.starts if incident.kind is Kind.MAINTENANCE else issue.created
        incident = titled(incident, title, as_markdown(title), f"Issue {issue.number}")
        words = slug(incident.title) or f"issue-{issue.number}"
        noted = incident.imported or _noted()
        unread = _UNDATED if any(each.at is None for each in issue.told) else ""
        imported = replace(
            noted,
            note=" ".join(filter(None, (noted.note, unread))),
            source="github-issues",
            on=said_on(self.imported_on),
            id=issue.identity,
        )
        incident = replace(
            incident,
            id=self.ids.take(f"{begun or issue.created:%Y-%m-%d}-{words}", issue.identity),
            imported=imported,
            was=(f"/incident/{issue.number}",) if imported.automatic or probe_like(issue) else (),
            links=(Link(text="The issue on GitHub", url=issue.url),) if issue.url else (),
        )
        return ImportedIncident(source=f"{issue.path}: #{issue.number}", incident=as_it_will_be_read(incident))


def probe_like(issue: Issue) -> bool:
    """Whether Upptime has a page for it."""
    return any(label.casefold() in ("status", "upptime") for label in issue.labels)


def _noted(*notes: str) -> Imported:
    return Imported(source="", on="", note=" ".join(filter(None, notes)))


def _updates(issue: Issue, kind: Kind, begins: datetime | None = None) -> tuple[tuple[Update, ...], str]:
    """What was told and when, oldest first, and what was told at a time that cannot be read."""
    final = Stage.COMPLETED if kind is Kind.MAINTENANCE else Stage.RESOLVED
    said: list[tuple[datetime, Stage | None, str]] = list(_paragraphs(issue.text, issue.created))
    undated = []
    for comment in issue.told:
        if comment.at is None:
            undated.append(_text(comment))
        else:
            said.append((comment.at, final if _is_last(issue, comment, kind) else None, _text(comment)))
    if issue.closed and not any(stage is final for _, stage, _ in said):
        said.append((issue.closed, final, CLOSED))
    return tuple(_in_order(said, kind, begins)), "\n\n".join(filter(None, undated))


def _is_last(issue: Issue, comment: Comment, kind: Kind) -> bool:
    return (kind is not Kind.MAINTENANCE and says_resolved(comment)) or issue.closes(comment)


def _in_order(
    said: Sequence[tuple[datetime, Stage | None, str]], kind: Kind, begins: datetime | None
) -> Iterator[Update]:
    """The updates, oldest first; what says no stage has the one before. Two of one second are one."""
    stage = stages_of(kind)[0]
    before: Update | None = None
    for at, own, text in sorted(said, key=lambda each: each[0]):
        if begins is not None and stage is Stage.SCHEDULED and at >= begins:
            stage = Stage.IN_PROGRESS
        stage = own or stage
        update = Update(at=at, stage=stage, text=text)
        if before is not None and before.at == at:
            update = replace(update, text="\n\n".join(filter(None, (before.text, text))))
        elif before is not None:
            yield before
        before = update
    if before is not None:
        yield before


def _paragraphs(text: str, created: datetime) -> Iterator[tuple[datetime, None, str]]:
    """The first text, and each dated paragraph that was put behind it later: `**2025-01-25T12:23:06Z**: …`."""
    at = created
    lines: list[str] = []
    for line in text.split("\n"):
        found = _DATED.match(line) if not lines or not lines[-1].strip() else None
        moment = _moment(found["at"]) if found else None
        if found and moment and moment >= created - timedelta(hours=1):
            yield at, None, _settled("\n".join(lines))
            at, lines = moment, [line[found.end() :]]
        else:
            lines.append(line)
    yield at, None, _settled("\n".join(lines))


def _moment(text: str) -> datetime | None:
    try:
        return read_time(text, None).astimezone(UTC)
    except (SourceError, OverflowError):
        return None


def _text(comment: Comment) -> str:
    return _settled(comment.text)


def _settled(text: str) -> str:
    return settle(without_comments(text)[0], 4)


def duplicates(incidents: Sequence[tuple[Issue, ImportedIncident]]) -> Iterable[ImportedIncident]:
    """`incidents`, of which those that one outage of a probe brought about within a minute are duplicates of one.

    That is the first of them whose end is recorded.
    """
    groups: dict[tuple[str, ...], list[list[tuple[Issue, ImportedIncident]]]] = {}
    for issue, each in sorted(incidents, key=lambda pair: (pair[0].created, pair[0].number)):
        if each.incident.imported and each.incident.imported.automatic:
            known = groups.setdefault(tuple(f"{name} {state}" for name, state in each.incident.components), [])
            if known and issue.created - known[-1][-1][0].created <= timedelta(minutes=1):
                known[-1].append((issue, each))
            else:
                known.append([(issue, each)])
    originals: dict[str, str] = {}
    for group in (group for known in groups.values() for group in known if len(group) > 1):
        first = next((each for _, each in group if not each.incident.end_not_recorded), group[0][1])
        originals |= {each.incident.id: first.incident.id for _, each in group if each is not first}
    for _, each in incidents:
        original = originals.get(each.incident.id, "")
        yield replace(each, incident=replace(each.incident, duplicate_of=original)) if original else each
