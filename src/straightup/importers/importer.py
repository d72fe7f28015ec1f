"""What an importer is, and what it hands over.

An importer never invents an answer. What a source does not say stays unanswered, and a source that cannot be read
without guessing is skipped, with the reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timezone
from typing import Protocol
from zoneinfo import ZoneInfo

from straightup.model.incident import Component, Incident

Zone = ZoneInfo | timezone


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedIncident:
    """One source that became an incident."""

    source: str
    """The path of the source, as it was given."""
    incident: Incident
    notes: tuple[str, ...] = ()
    """What the person who imports should know: what was left out, and what could not be told."""
    labels: tuple[str, ...] = ()
    """Lines of the source whose meaning went into the heading of an update, so that they are not in its text."""

    @property
    def file_name(self) -> str:
        return f"{self.incident.id}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """One source that did not become an incident."""

    source: str
    reason: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """All that an export holds, ordered by the path of the source."""

    incidents: tuple[ImportedIncident, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    components: tuple[Component, ...] = ()
    """As the export declares them, then those that only its incidents name."""
    notes: tuple[str, ...] = ()
    """About the export as a whole."""


class ReadsFolder(Protocol):
    """A function from what is in a folder to incidents, and to what could not become one."""

    def __call__(self, contents: Mapping[str, bytes], *, zone: Zone | None, imported_on: date) -> Import:
        """`contents` are files by their paths below the folder; `zone` is what times without a zone are in.

        Raises on no content.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """One tool whose reports can be taken over."""

    name: str
    """The word behind `straightup import`."""
    source: str
    """What FOLDER has to be, in a sentence for the command's help."""
    file_names: re.Pattern[str]
    """What the whole name of a file has to match for its content to be asked for."""
    read: ReadsFolder


class SourceError(Exception):
    """A source cannot become an incident without guessing. Importers turn it into a Skipped; it never leaves them."""

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step
