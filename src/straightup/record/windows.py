"""The windows of planned work: which one was announced when, and which one was in force when the work began."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from straightup.model.incident import Incident, Update
from straightup.model.states import Kind, Stage

Span = tuple[datetime, datetime]
"""When it begins and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Planned work was moved to another time."""

    old: Span | None
    """None where the file no longer says what was announced before."""
    new: Span
    because: str
    at: datetime
    """When that was told, as it is written."""


def moves(incident: Incident) -> tuple[Move, ...]:
    """Each move of the planned work, in the file's order."""
    return tuple(_moves(incident)) if incident.kind is Kind.MAINTENANCE else ()


def _moves(incident: Incident) -> Iterator[Move]:
    before = _first(incident)
    for position, update in enumerate(incident.updates):
        told = _told(update)
        # The first word announces the work, and moves nothing.
        if told and told != before and not (position == 0 and before is None):
            yield Move(old=before, new=told, because=update.window.because if update.window else "", at=update.at)
        before = told or before


def in_force(incident: Incident) -> tuple[datetime | None, datetime | None]:
    """The window that counts: the last one that was announced before the work began.

    `incident` as it counts now. A window that is announced after the work began, or that moves only the end of one
    whose time has come, makes nothing punctual. Where the file does not say what was announced before that, nothing
    after it was announced.
    """
    known, begun = _first(incident), False
    for update in incident.updates:
        begun = begun or update.stage in (Stage.IN_PROGRESS, Stage.COMPLETED)
        told = _told(update)
        if told is None and "Window" not in update.unread:
            continue
        still_to_come = not begun and (known is None or known[0] > update.at or (told and told[0] > update.at))
        if not still_to_come or (known is None and told and told[0] <= update.at):
            return known or (incident.starts, min(incident.ends, update.at) if incident.ends else None)
        # Of one that cannot be read, the front matter has the times.
        known = (max(told[0], update.at), told[1]) if told else None
    return known or (incident.starts, incident.ends)


def _first(incident: Incident) -> Span | None:
    """The window that was announced first; None where the front matter says the newest, as it should."""
    if incident.starts is None or incident.ends is None:
        return None
    written = (incident.starts, incident.ends)
    told = [window for update in incident.updates if (window := _told(update))]
    unread = any("Window" in update.unread for update in incident.updates)
    return None if unread or (told and told[-1] == written) else written


def _told(update: Update) -> Span | None:
    return (update.window.starts, update.window.ends) if update.window else None
