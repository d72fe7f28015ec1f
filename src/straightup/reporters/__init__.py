"""What was found, as text for people and in the formats that programs read. Nothing here prints."""

from straightup.reporters.escaping import in_json, one_line, own_line, safe
from straightup.reporters.excerpt import Lines
from straightup.reporters.quiet import counted_line, in_brief, parted, unclaimed_line, weighed
from straightup.reporters.secrets import discreet, quotable
from straightup.reporters.text import summary, text

__all__ = [
    "Lines",
    "counted_line",
    "discreet",
    "in_brief",
    "in_json",
    "one_line",
    "own_line",
    "parted",
    "quotable",
    "safe",
    "summary",
    "text",
    "unclaimed_line",
    "weighed",
]
