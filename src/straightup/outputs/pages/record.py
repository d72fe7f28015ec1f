"""The two pages of the record: what was promised and what became of it, and what breaks and comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from straightup.model.incident import Incident
from straightup.outputs.pages.page import Page
from straightup.outputs.rendering import Templates
from straightup.record.accounts import Answered, Ledger, Line, Lines, Step, Steps
from straightup.record.ledger import date_of
from straightup.record.promises import Outcome
from straightup.site import addresses
from straightup.site.view import Report, Site

SHOWN = 40
"""How many rows a list has at most, so that a page weighs the same however long the record is."""
YEARS = 12
"""How many years the trend shows."""
ERROR_EDGES = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
"""Between the columns of the picture of restoration times, on both sides of the promised time."""
WORD_EDGES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))
"""Between the columns of the picture of first words."""
_UNKEPT_FIRST = (Outcome.OVERDUE, Outcome.LATE, Outcome.DROPPED, Outcome.KEPT, Outcome.UNJUDGED, Outcome.PENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a picture: how many lie between two lengths of time."""

    count: int
    kind: str
    """`kept`, `late` or `plain`."""
    least: timedelta | None
    """More than this, for `plain` and `late`; for `kept`, earlier by at least this. None: no lower edge."""
    most: timedelta | None
    """No more than this; for `kept`, less. None: no upper edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a bar: how many promises came to the same."""

    count: int
    kind: str


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
        error_columns=error_columns(ledger.etas.first.errors),
        word_columns=word_columns(word.after for word in ledger.words.words),
        update_parts=outcome_parts(ledger.updates),
        step_parts=step_parts(ledger.steps),
        remedy_parts=step_parts(ledger.remedies),
        question_parts=question_parts(ledger.questions),
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
        addresses={view.component.id: view.url for view in site.every_component},
        shown=SHOWN,
    )


def error_columns(errors: Iterable[timedelta]) -> tuple[Column, ...]:
    """How many promises were missed by how much, from far too early to far too late; on the dot is early."""
    errors = list(errors)
    zero = timedelta()
    edges = (zero, *ERROR_EDGES)
    pairs = list(zip(edges, (*ERROR_EDGES, None), strict=True))
    early = [
        Column(
            count=sum(error <= zero and least <= -error and (most is None or -error < most) for error in errors),
            kind="kept",
            least=least,
            most=most,
        )
        for least, most in pairs
    ]
    late = [
        Column(
            count=sum(error > zero and least < error and (most is None or error <= most) for error in errors),
            kind="late",
            least=least,
            most=most,
        )
        for least, most in pairs
    ]
    return (*reversed(early), *late)


def word_columns(lengths: Iterable[timedelta]) -> tuple[Column, ...]:
    """How many incidents waited how long for a first word."""
    lengths = list(lengths)
    return tuple(
        Column(
            count=sum((least is None or least < each) and (most is None or each <= most) for each in lengths),
            kind="plain",
            least=least,
            most=most,
        )
        for least, most in zip((None, *WORD_EDGES), (*WORD_EDGES, None), strict=True)
    )


def outcome_parts(lines: Lines) -> tuple[Part, ...]:
    """What became of promises with a time."""
    tally = lines.tally
    return _parts(kept=tally.kept, late=tally.late, overdue=tally.overdue, pending=tally.pending)


def step_parts(steps: Steps) -> tuple[Part, ...]:
    """What became of promised steps."""
    tally = steps.tally
    return _parts(
        kept=tally.kept,
        late=tally.late,
        overdue=tally.overdue,
        dropped=tally.dropped,
        unjudged=tally.unjudged,
        pending=tally.pending,
    )


def question_parts(questions: Answered) -> tuple[Part, ...]:
    """How many reports answer everything."""
    return _parts(kept=questions.answered, overdue=len(questions.open), dropped=len(questions.set_aside))


def _parts(**counts: int) -> tuple[Part, ...]:
    return tuple(Part(count=count, kind=kind) for kind, count in counts.items() if count)


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
