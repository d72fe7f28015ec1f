"""What is asked of a report that was written for another page: only what can be asked of the past."""

from collections.abc import Iterator
from datetime import datetime

from straightup.model.findings import Diagnostic
from straightup.model.source import Entry

_DANGERS = frozenset({"X02", "X03", "X04"})
"""What nobody may publish, wherever it comes from. Addresses and hosts were public already."""


def asked(entry: Entry, found: set[Diagnostic]) -> set[Diagnostic]:
    """Of what was `found` in an imported report, what its team can be asked.

    The silence of the old page is not their debt: whether it can be read, and what is dangerous. From the first update
    on that is younger than the import everything, but not of what was said before.
    """
    imported = entry.incident.imported
    lines = list(_lines(entry, imported.at if imported else None))
    first = lines[0] if lines else None
    later = next((line for line, is_later in lines if is_later), None)
    old = range(first[0], later) if first and later else range(0)

    def stays(each: Diagnostic) -> bool:
        return later is not None and each.span.line not in old

    return {each for each in found if each.code[0] == "F" or each.code in _DANGERS or stays(each)}


def _lines(entry: Entry, since: datetime | None) -> Iterator[tuple[int, bool]]:
    """The line of each update, and whether it is younger than `since`; of an import without a time none is known to be."""
    for source in entry.document.updates:
        if source.update is not None:
            yield source.heading.line, since is not None and source.update.at > since
