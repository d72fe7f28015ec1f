"""Links that authors write in a report to files beside it: pictures, logs, tables."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote, urlsplit

from straightup.model.findings import Span
from straightup.model.source import MASK, Document

KINDS = ("png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "txt", "csv")
"""Of files that are published with a report: none of them runs anything in a reader's browser."""
TEXT_KINDS = ("txt", "csv")
"""Those that are looked through for secrets, as the report is."""
MAX_LINKED = 10 * 1024 * 1024
"""Bytes of one: more than a phone loads on a bad line."""

_DESTINATION = re.compile(
    r"\]\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))|^ {0,3}\[[^\]\n]+\]:\s*(?:<([^<>\n]*)>|(\S+))",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,9})$")
_PAGES = ("html", "htm")


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file, as it stands in a report."""

    span: Span
    path: str
    """Relative to the report's file, without `.`, quotes and what stands behind `?` and `#`."""


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """What is at the path of such a link."""

    shown: str = ""
    """The path of the file as it is to be shown."""
    below: str = ""
    """The same below the folder of the reports; "" outside of it."""
    problem: str = ""
    """Why it cannot be published, as a sentence."""
    help: str = ""
    size: int = 0
    """Bytes."""
    text: bytes = field(default=b"", repr=False)
    """What stands in it, of a kind that is looked through."""


def file_named(link: str) -> str | None:
    """The path of the file that `link` names, relative to the report; None when it leads to no file beside it.

    `../../` leads from the page of a report to where the status pages begin: to a page, not to a file beside a report.
    """
    if _SCHEME.match(link.strip()):
        return None
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.netloc or not path or path.startswith("/") or path.endswith("/"):
        return None
    path = posixpath.normpath(path)
    ending = _ENDING.search(path)
    if path.startswith("../../") or ending is None or ending[1].lower() in _PAGES:
        return None
    return path


def kind_of(path: str) -> str:
    """How its name ends, in small letters."""
    ending = _ENDING.search(path)
    return ending[1].lower() if ending else ""


def file_links(document: Document) -> Iterator[FileLink]:
    """Every link to a file beside the report in its text."""
    if "](" not in document.text and "]:" not in document.text:
        return
    text = "\n".join(document.prose).replace(MASK, " ")
    line, line_start = 1, 0
    for found in _DESTINATION.finditer(text):
        group = next((number for number in range(1, 5) if found[number]), None)
        if group is None:
            continue
        path = file_named(unescape(_ESCAPE.sub(r"\1", found[group])))
        if path is not None:
            start = found.start(group)
            line += text.count("\n", line_start, start)
            line_start = text.rfind("\n", line_start, start) + 1 or line_start
            yield FileLink(Span.at(line, start - line_start + 1, len(found[group])), path)
