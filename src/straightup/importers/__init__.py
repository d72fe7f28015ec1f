"""Other status pages' exports, made into incidents. Each tool has a folder here, and a line in IMPORTERS."""

from straightup.importers.cstate import CSTATE
from straightup.importers.importer import Import, ImportedIncident, Importer, Skipped, SourceError, Zone

__all__ = ["IMPORTERS", "Import", "ImportedIncident", "Importer", "Skipped", "SourceError", "Zone"]

IMPORTERS: tuple[Importer, ...] = (CSTATE,)
"""In the order in which the command's help lists them."""
