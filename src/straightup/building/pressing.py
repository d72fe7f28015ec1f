"""An edition pressed: the archetypes' pages come in as shells, and every page and file of the edition goes out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from straightup.building.fitting import Place, find_present, fit
from straightup.building.fitting.place import FOLDER
from straightup.building.fitting.preview import PRESENT_ICON, link_preview, with_state_icon
from straightup.building.plan import Edition
from straightup.building.shapes import NOT_FOUND, TEMPLATE, Archetype, file_of
from straightup.building.slots import ABOUT, BODY, ICON, PageClass, cut, press
from straightup.disk.project import Project
from straightup.disk.site_folder import SiteFolder
from straightup.model.errors import ConfigurationError
from straightup.site import addresses

PRESENT = "now.json"
"""Where the script of a settled page asks for the present, beside the script."""
_SEARCH_INDEX = "search/search_index.json"


def press_edition(
    project: Project, edition: Edition, shapes: Iterable[Archetype], site: SiteFolder, *, policy: bool = True
) -> None:
    """Writes the edition into `site`, where the archetypes are as pages, and takes those away.

    With `policy` its pages have a strict Content-Security-Policy.
    """
    shells = list(_shells(project, edition, shapes, site))
    bodies = (page.body for shell in shells for page in shell.members.pages)
    present = find_present(((shell.html, shell.place) for shell in shells), bodies)
    made: dict[str, bytes] = {}
    for shell in shells:
        html = with_state_icon(shell.html, shell.place, ICON)
        head = _head(shell, html, project.settings.site_name) if shell.in_a_folder else ""
        fitted = fit(html, shell.place, present, head=head, policy=policy)
        made.update(fitted.files)
        if len(shell.members.pages) > 1:
            site.discard(shell.file)
        parts = cut(fitted.html)
        for page in shell.members.pages:
            state = page.state or edition.state
            values = shell.members.values(
                page,
                edition.sources.get(page.incident, ""),
                state=state,
                state_words=edition.state_words.get(state, ""),
                icon=PRESENT_ICON if page.settled else edition.state,
            )
            file = file_of(project.mount, page.url) if shell.in_a_folder else shell.file
            # MkDocs writes its pages with the same answer to half a surrogate pair.
            site.write(file, press(parts, values).encode("utf-8", "xmlcharrefreplace"))
    made.update(_present(edition, site))
    made |= {project.mount + name: data for name, data in edition.files.items()}
    made |= {name: data for name, data in edition.root_files.items() if not site.has(name)}
    for name, data in made.items():
        site.write(name, data)
    for name, source in edition.linked.items():
        site.copy(Path(source), project.mount + name)
    _add_to_search(site, project.mount, edition.search)


def _head(shell: "_UncutShell", html: str, site_name: str) -> str:
    """What comes into the head of its pages: for previews of links, for search engines, and the way to its text."""
    members = shell.members
    head = link_preview(html, shell.place, site_name, article=members.kind == "incident")
    if any(page.about for page in members.pages):
        head += ABOUT
    if any(page.twin for page in members.pages):
        head += f'<link rel="alternate" type="text/markdown" href="{addresses.twin_of("")}">\n  '
    return head


@dataclass(frozen=True, slots=True)
class _UncutShell:
    """What the shell maker made of an archetype."""

    members: PageClass
    html: str
    file: str
    place: Place
    in_a_folder: bool = True
    """False for the page that stands in for those that are not there."""


def _shells(project: Project, edition: Edition, shapes: Iterable[Archetype], site: SiteFolder) -> Iterator[_UncutShell]:
    root = addresses.site_root(project.settings)
    for archetype in shapes:
        members = archetype.members
        url = project.mount + members.url
        file = file_of(project.mount, members.url)
        html = _text(site, file)
        if BODY not in html:
            raise ConfigurationError(
                f"The page that MkDocs made for “{members.kind}” has no place for its text. If you have a {TEMPLATE} "
                "of your own, it has to contain {{ page.content }}; if not, a plugin of yours takes the text out."
            )
        place = Place(address=root + url, site=root, root=addresses.root_from(url), read=site.read)
        yield _UncutShell(members, html, file, place)
    html = _text(site, NOT_FOUND) if edition.not_found else ""
    if edition.not_found and BODY in html:
        # Shown at any address, so that nothing on it can be relative. One of the user's own is not ours to fill.
        on_host = addresses.path_on_host(project.settings)
        place = Place(address=root + NOT_FOUND, site=root, root=on_host, read=site.read)
        yield _UncutShell(PageClass((edition.not_found,), ""), html, NOT_FOUND, place, in_a_folder=False)


def _present(edition: Edition, site: SiteFolder) -> Iterator[tuple[str, bytes]]:
    """What settled pages load instead of having it: the present, and the picture of its state, at fixed addresses."""
    yield f"{FOLDER}/{PRESENT}", edition.present
    for kind in ("png", "svg"):
        if icon := site.read(f"{FOLDER}/state/{edition.state}.{kind}"):
            yield f"{FOLDER}/state/{PRESENT_ICON}.{kind}", icon


def _text(site: SiteFolder, file: str) -> str:
    return (site.read(file) or b"").decode("utf-8")


def _add_to_search(site: SiteFolder, mount: str, entries: Iterable[Mapping[str, str]]) -> None:
    """Our entries behind the user's pages in the index of MkDocs' search plugin, where there is one."""
    try:
        index = json.loads(site.read(_SEARCH_INDEX) or b"")
        index["docs"].extend({**entry, "location": mount + entry["location"]} for entry in entries)
    except (ValueError, LookupError, AttributeError):
        return  # no search, or another plugin's: the pages work without it
    site.write(_SEARCH_INDEX, json.dumps(index, separators=(",", ":")).encode("utf-8"))
