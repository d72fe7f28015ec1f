"""What an update says of a cause or of steps that were found after it was over, where its author does not say it."""

from straightup.authoring.amendment import Amendment
from straightup.model.incident import CauseState
from straightup.model.steps import PreventionItem, PreventionState
from straightup.reading import answers


def announcement(given: Amendment) -> str:
    """The text of a follow-up that tells subscribers what was found; "" when there is nothing of that to tell.

    In a language that we do not write, it is the author's own words alone.
    """
    if not (given.incident.over and given.over):
        return ""
    english = given.context.settings.language.partition("-")[0] == "en"
    found = answers.cause_state(given.cause) is CauseState.KNOWN
    parts = ["We have found the cause." if english and given.cause and found else "", given.cause]
    if given.steps:
        parts.append("So that it does not happen again:" if english else "")
        parts.append("\n".join(_told(step, english=english) for step in given.steps))
    if given.remedies:
        parts.append("To make it right:" if english else "")
        parts.append("\n".join(_told(step, english=english) for step in given.remedies))
    return "\n\n".join(filter(None, parts))


def _told(step: PreventionItem, *, english: bool) -> str:
    if step.state is PreventionState.DROPPED:
        return f"- ~~{step.text}~~"
    until = ""
    if english and step.state is PreventionState.OPEN and step.due:
        until = f" (by {step.due.isoformat()})"
    elif english and step.state is PreventionState.DONE:
        until = " (done)"
    return f"- {step.text}{until}"
