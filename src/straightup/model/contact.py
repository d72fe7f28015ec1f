"""Where customers reach a human, and what they should know before they write or call."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where a customer reaches a human."""

    label: str
    url: str
    hours: str = ""
    """When somebody answers, in the site's own words."""
    languages: tuple[str, ...] = ()
    """The codes of the languages in which somebody answers, such as `en`."""
