"""The site put together: what the record says of each report and component, with its address and its name."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from straightup import record
from straightup.model.findings import Diagnostic
from straightup.model.incident import Component, Incident
from straightup.model.settings import Settings
from straightup.record import Course
from straightup.site import addresses
from straightup.site.view import ComponentView, Report, Site

_REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for one another when read aloud."""


def reference(incident: Incident, prefix: str) -> str:
    """What customers quote: the author's own, else the prefix and five characters from a hash of the id."""
    if incident.reference:
        return incident.reference
    number = int.from_bytes(hashlib.sha256(incident.id.encode("utf-8", "replace")).digest()[:8])
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
    quarantined: Iterable[str] = (),
    findings: Mapping[str, tuple[Diagnostic, ...]] | None = None,
    linked: Mapping[str, Mapping[str, str]] | None = None,
) -> Site:
    """The site of `incidents` as it stands at `now`."""
    known = record.of(incidents, settings, now)
    reports = {course.incident.id: _report(course, settings) for course in known.courses}
    return Site(
        settings=settings,
        now=now,
        record=known,
        reports=tuple(reports.values()),
        components=tuple(
            ComponentView(
                component=settings.component(identity) or Component(id=identity, name=identity),
                state=condition.state,
                since=condition.since,
                uptime=condition.uptime,
                reports=tuple(reports[course.incident.id] for course in condition.courses),
            )
            for identity, condition in known.components.items()
        ),
        clock_was_set=clock_was_set,
        quarantined=tuple(quarantined),
        findings=findings or {},
        linked=linked,
    )


def _report(course: Course, settings: Settings) -> Report:
    incident = course.incident
    return Report(
        **vars(course),
        reference=reference(incident, settings.reference_prefix),
        url=addresses.of_incident(incident.id),
    )
