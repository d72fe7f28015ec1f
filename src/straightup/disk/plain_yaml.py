"""YAML as plain data, bounded: no text of a few lines becomes a structure that fills the memory."""

from typing import Any

import yaml

MOST_NODES = 100_000
"""Of what a text describes when every alias and merge in it is written out: far more than any settings have."""


def load_plain(text: str | bytes, loader: type[yaml.SafeLoader]) -> Any:
    """What `loader` makes of the one document in `text`. yaml.YAMLError when there is no such, or it is too large."""
    reading = loader(text)
    try:
        node = reading.get_single_node()
        if node is None:
            return None
        _measure(node)
        return reading.construct_document(node)
    finally:
        reading.dispose()


def _measure(root: yaml.Node) -> None:
    """Raises for a structure that is too large, or inside itself. Each node is looked at once, however often used."""
    sizes: dict[int, int] = {}
    begun: set[int] = set()
    ahead = [root]
    while ahead:
        node = ahead[-1]
        parts = _parts(node)
        missing = [part for part in parts if id(part) not in sizes]
        if missing and id(node) not in begun:
            begun.add(id(node))
            ahead.extend(missing)
            continue
        ahead.pop()
        if missing:
            raise yaml.MarkedYAMLError(None, None, "an alias stands inside of what it repeats", node.start_mark)
        sizes[id(node)] = 1 + sum(sizes[id(part)] for part in parts)
        if sizes[id(node)] > MOST_NODES:
            raise yaml.MarkedYAMLError(None, None, "with its aliases written out this is too large", node.start_mark)


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
