"""Options that several commands share."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from straightup.disk import files
from straightup.disk import project as projects
from straightup.disk.project import Project
from straightup.model.errors import ConfigurationError, StraightupError
from straightup.model.states import STATED, Stage
from straightup.reading import moments

F = TypeVar("F", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """A time with its zone, as in the incident files."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        parsed = moments.moment(str(value))
        if isinstance(parsed, datetime):
            return parsed
        return self.fail(f"{parsed.message} {parsed.help}", param, ctx)


class OfSite(click.ParamType[str]):
    """A word that a shell completes with what the site has; any other is taken as well, and judged later."""

    def __init__(self, name: str, words: Callable[[Project, str], Iterable[str]]) -> None:
        self.name = name
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            project = projects.load(ctx.params.get("config_file") or projects.find())
            return [CompletionItem(word) for word in self._words(project, incomplete) if incomplete in word]
        except (StraightupError, OSError):
            return []  # in the middle of a line nobody wants to read what is wrong elsewhere


def _ids(project: Project, _typed: str) -> Iterable[str]:
    return sorted((path.stem for path in files.incident_files(project)), reverse=True)


def _components(project: Project, typed: str) -> Iterable[str]:
    before, equals, _ = typed.partition("=")
    if equals:
        return [f"{before}={state}" for state in STATED]
    return [f"{component.id}=" for component in project.settings.components]


def _templates(project: Project, _typed: str) -> Iterable[str]:
    return list(files.prepared_reports(project))


IDENTITY = OfSite("ID", _ids)
STAGE = OfSite("STAGE", lambda _project, _typed: list(Stage))
COMPONENT = OfSite("ID=STATE", _components)
TEMPLATE = OfSite("NAME", _templates)


def at_option(command: F) -> F:
    """`--at`: everything that depends on time uses it."""
    return click.option(
        "--at", type=Moment(), metavar="TIME", help="The clock to go by, such as “2026-11-20 09:30 UTC”. Default: now."
    )(command)


def fresh_option(command: F) -> F:
    """`--fresh`: nothing is remembered."""
    return click.option("--fresh", is_flag=True, help="Do not use what was checked before (in .cache/straightup).")(
        command
    )


def config_option(command: F) -> F:
    """`--config-file`: the settings, found from the working folder upwards without it."""
    return click.option(
        "-f",
        "--config-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The mkdocs.yml to use. Default: the nearest one from here upwards.",
    )(command)


def format_option(names: Iterable[str]) -> Callable[[F], F]:
    """`--output-format`: one of `names`; `the_format` decides when it is not given."""
    return click.option(
        "--output-format",
        type=click.Choice(list(names)),
        help="Default: text; inside GitHub Actions github, for annotations.",
    )


def the_format(given: str | None) -> str:
    """`given`, or else what is read where the command runs: annotations inside GitHub Actions, text by people."""
    return given or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")


def answers_among(**options: str | None) -> dict[str, str]:
    """The answers in `options`, which are called by the keys of their questions and None when they are not given."""
    return {key: answer for key, answer in options.items() if answer is not None}


def the_time(at: datetime | None) -> datetime:
    """`at`, or else the only reading of the clock in a command."""
    return at or datetime.now(UTC)


def the_project(config_file: Path | None, start: Path | None = None) -> Project:
    """The project to work on. ConfigurationError when its settings cannot be used as they stand."""
    project = projects.load(config_file or projects.find(start))
    if project.messages:
        raise ConfigurationError(f"{project.config_file} needs a correction:", *project.messages)
    return project


def below_workspace() -> str:
    """The working folder within the repository that GitHub has checked out, "" at its root and everywhere else."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    here = Path.cwd()
    below = here.relative_to(root).as_posix() if here.is_relative_to(root) else "."
    return "" if below == "." else f"{below}/"
