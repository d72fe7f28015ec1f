"""Reports as `reading` yields them, in a few words. Their day is 3 November 2026."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from straightup.model.incident import Eta, Incident, Update
from straightup.model.states import Stage, State

_FIELDS = frozenset(field.name for field in fields(Incident))


def utc(hour: int, minute: int = 0, day: int = 3) -> datetime:
    """That time on a day of November 2026; hours beyond 23 are those of the days after it."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour, minutes=minute)


def told(
    at: datetime,
    stage: Stage = Stage.INVESTIGATING,
    eta: Eta | None = None,
    *,
    next_update: datetime | None = None,
    **components: State,
) -> Update:
    """An update; what is no field of one is a component with its state: `told(utc(15), api=State.DEGRADED)`."""
    return Update(at=at, stage=stage, text="", eta=eta, next_update=next_update, components=tuple(components.items()))


def incident(*updates: Update, **more: Any) -> Incident:
    """A report that began at 14:00 UTC; what is no field of one is a component with its state."""
    components = tuple((name, state) for name, state in more.items() if name not in _FIELDS)
    found = {"id": "2026-11-03-a", "started": utc(14), "components": components, "updates": updates}
    return Incident(**{**found, **{name: value for name, value in more.items() if name in _FIELDS}})
