"""Ids for what comes from elsewhere: lower case, readable, the same at every run, and each given to one thing only."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

LONGEST_SLUG = 64


def slug(text: str, keep: str = "") -> str:
    """`text` in small ASCII letters and digits with single hyphens between; "" when it has none. Accents are dropped.

    Single characters of `keep` that stand between two letters or digits stay.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    kept = re.escape(keep)
    hyphened = re.sub(rf"[^a-z0-9{kept}]+", "-", plain)
    single = re.sub(rf"[-{kept}]{{2,}}", "-", hyphened)
    return single.strip(f"-{keep}")[:LONGEST_SLUG].strip(f"-{keep}")


class Ids:
    """The ids given so far. A second taker of the same one gets it with `-2`, the next with `-3`."""

    def __init__(self, taken: Iterable[str] = (), names: Mapping[str, str] | None = None) -> None:
        """`names` are the ids that some things have from before; no id of `taken` is given again."""
        self._names = names or {}
        self._taken = {*taken, *self._names.values()}

    def take(self, wanted: str, name: str = "") -> str:
        """The id that `name` has from before; else `wanted`, or the nearest to it that is still free."""
        if name and name in self._names:
            return self._names[name]
        free, number = wanted, 1
        while free in self._taken:
            number += 1
            free = f"{wanted}-{number}"
        self._taken.add(free)
        return free
