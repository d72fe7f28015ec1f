"""What the site publishes: each module makes one kind of output from `Site`, and touches no file of anybody's."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from straightup.model.errors import InternalError
from straightup.outputs import calendar, feeds, old_addresses, twins
from straightup.outputs.api.badges import badges
from straightup.outputs.api.metrics import metrics
from straightup.outputs.api.own.site import own_api
from straightup.outputs.api.schemas import schemas
from straightup.outputs.api.statuspage import statuspage
from straightup.outputs.embed import embed
from straightup.outputs.feed_archive import archive
from straightup.outputs.feed_items import News
from straightup.outputs.language.words import Words
from straightup.outputs.pages.page import Page
from straightup.site.view import Site

Output = Callable[[Site, Words], Mapping[str, bytes]]
"""Makes files by their paths relative to where the status pages begin: the same for the same site."""

OUTPUTS: Final[tuple[Output, ...]] = (
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


def files_of(site: Site, words: Words, news: News | None = None, pages: Sequence[Page] = ()) -> dict[str, bytes]:
    """What all outputs make of `site`, and what stands beside `pages`, by their paths.

    `news` is what feeds tell of it, where that is known already. InternalError when two want the same path.
    """
    news = news or News(site, words)
    beside = archive(site, words, news, pages) if pages else {}
    found = feeds.feeds(site, words, news) | twins.twins(pages) | beside
    # What programs ask is asked by programs that nobody has told of an exercise.
    for output in (calendar.calendar,) if site.exercise else OUTPUTS:
        made = output(site, words)
        if both := sorted(found.keys() & made.keys()):
            raise InternalError(f"Two outputs make {both[0]}. Please report this.")
        found |= made
    moved = old_addresses.old_feeds(site)
    return found | {old: found[ours] for old, ours in moved if old not in found and ours in found}
