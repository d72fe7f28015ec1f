"""The reports of a cState site as incidents."""

from straightup.importers.cstate.folder import FILE_NAMES, import_folder
from straightup.importers.importer import Importer

CSTATE = Importer(
    name="cstate",
    source="The cState site in the folder SOURCE (the one that holds config.yml and content/).",
    file_names=FILE_NAMES,
    read=import_folder,
)
