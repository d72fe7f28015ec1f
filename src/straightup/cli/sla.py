"""`straightup sla`: how much of a month each component was available."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from straightup.building.remembering import remembering
from straightup.checking.whole_record import whole_record
from straightup.cli.options import at_option, config_option, fresh_option, the_project, the_time
from straightup.cli.saying import hand_out
from straightup.disk import files
from straightup.record.availability import availability
from straightup.reporters.availability import FORMATS, Month


class _Month(click.ParamType[tuple[int, int]]):
    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        try:
            found = datetime.strptime(f"{value}-01 +0000", "%Y-%m-%d %z")
        except ValueError:
            return self.fail(f"“{value}” is no month. Write it as 2026-10.", param, ctx)
        return found.year, found.month


@click.command()
@click.option("--month", type=_Month(), help="Such as 2026-10. Default: the last one that is over.")
@click.option("--output-format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@fresh_option
@at_option
@config_option
def sla_command(
    month: tuple[int, int] | None, output_format: str, fresh: bool, at: datetime | None, config_file: Path | None
) -> None:
    """Print how much of a month each component was available, and the reports behind each number.

    As the pages count: planned maintenance is no outage, and what nobody can tell is neither up nor down. Months are
    those of UTC.
    """
    project, now = the_project(config_file), the_time(at)
    year, number = month or _before(now)
    begin, end = datetime(year, number, 1, tzinfo=UTC), _after(year, number)
    with remembering(project, fresh=fresh, reading=True) as memory:
        whole = whole_record(files.project_sources(project), project.settings, now, memory)
    if begin >= now:
        raise click.UsageError(f"{year}-{number:02} has not begun yet.")
    if whole.record.began >= end:
        raise click.UsageError(
            f"The record begins on {whole.record.began.astimezone(UTC):%Y-%m-%d}, after {year}-{number:02}. "
            "“since” in the settings says when somebody began to look."
        )
    declared = {component.id: component.name for component in project.settings.declared}
    found = Month(
        month=f"{year}-{number:02}",
        began=whole.record.began,
        begin=begin,
        end=min(end, now),
        over=end <= now,
        found=availability(whole.record, begin, end),
        names={component: declared.get(component, component) for component in whole.record.components},
        left_out=len(whole.published.left_out),
    )
    hand_out(FORMATS[output_format](found))


def _before(now: datetime) -> tuple[int, int]:
    now = now.astimezone(UTC)
    return (now.year, now.month - 1) if now.month > 1 else (now.year - 1, 12)


def _after(year: int, month: int) -> datetime:
    year = min(year, 9998)  # of later ones nothing has begun
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
