"""What is remembered from one run to the next, as lines: a key, a digest of the line's own, and a text.

They may come from anywhere. A line that is damaged, or that somebody else wrote in another form, is as if it were not
there, and nothing in one is ever run.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Final

MOST_UNUSED: Final = 1000
"""Lines that were not asked for now and are kept all the same, at least: of a file before its change, of a branch."""
_LENGTH: Final = 32


class KeptLines:
    """Texts by their keys."""

    def __init__(self, lines: Iterable[bytes], basis: bytes) -> None:
        """`basis` is what all keys follow from, such as the code and the settings."""
        self._basis = basis
        self._lines: dict[bytes, bytes] = {line[:_LENGTH]: line for line in lines if len(line) > 2 * _LENGTH}
        self._used: dict[bytes, bytes] = {}
        self.changed = False

    def key(self, *parts: bytes) -> bytes:
        """What a text is found by that follows from `parts` and the basis, and from nothing else."""
        digest = blake2b(self._basis, digest_size=_LENGTH // 2)
        for part in parts:
            digest.update(b"%d:" % len(part))
            digest.update(part)
        return digest.hexdigest().encode("ascii")

    def find(self, key: bytes) -> bytes | None:
        """The text of that key, undamaged."""
        line = self._used.get(key) or self._lines.get(key)
        if line is None or line[_LENGTH : 2 * _LENGTH] != _digest(key, line[2 * _LENGTH :]):
            return None
        return line[2 * _LENGTH :]

    def use(self, key: bytes) -> None:
        """The text that was found holds, and is worth keeping."""
        self._used[key] = self._lines.get(key) or self._used[key]

    def keep(self, key: bytes, text: bytes) -> None:
        """`text`, which has no line end, from now on."""
        self._used[key] = key + _digest(key, text) + text
        self.changed = True

    def lines(self) -> Iterator[bytes]:
        """All that is worth keeping, what was used now last."""
        unused = [line for key, line in self._lines.items() if key not in self._used]
        yield from unused[-max(MOST_UNUSED, len(self._used)) :]
        yield from self._used.values()


def _digest(key: bytes, text: bytes) -> bytes:
    return blake2b(key + text, digest_size=_LENGTH // 2).hexdigest().encode("ascii")
