"""The incident files of a project, read and checked at one moment. Nothing is composed yet, so it starts at once."""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import TypeVar

from straightup import rules
from straightup.checking.workers import in_two_steps
from straightup.disk.project import Project, Source, display, incident_files
from straightup.model.findings import Diagnostic
from straightup.model.incident import ComponentStates, Incident, Kind, State
from straightup.model.source import Document, Entry
from straightup.reading import read
from straightup.record.usual import Past, past, severity, usual_of

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What the incident files say, and everything that is wrong with them."""

    incidents: tuple[tuple[str, Incident], ...]
    """The path of each file and what it says, in the order of the files."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by path and place."""


def check(project: Project, sources: Iterable[Source], *, now: datetime, whole: bool = False) -> tuple[Diagnostic, ...]:
    """What is wrong with `sources` at `now`, sorted, with every report of the project known by its name.

    `whole` says that `sources` are all of the project, so that its folders need not be looked through again.
    """
    found = _inspected(project, tuple(sources), now, keep=lambda _: None, whole=whole)
    return tuple(sorted(chain.from_iterable(diagnostics for _, diagnostics in found)))


def inspect(project: Project, sources: Iterable[Source], *, now: datetime, whole: bool = False) -> Inspection:
    """As `check`, together with what the files say."""
    sources = tuple(sources)
    found = _inspected(project, sources, now, keep=lambda entry: entry.incident, whole=whole)
    incidents = chain.from_iterable(kept for kept, _ in found)
    return Inspection(
        incidents=tuple(zip((source.path for source in sources), incidents, strict=True)),
        diagnostics=tuple(sorted(chain.from_iterable(diagnostics for _, diagnostics in found))),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rules have to know of other reports, from one share of them."""

    texts: dict[str, str]
    """The oldest report with an update of each text: ids begin with their dates."""
    past: tuple[Past, ...]
    open: tuple[tuple[str, ComponentStates, State], ...]
    """The id, the components and the severity of each open incident."""


@dataclass(frozen=True, slots=True)
class _Others:
    """What a share is told of the others."""

    texts: dict[str, str]
    """Of the texts that it has, those that an older report of another share has too."""
    quickest: dict[str, tuple[timedelta, int]]


def _inspected(
    project: Project, sources: tuple[Source, ...], now: datetime, keep: Callable[[Entry], Kept], *, whole: bool
) -> list[tuple[list[Kept], list[Diagnostic]]]:
    """What is kept of each entry, and all diagnostics, share by share."""
    names = {source.path: source.id for source in sources}
    if not whole:
        names.update((display(path), path.stem) for path in incident_files(project))
    files: dict[str, tuple[str, ...]] = {}
    for path, identity in names.items():
        files[identity.casefold()] = (*files.get(identity.casefold(), ()), path)
    context = rules.Context(now=now, settings=project.settings, files=files)
    return in_two_steps(partial(_share, context=context, keep=keep), sources, _agree)


def _share(
    sources: Sequence[Source], context: rules.Context, keep: Callable[[Entry], Kept]
) -> Generator[_Facts, _Others, tuple[list[Kept], list[Diagnostic]]]:
    entries = [_entry(source) for source in sources]
    facts = _facts([entry.incident for entry in entries])
    others = yield facts
    context = replace(context, texts=facts.texts | others.texts, quickest=others.quickest)
    return [keep(entry) for entry in entries], rules.check_all(entries, context)


def _entry(source: Source) -> Entry:
    if source.fault is None:
        return read(source.path, source.data)
    return Entry(source.path, Document((), readable=False), Incident(id=source.id), (source.fault,))


def _facts(incidents: Sequence[Incident]) -> _Facts:
    texts: dict[str, str] = {}
    for incident in incidents:
        for update in incident.updates:
            _note(texts, rules.normal_text(update.text), incident.id)
    still_open = (each for each in incidents if each.kind is Kind.INCIDENT and not each.over)
    return _Facts(
        texts, tuple(past(incidents)), tuple((each.id, each.components, severity(each)) for each in still_open)
    )


def _note(texts: dict[str, str], text: str, identity: str) -> None:
    texts[text] = min(texts.get(text, identity), identity)


def _agree(told: Sequence[_Facts]) -> list[_Others]:
    texts: dict[str, str] = {}
    for facts in told if len(told) > 1 else ():
        for text, identity in facts.texts.items():
            _note(texts, text, identity)
    quickest = _quickest(told)
    return [
        _Others({text: texts[text] for text, own in facts.texts.items() if texts.get(text, own) < own}, quickest)
        for facts in told
    ]


def _quickest(told: Sequence[_Facts]) -> dict[str, tuple[timedelta, int]]:
    """What the record says of incidents like the open ones."""
    record = [each for facts in told for each in facts.past]
    found: dict[str, tuple[timedelta, int]] = {}
    for identity, components, worst in chain.from_iterable(facts.open for facts in told):
        like = usual_of((component for component, _ in components), worst, record)
        if like:
            found[identity] = (like.least, like.count)
    return found
