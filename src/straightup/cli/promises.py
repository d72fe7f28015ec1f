"""`straightup promises`: everything promised and not yet kept."""

from datetime import datetime
from pathlib import Path

import click

from straightup import rules
from straightup.cli.options import (
    at_option,
    below_workspace,
    config_option,
    format_option,
    the_format,
    the_project,
    the_time,
)
from straightup.cli.saying import hand_out, say
from straightup.disk import files
from straightup.reading import read
from straightup.record.pledges import pledged
from straightup.reporters.open_promises import FORMATS, OpenPromises, discreet


@click.command()
@click.option("--overdue", is_flag=True, help="Only what is late; leave with exit code 1 when anything is.")
@format_option(FORMATS)
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
        say(f"{shown} cannot be read, so what they promise is missing here. See “straightup check”.", err=True)
    # What nobody is to see yet has promised nothing, and a log is read by many.
    told = [entry for entry in entries if not entry.incident.withheld_at(now)]
    promises = tuple(each for each in pledged(told, project.settings.grace) if not overdue or each.late(now))
    promises = discreet(promises, {entry.path for entry in entries if rules.holds_secret(entry)})
    listed = OpenPromises(promises=promises, now=now, only_late=overdue, below=below_workspace())
    hand_out(FORMATS[the_format(output_format)](listed))
    ctx.exit(1 if overdue and promises else 0)
