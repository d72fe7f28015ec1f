"""A program that ends, or meets an error, at a step of its own that is chosen beforehand."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def steps_of(work: Callable[[], None], root: Path, *, stop_at: int, how: Callable[[], None]) -> int:
    """Runs `work` and calls `how` before its `stop_at`-th file-system step below `root`; returns how many there were.

    Python announces each such step to audit hooks, so the code under test needs no seam for this. A hook cannot be
    taken away again: call this in a process that ends soon.
    """
    count = 0
    watching = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        if not watching or not (event == "open" or event.startswith(("os.", "ctypes.", "fcntl."))):
            return
        paths = [each for each in arguments if isinstance(each, str | os.PathLike)]
        if event == "open" and not any(str(root) in str(path) for path in paths):
            return
        count += 1
        if count == stop_at:
            how()

    sys.addaudithook(hook)
    try:
        work()
    finally:
        watching = False
    return count


def in_child(work: Callable[[], int]) -> int:
    """The exit status of `work` in a process of its own; negative for a signal."""
    child = os.fork()
    if child == 0:
        status = 99
        with contextlib.suppress(BaseException):
            status = work()
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
