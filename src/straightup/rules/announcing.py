"""U: is what an update announces in its place, and does it fit the rest of the report?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from straightup.model import durations
from straightup.model.findings import Fault, Misread, Severity, Span
from straightup.model.limits import CLOCK_SKEW, LONGEST_OFFSET
from straightup.model.notice import announced_by, notice_of
from straightup.model.source import Entry, UpdateSource
from straightup.model.states import Kind, Stage
from straightup.rules.places import place_of_field, place_of_key
from straightup.rules.rule import Context, Rule, rule

_HOUR = timedelta(hours=1)
_REMINDERS = (timedelta(days=1), timedelta(days=7))
"""How long before planned work people write once more, at the same hour."""
_FIELDS = "- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n"
_PROSE = "\nThe certificate expired at 14:03 UTC. We are issuing a new one.\n"
_HEADING = "## Updates\n\n### 2026-11-03 14:48 UTC: Identified\n\n"
_WINDOW = "kind: maintenance\nstarts: 2026-12-09 04:00 UTC\nends: 2026-12-09 05:00 UTC\n\n## Updates\n\n"
_ANNOUNCED = (
    f"{_WINDOW}### 2026-11-02 12:00 UTC: Scheduled\n\n- Next update: 2026-11-28 04:00 UTC\n\n"
    "We rehearsed the upgrade twice on a copy; it took 14 and 17 minutes.\n\n"
    "### 2026-11-03 12:00 UTC: Scheduled\n\n- Next update: 2026-12-09 04:00 UTC\n"
)
_SCHEDULED = (
    "## Updates\n\n### 2026-11-03 14:40 UTC: Scheduled\n\n- Next update: 2026-11-07 14:50 UTC\n\n"
    "We rehearsed the upgrade twice on a copy; it took 14 and 17 minutes.\n"
)
_MOVED = "\nThe new disks arrive a week later, on 4 December.\n"

update_field_unreadable = Rule(
    code="U09",
    name=Misread.UPDATE_FIELD_UNREADABLE,
    why="A time that cannot be read would have to be guessed, so customers are told that this one is missing. Every "
    "other part of the report is published.",
    bad=f"{_HEADING}- ETA: 16:30 UTC\n- Next update: later today\n{_PROSE}",
    good=f"{_HEADING}{_FIELDS}{_PROSE}",
)

misplaced_update = Rule(
    code="U30",
    name=Misread.MISPLACED_UPDATE,
    why="An update is a heading with three # under “## Updates”. In another place, or at another level, GitHub shows it "
    "as part of something else. It is published as the update that it is.",
    bad=f"## Updates\n\n#### 2026-11-03 14:48 UTC: Identified\n\n{_FIELDS}{_PROSE}",
    good=f"{_HEADING}{_FIELDS}{_PROSE}",
)

misplaced_field = Rule(
    code="U31",
    name=Misread.MISPLACED_FIELD,
    why="The fields of an update are the list right under its heading, each “- Name: value”. Below the text, indented or "
    "without its colon one reads it as part of a sentence. What can be read of it is published all the same.",
    bad=f"{_HEADING}- ETA: 16:30 UTC\n{_PROSE}\n- Next update: 15:30 UTC\n",
    good=f"{_HEADING}{_FIELDS}{_PROSE}",
)


@rule(
    code="U06",
    name="update-in-the-future",
    why="A date ahead of the clock is nearly always a wrong zone. The update is published at once and marked, but until "
    "its time has come nobody knows how much of it is true yet.",
    bad=f"## Updates\n\n### 2026-11-03 18:48 UTC: Identified\n\n- ETA: 20:30 UTC\n- Next update: 19:30 UTC\n{_PROSE}",
    good=f"{_HEADING}{_FIELDS}{_PROSE}",
)
def update_in_the_future(entry: Entry, context: Context) -> Iterator[Fault]:
    for source in entry.document.updates:
        if source.clear and not context.clock.reached(source.clear.at, early=CLOCK_SKEW):
            length = durations.say(source.clear.at - context.clock.now)
            yield Fault(
                source.heading, f"This update is dated {length} ahead.", _likely(source.clear.at, context.clock.now)
            )


def _likely(at: datetime, now: datetime) -> str:
    """The next step for an update of `at` that was read at `now`: mostly its clock is right and its zone is not."""
    wall = at.replace(tzinfo=UTC)
    offset = -((now + CLOCK_SKEW - wall) // _HOUR) * _HOUR
    if offset == at.utcoffset() or abs(offset) > LONGEST_OFFSET:
        return "Check the day and the zone."
    hours = int(offset / _HOUR)
    zone = f"{hours:+03}:00" if hours else "UTC"
    return f"If {wall:%H:%M} is your own clock, write “{wall:%Y-%m-%d %H:%M} {zone}”; else check the day."


@rule(
    code="U32",
    name="window-moved-silently",
    why="Customers noted the first window down. When it moves, an update with the new one tells them and their "
    "calendars, and the page keeps showing what was promised before. A window that only the front matter knows "
    "reaches nobody.",
    bad=f"{_ANNOUNCED}{_MOVED}",
    good=f"{_ANNOUNCED}- Window: 2026-12-09 04:00 UTC to 2026-12-09 05:00 UTC, because the new disks come late\n{_MOVED}",
)
def window_moved_silently(entry: Entry, _: Context) -> Iterator[Fault]:
    incident, document = entry.incident, entry.document
    if incident.kind is not Kind.MAINTENANCE or incident.starts is None:
        return
    windows = [
        (number, source) for number, source in enumerate(document.updates) if source.update and source.update.window
    ]
    newest = windows[-1][1].update.window if windows and windows[-1][1].update else None
    if newest and (newest.starts != incident.starts or (incident.ends and newest.ends != incident.ends)):
        key = "starts" if newest.starts != incident.starts else "ends"
        message = f"The newest “Window” gives other times than “{key}”, on line {windows[-1][1].heading.line}."
        help_text = "Write the same times in both places: an update with “- Window: …” for each move."
        yield Fault(place_of_key(document, key), message, help_text)
        return
    last = windows[-1][0] if windows else -1
    older = {source.update.window.starts for _, source in windows[:-1] if source.update and source.update.window}
    for number, source in enumerate(document.updates):
        update = source.clear
        if update is None or update.stage is not Stage.SCHEDULED or update.next_update is None or number < last:
            continue
        if update.next_update in older or (not windows and _was_a_start(entry, source, update.next_update)):
            message = f"“starts” says {_said(entry)}, and this update still announces the time before."
            example = f"- Window: {_said(entry)} to …, because …"
            yield Fault(place_of_field(source, "Next update"), message, f"Add an update with “{example}”.")


def _was_a_start(entry: Entry, source: UpdateSource, announced: datetime) -> bool:
    """Whether an update announced the next one for a start that the front matter no longer has.

    At planned work the next update is mostly promised for its start. It was another one where the file is named after
    that day, or where it is the same hour of a day that is no usual one to remind people of the work.
    """
    starts = entry.incident.starts
    if starts is None or source.update is None or announced.astimezone(UTC).date() == starts.astimezone(UTC).date():
        return False
    day = announced.date().isoformat()
    if entry.incident.id.startswith(day) and source.update.at.date() != announced.date():
        return True
    same_hour = (announced - starts) % timedelta(days=1) == timedelta(0)
    return same_hour and starts - announced not in _REMINDERS


def _said(entry: Entry) -> str:
    starts = entry.incident.starts
    zone = starts.strftime("%z") if starts else ""
    return f"{starts:%Y-%m-%d %H:%M} {'UTC' if zone == '+0000' else f'{zone[:3]}:{zone[3:]}'}"


@rule(
    code="U33",
    name="field-of-another-update",
    why="“Restored” says when service was back, so it belongs to Resolved; “Began” says since when it is broken again, "
    "so it belongs to the update that opens a report once more; and only planned work has a “Window”.",
    bad=f"{_HEADING}{_FIELDS}- Restored: 2026-11-03 14:40 UTC\n{_PROSE}",
    good=f"{_HEADING}{_FIELDS}{_PROSE}",
)
def field_of_another_update(entry: Entry, _: Context) -> Iterator[Fault]:
    opening = {run[0].heading for run in entry.document.runs[1:]}
    for source in entry.document.updates:
        update = source.clear
        if update is None:
            continue
        if source.field("Restored") and update.stage is not Stage.RESOLVED:
            help_text = "Move it to the update that says Resolved, or say here which components work."
            yield Fault(place_of_field(source, "Restored"), f"“Restored” says nothing in {update.stage}.", help_text)
        if source.field("Began") and source.heading not in opening:
            help_text = "The front matter says since when, by “started”."
            yield Fault(place_of_field(source, "Began"), "“Began” says nothing here: nothing was resolved.", help_text)
        elif update.began and update.began > update.at:
            message = "This update tells of what began after it."
            yield Fault(place_of_field(source, "Began"), message, "Check the day and the zone.")
        if source.field("Window") and entry.incident.kind is not Kind.MAINTENANCE:
            help_text = "Write “kind: maintenance” if this is planned work; else take the field out."
            yield Fault(place_of_field(source, "Window"), "Only planned work has a “Window”.", help_text)


@rule(
    code="U12",
    name="short-notice",
    severity=Severity.WARNING,
    why="Whoever hears of planned work in time can plan around it. How long before its start is “notice” in the settings; "
    "without that nothing is asked. Work that moves is announced anew by the update that moves it.",
    bad=f"kind: maintenance\nstarts: 2026-11-03 14:50 UTC\nends: 2026-11-03 16:00 UTC\n\n{_SCHEDULED.replace('-07', '-03')}",
    good=f"kind: maintenance\nstarts: 2026-11-07 14:50 UTC\nends: 2026-11-07 16:00 UTC\n\n{_SCHEDULED}",
    at="2026-11-03 14:45 UTC",
)
def short_notice(entry: Entry, context: Context) -> Iterator[Fault]:
    incident, wanted = entry.incident, context.settings.notice
    update, given = announced_by(incident), notice_of(incident)
    if wanted is None or update is None or given is None or given >= wanted:
        return
    if incident.imported or incident.stage is Stage.CANCELLED:
        return
    place = next((source.heading for source in entry.document.updates if source.update == update), Span.at(1))
    told = f"{durations.say(given)} before it starts" if given > timedelta(0) else "only once it has begun"
    message = f"Customers hear of this work {told}; the settings ask for {durations.say(wanted)}."
    earliest = (update.at + wanted).astimezone(UTC)
    help_text = f"If it can wait, start at {earliest:%Y-%m-%d %H:%M} UTC or later; if not, say here why it cannot."
    yield Fault(place, message, help_text)


RULES = (
    short_notice,
    update_in_the_future,
    update_field_unreadable,
    misplaced_update,
    misplaced_field,
    window_moved_silently,
    field_of_another_update,
)
