"""`straightup build` and `serve`: the site, whole or not at all."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from straightup import reporters
from straightup.building import plan
from straightup.building.own_root_files import lacking
from straightup.building.refused import RefusedError
from straightup.building.remembering import remembering
from straightup.cli.options import (
    at_option,
    below_workspace,
    config_option,
    fresh_option,
    the_format,
    the_project,
    the_time,
)
from straightup.cli.saying import hand_out, say, waiting
from straightup.disk import project as projects
from straightup.disk.project import Project
from straightup.model.errors import ConfigurationError
from straightup.model.findings import Diagnostic
from straightup.reporters.formats import FORMATS, Checked
from straightup.reporters.unpublished import FORMATS as UNPUBLISHED
from straightup.reporters.unpublished import unpublished


@click.command()
@click.option("--keep-going", is_flag=True, help="Publish what can be read; leave out and name what cannot.")
@click.option(
    "--publish", is_flag=True, help="The same, with exit code 0, for hosts that take any other for a failure."
)
@click.option(
    "-d", "--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Where to. Default: MkDocs' site_dir."
)
@click.option(
    "--exercise",
    is_flag=True,
    help="For practice: every page says so, and feeds are empty. Into site-exercise.",
)
@click.option("--explain", is_flag=True, help="Say which pages were made again, and why.")
@fresh_option
@at_option
@config_option
@click.pass_context
def build_command(
    ctx: click.Context,
    keep_going: bool,
    publish: bool,
    site_dir: Path | None,
    exercise: bool,
    explain: bool,
    fresh: bool,
    at: datetime | None,
    config_file: Path | None,
) -> None:
    """Build the site in a folder of its own and put it in the old one's place when it is whole.

    Refuses when a file has an error, except those that only time brought about. Leaves with exit code 3 when
    --keep-going had to leave something out. What was left out stands in build.json too, at the site's root.
    """
    project = the_project(config_file)
    if not project.settings.site_url:
        raise ConfigurationError(
            f"{project.config_file.name} has no “site_url”. Feeds and links need it: add “site_url: https://…”."
        )
    target = _target(project, site_dir, exercise=exercise)
    now = the_time(at)
    try:
        with waiting("Checking and composing …"), remembering(project, fresh=fresh, reading=True) as memory:
            ready = plan.prepare(
                project,
                now=now,
                keep_going=keep_going or publish,
                clock_was_set=at is not None,
                exercise=exercise,
                replaced=target,
                memory=memory,
                fresh=fresh,
            )
    except RefusedError as refused:
        hand_out(_in_brief(refused.diagnostics, refused.checked, project), err=True)
        raise
    as_annotations = the_format(None) == "github"
    _report(ready, project, as_annotations=publish and as_annotations, explain=explain)
    ready = _publish(project, ready, target, now)
    say(f"Built {len(ready.pages)} pages in {_shown(target)}.")
    if _name_unpublished(ready, as_annotations=as_annotations) and not publish:
        ctx.exit(3)


def _target(project: Project, chosen: Path | None, *, exercise: bool) -> Path:
    """Where the site goes. Practice never takes the place of what is public."""
    usual = project.site_dir.with_name(f"{project.site_dir.name}-exercise") if exercise else project.site_dir
    target = chosen.absolute() if chosen else usual
    projects.refuse_target(target, (project.root, project.docs_dir, project.incidents, Path.cwd()))
    return target


def _in_brief(diagnostics: Sequence[Diagnostic], checked: int, project: Project) -> str:
    return reporters.in_brief(diagnostics, checked, grace=project.settings.grace, color=True)


def _report(ready: plan.Edition, project: Project, *, as_annotations: bool, explain: bool) -> None:
    if ready.diagnostics and as_annotations:
        text = FORMATS["github"](Checked(diagnostics=ready.diagnostics, files=ready.checked, below=below_workspace()))
        hand_out(text, err=True)
    elif ready.diagnostics:
        hand_out(_in_brief(ready.diagnostics, ready.checked, project), err=True)
    for line in ready.explained if explain else ():
        say(line, err=True)
    if project.settings.feed_authority_is_derived:
        say(
            "warning: “feed_authority” is not set, so feed ids follow site_url: moving the site would announce every "
            f"update again. Add “feed_authority: {project.settings.feed_authority}”.",
            err=True,
        )


def _publish(project: Project, ready: plan.Edition, target: Path, now: datetime) -> plan.Edition:
    """The edition as it was published: MkDocs may have met pages that it cannot make."""
    from straightup.building import mkdocs_runner
    from straightup.disk import swap

    with swap.staged(target) as staging:
        built = mkdocs_runner.build(project, ready, staging, now=now)
    for warning in built.warnings:
        say(f"warning: {warning}", err=True)
    said = set(ready.diagnostics)
    for found in built.edition.diagnostics:
        if found not in said:
            say(f"error: {found.path}: {found.message} {found.help}", err=True)
    _name_lines_that_theirs_lack(built.edition, project)
    return built.edition


def _name_lines_that_theirs_lack(ready: plan.Edition, project: Project) -> None:
    """Of files such as `_headers` that the user has, and that stay as they are."""
    for name, lines in lacking(project, ready).items():
        say(f"note: {_shown(project.docs_dir / name)} is yours and stays as it is. Ours would say as well:", err=True)
        for line in lines:
            say(f"  {line}", err=True)


def _name_unpublished(ready: plan.Edition, *, as_annotations: bool) -> bool:
    """Whether anything is not published as it stands, each named."""
    shown = ready.published
    found = unpublished(ready.diagnostics, left_out=shown.left_out_paths, withheld=shown.withheld)
    text = UNPUBLISHED["github"](found, below=below_workspace()) if as_annotations else UNPUBLISHED["text"](found)
    hand_out(text, err=True)
    beside = [each.shown for each in ready.not_published if not each.report]
    if beside:
        one = "file beside the reports was" if len(beside) == 1 else "files beside the reports were"
        say(f"{len(beside)} {one} left out: {', '.join(beside)}.", err=True)
    if links := len(ready.links_without_files):
        one = "link leads" if links == 1 else "links lead"
        say(f"{links} {one} to no file that is published; the words stay, without the link.", err=True)
    return bool(found or beside or links)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


@click.command()
@click.option("-a", "--dev-addr", metavar="IP:PORT", help="Default: 127.0.0.1:8000.")
@click.option("-o", "--open", "open_browser", is_flag=True, help="Open it in a browser.")
@config_option
def serve_command(dev_addr: str | None, open_browser: bool, config_file: Path | None) -> None:
    """Show the site on this machine, and build it again whenever a file is saved."""
    project = the_project(config_file)
    from straightup.building import mkdocs_runner

    mkdocs_runner.serve(project, escaped=reporters.own_line, address=dev_addr, open_browser=open_browser)
