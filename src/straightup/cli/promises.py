"""`straightup promises`: everything promised and not yet kept."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from straightup import durations
from straightup import project as projects
from straightup.cli.options import at_option, config_option, the_project, the_time
from straightup.reading import read
from straightup.record.pledges import Pledge, Pledged, pledged
from straightup.reporters import one_line
from straightup.reporters.ruff import dumped
from straightup.writing import moment

_LATE = {
    Pledge.UPDATE: "Post it now, however short: what you know, and when the next one comes.",
    Pledge.FOLLOW_UP: "Post it now: which steps are done, and what is to come of the others.",
    Pledge.ETA: "Post an update with a new time and why it moved, or say that it is over.",
    Pledge.ANSWER: "Post an update with a time, or until when it stays unknown and why.",
    Pledge.CAUSE: "Write the cause, or “Not found:” with what was ruled out and what you watch now.",
    Pledge.PREVENTION: "Write the steps against a repeat, each with an owner and a date.",
    Pledge.STEP: "Tick it with “done: DATE”, or drop it with “[-]” and “because: …”.",
    Pledge.BEGIN: "Say that it is in progress, or move “starts” and say why.",
    Pledge.END: "Say that it is completed, or until when it takes and why.",
}


@click.command()
@click.option("--overdue", is_flag=True, help="Only what is late; leave with exit code 1 when anything is.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "github"]),
    help="Default: text; inside GitHub Actions github, for annotations.",
)
@at_option
@config_option
@click.pass_context
def promises_command(
    ctx: click.Context, overdue: bool, output_format: str | None, at: datetime | None, config_file: Path | None
) -> None:
    """List everything promised and not yet kept: next updates, restoration times, causes, steps, maintenance.

    What is due first stands first. With --overdue, for a scheduled job, it leaves with exit code 1 when any is late.
    """
    project, now = the_project(config_file), the_time(at)
    sources = projects.project_sources(project)
    entries = [read(source.path, source.data) for source in sources if source.fault is None]
    if unread := len(sources) - sum(entry.document.readable for entry in entries):
        files = "1 file" if unread == 1 else f"{unread} files"
        click.echo(f"{files} cannot be read, so what they promise is missing here. See “straightup check”.", err=True)
    found = [each for each in pledged(entries, project.settings.grace) if not overdue or each.late(now)]
    output_format = output_format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    if output_format == "json":
        click.echo(as_json(found, now), nl=False)
    elif output_format == "github":
        click.echo(as_github(found, now, below=_below()), nl=False)
    else:
        click.echo(as_text(found, now, overdue=overdue), nl=False)
    ctx.exit(1 if overdue and found else 0)


def as_text(found: Sequence[Pledged], now: datetime, *, overdue: bool = False) -> str:
    """One line for each promise, and a last line that counts."""
    lines = [f"{one_line(each.path)}:{each.line}: {_said(each, now)}" for each in found]
    return "\n".join([*lines, _summary(found, now, overdue=overdue)]) + "\n"


def as_json(found: Sequence[Pledged], now: datetime) -> str:
    """A list, `[]` when nothing is promised. Times are UTC; `late_by` is in seconds, negative when still to come."""
    return dumped([_as_json(each, now) for each in found])


def as_github(found: Sequence[Pledged], now: datetime, *, below: str = "") -> str:
    """One annotation for each promise: a warning when it is late, else a notice. A plain last line counts.

    `below` is the working folder within the repository, "" or ending in a slash: GitHub counts paths from its root.
    """
    lines = []
    for each in sorted(found, key=lambda each: not each.late(now)):
        level = "warning" if each.late(now) else "notice"
        title = one_line(each.incident.title or each.incident.id)
        message = f"{one_line(each.path)}:{each.line}: {_said(each, now)}\n{title}"
        if each.late(now):
            message = f"{message}\n→ {_LATE[each.pledge]}"
        path = each.path if each.path.startswith("/") else f"{below}{each.path}"
        properties = {"file": one_line(path), "line": str(each.line), "title": str(each.pledge)}
        shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        lines.append(f"::{level} {shown}::{_data(message)}")
    return "\n".join([*lines, _summary(found, now, overdue=False)]) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _below() -> str:
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    here = Path.cwd().resolve()
    below = here.relative_to(root).as_posix() if here.is_relative_to(root) else "."
    return "" if below == "." else f"{below}/"


def _said(each: Pledged, now: datetime) -> str:
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


def _summary(found: Sequence[Pledged], now: datetime, *, overdue: bool) -> str:
    late = sum(each.late(now) for each in found)
    if not found:
        return "Nothing is late." if overdue else "Nothing is promised that is not kept."
    promises = f"{len(found)} open promise{'' if len(found) == 1 else 's'}"
    if late == len(found):
        return f"{promises}, {'late' if late == 1 else 'all late'}."
    return f"{promises}, {late or 'none'} late."


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
