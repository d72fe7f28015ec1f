"""A site that is built for practice: every page says so first, no search engine keeps it, and no feed tells of it."""

import re
from html import escape

from straightup.building.additions import LinkTo
from straightup.building.fitting.place import FOLDER
from straightup.building.plan import Edition
from straightup.disk.project import Project
from straightup.site import addresses

SHEET = f"{FOLDER}/exercise.css"
STYLE = b"""\
.su-exercise {
  position: sticky;
  top: 0;
  z-index: 10;
  padding: 0.6rem 1rem;
  background: #ffd500;
  color: #000;
  font: bold 1rem/1.4 sans-serif;
  text-align: center;
}
"""
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)


def as_exercise(html: str, project: Project, edition: Edition, link_to: LinkTo | None = None) -> str:
    """The page with a band above everything, also for whom no style sheet arrives; as it is where it is no exercise.

    Without `link_to` it is one that is shown at any address, so that nothing on it can be relative.
    """
    if not edition.exercise:
        return html
    sheet = escape(link_to(SHEET) if link_to else addresses.path_on_host(project.settings) + SHEET)
    head = f'<meta name="robots" content="noindex, nofollow">\n    <link rel="stylesheet" href="{sheet}">'
    html = html.replace("</head>", f"  {head}\n  </head>", 1)
    band = f'<div class="su-exercise" role="note">{escape(edition.words["exercise"])}</div>'
    return _BODY.sub(lambda body: f"{body[0]}\n    {band}", html, count=1)
