"""What is asked when an incident that was over is back: since when, and what it affects this time."""

from dataclasses import replace
from datetime import datetime

from straightup.authoring import inputs, proposals, runs
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.refusal import RefusedAnswer
from straightup.writing.whole import moment


def _began(text: str, given: Amendment) -> Amendment:
    since = inputs.past(text, given.at)
    agree(given, since)
    return replace(given, began=None if since == given.at else since)


def agree(given: Amendment, since: datetime) -> None:
    """RefusedAnswer when it cannot be back since then."""
    incident = given.incident
    if not given.reopens:
        raise RefusedAnswer("--began belongs to an update that opens it again after it was over; this one does not.")
    if since > given.at:
        raise RefusedAnswer(f"{moment(since)} is still to come. Say since when it is back, or “now”.")
    if incident.started and since < incident.started:
        raise RefusedAnswer(
            f"{moment(since)}: that is before “started” ({moment(incident.started)}). Check the day and the zone."
        )


def affected_before(given: Amendment) -> str:
    """What the run before affected, as one may type it."""
    return ", ".join(f"{component}={state}" for component, state in runs.affected(given.incident))


BEGAN = AuthorQuestion(
    key="began",
    text="Since when is it back?",
    hint="15:10 UTC, 20 min ago, or 2026-11-03 15:10 UTC",
    read=_began,
    required=False,
    judged_by=("S", "F09"),
    proposal=lambda _: "now",
    understood=lambda given: proposals.understood(given.began or given.at, given.at),
)
AGAIN = "Which components does it affect this time, and how badly?"
"""In place of the question whether one works better or worse than before."""


def remarks(given: Amendment) -> list[str]:
    """What the author of an update that opens a report again should know of it."""
    if not given.reopens:
        return []
    lines = [f"It is open again, since {moment(given.began or given.at)}."]
    over = runs.was_over(given.incident)
    if given.began and over and given.began < over:
        lines.append(f"That is before it was said to be over ({moment(over)}), so the page takes that back.")
    if not given.components and (before := runs.affected(given.incident)):
        listed = ", ".join(f"{component} {state}" for component, state in before)
        lines.append(f"No component was named, so all of before count: {listed}.")
    return [*lines, "Title, impact and cause are those of before: change them where they no longer hold."]
