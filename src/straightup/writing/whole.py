"""Incidents as the Markdown files that reading reads.

`read(write(incident)).incident == incident` for every incident that reading can yield, with one exception: a code
fence that its author left open is closed, because it would swallow what follows it here. Times are written in full.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from straightup.model.findings import nearest
from straightup.model.imported import Imported
from straightup.model.incident import Eta, Incident, Promise, UnknownUntil, Update, Window
from straightup.model.limits import LONGEST_OFFSET
from straightup.model.source import SectionName
from straightup.model.states import Kind, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.reading.components import NOT_RECORDED
from straightup.reading.keys import NOT_RECORDED as NOT_RECORDED_TIME
from straightup.reading.moments import LAST_YEAR
from straightup.writing.backslashes import (
    kept_as_text,
    on_one_line,
    without_fields,
    without_steps,
    without_tasks,
    without_values,
)

_PLAIN = re.compile(r"(?:[^\W_]|/)(?:[^:#]|:(?=[^ ])|(?<=[^ ])#)*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_STEP_KEYS = "owner|due|done|link|because"
_MARKS = {PreventionState.OPEN: " ", PreventionState.DONE: "x", PreventionState.DROPPED: "-"}
_WITHHELD = {
    **dict.fromkeys(("draft", "hidden", "private", "embargo", "unlisted"), "true"),
    **dict.fromkeys(("published", "publish"), "false"),
    "visibility": "private",
}
"""What the keys say that keep a report from everybody."""
_UNITS = {"weeks": 604800, "days": 86400, "hours": 3600, "min": 60, "s": 1}


def write(incident: Incident, prompts: Mapping[SectionName, str] | None = None) -> str:
    """The whole file of `incident`, ending in a line end.

    `prompts` are questions for sections that are still unanswered: each is written as a comment under its heading,
    which is no answer and is never published. Without one an unanswered section is left out.
    """
    prompts = prompts or {}
    answers = {
        SectionName.IMPACT: kept_as_text(incident.impact),
        SectionName.MEANWHILE: kept_as_text(incident.workaround),
        SectionName.CAUSE: kept_as_text(incident.cause),
        SectionName.RESTORATION: kept_as_text(incident.restoration),
        SectionName.PREVENTION: _prevention(incident),
        SectionName.MAKING_IT_RIGHT: with_steps(incident.making_it_right, incident.remedies),
    }
    sections = [(str(name), answer or _comment(prompts.get(name, ""))) for name, answer in answers.items()]
    sections = [(heading, text) for heading, text in sections if text]
    sections += [(on_one_line(heading), kept_as_text(text)) for heading, text in incident.other_sections]
    updates = "\n\n".join(map(write_update, incident.updates)) or _comment(prompts.get(SectionName.UPDATES, ""))
    if updates:
        sections.append((SectionName.UPDATES, updates))
    blocks = ["\n".join(["---", *_front_matter(incident), "---"]), kept_as_text(incident.preamble)]
    blocks += [f"## {heading}\n\n{text}".rstrip() for heading, text in sections]
    return "\n\n".join(filter(None, blocks)) + "\n"


def write_update(update: Update) -> str:
    """The heading, fields and text of one update, to stand under `## Updates`. No line end follows it."""
    given = dict(_fields(update))
    fields = "\n".join(f"- {name}: {value}" for name, value in _fields(update))
    text = without_values(kept_as_text(update.text, levels=(2, 3)), update.at, given.keys() - {"Components", "Edited"})
    if not fields:
        text = without_fields(text)
    return "\n\n".join(filter(None, (f"### {moment(update.at)}: {update.stage}", fields, text)))


def moment(at: datetime) -> str:
    """`2026-11-03 14:20 UTC`, or the time's own offset in place of UTC; seconds when they are not zero.

    ValueError for a time without a zone. A time whose offset is no whole minute, or beyond ±14:00, is given in UTC.
    """
    at, zone = _zoned(at)
    return f"{at:%Y-%m-%d} {_clock(at)} {zone}"


def window(planned: Window) -> str:
    """`2026-12-09 04:00 UTC to 2026-12-09 05:30 UTC, because …`: the new time of planned work."""
    return _because(f"{moment(planned.starts)} to {moment(planned.ends)}", planned.because)


def prevention_item(item: PreventionItem) -> str:
    """The line of one promised step: `- [ ] Text (owner: …, due: …)`."""
    values = {
        "owner": item.owner,
        "due": item.due.isoformat() if item.due else "",
        "done": item.done.isoformat() if item.done else "",
        "link": item.link,
        "because": item.because,
    }
    brackets = ", ".join(f"{key}: {_in_brackets(value)}" for key, value in values.items() if value)
    text = on_one_line(item.text)
    if not brackets and text.rstrip(" .").endswith(")") and re.search(rf"\( ?(?:{_STEP_KEYS}) ?:", text, re.IGNORECASE):
        brackets = "owner: "  # an empty one, so that the brackets of the text stay text
    return " ".join(filter(None, (f"- [{_MARKS[item.state]}]", text, brackets and f"({brackets})")))


def with_steps(text: str, steps: Iterable[PreventionItem]) -> str:
    """What a section says that promises `steps`, and beside them `text`."""
    # The text comes first: behind the steps, an indented beginning of it would be read as part of the last one.
    items = "\n".join(map(prevention_item, steps))
    return "\n\n".join(filter(None, (without_tasks(kept_as_text(text)), items)))


def _zoned(at: datetime) -> tuple[datetime, str]:
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a time in an incident has a zone")
    if not offset or offset.seconds % 60 or abs(offset) > LONGEST_OFFSET:
        return at.astimezone(UTC), "UTC"
    name = at.strftime("%z")
    return at, f"{name[:3]}:{name[3:]}"


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _front_matter(incident: Incident) -> Iterator[str]:
    if incident.withheld:
        yield f"{_scalar(incident.withheld)}: {_WITHHELD[nearest(incident.withheld, _WITHHELD) or 'draft']}"
    yield from _pair("title", incident.title)
    yield from _pairs("components", tuple((name, _state(state)) for name, state in incident.components))
    yield from _moment_pair("started", incident.started)
    yield from _moment_pair("resolved", incident.resolved)
    yield from _pair("resolved", NOT_RECORDED_TIME if incident.end_not_recorded else "")
    if incident.kind is not Kind.INCIDENT:
        yield from _pair("kind", incident.kind)
    yield from _moment_pair("starts", incident.starts)
    yield from _moment_pair("ends", incident.ends)
    if incident.repeats:
        yield from _pair("repeats", incident.repeats.said)
        yield from _pair("from", incident.repeats.first.isoformat())
        yield from _pair("until", incident.repeats.until.isoformat() if incident.repeats.until else "")
        yield from _pair("except", ", ".join(day.isoformat() for day in sorted(incident.repeats.without)))
    yield from _pair("occurrence-of", incident.occurrence_of)
    yield from _pair("detected-by", incident.detected_by or "")
    yield from _pair("cause-category", incident.cause_category)
    yield from _pair("repeat-of", incident.repeat_of)
    yield from _pair("duplicate-of", incident.duplicate_of)
    yield from _pair("outcome", "false-alarm" if incident.false_alarm else "")
    yield from _pair("reference", incident.reference)
    yield from _pair("author", incident.author)
    yield from _pairs("links", tuple((link.text, link.url) for link in incident.links))
    yield from _pairs("exempt", incident.exempt)
    if incident.imported:
        yield from _pairs("imported", tuple(_imported(incident.imported)))
    yield from _listed("was", incident.was)


def _imported(imported: Imported) -> Iterator[tuple[str, str]]:
    yield "from", imported.source
    yield "on", imported.on
    said = {
        "id": imported.id,
        "rated": imported.rated,
        "automatic": "true" if imported.automatic else "",
        "note": imported.note,
        "digest": imported.digest,
    }
    yield from ((key, value) for key, value in said.items() if value)


def _state(state: State) -> str:
    """As it is written. Only what was imported names a component without a state."""
    return NOT_RECORDED if state is State.NOT_KNOWN else state


def _pair(key: str, value: str) -> Iterator[str]:
    if value:
        yield f"{key}: {_scalar(value)}"


def _moment_pair(key: str, at: datetime | None) -> Iterator[str]:
    if at:
        yield f"{key}: {moment(at)}"


def _listed(key: str, values: tuple[str, ...]) -> Iterator[str]:
    if len(values) == 1:
        yield from _pair(key, values[0])
    elif values:
        yield f"{key}:"
        yield from (f"  - {_scalar(value)}" for value in values)


def _pairs(key: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if pairs:
        yield f"{key}:"
    for name, value in pairs:
        yield f"  {_scalar(name)}: {_scalar(value)}"


def _scalar(text: str) -> str:
    """A YAML scalar that reads back as `text`: plain where nothing in it means anything to YAML, else in quotes."""
    if text.isprintable() and _PLAIN.fullmatch(text) and text[-1] not in " :":
        return text
    return '"' + "".join(_ESCAPES.get(character) or _printable(character) for character in text) + '"'


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _fields(update: Update) -> Iterator[tuple[str, str]]:
    if update.began:
        yield "Began", moment(update.began)
    if update.restored:
        yield "Restored", moment(update.restored)
    if update.window:
        yield "Window", window(update.window)
    if update.eta:
        yield "ETA", _eta(update.eta, update.at)
    if update.next_update:
        yield "Next update", moment(update.next_update)
    if update.components:
        yield "Components", ", ".join(f"{component} {state}" for component, state in update.components)
    for edit in update.edits:
        yield "Edited", _because(moment(edit.at), edit.because)


def _eta(eta: Eta, at: datetime) -> str:
    match eta:
        case UnknownUntil(until=until, because=because):
            return _because(f"unknown until {moment(until)}", because)
        case Promise(earliest=earliest, by=by, because=because):
            return _because(_promise(earliest, by, at), because)


def _promise(earliest: datetime, by: datetime, at: datetime) -> str:
    """One time, a range within a day of one zone, else lengths of time from `at`, where those can say it."""
    if by.year <= LAST_YEAR:
        if earliest == by:
            return moment(by)
        first, zone = _zoned(earliest)
        last, last_zone = _zoned(by)
        if zone == last_zone and timedelta(0) < last - first <= timedelta(days=1):
            return f"{first:%Y-%m-%d} {_clock(first)}-{_clock(last)} {zone}"
    start, end = (round((each - at).total_seconds()) for each in (earliest, by))
    for unit, seconds in _UNITS.items():
        if not start % seconds and not end % seconds and 0 <= start <= end < 10_000 * seconds:
            return f"in {start // seconds}-{end // seconds} {unit}"
    return moment(by)  # a range that the format cannot say; its end is the promise


def _because(value: str, because: str) -> str:
    return f"{value}, because {on_one_line(because)}" if because else value


def _in_brackets(value: str) -> str:
    """A value that neither ends the brackets it stands in nor begins the next key; what would is spelt as entities."""
    value = re.sub(rf"(,\s*(?:{_STEP_KEYS})\s*):", r"\1&#58;", on_one_line(value), flags=re.IGNORECASE)
    depth = 0
    for character in reversed(value):
        depth += {")": 1, "(": -1}.get(character, 0)
        if depth < 0:
            break
    return value if depth == 0 else value.replace("(", "&#40;").replace(")", "&#41;")


def _prevention(incident: Incident) -> str:
    answer = with_steps(incident.prevention_text, incident.prevention)
    return answer if incident.prevention else without_steps(answer)


def _comment(question: str) -> str:
    """A comment that says `question`, "" for none."""
    return f"<!-- {question.replace('--', '–').strip()} -->" if question else ""
