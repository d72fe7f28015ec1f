"""Which files of the docs folder MkDocs leaves out, by its settings `exclude_docs` and `draft_docs`."""

from collections.abc import Callable

_ALWAYS = (".*", "/templates/")
"""What MkDocs leaves out unless `exclude_docs` says otherwise."""


def exclusions(setting: object) -> Callable[[str], bool]:
    """Says of a path below the docs folder whether `exclude_docs` keeps it unpublished.

    The setting may be the text of `mkdocs.yml`, or what MkDocs has made of it.
    """
    return _matcher(setting, _ALWAYS) or _is_hidden


def drafts(setting: object) -> Callable[[str], bool]:
    """The same for `draft_docs`, which `serve` shows and `build` does not."""
    return _matcher(setting, ()) or (lambda _: False)


def _is_hidden(path: str) -> bool:
    return path.startswith((".", "templates/")) or "/." in path


def _matcher(setting: object, before: tuple[str, ...]) -> Callable[[str], bool] | None:
    if not setting:
        return None
    # Here, because most sites have no such settings.
    from pathspec.gitignore import GitIgnoreSpec

    if isinstance(setting, str):
        return GitIgnoreSpec.from_lines([*before, *setting.splitlines()]).match_file
    if isinstance(setting, GitIgnoreSpec):
        return (GitIgnoreSpec.from_lines(before) + setting).match_file
    return None  # MkDocs will say what is wrong with it
