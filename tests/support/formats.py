"""Formats that other programs take in, as they are described or read there."""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

from support.places import TESTS

SARIF = json.loads((TESTS / "data" / "sarif.schema.json").read_text(encoding="utf-8"))
"""The JSON Schema of SARIF."""


def commands(log: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """What GitHub's runner obeys in a log, as its ActionCommand.cs reads it: `::name k=v::data`, else `##[name]`."""
    # .NET compares without what has no width.
    for line in re.split(r"\r\n|\r|\n", re.sub("[\u200c\u200d\ufe00-\ufe0f]", "", log)):
        new = re.match(r"::(?P<info>.*?)::(?P<data>.*)", line.strip(), re.DOTALL)
        old = re.search(r"##\[(?P<info>.*?)\](?P<data>.*)", line, re.DOTALL)
        if command := new or old:
            name, _, pairs = command["info"].partition(" ")
            split = [pair.split("=", 1) for pair in pairs.split("," if new else ";") if "=" in pair]
            yield name, {key.strip(): unquote(value) for key, value in split}, unquote(command["data"])
