"""Numbers that more than one room has to agree on, each with the reason for it."""

from datetime import timedelta

MAX_BYTES = 256 * 1024
"""Of one incident file: far more than anybody reads, and little enough to be read at once."""
MAX_HEAD = 16 * 1024
"""Characters of front matter."""
MAX_PAGE = 1024 * 1024
"""Bytes of a page of the user's own: a book, and still quick to render."""
MAX_FILE = 100 * 1024 * 1024
"""Bytes of any other file beside the reports: the largest that GitHub takes."""
MAX_SITE = 1024 * 1024 * 1024
"""Bytes of all files beside the reports together: the largest site that GitHub Pages publishes."""
MAX_FILES = 20_000
"""Files beside the reports: MkDocs takes minutes for so many pages."""
LONGEST_TITLE = 200
"""Characters of a title: it is a headline, a subject line and a tab."""
LONGEST_OFFSET = timedelta(hours=14)
"""From UTC, either way: no place on Earth has a larger one (Line Islands, +14:00)."""
MOST_SEARCHED = 50
"""Unknown names that are compared with the known ones in one report: nobody has more slips, and comparing is slow."""
CLOCK_SKEW = timedelta(minutes=5)
"""Clocks differ; what is dated further ahead has not happened."""
YEAR = timedelta(days=365)
"""What the record, the calendar and the feeds look back on as a year."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Of a moment that is read: anything else is a slip of the hand."""
