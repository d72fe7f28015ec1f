"""Findings as text for people. The formats that programs ask for are modules beside it. Nothing here prints.

`github`, `ruff` (JSON) and `sarif` are imported by whoever wants them, so that `check` starts without them.
"""

from straightup.reporters.escaping import one_line, safe
from straightup.reporters.excerpt import Lines
from straightup.reporters.secrets import discreet, quotable
from straightup.reporters.text import summary, text

__all__ = ["Lines", "discreet", "one_line", "quotable", "safe", "summary", "text"]
