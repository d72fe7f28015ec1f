"""One issue with its comments, whichever of GitHub's two ways of writing it was saved.

The REST API says `created_at`, `gh issue list --json` says `createdAt`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from straightup.importers.foreign_json import JsonObject
from straightup.importers.foreign_times import read_time
from straightup.importers.importer import SourceError

_TEAM = ("owner", "member", "collaborator")
_WITH_THE_CLOSING = timedelta(minutes=1)
"""A comment that closes an issue is a second or two older than the closing."""
_ADDRESS = re.compile(r"https?://[^/]+/(?:repos/)?(?P<repository>[^/]+/[^/]+)/issues/(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Comment:
    at: datetime | None
    """None where its time cannot be read."""
    text: str
    by_team: bool


@dataclass(frozen=True, slots=True)
class Issue:
    path: str
    number: int
    repository: str
    """`owner/name`, "" where no address says it."""
    title: str
    text: str
    labels: tuple[str, ...]
    is_open: bool
    created: datetime
    closed: datetime | None
    """None where it is open, and where the time cannot be read."""
    comments: tuple[Comment, ...]
    """All of them, in order of time."""
    url: str

    @property
    def identity(self) -> str:
        return f"{self.repository}#{self.number}"

    @property
    def told(self) -> tuple[Comment, ...]:
        """What the team wrote up to the closing."""
        until = self.closed + _WITH_THE_CLOSING if self.closed else None
        return tuple(each for each in self.comments if each.by_team and not (until and each.at and each.at > until))

    def closes(self, comment: Comment) -> bool:
        """Whether the issue was closed with that comment."""
        return bool(self.closed and comment.at and abs(self.closed - comment.at) <= _WITH_THE_CLOSING)


def is_issue(record: JsonObject) -> bool:
    return "number" in record and "title" in record


def number_of(comment: JsonObject) -> str:
    """`owner/name#12`: the issue that a comment of the REST API is about."""
    found = _ADDRESS.match(comment.text("issue_url") or comment.text("html_url"))
    return f"{found['repository']}#{found['number']}" if found else ""


def issue_of(path: str, record: JsonObject, comments: Iterable[JsonObject]) -> Issue:
    """The issue in `record`. SourceError where nobody can tell when it was written."""
    created = _time(record, "created_at", "createdAt")
    if created is None:
        raise SourceError("it has no time that can be read", "Save created_at (createdAt with gh) as well.")
    author = _author(record)
    inner = tuple(record.objects("comments"))
    found = [_comment(each, author) for each in (*comments, *inner)]
    found.sort(key=lambda each: each.at or created)
    return Issue(
        path=path,
        number=int(record.text("number")),
        repository=repository_of(record),
        title=record.text("title"),
        text=record.text("body").replace("\r\n", "\n").replace("\r", "\n"),
        labels=tuple(each.text("name") for each in record.objects("labels")) + record.texts("labels"),
        is_open=record.text("state").casefold() != "closed",
        created=created,
        closed=_time(record, "closed_at", "closedAt"),
        comments=tuple(found),
        url=record.text("html_url") or (record.text("url") if "/repos/" not in record.text("url") else ""),
    )


def repository_of(record: JsonObject) -> str:
    found = _ADDRESS.match(record.text("html_url") or record.text("url"))
    return found["repository"] if found else ""


def _comment(record: JsonObject, author: str) -> Comment:
    place = (record.text("author_association") or record.text("authorAssociation")).casefold()
    by_team = not place or place in _TEAM or bool(author and _author(record) == author)
    text = record.text("body").replace("\r\n", "\n").replace("\r", "\n")
    return Comment(_time(record, "created_at", "createdAt"), text, by_team)


def _author(record: JsonObject) -> str:
    return record.inner("user").text("login") or record.inner("author").text("login")


def _time(record: JsonObject, *keys: str) -> datetime | None:
    return next(_times(record.text(key) for key in keys), None)


def _times(texts: Iterable[str]) -> Iterator[datetime]:
    for text in filter(None, texts):
        try:
            yield read_time(text, UTC).astimezone(UTC)
        except (SourceError, OverflowError):
            continue
