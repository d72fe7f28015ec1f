"""What an importer is, and what it hands over.

An importer never invents an answer. What a source does not say stays unanswered, and a source that cannot be read
without guessing is skipped, with the reason.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timezone
from typing import Protocol
from zoneinfo import ZoneInfo

from straightup.model.incident import Incident
from straightup.model.limits import MAX_BYTES
from straightup.model.states import Component

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
    """As the export declares them."""
    retired: tuple[Component, ...] = ()
    """Those that only its incidents name: of the past, as far as anybody can know."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The ids of components by what the old page called them; in small letters, by name and by code."""
    notes: tuple[str, ...] = ()
    """About the export as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known beside the export."""

    names: Mapping[str, str] = field(default_factory=dict)
    """The ids of the reports that were imported before, by what the old page calls them."""
    taken: frozenset[str] = frozenset()
    """The ids that no new report may have."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What labels mean, by their names in small letters: a state, a kind of report, `ignore`, or a component."""
    tick: Callable[[int, int], None] = lambda _done, _of: None
    """Called with how many of how many reports were read."""


NOTHING_GIVEN = Given()


def said_on(imported_on: date) -> str:
    """`2026-11-22 10:00 UTC`; a day alone where no time is given."""
    if not isinstance(imported_on, datetime):
        return imported_on.isoformat()
    at = imported_on.astimezone(UTC)
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at.second else f"{at:%Y-%m-%d %H:%M} UTC"


class ReadsFolder(Protocol):
    """A function from what is in a folder to incidents, and to what could not become one."""

    def __call__(
        self, contents: Mapping[str, bytes], *, zone: Zone | None, imported_on: date, given: Given = NOTHING_GIVEN
    ) -> Import:
        """`contents` are files by their paths below the folder; `zone` is what times without a zone are in.

        Raises on no content.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """One tool whose reports can be taken over."""

    name: str
    """The word behind `straightup import`."""
    source: str
    """What SOURCE has to be, in a sentence for the command's help."""
    saving: str = ""
    """How to save it, in lines for the command's help."""
    largest: int = MAX_BYTES
    """Bytes of one file."""
    takes_labels: bool = False
    """Whether the meaning of labels can be given."""
    file_names: re.Pattern[str]
    """What the whole name of a file has to match for its content to be asked for."""
    read: ReadsFolder


class SourceError(Exception):
    """A source cannot become an incident without guessing. Importers turn it into a Skipped; it never leaves them."""

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step
