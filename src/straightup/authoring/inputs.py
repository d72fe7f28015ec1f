"""What a person types, read as what it stands for. RefusedAnswer says why it could not be.

More forms are taken than in a file (`20 min ago`, `search degraded`), because the file then gets the full form.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from straightup.authoring.refusal import RefusedAnswer
from straightup.model import durations
from straightup.model.findings import Misread, did_you_mean
from straightup.model.incident import Eta, Promise
from straightup.model.settings import Settings
from straightup.model.states import SPOKEN, STATED, ComponentStates, Kind, Stage, State, stages_of
from straightup.model.steps import PreventionItem
from straightup.reading import answers, lengths, moments, plain_words, read
from straightup.reading.moments import NoTime

_AGO = re.compile(r"(?P<length>.+?)\s+ago", re.IGNORECASE)
_ONE_STATE = re.compile(r"(?P<name>.*\S)\s+(?P<state>[a-z-]+)", re.IGNORECASE)
_DUE_IN = re.compile(rf"\bdue:\s*(?:in\s+)?(?P<length>{durations.PATTERN})", re.IGNORECASE)
_STEP_MARK = re.compile(r"\s*(?:(?:[-*+]|\d{1,2}[.)])\s+)?(?P<mark>\[[ xX-]\]\s*)?")


def answered(text: str, what: str, rule: str = "") -> str:
    """`text` without space around it. Refused when nothing, or only a placeholder, stands in it."""
    if not answers.answered(text):
        raise RefusedAnswer(f"Customers need an answer here: {what}", rule)
    return text.strip()


def component_states(texts: Iterable[str], settings: Settings, *, alone: State | None = None) -> ComponentStates:
    """`checkout=major-outage`, `checkout major-outage`, `2=degraded` and the like.

    `alone` is the state of a component that is named without one. The beginning of a state is enough where it is of
    one only. RefusedAnswer names the one that cannot be read.
    """
    declared = [component.id for component in settings.components]
    states: dict[str, State] = {}
    for text in texts:
        name, word = _parted(text, settings, alone)
        component = _component(name, declared, settings)
        states[component] = _state(word, component)
    if not states:
        raise RefusedAnswer("Name at least one component with its state, such as checkout=major-outage.", "S02")
    return tuple(states.items())


def _parted(text: str, settings: Settings, alone: State | None) -> tuple[str, str]:
    text = " ".join(text.split())
    name, sign, word = (part.strip() for part in text.replace(":", "=").partition("="))
    if not sign and (pair := _ONE_STATE.fullmatch(text)) and _states_like(pair["state"]):
        return pair["name"], pair["state"]
    if not sign and len(settings.components) == 1 and _states_like(name):
        return settings.components[0].id, name
    return name, word or (alone or "")


def _component(name: str, declared: list[str], settings: Settings) -> str:
    if name.isdecimal() and 0 < int(name) <= len(declared) and name not in declared:
        return declared[int(name) - 1]
    by_word = {component.name.casefold(): component.id for component in settings.declared}
    by_word |= {component.id.casefold(): component.id for component in settings.declared}
    if not declared or name.casefold() in by_word:
        return by_word.get(name.casefold(), name)
    help_text = did_you_mean(name, declared, f"They are {', '.join(declared)}.")
    raise RefusedAnswer(f"There is no component “{name}”. {help_text}", "S03")


def _states_like(word: str) -> list[State]:
    folded = word.casefold()
    if spoken := SPOKEN.get(" ".join(folded.replace("-", " ").split())):
        return [spoken]
    return [state for state in STATED if state == folded or (len(folded) > 2 and state.startswith(folded))]


def _state(word: str, component: str) -> State:
    meant = _states_like(word)
    if len(meant) == 1:
        return meant[0]
    otherwise = f"The states are {', '.join(STATED)}."
    problem = f"“{word}” is no state." if word else f"“{component}” has no state, such as {component}=degraded."
    raise RefusedAnswer(f"{problem} {did_you_mean(word, STATED, otherwise)}", "S04")


def past(text: str, now: datetime) -> datetime:
    """A moment that has been: `2026-11-03 14:05 UTC`, `14:05 UTC` or `Monday 9am UTC` (the last), `2 h ago`, `now`."""
    text = re.sub(r"^since\s+", "", text.strip(), flags=re.IGNORECASE)
    if text.casefold() in ("", "now"):
        return now
    ago = _AGO.fullmatch(text) if len(text) <= plain_words.LONGEST else None
    length = lengths.length(ago["length"]) if ago else None
    if length is not None:
        return now - length
    return _unless_fault(moments.before(text, now))


def moment(text: str) -> datetime:
    """A moment with its date and its zone."""
    return _unless_fault(moments.moment(text))


def _unless_fault(parsed: datetime | NoTime) -> datetime:
    if isinstance(parsed, NoTime):
        raise _refused(parsed)
    return parsed


def _refused(parsed: NoTime) -> RefusedAnswer:
    """The refusal of what is no time. Where the author's own words are mended in it, nobody needs the rule as well."""
    mended = parsed.rule == Misread.BAD_TIME and not parsed.vague
    return RefusedAnswer(f"{parsed.message} {parsed.help}", "" if mended else parsed.rule)


def ahead(text: str, at: datetime) -> datetime:
    """A time that is still to come: `14:50 UTC`, a full moment, `in 30 min`."""
    parsed = moments.eta(text, at)
    _refuse_unclear(parsed)
    if not isinstance(parsed, Promise):
        problem = parsed.message if isinstance(parsed, NoTime) else "That is no time."
        raise RefusedAnswer(f"{problem} Such as “14:50 UTC” or “in 30 min”.", "U02")
    if parsed.by <= at:
        raise RefusedAnswer("That is not after now. Give a time that is still to come.", "U03")
    return parsed.by


def eta(text: str, at: datetime) -> Eta:
    """A restoration time, or until when it stays unknown and why."""
    parsed = moments.eta(text, at)
    _refuse_unclear(parsed)
    if isinstance(parsed, NoTime):
        example = "Such as “16:30 UTC”, “in 2-3 hours”, or “unknown until 15:00 UTC, because we are still finding …”."
        raise RefusedAnswer(f"{parsed.message} {example}", "E02" if parsed.vague else parsed.rule)
    return parsed


def _refuse_unclear(parsed: Eta | NoTime) -> None:
    """Refuse what is a time but leaves something open, with the author's own words mended."""
    if isinstance(parsed, NoTime) and not parsed.vague and parsed.rule in (Misread.BAD_TIME, Misread.TIME_WITHOUT_ZONE):
        raise _refused(parsed)


def stage(text: str, kind: Kind) -> Stage:
    """A stage by its name, or by the beginning of it."""
    word = " ".join(text.split()).casefold()
    known = stages_of(kind)
    meant = [each for each in known if each.casefold() == word] or [
        each for each in known if len(word) > 1 and each.casefold().startswith(word)
    ]
    if len(meant) == 1:
        return meant[0]
    help_text = did_you_mean(text.strip(), known, f"The stages are {', '.join(known)}.")
    raise RefusedAnswer(f"“{text.strip()}” is no stage. {help_text}", "F11")


def steps(text: str, now: datetime, prepared: tuple[str, ...] = ()) -> tuple[PreventionItem, ...]:
    """Promised steps, one on each line: `Alert on expiry (owner: SRE, due: 2026-11-20)`, or `due: 2 weeks`.

    A line of the number of a `prepared` step and a bracket takes its text: `1 (owner: SRE, due: 2 weeks)`.
    """
    lines = [_step(line, now, prepared) for line in text.splitlines() if line.strip()]
    entry = read("2000-01-01-steps.md", "\n".join(["---", "---", "", "## Prevention", "", *lines]))
    for finding in entry.findings:
        if finding.span.line > 4:
            raise RefusedAnswer(f"{finding.message} {finding.help}", finding.rule)
    return entry.incident.prevention


def _step(line: str, now: datetime, prepared: tuple[str, ...]) -> str:
    number, _, rest = line.strip().partition(" ")
    if number.isdecimal() and 0 < int(number) <= len(prepared) and (rest.startswith("(") or not rest):
        line = f"{prepared[int(number) - 1]} {rest}"
    line = _DUE_IN.sub(lambda found: f"due: {_day(found['length'], now)}", line)
    mark = _STEP_MARK.match(line)
    begin, box = (mark.end(), mark["mark"]) if mark else (0, None)
    return f"- {(box or '[ ]').strip()} {line[begin:].strip()}"


def _day(length: str, now: datetime) -> str:
    parsed = durations.parse(length)
    return (now.astimezone(UTC) + parsed).date().isoformat() if parsed else length
