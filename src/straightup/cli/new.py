"""`straightup new`: the questions, one at a time."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from straightup.authoring.draft import Draft
from straightup.authoring.proposals import from_the_record
from straightup.authoring.question import Question, answer
from straightup.authoring.questions import QUESTIONS
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.templates import Template, read_template
from straightup.cli import asking
from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.disk import files
from straightup.disk.project import Project
from straightup.model.errors import StorageError
from straightup.model.findings import did_you_mean
from straightup.model.incident import Incident, Kind
from straightup.reading import read
from straightup.reporters import safe


@click.command()
@click.option("--kind", type=click.Choice(list(map(str, Kind))), help="Default: incident, or what the template is for.")
@click.option("--template", metavar="NAME", help="Begin with a prepared report.")
@click.option("--list-templates", is_flag=True, help="List the prepared reports and leave.")
@click.option("--title", help="What is wrong, in one sentence.")
@click.option("--component", multiple=True, metavar="ID=STATE", help="Such as checkout=major-outage; may be repeated.")
@click.option("--started", metavar="TIME", help="Since when: “14:05 UTC” or “20 min ago”. Default: now.")
@click.option("--starts", metavar="TIME", help="When a maintenance starts.")
@click.option("--ends", metavar="TIME", help="When a maintenance is over, or a notice no longer matters.")
@click.option("--impact", help="What customers see, who is affected, what still works.")
@click.option("--cause", help="The cause, or “Not known yet.”, what is checked, and by when you will know.")
@click.option("--eta", metavar="TIME", help="16:30 UTC, “in 2-3 hours”, or “unknown until TIME, because …”.")
@click.option("--next", metavar="TIME", help="When the next update comes: 14:50 UTC or “in 30 min”.")
@click.option("-m", "--message", help="The text of the first update. Default: the impact.")
@at_option
@config_option
def new_command(
    at: datetime | None,
    config_file: Path | None,
    kind: str | None,
    template: str | None,
    list_templates: bool,
    component: tuple[str, ...],
    **given: str | None,
) -> None:
    """Write a new incident file by answering what customers ask.

    On a terminal it asks what the options leave open; in a script the options have to say it all.
    """
    project = the_project(config_file)
    if list_templates:
        _list(files.prepared_reports(project))
        return
    said = {key: value for key, value in given.items() if value is not None}
    if component:
        said["component"] = ",".join(component)
    on_terminal = sys.stdin.isatty()
    taken = frozenset(path.stem for path in files.incident_files(project)) if on_terminal else frozenset()
    try:
        draft, prepared = _begin(project, the_time(at), kind, template, taken)
        draft = answer(_asked(draft, said), draft, said)
    except RefusedAnswer as refused:
        raise asking.usage(refused) from None
    missing = [
        question.key
        for question in QUESTIONS[draft.kind]
        if question.required and question.key not in said and not (prepared and question.key in prepared.answers)
    ]
    if on_terminal and (missing or not said):
        draft = _ask(draft, said, prepared, project)
    elif missing:
        options = ", ".join(f"--{key}" for key in missing)
        raise click.UsageError(f"Customers need an answer to each of these: {options}.")
    _write(draft, project.incidents)


def _begin(
    project: Project, now: datetime, kind: str | None, name: str | None, taken: frozenset[str]
) -> tuple[Draft, Template | None]:
    if name is None:
        return Draft(now=now, settings=project.settings, kind=Kind(kind or Kind.INCIDENT), taken=taken), None
    known = files.prepared_reports(project)
    if name not in known:
        raise RefusedAnswer(f"There is no template “{name}”. {did_you_mean(name, known, _named(known))}")
    template = read_template(name, known[name])
    if kind and kind != template.incident.kind:
        raise RefusedAnswer(f"The template {name} is for kind {template.incident.kind}. Leave out --kind {kind}.")
    return template.draft(now, project.settings, taken), template


def _named(known: Sequence[str] | dict[str, bytes]) -> str:
    return f"They are {', '.join(known)}."


def _asked(draft: Draft, said: dict[str, str]) -> Sequence[Question[Draft]]:
    """The questions of this kind of report. RefusedAnswer when something else was answered."""
    asked = QUESTIONS[draft.kind]
    if foreign := sorted(said.keys() - {question.key for question in asked}):
        article = "An" if draft.kind is Kind.INCIDENT else "A"
        raise RefusedAnswer(f"{article} {draft.kind} has no {' and no '.join(f'--{key}' for key in foreign)}.")
    return asked


def _ask(draft: Draft, said: dict[str, str], template: Template | None, project: Project) -> Draft:
    click.echo(f"It is {draft.at:%Y-%m-%d %H:%M} UTC. Answer as you would to a customer.")
    asking.explain_keys()
    if template and template.briefing:
        click.echo()
        asking.say_note(template.briefing)

    def aside(question: Question[Draft], draft: Draft) -> list[str]:
        notes = [draft.notes[question.about]] if question.about and question.about in draft.notes else []
        notes = [" ".join(note.split()) for note in notes]
        if question.key == "component" and draft.settings.components:
            return [*notes, *_choices(draft)]
        if question.key == "eta":
            began = draft.started or draft.at
            proposal = from_the_record(draft.components, began, draft.at, _past(project))
            return [*notes, proposal.said, *([f"That would be {proposal.eta}."] if proposal.eta else [])]
        return notes

    return asking.ask(draft, lambda _: QUESTIONS[draft.kind], answered=said, aside=aside)


def _choices(draft: Draft) -> list[str]:
    components = draft.settings.components
    width = max(len(component.id) for component in components)
    lines = [
        f"{number:>2} {component.id:<{width}}  {component.description or component.name}"
        for number, component in enumerate(components, 1)
    ]
    if draft.kind is Kind.MAINTENANCE:
        return ["\n".join(lines)]
    return ["\n".join(lines), "States: degraded, partial-outage, major-outage. “1=major” is enough."]


def _past(project: Project) -> list[Incident]:
    sources = files.project_sources(project)
    return [read(source.path, source.data).incident for source in sources if source.fault is None]


def _write(draft: Draft, folder: Path) -> None:
    path = folder / f"{draft.id}.md"
    try:
        files.write_new(path, draft.text)
    except StorageError:
        asking.keep(draft.text)
        raise
    click.echo(f"\nWritten: {safe(files.display(path))}")
    for found in draft.faults:
        click.echo(safe(f"  line {found.span.line}: {found.code} {found.message} {found.help}"))
    click.echo("Read it once, then open a pull request.")
    if draft.kind is not Kind.NOTICE:
        click.echo(f"When there is more to say: straightup update {draft.id}")


def _list(known: dict[str, bytes]) -> None:
    width = max(map(len, known), default=0)
    for name, data in known.items():
        try:
            summary = read_template(name, data).summary
        except RefusedAnswer as refused:
            summary = str(refused)
        click.echo(safe(f"{name:<{width}}  {summary}").rstrip())
