"""The site put together: what the record says of each report and component, with its address and its name."""

import hashlib
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
    exercise: bool = False,
    left_out: Iterable[LeftOut] = (),
    findings: Mapping[str, tuple[Diagnostic, ...]] | None = None,
    linked: Mapping[str, Mapping[str, str]] | None = None,
) -> Site:
    """The site of `incidents` as it stands at `now`; `left_out` are reports that are not among them."""
    written = {incident.id: incident for incident in incidents}
    hidden = tuple(left_out)
    known = record.of((as_meant(incident, settings) for incident in written.values()), settings, now, hidden)
    # In the timeline and the feeds each update stands as it is written.
    courses = (replace(course, told=written[course.incident.id].updates) for course in known.courses)
    reports = {course.incident.id: _report(course, settings) for course in courses}
    views = [
        ComponentView(
            component=settings.component(identity) or Component(id=identity, name=identity),
            state=condition.state,
            since=condition.since,
            uptime=condition.uptime,
            reports=tuple(reports[course.incident.id] for course in condition.courses),
        )
        for identity, condition in known.components.items()
    ]
    past = frozenset(component.id for component in settings.retired)
    retired = [view.component.id in past and not view.concerned for view in views]
    return Site(
        settings=settings,
        now=now,
        record=known,
        reports=tuple(reports.values()),
        components=tuple(view for view, is_retired in zip(views, retired, strict=True) if not is_retired),
        retired=tuple(view for view, is_retired in zip(views, retired, strict=True) if is_retired),
        clock_was_set=clock_was_set,
        exercise=exercise,
        left_out=hidden,
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
