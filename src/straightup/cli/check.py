"""`straightup check`: does each report answer what customers ask?"""

from datetime import datetime
from pathlib import Path

import click

from straightup import inspection, reporters
from straightup import project as projects
from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.diagnostics import Severity
from straightup.errors import ConfigurationError
from straightup.project import Project


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Leave with exit code 1 for warnings too.")
@at_option
@config_option
@click.pass_context
def check_command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output_format: str,
    strict: bool,
    at: datetime | None,
    config_file: Path | None,
) -> None:
    """Check incident files: those named by PATHS, in the folders named, or all of the site.

    Leaves with exit code 1 when there is an error.
    """
    project = _project(config_file, paths)
    sources = projects.sources(paths) if paths else projects.project_sources(project)
    found = inspection.inspect(project, sources, now=the_time(at))
    if output_format == "json":
        click.echo(reporters.as_json(found.diagnostics), nl=False)
    else:
        click.echo(reporters.text(found.diagnostics, len(found.entries)), nl=False)
    failing = [each for each in found.diagnostics if strict or each.severity is Severity.ERROR]
    ctx.exit(1 if failing else 0)


def _project(config_file: Path | None, paths: tuple[Path, ...]) -> Project:
    """The project that the files belong to: the nearest above the first of them, else above the working folder."""
    if config_file or not paths:
        return the_project(config_file)
    first = paths[0] if paths[0].is_dir() else paths[0].parent
    try:
        config_file = projects.find(first)
    except ConfigurationError:
        config_file = None
    return the_project(config_file)
