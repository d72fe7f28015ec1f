"""Other status pages' exports, made into incidents. Each tool has a folder here, and a line in IMPORTERS."""

from straightup.importers.cachet import CACHET
from straightup.importers.cstate import CSTATE
from straightup.importers.github import GITHUB
from straightup.importers.importer import (
    NOTHING_GIVEN,
    Given,
    Import,
    ImportedIncident,
    Importer,
    Skipped,
    SourceError,
    Zone,
)
from straightup.importers.statuspage import STATUSPAGE

__all__ = [
    "IMPORTERS",
    "NOTHING_GIVEN",
    "Given",
    "Import",
    "ImportedIncident",
    "Importer",
    "Skipped",
    "SourceError",
    "Zone",
]

IMPORTERS: tuple[Importer, ...] = (STATUSPAGE, GITHUB, CACHET, CSTATE)
"""In the order in which the command's help lists them."""
