"""What search engines and programs find on a page as data, in the words of schema.org: no more than it says itself.

A report is told as a `LiveBlogPosting`, which is what schema.org has for an event that is reported piece by piece;
planned work is an `Event`. A browser runs none of it, so that no policy has to allow it.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from straightup.model.states import Kind, Stage
from straightup.outputs.language.words import Words
from straightup.outputs.prose import plain
from straightup.outputs.standing import window_of
from straightup.outputs.telling import Told, told
from straightup.site import addresses
from straightup.site.view import Report, Site

_LONGEST = 500
"""Characters of an update: all of it stands on the page."""


def of_site(site: Site) -> str:
    """Of the first page."""
    base = addresses.base_of(site.settings)
    return _block({"@type": "WebSite", "name": site.settings.site_name, "url": base, "publisher": _team(site)})


def of_report(report: Report, site: Site, words: Words, description: str) -> str:
    """Of the page of `report`, which is described by that sentence."""
    incident = report.incident
    about = {
        "name": incident.title or incident.id,
        "url": addresses.base_of(site.settings) + report.url,
        "description": description,
        "inLanguage": site.settings.language,
    }
    window = window_of(report)
    if incident.kind is Kind.MAINTENANCE and window is None:
        # A time that nobody can read is no event.
        return ""
    more = _event(report, site, window) if window and incident.kind is Kind.MAINTENANCE else _blog(report, site, words)
    return _block({**about, **more})


def _event(report: Report, site: Site, window: tuple[datetime, datetime]) -> dict[str, Any]:
    stage = report.incident.stage
    status = "EventCancelled" if stage is Stage.CANCELLED else "EventScheduled"
    return {
        "@type": "Event",
        "startDate": _time(window[0]),
        "endDate": _time(window[1]),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": addresses.base_of(site.settings)},
        "organizer": _team(site),
        "about": _services(report, site),
    }


def _blog(report: Report, site: Site, words: Words) -> dict[str, Any]:
    incident = report.incident
    every = told(report, words.now)
    found: dict[str, Any] = {
        "@type": "LiveBlogPosting",
        "headline": incident.title or incident.id,
        "author": _team(site),
        "publisher": _team(site),
        "about": _services(report, site),
    }
    if every:
        found["datePublished"], found["dateModified"] = _time(every[0].dated), _time(every[-1].dated)
        found["liveBlogUpdate"] = [_post(each, report, site, words) for each in reversed(every)]
    if incident.begins:
        found["coverageStartTime"] = _time(incident.begins)
    if incident.restored and not report.open:
        found["coverageEndTime"] = _time(incident.restored)
    return found


def _post(each: Told, report: Report, site: Site, words: Words) -> dict[str, Any]:
    page = addresses.base_of(site.settings) + report.url
    found = {
        "@type": "BlogPosting",
        "headline": words.stage(each.update.stage) if each.readable else each.update.heading,
        "url": f"{page}#{each.anchor}",
        "articleBody": plain(each.update.text, _LONGEST),
    }
    # When it was told is known of what has a readable time alone.
    return {**found, "datePublished": _time(each.dated)} if each.readable and not each.ahead else found


def _services(report: Report, site: Site) -> list[dict[str, str]]:
    return [{"@type": "Service", "name": site.name(identity)} for identity in report.named]


def _team(site: Site) -> dict[str, str]:
    return {"@type": "Organization", "name": site.settings.site_name, "url": addresses.base_of(site.settings)}


def _time(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _block(data: Mapping[str, Any]) -> str:
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>\n  '
