"""The values of our own documents: times, promises, steps. What is not known is null, and never something nicer."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from straightup.model.incident import Promise, UnknownUntil
from straightup.model.states import State
from straightup.outputs.api.shapes import COUNT, FLAG, TEXT, WORDS, Schema, exactly, maybe, one_of, some, told
from straightup.outputs.language.times import stamp
from straightup.record.promises import DatedPromise, EtaPromise, Outcome, PromisedStep
from straightup.site.view import Site

TIME: Final[Schema] = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$",
    "description": "In UTC.",
}
DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
STATE: Final[Schema] = one_of(State)
OUTCOME: Final[Schema] = told(
    one_of(Outcome), "pending: its time has not come. unjudged: nobody can tell, and it is counted nowhere."
)
ID: Final[Schema] = told(WORDS, "The name of the report's file; it never changes.")
BUILT: Final[dict[str, Schema]] = {
    "generated_at": told(TIME, "When the site was built. All else is of that moment."),
    "valid_until": told(TIME, "Nobody should take it for the present after that: then the pages say “As of …” too."),
}


def time(when: datetime | None) -> str | None:
    return None if when is None else stamp(when)


def day(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())


def built(site: Site) -> dict[str, str]:
    """Of a document that shows the present: of when it is, and until when it may be taken for that."""
    return {"generated_at": stamp(site.now), "valid_until": stamp(site.now + site.settings.stale_after)}


STATES: Final[Schema] = some(exactly(id=WORDS, name=TEXT, state=STATE))


def states(found: Iterable[tuple[str, State]], site: Site) -> list[dict[str, str]]:
    """Components by their ids and names, each with a state."""
    return [{"id": identity, "name": site.name(identity), "state": state} for identity, state in found]


ETA: Final[Schema] = maybe(
    {
        "anyOf": [
            exactly(earliest=TIME, by=TIME, because=maybe(TEXT)),
            exactly(not_known_until=TIME, because=maybe(TEXT)),
        ]
    }
)


def eta(said: Promise | UnknownUntil | None) -> dict[str, Any] | None:
    """What was said of the restoration."""
    if said is None:
        return None
    if isinstance(said, UnknownUntil):
        return {"not_known_until": stamp(said.until), "because": said.because or None}
    return {"earliest": stamp(said.earliest), "by": stamp(said.by), "because": said.because or None}


_DATED: Final[dict[str, Schema]] = {
    "said": told(TIME, "When it was promised."),
    "promised": told(TIME, "For when."),
    "happened": told(maybe(TIME), "When it came true; null while it has not, or where nobody can tell."),
    "outcome": OUTCOME,
    "late_by_seconds": told(maybe({"type": "integer"}), "Negative where it was early; null until it has happened."),
}
DATED: Final[Schema] = exactly(**_DATED)
RESTORATION: Final[Schema] = exactly(
    **_DATED,
    earliest=told(TIME, "Where a range begins; else the same as promised."),
    because=maybe(TEXT),
    replaced=told(FLAG, "A later update said another time."),
    full=told(FLAG, "For the rest of the work, when service was back already."),
)


def dated(promise: DatedPromise) -> dict[str, Any]:
    return {
        "said": stamp(promise.said),
        "promised": stamp(promise.promised),
        "happened": time(promise.happened),
        "outcome": promise.outcome,
        "late_by_seconds": seconds(promise.late_by) if promise.happened else None,
    }


def restoration(promise: EtaPromise) -> dict[str, Any]:
    return {
        **dated(promise),
        "earliest": stamp(promise.earliest),
        "because": promise.because or None,
        "replaced": promise.replaced,
        "full": promise.full,
    }


STEP: Final[Schema] = exactly(
    text=TEXT,
    state=one_of(["open", "done", "dropped"]),
    outcome=OUTCOME,
    due=maybe(DAY),
    done=maybe(DAY),
    because=told(maybe(TEXT), "Why it was dropped."),
)


def step(each: PromisedStep) -> dict[str, Any]:
    item = each.item
    return {
        "text": item.text,
        "state": item.state,
        "outcome": each.outcome,
        "due": day(item.due),
        "done": day(item.done),
        "because": item.because or None,
    }


TALLY: Final[dict[str, Schema]] = {outcome.value: COUNT for outcome in Outcome}
