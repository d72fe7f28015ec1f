"""What nobody can tell, since it could not be read: which components are not simply said to work, and from when."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from straightup.model.incident import Incident, Update
from straightup.model.left_out import LeftOut
from straightup.model.runs import trailing
from straightup.model.states import FINAL_STAGES, Kind, Stage, State
from straightup.record.counting import day_of
from straightup.record.effects import Spans, begin_of_work, end_of_work
from straightup.record.intervals import Interval
from straightup.record.runs import ended, leftovers, runs

Extent = tuple[datetime, datetime | None]


def unknown(incident: Incident, now: datetime) -> Spans:
    """When it is not known how components of the report work. It holds only where nothing worse is said.

    `incident` as it counts at `now`.
    """
    if incident.kind is Kind.NOTICE or incident.nothing_was_wrong:
        return {}
    found: Spans = {}
    for component in incident.unread_states:
        found[component] = [_unknown(extent, incident.id) for extent in _extents(incident, now)]
    if _is_unscheduled(incident):
        _add(found, _named(incident), (_beginning(incident, now), None), incident.id)
    for extent in _doubts(incident):
        _add(found, _named(incident), extent, incident.id)
    for component, extent in _contradicted(incident):
        _add(found, (component,), extent, incident.id)
    return found


def unknown_everywhere(incident: Incident, now: datetime) -> list[Interval]:
    """When nobody can tell which components the report concerns, so that it may be any of them."""
    if incident.kind is Kind.NOTICE or incident.nothing_was_wrong:
        return []
    if "components" in incident.unread or _concerns_nobody_knows_what(incident):
        return [_unknown(extent, incident.id) for extent in _extents(incident, now)]
    unread = [update.at for update in incident.updates if "Components" in update.unread]
    if incident.unread_states or not unread:
        return []  # those are what could not be read in an update
    found = []
    for begin, end in _extents(incident, now):
        since = next((max(at, begin) for at in unread if end is None or at < end), None)
        if since is not None:
            found.append(_unknown((since, end), incident.id))
    return found


def unknown_by_left_out(
    left_out: Iterable[LeftOut], now: datetime
) -> Iterator[tuple[tuple[str, ...] | None, Interval]]:
    """(components, or None for all of them; since when) of each report that could not be shown and may be open."""
    for each in left_out:
        if each.recent and each.components != ():
            yield each.components, _unknown((day_of(each.id, now), None), "")


def has_unread(incident: Incident) -> bool:
    """Whether part of the report could not be read; `incident` as it is written."""
    updates = any(update.heading or update.unread for update in incident.updates)
    return bool(incident.unread or incident.unread_states or updates)


def _unknown(extent: Extent, identity: str) -> Interval:
    return Interval(*extent, State.NOT_KNOWN, identity)


def _add(found: Spans, components: Iterable[str], extent: Extent, identity: str) -> None:
    for component in components:
        found.setdefault(component, []).append(_unknown(extent, identity))


def _named(incident: Incident) -> tuple[str, ...]:
    return tuple(component for component, _ in incident.states)


def _beginning(incident: Incident, now: datetime) -> datetime:
    return incident.updates[0].at if incident.updates else day_of(incident.id, now)


def _extents(incident: Incident, now: datetime) -> list[Extent]:
    """While the report has an effect on what it concerns."""
    if incident.kind is Kind.INCIDENT:
        return [
            (run.began, run.restored)
            for run in runs(incident)
            if run.began and (run.restored is None or run.began < run.restored)
        ]
    begin, end = begin_of_work(incident), end_of_work(incident)
    if begin is None:
        return [] if incident.over else [(_beginning(incident, now), None)]
    return [(begin, end)] if end is None or begin < end else []


def _concerns_nobody_knows_what(incident: Incident) -> bool:
    return not (incident.over or incident.states or incident.unread_states or incident.duplicate_of)


def _is_unscheduled(incident: Incident) -> bool:
    """Whether it is planned work of which nobody can tell whether it has begun."""
    return incident.kind is Kind.MAINTENANCE and not incident.over and begin_of_work(incident) is None


def _doubts(incident: Incident) -> Iterator[Extent]:
    """When an update that cannot be read or placed may say that it is back, or that planned work has begun early."""
    updates = incident.updates
    over = len(updates) - len(trailing(updates, *FINAL_STAGES))
    for position, update in enumerate(updates):
        following = updates[position + 1 :]
        if update.stage is Stage.SCHEDULED:
            if position and (_has_unread_stage(update) or _may_have_begun(update)):
                yield from _extent(update.at, [*_dated(following), begin_of_work(incident)])
        elif not _has_unread_stage(update):
            continue
        elif update.stage in FINAL_STAGES and position > over:
            yield from _extent(update.at, _dated(following))
        elif following and not following[0].components and update.stage not in FINAL_STAGES:
            # If that was Resolved, the next one says that all of it is back.
            yield from _extent(following[0].at, [incident.last_run(*FINAL_STAGES)])


def _contradicted(incident: Incident) -> Iterator[tuple[str, Extent]]:
    """What a Resolved does not name that says of something else that it does not work: may be it is not back either."""
    if incident.kind is not Kind.INCIDENT:
        return
    found = runs(incident)
    for each in leftovers(incident, found):
        run = found[each.run]
        named = {component for update in run.over for component, _ in update.components}
        settled = each.end in {update.at for update in run.over}  # by a Resolved that no longer contradicts itself
        for component, _ in run.worst_before(run.over[0]):
            if component not in named:
                yield component, (each.begin, each.end if settled else ended(component, found[each.run + 1 :]))


def _dated(updates: Iterable[Update]) -> list[datetime | None]:
    return [update.at for update in updates if not update.heading]


def _extent(begin: datetime, ends: Iterable[datetime | None]) -> Iterator[Extent]:
    end = min(filter(None, ends), default=None)
    if end is None or begin < end:
        yield begin, end


def _may_have_begun(update: Update) -> bool:
    return Stage.IN_PROGRESS.casefold() in update.heading.casefold()


def _has_unread_stage(update: Update) -> bool:
    return bool(update.heading) and not any(stage.casefold() in update.heading.casefold() for stage in Stage)
