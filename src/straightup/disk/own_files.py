"""The one list of what may be published beside the reports, made before MkDocs sees any of it."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from straightup.disk.files import INCIDENT_NAME, bytes_of, display, hides_reports, is_report
from straightup.disk.own_pages import head_fault
from straightup.disk.project import Project, absolute
from straightup.disk.themes import own_scripts
from straightup.disk.walk import Found, Sort, walk
from straightup.model.errors import StorageError
from straightup.model.findings import Finding
from straightup.model.limits import MAX_FILE, MAX_FILES, MAX_PAGE, MAX_SITE
from straightup.model.own_files import OwnFile, OwnFolder, is_page, taken, unpublishable, unusable

# Cc, line and paragraph separators, what turns text round, and what Python puts in the place of bytes that are no text.
_LEFT_BEHIND = re.compile(r"\.(?:md|markdown|txt|ya?ml)(?:~|\.(?:bak|orig|rej|sw[a-p]|tmp|old))$|~$", re.IGNORECASE)
_BAD_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\\\\]")


def own_files(project: Project) -> OwnFolder:
    """Everything below the docs folder that is no report and not excluded by the settings, in the order of the paths.

    What may not be published has a fault. Nothing outside of the folder is ever read, and no link to a folder followed.
    """
    docs = project.docs_dir
    if not docs.is_dir():
        return OwnFolder()
    try:
        found = [each for each in walk(docs, _may_hold_own(project)) if _is_own(project, each)]
    except OSError as error:
        raise StorageError(f"{display(docs)} cannot be read: {error.strerror}. Check who may read it.") from error
    # What a link may lead to: the draft of a page is not published by another name.
    plain = {each.below: each for each in found if each.sort is Sort.FILE and not project.draft(each.below)}
    files = tuple(_within_bounds(_own(project, each, plain) for each in found))
    return OwnFolder(files=files, page_folders=project.page_folders, extensions=project.extensions)


def _may_hold_own(project: Project) -> Callable[[str], bool]:
    """Which folders to look into: no hidden ones, unless the settings say otherwise, such as of `.well-known`."""

    def enter(below: str) -> bool:
        name = below.rpartition("/")[2]
        if INCIDENT_NAME.fullmatch(name) and _is_beside_reports(project, os.path.join(project.docs_dir, below)):  # noqa: PTH118
            return False
        return not name.startswith(".") or not project.excluded(f"{below}/x")

    return enter


def _is_own(project: Project, found: Found) -> bool:
    if found.sort is Sort.FOLDER or project.excluded(found.below):
        return False
    if _is_beside_reports(project, found.path):
        # Reported as a report.
        return not (hides_reports(found) or is_report(Path(found.path)))
    return True


def _is_beside_reports(project: Project, path: str) -> bool:
    return path.startswith(f"{project.incidents}{os.sep}")


def _own(project: Project, found: Found, plain: dict[str, Found]) -> OwnFile:
    own = OwnFile(path=found.below, shown=display(Path(found.path)), size=found.size)
    fault = _name_fault(found) or _sort_fault(found)
    if found.sort is Sort.LINK and not fault:
        target = _target(project, found, plain)
        if isinstance(target, Finding):
            return replace(own, fault=target)
        found = target
    return replace(own, fault=fault) if fault else _with_content(project, own, found)


def _name_fault(found: Found) -> Finding | None:
    if _LEFT_BEHIND.search(found.name):
        message = "This looks like a copy that an editor or a merge has left, so it is not published."
        return unpublishable(message, "Remove it; or give it another name, if it is to be published.")
    if found.sort is Sort.TOO_DEEP:
        message = "The path of this file is longer than hosts of static files take."
        return unpublishable(message, "Give it, or the folders above it, shorter names.")
    if _BAD_NAME.search(found.below):
        message = "This name has characters in it that no address can have."
        return unpublishable(message, "Rename it, in letters, digits and hyphens.")
    return None


def _sort_fault(found: Found) -> Finding | None:
    if found.sort is Sort.OTHER:
        message = "This is not a regular file but a pipe, a socket or a device."
        return unpublishable(message, "Put a file in its place, or take it away.")
    if found.sort is Sort.CLOSED:
        return unpublishable("This folder cannot be read.", "Check who may read it.")
    if found.sort is Sort.AGAIN:
        return unpublishable("This folder is published at another path already.", "Take one of the two away.")
    return None


def _target(project: Project, link: Found, plain: dict[str, Found]) -> Found | Finding:
    """The file that a link leads to, where that is one that is published itself."""
    root = os.path.realpath(project.docs_dir)
    target = os.path.realpath(link.path)
    instead = "Put the file itself here, or take the link away."
    if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
        return unpublishable("This is a link that leads out of the folder, so it is not followed.", instead)
    if os.path.isdir(target):  # noqa: PTH112 -- texts, as in walk
        message = "This is a link to a folder, and such links are not followed."
        return unpublishable(message, "Put the folder itself here.")
    below = target[len(root.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    if below in plain:
        return plain[below]
    if not os.path.exists(target):  # noqa: PTH110 -- texts, as in walk
        return unpublishable("This is a link that leads nowhere.", instead)
    return unpublishable("This is a link to a file that is not published itself.", instead)


def _with_content(project: Project, own: OwnFile, found: Found) -> OwnFile:
    """With the text of a page; `found` is the file itself."""
    own = replace(own, size=found.size)
    if own_scripts(own.path):
        message = "A file of the theme, which every page loads, has this address."
        return replace(own, fault=taken(message, "Rename yours; to change the theme's, put it into `custom_dir`."))
    if not is_page(own.path):
        if found.size > MAX_FILE:
            message = f"The file is larger than {MAX_FILE // 2**20} MiB."
            return replace(own, fault=unpublishable(message, "Keep it elsewhere and link to it."))
        return own if os.access(found.path, os.R_OK) else replace(own, fault=_CLOSED)
    if found.size > MAX_PAGE:
        message = f"The page is larger than {MAX_PAGE // 2**10} KiB."
        return replace(own, fault=unusable(message, "Make several pages of it."))
    try:
        data = bytes_of(Path(found.path), MAX_PAGE)
    except OSError:
        return replace(own, fault=_CLOSED)
    try:
        text = (data or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = (data or b"")[: error.start].count(b"\n") + 1
        return replace(own, fault=unusable("The page is not UTF-8.", "Save it as UTF-8.", line))
    return replace(own, text=text, fault=head_fault(text, project))


_CLOSED = unpublishable("This file cannot be read.", "Check who may read it.")


def _within_bounds(files: Iterable[OwnFile]) -> Iterator[OwnFile]:
    """Of more than a site can hold, what comes first in the order of the paths."""
    size = count = 0
    for own in files:
        if own.fault is None:
            size, count = size + own.size, count + 1
            if size > MAX_SITE or count > MAX_FILES:
                message = f"There are more than {MAX_FILES:,} files here, or {MAX_SITE // 2**30} GiB of them."
                own = replace(own, fault=unpublishable(message, "Keep some of them elsewhere."))  # noqa: PLW2901
                size, count = size - own.size, count - 1
        yield own


def below(own: OwnFolder, project: Project, paths: Sequence[Path]) -> OwnFolder:
    """Those in the folders among `paths`; all of them when there are none."""
    places = [project.docs_dir / each.path for each in own.files]
    folders = {absolute(path) for path in paths}
    files = [each for each, place in zip(own.files, places, strict=True) if not paths or folders & set(place.parents)]
    return replace(own, files=tuple(files))


def linked_folders(project: Project) -> tuple[str, ...]:
    """Links to folders below the folders of a site, as they are to be shown."""
    folders = [folder for folder in dict.fromkeys((project.docs_dir, project.incidents)) if folder.is_dir()]
    found = (each for folder in folders for each in walk(folder, lambda _: True) if each.sort is Sort.LINK)
    return tuple(display(Path(each.path)) for each in found if os.path.isdir(each.path))  # noqa: PTH112 -- as above
