"""Lengths of time in words: `half an hour`, `an hour and a half`, `1h30`, `two hours`, `2 to 3 hours`."""

import re
from datetime import timedelta

from straightup.model import durations

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90,
}  # fmt: skip
_WORDS = "|".join(_NUMBERS)
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?)"
_NUMBER = re.compile(rf"\b({_WORDS})(?= {_UNIT}\b)")
_FIGURE = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?|{_WORDS})"
_FIGURE_ALONE = re.compile(_FIGURE)
_WITH_UNIT = re.compile(rf"{_FIGURE} ?([a-z]+)")
_HALF = re.compile(rf"(?:half an?|a half|half) ({_UNIT})")
_AND_A_HALF = re.compile(rf"(\d{{1,3}}|{_WORDS}) (?:({_UNIT}) and a half|and a half ({_UNIT}))")
_HOURS_AND_MINUTES = re.compile(r"(\d{1,3}) ?h ?([0-5]\d)")
_TO = re.compile(r" to | ?[-–] ?")
_AND = re.compile(r" and ")


def length(text: str) -> timedelta | None:
    """The length of time that `text` says in figures or in words, or None when it says none. For one short line."""
    text = " ".join(text.lower().split())
    if found := durations.parse(text):
        return found
    if half := _HALF.fullmatch(text):
        return timedelta(seconds=durations.unit_seconds(half[1])) / 2
    if more := _AND_A_HALF.fullmatch(text):
        return (_number(more[1]) + 0.5) * timedelta(seconds=durations.unit_seconds(more[2] or more[3]))
    if both := _HOURS_AND_MINUTES.fullmatch(text):
        return timedelta(hours=int(both[1]), minutes=int(both[2]))
    return durations.parse(_NUMBER.sub(lambda word: str(_NUMBERS[word[1]]), text))


def span(text: str) -> tuple[timedelta, timedelta] | None:
    """The shortest and the longest that `text` says: twice the same, unless it says two: `2 to 3 hours`.

    None when it says no length.
    """
    text = " ".join(text.lower().split())
    if only := length(text):
        return only, only
    between = text.removeprefix("between ")
    splits = (_AND if between != text else _TO).finditer(between)
    found = [each for at in splits if (each := _two(between[: at.start()], between[at.end() :]))]
    return found[0] if len(found) == 1 else None


def _two(first: str, second: str) -> tuple[timedelta, timedelta] | None:
    longest = length(second)
    if longest is None:
        return None
    shortest = length(first)
    if shortest is None and _FIGURE_ALONE.fullmatch(first) and (unit := _WITH_UNIT.fullmatch(second)):
        shortest = length(f"{first} {unit[1]}")
    return None if shortest is None else (min(shortest, longest), max(shortest, longest))


def _number(text: str) -> int:
    return _NUMBERS[text] if text in _NUMBERS else int(text)
