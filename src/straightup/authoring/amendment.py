"""One more update for a file that is there, with the answers that it may still lack. Every other byte stays."""

from dataclasses import dataclass, replace
from datetime import datetime

from straightup import rules
from straightup.authoring import runs
from straightup.authoring.prepared_report import comments, prepared_steps
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import Diagnostic
from straightup.model.incident import CauseState, Eta, Incident, Promise, UnknownUntil, Update, Window
from straightup.model.source import MASK, Entry, SectionName
from straightup.model.states import FINAL_STAGES, ComponentStates, Kind, Stage, any_is_down
from straightup.model.steps import PreventionItem
from straightup.model.stock_answers import is_empty, says_none
from straightup.reading import answers, read
from straightup.writing import splice
from straightup.writing.backslashes import kept_as_text
from straightup.writing.whole import moment, with_steps, write_update
from straightup.writing.whole import window as as_written

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
    began: datetime | None = None
    """Since when it is back, where that was before this update."""
    restored: datetime | None = None
    """Since when customers are whole again, where that was before this update."""
    starts: datetime | None = None
    """Of planned work that moves, and so are `ends` and `because`."""
    ends: datetime | None = None
    because: str = ""
    workaround: str = ""
    cause: str = ""
    restoration: str = ""
    steps: tuple[PreventionItem, ...] = ()
    remedies: tuple[PreventionItem, ...] = ()
    """What is promised to those whom it hit, and beside it `making_it_right`."""
    making_it_right: str = ""

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
            began=self.began,
            restored=self.restored,
            window=self.window,
        )

    @property
    def window(self) -> Window | None:
        """The new time of planned work; None while it stays as it is, and while it would end before it starts."""
        window = self.window_asked_for
        return window if window and window.starts < window.ends else None

    @property
    def window_asked_for(self) -> Window | None:
        """The same, also one that would end before it starts: then half of it is still to be answered."""
        incident = self.incident
        starts, ends = self.starts or incident.starts, self.ends or incident.ends
        if starts is None or ends is None or (starts, ends) == (incident.starts, incident.ends):
            return None
        return Window(starts=starts, ends=ends, because=self.because)

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
        """Whether it is still to be told: something is down, and the file says nothing of it."""
        return any_is_down(self.states) and self.takes_workaround and not says_none(self.incident.workaround)

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
        text = self.source.decode("utf-8")
        parts = (
            self._with_update, self._with_window, self._with_workaround, self._with_cause, self._with_restoration,
            self._with_steps, self._with_remedies,
        )  # fmt: skip
        for part in parts:
            text = part(text, self._read(text))
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

    def _with_window(self, text: str, entry: Entry) -> str:
        """With the window in the front matter too, which says the newest; the first update keeps the old one."""
        if self.window is None:
            return text
        if self._announced:
            text = splice.with_field(text, entry.document, f"- Window: {as_written(self._announced)}")
        times = (("starts", self.window.starts, "kind"), ("ends", self.window.ends, "starts"))
        for key, when, after in times:
            if when != getattr(self.incident, key):
                try:
                    text = splice.with_value(text, self._read(text).document, key, moment(when), after)
                except ValueError:
                    raise RefusedAnswer(f"“{key}” has more than one line. Write it on one, and try again.") from None
        return text

    @property
    def _announced(self) -> Window | None:
        """The window that the first update announced, where only the front matter said it until now."""
        incident = self.incident
        if not (self.window and incident.updates and incident.starts and incident.ends):
            return None
        if any(update.window or "Window" in update.unread for update in incident.updates):
            return None
        return Window(starts=incident.starts, ends=incident.ends)

    def _with_workaround(self, text: str, entry: Entry) -> str:
        return self._with_answer(text, entry, SectionName.MEANWHILE, self.workaround) if self.workaround else text

    def _with_cause(self, text: str, entry: Entry) -> str:
        cause = kept_as_text(self.cause)
        return self._with_answer(text, entry, SectionName.CAUSE, cause) if cause else text

    def _with_restoration(self, text: str, entry: Entry) -> str:
        restoration = kept_as_text(self.restoration)
        return self._with_answer(text, entry, SectionName.RESTORATION, restoration) if restoration else text

    def _with_steps(self, text: str, entry: Entry) -> str:
        items = with_steps("", self.steps)
        unmarked = next((source for source in entry.document.prevention if not source.marked), None)
        if items and unmarked:
            # Beside a task they would be steps no more, and nobody would follow them.
            raise RefusedAnswer(
                f"The steps under ## Prevention (line {unmarked.span.line}) are no tasks yet. "
                "Begin each with “- [ ]”, and try again."
            )
        return self._with_answer(text, entry, SectionName.PREVENTION, items) if items else text

    def _with_remedies(self, text: str, entry: Entry) -> str:
        answer = with_steps(self.making_it_right, self.remedies)
        return self._with_answer(text, entry, SectionName.MAKING_IT_RIGHT, answer) if answer else text

    def _with_answer(self, text: str, entry: Entry, name: SectionName, answer: str) -> str:
        section = entry.document.section(name)
        already = section.text.replace(MASK, "").strip() if section else ""
        if already and (not answers.answered(already) or name in (SectionName.CAUSE, SectionName.MEANWHILE)):
            try:
                return splice.with_answer(text, entry.document, name, answer)
            except ValueError:
                where = section.span.line if section else 1
                raise RefusedAnswer(
                    f"A comment stands in the middle of ## {name} (line {where}). Write this answer there by hand."
                ) from None
        return splice.with_section(text, entry.document, name, answer)

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
        if self.window and (after.starts, after.ends) == (self.window.starts, self.window.ends):
            same = replace(same, starts=before.starts, ends=before.ends)
        if self._announced and same.updates and same.updates[0].window == self._announced:
            same = replace(same, updates=(replace(same.updates[0], window=None), *same.updates[1:]))
        if self.workaround and after.workaround:
            same = replace(same, workaround=before.workaround)
        if self.cause and after.cause:
            same = replace(same, cause=before.cause, cause_state=before.cause_state)
        if self.restoration and after.restoration:
            same = replace(same, restoration=before.restoration)
        if self.steps and after.prevention[len(before.prevention) :] == self.steps:
            same = replace(same, prevention=before.prevention)
        if self.remedies and after.remedies[len(before.remedies) :] == self.remedies:
            same = replace(same, remedies=before.remedies)
        if self.making_it_right and after.making_it_right:
            same = replace(same, making_it_right=before.making_it_right)
        return same == before
