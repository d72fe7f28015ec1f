"""Services of the operating system that Python has no function for, where there are any."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# What kernels, C libraries and file systems answer that cannot do it (renameat2(2)).
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


_RENAME_SWAP = 2  # renamex_np(2) of macOS


def exchange(one: Path, other: Path) -> bool:
    """Makes each of two paths be what the other was, in one step. False, with nothing done, when this system cannot."""
    call = _renaming()
    if call is None or call(os.fsencode(one), os.fsencode(other)) == 0:
        return call is not None
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _renaming() -> Callable[[bytes, bytes], int] | None:
    """The system's call that exchanges two names: 0 when it has done so, else the reason is in errno."""
    system = sys.platform
    if system.startswith("linux"):
        renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        return renameat2 and (lambda one, other: renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))
    if system == "darwin":
        renamex_np = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        return renamex_np and (lambda one, other: renamex_np(one, other, _RENAME_SWAP))
    return None


def flush(tree: Path) -> None:
    """Returns when everything written below `tree` is on the disk. fsync for each file would take far longer.

    Where no such service is (on Windows), the system writes it soon.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if sys.platform.startswith("linux") else None
    if syncfs is None:
        getattr(os, "sync", lambda: None)()
        return
    descriptor = os.open(tree, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if syncfs(descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(tree))
    finally:
        os.close(descriptor)


def flush_name(folder: Path) -> None:
    """What was renamed in `folder` is on the disk, as far as the system can say so; it has happened in any case."""
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows opens no folders
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
