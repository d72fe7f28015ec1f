"""U: when do I hear from you next?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from straightup.model import durations
from straightup.model.clock import Clock
from straightup.model.findings import Fault, Severity
from straightup.model.source import Entry, SectionName
from straightup.model.states import Kind, Stage, State, worst_of
from straightup.rules.places import place_of_field, place_of_section
from straightup.rules.rule import Context, rule
from straightup.rules.text.names import known_names, substance_of
from straightup.rules.text.substance import normal_text, says_more

_SILENCE = timedelta(hours=4)
"""Of an outage; degraded service may be quiet for twice as long, and `update_every` decides where it is set."""
_MINUTE = timedelta(minutes=1)
_ASKED = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.SCHEDULED, Stage.IN_PROGRESS)

_SAME = (
    "## Updates\n\n### 2026-11-03 14:20 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 14:50 UTC\n\n"
    "The certificate expired at 14:03 UTC. We are issuing a new one.\n\n"
    "### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
)
_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n"
_PROSE = "The certificate expired at 14:03 UTC. We are issuing a new one.\n"
_FIRST = (
    "## Updates\n\n### 2026-11-03 14:20 UTC: Investigating\n\n- ETA: unknown until 14:50 UTC, because we are still "
    "finding which gateways are affected\n- Next update: 14:50 UTC\n\nCards issued in the EU are declined.\n\n"
)
_SECOND = f"- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n{_PROSE}"


@rule(
    code="U01",
    name="no-update",
    why="Without a first word there is nothing that a customer could have read while it lasted, and nothing that "
    "the feeds could send.",
    bad="## Updates\n\n<!-- none yet -->\n",
    good=f"{_HEADING}{_SECOND}",
)
def no_update(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if entry.document.updates or incident.kind is Kind.NOTICE or incident.imported:
        return
    place = place_of_section(entry.document, SectionName.UPDATES)
    help_text = "Begin ## Updates with “### 2026-11-03 14:20 UTC: Investigating” and what you know by then."
    if incident.kind is Kind.MAINTENANCE:
        help_text = "Begin ## Updates with “### 2026-11-19 12:00 UTC: Scheduled” and what customers should expect."
    yield Fault(place, "There is no update, so customers do not know when you last looked.", help_text)


@rule(
    code="U02",
    name="next-update-missing",
    why="People who know when they will hear from you stop reloading the page and stop writing to support. It is "
    "the cheapest promise to keep: a short update counts.",
    bad=f"{_HEADING}- ETA: 16:30 UTC\n\n{_PROSE}",
    good=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n{_PROSE}",
)
def next_update_missing(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.incident.kind is Kind.NOTICE or entry.incident.repeats:
        return  # of what repeats its rule says when it comes next
    for source in entry.document.updates:
        if source.clear and source.clear.stage in _ASKED and source.field("Next update") is None:
            soon = _half_an_hour_later(source.clear.at, context.clock)
            help_text = f"Add “- Next update: {soon}”, a time at which you will write whatever you know by then."
            message = "This update does not say when the next one comes."
            yield Fault(source.heading, message, help_text)


def _half_an_hour_later(at: datetime, clock: Clock) -> str:
    """A next update that can be kept. A time of day is one of the day after its update, so the clock counts no longer."""
    begin = clock.now if clock.after(at) and not clock.reached(at + timedelta(hours=23)) else at
    return f"{(begin + timedelta(minutes=30)).astimezone(UTC):%H:%M} UTC"


@rule(
    code="U03",
    name="next-update-not-after-its-update",
    why="A time that had passed when it was promised is a slip in the day or the zone, and the page would call it "
    "late from the first minute.",
    bad=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 2026-11-03 14:30 UTC\n\n{_PROSE}",
    good=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 2026-11-03 15:30 UTC\n\n{_PROSE}",
)
def next_update_not_after_its_update(entry: Entry, _: Context) -> Iterator[Fault]:
    for source in entry.document.updates:
        update = source.clear
        if update and update.next_update and update.next_update <= update.at:
            place = place_of_field(source, "Next update")
            message = "This next update is not after its own update."
            yield Fault(place, message, "Check the day and the zone.")


@rule(
    code="U04",
    name="updates-out-of-order",
    why="The timeline, the newest stage and the feeds all follow the order of the file. An update in the wrong "
    "place would show an old state as the present one.",
    bad=f"{_FIRST}### 2026-11-03 14:10 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n{_PROSE}",
    good=f"{_FIRST}### 2026-11-03 14:48 UTC: Identified\n\n- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n{_PROSE}",
)
def updates_out_of_order(entry: Entry, _: Context) -> Iterator[Fault]:
    readable = [(source, source.clear) for source in entry.document.updates if source.clear]
    for (_above, before), (source, update) in pairwise(readable):
        if update.at - before.at >= _MINUTE:
            continue
        earlier, later = (moment.replace(second=0) for moment in (before.at, update.at))
        if later < earlier:
            help_text = "Updates stand in the order in which they were written, the oldest first."
            yield Fault(source.heading, "This update is older than the one above it.", help_text)
        elif later == earlier:
            help_text = "Put both texts into one, or give this one its own minute: feeds tell them apart by it."
            yield Fault(source.heading, "Two updates stand in the same minute.", help_text)


@rule(
    code="U05",
    name="update-overdue",
    severity=Severity.WARNING,
    why="Somebody reads the page at the promised minute and finds nothing new. The page says by itself how late it "
    "is; this reminds you to write. It arises only because time passed, so it never stops publishing.",
    bad=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n{_PROSE}",
    good=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 16:15 UTC\n\n{_PROSE}",
    at="2026-11-03 15:42 UTC",
)
def update_overdue(entry: Entry, context: Context) -> Iterator[Fault]:
    promised = entry.incident.pending_update
    if promised is None or not (entry.incident.updates[-1].at < promised and context.clock.after(promised)):
        return
    newest = next(source for source in reversed(entry.document.updates) if source.update)
    place = place_of_field(newest, "Next update")
    message = f"The promised update is {durations.say(context.clock.now - promised)} late."
    help_text = "Post one now, however short: what you know, and when the next one comes."
    yield Fault(place, message, help_text, lapse=True)


@rule(
    code="U07",
    name="follow-up-missing",
    severity=Severity.WARNING,
    why="Service is back, but the steps against a repeat are still promises. A date tells customers when you will "
    "say here whether they were kept.",
    bad="resolved: 2026-11-03 16:12 UTC\n\n## Prevention\n\n"
    "- [ ] Alert on certificates that expire within 14 days (owner: SRE, due: 2026-11-27)\n\n## Updates\n\n"
    "### 2026-11-03 16:55 UTC: Resolved\n\nPayments have been normal since 16:12 UTC.\n",
    good="resolved: 2026-11-03 16:12 UTC\n\n## Prevention\n\n"
    "- [ ] Alert on certificates that expire within 14 days (owner: SRE, due: 2026-11-27)\n\n## Updates\n\n"
    "### 2026-11-03 16:55 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\n"
    "Payments have been normal since 16:12 UTC.\n",
    at="2026-11-04 09:00 UTC",
)
def follow_up_missing(entry: Entry, _: Context) -> Iterator[Fault]:
    incident = entry.incident
    if incident.kind is not Kind.INCIDENT or incident.stage is not Stage.RESOLVED or not entry.document.updates:
        return
    newest = entry.document.updates[-1]
    settled = incident.settled and (incident.prevention or incident.prevention_text)
    if newest.field("Next update") or settled or incident.false_alarm or incident.duplicate_of:
        return
    message = "Customers are not told when they hear whether the promised steps are done."
    help_text = "Add “- Next update: 2026-11-28 12:00 UTC”, or settle every promised step."
    yield Fault(newest.heading, message, help_text)


@rule(
    code="U08",
    name="edited-without-reason",
    severity=Severity.WARNING,
    why="A changed update raises the question what was changed. One clause answers it: a typo, a number, a time.",
    bad=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n- Edited: 2026-11-03 14:55 UTC\n\n{_PROSE}",
    good=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n"
    f"- Edited: 2026-11-03 14:55 UTC, because the first text named the wrong network\n\n{_PROSE}",
)
def edited_without_reason(entry: Entry, _: Context) -> Iterator[Fault]:
    for source in entry.document.updates:
        if source.update and any(not edit.because for edit in source.update.edits):
            message, help_text = "This edit does not say what changed.", "Add the reason: “…, because …”."
            yield Fault(place_of_field(source, "Edited"), message, help_text)


@rule(
    code="U10",
    name="long-silence",
    severity=Severity.WARNING,
    why="Hours without a word read as “they have forgotten us”, even when the next update was announced. While "
    "something is down, a short update every hour or two costs less than the questions it saves.",
    bad=f"{_FIRST}### 2026-11-03 19:40 UTC: Identified\n\n- ETA: 21:30 UTC\n- Next update: 20:30 UTC\n\n{_PROSE}",
    good=f"{_FIRST}### 2026-11-03 17:30 UTC: Identified\n\n- ETA: 21:30 UTC\n- Next update: 19:45 UTC\n\n{_PROSE}\n"
    "### 2026-11-03 19:40 UTC: Identified\n\n- ETA: 21:30 UTC\n- Next update: 20:30 UTC\n\n"
    "The network has accepted the new certificate; the first of four gateways uses it.\n",
    at="2026-11-03 19:45 UTC",
)
def long_silence(entry: Entry, context: Context) -> Iterator[Fault]:
    incident = entry.incident
    if incident.kind is not Kind.INCIDENT:
        return
    states = [state for _, state in incident.components]
    worst = worst_of(states, default=State.DEGRADED)
    longest = _SILENCE if worst.rank > State.DEGRADED.rank else 2 * _SILENCE
    if worst in context.settings.update_every:
        longest = 3 * context.settings.update_every[worst]
    readable = [(source, source.clear) for source in entry.document.updates if source.clear]
    for (_above, before), (source, update) in pairwise(readable):
        if before.stage in (Stage.INVESTIGATING, Stage.IDENTIFIED) and update.at - before.at > longest:
            message = f"Customers heard nothing for {durations.say(update.at - before.at)} before this update."
            yield Fault(source.heading, message, "Next time say sooner what you know, however little.")


@rule(
    code="U11",
    name="nothing-new",
    severity=Severity.WARNING,
    why="An update that repeats the facts of the one before it, in other words, makes people read for nothing. “No "
    "change: two of four gateways are still to come” is news.",
    bad=f"{_SAME}The certificate has expired and we are issuing a new one.\n",
    good=f"{_SAME}The network has accepted it; the first of four gateways uses it.\n",
)
def nothing_new(entry: Entry, context: Context) -> Iterator[Fault]:
    for before, now in pairwise(entry.document.told):
        if not before.update or not now.update or before.update.stage is not now.update.stage or now.update.components:
            continue
        names, words = known_names(entry, context, title=now.later), context.words
        if says_more(now.bare, before.bare, names, words):
            continue
        facts, told = (set(substance_of(prose, entry, context).facts) for prose in (now, before))
        if facts and facts <= told and normal_text(now.bare) != normal_text(before.bare):
            help_text = "Say what has changed, or what has not: what you tried, what is still to come."
            yield Fault(now.place(), "Every fact in this update stood in the one before it.", help_text)


RULES = (
    no_update,
    next_update_missing,
    next_update_not_after_its_update,
    updates_out_of_order,
    update_overdue,
    follow_up_missing,
    edited_without_reason,
    long_silence,
    nothing_new,
)
