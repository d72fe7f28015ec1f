"""One report as customers read it, out of the whole site at one moment: other reports change what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from straightup.checking.published import published
from straightup.checking.reports import inspect
from straightup.disk.project import Project
from straightup.disk.themes import read_theme
from straightup.model.source import Source
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.showing import Shown, differences, shown
from straightup.site.assemble import assemble

__all__ = ["Seen", "Shown", "differences", "exchanged", "seen"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What becomes of a report: what customers read, or why they read nothing."""

    shown: Shown | None
    withheld: str = ""
    """The key of its front matter that says that nobody is to see it yet."""


def seen(project: Project, sources: Sequence[Source], path: str, now: datetime) -> Seen:
    """What customers read of the report at `path` (as it is shown) when the site is built from `sources` at `now`."""
    inspection = inspect(sources, project.settings, now=now)
    found = published(sources, inspection.readings, project.settings, now)
    if path in found.withheld:
        return Seen(None, found.withheld[path])
    if not found.has(path):
        return Seen(None)
    site = assemble(found.incidents, project.settings, now, left_out=found.left_out)
    spoken = language(project.settings.language, read_theme(project.templates).languages)
    identity = next(source.id for source in sources if source.path == path)
    return Seen(shown(identity, site, Words(spoken, now)))


def exchanged(sources: Sequence[Source], path: str, data: bytes | None) -> list[Source]:
    """`sources` with `data` in the report at `path`; without that report where there is none."""
    rest = [source for source in sources if source.path != path]
    if data is None:
        return rest
    return [replace(source, data=data, fault=None) if source.path == path else source for source in sources]
