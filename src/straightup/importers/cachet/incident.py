"""What an incident or a schedule of a Cachet becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from straightup.importers.as_read import as_it_will_be_read, titled
from straightup.importers.cachet.components import STATES, Components
from straightup.importers.cachet.records import Record, Records, updates_of
from straightup.importers.foreign_markdown import settle, without_comments
from straightup.importers.foreign_text import as_markdown, one_line
from straightup.importers.foreign_times import read_time
from straightup.importers.importer import ImportedIncident, SourceError, Zone, said_on
from straightup.importers.naming import Ids, slug
from straightup.model.imported import Imported
from straightup.model.incident import Incident, Update
from straightup.model.states import ComponentStates, Kind, Stage, State

_STAGES = {
    "1": Stage.INVESTIGATING,
    "2": Stage.IDENTIFIED,
    "3": Stage.MONITORING,
    "4": Stage.RESOLVED,
}
_FIXED, _COMPLETE = "4", "2"
_MINUTE = timedelta(minutes=1)
_FIRST = "The stage of the first message is not recorded."


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes incidents of the records of one Cachet."""

    records: Records
    components: Components
    ids: Ids
    zone: Zone | None
    imported_on: date

    def incident(self, record: Record) -> ImportedIncident:
        """SourceError when guests do not see it, or nobody can tell when it was."""
        _ask_whether_public(record)
        if record.moment("scheduled_at"):
            return self.schedule(record)
        at = self._time(record, "occurred_at", "created_at")
        if at is None:
            raise SourceError("it says nowhere when it was", "Add occurred_at to it.")
        updates = tuple(self._updates(record, at))
        status = record.status()
        over = status == _FIXED
        later = len(updates) > 1
        if not later and status in _STAGES:
            updates = tuple(replace(update, stage=_STAGES[status]) for update in updates)
        last = updates[-1]
        unknown = over and (last.stage is not Stage.RESOLVED or last.at - at <= _MINUTE)
        incident = Incident(
            id="",
            started=at,
            components=self._states(record, Kind.INCIDENT),
            updates=updates,
            end_not_recorded=unknown,
        )
        return self._finished(record, "incidents", incident, at, _FIRST if later else "")

    def schedule(self, record: Record) -> ImportedIncident:
        """Planned work. Of version 2 the end is when it was completed, of version 3 when that was planned."""
        _ask_whether_public(record)
        starts, ends = self._time(record, "scheduled_at"), self._time(record, "completed_at")
        if starts is None:
            raise SourceError("it says nowhere when it begins", "Add scheduled_at to it.")
        published = self._time(record, "published_at")
        now = self.imported_on
        if published and published.date() > (now.date() if isinstance(now, datetime) else now):
            raise SourceError("it is to be published later", "Import it again then.")
        created = self._time(record, "created_at")
        updates = [*self._planned_updates(record, starts, created)]
        if record.status() == _COMPLETE and ends and not any(each.at > ends for each in updates):
            updates.append(Update(at=ends, stage=Stage.COMPLETED, text=""))
        incident = Incident(id="", updates=tuple(updates), impact="" if created else _settled(record.text("message")))
        if ends is None:
            notice = replace(incident, kind=Kind.NOTICE, started=starts)
            return self._finished(record, "schedules", notice, starts, "When the work ends is not recorded.")
        states = self._states(record, Kind.MAINTENANCE)
        work = replace(incident, kind=Kind.MAINTENANCE, starts=starts, ends=ends, components=states)
        return self._finished(record, "schedules", work, starts, "")

    def _updates(self, record: Record, at: datetime) -> Iterator[Update]:
        """The first message, and what was said after it."""
        said = [(at, "1", record.text("message"))]
        for each in updates_of(record, self.records):
            said.append((self._time(each, "created_at") or at, each.status(), each.text("message")))
        stage = Stage.INVESTIGATING
        found: list[Update] = []
        for when, status, text in sorted(said, key=lambda each: each[0]):
            stage = _STAGES.get(status, stage)
            _add(found, Update(at=when, stage=stage, text=_settled(text)))
        yield from found

    def _planned_updates(self, record: Record, starts: datetime, created: datetime | None) -> Iterable[Update]:
        said = [(created, record.text("message"))] if created else []
        said += [
            (self._time(each, "created_at") or starts, each.text("message"))
            for each in updates_of(record, self.records)
        ]
        found: list[Update] = []
        for when, text in sorted(said, key=lambda each: each[0]):
            stage = Stage.SCHEDULED if when < starts else Stage.IN_PROGRESS
            _add(found, Update(at=when, stage=stage, text=_settled(text)))
        return found

    def _states(self, record: Record, kind: Kind) -> ComponentStates:
        """What it concerned. A component's own state is that of today, so only what the incident itself says counts."""
        own = {
            each.text("component_id"): STATES.get(each.text("component_status"), State.NOT_KNOWN)
            for each in (*record.values.objects("incident_components"), *record.values.objects("schedule_components"))
            if each.text("component_id")
        }
        listed = [each.text("id") for each in record.values.objects("components")]
        alone = [record.text("component_id")] if record.text("component_id") not in ("", "0") else []
        names = dict.fromkeys([*own, *record.ids("components"), *filter(None, listed), *alone])
        otherwise = State.MAINTENANCE if kind is Kind.MAINTENANCE else State.NOT_KNOWN
        return tuple((self.components.named(each), own.get(each, otherwise)) for each in names)

    def _time(self, record: Record, *keys: str) -> datetime | None:
        """The first of these times that it has. SourceError where it has no zone, and none was given."""
        text = next(filter(None, (record.moment(key) for key in keys)), "")
        return read_time(text, self.zone).astimezone(UTC) if text else None

    def _finished(self, record: Record, folder: str, incident: Incident, day: datetime, note: str) -> ImportedIncident:
        title = one_line(record.text("name"))
        name = f"{folder}#{record.id}"
        incident = titled(incident, title, as_markdown(title), f"Report {record.id}")
        addresses = [f"/{folder}/{each}" for each in (record.id, record.text("guid")) if each]
        imported = Imported(source="cachet", on=said_on(self.imported_on), id=name, note=note)
        incident = replace(
            incident,
            id=self.ids.take(f"{day:%Y-%m-%d}-{slug(incident.title) or 'report'}", name),
            imported=imported,
            was=tuple(addresses),
        )
        return ImportedIncident(source=f"{record.path}: {name}", incident=as_it_will_be_read(incident))


def _ask_whether_public(record: Record) -> None:
    if not record.public:
        raise SourceError("guests do not see it", "Make it visible there first, if everybody is to read it.")


def _add(found: list[Update], update: Update) -> None:
    """Two of one second are one."""
    if found and found[-1].at == update.at:
        text = "\n\n".join(filter(None, (found[-1].text, update.text)))
        update, _ = replace(update, text=text), found.pop()
    found.append(update)


def _settled(text: str) -> str:
    return settle(without_comments(text.replace("\r\n", "\n").replace("\r", "\n"))[0], 4)
