"""What is left out of a site, or stands in it with a note in its place, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from straightup.checking.published import Published
from straightup.checking.reports import Inspection
from straightup.model.source import Source

if TYPE_CHECKING:
    from straightup.model.findings import Diagnostic


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A file that is not published, or is with a note in its place."""

    report: bool
    path: str
    """Below the folder of the reports, or of the user's own files."""
    shown: str
    """The same for the person who builds: relative to the working folder."""
    code: str
    """Of the rule that says why."""
    name: str
    """That rule's name."""


def not_published(sources: Sequence[Source], shown: Published, inspection: Inspection) -> tuple[NotPublished, ...]:
    """The files that are left out; nothing of those that nobody is to see yet."""
    reasons: dict[str, Diagnostic] = {}
    for found in inspection.diagnostics:
        if found.stops_publishing:
            reasons.setdefault(found.path, found)
    places = {source.path: (True, source.below) for source in sources if source.path in shown.left_out_paths}
    places |= {each.shown: (False, each.below) for each in inspection.withheld}
    places |= {each.shown: (False, each.path) for each in inspection.own if each.fault}
    return tuple(
        NotPublished(is_report, below, path, reasons[path].code, reasons[path].name)
        for path, (is_report, below) in sorted(places.items())
    )
