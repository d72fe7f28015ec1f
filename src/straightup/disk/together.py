"""Several files written as one: all of them, or none."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from straightup.disk.files import bytes_of, display
from straightup.disk.whole_files import write_new, write_over
from straightup.model.errors import StorageError
from straightup.model.limits import MAX_BYTES


def write_together(new: Mapping[Path, str], changed: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Writes files that must not exist yet, and what has `changed` from the first bytes to the second.

    StorageError when one cannot be written; then all is as it was.
    """
    missing = sorted({each for path in new for each in path.parents if not each.exists()}, reverse=True)
    made: list[Path] = []
    turned: list[Path] = []
    try:
        for path, text in new.items():
            write_new(path, text)
            made.append(path)
        for path, (before, after) in changed.items():
            write_over(path, before, after)
            turned.append(path)
    except BaseException:
        for path in turned:
            before, after = changed[path]
            with suppress(Exception):
                write_over(path, after, before)
        for path in made:
            with suppress(OSError):
                path.unlink()
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def contents_there(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """What stands in those of the files `names` below `folder` that are there.

    StorageError for one that is a link or larger than any that a person writes: what is not read is not written to.
    """
    found: dict[str, bytes] = {}
    for name in names:
        path = folder / name
        if not (path.exists() or path.is_symlink()):
            continue
        try:
            data = bytes_of(path)
        except OSError as error:
            raise StorageError(f"{display(path)} cannot be read: {error.strerror}. Check who may read it.") from error
        if data is None or len(data) > MAX_BYTES:
            raise StorageError(f"{display(path)} is a link, a folder or too large, so it is not touched. Move it away.")
        found[name] = data
    return found
