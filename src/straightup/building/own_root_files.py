"""Files such as `_headers` that the user has as well: theirs stays as it is, and they are told what ours would say."""

from straightup.building.plan import Edition
from straightup.disk.project import Project
from straightup.disk.site_folder import SiteFolder


def lacking(project: Project, edition: Edition) -> dict[str, tuple[str, ...]]:
    """By the path of such a file below the docs folder: the lines of ours that stand nowhere in it, in their order."""
    docs = SiteFolder(project.docs_dir)
    found = {}
    for name, ours in sorted(edition.root_files.items()):
        own = docs.read(name)
        if own is None:
            continue
        there = {line.strip() for line in own.decode("utf-8", "replace").splitlines()}
        lines = (line for line in ours.decode("utf-8").splitlines() if line.strip())
        if missing := tuple(line for line in lines if line.strip() not in there):
            found[name] = missing
    return found
