"""`straightup import`: another status page's history, without an answer that it does not give."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from straightup.cli.imported_table import tell
from straightup.cli.options import at_option, the_time
from straightup.cli.saying import progress, say
from straightup.disk import files, whole_files
from straightup.importers import IMPORTERS, Given, Import, Importer
from straightup.importers.again import Decision, Known, Outcome, decide, imported_before
from straightup.importers.chosen import chosen
from straightup.importers.importer import Skipped

Pairs = tuple[tuple[str, str], ...]
_PROMISE = (
    "What the old page does not say is shown as not recorded; nothing is invented. The command opens no network. Doing "
    "it again writes only what has changed there, and never over what a person has changed here."
)


class TimeZone(click.ParamType[ZoneInfo]):
    """A time zone by its name in the tz database."""

    name = "ZONE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        try:
            return ZoneInfo(str(value))
        except (ValueError, OSError, KeyError):
            self.fail(f"“{value}” is no time zone. Write UTC or a name such as Europe/Berlin.", param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """`OLD=NEW`."""

    name = "OLD=NEW"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        old, sign, new = str(value).rpartition("=")
        if not sign or not old.strip() or not new.strip():
            self.fail(f"“{value}” does not say what becomes of what. Write OLD=NEW.", param, ctx)
        return old.strip(), new.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What was asked for on the command line."""

    source: Path
    into: Path
    timezone: ZoneInfo | None
    dry_run: bool
    since: date | None
    skip: tuple[str, ...]
    names: Pairs
    labels: Pairs
    at: datetime


_OPTIONS = (
    click.argument("source", type=click.Path(exists=True, path_type=Path)),
    click.option("--into", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to write."),
    click.option(
        "--timezone", type=TimeZone(), metavar="ZONE", help="The zone of times that do not say theirs, such as UTC."
    ),
    click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing."),
    click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what began then or later."),
    click.option("--skip", metavar="ID,…", help="Not these, by what the old page calls them: its code or number."),
    click.option(
        "--map",
        "names",
        type=Pair(),
        multiple=True,
        metavar="OLD=COMPONENT",
        help="A component of the old page, by its name or code, is this one of yours.",
    ),
)
_LABEL = click.option(
    "--label",
    "labels",
    type=Pair(),
    multiple=True,
    metavar="NAME=MEANING",
    help="What a label means: a state, incident, maintenance, notice, ignore, or the name of a component.",
)


@click.group()
def import_command() -> None:
    """Bring in the history of another status page."""


def _command(importer: Importer) -> click.Command:
    """`straightup import NAME`."""

    def command(
        skip: str | None, since: datetime | None, at: datetime | None, labels: Pairs = (), **given: Any
    ) -> None:
        left_out = tuple(filter(None, (each.strip() for each in (skip or "").split(","))))
        begun = since.date() if since else None
        _run(importer, _Order(skip=left_out, since=begun, at=the_time(at), labels=labels, **given))

    decorated: Any = command
    for option in reversed((*_OPTIONS, *((_LABEL,) if importer.takes_labels else ()), at_option)):
        decorated = option(decorated)
    help_text = "\n\n".join(filter(None, (importer.source, importer.saving, _PROMISE)))
    made: click.Command = click.command(importer.name, help=help_text)(decorated)
    return made


for _importer in IMPORTERS:
    import_command.add_command(_command(_importer))


def _run(importer: Importer, order: _Order) -> None:
    contents, too_large = files.source_contents(order.source, importer.file_names, importer.largest)
    here = files.folder_contents(order.into, files.REPORTS) if order.into.is_dir() else {}
    known = tuple(imported_before(here, importer.name))
    given = Given(
        names={each.id: each.stem for each in known if each.id},
        taken=frozenset(_stems(here)) - {each.stem for each in known if not each.id},
        labels={name.casefold(): meaning for name, meaning in order.labels},
    )
    with progress("Reading") as tick:
        imported = importer.read(
            contents, zone=order.timezone, imported_on=order.at.replace(microsecond=0), given=replace(given, tick=tick)
        )
    imported = replace(imported, skipped=(*imported.skipped, *_not_read(too_large, importer.largest)))
    wanted = chosen(imported, since=order.since, skip=order.skip, names=_ids(order.names, imported))
    decisions = tuple(decide(wanted.incidents, known))
    if not order.dry_run:
        _write(decisions, order.into)
    _say_what_needs_a_person(decisions, wanted, order.into)
    tell(wanted, decisions, order.into, dry_run=order.dry_run, gone=_gone(known, imported, order))


def _stems(here: Mapping[str, bytes]) -> Iterator[str]:
    return (Path(path).stem for path in here)


def _not_read(paths: Sequence[str], largest: int) -> Iterator[Skipped]:
    for path in paths:
        reason = f"it is larger than {largest // 1024:,} KiB"
        yield Skipped(source=path, reason=reason, next_step="Split it into several files.")


def _ids(names: Pairs, imported: Import) -> dict[str, str]:
    """Our ids by those that the importer gave. UsageError for a component that the old page does not have."""
    ids = {each.id for each in (*imported.components, *imported.retired)}
    found = {}
    for old, ours in names:
        theirs = imported.names.get(old.casefold(), old)
        if theirs not in ids:
            raise click.UsageError(f"“{old}” is no component of the old page. Its components: {_some(sorted(ids))}.")
        found[theirs] = ours
    return found


def _some(words: list[str]) -> str:
    return ", ".join(words[:20]) + (f" and {len(words) - 20} more" if len(words) > 20 else "") if words else "none"


def _write(decisions: tuple[Decision, ...], into: Path) -> None:
    to_write = [each for each in decisions if each.text]
    with progress("Writing") as tick:
        for number, each in enumerate(to_write, 1):
            path = into / each.path
            if each.outcome is Outcome.NEW:
                whole_files.write_new(path, each.text, at_once=False)
            else:
                whole_files.write_over(path, each.before, each.text.encode("utf-8"))
            tick(number, len(to_write))
    if to_write:
        whole_files.settle()


def _gone(known: tuple[Known, ...], imported: Import, order: _Order) -> tuple[str, ...]:
    """The paths of reports that were imported before and are not in the export any more."""
    there = {each.incident.imported.id for each in imported.incidents if each.incident.imported}
    return tuple(str(order.into / each.path) for each in known if each.id and each.id not in there)


def _say_what_needs_a_person(decisions: tuple[Decision, ...], imported: Import, into: Path) -> None:
    for skipped in imported.skipped:
        say(f"{skipped.source}: not imported: {skipped.reason}", f"  → {skipped.next_step}", err=True)
    for each in decisions:
        path = into / each.path
        if each.outcome is Outcome.KEPT:
            say(f"{path}: changed on the old page and here, left as it is", err=True)
        elif each.outcome is Outcome.NAMELESS:
            say(f"{path}: is there already, left as it is", err=True)
        elif each.outcome is not Outcome.UNCHANGED:
            for note in each.report.notes:
                say(f"{each.report.source}: {note}", err=True)
    for note in imported.notes:
        say(note, err=True)
