"""Which pages the shell maker is asked for."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

from straightup.building.plan import Edition
from straightup.building.slots import DESCRIPTION, EDIT, TITLE, PageClass, page_classes
from straightup.disk.project import Project
from straightup.site import addresses

TEMPLATE = "straightup/shell.html"
NOT_FOUND = "404.html"


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
    def in_navigation(self) -> int:
        """As `Page.in_navigation`."""
        return self.members.pages[0].in_navigation

    @property
    def section(self) -> str | None:
        """The page in the navigation that its pages belong to, if there is one."""
        return addresses.section_of(self.members.url)


def archetypes(project: Project, edition: Edition, *, listed: Iterable[str], tabs: bool) -> tuple[Archetype, ...]:
    """One for each class of the edition's pages, those of the navigation first.

    `listed` are the sources in the user's navigation: a page of ours among them stands for itself. With `tabs` the
    navigation is above the page, so that both sidebars go.
    """
    own = {source_of(project.mount, page.url): page.url for page in edition.pages}
    alone = {own[source] for source in listed if source in own}
    alone |= {page.url for page in edition.pages if page.in_navigation}
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
    # Not resolved: MkDocs joins it to the address of the docs folder, and takes the dots out then.
    folder = PurePosixPath(os.path.relpath(project.incidents, project.docs_dir).replace(os.sep, "/"))
    found = [
        Archetype(
            members,
            source_of(project.mount, members.url),
            text,
            _label(members),
            str(folder / EDIT) if all(page.incident in edition.sources for page in members.pages) else None,
        )
        for members in page_classes(edition.pages, alone)
    ]
    return tuple(sorted(found, key=lambda each: (not each.in_navigation, each.in_navigation)))


def source_of(mount: str, url: str) -> str:
    """The Markdown file that a page would be made from, if it were the user's."""
    return f"{mount}{url}index.md"


def file_of(mount: str, url: str) -> str:
    """The file that a page is published as, relative to the site's root."""
    return f"{mount}{url}index.html"


def _label(members: PageClass) -> str:
    first = members.pages[0]
    return escape(first.label or first.title) if len(members.pages) == 1 else TITLE
