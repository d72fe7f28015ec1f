"""The files that reports link to: which of them are published with the report, and what is wrong with the others."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from straightup import rules
from straightup.model.findings import Diagnostic, Finding, Misread
from straightup.model.limits import MAX_SITE
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
    files: dict[str, dict[str, LinkedFile]] = {}
    found: set[Diagnostic] = set()
    exposing: dict[str, bool] = {}
    withheld: dict[str, LinkedFile] = {}
    size = 0
    for source, theirs in links:
        seen: dict[str, LinkedFile] = {}
        faults = 0
        for link in theirs:
            if _names_report(link.path, ids):
                continue
            if link.path not in seen:
                file = look(source.path, link.path)
                if file.text and file.shown not in exposing:
                    exposed = rules.exposed(file.shown, file.text, context)
                    found.update(exposed)
                    exposing[file.shown] = any(each.stops_publishing for each in exposed)
                size += file.size
                # What stands in it is forgotten: there may be thousands.
                seen[link.path] = replace(file, text=b"") if size <= MAX_SITE or file.problem else _TOO_MUCH
            file = seen[link.path]
            if file.problem:
                faults += 1
                if faults > rules.MOST_OF_A_KIND:
                    continue  # nobody mends more at once
                finding = Finding(Misread.LINKED_FILE, link.span, file.problem, file.help)
                found.add(rules.diagnostic(source.path, finding))
            elif exposing.get(file.shown):
                withheld[file.shown] = file
            else:
                files.setdefault(source.path, {})[link.path] = file
    return Linked(files, tuple(sorted(found)), tuple(withheld.values()))


_TOO_MUCH = LinkedFile(
    problem=f"The files that reports link to have more than {MAX_SITE // 2**30} GiB together.",
    help="Keep some of them elsewhere and link to their address.",
)


def _names_report(path: str, ids: Collection[str]) -> bool:
    name = path.rpartition("/")[2]
    return (name[:-3] if name.lower().endswith(".md") else name) in ids
