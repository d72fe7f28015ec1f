"""The states of components over the updates of one incident, as far as the old page recorded them."""

from collections.abc import Mapping, Sequence
from typing import Final

from straightup.importers.statuspage.updates import Said
from straightup.model.incident import Update
from straightup.model.states import FINAL_STAGES, ComponentStates, Kind, State

STATES: Final = {
    "operational": State.OPERATIONAL,
    "degraded_performance": State.DEGRADED,
    "partial_outage": State.PARTIAL_OUTAGE,
    "major_outage": State.MAJOR_OUTAGE,
    "under_maintenance": State.MAINTENANCE,
}


def with_states(
    said: Sequence[Said], named: Mapping[str, str], kind: Kind
) -> tuple[ComponentStates, tuple[Update, ...]]:
    """What each component was from the beginning on, and the updates with what changed at each.

    `named` are the ids of all that the report names, by their codes. Where no update gives one a state, or an
    incident's updates call it operational alone, how badly it was affected is not recorded.
    """
    given = [{each.code: STATES[each.status] for each in one.mentions if each.status in STATES} for one in said]
    begin: dict[str, State] = {}
    silent: set[str] = set()
    for code in named:
        first = next((at for at, states in enumerate(given) if code in states), None)
        said_of = [each[code] for each in given if code in each]
        if first is None or (kind is Kind.INCIDENT and set(said_of) == {State.OPERATIONAL}):
            begin[code] = State.NOT_KNOWN
            silent.add(code)
        elif first == 0 or kind is not Kind.INCIDENT:
            begin[code] = said_of[0] if first == 0 else State.OPERATIONAL
    holds = dict(begin)
    updates = []
    for one, states in zip(said, given, strict=True):
        changed = {code: state for code, state in states.items() if code in named and code not in silent}
        changed = {code: state for code, state in changed.items() if _is_news(code, state, holds, over=_is_over(one))}
        holds.update(changed)
        updates.append(one.update(tuple((named[code], state) for code, state in changed.items())))
    return tuple((named[code], state) for code, state in begin.items()), tuple(updates)


def _is_over(one: Said) -> bool:
    return one.stage in FINAL_STAGES


def _is_news(code: str, state: State, holds: Mapping[str, State], *, over: bool) -> bool:
    """Whether an update has to say it: a change; of what is over, that something did not come back with the rest."""
    return state is not State.OPERATIONAL if over else holds.get(code) is not state
