"""`straightup init`: a status site where there is none, five answers long."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from straightup.cli.init_answers import Answers, answered
from straightup.cli.init_place import Surroundings, installed_from, surroundings
from straightup.cli.init_steps import next_steps
from straightup.cli.options import at_option, the_time
from straightup.cli.saying import say
from straightup.disk.configuration import differs_only_by_plugin
from straightup.disk.files import display
from straightup.disk.together import contents_there, write_together
from straightup.model.errors import ConfigurationError
from straightup.setting_up import block, hosts, texts
from straightup.setting_up.changes import Change, Deed, changes
from straightup.setting_up.places import Source, repository_of_pages
from straightup.setting_up.places import source as source_of
from straightup.setting_up.wanted import Host, Wanted

_HEADING = b"## Something is broken? Here."


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--name", help="What the page is called. Default: the folder's name.")
@click.option("--url", help="Where it will be. Default: from CNAME or the git remote.")
@click.option("--component", multiple=True, help="“Checkout”, or “Shop/Checkout” with its group; may be repeated.")
@click.option("--contact", help="An e-mail address or a page where customers reach you.")
@click.option("--host", type=click.Choice(list(map(str, Host))), help="Who publishes it. Default: whose remote it is.")
@click.option("--source", metavar="URL@COMMIT", help="Where the host installs straightup from. Default: as this one.")
@click.option("--pre-commit", is_flag=True, help="Write a .pre-commit-config.yaml too.")
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--force", multiple=True, metavar="FILE", help="Write this one file anew, though it is there.")
@at_option
def init_command(
    folder: Path,
    source: str | None,
    pre_commit: bool,
    yes: bool,
    dry_run: bool,
    force: tuple[str, ...],
    at: datetime | None,
    component: tuple[str, ...],
    **answers: str | None,
) -> None:
    """Set up a status site: settings, the host's files, and a README for the night when something breaks.

    On a terminal it asks five things; in a script the options have to say them, or --yes. What is there already stays:
    in a site of MkDocs one block is added to mkdocs.yml, and of a file that differs you see how. It writes no report,
    so that nothing is said that is not so.
    """
    place = surroundings(folder)
    given = Answers(components=component, **{key: answer or "" for key, answer in answers.items()})
    said = answered(place, given, ask=sys.stdin.isatty() and not yes, yes=yes)
    found = Wanted(
        name=said.name,
        url=said.url,
        components=said.components,
        contact=said.contact,
        host=said.host,
        source=_source(source),
        repository=place.repository or repository_of_pages(said.url),
        branch=place.branch,
        below=place.below,
        docs_dir=_docs_dir(place),
        year=the_time(at).year,
    )
    planned = _planned(place, found, force, pre_commit=pre_commit)
    if not dry_run:
        _write(place, planned)
    _tell(planned, dry_run=dry_run)
    _end(place, found, planned, given, dry_run=dry_run)


def _source(typed: str | None) -> Source | None:
    if typed is None:
        return installed_from()
    found = source_of(typed)
    if found is None:
        raise ConfigurationError(f"“{typed}” is no source. Write --source https://github.com/OWNER/straightup@COMMIT.")
    return found


def _docs_dir(place: Surroundings) -> str:
    """Below the site's folder, where MkDocs publishes every file of."""
    return str(place.mkdocs.get("docs_dir") or "docs").strip("/") if place.config else "incidents"


def _planned(place: Surroundings, found: Wanted, force: Sequence[str], *, pre_commit: bool) -> list[Change]:
    """What becomes of each file, by its path below the root of the clone."""
    below = place.below
    whole = dict(hosts.files_at_root(found))
    beside = hosts.files_beside(found)
    ignored = contents_there(place.folder, [".gitignore"]).get(".gitignore", b"")
    additions = {f"{below}.gitignore": _ignored(ignored)}
    beside[_readme_name(place)] = texts.readme(found)
    reports = place.project.incidents if place.project else place.folder / "incidents"
    _refuse_no_folder(place, reports)
    keep = reports / ".gitkeep"
    if keep.exists() or not reports.is_dir() or not any(reports.iterdir()):
        beside[keep.relative_to(place.folder).as_posix()] = ""
    if pre_commit:
        whole[".pre-commit-config.yaml"] = hosts.hook(found)
    if place.config is None:
        beside["mkdocs.yml"] = texts.settings(found)
    elif place.project is None:
        name = f"{below}{place.config.name}"
        taken = any((place.folder / found.docs_dir / each).exists() for each in ("status", "status.md"))
        path = "service-status/" if taken else "status/"
        additions[name] = _with_block(contents_there(place.root, [name])[name], place.config.name, found, path)
    whole |= {f"{below}{path}": text for path, text in beside.items()}
    if strangers := set(force) - whole.keys():
        named = ", ".join(sorted(strangers))
        raise ConfigurationError(f"--force {named}: init writes no such file here. It writes {', '.join(whole)}.")
    return changes(whole, additions, contents_there(place.root, [*whole, *additions]), force)


def _refuse_no_folder(place: Surroundings, reports: Path) -> None:
    """ConfigurationError where the reports cannot be: a file stands there, or a link out of the clone."""
    if reports.exists() and not reports.is_dir():
        raise ConfigurationError(f"{display(reports)} is no folder, and the reports belong there. Move it away.")
    if not reports.resolve().is_relative_to(place.root):
        raise ConfigurationError(f"{display(reports)} is a link that leads out of {place.root}. Make it a folder.")


def _ignored(before: bytes) -> bytes:
    # Names in it may be of any encoding; every byte stays as it is.
    return texts.ignored(before.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _with_block(before: bytes, name: str, found: Wanted, path: str) -> bytes:
    lines = texts.plugin_block(found, path=path)
    try:
        after = block.with_block(before.decode("utf-8"), name, lines).encode("utf-8")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{name} is not UTF-8. Save it as UTF-8 and run the command again.") from None
    if not differs_only_by_plugin(before, after):
        raise block.unsure(name, 1, "it would not read the same with it", lines)
    return after


def _readme_name(place: Surroundings) -> str:
    """Ours; beside a README.md of somebody's own it is called otherwise."""
    there = contents_there(place.folder, ["README.md"]).get("README.md")
    return "README.md" if there is None or _HEADING in there else "STATUS.md"


def _tell(planned: Sequence[Change], *, dry_run: bool) -> None:
    width = max(len(change.deed) for change in planned)
    for change in planned:
        if change.writes or dry_run:
            say(f"{change.deed:<{width}}  {change.path}")
        elif change.deed is Deed.KEPT:
            say("", f"{change.path} is there and says something else. It stays; with “--force {change.path}” it would:")
            say(*change.diff(), "")


def _write(place: Surroundings, planned: Sequence[Change]) -> None:
    new = {place.root / each.path: each.after.decode() for each in planned if each.deed is Deed.NEW}
    over = {
        place.root / each.path: (each.before or b"", each.after)
        for each in planned
        if each.deed in (Deed.ADDED_TO, Deed.REPLACED)
    }
    write_together(new, over)


def _end(
    place: Surroundings,
    found: Wanted,
    planned: Sequence[Change],
    given: Answers,
    *,
    dry_run: bool,
) -> None:
    if place.project and (given.name or given.url or given.components or given.contact):
        say(f"{display(place.project.config_file)} has a status site already and stays as it is: change it there.")
    if dry_run:
        say("Nothing was written.")
    elif not any(change.writes for change in planned):
        say("Nothing to do.")
    else:
        say("", *next_steps(place, found, planned))
