"""Whole reports, as engineers write them. Each says itself what is to be found in it, on the line where it is found.

`<!-- expect: E02:3 U02:1 -->`, or `# expect: …` in front matter, names each code and its column. `at: TIME` sets the
clock. Where no comment can stand, `expect on line 1: F04:1` beside the clock says it.
"""

import re
from datetime import datetime
from pathlib import Path

import pytest

from straightup import rules
from straightup.model.settings import Settings
from straightup.model.states import Component
from straightup.reading import moments, read
from straightup.rules import Context
from support.places import TESTS

FOLDER = TESTS / "incidents"
ACCEPTED = sorted((FOLDER / "accepted").glob("*.md"))
REJECTED = sorted((FOLDER / "rejected").glob("*.md"))
FILES = {path.stem: (path.name,) for path in (*ACCEPTED, *REJECTED)}
SETTINGS = Settings(
    components=tuple(
        Component(id=name, name=name.capitalize())
        for name in ("accounts", "api", "checkout", "mail", "maps", "orders", "reports", "routes", "shop", "webhooks")
    )
)

Findings = set[tuple[int, int, str]]
"""(line, column, code)"""

_CLOCK = re.compile(r"\bat: (\d{4}-\d\d-\d\d \d\d:\d\d (?:UTC|[+-]\d\d:\d\d))")
_EXPECTED = re.compile(r"\bexpect(?: on line (?P<line>\d+))?:(?P<marks>(?: [A-Z]\d\d:\d+)+)")


def clock(text: str) -> datetime:
    found = _CLOCK.search(text)
    at = moments.moment(found[1]) if found else None
    assert isinstance(at, datetime), "the file sets no clock"
    return at


def expected(text: str) -> Findings:
    findings: Findings = set()
    for number, line in enumerate(text.split("\n"), 1):
        for match in _EXPECTED.finditer(line):
            for mark in match["marks"].split():
                code, column = mark.split(":")
                findings.add((int(match["line"] or number), int(column), code))
    return findings


def found(path: Path, text: str) -> Findings:
    context = Context(now=clock(text), settings=SETTINGS, files=FILES)
    diagnostics = rules.check(read(path.name, text), context)
    return {(each.span.line, each.span.column, each.code) for each in diagnostics}


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_a_good_report_is_accepted_without_a_word(path: Path) -> None:
    text = path.read_text("utf-8")
    assert expected(text) == set()
    assert found(path, text) == set()


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_a_bad_report_has_the_faults_that_it_declares_and_no_others(path: Path) -> None:
    text = path.read_text("utf-8")
    assert expected(text)
    assert found(path, text) == expected(text)


def test_both_folders_hold_reports() -> None:
    assert len(ACCEPTED) >= 8
    assert len(REJECTED) >= 15
