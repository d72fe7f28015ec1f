"""The header and the footer of a site that is all status pages, in the place of the theme's own."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from straightup.building.plan import Edition
from straightup.building.shapes import source_of
from straightup.disk.project import Project, theme_folder
from straightup.disk.themes import has_header
from straightup.site import addresses

MOST_TABS = 4


def is_ours(config: MkDocsConfig, project: Project) -> bool:
    """Whether the site has the header of the status pages: neither beside documentation nor where the user has one."""
    custom = config.theme.custom_dir
    return not project.mount and not (custom and has_header(Path(custom)))


def folder() -> str:
    """Where the templates of it are, for the list of the theme's folders."""
    return str(theme_folder() / "whole")


def parts(nav: Navigation, edition: Edition) -> Mapping[str, Any]:
    """What its templates ask for: the pages in the header, the one button, all pages in the footer, and words."""
    ours = {source_of("", page.url): page for page in edition.pages}
    pages = [page for page in nav.pages if page.file.src_uri in ours]
    follow = next((page for page in pages if ours[page.file.src_uri].url == addresses.SUBSCRIBE), None)
    patterns = [{"title": page.title, "url": page.url} for page in edition.pages if page.url == addresses.PATTERNS]
    return {
        "tabs": [page for page in pages if page is not follow][:MOST_TABS],
        "follow": follow,
        "pages": [*_tops(nav), *patterns],
        "words": edition.words,
    }


def _tops(nav: Navigation) -> Iterator[Mapping[str, str | None]]:
    """A link for each entry on the navigation's highest level; that of a section leads to its first page."""
    for item in nav.items:
        first = next(iter(_leaves(item)), None)
        if first is not None:
            yield {"title": item.title, "url": first.url}


def _leaves(item: StructureItem) -> Iterator[Page | Link]:
    if isinstance(item, Section):
        for each in item.children:
            yield from _leaves(each)
    elif isinstance(item, Page | Link):
        yield item
