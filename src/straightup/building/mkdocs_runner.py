"""Runs MkDocs, which makes the user's own pages, and shells for ours.

It brings MkDocs with it, so commands that need no site must not import it. Another shell maker would need a runner of
its own, something in the place of the plugin, and what is known of its theme in the place of fitting/material.
"""

import errno
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from straightup.building.own_pages import SECONDS, OnePageAtATime, TooSlowError
from straightup.building.plan import Edition, without
from straightup.disk.own_files import linked_folders
from straightup.disk.project import Project
from straightup.disk.temporary import empty_folder
from straightup.model.errors import ConfigurationError, StraightupError


class _Receiver(Protocol):
    """Our plugin, as far as it matters here."""

    supplied: tuple[Project, Edition] | None
    pages: OnePageAtATime


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build."""

    edition: Edition
    """As it was published: with a note in the place of each page that MkDocs could not make."""
    warnings: tuple[str, ...] = ()
    """What MkDocs said of the user's own pages."""


MOST_TRIES = 8
"""How often MkDocs may stop at a page of the user's own, after all that the check has found: each costs a build."""


def build(project: Project, edition: Edition, into: Path, *, now: datetime, strict: bool = False) -> Built:
    """Builds the whole site into the folder `into`.

    `now` is the day that the sitemap gives for the user's pages. ConfigurationError when MkDocs, or a template or
    plugin of the user's, cannot go on; OSError as it comes (inside `swap.staged` it becomes a StorageError).
    """
    tries_left = MOST_TRIES if edition.keep_going else 1
    while True:
        try:
            return Built(edition, _build_once(project, edition, into, now=now, strict=strict))
        except _PageError as failed:
            tries_left -= 1
            if not tries_left:
                raise failed.error from failed.error.__cause__
            edition = without(edition, failed.page, failed.reason)


class _PageError(Exception):
    """MkDocs stopped at a page of the user's own."""

    def __init__(self, page: str, reason: str, error: ConfigurationError) -> None:
        super().__init__(page)
        self.page = page
        self.reason = reason
        self.error = error


def _build_once(project: Project, edition: Edition, into: Path, *, now: datetime, strict: bool) -> tuple[str, ...]:
    at_work: list[str] = []
    quiet = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(int(now.timestamp()))}
    with _environment(quiet), _docs_folder(project) as overrides, _messages() as messages:
        try:
            _run(project, edition, {**overrides, "site_dir": str(into), "strict": strict}, at_work)
        # Whatever a user's plugin or template raises is the user's to repair, and never our traceback.
        except (Exception, SystemExit, TooSlowError) as error:
            page = next(iter(at_work), "")
            if isinstance(error, OSError) and error.errno is not None and not (page and error.errno in _OF_ONE_FILE):
                raise
            ours = _cause(error)
            if ours is not None:
                raise ours from None
            stopped = ConfigurationError(_told(error, messages, project))
            if page:
                raise _PageError(page, _own_words(error), stopped) from error
            raise stopped from error
    return tuple(messages)


_OF_ONE_FILE = (errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


def _own_words(error: BaseException) -> str:
    if isinstance(error, TooSlowError):
        return f"it takes more than {SECONDS} seconds"
    return (str(error) or type(error).__name__).rstrip(".")


def _told(error: BaseException, messages: Sequence[str], project: Project) -> str:
    if isinstance(error, OSError):
        # A template that is not there comes as an OSError too, but not from the system.
        what = f"{error} is not there" if type(error).__name__ == "TemplateNotFound" else str(error).rstrip(".")
        return f"MkDocs stopped: {what}. Correct {project.config_file.name}, or the template that asks."
    # What MkDocs logged says where, and most often repeats the error's own words.
    own = _own_words(error)
    told = messages if any(own in message for message in messages) else [*messages, own]
    reason = "; ".join(dict.fromkeys(told)).rstrip(".")
    return f"MkDocs stopped: {reason}. Correct {project.config_file.name}, or the page or template it names."


def _run(project: Project, edition: Edition, overrides: Mapping[str, Any], at_work: list[str]) -> None:
    """`at_work` gets the page of the user's own that MkDocs stopped at, if it was one."""
    config = load_config(str(project.config_file), **overrides)
    plugin: Any = config.plugins.get("straightup")
    if plugin is None:
        message = f"{project.config_file}: the plugin straightup is switched off. Remove `enabled: false`."
        raise ConfigurationError(message)
    receiver: _Receiver = plugin
    receiver.supplied = (project, edition)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build.build(config)
    except BaseException:
        at_work += filter(None, [receiver.pages.current])
        raise
    finally:
        config.plugins.on_shutdown()


class _Escaped(logging.Formatter):
    """A line for each message, whatever it says."""

    def __init__(self, escaped: Callable[[str], str]) -> None:
        super().__init__("%(levelname)s: %(message)s")
        self.escaped = escaped

    def format(self, record: logging.LogRecord) -> str:
        return self.escaped(super().format(record))


def serve(
    project: Project, *, escaped: Callable[[str], str], address: str | None = None, open_browser: bool = False
) -> None:
    """Shows the site at a local address, and builds it anew whenever a file changes, until it is interrupted.

    What MkDocs has to say meanwhile is printed as `escaped` makes it. ConfigurationError when there are links to
    folders, which would keep it looking for changes for ever.
    """
    for linked in linked_folders(project):
        message = (
            f"{linked} is a link to a folder, and looking for changes might never end. Put the folder itself there."
        )
        raise ConfigurationError(message)
    logger = logging.getLogger()
    handler = logging.StreamHandler()
    handler.setFormatter(_Escaped(escaped))
    logger.addHandler(handler)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    with _environment({"NO_MKDOCS_2_WARNING": "1"}), _docs_folder(project) as overrides:
        try:
            mkdocs_serve.serve(str(project.config_file), dev_addr=address, open_in_browser=open_browser, **overrides)
        except (MkDocsException, SystemExit) as error:
            message = f"MkDocs stopped: {error}. What it says above names the place."
            raise _cause(error) or ConfigurationError(message) from error
        finally:
            logger.removeHandler(handler)


def _cause(error: BaseException | None) -> StraightupError | None:
    """The error of ours that MkDocs stopped for, if it did for one."""
    while error is not None:
        if isinstance(error, StraightupError):
            return error
        error = error.__cause__ or error.__context__
    return None


@contextmanager
def _docs_folder(project: Project) -> Iterator[dict[str, Any]]:
    """MkDocs cannot do without a docs folder, and a status page needs none: then it gets an empty one."""
    if project.docs_dir.is_dir():
        yield {}
        return
    with empty_folder() as folder:
        yield {"docs_dir": str(folder)}


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Variables that MkDocs and its theme read; one that the user has set stays as it is."""
    added = [name for name in values if name not in os.environ]
    os.environ.update({name: values[name] for name in added})
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


@contextmanager
def _messages() -> Iterator[list[str]]:
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    # Of everybody who logs, such as Markdown's extensions: what nobody collects, Python prints as it is.
    logger = logging.getLogger()
    collector = Collector(logging.WARNING)
    logger.addHandler(collector)
    try:
        yield messages
    finally:
        logger.removeHandler(collector)
