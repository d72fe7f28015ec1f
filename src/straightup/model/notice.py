"""How long before planned work its customers were told of it."""

from datetime import datetime, timedelta

from straightup.model.incident import Incident, Update
from straightup.model.states import Kind, Stage


def announced_by(incident: Incident) -> Update | None:
    """The update that announced when the planned work starts; None where no update can be read, and of other reports.

    The first one, or the last that gave it another start before it began: that one is news to everybody.
    """
    if incident.kind is not Kind.MAINTENANCE:
        return None
    found: Update | None = None
    starts: datetime | None = None
    for update in incident.updates:
        told = update.window.starts if update.window else None
        begun = update.stage in (Stage.IN_PROGRESS, Stage.COMPLETED)
        if not update.heading and (found is None or (told is not None and told != starts and not begun)):
            found = update
        starts = told or starts
    return found


def notice_of(incident: Incident) -> timedelta | None:
    """How long before its start it was announced; below zero when that was after it. None where nobody can tell."""
    update = announced_by(incident)
    return incident.starts - update.at if update and incident.starts else None
