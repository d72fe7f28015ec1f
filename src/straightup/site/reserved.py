"""Which addresses are ours, so that no file of the user's own is in their way, or they in its."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from straightup.site.addresses import (
    API,
    ARCHIVE,
    COMPONENTS,
    EMBED,
    GROUPS,
    HISTORY,
    MAINTENANCE,
    MANY_COMPONENTS,
    OWN_API,
    PATTERNS,
    PROMISES,
    SUBSCRIBE,
    of_component,
    of_incident,
)

_OF_SITE = re.compile(r"(?:404\.html|build\.json|sitemap\.xml(?:\.gz)?|search/search_index\.json|assets/straightup/.*)")
_OF_PAGES = re.compile(
    r"(?:(?:(?:history|maintenance|promises|patterns|subscribe)/)?index\.html|feed\.xml|atom\.xml|feed\.json"
    r"|index\.md|incidents\.xml|groups/.*|calendar\.ics|metrics\.txt|badge\.(?:svg|json)|embed/index\.html|llms\.txt|api/(?:v2/|straightup/v1/).*|api/openapi\.json|history/\d{4}/.*|archive/\d{4}\.xml)",
    re.DOTALL,
)


def published_at(source: str, *, folders: bool) -> str:
    """The file that a page of the user's own is published as, from its Markdown file; `folders`: as an `index.html`."""
    path = PurePosixPath(source)
    if path.stem in ("index", "README"):
        return str(path.with_name("index.html"))
    return str(path.with_suffix("") / "index.html" if folders else path.with_suffix(".html"))


class Ours:
    """The addresses of the status pages, of which the user's own files keep clear."""

    def __init__(self, mount: str, reports: Iterable[str], components: Iterable[str]) -> None:
        """Where the status pages begin, and the ids of all reports and components."""
        mount = mount.casefold()
        self._mount = mount
        pages = (*map(of_incident, reports), *map(of_component, components))
        self._pages = frozenset(page.casefold() for page in pages)
        self._lists = len([page for page in self._pages if page.startswith(COMPONENTS)]) >= MANY_COMPONENTS
        ours = (
            f"{HISTORY}x",
            f"{MAINTENANCE}x",
            f"{PROMISES}x",
            f"{PATTERNS}x",
            f"{SUBSCRIBE}x",
            f"{API}x/x",
            f"{ARCHIVE}x",
            f"{OWN_API}x/x",
            f"{EMBED}x",
            f"{GROUPS}x/x",
            *self._pages,
        )
        self._folders = frozenset(
            folder
            for path in ("search/x", "assets/straightup/x", f"{mount}x", *(mount + each for each in ours))
            for folder in map(str, PurePosixPath(path).parents)
        )

    def has(self, file: str) -> bool:
        """Whether a file there would be in the way of one of ours, or one of ours in its way, on any disk or host: some
        take small letters and capitals for the same."""
        file = file.casefold()
        # A file whose folder has the name of one of our files is in its way too.
        return file in self._folders or any(map(self._is_one, (file, *map(str, PurePosixPath(file).parents))))

    def _is_one(self, file: str) -> bool:
        if _OF_SITE.fullmatch(file):
            return True
        if not file.startswith(self._mount):
            return False
        below = file[len(self._mount) :]
        if below == f"{COMPONENTS}index.html":
            return self._lists
        return bool(_OF_PAGES.fullmatch(below)) or "/".join((*below.split("/")[:2], "")) in self._pages
