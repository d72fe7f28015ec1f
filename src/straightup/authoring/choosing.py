"""Which report is meant by a word."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import did_you_mean
from straightup.model.incident import Incident
from straightup.model.states import Kind
from straightup.writing.whole import moment

_MOST_SHOWN = 5


def is_open(incident: Incident, now: datetime) -> bool:
    """Whether customers are waiting for it to be over: an open incident, or a maintenance that has begun."""
    return incident.open or incident.under_way(now)


def named(word: str, ids: Sequence[str]) -> list[str]:
    """The ids that `word` may mean: that id, or all that it is a part of, and all for "".

    RefusedAnswer when there is none.
    """
    if not ids:
        raise RefusedAnswer("There is no report yet. “straightup new” writes the first.")
    word = word.replace("\\", "/").rpartition("/")[2].removesuffix(".md").casefold()
    exact = [each for each in ids if each.casefold() == word]
    meant = exact or [each for each in ids if word in each.casefold()]
    if not meant:
        words = {each[11:]: each for each in ids}
        help_text = did_you_mean(word, [*ids, *words], "Write the name of its file, or a part of it.")
        raise RefusedAnswer(f"There is no report “{word}”. {help_text}")
    return meant


def candidates(incidents: Iterable[Incident], now: datetime, *, word: str = "") -> tuple[Incident, ...]:
    """Those of several that may be meant: the open ones; when none is open, all that a word names, and else none."""
    incidents = tuple(incidents)
    return tuple(incident for incident in incidents if is_open(incident, now)) or (incidents if word else ())


def the_one(incidents: Iterable[Incident], now: datetime, *, word: str = "") -> Incident:
    """The only one of several that may be meant. RefusedAnswer lists them when there are more."""
    incidents = tuple(incidents)
    meant = candidates(incidents, now, word=word)
    if len(meant) == 1:
        return meant[0]
    if not meant and not word:
        raise RefusedAnswer(f"No incident is open. {_last_one(incidents, now)}")
    lines = ["  ".join(["", *incident.id.split(), incident.title]) for incident in meant[:_MOST_SHOWN]]
    if more := len(meant) - len(lines):
        lines.append(f"  and {more} more")
    listed = "\n".join(lines)
    problem = f"“{word}” may be any of these" if word else "More than one incident is open"
    raise RefusedAnswer(f"{problem}:\n{listed}\nWrite as much of the name as tells them apart.")


def _last_one(incidents: Iterable[Incident], now: datetime) -> str:
    """How the report is named that was over last: at night that is nearly always the one that came back."""
    over = [each for each in incidents if each.kind is Kind.INCIDENT and each.updates and each.updates[-1].at <= now]
    if not over:
        return "Name the report: “straightup update ID”, or a part of its name."
    last = max(over, key=lambda each: each.updates[-1].at)
    said = f"{last.title or last.id}, {last.stage} {moment(last.updates[-1].at)}"
    return f"Is one back? The last was {said}: “straightup update {last.id}”. Or name another, or a part of its name."


def refuse_namesakes(paths: Sequence[str]) -> None:
    """RefusedAnswer when the report that is meant stands in more than one file."""
    if len(paths) > 1:
        listed = " and ".join(paths)
        raise RefusedAnswer(f"{listed} have the same name. Rename the one that is not published yet.", "F13")
