"""The folder of a site that is being made: the one place where its files are read, written and taken away."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from straightup.disk.files import bytes_of
from straightup.model.errors import InternalError
from straightup.model.links import MAX_LINKED


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """Files by their paths relative to the site's root, with forward slashes. What is outside cannot be reached."""

    root: Path

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
        """With the folders that it needs. InternalError for a path that leads out of the site."""
        file = self._file(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

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

    def _file(self, path: str) -> Path:
        """The last lock on the door: every address of ours is made to be below the root."""
        if path.startswith("/") or ".." in path.split("/"):
            raise InternalError(f"{path} leads out of the site. Nothing was published.")
        return self.root / path


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in names)
