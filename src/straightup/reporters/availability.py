"""The formats in which `sla` prints how much of a month each component was available."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO

from straightup.model import durations
from straightup.model.states import State
from straightup.record.availability import Availability
from straightup.reporters.escaping import one_line
from straightup.reporters.json_ import dumped

_COUNTED = (
    "Available is all known time without a partial or major outage. Planned maintenance is no outage; degraded service "
    "is told beside it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What there is to print."""

    month: str
    """`2026-10`."""
    began: datetime
    """When the record began."""
    begin: datetime
    end: datetime
    """Until when it is counted, where that is before the month is over."""
    over: bool
    found: tuple[Availability, ...]
    names: dict[str, str]
    """What customers call each component, by its id."""
    left_out: int = 0
    """How many reports could not be read."""


def as_text(month: Month) -> str:
    """A table with a line for each component, and the reports behind it."""
    rows: list[tuple[str, ...]] = [("Component", "available", "outage", "degraded", "not known")]
    rows += [
        (
            one_line(month.names[each.component]),
            f"{each.percent} %" if each.percent else "not known",
            durations.say(each.outage) if each.outage else "none",
            *(_length(each, state) for state in (State.DEGRADED, State.NOT_KNOWN)),
        )
        for each in month.found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [f"{month.month} (UTC){_span(month)}", ""]
    lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    behind = [line for each in month.found for line in _behind(month, each)]
    if behind:
        lines += ["", "Behind these numbers:", *behind]
    lines += ["", _COUNTED]
    if month.left_out:
        many = "1 report" if month.left_out == 1 else f"{month.left_out} reports"
        lines.append(f"{many} could not be read, so this may look better than it is. See “straightup check”.")
    return "\n".join(lines) + "\n"


def as_json(month: Month) -> str:
    """One object. Lengths are whole seconds; `percent` is a text, rounded down, and null where nothing is known."""
    return dumped(
        {
            "month": month.month,
            "from": _time(max(month.begin, month.began)),
            "to": _time(month.end),
            "whole_month": month.over and month.began <= month.begin,
            "reports_left_out": month.left_out,
            "components": [
                {
                    "component": each.component,
                    "name": one_line(month.names[each.component]),
                    "percent": each.percent or None,
                    **_seconds(each),
                    "reports": [
                        {
                            "id": behind.report,
                            "outage_seconds": _whole(behind.outage),
                            "degraded_seconds": _whole(behind.degraded),
                        }
                        for behind in each.reports
                    ],
                }
                for each in month.found
            ],
        }
    )


def as_csv(month: Month) -> str:
    """A line for each component (RFC 4180); the ids of the reports behind it are parted by spaces."""
    out = StringIO()
    lines = csv.writer(out)
    heads = ("seen_seconds", "outage_seconds", "degraded_seconds", "maintenance_seconds", "not_known_seconds")
    lines.writerow(("month", "component", "name", "percent", *heads, "reports"))
    for each in month.found:
        seconds = _seconds(each)
        ids = " ".join(behind.report for behind in each.reports)
        name = one_line(month.names[each.component])
        # What begins with one of these is a formula to a spreadsheet.
        safe = [f"'{text}" if text[:1] in "=+-@" else text for text in (each.component, name)]
        lines.writerow((month.month, *safe, each.percent, *(seconds[head] for head in heads), ids))
    return out.getvalue()


FORMATS: dict[str, Callable[[Month], str]] = {"text": as_text, "json": as_json, "csv": as_csv}
"""The words that --output-format takes."""


def _span(month: Month) -> str:
    parts = []
    if month.began > month.begin:
        parts.append(f"from {month.began.astimezone(UTC):%Y-%m-%d}, when the record begins")
    if not month.over:
        parts.append(f"up to {month.end.astimezone(UTC):%Y-%m-%d %H:%M}")
    return f", {', '.join(parts)}" if parts else ""


def _behind(month: Month, each: Availability) -> list[str]:
    return [
        f"  {one_line(month.names[each.component])}: {one_line(behind.report)}, {_told(behind.outage, 'out')}"
        f"{', ' if behind.outage and behind.degraded else ''}{_told(behind.degraded, 'degraded')}"
        for behind in each.reports
    ]


def _told(length: timedelta, how: str) -> str:
    return f"{durations.say(length)} {how}" if length else ""


def _length(each: Availability, state: State) -> str:
    length = each.uptime.length_of(state)
    return durations.say(length) if length else "none"


def _seconds(each: Availability) -> dict[str, int]:
    return {
        "seen_seconds": _whole(each.seen),
        "outage_seconds": _whole(each.outage),
        "degraded_seconds": _whole(each.uptime.length_of(State.DEGRADED)),
        "maintenance_seconds": _whole(each.uptime.length_of(State.MAINTENANCE)),
        "not_known_seconds": _whole(each.uptime.length_of(State.NOT_KNOWN)),
    }


def _whole(length: timedelta) -> int:
    return length // timedelta(seconds=1)


def _time(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
