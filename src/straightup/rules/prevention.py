"""P: what are you doing so that it doesn't happen again?"""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from straightup.model import durations
from straightup.model.findings import Fault, Severity
from straightup.model.limits import LONGEST_OFFSET
from straightup.model.source import Entry, PreventionSource, SectionName
from straightup.model.states import Kind, Stage
from straightup.model.steps import PreventionState
from straightup.model.stock_answers import is_empty
from straightup.rules.places import place_of_section
from straightup.rules.rule import Context, rule
from straightup.rules.text.fact_lists import Fact
from straightup.rules.text.facts import kinds
from straightup.rules.text.hollow import changes_nothing, thinks_only
from straightup.rules.text.names import heard_before

_LOOKED_UP = frozenset({Fact.AMOUNT, Fact.TIME})
"""What anybody can look up, so that even a step that begins with a thought can be ticked."""


def _with(prevention: str) -> str:
    """An example: the sections of a resolved incident with this text under Prevention."""
    return (
        f"resolved: 2026-11-03 16:12 UTC\n\n## Prevention\n\n{prevention}\n\n"
        "## Updates\n\n### 2026-11-03 16:14 UTC: Resolved\n\n"
        "- Next update: 2026-11-28 12:00 UTC\n\nAll cards are accepted again since 16:12 UTC.\n"
    )


def _called(step: PreventionSource) -> str:
    return "step" if step.section is SectionName.PREVENTION else f"promise under ## {step.section}"


def _short(step: PreventionSource) -> str:
    return "step" if step.section is SectionName.PREVENTION else "promise"


@rule(
    code="P01",
    name="prevention-unanswered",
    severity=Severity.WARNING,
    why="An incident that changes nothing will come again. Steps with an owner and a date are promises that the "
    "page tracks in public. After the grace period this is an error that only time brought about, so it never "
    "stops publishing.",
    bad=_with("TODO"),
    good=_with("- [ ] Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2026-11-27)"),
    at="2026-11-20 09:30 UTC",
)
def prevention_unanswered(entry: Entry, context: Context) -> Iterator[Fault]:
    incident = entry.incident
    if incident.kind is not Kind.INCIDENT or incident.stage is not Stage.RESOLVED:
        return
    told = incident.prevention or (incident.prevention_text and not is_empty(incident.prevention_text))
    if told or incident.false_alarm or incident.duplicate_of:
        return
    restored = incident.restored
    late = restored is not None and context.clock.after(restored + context.settings.grace)
    message = "Customers are not told what keeps this from happening again."
    if late:
        message = f"Service came back more than {durations.say(context.settings.grace)} ago. {message}"
    yield Fault(
        place_of_section(entry.document, SectionName.PREVENTION),
        message,
        "Add steps under ## Prevention, such as “- [ ] Alert on expiry (owner: SRE, due: 2026-11-20)”.",
        severity=Severity.ERROR if late else Severity.WARNING,
        lapse=late,
    )


@rule(
    code="P02",
    name="dropped-without-reason",
    why="Dropping a promised step can be right. Dropping it silently is how a record stops being believed.",
    bad=_with("- [-] Move renewal to the network's own service (owner: Payments)"),
    good=_with(
        "- [-] Move renewal to the network's own service (owner: Payments, because: it does not cover our EU contract)"
    ),
    at="2026-11-20 09:30 UTC",
)
def dropped_without_reason(entry: Entry, _: Context) -> Iterator[Fault]:
    for step in entry.document.steps:
        if step.item.state is PreventionState.DROPPED and not step.item.because:
            help_text = f"End the {_short(step)} with “(because: …)”."
            yield Fault(step.span, f"This {_called(step)} was dropped without saying why.", help_text)


@rule(
    code="P03",
    name="prevention-overdue",
    severity=Severity.WARNING,
    why="The date was promised in public, under ## Prevention or ## Making it right, and the page shows that it has passed. "
    "It arises only because time "
    "passed, so it never stops publishing.",
    bad=_with("- [ ] Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2026-11-13)"),
    good=_with(
        "- [x] Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2026-11-13, done: 2026-11-12)"
    ),
    at="2026-11-20 09:30 UTC",
)
def prevention_overdue(entry: Entry, context: Context) -> Iterator[Fault]:
    for step in entry.document.steps:
        due = step.item.due
        if step.item.state is PreventionState.OPEN and due and context.clock.day_is_over(due):
            days = (context.clock.today - due).days
            message = f"This {_called(step)} was due {due.isoformat()}, {days} day{'s' if days > 1 else ''} ago."
            help_text = "Tick it with “done: DATE”, or drop it with “[-]” and “because: …”; moving the date shows."
            yield Fault(step.span, message, help_text, lapse=True)


@rule(
    code="P04",
    name="done-in-the-future",
    why="What is still to come is not done. The page would show a kept promise that nobody has kept yet.",
    bad=_with("- [x] Renew certificates 30 days ahead (owner: Payments, due: 2026-11-10, done: 2027-11-09)"),
    good=_with("- [x] Renew certificates 30 days ahead (owner: Payments, due: 2026-11-10, done: 2026-11-09)"),
    at="2026-11-20 09:30 UTC",
)
def done_in_the_future(entry: Entry, context: Context) -> Iterator[Fault]:
    # A day begins this much earlier in the east; a date there is not the future.
    for step in entry.document.steps:
        done = step.item.done
        if done and not context.clock.reached(datetime.combine(done, time(), UTC), early=LONGEST_OFFSET):
            message = f"This {_called(step)} is said to be done on {done.isoformat()}, which is still to come."
            yield Fault(step.span, message, f"Check the date, or leave the {_short(step)} open with it as due.")


@rule(
    code="P10",
    name="prevention-without-owner-or-due",
    severity=Severity.WARNING,
    why="A step that belongs to nobody, or to no day, is a wish. With both, customers can see whether you kept it. Where "
    "no task is under ## Prevention, each bullet and each row of a table there is read as such a step. So is each task under ## Making it right: a promise to those whom it hit.",
    bad=_with("- [ ] Alert when a certificate has fewer than 14 days left"),
    good=_with("- [ ] Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2026-11-27)"),
    at="2026-11-20 09:30 UTC",
)
def prevention_without_owner_or_due(entry: Entry, _: Context) -> Iterator[Fault]:
    for step in entry.document.steps:
        item = step.item
        due = item.due or "due" in step.unreadable
        if item.state is not PreventionState.OPEN or (item.owner and due):
            continue
        missing = " and ".join(name for name, value in (("owner", item.owner), ("due date", due)) if not value)
        help_text = f"End the {_short(step)} with “(owner: TEAM, due: YYYY-MM-DD)”."
        if not step.marked:
            help_text = "Write it as a task: “- [ ] … (owner: TEAM, due: YYYY-MM-DD)”."
        yield Fault(step.span, f"This {_called(step)} has no {missing}.", help_text)


@rule(
    code="P11",
    name="done-without-date",
    severity=Severity.WARNING,
    why="Without its date nobody can tell whether a promised step was done in time, so the record cannot count it.",
    bad=_with("- [x] Renew certificates 30 days ahead (owner: Payments, due: 2026-11-10)"),
    good=_with("- [x] Renew certificates 30 days ahead (owner: Payments, due: 2026-11-10, done: 2026-11-09)"),
    at="2026-11-20 09:30 UTC",
)
def done_without_date(entry: Entry, _: Context) -> Iterator[Fault]:
    for step in entry.document.steps:
        if step.item.state is PreventionState.DONE and not step.item.done and "done" not in step.unreadable:
            help_text = "Add “done: YYYY-MM-DD” in the brackets at its end."
            yield Fault(step.span, f"This {_called(step)} does not say when it was done.", help_text)


@rule(
    code="P12",
    name="hollow-prevention",
    severity=Severity.WARNING,
    why="Nobody can tell whether “be more careful” was done, and it has never kept anything from happening again. A "
    "step is something that is there afterwards: an alert, a test, a limit, a second node.",
    bad=_with("- [ ] Be more careful with certificates (owner: SRE, due: 2026-11-27)"),
    good=_with("- [ ] Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2026-11-27)"),
    at="2026-11-20 09:30 UTC",
    measured="Measured on published texts of real incidents, which a reader who did not know the rule labelled: "
    "not used in development 74 (38 of them such): precision 0.82, recall 0.37; without the doubtful ones"
    " 51 (27 of them such): precision 0.90, recall 0.33. What it misses mostly puts a purpose beside "
    "nothing that could be seen afterwards, in words that are on no list.",
)
def hollow_prevention(entry: Entry, context: Context) -> Iterator[Fault]:
    words, known = context.words, heard_before(entry, context, title=False)
    for step in entry.document.prevention:
        text = step.item.text
        vow = words.hollow_prevention.first_in(text)
        rest = f"{text[: vow.start()]} {text[vow.end() :]}" if vow else text
        if thinks_only(text, words.hollow):
            empty = kinds(rest, known, words.is_common).keys().isdisjoint(_LOOKED_UP)
        else:
            empty = changes_nothing(rest, known, words.hollow, words.is_common)
        if empty:
            help_text = "Name what will be there afterwards: an alert, a test, a limit, a second node."
            yield Fault(step.span, "Nobody could tell whether this step was done.", help_text)


RULES = (
    prevention_unanswered,
    dropped_without_reason,
    prevention_overdue,
    done_in_the_future,
    prevention_without_owner_or_due,
    done_without_date,
    hollow_prevention,
)
