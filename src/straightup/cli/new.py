"""`straightup new`: the questions, one at a time."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from straightup.authoring import begin, prepared_report
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.draft import Draft
from straightup.authoring.prepared_report import PreparedReport
from straightup.authoring.refusal import RefusedAnswer
from straightup.cli import asking, preview, saying
from straightup.cli.options import COMPONENT, TEMPLATE, answers_among, at_option, config_option, the_project, the_time
from straightup.disk import files, whole_files
from straightup.disk.project import Project
from straightup.model.errors import StorageError
from straightup.model.incident import Incident
from straightup.model.states import Kind, Noticed
from straightup.reading import read


@click.command()
@click.option("--kind", type=click.Choice(list(map(str, Kind))), help="Default: incident, or what the template is for.")
@click.option("--template", type=TEMPLATE, help="Begin with a prepared report.")
@click.option("--list-templates", is_flag=True, help="List the prepared reports and leave.")
@click.option("--title", help="What is wrong, in one sentence.")
@click.option("--component", type=COMPONENT, multiple=True, help="Such as checkout=major-outage; may be repeated.")
@click.option("--started", metavar="TIME", help="Since when: “14:05 UTC” or “20 min ago”. Default: now.")
@click.option("--starts", metavar="TIME", help="When a maintenance starts.")
@click.option("--ends", metavar="TIME", help="When a maintenance is over, or a notice no longer matters.")
@click.option("--impact", help="What customers see, who is affected, what still works.")
@click.option("--workaround", help="What customers can do until it is back, or “None.”")
@click.option("--cause", help="The cause, or “Not known yet.”, what is checked, and by when you will know.")
@click.option("--eta", metavar="TIME", help="16:30 UTC, “in 2-3 hours”, or “unknown until TIME, because …”.")
@click.option("--next", metavar="TIME", help="When the next update comes: 14:50 UTC or “in 30 min”.")
@click.option("--detected-by", type=click.Choice(list(map(str, Noticed))), help="Who noticed first. Nobody is asked.")
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
    detected_by: str | None,
    **options: str | None,
) -> None:
    """Write a new incident file by answering what customers ask.

    On a terminal it asks what the options leave open; in a script the options have to say it all.
    """
    project = the_project(config_file)
    if list_templates:
        for line in prepared_report.listed(files.prepared_reports(project)):
            saying.say(line)
        return
    answers = answers_among(**options, component=",".join(component) if component else None)
    on_terminal = sys.stdin.isatty()
    other_ids = frozenset(path.stem for path in files.incident_files(project)) if on_terminal else frozenset()
    try:
        prepared = None if template is None else prepared_report.choose(template, files.prepared_reports(project))
        begun = partial(
            begin.begin,
            now=the_time(at),
            settings=project.settings,
            kind=Kind(kind) if kind else None,
            prepared=prepared,
            other_ids=other_ids,
            detected_by=Noticed(detected_by) if detected_by else None,
        )
        draft = _begun(begun, answers, on_terminal=on_terminal)
        asked = on_terminal and begin.wants_a_person(draft)
        if asked:
            draft = _ask(draft, prepared, project)
        else:
            begin.insist_on_answers(draft)
    except RefusedAnswer as refused:
        raise asking.usage(refused) from None
    _write(draft, project, _previewed(draft, project) if asked else draft.text)


def _previewed(draft: Draft, project: Project) -> str:
    path = files.display(project.incidents / f"{draft.id}.md")

    def show(text: str) -> None:
        preview.show_whole(preview.read_by_customers(project, path, text.encode("utf-8"), draft.at))

    return preview.insist(draft.text, show, lambda text: asking.edit(text) or text, str)


def _begun(begun: Callable[[dict[str, str]], Draft], answers: dict[str, str], *, on_terminal: bool) -> Draft:
    """The draft with `answers`. Where a person is there, one that cannot be used is asked again, and costs no other."""
    while True:
        try:
            return begun(answers)
        except RefusedAnswer as refused:
            if not on_terminal or refused.key not in answers:
                raise
            asking.refuse(refused)
            answers = {key: text for key, text in answers.items() if key != refused.key}


def _ask(draft: Draft, prepared: PreparedReport | None, project: Project) -> Draft:
    """The answers that a person gives on the terminal."""
    saying.say(f"It is {draft.at:%Y-%m-%d %H:%M} UTC. Answer as you would to a customer.")
    asking.explain_keys()
    if prepared and prepared.briefing:
        saying.say()
        asking.say_note(prepared.briefing)

    def aside(question: AuthorQuestion[Draft], draft: Draft) -> Sequence[str]:
        return begin.aside(question, draft, lambda: _past(project))

    return asking.ask(draft, begin.remaining, aside=aside)


def _past(project: Project) -> list[Incident]:
    sources = files.project_sources(project)
    found = (read(source.path, source.data).incident for source in sources if source.fault is None)
    return [incident for incident in found if not incident.withheld]


def _write(draft: Draft, project: Project, text: str) -> None:
    path = project.incidents / f"{draft.id}.md"
    try:
        whole_files.write_new(path, text)
    except StorageError:
        asking.keep(text)
        raise
    saying.say("", f"Written: {files.display(path)}")
    for fault in draft.check(text):
        saying.say(f"  line {fault.span.line}: {fault.code} {fault.message} {fault.help}")
    saying.say("Open a pull request with it; once that is merged, it is on the page.")
    if draft.kind is not Kind.NOTICE:
        saying.say(f"When there is more to say: straightup update {draft.id}")
