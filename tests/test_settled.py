"""Pages on which nothing waits for the clock: the same bytes whenever the site is built, whatever happens elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from straightup.building import mkdocs_runner
from straightup.building.plan import Edition, compose, prepare
from straightup.disk import project as projects
from straightup.disk import swap
from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.outputs.pages.page import Page
from support.places import ROOT, TESTS

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
PRESENT = {"now", "component", "components", "history", "maintenance", "promises", "patterns", "subscribe"}
CAUSE = "A release at 10:00 read the country from the browser's language. We took it back at 11:10."
REPORT = f"""\
---
title: Prices show in the wrong currency
components:
  checkout: degraded
started: 2025-03-10 10:00 UTC
resolved: 2025-03-10 11:15 UTC
---

## Impact

About one customer in ten saw prices in dollars instead of euros. Orders were charged in euros.

## Cause

{CAUSE}

## Restoration

We took the release back.

## Prevention

- [x] Compare prices in all currencies before each release (owner: Shop, due: 2025-03-21, done: 2025-03-20)

## Updates

### 2025-03-10 10:20 UTC: Identified

- ETA: 11:30 UTC
- Next update: 11:30 UTC

The release of 10:00 UTC is the cause: it reads the country from the browser's language. We are taking it back.

### 2025-03-10 11:15 UTC: Resolved

All customers see prices in their own currency again.
"""


def sources() -> list[Source]:
    paths = [*sorted((TESTS / "incidents" / "accepted").glob("*.md")), *sorted((ROOT / "incidents").glob("*.md"))]
    return [Source(path.name, path.stem, path.read_bytes()) for path in paths]


def edition(now: datetime, found: list[Source]) -> Edition:
    settings = Settings(site_url="https://status.example.com/")
    return compose(found, settings, read_theme([theme_folder()]), now=now, keep_going=True)


def settled(of: Edition) -> dict[str, Page]:
    return {page.url: page for page in of.pages if page.settled}


def test_a_settled_page_never_changes_by_the_clock_alone() -> None:
    found = sources()
    moments = (NOW, NOW + 47 * DAY, NOW + 3000 * DAY)
    editions = [edition(moment, found) for moment in moments]
    before: dict[str, Page] = {}
    for each in editions:
        pages = settled(each)
        # But for its feed, which ends a year after its last word.
        assert {url: replace(pages[url], feed="") for url in before} == {
            url: replace(page, feed="") for url, page in before.items()
        }
        assert all(pages[url].feed in ("", page.feed) for url, page in before.items())
        before = pages
    kinds = {page.kind for page in before.values()}
    assert kinds == {"incident", "month", "year"}
    assert len(settled(editions[0])) > 20
    assert not PRESENT & kinds


def test_a_day_later_only_pages_of_the_present_are_other_files(tmp_path: Path) -> None:
    project = projects.load(ROOT / "mkdocs.yml")
    trees, editions = [], []
    for number, now in enumerate((NOW, NOW + DAY)):
        target = tmp_path / str(number)
        ready = prepare(project, now=now, keep_going=False, replaced=target)
        with swap.staged(target) as staging:
            mkdocs_runner.build(project, ready, staging, now=now)
        trees.append({file.relative_to(target).as_posix(): file.read_bytes() for file in _files(target)})
        editions.append(ready)
    before, after = trees
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    kept = {f"{url}index.html" for url in settled(editions[0])}
    assert len(kept) > 20
    assert not changed & kept
    shown = {page.url for page in editions[1].pages if page.kind in PRESENT or not page.settled}
    allowed = {f"{url}index.{ending}" for url in shown for ending in ("html", "md")} | {
        "404.html",
        "build.json",
        "sitemap.xml",
        "sitemap.xml.gz",
    }
    waiting = {page.incident for page in editions[1].pages if page.incident and not page.settled}
    allowed |= {f"api/straightup/v1/reports/{identity}.json" for identity in waiting}
    told_now = re.compile(
        r"(.*/)?badge\.(svg|json)|(api/v2|embed)/.*|api/straightup/v1/\w+\.json|metrics\.txt|assets/straightup/now\.json"
    )
    assert not [name for name in changed - allowed if not told_now.fullmatch(name)]
    # The picture in the tab stands at one address, whatever it shows.
    assert after["assets/straightup/state/now.svg"] == after["assets/straightup/state/degraded.svg"]
    page = after["incidents/2026-04-21-shipping-costs-missing/index.html"].decode("utf-8")
    assert "state/now.svg" in page
    assert "Complete since" in page


def test_a_page_is_not_called_complete_while_a_step_is_open_or_a_question_unanswered() -> None:
    overdue = REPORT.replace("- [x]", "- [ ]").replace(", done: 2025-03-20", "")
    unanswered = REPORT.replace(CAUSE, "")
    for text, is_complete in ((REPORT, True), (overdue, False), (unanswered, False)):
        found = edition(NOW, [Source("2025-03-10-x.md", "2025-03-10-x", text.encode("utf-8"))])
        of_report = settled(found)["incidents/2025-03-10-x/"]
        of_month = settled(found)["history/2025/03/"]
        for page in (of_report, of_month):
            assert ("Complete since" in page.body) is is_complete
            assert "Built" not in page.body


@pytest.mark.parametrize("now", ["2025-03-10 11:30", "2025-03-11 12:00", "2025-03-20 09:00"])
def test_a_report_is_not_settled_before_its_grace_is_over(now: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = edition(moment, [Source("2025-03-10-x.md", "2025-03-10-x", REPORT.encode("utf-8"))])
    assert not settled(found)


def test_under_a_clock_that_was_set_by_hand_no_page_is_settled() -> None:
    found = [Source("2025-03-10-x.md", "2025-03-10-x", REPORT.encode("utf-8"))]
    settings = Settings(site_url="https://status.example.com/")
    assert not settled(
        compose(found, settings, read_theme([theme_folder()]), now=NOW, keep_going=True, clock_was_set=True)
    )


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
