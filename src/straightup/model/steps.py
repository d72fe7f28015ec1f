"""Steps that are promised: what each says, who does it by when, and whether it is done."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PreventionState(StrEnum):
    OPEN, DONE, DROPPED = "open", "done", "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreventionItem:
    """A promised step: against a repeat, or to make it right."""

    text: str
    state: PreventionState
    owner: str = ""
    due: date | None = None
    done: date | None = None
    link: str = ""
    because: str = ""

    @property
    def settled(self) -> bool:
        """Done, or dropped for a stated reason: nothing more is promised."""
        return self.state is not PreventionState.OPEN
