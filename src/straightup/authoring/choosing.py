"""Which report is meant by a word."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import did_you_mean
from straightup.model.incident import Incident, Kind

_MOST_SHOWN = 5


def is_open(incident: Incident, now: datetime) -> bool:
    """Whether customers are waiting for it to be over: an open incident, or a maintenance that has begun."""
    if incident.kind is Kind.MAINTENANCE:
        return not incident.over and incident.starts is not None and incident.starts <= now
    return incident.kind is Kind.INCIDENT and not incident.over


def named(word: str, ids: Sequence[str]) -> list[str]:
    """The ids that `word` may mean: that id, or all that it is a part of. RefusedAnswer when there is none."""
    word = word.replace("\\", "/").rpartition("/")[2].removesuffix(".md").casefold()
    exact = [each for each in ids if each.casefold() == word]
    found = exact or [each for each in ids if word in each.casefold()]
    if not found:
        words = {each[11:]: each for each in ids}
        help_text = did_you_mean(word, [*ids, *words], "Write the name of its file, or a part of it.")
        raise RefusedAnswer(f"There is no report “{word}”. {help_text}")
    return found


def candidates(found: Iterable[Incident], now: datetime) -> tuple[Incident, ...]:
    """Those of several that may be meant: the open ones, or all when none is open."""
    found = tuple(found)
    return tuple(incident for incident in found if is_open(incident, now)) or found


def the_one(found: Iterable[Incident], now: datetime, *, word: str = "") -> Incident:
    """The one of several that is open. RefusedAnswer lists them when that does not decide."""
    found = tuple(found)
    waiting = [incident for incident in found if is_open(incident, now)]
    if len(waiting) == 1:
        return waiting[0]
    if len(found) == 1 and word:
        return found[0]
    if not waiting and not word:
        raise RefusedAnswer("No incident is open. Name the report: “straightup update ID”, or a part of its name.")
    shown = [f"  {incident.id}  {incident.title}" for incident in (waiting or found)[:_MOST_SHOWN]]
    more = len(waiting or found) - len(shown)
    said = f"“{word}” may be any of these" if word else "More than one incident is open"
    listed = "\n".join([*shown, *([f"  and {more} more"] if more else [])])
    raise RefusedAnswer(f"{said}:\n{listed}\nWrite as much of the name as tells them apart.")
