"""`straightup show`: what customers read of one report, and what of it has changed."""

import subprocess
from pathlib import Path

import pytest

from straightup.outputs.showing import text_of
from support.commands import CONFIG, straightup

AT = ("--at", "2026-11-20 09:20 UTC")
NAME = "2026-11-20-slow-search"
REPORT = """\
---
title: Search results take up to 20 seconds
components:
  search: degraded
started: 2026-11-20 08:40 UTC
---

## Impact

Searches take 10-20 seconds
instead of under one. Checkout works.

## Cause

Not known yet. We compare the disks of three nodes and will know by 09:45 UTC whether one is slow.

## Updates

### 2026-11-20 09:05 UTC: Investigating

- ETA: unknown until 09:45 UTC, because we compare the disks first
- Next update: 09:45 UTC

We have taken the slow node out, which halves the wait.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "incidents").mkdir()
    write(tmp_path, REPORT)
    return tmp_path


def write(site: Path, text: str, name: str = NAME) -> None:
    (site / "incidents" / f"{name}.md").write_text(text, encoding="utf-8")


def shown(site: Path, *more: str, name: str = "slow") -> str:
    code, out, err = straightup(site, "show", name, *AT, *more)
    assert (code, err) == (0, "")
    return out


def commit(site: Path) -> None:
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments]
        subprocess.run(command, cwd=site, check=True, capture_output=True)


def test_the_answers_stand_as_on_the_page_with_what_is_missing_marked(site: Path) -> None:
    lines = [line.strip() for line in shown(site).splitlines()]
    assert lines[0] == "Search results take up to 20 seconds"
    for question in ("What is wrong", "Why", "Restored by", "Next update", "So it stays fixed"):
        assert question in lines
    assert "Searches take 10-20 seconds instead of under one. Checkout works." in lines
    assert any(line.startswith("✗ Not answered yet.") for line in lines)
    assert "Search: degraded · since 20 November 2026, 08:40 UTC · step 1 of 4" in " ".join(lines)
    assert lines[-1] == "We have taken the slow node out, which halves the wait."


def test_words_of_authors_are_no_markdown(site: Path) -> None:
    hostile = "# Now *all* is <b>well</b> @team `x` | y\n1. one"
    write(
        site, REPORT.replace("We have taken the slow node out, which halves the wait.", f"We say:\n\n    {hostile}\n")
    )
    out = shown(site, "--output-format", "markdown")
    assert out.startswith("### Search results take up to 20 seconds\n")
    assert "\\# Now \\*all\\* is \\<b\\>well\\</b\\> \\@\u200cteam" in out
    assert "**Why**" in out


def test_only_what_has_changed_since_is_shown_before_and_now(site: Path) -> None:
    commit(site)
    assert "Customers read the same as at “HEAD”." in shown(site, "--base", "HEAD")
    write(site, REPORT.replace("Checkout works.", "Checkout works. So does browsing."))
    out = " ".join(shown(site, "--base", "HEAD").split())
    assert "before: Searches take 10-20 seconds instead of under one. Checkout works." in out
    assert "now: Searches take 10-20 seconds instead of under one. Checkout works. So does" in out
    assert "Why" not in out


def test_a_report_that_was_not_there_is_new(site: Path) -> None:
    commit(site)
    write(site, REPORT, "2026-11-20-other")
    assert "2026-11-20-other is new at “HEAD”: all of it is news." in shown(site, "--base", "HEAD", name="other")


def test_an_unknown_revision_is_said(site: Path) -> None:
    commit(site)
    code, _, err = straightup(site, "show", "slow", "--base", "nowhere", *AT)
    assert code == 2
    assert "git knows no “nowhere” here." in err


@pytest.mark.parametrize(("key", "said"), [("draft: true", "draft"), ("published: false", "published")])
def test_what_nobody_is_to_see_yet_says_why(site: Path, key: str, said: str) -> None:
    write(site, REPORT.replace("started:", f"{key}\nstarted:"))
    assert f"Nobody sees {NAME} yet, because of “{said}” in its front matter." in " ".join(shown(site).split())


def test_a_secret_is_not_shown(site: Path) -> None:
    write(site, REPORT.replace("Checkout works.", "Checkout works.\n\nAKIAABCDEFGHIJKLMNOP"))
    assert "AKIA" not in shown(site)


def test_what_cannot_be_read_is_said(site: Path) -> None:
    write(site, REPORT.replace("- Next update: 09:45 UTC", "- Next update: soon"))
    assert "Part of this report could not be read" in shown(site)


def test_control_characters_do_not_reach_the_terminal(site: Path) -> None:
    write(site, REPORT.replace("Checkout works.", "Checkout \x1b[31mworks.\n\n::error::x"))
    for form in ("text", "markdown"):
        out = shown(site, "--output-format", form)
        assert "\x1b" not in out
        assert not any(line.startswith("::") for line in out.splitlines())


def test_a_word_that_means_no_report_or_several_is_refused(site: Path) -> None:
    write(site, REPORT, "2026-11-19-slow-api")
    code, _, err = straightup(site, "show", "slow", *AT)
    assert code == 2
    assert "is part of 2 names" in err
    code, _, err = straightup(site, "show", "slow-serch", *AT)
    assert code == 2
    assert "There is no report “slow-serch”." in err


def test_maintenance_notice_and_what_is_over(site: Path) -> None:
    over = (
        REPORT
        + "\n### 2026-11-20 09:15 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\nSearch is quick again.\n"
    )
    write(site, over)
    assert "How it came back" in shown(site)
    notice = "---\ntitle: Version 1 ends\nkind: notice\n---\n\n## Impact\n\nVersion 1 of the API ends on 1 March.\n"
    write(site, notice, "2026-11-19-version")
    assert "What you should know" in shown(site, name="version")


@pytest.mark.parametrize(
    ("words", "word", "found"),
    [
        ("straightup show 2026", "2", NAME),
        ("straightup update slow", "2", NAME),
        ("straightup update --component check", "3", "checkout="),
        ("straightup new --component checkout=deg", "3", "checkout=degraded"),
        ("straightup update --stage Mon", "3", "Monitoring"),
    ],
)
def test_shells_complete_what_the_site_has(site: Path, words: str, word: str, found: str) -> None:
    env = {"_STRAIGHTUP_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": word}
    _, out, _ = straightup(site, env=env)
    assert f"plain,{found}" in out.splitlines()


def test_html_is_text_with_its_bullets_and_ends() -> None:
    assert (
        text_of("<p>a\nb</p>\n<ul>\n<li>c</li>\n<li>d &amp; e</li>\n</ul>\n<pre>f\ng</pre>")
        == "a b\n- c\n- d & e\nf\ng"
    )
