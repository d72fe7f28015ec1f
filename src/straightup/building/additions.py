"""What is added to pages that the shell maker has finished: the feeds to all, and to the user's own what they need."""

from collections.abc import Callable
from html import escape

from straightup.building.fitting import material
from straightup.building.fitting.place import FOLDER
from straightup.building.plan import Edition
from straightup.disk.project import Project
from straightup.outputs.compiled import keep as keep_templates
from straightup.site import addresses

__all__ = ["keep_templates", "readable", "with_feeds", "with_script"]

_SCRIPT = f"{FOLDER}/status.js"
_THEME_SHEET = f"{FOLDER}/theme.css"

LinkTo = Callable[[str], str]
"""Makes a link of a path that is relative to the site's root."""


def with_feeds(html: str, project: Project, edition: Edition, title: str, link_to: LinkTo | None = None) -> str:
    """The page with links to the feeds of everything, in which `title` names them.

    Without `link_to` it is one that is shown at any address, so that nothing on it can be relative.
    """
    root = addresses.path_on_host(project.settings)
    links = ""
    for name, kind in addresses.FEEDS.items():
        if name in edition.files:
            path = project.mount + name
            address = escape(link_to(path) if link_to else root + path)
            links += f'<link rel="alternate" type="{kind}" title="{escape(title)}" href="{address}">\n  '
    return html.replace("</head>", f"{links}</head>", 1)


def with_script(html: str, link_to: LinkTo) -> str:
    """A page of the user's own that the theme puts one of ours into, whose script has to be there already."""
    return html.replace("</body>", f'<script src="{escape(link_to(_SCRIPT))}" defer></script>\n  </body>', 1)


def readable(html: str, link_to: LinkTo) -> str:
    """A page of the user's own without the known faults of Material's markup and colours."""
    mended, _ = material.mended(html)
    return mended.replace("</head>", f'<link rel="stylesheet" href="{escape(link_to(_THEME_SHEET))}">\n  </head>', 1)
