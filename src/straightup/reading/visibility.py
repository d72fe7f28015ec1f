"""Keys that may say that nobody is to see a report yet: other tools have them, and what is told is told."""

from collections.abc import Sequence
from datetime import datetime

from straightup.model.findings import slips_between
from straightup.model.source import Field, Text, Visibility
from straightup.reading import moments
from straightup.reading.moments import NoTime

_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
WORDS = {
    "draft": _NO, "hidden": _NO, "private": _NO, "unlisted": _NO, "embargo": (*_NO, "none"),
    "published": _YES, "publish": _YES, "visibility": ("public",),
}  # fmt: skip
"""The keys, each with the values that say that everybody may see it."""
_DATED = ("published", "publish")


def word_of(key: str) -> str | None:
    """The word of `WORDS` that `key` is, or is within two letters of."""
    folded = key.strip().casefold()
    if folded in WORDS:
        return folded
    steps = {word: slips_between(folded, word) for word in WORDS}
    nearest = min(steps, key=steps.__getitem__)
    return nearest if steps[nearest] <= len("ab") else None


def read(field: Field, word: str) -> Visibility:
    """What `field`, which means `word`, says. What cannot be read says that nobody is to see it."""
    value = field.node.value.strip() if isinstance(field.node, Text) else ""
    folded = value.casefold()
    since = _since(value) if word in _DATED else None
    return Visibility(field.key, word, value, public=folded in WORDS[word], since=since)


def _since(value: str) -> datetime | None:
    """The moment that a date or a time gives; one without a zone is in UTC."""
    for text in (value, f"{value} UTC", f"{value} 00:00 UTC"):
        found = moments.moment(text)
        if not isinstance(found, NoTime):
            return found
    return None


def verdict(said: Sequence[Visibility]) -> tuple[str, datetime | None]:
    """The key that withholds the report, "" for none, and from when on it does so no longer."""
    withheld = [each for each in said if not each.public]
    forever = [each.key.value for each in withheld if each.since is None]
    if forever:
        return forever[0], None
    dated = [(each.since, each.key.value) for each in withheld if each.since is not None]
    return (max(dated)[1], max(dated)[0]) if dated else ("", None)
