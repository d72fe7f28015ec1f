"""Where a site's repository is on the web, and where straightup itself was installed from."""

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/\s]*@)?|[\w.-]+@)(?P<host>[\w.-]+)(?::\d+)?[:/](?P<path>[\w./~-]+?)(?:\.git)?/?"
)
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository on a host with a web page, such as `github.com` and `owner/name`."""

    host: str
    path: str

    @property
    def web(self) -> str:
        return f"https://{self.host}/{self.path}"

    @property
    def is_gitlab(self) -> bool:
        return "gitlab" in self.host

    @property
    def pages(self) -> str:
        """The address of its pages where nobody has given them another one; "" where that is not known."""
        domain = {"github.com": "github.io", "gitlab.com": "gitlab.io"}.get(self.host)
        owner, _, name = self.path.partition("/")
        if domain is None:
            return ""
        home = f"https://{owner.lower()}.{domain}/"
        return home if f"{name.lower()}/" == home.removeprefix("https://") else f"{home}{name}/"


def repository(remote: str) -> Repository | None:
    """The repository that git calls `remote`. A password in it goes no further; None where it has no web page."""
    found = _REMOTE.fullmatch(remote.strip())
    path = found["path"].strip("/") if found else ""
    return Repository(found["host"].lower(), path) if found and path.count("/") >= 1 else None


def repository_of_pages(url: str) -> Repository | None:
    """The repository whose pages are at `url`, where that follows from it."""
    parts = urlsplit(url)
    owner, dot, domain = (parts.hostname or "").partition(".")
    name = parts.path.strip("/")
    host = {"github.io": "github.com", "gitlab.io": "gitlab.com"}.get(domain)
    if not dot or host is None or "/" in name:
        return None
    return Repository(host, f"{owner}/{name or parts.hostname}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where straightup is installed from: a commit of a repository, or a version of a package index."""

    repository: Repository | None
    version: str
    """The commit, the tag, or the version on the index."""

    @property
    def requirement(self) -> str:
        """What pip installs."""
        if self.repository is None:
            return f"straightup=={self.version}"
        return f"straightup @ git+{self.repository.web}@{self.version}"

    @property
    def action(self) -> str:
        """What a workflow on GitHub uses; "" where it is no repository on GitHub."""
        if self.repository is None or self.repository.host != "github.com":
            return ""
        return f"{self.repository.path}@{self.version}"


def source(typed: str) -> Source | None:
    """The source that a person writes as `https://github.com/OWNER/straightup@COMMIT`; None when it is none."""
    address, at, version = typed.strip().rpartition("@")
    found = repository(address) if at and re.fullmatch(r"[\w.][\w.+/-]*", version) else None
    return Source(found, version) if found else None


def source_installed(direct_url: str | None, version: str, remote: str, commit: str) -> Source | None:
    """Where the straightup that runs came from, by what its installer noted (PEP 610); None where nobody can say.

    `remote` and `commit` are those of the folder that it was installed from, where it was one.
    """
    if direct_url is None:
        return Source(None, version)
    try:
        noted = json.loads(direct_url)
        url, vcs = str(noted["url"]), noted.get("vcs_info") or {}
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    if vcs:
        remote, commit = url, str(vcs.get("commit_id", ""))
    elif not url.startswith("file:"):
        return None
    found = repository(remote)
    return Source(found, commit) if found and _COMMIT.fullmatch(commit) else None


def folder_installed_from(direct_url: str | None) -> str:
    """The folder that straightup was installed from; "" where it was none."""
    try:
        noted = json.loads(direct_url or "")
        parts = urlsplit(str(noted["url"]))
    except (ValueError, LookupError, TypeError):
        return ""
    return unquote(parts.path) if parts.scheme == "file" and "dir_info" in noted else ""


def new_file(place: Repository, branch: str, path: str, value: str) -> str:
    """The address at which the web editor begins a file; GitHub's fills it with `value`, GitLab's only names it."""
    if place.is_gitlab:
        return f"{place.web}/-/new/{quote(branch)}?file_name={quote(path, safe='')}"
    return f"{place.web}/new/{quote(branch)}?filename={quote(path, safe='')}&value={quote(value, safe='')}"
