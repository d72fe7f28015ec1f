"""How often the judgements on blame, passing around, praise, empty causes and empty steps are right, measured on real
texts that were labelled by somebody who had not seen the rules; see tests/wording/README.md."""

import json
from typing import Any

import pytest

from straightup import rules
from support.judging import says
from support.places import TESTS

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (TESTS / "wording" / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
]
JUDGEMENTS = {
    # What is labelled: the rule that says what was measured, the rules that find it, and what the texts are.
    "blame": ("W12", ("W12",), "update"),
    "passing": ("W20", ("W20",), "update"),
    "pitch": ("W15", ("W15",), "update"),
    "cause": ("C10", ("C01", "C02", "C10"), "cause"),
    "step": ("P12", ("P12",), "step"),
}


def figures(judgement: str, *, sure: bool) -> str:
    """What the rule's documentation has to say of the half that was not used in development."""
    _, codes, of = JUDGEMENTS[judgement]
    rows = [row for row in ROWS if row["judgement"] == judgement and row["half"] == "measure"]
    rows = [row for row in rows if not (sure and row.get("doubt"))]
    found = [any(says(code, row["text"], of=of, title=row["title"] or "Problems") for code in codes) for row in rows]
    right = sum(each and row["positive"] for each, row in zip(found, rows, strict=True))
    positive = sum(row["positive"] for row in rows)
    return f"{len(rows)} ({positive} of them such): precision {right / sum(found):.2f}, recall {right / positive:.2f}"


@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_the_documentation_of_the_rule_states_the_measured_figures(judgement: str) -> None:
    rule = rules.find(JUDGEMENTS[judgement][0])
    assert rule is not None
    for name, sure in (("not used in development", False), ("without the doubtful ones", True)):
        assert f"{name} {figures(judgement, sure=sure)}" in rule.measured


@pytest.mark.parametrize("judgement", JUDGEMENTS)
def test_the_sample_is_large_and_says_where_each_text_comes_from(judgement: str) -> None:
    rows = [row for row in ROWS if row["judgement"] == judgement]
    assert len(rows) >= 55
    assert sum(row["positive"] for row in rows) >= 20
    assert len({row["text"] for row in rows}) == len(rows)
    assert all(row["source"].strip() and len(row["text"]) <= 700 for row in rows)
