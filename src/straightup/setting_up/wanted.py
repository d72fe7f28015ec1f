"""What a person wants of a new site, from the words that they typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from straightup.importers.naming import Ids, slug
from straightup.model.errors import ConfigurationError
from straightup.model.states import Component
from straightup.setting_up.places import Repository, Source

_NOT_TYPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")


class Host(StrEnum):
    """Where the site is published from."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NETLIFY = "netlify"
    CLOUDFLARE = "cloudflare"
    S3 = "s3"
    NGINX = "nginx"
    FILES = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The five answers, and what is known of the place."""

    name: str
    url: str
    """Ends in a slash."""
    components: tuple[Component, ...]
    contact: str
    """An e-mail address or a whole address; "" for none."""
    host: Host
    source: Source | None
    """Where a machine that builds installs straightup from."""
    repository: Repository | None
    branch: str
    below: str
    """The site's folder within the clone: "" or ending in a slash."""
    docs_dir: str
    """The folder that MkDocs publishes, below the site's."""
    year: int
    """In which the feeds begin; their ids keep it."""


def text(answer: str, what: str) -> str:
    """`answer` as one line. ConfigurationError when it holds what nobody types."""
    if _NOT_TYPED.search(answer.strip()):
        raise ConfigurationError(f"{what} holds a character that no page can show. Type it again.")
    return " ".join(answer.split())


def address(answer: str) -> str:
    """The site's address, which ends in a slash. ConfigurationError when it is none."""
    typed = text(answer, "The address")
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
        sound = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        host, sound = "", False
    if not sound or not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", host) or "@" in parts.netloc:
        raise ConfigurationError(f"“{typed}” is no whole address. Write it as https://status.example.com/.")
    if parts.query or parts.fragment or not re.fullmatch(r"[\w./~%-]*", parts.path):
        raise ConfigurationError(f"“{typed}” is more than the address of a site. Write it as far as its folder.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def contact(answer: str) -> str:
    """Where customers write to. ConfigurationError when it is neither an e-mail address nor a whole address."""
    typed = text(answer, "The contact")
    if typed and not re.fullmatch(r"(?:https?://[^\s/@]+\S*|(?:mailto:)?[^\s@:/]+@[^\s@:/]+)", typed):
        raise ConfigurationError(f"“{typed}” is neither an e-mail address nor one that begins with https://.")
    return typed


def components(answers: Iterable[str]) -> tuple[Component, ...]:
    """A component for each of “Checkout” or “Shop/Checkout”, where Shop is its group; each named once."""
    ids, found = Ids(), {}
    for answer in answers:
        typed = text(answer, "The component")
        group, slash, name = (part.strip() for part in typed.rpartition("/"))
        if not name or (slash and not group) or "/" in group:
            raise ConfigurationError(f"“{typed}” is no component. Write “Checkout”, or “Shop/Checkout” with its group.")
        if (group, name) not in found:
            found[group, name] = Component(id=ids.take(slug(name) or "component"), name=name, group=group)
    return tuple(found.values())
