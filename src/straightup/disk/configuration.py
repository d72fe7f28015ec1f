"""`mkdocs.yml` as plain data. Nothing in it is run: a tag that would import or call something becomes its own name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped] # ships no type information

from straightup.disk.plain_yaml import load_plain
from straightup.model.errors import ConfigurationError

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml")
"""In the order in which MkDocs looks for them."""


class _Loader(yaml.SafeLoader):
    """Resolves `!ENV` as MkDocs does; every other tag it does not know becomes the tag's own text."""


def _placeholder(_loader: yaml.SafeLoader, suffix: str, _node: yaml.Node) -> str:
    return f"!{suffix}"


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", _placeholder)


def read_configuration(path: Path) -> dict[str, Any]:
    """The mapping in the file `path`, merged into the file that it inherits from, as MkDocs merges them."""
    return _read(path, ())


def _read(path: Path, heirs: tuple[Path, ...]) -> dict[str, Any]:
    if path in heirs:
        raise ConfigurationError(f"{path}: INHERIT leads back to this file. Remove it in one of them.")
    try:
        found = load_plain(path.read_bytes(), _Loader)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}. Check who may read it.") from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ConfigurationError(f"{path}{line}: {error.problem or 'no valid YAML'}. Correct the line.") from error
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        # The loader raises all of these for texts that are no YAML.
        raise ConfigurationError(f"{path} is no valid YAML: {error}. Correct the file.") from error
    if found is None:
        found = {}
    if not isinstance(found, dict):
        raise ConfigurationError(f"{path} does not hold a mapping of settings. It begins like `site_name: Status`.")
    if "INHERIT" not in found:
        return found
    inherited = found.pop("INHERIT")
    if not isinstance(inherited, str):
        raise ConfigurationError(f"{path}: INHERIT is not the name of a file. Write one.")
    parent = (path.parent / inherited).resolve() if "\0" not in inherited else None
    if parent is None or not parent.is_file():
        raise ConfigurationError(f"{path}: INHERIT names {inherited}, and there is no such file. Correct the name.")
    return _merged(_read(parent, (*heirs, path)), found)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def plugin_options(mkdocs: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """The options of the plugin `straightup`, from the list or the mapping form of `plugins`."""
    plugins = mkdocs.get("plugins")
    if not isinstance(plugins, list | dict | None):
        raise ConfigurationError(f"{path}: `plugins` is no list. Write `plugins:` and below it `- straightup`.")
    found = list(plugins.items()) if isinstance(plugins, dict) else [_named(item) for item in plugins or ()]
    for name, options in found:
        if name in ("straightup", "/straightup"):
            if options is None:
                return {}
            if not isinstance(options, dict):
                raise ConfigurationError(f"{path}: the plugin straightup has no mapping of options. See the README.")
            # `enabled` is MkDocs' own option, which every plugin has.
            return {key: value for key, value in options.items() if key != "enabled"}
    raise ConfigurationError(
        f"{path}: the plugin straightup is not among the `plugins`. Add `- straightup` (and `- search`) to them."
    )


def _named(item: object) -> tuple[object, object]:
    if isinstance(item, dict) and len(item) == 1:
        return next(iter(item.items()))
    return item, None


def configuration_in(data: bytes) -> Any:
    """What stands in `data`, read as `mkdocs.yml` is, without what it inherits. yaml.YAMLError when it is no YAML."""
    return load_plain(data, _Loader)


def differs_only_by_plugin(before: bytes, after: bytes) -> bool:
    """Whether `after` says all that `before` says of a `mkdocs.yml`, and the plugin straightup besides."""
    try:
        old, new = configuration_in(before) or {}, configuration_in(after)
        old_plugins = _listed(old.pop("plugins", ["search"]))
        new_plugins = _listed(new.pop("plugins"))
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return False
    others = [each for each in new_plugins if each[0] != "straightup"]
    return bool(old == new and others == old_plugins and len(new_plugins) == len(others) + 1)


def _listed(plugins: object) -> list[tuple[object, object]]:
    if isinstance(plugins, dict):
        return list(plugins.items())
    return [_named(item) for item in plugins] if isinstance(plugins, list) else []


def theme_name(mkdocs: Mapping[str, Any]) -> str:
    """The name of the theme, as MkDocs takes it from its settings; "" where it has none."""
    theme = mkdocs.get("theme", "mkdocs")
    name = theme.get("name", "mkdocs") if isinstance(theme, Mapping) else theme
    return name if isinstance(name, str) else ""


def refuse_other_themes(mkdocs: Mapping[str, Any], path: Path) -> None:
    """ConfigurationError for a theme that our pages are not made for: they would look broken, and seem to work."""
    if (name := theme_name(mkdocs)) != "material":
        shown = f"the theme “{name}”" if name else "a theme of your own"
        raise ConfigurationError(
            f"{path.name} has {shown}, and the status pages are made for Material for MkDocs alone. "
            "Set “theme: material”, or make a site of their own: straightup init status"
        )
