"""E: when will service be restored?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from straightup import durations
from straightup.diagnostics import Finding, Severity
from straightup.document import Entry, UpdateSource
from straightup.model import Kind, Promise, Stage, UnknownUntil, Update
from straightup.rules.rule import Context, Rule, place_of_field

_ASKED = (Stage.INVESTIGATING, Stage.IDENTIFIED)
_LONGEST_UNKNOWN = timedelta(hours=2)


def _eta_missing(entry: Entry, _: Context) -> Iterator[Finding]:
    if entry.incident.kind is not Kind.INCIDENT:
        return
    for source in entry.document.updates:
        if source.update and source.update.stage in _ASKED and source.field("ETA") is None:
            help_text = "Add “- ETA: 16:30 UTC”, or “- ETA: unknown until 15:30 UTC, because …”."
            yield Finding("eta-missing", source.heading, "This update gives no restoration time.", help_text)


def _promised(update: Update) -> datetime | None:
    match update.eta:
        case Promise(by=by):
            return by
        case UnknownUntil(until=until):
            return until
        case None:
            return None


def _not_after_its_update(entry: Entry, _: Context) -> Iterator[Finding]:
    for source in entry.document.updates:
        update = source.update
        promised = _promised(update) if update else None
        if update and promised and promised <= update.at:
            message = "This ETA is not after its own update, so it promised nothing."
            help_text = "Check the day and the zone, or give a time that is still to come."
            yield Finding("eta-not-after-its-update", place_of_field(source, "ETA"), message, help_text)


def _eta_passed(entry: Entry, context: Context) -> Iterator[Finding]:
    pending = entry.incident.pending_eta
    if pending is None:
        return
    promised = pending.by if isinstance(pending, Promise) else pending.until
    source = next(each for each in reversed(entry.document.updates) if each.update and each.update.eta is pending)
    if source.update is None or not source.update.at < promised < context.now:
        return
    place = place_of_field(source, "ETA")
    what = "The promised restoration" if isinstance(pending, Promise) else "The promised answer about the restoration"
    message = f"{what} is {durations.say(context.now - promised)} late."
    help_text = "Post an update with a new ETA and why it moved, or with Monitoring or Resolved."
    yield Finding("eta-passed", place, message, help_text, lapse=True)


def _unknown_too_long(entry: Entry, _: Context) -> Iterator[Finding]:
    unknown_since: datetime | None = None
    for source in entry.document.updates:
        update = source.update
        if update is None:
            continue
        if not isinstance(update.eta, UnknownUntil):
            unknown_since = None
            continue
        unknown_since = unknown_since or update.at
        if update.stage is Stage.IDENTIFIED and update.eta.until - unknown_since > _LONGEST_UNKNOWN:
            yield _too_long(source, update.eta.until - unknown_since)


def _too_long(source: UpdateSource, length: timedelta) -> Finding:
    message = f"Customers will have been without a restoration time for {durations.say(length)}."
    help_text = "Give a range that you can keep, such as “16:00-18:00 UTC”; it may be moved with a reason."
    return Finding("eta-unknown-too-long", place_of_field(source, "ETA"), message, help_text)


_UPDATE = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n"
_PROSE = "- Next update: 15:30 UTC\n\nThe certificate expired at 14:03 UTC. We are issuing a new one.\n"

RULES = (
    Rule(
        code="E01",
        name="eta-missing",
        why="A customer decides by it: wait, use another card, or come back tomorrow. An estimate that moves with a "
        "reason is worth more than none, and “unknown until 15:30, because …” is an honest one.",
        bad=f"{_UPDATE}{_PROSE}",
        good=f"{_UPDATE}- ETA: 16:30 UTC\n{_PROSE}",
        check=_eta_missing,
    ),
    Rule(
        code="E02",
        name="eta-unreadable",
        why="“Soon” and “as soon as possible” are not times. Only a time can be kept, shown in the reader's own zone, "
        "and held against what came of it.",
        bad=f"{_UPDATE}- ETA: soon\n{_PROSE}",
        good=f"{_UPDATE}- ETA: 16:00-17:00 UTC\n{_PROSE}",
    ),
    Rule(
        code="E03",
        name="eta-unknown-without-until-or-because",
        why="“Unknown” ends the conversation. “Unknown until 15:30, because we are still finding which nodes are "
        "affected” says when it goes on, and lets the customer judge.",
        bad=f"{_UPDATE}- ETA: unknown\n{_PROSE}",
        good=f"{_UPDATE}- ETA: unknown until 15:30 UTC, because we are still finding which gateways are affected\n{_PROSE}",
    ),
    Rule(
        code="E04",
        name="eta-not-after-its-update",
        why="A time that had passed when it was promised is a slip in the day or the zone. It would count as a broken "
        "promise for ever.",
        bad=f"{_UPDATE}- ETA: 2026-11-03 13:30 UTC\n{_PROSE}",
        good=f"{_UPDATE}- ETA: 2026-11-03 16:30 UTC\n{_PROSE}",
        check=_not_after_its_update,
    ),
    Rule(
        code="E05",
        name="eta-passed",
        severity=Severity.WARNING,
        why="The promised time has come and customers are still waiting. The page says so by itself; this reminds you "
        "to tell them why, and what you promise now. It arises only because time passed, so it never stops publishing.",
        bad=f"{_UPDATE}- ETA: 15:30 UTC\n- Next update: 17:00 UTC\n\nThe certificate expired at 14:03 UTC.\n",
        good=f"{_UPDATE}- ETA: 16:30 UTC\n- Next update: 17:00 UTC\n\nThe certificate expired at 14:03 UTC.\n",
        at="2026-11-03 16:00 UTC",
        check=_eta_passed,
    ),
    Rule(
        code="E06",
        name="eta-unknown-too-long",
        severity=Severity.WARNING,
        why="Once the cause is found, two hours without any estimate is long for somebody who has to decide. A wide "
        "range that is kept serves them better than a narrow one that comes too late.",
        bad=f"{_UPDATE}- ETA: unknown until 18:00 UTC, because the network has not answered yet\n{_PROSE}",
        good=f"{_UPDATE}- ETA: unknown until 15:45 UTC, because the network has not answered yet\n{_PROSE}",
        check=_unknown_too_long,
    ),
)
