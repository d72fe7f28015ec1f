"""Plain data as JSON: what comes back is what went in, and what is anything else is nothing."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from straightup.checking.one_by_one import reading
from straightup.checking.published import Reading
from straightup.model.plain_data import Plain
from straightup.reading import read
from support.places import ROOT, TESTS

READINGS = Plain(Reading)
PATHS = [*sorted((TESTS / "incidents").rglob("*.md")), *sorted((ROOT / "incidents").rglob("*.md"))]


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Place(NamedTuple):
    line: int
    name: str | None


_FIRST = Place(1, None)


@dataclass(frozen=True)
class One:
    text: str


@dataclass(frozen=True)
class Other:
    text: str
    number: int = 3


@dataclass(frozen=True)
class All:
    text: str
    flag: bool = False
    colour: Colour = Colour.RED
    moment: datetime | None = None
    day: date | None = None
    clock: time | None = None
    length: timedelta = timedelta()
    zone: ZoneInfo | None = None
    place: Place = _FIRST
    pairs: tuple[tuple[str, Colour], ...] = ()
    days: frozenset[date] = field(default=frozenset())
    numbers: list[int] = field(default_factory=list)
    named: dict[str, int | None] = field(default_factory=dict)
    either: One | Other | None = None


PLAIN = Plain(All)
FULL = All(
    "é\n\U0001f525\x00",
    True,
    Colour.BLUE,
    datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
    date(2026, 11, 3),
    time(9, 30),
    timedelta(days=-1, microseconds=7),
    ZoneInfo("Asia/Kolkata"),
    Place(7, "x"),
    (("a", Colour.BLUE), ("b", Colour.RED)),
    frozenset({date(2026, 1, 1), date(2025, 1, 1)}),
    [3, 2, 1],
    {"b": 1, "a": None},
    Other("x", 9),
)


@pytest.mark.parametrize(
    "value",
    [
        FULL,
        All(""),
        All("", either=One("y")),
        All("", moment=datetime(2026, 11, 3, 9, tzinfo=UTC)),
        All("", moment=datetime(2026, 11, 3, 9, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))),
    ],
    ids=["all", "none", "either", "UTC", "offset"],
)
def test_what_comes_back_is_what_went_in(value: All) -> None:
    text = PLAIN.written(value)
    assert text.isascii()
    assert b"\n" not in text
    again = PLAIN.read(text)
    assert again == value
    assert again.moment is None or repr(again.moment) == repr(value.moment)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_report_comes_back_as_it_was_read(path: Path) -> None:
    found = reading(read(path.name, path.read_bytes()))
    again = READINGS.read(READINGS.written(found))
    assert again == found
    # A zone is the same one too, which no comparison of moments tells; sets have no order.
    assert repr(again) == repr(found) or "frozenset" in repr(found)


def other(value: Any, chance: random.Random) -> Any:
    """`value` with something else in one place of it."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        name = chance.choice(sorted(value))
        return {**value, name: other(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], other(value[place], chance), *value[place + 1 :]]
    return chance.choice([None, 1, -1, True, 1.5, "", "x", [], [[]], {}, {"x": 1}, "9999-99-99", "2026-11-03|../x|0"])


def test_what_is_of_another_form_is_nothing_or_of_the_declared_types() -> None:
    chance = random.Random(7)
    data = json.loads(PLAIN.written(FULL))
    refused = 0
    for _ in range(2000):
        found = PLAIN.read(json.dumps(other(data, chance)).encode())
        if found is None:
            refused += 1
        else:
            assert PLAIN.read(PLAIN.written(found)) == found
    assert refused > 1000
    for text in (b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff", b'{"text": "x", "unknown": 1}'):
        assert PLAIN.read(text) is None


def test_a_type_that_has_no_plain_form_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="has no plain form"):
        Plain(complex)
