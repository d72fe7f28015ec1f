"""What a report says of each component, and from when until when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from straightup.model.incident import Incident, Update
from straightup.model.runs import trailing
from straightup.model.states import Kind, Stage, State
from straightup.record.intervals import Interval
from straightup.record.runs import Run, leftovers, runs

Spans = dict[str, list[Interval]]
Steps = list[tuple[datetime, State]]


def effects(incident: Incident) -> Spans:
    """What one report says of each component, in order of time; `incident` as it counts now.

    In each run of an incident, what it began with holds from its beginning, an update's components from its own time,
    and all of it ends when service was restored, but for what the Resolved itself calls broken. Of planned work it is
    what was announced inside its window, and an outage outside of it. A notice and a false alarm change no state.
    """
    if incident.kind is Kind.NOTICE or incident.nothing_was_wrong:
        return {}
    if incident.end_not_recorded:
        return _without_end(incident)
    spans: Spans = {}
    if incident.kind is Kind.INCIDENT:
        known = runs(incident)
        for run in known:
            _add(spans, _of_run(run, incident.id))
        for each in leftovers(incident, known):
            found = Interval(each.begin, each.end, each.state, incident.id)
            _add(spans, {each.component: [found]})
    else:
        _add(spans, _of_maintenance(incident))
        for component, state in incident.components if incident.earlier else ():
            times = [Interval(begin, end, state, incident.id, planned=True) for begin, end in incident.earlier]
            _add(spans, {component: times})
    return spans


def until(spans: Spans, own: datetime | None, end: datetime | None) -> Spans:
    """The effects of a duplicate that is over since `own`, as they are when its original is over since `end`."""
    found: Spans = {}
    for component, intervals in spans.items():
        if own is not None:
            lasting = [replace(each, end=end) if each.end == own else each for each in intervals]
        else:
            lasting = [replace(each, end=min(each.end or end, end) if end else each.end) for each in intervals]
        found[component] = [each for each in lasting if each.end is None or each.begin < each.end]
    return found


def begin_of_work(incident: Incident) -> datetime | None:
    """When planned work begins: in its window, or before it where somebody says so. `incident` as it counts now."""
    said = (update.at for update in incident.updates if update.stage is Stage.IN_PROGRESS)
    return min(filter(None, (next(said, None), incident.starts)), default=None)


def end_of_work(incident: Incident) -> datetime | None:
    """When planned work was completed or cancelled; None while it is not over."""
    return incident.last_run(Stage.COMPLETED, Stage.CANCELLED)


def _of_run(run: Run, identity: str) -> Spans:
    if run.began is None:
        return {}
    changes: dict[str, Steps] = {}
    for component, state in run.components:
        changes.setdefault(component, []).append((run.began, state))
    before: Update | None = None
    for update in run.updates[: len(run.updates) - len(run.over)]:
        voids = before is not None and before.stage is Stage.RESOLVED and update.stage is not Stage.RESOLVED
        for component, state in update.components or (run.worst_before(update) if voids else ()):
            begin = min(update.at, update.began or update.at) if voids else update.at
            changes.setdefault(component, []).append((max(begin, run.began), state))
        before = update
    found: Spans = {}
    for component, steps in changes.items():
        found[component] = [Interval(*span, identity) for span in _spread(steps, run.restored)]
    return found


def _without_end(incident: Incident) -> Spans:
    """Of what is over since nobody knows when: that nothing is known up to the end of the day of its last word."""
    last = max((update.at for update in incident.updates), default=incident.begins)
    if incident.begins is None or last is None:
        return {}
    midnight = max(last, incident.begins).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    span = Interval(incident.begins, midnight + timedelta(days=1), State.NOT_KNOWN, incident.id)
    named = (incident.components, *(update.components for update in incident.updates))
    return {name: [span] for states in named for name, state in states if state is not State.OPERATIONAL}


def _of_maintenance(incident: Incident) -> Spans:
    over = trailing(incident.updates, Stage.COMPLETED, Stage.CANCELLED)
    begin, end = begin_of_work(incident), end_of_work(incident)
    if incident.repeats and end is None:
        end = incident.ends  # nobody says of each time that it is over, and the rule does
    if incident.imported and end is not None and incident.ends:
        end = min(end, incident.ends)
    if begin is None or (end is not None and end <= begin):
        return {}
    changes: dict[str, Steps] = {}
    for component, state in incident.components:
        changes.setdefault(component, []).append((begin, state))
    for update in incident.updates[: len(incident.updates) - len(over)]:
        for component, state in update.components:
            changes.setdefault(component, []).append((max(update.at, begin), state))
    found: Spans = {}
    for component, steps in changes.items():
        for span in _spread(steps, end):
            found.setdefault(component, []).extend(_parted(*span, incident))
    _add(found, _left_by_work(over, incident))
    return found


def _parted(begin: datetime, end: datetime | None, state: State, incident: Incident) -> Iterator[Interval]:
    """A state of planned work: inside its window as it is named, outside of it as an outage.

    Of imported reports nobody can tell which window was announced.
    """
    starts, ends = incident.starts, incident.ends
    if incident.imported:
        yield Interval(begin, end, state, incident.id, planned=True)
        return
    if starts is None or ends is None or ends <= starts:
        yield Interval(begin, end, _outside(state), incident.id)
        return
    cuts = [begin, *(each for each in (starts, ends) if begin < each and (end is None or each < end)), end]
    for first, last in pairwise(cuts):
        if first is not None:
            planned = starts <= first < ends
            yield Interval(first, last, state if planned else _outside(state), incident.id, planned=planned)


def _outside(state: State) -> State:
    """What a state of planned work means at a time that was not announced."""
    return State.MAJOR_OUTAGE if state is State.MAINTENANCE else state


def _left_by_work(over: tuple[Update, ...], incident: Incident) -> Spans:
    """What a Completed itself calls broken: it stays so until another update says otherwise."""
    found: Spans = {}
    if incident.imported:
        return found
    for position, update in enumerate(over):
        for name, state in update.components:
            if state is not State.OPERATIONAL:
                later = (each.at for each in over[position + 1 :] if name in dict(each.components))
                found.setdefault(name, []).append(Interval(update.at, next(later, None), _outside(state), incident.id))
    return found


def _spread(steps: Steps, end: datetime | None) -> Iterator[tuple[datetime, datetime | None, State]]:
    steps = sorted(steps, key=lambda step: step[0])
    for position, (begin, state) in enumerate(steps):
        until = steps[position + 1][0] if position + 1 < len(steps) else end
        if end is not None:
            until = end if until is None else min(until, end)
        if until is None or until > begin:
            yield begin, until, state


def _add(spans: Spans, more: Spans) -> None:
    for component, intervals in more.items():
        spans.setdefault(component, []).extend(intervals)
