"""What an incident or a scheduled maintenance of a Statuspage becomes.

Its `impact` is never a state: what the page rated “minor” was degraded, partly down, or nothing that is recorded.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from straightup.importers.as_read import as_it_will_be_read, titled
from straightup.importers.foreign_json import JsonObject
from straightup.importers.foreign_markdown import settle
from straightup.importers.foreign_text import as_markdown, one_line
from straightup.importers.importer import ImportedIncident, SourceError, Zone, said_on
from straightup.importers.naming import Ids, slug
from straightup.importers.statuspage.components import Components, mentioned
from straightup.importers.statuspage.states import with_states
from straightup.importers.statuspage.updates import CLOSED, History, Said, closed, history, names_in, time_of
from straightup.model.imported import Imported
from straightup.model.incident import Incident, Update
from straightup.model.states import Kind, Stage

_MINUTE = timedelta(minutes=1)
_OF_WORK = ("scheduled", "in_progress", "verifying", "completed")
_WINDOW_NOT_RECORDED = "The window is what happened: the announced one is not recorded."


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes incidents of the records of one page."""

    components: Components
    ids: Ids
    zone: Zone | None
    imported_on: date

    def read(self, path: str, record: JsonObject) -> ImportedIncident:
        """What `record` becomes. SourceError when it says of no moment when it began, or is too large."""
        code, zone = record.text("id"), self.zone
        starts, ends = time_of(record, "scheduled_for", zone), time_of(record, "scheduled_until", zone)
        status = record.text("status").casefold()
        kind = Kind.MAINTENANCE if starts or status in _OF_WORK else Kind.INCIDENT
        told = history(record, kind, zone)
        begun = _begun(record, told, zone)
        begun = begun or starts
        if begun is None:
            raise SourceError("it says nowhere when it began", "Add created_at or started_at to it.")
        if status in CLOSED:
            final = Stage.COMPLETED if kind is Kind.MAINTENANCE else Stage.RESOLVED
            closed(told, final, time_of(record, "resolved_at", zone))
        _postmortem(record, told, zone)
        named = dict([*mentioned(record), *names_in(told.said)])
        ids = {component: self.components.named(component, name) for component, name in named.items()}
        states, updates = with_states(told.said, ids, kind)
        incident = Incident(
            id="", kind=kind, components=states, updates=updates, impact="\n\n".join(filter(None, told.undated))
        )
        if kind is Kind.INCIDENT:
            resolved, unknown = _end(record, told, begun, zone)
            incident = replace(incident, started=begun, resolved=resolved, end_not_recorded=unknown)
        else:
            incident = _planned(incident, starts, ends, told)
        return self._finished(path, code, record, incident, begun if starts is None else starts, told.notes)

    def _finished(
        self, path: str, code: str, record: JsonObject, incident: Incident, day: datetime | None, notes: list[str]
    ) -> ImportedIncident:
        title = one_line(record.text("name"))
        incident = titled(incident, title, as_markdown(title), f"Incident {code}")
        rated = record.text("impact_override") or record.text("impact")
        begun = f"{day:%Y-%m-%d}" if day else ""
        incident = replace(
            incident,
            id=self.ids.take(f"{begun}-{slug(incident.title) or slug(code) or 'report'}", code),
            was=(f"/incidents/{code}",),
            imported=Imported(
                source="statuspage",
                on=said_on(self.imported_on),
                id=code,
                rated=one_line(rated)[:60],
                note=" ".join(dict.fromkeys(notes)),
            ),
        )
        return ImportedIncident(source=path, incident=as_it_will_be_read(incident))


def _begun(record: JsonObject, told: History, zone: Zone | None) -> datetime | None:
    """The earliest moment that it gives: of what was entered afterwards, one of them is the moment of typing."""
    times = [time_of(record, "created_at", zone), time_of(record, "started_at", zone)]
    return min([time for time in times if time] + [told.said[0].at] if told.said else filter(None, times), default=None)


def _end(record: JsonObject, told: History, begun: datetime, zone: Zone | None) -> tuple[datetime | None, bool]:
    """When it was over where no update says it, and whether that is recorded nowhere."""
    if record.text("status").casefold() not in CLOSED:
        return None, False
    resolved, typed = time_of(record, "resolved_at", zone), time_of(record, "started_at", zone) or begun
    if not told.said:
        known = resolved is not None and resolved - typed > _MINUTE
        return (resolved, False) if known else (None, True)
    if told.said[-1].stage is not Stage.RESOLVED:
        return None, True
    afterwards = resolved is not None and resolved - typed <= _MINUTE and len(told.said) == 1
    return None, afterwards or _restored(told.said) - begun <= _MINUTE


def _restored(said: list[Said]) -> datetime:
    over = len(said) - 1
    while over and said[over - 1].stage is Stage.RESOLVED:
        over -= 1
    return said[over].at


def _planned(incident: Incident, starts: datetime | None, ends: datetime | None, told: History) -> Incident:
    """A maintenance in its window. Where that is not recorded, from when the work began until it was completed."""
    if starts and ends:
        return replace(incident, starts=starts, ends=ends)
    at_work = next((each.at for each in told.said if each.stage is Stage.IN_PROGRESS), None)
    done = next((each.at for each in told.said if each.stage is Stage.COMPLETED), None)
    starts, ends = starts or at_work, ends or done
    told.notes.append(_WINDOW_NOT_RECORDED)
    if starts and ends:
        return replace(incident, starts=starts, ends=ends)
    # Planned work without a time changes the state of nothing, and stays told.
    return replace(incident, kind=Kind.NOTICE, components=(), updates=_without_states(incident), ends=ends)


def _without_states(incident: Incident) -> tuple[Update, ...]:
    return tuple(replace(update, components=()) for update in incident.updates)


def _postmortem(record: JsonObject, told: History, zone: Zone | None) -> None:
    """The postmortem of an export of the management API, which stands beside the updates; it is Markdown."""
    text = record.text("postmortem_body")
    at = time_of(record, "postmortem_published_at", zone) or time_of(record, "postmortem_body_last_updated_at", zone)
    told_already = (each.text("body").strip() for each in record.objects("incident_updates"))
    if not text.strip() or text.strip() in told_already:
        return
    settled = settle(text.replace("\r\n", "\n"), 4)
    last = told.said[-1] if told.said else None
    if at and last and at > last.at and last.stage is Stage.RESOLVED:
        told.said.append(Said(at, Stage.RESOLVED, settled))
    else:
        told.undated.append(settled)
