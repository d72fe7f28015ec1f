"""`straightup import`: another status page's history, without an answer that it does not give."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from straightup.cli.options import at_option, the_time
from straightup.cli.saying import say
from straightup.disk import files, whole_files
from straightup.importers import IMPORTERS, Import, Importer
from straightup.model.states import Component
from straightup.writing.whole import write

_UNANSWERED = (
    "What it does not say stays unanswered, and `check` lists that. Sources that cannot be read are named and counted."
)


class TimeZone(click.ParamType[ZoneInfo]):
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


def _command(importer: Importer) -> click.Command:
    """`straightup import NAME`."""

    @click.command(importer.name, help=f"{importer.source}\n\n{_UNANSWERED}")
    @click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
    @click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
    @click.option(
        "--timezone", type=TimeZone(), metavar="ZONE", help="The zone of times that do not say theirs, such as UTC."
    )
    @at_option
    def command(folder: Path, into: Path, timezone: ZoneInfo | None, at: datetime | None) -> None:
        contents = files.folder_contents(folder, importer.file_names)
        imported = importer.read(contents, zone=timezone, imported_on=the_time(at).date())
        _tell(imported, into, written=_write(imported, into))

    return command


for _importer in IMPORTERS:
    import_command.add_command(_command(_importer))


def _write(imported: Import, into: Path) -> int:
    """How many of the reports were not there before and are now."""
    written = 0
    for report in imported.incidents:
        path = into / report.file_name
        text = write(report.incident)
        if path.exists():
            say(f"{path}: is there already, left as it is", err=True)
            continue
        whole_files.write_new(path, text)
        written += 1
        for note in report.notes:
            say(f"{report.source}: {note}", err=True)
    return written


def _tell(imported: Import, into: Path, *, written: int) -> None:
    for skipped in imported.skipped:
        say(f"{skipped.source}: not imported: {skipped.reason}", f"  → {skipped.next_step}", err=True)
    for note in imported.notes:
        say(note, err=True)
    if imported.components:
        say("For mkdocs.yml, under “plugins: - straightup:”", "", *_components(imported.components), "")
    say(f"{written} {'report' if written == 1 else 'reports'} written to {into}.")
    if imported.skipped:
        reasons = Counter(skipped.reason.rstrip(".") for skipped in imported.skipped)
        say(f"{len(imported.skipped)} not imported:")
        for reason, number in reasons.most_common():
            say(f"  {number}: {reason}")
    say("Now run “straightup check”: it says what customers were not told.")


def _components(components: tuple[Component, ...]) -> list[str]:
    import json

    lines = ["components:"]
    for component in components:
        lines.append(f"  - id: {component.id}")
        for key in ("name", "group", "description", "link"):
            value = getattr(component, key)
            if value:
                # A JSON text is a YAML text, whatever it holds.
                lines.append(f"    {key}: {json.dumps(value, ensure_ascii=False)}")
    return lines
