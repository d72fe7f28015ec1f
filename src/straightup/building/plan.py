"""One edition of the site: everything read, checked and composed at one moment, ready to be pressed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from straightup.building.keeping import explained, keeping
from straightup.building.refused import RefusedError
from straightup.building.unpublished import NotPublished, not_published
from straightup.checking.linked_files import Look
from straightup.checking.own_files import diagnostics_of
from straightup.checking.published import Published, published
from straightup.checking.remembered import Memory
from straightup.checking.reports import Inspection, inspect
from straightup.checking.workers import share_out
from straightup.disk.files import project_sources
from straightup.disk.linked_files import looking_from
from straightup.disk.own_files import own_files
from straightup.disk.project import Project
from straightup.disk.site_folder import SiteFolder
from straightup.disk.themes import read_theme
from straightup.model.findings import Diagnostic, Misread, is_binding
from straightup.model.own_files import OwnFile, OwnFolder, unusable
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import State
from straightup.model.theme import Theme
from straightup.outputs import files_of, search
from straightup.outputs.embed import present
from straightup.outputs.feed_items import News
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages import all_pages
from straightup.outputs.pages.kept import KeptPages
from straightup.outputs.pages.own_page_note import OwnPageNote, own_page_note
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.shell_words import shell_words
from straightup.outputs.rendering import Templates, View
from straightup.outputs.root_files import root_files
from straightup.record.record import moments_ahead
from straightup.site.addresses import of_incident, of_linked_file
from straightup.site.assemble import assemble
from straightup.site.view import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Everything that one build publishes."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    """By their paths relative to the mount."""
    root_files: Mapping[str, bytes] = field(default_factory=dict)
    """By their paths relative to the site's root. One of the user's own with that name stays in its place."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """The path of each incident file below the incidents folder, by the incident's id."""
    not_found: Page | None = None
    """What stands at addresses that do not exist; None beside documentation, whose own page that is."""
    state: str = State.OPERATIONAL.value
    """The worst state of any component now, for the tab's icon and for the previews of links."""
    present: bytes = b""
    """The file that the script of settled pages asks for the present."""
    state_words: Mapping[str, str] = field(default_factory=dict)
    """The component states in words."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the header and the footer say, as `shell_words`."""
    search: tuple[Mapping[str, str], ...] = ()
    """Entries for the theme's search; their locations are relative to the mount."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong with the reports, also with those that are left out."""
    checked: int = 0
    """How many reports there are."""
    published: Published = field(default_factory=lambda: Published(incidents=()))
    """Which of the reports are published, and what becomes of the others."""
    links_without_files: tuple[Diagnostic, ...] = ()
    """Links to files that are not published: their words stay."""
    not_published: tuple[NotPublished, ...] = ()
    """The files that are left out, those beside the reports too."""
    linked: Mapping[str, str] = field(default_factory=dict)
    """The files that reports link to, by their paths relative to the mount: where each of them is on the disk."""
    own: tuple[OwnFile, ...] = ()
    """What is beside the reports: what of it has no fault is published as well."""
    own_note: OwnPageNote = field(default_factory=OwnPageNote)
    """What stands in the place of a page of the user's own that cannot be shown."""
    now: datetime | None = None
    """The moment that it is the edition of."""
    exercise: bool = False
    """Made for practice: every page says so."""
    explained: tuple[str, ...] = ()
    """What was made again, and why, for the person who builds."""
    replaces: Path | None = None
    """The folder of the site that it takes the place of, if there is one."""
    keep_going: bool = False
    """Whatever goes wrong with a single page of the user's own costs that page."""


def prepare(
    project: Project,
    *,
    now: datetime,
    keep_going: bool,
    clock_was_set: bool = False,
    exercise: bool = False,
    replaced: Path | None = None,
    memory: Memory | None = None,
    fresh: bool = False,
) -> Edition:
    """The edition of what is on the disk in `project`, to stand in the place of `replaced`; as `compose`.

    `replaced` is the folder of a site, or of none yet; None for the one that `project` has. With a `memory` pages that
    were composed before are used again, unless all is to be `fresh`, and kept for the next time.
    """
    sources = tuple(project_sources(project))
    before = SiteFolder(replaced or project.site_dir)
    theme = read_theme(project.templates)
    with nullcontext() if memory is None else keeping(project, theme, sources, fresh=fresh) as kept:
        edition = compose(
            sources,
            project.settings,
            theme,
            own=own_files(project),
            look=looking_from(project),
            now=now,
            keep_going=keep_going,
            clock_was_set=clock_was_set,
            exercise=exercise,
            public=frozenset(
                source.id for source in sources if before.has(f"{project.mount}{of_incident(source.id)}index.html")
            ),
            memory=memory,
            kept=kept,
        )
    return replace(edition, replaces=replaced, explained=tuple(explained(kept)))


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
    exercise: bool = False,
    public: frozenset[str] = frozenset(),
    memory: Memory | None = None,
    kept: KeptPages | None = None,
) -> Edition:
    """The edition of the reports in `sources` at `now`, without a look at any disk.

    RefusedError when a report has an error that is no lapse; with `keep_going` such reports are published with "not
    answered" in the answer's place, and those that could not be read as they were meant are left out and named.
    With `clock_was_set` the pages say that `now` was given by hand, with `exercise` that all is practice. The reports
    whose ids are in `public` could be read by everybody before, so that a draft of them is an error, and published.
    `memory` says the same sooner of what was checked before, and `kept` has pages that were composed before.
    """
    sources = tuple(sources)
    inspection = inspect(sources, settings, now=now, own=own, look=look, public=public, memory=memory)
    if not keep_going and any(found.stops_publishing for found in inspection.diagnostics):
        raise RefusedError(inspection)
    shown = published(sources, inspection.readings, settings, now)
    linked = _linked(sources, shown, inspection) if look else None
    site_at = partial(
        assemble,
        shown.incidents,
        settings,
        clock_was_set=clock_was_set,
        exercise=exercise,
        left_out=shown.left_out,
        findings=_unanswered(sources, inspection.diagnostics),
        linked=linked,
    )
    facts = _facts(sources, shown, inspection, linked or {})
    edition = _spoken(site_at, [now, *moments_ahead(shown.incidents, now)], settings, theme, kept)
    return replace(edition, **facts, now=now, keep_going=keep_going, exercise=exercise)


def _facts(
    sources: Sequence[Source], shown: Published, inspection: Inspection, linked: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """What an edition knows of its files."""
    return {
        # Of several files with one id the first is the one that is published.
        "sources": {source.id: source.below for source in reversed(sources)},
        "diagnostics": inspection.diagnostics,
        "checked": len(sources),
        "links_without_files": tuple(found for found in inspection.diagnostics if found.name == Misread.LINKED_FILE),
        "published": shown,
        "not_published": not_published(sources, shown, inspection),
        "linked": _places(sources, inspection, linked),
        "own": _beside(shown, inspection),
    }


def _spoken(
    site_at: Callable[[datetime], Site],
    moments: Sequence[datetime],
    settings: Settings,
    theme: Theme,
    kept: KeptPages | None,
) -> Edition:
    """The pages and files in the site's language, at the first of `moments` and as they will be at the others."""
    spoken = language(settings.language, theme.languages)
    now, *later = (View(site_at(moment), Words(spoken, moment)) for moment in moments)
    templates = Templates(now, later, theme)
    news = News(now.site, now.words)
    pages = tuple(all_pages.pages(templates, news, share_out, kept))
    return Edition(
        pages=pages,
        files=files_of(now.site, now.words, news, pages),
        root_files=root_files(now.site, now.words),
        not_found=None if settings.path else all_pages.not_found(templates),
        state=now.site.worst.value,
        present=present(now.site, now.words),
        state_words={state.value: now.words.state(state) for state in State},
        words=shell_words(spoken),
        search=tuple(search.entries(now.site)),
        own_note=own_page_note(spoken),
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
    new = [NotPublished(False, path, each.path, each.code, each.name) for each in found]
    return replace(
        edition,
        own=own,
        not_published=tuple(sorted((*edition.not_published, *new), key=lambda each: each.shown)),
        diagnostics=tuple(sorted((*edition.diagnostics, *found))),
    )


def _linked(sources: Sequence[Source], shown: Published, inspection: Inspection) -> dict[str, dict[str, str]]:
    """By the page of each published report, and the paths in its links: where the file is published."""
    ids = {source.path: source.id for source in sources}
    return {
        of_incident(ids[report]): {path: of_linked_file(ids[report], path) for path in files}
        for report, files in inspection.linked.items()
        if shown.has(report)
    }


def _places(
    sources: Sequence[Source], inspection: Inspection, linked: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Where each published file is on the disk."""
    ids = {source.path: source.id for source in sources}
    return {
        place: file.shown
        for report, files in inspection.linked.items()
        for path, file in files.items()
        if (place := linked.get(of_incident(ids[report]), {}).get(path))
    }


def _beside(shown: Published, inspection: Inspection) -> tuple[OwnFile, ...]:
    """The files beside the reports, without those that only reports link to which nobody is to see yet."""
    linked = {
        seen: {
            file.shown
            for report, files in inspection.linked.items()
            if shown.has(report) is seen
            for file in files.values()
        }
        for seen in (True, False)
    }
    hidden = linked[False] - linked[True]
    return tuple(each for each in inspection.own if each.shown not in hidden)


def _unanswered(sources: Iterable[Source], diagnostics: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    ids = {source.path: source.id for source in sources}
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        if diagnostic.stops_publishing and not is_binding(diagnostic.code) and diagnostic.path in ids:
            found.setdefault(ids[diagnostic.path], []).append(diagnostic)
    return {identity: tuple(each) for identity, each in found.items()}
