"""Whatever slips in a report, no component is said to work better than its author meant: it may only be not known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from straightup.model.incident import Incident, Update, Window
from straightup.model.settings import Settings
from straightup.model.states import FINAL_STAGES, STATED, Component, Kind, Stage, State, stages_of
from straightup.site.assemble import assemble
from support.effort import THOROUGH
from support.reports import utc

NAMES = ("api", "search", "web-shop")
SETTINGS = Settings(components=tuple(Component(id=name, name=name.upper()) for name in NAMES))
MINUTE = timedelta(minutes=1)
Slip = Callable[[Incident, Random], Incident | None]


# Reports in good order


def drawn(random: Random) -> Incident:
    return planned(random) if random.random() < 0.35 else broken(random)


def broken(random: Random) -> Incident:
    """An incident, perhaps resolved, perhaps back again."""
    at = utc(8)
    updates: list[Update] = []
    worst = [state for state in STATED if state.rank > State.MAINTENANCE.rank]
    front = some(random, worst, least=1)
    over = False
    for number in range(random.randint(1, 6)):
        at += random.randint(5, 90) * MINUTE
        stage = random.choice([Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED])
        if number == 0 and stage is Stage.RESOLVED:
            stage = Stage.INVESTIGATING
        states = some(random, list(STATED)) if stage is not Stage.RESOLVED else ()
        if over and stage is not Stage.RESOLVED:
            states = some(random, worst, least=random.randint(0, 1))
        update = Update(at=at, stage=stage, text="", components=states)
        if stage is Stage.RESOLVED and not over and random.random() < 0.3:
            update = replace(update, restored=at - 3 * MINUTE)
        if over and stage is not Stage.RESOLVED and random.random() < 0.3:
            update = replace(update, began=at - 4 * MINUTE)
        updates.append(update)
        over = stage is Stage.RESOLVED
    first = next((update for update in updates if update.stage is Stage.RESOLVED), None)
    resolved = first.at - 2 * MINUTE if first and not first.restored and random.random() < 0.5 else None
    return Incident(
        id="2026-11-03-a",
        title="Cards fail",
        components=front,
        started=utc(8),
        resolved=resolved,
        updates=tuple(updates),
    )


def planned(random: Random) -> Incident:
    """A maintenance that was announced, perhaps moved, and has begun early, in time, late, or not."""
    starts = utc(10)
    window = Window(starts=starts, ends=starts + random.randint(30, 120) * MINUTE)
    updates = [Update(at=utc(2), stage=Stage.SCHEDULED, text="")]
    if random.random() < 0.3:
        window = Window(starts=starts + 60 * MINUTE, ends=window.ends + 60 * MINUTE)
        updates.append(Update(at=utc(5), stage=Stage.SCHEDULED, text="", window=window))
    at = window.starts + random.choice([-30, 0, 5, 20]) * MINUTE
    for number in range(random.randint(0, 4)):
        stage = random.choice(stages_of(Kind.MAINTENANCE)[1:]) if number else Stage.IN_PROGRESS
        updates.append(Update(at=at, stage=stage, text="", components=some(random, list(STATED)) if number else ()))
        at += random.randint(10, 90) * MINUTE
        if stage in FINAL_STAGES:
            updates[-1] = replace(updates[-1], components=())
            break
    states = [State.MAINTENANCE, State.DEGRADED, State.PARTIAL_OUTAGE, State.MAJOR_OUTAGE]
    return Incident(
        id="2026-11-03-m",
        title="New disks",
        kind=Kind.MAINTENANCE,
        components=some(random, states, least=1),
        starts=window.starts,
        ends=window.ends,
        updates=tuple(updates),
    )


def some(random: Random, states: Sequence[State], least: int = 0) -> tuple[tuple[str, State], ...]:
    names = random.sample(NAMES, random.randint(least, 2))
    return tuple((name, random.choice(states)) for name in names)


# Slips, as reading hands them on


def one(report: Incident, random: Random, **changes: object) -> Incident | None:
    if not report.updates:
        return None
    position = random.randrange(len(report.updates))
    return at(report, position, **changes)


def at(report: Incident, position: int, **changes: object) -> Incident:
    updates = list(report.updates)
    updates[position] = replace(updates[position], **changes)  # type: ignore[arg-type]
    return replace(report, updates=tuple(updates))


def heading_slips(report: Incident, random: Random) -> Incident | None:
    position = random.randrange(len(report.updates))
    update = report.updates[position]
    above = report.updates[position - 1].at if position else (report.started or utc(0))
    whole = random.random() < 0.5
    before = report.updates[position - 1].stage if position else stages_of(report.kind)[0]
    stage = update.stage if whole else before
    heading = f"### 09:30: {update.stage}" if whole else "### 2026-11-03 09:30 UTC: Xyz"
    return at(report, position, at=above + timedelta(seconds=1), stage=stage, heading=heading)


def dated_ahead(report: Incident, random: Random) -> Incident | None:
    position = random.randrange(len(report.updates))
    update = report.updates[position]
    later = update.at + timedelta(hours=random.choice([1, 5, 24]))
    # In the file the next one stands below it, so what is left of the order is what an author sees too.
    return at(report, position, at=later) if position == len(report.updates) - 1 else None


def swapped_times(report: Incident, random: Random) -> Incident | None:
    if len(report.updates) < 2:
        return None
    position = random.randrange(len(report.updates) - 1)
    first, second = report.updates[position : position + 2]
    return at(at(report, position, at=second.at), position + 1, at=first.at)


def components_lost(report: Incident, _: Random) -> Incident | None:
    return replace(report, components=(), unread=("components",))


def front_state(report: Incident, random: Random) -> Incident | None:
    lost = random.choice(report.components)
    rest = tuple(each for each in report.components if each != lost)
    return replace(report, components=rest, unread_states=(lost[0],))


def update_states(report: Incident, random: Random) -> Incident | None:
    found = [position for position, update in enumerate(report.updates) if update.components]
    if not found:
        return None
    position = random.choice(found)
    states = report.updates[position].components
    if random.random() < 0.5:
        return at(report, position, components=(), unread=("Components",))
    lost = at(report, position, components=states[1:], unread=("Components",))
    return replace(lost, unread_states=(states[0][0],))


def misspelt(report: Incident, random: Random) -> Incident | None:
    name, state = random.choice(report.components)
    written = tuple((f"{each[:-1]}x" if each == name else each, given) for each, given in report.components)
    return replace(report, components=written) if state else None


def key_lost(report: Incident, random: Random) -> Incident | None:
    keys = [key for key in ("started", "resolved", "starts", "ends") if getattr(report, key)]
    key = random.choice(keys)
    return replace(report, **{key: None}, unread=(key,))  # type: ignore[arg-type]


def field_lost(report: Incident, random: Random) -> Incident | None:
    fields = {"began": "Began", "restored": "Restored", "window": "Window"}
    found = [
        (position, field)
        for position, update in enumerate(report.updates)
        for field in fields
        if getattr(update, field)
    ]
    if not found:
        return None
    position, field = random.choice(found)
    return at(report, position, **{field: None, "unread": (fields[field],)})


def date_in_front_ahead(report: Incident, random: Random) -> Incident | None:
    keys = [key for key in ("started", "resolved") if getattr(report, key)]
    if not keys:
        return None
    key = random.choice(keys)
    return replace(report, **{key: getattr(report, key) + timedelta(days=1)})


SEEDS = 600 if THOROUGH else 200
OF_STATES = (components_lost, front_state, update_states)
"""Of a component whose state cannot be read, a bad one that can be read elsewhere stands."""
SLIPS: tuple[Slip, ...] = (
    heading_slips, dated_ahead, components_lost, front_state, update_states, misspelt, key_lost, field_lost,
    date_in_front_ahead, swapped_times,
)  # fmt: skip


def cases(slip: Slip) -> Iterator[tuple[Incident, Incident, Random]]:
    for seed in range(SEEDS):
        random = Random(seed)
        report = drawn(random)
        slipped = slip(report, random)
        if slipped is not None and slipped != report:
            yield report, slipped, random


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.__name__)
def test_no_slip_makes_a_component_work_better_or_a_headline_nicer(slip: Slip) -> None:
    count = 0
    for report, slipped, random in cases(slip):
        newest = max(update.at for update in report.updates)
        for minutes in (0, 1, 7, random.randint(0, 600)):
            now = newest + minutes * MINUTE
            meant, found = assemble([report], SETTINGS, now), assemble([slipped], SETTINGS, now)
            for view in meant.components:
                shown = found.component(view.component.id)
                assert shown is not None
                least = min(view.state.rank, 1) if slip in OF_STATES else view.state.rank
                assert shown.state is State.NOT_KNOWN or shown.state.rank >= least, (now, report, slipped)
            if meant.worst is not State.OPERATIONAL:
                assert found.worst is not State.OPERATIONAL, (now, report, slipped)
            count += 1
    assert count > SEEDS // 3
