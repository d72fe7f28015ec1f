"""Where a report comes from that was not written for straightup."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Where a report that was not written for straightup came from."""

    source: str
    on: str
    """The day or the moment of the import, as it is written."""
    id: str = ""
    """What the old page called it: by this it is found again."""
    rated: str = ""
    """The old page's own word for how bad it was; never a state."""
    automatic: bool = False
    """A probe wrote it, and no person."""
    note: str = ""
    """What the importer could not tell."""
    digest: str = ""
    """Of the file as it was written, so that a later import knows whether a person has changed it since."""
    at: datetime | None = field(default=None, compare=False)
    """The moment that `on` says; of a day, its beginning in UTC. It follows from `on`. None where it is no time."""
