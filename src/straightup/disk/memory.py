"""What is remembered from one run to the next: files in a folder of the site's own, which may be lost at any time.

It lies in `.cache/straightup` beside `mkdocs.yml`, where Material's plugins have theirs too. Whatever is wrong with it,
that it cannot be read or written, is damaged or somebody else's, costs time and nothing else.
"""

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import straightup

FOLDER: Final = Path(".cache") / "straightup"
CHECKED: Final = "checked"
"""The file of what checks found."""
READ: Final = "read"
"""The file of what was read out of reports."""
PAGES: Final = "pages"
"""The file of pages that were composed."""
_MOST_BYTES = 256 * 2**20
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This file is a cache directory tag made by straightup; see https://bford.info/cachedir/\n"
)


def code() -> bytes:
    """A digest of everything that a check, or a page, follows from besides files, settings and templates: of our code,
    our translations, and the versions of what reads and composes."""
    digest = blake2b(digest_size=16)
    digest.update(repr(sys.version_info[:3]).encode("ascii"))
    for name in ("Babel", "Jinja2", "MarkupSafe", "PyYAML", "cmarkgfm", "nh3", "straightup"):
        with suppress(PackageNotFoundError):
            digest.update(version(name).encode("utf-8"))
    root = Path(straightup.__file__).parent
    for path in sorted(path for kind in ("*.py", "*.toml", "*.po") for path in root.rglob(kind)):
        digest.update(path.relative_to(root).as_posix().encode("utf-8"))
        digest.update(path.read_bytes())
    return digest.digest()


def recall(root: Path, name: str) -> list[bytes]:
    """The lines that were kept for the site in `root` in the file `name`; none where they cannot be had."""
    with suppress(OSError):
        descriptor = os.open(root / FOLDER / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if stat.S_ISREG(found.st_mode) and found.st_size <= _MOST_BYTES:
                return file.read().split(b"\n")
    return []


def remember(root: Path, name: str, lines: Iterable[bytes]) -> None:
    """Keeps `lines` for the site in `root` in the file `name`, all or none of them; not where that cannot be done."""
    data = b"\n".join(lines)
    if len(data) > _MOST_BYTES:
        return
    with suppress(OSError):
        folder = _folder(root)
        new = folder / f"{name}.{os.getpid()}.new"
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
            new.replace(folder / name)
        finally:
            new.unlink(missing_ok=True)


def _folder(root: Path) -> Path:
    """The folder, private, which backups and git leave alone. OSError where it is not one of ours."""
    folder = root / FOLDER
    for each in (folder.parent, folder):
        if each.is_symlink():
            raise OSError(each)
    folder.parent.mkdir(exist_ok=True)
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8")
    return folder
