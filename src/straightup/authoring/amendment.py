"""One more update for a file that is there, with the answers that it may still lack. Every other byte stays."""

from dataclasses import dataclass, replace
from datetime import datetime

from straightup import rules
from straightup.authoring.prepared_report import comments, prepared_steps
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import Diagnostic
from straightup.model.incident import (
    FINAL_STAGES,
    CauseState,
    ComponentStates,
    Eta,
    Incident,
    Kind,
    PreventionItem,
    Promise,
    Stage,
    UnknownUntil,
    Update,
)
from straightup.model.source import MASK, Entry, SectionName
from straightup.reading import answers, read
from straightup.writing import splice
from straightup.writing.backslashes import kept_as_text
from straightup.writing.whole import moment, prevention_item, write_update

_UNREADABLE = ("not-utf8", "bad-yaml", "unclosed-front-matter", "unclosed-block", "duplicate-section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An update, with the answers so far, and the file that it is for."""

    source: bytes
    before: Entry
    """`source`, as read."""
    context: rules.Context
    at: datetime
    """The update's own time, to the minute."""
    stage: Stage
    message: str = ""
    eta: Eta | None = None
    next_update: datetime | None = None
    components: ComponentStates = ()
    resolved: datetime | None = None
    cause: str = ""
    restoration: str = ""
    steps: tuple[PreventionItem, ...] = ()

    answered: frozenset[str] = frozenset()
    """The keys of the questions that options have answered, so that nobody is asked them."""

    @classmethod
    def of(cls, path: str, source: bytes, context: rules.Context, *, insist: bool = True) -> "Amendment":
        """An empty update dated now to the minute, in the stage that the newest one has.

        RefusedAnswer when the file cannot be read as it stands, or, if we `insist`, when its last update is not older.
        """
        before = read(path, source)
        broken = next((each for each in before.findings if each.rule in _UNREADABLE), None)
        if broken is None and not before.document.readable:
            broken = before.findings[-1]
        if broken is not None:
            raise RefusedAnswer(
                f"{path}, line {broken.span.line}: {broken.message} {broken.help} Mend that first.",
                broken.rule,
            )
        at = context.now.replace(second=0, microsecond=0)
        last = before.incident.updates[-1].at if before.incident.updates else None
        if last is not None and at <= last.replace(second=0, microsecond=0) and insist:
            raise RefusedAnswer(
                f"The last update is of {moment(last)}, and this one would be of {moment(at)}. "
                "Wait a minute, or give its time with --at.",
                "U04",
            )
        # The newest update says the stage. Without one an incident begins with Investigating, but what a notice tells
        # is still to come.
        upcoming = before.incident.kind is Kind.NOTICE and last is None
        stage = Stage.SCHEDULED if upcoming else before.incident.stage
        return cls(source=source, before=before, context=context, at=at, stage=stage)

    @property
    def incident(self) -> Incident:
        """The report as it is on the disk."""
        return self.before.incident

    @property
    def over(self) -> bool:
        """Whether this update says that it is over."""
        return self.stage in FINAL_STAGES

    @property
    def update(self) -> Update:
        return Update(
            at=self.at,
            stage=self.stage,
            text=self.message,
            eta=self.eta,
            next_update=self.next_update,
            components=self.components,
        )

    @property
    def states(self) -> ComponentStates:
        """What state each component is in after this update."""
        return replace(self.incident, updates=(*self.incident.updates, self.update)).states

    @property
    def asks_cause(self) -> bool:
        """Whether the cause is still to be told."""
        unknown = self.incident.cause_state in (CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET)
        return self.incident.kind is Kind.INCIDENT and unknown and not self.incident.duplicate_of

    @property
    def missing(self) -> tuple[SectionName, ...]:
        """The answers that are due when an incident is over, and that the file does not give."""
        incident = self.incident
        if incident.kind is not Kind.INCIDENT:
            return ()
        asked = {
            SectionName.CAUSE: self.asks_cause,
            SectionName.RESTORATION: not incident.restoration,
            SectionName.PREVENTION: not (incident.prevention or incident.prevention_text),
        }
        return tuple(name for name, open_question in asked.items() if open_question)

    @property
    def same_eta(self) -> Eta | None:
        """The restoration time that customers wait for, while it is still to come."""
        match self.incident.pending_eta:
            case Promise(by=by) as eta if by > self.at:
                return replace(eta, earliest=max(eta.earliest, self.at), because="")
            case UnknownUntil(until=until) as unknown if until > self.at:
                return unknown
            case _:
                return None

    @property
    def prepared(self) -> tuple[str, ...]:
        """Steps against a repeat that a template has prepared in a comment."""
        return prepared_steps(comments(self.before.document, SectionName.PREVENTION))

    def apply(self) -> bytes:
        """The file with the update, which is put in and read back.

        RefusedAnswer when the file would then say something else beside it.
        """
        text = self.source.decode("utf-8")
        steps = (self._with_update, self._with_cause, self._with_restoration, self._with_steps, self._with_resolved)
        for step in steps:
            text = step(text, self._read(text))
        if not self._only_adds(self._read(text).incident):
            raise RefusedAnswer(
                "The update cannot be put into this file without changing what else it says. Add it by hand; "
                "“straightup check” shows where the file is not in order."
            )
        return text.encode("utf-8")

    def check(self) -> list[Diagnostic]:
        """What `check` would find in the file that `apply` makes."""
        return rules.check(read(self.before.path, self.apply()), self.context)

    def _read(self, text: str) -> Entry:
        return read(self.before.path, text)

    def _with_update(self, text: str, entry: Entry) -> str:
        return splice.with_update(text, entry.document, write_update(self.update))

    def _with_cause(self, text: str, entry: Entry) -> str:
        return self._with_answer(text, entry, SectionName.CAUSE, self.cause) if self.cause else text

    def _with_restoration(self, text: str, entry: Entry) -> str:
        restoration = self.restoration
        return self._with_answer(text, entry, SectionName.RESTORATION, restoration) if restoration else text

    def _with_steps(self, text: str, entry: Entry) -> str:
        items = "\n".join(map(prevention_item, self.steps))
        return self._with_answer(text, entry, SectionName.PREVENTION, items) if items else text

    def _with_answer(self, text: str, entry: Entry, name: SectionName, answer: str) -> str:
        if name is not SectionName.PREVENTION:
            answer = kept_as_text(answer)
        section = entry.document.section(name)
        already = section.text.replace(MASK, "").strip() if section else ""
        if already and (not answers.answered(already) or name is SectionName.CAUSE):
            try:
                return splice.with_answer(text, entry.document, name, answer)
            except ValueError:
                where = section.span.line if section else 1
                raise RefusedAnswer(
                    f"A comment stands in the middle of ## {name} (line {where}). Write this answer there by hand."
                ) from None
        return splice.with_section(text, entry.document, name, answer)

    def _with_resolved(self, text: str, entry: Entry) -> str:
        if self.resolved is None or self.resolved == self.at:
            return text
        if field := entry.document.field("resolved"):
            line = field.key.span.line
            raise RefusedAnswer(f"“resolved” stands on line {line} already. Correct it there if it is wrong.")
        return splice.with_key(text, entry.document, "resolved", moment(self.resolved), "started")

    def _only_adds(self, after: Incident) -> bool:
        """Whether `after` is what was there before, and the update, and the answers that were given."""
        if not after.updates:
            return False
        written = replace(after.updates[-1], text="", edits=())
        if written != replace(self.update, text="") or bool(after.updates[-1].text) != bool(self.message):
            return False
        before = self.incident
        # Until when a cause is promised counts from the newest update, so it may move with one.
        same = replace(after, updates=after.updates[:-1], cause_known_by=before.cause_known_by)
        if self.cause and after.cause:
            same = replace(same, cause=before.cause, cause_state=before.cause_state)
        if self.restoration and after.restoration:
            same = replace(same, restoration=before.restoration)
        if self.steps and after.prevention[len(before.prevention) :] == self.steps:
            same = replace(same, prevention=before.prevention)
        if self.resolved and after.resolved == self.resolved:
            same = replace(same, resolved=before.resolved)
        return same == before
