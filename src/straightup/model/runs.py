"""What a stretch of updates says of itself: when it began, whether it is over, when service was restored."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from straightup.model.states import ComponentStates, Stage, State, worst_of

if TYPE_CHECKING:
    from straightup.model.incident import Update


def trailing(updates: Sequence["Update"], *stages: Stage) -> tuple["Update", ...]:
    """The last unbroken stretch of `updates` in one of `stages`; empty when the newest is in none."""
    begin = len(updates)
    while begin and updates[begin - 1].stage in stages:
        begin -= 1
    return tuple(updates[begin:])


def begin_of(run: Sequence["Update"]) -> datetime | None:
    """When a run began, as far as its updates say it."""
    first = run[0] if run else None
    return min(first.at, first.began or first.at) if first else None


def restoration_of(run: Sequence["Update"], resolved: datetime | None, begins: datetime | None) -> datetime | None:
    """When service was restored in a run that ends in Resolved, where `resolved` is said of it elsewhere; else None.

    Of several times the latest counts. One that a later state contradicts does not, nor one before the run began: then
    it is the time of the Resolved itself.
    """
    over = trailing(run, Stage.RESOLVED)
    if not over:
        return None if run else resolved
    claimed = max(filter(None, (resolved, *(update.restored for update in over))), default=over[0].at)
    told = run[: len(run) - len(over) + 1]
    broken = any(
        update.at > claimed and any(state is not State.OPERATIONAL for _, state in update.components) for update in told
    )
    return max(claimed, over[0].at) if broken or (begins and claimed < begins) else claimed


def lies_in(moment: datetime, run: Sequence["Update"]) -> bool:
    """Whether it is a time between the beginning of a run and the Resolved that ends it."""
    over, began = trailing(run, Stage.RESOLVED), begin_of(run)
    return bool(over) and began is not None and began < moment <= over[0].at


def states_after(components: ComponentStates, runs: Sequence[Sequence["Update"]]) -> ComponentStates:
    """The state of each component after all `runs`, where `components` is how the report began.

    What comes back concerns what the first update of that run names, else all that broke before; the rest works.
    """
    states = dict(components)
    worst = dict(states)
    for position, run in enumerate(runs):
        if position:
            again = dict(run[0].components) or worst
            states = {name: again.get(name, State.OPERATIONAL) for name in [*states, *again]}
            worst = {name: state for name, state in again.items() if state is not State.OPERATIONAL}
        for update in run:
            for name, state in update.components:
                states[name] = state
                worst[name] = worst_of((worst.get(name, state), state))
    return tuple(states.items())
