"""The site as one read-only view, which every output shares."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from straightup.diagnostics import Diagnostic
from straightup.model import Component, Incident, Kind, State, Update, stages_of
from straightup.record.promises import Promises
from straightup.record.uptime import Uptime
from straightup.record.usual import Usual
from straightup.settings import Settings

RECENT = timedelta(days=14)
LONGEST_ADDRESS = 64
_ADDRESS = re.compile(r"(?!x-)[a-z0-9]+(?:[-_.][a-z0-9]+){0,20}")
_STATE_WORDS = {
    State.OPERATIONAL: "works",
    State.MAINTENANCE: "under maintenance",
    State.DEGRADED: "degraded",
    State.PARTIAL_OUTAGE: "partly down",
    State.MAJOR_OUTAGE: "down",
}


@dataclass(frozen=True, slots=True)
class Report:
    """One incident, maintenance or notice, with what follows from it now."""

    incident: Incident
    reference: str
    url: str
    """Relative to where the status pages are mounted."""
    promises: Promises
    state: State
    """The worst state it gives a component now; of one that is over, the worst it ever gave."""
    worst_length: timedelta
    """How long any component was in the worst state that the report ever gave one, up to now."""
    ahead: tuple[Update, ...]
    """Updates that are dated ahead: they are shown, and nothing follows from them yet."""
    open: bool
    """An incident that is not resolved."""
    active: bool
    """A maintenance inside its window, or past its end without being completed."""
    overrunning: bool
    upcoming: bool
    """A maintenance whose window has not begun."""
    usual: Usual | None = None
    """Of an open incident: how long like ones took."""

    @property
    def step(self) -> tuple[int, int]:
        """Which of how many stages it has reached."""
        stages = stages_of(self.incident.kind)
        if self.incident.kind is Kind.MAINTENANCE:
            stages = stages[:3]  # cancelled is no step towards completed
        return (stages.index(self.incident.stage) + 1 if self.incident.stage in stages else len(stages)), len(stages)

    @property
    def lasted(self) -> timedelta | None:
        """From the start to the restoration, or None while it lasts or when nobody wrote down when it began."""
        began, restored = self.incident.begins, self.incident.restored
        return restored - began if began and restored and restored >= began else None

    @property
    def first_word(self) -> timedelta | None:
        """How long after the start customers first heard of it; None for one without updates."""
        began, updates = self.incident.begins, self.incident.updates
        return updates[0].at - began if began and updates and updates[0].at >= began else None


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A component, how it works now, and its record."""

    component: Component
    state: State
    since: datetime | None
    """When the present state began, where it is not operational."""
    uptime: Uptime
    reports: tuple[Report, ...]
    """Those that name it, newest first."""

    @property
    def url(self) -> str:
        """Relative to where the status pages are mounted."""
        identity = self.component.id
        if len(identity) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(identity):
            # Named by a report alone, and in no form that could be an address.
            identity = f"x-{hashlib.sha256(identity.encode('utf-8', 'replace')).hexdigest()[:12]}"
        return f"components/{identity}/"


@dataclass(frozen=True)
class Site:
    """Everything there is to publish, at one moment."""

    settings: Settings
    now: datetime
    reports: tuple[Report, ...]
    """Newest first."""
    components: tuple[ComponentView, ...]
    """Those that are declared, in their order, then those that only reports name."""
    clock_was_set: bool = False
    """`now` was given by hand, so the page must not pass for a live one."""
    quarantined: tuple[str, ...] = ()
    """The ids of reports that could not be published."""
    findings: Mapping[str, tuple[Diagnostic, ...]] | None = None
    """What is wrong with published reports, by their id: "not answered" stands on their pages."""

    @cached_property
    def open(self) -> tuple[Report, ...]:
        """Open incidents, the worst first."""
        originals = {report.incident.id for report in self.reports if report.open and not report.incident.duplicate_of}
        found = [report for report in self.reports if report.open and report.incident.duplicate_of not in originals]
        return tuple(sorted(found, key=lambda report: -report.state.rank))

    @cached_property
    def active(self) -> tuple[Report, ...]:
        """Maintenance that goes on now."""
        return tuple(report for report in self.reports if report.active)

    @cached_property
    def upcoming(self) -> tuple[Report, ...]:
        """Planned maintenance, the nearest first."""
        return tuple(report for report in reversed(self.reports) if report.upcoming)

    @cached_property
    def notices(self) -> tuple[Report, ...]:
        """Notices that have not ended, newest first; one without an end is shown for a fortnight."""
        return tuple(
            report
            for report in self.reports
            if report.incident.kind is Kind.NOTICE
            and (report.incident.begins or self.now) <= self.now
            and self.now < (report.incident.ends or (report.incident.begins or self.now) + RECENT)
        )

    @cached_property
    def recent(self) -> tuple[Report, ...]:
        """The latest resolved incidents and finished maintenance: those of a fortnight, at least three, at most ten."""
        over = [
            report
            for report in self.reports
            if report.incident.over and report.incident.kind is not Kind.NOTICE and not report.incident.duplicate_of
        ]
        fresh = [report for report in over if (report.incident.begins or self.now) > self.now - RECENT]
        return tuple(over[: min(max(len(fresh), 3), 10)])

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[ComponentView, ...]], ...]:
        """(group, its components) in the order of the settings; components without a group come under ""."""
        groups: dict[str, list[ComponentView]] = {}
        for view in self.components:
            groups.setdefault(view.component.group, []).append(view)
        return tuple((group, tuple(views)) for group, views in groups.items())

    def name(self, component_id: str) -> str:
        """What customers call the component; its id when nobody declared a name."""
        component = self.settings.component(component_id)
        return component.name if component else component_id

    @property
    def worst(self) -> State:
        """The worst state of any component or open incident now."""
        states = [view.state for view in self.components] + [report.state for report in self.open]
        return max(states, key=lambda state: state.rank, default=State.OPERATIONAL)

    @property
    def headline(self) -> str:
        """One true sentence, or two: never a state that an open report contradicts."""
        if len(self.open) == 1 and not self.active:
            return self._one(self.open[0])
        if not self.open and len(self.active) == 1:
            report = self.active[0]
            sentence = self._one(report)
            return f"{sentence} It takes longer than planned." if report.overrunning else sentence
        if self.open or self.active:
            return self._several()
        if self.quarantined:
            return "No open incident, as far as we can read: see below."
        return "Everything works."

    def _one(self, report: Report) -> str:
        title = report.incident.title.rstrip(".") or "One incident without a title is open"
        sentence = title if title.endswith(("!", "?")) else f"{title}."
        named = {component for component, _ in report.incident.components}
        others = [view for view in self.components if view.component.id not in named]
        doubted = self.quarantined or not named or report.overrunning or report.incident.id in (self.findings or {})
        certain = not doubted and all(view.state is State.OPERATIONAL for view in others)
        return f"{sentence} Everything else works." if others and certain else sentence

    def _several(self) -> str:
        by_state: dict[State, list[str]] = {}
        for view in self.components:
            by_state.setdefault(view.state, []).append(view.component.name)
        parts = []
        for state in sorted(by_state, key=lambda state: -state.rank):
            names = by_state[state]
            if state is not State.OPERATIONAL:
                parts.append(f"{_listed(names)} {'is' if len(names) == 1 else 'are'} {_STATE_WORDS[state]}.")
        parts += [
            f"{report.incident.title.rstrip('.')}: longer than planned." for report in self.active if report.overrunning
        ]
        if not parts:
            return f"{len(self.open) + len(self.active)} reports are open."
        # A component that an open report names is not simply one of those that work.
        named = {name for report in (*self.open, *self.active) for name, _ in report.incident.components}
        doubted = not all(report.incident.components for report in (*self.open, *self.active))
        doubted = doubted or any(
            view.state is State.OPERATIONAL and view.component.id in named for view in self.components
        )
        if State.OPERATIONAL in by_state and not doubted and not self.quarantined:
            parts.append("Everything else works.")
        return " ".join(parts)


def _listed(names: list[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
