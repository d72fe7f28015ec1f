"""The pages, pictures and other files beside the reports, judged: which of them can be published as they are."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from straightup import rules
from straightup.checking.trials import trials
from straightup.model.findings import Diagnostic
from straightup.model.own_files import OwnFile, OwnFolder, is_page, taken
from straightup.site.reserved import Ours, published_at


def judged(own: OwnFolder, ours: Ours) -> tuple[OwnFile, ...]:
    """Its files in their order, each that cannot be published as it is with a fault.

    `ours` are the addresses of the status pages.
    """
    found = _without_collisions(own.files, ours, folders=own.page_folders)
    doubtful = {each.path: each.text for each in found if each.fault is None and each.text is not None}
    bad = trials(doubtful, own.extensions)
    return tuple(replace(each, fault=bad[each.path]) if each.path in bad else each for each in found)


def diagnostics_of(files: Iterable[OwnFile]) -> list[Diagnostic]:
    """What is wrong with them, as with reports."""
    return [rules.diagnostic(own.shown, own.fault) for own in files if own.fault]


def _without_collisions(files: Iterable[OwnFile], ours: Ours, *, folders: bool) -> list[OwnFile]:
    """Of two files at one address the first stays; MkDocs prefers an index to a README."""
    found = list(files)
    kept: dict[str, str] = {}
    above: dict[str, str] = {}
    for number in sorted(range(len(found)), key=lambda each: _is_readme(found[each].path)):
        own = found[number]
        place = published_at(own.path, folders=folders) if is_page(own.path) else own.path
        parents = [str(each) for each in PurePosixPath(place).parents]
        if ours.has(place):
            message = "The status page has a file of its own at the address of this one."
            help_text = "Rename yours, list it under `exclude_docs`, or set `path: status/` for straightup."
        elif other := next((kept[each] for each in (place, *parents) if each in kept), above.get(place)):
            message, help_text = f"“{other}” would be at the same address.", "Rename one of the two."
        else:
            if own.fault is None or is_page(own.path):  # a note stands in its place
                kept[place] = own.path
                above.update((each, own.path) for each in parents)
            continue
        found[number] = replace(own, fault=taken(message, help_text))
    return found


def _is_readme(path: str) -> bool:
    return PurePosixPath(path).stem == "README"
