"""Every report that a pull request changes, as customers read it before and will read it: the summary of a CI job."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from straightup.building.showing import Seen, seen_of
from straightup.cli.customers_view import Form, changes, whole
from straightup.disk import files, git
from straightup.disk.project import Project
from straightup.model.source import Source
from straightup.reporters import own_line

MOST_BYTES = 60_000
"""GitHub takes a summary of 1 MiB for a step; nobody reads more than this, and all of it has to arrive."""


def every_change(project: Project, sources: Sequence[Source], base: str, now: datetime, form: Form) -> str:
    """What customers will read of each report that has changed since HEAD and `base` parted. Ends with a line feed.

    What does not fit into a summary is counted, and no line is cut.
    """
    before, after = _before_and_now(project, sources, base, now)
    blocks = [list(_one(before[path], after[path], _identity(path), form)) for path in after]
    if not blocks:
        blocks = [list(form.text(f"No report has changed since “{base}”."))]
    return _fitted(["\n".join(map(own_line, block)) for block in blocks], form)


def _before_and_now(
    project: Project, sources: Sequence[Source], base: str, now: datetime
) -> tuple[dict[str, Seen | None], dict[str, Seen | None]]:
    """By the path of each report that has changed; None where there is, or was, no such file."""
    reports = frozenset(files.incident_files(project))
    changed = [
        path
        for path in git.changed_since(base, project.root)
        # Of one that is gone its name alone can say it.
        if path in reports or (path.is_relative_to(project.incidents) and files.INCIDENT_NAME.fullmatch(path.name))
    ]
    there = {source.path: source for source in sources}
    parted = git.parted(base, project.root) if changed else ""
    old = {files.display(path): git.content_at(parted, path) for path in sorted(changed)}
    kept = [source for source in sources if source.path not in old]
    was = [Source(path=path, id=_identity(path), data=data) for path, data in old.items() if data is not None]
    before = seen_of(project, [*kept, *was], old, now)
    after = seen_of(project, sources, old, now)
    return (
        {path: before[path] if data is not None else None for path, data in old.items()},
        {path: after[path] if path in there else None for path in old},
    )


def _identity(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[:-3] if name.lower().endswith(".md") else name


def _one(before: Seen | None, after: Seen | None, identity: str, form: Form) -> Iterator[str]:
    old = before.shown if before else None
    if after is None:
        yield form.title(old.title if old else identity)
        yield ""
        yield from form.text(f"{identity} is taken away. {'Customers no longer read it.' if old else ''}".rstrip())
    elif after.shown is None:
        yield form.title(old.title if old else identity)
        yield ""
        yield from form.text(unseen(after, identity))
    elif old is None:
        yield from form.text(f"{identity} is new: all of it is news.")
        yield ""
        yield from whole(after.shown, form)
    else:
        yield form.title(after.shown.title)
        found = list(changes(old, after.shown, form))
        yield from found or ["", *form.text("Customers read the same as before.")]
        for line in after.shown.lines:
            if not line.answered:
                yield ""
                yield from form.text(f"✗ {line.question} {line.text}".replace("  ", " "))


def unseen(found: Seen, identity: str) -> str:
    """Why nobody reads a report."""
    if found.withheld:
        return f"Nobody sees {identity} yet, because of “{found.withheld}” in its front matter."
    return f"{identity} is not shown: it cannot be read, or another report has its name. “straightup check” says why."


def _fitted(blocks: Sequence[str], form: Form) -> str:
    lines = "\n\n".join(blocks).split("\n")
    room, taken = MOST_BYTES - 200, 0
    while taken < len(lines) and (room := room - len(lines[taken].encode("utf-8")) - 1) >= 0:
        taken += 1
    if taken == len(lines):
        return "\n".join(lines) + "\n"
    more = f"{len(lines) - taken} more lines do not fit here. “straightup show ID --base REF” shows each report."
    return "\n".join([*lines[:taken], "", *form.text(more)]) + "\n"
