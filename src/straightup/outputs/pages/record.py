"""The two pages of the record: what was promised and what became of it, and what breaks and comes back."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from math import copysign, log1p

from straightup.model.incident import Incident
from straightup.model.states import State, worst_of
from straightup.outputs.pages.page import Page
from straightup.outputs.rendering import Templates
from straightup.record.accounts import Answered, Ledger, Line, Lines, Step, Steps
from straightup.record.ledger import date_of
from straightup.record.promises import Outcome
from straightup.site import addresses
from straightup.site.view import Report, Site

SHOWN = 40
"""How many rows a list has at most, so that a page weighs the same however long the record is."""
ROWS = 6
"""How many promises stand in lines of their own; the rest follows in a table that is folded."""
SHARE_FROM = 20
"""From so many promises on a share is said in per cent."""
YEARS = 12
"""How many years the trend shows."""
_UNIT, _FAR = timedelta(minutes=9), timedelta(hours=4)
_UNKEPT_FIRST = (Outcome.OVERDUE, Outcome.LATE, Outcome.DROPPED, Outcome.KEPT, Outcome.UNJUDGED, Outcome.PENDING)


def record_pages(templates: Templates) -> Iterator[Page]:
    """The pages Promises and Patterns."""
    _ = templates.now.words.language.gettext
    site = templates.now.site
    reports = {report.incident.id: report for report in site.reports}
    ledger = site.ledger
    about = _("Every restoration time, update and prevention step that was promised here, and what became of it.")
    yield templates.filled(
        Page(kind="promises", url=addresses.PROMISES, title=_("Our promises"), description=about),
        ledger=ledger,
        years=site.years[:YEARS],
        reports=reports,
        shown=SHOWN,
        rows=ROWS,
        share_from=SHARE_FROM,
        lane_of=lane_of,
        address=addresses.base_of(site.settings) + addresses.PROMISES,
        estimates=sorted(ledger.etas.estimates, key=lambda each: _UNKEPT_FIRST.index(each.first.outcome)),
        updates=_unkept_first(ledger.updates),
        eta_answers=_unkept_first(ledger.answers),
        windows=_unkept_first(ledger.windows),
        steps=_undone_first(ledger.steps),
        remedies=_undone_first(ledger.remedies),
        notices=sorted(ledger.notices.notices, key=lambda each: each.given),
        first_words=sorted(ledger.words.words, key=lambda each: each.after, reverse=True),
        in_full=_in_full(ledger.questions),
        unclear=_unclear(site, ledger),
    )
    about = _("What breaks most often here, which causes come back, and which prevention did not hold.")
    yield templates.filled(
        Page(kind="patterns", url=addresses.PATTERNS, title=_("Patterns"), description=about),
        patterns=site.patterns,
        reports=reports,
        worst_of=partial(_worst_of, reports),
        addresses={view.component.id: view.url for view in site.every_component},
        shown=SHOWN,
    )


def _worst_of(reports: Mapping[str, Report], incident: Incident, component: str) -> State:
    """The worst state that the report ever gave the component."""
    return worst_of(each.state for each in reports[incident.id].spans.get(component, ()))


def lane_of(late_by: timedelta) -> float:
    """Where a promise ends on a lane whose middle is the promised time, in per cent of the width.

    6 is four hours early and 94 four hours late; what is further off stands at the edge.
    """
    off = 44 * log1p(abs(late_by) / _UNIT) / log1p(_FAR / _UNIT)
    return round(50 + copysign(min(off, 48), late_by.total_seconds()), 2)


def _unkept_first(lines: Lines) -> list[Line]:
    """What was not kept stands first, so that the end of a list hides none of it."""
    return sorted(lines.lines, key=lambda line: _UNKEPT_FIRST.index(line.outcome))


def _undone_first(steps: Steps) -> list[Step]:
    return sorted(steps.steps, key=lambda each: _UNKEPT_FIRST.index(each.step.outcome))


def _in_full(questions: Answered) -> list[Incident]:
    others = {each.incident.id for each in (*questions.open, *questions.set_aside)}
    return [incident for incident in questions.asked if incident.id not in others]


def _unclear(site: Site, ledger: Ledger) -> list[Report]:
    """Reports of the twelve months, but for imported ones, that were published although the check found errors."""
    findings = site.findings or {}
    return [
        report
        for report in site.reports
        if report.incident.id in findings
        and report.incident.imported is None
        and (report.open or date_of(report.incident, site.now) > ledger.begin)
    ]
