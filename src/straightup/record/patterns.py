"""What breaks most, which causes come back, and which prevention did not hold.

What counts: real incidents, which means no duplicates of a report in the record and no false alarms; imported ones
count, since their times and components are facts. The *twelve months* are the 365 days up to now, and an incident
belongs to them by its begin. Of the time in which a component did not work, only the part inside them counts, also of
an incident that began before; planned maintenance counts as neither. What an incident repeats may be older.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from straightup.model.incident import Incident
from straightup.model.limits import YEAR
from straightup.model.states import Kind, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.record.effects import effects
from straightup.record.intervals import Interval, worst
from straightup.record.ledger import date_of, original_of, originals
from straightup.record.runs import lasted


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """How often, and for how long, one component did not work."""

    component: str
    incidents: tuple[Incident, ...]
    """Those that began in the twelve months and gave it another state than operational, newest first."""
    degraded: timedelta
    partly: timedelta
    down: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The incidents of one cause category."""

    category: str
    incidents: tuple[Incident, ...]
    components: tuple[str, ...]
    lasted: timedelta
    """All of them together, from start to restoration, each run for itself; of open ones up to now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Incidents of one cause category at one component, of which the reports need not know of one another."""

    category: str
    component: str
    incidents: tuple[Incident, ...]


class Standing(StrEnum):
    """How far a promised step was when the incident came back."""

    DONE = "done"
    """On an earlier day."""
    LATE = "late"
    """Not done, and its day had passed."""
    OPEN = "open"
    """Not done, and not due yet or without a date."""
    DROPPED = "dropped"
    UNKNOWN = "unknown"
    """Done, but the report does not say when, or names the very day on which it came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierStep:
    """A step that was promised after an earlier incident."""

    incident: Incident
    item: PreventionItem
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """An incident that its author calls the repeat of another."""

    incident: Incident
    earlier: tuple[Incident, ...]
    """What it repeats, then what that repeats, and so on."""
    missing: str = ""
    """The id at which the chain leaves the record: no such report is published."""
    steps: tuple[EarlierStep, ...] = ()
    """Everything that had been promised against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """What the incidents of the twelve months have in common."""

    begin: datetime
    end: datetime
    incidents: tuple[Incident, ...]
    breakages: tuple[Breakage, ...]
    """What broke most often first, then what was down for longest."""
    causes: tuple[Cause, ...]
    """The most frequent first."""
    uncategorised: tuple[Incident, ...]
    """Those that name no cause category."""
    alike: tuple[Alike, ...]
    repeats: tuple[Repeat, ...]

    @property
    def failed(self) -> tuple[Repeat, ...]:
        """Repeats after a promised step."""
        return tuple(repeat for repeat in self.repeats if repeat.steps)


def patterns(record: Iterable[Incident], now: datetime) -> Patterns:
    """The patterns of the twelve months up to `now`, in the reports as they stand at `now`."""
    record = list(record)
    begin = now - YEAR
    known = originals(record)
    counted = [incident for incident in record if _counts(incident, known)]
    recent = tuple(incident for incident in counted if date_of(incident, now) > begin)
    by_id = {incident.id: incident for incident in record}
    causes: dict[str, list[Incident]] = {}
    for incident in recent:
        causes.setdefault(incident.cause_category, []).append(incident)
    uncategorised = tuple(causes.pop("", ()))
    return Patterns(
        begin=begin,
        end=now,
        incidents=recent,
        breakages=tuple(_breakages(recent, counted, begin, now)),
        causes=tuple(
            Cause(
                category=category,
                incidents=tuple(found),
                components=tuple(dict.fromkeys(name for incident in found for name in components_of(incident))),
                lasted=sum((_lasted(incident, now) for incident in found), timedelta()),
            )
            for category, found in sorted(causes.items(), key=lambda each: (-len(each[1]), each[0]))
        ),
        uncategorised=uncategorised,
        alike=tuple(_alike(causes)),
        repeats=tuple(_repeat(incident, by_id, now) for incident in recent if incident.repeat_of),
    )


def components_of(incident: Incident) -> tuple[str, ...]:
    """The components that the report ever gave another state than operational, in the order of its naming them."""
    said = [*incident.components, *(each for update in incident.updates for each in update.components)]
    return tuple(dict.fromkeys(name for name, state in said if state is not State.OPERATIONAL))


def _counts(incident: Incident, known: frozenset[str]) -> bool:
    return incident.kind is Kind.INCIDENT and not incident.nothing_was_wrong and incident.duplicate_of not in known


def _lasted(incident: Incident, now: datetime) -> timedelta:
    return lasted(incident, now) or timedelta()


def _breakages(
    recent: Iterable[Incident], counted: Iterable[Incident], begin: datetime, now: datetime
) -> list[Breakage]:
    incidents: dict[str, list[Incident]] = {}
    for incident in recent:
        for name in components_of(incident):
            incidents.setdefault(name, []).append(incident)
    spans: dict[str, list[Interval]] = {}
    for incident in counted:
        for name, intervals in effects(incident).items():
            inside = [each for each in intervals if each.begin < now and (each.end is None or each.end > begin)]
            if inside:
                spans.setdefault(name, []).extend(inside)
    found: list[Breakage] = []
    for name in dict.fromkeys((*incidents, *spans)):
        lengths = dict.fromkeys(State, timedelta())
        for first, last, state in worst(spans.get(name, ()), begin, now):
            lengths[state] += last - first
        breakage = Breakage(
            component=name,
            incidents=tuple(incidents.get(name, ())),
            degraded=lengths[State.DEGRADED],
            partly=lengths[State.PARTIAL_OUTAGE],
            down=lengths[State.MAJOR_OUTAGE],
        )
        if breakage.incidents or breakage.degraded or breakage.partly or breakage.down:
            found.append(breakage)
    return sorted(found, key=lambda each: (-len(each.incidents), -(each.partly + each.down), each.component))


def _alike(causes: Mapping[str, Iterable[Incident]]) -> Iterator[Alike]:
    for category in sorted(causes):
        components: dict[str, list[Incident]] = {}
        for incident in causes[category]:
            for name in components_of(incident):
                components.setdefault(name, []).append(incident)
        for name, found in components.items():
            if len(found) > 1:
                yield Alike(category=category, component=name, incidents=tuple(found))


def _repeat(incident: Incident, by_id: Mapping[str, Incident], now: datetime) -> Repeat:
    earlier: list[Incident] = []
    missing = ""
    seen = {incident.id}
    following = incident.repeat_of
    while following:
        following = original_of(following, by_id)
        if following in seen:
            break
        seen.add(following)
        found = by_id.get(following)
        if found is None:
            missing = following
            break
        if date_of(found, now) > date_of(incident, now):
            break  # what came later cannot have come back
        earlier.append(found)
        following = found.repeat_of
    day = date_of(incident, now).astimezone(UTC).date()
    steps = tuple(
        EarlierStep(incident=each, item=item, standing=_standing(item, day))
        for each in earlier
        for item in each.prevention
    )
    return Repeat(incident=incident, earlier=tuple(earlier), missing=missing, steps=steps)


def _standing(item: PreventionItem, day: date) -> Standing:
    if item.state is PreventionState.DROPPED:
        return Standing.DROPPED
    if item.state is PreventionState.DONE and (item.done is None or item.done == day):
        return Standing.UNKNOWN
    if item.done is not None and item.state is PreventionState.DONE and item.done < day:
        return Standing.DONE
    return Standing.LATE if item.due is not None and item.due < day else Standing.OPEN
