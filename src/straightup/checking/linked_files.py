"""The files that reports link to: which of them are published with the report, and what is wrong with the others."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from straightup import rules
from straightup.model.findings import Diagnostic, Finding, Misread
from straightup.model.links import FileLink, LinkedFile
from straightup.model.source import Source

Look = Callable[[str, str], LinkedFile]
"""What a path in a report leads to, by the path of the report as it is shown."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What becomes of the links to files of all reports."""

    files: Mapping[str, Mapping[str, LinkedFile]] = field(default_factory=dict)
    """Those that can be published: by the path of the report, and as the link names them."""
    diagnostics: tuple[Diagnostic, ...] = ()
    withheld: tuple[LinkedFile, ...] = ()
    """Those in which something stands that must not be published."""


def judged_links(
    links: Iterable[tuple[Source, Collection[FileLink]]], ids: Collection[str], look: Look, context: rules.Context
) -> Linked:
    """Each file is looked at once for each report that links to it; a link to a report is none to a file."""
    look = cache(look)
    files: dict[str, dict[str, LinkedFile]] = {}
    found: list[Diagnostic] = []
    exposed: dict[str, list[Diagnostic]] = {}
    withheld: dict[str, LinkedFile] = {}
    for source, theirs in links:
        for link in theirs:
            if _names_report(link.path, ids):
                continue
            file = look(source.path, link.path)
            if file.problem:
                finding = Finding(Misread.LINKED_FILE, link.span, file.problem, file.help)
                found.append(rules.diagnostic(source.path, finding))
                continue
            if file.text and file.shown not in exposed:
                exposed[file.shown] = rules.exposed(file.shown, file.text, context)
            if any(each.stops_publishing for each in exposed.get(file.shown, ())):
                withheld[file.shown] = file
            else:
                files.setdefault(source.path, {})[link.path] = file
    everything = (*found, *(each for several in exposed.values() for each in several))
    return Linked(files, tuple(sorted(set(everything))), tuple(withheld.values()))


def _names_report(path: str, ids: Collection[str]) -> bool:
    name = path.rpartition("/")[2]
    return (name[:-3] if name.lower().endswith(".md") else name) in ids
