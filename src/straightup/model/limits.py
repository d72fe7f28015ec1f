"""Numbers that more than one room has to agree on, each with the reason for it."""

from datetime import timedelta

MAX_BYTES = 256 * 1024
"""Of one incident file: far more than anybody reads, and little enough to be read at once."""
LONGEST_TITLE = 200
"""Characters of a title: it is a headline, a subject line and a tab."""
LONGEST_OFFSET = timedelta(hours=14)
"""From UTC, either way: no place on Earth has a larger one (Line Islands, +14:00)."""
CLOCK_SKEW = timedelta(minutes=5)
"""Clocks differ; what is dated further ahead has not happened."""
YEAR = timedelta(days=365)
"""What the record, the calendar and the feeds look back on as a year."""
