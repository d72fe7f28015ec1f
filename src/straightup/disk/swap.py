"""Putting a finished site in the place of the old one: readers see the one or the other whole, whatever happens."""

import errno
import fcntl
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from straightup.disk.atomic import exchange, flush
from straightup.model.errors import LockedError, StorageError

_POLL_SECONDS = 0.1


@contextmanager
def staged(target: Path, *, wait: float = 60.0) -> Iterator[Path]:
    """An empty folder to build a site in; when the block ends without an error, it takes the place of `target`.

    After an error, and after the process was killed, `target` is as it was. A file that has not changed keeps its inode
    and its time of modification; one that has changed gets a time at least one second later than the old one's, because
    web servers make their ETag of that time in whole seconds and of the size. Hidden entries of the old site that the
    new one does not have (`.git` of a checkout) stay, as with MkDocs.

    Waits up to `wait` seconds for another build of the same target. Raises LockedError after that, and StorageError for
    any OSError, the block's own included.
    """
    # A link to the site stays a link; what it leads to is replaced.
    target = target.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target, wait):
            _recover(target)
            staging = _beside(target, "new")
            try:
                staging.mkdir()
                if target.is_dir():
                    staging.chmod(stat.S_IMODE(target.stat().st_mode))
                yield staging
                _inherit(target, staging)
                flush(staging)
                _swap(staging, target)
            finally:
                _remove(staging)
    except OSError as error:
        raise _failed(target, error) from error


def _beside(target: Path, word: str) -> Path:
    """On the same file system, hidden from web servers and from MkDocs."""
    return target.with_name(f".{target.name}.straightup-{word}")


@contextmanager
def _locked(target: Path, wait: float) -> Iterator[None]:
    # The file stays: to remove a lock file is to let two processes hold one lock each.
    lock = os.open(_beside(target, "lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    message = f"Another build is writing {target}. Wait until it has ended and build again."
                    raise LockedError(message) from None
            time.sleep(min(_POLL_SECONDS, max(0.0, deadline - time.monotonic())))
        yield
    finally:
        os.close(lock)


def _recover(target: Path) -> None:
    """Ends what a killed build left: only this process holds the lock, so nobody else is using any of it."""
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    _remove(old)
    _remove(_beside(target, "new"))


def _remove(tree: Path) -> None:
    """What cannot be removed now is removed by a later build; it is no reason for this one to fail."""
    shutil.rmtree(tree, ignore_errors=True)


def _inherit(old: Path, new: Path) -> None:
    """Takes over from the `old` site what is the same in the `new` one, without touching the old."""
    if not old.is_dir():
        return
    for folder, _, names in os.walk(new):
        for name in names:
            path = Path(folder, name)
            _settle(old / path.relative_to(new), path)
    for entry in sorted(old.iterdir()):
        if entry.name.startswith(".") and not os.path.lexists(new / entry.name):
            if entry.is_dir() and not entry.is_symlink():
                shutil.copytree(entry, new / entry.name, symlinks=True, copy_function=_link_or_copy)
            else:
                _link_or_copy(entry, new / entry.name)


def _settle(old: Path, new: Path) -> None:
    try:
        before = old.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if not stat.S_ISREG(before.st_mode):
        return
    after = new.stat()
    if after.st_size == before.st_size and old.read_bytes() == new.read_bytes():
        new.unlink()
        _link_or_copy(old, new)
    elif int(after.st_mtime) <= int(before.st_mtime):
        later = int(before.st_mtime) + 1
        os.utime(new, (later, later))


def _link_or_copy(source: str | Path, destination: str | Path) -> str:
    """The same inode where the file system has links, else the same bytes and times."""
    try:
        os.link(source, destination, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV):
            raise
        shutil.copy2(source, destination, follow_symlinks=False)
    return str(destination)


def _swap(staging: Path, target: Path) -> None:
    """Afterwards `staging` is the old site, if there was one."""
    if not os.path.lexists(target):
        staging.rename(target)
    elif not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "it is a file, not a folder", str(target))
    elif not exchange(staging, target):
        # Between the two steps there is no site; a build killed there is ended by the next one, in _recover.
        old = _beside(target, "old")
        target.rename(old)
        staging.rename(target)
        _remove(old)
    with suppress(OSError):  # The site is in place; when that reaches the disk is the only question left.
        descriptor = os.open(target.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_NEXT_STEPS = {
    errno.ENOSPC: "Make room on the disk and build again.",
    errno.EDQUOT: "Make room in the quota and build again.",
    errno.EFBIG: "Raise the limit for the size of a file and build again.",
    errno.EROFS: "Mount it for writing, or set `site_dir` to another folder.",
    errno.EACCES: "Let this user write there, or set `site_dir` to another folder.",
    errno.EPERM: "Let this user write there, or set `site_dir` to another folder.",
    errno.EBUSY: "If it is a mount point, set `site_dir` to a folder inside it.",
}


def _failed(target: Path, error: OSError) -> StorageError:
    where = error.filename2 or error.filename or target
    reason = error.strerror or type(error).__name__
    step = _NEXT_STEPS.get(error.errno or 0, "Look at that path and build again.")
    return StorageError(f"The site was not published, and the one before is as it was. {where}: {reason}. {step}")
