"""What another status page in the same folder says of itself: its name, its address, its components."""

from collections.abc import Mapping
from dataclasses import dataclass

from straightup.importers.cstate.config import Systems
from straightup.importers.foreign_yaml import read_yaml
from straightup.importers.naming import Ids, slug
from straightup.model.states import Component

FILES = ("config.yml", ".upptimerc.yml")
"""Where cState and Upptime have their settings."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another status page, whose files all stay as they are."""

    tool: str
    name: str
    components: tuple[Component, ...]
    next_steps: tuple[str, ...]
    """How its reports come over."""
    repository: str = ""


def neighbour(settings: Mapping[str, bytes]) -> Neighbour | None:
    """The status page whose settings are among these files."""
    if upptime := settings.get(".upptimerc.yml"):
        return _upptime(upptime)
    return _cstate(settings["config.yml"]) if "config.yml" in settings else None


def _cstate(data: bytes) -> Neighbour | None:
    site, _ = read_yaml(data.decode("utf-8-sig", "replace"), 1)
    if "systems" not in site.mapping("params"):
        return None
    step = "straightup import cstate . --into incidents --timezone UTC"
    return Neighbour("cState", site.text("title"), Systems(data).declared, (step,))


def _upptime(data: bytes) -> Neighbour:
    site, _ = read_yaml(data.decode("utf-8-sig", "replace"), 1)
    ids = Ids()
    found = [
        Component(id=ids.take(slug(name) or "component"), name=name)
        for each in site.mappings("sites")
        if (name := each.text("name"))
    ]
    owner, name = site.text("owner"), site.text("repo")
    place = f"{owner}/{name}" if owner and name else "OWNER/REPOSITORY"
    steps = (
        f"gh api --paginate --slurp 'repos/{place}/issues?state=all' > issues.json",
        f"gh api --paginate --slurp 'repos/{place}/issues/comments' > comments.json",
    )
    return Neighbour("Upptime", site.mapping("status-website").text("name"), tuple(found), steps)
