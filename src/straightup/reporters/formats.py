"""The formats in which `check` writes what it found: each is a module beside this one, and a line here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from straightup import rules
from straightup.model.findings import Diagnostic
from straightup.reporters.excerpt import Lines
from straightup.reporters.github import as_github
from straightup.reporters.json_ import as_json
from straightup.reporters.sarif import as_sarif
from straightup.reporters.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found, and what a format may want to know of it."""

    diagnostics: Sequence[Diagnostic]
    files: int
    """How many files were looked at."""
    imported: int = 0
    """How many of them come from another page."""
    lines: Lines = field(default_factory=dict)
    """The lines of the faulty files, without those that nobody may quote."""
    below: str = ""
    """The working folder within the repository, "" or ending in a slash: GitHub counts paths from its root."""


FORMATS: Mapping[str, Callable[[Checked], str]] = {
    "text": lambda checked: text(
        checked.diagnostics, checked.files, lines=checked.lines, color=True, imported=checked.imported
    ),
    "json": lambda checked: as_json(checked.diagnostics),
    "github": lambda checked: as_github(checked.diagnostics, checked.files, below=checked.below),
    "sarif": lambda checked: as_sarif(checked.diagnostics, rules.ALL, lines=checked.lines, below=checked.below),
}
"""The words that --output-format takes, in the order of its help, and the whole output that each stands for."""
READ = frozenset({"text", "github"})
"""Those that a person reads in the end, so that a line may stand behind them."""
