"""Why a text is no time, with the author's own words mended."""

from dataclasses import dataclass

from straightup.model.findings import Misread


@dataclass(frozen=True, slots=True)
class NoTime:
    """Why a text is no time."""

    rule: Misread
    message: str
    help: str
    vague: bool = False
    """Nothing in it looks like a time, so the forms that its place takes are more help than `help`."""


def without_zone(said: str, clock: str, whole: str) -> NoTime:
    """`said` lacks a zone, which belongs behind `clock` in the `whole` of what the author wrote."""
    help_text = f"Write “{instead(whole, clock, f'{clock} UTC')}” if that is UTC, else its offset, such as "
    help_text += f"“{instead(whole, clock, f'{clock} +01:00')}”."
    return NoTime(Misread.TIME_WITHOUT_ZONE, f"“{said}” has no zone.", help_text)


def two_meanings(said: str, one: str, other: str, first: str, second: str) -> NoTime:
    """`said` can mean `one` or `other`, which are written as `first` and as `second`."""
    return NoTime(Misread.BAD_TIME, f"“{said}” can mean {one} or {other}.", f"Write “{first}” or “{second}”.")


def instead(whole: str, old: str, new: str) -> str:
    """`whole` with `new` in place of the last `old` in it."""
    before, found, after = whole.rpartition(old)
    return f"{before}{new}{after}" if found else whole
