"""`straightup new`: the questions, one at a time."""

import sys
from datetime import datetime
from pathlib import Path

import click

from straightup import authoring
from straightup import project as projects
from straightup.authoring import QUESTIONS, Draft, RefusedAnswer
from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.reporters import safe


@click.command()
@click.option("--title", help="What is wrong, in one sentence.")
@click.option("--component", multiple=True, metavar="ID=STATE", help="Such as checkout=major-outage; may be repeated.")
@click.option("--started", metavar="TIME", help="Since when. Default: now.")
@click.option("--impact", help="What customers see, who is affected, what still works.")
@click.option("--cause", help="The cause, or “Not known yet.”, what is checked, and by when you will know.")
@click.option("--eta", metavar="TIME", help="16:30 UTC, “in 2-3 hours”, or “unknown until TIME, because …”.")
@click.option("--next", metavar="TIME", help="When the next update comes: 14:50 UTC or “in 30 min”.")
@click.option("-m", "--message", help="The text of the first update. Default: the impact.")
@at_option
@config_option
def new_command(at: datetime | None, config_file: Path | None, component: tuple[str, ...], **given: str | None) -> None:
    """Write a new incident file by answering what customers ask.

    On a terminal it asks what the options leave open; in a script the options have to say it all.
    """
    project = the_project(config_file)
    draft = Draft(now=the_time(at), settings=project.settings)
    said = {key: value for key, value in given.items() if value is not None}
    if component:
        said["component"] = ",".join(component)
    try:
        draft = authoring.answer(draft, said)
    except RefusedAnswer as refused:
        raise click.UsageError(safe(str(refused))) from None
    open_questions = [question for question in QUESTIONS if question.key not in said]
    if sys.stdin.isatty():
        draft = _ask(draft, open_questions)
    elif missing := [f"--{question.key}" for question in open_questions if question.required]:
        raise click.UsageError(f"Customers need an answer to each of these: {', '.join(missing)}.")
    _write(draft, project.incidents)


def _ask(draft: Draft, questions: list[authoring.Question]) -> Draft:
    if questions:
        click.echo("Answer as you would to a customer. Ctrl-C leaves without writing anything.")
    for question in questions:
        click.echo(f"\n{click.style(question.text, bold=True)}\n  {question.hint}")
        if question.key == "component" and draft.settings.components:
            click.echo(f"  Components: {', '.join(component.id for component in draft.settings.components)}")
        while True:
            said = click.prompt(">", default="", show_default=False, prompt_suffix=" ")
            try:
                draft = question.read(said, draft)
                break
            except RefusedAnswer as refused:
                click.echo(f"  {safe(str(refused))}")
    return draft


def _write(draft: Draft, folder: Path) -> None:
    path = folder / f"{draft.incident.id}.md"
    projects.write_new(path, draft.text)
    click.echo(f"\nWritten: {safe(projects.display(path))}")
    for found in authoring.faults(draft):
        click.echo(safe(f"  line {found.span.line}: {found.code} {found.message} {found.help}"))
    click.echo("Read it once, then open a pull request. “straightup check” says the same as the review will.")
