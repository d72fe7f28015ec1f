"""What a stranger found who had an hour: each with its smallest reproduction."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from straightup.disk import swap
from straightup.disk.edited_text import edited
from straightup.model.errors import StorageError
from straightup.reading.incident import read
from straightup.site.reserved import Ours
from support.commands import CONFIG, straightup

NOW = "2026-11-20 12:20 UTC"
REPORT = """\
---
title: Search results take up to 20 seconds
components:
  search: degraded
started: 2026-11-20 08:40 UTC
---

## Impact

Searches in the web shop take 10-20 seconds instead of under one. Checkout works.

## Cause

The disk of node three was full, as the log of the index rebuild had filled it overnight.

## Updates

### 2026-11-20 09:05 UTC: Resolved

- Next update: 2026-12-01 12:00 UTC

Search answers within one second again since 09:00 UTC.

"""
AGAIN = "2026-11-20 12:12 UTC: Investigating\n\nSearch is down again for everybody.\n"


@pytest.mark.parametrize("mark", ["###\xa0", "###\u202f", "\xa0### ", "###\u2028", "\u3000###\xa0"])
def test_a_blank_that_is_none_hides_no_update(mark: str) -> None:
    entry = read("incidents/2026-11-20-slow-search.md", f"{REPORT}{mark}{AGAIN}")
    assert [update.stage for update in entry.incident.updates] == ["Resolved", "Investigating"]


@pytest.mark.parametrize("mark", ["    ### ", "\t### ", "> ### ", "1. ### ", "\\### ", "- ### ", "> > **"])
def test_a_heading_that_is_none_is_an_error(mark: str) -> None:
    entry = read("incidents/2026-11-20-slow-search.md", f"{REPORT}{mark}{AGAIN}")
    assert "misplaced-update" in [finding.rule for finding in entry.findings]


def site(tmp_path: Path, report: str = REPORT, name: str = "2026-11-20-slow-search.md") -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "incidents").mkdir(exist_ok=True)
    (tmp_path / "incidents" / name).write_text(report, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", ["mdown", "mkd", "mkdn", "mdx", "rst", "text"])
def test_a_report_with_another_ending_is_found(tmp_path: Path, ending: str) -> None:
    code, out, _ = straightup(site(tmp_path, name=f"2026-11-20-slow-search.{ending}"), "check", "--at", NOW)
    assert code == 1
    assert "bad-file-name" in out


@pytest.mark.parametrize("name", ["2026-11-20-slow-search.md~", "2026-11-20-slow-search.md.bak", "notes.md.orig"])
def test_copies_that_editors_leave_are_named_and_not_published(tmp_path: Path, name: str) -> None:
    place = site(tmp_path)
    (place / "incidents" / name).write_text("a secret", encoding="utf-8")
    assert name in straightup(place, "check", "--at", NOW)[1]


def test_many_findings_do_not_take_long(tmp_path: Path) -> None:
    place = site(tmp_path, f"{REPORT}{'[x](a.png)' * 23_000}\n")
    began = time.process_time()
    assert straightup(place, "build", "--keep-going", "--at", NOW)[0] == 3
    assert time.process_time() - began < 20
    assert len(straightup(place, "check", "--at", NOW)[1].splitlines()) < 4_000


def test_the_report_that_is_open_is_published_before_one_of_its_name_that_is_over(tmp_path: Path) -> None:
    place = site(tmp_path, f"{REPORT}### {AGAIN}")
    (place / "incidents" / "0").mkdir()
    (place / "incidents" / "0" / "2026-11-20-slow-search.md").write_text(REPORT, encoding="utf-8")
    assert straightup(place, "build", "--publish", "--at", NOW)[0] == 0
    assert "Search is down again for everybody." in (place / "site" / "feed.xml").read_text(encoding="utf-8")


def test_hidden_links_of_the_old_site_are_not_taken_over(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret", encoding="utf-8")
    old = tmp_path / "site"
    (old / ".kept").mkdir(parents=True)
    (old / ".kept" / "link").symlink_to(outside / "secret.txt")
    (old / ".kept" / "file").write_text("mine", encoding="utf-8")
    (old / ".link").symlink_to(outside)
    (old / ".git").mkdir()
    (old / ".git" / "link").symlink_to("HEAD")
    with swap.staged(old) as new:
        (new / "index.html").write_text("new", encoding="utf-8")
    there = sorted(str(path.relative_to(old)) for path in old.rglob("*"))
    assert there == [".git", ".git/link", ".kept", ".kept/file", "index.html"]


@pytest.mark.parametrize("what", ["folder", "link"])
def test_what_stands_in_the_place_of_the_lock_stops_no_build(tmp_path: Path, what: str) -> None:
    lock = tmp_path / ".site.straightup-lock"
    if what == "folder":
        lock.mkdir()
    else:
        lock.symlink_to(lock)
    with swap.staged(tmp_path / "site") as new:
        (new / "index.html").write_text("new", encoding="utf-8")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "new"


def test_an_address_in_other_letters_is_ours_too() -> None:
    ours = Ours("", ["2026-11-20-slow-search"], ["search"])
    assert all(
        map(ours.has, ("INDEX.HTML", "History/index.html", "Feed.xml", "incidents/2026-11-20-Slow-Search/index.html"))
    )


def saves(data: bytes) -> Callable[[str], None]:
    def editor(path: str) -> None:
        Path(path).write_bytes(data)

    return editor


def test_what_was_saved_in_an_editor_is_kept_when_the_editor_fails(tmp_path: Path) -> None:
    def crash(path: str) -> None:
        Path(path).write_text("my words", encoding="utf-8")
        raise OSError("it crashed")

    with pytest.raises(StorageError) as found:
        edited("text", crash)
    kept = Path(str(found.value).split("kept in ")[1].rstrip("."))
    assert kept.read_text(encoding="utf-8") == "my words"
    kept.unlink()


def test_what_was_saved_in_another_encoding_is_kept() -> None:
    with pytest.raises(StorageError, match="UTF-8") as found:
        edited("text", saves("für alle".encode("latin-1")))
    kept = Path(str(found.value).split("kept in ")[1].split(". ")[0])
    assert kept.read_bytes() == "für alle".encode("latin-1")
    kept.unlink()


def test_nothing_saved_is_nothing_and_what_is_saved_comes_back() -> None:
    assert edited("text", lambda _path: None) is None
    assert edited("text", saves(b"new\n")) == "new\n"
    with pytest.raises(StorageError, match="removed"):
        edited("text", os.unlink)
