"""What can be proposed to an author: never a promise by itself, since only a person can make one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from straightup.model import durations
from straightup.model.incident import ComponentStates, Incident, State, worst_of
from straightup.model.settings import Settings
from straightup.record.usual import FEWEST, usual
from straightup.writing.whole import moment

UPDATE_EVERY: Mapping[State, timedelta] = {
    State.MAJOR_OUTAGE: timedelta(minutes=20),
    State.PARTIAL_OUTAGE: timedelta(minutes=30),
    State.DEGRADED: timedelta(minutes=60),
}
"""How soon the next update is proposed, unless the settings' `update_every` says otherwise."""
_ELSE_EVERY = timedelta(minutes=60)
_FIVE_MINUTES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A restoration time that rests on the record."""

    said: str
    """What the record says, in a sentence or half of one."""
    eta: str = ""
    """An ETA as one may type it; "" when the record suggests none."""


def worst(components: ComponentStates) -> State:
    """The worst state named."""
    return worst_of(state for _, state in components)


def next_update(components: ComponentStates, settings: Settings, at: datetime, *answers: datetime | None) -> datetime:
    """When to write again: by how bad it is, to the next five minutes, but no later than an answer is promised for."""
    state = worst(components)
    soon = at + settings.update_every.get(state, UPDATE_EVERY.get(state, _ELSE_EVERY))
    soon += -(soon - datetime(2000, 1, 1, tzinfo=UTC)) % _FIVE_MINUTES
    return min((soon, *(each for each in answers if each and each > at)))


def as_typed(when: datetime, at: datetime) -> str:
    """`14:50 UTC` when that is the next such time after `at`, else with the date."""
    when = when.astimezone(UTC)
    soon = at < when <= at + timedelta(days=1)
    return f"{when:%H:%M} UTC" if soon else f"{when:%Y-%m-%d %H:%M} UTC"


def understood(when: datetime, at: datetime) -> str:
    """`2026-11-03 14:50 UTC, in 33 min`."""
    if when == at:
        return f"{moment(when)}, now"
    length = durations.say(when - at)
    return f"{moment(when)}, {f'in {length}' if when > at else f'{length} ago'}"


def from_the_record(
    components: ComponentStates, started: datetime, at: datetime, incidents: Iterable[Incident]
) -> Proposal:
    """What like incidents took: the median, what four of five did not exceed, and how many they are."""
    state = worst(components)
    like = usual((component for component, _ in components), state, incidents)
    if like is None:
        return Proposal(f"The record has fewer than {FEWEST} incidents like this one, so it suggests no time.")
    said = (
        f"{like.count} incidents like this one since {like.since} took {durations.say(like.median)} in the middle; "
        f"four of five were over within {durations.say(like.most)}."
    )
    half, most = (_rounded(started + length) for length in (like.median, like.most))
    if most <= at:
        return Proposal(f"{said} This one has already taken longer than that.")
    # A range whose end lies more than twice as far away as its beginning says too little, so then only its end is said.
    if at < half < most and most - at <= 2 * (half - at) and most - half < timedelta(days=1):
        return Proposal(said, f"{as_typed(half, at).removesuffix(' UTC')}-{most.astimezone(UTC):%H:%M} UTC")
    return Proposal(said, as_typed(most, at))


def _rounded(when: datetime) -> datetime:
    """Up to the next five minutes; nobody promises 16:47."""
    return when + -(when - datetime(2000, 1, 1, tzinfo=UTC)) % _FIVE_MINUTES
