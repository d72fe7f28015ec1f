"""A report as it counts at a moment: what is dated ahead, or cannot be placed in time, is never counted for the better.

Such an update counts at its place in the file, from the nearest time above it: its restoration time, its next update,
and every state that is worse than what held before. What it says for the better waits, for the update's own time where
it is dated ahead, else for the next time below it that can be read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from itertools import pairwise

from straightup.model.incident import Incident, Update
from straightup.model.limits import CLOCK_SKEW
from straightup.model.runs import trailing
from straightup.model.states import ComponentStates, Kind, Stage, State
from straightup.record.windows import in_force

_HOPE = {
    Stage.SCHEDULED: 1, Stage.MONITORING: 1, Stage.RESOLVED: 2, Stage.COMPLETED: 2, Stage.CANCELLED: 2,
}  # fmt: skip
"""How much better than the worst a stage sounds; of those that are not named here none does."""

_BEFOREHAND = timedelta(days=1)
"""What is dated further ahead, and in the window that was announced, was written beforehand; what is nearer may be a
slip in the time or the zone, so that nobody can tell whether the work has begun."""


def readings(incident: Incident, now: datetime) -> tuple[Incident, ...]:
    """`incident` as it counts at `now`, and behind it another way to read it where that cannot be told.

    One update stands below a later one: its time is wrong, or its place. Of both the worse counts, so a report is open
    if it is in one of them. A whole file with the newest on top is in order, though not in ours.
    """
    timely = [update.at for update in incident.updates if not update.heading and not is_ahead(update, now)]
    found = as_of(incident, now)
    down = [after < before for before, after in pairwise(timely)]
    if not any(down) or (len(down) > 1 and all(down)):
        return (found,)
    latest, updates = timely[0], []
    for update in incident.updates:
        if not update.heading and not is_ahead(update, now):
            latest = max(latest, update.at)
            updates.append(replace(update, at=latest))
        else:
            updates.append(update)
    other = as_of(replace(incident, updates=tuple(updates)), now)
    return (other, found) if found.over and not other.over else (found, other)


def as_of(incident: Incident, now: datetime) -> Incident:
    """`incident` as it counts at `now`: updates in order of time, none later than `now`, and planned work in the window
    that was in force when it began.

    An update that counts from another time than its own has a `heading`.
    """
    counted = incident if _is_plain(incident, now) else _counted(incident, now)
    if counted.kind is Kind.MAINTENANCE:
        starts, ends = in_force(counted)
        return (
            counted if (starts, ends) == (counted.starts, counted.ends) else replace(counted, starts=starts, ends=ends)
        )
    return _begun(counted, now) if counted.kind is Kind.INCIDENT else counted


def times_ahead(incident: Incident, now: datetime) -> Iterator[datetime]:
    """When what waits in `incident` comes true, by what it is dated."""
    for update in incident.updates:
        if not update.heading and update.at > now:
            yield update.at - CLOCK_SKEW
        if update.restored and update.restored > now:
            yield from (update.restored - CLOCK_SKEW, update.restored)
    if incident.resolved and incident.resolved > now:
        yield from (incident.resolved - CLOCK_SKEW, incident.resolved)
    if incident.started and incident.started > now:
        yield incident.started


def is_ahead(update: Update, now: datetime) -> bool:
    """Whether it is dated later than clocks can differ."""
    return not update.heading and update.at > now + CLOCK_SKEW


def _is_plain(incident: Incident, now: datetime) -> bool:
    updates, resolved = incident.updates, incident.resolved
    return (
        all(not each.heading and each.at <= now and not (each.restored and each.restored > now) for each in updates)
        and all(before.at <= after.at for before, after in pairwise(updates))
        and not (resolved and resolved > now)
    )


def _begun(incident: Incident, now: datetime) -> Incident:
    """With a start that is not ahead: nothing that is said to be broken works because its start is misdated."""
    started = incident.started
    if started is not None and now < started <= now + CLOCK_SKEW:
        started = now
    elif started is not None and started > now:
        started = None if incident.updates else day_of(incident.id, now)
    elif started is None and not incident.updates and incident.open:
        started = day_of(incident.id, now)
    return incident if started == incident.started else replace(incident, started=started)


def _floor(incident: Incident, now: datetime) -> datetime:
    """What is known of the time of an update that has no readable time above it."""
    return incident.started if incident.started and incident.started <= now else day_of(incident.id, now)


def day_of(identity: str, now: datetime) -> datetime:
    """The beginning of the day (UTC) that a report's id names; `now` where it names none, or a later one."""
    found = re.match(r"\d{4}-\d\d-\d\d", identity)
    try:
        day = datetime.combine(date.fromisoformat(found[0]), time(), UTC) if found else now
    except ValueError:
        day = now
    return min(day, now)


class _Part(IntEnum):
    OWN = 0
    """The whole update, at its own time."""
    WORSE = 1
    """What counts at once of one that is dated ahead or cannot be placed."""
    BETTER = 2
    """The rest of it."""


def _counted(incident: Incident, now: datetime) -> Incident:
    found = _Counted(incident, now)
    for moment, position, part in sorted(_parts(incident, now)):
        found.add(moment, position, part)
    resolved = incident.resolved if incident.resolved and incident.resolved <= now + CLOCK_SKEW else None
    return replace(incident, updates=tuple(found.updates), resolved=resolved)


def _parts(incident: Incident, now: datetime) -> Iterator[tuple[datetime, int, _Part]]:
    above = _floor(incident, now)
    for position, update in enumerate(incident.updates):
        if not update.heading and not is_ahead(update, now):
            above = min(update.at, now)
            yield above, position, _Part.OWN
            continue
        yield above, position, _Part.WORSE
        below = next((each for each in incident.updates[position + 1 :] if not each.heading), None)
        if update.heading and below and not is_ahead(below, now):
            yield min(below.at, now), position, _Part.BETTER


@dataclass
class _Counted:
    """The updates of `incident` that count, put together in order of time."""

    incident: Incident
    now: datetime

    def __post_init__(self) -> None:
        self.updates: list[Update] = []
        self.waiting: dict[int, Update] = {}
        """What an update says for the better, by its place in the file."""
        self.held = False
        """The restoration that a Resolved names is still to come."""
        self.starts = self.incident.starts

    def add(self, moment: datetime, position: int, part: _Part) -> None:
        update = self.incident.updates[position]
        if part is _Part.OWN:
            self._add_own(update if update.at == moment else replace(update, at=moment), position)
        elif part is _Part.WORSE:
            self._add_worse(replace(update, at=moment), position)
        elif position in self.waiting:
            self.updates.append(replace(self.waiting[position], at=moment))
        if update.window:
            self.starts = update.window.starts

    def _add_own(self, update: Update, position: int) -> None:
        last = all(each.stage is Stage.RESOLVED for each in self.incident.updates[position:])
        self.held = last and (self.held or self._is_to_come(update))
        self.updates.append(self._parted(update, waits=True)[0] if self.held else update)

    def _add_worse(self, update: Update, position: int) -> None:
        written = self.incident.updates[position]
        waits = _HOPE.get(update.stage, 0) > _HOPE.get(self._so_far.stage, 0)
        heading = update.heading or f"{written.at:%Y-%m-%d %H:%M}: {update.stage}"
        if update.stage is Stage.IN_PROGRESS and self.starts and self.starts <= self.now:
            # That the work has begun is known, though not when; it had been announced for then.
            update = replace(update, at=max(update.at, self.starts))
        elif update.stage is Stage.IN_PROGRESS and self.starts:
            waits = self._so_far.stage is Stage.SCHEDULED
            if not update.heading and written.at - self.now > _BEFOREHAND and self.starts <= written.at:
                heading = f"{written.at:%Y-%m-%d %H:%M}: {Stage.SCHEDULED}"
        worse, better = self._parted(update, waits=waits)
        self.updates.append(replace(worse, heading=heading))
        if waits or better.components:
            self.waiting[position] = replace(better, heading=heading)

    @property
    def _so_far(self) -> Incident:
        return replace(self.incident, updates=tuple(self.updates), resolved=None)

    def _is_to_come(self, update: Update) -> bool:
        latest = self.now + CLOCK_SKEW
        said = [update.restored] if len(self._so_far.runs) > 1 else [update.restored, self.incident.resolved]
        return any(moment and moment > latest for moment in said)

    def _parted(self, update: Update, *, waits: bool) -> tuple[Update, Update]:
        """What `update` says for the worse, and for the better; its stage is for the better where it `waits`."""
        known, stage = self._so_far, update.stage
        stage = known.stage if waits else update.stage
        states = dict(_left(known) if known.over else known.states)
        if known.over and stage is not known.stage:
            states = {}
        better: ComponentStates = tuple(
            (name, state) for name, state in update.components if state.rank < states.get(name, State.OPERATIONAL).rank
        )
        worse = tuple(each for each in update.components if each not in better)
        rest = Update(at=update.at, stage=update.stage, text="", components=better, restored=update.restored)
        return replace(update, stage=stage, components=worse), rest


def _left(incident: Incident) -> ComponentStates:
    """The states in which a report that is over leaves components."""
    over = trailing(incident.updates, incident.stage)
    return tuple({name: state for update in over for name, state in update.components}.items())
