"""`straightup update` and `resolve`: one more update in a file that is there."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from straightup.authoring import amend, choosing
from straightup.authoring.amendment import Amendment
from straightup.authoring.pasted import pasted
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import remaining
from straightup.cli import asking, preview, saying
from straightup.cli.options import (
    COMPONENT,
    IDENTITY,
    STAGE,
    answers_among,
    at_option,
    config_option,
    the_project,
    the_time,
)
from straightup.disk import files, whole_files
from straightup.disk.project import Project
from straightup.model.errors import StorageError
from straightup.model.incident import Incident
from straightup.model.source import Source
from straightup.reading import read
from straightup.writing.whole import moment

F = TypeVar("F", bound=Callable[..., Any])


def _shared(command: F) -> F:
    """What both commands take."""
    for decorate in reversed(
        (
            click.argument("identity", metavar="[ID]", type=IDENTITY, required=False),
            click.option("-m", "--message", metavar="TEXT", help="What customers should know now."),
            click.option("-e", "--edit", is_flag=True, help="Write it in $VISUAL or $EDITOR."),
            click.option("--next", metavar="TIME", help="When the next update comes: 14:50 UTC or “in 30 min”."),
            click.option("--force", is_flag=True, help="Write it even if the check would call it an error."),
            at_option,
            config_option,
        )
    ):
        command = decorate(command)
    return command


def _answered_later(command: F) -> F:
    """What both take of the answers that a report may still lack."""
    for decorate in reversed(
        (
            click.option("--cause", metavar="TEXT", help="What it was, or “Not found:” with what was ruled out."),
            click.option("--restoration", metavar="TEXT", help="What brought service back."),
            click.option(
                "--prevention",
                multiple=True,
                metavar="STEP",
                help="Such as “Alert on expiry (owner: SRE, due: 2 weeks)”; may be repeated.",
            ),
            click.option(
                "--making-it-right",
                multiple=True,
                metavar="PROMISE",
                help="Such as “Fees back by themselves (owner: Billing, due: 2 weeks)”; may be repeated.",
            ),
        )
    ):
        command = decorate(command)
    return command


@click.command()
@_shared
@click.option(
    "--stage", type=STAGE, help="Investigating, Identified, Monitoring, Resolved. Default: the one that it is in."
)
@click.option("--eta", metavar="TIME", help="16:30 UTC, “in 2-3 hours”, “unknown until TIME, because …”, or “same”.")
@click.option("--component", type=COMPONENT, multiple=True, help="Such as checkout=degraded; may be repeated.")
@click.option("--began", metavar="TIME", help="Since when it is back, after it was resolved. Default: now.")
@click.option("--paste", is_flag=True, help="Make an update of a chat message: pipe it in, or paste it when asked.")
@click.option("--workaround", metavar="TEXT", help="What customers can do until it is back, or “None.”")
@_answered_later
@click.option("--starts", metavar="TIME", help="When planned work starts instead.")
@click.option("--ends", metavar="TIME", help="When planned work is over instead.")
@click.option("--because", metavar="TEXT", help="Why planned work moves.")
def update_command(**options: Any) -> None:
    """Add an update to the incident ID, and touch nothing else in its file.

    What was resolved is opened again by --stage Investigating, Identified or Monitoring, or by what says that something
    is down. A cause or steps that were found later go into their sections, and without -m the update says them.

    ID may be a part of the name, and be left out while one incident is open. On a terminal it asks what the options
    leave open.
    """
    _amend(resolving=False, **options)


@click.command()
@_shared
@click.option("--resolved", metavar="TIME", help="Since when customers are whole again. Default: now.")
@_answered_later
def resolve_command(**options: Any) -> None:
    """Say that the incident ID is over, and give the answers that are still missing.

    ID may be a part of the name, and be left out while one incident is open. On a terminal it asks what the options
    leave open. A maintenance is completed.
    """
    _amend(resolving=True, **options)


def _amend(
    *,
    resolving: bool,
    identity: str | None,
    edit: bool,
    force: bool,
    at: datetime | None,
    config_file: Path | None,
    paste: bool = False,
    component: tuple[str, ...] = (),
    prevention: tuple[str, ...] = (),
    making_it_right: tuple[str, ...] = (),
    **options: str | None,
) -> None:
    project, now = the_project(config_file), the_time(at)
    answers = answers_among(
        **options,
        component=",".join(component) if component else None,
        prevention="\n".join(prevention) if prevention else None,
        **{"making-it-right": "\n".join(making_it_right) if making_it_right else None},
    )
    typed: Amendment | None = None
    try:
        path, source = _meant(project, identity or "", now)
        if paste:
            answers = {**_pasted(source, now), **answers}
        amendment = amend.amend(
            source.path, source.data, answers, now=now, settings=project.settings, resolving=resolving, insist=not force
        )
        if edit:
            amendment = typed = _edit(amendment, insist=not force)
        elif sys.stdin.isatty() and (paste or not amendment.message):
            amendment = typed = _ask(amendment, project, insist=not force)
        amended = amend.finish(amendment, insist=not force)
        if typed is not None and sys.stdin.isatty():
            amendment = _previewed(amendment, project, insist=not force)
            amended = amend.finish(amendment, insist=not force)
        whole_files.write_over(path, source.data, amended.data)
    except RefusedAnswer as refused:
        _keep(typed)
        raise asking.usage(refused) from None
    except StorageError:
        _keep(typed)
        raise
    _report(amendment, amended, path)


def _pasted(source: Source, now: datetime) -> dict[str, str]:
    """The answers in a message that is piped in, or pasted on a terminal."""
    if sys.stdin.isatty():
        saying.say("Paste the message, then press Ctrl-D on a line of its own.")
    found = pasted(sys.stdin.read(), now, read(source.path, source.data).incident.kind)
    if "message" not in found:
        raise RefusedAnswer("There was no message to paste.")
    for key in ("stage", "eta", "next"):
        if key in found:
            saying.say(f"--{key} {found[key]}: from the message.")
    return found


def _previewed(amendment: Amendment, project: Project, *, insist: bool) -> Amendment:
    path, now = amendment.before.path, amendment.context.now
    before = preview.read_by_customers(project, path, amendment.source, now)

    def show(given: Amendment) -> None:
        after = amend.finish(given, insist=insist).data
        preview.show_changes(before, preview.read_by_customers(project, path, after, now))

    return preview.insist(amendment, show, lambda given: _edit(given, insist=insist), sheet)


def _keep(typed: Amendment | None) -> None:
    if typed is not None:
        asking.keep(sheet(typed))


def _meant(project: Project, word: str, now: datetime) -> tuple[Path, Source]:
    """The file that `word` means, and what stands in it."""
    paths = files.incident_files(project)
    by_id = {path.stem: path for path in paths}
    ids = choosing.named(word, list(by_id))
    if not (word and len(ids) == 1):
        ids = [_choose(_incidents(by_id[each] for each in ids), now, word).id]
    same = [path for path in paths if path.stem.casefold() == ids[0].casefold()]
    choosing.refuse_namesakes([files.display(path) for path in same])
    (source,) = files.sources(same)
    if source.fault is not None:
        raise RefusedAnswer(f"{source.path}: {source.fault.message} {source.fault.help}", source.fault.rule)
    return same[0], source


def _choose(incidents: list[Incident], now: datetime, word: str) -> Incident:
    """The report that is meant; where that is open and a person is there, they are asked."""
    several = choosing.candidates(incidents, now, word=word)
    if len(several) < 2 or not sys.stdin.isatty():
        return choosing.the_one(incidents, now, word=word)
    for number, incident in enumerate(several, 1):
        saying.say(f"  {number}  {incident.title or incident.id}  ({incident.id})")
    return several[int(saying.prompt("Which one? >", click.IntRange(1, len(several)))) - 1]


def _incidents(paths: Iterable[Path]) -> list[Incident]:
    return [read(source.path, source.data).incident for source in files.sources(paths) if source.fault is None]


def _ask(amendment: Amendment, project: Project, *, insist: bool) -> Amendment:
    """The answers that a person gives on the terminal."""
    for line in amend.situation(amendment):
        saying.say(line)
    source = amendment.before
    preview.show_now(preview.read_by_customers(project, source.path, amendment.source, amendment.context.now))
    asking.explain_keys()
    return asking.ask(amendment, remaining, aside=amend.aside, insist=insist)


def _edit(amendment: Amendment, *, insist: bool) -> Amendment:
    """What comes back from the editor. On a terminal it opens again after a refusal."""
    text = sheet(amendment)
    while True:
        back = asking.edit(text)
        if back is None:
            raise _nothing_written()
        try:
            finished = edited(amendment, back)
            if finished is None:
                raise _nothing_written()
            if insist:
                amend.finish(finished)
            return finished
        except RefusedAnswer as refused:
            asking.refuse(refused)
            if not sys.stdin.isatty():
                asking.keep(back)
                raise
            saying.prompt("Enter opens the editor again; Ctrl-C leaves:")
            text = back


def _nothing_written() -> click.UsageError:
    return click.UsageError("The text was empty, so nothing was written.")


def _report(amendment: Amendment, amended: amend.Amended, path: Path) -> None:
    shown = files.display(path)
    saying.say(f"Added to {shown}: {moment(amendment.at)}, {amendment.stage}.")
    for line in amend.remarks(amendment):
        saying.say(line)
    for brought in amended.brings:
        saying.say(f"  line {brought.span.line}: {brought.code} {brought.message} {brought.help}")
    if amendment.next_update:
        saying.say(f"Now it waits to be committed. The next word is promised for {moment(amendment.next_update)}.")
    else:
        saying.say("Now it waits to be committed.")
