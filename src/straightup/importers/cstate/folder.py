"""What lies where in a cState site: its configuration, and one Markdown file for each issue."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from straightup.importers.cstate.config import Systems
from straightup.importers.cstate.incident import as_incident
from straightup.importers.cstate.issue import read_issue
from straightup.importers.importer import NOTHING_GIVEN, Given, Import, ImportedIncident, Skipped, SourceError, Zone
from straightup.importers.naming import Ids

FILE_NAMES = re.compile(r".*\.md|config\.(?:ya?ml)", re.IGNORECASE)
_CONFIG = re.compile(r"config\.ya?ml", re.IGNORECASE)


def import_folder(
    contents: Mapping[str, bytes], *, zone: Zone | None, imported_on: date, given: Given = NOTHING_GIVEN
) -> Import:
    """What the folder of a cState site becomes, or a folder that holds nothing but its issue files."""
    config = next((data for path, data in contents.items() if _CONFIG.fullmatch(path)), None)
    # A site has other Markdown beside its issues; a folder of bare issue files has nothing else.
    below = "content/issues/" if any(path.startswith("content/") for path in contents) else ""
    issues = {path: data for path, data in contents.items() if path.startswith(below) and path.lower().endswith(".md")}
    return import_site(issues, config, zone=zone, imported_on=imported_on, given=given)


def import_site(
    files: Mapping[str, bytes],
    config: bytes | None,
    *,
    zone: Zone | None,
    imported_on: date,
    given: Given = NOTHING_GIVEN,
) -> Import:
    """What the issue files of a cState site (`content/issues/**/*.md`, by path) become.

    `config` is its `config.yml`; `zone` is what times without a zone are in. Nothing of a body is lost but comments,
    which its readers did not see. A file that cannot be read without guessing is skipped. Raises on no content.
    """
    systems = Systems(config)
    ids = Ids(given.taken, given.names)
    imported: list[ImportedIncident] = []
    skipped: list[Skipped] = []
    issues = [path for path in sorted(files) if _is_issue(path)]
    for number, path in enumerate(issues, 1):
        try:
            imported.append(as_incident(read_issue(path, files[path], zone), systems, ids, imported_on))
        except SourceError as error:
            skipped.append(Skipped(source=path, reason=error.reason, next_step=error.next_step))
        given.tick(number, len(issues))
    return Import(
        incidents=tuple(imported),
        skipped=tuple(skipped),
        components=systems.declared,
        retired=systems.retired,
        names=systems.ids,
        notes=tuple(systems.notes),
    )


def _is_issue(path: str) -> bool:
    name = PurePosixPath(path).name.lower()
    return name.endswith((".md", ".markdown")) and not name.startswith("_index.")
