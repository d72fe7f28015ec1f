"""The record of a site's reports, for commands that ask what follows from them and compose no page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from straightup.checking.published import Published, published
from straightup.checking.remembered import Memory
from straightup.checking.reports import inspect
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.record import record
from straightup.record.record import Record
from straightup.site.meaning import as_meant


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """What follows from the reports that are published."""

    record: Record
    published: Published


def whole_record(
    sources: Iterable[Source], settings: Settings, now: datetime, memory: Memory | None = None
) -> WholeRecord:
    """The record at `now`, as the pages have it; what could not be read is not known in it."""
    sources = tuple(sources)
    inspection = inspect(sources, settings, now=now, memory=memory)
    shown = published(sources, inspection.readings, settings, now)
    incidents = (as_meant(incident, settings) for incident in shown.incidents)
    return WholeRecord(record.of(incidents, settings, now, shown.left_out), shown)
