"""E: when will service be restored?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from straightup.model import durations
from straightup.model.findings import Fault, Misread, Severity
from straightup.model.incident import Promise, UnknownUntil, Update
from straightup.model.source import Entry, UpdateSource
from straightup.model.states import Kind, Stage, State
from straightup.rules.places import place_of_field
from straightup.rules.rule import Context, Rule, rule

_ASKED = (Stage.INVESTIGATING, Stage.IDENTIFIED)
_LONGEST_UNKNOWN = timedelta(hours=2)
_SLIP = timedelta(minutes=10)
"""From here on a later time wants a reason."""

_UPDATES = "## Updates\n\n"
_FIRST_UPDATE = (
    f"{_UPDATES}### 2026-11-03 14:20 UTC: Investigating\n\n- ETA: 16:30 UTC\n- Next update: 14:50 UTC\n\n"
    "Cards issued in the EU are declined since 14:05 UTC.\n\n"
)
_UPDATE = f"{_UPDATES}### 2026-11-03 14:48 UTC: Identified\n\n"
_WINDOW = (
    "kind: maintenance\nstarts: 2026-11-03 14:00 UTC\nends: 2026-11-03 15:00 UTC\n\n## Updates\n\n"
    "### 2026-10-30 12:00 UTC: Scheduled\n\n- Next update: 2026-11-03 14:00 UTC\n\n"
    "Orders move to a new table of their own. In the rehearsal that took 48 minutes.\n\n"
    "### 2026-11-03 14:45 UTC: In progress\n\n"
)
_COPYING = "- Next update: 15:20 UTC\n\nHalf of the orders are copied. The other half takes as long again.\n"
_PROSE = "- Next update: 15:30 UTC\n\nThe certificate expired at 14:03 UTC. We are issuing a new one.\n"


@rule(
    code="E01",
    name="eta-missing",
    why="A customer decides by it: wait, use another card, or come back tomorrow. An estimate that moves with a "
    "reason is worth more than none, and “unknown until 15:30, because …” is an honest one.",
    bad=f"{_UPDATE}{_PROSE}",
    good=f"{_UPDATE}- ETA: 16:30 UTC\n{_PROSE}",
)
def eta_missing(entry: Entry, _: Context) -> Iterator[Fault]:
    if entry.incident.kind is not Kind.INCIDENT:
        return
    for source in entry.document.updates:
        if source.clear and source.clear.stage in _ASKED and source.field("ETA") is None:
            help_text = "Add “- ETA: 16:30 UTC”, or “- ETA: unknown until 15:30 UTC, because …”."
            yield Fault(source.heading, "This update gives no restoration time.", help_text)


eta_unreadable = Rule(
    code="E02",
    name=Misread.ETA_UNREADABLE,
    why="“Soon” and “as soon as possible” are not times. Only a time can be kept, shown in the reader's own zone, "
    "and held against what came of it.",
    bad=f"{_UPDATE}- ETA: soon\n{_PROSE}",
    good=f"{_UPDATE}- ETA: 16:00-17:00 UTC\n{_PROSE}",
)

eta_unknown_without_until_or_because = Rule(
    code="E03",
    name=Misread.ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE,
    why="“Unknown” ends the conversation. “Unknown until 15:30, because we are still finding which nodes are "
    "affected” says when it goes on, and lets the customer judge.",
    bad=f"{_UPDATE}- ETA: unknown\n{_PROSE}",
    good=f"{_UPDATE}- ETA: unknown until 15:30 UTC, because we are still finding which gateways are affected\n{_PROSE}",
)


@rule(
    code="E04",
    name="eta-not-after-its-update",
    why="A time that had passed when it was promised is a slip in the day or the zone. It would count as a broken "
    "promise for ever.",
    bad=f"{_UPDATE}- ETA: 2026-11-03 13:30 UTC\n{_PROSE}",
    good=f"{_UPDATE}- ETA: 2026-11-03 16:30 UTC\n{_PROSE}",
)
def eta_not_after_its_update(entry: Entry, _: Context) -> Iterator[Fault]:
    for source in entry.document.updates:
        update = source.clear
        promised = _promised(update) if update else None
        if update and promised and promised <= update.at:
            message = "This ETA is not after its own update, so it promised nothing."
            help_text = "Check the day and the zone, or give a time that is still to come."
            yield Fault(place_of_field(source, "ETA"), message, help_text)


def _pending(entry: Entry) -> UpdateSource | None:
    """The update whose restoration time customers are still waiting for, since the report was last opened."""
    runs = entry.document.runs
    newest = runs[-1][-1].update if runs else None
    if newest is None or entry.incident.over or (newest.stage is Stage.MONITORING and newest.eta is None):
        return None
    return next((source for source in reversed(runs[-1]) if source.update and source.update.eta), None)


def _promised(update: Update) -> datetime | None:
    match update.eta:
        case Promise(by=by):
            return by
        case UnknownUntil(until=until):
            return until
        case None:
            return None


@rule(
    code="E05",
    name="eta-passed",
    severity=Severity.WARNING,
    why="The promised time has come and customers are still waiting. The page says so by itself; this reminds you "
    "to tell them why, and what you promise now. It arises only because time passed, so it never stops publishing.",
    bad=f"{_UPDATE}- ETA: 15:30 UTC\n- Next update: 17:00 UTC\n\nThe certificate expired at 14:03 UTC.\n",
    good=f"{_UPDATE}- ETA: 16:30 UTC\n- Next update: 17:00 UTC\n\nThe certificate expired at 14:03 UTC.\n",
    at="2026-11-03 16:00 UTC",
)
def eta_passed(entry: Entry, context: Context) -> Iterator[Fault]:
    source = _pending(entry)
    if source is None or source.update is None:
        return
    pending, promised = source.update.eta, _promised(source.update)
    if promised is None or not (source.update.at < promised and context.clock.after(promised)):
        return
    place = place_of_field(source, "ETA")
    what = "The promised restoration" if isinstance(pending, Promise) else "The promised answer about the restoration"
    message = f"{what} is {durations.say(context.clock.now - promised)} late."
    help_text = "Post an update with a new ETA and why it moved, or with Monitoring or Resolved."
    yield Fault(place, message, help_text, lapse=True)


@rule(
    code="E06",
    name="eta-unknown-too-long",
    severity=Severity.WARNING,
    why="Once the cause is found, two hours without any estimate is long for somebody who has to decide. A wide "
    "range that is kept serves them better than a narrow one that comes too late.",
    bad=f"{_UPDATE}- ETA: unknown until 18:00 UTC, because the network has not answered yet\n{_PROSE}",
    good=f"{_UPDATE}- ETA: unknown until 15:45 UTC, because the network has not answered yet\n{_PROSE}",
)
def eta_unknown_too_long(entry: Entry, _: Context) -> Iterator[Fault]:
    for run in entry.document.runs:
        unknown_since: datetime | None = None
        for source in run:
            update = source.clear
            if update is None:
                continue
            if not isinstance(update.eta, UnknownUntil):
                unknown_since = None
                continue
            unknown_since = unknown_since or update.at
            if update.stage is Stage.IDENTIFIED and update.eta.until - unknown_since > _LONGEST_UNKNOWN:
                yield _too_long(source, update.eta.until - unknown_since)


def _too_long(source: UpdateSource, length: timedelta) -> Fault:
    message = f"Customers will have been without a restoration time for {durations.say(length)}."
    help_text = "Give a range that you can keep, such as “16:00-18:00 UTC”; it may be moved with a reason."
    return Fault(place_of_field(source, "ETA"), message, help_text)


@rule(
    code="E10",
    name="eta-range-too-wide",
    severity=Severity.WARNING,
    why="“In 2-8 hours” says little more than “today”. A range whose end lies more than twice as far away as its start "
    "leaves the customer to plan for the end; then say the end.",
    bad=f"{_UPDATE}- ETA: in 2-8 hours\n{_PROSE}",
    good=f"{_UPDATE}- ETA: in 2-4 hours\n{_PROSE}",
)
def eta_range_too_wide(entry: Entry, _: Context) -> Iterator[Fault]:
    for source in entry.document.updates:
        update = source.clear
        if update is None or not isinstance(update.eta, Promise) or update.eta.earliest <= update.at:
            continue
        if update.eta.by - update.at > 2 * (update.eta.earliest - update.at):
            message = "This range ends more than twice as far away as it starts."
            help_text = "Narrow it, or promise its end alone; it may be moved with a reason."
            yield Fault(place_of_field(source, "ETA"), message, help_text)


@rule(
    code="E11",
    name="eta-moved-without-reason",
    severity=Severity.WARNING,
    why="A time that slips without a word is a broken promise; with a reason it is news. The reason stands beside the "
    "new time on the page, and in the record.",
    bad=f"{_FIRST_UPDATE}{_UPDATE.removeprefix(_UPDATES)}- ETA: 17:30 UTC\n{_PROSE}",
    good=f"{_FIRST_UPDATE}{_UPDATE.removeprefix(_UPDATES)}"
    f"- ETA: 17:30 UTC, because each gateway takes ten minutes\n{_PROSE}",
)
def eta_moved_without_reason(entry: Entry, _: Context) -> Iterator[Fault]:
    states = dict(entry.incident.components)
    for run in entry.document.runs:
        # What customers measure by: the last time that had a reason, else the first; and the last one of all.
        measures: dict[bool, tuple[Promise, Promise]] = {}
        for source in run:
            update = source.update
            if update is None:
                continue
            states.update(update.components)
            if not isinstance(update.eta, Promise):
                continue
            full = update.stage is Stage.MONITORING and set(states.values()) == {State.OPERATIONAL}
            eta = update.eta
            measure, last = measures.get(full, (eta, eta))
            if eta.by > last.by and eta.by - measure.by >= _SLIP and not eta.because:
                message = f"This is {durations.say(eta.by - measure.by)} later than promised before, without a reason."
                help_text = "End it with “, because …”; the reason stands beside the time on the page."
                yield Fault(place_of_field(source, "ETA"), message, help_text)
            measures[full] = (eta if eta.because else measure, eta)


@rule(
    code="E12",
    name="eta-more-optimistic-than-record",
    severity=Severity.WARNING,
    why="Four of five incidents like this one took longer than what you promise. Under-promise and over-deliver: "
    "customers forgive a late estimate less than a long one. It needs at least five like incidents in the record.",
    bad=f"{_UPDATE}- ETA: 15:00 UTC\n{_PROSE.replace('15:30', '14:58')}",
    good=f"{_UPDATE}- ETA: 16:30 UTC\n{_PROSE.replace('15:30', '14:58')}",
    at="2026-11-03 14:50 UTC",
)
def eta_more_optimistic_than_record(entry: Entry, context: Context) -> Iterator[Fault]:
    incident, runs = entry.incident, entry.document.runs
    known = context.quickest.get(incident.id)
    newest = entry.document.updates[-1].clear if entry.document.updates else None
    if incident.kind is not Kind.INCIDENT or known is None or newest is None or not isinstance(newest.eta, Promise):
        return
    first = runs[-1][0].update
    begins = (first.began or first.at) if len(runs) > 1 and first else incident.begins
    quickest, count = known
    if begins and begins <= newest.at < newest.eta.by < begins + quickest:
        place = place_of_field(entry.document.updates[-1], "ETA")
        message = f"Four of five like incidents took longer than {durations.say(quickest)} ({count} in the record)."
        help_text = "Promise what you can keep, or say in the update why this one is quicker."
        yield Fault(place, message, help_text)


@rule(
    code="E13",
    name="eta-after-window",
    severity=Severity.WARNING,
    why="Work that goes on after its announced end is an outage for everybody who planned by the window, and the page "
    "counts it as one. An honest later time is right; this reminds you that it is news, and of telling it in plain "
    "words.",
    bad=f"{_WINDOW}- ETA: 2026-11-03 15:30 UTC, because the copy runs at half the speed of the rehearsal\n{_COPYING}",
    good=f"{_WINDOW}- ETA: 2026-11-03 14:55 UTC\n{_COPYING}",
    at="2026-11-03 14:50 UTC",
)
def eta_after_window(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if incident.kind is not Kind.MAINTENANCE:
        return
    ends, begun = incident.ends, False
    for source in entry.document.updates:
        update = source.clear
        if update is None:
            continue
        if update.window and not begun:
            ends = update.window.ends
        begun = begun or update.stage is not Stage.SCHEDULED
        if ends and isinstance(update.eta, Promise) and update.eta.by > ends:
            message = f"This is {durations.say(update.eta.by - ends)} after the announced window ends."
            help_text = (
                "From the end of the window on it counts as an outage; say in the text what still does not work."
            )
            yield Fault(place_of_field(source, "ETA"), message, help_text)


RULES = (
    eta_missing,
    eta_unreadable,
    eta_unknown_without_until_or_because,
    eta_not_after_its_update,
    eta_passed,
    eta_unknown_too_long,
    eta_range_too_wide,
    eta_moved_without_reason,
    eta_more_optimistic_than_record,
    eta_after_window,
)
