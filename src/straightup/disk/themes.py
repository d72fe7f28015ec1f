"""Reads the texts that pages are made with from the folders of a theme."""

import os
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from straightup.model.errors import ConfigurationError
from straightup.model.theme import Theme

OURS = "straightup"
"""The folder below a theme's in which our templates are, and a user's changes to them."""
_TEMPLATES = (".html", ".svg")
"""Also outside our folder: a user's template may include a part, or an icon, that the rest of their theme has too."""

_HEADER = re.compile(r"\{%[-+]?\s*block\s+(?:header|tabs|footer)\b")
"""Where a user's main.html has its own instead of the theme's."""


def read_theme(folders: Sequence[Path]) -> Theme:
    """The texts in `folders`: those of the site itself, and last the one that comes with straightup.

    Of two files with one name the first counts. ConfigurationError when a text cannot be read.
    """
    templates: dict[str, str] = {}
    languages: dict[str, bytes] = {}
    for folder in folders:
        for file in _files(folder):
            name = file.relative_to(folder).as_posix()
            if file.suffix in _TEMPLATES and name not in templates:
                text = _text(name, _data(file))
                if text is not None:
                    templates[name] = text
            elif file.suffix == ".po" and file.parent == folder / OURS / "languages":
                languages[str(file)] = _data(file)
    changed = any((folder / OURS).is_dir() for folder in folders[:-1])
    return Theme(templates=templates, languages=languages, changed=changed)


def _files(folder: Path) -> Iterator[Path]:
    """Links are followed as MkDocs follows them, but not in a circle."""
    seen: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        yield from (file for name in sorted(names) if (file := Path(place, name)).is_file())


def _data(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be used: {error.strerror}. Check who may read it.") from error


def _text(name: str, data: bytes) -> str | None:
    """None for what is no text, outside our folder, where nothing has to be for us."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not name.startswith(f"{OURS}/"):
            return None
        raise ConfigurationError(f"The template {name} cannot be used: {error}. Correct it in your theme.") from error


def shell_folders(own: Sequence[Path]) -> tuple[Path, ...]:
    """Where the templates of pages of the user's own are looked for: in `own`, in Material's folder, in MkDocs'.

    Neither of the two is imported.
    """
    return (*own, *_installed("material"), *_installed("mkdocs"))


def has_header(folder: Path) -> bool:
    """Whether a user's theme in `folder` has a header, tabs or a footer of its own."""
    if any((folder / "partials" / f"{part}.html").is_file() for part in ("header", "tabs", "footer")):
        return True
    main = folder / "main.html"
    return main.is_file() and _HEADER.search(_data(main).decode("utf-8", "replace")) is not None


@cache
def _installed(package: str) -> tuple[Path, ...]:
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    return tuple(Path(place, "templates") for place in places or ())


def own_scripts(path: str) -> bool:
    """Whether Material has a script or a style sheet at that path, which a file of the user's would replace."""
    if not path.startswith("assets/") or not path.endswith((".js", ".css")):
        return False
    return any((folder / path).is_file() for folder in _installed("material"))
