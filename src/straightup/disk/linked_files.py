"""What is at the path of a link in a report, looked at only where it is asked for."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from straightup.disk.files import bytes_of, display
from straightup.disk.project import Project
from straightup.model.links import KINDS, MAX_LINKED, TEXT_KINDS, LinkedFile, kind_of

_BAD_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\\\\]")
_ELSEWHERE = "Keep it elsewhere and link to its address."


def looking_from(project: Project) -> Callable[[str, str], LinkedFile]:
    """Gives the file that a path in a report leads to, by the path of the report as it is shown, and that path."""

    def look(report: str, path: str) -> LinkedFile:
        kind = kind_of(path)
        if kind not in KINDS:
            return LinkedFile(problem=f"Files of the kind “{kind}” are not published with a report.", help=_KINDS)
        if path.startswith("../"):
            return LinkedFile(
                problem="This file is not beside the report, so it is not published with it.",
                help="Put it into the folder of the report, or into one in there.",
            )
        return _look(project, Path(report).absolute().parent / path, kind)

    return look


_KINDS = f"Those that are: {', '.join(KINDS)}. {_ELSEWHERE}"


def _look(project: Project, place: Path, kind: str) -> LinkedFile:
    shown = display(place)
    if _BAD_NAME.search(place.name):
        return LinkedFile(shown, problem="No address can have the name of this file.", help="Rename the file.")
    try:
        size = place.lstat().st_size
        # A link in the folder, or to the file, could lead anywhere.
        if os.path.realpath(place) != os.path.join(os.path.realpath(place.anchor), *_real_parts(project, place)):  # noqa: PTH118
            return LinkedFile(shown, problem="This is a link in the file system.", help="Put the file itself here.")
        if size > MAX_LINKED:
            problem = f"This file is larger than {MAX_LINKED // 2**20} MiB, so it is not published."
            return LinkedFile(shown, problem=problem, help=_ELSEWHERE)
        data = bytes_of(place, MAX_LINKED if kind in TEXT_KINDS else 0)
    except (OSError, ValueError):  # UnicodeError among them: not every system can name every letter
        help_text = "Correct the link, or put the file there."
        return LinkedFile(
            shown, problem="There is no such file beside the report, or it cannot be read.", help=help_text
        )
    if data is None:
        return LinkedFile(shown, problem="This is no regular file.", help="Put a file in its place.")
    inside = place.is_relative_to(project.incidents)
    below = place.relative_to(project.incidents).as_posix() if inside else ""
    return LinkedFile(shown, below, size=size, text=data if kind in TEXT_KINDS else b"")


def _real_parts(project: Project, place: Path) -> tuple[str, ...]:
    """Of the place when no link is below the folder of the reports; that folder may be reached through one."""
    root = project.incidents if place.is_relative_to(project.incidents) else place.parent
    return (*Path(os.path.realpath(root)).parts[1:], *place.relative_to(root).parts)
