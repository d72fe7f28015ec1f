"""What `straightup import` says at its end: the components for the settings, and how many reports came to what."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from straightup.cli.saying import say
from straightup.importers import Import
from straightup.importers.again import Decision, Outcome
from straightup.model.states import Component, Kind, State

_MOST_NAMED = 10
NOT_SAID = "of which how badly some component was affected is not recorded"


def tell(imported: Import, decisions: Sequence[Decision], into: Path, *, dry_run: bool, gone: Sequence[str]) -> None:
    """The closing table, and what to do next."""
    if imported.components or imported.retired:
        say("For mkdocs.yml, under “plugins: - straightup:”", "")
        say(*_components("components", imported.components), *_components("retired", imported.retired), "")
    if gone:
        say(*_gone(gone), err=True)
    outcomes = Counter(each.outcome for each in decisions)
    new = outcomes.pop(Outcome.NEW, 0)
    would = "would be written" if dry_run else "written"
    say(f"{new} {'report' if new == 1 else 'reports'} {would} to {into}.")
    _table([*_outcomes(outcomes, dry_run), *([(len(gone), "gone there, left as they are")] if gone else [])])
    _table([row for row in _recorded(decisions) if row[0]])
    if imported.skipped:
        say(f"{len(imported.skipped)} not imported:")
        reasons = Counter(skipped.reason.rstrip(".") for skipped in imported.skipped)
        _table([(number, reason) for reason, number in reasons.most_common()])
    say("This was a dry run: nothing was written." if dry_run else "Now run “straightup check”.")


def _table(rows: Sequence[tuple[int, str]]) -> None:
    width = max((len(str(number)) for number, _ in rows), default=0)
    for number, words in rows:
        say(f"  {number:>{width}}: {words}")


def _outcomes(outcomes: Counter[Outcome], dry_run: bool) -> Iterator[tuple[int, str]]:
    for outcome in Outcome:
        if outcomes[outcome]:
            changed = dry_run and outcome is Outcome.CHANGED
            yield outcomes[outcome], "changed there, would be written again" if changed else outcome.value


def _recorded(decisions: Sequence[Decision]) -> Iterator[tuple[int, str]]:
    """What sort of reports they are, and what nobody has recorded of them."""
    incidents = [each.report.incident for each in decisions]
    for kind in Kind:
        number = sum(each.kind is kind for each in incidents)
        yield number, "planned maintenance" if kind is Kind.MAINTENANCE else f"{kind}{'s' if number > 1 else ''}"
    yield sum(not each.over and each.kind is not Kind.NOTICE for each in incidents), "still open on the old page"
    yield sum(each.end_not_recorded for each in incidents), "over, and since when is not recorded"
    unsaid = (not each.components and not any(update.components for update in each.updates) for each in incidents)
    yield sum(unsaid), "without a component"
    yield sum(any(state is State.NOT_KNOWN for _, state in each.components) for each in incidents), NOT_SAID
    yield sum(bool(each.imported and each.imported.note) for each in incidents), "with a note under “imported:”"


def _gone(paths: Sequence[str]) -> Iterator[str]:
    for path in paths[:_MOST_NAMED]:
        yield f"{path}: not in what was given, left as it is"
    if len(paths) > _MOST_NAMED:
        yield f"And {len(paths) - _MOST_NAMED} more that are not in what was given."


def _components(key: str, components: Sequence[Component]) -> Iterator[str]:
    if components:
        yield f"{key}:"
    for component in components:
        yield f"  - id: {component.id}"
        for name in ("name", "group", "description", "link"):
            value = getattr(component, name)
            if value:
                # A JSON text is a YAML text, whatever it holds.
                yield f"    {name}: {json.dumps(value, ensure_ascii=False)}"
