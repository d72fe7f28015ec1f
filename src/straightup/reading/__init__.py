"""From the bytes of a file to an Entry. Reading is total: whatever the bytes, it returns, and says what was wrong."""

from straightup.reading.incident import lines_of, read

__all__ = ["lines_of", "read"]
