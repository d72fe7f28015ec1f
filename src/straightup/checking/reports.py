"""The incident files of a site, read and checked at one moment. Nothing is composed yet, so it starts at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from straightup import rules
from straightup.checking.linked_files import Linked, Look, judged_links
from straightup.checking.one_by_one import Checked, checked, reading
from straightup.checking.own_files import diagnostics_of, judged
from straightup.checking.published import Reading
from straightup.checking.remembered import Memory
from straightup.model.findings import Diagnostic
from straightup.model.links import LinkedFile
from straightup.model.own_files import OwnFile, OwnFolder, unpublishable
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.site.reserved import Ours


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
    memory: Memory | None = None,
) -> tuple[Diagnostic, ...]:
    """What is wrong with `sources`, and with what stands beside them, at `now`, sorted.

    `known` has the id of each other report of the site by its path, where `sources` are not all of them. `memory` says
    the same sooner of what was checked before.
    """
    sources, known = tuple(sources), known or {}
    found = checked(sources, settings, now, known, keep=None, memory=memory)
    ids = {*(source.id for source in sources), *known.values()}
    linked = _linked(sources, found, ids, settings, now, look)
    beside = judged(_without(own, linked), _ours(settings, ids, (each.facts.named for each in found)))
    return _sorted(found, linked, beside)


def inspect(
    sources: Iterable[Source],
    settings: Settings,
    *,
    now: datetime,
    own: OwnFolder | None = None,
    look: Look | None = None,
    public: frozenset[str] = frozenset(),
    memory: Memory | None = None,
) -> Inspection:
    """As `check` of all reports of a site, together with what they say.

    `public` has the ids of the reports that everybody could read before: they are no drafts any more.
    """
    sources = tuple(sources)
    found = checked(sources, settings, now, {}, keep=reading, public=public, memory=memory)
    ids = {source.id for source in sources}
    linked = _linked(sources, found, ids, settings, now, look)
    beside = judged(_without(own, linked), _ours(settings, ids, (each.facts.named for each in found)))
    return Inspection(
        readings=tuple(each.kept for each in found if each.kept),
        diagnostics=_sorted(found, linked, beside),
        own=beside,
        linked=linked.files,
        withheld=linked.withheld,
    )


def _sorted(found: Iterable[Checked], linked: Linked, beside: Iterable[OwnFile]) -> tuple[Diagnostic, ...]:
    reports = chain.from_iterable(each.facts.diagnostics for each in found)
    return tuple(sorted((*reports, *linked.diagnostics, *diagnostics_of(beside))))


def _linked(
    sources: Iterable[Source],
    found: Iterable[Checked],
    ids: Collection[str],
    settings: Settings,
    now: datetime,
    look: Look | None,
) -> Linked:
    if look is None:
        return Linked()
    links = ((source, each.facts.links) for source, each in zip(sources, found, strict=True) if each.facts.links)
    return judged_links(links, ids, look, rules.Context(now=now, settings=settings))


def _without(own: OwnFolder | None, linked: Linked) -> OwnFolder:
    """What must not be published with a report is not published beside it either."""
    withheld = {each.shown for each in linked.withheld}
    fault = unpublishable("Something stands in this file that must not be published.", "Take that out.")
    files = (replace(each, fault=fault) if each.shown in withheld else each for each in (own or OwnFolder()).files)
    return replace(own or OwnFolder(), files=tuple(files))


def _ours(settings: Settings, reports: Iterable[str], named: Iterable[frozenset[str]]) -> Ours:
    components = frozenset(each.id for each in settings.declared).union(*named)
    return Ours(settings.path or "", reports, components)
