"""The incident files of a site, read and checked at one moment."""
