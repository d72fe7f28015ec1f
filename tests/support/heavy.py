"""Sites made of what is heavy. Run as a script, it composes each by itself and says what that took.

A line for each: its name, seconds of computing time, KiB of memory at the most, bytes of all pages and files, and their
number.
"""

import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from straightup.building.plan import Edition, compose
from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component
from support.constructs import CONSTRUCTS, PLACES
from support.effort import LARGEST, THOROUGH
from support.excerpts import MAINTENANCE, OPEN

NOW = datetime(2026, 11, 3, 15, tzinfo=UTC)
SETTINGS = Settings(
    site_url="https://status.example.com/",
    components=tuple(Component(id=name, name=name) for name in ("api", "checkout")),
)
HEAVIEST = (
    "ampersands",
    "tables of short rows",
    "lists of each kind",
    "headings without a time",
    "headings",
    "known headings",
    "half an entity",
    "pictures",
    "code",
    "soft hyphens",
    "quotation marks",
    "short paragraphs",
    "short lines",
    "loose lists",
    "numbered lists",
    "quotations apart",
    "steps without a space",
    "closed emphasis",
    "references that are known",
    "lines of bars",
    "tables",
    "wide tables",
    "very wide tables",
    "many tables",
    "less than",
    "addresses of pages",
)


MANY = 2_500 if THOROUGH else 600
"""Reports that all stand on the first page."""


def source(identity: str, text: str) -> Source:
    """A report of that id."""
    path = f"{identity}.md"
    return Source(f"incidents/{path}", identity, text.encode("utf-8", "surrogatepass"), below=path)


def edition(*sources: Source) -> Edition:
    """What is published of `sources`, whatever is wrong with them."""
    theme = read_theme([theme_folder()])
    return compose(sources, SETTINGS, theme, now=NOW, keep_going=True)


def names(number: int) -> Iterator[str]:
    return (f"c{each}" for each in range(number))


def sites() -> Iterator[tuple[str, list[Source]]]:
    """(what it is, its reports)"""
    place = next(place for place in PLACES if place.name == "an update")
    for what in HEAVIEST if THOROUGH else HEAVIEST[1:2]:
        yield what, [source("2026-11-03-a", place.around(CONSTRUCTS[what], LARGEST))]
    head = OPEN.replace("  checkout: major-outage\n", "".join(f"  {name}: degraded\n" for name in names(700)))
    yield "700 components that nobody declared", [source("2026-11-03-a", head)]
    line = f"- ETA: 16:30 UTC\n- Components: {', '.join(f'{name} degraded' for name in names(10_000))}\n"
    yield "10,000 in an update", [source("2026-11-03-a", OPEN.replace("- ETA: 16:30 UTC\n", line))]
    text = head.replace("Cards issued", "&" * 100_000)
    yield "components with a long text", [source("2026-11-03-a", text)]
    for what, base in (("open incidents", OPEN), ("planned works", MAINTENANCE)):
        texts = (base.replace("title: ", f"title: {number} ") for number in range(MANY))
        yield f"{MANY:,} {what}", [source(f"2026-11-03-a{number}", text) for number, text in enumerate(texts)]


def main() -> None:
    for what, sources in sites():
        child = os.fork()
        if not child:
            begin = time.process_time()
            made = edition(*sources)
            parts = [*(page.body.encode() for page in made.pages), *made.files.values()]
            taken = time.process_time() - begin
            sys.stdout.write(f"{what}\t{taken:.2f}\t{most_memory()}\t{sum(map(len, parts))}\t{len(parts)}\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


def most_memory() -> int:
    """What this process took at its largest, in KiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
