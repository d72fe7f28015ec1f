"""Fits a shell for publishing: a strict security policy, one style sheet, deferred scripts, and no other host.

It works on whatever HTML the theme, the user's overrides and other plugins have made, once for each shell, and changes
no byte but those it is about; slots survive. The user's own pages are never fitted.

What other hosts would be asked for when a page is opened, in a link or in a script, is left out: a status page needs
nobody else. That is how Material's default fonts go. What the policy does not allow and cannot be moved stays where it
is, and browsers leave it out: `style="…"`, `onclick="…"`, scripts of a module's kind, scripts with a page's own text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from straightup.building.fitting import material
from straightup.building.fitting.device import Palettes, follow, palettes_of
from straightup.building.fitting.markup import Edits, Tag, tags_of
from straightup.building.fitting.place import FOLDER, MadeFiles, Place
from straightup.building.fitting.scripts import defer_all
from straightup.building.fitting.sheets import Sheet, join, joinable, rebased
from straightup.building.fitting.trimming import VARIABLE, Present
from straightup.building.slots import has_slot

__all__ = ["POLICY", "Fitted", "Place", "Present", "find_present", "fit"]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
"""`data:` for pictures, as that is how the theme's style sheet has its icons."""

_LOADING = {"stylesheet", "preconnect", "dns-prefetch", "preload", "prefetch", "modulepreload", "prerender"}
_CLASSES = re.compile(r"""\sclass=("[^"]*"|'[^']*'|[^\s"'>]+)""")
_COLOURS = re.compile(r"""\bdata-md-color-(scheme|primary|accent)=["']?([\w-]+)""")


@dataclass(frozen=True, slots=True)
class Fitted:
    html: str
    files: Mapping[str, bytes]
    """What the page needs beside it, by paths relative to the site's root; their names follow from their bytes."""


def find_present(shells: Iterable[tuple[str, Place]], bodies: Iterable[str]) -> Present:
    """What can occur on the pages of `shells` with `bodies` in them, for one style sheet that fits them all."""
    classes: set[str] = set()
    colours: set[tuple[str, str]] = set()
    for text in bodies:
        classes.update(_CLASSES.findall(text))
        if "data-md-color" in text:
            colours.update(_COLOURS.findall(text))
    words: dict[str, None] = {}
    for html, place in shells:
        words[html] = None
        for tag in tags_of(html):
            classes.add(tag.attributes.get("class", ""))
            path = place.path_of(tag.attributes["src"]) if tag.name == "script" and "src" in tag.attributes else None
            if path and (data := place.read(path)):
                script = data.decode("utf-8", "replace")
                if material.SCRIPT.fullmatch(path):
                    # It names the classes of everything that it could make of another page.
                    words[" ".join(VARIABLE.findall(material.without_diagrams(script)))] = None
                else:
                    words[script] = None
                    classes.update(re.findall(r"[\w-]+", script))
            elif tag.name == "script" and "json" not in tag.attributes.get("type", ""):
                classes.update(re.findall(r"[\w-]+", tag.text))
    text = "\n".join(words)
    colours.update(_COLOURS.findall(text))
    names = {name for value in classes for name in value.strip("\"'").split()}
    return Present(
        unused=material.unused_families(names, text),
        colours=frozenset(colours),
        words=" ".join(sorted(set(VARIABLE.findall(text)))),
    )


def fit(html: str, place: Place, present: Present, *, head: str = "", policy: bool = True) -> Fitted:
    """The shell `html` with `head` added to its head, and the files that it then needs.

    Without `policy` the page may do as it likes.
    """
    html, _ = material.mended(html)
    tags = tags_of(html)
    edits = Edits(html)
    made = MadeFiles(place)
    palettes = palettes_of(tags)
    _without_other_hosts(tags, place, edits)
    _one_sheet(tags, made, present, palettes, edits)
    defer_all(tags, made, edits)
    if palettes:
        follow(tags, edits)
    if policy:
        _with_policy(tags, edits)
    if head:
        body = next((tag.start for tag in tags if tag.name == "body"), len(html))
        end = html.rfind("</head>", 0, body)
        edits.put(*(body, body) if end < 0 else (end, end), head)
    return Fitted(edits.result(), made.files)


def _with_policy(tags: Iterable[Tag], edits: Edits) -> None:
    """Directly behind the character set, which has to come first: what is above it would not be bound by it."""
    charset = next((tag for tag in tags if tag.name == "meta" and "charset" in tag.attributes), None)
    after = charset or next((tag for tag in tags if tag.name == "head"), None)
    if after:
        line = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        edits.put(after.end, after.end, f"\n      {line}")


def _without_other_hosts(tags: Iterable[Tag], place: Place, edits: Edits) -> None:
    for tag in tags:
        link = tag.attributes.get("href" if tag.name == "link" else "src", "")
        loads = tag.name == "script" or (tag.name == "link" and tag.words("rel") & _LOADING)
        if loads and link and place.is_foreign(link):
            edits.put(tag.start, tag.closed, "")


def _one_sheet(tags: Iterable[Tag], made: MadeFiles, present: Present, palettes: Palettes | None, edits: Edits) -> None:
    """Neighbours are joined where the first of them stood, so that of two rules the later one still wins.

    A sheet that cannot be read or told apart stays as it is, and those behind it are joined among themselves.
    """
    run: list[tuple[Tag, Sheet]] = []

    def end_run() -> None:
        if run:
            css = join(tuple(sheet for _, sheet in run), FOLDER, present, palettes)
            link = f'<link rel="stylesheet" href="{made.address_of(css, "site", "css")}">'
            for number, (tag, _) in enumerate(run):
                edits.put(tag.start, tag.closed, "" if number else link)
            run.clear()

    for tag in tags:
        is_link = tag.name == "link" and "stylesheet" in tag.words("rel")
        if not is_link and tag.name != "style":
            continue
        if is_link and made.place.is_foreign(tag.attributes.get("href", "")):
            continue
        sheet = _sheet(tag, made.place)
        if sheet and run and not joinable(sheet, first=False):
            end_run()
        if sheet and joinable(sheet, first=not run):
            run.append((tag, sheet))
        else:
            end_run()
    end_run()


def _sheet(tag: Tag, place: Place) -> Sheet | None:
    if tag.attributes.get("type", "").strip().lower() not in ("", "text/css"):
        return None
    if tag.bound or "disabled" in tag.attributes or "title" in tag.attributes or "alternate" in tag.words("rel"):
        return None
    media = tag.attributes.get("media", "").strip()
    if media.lower() == "all" or "onload" in tag.attributes:
        # A sheet for print that a script turns into one for all, a usual way not to wait for it.
        media = ""
    if has_slot(media) or any(mark in media for mark in "{};\"'"):
        return None
    if tag.name == "style":
        here = place.path_of("") or ""
        css = rebased(tag.text, here.rpartition("/")[0], FOLDER)
        return None if has_slot(css) else Sheet(css, FOLDER, media)
    path = place.path_of(tag.attributes.get("href", ""))
    data = place.read(path) if path else None
    if path is None or data is None:
        return None
    try:
        css = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return Sheet(css, path.rpartition("/")[0], media, trimmed=material.SHEETS.fullmatch(path) is not None)
