"""Components and their groups, in one list as Statuspage has them."""

from datetime import datetime
from typing import Any

from straightup.model.states import State, worst_of
from straightup.outputs.api.values import STATUS, identity, moment
from straightup.outputs.telling import told
from straightup.site.view import ComponentView, Site


def page_id(site: Site) -> str:
    return identity("page", site.settings.feed_authority or site.settings.site_name)


def component_id(name: str, site: Site) -> str:
    """Of the component with that id; the same under a name that it had before."""
    return identity("component", site.settings.known_as(name))


def components(site: Site) -> list[dict[str, Any]]:
    """Every component, and before those of a group the group; in the order of the page.

    A component has exactly the keys that it has there: a widely used client refuses any other.
    """
    found: list[dict[str, Any]] = []
    for group, views in site.groups:
        members = [component(view, site, group) for view in views]
        if group:
            state = worst_of(view.state for view in views)
            children = [member["id"] for member in members]
            updated = max((member["updated_at"] for member in members), default=moment(site.record.began))
            found.append({**_keys(site, _group_id(group), group, state, updated, ""), "components": children})
            found[-1]["group"] = True
        found += members
    return [{**each, "position": position} for position, each in enumerate(found, 1)]


def component(view: ComponentView, site: Site, group: str) -> dict[str, Any]:
    """One component."""
    made = _keys(
        site,
        component_id(view.component.id, site),
        view.component.name,
        view.state,
        moment(_changed(view, site)),
        view.component.description,
    )
    return {**made, "group_id": _group_id(group) if group else None}


def _group_id(name: str) -> str:
    return identity("group", name)


def _keys(site: Site, identity: str, name: str, state: State, updated: str, description: str) -> dict[str, Any]:
    return {
        "id": identity,
        "name": name,
        "status": STATUS[state],
        "created_at": moment(site.record.began),
        "updated_at": updated,
        "position": 0,
        "description": description or None,
        "showcase": not site.settings.path,
        "start_date": f"{site.record.began:%Y-%m-%d}",
        "group_id": None,
        "page_id": page_id(site),
        "group": False,
        "only_show_if_degraded": False,
    }


def _changed(view: ComponentView, site: Site) -> datetime:
    """When something was last said of it, or it last changed."""
    said = [each.dated for report in view.reports[:1] for each in told(report, site.now)[-1:]]
    return max([site.record.began, *([view.since] if view.since else []), *said])
