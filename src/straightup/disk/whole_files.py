"""Writing the files that people write: each of them whole or not at all, and never over what somebody else wrote."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from straightup.disk.atomic import flush_name
from straightup.disk.files import bytes_of, display
from straightup.disk.locks import locked
from straightup.model.errors import StorageError

_WAIT = 10.0
"""Seconds for another process to change the same file: one is done in a moment, also on a slow disk."""
_NO_LINKS = {
    getattr(errno, name)
    for name in ("EPERM", "EACCES", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV")
    if hasattr(errno, name)
}


def write_new(path: Path, text: str, *, at_once: bool = True) -> None:
    """Write a file that must not exist yet, whole or not at all. StorageError when it does, or cannot be written.

    Where it is one of thousands it need not be on the disk `at_once`: `settle` puts them all there.
    """
    made: list[Path] = []
    try:
        try:
            _make_folders(path.parent, made)
            with _alone(path) as beside:
                _write(beside, text.encode("utf-8"), at_once=at_once)
                _put(beside, path, at_once=at_once)
        except BaseException:
            for folder in reversed(made):
                with suppress(OSError):
                    folder.rmdir()
            raise
    except FileExistsError as error:
        raise StorageError(f"{display(path)} is there already. Nothing was written over it.") from error
    except OSError as error:
        raise StorageError(f"{display(path)} cannot be written: {error.strerror}. {_next_step(error)}") from error


def settle() -> None:
    """When this returns, what was written is on the disk."""
    if hasattr(os, "sync"):
        os.sync()


def write_over(path: Path, before: bytes, data: bytes) -> None:
    """Put `data` in the place of a file's content in one step; who owns, reads and writes it stays as it is.

    StorageError, with the file untouched, when it no longer holds `before` or cannot be written.
    """
    try:
        with _alone(path) as beside:
            if bytes_of(path) != before:
                message = f"{display(path)} has changed meanwhile. Nothing was written; run the command again."
                raise StorageError(message)
            _write(beside, data, like=path.stat())
            beside.replace(path)
            flush_name(path.parent)
    except OSError as error:
        message = f"{display(path)} cannot be written: {error.strerror}. It is as it was."
        raise StorageError(f"{message} {_next_step(error)}") from error


def _next_step(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", None)}:
        return "Make room on the disk and run the command again."
    if error.errno == errno.ENAMETOOLONG:
        return "Choose a shorter name."
    return "Check who may write there, and run the command again."


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir()
            made.append(each)


@contextmanager
def _alone(path: Path) -> Iterator[Path]:
    """The name of a file beside `path` to write to, while no other process changes `path`; none is left at the end."""
    # Not made of the name itself, which may be as long as names can be. One that was killed left what is replaced here.
    name = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
    beside = path.with_name(f".{name}.straightup-new")
    with locked(path.with_name(f".{name}.straightup-lock"), _WAIT) as held:
        if not held:
            raise StorageError(f"Another command is writing {display(path)}. Nothing was written; run yours again.")
        try:
            beside.unlink(missing_ok=True)
            yield beside
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _write(beside: Path, data: bytes, like: os.stat_result | None = None, *, at_once: bool = True) -> None:
    """A new file with `data`, on the disk `at_once`, with the owner and mode of a file `like` it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(beside, flags, 0o666 if like is None else 0o600), "wb") as file:
        file.write(data)
        if like is not None:
            own(beside, like)
        file.flush()
        if at_once:
            os.fsync(file.fileno())


def own(path: Path, like: os.stat_result) -> None:
    """Gives `path` the owner, group and mode of the file `like`, as far as this user may."""
    if hasattr(os, "chown"):
        # One by one: who may not give a file away may still give it to a group of their own.
        for user, group in ((like.st_uid, -1), (-1, like.st_gid)):
            with suppress(PermissionError):
                os.chown(path, user, group)
    path.chmod(stat.S_IMODE(like.st_mode))


def _put(beside: Path, path: Path, *, at_once: bool) -> None:
    """Gives the file its name. FileExistsError when there is one of that name, also one that came this moment."""
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # No links on this file system: whoever else writes with straightup waits for the lock.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        beside.rename(path)
    if at_once:
        flush_name(path.parent)
