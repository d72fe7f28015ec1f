"""`straightup import`: another status page's history, without an answer that it does not give."""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from straightup import reporters
from straightup.cli.options import at_option, the_time
from straightup.disk import files
from straightup.importers import Import
from straightup.model.incident import Component
from straightup.writing.whole import write

_SOURCES = re.compile(r".*\.md|config\.(?:ya?ml)", re.IGNORECASE)
_CONFIG = re.compile(r"config\.ya?ml", re.IGNORECASE)


class Zone(click.ParamType[ZoneInfo]):
    """A time zone by its name in the tz database."""

    name = "ZONE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        try:
            return ZoneInfo(str(value))
        except (ValueError, OSError, KeyError):
            self.fail(f"“{value}” is no time zone. Write UTC or a name such as Europe/Berlin.", param, ctx)


@click.group()
def import_command() -> None:
    """Bring in the history of another status page."""


@import_command.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
@click.option("--timezone", type=Zone(), metavar="ZONE", help="The zone of times that do not say theirs, such as UTC.")
@at_option
def cstate(folder: Path, into: Path, timezone: ZoneInfo | None, at: datetime | None) -> None:
    """The cState site in FOLDER (the one that holds config.yml and content/).

    What it does not say stays unanswered, and `check` lists that. Sources that cannot be read are named and counted.
    """
    from straightup.importers.cstate.folder import import_site

    contents = files.folder_contents(folder, _SOURCES)
    config = next((data for path, data in contents.items() if _CONFIG.fullmatch(path)), None)
    # A site has other Markdown beside its issues; a folder of bare issue files has nothing else.
    below = "content/issues/" if any(path.startswith("content/") for path in contents) else ""
    sources = {path: data for path, data in contents.items() if path.startswith(below) and path.lower().endswith(".md")}
    found = import_site(sources, config, zone=timezone, imported_on=the_time(at).date())
    kept = 0
    for each in found.incidents:
        path = into / each.file_name
        text = write(each.incident)
        if path.exists():
            kept += 1
            click.echo(f"{reporters.safe(str(path))}: is there already, left as it is", err=True)
            continue
        files.write_new(path, text)
        for note in each.notes:
            click.echo(reporters.safe(f"{each.source}: {note}"), err=True)
    _tell(found, into, kept)


def _tell(found: Import, into: Path, kept: int) -> None:
    for skipped in found.skipped:
        click.echo(
            reporters.safe(f"{skipped.source}: not imported: {skipped.reason}\n  → {skipped.next_step}"), err=True
        )
    for note in found.notes:
        click.echo(reporters.safe(note), err=True)
    if found.components:
        click.echo("For mkdocs.yml, under “plugins: - straightup:”\n")
        click.echo(reporters.safe(_components(found.components)))
    written = len(found.incidents) - kept
    click.echo(f"{written} {'report' if written == 1 else 'reports'} written to {into}.")
    if found.skipped:
        reasons = Counter(skipped.reason.rstrip(".") for skipped in found.skipped)
        click.echo(f"{len(found.skipped)} not imported:")
        for reason, number in reasons.most_common():
            click.echo(reporters.safe(f"  {number}: {reason}"))
    click.echo("Now run “straightup check”: it says what customers were not told.")


def _components(components: tuple[Component, ...]) -> str:
    import json

    lines = ["components:"]
    for component in components:
        lines.append(f"  - id: {component.id}")
        for key in ("name", "group", "description", "link"):
            value = getattr(component, key)
            if value:
                # A JSON text is a YAML text, whatever it holds.
                lines.append(f"    {key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
