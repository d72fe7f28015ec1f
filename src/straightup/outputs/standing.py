"""How a report stands now, as pages and feeds say it: never better than its file."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from straightup.model.incident import CauseState, Update
from straightup.model.states import Kind, Stage, State, stages_of, worst_of
from straightup.outputs.language.words import Words
from straightup.record.intervals import state_at
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
    without = incident.cause_state in {CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET}
    if report.open and without and incident.stage in {Stage.IDENTIFIED, Stage.MONITORING}:
        return Stage.INVESTIGATING
    return incident.stage


def meaning_of(report: Report, words: Words) -> str:
    """What the stage that is reached means to a customer; "" for one that speaks for itself."""
    _ = words.language.gettext
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
    """The state whose picture stands for the report: of one that is over, that all works again."""
    if report.incident.over and (left := lasting(report, now)):
        return worst_of(state for _, state in left)
    if report.incident.kind is Kind.MAINTENANCE and not report.incident.over:
        return worst_of([report.state, State.MAINTENANCE]) if report.active else State.MAINTENANCE
    if not report.open:
        return State.OPERATIONAL
    if report.state is not State.OPERATIONAL or is_back(report):
        return report.state
    return State.DEGRADED


def window_of(report: Report) -> Span | None:
    """When a maintenance begins and ends as announced; None for one without such times, and for all other reports."""
    if report.incident.kind is not Kind.MAINTENANCE or report.window is None:
        return None
    begins, ends = report.window
    return (begins, ends) if begins and ends and begins < ends else None


def window_at(report: Report, moment: datetime) -> tuple[Span | None, bool]:
    """The window that was announced at `moment`, and whether it was moved later on."""
    later = [move for move in report.windows if move.at > moment]
    # What was announced before a move, where the file still says it.
    return (later[0].old or window_of(report), True) if later else (window_of(report), False)


def move_of(report: Report, update: Update) -> Move | None:
    """How `update` moved the window of planned work."""
    return next((move for move in report.windows if update.window and move.at == update.at), None)


def is_full(report: Report, update: Update) -> bool:
    """Whether the time that `update` promises is for the rest of the work, since service is back already."""
    return any(eta.full and eta.said == update.at for eta in report.promises.etas)


def comebacks(report: Report) -> Iterator[Span]:
    """(restored, began again) for each time that it came back."""
    for before, after in pairwise(report.runs):
        if before.restored and after.began and before.restored < after.began:
            yield before.restored, after.began
