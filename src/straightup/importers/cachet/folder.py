"""What saved answers of a Cachet hold."""

from collections.abc import Iterator, Mapping
from datetime import date

from straightup.importers.cachet.components import Components
from straightup.importers.cachet.incident import Reader
from straightup.importers.cachet.records import INCIDENT, SCHEDULE, Record, Records
from straightup.importers.foreign_json import read_json
from straightup.importers.importer import (
    NOTHING_GIVEN,
    Given,
    Import,
    ImportedIncident,
    Skipped,
    SourceError,
    Zone,
)
from straightup.importers.naming import Ids


def import_folder(
    contents: Mapping[str, bytes], *, zone: Zone | None, imported_on: date, given: Given = NOTHING_GIVEN
) -> Import:
    """What the files of one Cachet become."""
    records, skipped = Records(), list[Skipped]()
    for path, data in sorted(contents.items()):
        try:
            for value in read_json(data):
                records.add(path, value)
        except SourceError as error:
            skipped.append(Skipped(source=path, reason=error.reason, next_step=error.next_step))
    components = Components(records)
    reader = Reader(records, components, Ids(given.taken, given.names), zone, imported_on)
    found = [*((each, False) for each in _in_order(records, INCIDENT))]
    found += [(each, True) for each in _in_order(records, SCHEDULE)]
    imported: list[ImportedIncident] = []
    for number, (record, planned) in enumerate(found, 1):
        try:
            imported.append(reader.schedule(record) if planned else reader.incident(record))
        except (SourceError, OverflowError) as error:
            reason = error.reason if isinstance(error, SourceError) else "a time of it cannot be read"
            step = error.next_step if isinstance(error, SourceError) else "Correct it there."
            name = f"{record.path}: {'schedules' if planned else 'incidents'}#{record.id}"
            skipped.append(Skipped(source=name, reason=reason, next_step=step))
        given.tick(number, len(found))
    return Import(
        incidents=tuple(imported),
        skipped=tuple(skipped),
        components=tuple(components.declared.values()),
        retired=tuple(components.retired.values()),
        names=components.names,
        notes=tuple(_notes(contents, found)),
    )


def _in_order(records: Records, kind: str) -> list[Record]:
    return sorted(records.of(kind), key=lambda each: (each.id.zfill(12), each.id))


def _notes(contents: Mapping[str, bytes], found: list[tuple[Record, bool]]) -> Iterator[str]:
    if contents and not found:
        yield "No incident was found. SOURCE holds what Cachet's API answers; --help says how to save it."
