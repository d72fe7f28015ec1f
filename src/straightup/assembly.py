"""The site put together from the reports and from what follows from them at one moment."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from straightup.diagnostics import Diagnostic
from straightup.model import Component, Incident, Kind, State
from straightup.record.intervals import Interval, effects, state_at
from straightup.record.promises import promises
from straightup.record.uptime import uptime
from straightup.record.usual import severity, usual
from straightup.settings import Settings
from straightup.site import ComponentView, Report, Site

_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for one another when read aloud."""


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
    everything = list(incidents)
    spans = {incident.id: effects(incident) for incident in everything}
    reports = [_report(incident, spans[incident.id], everything, settings, now) for incident in everything]
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


def _report(
    incident: Incident,
    spans: Mapping[str, list[Interval]],
    everything: list[Incident],
    settings: Settings,
    now: datetime,
) -> Report:
    is_maintenance = incident.kind is Kind.MAINTENANCE
    begun = incident.starts is not None and incident.starts <= now
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
    return Report(
        incident=incident,
        reference=reference(incident, settings.reference_prefix),
        url=f"incidents/{incident.id}/",
        promises=promises(incident, now),
        state=current,
        open=is_open,
        active=active,
        overrunning=active and incident.ends is not None and incident.ends < now,
        upcoming=is_maintenance and not incident.over and not begun,
        usual=usual([component for component, _ in incident.components], severity(incident), everything)
        if is_open
        else None,
    )


def _components(
    reports: list[Report], spans: Mapping[str, Mapping[str, list[Interval]]], settings: Settings, now: datetime
) -> Iterable[ComponentView]:
    by_component: dict[str, list[Report]] = {component.id: [] for component in settings.components}
    for report in reports:
        named = dict.fromkeys(component for component, _ in report.incident.components)
        for update in report.incident.updates:
            named.update(dict.fromkeys(component for component, _ in update.components))
        for component in named:
            by_component.setdefault(component, []).append(report)
    for component_id, named_in in by_component.items():
        intervals = [each for report in named_in for each in spans[report.incident.id].get(component_id, ())]
        state = state_at(intervals, now)
        holding = [each for each in intervals if each.state is state and each.begin <= now]
        current = [each.begin for each in holding if each.end is None or now < each.end]
        yield ComponentView(
            component=settings.component(component_id) or Component(id=component_id, name=component_id),
            state=state,
            since=min(current, default=None) if state is not State.OPERATIONAL else None,
            uptime=uptime(intervals, now),
            reports=tuple(named_in),
        )
