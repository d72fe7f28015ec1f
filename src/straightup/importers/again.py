"""A second import: each report is found again by what the old page calls it, whatever its file is called now.

What a person has changed since is never written over. `digest` tells: it is of the file as it was written, without the
moment of the import and without itself.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from straightup.importers.importer import ImportedIncident
from straightup.model.limits import MAX_HEAD
from straightup.reading import read
from straightup.writing.whole import write

_BLOCK = re.compile(r"^imported:\n(?:  .*\n)*", re.MULTILINE)
_OUR_OWN = re.compile(r"^  (?:on|digest): .*\n", re.MULTILINE)
_LENGTH = 12


class Outcome(Enum):
    """What becomes of one report."""

    NEW = "written"
    UNCHANGED = "unchanged there, left as they are"
    CHANGED = "changed there, written again"
    KEPT = "changed there and here, left as they are"
    NAMELESS = "there already, from an import that noted no id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A report that was imported before."""

    path: str
    data: bytes
    id: str
    """What the old page calls it; "" where that was not noted."""
    digest: str

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def untouched(self) -> bool:
        """Nobody has changed the file since it was written."""
        try:
            return bool(self.digest) and digest_of(self.data.decode("utf-8").replace("\r\n", "\n")) == self.digest
        except UnicodeDecodeError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be written where, if anything is."""

    report: ImportedIncident
    outcome: Outcome
    path: str
    """Below the folder of the reports."""
    text: str = ""
    """The new content; "" where the file stays as it is."""
    before: bytes = b""
    """Its content now, where it is written again."""


def digest_of(text: str) -> str:
    """Twelve hex digits of a file's text, but for when it was imported."""
    kept = _BLOCK.sub(lambda block: _OUR_OWN.sub("", block[0]), text, count=1)
    return hashlib.sha256(kept.encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def imported_before(files: Mapping[str, bytes], source: str) -> Iterator[Known]:
    """Those of `files`, by their paths, that came from `source`."""
    for path, data in files.items():
        if b"\nimported:" in data[:MAX_HEAD]:
            imported = read(path, data).incident.imported
            if imported is not None and imported.source == source:
                yield Known(path=path, data=data, id=imported.id, digest=imported.digest)


def decide(reports: Iterable[ImportedIncident], known: Iterable[Known]) -> Iterator[Decision]:
    """What becomes of each of `reports`, beside those that were imported before."""
    known = tuple(known)
    by_id = {each.id: each for each in known if each.id}
    nameless = {each.stem for each in known if not each.id}
    for report in reports:
        imported = report.incident.imported
        before = by_id.get(imported.id) if imported else None
        if before is None and report.incident.id in nameless:
            yield Decision(report=report, outcome=Outcome.NAMELESS, path=report.file_name)
            continue
        digest, text = signed(report)
        if before is None:
            yield Decision(report=report, outcome=Outcome.NEW, path=report.file_name, text=text)
        elif digest == before.digest:
            yield Decision(report=report, outcome=Outcome.UNCHANGED, path=before.path)
        elif before.untouched:
            yield Decision(report=report, outcome=Outcome.CHANGED, path=before.path, text=text, before=before.data)
        else:
            yield Decision(report=report, outcome=Outcome.KEPT, path=before.path)


def signed(report: ImportedIncident) -> tuple[str, str]:
    """The digest of the report's file, and the file with it."""
    text = write(report.incident)
    digest = digest_of(text)
    block = _BLOCK.search(text)
    end = block.end() if block else 0
    return digest, f"{text[:end]}  digest: {digest}\n{text[end:]}" if block else text
