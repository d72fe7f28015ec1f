"""`check` is quiet about the past, and what time alone brought about blocks no work on another report."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from support.commands import CONFIG, straightup
from support.excerpts import OPEN
from support.formats import commands
from support.places import ROOT
from support.sites import draw

pytestmark = pytest.mark.process
OLD = "incidents/2026-10-01-search.md"
NEW = "incidents/2026-11-20-cards.md"
LAPSED = """\
---
title: Search is slow for everybody
components:
  search: degraded
started: 2026-10-01 14:05 UTC
---

## Impact

Searches take 20 seconds instead of one. Everything else works.

## Cause

A technical issue.

## Updates

### 2026-10-01 16:48 UTC: Resolved

- Next update: 2026-12-05 12:00 UTC

Searches take less than a second again.
"""
"""Long over: P01 is an error that only time brought about, and C10 is advice."""
TONIGHT = OPEN.replace("2026-11-03", "2026-11-20")
AT = ("--at", "2026-11-20 15:00 UTC")


def git(folder: Path, *arguments: str) -> str:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
    }  # fmt: skip
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(autouse=True)
def _no_clone_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests from a hook of git has told git which clone it is to look at."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, OLD: LAPSED})
    git(tmp_path, "init", "-b", "main")
    commit(tmp_path)
    git(tmp_path, "checkout", "-b", "tonight")
    return tmp_path


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-m", "a report")


def findings(folder: Path, *options: str) -> list[tuple[str, str]]:
    out = straightup(folder, "check", *AT, "--output-format", "json", *options)[1]
    return [(each["code"], each["severity"]) for each in json.loads(out)]


# What time alone brought about


def test_a_plain_check_fails_for_nothing_that_only_time_brought_about(clone: Path) -> None:
    code, out, err = straightup(clone, "check", *AT, "--select", "P")
    assert (code, err) == (0, "")
    assert out.endswith("1 warning in 1 report. It arose only because time passed.\n")
    assert straightup(clone, "check", *AT, "--select", "P", "--strict")[0] == 1
    assert straightup(clone, "promises", *AT, "--overdue")[0] == 1
    # What the author can be held to fails as before, beside it.
    draw(clone, {NEW: TONIGHT.replace("- Next update: 15:30 UTC\n", "")})
    assert straightup(clone, "check", *AT)[0] == 1


def test_a_pull_request_about_tonight_is_not_stopped_by_an_old_report(clone: Path) -> None:
    draw(clone, {NEW: TONIGHT})
    commit(clone)
    code, out, err = straightup(clone, "check", *AT, "--base", "main")
    assert (code, err) == (0, "")
    assert f"{OLD}:" in out
    assert findings(clone, "--base", "main") == [("P01", "warning")]
    assert straightup(clone, "check", *AT, "--base", "main", "--strict", "--select", "P")[0] == 0


@pytest.mark.parametrize("how", ["committed", "staged", "on the disk", "new to git"])
def test_whoever_changes_the_old_report_is_asked_what_it_owes(clone: Path, how: str) -> None:
    changed = OLD
    if how == "new to git":
        changed = "incidents/2026-10-02-search.md"
    draw(clone, {changed: LAPSED.replace("Everything else", "All else")})
    if how in {"committed", "staged"}:
        git(clone, "add", ".")
    if how == "committed":
        commit(clone)
    code, out, _ = straightup(clone, "check", *AT, "--base", "main")
    assert code == 1
    assert f"{changed}:" in out
    assert ("P01", "error") in findings(clone, "--base", "main")


def test_what_has_changed_is_counted_from_where_the_branches_parted(clone: Path) -> None:
    draw(clone, {NEW: TONIGHT})
    commit(clone)
    git(clone, "checkout", "main")
    draw(clone, {OLD: LAPSED.replace("Everything else", "All else")})
    commit(clone)
    git(clone, "checkout", "tonight")
    assert straightup(clone, "check", *AT, "--base", "main")[0] == 0


def test_the_site_may_be_a_folder_of_a_clone_and_have_any_name(tmp_path: Path) -> None:
    site = tmp_path / "été sites"
    draw(site, {"mkdocs.yml": CONFIG, OLD: LAPSED})
    git(tmp_path, "init", "-b", "main")
    git(tmp_path, "config", "diff.relative", "true")
    commit(tmp_path)
    named = "incidents/2026-10-01-søk.md"
    draw(site, {named: LAPSED})
    assert straightup(site, "check", *AT, "--base", "main", "--select", "P", OLD)[0] == 0
    assert straightup(site, "check", *AT, "--base", "main", "--select", "P", named)[0] == 1


@pytest.mark.parametrize("base", ["origin/main", "--output=x", "", "no such"])
def test_a_reference_that_git_does_not_know_is_said_with_the_next_step(clone: Path, base: str) -> None:
    code, out, err = straightup(clone, "check", *AT, f"--base={base}")
    assert (code, out) == (2, "")
    assert err.startswith(f"straightup: git knows no “{base}” here. Fetch it (in GitHub Actions, actions/checkout with")
    assert not (clone / "x").exists()


def test_histories_without_a_common_commit_are_said(clone: Path) -> None:
    git(clone, "checkout", "--orphan", "other")
    draw(clone, {NEW: TONIGHT})
    commit(clone)
    code, _, err = straightup(clone, "check", *AT, "--base", "main")
    assert code == 2
    assert "git knows no commit that “main” and HEAD have in common." in err


def test_without_a_clone_or_without_git_it_is_said_what_is_missing(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, OLD: LAPSED})
    alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    code, _, err = straightup(tmp_path, "check", *AT, "--base", "main", env=alone)
    assert code == 2
    assert "is in no clone of git that can be read. Run it in one, or leave --base out." in err
    code, _, err = straightup(tmp_path, "check", *AT, "--base", "main", env={"PATH": str(tmp_path)})
    assert code == 2
    assert "--base asks git, which is not installed here. Install it, or leave --base out." in err


def test_the_action_that_workflows_use_asks_for_what_a_pull_request_changes() -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    check = next(step for step in steps if step.get("name") == "Check")
    assert 'base=(--base "origin/$GITHUB_BASE_REF")' in check["run"]


# Advice about the past

COUNTED = (
    "Not shown: 1 piece of advice about a report that has been over for more than 10 d. "
    "“straightup check --all” lists all.\n"
)


def test_advice_about_a_report_that_is_long_over_is_counted(clone: Path) -> None:
    _, out, err = straightup(clone, "check", *AT)
    assert "C10" not in out
    assert (out.endswith(COUNTED), err) == (True, "")
    assert ("C10", "warning") in findings(clone, "--all")
    assert "Not shown" not in straightup(clone, "check", *AT, "--all")[1]
    assert straightup(clone, "check", *AT, "--strict", "--ignore", "P")[0] == 0
    assert straightup(clone, "check", *AT, "--strict", "--ignore", "P", "--all")[0] == 1


def test_a_report_that_is_named_or_changed_or_young_is_told_everything(clone: Path) -> None:
    assert ("C10", "warning") in findings(clone, OLD)
    assert ("C10", "warning") not in findings(clone, "incidents")
    assert ("C10", "warning") not in findings(clone, "--base", "main")
    draw(clone, {OLD: LAPSED.replace("Everything else", "All else")})
    assert ("C10", "warning") in findings(clone, "--base", "main")
    draw(clone, {OLD: LAPSED.replace("2026-10-01", "2026-11-11")})
    assert ("C10", "warning") in findings(clone)
    draw(clone, {OLD: LAPSED.replace("Resolved", "Monitoring")})
    assert ("C10", "warning") in findings(clone)


def test_formats_for_programs_have_the_same_selection_and_say_so_beside_their_output(clone: Path) -> None:
    for name in ("json", "sarif"):
        _, out, err = straightup(clone, "check", *AT, "--output-format", name)
        json.loads(out)
        assert "C10" not in (out if name == "json" else json.dumps(json.loads(out)["runs"][0]["results"]))
        assert err == COUNTED
    _, out, err = straightup(clone, "check", *AT, "--output-format", "github")
    assert (out.endswith(COUNTED), err) == (True, "")
    assert [level for level, _, _ in commands(out)] == ["warning"]


@pytest.mark.parametrize(
    ("text", "past"),
    [
        (LAPSED, True),
        (LAPSED.replace("Resolved", "Identified"), False),
        ("---\nkind: notice\ntitle: Outage\nstarted: 2026-10-01 14:05 UTC\nends: 2026-10-02 14:05 UTC\n---\n", True),
        ("---\nkind: notice\ntitle: Outage\nstarted: 2026-10-01 14:05 UTC\n---\n", False),
        ("---\ntitle: Outage\nstarted: 2026-10-01 14:05 UTC\nresolved: 2026-10-01 15:05 UTC\n---\n", True),
        ("not readable", False),
    ],
)
def test_only_what_is_certainly_over_is_of_the_past(text: str, past: bool) -> None:
    from straightup import rules
    from straightup.model.incident import Incident
    from straightup.reading import moments, read

    at = moments.moment(AT[1])
    assert not isinstance(at, moments.NoTime)
    found = rules.check(read(OLD, text), rules.Context(now=at))
    assert found
    assert {each.past for each in found} == {past}
    assert Incident(id="x").over_since is None
