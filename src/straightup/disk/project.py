"""The folder a site is made from: finding `mkdocs.yml`, reading it, and where everything of the site is.

MkDocs is not imported here, so that `check` starts at once; what MkDocs does with the same file is repeated in small.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from straightup.disk.configuration import CONFIG_NAMES, plugin_options, read_configuration
from straightup.disk.exclusions import drafts, exclusions
from straightup.model.errors import ConfigurationError
from straightup.model.settings import Settings, from_mapping

HOME_NAMES = ("index.md", "README.md")
"""The files that MkDocs makes a folder's own page from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where everything of one site is. The paths are absolute; they need not exist."""

    root: Path
    config_file: Path
    settings: Settings
    """`settings.path` is always decided here: "" or ending in a slash."""
    messages: tuple[str, ...]
    """What is wrong with the settings, as `settings.from_mapping` says it."""
    docs_dir: Path
    site_dir: Path
    incidents: Path
    templates: tuple[Path, ...] = ()
    """The theme folders whose templates make our pages: the user's own, then the one that comes with straightup."""
    excluded: Callable[[str], bool] = field(default=exclusions(None), compare=False)
    """Says of a path below the docs folder whether `exclude_docs` keeps it unpublished."""
    draft: Callable[[str], bool] = field(default=drafts(None), compare=False)
    """The same for `draft_docs`."""
    page_folders: bool = True
    """A page of the user's own is a folder with an `index.html`, as `use_directory_urls` says."""
    extensions: tuple[str, ...] = ()
    """The names of the extensions of Markdown that pages of the user's own are written with."""

    @property
    def mount(self) -> str:
        """Where the status pages begin, relative to the site: "" or ending in a slash."""
        return self.settings.path or ""


def find(start: Path | None = None) -> Path:
    """The nearest `mkdocs.yml` or `mkdocs.yaml`, from `start` (default: the working folder) upwards."""
    folder = absolute(start or Path.cwd())
    for place in (folder, *folder.parents):
        for name in CONFIG_NAMES:
            if (place / name).is_file():
                return place / name
    raise ConfigurationError(
        f"No site here: there is no mkdocs.yml in {folder} or above it. `straightup init` makes one in a minute."
    )


def load(config_file: Path) -> Project:
    """The project of one `mkdocs.yml`."""
    mkdocs = read_configuration(config_file)
    return project_of(config_file, mkdocs, plugin_options(mkdocs, config_file))


def project_of(config_file: Path, mkdocs: Mapping[str, Any], options: Mapping[str, Any]) -> Project:
    """The project that MkDocs' own settings and the plugin's `options` describe."""
    config_file = absolute(config_file)
    root = config_file.parent
    settings, messages = from_mapping(options, mkdocs)
    docs_dir = _folder(root, mkdocs, "docs_dir", "docs")
    site_dir = _folder(root, mkdocs, "site_dir", "site")
    if settings.incidents_dir:
        incidents = absolute(root / settings.incidents_dir)
    else:
        incidents = docs_dir if docs_dir.name == "incidents" else root / "incidents"
    refuse_target(site_dir, (root, docs_dir, incidents))
    for folder in (docs_dir, incidents):
        _refuse_way_out(root, folder)
    if settings.path is None:
        has_home = docs_dir != incidents and any((docs_dir / name).is_file() for name in HOME_NAMES)
        settings = replace(settings, path="status/" if has_home else "")
    return Project(
        root=root,
        config_file=config_file,
        settings=settings,
        messages=tuple(messages),
        docs_dir=docs_dir,
        site_dir=site_dir,
        incidents=incidents,
        templates=(*_custom_folder(root, mkdocs), theme_folder()),
        excluded=exclusions(mkdocs.get("exclude_docs")),
        draft=drafts(mkdocs.get("draft_docs")),
        page_folders=mkdocs.get("use_directory_urls") is not False,
        extensions=_extensions(mkdocs.get("markdown_extensions")),
    )


def _extensions(setting: object) -> tuple[str, ...]:
    items = setting if isinstance(setting, list | dict) else ()
    names = (next(iter(item), None) if isinstance(item, dict) else item for item in items)
    return tuple(name for name in names if isinstance(name, str))


def refuse_target(target: Path, sources: Iterable[Path]) -> None:
    """ConfigurationError when a site at `target` would take the place of one of `sources`, through links as well."""
    for place in {target, target.resolve()}:
        for source in sources:
            if any(place == each or place in each.parents for each in (source, source.resolve())):
                message = f"Building into {target} would replace {source}."
                raise ConfigurationError(f"{message} Set `site_dir` in mkdocs.yml to a folder of its own.")


def _refuse_way_out(root: Path, folder: Path) -> None:
    """ConfigurationError for a folder that seems to be in the project and is a link out of it: whoever may change the
    project's files may make one, and would publish what is there.
    """
    real = folder.resolve()
    if folder.is_relative_to(root) and not real.is_relative_to(root.resolve()):
        message = f"{folder} is a link that leads out of {root}, so nothing in it is published."
        raise ConfigurationError(f"{message} Put the folder itself there, or name the other one in mkdocs.yml.")


def theme_folder() -> Path:
    """The theme that comes with straightup: templates, and the files that every site publishes."""
    folder = Path(__file__).parents[1] / "theme"
    if folder.is_file():
        # A checkout on a system without symbolic links has a text file in the link's place, which names its target.
        folder = folder.parent / folder.read_text(encoding="utf-8").strip()
    return folder.resolve()


def _custom_folder(root: Path, mkdocs: Mapping[str, Any]) -> tuple[Path, ...]:
    """`theme.custom_dir`, from the settings as they stand in the file or as MkDocs has read them."""
    theme = mkdocs.get("theme")
    # MkDocs' own object is a mapping as well, but not of this.
    custom = getattr(theme, "custom_dir", None) or (theme.get("custom_dir") if isinstance(theme, Mapping) else None)
    return (absolute(root / custom),) if isinstance(custom, str) else ()


def _folder(root: Path, mkdocs: Mapping[str, Any], key: str, default: str) -> Path:
    value = mkdocs.get(key) or default
    if not isinstance(value, str):
        raise ConfigurationError(f"{root / CONFIG_NAMES[0]}: `{key}` is not the name of a folder. Write one.")
    return absolute(root / value)


def absolute(path: Path) -> Path:
    """Without `.` and `..`, but with every link as it is: what a link leads to is decided where a file is opened."""
    return Path(os.path.abspath(path))  # noqa: PTH100 # resolve() would follow links
