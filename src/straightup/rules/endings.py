"""S: where a report contradicts itself about when service was back. The page shows the worse of two statements."""

from collections.abc import Iterator
from datetime import datetime

from straightup.model.findings import Fault, Span
from straightup.model.source import Entry, UpdateSource
from straightup.model.states import FINAL_STAGES, Kind, Stage, State
from straightup.rules.places import place_of_field, place_of_key
from straightup.rules.rule import Context, rule

_RESOLVED = "## Updates\n\n### 2026-11-03 14:20 UTC: Identified\n\n- ETA: 14:50 UTC\n- Next update: 14:50 UTC\n\n"
_FIRST = f"{_RESOLVED}The certificate expired at 14:03 UTC. We are issuing a new one.\n\n"
_LAST = "### 2026-11-03 14:48 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n"
_WORDS = "\nAll cards are accepted again.\n"
_LATER = "2026-11-20 09:30 UTC"
_WORSE = (
    "## Updates\n\n### 2026-11-03 14:32 UTC: Identified\n\n- ETA: 14:50 UTC\n- Next update: 14:50 UTC\n"
    "- Components: checkout degraded\n\nThe certificate expired at 14:03 UTC. We are issuing a new one.\n\n"
)


@rule(
    code="S30",
    name="resolved-but-not-working",
    why="“Resolved” and a component that does not work contradict each other, and customers cannot know which is true. "
    "The page shows the worse of the two until the report says which one holds.",
    bad=f"{_FIRST}{_LAST}- Components: checkout degraded\n{_WORDS}",
    good=f"{_FIRST}{_LAST}- Components: checkout operational\n{_WORDS}",
    at=_LATER,
)
def resolved_but_not_working(entry: Entry, _: Context) -> Iterator[Fault]:
    if entry.incident.imported or entry.incident.kind is Kind.NOTICE:
        return
    for source in entry.document.updates:
        update = source.clear
        if update is None or update.stage not in FINAL_STAGES:
            continue
        named = ", ".join(f"{component} {state}" for component, state in _not_working(source))
        if named:
            message = f"“{update.stage}” and “{named}” contradict each other."
            help_text = "Say Monitoring until it works, or tell what is left in a report of its own."
            if entry.incident.kind is Kind.MAINTENANCE:
                help_text = "Say In progress until it works, or tell what is left in a report of its own."
            yield Fault(place_of_field(source, "Components"), message, help_text)


@rule(
    code="S31",
    name="restored-before-worse",
    why="Service cannot have been back before the update that says what does not work. One of the two times is "
    "wrong, and until it is known which, the page counts the worse.",
    bad=f"resolved: 2026-11-03 14:30 UTC\n\n{_WORSE}{_LAST}{_WORDS}",
    good=f"resolved: 2026-11-03 14:45 UTC\n\n{_WORSE}{_LAST}{_WORDS}",
    at=_LATER,
)
def restored_before_worse(entry: Entry, _: Context) -> Iterator[Fault]:
    for run in entry.document.runs:
        for said, place, restored in _restorations(entry, run):
            worse = [source for source in run if _worse_after(source, restored)]
            if not worse:
                continue
            named = ", ".join(f"{component} {state}" for component, state in _not_working(worse[0]))
            message = f"“{said}” is older than the update on line {worse[0].heading.line}, which says “{named}”."
            yield Fault(place, message, "Check both times; service is back when everything in this report works.")


def _worse_after(source: UpdateSource, moment: datetime) -> bool:
    update = source.update
    if update is None or update.stage in FINAL_STAGES or update.at <= moment:
        return False
    return bool(_not_working(source))


def _not_working(source: UpdateSource) -> list[tuple[str, State]]:
    named = source.update.components if source.update else ()
    return [(component, state) for component, state in named if state is not State.OPERATIONAL]


def _restorations(entry: Entry, run: tuple[UpdateSource, ...]) -> Iterator[tuple[str, Span, datetime]]:
    """Each time at which service is said to have been back: how it is written, where, and when."""
    resolved = entry.incident.resolved
    if resolved and run is entry.document.runs[0]:
        yield "resolved", place_of_key(entry.document, "resolved"), resolved
    for source in run:
        if source.update and source.update.restored:
            yield "Restored", place_of_field(source, "Restored"), source.update.restored


@rule(
    code="S32",
    name="restored-twice",
    why="Two times for one restoration contradict each other, and every number that counts from it would be a guess. "
    "The later one counts.",
    bad=f"resolved: 2026-11-03 14:40 UTC\n\n{_FIRST}{_LAST}- Restored: 2026-11-03 14:45 UTC\n{_WORDS}",
    good=f"{_FIRST}{_LAST}- Restored: 2026-11-03 14:45 UTC\n{_WORDS}",
    at=_LATER,
)
def restored_twice(entry: Entry, _: Context) -> Iterator[Fault]:
    for run in entry.document.runs:
        said = list(_restorations(entry, run))
        for name, place, restored in said[1:]:
            if restored != said[0][2]:
                message = f"“{name}” gives another time than “{said[0][0]}” on line {said[0][1].line}."
                yield Fault(place, message, "Keep the one that is right; the later one counts until then.")


@rule(
    code="S05",
    name="resolved-before-started",
    why="A duration below zero is a slip of the pen, and every number on the page that counts time would be wrong.",
    bad="started: 2026-11-03 14:05 UTC\nresolved: 2026-11-02 16:12 UTC\n\n## Updates\n\n"
    "### 2026-11-03 16:14 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\n"
    "All cards are accepted again since 16:12 UTC.\n",
    good="started: 2026-11-03 14:05 UTC\nresolved: 2026-11-03 16:12 UTC\n\n## Updates\n\n"
    "### 2026-11-03 16:14 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\n"
    "All cards are accepted again since 16:12 UTC.\n",
    at="2026-11-20 09:30 UTC",
)
def resolved_before_started(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if incident.kind is not Kind.INCIDENT:
        return
    help_text = "Check both days and zones."
    started, runs = incident.started, entry.document.runs
    if started and not runs and incident.resolved and incident.resolved < started:
        yield Fault(place_of_key(entry.document, "resolved"), "It was resolved before it started.", help_text)
    for number, run in enumerate(runs):
        began = started if number == 0 else _began(run[0])
        said = [(place, restored) for _, place, restored in _restorations(entry, run)]
        if not said and number == 0:
            final = next((each.clear for each in run if each.clear and each.clear.stage is Stage.RESOLVED), None)
            said = [(Span.at(1), final.at)] if final else []
        for place, restored in said:
            if began and restored < began:
                message = "It was resolved before it started." if number == 0 else "It was back before it broke again."
                yield Fault(place, message, help_text)


def _began(source: UpdateSource) -> datetime | None:
    return (source.update.began or source.update.at) if source.update else None


@rule(
    code="S08",
    name="resolved-while-open",
    why="Two sentences contradict each other and the customer cannot know which is true. The newest update decides "
    "what the page shows, so “resolved” waits for the update that says so. Of a report that was opened again it "
    "says when service was back the first time.",
    bad="resolved: 2026-11-03 14:55 UTC\n",
    good="started: 2026-11-03 14:05 UTC\n",
)
def resolved_while_open(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if incident.resolved and not incident.over and len(entry.document.runs) == 1:
        message = f"“resolved” says that it is over, but the newest update says {incident.stage}."
        help_text = "Add the update that says it is resolved, or take “resolved” out until then."
        yield Fault(place_of_key(entry.document, "resolved"), message, help_text)


@rule(
    code="S34",
    name="false-alarm-while-open",
    why="A report that is open says that something may be wrong; “false alarm” says that nothing was. Until an update says "
    "that it is over, the page shows what the report says of each component.",
    bad="outcome: false-alarm\n\n## Updates\n\n### 2026-11-20 09:20 UTC: Monitoring\n\n- Next update: 10:20 UTC\n\n"
    "The probe is repaired. All payments since 09:00 UTC were accepted.\n",
    good=f"outcome: false-alarm\n\n{_FIRST}{_LAST}\nOur probe was wrong: no payment failed.\n",
    at=_LATER,
)
def false_alarm_while_open(entry: Entry, _: Context) -> Iterator[Fault]:
    if entry.incident.false_alarm and not entry.incident.over:
        message = "“outcome: false-alarm” says that nothing was wrong, but this report is open."
        help_text = "Add the update that says Resolved, and what was mistaken for a failure."
        yield Fault(place_of_key(entry.document, "outcome"), message, help_text)


RULES = (
    false_alarm_while_open,
    resolved_before_started,
    resolved_while_open,
    resolved_but_not_working,
    restored_before_worse,
    restored_twice,
)
