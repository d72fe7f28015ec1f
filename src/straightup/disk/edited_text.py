"""A text that is edited in a program of the user's: what stands in its file is never thrown away unread."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from straightup.model.errors import StorageError

_EARLIER = 2
"""Seconds by which the file is dated back: some file systems tell no shorter times apart."""


def edited(text: str, open_editor: Callable[[str], None]) -> str | None:
    """What `text` has become in the file that `open_editor` is given the path of; None when it was not saved.

    When `open_editor` raises, or what was saved is no UTF-8, a file that was saved stays and is named by StorageError.
    """
    descriptor, name = tempfile.mkstemp(prefix="straightup-", suffix=".md")
    path = Path(name)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.rstrip("\n").encode("utf-8") + b"\n")
    before = path.stat()
    os.utime(path, (before.st_atime, before.st_mtime - _EARLIER))
    saved = path.stat().st_mtime_ns
    try:
        open_editor(name)
    except BaseException as error:
        if _is_saved(path, saved):
            reason = getattr(error, "message", "") or "The editor did not end well."
            raise StorageError(f"{reason.rstrip('.')}. What you wrote is kept in {path}.") from error
        _forget(path)
        raise
    if not path.exists():
        raise StorageError("The editor has removed the file, so there is nothing to read. Nothing was written.")
    if not _is_saved(path, saved):
        _forget(path)
        return None
    try:
        back = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = f"What you saved is not UTF-8 (byte {error.start + 1}), so it was not taken. It is kept in {path}."
        raise StorageError(f"{message} Save it as UTF-8.") from error
    _forget(path)
    return back


def _is_saved(path: Path, before: int) -> bool:
    with suppress(OSError):
        return path.stat().st_mtime_ns != before
    return False


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
