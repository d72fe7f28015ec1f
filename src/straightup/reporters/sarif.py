"""Findings as SARIF 2.1.0, which GitHub's code scanning and many editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from straightup import __version__
from straightup.model.findings import Diagnostic
from straightup.reporters.escaping import safe
from straightup.reporters.excerpt import Lines, line_of
from straightup.reporters.json_ import dumped
from straightup.reporters.secrets import discreet, quotable
from straightup.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_NO_LINES: Mapping[str, Sequence[str]] = {}


def as_sarif(
    diagnostics: Sequence[Diagnostic], rules: Sequence[Rule], *, lines: Lines = _NO_LINES, below: str = ""
) -> str:
    """One run of straightup with the documentation of `rules`, and a result for each finding.

    With `lines` a result keeps its fingerprint when other lines move it. `below` is the working folder within the
    repository, "" or ending in a slash: addresses count from the repository's root.
    """
    places = {rule.code: place for place, rule in enumerate(rules)}
    prints = _fingerprints(diagnostics, quotable(lines, diagnostics))
    results = [
        _result(each, places[each.code], fingerprint, below)
        for each, fingerprint in zip(discreet(diagnostics), prints, strict=True)
    ]
    driver = {"name": "straightup", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    fault = rule.name.replace("-", " ").capitalize()
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", rule.bad + rule.good))])
    bad, good = (f"{fence}markdown\n{text.rstrip()}\n{fence}" for text in (rule.bad, rule.good))
    markdown = f"The customer asks: *{rule.question.value}*\n\n{rule.why}\n\nInstead of\n\n{bad}\n\nwrite\n\n{good}\n"
    plain = f"{rule.why}\n\nInstead of\n\n{rule.bad.rstrip()}\n\nwrite\n\n{rule.good.rstrip()}\n"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"{fault}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": plain, "markdown": markdown},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"question": rule.question.value},
    }


def _result(diagnostic: Diagnostic, rule_index: int, fingerprint: str, below: str) -> dict[str, Any]:
    location = {"artifactLocation": _artifact(diagnostic.path, below), "region": _region(diagnostic)}
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": diagnostic.severity.value,
        "message": {"text": _message(f"{diagnostic.message} {diagnostic.help}".strip())},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if diagnostic.lapse:
        result["properties"] = {"lapse": True}
    return result


def _artifact(path: str, below: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": f"file://{quote(path)}"}
    # A viewer knows where the repository is; %SRCROOT% is what GitHub and others call it.
    return {"uri": quote(f"{below}{path}"), "uriBaseId": "%SRCROOT%"}


def _region(diagnostic: Diagnostic) -> dict[str, int]:
    span = diagnostic.span
    if (span.line, span.column) == (span.end_line, span.end_column):
        return {"startLine": span.line}  # a place without a length: the line
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _message(text: str) -> str:
    """SARIF takes `[text](address)` for a link and `{0}` for a placeholder; an author's words are neither (§ 3.11)."""
    text = safe(text).replace("{", "{{").replace("}", "}}") if re.search(r"\{\d+\}", text) else safe(text)
    return re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", text) if "](" in text else text


def _fingerprints(diagnostics: Iterable[Diagnostic], lines: Lines) -> list[str]:
    """For each finding the hash of its rule, its report and the words of its line, and which one of these it is."""
    import hashlib  # here, because it loads OpenSSL, and `check` starts without that

    seen: Counter[str] = Counter()
    prints = []
    for each in diagnostics:
        words = " ".join(line_of(lines, each.path, each.span.line).split())
        identity = "\0".join((each.code, PurePosixPath(each.path).name, words))
        digest = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:16]
        seen[digest] += 1
        prints.append(f"{digest}:{seen[digest]}")
    return prints
