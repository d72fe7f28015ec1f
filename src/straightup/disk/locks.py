"""One process at a time, on every system: a lock is a file that is locked, and is free again when its holder ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_POLL_SECONDS = 0.05
_FOR_ALL_USERS = 0o666


@contextmanager
def locked(file: Path, wait: float, *, keep: bool = False) -> Iterator[bool]:
    """Whether this process, and no other, holds the lock while the block lasts; it waits up to `wait` seconds.

    The lock's file is removed at the end, unless it is to `keep`. OSError when it cannot be made.
    """
    # Here, because most commands need no lock.
    from filelock import FileLock, Timeout

    lock = FileLock(file, timeout=wait, poll_interval=_POLL_SECONDS, mode=_FOR_ALL_USERS)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        if not keep:
            # While it is held: who waits for it sees that it has gone, and begins again with a new one.
            with suppress(OSError):
                file.unlink()
        # What was to be done alone is done. When it cannot be let go now, it is at the end of the process.
        with suppress(OSError):
            lock.release()
