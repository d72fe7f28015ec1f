"""An incident as Markdown: a whole file, or one that changes while every other byte stays."""
