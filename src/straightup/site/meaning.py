"""What the author of a report meant where a component is misspelt."""

from collections.abc import Iterable
from dataclasses import replace

from straightup.model.incident import Incident
from straightup.model.limits import MOST_SEARCHED
from straightup.model.settings import Settings, meant_component
from straightup.model.states import ComponentStates, worst_of


def as_meant(incident: Incident, settings: Settings) -> Incident:
    """`incident` with each undeclared component as the declared one that it can only mean, where there is one.

    While the report is not over, one that may mean any of them makes the components of the report unread.
    Reports of another tool were written for other components, so theirs stay as they are.
    """
    declared = frozenset(component.id for component in settings.declared)
    named = {name for name, _ in incident.components} | set(incident.unread_states)
    named |= {name for update in incident.updates for name, _ in update.components}
    if not declared or named <= declared or incident.imported:
        return incident
    meant = {
        name: meant_component(name, settings) if number < MOST_SEARCHED else name
        for number, name in enumerate(sorted(named - declared))
    }

    def states(written: ComponentStates) -> ComponentStates:
        found = dict(written[:0])
        for name, state in written:
            known = meant.get(name, name)
            found[known] = worst_of((state, found.get(known, state)))
        return tuple(found.items())

    def unread(names: Iterable[str], already: tuple[str, ...], what: str) -> tuple[str, ...]:
        doubted = not incident.over and what not in already and any(meant.get(name) == name for name in names)
        return (*already, what) if doubted else already

    return replace(
        incident,
        unread=unread((name for name, _ in incident.components), incident.unread, "components"),
        components=states(incident.components),
        unread_states=tuple(dict.fromkeys(meant.get(name, name) for name in incident.unread_states)),
        updates=tuple(
            replace(
                update,
                components=states(update.components),
                unread=unread((name for name, _ in update.components), update.unread, "Components"),
            )
            for update in incident.updates
        ),
    )
