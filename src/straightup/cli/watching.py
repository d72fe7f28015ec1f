"""`check --watch`: once more after each save."""

import queue
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from straightup.disk.configuration import CONFIG_NAMES

QUIET = 0.15
"""Seconds without a change after which a save counts as finished; editors write a file in several steps."""
_CHANGES = frozenset({"created", "modified", "moved", "deleted"})
"""Not the opening and closing of files, which checking itself does."""


def watch(folders: Iterable[tuple[Path, bool]], first: Callable[[], object], again: Callable[[], object]) -> None:
    """Call `first` once, and `again` after each change of a report or of the settings, until Ctrl-C.

    `folders` are those to watch, each with whether its folders are watched too; those that are absent are left out.
    """
    saves: queue.SimpleQueue[None] = queue.SimpleQueue()
    observer = Observer()
    for folder, recursive in dict.fromkeys(folders):
        if folder.is_dir():
            observer.schedule(_Handler(saves), str(folder), recursive=recursive)
    observer.start()
    try:
        first()  # with the observer at work already, so that no save falls between the two
        while True:
            _wait(saves)
            again()
    except KeyboardInterrupt:
        return
    finally:
        observer.stop()
        observer.join()


def _wait(saves: "queue.SimpleQueue[None]") -> None:
    """Return when there was a save and it is over."""
    while True:
        try:
            saves.get(timeout=1)  # not for ever: some systems deliver Ctrl-C only between two waits
            break
        except queue.Empty:
            continue
    until = time.monotonic() + QUIET
    while (left := until - time.monotonic()) > 0:
        try:
            saves.get(timeout=left)
            until = time.monotonic() + QUIET
        except queue.Empty:
            break


class _Handler(FileSystemEventHandler):
    def __init__(self, saves: "queue.SimpleQueue[None]") -> None:
        self.saves = saves

    def on_any_event(self, event: FileSystemEvent) -> None:
        names = (Path(str(path)).name for path in (event.src_path, event.dest_path) if path)
        if event.event_type in _CHANGES and any(_matters(name) for name in names):
            self.saves.put(None)


def _matters(name: str) -> bool:
    return name in CONFIG_NAMES or (name.lower().endswith(".md") and not name.startswith("."))
