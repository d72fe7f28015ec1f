"""A page of the status site before it has a shell around it."""

from dataclasses import dataclass

from straightup.outputs.pages.settled import Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One pressed page. Texts are plain (pressing escapes them), the body is finished HTML."""

    kind: str
    """`now`, `incident`, `history`, `component`, …, which is the name of its template too. Pages of one kind and depth
    share a shell."""
    url: str
    """Relative to where the status pages begin, "" or ending in a slash: `incidents/2026-11-03-x/`."""
    title: str
    description: str
    """One sentence for search engines and link previews; never empty."""
    body: str = ""
    """"" until `Templates.filled` has made it."""
    incident: str = ""
    """The id of the report that it is the page of."""
    in_navigation: int = 0
    """Its place in the navigation, from 1 on; 0 when it is not in it."""
    updated: str = ""
    """`YYYY-MM-DD` of the last change, for the sitemap; "" for the day of the build."""
    label: str = ""
    """Its name in the navigation, where that is another than its title."""
    data: str = ""
    """The report that it is the page of as JSON; "" where there is no such file."""
    feed: str = ""
    """The feed of the report that it is the page of; "" where it has none, or none any more."""
    entries: tuple[str, ...] = ()
    """What feeds tell of that report, the newest first, as an archive has it."""
    about: str = ""
    """What it says as data for search engines, finished HTML for its head; "" for nothing."""
    twin: str = ""
    """The same in words alone, as Markdown; "" where there is no such file."""
    state: str = ""
    """A component state: the picture of a link preview shows it. "" for that of the whole site."""
    settled: Settled | None = None
    """None while the clock may change something on it. A settled page shows nothing of the site's present."""
