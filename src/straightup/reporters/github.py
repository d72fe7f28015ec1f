"""Findings as workflow commands, which GitHub shows as annotations beside the lines of a pull request.

The form is that of https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from collections.abc import Sequence

from straightup.model.findings import Diagnostic, Severity
from straightup.reporters.escaping import one_line
from straightup.reporters.secrets import discreet
from straightup.reporters.text import count, summary

MOST_SHOWN = 10
"""GitHub shows this many errors and this many warnings of a step."""


def as_github(diagnostics: Sequence[Diagnostic], checked: int, *, below: str = "") -> str:
    """One command for each finding, errors first, and a plain last line that counts. Ends with a line feed.

    `below` is the working folder within the repository, "" or ending in a slash: GitHub counts paths from its root.
    """
    shown = discreet(diagnostics)
    errors = [each for each in shown if each.severity is Severity.ERROR]
    warnings = [each for each in shown if each.severity is not Severity.ERROR]
    lines = [_command(each, below) for each in (*errors, *warnings)]
    return "\n".join([*lines, summary(diagnostics, checked) + _left_out(len(errors), len(warnings))]) + "\n"


def _command(diagnostic: Diagnostic, below: str) -> str:
    span = diagnostic.span
    properties = {"line": str(span.line)}
    if span.line == span.end_line:
        # GitHub takes columns only within one line.
        properties |= {"col": str(span.column), "endLine": str(span.line), "endColumn": str(span.end_column)}
    else:
        properties["endLine"] = str(span.end_line)
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    # The log shows nothing but the message, so it has to say the place once more.
    place = f"{one_line(_from_root(diagnostic.path, below))}:{span.line}:{span.column}"
    message = f"{place}: {diagnostic.code} {one_line(diagnostic.message)}"
    if diagnostic.help:
        message = f"{message}\n→ {one_line(diagnostic.help)}"
    return workflow_command(diagnostic.severity.value, diagnostic.path, message, below=below, **properties)


def workflow_command(level: str, path: str, message: str, *, below: str = "", **properties: str) -> str:
    """An annotation of the file at `path`: `level` is `error`, `warning` or `notice`. Nothing in it can be obeyed."""
    known = {"file": one_line(_from_root(path, below)), **properties}
    shown = ",".join(f"{key}={_property(value)}" for key, value in known.items())
    return f"::{level} {shown}::{_data(message)}"


def _from_root(path: str, below: str) -> str:
    return path if path.startswith("/") else f"{below}{path}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _left_out(errors: int, warnings: int) -> str:
    too_many = [
        count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number > MOST_SHOWN
    ]
    if not too_many:
        return ""
    return f" GitHub shows only the first {MOST_SHOWN} of the {' and of the '.join(too_many)} beside the files."
