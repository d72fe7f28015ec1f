"""Which pages the shell maker is asked for, and what becomes of them: pages with slots in, a whole edition out."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from straightup.building.fitting import Place, fit, vocabulary
from straightup.building.fitting.preview import link_preview, with_state_icon
from straightup.building.plan import Edition
from straightup.building.slots import BODY, DESCRIPTION, EDIT, TITLE, PageClass, cut, page_classes, press
from straightup.disk.files import incident_files, is_report
from straightup.disk.project import HOME_NAMES, Project
from straightup.model.errors import ConfigurationError, InternalError
from straightup.outputs.pages.page import Page

TEMPLATE = "straightup/shell.html"
NOT_FOUND = "404.html"
_IN_NAVIGATION = ("", "history/", "maintenance/", "promises/", "subscribe/")


@dataclass(frozen=True, slots=True)
class Archetype:
    """One page that the shell maker renders for a whole class of pages."""

    members: PageClass
    source: str
    """The Markdown file that it pretends to be, relative to the docs folder."""
    text: str
    """That file's text."""
    label: str
    """Its name in the navigation, as HTML."""
    edit_uri: str | None
    """The path to edit, relative to the docs folder, when the pages have a source of their own."""

    @property
    def in_navigation(self) -> bool:
        return self.members.url in _IN_NAVIGATION


def archetypes(project: Project, edition: Edition, *, listed: Iterable[str], tabs: bool) -> tuple[Archetype, ...]:
    """One for each class of the edition's pages.

    `listed` are the sources in the user's navigation: a page of ours among them stands for itself. With `tabs` the
    navigation is above the page, so that both sidebars go.
    """
    mount = project.mount
    own = {_source(mount, page.url): page.url for page in edition.pages}
    alone = {own[source] for source in listed if source in own}
    front = {
        "template": TEMPLATE,
        "title": TITLE,
        "description": DESCRIPTION,
        "hide": ["navigation", "toc"] if tabs else ["toc"],
        "search": {"exclude": True},
        "social": {"cards": False},
    }
    # JSON is YAML, and leaves nothing to quote.
    text = f"---\n{json.dumps(front)}\n---\n"
    known = _incident_sources(project)
    # Not resolved: MkDocs joins it to the address of the docs folder, and takes the dots out then.
    folder = PurePosixPath(os.path.relpath(project.incidents, project.docs_dir).replace(os.sep, "/"))
    found = [
        Archetype(
            members,
            _source(mount, members.url),
            text,
            _label(members),
            str(folder / EDIT) if all(_incident_id(page) in known for page in members.pages) else None,
        )
        for members in page_classes(edition.pages, (*_IN_NAVIGATION, *alone))
    ]
    return tuple(sorted(found, key=lambda each: _IN_NAVIGATION.index(each.members.url) if each.in_navigation else 99))


def _source(mount: str, url: str) -> str:
    return f"{mount}{url}index.md"


def _label(members: PageClass) -> str:
    first = members.pages[0]
    return escape(first.label or first.title) if len(members.pages) == 1 else TITLE


def _incident_id(page: Page) -> str:
    folder, _, identity = page.url.rstrip("/").rpartition("/")
    return identity if folder == "incidents" else ""


def _incident_sources(project: Project) -> dict[str, str]:
    """The path of each incident file below the incidents folder, by the incident's id."""
    return {path.stem: path.relative_to(project.incidents).as_posix() for path in incident_files(project)}


def refuse_collisions(project: Project, edition: Edition, excluded: Callable[[str], bool]) -> None:
    """ConfigurationError when a file of the user's would be at an address of ours.

    `excluded` says of a path below the docs folder that it is not published.
    """
    ours = {project.mount + page.url: page for page in edition.pages}
    files = {f"{url}index.html" for url in ours} | {project.mount + name for name in edition.files}
    for path in sorted(files):
        if (project.docs_dir / path).is_file() and not excluded(path):
            raise ConfigurationError(
                f"{path} in {project.docs_dir.name}/ would be overwritten by the status site's own file. Rename yours, "
                "list it under `exclude_docs`, or set `path: status/` for straightup."
            )
    for path in user_pages(project):
        url = _url_of(path)
        if url in ours and not excluded(path):
            raise ConfigurationError(
                f"{path} in {project.docs_dir.name}/ and the status site's page “{ours[url].title}” would both be at "
                f"/{url}. Rename yours, list it under `exclude_docs`, or set `path: status/` for straightup."
            )


def user_pages(project: Project) -> Iterator[str]:
    """The Markdown files of the docs folder that are no incident files, as MkDocs names them."""
    for folder, _, names in os.walk(project.docs_dir, followlinks=True):
        for name in names:
            path = Path(folder, name)
            if name.endswith(".md") and not is_incident_file(project, str(path)):
                yield path.relative_to(project.docs_dir).as_posix()


def _url_of(source: str) -> str:
    path = PurePosixPath(source)
    url = path.parent if path.name in HOME_NAMES else path.with_suffix("")
    return "" if url == PurePosixPath() else f"{url}/"


def is_incident_file(project: Project, path: str) -> bool:
    """Also what is not read, such as a link or a report with a wrong name, must not be published as it is."""
    return path.startswith(f"{project.incidents}{os.sep}") and is_report(Path(path))


def press_edition(
    project: Project, edition: Edition, shapes: Iterable[Archetype], site: Path, *, policy: bool = True
) -> None:
    """Writes the edition into the folder `site`, where the archetypes are as pages, and takes those away.

    With `policy` its pages have a strict Content-Security-Policy.
    """
    shells = list(_shells(project, edition, shapes, site))
    bodies = (page.body for shell in shells for page in shell.members.pages)
    known = vocabulary(((shell.html, shell.place) for shell in shells), bodies)
    sources = _incident_sources(project)
    made: dict[str, bytes] = {}
    for shell in shells:
        html = with_state_icon(shell.html, shell.place, edition.state)
        preview = ""
        if shell.in_a_folder:
            kind = shell.members.kind
            preview = link_preview(html, shell.place, project.settings.site_name, article=kind == "incident")
        fitted = fit(html, shell.place, known, head=preview, policy=policy)
        made.update(fitted.files)
        if len(shell.members.pages) > 1:
            _discard(shell.file, site)
        parts = cut(fitted.html)
        for page in shell.members.pages:
            state = page.state or edition.state
            values = shell.members.values(
                page, sources.get(_incident_id(page), ""), state=state, state_words=edition.state_words.get(state, "")
            )
            file = site / project.mount / page.url / "index.html" if shell.in_a_folder else shell.file
            # MkDocs writes its pages with the same answer to half a surrogate pair.
            _write(_inside(site, file), press(parts, values).encode("utf-8", "xmlcharrefreplace"))
    for name, data in made.items():
        _write(_inside(site, site / name), data)
    for name, data in edition.files.items():
        _write(_inside(site, site / project.mount / name), data)
    _add_to_search(site / "search" / "search_index.json", project.mount, edition.search)


@dataclass(frozen=True, slots=True)
class _MadeShell:
    """What the shell maker made of an archetype."""

    members: PageClass
    html: str
    file: Path
    place: Place
    in_a_folder: bool = True
    """False for the page that stands in for those that are not there."""


def _shells(project: Project, edition: Edition, shapes: Iterable[Archetype], site: Path) -> Iterator[_MadeShell]:
    root = project.settings.site_url or "http://site.invalid/"

    def read(path: str) -> bytes | None:
        file = site / path
        try:
            return file.read_bytes() if file.is_relative_to(site) and ".." not in file.parts else None
        except (OSError, ValueError):
            return None  # not there, or no name that a file can have

    for archetype in shapes:
        members = archetype.members
        url = project.mount + members.url
        file = site / url / "index.html"
        html = file.read_text(encoding="utf-8") if file.is_file() else ""
        if BODY not in html:
            raise ConfigurationError(
                f"The page that MkDocs made for “{members.kind}” has no place for its text. If you have a {TEMPLATE} "
                "of your own, it has to contain {{ page.content }}; if not, a plugin of yours takes the text out."
            )
        place = Place(address=root + url, site=root, root="../" * url.count("/"), read=read)
        yield _MadeShell(members, html, file, place)
    file = site / NOT_FOUND
    html = file.read_text(encoding="utf-8") if edition.not_found and file.is_file() else ""
    if edition.not_found and BODY in html:
        # Shown at any address, so that nothing on it can be relative. One of the user's own is not ours to fill.
        place = Place(address=root + NOT_FOUND, site=root, root=urlsplit(root).path, read=read)
        yield _MadeShell(PageClass((edition.not_found,), ""), html, file, place, in_a_folder=False)


def _add_to_search(index_file: Path, mount: str, entries: Iterable[Mapping[str, str]]) -> None:
    """Our entries behind the user's pages in the index of MkDocs' search plugin, where there is one."""
    try:
        index = json.loads(index_file.read_text(encoding="utf-8"))
        index["docs"].extend({**entry, "location": mount + entry["location"]} for entry in entries)
    except (FileNotFoundError, ValueError, LookupError, AttributeError):
        return  # no search, or another plugin's: the pages work without it
    _write(index_file, json.dumps(index, separators=(",", ":")).encode("utf-8"))


def _inside(site: Path, path: Path) -> Path:
    """`path`, which every address of ours is made to be below `site`: the last lock on the door."""
    if not Path(os.path.abspath(path)).is_relative_to(os.path.abspath(site)):  # noqa: PTH100 -- links stay as they are
        raise InternalError(f"A page would be written outside the site, to {path}. Nothing was published.")
    return path


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _discard(file: Path, site: Path) -> None:
    """The file, and the folders that were made for it alone."""
    file.unlink()
    for folder in file.parents:
        if folder == site or any(folder.iterdir()):
            return
        folder.rmdir()
