"""What is promised and not yet kept: everything that somebody still has to write or to do, and by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from straightup.model.incident import CauseState, Incident, Promise
from straightup.model.source import Document, Entry, SectionName
from straightup.model.states import Kind, Stage
from straightup.model.steps import PreventionState


class Pledge(StrEnum):
    """What sort of promise it is."""

    UPDATE = "next update"
    FOLLOW_UP = "follow-up"
    ETA = "restoration"
    ANSWER = "answer about the restoration"
    CAUSE = "cause"
    PREVENTION = "prevention"
    STEP = "prevention step"
    REMEDY = "making it right"
    BEGIN = "maintenance begins"
    END = "maintenance ends"


_EXEMPT_BY = {
    Pledge.UPDATE: "U05", Pledge.FOLLOW_UP: "U05", Pledge.ETA: "E05", Pledge.ANSWER: "E05", Pledge.CAUSE: "C03",
    Pledge.PREVENTION: "P01", Pledge.STEP: "P03",
    Pledge.REMEDY: "P03",
}  # fmt: skip
"""A report may be exempt from the rule that calls a promise late; then nobody waits for it here either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledged:
    """One promise that is open."""

    pledge: Pledge
    incident: Incident
    path: str
    line: int
    """Where the promise stands."""
    due: datetime | None
    """None for a step without a date. A step is due until its day (UTC) is over."""
    day: date | None = None
    """The day of a step."""
    text: str = ""
    """What a step says."""
    owner: str = ""

    def late(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.due is not None and (self.due <= now if self.day else self.due < now)


def pledged(entries: Iterable[Entry], grace: timedelta) -> tuple[Pledged, ...]:
    """Every open promise of `entries`, what is due first in front.

    `grace` is how long after the restoration the cause and the steps against a repeat may stay open.
    """
    found = [each for entry in entries for each in _of(entry, grace)]
    end = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda each: (each.due or end, each.path, each.line, each.pledge)))


def _of(entry: Entry, grace: timedelta) -> Iterator[Pledged]:
    exempt = {code for code, reason in entry.incident.exempt if reason.strip()}
    for each in (*_updates(entry), *_eta(entry), *_cause(entry, grace), *_prevention(entry, grace), *_window(entry)):
        if _EXEMPT_BY.get(each.pledge) not in exempt:
            yield each


def _updates(entry: Entry) -> Iterator[Pledged]:
    incident = entry.incident
    due = incident.pending_update
    if due is None or due <= incident.updates[-1].at:
        return
    pledge = Pledge.FOLLOW_UP if incident.over else Pledge.UPDATE
    yield _promise(entry, pledge, due, _line_of_field(entry.document, len(incident.updates) - 1, "Next update"))


def _eta(entry: Entry) -> Iterator[Pledged]:
    incident = entry.incident
    pending = incident.pending_eta
    if pending is None:
        return
    position = next(i for i in range(len(incident.updates) - 1, -1, -1) if incident.updates[i].eta is pending)
    due = pending.by if isinstance(pending, Promise) else pending.until
    if due > incident.updates[position].at:
        pledge = Pledge.ETA if isinstance(pending, Promise) else Pledge.ANSWER
        yield _promise(entry, pledge, due, _line_of_field(entry.document, position, "ETA"))


def _cause(entry: Entry, grace: timedelta) -> Iterator[Pledged]:
    incident = entry.incident
    if incident.kind is Kind.NOTICE or incident.duplicate_of or incident.cause_state is not CauseState.NOT_KNOWN_YET:
        return
    due = incident.restored + grace if incident.restored else incident.cause_known_by
    if due is not None and (incident.restored or not incident.over):
        yield _promise(entry, Pledge.CAUSE, due, _line_of_section(entry.document, SectionName.CAUSE))


def _prevention(entry: Entry, grace: timedelta) -> Iterator[Pledged]:
    incident, document = entry.incident, entry.document
    for source in document.steps:
        item = source.item
        if item.state is PreventionState.OPEN:
            due = datetime.combine(item.due, time(), UTC) + timedelta(days=1) if item.due else None
            yield Pledged(
                pledge=Pledge.STEP if source.section is SectionName.PREVENTION else Pledge.REMEDY,
                incident=incident,
                path=entry.path,
                line=source.span.line,
                due=due,
                day=item.due,
                text=item.text,
                owner=item.owner,
            )
    if incident.kind is not Kind.INCIDENT or incident.false_alarm or incident.duplicate_of or not incident.restored:
        return
    if not incident.prevention and not incident.prevention_text:
        line = _line_of_section(document, SectionName.PREVENTION)
        yield _promise(entry, Pledge.PREVENTION, incident.restored + grace, line)


def _window(entry: Entry) -> Iterator[Pledged]:
    incident = entry.incident
    if incident.kind is not Kind.MAINTENANCE or incident.over:
        return
    if incident.starts and incident.stage is Stage.SCHEDULED:
        yield _promise(entry, Pledge.BEGIN, incident.starts, _line_of_key(entry.document, "starts"))
    if incident.ends:
        yield _promise(entry, Pledge.END, incident.ends, _line_of_key(entry.document, "ends"))


def _promise(entry: Entry, pledge: Pledge, due: datetime, line: int) -> Pledged:
    return Pledged(pledge=pledge, incident=entry.incident, path=entry.path, line=line, due=due)


def _line_of_field(document: Document, position: int, name: str) -> int:
    source = [source for source in document.updates if source.update][position]
    field = source.field(name)
    return field.name_span.line if field else source.heading.line


def _line_of_section(document: Document, name: SectionName) -> int:
    section = document.section(name)
    return section.span.line if section else 1


def _line_of_key(document: Document, key: str) -> int:
    field = document.field(key)
    return field.key.span.line if field else 1
