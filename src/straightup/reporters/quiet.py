"""Which findings are worth a reader's time, and how much each weighs: the past is counted, and blocks nobody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from straightup.model import durations
from straightup.model.findings import Diagnostic, Severity
from straightup.reporters.escaping import at_line_start, one_line
from straightup.reporters.secrets import discreet
from straightup.reporters.text import count, summary, text

FEW = 3
"""How many findings of one kind `build` prints in full."""
_MOST_KINDS = 8
_MOST_NAMED = 5
"""How many kinds of findings about the past `build` names."""


def weighed(diagnostics: Iterable[Diagnostic], changed: Collection[str]) -> list[Diagnostic]:
    """The findings, with what time alone brought about as a warning in every file that is not among the `changed`."""
    return [
        replace(each, severity=Severity.WARNING) if each.lapse and each.path not in changed else each
        for each in diagnostics
    ]


def parted(
    diagnostics: Iterable[Diagnostic], wanted: Collection[str] = ()
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What is to be shown, and the advice about the past that is only counted; of the files `wanted` all is shown."""
    shown: list[Diagnostic] = []
    counted: list[Diagnostic] = []
    for each in diagnostics:
        (counted if each.advice and each.past and each.path not in wanted else shown).append(each)
    return shown, counted


def counted_line(counted: Sequence[Diagnostic], grace: timedelta) -> str:
    """How much advice is not shown, and the command that lists it; "" for none."""
    if not counted:
        return ""
    advice = "1 piece of advice" if len(counted) == 1 else f"{len(counted)} pieces of advice"
    reports = len({each.path for each in counted})
    about = "a report that has" if reports == 1 else f"{reports} reports that have"
    return (
        f"Not shown: {advice} about {about} been over for more than {durations.say(grace)}. "
        "“straightup check --all” lists all.\n"
    )


def unclaimed_line(paths: Sequence[str]) -> str:
    """Which files beside the reports are no reports, and how to make one of them a report; "" for none."""
    if not paths:
        return ""
    named = ", ".join(paths[:_MOST_NAMED])
    named += f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    who, one = ("is no report", "it") if len(paths) == 1 else ("are no reports", "one")
    return (
        f"{named} {who}, so the status does not count what stands there. To make {one} a report, begin the file with "
        "front matter and call it YYYY-MM-DD-name.md; to say that it is a page, begin it with a title in front matter."
    )


def in_brief(diagnostics: Sequence[Diagnostic], checked: int, *, grace: timedelta, color: bool = False) -> str:
    """What `build` prints of the findings in `checked` reports, "" for nothing: of each kind a few, the rest counted.

    Findings about the past take a line for each kind, and advice about it one line altogether. What time alone brought
    about stops no build, so it is a warning.
    """
    shown, counted = parted(weighed(discreet(diagnostics), ()))
    few: list[Diagnostic] = []
    more: dict[str, list[Diagnostic]] = {}
    past: dict[str, list[Diagnostic]] = {}
    seen: dict[str, int] = {}
    for each in shown:
        seen[each.code] = seen.get(each.code, 0) + (not each.past)
        if each.past:
            past.setdefault(each.code, []).append(each)
        elif seen[each.code] > FEW:
            more.setdefault(each.code, []).append(each)
        else:
            few.append(each)
    if len(shown) <= FEW:
        few, past = shown, {}
    printed = text(few, checked, color=color).removesuffix(f"{summary(few, checked)}\n")
    lines = [_more(found) for found in more.values()] + _of_the_past(past)
    if shown:
        lines.append(summary(shown, checked))
    return printed + "".join(f"{line}\n" for line in lines) + counted_line(counted, grace)


def _of_the_past(past: dict[str, list[Diagnostic]]) -> list[str]:
    kinds = sorted(past.values(), key=lambda found: (found[0].severity is not Severity.ERROR, -len(found)))
    lines = []
    for found in kinds[:_MOST_KINDS]:
        first = found[0]
        place = f"{at_line_start(first.path)}:{first.span.line}"
        others = f", and {len(found) - 1} more in {_reports(found)} that are over" if len(found) > 1 else ""
        lines.append(f"{place}: {first.code} {one_line(first.message)} [{first.name}]{others}")
    if rest := [each for found in kinds[_MOST_KINDS:] for each in found]:
        kind = count(len(kinds) - _MOST_KINDS, "other kind")
        lines.append(f"And {count(len(rest), 'finding')} of {kind}. “straightup check” lists them.")
    return lines


def _more(found: Sequence[Diagnostic]) -> str:
    code = found[0].code
    reports = _reports(found)
    return f"And {len(found)} more of {code} in {reports}. “straightup check --select {code}” lists them."


def _reports(found: Sequence[Diagnostic]) -> str:
    return count(len({each.path for each in found}), "report")
