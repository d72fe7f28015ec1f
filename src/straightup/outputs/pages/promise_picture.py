"""The picture of promises: when each time was promised, what it was, and when service really came back.

It is a table, whose rows have a lane each on one axis. Places are percentages of a lane's width.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from straightup.model.states import Kind, State
from straightup.outputs.standing import since
from straightup.record.intervals import worst
from straightup.record.promises import DatedPromise
from straightup.site.view import Report

MOST_LANES = 20
"""More promises than these are told in words alone."""
_MOST_TICKS = 4
_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 129600, 525600)
)
_MOST_PIECES = 30
_LABEL = 30
"""How near to one another two labels of the axis can stand on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One promise, from when it was said to the time that it named."""

    said: float
    promised: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """How bad it was, from one place to another."""

    begin: float
    width: float
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    when: datetime
    labelled: bool
    """There is room for its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything is a percentage of the width, from where time begins."""

    ended: float
    """Where service came back, or where the picture was made while it has not."""
    end: datetime
    restored: bool
    length: timedelta
    pieces: tuple[Piece, ...]
    lanes: Mapping[DatedPromise, Lane]
    ticks: tuple[Tick, ...]
    by_day: bool
    """The ticks are days, not times of day."""

    @property
    def states(self) -> tuple[State, ...]:
        """What the pieces show, in the order of time, each once."""
        return tuple(dict.fromkeys(piece.state for piece in self.pieces))


def promise_picture(report: Report, now: datetime) -> Picture | None:
    """None where nothing was promised, or nobody wrote down when it began."""
    incident, began = report.incident, since(report)
    # Of a fault that came back, the present run of it: the words tell of all.
    first_of_run = report.runs[-1].updates[:1] if len(report.runs) > 1 else ()
    found = sorted((*report.promises.etas, *report.promises.answers), key=lambda each: each.said)
    every = tuple(each for each in found if not first_of_run or each.said >= first_of_run[0].at)
    if incident.kind is not Kind.INCIDENT or not every or began is None:
        return None
    shown = every if len(every) <= MOST_LANES else (every[0], *every[-(MOST_LANES - 1) :])
    # Called resolved, it may still say itself that something does not work.
    restored = None if report.open else incident.restored
    end = restored or now
    first = min(began, *(each.said for each in shown))
    last = max(end, *(each.promised for each in shown))
    if last <= first:
        return None
    # Some room on either side, so that a mark at the edge is seen whole.
    span = (last - first) * 1.06
    origin = first - (last - first) * 0.03

    def place(when: datetime) -> float:
        return round((when - origin) / span * 100, 2)

    step = next((step for step in _STEPS if span / step <= _MOST_TICKS), span)
    return Picture(
        ended=place(end),
        end=end,
        restored=restored is not None,
        length=abs(end - began),
        pieces=tuple(_pieces(report, min(began, end), end, place)),
        lanes={each: Lane(said=place(each.said), promised=place(each.promised)) for each in shown},
        ticks=tuple(_ticks(origin, span, step, place, place(end))),
        by_day=step >= timedelta(days=1),
    )


def _pieces(report: Report, begin: datetime, end: datetime, place: Callable[[datetime], float]) -> Iterator[Piece]:
    """How bad it was; one piece of the worst where there are too many to be told apart."""
    intervals = [each for spans in report.spans.values() for each in spans]
    found = [(first, last, state) for first, last, state in worst(intervals, begin, end)]
    merged: list[tuple[datetime, datetime, State]] = []
    for first, last, state in found:
        if merged and merged[-1][2] is state:
            merged[-1] = (merged[-1][0], last, state)
        elif state is not State.OPERATIONAL:
            merged.append((first, last, state))
    if len(merged) > _MOST_PIECES or not merged:
        merged = [(begin, end, report.state)]
    for first, last, state in merged:
        yield Piece(begin=place(first), width=max(round(place(last) - place(first), 2), 0.3), state=state)


def _ticks(
    origin: datetime, span: timedelta, step: timedelta, place: Callable[[datetime], float], ended: float
) -> Iterator[Tick]:
    midnight = origin.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    when = midnight + step * -((midnight - origin) // step)
    labelled = -float(_LABEL)
    while when <= origin + span:
        at = place(when)
        # That of the end goes before others.
        has_room = 0 <= at <= 100 and abs(at - ended) >= _LABEL and at - labelled >= _LABEL / 2
        if 0 <= at <= 100:
            yield Tick(at=at, when=when, labelled=has_room)
        labelled = at if has_room else labelled
        when += step
