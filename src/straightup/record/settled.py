"""From when on the clock changes nothing that is said of a report: its page can then stay as it is for ever."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from straightup.model.states import Kind, State
from straightup.record.course import Course
from straightup.record.intervals import state_at
from straightup.record.promises import Outcome

_DAY = timedelta(days=1)
"""Days count as over when they are so in UTC, and clocks may differ by a little: nothing of either is left then."""
_GOES_ON = (Outcome.PENDING, Outcome.OVERDUE)


def settled_at(course: Course, grace: timedelta, shown: timedelta, now: datetime) -> datetime | None:
    """When the last thing came to pass that the report waits for; None while anything is still to come.

    A report is settled when it is over, `grace` (how long its answers may stay open) has passed, each promise in it
    was kept, dropped or is already counted as late, and it has no time that is still ahead. `shown` is how long a
    notice without an end is shown.
    """
    if course.open or course.active or course.upcoming or course.unclear or course.ahead:
        return None
    incident = course.incident
    if incident.kind is not Kind.NOTICE and not incident.over:
        return None
    if any(state_at(spans, now) is not State.OPERATIONAL for spans in course.spans.values()):
        return None
    if any(each.outcome in _GOES_ON for each in (*course.promises.etas, *course.promises.answers)):
        return None
    if any(each.outcome is Outcome.PENDING for each in course.promises.updates):
        return None
    moments = _moments((incident, course.told))
    if not moments:
        return None  # nobody can tell when it was
    rest = grace if incident.kind is Kind.INCIDENT else timedelta()
    if incident.kind is Kind.NOTICE and incident.ends is None:
        rest = shown
    end = max(moments)
    try:
        settled = max(end, (incident.restored or incident.begins or end) + rest)
        return settled if settled + _DAY < now else None
    except OverflowError:
        return None


def _moments(value: object) -> list[datetime]:
    """Every time within `value`, whatever it stands for, so that none can be forgotten; of a day, its end in UTC."""
    found: list[datetime] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        kind = type(each)
        if kind is datetime:
            found.append(cast("datetime", each).astimezone(UTC))
        elif kind is date:
            found.append(datetime.combine(cast("date", each), time.max, UTC))
        elif isinstance(each, tuple):
            waiting.extend(each)
        else:
            waiting.extend([getattr(each, name) for name in _fields_of(kind)])
    return found


_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields_of(kind: type) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]
