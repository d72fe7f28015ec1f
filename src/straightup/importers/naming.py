"""Ids for what comes from elsewhere: lower case, readable, the same at every run, and each given to one thing only."""

import re
import unicodedata

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

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """`wanted`, or the nearest to it that is still free."""
        free, number = wanted, 1
        while free in self._taken:
            number += 1
            free = f"{wanted}-{number}"
        self._taken.add(free)
        return free
