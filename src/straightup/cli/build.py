"""`straightup build` and `serve`: the site, whole or not at all."""

from datetime import datetime
from pathlib import Path

import click

from straightup import reporters
from straightup.building import plan
from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.cli.saying import hand_out, say
from straightup.disk import project as projects
from straightup.disk.project import Project
from straightup.model.errors import ConfigurationError


@click.command()
@click.option("--keep-going", is_flag=True, help="Publish what can be read; leave out and name what cannot.")
@click.option(
    "-d", "--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Where to. Default: MkDocs' site_dir."
)
@at_option
@config_option
@click.pass_context
def build_command(
    ctx: click.Context, keep_going: bool, site_dir: Path | None, at: datetime | None, config_file: Path | None
) -> None:
    """Build the site in a folder of its own and put it in the old one's place when it is whole.

    Refuses when a report has an error, except those that only time brought about. Leaves with exit code 3 when
    --keep-going had to leave something out.
    """
    project = the_project(config_file)
    if not project.settings.site_url:
        raise ConfigurationError(
            f"{project.config_file.name} has no “site_url”. Feeds and links need it: add “site_url: https://…”."
        )
    target = site_dir.absolute() if site_dir else project.site_dir
    projects.refuse_target(target, (project.root, project.docs_dir, project.incidents, Path.cwd()))
    now = the_time(at)
    try:
        ready = plan.prepare(project, now=now, keep_going=keep_going, clock_was_set=at is not None)
    except plan.RefusedError as refused:
        hand_out(reporters.text(refused.diagnostics, refused.checked, color=True), err=True)
        raise
    _report(ready, project)
    _publish(project, ready, target, now)
    say(f"Built {len(ready.pages)} pages in {_shown(target)}.")
    if ready.quarantined:
        names = ", ".join(ready.quarantined)
        count = len(ready.quarantined)
        say(
            f"{count} {'report was' if count == 1 else 'reports were'} left out, and the page says so: {names}.",
            err=True,
        )
        ctx.exit(3)


def _report(ready: plan.Edition, project: Project) -> None:
    if ready.diagnostics:
        hand_out(reporters.text(ready.diagnostics, ready.checked, color=True), err=True)
    if project.settings.feed_authority_is_derived:
        say(
            "warning: “feed_authority” is not set, so feed ids follow site_url: moving the site would announce every "
            f"update again. Add “feed_authority: {project.settings.feed_authority}”.",
            err=True,
        )


def _publish(project: Project, ready: plan.Edition, target: Path, now: datetime) -> None:
    from straightup.building import mkdocs_runner
    from straightup.disk import publish

    with publish.staged(target) as staging:
        for warning in mkdocs_runner.build(project, ready, staging, now=now):
            say(f"warning: {warning}", err=True)


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
