"""Putting a finished site in the place of the old one: readers see the one or the other whole, whatever happens."""

import errno
import glob
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from straightup.disk.atomic import exchange, flush, flush_name
from straightup.disk.locks import locked
from straightup.model.errors import LockedError, StorageError


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
        with _alone(target, wait):
            _recover(target)
            staging = _beside(target, _NEW)
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
    """A name that nobody has: on the same file system, hidden from web servers and from MkDocs."""
    return target.with_name(f".{target.name}.straightup-{word}-{secrets.token_hex(4)}")


_NEW = "new"
_OLD = "old"


@contextmanager
def _alone(target: Path, wait: float) -> Iterator[None]:
    """No other build of `target` is at work. The lock's file stays: many builds, of many users, come to it again."""
    with locked(_lock_of(target), wait, keep=True) as held:
        if not held:
            raise LockedError(f"Another build is writing {target}. Wait until it has ended and build again.")
        yield


def _lock_of(target: Path) -> Path:
    """Beside the site; where something else has that name, such as a folder of a checkout, in the system's folder."""
    beside = target.with_name(f".{target.name}.straightup-lock")
    if not os.path.lexists(beside) or (beside.is_file() and not beside.is_symlink() and os.access(beside, os.W_OK)):
        return beside
    named = hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
    return Path(tempfile.gettempdir(), f"straightup-{named}.lock")


def _recover(target: Path) -> None:
    """Ends what killed builds left: only this process holds the lock, so nobody else is using any of it."""
    for old in _left(target, _OLD):
        if not os.path.lexists(target):
            old.rename(target)
        else:
            _discard(target, old)
    for new in _left(target, _NEW):
        _remove(new)


def _left(target: Path, word: str) -> list[Path]:
    return sorted(target.parent.glob(f".{glob.escape(target.name)}.straightup-{word}*"))


def _discard(target: Path, old: Path) -> None:
    """Never again taken for a site that has to come back, even where it cannot be removed."""
    trash = _beside(target, _NEW)
    with suppress(OSError):  # the site is in its place, whatever becomes of the old one
        old.rename(trash)
    _remove(trash)


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
        if entry.name.startswith(".") and not os.path.lexists(new / entry.name) and not entry.is_symlink():
            if entry.is_dir():
                ours = entry.name == ".git"  # where a link is a link, and nothing is published
                ignored = None if ours else _links_in
                shutil.copytree(entry, new / entry.name, symlinks=True, ignore=ignored, copy_function=_link_or_copy)
            elif entry.is_file():
                _link_or_copy(entry, new / entry.name)


def _links_in(folder: str, names: list[str]) -> list[str]:
    """What could lead out of the site: a link, however it came there, is not taken over."""
    return [name for name in names if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118


def _settle(old: Path, new: Path) -> None:
    try:
        before = old.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if not stat.S_ISREG(before.st_mode):
        return
    after = new.stat()
    if (after.st_dev, after.st_ino) == (before.st_dev, before.st_ino):
        return  # it was taken over already
    if after.st_size == before.st_size and old.read_bytes() == new.read_bytes():
        new.unlink()
        _link_or_copy(old, new)
    elif int(after.st_mtime) <= int(before.st_mtime):
        later = int(before.st_mtime) + 1
        os.utime(new, (later, later))


def _link_or_copy(source: str | Path, destination: str | Path) -> str:
    """The same inode where the file system has links, else the same bytes and times."""
    try:
        os.link(source, destination, follow_symlinks=os.link not in os.supports_follow_symlinks)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.EXDEV):
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
        _in_two_steps(staging, target)
    flush_name(target.parent)


def _in_two_steps(staging: Path, target: Path) -> None:
    """Between the two there is no site, for as short as can be; a build killed there is ended by the next one."""
    old = _beside(target, _OLD)
    os.rename(target, old)  # noqa: PTH104 -- both at once, with nothing to be worked out in between
    try:
        os.rename(staging, target)  # noqa: PTH104
    except BaseException:
        os.rename(old, target)  # noqa: PTH104
        raise
    _discard(target, old)


_NEXT_STEPS = {
    errno.ENOSPC: "Make room on the disk and build again.",
    errno.EFBIG: "Raise the limit for the size of a file and build again.",
    errno.EROFS: "Mount it for writing, or set `site_dir` to another folder.",
    errno.EACCES: "Let this user write there, or set `site_dir` to another folder.",
    errno.EPERM: "Let this user write there, or set `site_dir` to another folder.",
    errno.EBUSY: "If it is a mount point, set `site_dir` to a folder inside it.",
}


if hasattr(errno, "EDQUOT"):  # not on Windows
    _NEXT_STEPS[errno.EDQUOT] = "Make room in the quota and build again."


def _failed(target: Path, error: OSError) -> StorageError:
    where = error.filename2 or error.filename or target
    reason = error.strerror or type(error).__name__
    step = _NEXT_STEPS.get(error.errno or 0, "Look at that path and build again.")
    return StorageError(f"The site was not published, and the one before is as it was. {where}: {reason}. {step}")
