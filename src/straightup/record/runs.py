"""The runs of a report: a fault that comes back is another run of it. And the moves of a window."""

from dataclasses import dataclass
from datetime import datetime

from straightup.model.incident import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of updates up to and including a Resolved, with its follow-ups."""

    began: datetime | None
    restored: datetime | None
    updates: tuple[Update, ...]
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Planned work was moved from one time to another."""

    old: tuple[datetime, datetime]
    new: tuple[datetime, datetime]
    because: str
    at: datetime
