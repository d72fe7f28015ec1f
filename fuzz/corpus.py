"""Inputs worth keeping, as files that everybody can read: a byte that is no printable ASCII is written `\\x1b`.

So an input with half a character, a line end of another system or a character that turns text round is a text file like
any other, which nothing on its way changes.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
FOUND = Path(__file__).parent / "found"
_PLAIN = frozenset(b"\n" + bytes(range(0x20, 0x7F))) - {ord("\\")}


def written(data: bytes) -> str:
    """`data` as it is kept."""
    return "".join(chr(byte) if byte in _PLAIN else f"\\x{byte:02x}" for byte in data) + "\n"


def kept(text: str) -> bytes:
    """What `text` was written for."""
    return re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), text.encode("ascii"))[:-1]


def of(target: str) -> dict[str, bytes]:
    """Every input that is kept for a target, by its name."""
    return {path.stem: kept(path.read_text(encoding="ascii")) for path in sorted((FOLDER / target).glob("*.txt"))}


def keep(target: str, name: str, data: bytes) -> Path:
    """Writes down what broke a promise."""
    path = FOUND / target / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(data), encoding="ascii")
    return path
