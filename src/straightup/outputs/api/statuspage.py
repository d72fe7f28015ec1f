"""The documents of Statuspage's API, version 2, which monitors, chat bots and exporters read."""

from collections.abc import Iterable
from typing import Any

from straightup.model.states import State, worst_of
from straightup.outputs.api.components import components, page_id
from straightup.outputs.api.reports import incidents, maintenance, maintenances, unresolved, within_limits
from straightup.outputs.api.values import DESCRIPTION, IMPACT, document, moment
from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.view import Report, Site


def statuspage(site: Site, words: Words) -> dict[str, bytes]:
    """Each document by its path. What is not known has no word there, and is never said to work."""
    page = {
        "id": page_id(site),
        "name": site.settings.site_name,
        "url": addresses.base_of(site.settings),
        "time_zone": "Etc/UTC",
        "updated_at": moment(site.now),
    }
    status = {"indicator": IMPACT[_worst(site)], "description": DESCRIPTION[_worst(site)]}
    is_open = within_limits(unresolved(site, words))
    upcoming, active = _works(site.upcoming, site, words), _works(site.active, site, words)
    every = components(site)
    made: tuple[dict[str, Any], ...] = (
        {"components": every, "incidents": is_open, "scheduled_maintenances": [*active, *upcoming], "status": status},
        {"status": status},
        {"components": every},
        {"incidents": within_limits(incidents(site, words))},
        {"incidents": is_open},
        {"scheduled_maintenances": within_limits(maintenances(site, words))},
        {"scheduled_maintenances": upcoming},
        {"scheduled_maintenances": active},
    )
    return {
        f"{addresses.API}{name}.json": document({"page": page, **value})
        for name, value in zip(addresses.API_DOCUMENTS, made, strict=True)
    }


def _worst(site: Site) -> State:
    """As the picture in the browser's tab; only where nothing is wrong, that there is work going on."""
    return worst_of([site.worst, *([State.MAINTENANCE] if site.active else [])])


def _works(reports: Iterable[Report], site: Site, words: Words) -> list[dict[str, Any]]:
    return within_limits(each for report in reports if (each := maintenance(report, site, words)))
