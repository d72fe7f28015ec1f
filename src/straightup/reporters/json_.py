"""Findings as JSON in the shape that ruff prints, which many programs read already."""

import json
from collections.abc import Sequence
from typing import Any

from straightup.model.findings import Diagnostic
from straightup.reporters.escaping import in_json, safe
from straightup.reporters.secrets import discreet


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A list, `[]` when there is nothing. Rows and columns start at 1."""
    shown: list[dict[str, Any]] = [
        {
            "code": each.code,
            "name": each.name,
            "severity": each.severity.value,
            "message": safe(each.message),
            "filename": each.path,
            "location": {"row": each.span.line, "column": each.span.column},
            "end_location": {"row": each.span.end_line, "column": each.span.end_column},
            "help": safe(each.help),
            "url": None,
        }
        for each in discreet(diagnostics)
    ]
    return dumped(shown)


def dumped(value: object) -> str:
    """`value` as JSON that can be written as UTF-8 and read in any log, whatever an author wrote."""
    text = json.dumps(value, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return in_json(text) + "\n"
