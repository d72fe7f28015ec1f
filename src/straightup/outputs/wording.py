"""Times, states and promises in the words of a customer. What is said here is true whenever the page is read."""

from datetime import UTC, date, datetime, timedelta

from markupsafe import Markup, escape

from straightup import durations
from straightup.model import CauseState, Incident, PreventionItem, PreventionState, Stage, State, Update
from straightup.record.promises import EtaPromise, Kept, Outcome, PromisedStep, Promises
from straightup.record.uptime import Uptime
from straightup.site import Report

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""By name, since the machine's language must not change the bytes."""
STATE_WORDS = {
    State.OPERATIONAL: "Works",
    State.MAINTENANCE: "Maintenance",
    State.DEGRADED: "Degraded",
    State.PARTIAL_OUTAGE: "Partly down",
    State.MAJOR_OUTAGE: "Down",
}
_OUTAGE_WORDS = {
    State.MAINTENANCE: "maintenance",
    State.DEGRADED: "degraded service",
    State.PARTIAL_OUTAGE: "partial outage",
    State.MAJOR_OUTAGE: "major outage",
}


def day(when: date) -> str:
    """`3 November 2026`; of a moment, its day in UTC."""
    if isinstance(when, datetime):
        when = when.astimezone(UTC)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def short_day(when: date, now: datetime) -> str:
    """`3 Nov`, with the year when it is another than now's."""
    if isinstance(when, datetime):
        when = when.astimezone(UTC)
    year = "" if when.year == now.astimezone(UTC).year else f" {when.year}"
    return f"{when.day} {MONTHS[when.month - 1][:3]}{year}"


def clock(when: datetime) -> str:
    """`14:50 UTC`."""
    return f"{when.astimezone(UTC):%H:%M} UTC"


def at(when: datetime, now: datetime) -> str:
    """`14:50 UTC`, with its day unless that is today's in UTC."""
    same_day = when.astimezone(UTC).date() == now.astimezone(UTC).date()
    return clock(when) if same_day else f"{short_day(when, now)}, {clock(when)}"


def time_tag(when: datetime, text: str) -> Markup:
    """`text` inside a <time> that a program can read, with the time as the author wrote it where that was not UTC."""
    written = ""
    if when.utcoffset():
        offset = when.strftime("%z")
        written = f"{when:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:]}"
    stamp = f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    title = Markup(' title="{}"').format(written) if written else Markup("")
    return Markup('<time datetime="{}"{}>{}</time>').format(stamp, title, text)


def window(begin: datetime, end: datetime, now: datetime) -> str:
    """`28 Nov, 04:00-05:00 UTC`."""
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    if begin.date() == end.date():
        return f"{short_day(begin, now)}, {begin:%H:%M}–{end:%H:%M} UTC"
    return f"{short_day(begin, now)}, {clock(begin)} – {short_day(end, now)}, {clock(end)}"


def promised_time(earliest: datetime, by: datetime, now: datetime) -> str:
    """A promised restoration: `11:00–12:00 UTC`, or one time."""
    if earliest == by:
        return at(by, now)
    same = earliest.astimezone(UTC).date() == by.astimezone(UTC).date()
    if same:
        return at(by, now).replace(clock(by), f"{earliest.astimezone(UTC):%H:%M}–{clock(by)}")
    return f"{at(earliest, now)} – {at(by, now)}"


def lateness(length: timedelta) -> str:
    """`12 min`, whatever the sign."""
    return durations.say(abs(length))


def eta_outcome(eta: EtaPromise, now: datetime) -> str:
    """What came of a promised restoration, in the same quiet words for good and bad news."""
    match eta.outcome:
        case Outcome.KEPT if not eta.late_by:
            return "restored at that time"
        case Outcome.KEPT:
            return f"restored {lateness(eta.late_by)} before"
        case Outcome.LATE:
            return f"restored {lateness(eta.late_by)} later"
        case Outcome.OVERDUE:
            return f"passed, and not restored by {at(now, now)}"
        case _ if eta.replaced:
            return "moved since"
        case _:
            return "still to come"


def answer_outcome(answer: Kept, now: datetime) -> str:
    """What came of a promise to know the restoration time by then."""
    if answer.happened:
        late = f", {lateness(answer.late_by)} late" if answer.outcome is Outcome.LATE else ""
        return f"answered {at(answer.happened, answer.said)}{late}"
    return f"not answered by {at(now, now)}" if answer.outcome is Outcome.OVERDUE else "still to come"


def verdict(promise: Kept) -> str:
    """`kept`, `late` or `open`, which is all that a colour may say."""
    words = {Outcome.KEPT: "kept", Outcome.LATE: "late", Outcome.OVERDUE: "late"}
    return words.get(promise.outcome, "open")


def step_state(step: PromisedStep, now: datetime) -> str:
    """`done 9 Nov`, `due 27 Nov`, `dropped`."""
    item = step.item
    match item.state:
        case PreventionState.DONE:
            return f"done {short_day(item.done, now)}" if item.done else "done"
        case PreventionState.DROPPED:
            return "dropped"
        case _:
            if item.due is None:
                return "open"
            word = "was due" if step.outcome is Outcome.OVERDUE else "due"
            return f"{word} {short_day(item.due, now)}"


def step_note(step: PromisedStep) -> str:
    """What is to be said beside a step: why it was dropped, or how late it came."""
    item: PreventionItem = step.item
    if item.state is PreventionState.DROPPED:
        return f"because {item.because}" if item.because else "without a reason given"
    if step.outcome is Outcome.LATE and item.due and item.done:
        days = (item.done - item.due).days
        return f"{days} day{'s' if days > 1 else ''} later than promised"
    return f"because {item.because}" if item.because else ""


def chips(promises: Promises, now: datetime) -> list[tuple[str, str]]:
    """(`kept`, `late` or ``, words) for what a report promised, in a line under its title."""
    found: list[tuple[str, str]] = []
    if promises.etas:
        first = promises.etas[0]
        if first.outcome is Outcome.KEPT:
            words = (
                f"restored {lateness(first.late_by)} before first promised"
                if first.late_by
                else "restored as first promised"
            )
            found.append(("kept", words))
        elif first.outcome is Outcome.LATE:
            found.append(("late", f"restored {lateness(first.late_by)} later than first promised"))
    if promises.updates_judged:
        kept = promises.updates_kept == promises.updates_judged
        found.append(
            ("kept" if kept else "late", f"{promises.updates_kept} of {promises.updates_judged} updates on time")
        )
    steps = [step for step in promises.steps if step.outcome is not Outcome.DROPPED]
    if steps:
        done = sum(step.item.settled for step in steps)
        overdue = sum(step.outcome is Outcome.OVERDUE for step in steps)
        if done == len(steps):
            found.append(("kept", "prevention done"))
        else:
            dues = [step.item.due for step in steps if step.item.due and not step.item.settled]
            due = f", next due {short_day(min(dues), now)}" if dues and not overdue else ""
            late = f", {overdue} overdue" if overdue else due
            found.append(("late" if overdue else "", f"prevention {done} of {len(steps)} done{late}"))
    return found


def state_line(report: Report) -> str:
    """`after 2 h 7 min of major outage`: how long it lasted and how bad it was, for how much of that."""
    if report.lasted is None:
        return ""
    bad = _OUTAGE_WORDS.get(report.state)
    lasted, worst = durations.say(report.lasted), durations.say(report.worst_length)
    if not bad or not report.worst_length:
        return f"after {lasted}"
    return f"after {lasted} of {bad}" if worst == lasted else f"after {lasted}, {worst} of it {bad}"


def uptime_line(record: Uptime) -> str:
    """`99.90 % up, 90 days`; with degraded time as a number of its own."""
    slow = record.length_of(State.DEGRADED)
    days = len(record.days)
    return f"{record.percent} % up, {durations.say(slow)} degraded" if slow else f"{record.percent} % up, {days} days"


def stage_words(incident: Incident, *, is_bad: bool = False) -> str:
    """What the stage means to a customer; nothing that the report's cause or its state (`is_bad`) would contradict."""
    if incident.stage is Stage.MONITORING and is_bad:
        return "a repair is in place, we are watching whether it holds"
    if incident.stage is Stage.IDENTIFIED and incident.cause_state is not CauseState.KNOWN:
        return "we have found where it is"
    return {
        Stage.INVESTIGATING: "we are looking for the cause",
        Stage.IDENTIFIED: "the cause is found, the repair goes on",
        Stage.MONITORING: "service is back, we are watching",
        Stage.RESOLVED: "it is over",
    }.get(incident.stage, "")


def listed(words: list[str]) -> Markup:
    """Names joined by commas, escaped."""
    return Markup(", ").join(escape(word) for word in words)


def anchor(update: Update) -> str:
    """The id of an update on its page, the same in the feed."""
    return f"u{update.at.astimezone(UTC):%Y%m%dT%H%M}"
