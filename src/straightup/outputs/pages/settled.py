"""Pages on which nothing waits for the clock any more: the same bytes tomorrow, whatever else happens on the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from straightup.model.steps import PreventionState
from straightup.outputs.calendar import has_event
from straightup.record.settled import settled_at
from straightup.site.view import RECENT, Report, Site

EVER: Final = datetime(9998, 1, 1, tzinfo=UTC)
"""The moment at which settled pages are written: after everything."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Since when the clock changes nothing on a page."""

    day: date
    """In UTC."""
    complete: bool
    """Nothing is missing on it either: each question is answered, and each step done or dropped."""
    seen: datetime
    """What its times are read beside, whose day and year the page names: when the report, or the listed time, began."""


def settled(report: Report, site: Site) -> Settled | None:
    """Since when the page of `report` is settled; None while something may still change on it.

    Under a clock that was set by hand no page is: some of what it says may not have come to pass.
    """
    if site.clock_was_set or has_event(report, site.now):
        return None
    incident = report.incident
    moment = settled_at(report, site.settings.grace, RECENT, site.now)
    steps = (*incident.prevention, *incident.remedies)
    is_open = any(step.state is PreventionState.OPEN for step in steps)
    if moment is None:
        return None
    complete = not is_open and not site.findings.get(incident.id)
    return Settled(moment.date(), complete, incident.begins or EVER)


def all_settled(reports: Iterable[Settled | None], began: datetime, ended: datetime, now: datetime) -> Settled | None:
    """The same for a page that lists all reports of a time that `began` and `ended`; `reports` is what each of theirs
    is."""
    if ended > now:
        return None
    latest = Settled(ended.date(), complete=True, seen=began)
    for own in reports:
        if own is None:
            return None
        latest = Settled(max(latest.day, own.day), latest.complete and own.complete, began)
    return latest
