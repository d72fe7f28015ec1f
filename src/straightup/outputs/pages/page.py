"""A page of the status site before it has a shell around it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One pressed page. Texts are plain (pressing escapes them), the body is finished HTML."""

    kind: str
    """`now`, `incident`, `history`, `component`, …: pages of one kind and depth share a shell."""
    url: str
    """Relative to where the status pages are mounted, "" or ending in a slash: `incidents/2026-11-03-x/`."""
    title: str
    description: str
    """One sentence for search engines and link previews; never empty."""
    body: str
    updated: str = ""
    """`YYYY-MM-DD` of the last change, for the sitemap; "" for the day of the build."""
    label: str = ""
    """Its name in the navigation, where that is another than its title."""
    state: str = ""
    """A component state: the picture of a link preview shows it. "" for that of the whole site."""


class Press(Protocol):
    """Makes one page from the template of its kind."""

    def __call__(
        self,
        template: str,
        url: str,
        title: str,
        description: str,
        *,
        state: str = "",
        updated: str = "",
        **values: object,
    ) -> Page:
        """`values` are what the template calls by name."""
