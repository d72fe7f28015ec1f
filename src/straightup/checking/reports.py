"""The incident files of a site, read and checked at one moment. Nothing is composed yet, so it starts at once.

Each file is read and checked by itself first, by as many processes as are worth it. What a rule has to know of other
reports is known after that, and only the files that it concerns are checked a second time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

from straightup import rules
from straightup.checking.blanking import without_secrets
from straightup.checking.linked_files import Linked, Look, judged_links
from straightup.checking.own_files import diagnostics_of, judged
from straightup.checking.published import Reading
from straightup.checking.workers import share_out
from straightup.model.findings import Diagnostic
from straightup.model.incident import Incident
from straightup.model.links import FileLink, LinkedFile, file_links, file_named
from straightup.model.own_files import OwnFile, OwnFolder, unpublishable
from straightup.model.settings import Settings
from straightup.model.source import Document, Entry, Source
from straightup.model.states import State
from straightup.reading import read
from straightup.record.usual import Past, past, usual_of
from straightup.site.addresses import Ours

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What the incident files say, and everything that is wrong with them."""

    readings: tuple[Reading, ...]
    """What each file says, in the order of the files."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by path and place."""
    own: tuple[OwnFile, ...] = ()
    """The files beside the reports, those that are not published with a fault."""
    linked: Mapping[str, Mapping[str, LinkedFile]] = field(default_factory=dict)
    """The files that reports link to and that can be published: by the report's path, and as the link names them."""
    withheld: tuple[LinkedFile, ...] = ()
    """Those that cannot because of what stands in them."""


def check(
    sources: Iterable[Source],
    settings: Settings,
    *,
    now: datetime,
    known: Mapping[str, str] | None = None,
    own: OwnFolder | None = None,
    look: Look | None = None,
) -> tuple[Diagnostic, ...]:
    """What is wrong with `sources`, and with what stands beside them, at `now`, sorted.

    `known` has the id of each other report of the site by its path, where `sources` are not all of them.
    """
    sources, known = tuple(sources), known or {}
    found = _checked(sources, settings, now, known, keep=lambda entry: _named(entry.incident))
    ids = {*(source.id for source in sources), *known.values()}
    linked = _linked(sources, found, ids, settings, now, look)
    beside = judged(_without(own, linked), _ours(settings, ids, (each.kept for each in found)))
    return _sorted(found, linked, beside)


def inspect(
    sources: Iterable[Source],
    settings: Settings,
    *,
    now: datetime,
    own: OwnFolder | None = None,
    look: Look | None = None,
    public: frozenset[str] = frozenset(),
) -> Inspection:
    """As `check` of all reports of a site, together with what they say.

    `public` has the ids of the reports that everybody could read before: they are no drafts any more.
    """
    sources = tuple(sources)
    found = _checked(sources, settings, now, {}, keep=_reading, public=public)
    ids = {source.id for source in sources}
    linked = _linked(sources, found, ids, settings, now, look)
    beside = judged(_without(own, linked), _ours(settings, ids, (_named(each.kept.incident) for each in found)))
    return Inspection(
        readings=tuple(each.kept for each in found),
        diagnostics=_sorted(found, linked, beside),
        own=beside,
        linked=linked.files,
        withheld=linked.withheld,
    )


def _sorted(found: Iterable["_Checked[Any]"], linked: Linked, beside: Iterable[OwnFile]) -> tuple[Diagnostic, ...]:
    reports = chain.from_iterable(each.diagnostics for each in found)
    return tuple(sorted((*reports, *linked.diagnostics, *diagnostics_of(beside))))


def _linked(
    sources: Iterable[Source],
    found: Iterable["_Checked[Any]"],
    ids: Collection[str],
    settings: Settings,
    now: datetime,
    look: Look | None,
) -> Linked:
    if look is None:
        return Linked()
    links = ((source, each.links) for source, each in zip(sources, found, strict=True) if each.links)
    return judged_links(links, ids, look, rules.Context(now=now, settings=settings))


def _without(own: OwnFolder | None, linked: Linked) -> OwnFolder:
    """What must not be published with a report is not published beside it either."""
    withheld = {each.shown for each in linked.withheld}
    fault = unpublishable("Something stands in this file that must not be published.", "Take that out.")
    files = (replace(each, fault=fault) if each.shown in withheld else each for each in (own or OwnFolder()).files)
    return replace(own or OwnFolder(), files=tuple(files))


def _named(incident: Incident) -> frozenset[str]:
    """The components that a report names anywhere: each of them may come to have a page."""
    updates = (update.components or () for update in incident.updates)
    return frozenset(component for component, _ in chain(incident.components, *updates))


def _ours(settings: Settings, reports: Iterable[str], named: Iterable[frozenset[str]]) -> Ours:
    components = frozenset(each.id for each in settings.declared).union(*named)
    return Ours(settings.path or "", reports, components)


class _Checked(NamedTuple, Generic[Kept]):
    """One file by itself: what is kept of it, what is wrong with it, and what others have to know of it."""

    kept: Kept
    diagnostics: list[Diagnostic]
    texts: tuple[int, ...]
    """The hashes of its updates' texts, so that one that was said before is found."""
    past: Past | None
    links: tuple[FileLink, ...]
    """To files beside it."""
    open: tuple[tuple[str, ...], State] | None
    """Of an open incident, its components and its worst state, so that it is compared with the like."""


def _checked(
    sources: tuple[Source, ...],
    settings: Settings,
    now: datetime,
    known: Mapping[str, str],
    keep: Callable[[Entry], Kept],
    public: frozenset[str] = frozenset(),
) -> list[_Checked[Kept]]:
    files: dict[str, tuple[str, ...]] = {}
    for path, identity in {**{source.path: source.id for source in sources}, **known}.items():
        files[identity.casefold()] = (*files.get(identity.casefold(), ()), path)
    context = rules.Context(now=now, settings=settings, files=files, public=public)
    ids = [source.id for source in sources]
    found = list(chain.from_iterable(share_out(partial(_alone, context=context, keep=keep), sources)))
    context = replace(context, texts=_oldest(ids, found), quickest=_quickest(ids, found))
    concerned = [
        place
        for place, identity in enumerate(ids)
        if identity in context.quickest or any(context.texts[text] < identity for text in found[place].texts)
    ]
    again = share_out(partial(_again, context=context), [sources[place] for place in concerned])
    for place, diagnostics in zip(concerned, chain.from_iterable(again), strict=True):
        found[place] = found[place]._replace(diagnostics=diagnostics)
    return found


def _reading(entry: Entry) -> Reading:
    """What can be published of `entry`: without secrets, and nothing at all where it says neither what nor where."""
    incident = entry.incident
    if entry.left_out:
        return Reading(incident=incident, readable=False)
    clean = without_secrets(entry) if rules.holds_secret(entry) else entry
    if clean is None:
        hidden = Incident(id=incident.id, withheld=incident.withheld, public_from=incident.public_from)
        return Reading(incident=hidden, readable=False)
    return Reading(incident=clean.incident, readable=True, blanked=clean is not entry)


def _alone(sources: Sequence[Source], *, context: rules.Context, keep: Callable[[Entry], Kept]) -> list[_Checked[Kept]]:
    entries = (_entry(source, context.public) for source in sources)
    return [_facts(entry, keep(entry), rules.check(entry, context)) for entry in entries]


def _again(sources: Sequence[Source], *, context: rules.Context) -> list[list[Diagnostic]]:
    return [rules.check(_entry(source, context.public), context) for source in sources]


def _entry(source: Source, public: Collection[str]) -> Entry:
    if source.fault is not None:
        return Entry(source.path, Document((), readable=False), Incident(id=source.id), (source.fault,))
    entry = read(source.path, source.data)
    if source.id in public and all(said.public or said.is_draft for said in entry.document.visibility):
        return replace(entry, incident=replace(entry.incident, withheld=""))
    return entry


def _facts(entry: Entry, kept: Kept, diagnostics: list[Diagnostic]) -> _Checked[Kept]:
    incident = entry.incident
    return _Checked(
        kept,
        diagnostics,
        # A fork has the hashes that this process has, and tells them faster than the texts.
        texts=tuple(hash(rules.normal_text(update.text)) for update in incident.updates),
        past=next(past([incident]), None),
        links=(*file_links(entry.document), *_other_links(entry)),
        open=(tuple(component for component, _ in incident.components), incident.worst) if incident.open else None,
    )


def _other_links(entry: Entry) -> Iterator[FileLink]:
    """Those in the front matter."""
    found = entry.document.field("links")
    for link in entry.incident.links if found else ():
        path = file_named(link.url)
        if found and path:
            yield FileLink(found.node.span, path)


def _oldest(ids: Sequence[str], found: Iterable[_Checked[Kept]]) -> dict[int, str]:
    """The oldest report with an update of each text: ids begin with their dates."""
    oldest: dict[int, str] = {}
    for identity, each in zip(ids, found, strict=True):
        for text in each.texts:
            oldest[text] = min(oldest.get(text, identity), identity)
    return oldest


def _quickest(ids: Sequence[str], found: Sequence[_Checked[Kept]]) -> dict[str, tuple[timedelta, int]]:
    """What the record says of incidents like the open ones, by the ids of those."""
    record = [each.past for each in found if each.past]
    quickest: dict[str, tuple[timedelta, int]] = {}
    for identity, each in zip(ids, found, strict=True):
        if each.open and (like := usual_of(*each.open, record)):
            quickest[identity] = (like.least, like.count)
    return quickest
