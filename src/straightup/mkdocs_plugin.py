"""MkDocs' hooks, translated: archetypes go in as pages, their finished HTML comes out as shells, pages are pressed.

Everything that can be refused is refused in `on_config`, as MkDocs empties the site right after it. All state of a
build is made there too, so that one instance can build again and again.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.base import ConfigErrors, ConfigWarnings, LegacyConfig, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from straightup.building import exercise, header
from straightup.building.additions import keep_templates, readable, with_feeds, with_script
from straightup.building.build_json import write_build_json
from straightup.building.exercise import as_exercise
from straightup.building.fitting import material
from straightup.building.own_pages import NOWHERE, OnePageAtATime, with_own_files
from straightup.building.plan import Edition, prepare
from straightup.building.pressing import press_edition
from straightup.building.remembering import remembering
from straightup.building.shapes import NOT_FOUND, Archetype, archetypes, source_of
from straightup.building.slots import BODY, TITLE
from straightup.disk.configuration import refuse_other_themes
from straightup.disk.project import Project, project_of, theme_folder
from straightup.disk.site_folder import SiteFolder
from straightup.model.errors import StraightupError
from straightup.model.settings import from_mapping
from straightup.reporters import discreet, one_line, own_line

_log = get_plugin_logger("straightup")
_SKIP_TARGET = "straightup"
"""The id in the shell's template that “Skip to content” leads to."""


@dataclass(slots=True)
class _Build:
    """What one build knows."""

    project: Project
    edition: Edition
    shapes: dict[str, Archetype]
    """By their sources."""
    has_header: bool
    """The header and the footer are those of the status pages."""
    docs_dir: str = ""
    """Where the user's own files are, while MkDocs looks elsewhere."""
    has_others: bool = False
    """There are pages of the user's own too."""
    active: Page | None = None
    """The page in the navigation that the page being rendered belongs to."""


class StraightupPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call] # in BasePlugin
    """Publishes the status site beside the user's own pages."""

    supplied: tuple[Project, Edition] | None = None
    """What `straightup build` has already read and checked; without it each build reads for itself."""
    pages = OnePageAtATime(())
    """Which page of the user's own MkDocs is at work on."""
    _options: Mapping[str, Any]
    _build: _Build

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        self._options = dict(options)
        super().load_config({}, config_file_path)
        _, messages = from_mapping(self._options)
        return [("settings", ValidationError(message)) for message in messages], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            refuse_other_themes({"theme": {"name": config.theme.name}}, Path(config.config_file_path))
            project, edition = self.supplied or self._prepare(config)
            has_header = header.is_ours(config, project)
            tabs = has_header or "navigation.tabs" in config.theme.get("features", ())
            shapes = archetypes(project, edition, listed=_listed(config.nav), tabs=tabs)
        except StraightupError as error:
            raise PluginError("\n".join(map(own_line, error.lines))) from error
        self._build = _Build(project, edition, {shape.source: shape for shape in shapes}, has_header=has_header)
        self.pages = OnePageAtATime({own.path for own in edition.own})
        ours = str(theme_folder())
        if ours not in config.theme.dirs:
            # Behind the user's own folder, before the theme's.
            place = 1 if config.theme.custom_dir else 0
            config.theme.dirs[place:place] = [header.folder(), ours] if has_header else [ours]
        _speak(config, self._options.get("language"))
        if project.incidents.is_dir() and not project.incidents.is_relative_to(config.docs_dir):
            config.watch.append(str(project.incidents))
        return config

    def _prepare(self, config: MkDocsConfig) -> tuple[Project, Edition]:
        project = project_of(Path(config.config_file_path), config, self._options)
        if not project.settings.site_url:
            _log.warning(
                "Set `site_url`: without it the feeds, the calendar and link previews lead to http://localhost/."
            )
        # A site that is served is built after each change of a file.
        with remembering(project, fresh=False, reading=True) if _is_served(config) else nullcontext() as memory:
            edition = prepare(project, now=datetime.now(UTC), keep_going=True, memory=memory)
        for found in discreet(edition.diagnostics):
            say = _log.info if found.lapse else _log.warning
            place = f"{one_line(found.path)}:{found.span.line}:{found.span.column}"
            say(f"{place}: {found.code} {one_line(found.message)} [{found.name}] {one_line(found.help)}".rstrip())
        return project, edition

    @event_priority(-100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        # MkDocs would walk through the folder, follow each link in it and wait for each pipe.
        self._build.docs_dir = config.docs_dir
        config.docs_dir = NOWHERE

    def on_build_error(self, *, error: Exception) -> None:
        self.pages.end()

    @event_priority(100)
    def _own_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        config.docs_dir = self._build.docs_dir
        return with_own_files(files, self._build.edition, config)

    def _our_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in list(files):
            # What is in a theme's folder is published, and a language of the user's stands there.
            if file.src_uri.startswith("straightup/languages/"):
                files.remove(file)
        self._build.has_others = any(file.src_uri not in self._build.shapes for file in files.documentation_pages())
        for source, shape in self._build.shapes.items():
            # Collisions are refused by now, so a file of that name is one that the user excludes.
            if excluded := files.get_file_from_path(source):
                files.remove(excluded)
            files.append(_virtual_file(config, source, shape.text, shape.edit_uri))
        return files

    on_files = CombinedEvent(_own_files, _our_files)

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        self.pages.begin(page.file.src_uri)
        return page

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        first: list[Page] = []
        for source, shape in self._build.shapes.items():
            file = files.get_file_from_path(source)
            if file is None or file.page is None:
                raise PluginError(
                    f"Another plugin has taken the page {one_line(source)} away. Let straightup come after it."
                )
            # A title that the user's `nav` gives is set already. Without any, the page's own would be a slot.
            vars(file.page).setdefault("title", shape.label)
            if shape.in_navigation:
                first.append(file.page)
        if any(page.file.src_uri in self._build.shapes for page in nav.pages):
            return nav
        if self._build.project.mount:
            # Beside documentation of the user's own, theirs comes first.
            return Navigation([*nav.items, *first], [*nav.pages, *first])
        return Navigation([*first, *nav.items], [*first, *nav.pages])

    @event_priority(-100)  # once other plugins have said what their templates may call
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        keep_templates(env)
        return env

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        self.pages.end()
        if page.file.src_uri not in self._build.shapes:
            return html
        # Of level 1 and without children: the theme makes its “Skip to content” of it, and no table.
        page.toc = TableOfContents([AnchorLink("", _SKIP_TARGET, 1)])
        return BODY

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        self.pages.begin(page.file.src_uri)
        shape = self._build.shapes.get(page.file.src_uri)
        if shape and page not in nav.pages:
            home = None if shape.section is None else self._build.project.mount + shape.section
            self._build.active = next((each for each in nav.pages if each.url == home), None)
            if self._build.active:
                self._build.active.active = True
        self._with_header(context, nav)
        return context

    def _with_header(self, context: TemplateContext, nav: Navigation) -> None:
        if self._build.has_header:
            ours: dict[str, Any] = {"straightup": header.parts(nav, self._build.edition)}
            context.update(ours)  # type: ignore[typeddict-item] # what our own templates ask for

    @event_priority(50)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        self.pages.end()
        if self._build.active:
            self._build.active.active = False
            self._build.active = None
        build = self._build

        def link_to(path: str) -> str:
            return get_relative_url(path, page.url)

        is_theirs = page.file.src_uri not in build.shapes
        if is_theirs and _is_instant(config):
            output = with_script(output, link_to)
        if is_theirs and not build.project.mount:
            # On a status site it keeps its freedom, and gets what everybody can read.
            output = readable(output, link_to)
        output = as_exercise(output, build.project, build.edition, link_to)
        return with_feeds(output, build.project, build.edition, config.site_name, link_to)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        if template_name != NOT_FOUND:
            return output
        output = as_exercise(output, self._build.project, self._build.edition)
        return with_feeds(output, self._build.project, self._build.edition, config.site_name)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        self._with_header(context, context["nav"])
        if template_name == NOT_FOUND and self._build.edition.not_found:
            ours: dict[str, Any] = {"straightup_not_found": {"title": TITLE, "body": BODY}}
            context.update(ours)  # type: ignore[typeddict-item] # what our own template asks for
        if template_name == "sitemap.xml":
            users = [file for file in context["pages"] if file.src_uri not in self._build.shapes]
            context["pages"] = [*self._pressed_files(config), *users]
        return context

    def _pressed_files(self, config: MkDocsConfig) -> Iterator[File]:
        for each in self._build.edition.pages:
            file = _virtual_file(config, source_of(self._build.project.mount, each.url), "", None)
            page = Page(each.title, file, config)
            page.update_date = each.updated or page.update_date
            yield file

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        build = self._build
        site = SiteFolder(Path(config.site_dir), build.edition.replaces)
        try:
            policy = not (_is_served(config) or (build.has_others and _is_instant(config)))
            if build.edition.exercise:
                site.write(exercise.SHEET, exercise.STYLE)
            press_edition(build.project, build.edition, build.shapes.values(), site, policy=policy)
            write_build_json(site, build.edition.now, build.edition.not_published, exercise=build.edition.exercise)
        except StraightupError as error:
            raise PluginError("\n".join(map(own_line, error.lines))) from error


def _speak(config: MkDocsConfig, code: object) -> None:
    """The theme's own words in the language that is set for the status pages, unless it speaks another than English."""
    known = any(Path(folder, "partials", "languages", f"{code}.html").is_file() for folder in config.theme.dirs)
    if known and config.theme.get("language") == "en":
        config.theme["language"] = code


def _is_served(config: MkDocsConfig) -> bool:
    """Whether this is for `serve`, which takes its own address for the site's, and writes a script into each page."""
    host, port = config.dev_addr
    return urlsplit(config.site_url or "").netloc == f"{host}:{port}"


def _is_instant(config: MkDocsConfig) -> bool:
    """Whether the pages of the site follow each other in one document, so that the policy of one would bind all."""
    return material.INSTANT in config.theme.get("features", ())


def _virtual_file(config: MkDocsConfig, source: str, text: str, edit_uri: str | None) -> File:
    file = File.generated(config, source, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
    # Our addresses are folders, whatever the user's are.
    file.use_directory_urls = True
    file.edit_uri = edit_uri
    return file


def _listed(nav: object) -> Iterator[str]:
    """The paths in a `nav` as it stands in `mkdocs.yml`."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        for value in nav.values():
            yield from _listed(value)
    elif isinstance(nav, list):
        for value in nav:
            yield from _listed(value)
