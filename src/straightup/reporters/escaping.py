"""Words of an author, made harmless for a terminal and for the log of a CI service."""

import re

_WRITTEN_OUT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # what a terminal obeys
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns text round
    "\u00ad\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # what nobody sees
    "\ud800-\udfff]"  # what UTF-8 has no bytes for
)
_UNSEEN = "[\u200c\u200d\ufe00-\ufe0f]*"
"""Joiners and variation selectors belong to emoji and to some scripts, so they stay; .NET compares without them."""
_HASHES = rf"#{_UNSEEN}#{_UNSEEN}"
_COMMAND = re.compile(rf"({_HASHES}[A-Za-z]{{0,20}})\[")
"""GitHub's runner obeys `##[add-mask]…` wherever it stands in a line of a log, others `##vso[…]`, `##teamcity[…]`."""
_COMMAND_TO_COME = re.compile(rf"{_HASHES}[A-Za-z]{{0,20}}\Z")
_COLONS = re.compile(rf"\s*{_UNSEEN}\s*:")


def safe(text: str) -> str:
    """`text` with everything that a terminal could obey, or that would turn it round or hide, written out: `\\x1b`."""
    return _COMMAND.sub(r"\1\\[", _WRITTEN_OUT.sub(lambda found: _escape(found[0]), text))


def one_line(text: str) -> str:
    """`safe` of `text`, and it cannot begin a line of its own either."""
    return safe(text).replace("\n", "\\n").replace("\t", "\\t")


def written_out(line: str, index: int) -> str:
    """How `safe` writes the character at `index` of `line`, which may depend on what stands before it."""
    if line[index] == "[" and _COMMAND_TO_COME.search(line, max(0, index - 60), index):
        return "\\["
    return safe(line[index])


def at_line_start(path: str) -> str:
    """`path` on one line, and so that GitHub's runner does not take the line for a command: these begin with `::`."""
    shown = one_line(path)
    return f"./{shown}" if _COLONS.match(shown) else shown


def own_line(text: str) -> str:
    """`text` as a line of its own that no runner takes for a command: these begin with `::`."""
    shown = one_line(text)
    return f"\\{shown}" if _COLONS.match(shown) else shown


def in_json(text: str) -> str:
    """JSON that means the same, with the same characters written out in the way of JSON."""
    return _COMMAND.sub(r"\1\\u005b", _WRITTEN_OUT.sub(lambda found: _utf_16(found[0]), text))


def _utf_16(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
