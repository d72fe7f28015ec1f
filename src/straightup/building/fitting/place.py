"""Where a page is, where its links lead, and where what is made for it goes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

FOLDER: Final = "assets/straightup"
"""Where the made files are, relative to the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the pages of a shell are."""

    address: str
    """Of the page, absolute; it may hold slots."""
    site: str
    """The address of the site's root, ending in a slash."""
    root: str
    """What leads from the page to the site's root: `../../`, or `/` for a page that is shown at any address."""
    read: Callable[[str], bytes | None]
    """A published file by its path relative to the site's root; None for one that is not there."""

    def path_of(self, link: str) -> str | None:
        """The path of a file of this site that `link` leads to; None for another host's, or none at all."""
        try:
            address = urlsplit(urljoin(self.address, link.strip()))
            site = urlsplit(self.site)
            inside = (address.scheme, address.netloc) == (site.scheme, site.netloc)
        except ValueError:
            return None
        return unquote(address.path.removeprefix(site.path)) if inside and address.path.startswith(site.path) else None

    def is_foreign(self, link: str) -> bool:
        """Whether `link` asks another host."""
        try:
            address = urlsplit(urljoin(self.address, link.strip()))
        except ValueError:
            return True
        return address.scheme in ("http", "https") and address.netloc != urlsplit(self.site).netloc


@dataclass(frozen=True, slots=True)
class MadeFiles:
    """The files that are made for a page: its one style sheet, and its scripts."""

    place: Place
    files: dict[str, bytes] = field(default_factory=dict)
    """By their paths relative to the site's root."""

    def address_of(self, text: str, name: str, ending: str) -> str:
        """The address, as HTML, of a file with `text`, whose name follows from it: caches may keep it for ever."""
        data = text.encode("utf-8", "replace")
        path = f"{FOLDER}/{name}-{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
        self.files[path] = data
        return escape(self.place.root + path)
