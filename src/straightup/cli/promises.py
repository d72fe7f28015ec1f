"""`straightup promises`: everything promised and not yet kept."""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from straightup import rules
from straightup.cli.options import at_option, below_workspace, config_option, the_project, the_time
from straightup.disk import files
from straightup.reading import read
from straightup.record.pledges import pledged
from straightup.reporters import promises as reporter


@click.command()
@click.option("--overdue", is_flag=True, help="Only what is late; leave with exit code 1 when anything is.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "github"]),
    help="Default: text; inside GitHub Actions github, for annotations.",
)
@at_option
@config_option
@click.pass_context
def promises_command(
    ctx: click.Context, overdue: bool, output_format: str | None, at: datetime | None, config_file: Path | None
) -> None:
    """List everything promised and not yet kept: next updates, restoration times, causes, steps, maintenance.

    What is due first stands first. With --overdue, for a scheduled job, it leaves with exit code 1 when any is late.
    """
    project, now = the_project(config_file), the_time(at)
    sources = files.project_sources(project)
    entries = [read(source.path, source.data) for source in sources if source.fault is None]
    if unread := len(sources) - sum(entry.document.readable for entry in entries):
        shown = "1 file" if unread == 1 else f"{unread} files"
        click.echo(f"{shown} cannot be read, so what they promise is missing here. See “straightup check”.", err=True)
    secretive = {entry.path for entry in entries if rules.holds_secret(entry)}
    found = [
        replace(each, text="", owner="", incident=replace(each.incident, title="")) if each.path in secretive else each
        for each in pledged(entries, project.settings.grace)
        if not overdue or each.late(now)
    ]
    output_format = output_format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    if output_format == "json":
        click.echo(reporter.as_json(found, now), nl=False)
    elif output_format == "github":
        click.echo(reporter.as_github(found, now, below=below_workspace()), nl=False)
    else:
        click.echo(reporter.as_text(found, now, overdue=overdue), nl=False)
    ctx.exit(1 if overdue and found else 0)
