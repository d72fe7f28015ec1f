"""New text in an incident file, with every other byte of the file as it was.

The functions take the file's text as it stands on the disk, so with its BOM and its own line ends, and its Document,
whose line numbers they go by. What they put in has the line ends of the file. Whether the file then says what was
meant is for the caller to read back: a comment or a code block that never ends would swallow anything put behind it.
"""

import re

from straightup.model.source import MASK, Document, Section, SectionName, Text

_LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_TASK = re.compile(r"\s*[-*+] \[[ xX-]\] ")
_ORDER = tuple(SectionName)


def with_update(text: str, document: Document, update: str) -> str:
    """`text` with `update` (heading, fields and prose) as the last one under `## Updates`."""
    lines = _Lines(text)
    sections = [section for section in document.sections if section.name is SectionName.UPDATES]
    if sections:
        return lines.insert(lines.end_of_text(*_extent(sections[-1])), f"\n\n{update}")
    return lines.insert(lines.end_of_text(1, len(lines.spans)), f"\n\n## {SectionName.UPDATES}\n\n{update}")


def with_section(text: str, document: Document, name: SectionName, answer: str) -> str:
    """`text` with `answer` in the section: under its heading and what stands there, or as a section in its usual place.

    A placeholder such as TODO gives way to the answer; comments stay.
    """
    lines = _Lines(text)
    section = document.section(name)
    if section is not None:
        end = lines.end_of_text(*_extent(section))
        last = text[:end].replace("\r", "\n").rpartition("\n")[2]
        in_list = _TASK.match(last) and _TASK.match(answer)
        return lines.insert(end, f"\n{answer}" if in_list else f"\n\n{answer}")
    above = [each for each in document.sections if each.name in _ORDER[: _ORDER.index(name)]]
    if above:
        return lines.insert(lines.end_of_text(*_extent(above[-1])), f"\n\n## {name}\n\n{answer}")
    if document.sections:
        return lines.insert(lines.begin(document.sections[0].span.line), f"## {name}\n\n{answer}\n\n")
    return lines.insert(lines.end_of_text(1, len(lines.spans)), f"\n\n## {name}\n\n{answer}")


def with_answer(text: str, document: Document, name: SectionName, answer: str) -> str:
    """`text` with `answer` in place of what the section says; its comments stay when they stand around that.

    The section has to be there, and to say something. ValueError when a comment stands in the middle of it.
    """
    section = document.section(name)
    if section is None:
        raise ValueError(f"there is no section {name}")
    bare = section.text.replace(MASK, " ")
    first, last = len(bare) - len(bare.lstrip()), len(bare.rstrip())
    if MASK in section.text[first:last]:
        raise ValueError("a comment stands in the middle of the text")
    lines = _Lines(text)
    begin, end = (lines.offset(section, position) for position in (first, last))
    return text[:begin] + lines.own(answer) + text[end:]


def with_key(text: str, document: Document, key: str, value: str, after: str) -> str:
    """`text` with a line `key: value` in the front matter, under the line of the key `after` where that has one."""
    lines = _Lines(text)
    field = document.field(after)
    if field is not None and field.key.span.line == field.node.span.end_line:
        return lines.insert(lines.end(field.key.span.line), f"\n{key}: {value}")
    closing = next(i for i, line in enumerate(document.lines, 1) if i > 1 and line.rstrip() == "---")
    return lines.insert(lines.begin(closing), f"{key}: {value}\n")


def with_value(text: str, document: Document, key: str, value: str, after: str) -> str:
    """`text` with `value` in place of what the key says; a key that is not there yet stands under `after`.

    A comment behind the value stays. ValueError when the value is not a text on the key's own line.
    """
    field = document.field(key)
    if field is None:
        return with_key(text, document, key, value, after)
    span = field.node.span
    if not isinstance(field.node, Text) or not field.key.span.line == span.line == span.end_line:
        raise ValueError(f"“{key}” has no value on its line")
    lines = _Lines(text)
    begin = lines.begin(span.line)
    room = "" if field.node.value else " "  # nothing stands right behind the colon
    return text[: begin + span.column - 1] + room + value + text[begin + span.end_column - 1 :]


def with_field(text: str, document: Document, field: str) -> str:
    """`text` with the line `field` above the other fields of its first update, which has to be there."""
    lines, update = _Lines(text), document.updates[0]
    if update.fields:
        return lines.insert(lines.begin(update.fields[0].name_span.line), f"{field}\n")
    return lines.insert(lines.end(update.heading.line), f"\n\n{field}")


def _extent(section: Section) -> tuple[int, int]:
    """The first and the last line of a section, with its heading."""
    return section.span.line, section.span.line + section.lines


class _Lines:
    """Where each line of a text begins and ends. Line numbers count from 1, as in a Document."""

    def __init__(self, text: str) -> None:
        self.text = text
        matches = [match for match in _LINE.finditer(text) if match[0] or match.end() == len(text)]
        self.spans = [(match.start(), match.start(1)) for match in matches]
        ends = [match[1] for match in matches if match[1]]
        self.line_end = max(("\n", "\r\n", "\r"), key=ends.count)

    def own(self, new: str) -> str:
        """`new` with the line ends of the file: those that most of its lines have."""
        return new.replace("\n", self.line_end)

    def insert(self, offset: int, new: str) -> str:
        return self.text[:offset] + self.own(new) + self.text[offset:]

    def begin(self, line: int) -> int:
        return self.spans[line - 1][0]

    def end(self, line: int) -> int:
        """Before the line's own line end, behind any spaces."""
        return self.spans[line - 1][1]

    def end_of_text(self, first: int, last: int) -> int:
        """The end of the last line from `first` to `last` that is not blank."""
        filled = (line for line in range(last, first, -1) if self.text[slice(*self.spans[line - 1])].strip())
        return self.end(next(filled, first))

    def offset(self, section: Section, position: int) -> int:
        """Where the character `position` of a section's text stands in the file."""
        line = section.text.count("\n", 0, position)
        column = position - (section.text.rfind("\n", 0, position) + 1)
        return self.begin(section.first_line + line) + column
