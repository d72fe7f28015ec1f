"""What is asked when planned work moves to another time."""

from dataclasses import replace

from straightup.authoring import inputs, proposals
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import AuthorQuestion
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import Window
from straightup.model.states import Kind, Stage
from straightup.writing.whole import moment, window


def movable(given: Amendment) -> bool:
    """Whether the work is still to come, so that its window can move."""
    begun = any(update.stage in (Stage.IN_PROGRESS, Stage.COMPLETED) for update in given.incident.updates)
    ahead = given.stage is Stage.SCHEDULED and not begun and given.incident.repeats is None
    return given.incident.kind is Kind.MAINTENANCE and ahead


def _starts(text: str, given: Amendment) -> Amendment:
    if not text.strip():
        return replace(given, starts=None)
    _insist_on_movable(given)
    return replace(given, starts=inputs.ahead(text, given.at))


def _ends(text: str, given: Amendment) -> Amendment:
    if not text.strip():
        return replace(given, ends=None)
    _insist_on_movable(given)
    return replace(given, ends=inputs.ahead(text, given.starts or given.incident.starts or given.at))


def _because(text: str, given: Amendment) -> Amendment:
    if text.strip() and given.window_asked_for is None:
        raise RefusedAnswer("It says why planned work moves, so it goes with another time: --starts, --ends or both.")
    return replace(given, because=" ".join(text.split()))


def agree(given: Amendment) -> None:
    """RefusedAnswer when the work cannot take place in the window that it is moved to."""
    moved, incident = given.window_asked_for, given.incident
    if moved is None:
        if given.starts or given.ends:
            known = incident.starts and incident.ends
            problem = "That is its window already." if known else "A window has a beginning and an end."
            raise RefusedAnswer(f"{problem} Give another time, or both of --starts and --ends.")
        return
    _insist_on_movable(given)
    if moved.ends <= moved.starts:
        problem = f"It would end ({moment(moved.ends)}) before it starts ({moment(moved.starts)})."
        raise RefusedAnswer(f"{problem} Give --ends as well.", "S07")


def _insist_on_movable(given: Amendment) -> None:
    if movable(given):
        return
    if given.incident.kind is not Kind.MAINTENANCE:
        raise RefusedAnswer("Only planned work has a window that can move.")
    if given.incident.repeats:
        instead = f"“occurrence-of: {given.incident.id}@DATE”, where DATE is the day that it stands in for"
        raise RefusedAnswer(f"What repeats has no single window. For one time of it write a report with {instead}.")
    if given.stage is Stage.CANCELLED:
        raise RefusedAnswer("Cancelled work has no window. With --stage Scheduled it takes place after all.")
    if given.stage is Stage.COMPLETED:
        raise RefusedAnswer("The work is completed, so its window stays as it was.")
    raise RefusedAnswer(
        "The work has begun, so its window stays as it was announced. Say with --eta when it will be over."
    )


def _same_length(given: Amendment) -> str:
    incident = given.incident
    if not (given.starts and incident.starts and incident.ends):
        return ""
    return proposals.as_typed(given.starts + (incident.ends - incident.starts), given.starts)


STARTS = AuthorQuestion(
    key="starts",
    text="Does it take place at another time? When does it start then? (Enter: no)",
    hint="2026-12-09 04:00 UTC",
    read=_starts,
    required=False,
    judged_by=("F09",),
    understood=lambda given: proposals.understood(given.starts, given.at) if given.starts else "",
)
ENDS = AuthorQuestion(
    key="ends",
    text="And when is it over?",
    hint="05:30 UTC, or in 90 min",
    read=_ends,
    judged_by=("S07", "F09"),
    proposal=_same_length,
    understood=lambda given: proposals.understood(given.ends, given.at) if given.ends else "",
)
BECAUSE = AuthorQuestion(
    key="because",
    text="Why is it moved? (Enter: no reason)",
    hint="the copy of the old disks takes longer than we thought",
    read=_because,
    required=False,
)


def remarks(given: Amendment) -> list[str]:
    """What the author of an update that moves a window should know of it."""
    if given.window is None:
        return []
    before = given.incident
    lines = [f"Its window is now {window(replace(given.window, because=''))}."]
    if before.starts and before.ends:
        was = Window(starts=before.starts, ends=before.ends)
        lines.append(f"It was {window(was)}; the page goes on showing that.")
    return [*lines, "Whoever subscribes to the calendar sees it move there, and feeds have it as news."]
