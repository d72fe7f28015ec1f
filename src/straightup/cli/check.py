"""`straightup check`: does each report answer what customers ask?"""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from straightup import reporters
from straightup.building.remembering import remembering
from straightup.checking import reports
from straightup.cli.options import (
    at_option,
    below_workspace,
    config_option,
    format_option,
    fresh_option,
    the_format,
    the_project,
    the_time,
)
from straightup.cli.saying import clear, hand_out, refuse, say, waiting
from straightup.cli.selection import Selector, selected
from straightup.disk import files, git, linked_files, own_files
from straightup.disk import project as projects
from straightup.disk.project import Project
from straightup.model.errors import ConfigurationError, StraightupError
from straightup.model.findings import Diagnostic, Severity
from straightup.model.limits import MAX_HEAD
from straightup.reading import lines_of
from straightup.reporters.formats import FORMATS, READ, Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What was asked for on the command line."""

    paths: tuple[Path, ...]
    output_format: str
    select: tuple[tuple[str, ...], ...]
    ignore: tuple[tuple[str, ...], ...]
    strict: bool
    base: str | None
    everything: bool
    fresh: bool
    at: datetime | None
    config_file: Path | None


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@format_option(FORMATS)
@click.option("--select", type=Selector(), multiple=True, help="Only these rules: E, E02, eta-missing; by commas.")
@click.option("--ignore", type=Selector(), multiple=True, help="Not these rules. The more exact of the two wins.")
@click.option("--strict", is_flag=True, help="Leave with exit code 1 for warnings too.")
@click.option(
    "--base",
    metavar="REF",
    help="Such as origin/main. What only time brought about is an error in files changed since then, and in no other.",
)
@click.option("--all", "everything", is_flag=True, help="Advice about the past too: reports that are long over.")
@click.option("--watch", is_flag=True, help="Check again after each save, until Ctrl-C.")
@fresh_option
@at_option
@config_option
@click.pass_context
def check_command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output_format: str | None,
    select: tuple[tuple[str, ...], ...],
    ignore: tuple[tuple[str, ...], ...],
    strict: bool,
    base: str | None,
    everything: bool,
    watch: bool,
    fresh: bool,
    at: datetime | None,
    config_file: Path | None,
) -> None:
    """Check incident files: those named by PATHS, in the folders named, or all of the site.

    Leaves with exit code 1 when there is an error. What arose only because time passed is none, except in files that
    have changed since --base; “promises --overdue” fails for that.
    """
    if watch and output_format not in {None, "text"}:
        raise click.UsageError("--watch is for people, so it goes with --output-format text only.")
    order = _Order(
        paths=paths,
        output_format="text" if watch else the_format(output_format),
        select=select,
        ignore=ignore,
        strict=strict,
        base=base,
        everything=everything,
        fresh=fresh,
        at=at,
        config_file=config_file,
    )
    if watch:
        _watch(order)
        return
    ctx.exit(1 if _check(order, _project(config_file, paths)) else 0)


def _check(order: _Order, project: Project) -> bool:
    """Print what is wrong, and say whether that is enough to fail."""
    sources = files.sources(order.paths) if order.paths else files.project_sources(project)
    own = own_files.below(own_files.own_files(project), project, order.paths)
    # Reports that are not named are not read, but rules know them by their names.
    known = files.known_reports(project) if order.paths else {}
    changed = _changed(order, project)
    with waiting(f"Checking {len(sources):,} reports …"), remembering(project, fresh=order.fresh) as memory:
        found = reports.check(
            sources,
            project.settings,
            now=the_time(order.at),
            known=known,
            own=own,
            look=linked_files.looking_from(project),
            memory=memory,
        )
    # Before the selection: what holds a secret is quoted by nobody, whichever rules were asked for.
    faulty = {each.path for each in found}
    lines = reporters.quotable({each.path: lines_of(each.data) for each in sources if each.path in faulty}, found)
    weighed = reporters.weighed(reporters.discreet(found), changed)
    asked = [each for each in weighed if selected(each.code, order.select, order.ignore)]
    diagnostics, counted = (asked, []) if order.everything else reporters.parted(asked, changed | _named(order.paths))
    checked = Checked(
        diagnostics=diagnostics,
        files=len(sources),
        imported=sum(b"\nimported:" in source.data[:MAX_HEAD] for source in sources),
        lines=lines,
        below=below_workspace(),
    )
    # click takes the colours out again when nobody wants them, or nobody would see them.
    hand_out(FORMATS[order.output_format](checked))
    hand_out(reporters.counted_line(counted, project.settings.grace), err=order.output_format not in READ)
    if not order.paths:
        unclaimed = [path for path in files.unclaimed(project) if path not in faulty]
        if line := reporters.unclaimed_line(unclaimed):
            say(line, err=True)
    return any(_fails(each, order, changed) for each in diagnostics)


def _changed(order: _Order, project: Project) -> frozenset[str]:
    """The files that have changed since --base, as findings call them; none without it."""
    if order.base is None:
        return frozenset()
    return frozenset(files.display(path) for path in git.changed_since(order.base, project.root))


def _named(paths: tuple[Path, ...]) -> frozenset[str]:
    """The files that were named one by one: whoever does that wants to hear everything."""
    return frozenset(files.display(projects.absolute(path)) for path in paths if not path.is_dir())


def _fails(found: Diagnostic, order: _Order, changed: frozenset[str]) -> bool:
    """Whether the check fails for it; with --base, never for what time brought about in some other file."""
    elsewhere = order.base is not None and found.lapse and found.path not in changed
    return found.severity is Severity.ERROR or (order.strict and not elsewhere)


def _watch(order: _Order) -> None:
    """Check, and check again after each save. What is wrong at the start stops it; what goes wrong later is shown."""
    from straightup.cli.watching import watch

    project = _project(order.config_file, order.paths)

    def first() -> None:
        _check(order, project)
        say("Watching for changes. Ctrl-C ends.", err=True)

    def again() -> None:
        if sys.stdout.isatty():
            clear()
        else:
            say()
        try:
            _check(order, _project(order.config_file, order.paths))
        except StraightupError as error:
            refuse(error)

    folders = [(path, True) if path.is_dir() else (path.absolute().parent, False) for path in order.paths]
    if not folders:
        # While there is no folder of reports, it may come to be anywhere in the project.
        folders = [(project.incidents if project.incidents.is_dir() else project.root, True)]
    watch([*folders, (project.config_file.parent, False)], first, again)


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
