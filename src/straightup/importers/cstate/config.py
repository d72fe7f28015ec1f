"""The systems of a cState site as components, and a component for every other name that its issues use."""

from urllib.parse import urlsplit

from straightup.importers.foreign_yaml import read_yaml
from straightup.importers.naming import Ids, slug
from straightup.model.states import Component

_LINKS = ("http", "https", "mailto")


class Systems:
    """The components of one site, by the names that its issues use. Names that differ only in case are one."""

    def __init__(self, config: bytes | None) -> None:
        self.notes: list[str] = []
        self._ids = Ids()
        self._by_name: dict[str, Component] = {}
        if config is not None:
            self._declare(config.decode("utf-8-sig", "replace"))
        self._declared = len(self._by_name)

    @property
    def declared(self) -> tuple[Component, ...]:
        return tuple(self._by_name.values())[: self._declared]

    @property
    def retired(self) -> tuple[Component, ...]:
        """Those that only issues name, in the order in which they first do."""
        return tuple(self._by_name.values())[self._declared :]

    @property
    def ids(self) -> dict[str, str]:
        """The id of each by its name in small letters."""
        return {name: component.id for name, component in self._by_name.items()}

    def named(self, name: str) -> str:
        """The id of the component that an issue calls `name`."""
        return self._take(name, name).id

    def _take(self, key: str, name: str, group: str = "", description: str = "", link: str = "") -> Component:
        known = self._by_name.get(key.casefold())
        if known:
            return known
        identity = self._ids.take(slug(key, keep="._") or "component")
        component = Component(id=identity, name=name, group=group, description=description, link=link)
        return self._by_name.setdefault(key.casefold(), component)

    def _declare(self, config: str) -> None:
        site, outcome = read_yaml(config, 1)
        if not outcome.whole:
            fault = outcome.findings[-1]
            self.notes.append(
                f"The configuration could not be read to its end, line {fault.span.line}: {fault.message}"
            )
        params = site.mapping("params")
        untitled = {category.text("name") for category in params.mappings("categories") if category.true("untitled")}
        for system in params.mappings("systems"):
            name, group, link = system.text("name"), system.text("category"), system.text("link")
            if not name:
                continue
            if link and urlsplit(link).scheme not in _LINKS:
                self.notes.append(f"The link of “{name}” was left out, because “{link}” is no whole address.")
                link = ""
            shown = system.text("displayName") or name
            self._take(name, shown, "" if group in untitled else group, system.text("description"), link)
