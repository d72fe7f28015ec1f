"""Which of the imported reports are wanted, and under which names of components."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from straightup.importers.importer import Import, ImportedIncident
from straightup.model.states import ComponentStates, State, worst_of


def chosen(imported: Import, *, since: date | None, skip: Collection[str], names: Mapping[str, str]) -> Import:
    """`imported` without what began before `since` and without those that the old page calls as in `skip`.

    `names` are our own ids for components, by theirs: what is one of ours is listed no more.
    """
    kept = tuple(each for each in imported.incidents if _is_wanted(each, since, skip))
    renamed = tuple(_renamed(each, names) for each in kept) if names else kept
    return replace(
        imported,
        incidents=renamed,
        components=tuple(each for each in imported.components if each.id not in names),
        retired=tuple(each for each in imported.retired if each.id not in names),
    )


def _is_wanted(report: ImportedIncident, since: date | None, skip: Collection[str]) -> bool:
    incident = report.incident
    identity = incident.imported.id if incident.imported else ""
    if identity in skip or identity.rpartition("#")[2] in skip:
        return False
    begins = incident.begins or (incident.updates[0].at if incident.updates else None)
    return since is None or begins is None or begins.date() >= since


def _renamed(report: ImportedIncident, names: Mapping[str, str]) -> ImportedIncident:
    incident = report.incident
    updates = tuple(replace(each, components=_under(each.components, names)) for each in incident.updates)
    incident = replace(incident, components=_under(incident.components, names), updates=updates)
    return replace(report, incident=incident)


def _under(states: ComponentStates, names: Mapping[str, str]) -> ComponentStates:
    """Two of theirs may be one of ours: then the worse of their states holds."""
    found: dict[str, State] = {}
    for name, state in states:
        ours = names.get(name, name)
        found[ours] = worst_of((state, found.get(ours, state)))
    return tuple(found.items())
