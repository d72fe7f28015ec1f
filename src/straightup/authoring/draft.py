"""What has been answered of a new report so far, and the file that it makes."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from straightup import rules
from straightup.model.findings import Diagnostic
from straightup.model.incident import CauseState, Eta, Incident, Update
from straightup.model.settings import Settings
from straightup.model.source import SectionName
from straightup.model.states import ComponentStates, Kind, Noticed, Stage
from straightup.reading import answers, read
from straightup.writing.whole import write

LONGEST_SLUG = 48
_INCIDENT_PROMPTS = {
    SectionName.IMPACT: "What do customers see, who is affected, what still works?",
    SectionName.MEANWHILE: "What can customers do until it is back? Or: None.",
    SectionName.CAUSE: "What causes it? Or: Not known yet. What you are checking, and by when you will know.",
    SectionName.RESTORATION: "What are you doing to restore service, and what is back already?",
    SectionName.PREVENTION: "What keeps it from happening again? Steps with an owner and a date.",
}
PROMPTS: Mapping[Kind, Mapping[SectionName, str]] = {
    Kind.INCIDENT: _INCIDENT_PROMPTS,
    Kind.MAINTENANCE: {},
    Kind.NOTICE: {},
}
"""What a section that is still empty asks its author; comments are never published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A new report, with the answers so far."""

    now: datetime
    settings: Settings
    kind: Kind = Kind.INCIDENT
    other_ids: frozenset[str] = frozenset()
    """The ids that other reports have."""
    answered: frozenset[str] = frozenset()
    """The keys of the questions that options have answered, so that nobody is asked them."""
    prepared: frozenset[str] = frozenset()
    """The keys of the questions that a template answers; a person may answer them anew."""
    base: Incident = field(default_factory=lambda: Incident(id=""))
    """What a template has filled in already."""
    notes: Mapping[SectionName, str] = field(default_factory=dict)
    """What a template asks, by section."""
    title: str = ""
    components: ComponentStates = ()
    started: datetime | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    impact: str = ""
    workaround: str = ""
    cause: str = ""
    eta: Eta | None = None
    next_update: datetime | None = None
    message: str = ""
    detected_by: Noticed | None = None
    """Who noticed first; nobody is asked at a time when other answers are urgent."""

    @property
    def at(self) -> datetime:
        """Now, to the minute, in UTC."""
        return self.now.astimezone(UTC).replace(second=0, microsecond=0)

    @property
    def id(self) -> str:
        """The name that the file will have for ever, without its ending."""
        return f"{self.at:%Y-%m-%d}-{slug(self.title)}"

    @property
    def stage(self) -> Stage:
        """Where the report begins, which follows from what is known."""
        if self.kind is Kind.MAINTENANCE:
            return Stage.IN_PROGRESS if self.starts and self.starts <= self.at else Stage.SCHEDULED
        known = answers.cause_state(self.cause) is CauseState.KNOWN
        return Stage.IDENTIFIED if known else Stage.INVESTIGATING

    @property
    def incident(self) -> Incident:
        """The report with its first update, dated now to the minute. A notice needs none."""
        update = Update(
            at=self.at,
            stage=self.stage,
            text=self.message or self.impact,
            eta=self.eta,
            next_update=self.next_update,
        )
        planned = self.kind is Kind.MAINTENANCE
        return replace(
            self.base,
            id=self.id,
            kind=self.kind,
            title=self.title,
            components=self.components,
            started=None if planned else self.started or self.at,
            starts=self.starts,
            ends=self.ends,
            impact=self.impact,
            workaround=self.workaround,
            cause=self.cause,
            detected_by=self.detected_by or self.base.detected_by,
            updates=() if self.kind is Kind.NOTICE else (update,),
        )

    @property
    def text(self) -> str:
        """The file."""
        return write(self.incident, {**PROMPTS[self.kind], **self.notes})

    def check(self, text: str | None = None) -> list[Diagnostic]:
        """What `check` would find in the file, or in what has been made of its `text`, by its place."""
        entry = read(f"{self.id}.md", self.text if text is None else text)
        return rules.check(entry, rules.Context(now=self.now, settings=self.settings))


def slug(title: str) -> str:
    """A few words of `title` as they can stand in an address; `incident` when nothing of it can."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:LONGEST_SLUG].rsplit("-", 1)[0] if len(words) > LONGEST_SLUG else words or "incident"
