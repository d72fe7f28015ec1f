"""The formats in which `promises` lists what is promised and not kept yet."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from straightup.model import durations
from straightup.record.pledges import Pledge, Pledged
from straightup.reporters.escaping import at_line_start, one_line
from straightup.reporters.github import workflow_command
from straightup.reporters.json_ import dumped
from straightup.writing.whole import moment

_LATE = {
    Pledge.UPDATE: "Post it now, however short: what you know, and when the next one comes.",
    Pledge.FOLLOW_UP: "Post it now: which steps are done, and what is to come of the others.",
    Pledge.ETA: "Post an update with a new time and why it moved, or say that it is over.",
    Pledge.ANSWER: "Post an update with a time, or until when it stays unknown and why.",
    Pledge.CAUSE: "Write the cause, or “Not found:” with what was ruled out and what you watch now.",
    Pledge.PREVENTION: "Write the steps against a repeat, each with an owner and a date.",
    Pledge.STEP: "Tick it with “done: DATE”, or drop it with “[-]” and “because: …”.",
    Pledge.REMEDY: "Tick it with “done: DATE”, or drop it with “[-]” and “because: …”.",
    Pledge.BEGIN: "Say that it is in progress, or move it with “straightup update --starts TIME --ends TIME”.",
    Pledge.END: "Say that it is completed, or until when it takes and why.",
}
"""The next step for a promise that was not kept in time."""
_NOTHING = "Nothing is promised that is not kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromises:
    """What is promised and not kept yet at a time, in the order in which it is to be listed."""

    promises: tuple[Pledged, ...]
    now: datetime
    only_late: bool = False
    """Whether the others were left out."""
    below: str = ""
    """The working folder within the repository, "" or ending in a slash: GitHub counts paths from its root."""


def discreet(promises: Iterable[Pledged], secretive: Collection[str]) -> tuple[Pledged, ...]:
    """The same promises, without an author's words where the file is one of the `secretive`, which hold a secret."""
    return tuple(
        replace(each, text="", owner="", incident=replace(each.incident, title="")) if each.path in secretive else each
        for each in promises
    )


def as_text(open_promises: OpenPromises) -> str:
    """One line for each promise, and a last line that counts."""
    now = open_promises.now
    lines = [f"{at_line_start(each.path)}:{each.line}: {_sentence(each, now)}" for each in open_promises.promises]
    nothing = "Nothing is late." if open_promises.only_late else _NOTHING
    return "\n".join([*lines, _summary(open_promises, nothing)]) + "\n"


def as_json(open_promises: OpenPromises) -> str:
    """A list, `[]` when nothing is promised. Times are UTC; `late_by` is in seconds, negative when still to come."""
    return dumped([_as_json(each, open_promises.now) for each in open_promises.promises])


def as_github(open_promises: OpenPromises) -> str:
    """One annotation for each promise: a warning when it is late, else a notice. A plain last line counts."""
    now = open_promises.now
    lines = []
    for each in sorted(open_promises.promises, key=lambda each: not each.late(now)):
        level = "warning" if each.late(now) else "notice"
        title = one_line(each.incident.title or each.incident.id)
        message = f"{one_line(each.path)}:{each.line}: {_sentence(each, now)}\n{title}"
        if each.late(now):
            message = f"{message}\n→ {_LATE[each.pledge]}"
        place = {"line": str(each.line), "title": str(each.pledge)}
        lines.append(workflow_command(level, each.path, message, below=open_promises.below, **place))
    return "\n".join([*lines, _summary(open_promises, _NOTHING)]) + "\n"


FORMATS: Mapping[str, Callable[[OpenPromises], str]] = {"text": as_text, "json": as_json, "github": as_github}
"""The words that --output-format takes, in the order of its help, and the whole output that each stands for."""


def _sentence(each: Pledged, now: datetime) -> str:
    """`6 min late: next update (due 2026-11-20 09:45 UTC)`, `in 7 days: prevention step “Alert …” (SRE, due …)`."""
    what = f"{each.pledge} “{one_line(each.text)}”" if each.text else str(each.pledge)
    if each.day is not None:
        days = (now.astimezone(UTC).date() - each.day).days
        when = "today" if not days else f"{_days(days)} late" if days > 0 else f"in {_days(-days)}"
        due = f"due {each.day.isoformat()}"
    elif each.due is not None:
        length = durations.say(now - each.due)
        when = f"{length} late" if each.late(now) else f"in {length}"
        due = f"due {moment(each.due)}"
    else:
        when, due = "some day", "no date"
    return f"{when}: {what} ({', '.join(filter(None, (one_line(each.owner), due)))})"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _summary(open_promises: OpenPromises, nothing: str) -> str:
    number = len(open_promises.promises)
    late = sum(each.late(open_promises.now) for each in open_promises.promises)
    if not number:
        return nothing
    counted = f"{number} open promise{'' if number == 1 else 's'}"
    if late == number:
        return f"{counted}, {'late' if late == 1 else 'all late'}."
    return f"{counted}, {late or 'none'} late."


def _as_json(each: Pledged, now: datetime) -> dict[str, Any]:
    return {
        "incident": each.incident.id,
        "title": one_line(each.incident.title),
        "filename": each.path,
        "location": {"row": each.line, "column": 1},
        "kind": str(each.pledge),
        "text": one_line(each.text) or None,
        "owner": one_line(each.owner) or None,
        "due": f"{each.due.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if each.due and not each.day else None,
        "due_date": each.day.isoformat() if each.day else None,
        "late": each.late(now),
        "late_by": int((now - each.due).total_seconds()) if each.due else None,
    }
