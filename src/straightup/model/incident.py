"""What an incident is: plain, frozen data that every other part of straightup shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from straightup.model.imported import Imported
from straightup.model.recurrence import Occurrence, Recurrence
from straightup.model.runs import begin_of, lies_in, restoration_of, states_after, trailing
from straightup.model.states import FINAL_STAGES, ComponentStates, Kind, Noticed, Stage, State, worst_of
from straightup.model.steps import PreventionItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A restoration time that customers were given."""

    earliest: datetime
    """Where a range begins; the same as `by` when it is no range."""
    by: datetime
    """The promise: restored no later than this."""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownUntil:
    """A promise of an answer, not of a restoration: the restoration time is unknown until then, and why."""

    until: datetime
    because: str


Eta = Promise | UnknownUntil


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A published update was changed, and the author says when and why."""

    at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Planned work was moved to another time."""

    starts: datetime
    ends: datetime
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One thing that customers were told, at one moment."""

    at: datetime
    """Aware, in the author's own offset. Where the time could not be read: that of the nearest readable one above it
    (else `started`, else the day of the file's name), plus one second for each place."""
    stage: Stage
    """Where it could not be read: that of the update before it, or the one that the report begins with."""
    text: str
    """GitHub-flavoured Markdown without the fields; may be empty."""
    eta: Eta | None = None
    next_update: datetime | None = None
    components: ComponentStates = ()
    edits: tuple[Edit, ...] = ()
    began: datetime | None = None
    """Since when it is broken again; only of an update that opens a report once more."""
    restored: datetime | None = None
    """Since when customers were whole again; only of a Resolved."""
    window: Window | None = None
    """The new time of planned work; only of a maintenance."""
    heading: str = ""
    """As it is written, where its time or its stage could not be read; "" where both could."""
    unread: tuple[str, ...] = ()
    """The names of its fields that could not be read, as in the format: `ETA`, `Next update`."""


class CauseState(StrEnum):
    """How sure the author is. The opening words of `## Cause` say it."""

    UNANSWERED = "unanswered"
    NOT_KNOWN_YET = "not known yet"
    SUSPECTED = "suspected"
    NOT_FOUND = "not found"
    EMPTY = "says nothing"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One report: an incident, a maintenance or a notice. Texts are Markdown; "" means unanswered."""

    id: str
    kind: Kind = Kind.INCIDENT
    title: str = ""
    components: ComponentStates = ()
    started: datetime | None = None
    resolved: datetime | None = None
    """When customers were whole again, where the author says so."""
    end_not_recorded: bool = False
    """It is over, and nobody wrote down since when; only of an imported incident. `resolved` is None then."""
    starts: datetime | None = None
    ends: datetime | None = None
    repeats: Recurrence | None = None
    """By which rule planned work comes again; then `starts` and `ends` are those of one time of it, or None."""
    earlier: tuple[Occurrence, ...] = ()
    """Of such work as it counts at a moment: the times that are over."""
    occurrence_of: str = ""
    """The one time of such work that this report stands in for, `ID@DATE`."""
    preamble: str = ""
    impact: str = ""
    workaround: str = ""
    """What customers can do until it is over; that there is nothing is an answer too."""
    cause: str = ""
    cause_state: CauseState = CauseState.UNANSWERED
    cause_known_by: datetime | None = None
    """When customers were promised the cause; only with CauseState.NOT_KNOWN_YET."""
    restoration: str = ""
    prevention: tuple[PreventionItem, ...] = ()
    prevention_text: str = ""
    """What `## Prevention` says beside its task list."""
    making_it_right: str = ""
    """What `## Making it right` says beside its task list."""
    remedies: tuple[PreventionItem, ...] = ()
    """What is promised there to those whom it hit."""
    other_sections: tuple[tuple[str, str], ...] = ()
    """(heading, text) of sections that straightup gives no meaning to, in the author's order."""
    updates: tuple[Update, ...] = ()
    """As in the file; a file in good order has the oldest first."""
    cause_category: str = ""
    repeat_of: str = ""
    duplicate_of: str = ""
    false_alarm: bool = False
    detected_by: Noticed | None = None
    """Who noticed first, where the author says it."""
    reference: str = ""
    """As given by the author, else "" (then the site derives one)."""
    author: str = ""
    links: tuple[Link, ...] = ()
    exempt: tuple[tuple[str, str], ...] = ()
    """(rule code, reason)"""
    imported: Imported | None = None
    was: tuple[str, ...] = ()
    """Its addresses on the page that it came from, from the root of that page's host on."""
    unread: tuple[str, ...] = ()
    """The keys of the front matter whose values could not be read, as in the format: `started`, `components`."""
    unread_states: tuple[str, ...] = ()
    """The ids of components that it names with a state that could not be read."""
    withheld: str = ""
    """The key that says that nobody is to see the report yet, such as `draft`; "" for one that is published."""
    public_from: datetime | None = None
    """From when on it may be seen all the same, where `withheld` gives a time: `published: 2026-12-01`."""

    def withheld_at(self, now: datetime) -> str:
        """`withheld`, or "" when its time has come."""
        return "" if self.public_from is not None and self.public_from <= now else self.withheld

    @cached_property
    def stage(self) -> Stage:
        """The newest update's stage. Without updates: Resolved if `resolved` stands, else where this kind begins."""
        if self.end_not_recorded:
            return Stage.RESOLVED
        if self.updates:
            return self.updates[-1].stage
        if self.kind is Kind.MAINTENANCE:
            return Stage.SCHEDULED
        return Stage.RESOLVED if self.resolved else Stage.INVESTIGATING

    @property
    def settled(self) -> bool:
        """Whether no promised step is open, neither against a repeat nor to make it right."""
        return all(item.settled for item in (*self.prevention, *self.remedies))

    @property
    def over(self) -> bool:
        """Nothing more is expected to happen: resolved, completed or cancelled."""
        return self.stage in FINAL_STAGES

    @property
    def nothing_was_wrong(self) -> bool:
        """A false alarm that is over. While it is open, what it says of components counts."""
        return self.false_alarm and self.over

    @property
    def open(self) -> bool:
        """An incident that is not over: customers wait for it to be resolved."""
        return self.kind is Kind.INCIDENT and not self.over

    def under_way(self, now: datetime) -> bool:
        """A maintenance that has begun and is not over: its time has come, or somebody says that it began earlier."""
        begun = self.stage is Stage.IN_PROGRESS or (self.starts is not None and self.starts <= now)
        return self.kind is Kind.MAINTENANCE and not self.over and begun

    def last_run(self, *stages: Stage) -> datetime | None:
        """When the last unbroken run of updates in one of `stages` began; None when the newest update is in none."""
        return next((update.at for update in trailing(self.updates, *stages)), None)

    @cached_property
    def runs(self) -> tuple[tuple[Update, ...], ...]:
        """The updates of each run: up to a Resolved with its follow-ups. One empty run where there are no updates.

        What began again before that Resolved voids it, so it ends no run.
        """
        cuts = [0]
        for position, update in enumerate(self.updates):
            before = self.updates[position - 1].stage if position else None
            if update.stage is Stage.RESOLVED or before is not Stage.RESOLVED:
                continue
            over = trailing(self.updates[cuts[-1] : position], Stage.RESOLVED)
            if update.began is None or update.began >= over[0].at:
                cuts.append(position)
        return tuple(self.updates[begin:end] for begin, end in zip(cuts, [*cuts[1:], None], strict=True))

    @cached_property
    def restored(self) -> datetime | None:
        """When customers were whole again after the last run; None while it is not resolved."""
        if self.stage is not Stage.RESOLVED or self.end_not_recorded:
            return None
        *earlier, last = runs = self.runs
        began = begin_of(last) if earlier else self.begins
        return restoration_of(last, self.resolved if self.resolved_run(runs) == len(earlier) else None, began)

    def resolved_run(self, runs: Sequence[Sequence[Update]]) -> int:
        """The number of that of its `runs` which `resolved` is about: a later one that it lies in, else the first."""
        if self.resolved is None:
            return 0
        return next((number for number, run in enumerate(runs) if number and lies_in(self.resolved, run)), 0)

    @property
    def completed(self) -> datetime | None:
        """When a maintenance was completed: the first update of the last run of Completed."""
        return self.last_run(Stage.COMPLETED)

    @property
    def over_since(self) -> datetime | None:
        """Since when nothing more is expected to happen; of a notice that ends, its end. None while it is open."""
        if not self.over:
            return self.ends if self.kind is Kind.NOTICE else None
        return self.last_run(*FINAL_STAGES) or self.resolved

    @property
    def states(self) -> ComponentStates:
        """The state that each component is in after all updates, in the order in which the report names them.

        What comes back concerns what the first update of that run names, else all that broke before; the rest works.
        """
        return states_after(self.components, self.runs)

    @property
    def worst(self) -> State:
        """The worst state that the report ever gave a component."""
        given = (self.components, *(update.components for update in self.updates))
        return worst_of(state for states in given for _, state in states)

    @property
    def pending_eta(self) -> Eta | None:
        """The restoration time, or the answer about it, that customers are still waiting for."""
        if self.over or (self.stage is Stage.MONITORING and self.updates[-1].eta is None):
            return None
        # What was promised before it came back is settled, and what could not be read replaced what was said before.
        said = (update for update in reversed(self.runs[-1]) if update.eta or "ETA" in update.unread)
        return next((update.eta for update in said), None)

    @property
    def pending_update(self) -> datetime | None:
        """When customers were told they would hear next; any later update would have kept that promise."""
        return self.updates[-1].next_update if self.updates else None

    @property
    def begins(self) -> datetime | None:
        """When it starts to matter to customers: `started`, or `starts` of a maintenance."""
        if self.kind is Kind.MAINTENANCE:
            return self.starts
        return self.started or (self.updates[0].at if self.updates else None)
