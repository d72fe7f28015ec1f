"""The texts of a theme as they were when it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the pages are made with: a site's own texts, and behind them those that come with straightup."""

    templates: Mapping[str, str]
    """By the names that they call each other by: `straightup/now.html`."""
    languages: Mapping[str, bytes] = field(default_factory=dict)
    """The site's own translations by the paths of their files, `…/CODE.po`. The first of a code wins."""
    changed: bool = False
    """There is something of the site's own among them, so that a fault may be the user's."""
