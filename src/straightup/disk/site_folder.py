"""The folder of a site that is being made: the one place where its files are read, written and taken away."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from straightup.disk.files import bytes_of
from straightup.model.errors import InternalError
from straightup.model.links import MAX_LINKED


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """Files by their paths relative to the site's root, with forward slashes. What is outside cannot be reached."""

    root: Path
    before: Path | None = None
    """The site that it takes the place of: a file that is the same there is taken over, with its inode and its time."""
    _made: set[Path] = field(default_factory=set, compare=False, repr=False)
    """Folders that are there."""

    def read(self, path: str) -> bytes | None:
        """None for a file that is not there, or is no file of this site."""
        try:
            return self._file(path).read_bytes()
        except (InternalError, OSError, ValueError):
            return None  # ValueError: no name that a file can have

    def has(self, path: str) -> bool:
        """Whether there is such a file of this site."""
        try:
            return self._file(path).is_file()
        except (InternalError, OSError, ValueError):
            return False

    def write(self, path: str, data: bytes) -> None:
        """With the folders that it needs. InternalError for a path that leads out of the site.

        What is written is always a file of its own: one that was taken over is never written into.
        """
        file = self._file(path)
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        if not self._taken_over(file, path, data):
            _create(file, data)

    def copy(self, source: Path, path: str) -> None:
        """Writes what stands in the regular file `source`, which is read no further than it may be large."""
        data = bytes_of(source, MAX_LINKED)
        if data is not None and len(data) <= MAX_LINKED:
            self.write(path, data)

    def digest(self) -> str:
        """SHA-256, in hexadecimal, over the paths of all files in their order and the SHA-256 of each."""
        whole = hashlib.sha256()
        for path in sorted(_files(self.root), key=lambda file: file.relative_to(self.root).as_posix()):
            with path.open("rb") as file:
                one = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{one}  {path.relative_to(self.root).as_posix()}\n".encode("utf-8", "surrogateescape"))
        return whole.hexdigest()

    def discard(self, path: str) -> None:
        """Takes a file away, and the folders that were made for it alone."""
        file = self._file(path)
        file.unlink()
        for folder in file.parents:
            if folder == self.root or any(folder.iterdir()):
                return
            folder.rmdir()
            self._made.discard(folder)

    def _taken_over(self, file: Path, path: str, data: bytes) -> bool:
        """Whether `file` is now the one of the site before, as that has the same `data`. Creating a file costs what
        reading and linking ten does."""
        if self.before is None:
            return False
        old = self.before / path
        try:
            found = old.lstat()
            if not stat.S_ISREG(found.st_mode) or found.st_size != len(data) or old.read_bytes() != data:
                return False
            os.link(old, file)
        except (OSError, ValueError):
            return False  # it is not there, has become something else, or the file system has no links
        return True

    def _file(self, path: str) -> Path:
        """The last lock on the door: every address of ours is made to be below the root."""
        if path.startswith("/") or ".." in path.split("/"):
            raise InternalError(f"{path} leads out of the site. Nothing was published.")
        return self.root / path


def _create(file: Path, data: bytes) -> None:
    try:
        with file.open("xb") as new:
            new.write(data)
    except FileExistsError:
        file.unlink()
        with file.open("xb") as new:
            new.write(data)


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in names)
