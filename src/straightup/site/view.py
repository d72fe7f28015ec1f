"""The site as one read-only view, which every output shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from straightup.model.findings import Diagnostic
from straightup.model.incident import Component, Incident, Kind, Stage, State, Update, stages_of
from straightup.model.settings import Settings
from straightup.record.accounts import Ledger, Year
from straightup.record.ledger import by_year, ledger
from straightup.record.patterns import Patterns, patterns
from straightup.record.promises import Promises
from straightup.record.uptime import Uptime
from straightup.record.usual import Usual
from straightup.site import addresses

RECENT = timedelta(days=14)
LATELY = timedelta(days=90)


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
    named: tuple[str, ...] = ()
    """The ids of the components that it has named so far, those in the worst state first."""
    usual: Usual | None = None
    """Of an open incident: how long like ones took."""
    usual_rest: Usual | None = None
    """Of an open incident: how long like ones still took from the stage on that it is at."""

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
        return addresses.of_component(self.component.id)


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
        """The latest resolved incidents and finished maintenance: those of a fortnight, at most ten.

        Where they are fewer than three, older ones join them, none older than three months.
        """
        over = [
            report
            for report in self.reports
            if report.incident.over
            and report.incident.kind is not Kind.NOTICE
            and report.incident.stage is not Stage.CANCELLED
            and not report.incident.duplicate_of
            and (report.incident.begins or self.now) > self.now - LATELY
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

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of all reports."""
        return frozenset(self._reports_by_id)

    @cached_property
    def _reports_by_id(self) -> dict[str, Report]:
        return {report.incident.id: report for report in self.reports}

    @cached_property
    def _components_by_id(self) -> dict[str, ComponentView]:
        return {view.component.id: view for view in self.components}

    def report(self, identity: str) -> Report | None:
        """The report of that id."""
        return self._reports_by_id.get(identity)

    def component(self, component_id: str) -> ComponentView | None:
        """The component of that id."""
        return self._components_by_id.get(component_id)

    @cached_property
    def ledger(self) -> Ledger:
        """What was promised in the last twelve months, and what became of it."""
        return ledger(((report.incident, report.promises) for report in self.reports), self.now, self.settings.grace)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """The record of each year in numbers, the newest first."""
        return by_year(((report.incident, report.promises) for report in self.reports), self.now, self.settings.grace)

    @cached_property
    def patterns(self) -> Patterns:
        """What the incidents of the last twelve months have in common."""
        return patterns((report.incident for report in self.reports), self.now)

    def name(self, component_id: str) -> str:
        """What customers call the component; its id when nobody declared a name."""
        component = self.settings.component(component_id)
        return component.name if component else component_id

    @property
    def worst(self) -> State:
        """The worst state of any component or open incident now: what the picture in the browser's tab shows.

        Where an incident is open that hurts no component, or a report could not be read, it asks for attention.
        """
        states = [view.state for view in self.components] + [report.state for report in self.open]
        if self.quarantined or any(report.incident.stage is not Stage.MONITORING for report in self.open):
            states.append(State.DEGRADED)
        return max(states, key=lambda state: state.rank, default=State.OPERATIONAL)
