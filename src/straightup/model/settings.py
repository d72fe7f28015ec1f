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

from straightup.model import setting_values as values
from straightup.model.contact import Contact
from straightup.model.findings import did_you_mean, meant
from straightup.model.notify import Recipient, recipients
from straightup.model.states import Component, State

_COMPONENT_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


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
    hub: str = ""
    """The WebSub hub that feeds name; "" for none."""
    notify: tuple[Recipient, ...] = ()
    """Who is told by `straightup notify`."""
    feed_authority_is_derived: bool = False
    """It came from `site_url`, so that moving the site would announce every update again."""

    @property
    def declared(self) -> tuple[Component, ...]:
        """All that reports may name."""
        return (*self.components, *self.retired)

    def known_as(self, component_id: str) -> str:
        """The id by which programs know the component: the first that it ever had."""
        component = self.component(component_id)
        return component.was[0] if component and component.was else component_id

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
    before = {old: component.id for component in components for old in component.was}
    if written in before:
        return before[written]
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
                self._take(given, key, mkdocs[key], values.as_text)
        theme = mkdocs.get("theme")
        if isinstance(theme, Mapping) and theme.get("language") and not given.get("language"):
            self._take(given, "language", theme["language"], values.as_text)
        settings = Settings(**given)
        for both in sorted({each.id for each in settings.components} & {each.id for each in settings.retired}):
            self.messages.append(f"“{both}” is a component and retired. Take it out of one of the lists.")
        ids = {each.id for each in settings.declared}
        for each in settings.declared:
            for old in sorted(ids.intersection(each.was)):
                self.messages.append(
                    f"“{each.id}” was not “{old}”, which is a component of its own. Take it out of “was”."
                )
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
                self._take(given, key, value, _OF_COMPONENT.get(key, values.as_text))
        identity = given.get("id", "")
        if not _COMPONENT_ID.fullmatch(identity):
            wrong = f"the id “{identity}”" if identity else "no id"
            self.messages.append(
                f"Component {number} has {wrong}. An id is made of small letters, digits and single hyphens or dots."
            )
            return None
        return Component(**{"name": identity, **given})


_OF_COMPONENT: dict[str, Callable[[Any], object]] = {
    "link": values.as_url,
    "contact": values.as_contact,
    "was": lambda value: values.as_texts(value if isinstance(value, list) else [value]),
}
_OPTIONS: dict[str, Callable[[Any], object]] = {
    "components": lambda value: value,
    "retired": lambda value: value,
    "incidents_dir": values.as_text,
    "path": values.as_path,
    "contact": values.as_contact,
    "reference_prefix": values.as_prefix,
    "grace": values.as_duration,
    "notice": values.as_duration,
    "update_every": values.as_update_every,
    "since": values.as_day,
    "stale_after": values.as_duration,
    "language": values.as_text,
    "jargon": values.as_texts,
    "internal": values.as_texts,
    "feed_authority": values.as_authority,
    "hub": values.as_web_address,
    "notify": recipients,
}
