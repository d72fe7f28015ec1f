"""No report makes the site slow to build or heavy to read: measured on whole sites, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from straightup.model.source import Source
from straightup.site.view import MOST_CARDS, MOST_ROWS
from support import heavy
from support.commands import CONFIG
from support.constructs import CONSTRUCTS, PLACES
from support.effort import LARGEST, THOROUGH, seconds
from support.excerpts import MAINTENANCE, OPEN
from support.places import TESTS

pytestmark = pytest.mark.long
SECONDS, MEMORY = 10, 300 * 1024
AN_UPDATE = next(place for place in PLACES if place.name == "an update")


def run(*command: str, cwd: Path = TESTS) -> subprocess.CompletedProcess[str]:
    # Measuring the coverage takes longer than what is measured.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env={**environment, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each site is composed in a process of its own")
def test_the_heaviest_sites_take_ten_seconds_and_300_mb_at_most_and_weigh_little() -> None:
    done = run("-m", heavy.__name__)
    assert done.returncode == 0, done.stderr
    found = [line.split("\t") for line in done.stdout.splitlines()]
    assert [name for name, *_ in found] == [name for name, _ in heavy.sites()]
    for name, taken, memory, size, parts in found:
        assert float(taken) < SECONDS * (0.4 if not THOROUGH and name.startswith(f"{heavy.MANY:,}") else 1), name
        assert int(memory) < MEMORY, name
        assert int(size) < 25_000_000, name
        assert int(parts) < 10_000, name


def every_construct(length: int) -> list[Source]:
    return [
        heavy.source(f"2026-11-03-a{number}", AN_UPDATE.around(fill, length))
        for number, fill in enumerate(list(CONSTRUCTS.values())[:: 1 if THOROUGH else 3])
    ]


def test_a_site_of_every_construct_takes_twice_as_long_for_twice_as_much_and_no_more() -> None:
    least = 4 * 1024 if THOROUGH else 2 * 1024
    small, large = every_construct(least), every_construct(2 * least)
    heavy.edition(*small)  # what is remembered from now on is no part of the measure
    taken = seconds(lambda: heavy.edition(*small))
    assert seconds(lambda: heavy.edition(*large)) < 3 * taken
    assert taken < 30


PROGRAM = """
import sys
from straightup.cli import main
from support.heavy import most_memory
import time
try:
    main(sys.argv[1:])
finally:
    print(time.process_time(), most_memory())
"""


@pytest.mark.process
@pytest.mark.parametrize("what", ["lists of each kind", *(["tables of short rows", "ampersands"] if THOROUGH else [])])
def test_the_largest_report_of_one_construct_is_checked_and_built_in_time(tmp_path: Path, what: str) -> None:
    (tmp_path / "incidents").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    report = tmp_path / "incidents" / "2026-11-03-a.md"
    report.write_text(AN_UPDATE.around(CONSTRUCTS[what], LARGEST), encoding="utf-8")
    at = ("--at", "2026-11-03 15:00 UTC")
    for command, most in ((("check",), 2), (("build", "--keep-going"), SECONDS)):
        done = run("-c", PROGRAM, *command, *at, cwd=tmp_path)
        taken, memory = done.stdout.splitlines()[-1].split()
        assert float(taken) < most + 1, done.stdout  # it starts first
        assert int(memory) < MEMORY
    assert (tmp_path / "site" / "incidents" / "2026-11-03-a" / "index.html").is_file()


def test_of_many_open_incidents_the_first_page_shows_some_in_full_some_in_a_line_and_counts_the_others() -> None:
    number = MOST_CARDS + MOST_ROWS + 7
    texts = [OPEN.replace("title: Card payments", f"title: Payment {each}") for each in range(number)]
    made = heavy.edition(*(heavy.source(f"2026-11-03-a{each}", text) for each, text in enumerate(texts)))
    first = next(page.body for page in made.pages if page.url == "")
    assert first.count("<article") == MOST_CARDS
    assert first.count('class="su-row"') == MOST_ROWS
    assert "7 more stand in the history." in first
    listed = "".join(page.body for page in made.pages if page.url.startswith("history/2026/11/"))
    assert [each for each in range(number) if f"Payment {each} fail" not in listed] == []


def test_of_many_planned_works_as_many_are_shown_and_the_others_counted() -> None:
    texts = [
        MAINTENANCE.replace("title: Orders", f"title: Orders {each}") for each in range(MOST_CARDS + MOST_ROWS + 1)
    ]
    made = heavy.edition(*(heavy.source(f"2026-11-03-a{each}", text) for each, text in enumerate(texts)))
    page = next(page.body for page in made.pages if page.url == "maintenance/")
    assert page.count("su-edge-maintenance") == MOST_CARDS
    assert "1 more stands in the history." in page


def test_of_components_that_nobody_declared_a_hundred_have_a_page_and_the_others_are_counted_and_named() -> None:
    names = [f"c{number}" for number in range(123)]
    head = "".join(f"  {name}: degraded\n" for name in names)
    made = heavy.edition(heavy.source("2026-11-03-a", OPEN.replace("  checkout: major-outage\n", head)))
    pages = {page.url: page.body for page in made.pages}
    assert sum(url.startswith("components/c") for url in pages) == 100 + len(["checkout"])
    assert "23 more components are named in reports and have no line here" in pages[""]
    report = pages["incidents/2026-11-03-a/"]
    assert [name for name in names if f"<bdi>{name}</bdi>" not in report] == []
