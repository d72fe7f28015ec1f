"""The site's settings, from a mapping as it stands in `mkdocs.yml`. Nothing here reads files.

Bad values come back as messages beside settings that work; whoever asked decides what a message means.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from straightup.model import durations
from straightup.model.contact import Contact
from straightup.model.findings import did_you_mean, meant
from straightup.model.states import STATED, Component, State

_COMPONENT_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_AUTHORITY = re.compile(r"[A-Za-z0-9.-]+(?:@[A-Za-z0-9.-]+)?,\d{4}(?:-\d\d(?:-\d\d)?)?")
_CONTACT = {"label", "url", "hours", "language"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SAFE_SCHEMES = ("http", "https", "mailto", "tel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a site is set up. Every field has the value that a site without settings has."""

    site_name: str = "Status"
    site_url: str = ""
    """Absolute, with a final slash; "" when it is not set."""
    repo_url: str = ""
    components: tuple[Component, ...] = ()
    retired: tuple[Component, ...] = ()
    """What no longer exists: it keeps its page and feed, and stands with the others while an open report names it."""
    incidents_dir: str = ""
    """Relative to `mkdocs.yml`; "" means that it follows from `docs_dir`."""
    path: str | None = None
    """Where the status pages are mounted, "" or ending in a slash; None means that it follows from the docs folder."""
    language: str = "en"
    """Of the reports and of the pages around them; the theme's unless it is set. The wording rules know English."""
    contact: Contact | None = None
    reference_prefix: str = ""
    grace: timedelta = timedelta(days=10)
    """How long after the restoration a cause and prevention may stay open."""
    notice: timedelta | None = None
    """How long before its start planned work is to be announced; None asks for nothing."""
    update_every: Mapping[State, timedelta] = field(default_factory=dict)
    """How soon `new` proposes the next update; never shown as a promise."""
    since: date | None = None
    """The first day (UTC) of the record; None, or later than the first report: it begins with that one."""
    stale_after: timedelta = timedelta(hours=24)
    """From this age on the page says that it is old."""
    jargon: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    feed_authority: str = ""
    """`DOMAIN,YYYY` of the feed's tag URIs (RFC 4151); "" when neither it nor `site_url` is set."""
    feed_authority_is_derived: bool = False
    """It came from `site_url`, so that moving the site would announce every update again."""

    @property
    def declared(self) -> tuple[Component, ...]:
        """All that reports may name."""
        return (*self.components, *self.retired)

    def component(self, component_id: str) -> Component | None:
        return next((component for component in self.declared if component.id == component_id), None)

    def contact_for(self, component_ids: Iterable[str]) -> Contact | None:
        """Where to write about these components: what all of them have as their own, else the contact of the site."""
        known = map(self.component, component_ids)
        found = {each.contact if each and each.contact else self.contact for each in known}
        return found.pop() if len(found) == 1 else self.contact

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Every contact that is meant to be public."""
        return tuple(filter(None, (self.contact, *(component.contact for component in self.declared))))


def meant_component(written: str, settings: Settings) -> str:
    """The id of the declared component that a report means by `written`: an id, a name, or a slip of either.

    `written` itself where no component is declared, or none or more than one can be meant.
    """
    return _component_meant(written, settings.declared)


@lru_cache(maxsize=4096)
def _component_meant(written: str, components: tuple[Component, ...]) -> str:
    ids = {component.id: component.id for component in components}
    if written in ids:
        return written
    words = {**{component.name: component.id for component in components}, **ids}
    found = meant(written, tuple(words))
    if found is not None:
        return words[found]
    folded = {word.casefold(): identity for word, identity in words.items()}
    near = {folded[word] for word in get_close_matches(written.casefold(), folded, n=len(folded) or 1)}
    return near.pop() if len(near) == 1 else written


def from_mapping(options: Mapping[str, Any], mkdocs: Mapping[str, Any] | None = None) -> tuple[Settings, list[str]]:
    """Settings from the plugin's options and from MkDocs' own keys, and a message for each thing that is wrong."""
    return _Reader().read(options, mkdocs or {})


def _text(value: Any) -> str:
    if isinstance(value, bool | None) or not isinstance(value, str | int | float):
        raise ValueError("expected a text")
    return str(value).strip()


def _duration(value: Any) -> timedelta:
    length = durations.parse(_text(value))
    if length is None or not timedelta(0) < length <= timedelta(days=3660):
        raise ValueError("expected a length of time such as 10d or 30 min")
    return length


def _date(value: Any) -> date:
    # YAML reads 2026-11-03 as a date of its own accord.
    try:
        return value if type(value) is date else date.fromisoformat(_text(value))
    except ValueError as error:
        raise ValueError("expected a day such as 2026-11-03") from error


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("expected a list")
    return tuple(_text(item) for item in value)


def _path(value: Any) -> str:
    path = _text(value).strip("/")
    if any(part in ("", ".", "..") for part in path.split("/")) and path:
        raise ValueError("expected a folder of the site such as status/")
    return f"{path}/" if path else ""


def _prefix(value: Any) -> str:
    prefix = _text(value)
    if not re.fullmatch(r"[A-Za-z0-9]{1,8}", prefix):
        raise ValueError("expected one to eight letters or digits such as EX")
    return prefix


def _authority(value: Any) -> str:
    text = _text(value)
    if not _AUTHORITY.fullmatch(text):
        raise ValueError("expected DOMAIN,YEAR such as status.example.com,2026")
    return text


def _url(value: Any) -> str:
    url = _text(value)
    if urlsplit(url).scheme not in _SAFE_SCHEMES:
        raise ValueError("expected an address that begins with https:// or mailto:")
    return url


def _contact(value: Any) -> Contact:
    if isinstance(value, str):
        address = value.strip()
        is_mail = "@" in address and "/" not in address and ":" not in address
        return Contact(label=address, url=_url(f"mailto:{address}" if is_mail else address))
    if not isinstance(value, Mapping) or not set(value) <= _CONTACT or "url" not in value:
        raise ValueError("expected {label: …, url: …, hours: …, language: …} with at least the url, or an address")
    url, spoken = _url(value["url"]), value.get("language") or []
    return Contact(
        label=_text(value.get("label", "")) or url,
        url=url,
        hours=_text(value.get("hours", "")),
        languages=tuple(map(_code, spoken if isinstance(spoken, list) else [spoken])),
    )


def _code(value: Any) -> str:
    code = _text(value)
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("expected the codes of languages such as en or pt-BR")
    return code


def _update_every(value: Any) -> dict[State, timedelta]:
    if not isinstance(value, Mapping):
        raise ValueError("expected component states with lengths of time")
    unknown = [str(state) for state in value if state not in STATED]
    if unknown:
        raise ValueError(f"“{unknown[0]}” is no component state; they are {', '.join(STATED)}")
    return {State(state): _duration(length) for state, length in value.items()}


class _Reader:
    """One reading of one mapping; collects the messages."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def read(self, options: Mapping[str, Any], mkdocs: Mapping[str, Any]) -> tuple[Settings, list[str]]:
        given: dict[str, Any] = {}
        for key, value in options.items():
            if key in ("components", "retired"):
                given[key] = self._components(key, value)
            elif parse := _OPTIONS.get(key):
                self._take(given, key, value, parse)
            else:
                help_text = did_you_mean(str(key), _OPTIONS, f"The settings are {', '.join(_OPTIONS)}.")
                self.messages.append(f"There is no setting “{key}”. {help_text}")
        for key in ("site_name", "site_url", "repo_url"):
            if mkdocs.get(key):
                self._take(given, key, mkdocs[key], _text)
        theme = mkdocs.get("theme")
        if isinstance(theme, Mapping) and theme.get("language") and not given.get("language"):
            self._take(given, "language", theme["language"], _text)
        settings = Settings(**given)
        for both in sorted({each.id for each in settings.components} & {each.id for each in settings.retired}):
            self.messages.append(f"“{both}” is a component and retired. Take it out of one of the lists.")
        return self._settle(settings), self.messages

    def _take(self, given: dict[str, Any], key: str, value: Any, parse: Callable[[Any], object]) -> None:
        if value is None:
            return
        try:
            given[key] = parse(value)
        except ValueError as error:
            self.messages.append(f"The setting “{key}” cannot be used: {error}.")

    def _settle(self, settings: Settings) -> Settings:
        site_url = settings.site_url
        host = urlsplit(site_url).hostname or ""
        if site_url and not (host and urlsplit(site_url).scheme in ("http", "https")):
            self.messages.append("The setting “site_url” cannot be used: expected an address with https://.")
            site_url = host = ""
        elif site_url and not site_url.endswith("/"):
            site_url += "/"
        settings = replace(settings, site_url=site_url)
        if not settings.feed_authority and host:
            # RFC 4151 wants a date on which the host was ours; a fixed one keeps the ids the same for ever.
            settings = replace(settings, feed_authority=f"{host},2026", feed_authority_is_derived=True)
        return settings

    def _components(self, key: str, value: Any) -> tuple[Component, ...]:
        if not isinstance(value, list):
            self.messages.append(f"The setting “{key}” cannot be used: expected a list of {{id: …, name: …}}.")
            return ()
        components: dict[str, Component] = {}
        for number, item in enumerate(value, 1):
            component = self._component(item, number)
            if component is None:
                continue
            if component.id in components:
                self.messages.append(f"Component {number} repeats the id “{component.id}”. Give it one of its own.")
            components.setdefault(component.id, component)
        return tuple(components.values())

    def _component(self, item: Any, number: int) -> Component | None:
        if isinstance(item, str):
            item = {"id": item}
        if not isinstance(item, Mapping):
            self.messages.append(f"Component {number} cannot be used: expected {{id: …, name: …}}.")
            return None
        known = [each.name for each in fields(Component)]
        given: dict[str, Any] = {}
        for key, value in item.items():
            if key not in known:
                help_text = did_you_mean(str(key), known, f"The keys are {', '.join(known)}.")
                self.messages.append(f"Component {number} has the unknown key “{key}”. {help_text}")
            elif value is not None:
                self._take(given, key, value, {"link": _url, "contact": _contact}.get(key, _text))
        identity = given.get("id", "")
        if not _COMPONENT_ID.fullmatch(identity):
            wrong = f"the id “{identity}”" if identity else "no id"
            self.messages.append(
                f"Component {number} has {wrong}. An id is made of small letters, digits and single hyphens or dots."
            )
            return None
        return Component(**{"name": identity, **given})


_OPTIONS: dict[str, Callable[[Any], object]] = {
    "components": lambda value: value,
    "retired": lambda value: value,
    "incidents_dir": _text,
    "path": _path,
    "contact": _contact,
    "reference_prefix": _prefix,
    "grace": _duration,
    "notice": _duration,
    "update_every": _update_every,
    "since": _date,
    "stale_after": _duration,
    "language": _text,
    "jargon": _texts,
    "internal": _texts,
    "feed_authority": _authority,
}
