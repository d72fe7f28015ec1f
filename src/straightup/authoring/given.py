"""What an author has answered of one more update for a file that is there."""

from dataclasses import dataclass
from datetime import datetime

from straightup import rules
from straightup.model.incident import Eta, Incident, Update, Window
from straightup.model.source import Entry
from straightup.model.states import FINAL_STAGES, ComponentStates, Stage
from straightup.model.steps import PreventionItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An update, with the answers so far, and the file that it is for."""

    source: bytes
    before: Entry
    """`source`, as read."""
    context: rules.Context
    at: datetime
    """The update's own time, to the minute."""
    stage: Stage
    message: str = ""
    eta: Eta | None = None
    next_update: datetime | None = None
    components: ComponentStates = ()
    began: datetime | None = None
    """Since when it is back, where that was before this update."""
    restored: datetime | None = None
    """Since when customers are whole again, where that was before this update."""
    starts: datetime | None = None
    """Of planned work that moves, and so are `ends` and `because`."""
    ends: datetime | None = None
    because: str = ""
    workaround: str = ""
    cause: str = ""
    restoration: str = ""
    steps: tuple[PreventionItem, ...] = ()
    remedies: tuple[PreventionItem, ...] = ()
    """What is promised to those whom it hit, and beside it `making_it_right`."""
    making_it_right: str = ""

    answered: frozenset[str] = frozenset()
    """The keys of the questions that options have answered, so that nobody is asked them."""

    @property
    def incident(self) -> Incident:
        """The report as it is on the disk."""
        return self.before.incident

    @property
    def over(self) -> bool:
        """Whether this update says that it is over."""
        return self.stage in FINAL_STAGES

    @property
    def update(self) -> Update:
        return Update(
            at=self.at,
            stage=self.stage,
            text=self.message,
            eta=self.eta,
            next_update=self.next_update,
            components=self.components,
            began=self.began,
            restored=self.restored,
            window=self.window,
        )

    @property
    def window(self) -> Window | None:
        """The new time of planned work; None while it stays as it is, and while it would end before it starts."""
        window = self.window_asked_for
        return window if window and window.starts < window.ends else None

    @property
    def window_asked_for(self) -> Window | None:
        """The same, also one that would end before it starts: then half of it is still to be answered."""
        incident = self.incident
        starts, ends = self.starts or incident.starts, self.ends or incident.ends
        if starts is None or ends is None or (starts, ends) == (incident.starts, incident.ends):
            return None
        return Window(starts=starts, ends=ends, because=self.because)
