"""Findings as text for people and as JSON for programs. Nothing here prints."""

import json
import re
from collections.abc import Sequence
from typing import Any

from straightup.diagnostics import Diagnostic, Severity

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")


def safe(text: str) -> str:
    """`text` with everything that a terminal could obey, or that would turn it round, written out: `\\x1b`."""
    return _CONTROL.sub(
        lambda found: f"\\x{ord(found[0]):02x}" if ord(found[0]) < 256 else f"\\u{ord(found[0]):04x}", text
    )


def text(diagnostics: Sequence[Diagnostic], checked: int) -> str:
    """One line for each finding, its next step under it, and a last line that counts. Ends with a line feed."""
    lines = []
    for each in diagnostics:
        place = f"{each.path}:{each.span.line}:{each.span.column}"
        lines.append(safe(f"{place}: {each.code} {each.message} [{each.name}]"))
        if each.help:
            lines.append(safe(f"  → {each.help}"))
    return "\n".join([*lines, summary(diagnostics, checked)]) + "\n"


def summary(diagnostics: Sequence[Diagnostic], checked: int) -> str:
    """`3 errors and 1 warning in 12 reports.`"""
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    warnings = len(diagnostics) - errors
    reports = _count(checked, "report")
    if not diagnostics:
        return f"{reports}, nothing to mend." if checked else "There are no reports to check."
    counts = [_count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return f"{' and '.join(counts)} in {reports}."


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A list in the shape that ruff prints; `[]` when there is nothing. Rows and columns start at 1."""
    found: list[dict[str, Any]] = [
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
        for each in diagnostics
    ]
    return json.dumps(found, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
