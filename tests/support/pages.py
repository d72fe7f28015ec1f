"""Sites in every state that customers may meet, and what stands in their pages."""

import os
import re
import runpy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeAlias

import pytest

from support.built import Build, Drawn, of_one
from support.excerpts import MAINTENANCE, OPEN, RESOLVED_PREVENTION
from support.places import ROOT
from support.sites import COLOURED, MANY_COMPONENTS

OVER = """
### 2026-11-03 16:20 UTC: Resolved

- Next update: 2026-11-12 12:00 UTC

Payments are normal since 16:12 UTC.
"""
RESOLVED = OPEN.replace("14:05 UTC\n---", "14:05 UTC\nresolved: 2026-11-03 16:12 UTC\n---")
RESOLVED = RESOLVED.replace("## Updates", f"{RESOLVED_PREVENTION}## Updates") + OVER
UNANSWERED = re.sub(r"(?s)(?<=## Cause\n\n).*?(?=\n\n## )", "We are investigating.", OPEN).replace("16:30 UTC", "soon")

AS_ON_GITHUB = OPEN.replace("- Next", "- Edited: 2026-11-03 14:52 UTC, because it is the EU\n- Next").replace(
    "We are issuing a new one.",
    "We are issuing a new one[^1], as for `<your-shop>`.\n\n> [!WARNING]\n> Do not pay twice.\n\n"
    "> [!NOTE]\n> Note.\n\n> [!TIP]\n> Tip.\n\n> [!IMPORTANT]\n> Important.\n\n> [!CAUTION]\n> Caution.\n\n"
    "[^1]: It takes an *hour*.",
)


STATES = {
    "all fine": Drawn({"2026-11-03-cards.md": RESOLVED}, "2026-11-20 09:00 UTC"),
    "degraded": Drawn({"2026-11-03-cards.md": OPEN.replace("major-outage", "degraded")}, "2026-11-03 15:00 UTC"),
    "major outage": Drawn({"2026-11-03-cards.md": OPEN}, "2026-11-03 15:00 UTC"),
    "late promise": Drawn({"2026-11-03-cards.md": OPEN}, "2026-11-03 17:00 UTC"),
    "not answered": Drawn({"2026-11-03-cards.md": UNANSWERED}, "2026-11-03 15:00 UTC"),
    "as on GitHub": of_one(AS_ON_GITHUB, "2026-11-03 15:00 UTC"),
    "not readable": Drawn(
        {"2026-11-03-cards.md": OPEN, "2026-11-02-x.md": "title: Search is slow\n\nsearch: degraded\n"},
        "2026-11-03 15:00 UTC",
    ),
    "maintenance": Drawn({"2026-11-28-db.md": MAINTENANCE}, "2026-11-28 04:20 UTC"),
    "no incidents": Drawn({}, "2026-11-20 09:00 UTC"),
    "arabic": Drawn(
        {"2026-11-03-cards.md": OPEN, "2026-11-28-db.md": MAINTENANCE},
        "2026-11-03 17:00 UTC",
        COLOURED.replace("  name: material", "  name: material\n  language: ar"),
    ),
}
DEMONSTRATION = "demonstration"

HUNDRED = of_one(
    OPEN.replace("checkout: major-outage", "c-7: major-outage\n  c-40: degraded"),
    "2026-11-03 15:00 UTC",
    MANY_COMPONENTS,
)
"""Two of a hundred components do not work."""


@dataclass(frozen=True, slots=True)
class Built:
    """A site as it stands on the disk."""

    name: str
    folder: Path

    def pages(self) -> dict[str, Path]:
        """Every page by the path that it is opened at, in order."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return {name.removesuffix("index.html"): self.folder / name for name in sorted(found)}


Sites: TypeAlias = tuple[Built, ...]


@pytest.fixture(scope="session")
def sites(build: Build, demonstration_folder: Path) -> Sites:
    """The demonstration, and a site in each state."""
    states = (Built(name, build(drawn)) for name, drawn in STATES.items())
    return Built(DEMONSTRATION, demonstration_folder), *states


@pytest.fixture(scope="session")
def large_sites(build: Build) -> Sites:
    """A site of two hundred invented incidents, and one of a hundred components."""
    invented = runpy.run_path(os.fspath(ROOT / "bench" / "invented.py"))
    many = Drawn(dict(invented["incident_files"](200)), "2026-11-20 09:51 UTC", invented["CONFIGURATION"])
    return Built("200 incidents", build(many)), Built("100 components", build(HUNDRED))


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    attributes: Mapping[str, str | None]

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()


@cache
def elements(page: Path) -> list[Element]:
    found: list[Element] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(Element(tag, dict(attrs)))

    Parser().feed(page.read_text(encoding="utf-8"))
    return found


def is_ours(page: Path) -> bool:
    """Whether straightup made this page, and not Material from the user's own Markdown."""
    return any("straightup" in element.classes for element in elements(page))


@cache
def telling_pages(sites: Sites) -> list[tuple[Built, str]]:
    """Few pages on which all is to be seen that any page has: each shape of address, each element, each class.

    The first page of each site is always among them.
    """
    pages = [(site, path, _what_shows(path, file)) for site in sites for path, file in site.pages().items()]
    chosen = [page for page in pages if page[1] == ""]
    missing = {what for page in pages for what in page[2]} - {what for page in chosen for what in page[2]}
    while missing:
        chosen.append(max(pages, key=lambda page: len(page[2] & missing)))
        missing -= chosen[-1][2]
    return [(site, path) for site, path, _ in chosen]


def largest_pages(sites: Sites) -> list[tuple[Built, str]]:
    """Of each shape of address the page that has the most bytes in any of `sites`."""
    largest: dict[str, tuple[int, Built, str]] = {}
    for site in sites:
        for path, file in site.pages().items():
            size = file.stat().st_size
            if size > largest.get(shape := _shape(path), (0,))[0]:
                largest[shape] = size, site, path
    return [(site, path) for _, site, path in largest.values()]


def _what_shows(path: str, page: Path) -> frozenset[str]:
    return frozenset(
        {_shape(path), *(f"{each.name}.{name}" for each in elements(page) for name in ("", *each.classes))}
    )


def _shape(path: str) -> str:
    """What `path` has in common with the addresses of all pages of its kind."""
    return re.sub(r"(?<=/)[^/]+(?=/)", lambda part: "1" if part[0].isdigit() else "x", path)


def assert_none(found: Iterable[tuple[str, str]]) -> None:
    """Fails with every fault in `found`, which is pairs of a page and a fault: each fault once, and the pages."""
    pages: dict[str, list[str]] = {}
    for where, fault in found:
        pages.setdefault(fault, []).append(where)
    lines = [f"{fault}\n    {len(where)}: {', '.join(where[:4])}" for fault, where in pages.items()]
    assert not pages, "\n" + "\n".join(lines)


def line(text: str) -> str:
    """`text` in one line."""
    return " ".join(text.split())
