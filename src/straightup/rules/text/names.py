"""What a customer has read before a text: names and titles, which tell nothing when a text repeats them."""

from functools import lru_cache

from straightup.model.prose import Prose
from straightup.model.source import Entry
from straightup.model.states import ComponentStates
from straightup.rules.rule import Context
from straightup.rules.text.fact_lists import Heard, Lists, heard
from straightup.rules.text.substance import Substance, names_in, substance


def known_names(entry: Entry, context: Context, *, title: bool) -> frozenset[str]:
    """The words in the names of the site and of components, and with `title` those of the report's title."""
    return _known_names(context.site_names, entry.incident.components, entry.incident.title if title else "")


@lru_cache(maxsize=4096)
def _known_names(site: tuple[str, ...], components: ComponentStates, title: str) -> frozenset[str]:
    # The same object for the same names: the caches of `substance` have it in their keys.
    return names_in(site) | names_in((*(component for component, _ in components), title))


def heard_before(entry: Entry, context: Context, *, title: bool) -> Heard:
    """The same as what a customer has heard of before."""
    return _heard(
        context.site_names, entry.incident.components, entry.incident.title if title else "", context.shown_by
    )


@lru_cache(maxsize=4096)
def _heard(site: tuple[str, ...], components: ComponentStates, title: str, lists: Lists) -> Heard:
    return heard(title, (*site, *(component for component, _ in components)), lists)


def substance_of(prose: Prose, entry: Entry, context: Context) -> Substance:
    """What `prose` tells a customer who has read the names, and in a later update the title."""
    return substance(prose.bare, known_names(entry, context, title=prose.later), context.words)
