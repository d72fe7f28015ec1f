"""What an issue of cState becomes.

`down` becomes a major outage and `disrupted` degraded. A `notice` of plainly planned work that has an end becomes a
maintenance; every other one, and whatever is informational or has no severity, a notice, which changes no component's
state. Text that no label dates stands under Impact, as customers were told it. A label with a time of its own makes an
update; so do the first and the last message of an incident, which cState dates by `date` and `resolvedWhen`. The first
message of planned work was written before that, so it stays under Impact.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from straightup.importers.as_read import as_it_will_be_read
from straightup.importers.cstate.config import Systems
from straightup.importers.cstate.issue import STATES, Issue, notes
from straightup.importers.cstate.timeline import timeline
from straightup.importers.foreign_markdown import settle
from straightup.importers.importer import ImportedIncident, said_on
from straightup.importers.naming import Ids, slug
from straightup.model.imported import Imported
from straightup.model.incident import Incident
from straightup.model.limits import LONGEST_TITLE
from straightup.model.states import Kind, State
from straightup.reading.moments import NoTime, day

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)[-_. ]*(.*)", re.DOTALL)


def as_incident(issue: Issue, systems: Systems, ids: Ids, imported_on: date) -> ImportedIncident:
    """The incident, under an id that no other one has. SourceError when the format has no room for it."""
    kind, ended = issue.kind, None if issue.backwards else issue.ended
    history = timeline(
        issue.messages,
        kind=kind,
        started=issue.started,
        announced=issue.planned,
        ended=ended if issue.resolved else None,
    )
    remarks = [*notes(issue), *history.notes]
    impact = history.undated
    title = issue.title
    if len(title) > LONGEST_TITLE:
        remarks.append(f"Its title is longer than {LONGEST_TITLE} characters; the whole of it stands under Impact.")
        title, impact = f"{title[: LONGEST_TITLE - 1]}…", f"{title}\n\n{impact}"
    state = {Kind.MAINTENANCE: State.MAINTENANCE, Kind.NOTICE: State.OPERATIONAL}.get(kind)
    components = {systems.named(name): state or STATES[issue.severity] for name in issue.affected}
    planned = kind is Kind.MAINTENANCE
    unsure = next((each for each in remarks if each.startswith("The old page says")), "")
    incident = Incident(
        id=_identity(issue),
        kind=kind,
        title=title,
        components=tuple(components.items()),
        started=None if planned else issue.started,
        resolved=ended if kind is Kind.INCIDENT and issue.resolved else None,
        end_not_recorded=kind is Kind.INCIDENT and issue.resolved and ended is None,
        starts=issue.started if planned else None,
        ends=None if kind is Kind.INCIDENT else ended,
        impact=settle(impact, 3),
        updates=history.updates,
        imported=Imported(
            source="cstate", on=said_on(imported_on), id=issue.path.removeprefix("content/issues/"), note=unsure
        ),
        was=_addresses(issue),
    )
    incident = replace(as_it_will_be_read(incident), id=ids.take(incident.id, issue.name))
    return ImportedIncident(source=issue.path, incident=incident, notes=tuple(remarks), labels=history.labels)


def _addresses(issue: Issue) -> tuple[str, ...]:
    """Where Hugo published it: by its place below `content`, unless its front matter names another address as well."""
    path = PurePosixPath(issue.path.removeprefix("content/"))
    folder = path.parent if path.parent.name else PurePosixPath("issues")
    stem = folder.name if path.stem == "index" else path.stem
    folder = folder.parent if path.stem == "index" else folder
    own = f"/{folder.as_posix()}/{issue.slug or stem}/".lower()
    others = (alias if alias.startswith("/") else f"/{folder.as_posix()}/{alias}" for alias in issue.aliases)
    return tuple(dict.fromkeys((own, *others)))


def _identity(issue: Issue) -> str:
    path = PurePosixPath(issue.path)
    stem = path.parent.name if path.stem.startswith("index") and path.parent.name else path.stem
    dated = _DATED.fullmatch(stem)
    begun, words = (dated[1], dated[2]) if dated else ("", stem)
    if not begun or isinstance(day(begun), NoTime):
        begun = f"{issue.started:%Y-%m-%d}"
    return f"{begun}-{slug(words) or slug(issue.title) or 'report'}"
