"""The site as one read-only view, which every output shares."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from straightup.model.findings import Diagnostic
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State, stages_of, worst_of
from straightup.record.accounts import Ledger, Year
from straightup.record.course import Course
from straightup.record.patterns import Patterns
from straightup.record.record import Record
from straightup.record.runs import lasted
from straightup.record.uptime import Uptime
from straightup.site import addresses

RECENT = timedelta(days=14)
MOST_CARDS = 20
"""Reports that are shown in full on one page."""
MOST_ROWS = 80
"""Reports that follow them there, each with one line."""
LATELY = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Report(Course):
    """One incident, maintenance or notice, with what follows from it now, and where it is to be found."""

    reference: str
    """What customers quote."""
    url: str
    """Relative to where the status pages are mounted."""
    known_as: str
    """The id by which programs know it: the first that it was ever published under."""

    @property
    def step(self) -> tuple[int, int]:
        """Which of how many stages it has reached."""
        stages = stages_of(self.incident.kind)
        if self.incident.kind is Kind.MAINTENANCE:
            stages = stages[:3]  # cancelled is no step towards completed
        return (stages.index(self.incident.stage) + 1 if self.incident.stage in stages else len(stages)), len(stages)

    @cached_property
    def lasted(self) -> timedelta | None:
        """From the start to the restoration, without good hours between; None while it lasts, or when nobody wrote down
        when it began."""
        return lasted(self.incident)

    @property
    def first_word(self) -> timedelta | None:
        """How long after the start customers first heard of it, at the latest; None for one without dated updates."""
        began = self.incident.begins
        first = next((update.at for update in self.incident.updates if not update.heading), None)
        return first - began if began and first and first >= began else None


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A component, how it works now, and its record."""

    component: Component
    state: State
    since: datetime | None
    """When the present state began; None where it is operational, or not known."""
    uptime: Uptime
    reports: tuple[Report, ...]
    """Those that name it, newest first."""

    @property
    def concerned(self) -> bool:
        """Whether something is said of it now."""
        return self.state is not State.OPERATIONAL or any(report.open or report.active for report in self.reports)

    @property
    def url(self) -> str:
        """Relative to where the status pages are mounted."""
        return addresses.of_component(self.component.id)


@dataclass(frozen=True, slots=True)
class Shown:
    """Many reports on one page, which must not become as heavy as all of them."""

    cards: tuple[Report, ...]
    """In full."""
    rows: tuple[Report, ...]
    """In one line."""
    more: int
    """How many stand in the history alone."""


def shown(reports: Sequence[Report]) -> Shown:
    """`reports` as a page shows them, in their order."""
    rows = reports[MOST_CARDS : MOST_CARDS + MOST_ROWS]
    return Shown(tuple(reports[:MOST_CARDS]), tuple(rows), max(0, len(reports) - MOST_CARDS - MOST_ROWS))


@dataclass(frozen=True)
class Site:
    """Everything there is to publish, at one moment."""

    settings: Settings
    now: datetime
    reports: tuple[Report, ...]
    """Newest first."""
    components: tuple[ComponentView, ...]
    """Those that are declared, in their order, then those that only reports name."""
    record: Record
    retired: tuple[ComponentView, ...] = ()
    """Those that no longer exist, and that nothing is said of now."""
    exercise: bool = False
    """It is made for practice, so that no feed and no calendar tells of it."""
    clock_was_set: bool = False
    """`now` was given by hand, so the page must not pass for a live one."""
    left_out: tuple[LeftOut, ...] = ()
    """Reports that could not be shown."""
    linked: Mapping[str, Mapping[str, str]] | None = None
    """By the page of a report: the files that are published with it, by the paths in its links. None: nobody looked."""
    findings: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """What is wrong with published reports, by their id: "not answered" stands on their pages."""

    @property
    def every_component(self) -> tuple[ComponentView, ...]:
        """Those that have a page: also what no longer exists."""
        return (*self.components, *self.retired)

    @property
    def quarantined(self) -> tuple[str, ...]:
        """The ids of reports that could not be shown."""
        return tuple(each.id for each in self.left_out)

    @cached_property
    def unclear(self) -> bool:
        """Whether something that could not be read may hide something open: then nothing is said to work."""
        going_on = (report for report in self.reports if report.open or report.active or report.upcoming)
        return any(each.recent for each in self.left_out) or any(report.unclear for report in going_on)

    @cached_property
    def open(self) -> tuple[Report, ...]:
        """Open incidents, the worst first; also those that are called resolved while a component is not."""
        originals = {report.incident.id for report in self.reports if report.open and not report.incident.duplicate_of}
        found = [report for report in self.reports if report.open and report.incident.duplicate_of not in originals]
        return tuple(sorted(found, key=lambda report: report.state.rank, reverse=True))

    @cached_property
    def going_on(self) -> "Shown":
        """What the first page begins with: open incidents, the worst first, then maintenance that goes on now."""
        return shown((*self.open, *self.active))

    @cached_property
    def active(self) -> tuple[Report, ...]:
        """Maintenance that goes on now."""
        return tuple(report for report in self.reports if report.active)

    @cached_property
    def upcoming(self) -> tuple[Report, ...]:
        """Planned maintenance, the nearest first."""
        return tuple(report for report in reversed(self.reports) if report.upcoming)

    @cached_property
    def planned(self) -> tuple[Report, ...]:
        """The same for the first page: what repeats stands there in the week before it comes."""
        soon = self.now + timedelta(days=7)
        return tuple(
            report
            for report in self.upcoming
            if not report.incident.repeats or (report.incident.starts is not None and report.incident.starts <= soon)
        )

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
            if (report.incident.over and not report.open)
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
    def ids(self) -> Collection[str]:
        """Of all reports."""
        return frozenset(self._reports_by_id)

    def title_of(self, identity: str) -> str | None:
        """What the report of that id is called; None where there is none."""
        report = self._reports_by_id.get(identity)
        return None if report is None else report.incident.title or identity

    @cached_property
    def _reports_by_id(self) -> dict[str, Report]:
        return {report.incident.id: report for report in self.reports}

    @cached_property
    def _components_by_id(self) -> dict[str, ComponentView]:
        return {view.component.id: view for view in self.every_component}

    def report(self, identity: str) -> Report | None:
        """The report of that id."""
        return self._reports_by_id.get(identity)

    def component(self, component_id: str) -> ComponentView | None:
        """The component of that id."""
        return self._components_by_id.get(component_id)

    @property
    def ledger(self) -> Ledger:
        """What was promised in the last twelve months, and what became of it."""
        return self.record.ledger

    @property
    def years(self) -> tuple[Year, ...]:
        """The record of each year in numbers, the newest first."""
        return self.record.years

    @property
    def patterns(self) -> Patterns:
        """What the incidents of the last twelve months have in common."""
        return self.record.patterns

    def name(self, component_id: str) -> str:
        """What customers call the component; its id when nobody declared a name."""
        component = self.settings.component(component_id)
        return component.name if component else component_id

    @property
    def worst(self) -> State:
        """The worst state of any component or open incident now: what the picture in the browser's tab shows.

        Where an incident is open that hurts no component, or something could not be read, it asks for attention.
        """
        states = [view.state for view in self.components] + [report.state for report in self.open]
        if self.unclear or any(report.incident.stage is not Stage.MONITORING for report in self.open):
            states.append(State.DEGRADED)
        return worst_of(states)
