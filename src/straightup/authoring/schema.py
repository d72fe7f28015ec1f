"""The front matter as a JSON Schema (2020-12), so that an editor completes keys and marks typing errors as one writes.

It knows the keys and what each takes. What depends on the rest of the file, or on the clock, only `check` can say.
"""

from collections.abc import Iterable
from typing import Any

from straightup.model.findings import is_binding
from straightup.model.limits import LONGEST_TITLE
from straightup.model.settings import Settings
from straightup.model.states import STATED, Component, Kind, Noticed
from straightup.reading.keys import KEYS
from straightup.rules import ALL

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DAY = "(?:20[0-9][0-9]|2100)-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_MINUTES = "[:.][0-5][0-9](?::[0-5][0-9])?"
_CLOCK = (
    rf"(?:(?:[01]?[0-9]|2[0-3]){_MINUTES}|(?:[01][0-9]|2[0-3])[0-5][0-9]|(?:12\s+)?[Nn][Oo][Oo][Nn]\b"
    rf"|(?:0?[1-9]|1[01])(?:{_MINUTES})?\s*[AaPp]\.?[Mm]\b\.?)"
)
_CITY = "(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z_/-]+"
_ZONE = f"(?:[Uu][Tt][Cc]|[Gg][Mm][Tt]|[Zz]|[+-](?:0[0-9]|1[0-3]):?[0-5][0-9]|[+-]14:?00|{_CITY})"
MOMENT = rf"^{_DAY}(?:\s+|[Tt](?=[0-9])){_CLOCK}\s*{_ZONE}$"
"""A regular expression of ECMA-262 that matches every moment that can be read.

It also matches a 30th of February, and cities of its own invention; of a real one it wants the usual capitals.
"""

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
"""Every scalar is read as the text that the author typed, but an editor takes 404 for a number."""


def front_matter(settings: Settings) -> dict[str, Any]:
    """The schema of the front matter on a site with these settings."""
    keys = _keys(settings)
    return {
        "$schema": DIALECT,
        "title": "Front matter of a straightup report",
        "description": "What stands between the two --- at the top of incidents/YYYY-MM-DD-slug.md.",
        "type": "object",
        "properties": {key: keys[key] for key in KEYS},
        "required": ["title"],
        "additionalProperties": False,
        "allOf": [_when(Kind.MAINTENANCE, ["components"]), _window(), _incident()],
    }


def _keys(settings: Settings) -> dict[str, dict[str, Any]]:
    kinds = {
        Kind.INCIDENT: "something broke (the default)",
        Kind.MAINTENANCE: "planned work, with starts and ends",
        Kind.NOTICE: "nothing is wrong",
    }
    meanings = "; ".join(f"{kind}: {meaning}" for kind, meaning in kinds.items())
    codes = [rule.code for rule in ALL if not is_binding(rule.code)]
    return {
        "title": {
            "description": "What is wrong, in one sentence and in a customer's words.",
            "type": ["string", "number", "boolean"],
            "minLength": 1,
            "maxLength": LONGEST_TITLE,
        },
        "components": _components(settings.declared),
        "started": _moment("When it began for customers."),
        "resolved": {
            "description": "When customers were whole again, where that is not when the Resolved update was posted.",
            "anyOf": [_moment("With its zone."), {"const": "not recorded"}],
        },
        "kind": {"description": f"The sort of report. {meanings}.", **_one_of(Kind), "default": Kind.INCIDENT},
        "starts": _moment("When the planned work starts."),
        "ends": _moment("When the planned work ends, or until when a notice holds."),
        "detected-by": {"description": "Who noticed first that something was wrong.", **_one_of(Noticed)},
        "cause-category": _text("One word for the kind of cause, such as certificate, so that repeats can be counted."),
        "repeat-of": _text("The earlier report whose cause came back: the name of its file without .md."),
        "duplicate-of": _text("The report that tells the same: the name of its file without .md."),
        "outcome": {"description": "Nothing was wrong after all.", **_one_of(["false-alarm"])},
        "reference": _text("What customers may quote to support. Without it one is derived from the file's name."),
        "author": _text("Who writes."),
        "links": _mapping("Further reading: text and address.", {"Post-mortem": "https://example.com/post-mortem"}),
        "exempt": {
            **_mapping("Rules that this report is exempt from, each with the reason, which the page shows.", {}),
            "propertyNames": {"enum": codes},
        },
        "draft": {
            "description": "Whether nobody is to see the report yet. Take it out to publish.",
            "anyOf": [{"type": "boolean"}, _one_of(["true", "false", "yes", "no"])],
        },
        **_recurrence(),
        **_TAKEN_OVER,
    }


def _recurrence() -> dict[str, dict[str, Any]]:
    return {
        "repeats": {
            "description": "By which rule planned work comes again. The zone is a city, or UTC.",
            "type": "string",
            "examples": ["every Tuesday 05:00-06:00 Europe/Berlin", "every first Sunday 02:00-04:00 UTC"],
        },
        "from": _day("The first day on which it may begin. Without it: the day of the file's name."),
        "until": _day("The last day on which it may begin."),
        "except": {
            "description": "The days on which it does not come.",
            "anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}],
            "examples": [["2026-12-22", "2026-12-29"]],
        },
        "occurrence-of": {
            "description": "The one time of what repeats that this report stands in for: ID@DATE.",
            "type": "string",
            "pattern": rf"^\S+@{_DAY}$",
        },
    }


def _components(components: Iterable[Component]) -> dict[str, Any]:
    state = _one_of(STATED)
    state["anyOf"] = [*state["anyOf"], {"const": "not-recorded", "description": "Of an imported report."}]
    known = {each.id: {"description": each.description or each.name, **state} for each in components}
    return {
        "description": "Each component that is affected, with its state from “started” on.",
        "type": ["object", "null"],
        "properties": known,
        "additionalProperties": False if known else state,
    }


def _moment(description: str) -> dict[str, Any]:
    with_zone = f"{description} With its zone."
    return {"description": with_zone, "type": "string", "pattern": MOMENT, "examples": ["2026-11-03 14:05 UTC"]}


def _day(description: str) -> dict[str, Any]:
    return {"description": description, "type": "string", "pattern": f"^{_DAY}$", "examples": ["2026-11-24"]}


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    """These words as an editor is to offer them, and in capitals, which are read as well."""
    known = list(words)
    in_any_case = (
        "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word) for word in known
    )
    return {"anyOf": [{"enum": known}, {"type": "string", "pattern": f"^(?:{'|'.join(in_any_case)})$"}]}


def _text(description: str) -> dict[str, Any]:
    return {"description": description, **_TEXT}


def _mapping(description: str, example: dict[str, str]) -> dict[str, Any]:
    mapping: dict[str, Any] = {"description": description, "type": ["object", "null"], "additionalProperties": _TEXT}
    return {**mapping, "examples": [example]} if example else mapping


def _is(*kinds: Kind) -> dict[str, Any]:
    return {"properties": {"kind": _one_of(kinds)}, "required": ["kind"]}


def _when(kind: Kind, required: list[str]) -> dict[str, Any]:
    return {"if": _is(kind), "then": {"required": required, "properties": _at_least_one}}


def _window() -> dict[str, Any]:
    written = {"anyOf": [{"required": ["starts", "ends"]}, {"required": ["repeats"]}]}
    return {"if": _is(Kind.MAINTENANCE), "then": written}


def _incident() -> dict[str, Any]:
    unasked = {"starts": False, "ends": False}
    return {
        "if": {"not": _is(Kind.MAINTENANCE, Kind.NOTICE)},
        "then": {"required": ["components", "started"], "properties": {**unasked, **_at_least_one}},
    }


_at_least_one: dict[str, Any] = {"components": {"type": "object", "minProperties": 1}}


_TAKEN_OVER: dict[str, Any] = {
    "imported": {
        **_mapping("Where a report that was not written for straightup came from.", {}),
        "properties": {
            "from": _text("The tool."),
            "on": _text("The day or the moment."),
            "id": _text("What it was called there. By this a second import finds it again."),
            "rated": _text("The old page's own word for how bad it was."),
            "automatic": {"description": "Whether a probe wrote it.", "type": "boolean"},
            "note": _text("What could not be told."),
            "digest": _text("Of the file as it was written, to see whether it was changed since."),
        },
        "additionalProperties": False,
    },
    "was": {
        "description": "Its addresses on the page that it came from, which lead to its page here.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "examples": ["/incidents/k8w3r06qmzrp"],
    },
}
"""The keys of what was written for another page."""
