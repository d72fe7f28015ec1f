"""F: is anybody meant to see the report yet? A key that says no is never passed over, whatever it is called."""

from collections.abc import Iterator

from straightup.model.findings import Fault, Severity
from straightup.model.source import Entry
from straightup.rules.rule import Context, rule


@rule(
    code="F23",
    name="withheld",
    why="Many tools have a key that holds a page back: published, hidden, private, embargo, visibility. What is told "
    "to everybody cannot be taken back, so a report with one of them, or with one that is nearly it, is published "
    "nowhere until it says clearly that it may be. Nobody hears of it meanwhile: hence the error.",
    bad="hidden: true\n",
    good="title: Card payments fail in the EU\n",
)
def withheld(entry: Entry, context: Context) -> Iterator[Fault]:
    for said in entry.document.visibility:
        if said.public or said.is_draft or (said.since and context.clock.reached(said.since)):
            continue
        message = f"“{said.key.value}: {said.value}” keeps this report from everybody."
        if said.key.value != said.word:
            message = f"“{said.key.value}” may mean “{said.word}”, which keeps this report from everybody."
        help_text = "Delete this line to publish the report; “draft: true” holds one back on purpose."
        yield Fault(said.key.span, message, help_text)


@rule(
    code="F24",
    name="says-public",
    severity=Severity.WARNING,
    why="Every report is published unless it is a draft, so a key that says so changes nothing. It is one slip of the "
    "pen away from one that hides an outage.",
    bad="published: true\n",
    good="title: Card payments fail in the EU\n",
)
def says_public(entry: Entry, context: Context) -> Iterator[Fault]:
    for said in entry.document.visibility:
        if said.public or (said.since and context.clock.reached(said.since)):
            message = f"“{said.key.value}: {said.value}” changes nothing: every report is published."
            yield Fault(said.key.span, message, "Delete this line.")


@rule(
    code="F25",
    name="draft",
    severity=Severity.WARNING,
    why="A draft is published nowhere, with no page, no title and no count. That is right for what is not to be told "
    "yet, and bad for an outage whose draft somebody forgot. What everybody could read already stays published: a build "
    "that would take it back says so, as an error.",
    bad="draft: true\n",
    good="title: Card payments fail in the EU\n",
)
def draft(entry: Entry, context: Context) -> Iterator[Fault]:
    for said in entry.document.visibility:
        if said.is_draft and entry.incident.id in context.public:
            message = "This report is public already, and a draft cannot take it back: it stays published."
            help_text = "Delete “draft: true”. What is no longer right belongs into an update."
            yield Fault(said.key.span, message, help_text, Severity.ERROR)
        elif said.is_draft:
            help_text = "Delete “draft: true” when customers may read it."
            yield Fault(said.key.span, "This report is a draft, so nobody sees it.", help_text)


RULES = (
    withheld,
    says_public,
    draft,
)
