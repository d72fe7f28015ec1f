"""Reading the files that people write: which are reports, and what is in them."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from straightup.disk.project import HOME_NAMES, Project, absolute
from straightup.disk.walk import Found, Sort, walk
from straightup.model.errors import ConfigurationError, StorageError
from straightup.model.findings import Finding, Misread, Span
from straightup.model.limits import MAX_BYTES
from straightup.model.source import Source
from straightup.reading.looks import looks_like_report

INCIDENT_NAME = re.compile(r"\d{4}-\d\d-\d\d-.*\.md", re.IGNORECASE | re.DOTALL)
"""What the name of an incident file looks like; any other Markdown file beside them is an ordinary page."""
TEMPLATES = "incident-templates"
"""The folder of a site's own templates, beside `mkdocs.yml`."""
_TEXT_NAME = re.compile(r"(?:.*\.(?:md|markdown|mkd|mkdn|mdown|mdx|rst|text|txt)|[^.]+)", re.IGNORECASE | re.DOTALL)
_FOR_MACHINES = frozenset(
    {"_headers", "_redirects", "CNAME", "LICENSE", "ads.txt", "humans.txt", "llms.txt", "robots.txt", "security.txt"}
)
_REPORT_KEY = re.compile(rb"^(?:started|components|starts|resolved)[ \t]*:", re.MULTILINE)


def incident_files(project: Project) -> tuple[Path, ...]:
    """Every incident file of the site, in the order of their paths; an incident folder that is absent has none.

    A folder named in `incidents_dir` has to exist: a mistyped name would publish that everything works.
    """
    folder = project.incidents
    if not folder.is_dir():
        if folder.exists() or project.settings.incidents_dir:
            raise ConfigurationError(
                f"{project.config_file}: {folder} is not a folder. Create it, or correct `incidents_dir`."
            )
        return ()
    return tuple(_walk(folder))


def is_report(path: Path) -> bool:
    """Whether the file is a report: by its name, by the keys that only a report has, or by how its text looks.

    A report with a wrong name, or without front matter, must be found, or the page would say that everything works.
    """
    if INCIDENT_NAME.fullmatch(path.name):
        return True
    if not _TEXT_NAME.fullmatch(path.name) or path.name in HOME_NAMES or not path.is_file() or path.is_symlink():
        return False
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except OSError:
        return False
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.startswith(b"---"):
        return looks_like_report(data.decode("utf-8", "replace").replace("\r", ""))
    # Front matter of another kind says that it is a page.
    front_matter = re.split(rb"^---[ \t]*\r?$", data, maxsplit=2, flags=re.MULTILINE)[1:2]
    return bool(front_matter and _REPORT_KEY.search(front_matter[0]))


def unclaimed(project: Project) -> tuple[str, ...]:
    """Texts among the reports that are none and do not say what they are, as they are to be shown.

    Front matter says that a file is a page, and so do the names of a folder's own page and of what machines look for.
    """
    if not project.incidents.is_dir():
        return ()
    try:
        return tuple(
            display(Path(found.path))
            for found in walk(project.incidents, _may_hold_reports)
            if found.sort is Sort.FILE and _is_unclaimed(Path(found.path)) and not _is_excluded(project, found.path)
        )
    except OSError as error:
        raise _unreadable(project.incidents, error) from error


def _is_unclaimed(path: Path) -> bool:
    name = path.name
    if not _TEXT_NAME.fullmatch(name) or name.startswith(".") or name in HOME_NAMES or name in _FOR_MACHINES:
        return False
    if is_report(path):
        return False
    try:
        return not (bytes_of(path, 8) or b"").removeprefix(b"\xef\xbb\xbf").startswith(b"---")
    except OSError:
        return False


def _is_excluded(project: Project, path: str) -> bool:
    start = f"{project.docs_dir}{os.sep}"
    return path.startswith(start) and project.excluded(path[len(start) :].replace(os.sep, "/"))


def _walk(folder: Path) -> Iterator[Path]:
    """The reports below `folder`, and what may hide some: folders that cannot be read, or are links.

    Folders that are links are left alone, so that a link can neither publish other files nor run in a circle.
    """
    try:
        for found in walk(folder, _may_hold_reports):
            if found.below.startswith(".") or "/." in found.below:
                continue
            if hides_reports(found) or is_report(Path(found.path)):
                yield Path(found.path)
    except OSError as error:
        raise _unreadable(folder, error) from error


def hides_reports(found: Found) -> bool:
    """Whether it is a folder that is not looked into, which is reported like a report that cannot be read."""
    if found.sort in (Sort.LINK, Sort.TOO_DEEP):
        return os.path.isdir(found.path)  # noqa: PTH112 -- as in walk
    return found.sort in (Sort.CLOSED, Sort.AGAIN)


def _may_hold_reports(below: str) -> bool:
    name = below.rpartition("/")[2]
    return not name.startswith(".") and not INCIDENT_NAME.fullmatch(name)


def project_sources(project: Project) -> tuple[Source, ...]:
    """Every incident file of the site, read."""
    # As texts: asked ten thousand times, Path.relative_to takes longer than it does to read the files.
    start = len(str(project.incidents).rstrip(os.sep)) + 1
    return tuple(replace(_read(path), below=str(path)[start:].replace(os.sep, "/")) for path in incident_files(project))


def known_reports(project: Project) -> dict[str, str]:
    """The id of every report of the site, by its path as it is to be shown; none of them is read."""
    return {display(path): path.stem for path in incident_files(project)}


def sources(paths: Iterable[Path]) -> tuple[Source, ...]:
    """The files named, whatever they are called, and the incident files in the folders named; each once."""
    found: dict[Path, None] = {}
    for given in paths:
        path = absolute(given)
        if not os.path.lexists(path):
            raise ConfigurationError(f"There is no file or folder {given}. Check the name.")
        is_folder = path.is_dir() and not path.is_symlink() and not INCIDENT_NAME.fullmatch(path.name)
        found.update(dict.fromkeys(_walk(path) if is_folder else (path,)))
    return tuple(_read(path) for path in found)


def _read(path: Path) -> Source:
    shown = display(path)
    name = shown.rpartition("/")[2]
    identity = name[:-3] if name.lower().endswith(".md") else name
    try:
        data = bytes_of(path)
    except OSError as error:
        message = f"This cannot be read: {error.strerror}."
        help_text = "Check that it is there and who may read it."
        return Source(shown, identity, b"", Finding(Misread.NOT_A_REGULAR_FILE, Span.at(1), message, help_text))
    if data is None:
        return Source(shown, identity, b"", _not_regular(path))
    if len(data) > MAX_BYTES:
        return Source(shown, identity, b"", _TOO_LARGE)
    return Source(shown, identity, data)


def bytes_of(path: Path, most: int = MAX_BYTES) -> bytes | None:
    """What stands in a file, but at most one byte more than `most`; None for anything but a regular file."""
    # Not blocking: opening a pipe would otherwise wait for a writer that never comes.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    flags |= getattr(os, "O_BINARY", 0)  # Windows would change line ends
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        # ELOOP: a link. ENXIO: a socket, or a device without a driver.
        if error.errno in (errno.ELOOP, errno.ENXIO):
            return None
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        chunks = []
        left = most + 1
        while left and (chunk := os.read(descriptor, left)):
            chunks.append(chunk)
            left -= len(chunk)
        return b"".join(chunks)
    finally:
        os.close(descriptor)


_TOO_LARGE = Finding(
    Misread.TOO_LARGE,
    Span.at(1),
    f"The file is larger than {MAX_BYTES // 1024} KiB, so it was not read.",
    "Keep logs and pictures elsewhere and link to them.",
)


def _not_regular(path: Path) -> Finding:
    if path.is_symlink():
        message, help_text = "This is a link to another file, and links are not followed.", "Put the file itself here."
    elif path.is_dir():
        message, help_text = "This is a folder with the name of an incident file.", "Rename the folder."
        if not INCIDENT_NAME.fullmatch(path.name):
            message = "This folder is not looked into: it is too deep, or one that was looked into already."
            help_text = "Move what is in it to where other reports are."
    else:
        message, help_text = "This is not a regular file but a pipe, a socket or a device.", "Put a text file here."
    return Finding(Misread.NOT_A_REGULAR_FILE, Span.at(1), message, help_text)


def display(path: Path) -> str:
    """For people and for reports: never an undecodable name, never a backslash as separator."""
    # As texts: asked ten thousand times, Path.relative_to takes longer than it does to read the files.
    name, working = str(path), str(Path.cwd())
    if name == working:
        name = "."
    elif name.startswith(working.rstrip(os.sep) + os.sep):
        name = name[len(working.rstrip(os.sep)) + 1 :]
    return os.fsencode(name.replace(os.sep, "/")).decode("utf-8", "replace")


def _unreadable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{display(path)} cannot be read: {error.strerror}. Check that it is there and who may read it."
    )


REPORTS = re.compile(r"[^.].*\.md", re.IGNORECASE)
"""What a file that may be a report is called."""


def folder_contents(folder: Path, names: re.Pattern[str]) -> dict[str, bytes]:
    """The regular files below `folder` whose names match, by their paths relative to it, in order.

    Hidden entries, links, and files larger than an incident file may be are left out.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"There is no folder {folder}. Check the name.")
    contents: dict[str, bytes] = {}
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith(".") or not names.fullmatch(name):
                continue
            path = Path(root, name)
            data = bytes_of(path)
            if data is not None and len(data) <= MAX_BYTES:
                contents[path.relative_to(folder).as_posix()] = data
    return contents


def source_contents(source: Path, names: re.Pattern[str], most: int) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The one file that `source` is, whatever it is called, or the files below that folder whose names match.

    Those larger than `most` bytes are not read; their paths come second.
    """
    if not source.is_dir():
        files = {source.name: source}
    else:
        found = (path for path in sorted(source.rglob("*")) if names.fullmatch(path.name) and path.is_file())
        files = {path.relative_to(source).as_posix(): path for path in found}
        files = {name: path for name, path in files.items() if not re.search(r"(?:^|/)\.", name)}
    contents, too_large = {}, []
    for name, path in files.items():
        data = bytes_of(path, most) if path.stat().st_size <= most else b""
        if data is None:
            continue
        if path.stat().st_size > most:
            too_large.append(name)
        else:
            contents[name] = data
    return contents, tuple(too_large)


def prepared_reports(project: Project) -> dict[str, bytes]:
    """The templates of `new` by their names: the site's own in `incident-templates/`, and before them those of ours."""
    found: dict[str, bytes] = {}
    for folder in (Path(__file__).parents[1] / "authoring" / "prepared", project.root / TEMPLATES):
        if folder.is_dir():
            contents = folder_contents(folder, re.compile(r"(?!README\.)[^.].*\.md", re.IGNORECASE))
            found |= {Path(name).stem: data for name, data in contents.items()}
    return dict(sorted(found.items()))
