"""What is known of a report that could not be shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A report of which nothing can be published: its file is not UTF-8, too large, or says neither what nor where."""

    id: str
    title: str = ""
    """Where it can be read."""
    components: tuple[str, ...] | None = ()
    """The ids of declared components that its raw text names; None where the text itself cannot be decoded, so that any
    may be meant."""
    recent: bool = True
    """Of the last fourteen days by the date in its name, or without a date there: it may hide something open."""
