"""The words of the format: how a component works, what sort of report there is, how far it has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from straightup.model.contact import Contact


class State(StrEnum):
    """How a component works. The values are what an author writes; `rank` orders them, worst highest."""

    OPERATIONAL = "operational"
    NOT_KNOWN = "not-known"
    """No author writes it: something that says more could not be read."""
    MAINTENANCE = "maintenance"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial-outage"
    MAJOR_OUTAGE = "major-outage"

    @property
    def rank(self) -> int:
        """0 for operational, higher is worse. Planned work is better than anything unplanned."""
        return _STATES.index(self)


_STATES = list(State)
STATED = tuple(state for state in State if state is not State.NOT_KNOWN)
SPOKEN = {
    "down": State.MAJOR_OUTAGE,
    "partly down": State.PARTIAL_OUTAGE,
    "partially down": State.PARTIAL_OUTAGE,
    "works": State.OPERATIONAL,
    "working": State.OPERATIONAL,
    "under maintenance": State.MAINTENANCE,
}
"""The words that pages have for them: whoever reads those writes them."""
"""The states that an author can write."""


def worst_of(states: Iterable[State], default: State = State.OPERATIONAL) -> State:
    """The worst of `states`, or `default` where there are none."""
    return max(states, key=_STATES.index, default=default)


class Noticed(StrEnum):
    """Who noticed first that something was wrong."""

    CUSTOMERS = "customers"
    MONITORING = "monitoring"
    US = "us"


class Kind(StrEnum):
    """What sort of report a file holds."""

    INCIDENT = "incident"
    MAINTENANCE = "maintenance"
    NOTICE = "notice"


class Stage(StrEnum):
    """How far an incident or a maintenance has come; the heading of each update says it."""

    INVESTIGATING = "Investigating"
    IDENTIFIED = "Identified"
    MONITORING = "Monitoring"
    RESOLVED = "Resolved"
    SCHEDULED = "Scheduled"
    IN_PROGRESS = "In progress"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


INCIDENT_STAGES = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED)
MAINTENANCE_STAGES = (Stage.SCHEDULED, Stage.IN_PROGRESS, Stage.COMPLETED, Stage.CANCELLED)
FINAL_STAGES = frozenset({Stage.RESOLVED, Stage.COMPLETED, Stage.CANCELLED})


def stages_of(kind: Kind) -> tuple[Stage, ...]:
    """The stages that a report of this kind passes, in order; a notice may use any of them."""
    if kind is Kind.INCIDENT:
        return INCIDENT_STAGES
    if kind is Kind.MAINTENANCE:
        return MAINTENANCE_STAGES
    return (*INCIDENT_STAGES, *MAINTENANCE_STAGES)


ComponentStates = tuple[tuple[str, State], ...]
"""(component id, state) in the author's order, each id once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something customers use and have a name for."""

    id: str
    name: str
    group: str = ""
    description: str = ""
    link: str = ""
    contact: Contact | None = None
    """Where to write about it, where that is not the contact of the site."""
    was: tuple[str, ...] = ()
    """The ids that it had before, the first one first: reports may name it by them, and its feed and address stay."""


def any_is_down(states: ComponentStates) -> bool:
    """Whether one of these components is partly or majorly down."""
    return any(state in (State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE) for _, state in states)
