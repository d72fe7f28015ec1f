"""One edition of the site: everything read, checked and composed at one moment, ready to be pressed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from straightup.checking.reports import Inspection, inspect
from straightup.disk.files import project_sources
from straightup.disk.project import Project
from straightup.disk.themes import read_theme
from straightup.model.errors import StraightupError
from straightup.model.findings import Diagnostic
from straightup.model.incident import Incident
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import State
from straightup.model.theme import Theme
from straightup.outputs import files_of, search
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages import all_pages
from straightup.outputs.pages.page import Page
from straightup.outputs.rendering import Templates, View
from straightup.record import moments_ahead
from straightup.site.assemble import assemble


class RefusedError(StraightupError):
    """There are errors that time alone did not bring about, so nothing is published."""

    exit_code = 1

    def __init__(self, inspection: Inspection) -> None:
        self.diagnostics = inspection.diagnostics
        self.checked = len(inspection.incidents)
        count = len({found.path for found in self.diagnostics if found.stops_publishing})
        reports = "1 report has errors" if count == 1 else f"{count} reports have errors"
        super().__init__(f"{reports}, so the site stays as it was. Mend them, or publish the rest with --keep-going.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Everything that one build publishes."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    """By their paths relative to the mount."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """The path of each incident file below the incidents folder, by the incident's id."""
    not_found: Page | None = None
    """What stands at addresses that do not exist; None beside documentation, whose own page that is."""
    state: str = State.OPERATIONAL.value
    """The worst state of any component now, for the tab's icon and for the previews of links."""
    state_words: Mapping[str, str] = field(default_factory=dict)
    """The component states in words."""
    search: tuple[Mapping[str, str], ...] = ()
    """Entries for the theme's search; their locations are relative to the mount."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the reports, also with those that are left out."""
    checked: int = 0
    """How many reports there are."""
    quarantined: tuple[str, ...] = ()
    """The ids of the reports that are left out."""


def prepare(project: Project, *, now: datetime, keep_going: bool, clock_was_set: bool = False) -> Edition:
    """The edition of what is on the disk in `project`; as `compose`."""
    return compose(
        project_sources(project),
        project.settings,
        read_theme(project.templates),
        now=now,
        keep_going=keep_going,
        clock_was_set=clock_was_set,
    )


def compose(
    sources: Iterable[Source],
    settings: Settings,
    theme: Theme,
    *,
    now: datetime,
    keep_going: bool,
    clock_was_set: bool = False,
) -> Edition:
    """The edition of the reports in `sources` at `now`, without a look at any disk.

    RefusedError when a report has an error that is no lapse; with `keep_going` such reports are published with "not
    answered" in the answer's place, and those that could not be read as they were meant are left out and named.
    With `clock_was_set` the pages say that `now` was given by hand.
    """
    sources = tuple(sources)
    inspection = inspect(sources, settings, now=now)
    if not keep_going and any(found.stops_publishing for found in inspection.diagnostics):
        raise RefusedError(inspection)
    published, quarantined = _parted(inspection)
    site_at = partial(
        assemble,
        published,
        settings,
        clock_was_set=clock_was_set,
        left_out=tuple(LeftOut(id=identity) for identity in quarantined),
        findings=_unanswered(inspection),
    )
    spoken = language(settings.language, theme.languages)
    site, words = site_at(now), Words(spoken, now)
    later = [View(site_at(moment), Words(spoken, moment)) for moment in moments_ahead(published, now)]
    templates = Templates(View(site, words), later, theme)
    return Edition(
        pages=tuple(all_pages.pages(templates)),
        files=files_of(site, words),
        # Of several files with one id the first is the one that is published.
        sources={source.id: source.below for source in reversed(sources)},
        not_found=None if settings.path else all_pages.not_found(templates),
        state=site.worst.value,
        state_words={state.value: words.state(state) for state in State},
        search=tuple(search.entries(site)),
        diagnostics=inspection.diagnostics,
        checked=len(inspection.incidents),
        quarantined=quarantined,
    )


def _parted(inspection: Inspection) -> tuple[list[Incident], tuple[str, ...]]:
    """The reports that are published, and the ids of those that are left out."""
    bad_paths = _left_out(inspection)
    published = [incident for path, incident in inspection.incidents if path not in bad_paths]
    return published, tuple(incident.id for path, incident in inspection.incidents if path in bad_paths)


def _left_out(inspection: Inspection) -> set[str]:
    """The paths that are not published. Of several files with one id the first stays: the news is not to be lost."""
    first: dict[str, str] = {}
    for path, incident in inspection.incidents:
        first.setdefault(incident.id.casefold(), path)
    firsts = set(first.values())
    return {
        found.path
        for found in inspection.diagnostics
        if found.quarantines and not (found.name == "duplicate-id" and found.path in firsts)
    }


def _unanswered(inspection: Inspection) -> dict[str, tuple[Diagnostic, ...]]:
    ids = {path: incident.id for path, incident in inspection.incidents}
    found: dict[str, tuple[Diagnostic, ...]] = {}
    for diagnostic in inspection.diagnostics:
        if diagnostic.stops_publishing:
            identity = ids[diagnostic.path]
            found[identity] = (*found.get(identity, ()), diagnostic)
    return found
