"""What the fields of one update say."""

import re
from datetime import datetime, timedelta

from straightup.model.findings import Finding, Misread
from straightup.model.incident import Edit, Eta, UnknownUntil, Update, Window
from straightup.model.source import UpdateField
from straightup.model.states import Kind, Stage, State
from straightup.reading import components, moments, plain_words
from straightup.reading.components import Named
from straightup.reading.moments import NoTime

_FAR = timedelta(hours=12)
_A_MOMENT = timedelta(seconds=1)
_UNKNOWN_UNTIL = re.compile(r"unknown,? until ", re.IGNORECASE)
_TO = re.compile(r"\bto\b", re.IGNORECASE)
_FORMS = {
    "Next update": "Write a time of day (14:50 UTC) or a full one (2026-11-28 12:00 UTC).",
    "Edited": "Write when it was changed, and why: “2026-11-03 14:55 UTC, because …”.",
    "Window": "Write both times in full: “2026-11-28 04:00 UTC to 2026-11-28 05:00 UTC, because …”.",
}


class Values:
    """Collects what fields say. `at` is the time of their update, which times of day and durations count from."""

    def __init__(self, at: datetime, stage: Stage, kind: Kind, findings: list[Finding], *, dated: bool = True) -> None:
        self.at = at
        self.stage = stage
        self.kind = kind
        self.findings = findings
        self.dated = dated
        """Whether `at` is the update's own time. Else a duration in it says nothing."""
        self.seen: set[str] = set()
        self.unread: list[str] = []
        self.eta: Eta | None = None
        self.next_update: datetime | None = None
        self.named = Named()
        self.edits: list[Edit] = []
        self.began: datetime | None = None
        self.restored: datetime | None = None
        self.window: Window | None = None

    def takes(self, field: UpdateField) -> bool:
        """Whether there is still a place for `field`: of two equal ones the first holds, but for the two lists."""
        return field.name in ("Components", "Edited") or field.name not in self.seen

    def tries(self, field: UpdateField, *, sure: bool) -> bool:
        """As `read`, of what may be a field: where nothing of it can be read, nothing is reported.

        Where it is `sure` to name components, those without a state that can be read are unread all the same.
        """
        findings, unread, seen = len(self.findings), list(self.unread), set(self.seen)
        states = list(self.named.unread)
        if self.read(field):
            return True
        del self.findings[findings:]
        self.unread, self.seen = unread, seen
        if not sure:
            self.named.unread = states
        return False

    def only_reads(self, one: UpdateField, other: UpdateField) -> bool:
        """Whether `one` can be read without a fault, and `other` cannot."""
        return self._faultless(one) and not self._faultless(other)

    def _faultless(self, field: UpdateField) -> bool:
        alone = Values(self.at, self.stage, self.kind, [], dated=self.dated)
        return alone.read(field) and not alone.findings

    @property
    def tells_of_trouble(self) -> bool:
        """Whether it can be no word about something that is over."""
        not_working = any(state is not State.OPERATIONAL for state in self.named.states.values())
        return bool(self.eta or self.began or not_working or self.named.unread)

    def update(self, text: str, heading: str) -> Update:
        """The update with these values."""
        return Update(
            at=self.at,
            stage=self.stage,
            text=text,
            eta=self.eta,
            next_update=self.next_update,
            components=self.named.readable,
            edits=tuple(self.edits),
            began=self.began,
            restored=self.restored,
            window=self.window,
            heading=heading,
            unread=tuple(self.unread),
        )

    def read(self, field: UpdateField) -> bool:
        """Read `field`, and whether anything of it could be read; what is wrong is reported."""
        self.seen.add(field.name)
        match field.name:
            case "ETA":
                self.eta = self._eta(field)
                done = self.eta is not None
            case "Next update":
                self.next_update = self._next_update(field)
                done = self.next_update is not None
            case "Components":
                done = self._components(field)
            case "Edited":
                done = self._edit(field)
            case "Began":
                self.began = self._moment(field)
                done = self.began is not None
            case "Restored":
                restored = self._moment(field)
                self.restored = restored if self.stage is Stage.RESOLVED else None
                done = restored is not None
            case _:
                window = self._window(field)
                self.window = window if self.kind is Kind.MAINTENANCE else None
                done = window is not None
        return done

    def _unreadable(self, field: UpdateField, message: str, help_text: str) -> None:
        self.findings.append(Finding(Misread.UPDATE_FIELD_UNREADABLE, field.name_span, message, help_text))
        self._mark(field)

    def _mark(self, field: UpdateField) -> None:
        if field.value and field.name not in self.unread:
            self.unread.append(field.name)

    def _eta(self, field: UpdateField) -> Eta | None:
        found = moments.eta(field.value, self.at)
        if isinstance(found, NoTime):
            is_unknown = found.rule is Misread.ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE
            message = found.message if field.value else "The ETA is empty."
            help_text = found.help
            if found.vague:
                help_text = (
                    "Write a time (16:30 UTC), a range (16:00-17:00 UTC), a duration (in 2 hours), "
                    "or “unknown until TIME, because REASON”."
                )
            rule = found.rule if is_unknown else Misread.ETA_UNREADABLE
            self.findings.append(Finding(rule, field.name_span, message, help_text))
            if not is_unknown:
                self._mark(field)
            return None
        if not self.dated and found != moments.eta(field.value, self.at + _A_MOMENT):
            # A length of time, and nobody knows from when.
            self._mark(field)
            return None
        if isinstance(found, UnknownUntil) and not found.because:
            rule, message = Misread.ETA_UNKNOWN_WITHOUT_UNTIL_OR_BECAUSE, "“unknown until” does not say why."
            self.findings.append(Finding(rule, field.name_span, message, f"Add a reason: “{field.value}, because …”."))
        self._far(field, found.until if isinstance(found, UnknownUntil) else found.by)
        return found

    def _next_update(self, field: UpdateField) -> datetime | None:
        found = moments.when(field.value, self.at)
        if isinstance(found, NoTime):
            message = found.message if field.value else "The time of the next update is empty."
            self._unreadable(field, message, _FORMS[field.name] if found.vague else found.help)
            return None
        if not self.dated and found != moments.when(field.value, self.at + _A_MOMENT):
            self._mark(field)
            return None
        self._far(field, found)
        return found

    def _far(self, field: UpdateField, found: datetime) -> None:
        if found - self.at > _FAR and _is_time_alone(field.value):
            message = f"“{field.value}” means {found:%Y-%m-%d %H:%M} {_zone_name(found)}: the next such time."
            help_text = f"If that is meant, write it out: {found:%Y-%m-%d %H:%M} {_zone_name(found)}."
            self.findings.append(Finding(Misread.TIME_OF_DAY_FAR_AHEAD, field.name_span, message, help_text))

    def _components(self, field: UpdateField) -> bool:
        pairs = [(component, state, field.value_span) for component, state in components.listed(field.value)]
        named = components.read(pairs, self.findings)
        for component, state in named.states.items():
            self.named.add(component, state)
        self.named.unread += (each for each in named.unread if each not in self.named.unread)
        if named.unread or named.more:
            self._mark(field)
        return bool(named.states)

    def _edit(self, field: UpdateField) -> bool:
        when, _, because = field.value.partition(",")
        at = moments.moment(plain_words.unmarked(when))
        if isinstance(at, NoTime):
            message = at.message if field.value else "This does not say when the update was changed."
            self._unreadable(field, message, _FORMS[field.name] if not when.strip() else at.help)
            return False
        because = re.sub(r"^\s*because\b:?\s*", "", because, flags=re.IGNORECASE).strip()
        self.edits.append(Edit(at=at, because=because))
        return True

    def _moment(self, field: UpdateField) -> datetime | None:
        found = moments.moment(plain_words.unmarked(field.value))
        if isinstance(found, NoTime):
            message = found.message if field.value else f"“{field.name}” is empty."
            self._unreadable(field, message, found.help)
            return None
        return found

    def _window(self, field: UpdateField) -> Window | None:
        text, because = moments.split_because(field.value)
        times = _TO.split(plain_words.unmarked(text), maxsplit=1)
        if len(times) < 2:
            message = f"“{field.value}” is no window." if field.value else "The window is empty."
            self._unreadable(field, message, _FORMS[field.name])
            return None
        starts, ends = map(moments.moment, times)
        if isinstance(starts, NoTime) or isinstance(ends, NoTime):
            wrong = starts if isinstance(starts, NoTime) else ends
            assert isinstance(wrong, NoTime)  # noqa: S101 -- one of the two is
            self._unreadable(field, wrong.message, wrong.help)
            return None
        if ends <= starts:
            self._unreadable(field, "This window ends before it starts.", "Check both days and zones.")
            return None
        return Window(starts=starts, ends=ends, because=because)


def is_value(field: UpdateField, at: datetime) -> bool:
    """Whether anything of `field` could be read in an update of `at`."""
    return Values(at, Stage.RESOLVED, Kind.MAINTENANCE, []).tries(field, sure=False)


def _is_time_alone(value: str) -> bool:
    """Whether `value`, which says a time to come, says neither its day nor how long it is till then."""
    said = plain_words.unmarked(moments.split_because(value)[0])
    said = _UNKNOWN_UNTIL.sub("", said, count=1)
    return not plain_words.names_a_day(said) and not plain_words.is_length(said)


def _zone_name(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return "UTC" if moment.utcoffset() == timedelta(0) else f"{offset[:3]}:{offset[3:]}"
