"""The command `straightup`. Everything is parsed here and nothing is decided here."""

from straightup.cli.main import main

__all__ = ["main"]
