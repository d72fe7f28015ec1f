"""From a person's answers to an incident file that `check` accepts. Nothing here asks, prints or writes."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from straightup import rules
from straightup.diagnostics import Diagnostic, Severity, did_you_mean
from straightup.document import SectionName
from straightup.model import CauseState, ComponentStates, Eta, Incident, Promise, Stage, State, Update
from straightup.reading import answers, moments, read
from straightup.reading.moments import Fault
from straightup.settings import Settings
from straightup.writing import write

LONGEST_SLUG = 48
PROMPTS = {
    SectionName.IMPACT: "What do customers see, who is affected, what still works, is there a way around it?",
    SectionName.CAUSE: "What causes it? Or: Not known yet. What you are checking, and by when you will know.",
    SectionName.RESTORATION: "What are you doing to restore service, and what is back already?",
    SectionName.PREVENTION: "What keeps it from happening again? Steps with an owner and a date.",
}
"""What a section that is still empty asks its author; comments are never published."""


class RefusedAnswer(ValueError):  # noqa: N818 -- it is no error of the program but something to say to a person
    """An answer that the file could not hold. The message says why and gives the next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that a customer wants to know, as it is put to the author."""

    key: str
    """The name of the option that answers it."""
    text: str
    hint: str
    read: Callable[[str, "Draft"], "Draft"]
    """The draft with the answer in it, or RefusedAnswer."""
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been answered so far."""

    now: datetime
    settings: Settings
    title: str = ""
    components: ComponentStates = ()
    started: datetime | None = None
    impact: str = ""
    cause: str = ""
    eta: Eta | None = None
    next_update: datetime | None = None
    message: str = ""

    @property
    def incident(self) -> Incident:
        """The report with its first update, dated now to the minute."""
        at = self.now.astimezone(UTC).replace(second=0, microsecond=0)
        known = answers.cause_state(self.cause) is CauseState.KNOWN
        update = Update(
            at=at,
            stage=Stage.IDENTIFIED if known else Stage.INVESTIGATING,
            text=self.message or self.impact,
            eta=self.eta,
            next_update=self.next_update,
        )
        return Incident(
            id=f"{at:%Y-%m-%d}-{slug(self.title)}",
            title=self.title,
            components=self.components,
            started=self.started or at,
            impact=self.impact,
            cause=self.cause,
            updates=(update,),
        )

    @property
    def text(self) -> str:
        """The file."""
        return write(self.incident, PROMPTS)


def slug(title: str) -> str:
    """A few words of `title` as they can stand in an address; `incident` when nothing of it can."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST_SLUG].rsplit("-", 1)[0] if len(words) > LONGEST_SLUG else words or "incident"


def faults(draft: Draft) -> list[Diagnostic]:
    """What `check` would find in the finished file, errors first."""
    entry = read(f"{draft.incident.id}.md", draft.text)
    found = rules.check(entry, rules.Context(now=draft.now, settings=draft.settings))
    return sorted(found, key=lambda each: each.severity is not Severity.ERROR)


def component_states(texts: Iterable[str], settings: Settings) -> ComponentStates:
    """`checkout=major-outage` and the like; RefusedAnswer names the one that cannot be read."""
    declared = [component.id for component in settings.components]
    by_name = {component.name.casefold(): component.id for component in settings.components}
    found: dict[str, State] = {}
    for text in texts:
        name, _, word = (part.strip() for part in text.replace(":", "=").partition("="))
        component = by_name.get(name.casefold(), name)
        if declared and component not in declared:
            help_text = did_you_mean(name, declared, f"They are {', '.join(declared)}.")
            raise RefusedAnswer(f"There is no component “{name}”. {help_text}")
        if word not in list(State):
            otherwise = f"The states are {', '.join(State)}."
            said = f"“{word}” is no state." if word else f"“{text.strip()}” has no state, such as {name}=degraded."
            raise RefusedAnswer(f"{said} {did_you_mean(word, State, otherwise)}")
        found[component] = State(word)
    if not found:
        raise RefusedAnswer("Name at least one component, such as checkout=major-outage.")
    return tuple(found.items())


def _answered(text: str, what: str) -> str:
    if not answers.answered(text):
        raise RefusedAnswer(f"Customers need an answer here: {what}")
    return text.strip()


def _title(text: str, draft: Draft) -> Draft:
    title = " ".join(_answered(text, "say in one sentence what is wrong, in their words.").split())
    if len(title) > 200:
        raise RefusedAnswer(f"The title has {len(title)} characters; 200 are allowed. The rest goes into the impact.")
    return replace(draft, title=title)


def _components(text: str, draft: Draft) -> Draft:
    return replace(draft, components=component_states(filter(str.strip, text.split(",")), draft.settings))


def _started(text: str, draft: Draft) -> Draft:
    found = moments.moment(text) if text.strip() else draft.now.astimezone(UTC).replace(second=0, microsecond=0)
    if isinstance(found, Fault):
        raise RefusedAnswer(f"{found.message} {found.help}")
    return replace(draft, started=found)


def _impact(text: str, draft: Draft) -> Draft:
    return replace(draft, impact=_answered(text, "what they see, who is affected, and what still works."))


def _cause(text: str, draft: Draft) -> Draft:
    cause = _answered(text, "the cause, or “Not known yet.”, what you are checking, and by when you will know.")
    draft = replace(draft, cause=cause)
    for found in faults(draft):
        if found.code.startswith("C"):
            raise RefusedAnswer(f"{found.message} {found.help}")
    return draft


def _eta(text: str, draft: Draft) -> Draft:
    found = moments.eta(text, draft.now.astimezone(UTC).replace(second=0, microsecond=0))
    draft = replace(draft, eta=None if isinstance(found, Fault) else found)
    if isinstance(found, Fault):
        example = "Such as “16:30 UTC”, “in 2-3 hours”, or “unknown until 15:00 UTC, because we are still finding …”."
        raise RefusedAnswer(f"{found.message} {example}")
    for diagnostic in faults(draft):
        if diagnostic.code.startswith("E") and diagnostic.severity is Severity.ERROR:
            raise RefusedAnswer(f"{diagnostic.message} {diagnostic.help}")
    return draft


def _next_update(text: str, draft: Draft) -> Draft:
    at = draft.now.astimezone(UTC).replace(second=0, microsecond=0)
    found = moments.eta(text, at)
    if not isinstance(found, Promise):
        said = found.message if isinstance(found, Fault) else "That is no time."
        raise RefusedAnswer(f"{said} Such as “14:50 UTC” or “in 30 min”.")
    when = found.by
    if when <= at:
        raise RefusedAnswer("That is not after now. Give a time that is still to come.")
    return replace(draft, next_update=when)


def _message(text: str, draft: Draft) -> Draft:
    return replace(draft, message=text.strip())


QUESTIONS = (
    Question(
        key="title",
        text="What is wrong, in one sentence that a customer would use?",
        hint="Card payments fail in the EU",
        read=_title,
    ),
    Question(
        key="component",
        text="Which components, and how bad?",
        hint="checkout=major-outage, api=degraded",
        read=_components,
    ),
    Question(
        key="started",
        text="Since when? (Enter: now)",
        hint="2026-11-03 14:05 UTC",
        read=_started,
        required=False,
    ),
    Question(
        key="impact",
        text="What do customers see, who is affected, and what still works?",
        hint="Cards issued in the EU are declined at checkout. Other cards and bank transfers work.",
        read=_impact,
    ),
    Question(
        key="cause",
        text="What is causing it?",
        hint="… or: Not known yet. What you are checking, and by when you will know.",
        read=_cause,
    ),
    Question(
        key="eta",
        text="When will service be restored?",
        hint="16:30 UTC, in 2-3 hours, or unknown until 15:00 UTC, because …",
        read=_eta,
    ),
    Question(
        key="next",
        text="When do customers hear from you next?",
        hint="14:50 UTC or in 30 min",
        read=_next_update,
    ),
    Question(
        key="message",
        text="What should the first update say? (Enter: the same as the impact)",
        hint="what you know and what you are doing now",
        read=_message,
        required=False,
    ),
)


def answer(draft: Draft, given: Mapping[str, str]) -> Draft:
    """The draft with every answer of `given` in it; RefusedAnswer names the option whose answer cannot be used."""
    for question in QUESTIONS:
        if question.key in given:
            try:
                draft = question.read(given[question.key], draft)
            except RefusedAnswer as refused:
                raise RefusedAnswer(f"--{question.key}: {refused}") from None
    return draft
