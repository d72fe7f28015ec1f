"""`straightup show`: what customers read of one report."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from straightup.authoring import choosing
from straightup.authoring.refusal import RefusedAnswer
from straightup.building.showing import Seen, exchanged, seen
from straightup.cli import asking
from straightup.cli.customers_view import MARKDOWN, Form, changes, on_terminal, whole
from straightup.cli.options import IDENTITY, at_option, config_option, the_project, the_time
from straightup.cli.saying import hand_out, say
from straightup.cli.show_changes import every_change, unseen
from straightup.disk import files, git
from straightup.disk.project import Project
from straightup.model.source import Source

_MOST_NAMED = 5


@click.command()
@click.argument("identity", metavar="[ID]", type=IDENTITY, required=False)
@click.option("--base", metavar="REF", help="Only what reads otherwise than it did there, in git: before and now.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="Markdown is for the summary of a CI job.",
)
@at_option
@config_option
def show_command(
    identity: str | None, base: str | None, output_format: str, at: datetime | None, config_file: Path | None
) -> None:
    """Show what customers will read of one report: how it stands, the answers, the newest update.

    What is not answered is said as the page says it. Nothing is written. With --base and without an ID: every report
    that has changed since, for the summary of a pull request.
    """
    project, now = the_project(config_file), the_time(at)
    sources = files.project_sources(project)
    if identity is None:
        if base is None:
            raise click.UsageError("Name a report, or a --base to see every report that has changed since.")
        hand_out(every_change(project, sources, base, now, MARKDOWN if output_format == "markdown" else on_terminal()))
        return
    try:
        source = _meant(sources, identity)
    except RefusedAnswer as refused:
        raise asking.usage(refused) from None
    form = MARKDOWN if output_format == "markdown" else on_terminal()
    after = seen(project, sources, source.path, now)
    if base is None:
        lines = list(_whole(after, source, form))
    else:
        lines = list(_changed(_before(project, sources, source, base, now), after, source, base, form))
    say(*lines)


def _meant(sources: Sequence[Source], word: str) -> Source:
    by_id = {source.id: source for source in sources}
    ids = choosing.named(word, list(by_id))
    if len(ids) > 1:
        shown = ", ".join(ids[:_MOST_NAMED])
        raise RefusedAnswer(f"“{word}” is part of {len(ids)} names: {shown}. Write more of the one that is meant.")
    return by_id[ids[0]]


def _before(project: Project, sources: Sequence[Source], source: Source, base: str, now: datetime) -> Seen | None:
    """What customers read of it at `base`, by today's clock; None where it was not there."""
    data = git.content_at(base, Path(source.path).absolute())
    if data is None:
        return None
    return seen(project, exchanged(sources, source.path, data), source.path, now)


def _whole(found: Seen, source: Source, form: Form) -> Iterator[str]:
    if found.shown is None:
        yield from form.text(unseen(found, source.id))
    else:
        yield from whole(found.shown, form)


def _changed(before: Seen | None, after: Seen, source: Source, base: str, form: Form) -> Iterator[str]:
    if before is None or before.shown is None or after.shown is None:
        if after.shown is not None:
            why = "is new" if before is None else "was not shown to anybody"
            yield from form.text(f"{source.id} {why} at “{base}”: all of it is news.")
            yield ""
        yield from _whole(after, source, form)
        return
    found = list(changes(before.shown, after.shown, form))
    yield form.title(after.shown.title)
    if not found:
        yield ""
        yield from form.text(f"Customers read the same as at “{base}”.")
    yield from found
