"""A message from a chat as the answers of an update: what it says itself, and nothing that would have to be guessed."""

import re
from collections.abc import Iterator
from datetime import datetime

from straightup.authoring import inputs
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.states import Kind, Stage

_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?"
_NAME = r"[\w.@'’ -]{1,40}"
_WHO_AND_WHEN = re.compile(
    rf"\s*(?:\[?{_CLOCK}\]?\s+)?{_NAME}?\s*(?:[—–-]\s*)?(?:\(?app\)?\s+)?"
    rf"(?:today at |yesterday at )?\[?{_CLOCK}\]?\s*",
    re.IGNORECASE,
)
"""A line that says only who wrote when, as Slack, Discord and Teams put it above a message."""
_BEFORE = re.compile(rf"^\s*(?:>\s*)?(?:\[{_CLOCK}\]\s*(?:{_NAME}:\s)?|<[\w.@ -]{{1,40}}>\s)", re.IGNORECASE)
_CALLS = re.compile(
    r"<!(?:here|channel|everyone)[^>\s]{0,20}>|(?<!\S)@(?:here|channel|everyone|all)\b|(?<!\S):[a-z0-9_+-]{2,40}:",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^\s*[*_]*(?P<key>status|stage|eta|next update|next)[*_]*\s*:[*_]*\s*(?P<value>.+?)\s*$", re.IGNORECASE
)
_UNTIL = r"[^.,;!?\n()]{1,60}"
_NEXT = re.compile(
    r"\b(?:next|another|more) (?:update|news|word|info)s? "
    r"(?:is |comes? |follows |will (?:be|come|follow) )?(?:due )?(?:at|by|in|around)?\b ?"
    rf"(?P<value>{_UNTIL})"
    r"|\b(?:will|we'll|we’ll|i'll|i’ll) (?:update|write|post|report)(?: you| here| again| back)? (?:again )?"
    rf"(?P<how>at|by|in|within) (?P<value2>{_UNTIL})",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:eta(?: is)?:?"
    r"|(?:should|will|to|'ll|’ll) be (?:all |fully )?(?:back|up|fixed|restored|resolved|working|normal|done)"
    r"(?: again| up| to normal)?|back(?: up)?(?= by)|(?:a|the) fix(?= by)) ?(?:by|in|within|around|at)? ?"
    rf"(?P<value>{_UNTIL})",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:and|but|unless|if|when|because|so|for|as|or|from)\b.*", re.IGNORECASE)


def pasted(text: str, at: datetime, kind: Kind) -> dict[str, str]:
    """The answers by the keys of their questions: always the message, else only what can be read without a guess.

    Who wrote it and when, calls to a channel and little pictures are left out; each other word stays.
    """
    answers: dict[str, str] = {}
    lines: list[str] = []
    for line in _without_decoration(text):
        said = _SAID.match(line)
        key = {"status": "stage", "next update": "next"}.get(said["key"].lower(), said["key"].lower()) if said else ""
        if said and _reads(key, said["value"], at, kind):
            answers[key] = said["value"]
        else:
            lines.append(line)
    message = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    for key, pattern in (("next", _NEXT), ("eta", _BACK)):
        if key not in answers and (value := _first(pattern, key, message, at, kind)):
            answers[key] = value
    return answers | ({"message": message} if message else {})


def _without_decoration(text: str) -> Iterator[str]:
    for line in text.replace("\r\n", "\n").split("\n"):
        if not _WHO_AND_WHEN.fullmatch(line):
            yield " ".join(_CALLS.sub(" ", _BEFORE.sub("", line)).split())


def _first(pattern: re.Pattern[str], key: str, message: str, at: datetime, kind: Kind) -> str:
    for found in pattern.finditer(message):
        named = found.groupdict()
        said = (named["value"] or f"{named['how']} {named['value2']}").strip()
        before = message[: found.start("value")].rstrip()[-3:].lower() if named["value"] else ""
        choices = [said, _TAIL.sub("", said)]
        choices += [f"in {each}" for each in choices] if before.endswith("in") else []
        for choice in choices:
            if _reads(key, choice, at, kind):
                return choice
    return ""


def _reads(key: str, value: str, at: datetime, kind: Kind) -> bool:
    try:
        match key:
            case "stage":
                return isinstance(inputs.stage(value, kind), Stage)
            case "eta":
                inputs.eta(value, at)
            case _:
                inputs.ahead(value, at)
    except RefusedAnswer:
        return False
    return True
