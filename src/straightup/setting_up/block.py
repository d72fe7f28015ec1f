"""The block of the plugin put into a `mkdocs.yml` that is there, by its text: every other byte stays as it is."""

from dataclasses import dataclass

import yaml

from straightup.model.errors import StraightupError


class UnsureError(StraightupError):
    """Nobody can say for certain where the block belongs; `lines` say it to a person who can."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    """The number of lines in front of it."""
    indent: int
    as_mapping: bool = False
    new_key: bool = False


def with_block(text: str, name: str, block: str) -> str:
    """`text` of the file `name`, with `block`, the lines of the plugin as an item of a list, among its plugins.

    UnsureError, with the block and the line where it belongs, when there is any doubt.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True) if "\r" not in text.replace("\r\n", "") else None
    if lines is None:
        raise unsure(name, 1, "its lines end in a way that no editor shows", block)
    place = _place(text, name, block)
    added = _shaped(block, place).splitlines()
    before, after = lines[: place.line], lines[place.line :]
    if before and not before[-1].endswith("\n"):
        before[-1] += ending
    return "".join([*before, *(line + ending for line in added), *after])


def _place(text: str, name: str, block: str) -> _Place:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        used = {type(event) for event in yaml.parse(text, Loader=yaml.SafeLoader)}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise unsure(name, line, error.problem or "it is no valid YAML", block) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise unsure(name, 1, "it is no valid YAML", block) from None
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise unsure(name, 1, "its settings stand in braces", block)
    if yaml.AliasEvent in used:
        raise unsure(name, 1, "parts of it are repeated by anchors", block)
    keys = {key.value: (key, value) for key, value in root.value}
    if "INHERIT" in keys:
        raise unsure(name, keys["INHERIT"][0].start_mark.line + 1, "it inherits from another file", block)
    if len(keys) < len(root.value):
        raise unsure(name, 1, "a key stands there twice", block)
    if "plugins" not in keys:
        return _at_the_end(text, name, root, block)
    key, plugins = keys["plugins"]
    line = key.start_mark.line + 1
    if not isinstance(plugins, yaml.SequenceNode | yaml.MappingNode) or plugins.flow_style or not plugins.value:
        raise unsure(name, line, "`plugins` is no list with a line for each", block)
    if plugins.start_mark.line <= key.start_mark.line:
        raise unsure(name, line, "something stands beside `plugins:`", block)
    is_mapping = isinstance(plugins, yaml.MappingNode)
    return _Place(_end_line(plugins), plugins.start_mark.column, as_mapping=is_mapping)


def _at_the_end(text: str, name: str, root: yaml.MappingNode, block: str) -> _Place:
    lines = text.splitlines()
    if any(line.startswith(("...", "---")) for line in lines[_end_line(root) :]):
        raise unsure(name, len(lines), "the document ends before the file does", block)
    return _Place(len(lines), root.start_mark.column, new_key=True)


def _end_line(node: yaml.Node) -> int:
    """The number of lines up to the last one that `node` has a word in."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end_line(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    return end.line if end.column == 0 and end.line > node.start_mark.line else end.line + 1


def _shaped(block: str, place: _Place) -> str:
    """`block` as this file's plugins stand: an item of a list, or a key of a mapping."""
    lines = block.splitlines()
    if place.as_mapping:
        lines = [line[2:] for line in lines]
    if place.new_key:
        # A list of plugins without `search` would switch the search off.
        lines = ["plugins:", "  - search", *(f"  {line}" for line in lines)]
    return "\n".join(f"{' ' * place.indent}{line}".rstrip() for line in lines)


def unsure(name: str, line: int, why: str, block: str) -> UnsureError:
    """Why nothing is written, with the block that a person may put in."""
    return UnsureError(
        f"{name}, line {line}: {why}, so nothing was written. Put this among its `plugins`:",
        "",
        *(f"  {each}" for each in block.splitlines()),
    )
