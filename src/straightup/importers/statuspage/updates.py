"""What customers were told on a Statuspage: its updates, oldest first, with stages, words and states."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from straightup.importers.foreign_json import JsonObject
from straightup.importers.foreign_text import as_markdown, one_line
from straightup.importers.foreign_times import read_time
from straightup.importers.importer import SourceError, Zone
from straightup.model.incident import Edit, Update
from straightup.model.states import FINAL_STAGES, ComponentStates, Kind, Stage, stages_of

AFTERWARDS: Final = timedelta(hours=1)
"""What is written or changed so much later is said to be."""
STAGES: Final = {
    "investigating": Stage.INVESTIGATING,
    "identified": Stage.IDENTIFIED,
    "monitoring": Stage.MONITORING,
    "resolved": Stage.RESOLVED,
    "postmortem": Stage.RESOLVED,
    "scheduled": Stage.SCHEDULED,
    "in_progress": Stage.IN_PROGRESS,
    "verifying": Stage.IN_PROGRESS,
    "completed": Stage.COMPLETED,
}
CLOSED: Final = ("resolved", "postmortem", "completed")


@dataclass(frozen=True, slots=True)
class Mention:
    """What an update says of one component."""

    code: str
    name: str
    status: str
    """As Statuspage writes it: `partial_outage`."""


@dataclass(slots=True)
class Said:
    """One update."""

    at: datetime
    stage: Stage
    text: str
    mentions: tuple[Mention, ...] = ()
    edits: tuple[Edit, ...] = ()

    def update(self, components: ComponentStates) -> Update:
        return Update(at=self.at, stage=self.stage, text=self.text, components=components, edits=self.edits)


@dataclass(slots=True)
class History:
    """All that was said in one incident."""

    said: list[Said] = field(default_factory=list)
    """Oldest first, no two at the same second."""
    undated: list[str] = field(default_factory=list)
    """The texts of those whose time cannot be read."""
    notes: list[str] = field(default_factory=list)


def time_of(record: JsonObject, key: str, zone: Zone | None) -> datetime | None:
    """The moment of that field to the second, in UTC; None where there is none that can be read."""
    try:
        return read_time(record.text(key), zone).astimezone(UTC) if record.text(key) else None
    except (SourceError, OverflowError):
        return None


def history(record: JsonObject, kind: Kind, zone: Zone | None) -> History:
    """The updates of an incident's record. An unknown stage is the one before."""
    found = History()
    dated: list[tuple[datetime, datetime, str, JsonObject]] = []
    for each in record.objects("incident_updates"):
        created = time_of(each, "created_at", zone)
        at = time_of(each, "display_at", zone) or created or time_of(each, "updated_at", zone)
        if at is None:
            found.undated.append(as_markdown(each.text("body")))
        else:
            dated.append((at, created or at, each.text("id"), each))
    if any(found.undated):
        found.notes.append("When some of its updates were written could not be read; their texts stand under Impact.")
    stage = stages_of(kind)[0]
    for at, created, _, each in sorted(dated, key=lambda entry: entry[:3]):
        stage = _stage(each.text("status"), kind, stage, found.notes)
        if abs(created - at) > AFTERWARDS:
            found.notes.append(f"The update of {at:%Y-%m-%d %H:%M} UTC was written at {created:%Y-%m-%d %H:%M} UTC.")
        _add(found.said, Said(at, stage, as_markdown(each.text("body")), _mentions(each), _edits(each, at, zone)))
    return found


def closed(found: History, final: Stage, over: datetime | None) -> None:
    """Makes the end of `found` say that it is over, as its record does. Trailing updates keep the word of their stage.

    Where no update says it, one without words does at `over`; without that moment nothing is added.
    """
    last = next((at for at in range(len(found.said) - 1, -1, -1) if found.said[at].stage in FINAL_STAGES), None)
    if last is None:
        if over is not None and found.said:
            found.said.append(Said(max(over, found.said[-1].at + timedelta(seconds=1)), final, ""))
        return
    for said in found.said[last + 1 :]:
        said.text = f"**{said.stage}:** {said.text}"
        said.stage = final


def _stage(status: str, kind: Kind, before: Stage, notes: list[str]) -> Stage:
    stage = STAGES.get(status.strip().casefold().replace(" ", "_"))
    if stage in stages_of(kind):
        return stage
    notes.append(f"The old page calls the stage of an update “{one_line(status)[:40]}”; the one before it is kept.")
    return before


def _add(said: list[Said], new: Said) -> None:
    if not said or said[-1].at != new.at:
        said.append(new)
        return
    # Two in one second are told apart by nobody.
    same = said[-1]
    texts = (same.text, new.text) if same.text != new.text else (same.text,)
    same.text, same.stage = "\n\n".join(filter(None, texts)), new.stage
    same.mentions += new.mentions
    same.edits += new.edits


def _mentions(update: JsonObject) -> tuple[Mention, ...]:
    """What it says of components. An old form has a sentence in the place of a component: that has no code."""
    found = (
        Mention(each.text("code"), each.text("name"), each.text("new_status").strip().casefold())
        for each in update.objects("affected_components")
    )
    return tuple(each for each in found if each.code and each.status)


def _edits(update: JsonObject, at: datetime, zone: Zone | None) -> tuple[Edit, ...]:
    changed = time_of(update, "updated_at", zone)
    return (Edit(at=changed, because=""),) if changed and changed - at > AFTERWARDS else ()


def names_in(said: Iterable[Said]) -> Iterator[tuple[str, str]]:
    """The code and the name of each component that updates mention."""
    for each in said:
        for mention in each.mentions:
            yield mention.code, mention.name
