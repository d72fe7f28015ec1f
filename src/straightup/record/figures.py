"""Shares and medians of the record, which nobody is told of too few."""

from collections.abc import Iterable
from datetime import timedelta
from statistics import median

from straightup.record.usual import FEWEST


def percent(part: int, whole: int) -> int | None:
    """`part` of `whole` in per cent, rounded down, so that only all of them read 100; None of fewer than `FEWEST`."""
    return 100 * part // whole if whole >= FEWEST else None


def middle(lengths: Iterable[timedelta]) -> timedelta | None:
    """The median, or None of fewer than `FEWEST`."""
    found = [length.total_seconds() for length in lengths]
    return timedelta(seconds=median(found)) if len(found) >= FEWEST else None
