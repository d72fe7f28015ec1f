"""What `init` would do to each file: make it, add to it, or leave it as it is."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What becomes of a file."""

    NEW = "new"
    ADDED_TO = "added to"
    SAME = "as it is"
    KEPT = "kept"
    """It says something else than we would have written, and stays."""
    REPLACED = "replaced"
    """The same, but a person has named it after `--force`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file, by its path below the root of the clone."""

    path: str
    before: bytes | None
    after: bytes
    deed: Deed

    @property
    def writes(self) -> bool:
        return self.deed in (Deed.NEW, Deed.ADDED_TO, Deed.REPLACED)

    def diff(self) -> list[str]:
        """What we would have written otherwise, line by line."""
        old = (self.before or b"").decode("utf-8", "replace").splitlines()
        new = self.after.decode("utf-8", "replace").splitlines()
        return list(difflib.unified_diff(old, new, f"{self.path} (yours)", f"{self.path} (init)", lineterm="", n=1))


def changes(
    wanted: Mapping[str, str], additions: Mapping[str, bytes], there: Mapping[str, bytes], force: Iterable[str] = ()
) -> list[Change]:
    """A change for each file that is `wanted` whole, and for each whose `additions` are what it is to hold then."""
    forced = set(force)
    found = [_added(path, there.get(path), after) for path, after in additions.items()]
    for path, text in wanted.items():
        before, after = there.get(path), text.encode("utf-8")
        # Line ends are git's business: it may have changed them at checkout.
        if before is None:
            deed = Deed.NEW
        elif before.replace(b"\r\n", b"\n") == after:
            deed = Deed.SAME
        else:
            deed = Deed.REPLACED if path in forced else Deed.KEPT
        found.append(Change(path, before, after, deed))
    return sorted(found, key=lambda change: change.path)


def _added(path: str, before: bytes | None, after: bytes) -> Change:
    if before is None:
        return Change(path, before, after, Deed.NEW)
    return Change(path, before, after, Deed.SAME if before == after else Deed.ADDED_TO)
