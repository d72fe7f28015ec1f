"""Files that a stranger may put beside the reports, each of which once stopped a build, or was published wrongly."""

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

OUTSIDE = "outside/secret.txt"
"""Beside the docs folder, and never to be published."""
SECRET = "nobody may read this"
Make = Callable[[Path], None]
"""Makes a file at that path."""


def text(content: str | bytes) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return make


def link(target: str) -> Make:
    return lambda path: path.symlink_to(target)


def listening(path: Path) -> None:
    # The address of a socket is short; the path of its folder may be long.
    with chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def sparse(size: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


GOOD: Mapping[str, Make] = {
    "about.md": text("# About\n\nWords of about.\n"),
    "guide/first.md": text("---\ntitle: First\nhide: [toc]\ntags: [a]\n---\n\nWords of guide.\n"),
    "picture.png": text(b"\x89PNG picture"),
    "data/table.csv": text("a,b\n"),
    "alias.md": link("about.md"),
    "data/again.csv": link("table.csv"),
    "naïve café – 10.00 AM.png": text(b"\x89PNG spaces"),
    "many.md": text("# Many\n\n" + "| a | b |\n|---|---|\n" + "| x | y |\n" * 3000),
    "history/mine.md": text("# Mine\n\nWords of mine.\n"),
    "zoo/index.md": text("# Zoo\n\nWords of zoo.\n"),
    "nul.md": text("# Nul\n\na\0b\n"),
}
"""They are published whole, a link as what it leads to."""

BAD: Mapping[str, Make] = {
    "env.txt": link("/proc/self/environ"),
    "password.md": link("/etc/passwd"),
    "secret.txt": link(f"../{OUTSIDE}"),
    "folder": link("../outside"),
    "a": link("."),
    "b": link("."),
    "itself.png": link("itself.png"),
    "dangling.png": link("nowhere.png"),
    "hidden.txt": link(".hidden"),
    "report.md": link("2026-11-03-cards.md"),
    "pipe.md": os.mkfifo,
    "pipe.png": os.mkfifo,
    "socket.png": listening,
    "latin.md": text(b"# Gr\xfc\xdfe\n"),
    "template.md": text("---\ntemplate: nope.html\n---\n# A\n"),
    "template-list.md": text("---\ntemplate: [main.html]\n---\n# A\n"),
    "part.md": text("---\ntemplate: partials/nav.html\n---\n# A\n"),
    "hide.md": text("---\nhide: 5\n---\n# A\n"),
    "icon.md": text("---\nicon: ../../main\n---\n# A\n"),
    "search.md": text("---\nsearch: true\n---\n# A\n"),
    "head.md": text("---\na: [\n---\n# A\n"),
    "no-head.md": text("---\njust words\n---\n# A\n"),
    "bomb.md": text(
        "---\na0: &a0 {x: 1}\n"
        + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
        + "---\n# A\n"
    ),
    "brackets.md": text("[" * 20_000),
    "nested.md": text("1. " * 700),
    "references.md": text("[x]: " + "u" * 100_000 + "\n\n" + "[x] " * 60_000),
    "large.md": text("word " * 300_000),
    "large.bin": sparse(101 * 2**20),
    "index.md": text("# Mine\n"),
    "README.md": text("# Mine\n"),
    "feed.xml": text("mine"),
    "build.json": text("{}"),
    "sitemap.xml": text("mine"),
    "404.html": text("mine"),
    "history.md": text("# Mine\n"),
    "search": text("mine"),
    "incidents/2026-11-03-cards/index.html": text("mine"),
    "components/search/x.png": text("mine"),
    "assets/straightup/status.js": text("alert(1)"),
    "control\x01.png": text("mine"),
    "line\nfeed.md": text("# A\n"),
    "turned\u202e.png": text("mine"),
    os.fsdecode(b"gr\xfc\xdfe.png"): text("mine"),
    "zoo.md": text("# The same address as zoo/index.md\n"),
    "picture.png.md": text("# A file and a folder of one name\n"),
}
"""They are named, and left out."""


def put(folder: Path, path: str, make: Make) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    make(place)
