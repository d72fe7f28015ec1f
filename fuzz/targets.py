"""What holds whatever the bytes are. Each target takes an input and raises when a promise is broken."""

import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from straightup import rules
from straightup.building.plan import compose
from straightup.disk.project import load, theme_folder
from straightup.disk.themes import read_theme
from straightup.importers import IMPORTERS
from straightup.model.contact import Contact
from straightup.model.errors import StraightupError
from straightup.model.findings import Span
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component
from straightup.model.theme import Theme
from straightup.reading import lines_of, read
from straightup.reporters import discreet, own_line, quotable
from straightup.reporters.formats import FORMATS, Checked
from straightup.rules import Context
from straightup.writing.whole import write

NOW = datetime(2026, 11, 3, 15, tzinfo=UTC)
PATH = "incidents/2026-11-03-a.md"
SETTINGS = Settings(
    site_url="https://status.example.com/",
    components=tuple(Component(id=name, name=name.title()) for name in ("api", "checkout")),
    contact=Contact(label="support@example.com", url="mailto:support@example.com"),
)
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|##[A-Za-z]*\\[")
_BETWEEN = re.compile(rb"^%%%% ?([^\n]*)\n", re.MULTILINE)
"""Parts of an input that stands for several files: what follows is the name of one."""
_SCHEMES = re.compile(r"(?:https?:|mailto:|webcal:|[^:]*$|[^:]*[/?#])", re.DOTALL)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    begin = time.process_time()
    yield
    taken = time.process_time() - begin
    assert taken <= seconds, f"It took {taken:.2f} s."


def reading(data: bytes) -> None:
    """A report is read and checked, every finding lies in it, and no format can be obeyed."""
    with _within(2):
        entry = read(PATH, data)
        found = rules.check(entry, Context(now=NOW, settings=SETTINGS))
    assert read(PATH, data) == entry
    lines = lines_of(data)
    for each in found:
        assert _lies_in(each.span, lines), each
    quoted = quotable({PATH: lines}, found)
    for write_out in FORMATS.values():
        output = write_out(Checked(diagnostics=discreet(found), files=1, lines=quoted))
        assert not _OBEYED.search(re.sub(r"\x1b\[[\d;]*m", "", output)), output


def _lies_in(span: Span, lines: tuple[str, ...]) -> bool:
    if not 1 <= span.line <= span.end_line <= max(1, len(lines)):
        return False
    first, last = (lines[number - 1] if lines else "" for number in (span.line, span.end_line))
    return 1 <= span.column <= len(first) + 1 and 1 <= span.end_column <= len(last) + 1


def settings(data: bytes) -> None:
    """A `mkdocs.yml` is read, or refused with words that nothing obeys; nothing in it is run."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "mkdocs.yml")
        file.write_bytes(data)
        lines: tuple[str, ...]
        with _within(2):
            try:
                lines = load(file).messages
            except StraightupError as error:
                lines = error.lines
        assert all(lines)
        assert not _OBEYED.search("\n".join(map(own_line, lines)))
        assert [path.name for path in Path(folder).iterdir()] == ["mkdocs.yml"]


def building(data: bytes) -> None:
    """Reports become a site whose pages run nothing and lead nowhere else, with feeds that can be read."""
    texts = [text for _, text in _files(data)] or [data]
    sources = [
        Source(f"incidents/2026-11-0{number}-a.md", f"2026-11-0{number}-a", text, below=f"2026-11-0{number}-a.md")
        for number, text in enumerate(texts[:5], 1)
    ]
    with _within(10):
        edition = compose(sources, SETTINGS, _theme(), now=NOW, keep_going=True)
    for page in edition.pages:
        _Page(page.url).feed(page.body)
    for name, content in edition.files.items():
        if name.endswith(".xml"):
            ElementTree.fromstring(content)  # noqa: S314 -- it is our own, and has no entities
        elif name.endswith(".json"):
            json.loads(content)


class _Page(HTMLParser):
    """Raises for a page that does more than be read."""

    NEVER = frozenset(
        {"animate", "applet", "audio", "base", "button", "embed", "foreignobject", "form", "frame", "iframe", "image"}
        | {"img", "input", "link", "math", "meta", "object", "script", "select", "set", "source", "style", "textarea"}
        | {"track", "use", "video"}
    )

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in self.NEVER, f"<{tag}> on {self.url}"
        for name, value in attrs:
            assert not name.startswith("on"), f"{name} on {self.url}"
            assert name not in {"src", "srcset", "style", "srcdoc", "action", "formaction"}, f"{name} on {self.url}"
            if name in {"href", "xlink:href"}:
                assert _SCHEMES.match((value or "").strip()), f"{value} on {self.url}"
                assert not (value or "").startswith("//"), f"{value} on {self.url}"


def importing(data: bytes) -> None:
    """An export is taken over; what becomes a report can be written and is read as the same."""
    contents = dict(_files(data)) or {"content/issues/a.md": data}
    for importer in IMPORTERS:
        with _within(5):
            imported = importer.read(contents, zone=None, imported_on=date(2026, 11, 22))
        for skipped in imported.skipped:
            assert skipped.source in contents
            assert skipped.reason
            assert skipped.next_step
        for report in imported.incidents:
            text = write(report.incident)
            entry = read(f"incidents/{report.file_name}", text)
            assert entry.document.readable, text
            assert write(entry.incident) == text


def _files(data: bytes) -> list[tuple[str, bytes]]:
    parts = _BETWEEN.split(data)
    names = [name.decode("utf-8", "replace") for name in parts[1::2]]
    return list(zip(names, parts[2::2], strict=True))


@cache
def _theme() -> Theme:
    return read_theme([theme_folder()])


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "reading": reading,
    "settings": settings,
    "building": building,
    "importing": importing,
}
