"""How long before its start planned work was announced."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from straightup.model.incident import Incident
from straightup.model.notice import announced_by, notice_of
from straightup.model.states import Kind, Stage
from straightup.record.figures import middle, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How long before its start one piece of planned work was announced."""

    incident: Incident
    announced: datetime
    given: timedelta
    """Zero where it was announced when it had begun."""
    in_time: bool
    """Never false where the settings ask for no notice."""


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Planned work that has begun, or should have by now; the newest first."""

    notices: tuple[Notice, ...] = ()
    wanted: timedelta | None = None
    """What the settings ask for; None for nothing."""

    @property
    def median(self) -> timedelta | None:
        return middle(notice.given for notice in self.notices)

    @property
    def kept(self) -> int:
        """How many were announced in time."""
        return sum(notice.in_time for notice in self.notices)

    @property
    def percent(self) -> int | None:
        return percent(self.kept, len(self.notices))


def notices(incidents: Iterable[Incident], now: datetime, wanted: timedelta | None) -> Notices:
    """Those of `incidents`, where `wanted` is the notice that the settings ask for.

    What is still ahead can still move, so it does not count; nor does what was cancelled or taken over from elsewhere,
    or what no readable update announces.
    """
    found: list[Notice] = []
    for incident in incidents:
        update, given = announced_by(incident), notice_of(incident)
        if update is None or given is None or incident.starts is None or incident.starts > now:
            continue
        if incident.imported or incident.repeats:
            continue
        if incident.kind is Kind.MAINTENANCE and incident.stage is not Stage.CANCELLED:
            in_time = wanted is None or given >= wanted
            given = max(given, timedelta())
            found.append(Notice(incident=incident, announced=update.at, given=given, in_time=in_time))
    return Notices(notices=tuple(found), wanted=wanted)
