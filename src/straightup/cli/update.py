"""`straightup update` and `resolve`: one more update in a file that is there."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from straightup import rules
from straightup.authoring import choosing
from straightup.authoring.amendment import Amendment
from straightup.authoring.inputs import stage as read_stage
from straightup.authoring.question import Question, answer
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import ALL_QUESTIONS, promised, update_questions
from straightup.cli import asking
from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.disk import files
from straightup.disk.project import Project
from straightup.model.durations import say as say_length
from straightup.model.errors import StorageError
from straightup.model.incident import Incident, Kind, Stage
from straightup.model.source import Source
from straightup.reading import read
from straightup.reporters import safe
from straightup.writing.whole import moment

F = TypeVar("F", bound=Callable[..., Any])


def _shared(command: F) -> F:
    """What both commands take."""
    for decorate in reversed(
        (
            click.argument("identity", metavar="[ID]", required=False),
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


@click.command()
@_shared
@click.option("--stage", help="Investigating, Identified, Monitoring, Resolved. Default: the one that it is in.")
@click.option("--eta", metavar="TIME", help="16:30 UTC, “in 2-3 hours”, “unknown until TIME, because …”, or “same”.")
@click.option("--component", multiple=True, metavar="ID=STATE", help="Such as checkout=degraded; may be repeated.")
def update_command(**options: Any) -> None:
    """Add an update to the incident ID, and touch nothing else in its file.

    ID may be a part of the name, and be left out while one incident is open. On a terminal it asks what the options
    leave open.
    """
    _amend(resolving=False, **options)


@click.command()
@_shared
@click.option("--resolved", metavar="TIME", help="Since when customers are whole again. Default: now.")
@click.option("--cause", help="What it was, or “Not found:” with what was ruled out.")
@click.option("--restoration", help="What brought service back.")
@click.option(
    "--prevention",
    multiple=True,
    metavar="STEP",
    help="Such as “Alert on expiry (owner: SRE, due: 2 weeks)”; may be repeated.",
)
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
    component: tuple[str, ...] = (),
    prevention: tuple[str, ...] = (),
    **given: str | None,
) -> None:
    project, now = the_project(config_file), the_time(at)
    said = {key: value for key, value in given.items() if value is not None}
    said |= {"component": ",".join(component)} if component else {}
    said |= {"prevention": "\n".join(prevention)} if prevention else {}
    on_terminal = sys.stdin.isatty()
    typed: Amendment | None = None
    try:
        path, source = _source(project, identity or "", now)
        amendment = _begin(project, source, now, said, resolving=resolving, force=force)
        amendment = answer(ALL_QUESTIONS, amendment, said, insist=not force)
        if edit:
            finished = _edited(amendment, on_terminal=on_terminal, force=force)
            if finished is None:
                raise click.UsageError("The text was empty, so nothing was written.")
            amendment = typed = finished
        elif on_terminal and "message" not in said:
            amendment = _ask(amendment, said, stage_is_set=resolving or "stage" in said, insist=not force)
            typed = amendment
        elif "message" not in said:
            raise click.UsageError("Say with -m what customers should know now, or write it with --edit.")
        if not force:
            amendment.insist()
        data, found = amendment.data, amendment.brings
        files.write_over(path, source.data, data)
    except RefusedAnswer as refused:
        _keep(typed)
        raise asking.usage(refused) from None
    except StorageError:
        _keep(typed)
        raise
    _report(amendment, path, found)


def _keep(typed: Amendment | None) -> None:
    if typed is not None:
        asking.keep(sheet(typed))


def _source(project: Project, word: str, now: datetime) -> tuple[Path, Source]:
    """The file that `word` means, and what stands in it."""
    paths = files.incident_files(project)
    by_id = {path.stem: path for path in paths}
    if not by_id:
        raise RefusedAnswer("There is no report yet. “straightup new” writes the first.")
    ids = choosing.named(word, list(by_id)) if word else list(by_id)
    if not (word and len(ids) == 1):
        ids = [_choose(_incidents([by_id[each] for each in ids]), now, word).id]
    same = [path for path in paths if path.stem.casefold() == ids[0].casefold()]
    if len(same) > 1:
        listed = " and ".join(files.display(path) for path in same)
        raise RefusedAnswer(f"{listed} have the same name. Rename the one that is not published yet.", "F13")
    (source,) = files.sources(same)
    if source.fault is not None:
        raise RefusedAnswer(f"{source.path}: {source.fault.message} {source.fault.help}", source.fault.rule)
    return same[0], source


def _choose(found: list[Incident], now: datetime, word: str) -> Incident:
    """The report that is meant; where that is open and a person is there, they are asked."""
    several = [each for each in choosing.candidates(found, now) if word or choosing.is_open(each, now)]
    if len(several) < 2 or not sys.stdin.isatty():
        return choosing.the_one(found, now, word=word)
    for number, incident in enumerate(several, 1):
        click.echo(safe(f"  {number}  {incident.title or incident.id}  ({incident.id})"))
    chosen: int = click.prompt("Which one? >", type=click.IntRange(1, len(several)), prompt_suffix=" ")
    return several[chosen - 1]


def _incidents(paths: Sequence[Path]) -> list[Incident]:
    return [read(source.path, source.data).incident for source in files.sources(paths) if source.fault is None]


def _begin(
    project: Project, source: Source, now: datetime, said: dict[str, str], *, resolving: bool, force: bool
) -> Amendment:
    context = rules.Context(now=now, settings=project.settings)
    amendment = Amendment.begin(source.path, source.data, context, force=force)
    kind = amendment.incident.kind
    if kind is not Kind.INCIDENT:
        only = ("eta", "component", "resolved", "cause", "restoration", "prevention")
        if foreign := [f"--{key}" for key in only if key in said]:
            raise RefusedAnswer(f"A {kind} has no {' and no '.join(foreign)}.")
    if resolving:
        if amendment.incident.over:
            raise RefusedAnswer(
                f"{amendment.incident.id} is {amendment.incident.stage} already. "
                f"“straightup update {amendment.incident.id}” adds a follow-up."
            )
        said["stage"] = Stage.RESOLVED if kind is Kind.INCIDENT else Stage.COMPLETED
    elif "stage" in said:
        said["stage"] = read_stage(said["stage"], kind)
    return amendment


def _ask(amendment: Amendment, said: dict[str, str], *, stage_is_set: bool, insist: bool) -> Amendment:
    incident = amendment.incident
    click.echo(f"{safe(incident.title)} ({incident.id})")
    if incident.updates:
        last = incident.updates[-1]
        ago = say_length(amendment.at - last.at)
        click.echo(f"Last update: {moment(last.at)}, {last.stage}, {ago} ago.")
        due = incident.pending_update
        if due and due < amendment.at:
            click.echo(f"The next one was promised for {moment(due)}.")
    click.echo(f"This one is of {moment(amendment.at)}.")
    asking.explain_keys()

    def questions(given: Amendment) -> Sequence[Question[Amendment]]:
        return update_questions(given, stage_is_set=stage_is_set)

    def aside(question: Question[Amendment], given: Amendment) -> list[str]:
        return [f"Promised so far: {promised(given)}."] if question.key == "eta" and given.same_eta else []

    return asking.ask(amendment, questions, answered=said, aside=aside, insist=insist)


def _edited(amendment: Amendment, *, on_terminal: bool, force: bool) -> Amendment | None:
    """What comes back from the editor; None when it was left empty. On a terminal it opens again after a refusal."""
    text = sheet(amendment)
    while True:
        back = asking.edit(text)
        if back is None:
            return None
        try:
            finished = edited(amendment, back)
            if finished is not None and not force:
                finished.insist()
            return finished
        except RefusedAnswer as refused:
            asking.refuse(refused)
            if not on_terminal:
                asking.keep(back)
                raise
            click.prompt("Enter opens the editor again; Ctrl-C leaves", default="", show_default=False)
            text = back


def _report(amendment: Amendment, path: Path, found: Sequence[Any]) -> None:
    shown = safe(files.display(path))
    click.echo(f"Added to {shown}: {moment(amendment.at)}, {amendment.stage}.")
    for each in found:
        click.echo(safe(f"  line {each.span.line}: {each.code} {each.message} {each.help}"))
    if amendment.next_update:
        click.echo(f"Now it waits to be committed. The next word is promised for {moment(amendment.next_update)}.")
    else:
        click.echo("Now it waits to be committed.")
