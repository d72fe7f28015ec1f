"""Sites drawn as trees of text, and built sites read back."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.headline import headline
from straightup.outputs.rendering import Templates, View
from straightup.site.view import Site

COLOURED = """\
site_name: Example Shop Status
site_url: https://status.example.com/
docs_dir: incidents
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, primary: white}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, primary: black}
plugins:
  - search
  - straightup:
      contact: {label: support@example.com, url: "mailto:support@example.com"}
      feed_authority: status.example.com,2026
      components:
        - {id: checkout, name: Checkout, group: Shop}
        - {id: search, name: Search, group: Shop}
"""
"""A mkdocs.yml whose pages are light and dark."""
MANY_COMPONENTS = COLOURED.partition("components:\n")[0] + "components:\n".join(
    ("", "".join(f"        - {{id: c-{n}, name: Component {n}, group: Group {n % 9}}}\n" for n in range(100)))
)
"""A mkdocs.yml with 100 components in nine groups."""


def draw(root: Path, tree: Mapping[str, str]) -> Path:
    """The files of `tree` below `root`; returns where its `mkdocs.yml` is."""
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "mkdocs.yml"


def read_back(site: Path) -> dict[str, bytes]:
    """Every file below `site` by its path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def headline_of(site: Site) -> str:
    """The sentence on top of `site`, in English."""
    return headline(site, Words(language("en"), site.now))


def templates_of(site: Site, *later: Site) -> Templates:
    """Our own templates, filled from `site` as it is now and as it is `later`, in English."""
    views = [View(each, Words(language("en"), each.now)) for each in (site, *later)]
    return Templates(views[0], views[1:], read_theme([theme_folder()]))


def words_of(html: str) -> str:
    """What a customer reads: pieces that stand by themselves are parted."""
    html = re.sub(r"</?(?:p|div|li|ul|ol|dt|dd|h\d|td|th|summary|section|article|details)\b[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
