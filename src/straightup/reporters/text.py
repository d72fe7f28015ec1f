"""Findings for people: where, what, the line itself, and the next step."""

from collections.abc import Iterator, Mapping, Sequence

from straightup.model.findings import BESIDE, Diagnostic, Severity
from straightup.reporters.escaping import at_line_start, one_line
from straightup.reporters.excerpt import Lines, excerpt, line_of
from straightup.reporters.secrets import discreet, quotable

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33"}
"""Red and yellow, as ECMA-48 numbers them."""
_NO_LINES: Mapping[str, Sequence[str]] = {}


def text(
    diagnostics: Sequence[Diagnostic],
    checked: int,
    *,
    lines: Lines = _NO_LINES,
    color: bool = False,
    imported: int = 0,
) -> str:
    """Each finding with its line of the file and its next step, and a last line that counts. Ends with a line feed.

    With `lines` the faulty lines are quoted, except those that hold a secret. With `color` there are escape sequences
    for a terminal in it, and none of them comes from an author. `imported` of the reports come from another page.
    """
    shown = quotable(lines, diagnostics)
    parts = [part for each in discreet(diagnostics) for part in _finding(each, shown, color=color)]
    return "\n".join([*parts, f"{summary(diagnostics, checked)}{_of_old(imported)}"]) + "\n"


def _of_old(imported: int) -> str:
    if not imported:
        return ""
    reports, they = ("imported report", "it does") if imported == 1 else ("imported reports", "they do")
    return f" {imported} {reports}: what {they} not answer is shown as not recorded."


def _finding(diagnostic: Diagnostic, lines: Lines, *, color: bool) -> Iterator[str]:
    code = _colored(diagnostic.code, diagnostic.severity, color=color)
    place = f"{at_line_start(diagnostic.path)}:{diagnostic.span.line}:{diagnostic.span.column}"
    yield f"{place}: {code} {one_line(diagnostic.message)} [{diagnostic.name}]"
    quoted = excerpt(line_of(lines, diagnostic.path, diagnostic.span.line), diagnostic.span)
    if quoted:
        number = str(diagnostic.span.line)
        line, carets = quoted
        indent = carets[: -len(carets.lstrip())]
        yield f"  {number} | {line}"
        yield f"  {' ' * len(number)} | {indent}{_colored(carets.lstrip(), diagnostic.severity, color=color)}"
    if diagnostic.help:
        yield f"  → {one_line(diagnostic.help)}"


def _colored(text: str, severity: Severity, *, color: bool) -> str:
    return f"\x1b[1;{_COLORS[severity]}m{text}\x1b[0m" if color else text


def summary(diagnostics: Sequence[Diagnostic], checked: int) -> str:
    """`3 errors and 1 warning in 12 reports.`, and how many of them nobody caused but the clock."""
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    warnings = len(diagnostics) - errors
    reports = count(checked, "report")
    beside = len({each.path for each in diagnostics if each.name in BESIDE})
    if beside:
        reports = f"{reports} and {count(beside, 'file')} beside {'it' if checked == 1 else 'them'}"
    if not diagnostics:
        return f"{reports}, nothing to mend." if checked else "There are no reports to check."
    counts = [count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return f"{' and '.join(counts)} in {reports}.{_lapses(diagnostics)}"


def _lapses(diagnostics: Sequence[Diagnostic]) -> str:
    lapses = sum(each.lapse for each in diagnostics)
    if not lapses:
        return ""
    which = f"{lapses} of them" if lapses < len(diagnostics) else "It" if lapses == 1 else "All of them"
    return f" {which} arose only because time passed."


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
