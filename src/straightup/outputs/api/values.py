"""The values of Statuspage's API: times, ids, and the words that its clients know.

Source: what its clients read and what breaks them, and https://metastatuspage.com/api.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from straightup.model.states import Stage, State

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"

STATUS: Final[Mapping[State, str]] = {
    State.OPERATIONAL: "operational",
    State.MAINTENANCE: "under_maintenance",
    State.DEGRADED: "degraded_performance",
    State.PARTIAL_OUTAGE: "partial_outage",
    State.MAJOR_OUTAGE: "major_outage",
    # There is no word for it; it is never said to work.
    State.NOT_KNOWN: "degraded_performance",
}
IMPACT: Final[Mapping[State, str]] = {
    State.OPERATIONAL: "none",
    State.MAINTENANCE: "maintenance",
    State.DEGRADED: "minor",
    State.PARTIAL_OUTAGE: "major",
    State.MAJOR_OUTAGE: "critical",
    State.NOT_KNOWN: "minor",
}
"""Of an incident, and as the indicator of the page."""
DESCRIPTION: Final[Mapping[State, str]] = {
    State.OPERATIONAL: "All Systems Operational",
    State.MAINTENANCE: "Service Under Maintenance",
    State.DEGRADED: "Partially Degraded Service",
    State.PARTIAL_OUTAGE: "Partial System Outage",
    State.MAJOR_OUTAGE: "Major Service Outage",
    State.NOT_KNOWN: "Partially Degraded Service",
}
STAGE: Final[Mapping[Stage, str]] = {
    Stage.INVESTIGATING: "investigating",
    Stage.IDENTIFIED: "identified",
    Stage.MONITORING: "monitoring",
    Stage.RESOLVED: "resolved",
    Stage.SCHEDULED: "scheduled",
    Stage.IN_PROGRESS: "in_progress",
    Stage.COMPLETED: "completed",
    # Statuspage deletes what is cancelled, and its clients take what they do not know for coming.
    Stage.CANCELLED: "completed",
}


def moment(when: datetime) -> str:
    """`2026-11-20T09:05:00.000Z`: clients ask for three digits and a zone, and compare times as texts."""
    return f"{when.astimezone(UTC).isoformat(timespec='milliseconds')[:23]}Z"


def maybe(when: datetime | None) -> str | None:
    return None if when is None else moment(when)


def identity(kind: str, *names: str) -> str:
    """Twelve small letters and digits that stay the same for ever: they follow from what a thing is known by alone."""
    number = int.from_bytes(sha256("\n".join((kind, *names)).encode("utf-8", "replace")).digest()[:8])
    found = ""
    for _ in range(12):
        number, rest = divmod(number, len(_LETTERS))
        found += _LETTERS[rest]
    return found


def document(value: object) -> bytes:
    """`value` as JSON: UTF-8 without a byte order mark, and with nothing in it that could be markup."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").encode("utf-8", "replace") + b"\n"
