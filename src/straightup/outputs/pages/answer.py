"""One question and what a report says to it."""

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from straightup.record.promises import PromisedStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something was promised for; the page's script counts down to it, and says how late it is afterwards."""

    at: datetime
    kind: str
    """`promise`, or for the end of a maintenance `work`, and `window` while nobody has said that it began: which words
    the script uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question as a customer would ask it, and what the report says."""

    question: str
    html: Markup = field(default_factory=Markup)
    when: Markup = field(default_factory=Markup)
    """A time that is the answer, to be shown large."""
    due: Due | None = None
    """The promise in `when` that is still open."""
    late: str = ""
    """What to say where `due` has passed, in words that stay true."""
    notes: tuple[Markup, ...] = ()
    steps: tuple[PromisedStep, ...] = ()
    unanswered: str = ""
    """What to say where there is no answer."""
    tile: bool = False
    """Whether it is one of the times that whoever waits looks for first."""

    @property
    def answered(self) -> bool:
        return bool(self.html or self.when or self.steps)
