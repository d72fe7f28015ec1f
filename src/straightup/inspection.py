"""The incident files of a project, read and checked at one moment. Nothing is composed yet, so it starts at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from straightup import rules
from straightup.diagnostics import Diagnostic
from straightup.document import Document, Entry
from straightup.model import Incident, Kind
from straightup.project import Project, Source, display, incident_files
from straightup.reading import read
from straightup.record.usual import severity, usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What the incident files say, and everything that is wrong with them."""

    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by path and place."""


def inspect(project: Project, sources: Iterable[Source], *, now: datetime) -> Inspection:
    """`sources` read and checked at `now`, with every report of the project known by its name."""
    entries = tuple(_entry(source) for source in sources)
    names = {entry.path: entry.incident.id for entry in entries}
    names.update((display(path), path.stem) for path in incident_files(project))
    files: dict[str, tuple[str, ...]] = {}
    for path, identity in names.items():
        files[identity.casefold()] = (*files.get(identity.casefold(), ()), path)
    context = rules.Context(
        now=now, settings=project.settings, files=files, texts=_texts(entries), quickest=_quickest(entries)
    )
    return Inspection(entries=entries, diagnostics=tuple(rules.check_all(entries, context)))


def _texts(entries: Iterable[Entry]) -> dict[str, str]:
    """The oldest report with an update of each text: ids begin with their dates."""
    found: dict[str, str] = {}
    for entry in entries:
        for update in entry.incident.updates:
            text = rules.normal_text(update.text)
            found[text] = min(found.get(text, entry.incident.id), entry.incident.id)
    return found


def _quickest(entries: Iterable[Entry]) -> dict[str, tuple[timedelta, int]]:
    """What the record says of incidents like the open ones."""
    incidents = [entry.incident for entry in entries]
    found: dict[str, tuple[timedelta, int]] = {}
    for incident in incidents:
        if incident.kind is Kind.INCIDENT and not incident.over:
            like = usual([component for component, _ in incident.components], severity(incident), incidents)
            if like:
                found[incident.id] = (like.least, like.count)
    return found


def _entry(source: Source) -> Entry:
    if source.fault is None:
        return read(source.path, source.data)
    return Entry(source.path, Document((), readable=False), Incident(id=source.id), (source.fault,))
