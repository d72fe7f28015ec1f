"""The one door of this room: everything that follows from the reports at one moment, asked once and answered whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from straightup.model.incident import Incident, Kind, State, Update, worst_of
from straightup.model.limits import CLOCK_SKEW
from straightup.model.settings import Settings
from straightup.record.accounts import Ledger, Year
from straightup.record.intervals import Interval, effects, state_at, state_since, union_length
from straightup.record.ledger import by_year, ledger
from straightup.record.patterns import Patterns, patterns
from straightup.record.promises import Promises, promises
from straightup.record.uptime import Uptime, uptime
from straightup.record.usual import Past, Usual, past, usual_of, usual_rest

HORIZON = timedelta(days=14)
"""How far ahead the site is put together for times at which nobody may rebuild it."""
MOST_MOMENTS = 8
MOST_UNDECLARED = 100
"""Components that only reports name. Each has bars, a page and a feed, and one report can name thousands."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """One report, and what follows from it at the moment of the record."""

    incident: Incident
    """As it is true at that moment: what is dated ahead has not happened, and updates stand in order of time."""
    ahead: tuple[Update, ...]
    """Updates that are dated ahead: they are shown, and nothing follows from them yet."""
    spans: Mapping[str, list[Interval]]
    """When each component was in which state, by the component's id, as far as this report says it."""
    promises: Promises
    state: State
    """The worst state it gives a component now; of one that is over, the worst it ever gave."""
    worst_length: timedelta
    """How long any component was in the worst state that the report ever gave one, up to now."""
    named: tuple[str, ...]
    """The ids of the components that it has named so far, those in the worst state first."""
    open: bool
    """An incident that is not resolved."""
    active: bool
    """A maintenance inside its window, or past its end without being completed."""
    overrunning: bool
    upcoming: bool
    """A maintenance whose window has not begun."""
    usual: Usual | None = None
    """Of an open incident: how long like ones took."""
    usual_rest: Usual | None = None
    """Of an open incident: how long like ones still took from the stage on that it is at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a component works at the moment of the record, and how it has worked."""

    state: State
    since: datetime | None
    """When the present state began, where it is not operational."""
    uptime: Uptime
    courses: tuple[Course, ...]
    """Those that name it, newest first."""


@dataclass(frozen=True)
class Record:
    """Everything that follows from the reports at `now`."""

    settings: Settings
    now: datetime
    courses: tuple[Course, ...]
    """Newest first."""
    components: Mapping[str, Condition]
    """By their ids: those that are declared, in their order, then those that only reports name."""
    unlisted: int = 0
    """How many more components reports name: they stand in those, and have no record of their own."""

    @cached_property
    def ledger(self) -> Ledger:
        """What was promised in the last twelve months, and what became of it."""
        return ledger(self._promised(), self.now, self.settings.grace)

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


def of(incidents: Iterable[Incident], settings: Settings, now: datetime) -> Record:
    """The record of `incidents` at `now`; of two with one id the last counts."""
    originals = {incident.id: incident for incident in incidents}
    as_told = [(_as_of(incident, now), incident) for incident in originals.values()]
    like = tuple(past(incident for incident, _ in as_told))
    courses = [_course(incident, original, like, now) for incident, original in as_told]
    courses.sort(key=lambda course: course.incident.id, reverse=True)
    courses.sort(key=lambda course: course.incident.begins or now, reverse=True)
    conditions, unlisted = _conditions(courses, settings, now)
    return Record(settings, now, tuple(courses), conditions, unlisted)


def moments_ahead(incidents: Iterable[Incident], now: datetime) -> tuple[datetime, ...]:
    """The next times at which the clock alone changes the record: something planned begins, or should be over.

    Within `HORIZON`, at most `MOST_MOMENTS`, in their order.
    """
    found: set[datetime] = set()
    for incident in incidents:
        if incident.over:
            continue
        # What ends at 05:00 is late from the second after.
        ends = incident.ends + timedelta(seconds=1) if incident.ends else None
        found.update(
            moment.astimezone(UTC) for moment in (incident.begins, ends) if moment and now < moment <= now + HORIZON
        )
    return tuple(sorted(found)[:MOST_MOMENTS])


def _as_of(incident: Incident, now: datetime) -> Incident:
    """`incident` as it is true at `now`: what is dated ahead has not happened, and updates stand in order of time."""
    latest = now + CLOCK_SKEW
    updates = tuple(sorted((each for each in incident.updates if each.at <= latest), key=lambda each: each.at))
    resolved = incident.resolved if incident.resolved and incident.resolved <= latest else None
    if updates == incident.updates and resolved == incident.resolved:
        return incident
    return replace(incident, updates=updates, resolved=resolved)


def _course(incident: Incident, original: Incident, like: tuple[Past, ...], now: datetime) -> Course:
    spans = effects(incident)
    worst = incident.worst
    active = incident.under_way(now)
    components = [component for component, _ in incident.components]
    return Course(
        incident=incident,
        ahead=tuple(update for update in original.updates if update not in incident.updates),
        spans=spans,
        promises=promises(incident, now),
        state=_state(incident, spans, now),
        worst_length=union_length(
            [each for intervals in spans.values() for each in intervals if each.state is worst], now
        ),
        named=_named(incident, spans, now if incident.open or active else None),
        open=incident.open,
        active=active,
        overrunning=active and incident.ends is not None and incident.ends < now,
        upcoming=incident.kind is Kind.MAINTENANCE and not incident.over and not active,
        usual=usual_of(components, worst, like) if incident.open else None,
        usual_rest=usual_rest(components, worst, incident.stage, like) if incident.open else None,
    )


def _state(incident: Incident, spans: Mapping[str, list[Interval]], now: datetime) -> State:
    """The worst state that the report gives a component at `now`; of one that is not going on, that it ever gave."""
    if incident.kind is Kind.NOTICE:
        return State.OPERATIONAL
    current = [state_at(intervals, now) for intervals in spans.values()]
    if incident.under_way(now):
        return worst_of([*current, State.MAINTENANCE])
    return worst_of(current) if incident.open else incident.worst


def _named(incident: Incident, spans: Mapping[str, list[Interval]], now: datetime | None) -> tuple[str, ...]:
    """The components of the report: as bad as they are at `now`, or without it as bad as they ever were."""

    def rank(component: str) -> int:
        intervals = spans.get(component, [])
        return (state_at(intervals, now) if now else worst_of(each.state for each in intervals)).rank

    return tuple(sorted((component for component, _ in incident.states), key=rank, reverse=True))


def _conditions(courses: Sequence[Course], settings: Settings, now: datetime) -> tuple[dict[str, Condition], int]:
    """How each component works, and how many more there are."""
    naming: dict[str, list[Course]] = {component.id: [] for component in settings.components}
    declared = len(naming)
    for course in courses:
        for component in course.named:
            naming.setdefault(component, []).append(course)
    undeclared = list(naming)[declared:]
    if len(undeclared) > MOST_UNDECLARED:
        # What is going on now comes first, and in a report what is worst.
        goes_on = {component for course in courses if course.open or course.active for component in course.named}
        undeclared.sort(key=lambda component: component not in goes_on)
        for component in undeclared[MOST_UNDECLARED:]:
            del naming[component]
    conditions = {component: _condition(component, found, now) for component, found in naming.items()}
    return conditions, max(0, len(undeclared) - MOST_UNDECLARED)


def _condition(component: str, courses: list[Course], now: datetime) -> Condition:
    intervals = [each for course in courses for each in course.spans.get(component, ())]
    state = state_at(intervals, now)
    since = state_since(intervals, now) if state is not State.OPERATIONAL else None
    worked_on = [course for course in courses if course.active and not _is_back(course.incident, component)]
    if worked_on and state is State.OPERATIONAL:
        # Intervals count announced windows alone; that it works nobody has said.
        state = State.MAINTENANCE
        starts = (course.incident.starts for course in worked_on)
        since = min((start for start in starts if start and start <= now), default=None)
    return Condition(state=state, since=since, uptime=uptime(intervals, now), courses=tuple(courses))


def _is_back(incident: Incident, component: str) -> bool:
    """Whether the report's last word on the component is that it works."""
    return dict(incident.states).get(component) is State.OPERATIONAL
