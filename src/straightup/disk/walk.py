"""The one walk through a folder that people write in: no link is followed, no pipe opened, no folder seen twice."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

LONGEST_PATH = 1000
"""Bytes of a path below the folder: hosts of static files take no longer ones (S3: 1,024 with the site's prefix)."""


class Sort(Enum):
    """What stands at a path, as it is there: a link is a link, whatever it leads to."""

    FILE = auto()
    LINK = auto()
    OTHER = auto()
    """A pipe, a socket or a device."""
    FOLDER = auto()
    """A folder that was not to be entered."""
    CLOSED = auto()
    """A folder that cannot be read."""
    AGAIN = auto()
    """A folder that was seen at another path, or that holds itself."""
    TOO_DEEP = auto()
    """Something whose path is longer than `LONGEST_PATH`."""


@dataclass(frozen=True, slots=True)
class Found:
    path: str
    """With the folder's own; may hold bytes that are no text, as Python's own functions name them."""
    below: str
    """Below the folder, with forward slashes."""
    sort: Sort
    size: int = 0
    """Bytes of a file."""

    @property
    def name(self) -> str:
        return self.below.rpartition("/")[2]


def walk(folder: Path, enter: Callable[[str], bool]) -> Iterator[Found]:
    """Everything below `folder` but the folders that are entered, each in the place of its name.

    OSError when `folder` itself cannot be read. `enter` says of a folder's path below this one whether to look into it.
    """
    seen: set[tuple[int, int]] = set()
    begun = os.stat(folder)  # noqa: PTH116 -- as all of this module: thousands of files, and Path is slow
    seen.add((begun.st_dev, begun.st_ino))
    open_folders = [iter(_entries(os.fspath(folder)))]
    while open_folders:
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
            continue
        below = entry.path[len(os.fspath(folder).rstrip(os.sep)) + 1 :].replace(os.sep, "/")
        if len(os.fsencode(below)) > LONGEST_PATH:
            yield Found(entry.path, below, Sort.TOO_DEEP)
        elif not entry.is_dir(follow_symlinks=False):
            yield _file(entry, below)
        elif not enter(below):
            yield Found(entry.path, below, Sort.FOLDER)
        else:
            try:
                status = entry.stat(follow_symlinks=False)
                entries = _entries(entry.path)
            except OSError:
                yield Found(entry.path, below, Sort.CLOSED)
                continue
            if (status.st_dev, status.st_ino) in seen:
                yield Found(entry.path, below, Sort.AGAIN)
                continue
            seen.add((status.st_dev, status.st_ino))
            open_folders.append(iter(entries))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def _file(entry: os.DirEntry[str], below: str) -> Found:
    if entry.is_symlink():
        return Found(entry.path, below, Sort.LINK)
    if not entry.is_file(follow_symlinks=False):
        return Found(entry.path, below, Sort.OTHER)
    try:
        return Found(entry.path, below, Sort.FILE, entry.stat(follow_symlinks=False).st_size)
    except OSError:
        return Found(entry.path, below, Sort.FILE)  # it has gone this moment: whoever opens it will say so
