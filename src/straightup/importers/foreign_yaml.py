"""Foreign YAML, read as texts, lists and mappings of texts: nothing is constructed and no type is guessed."""

from collections.abc import Iterator

from straightup.model.source import Items, Node, Pairs, Text
from straightup.reading.frontmatter import LARGEST, FrontMatter, parse

_NOTHING = ("", "~", "null", "Null", "NULL")


class YamlMapping:
    """A mapping of which any key may be missing or hold something else than expected; then it counts as empty."""

    def __init__(self, nodes: dict[str, Node]) -> None:
        self._nodes = nodes

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def text(self, key: str) -> str:
        return next(self._texts(self._nodes.get(key)), "") if isinstance(self._nodes.get(key), Text) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list; one text is a list of one."""
        return tuple(self._texts(self._nodes.get(key)))

    def true(self, key: str) -> bool:
        return self.text(key).casefold() == "true"

    def mapping(self, key: str) -> "YamlMapping":
        node = self._nodes.get(key)
        return _mapping(node) if isinstance(node, Pairs) else YamlMapping({})

    def mappings(self, key: str) -> tuple["YamlMapping", ...]:
        """The mappings of a list."""
        node = self._nodes.get(key)
        return (
            tuple(_mapping(item) for item in node.items if isinstance(item, Pairs)) if isinstance(node, Items) else ()
        )

    def _texts(self, node: Node | None) -> Iterator[str]:
        if isinstance(node, Items):
            for item in node.items:
                if isinstance(item, Text):
                    yield from self._texts(item)
        elif isinstance(node, Text) and node.value not in _NOTHING:
            yield " ".join(node.value.split())


def read_yaml(text: str, first_line: int) -> tuple[YamlMapping, FrontMatter]:
    """The top level of `text`, and how the reading of it went."""
    if len(text) > LARGEST:
        # cState's own configuration is mostly comments; without them it is far below any limit.
        text = "\n".join("" if line.lstrip().startswith("#") else line for line in text.split("\n"))
    read = parse(text, first_line)
    return YamlMapping({field.key.value: field.node for field in read.fields}), read


def _mapping(pairs: Pairs) -> YamlMapping:
    return YamlMapping({key.value: node for key, node in pairs.items})
