"""What of the reports is published: everything that can be read, but for secrets and for what nobody is to see yet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from straightup.model.incident import Incident
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.source import Document, Source
from straightup.rules import secrets_in

RECENT = timedelta(days=14)
"""A report of this age that cannot be shown may hide something that is still going on."""
_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of one file after it was read: what it says, and how much of it can be shown."""

    incident: Incident
    readable: bool
    """False when nothing can be known of it."""
    blanked: bool = False
    """Something was taken out of it because it looks like a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Which reports are published, and what becomes of the others."""

    incidents: tuple[Incident, ...]
    left_out: tuple[LeftOut, ...] = ()
    left_out_paths: frozenset[str] = frozenset()
    """The paths of the files that are left out."""
    withheld: Mapping[str, str] = field(default_factory=dict)
    """The reports that nobody is to see yet: by the path of each file, the key that says so."""
    blanked: tuple[str, ...] = ()
    """The paths of the files out of which a secret was taken."""

    def has(self, path: str) -> bool:
        """Whether the report at `path` is among those that are published."""
        return path not in self.left_out_paths and path not in self.withheld

    @property
    def whole(self) -> bool:
        """Whether everything was published that stands in the files."""
        return not (self.left_out or self.withheld or self.blanked)


def published(sources: Sequence[Source], readings: Iterable[Reading], settings: Settings, now: datetime) -> Published:
    """What is published of `readings`, which belong to `sources` in their order.

    Of several files with one id one is published, and the others are left out: one that is open before one that is
    over, then the one that stands first. The news is not to be lost.
    """
    readings = tuple(readings)
    chosen = _chosen(readings, now)
    incidents: dict[str, Incident] = {}
    left_out: dict[str, LeftOut] = {}
    withheld: dict[str, str] = {}
    blanked: list[str] = []
    for place, (source, reading) in enumerate(zip(sources, readings, strict=True)):
        incident = reading.incident
        if key := incident.withheld_at(now):
            withheld[source.path] = key
        elif not reading.readable or chosen[incident.id.casefold()] != place:
            left_out[source.path] = _left_out(source, reading, settings, now)
        else:
            incidents[incident.id.casefold()] = incident
            blanked += [source.path] if reading.blanked else []
    return Published(
        incidents=tuple(incidents.values()),
        left_out=tuple(left_out.values()),
        left_out_paths=frozenset(left_out),
        withheld=withheld,
        blanked=tuple(blanked),
    )


def _chosen(readings: Sequence[Reading], now: datetime) -> dict[str, int]:
    """The place of the one that is published, by its id in small letters."""
    chosen: dict[str, int] = {}
    for place, reading in enumerate(readings):
        incident = reading.incident
        if reading.readable and not incident.withheld_at(now):
            before = chosen.setdefault(incident.id.casefold(), place)
            if readings[before].incident.over and not incident.over:
                chosen[incident.id.casefold()] = place
    return chosen


def _left_out(source: Source, reading: Reading, settings: Settings, now: datetime) -> LeftOut:
    text = _decoded(source)
    return LeftOut(
        id=source.id,
        title=reading.incident.title or _title_in(text or ""),
        components=None if text is None else tuple(_named_in(text, settings)),
        recent=_is_recent(source.id, now),
    )


def _decoded(source: Source) -> str | None:
    """The text of the file; None where it cannot be decoded, or was not read at all."""
    if source.fault is not None:
        return None
    try:
        return source.data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _title_in(text: str) -> str:
    found = _TITLE.search(text)
    title = " ".join(found["title"].split()) if found else ""
    return "" if any(True for _ in secrets_in(Document((title,)))) else title


def _named_in(text: str, settings: Settings) -> Iterable[str]:
    """The ids of the declared components that `text` names, by id or by name."""
    folded = text.casefold()
    for component in settings.declared:
        words = {component.id.casefold(), component.name.casefold()}
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words if word in folded):
            yield component.id


def _is_recent(identity: str, now: datetime) -> bool:
    try:
        return now.date() - date.fromisoformat(identity[:10]) <= RECENT
    except ValueError:
        return True  # without a date it stands until it is mended
