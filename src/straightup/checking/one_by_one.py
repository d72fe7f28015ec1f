"""Each report read and checked by itself, by as many processes as are worth it, or remembered.

What a rule has to know of other reports is known after that, and only the files that it concerns are checked a second
time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import NamedTuple

from straightup import rules
from straightup.checking.blanking import without_secrets
from straightup.checking.published import Reading
from straightup.checking.remembered import Facts, Memory, Record
from straightup.checking.workers import share_out
from straightup.model.asked import Asked
from straightup.model.findings import Diagnostic
from straightup.model.incident import Incident
from straightup.model.links import FileLink, file_links, file_named
from straightup.model.settings import Settings
from straightup.model.source import Document, Entry, Source
from straightup.reading import read
from straightup.record.usual import past, usual_of


class Checked(NamedTuple):
    """One file by itself."""

    kept: Reading | None
    """What is kept of what it says, where that was asked for."""
    facts: Facts


class _Found(NamedTuple):
    """What a worker found out of a file."""

    kept: Reading | None
    record: Record | None
    """None of one whose facts were remembered."""
    lasting: bool = False
    """The record holds elsewhere too: the rules did not look at all there is."""


class _Job(NamedTuple):
    source: Source
    known: bool
    """Its facts are remembered, and only what it says is wanted."""


def checked(
    sources: tuple[Source, ...],
    settings: Settings,
    now: datetime,
    known: Mapping[str, str],
    keep: Callable[[Entry], Reading] | None,
    public: frozenset[str] = frozenset(),
    memory: Memory | None = None,
) -> list[Checked]:
    """Each of `sources` at `now`; `keep` makes of it what is kept of what it says.

    `known` has the id of each other report by its path. The reports whose ids are in `public` are no drafts any more.
    `memory` says the same sooner of what was checked before.
    """
    files: dict[str, tuple[str, ...]] = {}
    for path, identity in {**{source.path: source.id for source in sources}, **known}.items():
        files[identity.casefold()] = (*files.get(identity.casefold(), ()), path)
    asked, said = Asked(files), Asked[int, str]({})
    context = rules.Context(now=now, settings=settings, files=asked, texts=said, public=public)
    found = _first_time(sources, context, keep, memory)
    ids = [source.id for source in sources]
    oldest, quickest = _oldest(ids, found), _quickest(ids, found)
    concerned = [
        place
        for place, identity in enumerate(ids)
        if identity in quickest or any(oldest[text] < identity for text in found[place].facts.texts)
    ]
    context = replace(context, texts=Asked(oldest), quickest=quickest)
    again = _remembering([sources[place] for place in concerned], context, None, memory, second=True)
    for place, checked in zip(concerned, again, strict=True):
        found[place] = found[place]._replace(facts=checked.facts)
    return found


def _first_time(
    sources: Sequence[Source], context: rules.Context, keep: Callable[[Entry], Reading] | None, memory: Memory | None
) -> list[Checked]:
    return _remembering(sources, context, keep, memory, second=False)


def _remembering(
    sources: Sequence[Source],
    context: rules.Context,
    keep: Callable[[Entry], Reading] | None,
    memory: Memory | None,
    *,
    second: bool,
) -> list[Checked]:
    """Each of `sources`, from memory where it is remembered; `second`: now that what others say is known."""
    keys = [_key(source, context, memory, second=second) for source in sources]
    facts = [_remembered(source, key, context, memory) for source, key in zip(sources, keys, strict=True)]
    kept = {
        place: _read_before(source, context.public, memory) if keep and facts[place] else None
        for place, source in enumerate(sources)
    }
    places = [place for place, each in enumerate(facts) if each is None or (keep and kept[place] is None)]
    jobs = [_Job(sources[place], facts[place] is not None) for place in places]
    done = chain.from_iterable(share_out(partial(_alone, context=context, keep=keep), jobs))
    for place, found in zip(places, done, strict=True):
        kept[place] = found.kept
        if memory and found.kept and sources[place].fault is None:
            memory.keep_reading(sources[place], found.kept, public=sources[place].id in context.public)
        key = keys[place]
        if found.record:
            facts[place] = found.record.facts
            if memory and key and found.lasting:
                memory.keep(key, found.record)
    return [Checked(kept[place], each) for place, each in enumerate(facts) if each]


def _read_before(source: Source, public: Collection[str], memory: Memory | None) -> Reading | None:
    if memory is None or source.fault is not None:
        return None
    return memory.reading(source, public=source.id in public)


def _key(source: Source, context: rules.Context, memory: Memory | None, *, second: bool) -> bytes | None:
    if memory is None or source.fault is not None:
        return None
    return memory.key(source, second, context.quickest.get(source.id))


def _remembered(source: Source, key: bytes | None, context: rules.Context, memory: Memory | None) -> Facts | None:
    files, texts = context.files, context.texts
    if memory is None or key is None or not isinstance(files, Asked) or not isinstance(texts, Asked):
        return None
    return memory.find(key, context.now, files, texts)


def reading(entry: Entry) -> Reading:
    """What can be published of `entry`: without secrets, and nothing at all where it says neither what nor where."""
    incident = entry.incident
    if entry.left_out:
        return Reading(incident=incident, readable=False)
    clean = without_secrets(entry) if rules.holds_secret(entry) else entry
    if clean is None:
        hidden = Incident(id=incident.id, withheld=incident.withheld, public_from=incident.public_from)
        return Reading(incident=hidden, readable=False)
    return Reading(incident=clean.incident, readable=True, blanked=clean is not entry)


def _alone(jobs: Sequence[_Job], *, context: rules.Context, keep: Callable[[Entry], Reading] | None) -> list[_Found]:
    return [_found(job, _entry(job.source, context.public), context, keep) for job in jobs]


def _found(job: _Job, entry: Entry, context: rules.Context, keep: Callable[[Entry], Reading] | None) -> _Found:
    kept = keep(entry) if keep else None
    if job.known:
        return _Found(kept, None)
    files, texts = context.files, context.texts
    context.clock.begin()
    for each in (files, texts):
        if isinstance(each, Asked):
            each.begin()
    facts = _facts(entry, rules.check(entry, context))
    if not isinstance(files, Asked) or not isinstance(texts, Asked):
        return _Found(kept, Record(facts, context.clock.valid, {}, {}))
    record = Record(facts, context.clock.valid, dict(files.answers), dict(texts.answers))
    # What a draft comes to follows from whether it was public before, which no key tells.
    return _Found(kept, record, lasting=not (files.all or texts.all or entry.document.visibility))


def _entry(source: Source, public: Collection[str]) -> Entry:
    if source.fault is not None:
        return Entry(source.path, Document((), readable=False), Incident(id=source.id), (source.fault,))
    entry = read(source.path, source.data)
    if source.id in public and all(said.public or said.is_draft for said in entry.document.visibility):
        return replace(entry, incident=replace(entry.incident, withheld=""))
    return entry


def _facts(entry: Entry, diagnostics: list[Diagnostic]) -> Facts:
    incident = entry.incident
    return Facts(
        diagnostics,
        named=_named(incident),
        texts=tuple(rules.text_key(rules.normal_text(update.text)) for update in incident.updates),
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


def _oldest(ids: Sequence[str], found: Iterable[Checked]) -> dict[int, str]:
    """The oldest report with an update of each text: ids begin with their dates."""
    oldest: dict[int, str] = {}
    for identity, each in zip(ids, found, strict=True):
        for text in each.facts.texts:
            oldest[text] = min(oldest.get(text, identity), identity)
    return oldest


def _quickest(ids: Sequence[str], found: Sequence[Checked]) -> dict[str, tuple[timedelta, int]]:
    """What the record says of incidents like the open ones, by the ids of those."""
    record = [each.facts.past for each in found if each.facts.past]
    quickest: dict[str, tuple[timedelta, int]] = {}
    for identity, each in zip(ids, found, strict=True):
        if each.facts.open and (like := usual_of(*each.facts.open, record)):
            quickest[identity] = (like.least, like.count)
    return quickest


def _named(incident: Incident) -> frozenset[str]:
    """The components that a report names anywhere: each of them may come to have a page."""
    updates = (update.components or () for update in incident.updates)
    return frozenset(component for component, _ in chain(incident.components, *updates))
