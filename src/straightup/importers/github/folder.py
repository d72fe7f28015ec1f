"""What saved answers of GitHub hold: issues, their comments, and the configuration of Upptime beside them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from straightup.importers.foreign_json import JsonObject, objects_in, read_json
from straightup.importers.github.incident import Reader, duplicates
from straightup.importers.github.issue import Issue, is_issue, issue_of, number_of, repository_of
from straightup.importers.github.meanings import Labels
from straightup.importers.github.upptime import probe_of
from straightup.importers.importer import (
    NOTHING_GIVEN,
    Given,
    Import,
    ImportedIncident,
    Skipped,
    SourceError,
    Zone,
)
from straightup.importers.naming import Ids
from straightup.model.states import Component

_CONFIGURATION = re.compile(r"(?:.*/)?\.?upptimerc\.ya?ml", re.IGNORECASE)
_WRAPPERS = ("issues", "items", "data", "nodes", "comments")
_MOST_NAMED = 8


@dataclass(slots=True)
class _Found:
    """What all files hold together."""

    issues: dict[str, tuple[str, JsonObject]] = field(default_factory=dict)
    comments: dict[str, dict[str, JsonObject]] = field(default_factory=dict)
    """By the issue that they are about, and by their own id."""
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, path: str, value: object, depth: int = 0) -> None:
        if isinstance(value, list) and any(isinstance(each, list) for each in value):
            # Pages that were put into a list of pages.
            for each in value if depth < 4 else ():
                self.add(path, each, depth + 1)
            return
        for record in objects_in(value):
            if is_issue(record):
                self._keep(path, record)
            elif about := number_of(record):
                known = self.comments.setdefault(about, {})
                known[record.text("id") or str(len(known))] = record
            elif depth < 4:
                for key in _WRAPPERS:
                    if key in record:
                        self.add(path, record[key], depth + 1)

    def _keep(self, path: str, record: JsonObject) -> None:
        number = record.text("number")
        if "pull_request" in record:
            self._skip(f"{path}: #{number}", "it is a pull request", "Nothing is to be done.")
        elif not re.fullmatch(r"\d{1,12}", number):
            self._skip(path, "an issue has no number", "Save the answer of the API as it comes.")
        else:
            self.issues[f"{repository_of(record)}#{number}"] = (path, record)

    def _skip(self, source: str, reason: str, next_step: str) -> None:
        self.skipped.append(Skipped(source=source, reason=reason, next_step=next_step))


def import_folder(
    contents: Mapping[str, bytes], *, zone: Zone | None, imported_on: date, given: Given = NOTHING_GIVEN
) -> Import:
    """What the saved issues of one repository become."""
    found, labels = _Found(), Labels(given.labels)
    for path, data in sorted(contents.items()):
        if _CONFIGURATION.fullmatch(path):
            labels.declare(data)
            continue
        try:
            for value in read_json(data):
                found.add(path, value)
        except SourceError as error:
            found.skipped.append(Skipped(source=path, reason=error.reason, next_step=error.next_step))
    issues = list(_issues(found))
    newest = _newest(issues)
    reader = Reader(labels, Ids(given.taken, given.names), zone, imported_on)
    made: list[tuple[Issue, ImportedIncident]] = []
    for number, issue in enumerate(issues, 1):
        try:
            probe = probe_of(issue)
            made.append((issue, reader.read(issue, followed=bool(probe) and newest[_key(issue)] > issue.number)))
        except SourceError as error:
            source = f"{issue.path}: #{issue.number}"
            found.skipped.append(Skipped(source=source, reason=error.reason, next_step=error.next_step))
        given.tick(number, len(issues))
    declared, named = tuple(labels.declared.values()), tuple(labels.named.values())
    return Import(
        incidents=tuple(duplicates(made)),
        skipped=tuple(found.skipped),
        components=declared,
        retired=named,
        names=_names((*declared, *named)),
        notes=tuple(_notes(contents, issues, labels)),
    )


def _issues(found: _Found) -> Iterator[Issue]:
    """In order of their numbers, so that of two with one title the older one has it without a number."""
    for key, (path, record) in sorted(found.issues.items(), key=lambda each: int(each[1][1].text("number"))):
        number = f"#{record.text('number')}"
        comments = found.comments.get(key) or (found.comments.get(_only(found, number), {}) if key == number else {})
        try:
            yield issue_of(path, record, comments.values())
        except SourceError as error:
            found.skipped.append(Skipped(source=f"{path}: {number}", reason=error.reason, next_step=error.next_step))


def _only(found: _Found, number: str) -> str:
    """The issue of that number that comments are about, where the issue itself names no repository."""
    return next((key for key in found.comments if key.endswith(number)), "")


def _key(issue: Issue) -> str:
    probe = probe_of(issue)
    return probe.slug if probe else ""


def _newest(issues: Sequence[Issue]) -> dict[str, int]:
    """The number of the newest issue of each site of a probe."""
    newest: dict[str, int] = {}
    for issue in issues:
        newest[_key(issue)] = max(issue.number, newest.get(_key(issue), 0))
    return newest


def _names(components: Sequence[Component]) -> dict[str, str]:
    return {name.casefold(): each.id for each in components for name in (each.id, each.name)}


def _notes(contents: Mapping[str, bytes], issues: Sequence[Issue], labels: Labels) -> Iterator[str]:
    if contents and not issues:
        yield "No issue was found. SOURCE holds what the API answers for a repository's issues; --help says how."
    others = sum(not each.by_team for issue in issues for each in issue.comments)
    later = sum(each.by_team and each not in issue.told for issue in issues for each in issue.comments)
    if others or later:
        yield f"Comments that were left out: {others} of others, {later} of the team after the closing."
    if labels.unknown:
        named = ", ".join(f"{label} ({number})" for label, number in labels.unknown.most_common(_MOST_NAMED))
        yield f"Labels without a meaning: {named}. --label NAME=MEANING gives one, such as the name of a component."
