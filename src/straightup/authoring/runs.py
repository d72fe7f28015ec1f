"""A report that comes back after it was over: where its last run begins and ends, and what that affects."""

from dataclasses import replace
from datetime import datetime

from straightup.model.incident import Incident, Update
from straightup.model.states import FINAL_STAGES, ComponentStates, Kind, Stage, State


def reopens(incident: Incident, stage: Stage) -> bool:
    """Whether an update in `stage` says that the incident, which was over, is back."""
    return incident.kind is Kind.INCIDENT and incident.over and stage not in FINAL_STAGES


def runs(incident: Incident) -> tuple[tuple[Update, ...], ...]:
    """The updates of each run: all up to a Resolved with its follow-ups. One empty run where there is no update."""
    found: list[list[Update]] = [[]]
    for update in incident.updates:
        if found[-1] and found[-1][-1].stage in FINAL_STAGES and update.stage not in FINAL_STAGES:
            found.append([])
        found[-1].append(update)
    return tuple(map(tuple, found))


def last_run(incident: Incident) -> Incident:
    """The report with the updates of its last run alone."""
    return replace(incident, updates=runs(incident)[-1])


def affected(incident: Incident) -> ComponentStates:
    """Every component that the last run affected, at its worst. What it left alone is not in it."""
    worst: dict[str, State] = dict(incident.components)
    for number, updates in enumerate(runs(incident)):
        if number and updates[0].components:
            worst = {}
        for update in updates:
            for component, state in update.components:
                worst[component] = max(worst.get(component, state), state, key=lambda each: each.rank)
    return tuple((component, state) for component, state in worst.items() if state is not State.OPERATIONAL)


def states(incident: Incident) -> ComponentStates:
    """The state of each component that the last run names, after its updates."""
    said = runs(incident)
    known = incident.components
    if len(said) > 1:
        known = () if said[-1][0].components else affected(replace(incident, updates=sum(said[:-1], ())))
    return replace(incident, components=known, updates=said[-1]).states


def was_over(incident: Incident) -> datetime | None:
    """Since when the last run was over, as far as the report says; None while it is open."""
    updates = runs(incident)[-1]
    first = next((update for update in updates if update.stage in FINAL_STAGES), None)
    if not incident.over:
        return None
    whole = next((update.restored for update in reversed(updates) if update.restored), None)
    if whole is None and len(runs(incident)) == 1:
        whole = incident.resolved
    return whole or (first.at if first else None)


def began(incident: Incident) -> datetime | None:
    """When the last run began, as far as the report says."""
    said = runs(incident)
    if len(said) == 1:
        return incident.started
    return said[-1][0].began or said[-1][0].at
