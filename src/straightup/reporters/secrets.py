"""Secrets are never repeated: neither the lines they stand on, nor what other findings quote from these lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from straightup.model.findings import Diagnostic
from straightup.reporters.excerpt import Lines

_QUOTED = re.compile("“[^”]*”", re.DOTALL)


def quotable(lines: Lines, diagnostics: Iterable[Diagnostic]) -> dict[str, Sequence[str]]:
    """`lines` with each one emptied that holds a secret, whoever else wants to quote it."""
    secret = _secret_lines(diagnostics)
    return {
        path: ["" if (path, number) in secret else line for number, line in enumerate(content, 1)]
        for path, content in lines.items()
    }


def discreet(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The same findings, without the words that those beside a secret quote from its line."""
    secret = _secret_lines(diagnostics)
    return [
        replace(each, message=_QUOTED.sub("“…”", each.message), help=_QUOTED.sub("“…”", each.help))
        if not each.secret and (each.path, each.span.line) in secret
        else each
        for each in diagnostics
    ]


def _secret_lines(diagnostics: Iterable[Diagnostic]) -> set[tuple[str, int]]:
    return {
        (each.path, number)
        for each in diagnostics
        if each.secret
        for number in range(each.span.line, each.span.end_line + 1)
    }
