"""Settled pages that were composed before: as long as all that such a page can see is the same, so is it.

What it can see is an `Outline`: its reports, which follow from the bytes of their files, the settings, and what was
found wrong. Its key is made of these; which other reports it asked for stands in the line.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

from straightup.model.kept_lines import KeptLines
from straightup.outputs.pages.outline import Outline
from straightup.outputs.pages.page import Page
from straightup.site.view import Report

_TEXTS: Final = ("title", "description", "body", "updated", "state", "feed", "about", "twin", "data")
_MOST: Final = 32 * 2**20
"""Bytes that a line may unfold to."""
_WINDOW: Final = 32 * 2**10
"""As far back as zlib looks."""
_LEVEL: Final = 3


class Reason(StrEnum):
    """Why a page is composed again."""

    WAITING = "something in them is still to come, or happened within the last days"
    RELATED = "they follow from other reports too: duplicates, and work that repeats"
    CHANGED = "their file is new or changed, or settings, templates, translations or straightup did"
    RENAMED = "a report that they link to has come, gone, or got another title"


class KeptPages:
    """Pages by the keys of what they follow from."""

    def __init__(self, lines: KeptLines, digests: Mapping[str, bytes]) -> None:
        """`digests` are those of the files that reports are made from, by the reports' ids; where several files have
        one id, there is none."""
        self.lines = lines
        self._digests = digests
        self._alone: dict[str, bytes] = {}
        self._key_of_alike = lines.key(b"alike")
        self._alike = _unfolded(lines.find(self._key_of_alike) or b"", b"") or b""
        """What all of them are folded beside, the first one that was kept: pages are alike."""
        if self._alike:
            lines.use(self._key_of_alike)
        self.used: list[str] = []
        """The addresses of the pages that were found."""
        self.made: dict[str, Reason] = {}
        """Of those that were not, why."""

    def begin(self, reports: Iterable[Report]) -> None:
        """Of all `reports` of the site: which follow from one file alone."""
        incidents = [report.incident for report in reports]
        others = {incident.duplicate_of for incident in incidents}
        others |= {incident.occurrence_of.rpartition("@")[0] for incident in incidents}
        # What is a duplicate, or one time of a series, follows from its original as well.
        others |= {each.id for each in incidents if each.duplicate_of or each.occurrence_of or each.repeats}
        self._alone = {
            each.id: self._digests[each.id] for each in incidents if each.id in self._digests and each.id not in others
        }

    def key(self, page: Page, seen: Outline, *more: object) -> bytes | None:
        """What `page` is kept by that shows no more than `seen` and `more`, whose `repr` says all that they are; None
        where one of its reports follows from several files."""
        digests = [self._alone.get(report.incident.id) for report in seen.reports]
        if None in digests:
            return None
        names = tuple(report.known_as for report in seen.reports)
        said = (
            page.kind,
            page.url,
            page.settled,
            names,
            seen.findings,
            seen.linked,
            seen.exercise,
            seen.left_out,
            more,
        )
        return self.lines.key(b"".join(filter(None, digests)), repr(said).encode("utf-8", "surrogatepass"))

    def find(self, key: bytes, page: Page, titles: Mapping[str, str]) -> Page | None:
        """`page` as it was composed before, where the reports that it asked for are as they were."""
        text = self.lines.find(key)
        found = _read(text, self._alike) if text else None
        if found is None or any(titles.get(identity) != title for identity, title in found[0].items()):
            self.made[page.url] = Reason.CHANGED if found is None else Reason.RENAMED
            return None
        self.lines.use(key)
        self.used.append(page.url)
        _asked, texts, entries = found
        title, description, body, updated, state, feed, about, twin, data = texts
        return replace(
            page,
            title=title,
            description=description,
            body=body,
            updated=updated,
            state=state,
            feed=feed,
            entries=entries,
            about=about,
            twin=twin,
            data=data,
        )

    def keep(self, key: bytes, page: Page, asked: Mapping[str, str | None]) -> None:
        """`page`, which asked for those reports."""
        data = [dict(asked), [getattr(page, name) for name in _TEXTS], page.entries]
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        if not self._alike:
            self._alike = text[-_WINDOW:]
            self.lines.keep(self._key_of_alike, b64encode(zlib.compress(self._alike)))
        folding = zlib.compressobj(_LEVEL, zdict=self._alike)
        self.lines.keep(key, b64encode(folding.compress(text) + folding.flush()))


def _read(text: bytes, alike: bytes) -> tuple[dict[str, str | None], tuple[str, ...], tuple[str, ...]] | None:
    """What was kept in `text`; None where it is not exactly as we write it."""
    try:
        asked, texts, entries = json.loads(_unfolded(text, alike) or b"")
        if len(texts) != len(_TEXTS):
            return None
        return (
            {_text(identity): None if title is None else _text(title) for identity, title in asked.items()},
            tuple(map(_text, texts)),
            tuple(map(_text, entries)),
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _unfolded(text: bytes, alike: bytes) -> bytes | None:
    """What was folded into `text` beside `alike`; None where that cannot be, or is too much."""
    try:
        unfolding = zlib.decompressobj(zdict=alike) if alike else zlib.decompressobj()
        data = unfolding.decompress(b64decode(text, validate=True), _MOST)
    except (zlib.error, ValueError):
        return None
    return data if unfolding.eof else None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
