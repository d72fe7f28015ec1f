"""The five answers of `init`: from its options, from what is there already, or asked for one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from straightup.cli import saying
from straightup.cli.init_place import Surroundings
from straightup.cli.saying import say
from straightup.disk.together import contents_there
from straightup.model.errors import ConfigurationError
from straightup.model.states import Component
from straightup.setting_up import wanted
from straightup.setting_up.wanted import Host

T = TypeVar("T")
_THERE = {
    # By which of its files a host is known that was chosen before.
    Host.GITHUB: ".github/workflows/status.yml",
    Host.GITLAB: ".gitlab-ci.yml",
    Host.NETLIFY: "netlify.toml",
    Host.S3: "publish-s3.sh",
    Host.NGINX: "status.nginx.conf",
}
_AT_ROOT = (Host.GITHUB, Host.GITLAB, Host.NETLIFY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was said on the command line; "" and () for what was not."""

    name: str
    url: str
    components: tuple[str, ...]
    contact: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The five answers, each in its own kind."""

    name: str
    url: str
    components: tuple[Component, ...]
    contact: str
    host: Host


def answered(place: Surroundings, given: Answers, *, ask: bool, yes: bool) -> Answered:
    """The five answers. With `ask` a person is asked for what is not `given`; `yes` takes the defaults.

    ConfigurationError when an answer cannot be used, or is missing while nobody is there to ask.
    """
    if place.project:
        ask, yes = False, True  # the site has said it all
    proposed = _proposed(place)
    components = wanted.components(given.components) or _components_there(place)
    if not (ask or yes):
        _insist({"--name": given.name, "--url": given.url, "--component": given.components})
    if not ask:
        _insist({"--name": proposed.name, "--url": given.url or proposed.url, "--component": components})

    def one(question: str, said: str, default: str, parse: Callable[[str], T]) -> T:
        return _ask(question, default, parse) if ask and not said else parse(said or default)

    name = one("What is the page called?", given.name, proposed.name, lambda typed: wanted.text(typed, "The name"))
    url = one("Where will it be?", given.url, proposed.url, wanted.address)
    if ask and not given.components:
        components = _ask_components(components)
    contact = one("Where do customers write to? May stay empty.", given.contact, proposed.contact, wanted.contact)
    host = one(f"Who publishes it? {', '.join(Host)}", given.host, proposed.host, Host)
    return Answered(name=name, url=url, components=components, contact=contact, host=host)


def _insist(said: dict[str, object]) -> None:
    if missing := [option for option, value in said.items() if not value]:
        named = ", ".join(missing)
        raise ConfigurationError(f"Nobody is here to ask: add {named}. With --yes what has a default takes it.")


def _proposed(place: Surroundings) -> Answers:
    near = place.neighbour
    contact = place.project.settings.contact if place.project else None
    return Answers(
        name=str(place.mkdocs.get("site_name") or (near.name if near else "") or place.folder.name),
        url=place.address,
        components=(),
        contact=contact.url if contact else "",
        host=str(_host_there(place)),
    )


def _components_there(place: Surroundings) -> tuple[Component, ...]:
    if place.project:
        return place.project.settings.declared
    return place.neighbour.components if place.neighbour else ()


def _host_there(place: Surroundings) -> Host:
    """The one that was chosen before; for a new site the one that has the repository."""
    if place.project:
        there = contents_there(place.root, [_THERE[host] for host in _AT_ROOT])
        there |= contents_there(place.folder, [_THERE[Host.S3], _THERE[Host.NGINX]])
        return next((host for host, name in _THERE.items() if name in there), Host.FILES)
    if place.repository is None:
        return Host.FILES
    if place.repository.is_gitlab:
        return Host.GITLAB
    return Host.GITHUB if place.repository.host == "github.com" else Host.FILES


def _ask(question: str, default: str, parse: Callable[[str], T]) -> T:
    say()
    say(question, bold=True)
    while True:
        typed = str(saying.prompt(f"  [{default}] >" if default else "  >")).strip() or default
        try:
            return parse(typed)
        except ConfigurationError as error:
            say(f"  ✗ {error}")
        except ValueError:
            say(f"  ✗ “{typed}” is none of them.")


def _ask_components(proposed: Sequence[Component]) -> tuple[Component, ...]:
    say()
    say("What do customers use? One each, such as Checkout or Shop/Checkout; an empty line ends.", bold=True)
    if proposed:
        say(f"  Enter takes {', '.join(each.name for each in proposed)}.")
    named: list[str] = []
    while True:
        typed = str(saying.prompt("  >")).strip()
        if not typed and (named or proposed):
            return wanted.components(named) if named else tuple(proposed)
        if not typed:
            say("  ✗ A page without any has nothing to say. Name one.")
            continue
        try:
            wanted.components([typed])
            named.append(typed)
        except ConfigurationError as error:
            say(f"  ✗ {error}")
