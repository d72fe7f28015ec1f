"""Front matter in which YAML broke at one place, read line by line, so that a slip costs the key that it stands in.

Where YAML reads all of it nothing of this is asked. Each top-level key with the lines below it is read by itself; what
is still broken then is read by its lines: a key that lost its place, and components with their states.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from straightup.model.findings import Finding, Span, meant
from straightup.model.source import Field, Items, Node, Pairs, Text
from straightup.reading import components
from straightup.reading.frontmatter import LARGEST, FrontMatter, parse, second

KEYS = (
    "title", "components", "started", "resolved", "kind", "starts", "ends", "detected-by", "cause-category",
    "repeat-of", "duplicate-of", "outcome", "reference", "author", "links", "exempt", "imported", "was",
)  # fmt: skip
_BLOCK = re.compile(r"""(?:["']?[\w][\w .-]{0,60}["']?\s*:(?:\s|$))""")
_COLONLESS = re.compile(rf"(?P<key>{'|'.join(KEYS)})(?:\s*[:=]\s*|\s+)(?P<value>\S.*)")
_LINE = re.compile(
    r"""(?P<indent>[\s-]*)(?P<mark>["']?)(?P<key>[\w][\w .-]{0,60}?)(?P=mark)\s*:(?:\s+(?P<value>.*))?"""
)
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_FORBIDDEN = re.compile("[^\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_BLOCKS = 200
"""Top-level keys that are looked at one by one; the format has twenty."""
_NESTED = ("components", "links", "exempt", "imported")


def read(lines: Sequence[str], first_line: int) -> FrontMatter:
    """The fields of `lines`, which begin on line `first_line` of their file. Never raises."""
    whole = parse("\n".join(lines), first_line)
    if whole.whole:
        return whole
    return _Recovery(whole).read(lines, first_line)


class _Recovery:
    def __init__(self, broken: FrontMatter) -> None:
        self.findings: list[Finding] = list(broken.findings)
        self.fields: dict[str, Field] = {}
        self.again: list[tuple[str, Field]] = []
        self.lost: list[Text] = []
        self.strays: list[tuple[Text, Node]] = []
        """Lines with a component and its state that stand under no `components`."""

    def read(self, lines: Sequence[str], first_line: int) -> FrontMatter:
        for start, block in islice(_blocks(lines), _MOST_BLOCKS):
            alone = parse("\n".join(block), first_line + start)
            if alone.whole:
                self._add(alone)
            else:
                self._report(alone.findings)
                self._by_lines(block, first_line + start)
        self.again += (("components", Field(key, node)) for key, node in self.strays)
        return FrontMatter(
            tuple(self.fields.values()), tuple(self.findings), False, tuple(self.again), tuple(self.lost)
        )

    def _add(self, found: FrontMatter) -> None:
        self._report(found.findings)
        self.again += found.again
        for field in found.fields:
            first = self.fields.setdefault(field.key.value, field)
            if first is not field:
                self.again.append(("", field))
                self._report((second(field.key, first.key),))

    def _report(self, findings: Sequence[Finding]) -> None:
        known = {(finding.rule, finding.span.line) for finding in self.findings}
        self.findings += (each for each in findings if (each.rule, each.span.line) not in known)

    def _by_lines(self, lines: Sequence[str], first_line: int) -> None:
        above: Text | None = None
        below: list[tuple[Text, Node]] = []
        for number, line in enumerate(lines, first_line):
            found = _LINE.fullmatch(line.rstrip()) or _COLONLESS.fullmatch(line.rstrip())
            if found is None:
                if above is not None and above.value == "components" and _COMMENT.sub("", line).strip():
                    below.append(_component(line, number))
                continue
            key = Text(found["key"], Span.at(number, found.start("key") + 1, len(found["key"])))
            if key.value in KEYS or not found.groupdict().get("indent"):
                self._close(above, below)
                above, below = key, []
                self._value(key, found["value"] or "", number, found.start("value"))
                continue
            value = Text(_plain(found["value"] or ""), _span(number, found.start("value"), found["value"] or ""))
            if above is not None and above.value in _NESTED:
                below.append((key, value))
            elif components.state_of(value.value):
                self.strays.append((key, value))
        self._close(above, below)

    def _close(self, above: Text | None, below: list[tuple[Text, Node]]) -> None:
        """What was collected under the key `above`."""
        if above is None or not below:
            return
        self.fields.setdefault(above.value, Field(above, Pairs(tuple(below), above.span)))
        if above.value != "components":
            self.lost.append(above)

    def _value(self, key: Text, value: str, number: int, begin: int) -> None:
        """The value that stands on the line of its key."""
        bare = _COMMENT.sub("", value).strip()
        if not bare:
            if key.value not in _NESTED:
                self.lost.append(key)
            return
        span = _span(number, begin, value)
        alone = parse(f"value: {value}", number)
        if key.value == "title" or meant(key.value, KEYS) == "title":
            # Whoever sees it knows what it says, whatever it may mean to YAML.
            node: Node = Text(_plain(value), span)
        elif key.value == "components":
            node = Text(bare.strip("{}[] "), span)
        elif alone.whole and isinstance(alone.fields[0].node, Text):
            node = Text(alone.fields[0].node.value, span)
        elif alone.whole and isinstance(alone.fields[0].node, Items):
            node = Items(
                tuple(Text(item.value, span) for item in alone.fields[0].node.items if isinstance(item, Text)), span
            )
        else:
            self.lost.append(key)
            return
        self.fields.setdefault(key.value, Field(key, node))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Each top-level key with the lines up to the next one, and where it begins."""
    size = 0
    start = 0
    block: list[str] = []
    for number, line in enumerate(lines):
        size += len(line) + 1
        if size > LARGEST:
            break
        if block and (_BLOCK.match(line) or _COLONLESS.fullmatch(line)):
            yield start, block
            block = []
        if not block:
            start = number
        block.append(line)
    if block:
        yield start, block


def _component(line: str, number: int) -> tuple[Text, Node]:
    """What a line under `components` names that is no `id: state`."""
    component, state = components.parted(_plain(line).lstrip("- "))
    span = _span(number, len(line) - len(line.lstrip()), line.lstrip())
    return Text(component, span), Text(state, span)


def _span(number: int, begin: int, text: str) -> Span:
    return Span.at(number, max(begin, 0) + 1, len(text.rstrip()))


def _plain(value: str) -> str:
    """A value as it was typed, without a comment and without the quotes around it."""
    value = _FORBIDDEN.sub("\ufffd", _COMMENT.sub("", value)).strip()
    mark = value[:1]
    if mark not in ("'", '"'):
        return value
    if value.count(mark) == 1:
        return value[1:]
    return value[1:-1] if value.count(mark) == len("''") and value.endswith(mark) else value
