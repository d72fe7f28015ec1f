"""Incidents and planned work, with their updates, as Statuspage has them; never said to be better than on the page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from straightup.model.states import Kind, Stage, State, worst_of
from straightup.outputs.api.components import component, component_id, page_id
from straightup.outputs.api.values import IMPACT, STAGE, STATUS, document, identity, maybe, moment
from straightup.outputs.feed_texts import FeedText
from straightup.outputs.language.words import Words
from straightup.outputs.prose import plain
from straightup.outputs.standing import announced, lasting, stage_of
from straightup.outputs.telling import Told, told
from straightup.site import addresses
from straightup.site.view import Report, Site

MOST = 50
"""As many as Statuspage gives."""
MOST_BYTES = 900_000
"""Clients read a mebibyte and no more."""
MOST_UPDATES = 100
MOST_BODY = 8_000


def within_limits(found: Iterator[dict[str, Any]], most: int = MOST) -> list[dict[str, Any]]:
    """As many of `found`, from the first on, as a client reads."""
    kept: list[dict[str, Any]] = []
    size = 0
    for each in found:
        size += len(document(each))
        if len(kept) == most or (kept and size > MOST_BYTES):
            break
        kept.append(each)
    return kept


def incidents(site: Site, words: Words) -> Iterator[dict[str, Any]]:
    """Every incident, newest first; a duplicate is told with its original."""
    for report in site.reports:
        if report.incident.kind is Kind.INCIDENT and (report in site.open or not report.incident.duplicate_of):
            yield _incident(report, site, words)


def unresolved(site: Site, words: Words) -> Iterator[dict[str, Any]]:
    """The open ones, the worst first; and where something could not be read that may be open, that."""
    yield from hidden(site)
    for report in site.open:
        yield _incident(report, site, words)


def maintenances(site: Site, words: Words) -> Iterator[dict[str, Any]]:
    """All planned work that says when it is, newest first."""
    return (each for report in site.reports if (each := maintenance(report, site, words)))


def maintenance(report: Report, site: Site, words: Words) -> dict[str, Any] | None:
    """Planned work; None of what is none, or does not say when it begins and ends: clients ask for both."""
    window = announced(report)
    if report.incident.kind is not Kind.MAINTENANCE or window is None:
        return None
    begin, end = window
    found = _report(report, site, words, _work_status(report, site))
    return {
        **found,
        "impact": "maintenance",
        "scheduled_for": moment(begin),
        "scheduled_until": moment(max(begin, end)),
    }


def _work_status(report: Report, site: Site) -> str:
    """Work that leaves something broken is not completed, whatever it says."""
    if report.incident.stage is Stage.COMPLETED and lasting(report, site.now):
        return "verifying"
    if report.active and report.incident.stage is Stage.SCHEDULED:
        return "in_progress"
    return STAGE[report.incident.stage]


def _incident(report: Report, site: Site, words: Words) -> dict[str, Any]:
    found = _report(report, site, words, STAGE[stage_of(report)])
    worst = worst_of([report.incident.worst, report.state])
    is_attention = report.open and worst is State.OPERATIONAL
    found["impact"] = "none" if report.incident.nothing_was_wrong else "minor" if is_attention else IMPACT[worst]
    return found


def _report(report: Report, site: Site, words: Words, status: str) -> dict[str, Any]:
    incident = report.incident
    name = _id(report)
    every = told(report, site.now)[-MOST_UPDATES:]
    updates = [_update(each, report, site, words, name) for each in reversed(every)] or [_only(report, site, name)]
    # The newest says how it stands, which may be worse than what its author called it.
    updates[0]["status"] = status
    created = every[0].dated if every else _begin(report, site)
    newest = every[-1].dated if every else created
    is_over = not report.open and incident.over and not incident.end_not_recorded
    return {
        "id": name,
        "name": incident.title or incident.id,
        "status": status,
        "created_at": moment(created),
        "updated_at": moment(newest),
        "monitoring_at": maybe(_first(every, Stage.MONITORING)),
        "resolved_at": moment(_ended(report) or newest) if is_over else None,
        "impact": "none",
        "shortlink": addresses.base_of(site.settings) + report.url,
        "started_at": moment(min(_begin(report, site), site.now)),
        "page_id": page_id(site),
        "incident_updates": updates,
        "components": _components(report, site),
        "reminder_intervals": None,
    }


def _id(report: Report) -> str:
    """What came from a Statuspage keeps its id, so that clients know it again."""
    imported = report.incident.imported
    if imported is not None and imported.source == "statuspage" and imported.id:
        return imported.id
    return identity("incident", report.known_as)


def _ended(report: Report) -> datetime | None:
    """When planned work was done, or everything worked again."""
    incident = report.incident
    return incident.restored if incident.kind is Kind.INCIDENT else incident.over_since


def _begin(report: Report, site: Site) -> datetime:
    return report.incident.begins or site.now


def _first(every: tuple[Told, ...], stage: Stage) -> datetime | None:
    return next((each.dated for each in every if each.readable and each.update.stage is stage), None)


def _update(each: Told, report: Report, site: Site, words: Words, incident: str) -> dict[str, Any]:
    texts = [plain(each.update.text, MOST_BODY), *(f"{fact}." for fact in FeedText(report, site, words).facts(each))]
    affected = [
        {
            "code": component_id(name, site),
            "name": site.name(name),
            "old_status": STATUS[state],
            "new_status": STATUS[state],
        }
        for name, state in each.update.components
    ]
    return _told(incident, each.name, STAGE[each.update.stage], " ".join(filter(None, texts)), each.dated, affected)


def _only(report: Report, site: Site, incident: str) -> dict[str, Any]:
    """A report without updates has one in their place: clients read the first without asking whether there is any."""
    text = plain(report.incident.impact, MOST_BODY) or report.incident.title or report.incident.id
    return _told(incident, "", STAGE[report.incident.stage], text, min(_begin(report, site), site.now), [])


def _told(
    incident: str, name: str, status: str, text: str, when: datetime, affected: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "id": identity("update", incident, name),
        "status": status,
        "body": text or "–",
        "incident_id": incident,
        "created_at": moment(when),
        "updated_at": moment(when),
        "display_at": moment(when),
        "affected_components": affected,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _components(report: Report, site: Site) -> list[dict[str, Any]]:
    """Those that it names. Clients read the first without asking, so that where there is none the page is one."""
    views = [view for name in report.named if (view := site.component(name))]
    found = [component(view, site, view.component.group) for view in views]
    return found or [_the_page(site)]


def _the_page(site: Site) -> dict[str, Any]:
    return {
        "id": identity("component", "", page_id(site)),
        "name": site.settings.site_name,
        "status": STATUS[site.worst],
        "created_at": moment(site.record.began),
        "updated_at": moment(site.now),
        "position": 0,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page_id(site),
        "group": False,
        "only_show_if_degraded": True,
    }


def hidden(site: Site) -> Iterator[dict[str, Any]]:
    """One incident that says that something could not be read, while that may be open and nothing else says so."""
    if not site.unclear or site.open:
        return
    name = identity("incident", "", "unread")
    since = max(
        (report.incident.begins or site.record.began for report in site.reports if report.unclear), default=None
    )
    when = min(since or site.now, site.now)
    text = "Part of what this page is made of could not be read, so something may be broken that it does not tell."
    yield {
        "id": name,
        "name": "Part of this page could not be read",
        "status": "investigating",
        "created_at": moment(when),
        "updated_at": moment(when),
        "monitoring_at": None,
        "resolved_at": None,
        "impact": "minor",
        "shortlink": addresses.base_of(site.settings),
        "started_at": moment(when),
        "page_id": page_id(site),
        "incident_updates": [_told(name, "", "investigating", text, when, [])],
        "components": [_the_page(site)],
        "reminder_intervals": None,
    }
