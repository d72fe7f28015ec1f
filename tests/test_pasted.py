"""A message from a chat becomes an update, with what it does not say still open."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from straightup.authoring.pasted import pasted
from straightup.model.states import Kind
from support.commands import CONFIG, straightup

AT = datetime(2026, 11, 20, 10, 45, tzinfo=UTC)
NODE = "Node 2 has a full disk."
REPORT = """\
---
title: Search results take up to 20 seconds
components:
  search: degraded
started: 2026-11-20 08:40 UTC
---

## Impact

Searches take 10-20 seconds instead of under one. Checkout works.

## Cause

Not known yet. We compare the disks of three nodes and will know by 09:45 UTC whether one is slow.

## Updates

### 2026-11-20 09:05 UTC: Investigating

- ETA: unknown until 09:45 UTC, because we compare the disks first
- Next update: 09:45 UTC

We have taken the slow node out, which halves the wait.
"""


@pytest.mark.parametrize(
    "text",
    [
        f"alice  10:42 AM\n{NODE}",
        f"alice  APP  10:42\n{NODE}",
        f"carol — Today at 10:42\n{NODE}",
        f"[10:42] Bob Miller: {NODE}",
        f"[10:42 AM] {NODE}",
        f"<bob> {NODE}",
        f":rotating_light: @here {NODE}",
        f"<!channel> {NODE}\n\n\n",
        NODE,
    ],
)
def test_who_wrote_when_and_to_whom_is_left_out_and_every_other_word_stays(text: str) -> None:
    assert pasted(text, AT, Kind.INCIDENT) == {"message": NODE}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{NODE}\nETA: 16:30 UTC\nNext update: 15:00 UTC", {"eta": "16:30 UTC", "next": "15:00 UTC"}),
        (f"*Status:* Identified\n{NODE}", {"stage": "Identified"}),
        (f"{NODE} Next update in 30 min, should be back by 11:30 UTC.", {"next": "30 min", "eta": "11:30 UTC"}),
        (f"{NODE} We'll update again at 15:10 UTC and call the vendor.", {"next": "at 15:10 UTC"}),
        (f"{NODE} More news at 4pm UTC", {"next": "4pm UTC"}),
        (f"{NODE} It will be fixed in 2 hours.", {"eta": "2 hours"}),
    ],
)
def test_times_and_a_stage_are_taken_where_the_message_says_them(text: str, found: dict[str, str]) -> None:
    said = pasted(text, AT, Kind.INCIDENT)
    assert {key: value for key, value in said.items() if key != "message"} == found
    assert NODE in said["message"]


@pytest.mark.parametrize(
    "text",
    [
        "It should be fixed soon.",
        "Should be back by 11:30.",  # whose 11:30?
        "It was fixed in 20 minutes.",
        "Status: who knows",
        "The next update of the driver is broken.",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert pasted(text, AT, Kind.INCIDENT) == {"message": text}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents/2026-11-20-slow-search.md").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_a_message_that_is_piped_in_becomes_an_update(site: Path) -> None:
    text = f"alice  09:31 AM\n@here {NODE} Should be back by 11:30 UTC, next update in 30 min."
    code, out, err = straightup(site, "update", "--paste", "--at", "2026-11-20 09:35 UTC", stdin=text)
    assert (code, err) == (0, "")
    assert "--eta 11:30 UTC: from the message.\n--next 30 min: from the message.\n" in out
    assert (site / "incidents/2026-11-20-slow-search.md").read_text(encoding="utf-8") == (
        f"{REPORT}\n### 2026-11-20 09:35 UTC: Investigating\n\n- ETA: 2026-11-20 11:30 UTC\n"
        f"- Next update: 2026-11-20 10:05 UTC\n\n{NODE} Should be back by 11:30 UTC, next update in 30 min.\n"
    )


def test_what_it_leaves_open_is_asked_for_and_options_say_it(site: Path) -> None:
    at = ("--at", "2026-11-20 09:35 UTC")
    code, _, err = straightup(site, "update", "--paste", *at, stdin=NODE)
    assert (code, "This update gives no restoration time." in err) == (2, True)
    options = ("--eta", "in 2 hours", "--next", "in 30 min", "--stage", "identified", "--cause", NODE)
    code, out, _ = straightup(site, "update", "--paste", *at, *options, stdin=NODE)
    assert (code, "Identified." in out) == (0, True)


def test_an_empty_message_is_none(site: Path) -> None:
    code, _, err = straightup(site, "update", "--paste", "--at", "2026-11-20 09:35 UTC", stdin="alice  10:42 AM\n")
    assert (code, "There was no message to paste." in err) == (2, True)
