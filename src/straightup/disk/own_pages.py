"""What is wrong with the front matter of a page of the user's own: what would stop MkDocs, or be published as text."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from straightup.disk.plain_yaml import load_plain
from straightup.disk.project import Project
from straightup.disk.themes import shell_folders
from straightup.model.findings import Finding
from straightup.model.limits import MAX_HEAD
from straightup.model.own_files import unusable

# As MkDocs finds it.
_HEAD = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_PARTS = ("partials/", "fragments/", "blog")
"""Templates of Material's that are no whole pages, or not for every site."""


def head_fault(text: str, project: Project) -> Finding | None:
    """The first thing that is wrong with the front matter of a page, if it has any."""
    found = _HEAD.match(text.replace("\r\n", "\n").replace("\r", "\n"))
    if found is None:
        return None
    if len(found[1]) > MAX_HEAD:
        return unusable("The front matter of this page is too long.", f"Keep it below {MAX_HEAD // 1024} KiB.")
    try:
        head = load_plain(found[1], yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        message = f"The front matter of this page cannot be read: {error.problem or 'no valid YAML'}."
        return unusable(message, "Correct the line.", mark.line + 2 if mark else 1)
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # The loader raises all of these for texts that are no YAML.
        return unusable("The front matter of this page cannot be read.", "Correct what stands between the two ---.")
    if not isinstance(head, dict):
        return unusable("The front matter of this page is no list of keys, so it would be published.", "Correct it.")
    return _key_fault(head, project)


def _key_fault(head: Mapping[Any, Any], project: Project) -> Finding | None:
    """Only what stops the theme: what it does not know, it leaves alone."""
    template, icon = head.get("template"), head.get("icon")
    if "template" in head and not (isinstance(template, str) and _is_template(template, project)):
        message = f"There is no template “{template if isinstance(template, str) else ''}” for a page."
        return unusable(message, "Take the key “template” out, or put the template into your `custom_dir`.")
    if icon and not (isinstance(icon, str) and _has_file(f".icons/{icon}.svg", project)):
        return unusable("There is no such icon as this page names.", "Correct the key “icon”, or take it out.")
    if not isinstance(head.get("search") or {}, dict):
        return unusable("“search” of this page is no list of keys.", "Write “search: {exclude: true}”.")
    if not isinstance(head.get("hide") or [], str | list | dict):
        return unusable("“hide” of this page is no list.", "Write “hide: [toc]”.")
    tags = head.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str | int | float) for tag in tags):
        return unusable("“tags” of this page is no list of words.", "Write “tags: [one, two]”.")
    return None


def _is_template(name: str, project: Project) -> bool:
    return name.endswith(".html") and not name.startswith(_PARTS) and _has_file(name, project)


def _has_file(name: str, project: Project) -> bool:
    if ".." in name.split("/") or "\0" in name:
        return False
    return any((folder / name).is_file() for folder in shell_folders(project.templates))
