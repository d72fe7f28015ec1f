"""One report as customers read it, out of the whole site at one moment: other reports change what it says."""

from collections.abc import Iterable, Sequence
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

__all__ = ["Seen", "Shown", "differences", "exchanged", "seen", "seen_of"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What becomes of a report: what customers read, or why they read nothing."""

    shown: Shown | None
    withheld: str = ""
    """The key of its front matter that says that nobody is to see it yet."""


def seen(project: Project, sources: Sequence[Source], path: str, now: datetime) -> Seen:
    """What customers read of the report at `path` (as it is shown) when the site is built from `sources` at `now`."""
    return seen_of(project, sources, [path], now)[path]


def seen_of(project: Project, sources: Sequence[Source], paths: Iterable[str], now: datetime) -> dict[str, Seen]:
    """The same of each of `paths`; the site is put together once. A path that is not in `sources` is not shown."""
    inspection = inspect(sources, project.settings, now=now)
    found = published(sources, inspection.readings, project.settings, now)
    site = assemble(found.incidents, project.settings, now, left_out=found.left_out)
    spoken = language(project.settings.language, read_theme(project.templates).languages)
    ids = {source.path: source.id for source in sources}

    def one(path: str) -> Seen:
        if path in found.withheld:
            return Seen(None, found.withheld[path])
        if path not in ids or not found.has(path):
            return Seen(None)
        return Seen(shown(ids[path], site, Words(spoken, now)))

    return {path: one(path) for path in paths}


def exchanged(sources: Sequence[Source], path: str, data: bytes | None) -> list[Source]:
    """`sources` with `data` in the report at `path`; without that report where there is none."""
    rest = [source for source in sources if source.path != path]
    if data is None:
        return rest
    return [replace(source, data=data, fault=None) if source.path == path else source for source in sources]
