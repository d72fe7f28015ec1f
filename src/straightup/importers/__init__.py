"""Other status pages' exports, made into incidents.

An importer never invents an answer. What a source does not say stays unanswered, and a source that cannot be read
without guessing is skipped, with the reason.
"""

from dataclasses import dataclass

from straightup.model.incident import Component, Incident


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


class SourceError(Exception):
    """A source cannot become an incident without guessing. Importers turn it into a Skipped; it never leaves them."""

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_step = next_step
