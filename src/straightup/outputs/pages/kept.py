"""Pages of settled reports that were composed before: as long as all that such a page can see is the same, so is it.

What it can see is an `Outline`: its report, which follows from the bytes of its file, the settings, and what was found
wrong. Its key is made of these; which other reports it asked for stands in the line.
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

_MOST: Final = 32 * 2**20
"""Bytes that a line may unfold to."""


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
        self.used: list[str] = []
        """The addresses of the pages that were found."""
        self.made: dict[str, Reason] = {}
        """Of those that were not, why."""

    def keys(self, pages: Iterable[tuple[Page, Outline]]) -> dict[str, bytes]:
        """By their addresses: what those of `pages` are kept by that follow from one file alone."""
        seen = [(page, outline, outline.reports[0].incident) for page, outline in pages]
        others = {incident.duplicate_of for _page, _outline, incident in seen}
        others |= {incident.occurrence_of.rpartition("@")[0] for _page, _outline, incident in seen}
        return {
            page.url: self._key(page, outline, self._digests[incident.id])
            for page, outline, incident in seen
            if incident.id in self._digests
            and incident.id not in others
            # What is a duplicate, or one time of a series, follows from its original as well.
            and not (incident.duplicate_of or incident.occurrence_of or incident.repeats)
        }

    def _key(self, page: Page, seen: Outline, digest: bytes) -> bytes:
        said = (page.kind, page.url, page.settled, seen.reports[0].known_as, seen.findings, seen.linked, seen.exercise)
        return self.lines.key(digest, repr(said).encode("utf-8", "surrogatepass"))

    def find(self, key: bytes, page: Page, titles: Mapping[str, str]) -> Page | None:
        """`page` as it was composed before, where the reports that it asked for are as they were."""
        text = self.lines.find(key)
        found = _read(text) if text else None
        if found is None or any(titles.get(identity) != title for identity, title in found[0].items()):
            self.made[page.url] = Reason.CHANGED if found is None else Reason.RENAMED
            return None
        self.lines.use(key)
        self.used.append(page.url)
        title, description, body, updated, state, twin, data = found[1]
        return replace(
            page,
            title=title,
            description=description,
            body=body,
            updated=updated,
            state=state,
            twin=twin,
            data=data,
        )

    def keep(self, key: bytes, page: Page, asked: Mapping[str, str | None]) -> None:
        """`page`, which asked for those reports."""
        texts = (page.title, page.description, page.body, page.updated, page.state, page.twin, page.data)
        data = [dict(asked), texts]
        text = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        self.lines.keep(key, b64encode(zlib.compress(text, 1)))


def _read(text: bytes) -> tuple[dict[str, str | None], tuple[str, ...]] | None:
    """What was kept in `text`; None where it is not exactly as we write it."""
    try:
        unfolding = zlib.decompressobj()
        data = unfolding.decompress(b64decode(text, validate=True), _MOST)
        if not unfolding.eof:
            return None
        asked, texts = json.loads(data)
        if len(texts) != 7:
            return None
        return (
            {_text(identity): None if title is None else _text(title) for identity, title in asked.items()},
            tuple(map(_text, texts)),
        )
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
