"""How a report stands now, as pages and feeds say it: never better than its file."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from straightup.model.incident import CauseState, Incident, Update
from straightup.model.states import Kind, Stage, State, stages_of, worst_of
from straightup.model.stock_answers import says_none
from straightup.outputs.language.words import Words
from straightup.record.intervals import state_at
from straightup.record.promises import LONG_LATE, Outcome
from straightup.record.windows import Move, Span
from straightup.site.view import Report, Site


def is_back(report: Report) -> bool:
    """Whether service is back, though not yet for good: nothing in the report says otherwise, or might."""
    return (
        report.open
        and report.incident.stage is Stage.MONITORING
        and report.state is State.OPERATIONAL
        and not report.unclear
    )


def stage_of(report: Report) -> Stage:
    """The stage that is reached: while no cause is given, an incident that is open is still investigated."""
    incident = report.incident
    if report.open and incident.over:
        return Stage.MONITORING  # it says that it is resolved, and that something does not work
    without = incident.cause_state in {CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET}
    if report.open and without and incident.stage in {Stage.IDENTIFIED, Stage.MONITORING}:
        return Stage.INVESTIGATING
    return incident.stage


def meaning_of(report: Report, words: Words) -> str:
    """What the stage that is reached means to a customer; "" for one that speaks for itself."""
    _ = words.language.gettext
    if report.open and report.incident.over:
        return _("called resolved, and something still does not work")
    if stage_of(report) is report.incident.stage:
        return words.stage_words(report.incident, is_bad=not is_back(report))
    return _("the cause is not known yet") if is_back(report) else _("we are looking for the cause")


def step_of(report: Report) -> tuple[int, int]:
    """Which of how many stages is reached."""
    number, count = report.step
    stages = stages_of(report.incident.kind)
    stage = stage_of(report)
    return (min(number, stages.index(stage) + 1) if stage in stages else number), count


def since(report: Report) -> datetime | None:
    """When it began, or began again."""
    return (report.runs[-1].began if len(report.runs) > 1 else None) or report.incident.begins


def way_around(incident: Incident) -> str:
    """What customers can do until it is over, in the author's words; "" where there is nothing, or nothing is said."""
    return "" if says_none(incident.workaround) else incident.workaround


def states_of(report: Report, site: Site) -> tuple[tuple[str, State], ...]:
    """(component id, state) for each component that the report names: how it works now, whoever says so; once the
    report is over, the worst that it was."""
    if report.open or report.active:
        views = ((name, site.component(name)) for name in report.named)
        return tuple((name, view.state if view else report.state) for name, view in views)
    worst = ((name, worst_of(each.state for each in report.spans.get(name, ()))) for name in report.named)
    return tuple(worst)


def lasting(report: Report, now: datetime) -> tuple[tuple[str, State], ...]:
    """Of a report that is said to be over: the components that it leaves in a bad state all the same."""
    if not report.incident.over:
        return ()
    found = ((name, state_at(report.spans.get(name, ()), now)) for name in report.named)
    return tuple((name, state) for name, state in found if state is not State.OPERATIONAL)


def picture_of(report: Report, now: datetime) -> State:
    """The state whose picture stands for the report: of one that is over, that all works again, where it does."""
    if report.incident.over and (left := lasting(report, now)):
        return worst_of(state for _, state in left)
    if report.incident.kind is Kind.MAINTENANCE and not report.incident.over:
        return worst_of([report.state, State.MAINTENANCE]) if report.active else State.MAINTENANCE
    if not report.open:
        return State.OPERATIONAL
    if report.state is not State.OPERATIONAL or is_back(report):
        return report.state
    return State.DEGRADED


def announced(report: Report) -> Span | None:
    """When planned work begins and ends as announced last before it began; None where that is not said."""
    begins, ends = report.window or (None, None)
    return (begins, ends) if begins and ends else None


def window_of(report: Report) -> Span | None:
    """The same, for a program: None where it would end before it begins."""
    window = announced(report)
    return window if window and window[0] < window[1] else None


def window_at(report: Report, update: Update) -> tuple[Span | None, bool]:
    """The window that was announced as of `update`, and whether it was moved later on; None where nobody can tell."""
    if update.window:
        return (update.window.starts, update.window.ends), any(move.at > update.at for move in report.windows)
    later = [move for move in report.windows if move.at > update.at]
    if later:
        return later[0].old, True
    return (report.windows[-1].new if report.windows else announced(report)), False


def moves_of(report: Report) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """How the window came to be what it is, and the moves that came too late to count."""
    _, ends = report.window or (None, None)
    counted = max((n for n, move in enumerate(report.windows, 1) if move.new[1] == ends), default=0)
    return report.windows[:counted], report.windows[counted:]


def move_of(report: Report, update: Update) -> Move | None:
    """How `update` moved the window of planned work."""
    return next((move for move in report.windows if update.window and move.at == update.at), None)


def is_full(report: Report, update: Update) -> bool:
    """Whether the time that `update` promises is for the rest of the work, since service is back already."""
    return any(eta.full and eta.said == update.at for eta in report.promises.etas)


def broken_for_long(report: Report, now: datetime) -> datetime | None:
    """When it was promised to be back, where that is over for so long that it is news."""
    eta = report.promises.etas[-1] if report.open and report.promises.etas else None
    if eta is None or eta.replaced or eta.full or eta.outcome is not Outcome.OVERDUE:
        return None
    return eta.promised if eta.promised + LONG_LATE <= now else None


def silent_since(report: Report, now: datetime) -> datetime | None:
    """When the last word of an open report came, where the next one is due for long, or nobody promised any.

    None as well where there is none with a time.
    """
    said = max((update.at for update in report.told if not update.heading and update.at <= now), default=None)
    due = report.incident.pending_update or said
    is_silent = due is not None and due + LONG_LATE <= now
    return said if report.open and (is_silent or broken_for_long(report, now)) else None


def comebacks(report: Report) -> Iterator[Span]:
    """(restored, began again) for each time that it came back."""
    for before, after in pairwise(report.runs):
        if before.restored and after.began and before.restored < after.began:
            yield before.restored, after.began
