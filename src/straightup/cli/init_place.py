"""What `init` finds where the site is to be: the clone, a site of MkDocs, another status page, who keeps the code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from straightup import __version__
from straightup.disk import installation
from straightup.disk.configuration import CONFIG_NAMES, read_configuration, refuse_other_themes
from straightup.disk.project import Project, absolute, load
from straightup.disk.together import contents_there
from straightup.model.errors import ConfigurationError
from straightup.setting_up.neighbours import FILES, Neighbour, neighbour
from straightup.setting_up.places import (
    Repository,
    Source,
    folder_installed_from,
    repository,
    repository_of_pages,
    source_installed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything that is there before anything is written."""

    folder: Path
    root: Path
    """The root of the clone, else the same folder."""
    config: Path | None
    """The `mkdocs.yml` that is there."""
    project: Project | None
    """The status site that it has already."""
    mkdocs: Mapping[str, Any]
    neighbour: Neighbour | None
    repository: Repository | None
    branch: str
    address: str
    """Where the site will be, as far as that can be known; "" where it cannot."""

    @property
    def below(self) -> str:
        """The site's folder within the clone: "" or ending in a slash."""
        path = self.folder.relative_to(self.root).as_posix()
        return "" if path == "." else f"{path}/"


def surroundings(folder: Path) -> Surroundings:
    """What is in and around `folder`. ConfigurationError when that is no place for a site."""
    # Through links, so that git and we mean the same place.
    folder = absolute(folder).resolve()
    _refuse(folder)
    exists = folder.is_dir()
    nearest = next(each for each in (folder, *folder.parents) if each.is_dir())
    root = installation.clone_of(nearest) or folder
    config = next((folder / name for name in CONFIG_NAMES if (folder / name).exists()), None)
    mkdocs = read_configuration(config) if config else {}
    _refuse_inside(folder)
    if config:
        refuse_other_themes(mkdocs, config)
    _plain(folder.relative_to(root).as_posix(), "The folder")
    remote = repository(installation.remote_of(nearest))
    found = neighbour(contents_there(folder, FILES)) if exists and not config else None
    address = str(mkdocs.get("site_url") or "") or _custom_domain(folder) or (remote.pages if remote else "")
    return Surroundings(
        folder=folder,
        root=root,
        config=config,
        project=load(config) if config and _has_plugin(mkdocs) else None,
        mkdocs=mkdocs,
        neighbour=found,
        repository=remote or repository_of_pages(address),
        branch=_plain(installation.branch_of(nearest) or "main", "The branch"),
        address=address,
    )


def _plain(name: str, what: str) -> str:
    """`name`, which goes into files that shells and workflows read."""
    if not re.fullmatch(r"[\w./ +-]+", name):
        raise ConfigurationError(f"{what} “{name}” has a character that not every host can read. Give it another name.")
    return name


def installed_from() -> Source | None:
    """Where the straightup that runs came from."""
    noted = installation.direct_url()
    folder = folder_installed_from(noted)
    remote = installation.remote_of(Path(folder)) if folder and Path(folder).is_dir() else ""
    return source_installed(noted, __version__, remote, installation.commit_of(Path(folder)) if remote else "")


def _has_plugin(mkdocs: Mapping[str, Any]) -> bool:
    plugins = mkdocs.get("plugins")
    names = plugins if isinstance(plugins, dict | list) else ()
    return any(name == "straightup" or (isinstance(name, dict) and "straightup" in name) for name in names)


def _custom_domain(folder: Path) -> str:
    said = contents_there(folder, ["CNAME"]).get("CNAME", b"").decode("ascii", "ignore").strip()
    return f"https://{said}/" if said else ""


def _refuse(folder: Path) -> None:
    if folder == folder.parent or folder == Path.home().resolve():
        raise ConfigurationError(f"{folder} is no folder for a site. Name one of its own: straightup init status")
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{folder} is a file. Name a folder: straightup init status")
    if any((each / "build.json").is_file() and (each / "404.html").is_file() for each in (folder, *folder.parents)):
        raise ConfigurationError(f"{folder} is in a site that was built, and the next build takes it away.")


def _refuse_inside(folder: Path) -> None:
    """ConfigurationError for a folder that a site of MkDocs above it reads from or writes to."""
    for above in folder.parents:
        for name in CONFIG_NAMES:
            if not (above / name).is_file():
                continue
            mkdocs = read_configuration(above / name)
            for key, default in (("site_dir", "site"), ("docs_dir", "docs")):
                inside = absolute(above / str(mkdocs.get(key) or default))
                if folder == inside or inside in folder.parents:
                    raise ConfigurationError(
                        f"{folder} belongs to the site of {above / name}. Run it there: straightup init {above}"
                    )
