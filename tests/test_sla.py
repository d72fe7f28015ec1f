"""`straightup sla`: what it says of a month follows from the reports, and from nothing else."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from support.commands import CONFIG, straightup
from support.excerpts import OPEN
from support.sites import draw

AT = "2026-12-05 09:00 UTC"


def report(title: str, component: str, began: str, over: str, state: str = "major-outage") -> str:
    return (
        f"---\ntitle: {title}\ncomponents: {{{component}: {state}}}\nstarted: {began} UTC\nresolved: {over} UTC\n"
        f"---\n\n## Impact\n\nNobody can pay by card.\n\n## Updates\n\n### {began} UTC: Investigating\n\nWe look.\n\n"
        f"### {over} UTC: Resolved\n\nAll cards are accepted again.\n"
    )


FILES = {
    "incidents/2026-10-20-first.md": report("Cards fail", "search", "2026-10-20 10:00", "2026-10-20 10:10"),
    # Over midnight into the month: half an hour of it belongs there.
    "incidents/2026-10-31-night.md": report("Cards fail", "checkout", "2026-10-31 23:30", "2026-11-01 00:30"),
    "incidents/2026-11-10-slow.md": report(
        "Cards are slow", "checkout", "2026-11-10 10:00", "2026-11-10 12:00", "degraded"
    ),
    "incidents/2026-11-28-db.md": (
        "---\ntitle: New database\nkind: maintenance\ncomponents: {search: major-outage}\n"
        "starts: 2026-11-28 04:00 UTC\nends: 2026-11-28 05:00 UTC\n---\n\n## Impact\n\nSearch is off.\n\n## Updates\n\n"
        "### 2026-11-20 10:00 UTC: Scheduled\n\nSearch is off for an hour.\n\n"
        "### 2026-11-28 04:00 UTC: In progress\n\nIt is off.\n\n"
        "### 2026-11-28 05:00 UTC: Completed\n\nIt is on again.\n"
    ),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, **FILES})
    return tmp_path


def found(site: Path, *args: str) -> Any:
    code, out, err = straightup(site, "sla", "--output-format", "json", "--at", AT, *args)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_month_counts_what_lies_in_it_and_names_the_reports(site: Path) -> None:
    said = found(site, "--month", "2026-11")
    assert (said["from"], said["to"], said["whole_month"]) == ("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", True)
    checkout, search = said["components"]
    month = 30 * 86_400
    assert checkout["seen_seconds"] == search["seen_seconds"] == month
    assert (checkout["outage_seconds"], checkout["degraded_seconds"]) == (1800, 7200)
    assert checkout["percent"] == f"{int((1 - 1800 / month) * 10_000) / 100:.2f}"
    assert checkout["reports"] == [
        {"id": "2026-10-31-night", "outage_seconds": 1800, "degraded_seconds": 0},
        {"id": "2026-11-10-slow", "outage_seconds": 0, "degraded_seconds": 7200},
    ]
    # Planned work is told, and no outage.
    assert (search["percent"], search["outage_seconds"], search["maintenance_seconds"]) == ("100", 0, 3600)
    assert search["reports"] == []


def test_the_month_before_is_counted_from_where_the_record_begins(site: Path) -> None:
    said = found(site, "--month", "2026-10")
    assert (said["from"], said["whole_month"]) == ("2026-10-20T10:00:00Z", False)
    assert {each["seen_seconds"] for each in said["components"]} == {11 * 86_400 + 14 * 3600}


def test_without_a_month_it_is_the_last_one_that_is_over_and_this_one_goes_up_to_now(site: Path) -> None:
    assert found(site)["month"] == "2026-11"
    said = found(site, "--month", "2026-12")
    assert (said["to"], said["whole_month"]) == ("2026-12-05T09:00:00Z", False)


def test_what_could_not_be_read_is_said(site: Path) -> None:
    (site / "incidents" / "2026-11-15-broken.md").write_bytes(b"\xff\xfe")
    code, out, _ = straightup(site, "sla", "--month", "2026-11", "--at", AT)
    assert code == 0
    assert "1 report could not be read, so this may look better than it is." in out
    assert "not known" in out


def test_text_and_csv_say_the_same(site: Path) -> None:
    _, text, _ = straightup(site, "sla", "--month", "2026-11", "--at", AT)
    assert text.splitlines()[:4] == [
        "2026-11 (UTC)",
        "",
        "Component  available  outage  degraded  not known",
        "Checkout   99.93 %    30 min  2 h       none",
    ]
    assert "  Checkout: 2026-10-31-night, 30 min out" in text
    _, out, _ = straightup(site, "sla", "--month", "2026-11", "--output-format", "csv", "--at", AT)
    head, checkout, _ = csv.reader(StringIO(out))
    assert dict(zip(head, checkout, strict=True))["reports"] == "2026-10-31-night 2026-11-10-slow"


def test_a_name_is_no_formula_of_a_spreadsheet(tmp_path: Path) -> None:
    config = CONFIG.replace("name: Checkout", 'name: "=1+1"')
    draw(tmp_path, {"mkdocs.yml": config, "incidents/2026-11-03-cards.md": OPEN})
    _, out, _ = straightup(tmp_path, "sla", "--month", "2026-11", "--output-format", "csv", "--at", AT)
    assert ",'=1+1," in out


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2026-13", "“2026-13” is no month. Write it as 2026-10."),
        ("October", "“October” is no month."),
        ("2027-01", "2027-01 has not begun yet."),
        ("2026-09", "The record begins on 2026-10-20, after 2026-09."),
        ("9999-12", "9999-12 has not begun yet."),
    ],
)
def test_a_month_of_which_nothing_can_be_said_is_refused(site: Path, month: str, words: str) -> None:
    code, out, err = straightup(site, "sla", "--month", month, "--at", AT)
    assert (code, out) == (2, "")
    assert words in err
