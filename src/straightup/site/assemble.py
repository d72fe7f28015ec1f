"""The site put together: what the record says of each report and component, with its address and its name."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from straightup.model.findings import Diagnostic
from straightup.model.incident import Incident
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component
from straightup.record import record
from straightup.record.course import Course
from straightup.site import addresses
from straightup.site.meaning import as_meant
from straightup.site.view import ComponentView, Report, Site

_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for one another when read aloud."""
_OURS = re.compile(r"\d{4}-\d\d-\d\d-[^/]+")
"""The name of a file of ours, and never what another page calls a report."""


def reference(incident: Incident, prefix: str, known_as: str = "") -> str:
    """What customers quote: the author's own, else the prefix and five characters from a hash of the id.

    `known_as` is the id that it was published under first, where that is another one.
    """
    if incident.reference:
        return incident.reference
    number = int.from_bytes(hashlib.sha256((known_as or incident.id).encode("utf-8", "replace")).digest()[:8])
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, len(_REFERENCE_LETTERS))
        letters += _REFERENCE_LETTERS[rest]
    return f"{prefix}-{letters}" if prefix else letters


def assemble(
    incidents: Iterable[Incident],
    settings: Settings,
    now: datetime,
    *,
    clock_was_set: bool = False,
    exercise: bool = False,
    left_out: Iterable[LeftOut] = (),
    findings: Mapping[str, tuple[Diagnostic, ...]] | None = None,
    linked: Mapping[str, Mapping[str, str]] | None = None,
) -> Site:
    """The site of `incidents` as it stands at `now`; `left_out` are reports that are not among them."""
    written = {incident.id: incident for incident in incidents}
    hidden = tuple(left_out)
    accounts = record.of((as_meant(incident, settings) for incident in written.values()), settings, now, hidden)
    # In the timeline and the feeds each update stands as it is written.
    courses = (replace(course, told=written[course.incident.id].updates) for course in accounts.courses)
    known = known_ids(written.values())
    reports = {each.incident.id: _report(each, settings, known[each.incident.id]) for each in courses}
    views = [
        ComponentView(
            component=settings.component(identity) or Component(id=identity, name=identity),
            state=condition.state,
            since=condition.since,
            uptime=condition.uptime,
            reports=tuple(reports[course.incident.id] for course in condition.courses),
        )
        for identity, condition in accounts.components.items()
    ]
    past = frozenset(component.id for component in settings.retired)
    retired = [view.component.id in past and not view.concerned for view in views]
    return Site(
        settings=settings,
        now=now,
        record=accounts,
        reports=tuple(reports.values()),
        components=tuple(view for view, is_retired in zip(views, retired, strict=True) if not is_retired),
        retired=tuple(view for view, is_retired in zip(views, retired, strict=True) if is_retired),
        clock_was_set=clock_was_set,
        exercise=exercise,
        left_out=hidden,
        findings=findings or {},
        linked=linked,
    )


def known_ids(incidents: Iterable[Incident]) -> dict[str, str]:
    """By the id of each report: the first that it was published under, as its `was` says it.

    An id that another report has, or had, stays the other's: no two are ever known as the same.
    """
    found = list(incidents)
    taken = {incident.id for incident in found}
    known: dict[str, str] = {}
    for incident in found:
        old = next((each for each in former_ids(incident) if each not in taken), incident.id)
        taken.add(old)
        known[incident.id] = old
    return known


def former_ids(incident: Incident) -> list[str]:
    """The names that its file had here, the first one first; not its addresses on another page."""
    names = (address.strip("/").removeprefix(addresses.INCIDENTS) for address in incident.was)
    return [name for name in names if _OURS.fullmatch(name)]


def _report(course: Course, settings: Settings, known_as: str) -> Report:
    incident = course.incident
    return Report(
        **vars(course),
        reference=reference(incident, settings.reference_prefix, known_as),
        url=addresses.of_incident(incident.id),
        known_as=known_as,
    )
