"""What the site publishes: each module makes one kind of output from `Site`, and touches no file of anybody's."""

from collections.abc import Callable, Mapping
from typing import Final

from straightup.model.errors import InternalError
from straightup.outputs import calendar, feeds, old_addresses
from straightup.outputs.api.badges import badges
from straightup.outputs.api.metrics import metrics
from straightup.outputs.api.own.site import own_api
from straightup.outputs.api.schemas import schemas
from straightup.outputs.api.statuspage import statuspage
from straightup.outputs.embed import embed
from straightup.outputs.language.words import Words
from straightup.site.view import Site

Output = Callable[[Site, Words], Mapping[str, bytes]]
"""Makes files by their paths relative to where the status pages begin: the same for the same site."""

OUTPUTS: Final[tuple[Output, ...]] = (
    feeds.feeds,
    calendar.calendar,
    old_addresses.old_addresses,
    statuspage,
    badges,
    metrics,
    own_api,
    schemas,
    embed,
)
"""All that is published beside the pages. CONTRIBUTING says how to add one."""


def files_of(site: Site, words: Words) -> dict[str, bytes]:
    """What all outputs make of `site`. InternalError when two of them want the same path."""
    found: dict[str, bytes] = {}
    # What programs ask is asked by programs that nobody has told of an exercise.
    for output in (feeds.feeds, calendar.calendar) if site.exercise else OUTPUTS:
        made = output(site, words)
        if both := sorted(found.keys() & made.keys()):
            raise InternalError(f"Two outputs make {both[0]}. Please report this.")
        found |= made
    moved = old_addresses.old_feeds(site)
    return found | {old: found[ours] for old, ours in moved if old not in found and ours in found}
