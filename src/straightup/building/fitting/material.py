"""What is known about Material for MkDocs 9.8: which of its parts a status page never needs, and which have faults.

All of it is a bonus. Where a newer Material, or another theme, has none of what is named here, a page stays as it is.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

FAVICON: Final = "assets/images/favicon.png"
"""Where the picture is that stands in the browser's tab when the user chose none."""
SHEETS: Final = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")
SCRIPT: Final = re.compile(r"assets/javascripts/bundle\.[0-9a-f]+\.min\.js")

# Families of classes (`tabbed` is also `tabbed-set`) for what cannot stand on a status page: the Markdown of reports is
# reduced to plain tags without classes. What an override of the user's brings in again is kept, as its classes are seen
# in the shell, in a body or in a script. Left alone is whatever Material's own script makes on a page like ours:
# tooltips, copy buttons, the dialog, results of the search with their tags.
_FAMILIES: Final = {
    "admonitions": "admonition note abstract info tip success question warning failure danger bug example quote",
    "content tabs": "tabbed",
    "code that is highlighted or annotated": (
        "highlight highlighttable linenodiv linenos filename hll result md-annotation"
    ),
    "other Markdown extensions": (
        "footnote footnote-ref footnote-backref task-list arithmatex critic keys key emojione twemoji gemoji "
        "headerlink grid cards mermaid"
    ),
    "blogs": "md-author md-post md-pagination md-pin md-draft md-meta md-feedback md-input",
    "parts that stand in the shell where they are used": (
        "md-banner md-button md-consent md-path md-progress md-select md-social md-source md-status md-top"
    ),
}
FAMILIES: Final = tuple(" ".join(_FAMILIES.values()).split())
VERSIONS: Final = "md-version"
"""The family of the version menu, which the script adds where the page's configuration names a `version`."""
NO_VERSIONS: Final = re.compile(r'"version"\s*:\s*null')

INSTANT: Final = "navigation.instant"
"""The feature that puts the next page into the one that is open, where the first one's policy goes on to hold."""

_DIAGRAM = re.compile(r"--md-mermaid-[\w-]+")

_SCRIPT_REPAIRS: Final[Mapping[str, tuple[str, str]]] = {
    # The index of the search is loaded with every page but those of the file system, where it is loaded at the first
    # use of the search. With the reports of years that is more than the page: at the first use it always is.
    "search index": ('$(location.protocol!=="file:"),', "$(!1),"),
    # Every alternate link costs a request for a sitemap, as it may lead to a translation. A feed's does not.
    "alternate links": ('M("link[rel=alternate]")', 'M("link[rel=alternate][hreflang]")'),
}
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)

_SEARCH_WORD = re.compile(r'<input[^>]*\bclass="md-search__input"[^>]*\baria-label="([^"]*)"')
_MARKUP_REPAIRS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    # A dialog needs a name (axe: aria-dialog-name); it gets that of the field in it.
    "name of the search": (
        re.compile(r'(<div class="md-search" data-md-component="search" role="dialog")(?=>)'),
        r'\1 aria-label="{search}"',
    ),
    # HTML gives a check box no such attribute.
    "completion of check boxes": (
        re.compile(r'(<input class="md-toggle" data-md-toggle="\w+" type="checkbox" id="\w+") autocomplete="off"(?=>)'),
        r"\1",
    ),
    # Known to browsers before HTML knew it; `spellcheck` beside it says the same to them.
    "correction of the search": (re.compile(r'(<input[^>]*\bclass="md-search__input"[^>]*) autocorrect="off"'), r"\1"),
    "empty order of labels": (re.compile(r'(<label class="md-nav__link[^>]*) tabindex=""'), r"\1"),
}


def mended(html: str) -> tuple[str, dict[str, int]]:
    """A shell without the known faults of Material's markup, and how often each of them was there."""
    word = _SEARCH_WORD.search(html)
    counts = {}
    for name, (pattern, replacement) in _MARKUP_REPAIRS.items():
        if "{search}" in replacement and word is None:
            counts[name] = 0
            continue
        said = word[1].replace("\\", r"\\") if word else ""
        html, counts[name] = pattern.subn(replacement.replace("{search}", said), html)
    return html, counts


def mended_script(script: str) -> tuple[str, dict[str, int]]:
    """Material's script, asking for less when a page is opened, and how often each of the places was found.

    It is for a copy in another folder, so it does not name its source map. A place that is not there exactly once is
    left as it is.
    """
    counts = {}
    for name, (old, new) in _SCRIPT_REPAIRS.items():
        counts[name] = script.count(old)
        if counts[name] == 1:
            script = script.replace(old, new)
    return _SOURCE_MAP.sub("", script).rstrip() + "\n", counts


def unused_families(classes: Iterable[str], words: str) -> frozenset[str]:
    """The families of which none of `classes` is, and that `words`, the shells and scripts as text, do not name."""
    seen = frozenset(classes)
    unused = set()
    for family in FAMILIES:
        if not any(name == family or name.startswith((f"{family}-", f"{family}_")) for name in seen):
            unused.add(family)
    if NO_VERSIONS.search(words):
        unused.add(VERSIONS)
    return frozenset(unused)


def without_diagrams(script: str) -> str:
    """Material's script without the custom properties that only its diagrams read."""
    return _DIAGRAM.sub("", script)
