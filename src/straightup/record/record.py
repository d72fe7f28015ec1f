"""The one door of this room: everything that follows from the reports at one moment, asked once and answered whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from straightup.model.incident import Incident
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Kind, State
from straightup.record.accounts import Ledger, Year
from straightup.record.counting import as_of, day_of, times_ahead
from straightup.record.course import Course, courses
from straightup.record.intervals import Interval, state_at, state_since
from straightup.record.ledger import by_year, ledger
from straightup.record.patterns import Patterns, patterns
from straightup.record.promises import Promises
from straightup.record.series import present
from straightup.record.unknown import unknown_by_left_out, unknown_everywhere
from straightup.record.uptime import Uptime, uptime

HORIZON = timedelta(days=14)
"""How far ahead the site is put together for times at which nobody may rebuild it."""
MOST_MOMENTS = 8
MOST_UNDECLARED = 100
"""Components that only reports name. Each has bars, a page and a feed, and one report can name thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a component works at the moment of the record, and how it has worked."""

    state: State
    since: datetime | None
    """When the present state began; None where it is operational, or not known."""
    uptime: Uptime
    courses: tuple[Course, ...]
    """Those that name it, newest first."""
    intervals: tuple[Interval, ...] = ()
    """When it was in which state, as each report says it, and when nobody can tell."""


@dataclass(frozen=True)
class Record:
    """Everything that follows from the reports at `now`."""

    settings: Settings
    now: datetime
    courses: tuple[Course, ...]
    """Newest first."""
    components: Mapping[str, Condition]
    """By their ids: those that are declared, in their order, then those that only reports name."""
    began: datetime
    """Of the time before it the record says nothing; not before `now` where there is no record yet."""
    unlisted: int = 0
    """How many more components reports name: they stand in those, and have no record of their own."""

    @cached_property
    def ledger(self) -> Ledger:
        """What was promised in the last twelve months, and what became of it."""
        return ledger(self._promised(), self.now, self.settings.grace, self.settings.notice)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """The record of each year in numbers, the newest first."""
        return by_year(self._promised(), self.now, self.settings.grace)

    @cached_property
    def patterns(self) -> Patterns:
        """What the incidents of the last twelve months have in common."""
        return patterns((course.incident for course in self.courses), self.now)

    def _promised(self) -> Iterable[tuple[Incident, Promises]]:
        return ((course.incident, course.promises) for course in self.courses)


def of(incidents: Iterable[Incident], settings: Settings, now: datetime, left_out: Iterable[LeftOut] = ()) -> Record:
    """The record of `incidents` at `now`; of two with one id the last counts. `left_out` are those not among them."""
    found = sorted(courses(present(incidents, now), now), key=lambda course: course.incident.id, reverse=True)
    found.sort(key=lambda course: course.incident.begins or now, reverse=True)
    left_out = tuple(left_out)
    began = _beginning(found, left_out, settings, now)
    conditions, unlisted = _conditions(found, now, began, left_out, [component.id for component in settings.declared])
    return Record(settings, now, tuple(found), conditions, began, unlisted)


def moments_ahead(incidents: Iterable[Incident], now: datetime) -> tuple[datetime, ...]:
    """The next times at which the clock alone changes the record: something planned begins, or should be over, or what
    is dated ahead comes true.

    Within `HORIZON`, at most `MOST_MOMENTS`, in their order.
    """
    found: set[datetime] = set()
    for incident in present(incidents, now):
        counted = as_of(incident, now)
        moments = [*times_ahead(incident, now)]
        if not counted.over:
            # What ends at 05:00 is late from the second after.
            moments += [counted.begins or now, counted.ends + timedelta(seconds=1) if counted.ends else now]
        found.update(moment.astimezone(UTC) for moment in moments if now < moment <= now + HORIZON)
    return tuple(sorted(found)[:MOST_MOMENTS])


def _beginning(found: Sequence[Course], left_out: tuple[LeftOut, ...], settings: Settings, now: datetime) -> datetime:
    """When the record began: with the first report, or when the settings say, whichever is earlier."""
    begins = [
        *(_first_known(course.incident, now) for course in found if course.incident.kind is not Kind.NOTICE),
        *(day_of(each.id, now) for each in left_out),
        *([datetime.combine(settings.since, time(), UTC)] if settings.since else []),
    ]
    return min(begins, default=now)


def _first_known(incident: Incident, now: datetime) -> datetime:
    """From when on somebody looked, by a report of what went wrong or of work.

    A slip in a planned time must not make good days of a past that nobody saw, so of work the first word counts.
    """
    told = [update.at for update in incident.updates[:1]]
    begun = [incident.begins] if incident.begins and (incident.kind is Kind.INCIDENT or not told) else []
    return min((*begun, *told), default=day_of(incident.id, now))


def _conditions(
    found: Sequence[Course], now: datetime, began: datetime, left_out: tuple[LeftOut, ...], declared: Sequence[str]
) -> tuple[dict[str, Condition], int]:
    """How each component works, and how many more there are."""
    naming: dict[str, list[Course]] = {component: [] for component in declared}
    everywhere: list[Interval] = []
    for course in found:
        everywhere += unknown_everywhere(course.incident, now)
        for component in course.named:
            naming.setdefault(component, []).append(course)
    hidden: dict[str, list[Interval]] = {}
    for components, interval in unknown_by_left_out(left_out, now):
        for component in naming if components is None else components:
            hidden.setdefault(component, []).append(interval)
    listed, unlisted = _listed({**naming, **hidden}, found, len(declared))
    return {
        component: _condition(
            component, naming.get(component, []), [*everywhere, *hidden.get(component, [])], now, began
        )
        for component in listed
    }, unlisted


def _listed(known: Iterable[str], found: Sequence[Course], declared: int) -> tuple[list[str], int]:
    """The components that have a line of their own, and how many others only reports name."""
    names = list(known)
    undeclared = names[declared:]
    if len(undeclared) > MOST_UNDECLARED:
        # What is going on now comes first, and in a report what is worst.
        goes_on = {component for course in found if course.open or course.active for component in course.named}
        undeclared.sort(key=lambda component: component not in goes_on)
    return [*names[:declared], *undeclared[:MOST_UNDECLARED]], max(0, len(undeclared) - MOST_UNDECLARED)


def _condition(
    component: str, found: list[Course], unknown: list[Interval], now: datetime, began: datetime
) -> Condition:
    intervals = [*unknown, *(each for course in found for each in course.spans.get(component, ()))]
    state = state_at(intervals, now)
    # Since when nobody knows is not known either.
    certain = state not in (State.OPERATIONAL, State.NOT_KNOWN)
    return Condition(
        state=state,
        since=state_since(intervals, now) if certain else None,
        uptime=uptime(intervals, now, began),
        courses=tuple(found),
        intervals=tuple(intervals),
    )
