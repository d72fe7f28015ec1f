"""The rules: what a report must answer, and how it must be written, for a customer to be told the truth."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice

from straightup.model.findings import Diagnostic, Fault, Finding, Misread
from straightup.model.incident import Incident
from straightup.model.limits import MAX_BYTES
from straightup.model.source import Document, Entry
from straightup.rules import (
    announcing,
    cause,
    deflecting,
    endings,
    exposure,
    form,
    generic,
    prevention,
    proofreading,
    restoration,
    scope,
    taken_over,
    updates,
    visibility,
    waivers,
    wording,
)
from straightup.rules.rule import Context, Question, Rule
from straightup.rules.text.credentials import holds_secret, secrets_in
from straightup.rules.text.substance import normal_text, text_key

__all__ = [
    "ALL",
    "MOST_OF_A_KIND",
    "Context",
    "Question",
    "Rule",
    "check",
    "check_all",
    "diagnostic",
    "exposed",
    "find",
    "holds_secret",
    "normal_text",
    "of",
    "secrets_in",
    "text_key",
]

ALL: tuple[Rule, ...] = (
    *form.RULES,
    *waivers.RULES,
    *visibility.RULES,
    *scope.RULES,
    *endings.RULES,
    *cause.RULES,
    *restoration.RULES,
    *prevention.RULES,
    *updates.RULES,
    *announcing.RULES,
    *wording.RULES,
    *proofreading.RULES,
    *deflecting.RULES,
    *generic.RULES,
    *exposure.RULES,
)
"""Every rule there is, in the order of the documentation."""

MOST_OF_A_KIND = 500
"""Findings of one rule in one file. There are as many updates, and nobody mends more at once."""

_BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in ALL}
_CODES = tuple(rule.code for rule in ALL)
_CHECKS = tuple((rule, rule.check) for rule in ALL if rule.check)
_FORMAT_CHECKS = tuple((rule, check) for rule, check in _CHECKS if rule.question is Question.F)


def find(word: str) -> Rule | None:
    """The rule of that code or name, in any case."""
    folded = word.strip().casefold()
    return next((rule for rule in ALL if folded in (rule.code.casefold(), rule.name)), None)


def of(misread: Misread) -> Rule:
    """The rule that explains what reading has found."""
    return _BY_NAME[misread]


def check(entry: Entry, context: Context) -> list[Diagnostic]:
    """Everything that is wrong with `entry`, sorted by place, without what its author has exempted it from."""
    found = {_diagnostic(entry.path, of(name), fault) for name, fault in _misread(entry)}
    for rule, run in _CHECKS if entry.document.readable else _FORMAT_CHECKS:
        faults = iter(run(entry, context))
        first = next(faults, None)
        if first is not None:  # for most rules there is none, and asking further would cost as much as they do
            found.update(_diagnostic(entry.path, rule, fault) for fault in _first(chain((first,), faults)))
    found = _without_exempt(entry, found) if entry.incident.exempt else found
    found = taken_over.asked(entry, found) if entry.incident.imported else found
    over = entry.incident.over_since
    past = over is not None and context.clock.after(over + context.settings.grace)
    return sorted(replace(each, past=True) for each in found) if past else sorted(found)


def _without_exempt(entry: Entry, found: set[Diagnostic]) -> set[Diagnostic]:
    """`found` without what the author has set aside, and with what is wrong with that."""
    exempt = waivers.effective(entry, _CODES)
    used = {diagnostic.code for diagnostic in found if diagnostic.code in exempt}
    found = {diagnostic for diagnostic in found if diagnostic.code not in exempt}
    return found | {_diagnostic(entry.path, rule, fault) for rule, fault in waivers.judge(entry, _CODES, used)}


def diagnostic(path: str, finding: Finding) -> Diagnostic:
    """What was found wrong with the file at `path`, which is no report."""
    return _diagnostic(path, of(finding.rule), Fault(finding.span, finding.message, finding.help))


def exposed(path: str, data: bytes, context: Context) -> list[Diagnostic]:
    """What stands in a text file that a report links to and must not be seen, sorted by place.

    All of it is looked through for what must not be published, and as much of it as a report may have for the rest.
    """
    found: set[Diagnostic] = set()
    for asked, most in ((exposure.FORBIDDEN_IN_FILES, len(data)), (exposure.UNWANTED_IN_FILES, MAX_BYTES)):
        lines = tuple(data[:most].decode("utf-8-sig", "replace").split("\n"))
        entry = Entry(path, Document(lines, shown=lines), Incident(id=""))
        for rule in asked:
            faults = islice(rule.check(entry, context) if rule.check else (), MOST_OF_A_KIND)
            found.update(_diagnostic(path, rule, fault) for fault in faults)
    return sorted(found)


def check_all(entries: Iterable[Entry], context: Context) -> list[Diagnostic]:
    """`check` of each entry, sorted by path and place."""
    return sorted(diagnostic for entry in entries for diagnostic in check(entry, context))


def _misread(entry: Entry) -> Iterator[tuple[Misread, Fault]]:
    seen: Counter[Misread] = Counter()
    for finding in entry.findings:
        seen[finding.rule] += 1
        if seen[finding.rule] <= MOST_OF_A_KIND:
            fault = Fault(finding.span, finding.message, finding.help)
            yield finding.rule, _last(fault) if seen[finding.rule] == MOST_OF_A_KIND else fault


def _first(faults: Iterable[Fault]) -> Iterator[Fault]:
    """As many as there may be. Secrets are all told, since the places where they stand are not quoted."""
    seen = 0
    for fault in faults:
        seen += not fault.secret
        if seen == MOST_OF_A_KIND:
            yield _last(fault)
            return
        yield fault


def _last(fault: Fault) -> Fault:
    return replace(fault, message=f"{fault.message} More of the same are not listed.")


def _diagnostic(path: str, rule: Rule, fault: Fault) -> Diagnostic:
    return Diagnostic(
        path=path,
        span=fault.span,
        code=rule.code,
        name=rule.name,
        severity=fault.severity or rule.severity,
        message=fault.message,
        help=fault.help,
        lapse=fault.lapse,
        secret=fault.secret,
    )
