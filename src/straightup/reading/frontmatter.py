"""The YAML at the top of a file, read as a stream of events.

PyYAML's loaders guess types, follow aliases, keep the last of two equal keys, and crash on deep nesting; its event
stream does none of that. Every scalar stays the text that the author typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from straightup.model.findings import Finding, Misread, Span
from straightup.model.source import Field, Items, Node, Pairs, Text

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # only its parser is used, never its constructors
DEEPEST = 8
MOST_EVENTS = 5000
LARGEST = 16 * 1024
_YAML_BREAKS = re.compile("[\x85\u2028\u2029]")
_ANY_BREAK = re.compile("[\n\x85\u2028\u2029]")

_PLAIN_WORDS = (
    ("mapping values are not allowed", "Put quotes around a text that has a colon in it: title: \"Cards: declined\"."),
    ("could not find expected ':'", "Each line is `key: value`; indent a line that goes on from the one above."),
    ("found character '\\t'", "Indent with spaces; YAML takes no tabs."),
    ("that cannot start any token", "Put quotes around the value."),
    ("while parsing a flow", "Close each bracket that was opened, or put quotes around the value."),
    ("while scanning a quoted scalar", "Close the quotes that were opened."),
    ("did not find expected key", "Check the indentation here, and put quotes around texts with special characters."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What could be read; `whole` is False when a fault ended it early."""

    fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    whole: bool
    again: tuple[tuple[str, Field], ...] = ()
    """What stood a second time, and was reported: a key with "", or one below a key with the name of that."""
    lost: tuple[Text, ...] = ()
    """The keys whose values could not be read at all."""


def parse(text: str, first_line: int = 2) -> FrontMatter:
    """The fields of `text`, which begins on line `first_line` of its file. Never raises."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        message = f"The front matter is larger than {LARGEST // 1024} KiB."
        help_text = "Keep what customers read in the sections below it."
        return FrontMatter((), (Finding(Misread.TOO_LARGE, Span.at(1, 1, 3), message, help_text),), whole=False)
    return _EventReader(first_line).read(text)


def second(key: Text, first: Text) -> Finding:
    """What is said of a key that stands twice."""
    message = f"“{key.value}” stands here a second time; the first is on line {first.span.line}."
    return Finding(Misread.DUPLICATE_KEY, key.span, message, "Keep the one that is right.")


class _BrokenError(Exception):
    """Reading cannot go on past this finding."""

    def __init__(self, span: Span, message: str, help_text: str) -> None:
        super().__init__(message)
        self.finding = Finding(Misread.BAD_YAML, span, message, help_text)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been met."""

    event: Any
    nodes: list[Node]
    pairs: list[tuple[Text, Node]]
    key: Text | None = None


class _EventReader:
    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.findings: list[Finding] = []
        self.open: list[_Open] = []
        self.again: list[tuple[str, Field]] = []
        self.root: Node | None = None
        self.text = ""
        self.begins: list[int] = []
        """Where YAML's lines begin in `text`; empty when they are those of the file."""

    def read(self, text: str) -> FrontMatter:
        self.text = text
        if _YAML_BREAKS.search(text):
            # The end of the text may be told as the beginning of a line that is not there.
            self.begins = [0, *(match.end() for match in _ANY_BREAK.finditer(text)), len(text)]
        whole = True
        try:
            self._consume(self._events(text))
        except _BrokenError as broken:
            self.findings.append(broken.finding)
            whole = False
        root = self.root
        if root is None and self.open and isinstance(self.open[0].event, yaml.MappingStartEvent):
            pairs = self.open[0].pairs
        elif isinstance(root, Pairs):
            pairs = list(root.items)
        else:
            pairs = []
            if root is not None:
                help_text = "Write one `key: value` on each line."
                self.findings.append(
                    Finding(Misread.BAD_YAML, root.span, "The front matter is no list of keys.", help_text)
                )
                whole = False
        fields = tuple(Field(key, node) for key, node in pairs)
        return FrontMatter(fields, tuple(self.findings), whole, tuple(self.again))

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from islice(yaml.parse(text, Loader=_LOADER), MOST_EVENTS + 1)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from error
        except (yaml.YAMLError, ValueError) as error:
            # Characters that YAML does not allow; the parser gives no place for them that holds in both of its forms.
            raise self._character(text) from error

    def _syntax(self, error: yaml.MarkedYAMLError) -> _BrokenError:
        mark = error.problem_mark or error.context_mark
        span = Span.at(*self._position(mark)) if mark else Span.at(self.first_line)
        said = f"{error.context or ''} {error.problem or ''}".strip()
        help_text = next((plain for part, plain in _PLAIN_WORDS if part in said), "Compare the line with the examples.")
        return _BrokenError(span, f"YAML cannot read this: {error.problem or said}.", help_text)

    def _character(self, text: str) -> _BrokenError:
        found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        before = text[: found.start()] if found else ""
        line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        what = f"the character U+{ord(found[0]):04X}" if found else "a character"
        span = Span.at(self.first_line + line, column + 1, 1)
        return _BrokenError(span, f"The front matter holds {what}, which YAML does not allow.", "Delete it.")

    def _consume(self, events: Iterator[Any]) -> None:
        documents = 0
        for number, event in enumerate(events):
            if number >= MOST_EVENTS:
                raise _BrokenError(
                    self._span(event), "The front matter has too many parts.", "Keep it to the keys of the format."
                )
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "The front matter holds a second YAML document."
                    raise _BrokenError(self._span(event), message, "Delete this line.")
            elif isinstance(event, yaml.AliasEvent):
                raise _BrokenError(self._span(event), "Aliases (*name) are not read here.", "Write the value out.")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, self._span(event))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(event)

    def _node(self, event: Any, span: Span) -> None:
        if event.anchor is not None:
            raise _BrokenError(span, "Anchors (&name) are not read here.", "Write the value out where it is used.")
        if event.tag is not None:
            raise _BrokenError(span, "Tags (!name) are not read here.", "Delete the tag; every value is read as text.")
        if isinstance(event, yaml.ScalarEvent):
            self._place(Text(event.value, span))
        elif len(self.open) >= DEEPEST:
            raise _BrokenError(span, f"This is nested more than {DEEPEST} levels deep.", "The format needs two levels.")
        else:
            self.open.append(_Open(event, [], []))

    def _close(self, event: Any) -> None:
        closed = self.open.pop()
        span = self._span(closed.event, event)
        node: Node
        if isinstance(closed.event, yaml.MappingStartEvent):
            node = Pairs(tuple(closed.pairs), span)
        else:
            node = Items(tuple(closed.nodes), span)
        self._place(node)

    def _place(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent.event, yaml.SequenceStartEvent):
            parent.nodes.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            self._pair(parent, parent.key, node)
            parent.key = None

    def _key(self, node: Node) -> Text:
        if not isinstance(node, Text):
            raise _BrokenError(node.span, "A list or mapping stands where a key is expected.", "A key is a plain word.")
        if node.value == "<<":
            raise _BrokenError(node.span, "Merge keys (<<) are not read here.", "Write the keys out.")
        return node

    def _pair(self, parent: _Open, key: Text, node: Node) -> None:
        first = next((known for known, _ in parent.pairs if known.value == key.value), None)
        if first is None:
            parent.pairs.append((key, node))
            return
        if len(self.open) <= len(("key", "key below it")):
            above = self.open[0].key if len(self.open) > 1 else None
            self.again.append((above.value if above else "", Field(key, node)))
        self.findings.append(second(key, first))

    def _span(self, start: Any, end: Any = None) -> Span:
        first, last = start.start_mark, (end or start).end_mark
        if not self.begins:
            line = self.first_line
            return Span(line + first.line, first.column + 1, line + last.line, last.column + 1)
        return Span(*self._position(first), *self._position(last))

    def _position(self, mark: Any) -> tuple[int, int]:
        """The line and column of a mark in the file; to YAML 1.1 three more characters end a line than to editors."""
        line, column = mark.line, mark.column
        if self.begins:
            before = self.text[: self.begins[line] + column]
            line, column = before.count("\n"), len(before) - (before.rfind("\n") + 1)
        return self.first_line + line, column + 1
