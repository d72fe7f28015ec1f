"""The user's own pages and files, as MkDocs gets them: those of our list and no others, each page bounded in time."""

import json
import signal
import sys
import threading
from collections.abc import Collection
from html import escape
from types import FrameType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, set_exclusions

from straightup.building.plan import Edition
from straightup.disk.project import theme_folder
from straightup.model.findings import Misread
from straightup.model.own_files import OwnFile, is_page

SECONDS = 30
"""Of computing that MkDocs, with all plugins, may take for one page of the user's: more than any good one needs."""
NOWHERE = str(theme_folder() / "straightup" / "shell.html" / "nothing")
"""A folder that is not there, and cannot be."""


def with_own_files(files: Files, edition: Edition, config: MkDocsConfig) -> Files:
    """`files` of the theme, and those of the user's own that are to be published, which win over them."""
    found = [each for own in edition.own if (each := _file(own, edition, config))]
    set_exclusions(found, config)
    for file in found:
        if file.inclusion is not InclusionLevel.EXCLUDED and (theme := files.get_file_from_path(file.src_uri)):
            files.remove(theme)
    return Files([*sorted(found, key=file_sort_key), *files])


def _file(own: OwnFile, edition: Edition, config: MkDocsConfig) -> File | None:
    if own.fault is None:
        return File(own.path, config.docs_dir, config.site_dir, config.use_directory_urls)
    # A name that cannot be an address has no place to put it.
    if not is_page(own.path) or own.fault.rule is Misread.ADDRESS_TAKEN or not own.path.isprintable():
        return None
    front = {"title": escape(edition.own_note.title), "search": {"exclude": True}, "social": {"cards": False}}
    # JSON is YAML, and leaves nothing to quote.
    text = f"---\n{json.dumps(front)}\n---\n\n{edition.own_note.html}\n"
    # It is found by who has its address, and by a `nav` that names it.
    note = File.generated(config, own.path, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
    note.edit_uri = own.path
    return note


class TooSlowError(BaseException):
    """A page takes too long. Not an Exception, so that what is being rendered does not hide it."""


class OnePageAtATime:
    """Knows which page of the user's own is at work, and stops it when it takes too long."""

    def __init__(self, own: Collection[str]) -> None:
        self._own = own
        self.current = ""
        """Its path below the docs folder; "" while none of the user's own is at work."""
        self._bounded = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()

    def begin(self, path: str) -> None:
        """From now on `path` is at work, which may be a page of ours too."""
        self.current = path if path in self._own else ""
        if self.current and self._bounded:
            signal.signal(signal.SIGPROF, _stop)
            signal.setitimer(signal.ITIMER_PROF, SECONDS)

    def end(self) -> None:
        """None is at work any more; who it was stays known where it could not be ended."""
        if self._bounded:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if sys.exc_info()[0] is None:
            self.current = ""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError
