"""One report and what follows from it at a moment, on its own and beside the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from straightup.model.incident import Incident, Update
from straightup.model.states import Kind, State, worst_of
from straightup.record.counting import is_ahead, readings
from straightup.record.effects import Spans, effects, end_of_work, until
from straightup.record.intervals import Interval, state_at, union_length
from straightup.record.ledger import original_of
from straightup.record.promises import Promises, promises
from straightup.record.runs import Run, runs
from straightup.record.unknown import has_unread, unknown, unknown_everywhere
from straightup.record.usual import Past, Usual, past, usual_of, usual_rest
from straightup.record.windows import Move, moves


@dataclass(frozen=True, kw_only=True)
class Course:
    """One report, and what follows from it at the moment of the record."""

    incident: Incident
    """As it counts at that moment: of what is dated ahead, or cannot be placed in time, only what is no better than
    what is known otherwise; updates in order of time; planned work in the window that was in force when it began."""
    told: tuple[Update, ...]
    """All its updates as they are written, in the file's order."""
    ahead: tuple[Update, ...]
    """Those of them that are dated ahead."""
    runs: tuple[Run, ...]
    """Of an incident, the first one first; each later one is a time that it came back."""
    window: tuple[datetime | None, datetime | None] | None
    """Of planned work, when it begins and ends: the last window that was announced before the work began."""
    windows: tuple[Move, ...]
    """Each time that planned work was moved, also where that came too late to count."""
    unclear: bool
    """Part of it could not be read."""
    spans: Mapping[str, list[Interval]]
    """When each component was in which state, by the component's id, as far as this report says it."""
    promises: Promises
    state: State
    """The worst state that it, with its duplicates, gives a component now; of one that is over, the worst it ever
    gave."""
    worst_length: timedelta
    """How long any component was in the worst state that the report ever gave one, up to now."""
    named: tuple[str, ...]
    """The ids of the components that it, with its duplicates, has named so far, those in the worst state first."""
    open: bool
    """An incident that is not resolved, or that is while a component is still in a bad state. A duplicate is over with
    its original."""
    active: bool
    """A maintenance inside its window, or begun before it, or past its end without being completed."""
    overrunning: bool
    upcoming: bool
    """A maintenance whose window has not begun."""
    usual: Usual | None = None
    """Of an open incident: how long like ones took."""
    usual_rest: Usual | None = None
    """Of an open incident: how long like ones still took from the stage on that it is at."""


def courses(incidents: Iterable[Incident], now: datetime) -> Iterator[Course]:
    """The course of each of `incidents` at `now`; of two with one id the last counts."""
    written = {incident.id: incident for incident in incidents}
    read = {identity: readings(incident, now) for identity, incident in written.items()}
    counted = {identity: found[0] for identity, found in read.items()}
    like = tuple(past(counted.values()))
    found = {identity: _joined(_effects(each, counted, now) for each in ways) for identity, ways in read.items()}
    duplicates: dict[str, list[Spans]] = {}
    for incident in counted.values():
        if original := _original(incident, counted):
            duplicates.setdefault(original.id, []).append(found[incident.id])
    for identity, incident in counted.items():
        yield _course(incident, written[identity], found[identity], duplicates.get(identity, []), like, counted, now)


def _original(incident: Incident, counted: Mapping[str, Incident]) -> Incident | None:
    """What the report is a duplicate of, where that is there and is no duplicate itself."""
    original = counted.get(original_of(incident.id, counted)) if incident.duplicate_of else None
    return None if original is None or original.id == incident.id else original


def _effects(incident: Incident, counted: Mapping[str, Incident], now: datetime) -> Spans:
    spans = effects(incident)
    original = _original(incident, counted)
    if original is not None and incident.kind is Kind.INCIDENT:
        own, end = incident.restored, _end_of(original)
        if own is not None and (end is None or end > own):
            spans = until(spans, own, end)
        elif own is None and end is not None and not _goes_on_after(incident, end):
            spans = until(spans, None, end)
    for component, intervals in unknown(incident, now).items():
        spans.setdefault(component, []).extend(intervals)
    return spans


def _end_of(incident: Incident) -> datetime | None:
    return end_of_work(incident) if incident.kind is Kind.MAINTENANCE else incident.restored


def _goes_on_after(incident: Incident, end: datetime) -> bool:
    """Whether the report says something of the time after `end`."""
    return any(moment > end for moment in (incident.begins or end, *(update.at for update in incident.updates)))


def _is_over_with_its_original(incident: Incident, counted: Mapping[str, Incident]) -> bool:
    original = _original(incident, counted)
    end = _end_of(original) if original is not None else None
    return end is not None and not _goes_on_after(incident, end)


def _course(
    incident: Incident,
    written: Incident,
    spans: Spans,
    duplicates: list[Spans],
    like: tuple[Past, ...],
    counted: Mapping[str, Incident],
    now: datetime,
) -> Course:
    active = incident.under_way(now)
    joined = _joined([spans, *duplicates])
    components = [component for component, _ in incident.components]
    worst = worst_of([incident.worst, *(each.state for intervals in spans.values() for each in intervals)])
    is_open = _is_open(incident, spans, now) and not _is_over_with_its_original(incident, counted)
    current = [state_at(intervals, now) for intervals in joined.values()]
    current += [state_at(unknown_everywhere(incident, now), now)]
    return Course(
        incident=incident,
        told=written.updates,
        ahead=tuple(update for update in written.updates if is_ahead(update, now)),
        runs=runs(incident),
        window=(incident.starts, incident.ends) if incident.kind is Kind.MAINTENANCE else None,
        windows=moves(written),
        unclear=has_unread(written),
        spans=spans,
        promises=promises(incident, now),
        state=_state(incident, current, worst, now, is_open=is_open),
        worst_length=union_length(
            [each for intervals in spans.values() for each in intervals if each.state is worst], now
        ),
        named=_named(incident, joined, now if is_open or active else None),
        open=is_open,
        active=active,
        overrunning=active and incident.ends is not None and incident.ends < now,
        upcoming=incident.kind is Kind.MAINTENANCE and not incident.over and not active,
        usual=usual_of(components, incident.worst, like) if incident.open else None,
        usual_rest=usual_rest(components, incident.worst, incident.stage, like) if incident.open else None,
    )


def _joined(spans: Iterable[Spans]) -> Spans:
    found: Spans = {}
    for each in spans:
        for component, intervals in each.items():
            found[component] = [*found.get(component, []), *intervals]
    return found


def _is_open(incident: Incident, spans: Spans, now: datetime) -> bool:
    broken = any(state_at(intervals, now) is not State.OPERATIONAL for intervals in spans.values())
    return incident.open or (incident.kind is Kind.INCIDENT and broken)


def _state(incident: Incident, current: list[State], worst: State, now: datetime, *, is_open: bool) -> State:
    """The worst state that the report gives a component at `now`; of one that is not going on, that it ever gave."""
    if incident.kind is Kind.NOTICE:
        return State.OPERATIONAL
    if incident.under_way(now):
        return worst_of([*current, State.MAINTENANCE])
    return worst_of(current) if is_open else worst


def _named(incident: Incident, spans: Spans, now: datetime | None) -> tuple[str, ...]:
    """The components of the report: as bad as they are at `now`, or without it as bad as they ever were."""

    def rank(component: str) -> int:
        intervals = spans.get(component, [])
        return (state_at(intervals, now) if now else worst_of(each.state for each in intervals)).rank

    own = [*(component for component, _ in incident.states), *incident.unread_states]
    return tuple(sorted(dict.fromkeys([*own, *spans]), key=rank, reverse=True))
