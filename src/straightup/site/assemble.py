"""The site put together from the reports and from what follows from them at one moment."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from straightup.model.findings import Diagnostic
from straightup.model.incident import Component, Incident, Kind, Stage, State
from straightup.model.settings import Settings
from straightup.record.intervals import Interval, effects, state_at, state_since, union_length
from straightup.record.promises import promises
from straightup.record.uptime import uptime
from straightup.record.usual import Past, past, severity, usual_of, usual_rest
from straightup.site import addresses
from straightup.site.view import ComponentView, Report, Site

AHEAD = timedelta(minutes=5)
"""Clocks differ; what is dated further ahead has not happened."""
_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for one another when read aloud."""


HORIZON = timedelta(days=14)
"""How far ahead the site is put together for times at which nobody may rebuild it."""
MOST_MOMENTS = 8


def moments_ahead(incidents: Iterable[Incident], now: datetime) -> tuple[datetime, ...]:
    """The next times at which the clock alone changes the site: something planned begins, or should be over.

    Within `HORIZON`, at most `MOST_MOMENTS`, in their order.
    """
    found: set[datetime] = set()
    for incident in incidents:
        if incident.over:
            continue
        # What ends at 05:00 is late from the second after.
        ends = incident.ends + timedelta(seconds=1) if incident.ends else None
        found.update(
            moment.astimezone(UTC) for moment in (incident.begins, ends) if moment and now < moment <= now + HORIZON
        )
    return tuple(sorted(found)[:MOST_MOMENTS])


def reference(incident: Incident, prefix: str) -> str:
    """What customers quote: the author's own, else the prefix and five characters from a hash of the id."""
    if incident.reference:
        return incident.reference
    number = int.from_bytes(hashlib.sha256(incident.id.encode("utf-8", "replace")).digest()[:8])
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, len(_REFERENCE_LETTERS))
        letters += _REFERENCE_LETTERS[rest]
    return f"{prefix}-{letters}" if prefix else letters


def assemble(
    incidents: Iterable[Incident],
    settings: Settings,
    now: datetime,
    *,
    clock_was_set: bool = False,
    quarantined: Iterable[str] = (),
    findings: Mapping[str, tuple[Diagnostic, ...]] | None = None,
) -> Site:
    """The site of `incidents` as it stands at `now`."""
    originals = {incident.id: incident for incident in incidents}
    everything = [_as_of(incident, now) for incident in originals.values()]
    spans = {incident.id: effects(incident) for incident in everything}
    record = tuple(past(everything))
    reports = [
        _report(incident, spans[incident.id], record, settings, now, originals[incident.id]) for incident in everything
    ]
    reports.sort(key=lambda report: report.incident.id, reverse=True)
    reports.sort(key=lambda report: report.incident.begins or now, reverse=True)
    return Site(
        settings=settings,
        now=now,
        reports=tuple(reports),
        components=tuple(_components(reports, spans, settings, now)),
        clock_was_set=clock_was_set,
        quarantined=tuple(quarantined),
        findings=findings,
    )


def _as_of(incident: Incident, now: datetime) -> Incident:
    """`incident` as it is true at `now`: what is dated ahead has not happened, and updates stand in order of time."""
    told = now + AHEAD
    updates = tuple(sorted((each for each in incident.updates if each.at <= told), key=lambda each: each.at))
    resolved = incident.resolved if incident.resolved and incident.resolved <= told else None
    if updates == incident.updates and resolved == incident.resolved:
        return incident
    return replace(incident, updates=updates, resolved=resolved)


def _report(
    incident: Incident,
    spans: Mapping[str, list[Interval]],
    record: tuple[Past, ...],
    settings: Settings,
    now: datetime,
    original: Incident,
) -> Report:
    is_maintenance = incident.kind is Kind.MAINTENANCE
    # Who says that the work is in progress is believed, also before the announced time.
    begun = incident.stage is Stage.IN_PROGRESS or (incident.starts is not None and incident.starts <= now)
    active = is_maintenance and not incident.over and begun
    is_open = incident.kind is Kind.INCIDENT and not incident.over
    states = [state_at(intervals, now) for intervals in spans.values()]
    current = max(states, key=lambda state: state.rank, default=State.OPERATIONAL)
    if incident.kind is Kind.NOTICE:
        current = State.OPERATIONAL
    elif is_maintenance and active:
        current = max(current, State.MAINTENANCE, key=lambda state: state.rank)
    elif not is_open:
        current = severity(incident)
    worst = severity(incident)
    return Report(
        incident=incident,
        ahead=tuple(update for update in original.updates if update not in incident.updates),
        worst_length=union_length(
            [each for intervals in spans.values() for each in intervals if each.state is worst], now
        ),
        reference=reference(incident, settings.reference_prefix),
        url=addresses.of_incident(incident.id),
        promises=promises(incident, now),
        state=current,
        named=_named(incident, spans, now if is_open or active else None),
        open=is_open,
        active=active,
        overrunning=active and incident.ends is not None and incident.ends < now,
        upcoming=is_maintenance and not incident.over and not begun,
        usual=usual_of([component for component, _ in incident.components], worst, record) if is_open else None,
        usual_rest=usual_rest([component for component, _ in incident.components], worst, incident.stage, record)
        if is_open
        else None,
    )


def _named(incident: Incident, spans: Mapping[str, list[Interval]], now: datetime | None) -> tuple[str, ...]:
    """The components of the report: as bad as they are at `now`, or without it as bad as they ever were."""
    names = dict.fromkeys(component for component, _ in incident.components)
    for update in incident.updates:
        names.update(dict.fromkeys(component for component, _ in update.components))

    def rank(component: str) -> int:
        intervals = spans.get(component, [])
        return state_at(intervals, now).rank if now else max((each.state.rank for each in intervals), default=0)

    return tuple(sorted(names, key=lambda component: -rank(component)))


def _is_back(incident: Incident, component_id: str) -> bool:
    """Whether the report's last word on the component is that it works."""
    states = [state for component, state in incident.components if component == component_id]
    states += [
        state for update in incident.updates for component, state in update.components if component == component_id
    ]
    return bool(states) and states[-1] is State.OPERATIONAL


def _components(
    reports: list[Report], spans: Mapping[str, Mapping[str, list[Interval]]], settings: Settings, now: datetime
) -> Iterable[ComponentView]:
    by_component: dict[str, list[Report]] = {component.id: [] for component in settings.components}
    for report in reports:
        for component in report.named:
            by_component.setdefault(component, []).append(report)
    for component_id, named_in in by_component.items():
        intervals = [each for report in named_in for each in spans[report.incident.id].get(component_id, ())]
        state = state_at(intervals, now)
        since = state_since(intervals, now) if state is not State.OPERATIONAL else None
        worked_on = [report for report in named_in if report.active and not _is_back(report.incident, component_id)]
        if worked_on and state is State.OPERATIONAL:
            # The record counts announced windows alone; that it works nobody has said.
            state = State.MAINTENANCE
            starts = (report.incident.starts for report in worked_on)
            since = min((start for start in starts if start and start <= now), default=None)
        yield ComponentView(
            component=settings.component(component_id) or Component(id=component_id, name=component_id),
            state=state,
            since=since,
            uptime=uptime(intervals, now),
            reports=tuple(named_in),
        )
