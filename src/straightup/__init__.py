"""straightup: a status page that tells customers the truth."""

__version__ = "0.1.0"
