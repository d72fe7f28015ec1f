"""What customers were told and when, from the messages of an issue: updates where the time is known, else text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from straightup.importers.cstate.body import Message, Role
from straightup.importers.foreign_markdown import settle
from straightup.model.incident import Kind, Stage, Update, stages_of

_FINAL = {Kind.INCIDENT: Stage.RESOLVED, Kind.MAINTENANCE: Stage.COMPLETED}


@dataclass(frozen=True, slots=True)
class Timeline:
    """What an issue says, split by whether it is known when it was said."""

    updates: tuple[Update, ...]
    """Oldest first."""
    undated: str
    """All that no update says, in the author's order, with the labels it had."""
    labels: tuple[str, ...]
    """The labels that became headings of updates, or told that a text is the first one."""
    notes: tuple[str, ...]


def timeline(
    messages: Sequence[Message], *, kind: Kind, started: datetime, announced: bool, ended: datetime | None
) -> Timeline:
    """The updates of an issue, and the rest of its body.

    `started` is when the first message was posted, unless it was `announced` before, and `ended` when the last one was;
    a message of which neither is known is undated. A notice has no updates. Beside other updates, `ended` is one even
    if nothing was said then.
    """
    dated: list[tuple[datetime, Message]] = []
    undated: list[str] = []
    labels: list[str] = []
    notes: list[str] = []
    roles = [message.role for message in messages]
    for message in messages:
        only = roles.count(message.role) == 1
        at = message.at
        if message.role is Role.INITIAL and only:
            at = None if announced else started
        elif message.role is Role.FINAL and only:
            at = ended
        if at and kind is not Kind.NOTICE:
            dated.append((at, message))
            labels.append(message.label)
        elif message.role is Role.INITIAL and only and kind is not Kind.NOTICE:
            undated.append(message.text)
            labels.append(message.label)
        else:
            undated.append(_with_label(message))
            if message.role is not Role.PLAIN and kind is not Kind.NOTICE:
                notes.append(f"When “{message.label}” was said is not known, so it stands under Impact.")
    updates = _staged(dated, kind, started, ended) if kind is not Kind.NOTICE else ()
    return Timeline(updates, "\n\n".join(filter(None, undated)), tuple(labels), tuple(notes))


def _with_label(message: Message) -> str:
    if message.role in (Role.PLAIN, Role.OTHER):
        return message.text
    return f"{message.label}\n{message.text}".rstrip()


def _staged(
    dated: Sequence[tuple[datetime, Message]], kind: Kind, started: datetime, ended: datetime | None
) -> tuple[Update, ...]:
    """The updates in order of time. One that names no stage has that of the one before it, or the kind's first."""
    final = _FINAL[kind]
    # Newest first is cState's habit, so of two messages of one minute the one further down is taken to be the older.
    older_first = list(reversed(dated))
    older_first.sort(key=lambda pair: pair[0])
    stage = stages_of(kind)[0]
    updates: list[Update] = []
    for at, message in older_first:
        if message.role is Role.FINAL or (ended and at >= ended):
            stage = final
        elif message.stage in stages_of(kind):
            stage = message.stage
        elif stage is Stage.SCHEDULED and at >= started:
            stage = Stage.IN_PROGRESS
        updates.append(Update(at=at, stage=stage, text=settle(message.text, 4)))
    silent = ended is not None and all(update.stage is not final for update in updates)
    if ended and silent and (updates or kind is Kind.MAINTENANCE):
        updates.append(Update(at=ended, stage=final, text=""))
    return tuple(sorted(updates, key=lambda update: update.at))
