"""The code that templates were made into, kept for this user alone: it is run, so nobody else may put it there.

It lies in the user's own cache folder and never beside a site, whose cache may come from another machine. Whatever is
wrong with it costs time and nothing else.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

_MOST_BYTES = 4 * 2**20
_MOST_FILES = 600
_DIGEST = 32


class PrivateFiles:
    """Bytes by names that are hexadecimal, in a folder that belongs to this user alone."""

    def find(self, name: str) -> bytes | None:
        """None for what is not there, is damaged, or that somebody else could have written."""
        with suppress(OSError, RuntimeError), _folder() as folder:
            descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK, dir_fd=folder)
            with os.fdopen(descriptor, "rb") as file:
                found = os.fstat(file.fileno())
                if not (stat.S_ISREG(found.st_mode) and _is_ours(found) and found.st_size <= _MOST_BYTES):
                    return None
                digest, data = file.read(_DIGEST), file.read()
                return data if blake2b(data, digest_size=_DIGEST).digest() == digest else None
        return None

    def keep(self, name: str, data: bytes) -> None:
        """Whole or not at all; not where that cannot be done."""
        with suppress(OSError, RuntimeError), _folder() as folder:
            if len(os.listdir(folder)) >= _MOST_FILES:  # noqa: PTH208 -- of a folder that is held open
                for each in os.listdir(folder):  # noqa: PTH208
                    os.unlink(each, dir_fd=folder)
            new = f"{name}.{os.getpid()}.new"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(new, flags, 0o600, dir_fd=folder), "wb") as file:
                file.write(blake2b(data, digest_size=_DIGEST).digest() + data)
            os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)


@contextmanager
def _folder() -> Iterator[int]:
    """The folder, held open, so that nobody exchanges it. OSError where there is none that is ours alone, and
    RuntimeError for a user without a home."""
    base = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    folder = Path(base) / "straightup-templates"
    if os.open not in os.supports_dir_fd or not folder.is_absolute():
        raise OSError(folder)
    folder.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _is_ours(os.fstat(descriptor)):
            raise OSError(folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _is_ours(found: os.stat_result) -> bool:
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
