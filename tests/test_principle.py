"""The principle: whatever one slip of the pen does to a report, the page never says anything nicer than the file.

A slip on which `check` says nothing at all, such as a component's line that is simply gone, cannot be noticed by
anybody; how many of those there are is counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import pytest

from straightup.checking.published import published
from straightup.checking.reports import inspect
from straightup.model.findings import Severity
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component, Kind, Stage, State
from straightup.site.assemble import assemble
from support.sites import headline_of

SETTINGS = Settings(
    site_url="https://status.example.com/",
    components=(
        Component(id="checkout", name="Checkout"),
        Component(id="search", name="Search"),
        Component(id="api", name="API"),
    ),
)
NOW = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
CLOCK_RUNS = (NOW, datetime(2026, 11, 20, 11, 0, tzinfo=UTC), datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
OPEN = """\
---
title: Nobody can pay by card
components:
  checkout: major-outage
  api: degraded
started: 2026-11-20 08:40 UTC
---

## Impact

Card payments are declined for everybody. Bank transfer works.

## Cause

The certificate between us and the card network expired at 08:40 UTC.

## Updates

### 2026-11-20 08:50 UTC: Investigating

- ETA: unknown until 09:30 UTC, because we are still finding the certificate
- Next update: 09:10 UTC

Card payments fail since 08:40 UTC. We compare the certificates of all four gateways.

### 2026-11-20 09:10 UTC: Identified

- ETA: 10:30 UTC
- Next update: 09:50 UTC
- Components: search degraded

The certificate expired. We are issuing a new one.
"""
WATCHED = (
    OPEN
    + """
### 2026-11-20 09:35 UTC: Monitoring

- Next update: 10:30 UTC
- Components: checkout degraded, search operational

The new certificate is in place on three of four gateways; one payment in ten still fails.
"""
)
REOPENED = (
    OPEN
    + """
### 2026-11-20 09:20 UTC: Resolved

- Next update: 2026-11-24 12:00 UTC
- Components: checkout operational, api operational, search operational

All cards are accepted again since 09:18 UTC.

### 2026-11-20 09:30 UTC: Investigating

- ETA: 10:30 UTC
- Next update: 10:00 UTC
- Components: checkout partial-outage

One payment in three fails again since 09:28 UTC.
"""
)
WORK = """\
---
title: Database upgrade
kind: maintenance
components:
  search: partial-outage
  api: maintenance
starts: 2026-11-20 09:00 UTC
ends: 2026-11-20 10:00 UTC
---

## Impact

Search finds nothing newer than an hour while we work.

## Cause

The database gets the version that is supported until 2031.

## Updates

### 2026-11-18 12:00 UTC: Scheduled

- Next update: 2026-11-20 09:00 UTC

We upgrade the database on Friday.

### 2026-11-20 09:00 UTC: In progress

- ETA: 10:00 UTC
- Next update: 09:45 UTC

The copy runs.
"""
REPORTS = {"open": OPEN, "watched": WATCHED, "reopened": REOPENED, "maintenance": WORK}


@dataclass(frozen=True)
class Page:
    """What customers are told."""

    states: dict[str, State]
    headline: str
    noticed: bool
    """`check` reports an error, or a name that it does not know."""


@lru_cache(maxsize=64)
def page(text: str, now: datetime) -> Page:
    source = Source("incidents/2026-11-20-slip.md", "2026-11-20-slip", text.encode())
    found = inspect([source], SETTINGS, now=now)
    shown = published([source], found.readings, SETTINGS, now)
    site = assemble(shown.incidents, SETTINGS, now, left_out=shown.left_out)
    noticed = any(
        (each.severity is Severity.ERROR and not each.lapse) or each.name.startswith("unknown-")
        for each in found.diagnostics
    )
    return Page({view.component.id: view.state for view in site.components}, headline_of(site), noticed)


def slips(text: str) -> Iterator[tuple[str, str]]:
    """Every slip that the generator knows, with what it did: a lost or doubled line, a word, a zone, a level, …"""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        others = (lines[:number], lines[number + 1 :])
        for what, changed in _of_line(line):
            yield f"line {number + 1}, {what}: {line!r}", "\n".join([*others[0], *changed, *others[1]])
        if number + 1 < len(lines) and line != lines[number + 1]:
            swapped = [*lines[:number], lines[number + 1], line, *lines[number + 2 :]]
            yield f"line {number + 1}, swapped with the next: {line!r}", "\n".join(swapped)


def _of_line(line: str) -> Iterator[tuple[str, list[str]]]:
    if not line:
        return
    yield "lost", []
    yield "twice", [line, line]
    yield "indented", [f" {line}"]
    yield "indented as code", [f"    {line}"]
    if line.startswith(" "):
        yield "not indented", [line.lstrip()]
    if line.startswith("#"):
        yield "a level lower", [f"#{line}"]
        yield "a level higher", [line[1:]]
        yield "without a space", [line.replace("# ", "#", 1)]
    if " UTC" in line:
        yield "without its zone", [line.replace(" UTC", "", 1)]
        yield "another zone", [line.replace(" UTC", " CET", 1)]
    if ":" in line:
        yield "without its colon", [line.replace(":", "", 1)]
        yield "without its last colon", ["".join(line.rsplit(":", 1))]
    if line.startswith("- "):
        yield "without its bullet", [line[2:]]
    for found in re.finditer(r"[A-Za-z][a-z-]{2,}", line if _is_structure(line) else ""):
        word = found[0]
        wrongs = {
            "a letter lost": word[:1] + word[2:],
            "letters swapped": word[0] + word[2] + word[1] + word[3:],
            "another word": "xyzzy",
            "a letter too many": f"{word}s",
        }
        for what, wrong in wrongs.items():
            yield f"{what} in “{word}”", [line[: found.start()] + wrong + line[found.end() :]]
    yield from _another_that_is_right(line)
    for found in re.finditer(r"\d\d(?=[:-])", line if _is_structure(line) else ""):
        yield f"another number for {found[0]}", [line[: found.start()] + "99" + line[found.end() :]]


def _another_that_is_right(line: str) -> Iterator[tuple[str, list[str]]]:
    """A word of the format in the place of another, or a key with its value that nobody meant."""
    if line.startswith("title:"):
        for key in (*(f"kind: {kind}" for kind in Kind), "outcome: false-alarm", "repeat-of: 2026-11-01-other"):
            yield f"with “{key}” below", [line, key]
    kind = line.partition(": ")[2] if line.startswith("kind:") else ""
    for other in Kind if kind else ():
        yield f"kind {other}", [f"kind: {other}"]
    heading, colon, stage = line.rpartition(": ")
    for another in Stage if heading.startswith("### ") and colon else ():
        if another != stage:
            yield f"stage {another}", [f"{heading}: {another}"]


def _is_structure(line: str) -> bool:
    """Whether the line is read for more than its words."""
    return bool(re.match(r"---|#|- [A-Z]|\s*[a-z-]+:", line))


def is_better(one: Page, other: Page) -> list[str]:
    """In what `one` is nicer than `other`; not to know is nicer than nothing."""
    found = [
        f"{name}: {one.states[name]} instead of {state}"
        for name, state in other.states.items()
        if name in one.states and one.states[name] is not State.NOT_KNOWN and one.states[name].rank < state.rank
    ]
    for sentence in ("Everything works.", "Everything else works."):
        if sentence in one.headline and sentence not in other.headline:
            found.append(f"headline: {one.headline}")
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_no_slip_that_check_notices_makes_the_page_nicer(name: str) -> None:
    nicer = []
    for what, text in slips(REPORTS[name]):
        for now in CLOCK_RUNS:
            slipped = page(text, now)
            if slipped.noticed and (better := is_better(slipped, page(REPORTS[name], now))):
                nicer.append(f"{what} at {now:%d %H:%M}: {'; '.join(better)}")
    assert nicer == []


def test_few_slips_are_silent() -> None:
    silent, all_slips = 0, 0
    for text in REPORTS.values():
        for _, slipped in slips(text):
            all_slips += 1
            found = page(slipped, NOW)
            silent += not found.noticed and bool(is_better(found, page(text, NOW)))
    assert all_slips > 1000
    assert silent / all_slips <= 0.3, f"{silent} of {all_slips}"
