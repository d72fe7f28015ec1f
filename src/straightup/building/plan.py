"""One edition of the site: everything read, checked and composed at one moment, ready to be pressed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from straightup.checking.linked_files import Look
from straightup.checking.own_files import diagnostics_of
from straightup.checking.reports import Inspection, inspect
from straightup.disk.files import project_sources
from straightup.disk.linked_files import looking_from
from straightup.disk.own_files import own_files
from straightup.disk.project import Project
from straightup.disk.themes import read_theme
from straightup.model.errors import StraightupError
from straightup.model.findings import BESIDE, Diagnostic, Misread, is_binding
from straightup.model.incident import Incident, State
from straightup.model.own_files import OwnFile, OwnFolder, unusable
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.theme import Theme
from straightup.outputs import files_of, search
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages import all_pages
from straightup.outputs.pages.own_page_note import OwnPageNote, own_page_note
from straightup.outputs.pages.page import Page
from straightup.outputs.rendering import Templates, View
from straightup.record import moments_ahead
from straightup.site.addresses import of_incident, of_linked_file
from straightup.site.assemble import assemble
from straightup.site.view import Site


class RefusedError(StraightupError):
    """There are errors that time alone did not bring about, so nothing is published."""

    exit_code = 1

    def __init__(self, inspection: Inspection) -> None:
        self.diagnostics = inspection.diagnostics
        self.checked = len(inspection.incidents)
        bad = [found for found in self.diagnostics if found.stops_publishing]
        count = len({found.path for found in bad})
        noun = "file" if any(found.name in BESIDE for found in bad) else "report"
        files = f"1 {noun} has errors" if count == 1 else f"{count} {noun}s have errors"
        super().__init__(f"{files}, so the site stays as it was. Mend them, or publish the rest with --keep-going.")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not published, or is with a note in its place."""

    report: bool
    path: str
    """Below the folder of the reports, or of the user's own files."""
    shown: str
    """The same for the person who builds: relative to the working folder."""
    code: str
    """Of the rule that says why."""
    name: str
    """That rule's name."""


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
    links_without_files: tuple[Diagnostic, ...] = ()
    """Links to files that are not published: their words stay."""
    quarantined: tuple[str, ...] = ()
    """The ids of the reports that are left out."""
    left_out: tuple[LeftOut, ...] = ()
    """The files that are left out, those beside the reports too."""
    linked: Mapping[str, str] = field(default_factory=dict)
    """The files that reports link to, by their paths relative to the mount: where each of them is on the disk."""
    own: tuple[OwnFile, ...] = ()
    """What is beside the reports: what of it has no fault is published as well."""
    own_note: OwnPageNote = field(default_factory=OwnPageNote)
    """What stands in the place of a page of the user's own that cannot be shown."""
    now: datetime | None = None
    """The moment that it is the edition of."""
    keep_going: bool = False
    """Whatever goes wrong with a single page of the user's own costs that page."""


def prepare(project: Project, *, now: datetime, keep_going: bool, clock_was_set: bool = False) -> Edition:
    """The edition of what is on the disk in `project`; as `compose`."""
    return compose(
        project_sources(project),
        project.settings,
        read_theme(project.templates),
        own=own_files(project),
        look=looking_from(project),
        now=now,
        keep_going=keep_going,
        clock_was_set=clock_was_set,
    )


def compose(
    sources: Iterable[Source],
    settings: Settings,
    theme: Theme,
    *,
    own: OwnFolder | None = None,
    look: Look | None = None,
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
    inspection = inspect(sources, settings, now=now, own=own, look=look)
    if not keep_going and any(found.stops_publishing for found in inspection.diagnostics):
        raise RefusedError(inspection)
    found = _unanswered(inspection)
    linked = _linked(inspection) if look else None
    published, quarantined = _parted(inspection)
    site_at = partial(
        assemble,
        published,
        settings,
        clock_was_set=clock_was_set,
        quarantined=quarantined,
        findings=found,
        linked=linked,
    )
    return replace(
        _spoken(site_at, [now, *moments_ahead(published, now)], settings, theme),
        **_facts(sources, inspection, linked or {}),
        quarantined=quarantined,
        now=now,
        keep_going=keep_going,
    )


def _facts(
    sources: Sequence[Source], inspection: Inspection, linked: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """What an edition knows of its files."""
    return {
        # Of several files with one id the first is the one that is published.
        "sources": {source.id: source.below for source in reversed(sources)},
        "diagnostics": inspection.diagnostics,
        "checked": len(inspection.incidents),
        "links_without_files": tuple(found for found in inspection.diagnostics if found.name == Misread.LINKED_FILE),
        "left_out": _files_left_out(sources, inspection),
        "linked": _places(inspection, linked),
        "own": inspection.own,
    }


def _spoken(
    site_at: Callable[[datetime], Site], moments: Sequence[datetime], settings: Settings, theme: Theme
) -> Edition:
    """The pages and files in the site's language, at the first of `moments` and as they will be at the others."""
    spoken = language(settings.language, theme.languages)
    now, *later = (View(site_at(moment), Words(spoken, moment)) for moment in moments)
    templates = Templates(now, later, theme)
    return Edition(
        pages=tuple(all_pages.pages(templates)),
        files=files_of(now.site, now.words),
        not_found=None if settings.path else all_pages.not_found(templates),
        state=now.site.worst.value,
        state_words={state.value: now.words.state(state) for state in State},
        search=tuple(search.entries(now.site)),
        own_note=own_page_note(spoken),
    )


def _files_left_out(sources: Sequence[Source], inspection: Inspection) -> tuple[LeftOut, ...]:
    reasons: dict[str, Diagnostic] = {}
    for found in inspection.diagnostics:
        if found.quarantines:
            reasons.setdefault(found.path, found)
    places = {source.path: (True, source.below) for source in sources if source.path in _left_out(inspection)}
    places |= {each.shown: (False, each.below) for each in inspection.withheld}
    places |= {each.shown: (False, each.path) for each in inspection.own if each.fault}
    return tuple(
        LeftOut(is_report, below, shown, reasons[shown].code, reasons[shown].name)
        for shown, (is_report, below) in sorted(places.items())
    )


def without(edition: Edition, path: str, reason: str) -> Edition:
    """The same with a note in the place of the user's own page at `path`, which the shell maker cannot make.

    Where it cannot make that either, there is nothing in its place.
    """
    if any(each.fault for each in edition.own if each.path == path):
        return replace(edition, own=tuple(each for each in edition.own if each.path != path))
    fault = unusable(f"MkDocs cannot make this page: {reason}.", "Correct what it names, or take the page away.")
    own = tuple(replace(each, fault=fault) if each.path == path else each for each in edition.own)
    found = diagnostics_of(each for each in own if each.path == path)
    new = [LeftOut(False, path, each.path, each.code, each.name) for each in found]
    return replace(
        edition,
        own=own,
        left_out=tuple(sorted((*edition.left_out, *new), key=lambda each: each.shown)),
        diagnostics=tuple(sorted((*edition.diagnostics, *found))),
    )


def _linked(inspection: Inspection) -> dict[str, dict[str, str]]:
    """By the page of each published report, and the paths in its links: where the file is published."""
    ids, left_out = dict(inspection.incidents), _left_out(inspection)
    return {
        of_incident(ids[report].id): {path: of_linked_file(ids[report].id, path) for path in files}
        for report, files in inspection.linked.items()
        if report not in left_out
    }


def _places(inspection: Inspection, linked: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Where each published file is on the disk."""
    ids = dict(inspection.incidents)
    return {
        place: file.shown
        for report, files in inspection.linked.items()
        for path, file in files.items()
        if (place := linked.get(of_incident(ids[report].id), {}).get(path))
    }


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
        identity = ids.get(diagnostic.path)
        if diagnostic.stops_publishing and not is_binding(diagnostic.code) and identity is not None:
            found[identity] = (*found.get(identity, ()), diagnostic)
    return found
