"""What was found, as text for people and in the formats that programs read. Nothing here prints."""

from straightup.reporters.escaping import one_line, safe
from straightup.reporters.excerpt import Lines
from straightup.reporters.secrets import discreet, quotable
from straightup.reporters.text import summary, text

__all__ = ["Lines", "discreet", "one_line", "quotable", "safe", "summary", "text"]
