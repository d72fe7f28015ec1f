"""How often the rule W10 is right, measured on real updates that were labelled by hand; see tests/wording/README.md."""

import json
from typing import Any

import pytest

from straightup import rules
from straightup.rules.text.fact_lists import heard
from straightup.rules.text.facts import tells
from straightup.rules.text.substance import names_in, only_courtesies
from straightup.rules.text.vocabulary import facts_of, vocabulary
from support.places import TESTS

SAMPLE = TESTS / "wording" / "sample.jsonl"


def labelled() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def is_reported(row: dict[str, Any]) -> bool:
    """As `check` would, in a file with that title and those components."""
    title = "" if row["source"].endswith("#1") else row["title"]
    words, known = vocabulary(), heard(title, tuple(row["components"]), facts_of())
    names = names_in((*row["components"], title))
    return not tells(row["text"], known, words.is_common) or only_courtesies(row["text"], names, words)


def figures(rows: list[dict[str, Any]]) -> tuple[float, float, int]:
    """Precision, recall, and how many rows there are."""
    right = sum(row["vague"] for row in rows if is_reported(row))
    return right / sum(map(is_reported, rows)), right / sum(row["vague"] for row in rows), len(rows)


def sentence(name: str, rows: list[dict[str, Any]]) -> str:
    precision, recall, count = figures(rows)
    return f"{name} {count}: precision {precision:.2f}, recall {recall:.2f}"


def test_the_documentation_of_the_rule_states_the_measured_figures() -> None:
    rows = labelled()
    rule = rules.find("W10")
    assert rule is not None
    unused = [row for row in rows if row["half"] == "measure"]
    for stated in (
        sentence("all", rows),
        sentence("without the doubtful ones", [row for row in rows if not row.get("doubt")]),
        sentence("not used in development", unused),
        sentence("of these without the doubtful ones", [row for row in unused if not row.get("doubt")]),
    ):
        assert stated in rule.measured


def test_the_sample_is_large_and_says_where_each_text_comes_from() -> None:
    rows = labelled()
    assert len(rows) >= 300
    assert len({row["source"] for row in rows}) == len(rows)
    assert all(row["source"].startswith(("jenkins-infra/", "packit/")) and len(row["text"]) <= 400 for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "We are currently looking into reports of problems with our services.",
        "The team has found the cause and a fix is being rolled out. We apologise for the inconvenience.",
        "We keep monitoring. Everything seems to be working as expected.",
        "Thank you for bearing with us while our engineers work to restore normal operation as quickly as possible.",
        "All systems are operational again.",
        "Some customers may have trouble accessing the platform.",
    ],
)
def test_stock_texts_say_nothing(text: str) -> None:
    assert is_reported({"source": "x#1", "title": "", "components": [], "text": text})


@pytest.mark.parametrize(
    "text",
    [
        "Sorry! Some users cannot pay with Visa since the release at noon; we have rolled it back.",
        "We are investigating why invoices show yesterday's prices.",
        "Two of three nodes are back.",
        "Uploads fail for files above 2 GB.",
        "Customers in Frankfurt are affected.",
        "The disk of the primary database is full.",
        "Soon, but not before 15:00 UTC.",
        "Planned work is over. There was no downtime.",
        "Messages were kept and are being delivered now.",
    ],
)
def test_a_fact_is_a_fact_whatever_stands_around_it(text: str) -> None:
    assert not is_reported({"source": "x#1", "title": "", "components": [], "text": text})
