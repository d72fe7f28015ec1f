"""The picture of promises: when each restoration time was promised, what it was, when service really came back.

Places are percentages of the width, so that the words in it stay readable on a phone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from straightup.model.states import Kind, State
from straightup.outputs.standing import since
from straightup.record.promises import EtaPromise
from straightup.site.view import Report

MOST_ROWS = 6
"""More promises than these are told by the table below the picture."""
_MOST_TICKS = 5
_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 129600, 525600)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise, from when it was said to the time that it named."""

    eta: EtaPromise
    said: float
    promised: float
    y: int

    @property
    def leans(self) -> str:
        """The SVG's word for where its words are held: a long line must not leave the picture on a phone."""
        begin, end = min(self.said, self.promised), max(self.said, self.promised)
        if begin <= 30:
            return "start"
        return "end" if end >= 55 else "middle"

    @property
    def words_at(self) -> float:
        """Where its words are held."""
        begin, end = min(self.said, self.promised), max(self.said, self.promised)
        return {"start": begin, "end": end}.get(self.leans, round((begin + end) / 2, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    at: float
    when: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything is a percentage of the width from the left, but for `y` and `height` in pixels."""

    began: float
    ended: float
    """Where service came back, or where the picture was made while it has not."""
    end: datetime
    restored: bool
    length: timedelta
    state: State
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    by_day: bool
    """The ticks are days, not times of day."""
    left_out: int

    @property
    def height(self) -> int:
        return self.rows[-1].y + 56


def promise_picture(report: Report, now: datetime) -> Picture | None:
    """None where nothing was promised, or nobody wrote down when it began."""
    incident, began = report.incident, since(report)
    # Of a fault that came back, the present run of it: the table below tells of all.
    first_of_run = report.runs[-1].updates[:1] if len(report.runs) > 1 else ()
    etas = tuple(eta for eta in report.promises.etas if not first_of_run or eta.said >= first_of_run[0].at)
    if incident.kind is not Kind.INCIDENT or not etas or began is None:
        return None
    shown = etas if len(etas) <= MOST_ROWS else (etas[0], *etas[-(MOST_ROWS - 1) :])
    # Called resolved, it may still say itself that something does not work.
    restored = None if report.open else incident.restored
    end = restored or now
    first = min(began, *(eta.said for eta in shown))
    last = max(end, *(eta.promised for eta in shown))
    if last <= first:
        return None
    # Some room on either side, so that a mark at the edge is seen whole.
    span = (last - first) * 1.06
    origin = first - (last - first) * 0.03

    def place(when: datetime) -> float:
        return round((when - origin) / span * 100, 2)

    step = next((step for step in _STEPS if span / step <= _MOST_TICKS), span)
    return Picture(
        began=place(min(began, end)),
        ended=place(end),
        end=end,
        restored=restored is not None,
        length=abs(end - began),
        state=report.state,
        rows=tuple(
            Row(eta=eta, said=place(eta.said), promised=place(eta.promised), y=52 + number * 40)
            for number, eta in enumerate(shown)
        ),
        ticks=tuple(_ticks(origin, span, step, place)),
        by_day=step >= timedelta(days=1),
        left_out=len(etas) - len(shown),
    )


def _ticks(origin: datetime, span: timedelta, step: timedelta, place: Callable[[datetime], float]) -> Iterator[Tick]:
    midnight = origin.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    when = midnight + step * -((midnight - origin) // step)
    while when <= origin + span:
        # A label at the very edge would be cut.
        if 4 <= place(when) <= 96:
            yield Tick(at=place(when), when=when)
        when += step
