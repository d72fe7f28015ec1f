"""Pages from one shell: the shell's HTML is cut at its slots once, and a page is its parts joined around the values.

MkDocs makes the shells. It is handed *archetypes*, pages that hold slots in place of their texts and of those parts of
their address in which the pages of one class differ. A value is never searched for slots, so no text can forge one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from straightup.model.errors import InternalError
from straightup.outputs.pages.page import Page

# Letters and digits only, so that no minifier, template filter or URL quoting changes a slot; fixed, so that the same
# site has the same bytes; and small letters, because some tools fold the case of addresses.
_MARK = "q7x2straightup9vk4slot"
_SLOT = re.compile(rf"{_MARK}([a-z]+\d*)z")
# A minifier takes the quotes from around a slot, which needs none; the value that comes in its place may.
_UNQUOTED = re.compile(rf"(\s[a-zA-Z][\w:.-]*=)([^\s\"'=<>`]*{_MARK}[a-z]+\d*z[^\s\"'=<>`]*)")


def _slot(name: str) -> str:
    return f"{_MARK}{name}z"


BODY, TITLE, DESCRIPTION, EDIT = (_slot(name) for name in ("body", "title", "description", "edit"))
STATE, STATE_WORDS, ICON, ABOUT = (_slot(name) for name in ("state", "words", "icon", "about"))


def has_slot(text: str) -> bool:
    return _SLOT.search(text) is not None


@dataclass(frozen=True, slots=True)
class Shell:
    """`parts[0] slots[0] parts[1] slots[1] … parts[-1]`"""

    parts: tuple[str, ...]
    slots: tuple[str, ...]


def cut(html: str) -> Shell:
    """The shell in `html`, the finished page of an archetype."""
    pieces = _SLOT.split(_UNQUOTED.sub(r'\1"\2"', html))
    return Shell(tuple(pieces[0::2]), tuple(_slot(name) for name in pieces[1::2]))


def press(shell: Shell, values: Mapping[str, str]) -> str:
    """The page with each slot's value in its place, as it is. InternalError when a slot has no value."""
    unknown = sorted(set(shell.slots) - set(values))
    if unknown:
        raise InternalError(f"A page shell has slots that nothing fills: {', '.join(unknown)}. Please report this.")
    pieces = [shell.parts[0]]
    for slot, part in zip(shell.slots, shell.parts[1:], strict=True):
        pieces += (values[slot], part)
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class PageClass:
    """Pages that share a shell: of one kind, as deep as each other."""

    pages: tuple[Page, ...]
    url: str
    """As `Page.url`, with slots where the pages differ; without slots for a page that is a class of its own."""

    @property
    def kind(self) -> str:
        return self.pages[0].kind

    def values(
        self, page: Page, edit: str = "", *, state: str = "", state_words: str = "", icon: str = ""
    ) -> dict[str, str]:
        """What comes into the slots for one of `pages`.

        `edit` is the path of its source, `state` the component state that its preview shows, in words
        `state_words`, and `icon` the name of the picture in its tab.
        """
        values = {
            BODY: page.body,
            TITLE: escape(page.title),
            DESCRIPTION: escape(page.description),
            EDIT: escape(quote(edit)),
            STATE: escape(quote(state)),
            STATE_WORDS: escape(state_words),
            ICON: escape(icon),
            ABOUT: page.about,
        }
        for slot, part in zip(self.url.split("/"), page.url.split("/"), strict=True):
            if _SLOT.fullmatch(slot):
                values[slot] = escape(quote(part))
        return values


def page_classes(pages: Iterable[Page], alone: Iterable[str] = ()) -> tuple[PageClass, ...]:
    """`pages` in their classes, in the order of their first pages; one with a URL in `alone` shares with none."""
    alone = frozenset(alone)
    classes: dict[tuple[str, int, str], list[Page]] = {}
    for page in pages:
        own = page.url if page.url in alone else ""
        classes.setdefault((page.kind, page.url.count("/"), own), []).append(page)
    return tuple(PageClass(tuple(members), _pattern(members)) for members in classes.values())


def _pattern(pages: list[Page]) -> str:
    columns = zip(*(page.url.split("/") for page in pages), strict=True)
    return "/".join(
        column[0] if len(set(column)) == 1 else _slot(f"url{number}") for number, column in enumerate(columns)
    )
