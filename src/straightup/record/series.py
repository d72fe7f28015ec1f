"""Planned work that repeats, as it stands at a moment: in the place of the rule the time that goes on, or the next one.

A report that stands in for one time of it takes exactly that one away. When the rule has come to its end, the work is
over with its last time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from straightup.model.incident import Incident, Update
from straightup.model.states import Kind, Stage

REMEMBERED = timedelta(days=800)
"""How long ago times of it still count: two years of the record, and the days of a leap year."""


def present(incidents: Iterable[Incident], now: datetime) -> tuple[Incident, ...]:
    """`incidents` with the window of each that repeats; all others are as they are."""
    found = tuple(incidents)
    if not any(each.repeats for each in found):
        return found
    replaced: dict[str, set[date]] = {}
    for each in found:
        identity, at, day = each.occurrence_of.rpartition("@")
        if at:
            replaced.setdefault(identity.casefold(), set()).add(date.fromisoformat(day))
    return tuple(_present(each, frozenset(replaced.get(each.id.casefold(), ())), now) for each in found)


def _present(incident: Incident, replaced: frozenset[date], now: datetime) -> Incident:
    recurrence = incident.repeats
    if recurrence is None or incident.kind is not Kind.MAINTENANCE:
        return incident
    # That one time of it has begun, or is over, does not end the rule.
    updates = tuple(
        replace(each, stage=Stage.SCHEDULED) if each.stage in (Stage.IN_PROGRESS, Stage.COMPLETED) else each
        for each in incident.updates
    )
    incident = replace(incident, updates=updates)
    rule = replace(recurrence, without=recurrence.without | replaced)
    told = [update.at for update in incident.updates if update.stage is Stage.CANCELLED and update.at <= now]
    moment = min(told, default=now) if incident.over else now
    earlier = tuple(rule.past(moment, moment - REMEMBERED))
    window = rule.around(moment) or (earlier[-1] if earlier else None)
    if window is None:
        return replace(incident, repeats=rule)
    if window[1] <= moment and not incident.over:
        earlier = earlier[:-1]
        last = max(window[1], updates[-1].at) if updates else window[1]
        updates = (*updates, Update(at=last, stage=Stage.COMPLETED, text=""))
    return replace(incident, repeats=rule, starts=window[0], ends=window[1], earlier=earlier, updates=updates)
