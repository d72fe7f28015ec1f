"""One more update for a file that is there, with the answers that it may still lack."""

from dataclasses import dataclass, replace

from straightup import rules
from straightup.authoring import runs
from straightup.authoring.amended import amended
from straightup.authoring.given import Given
from straightup.authoring.prepared_report import comments, prepared_steps
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import Diagnostic
from straightup.model.incident import CauseState, Eta, Promise, UnknownUntil
from straightup.model.source import SectionName
from straightup.model.states import ComponentStates, Kind, Stage, any_is_down
from straightup.model.stock_answers import is_empty, says_none
from straightup.reading import read
from straightup.rules.scope import says_a_way_around
from straightup.writing.whole import moment

_UNREADABLE = ("not-utf8", "bad-yaml", "unclosed-front-matter", "unclosed-block", "duplicate-section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Given):
    """The same, with what is still to be asked."""

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
    def reopens(self) -> bool:
        """Whether this update says that what was over is back."""
        return runs.reopens(self.incident, self.stage)

    @property
    def states(self) -> ComponentStates:
        """What state each component is in after this update."""
        return runs.states(replace(self.incident, updates=(*self.incident.updates, self.update)))

    @property
    def takes_workaround(self) -> bool:
        """Whether it can be told what customers can do: the file does not say, or says that there is nothing."""
        said = self.incident.workaround
        return self.incident.kind is Kind.INCIDENT and not self.over and (is_empty(said) or says_none(said) or not said)

    @property
    def asks_workaround(self) -> bool:
        """Whether it is still to be told: something is down, and the file says neither this nor what still works."""
        wanted = any_is_down(self.states) and self.takes_workaround and not says_none(self.incident.workaround)
        return wanted and not says_a_way_around(self.before, self.context)

    @property
    def takes_cause(self) -> bool:
        """Whether a cause can be told: the file has none yet, or one that may turn out to be another."""
        incident = self.incident
        known = incident.cause_state is CauseState.KNOWN
        return incident.kind is Kind.INCIDENT and not known and not incident.duplicate_of

    @property
    def asks_cause(self) -> bool:
        """Whether the cause is still to be told. What was over without a known one is asked for it again."""
        unknown = self.incident.cause_state in (CauseState.UNANSWERED, CauseState.NOT_KNOWN_YET)
        return self.takes_cause and (unknown or self.incident.over)

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
            SectionName.MAKING_IT_RIGHT: self._asks_how_it_is_made_right,
        }
        return tuple(name for name, open_question in asked.items() if open_question)

    @property
    def _asks_how_it_is_made_right(self) -> bool:
        """Nobody has to promise anything: it is asked once, when it is over, and not of what was never broken."""
        incident = self.incident
        told = incident.remedies or incident.making_it_right
        return not (told or incident.over or incident.false_alarm or incident.duplicate_of)

    @property
    def same_eta(self) -> Eta | None:
        """The restoration time that customers wait for, while it is still to come."""
        match runs.last_run(self.incident).pending_eta:
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
        return amended(self)

    def check(self) -> list[Diagnostic]:
        """What `check` would find in the file that `apply` makes."""
        return rules.check(read(self.before.path, self.apply()), self.context)
