"""The action, run as GitHub runs its steps, and the files that `init` writes, held against what reads them."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from straightup.cli.show_changes import MOST_BYTES
from support.commands import AT, CONFIG, PROGRAM, straightup
from support.places import ROOT
from support.sites import draw

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step.get("id") or step["name"]: step for step in ACTION["runs"]["steps"]}
SOURCE = f"https://github.com/acme/straightup@{'ab12' * 10}"
REPORT = """\
---
title: Cards are refused
components:
  checkout: partial-outage
started: 2026-11-03 14:05 UTC
---

## Impact

Payments by card fail for about half of all customers. Other ways to pay work.

## Updates

### 2026-11-03 14:20 UTC: Investigating

- ETA: 16:30 UTC
- Next update: 15:30 UTC

We are looking at the gateway's logs.
"""
UPDATE = """
### 2026-11-03 14:50 UTC: Identified

- ETA: 17:00 UTC, because the first restart did not help
- Next update: 15:30 UTC

{text}
"""
HOSTILE = (
    "@team <img src=x onerror=alert(1)> [here](https://evil.example) https://evil.example www.evil.example #12 ![p](x)"
)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def run_step(name: str, folder: Path, temporary: Path, **environment: str) -> tuple[int, str, dict[str, str], str]:
    """The exit code, what it prints, its outputs and its summary of a step of the action."""
    programs = temporary / "straightup/bin"
    programs.mkdir(parents=True, exist_ok=True)
    program = programs / "straightup"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    outputs, summary = temporary / "outputs", temporary / "summary"
    for each in (outputs, summary):
        each.write_text("", encoding="utf-8")
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", STEPS[name]["run"]],
        cwd=folder,
        env={
            **os.environ,
            "RUNNER_TEMP": str(temporary),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_ACTIONS": "true",
            "AT": AT,
            "STRICT": "false",
            "PUBLISH": "true",
            **environment,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found = dict(line.split("=", 1) for line in outputs.read_text("utf-8").splitlines())
    return done.returncode, done.stdout + done.stderr, found, summary.read_text("utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A site in a clone whose branch a pull request is to be merged into is `origin/main`."""
    folder = tmp_path / "clone"
    names = ("cards", "quiet", "gone", "moved", "broken")
    draw(folder, {"mkdocs.yml": CONFIG, **{f"incidents/2026-11-03-{name}.md": REPORT for name in names}})
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    return folder


@pytest.mark.process
def test_a_pull_request_is_annotated_and_its_summary_shows_what_customers_will_read(
    clone: Path, tmp_path: Path
) -> None:
    reports = clone / "incidents"
    (reports / "2026-11-03-gone.md").unlink()
    (reports / "2026-11-03-moved.md").rename(reports / "2026-11-03-moved-away.md")
    draw(
        reports,
        {
            "2026-11-03-cards.md": REPORT + UPDATE.format(text="One of two gateways restarts."),
            "2026-11-03-new.md": REPORT.replace("Cards are refused", f"'{HOSTILE}'"),
            "2026-11-03-broken.md": "no report at all\n",
            "2026-11-03-hidden.md": REPORT.replace("---\ntitle", "---\ndraft: true\ntitle", 1),
        },
    )
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "two")
    code, out, outputs, summary = run_step("check", clone, tmp_path / "t", GITHUB_BASE_REF="main")
    assert (code, outputs) == (1, {"findings": "1"})
    assert "::error file=incidents/2026-11-03-broken.md,line=1" in out
    assert summary.startswith("## What customers will read\n\n")
    for said in (
        "2026-11-03-new is new: all of it is news.",
        "2026-11-03-moved-away is new: all of it is news.",
        "2026-11-03-moved is taken away. Customers no longer read it.",
        "2026-11-03-gone is taken away. Customers no longer read it.",
        "2026-11-03-broken is not shown: it cannot be read",
        "Nobody sees 2026-11-03-hidden yet, because of",
        "Now: One of two gateways restarts.",
        "Before: We are looking at the gateway's logs.",
        "✗ Not answered yet",
    ):
        assert said in summary, (said, summary)
    assert "quiet" not in summary
    # What GitHub would obey after it has read the marks: none of it is left.
    assert re.findall(r"@[A-Za-z]|://|www\.|(?<!\\)<|(?<!\\)\[|(?<![\\#\n])#\d", summary) == []
    # What a stranger has committed as if it were remembered says nothing of their own report.
    assert "straightup check --fresh " in STEPS["check"]["run"]


def test_a_summary_of_forty_reports_fits_and_says_what_does_not(clone: Path) -> None:
    long = "The gateway answers slowly again and we are looking for the reason. " * 40
    draw(clone / "incidents", {f"2026-11-02-r{number}.md": REPORT + UPDATE.format(text=long) for number in range(40)})
    code, out, _ = straightup(clone, "show", "--base", "origin/main", "--output-format", "markdown", "--at", AT)
    assert code == 0
    assert len(out.encode()) <= MOST_BYTES
    assert re.search(r"\d+ more lines do not fit here", out)
    code, out, _ = straightup(clone, "show", "--base", "HEAD", "--at", AT, "cards")
    assert (code, "Customers read the same" in out) == (0, True)
    assert straightup(clone, "show", "--at", AT)[0] == 2


@pytest.mark.process
def test_what_is_late_is_one_issue_that_is_opened_kept_up_and_closed(clone: Path, tmp_path: Path) -> None:
    gh = tmp_path / "t/straightup/bin/gh"
    gh.parent.mkdir(parents=True)
    log, issue, body = tmp_path / "log", tmp_path / "issue", tmp_path / "t/straightup-promises.md"
    gh.write_text(
        f'#!/bin/sh\necho "$1 $2" >> {log}\n'
        f'case "$1 $2" in "issue list") cat {issue} 2>/dev/null || true;; "issue create") echo 7 > {issue};; esac\n',
        encoding="utf-8",
    )
    gh.chmod(0o755)
    draw(clone / "incidents", {"2026-11-03-cards.md": REPORT.replace("Cards", "@team <b> ```\\n~~~ Cards")})
    name = "Say which promises are late"
    late = {"AT": "2026-11-03 15:45 UTC", "GH_TOKEN": "x", "GH_REPO": "acme/status"}
    assert run_step(name, clone, tmp_path / "t", **late)[0] == 0
    said = body.read_text("utf-8").split("\n\n", 1)[1]
    assert "2026-11-03-cards.md" in said
    assert all(line.startswith("    ") for line in said.splitlines())
    assert run_step(name, clone, tmp_path / "t", **late)[0] == 0
    assert run_step(name, clone, tmp_path / "t", **{**late, "AT": "2026-11-03 14:30 UTC"})[0] == 0
    # A file that cannot be read may hold what is late: then nobody says that nothing is.
    (clone / "incidents/2026-11-03-gone.md").write_bytes(b"\xff" * 300_000)
    assert run_step(name, clone, tmp_path / "t", **{**late, "AT": "2026-11-03 14:30 UTC"})[0] == 0
    assert "    1 file cannot be read" in body.read_text("utf-8")
    steps = [line for line in log.read_text("utf-8").splitlines() if not line.startswith("label")]
    lookups = "issue list"
    assert steps == [lookups, "issue create", lookups, "issue edit", lookups, "issue close", lookups, "issue edit"]


def test_nothing_that_somebody_else_wrote_reaches_a_shell_and_nothing_of_the_repository_is_run() -> None:
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")
    install = STEPS["Install straightup"]["run"]
    assert install.index('cd "$RUNNER_TEMP"') < install.index("-m venv")
    assert re.findall(r"python\S* (?!-I)\S+|\$PYTHON\" (?!-I)\S+", install) == []
    assert set(ACTION["inputs"]) >= {"command", "strict", "working-directory", "python-version", "publish"}
    assert set(ACTION["outputs"]) == {"site", "notify", "left-out", "findings"}


@pytest.mark.process
def test_a_build_says_whether_somebody_is_to_be_told_and_uses_nothing_that_was_committed(
    clone: Path, tmp_path: Path
) -> None:
    code, _, outputs, _ = run_step("build", clone, tmp_path / "t")
    assert code in (0, 3)
    assert "notify" not in outputs
    assert (clone / ".cache/straightup/checked").exists()
    draw(clone, {"mkdocs.yml": f"{CONFIG}      notify: [STATUS_CHAT]\n"})
    run_step("Put aside what was committed", clone, tmp_path / "t")
    assert not (clone / ".cache/straightup").exists()
    assert run_step("build", clone, tmp_path / "t")[2]["notify"] == "true"
    remember = STEPS["Remember"]["with"]
    assert remember["path"].endswith("/.cache/straightup")
    assert remember["key"].startswith(remember["restore-keys"])


def commented(text: str) -> str:
    """`text` after somebody has taken out every line that a comment stands on, with all that is on it."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#"))


@pytest.mark.process
def test_what_init_writes_for_each_host_is_accepted_by_what_reads_it(tmp_path: Path) -> None:
    draw(tmp_path, {".git/HEAD": ""})
    said = ("--name", "A", "--url", "https://s.example", "--component", "Shop", "--source", SOURCE)
    for host in ("github", "gitlab", "netlify", "cloudflare", "s3", "nginx"):
        assert straightup(tmp_path, "init", *said, "--host", host)[0] == 0
    workflows = sorted((tmp_path / ".github/workflows").glob("*.yml"))
    assert [path.name for path in workflows] == ["status-hourly.yml", "status.yml"]
    for path in workflows:
        path.write_text(commented(path.read_text("utf-8")), encoding="utf-8")
    auditor = Path(sys.executable).with_name("zizmor")
    if auditor.exists():
        audit = [str(auditor), "--offline", "--no-progress", "--quiet", "--", str(tmp_path)]
        done = subprocess.run(audit, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    accepts = {
        "vendor.github-workflows": workflows,
        "vendor.dependabot": [tmp_path / ".github/dependabot.yml"],
        "vendor.gitlab-ci": [tmp_path / ".gitlab-ci.yml"],
    }
    for schema, files in accepts.items():
        tool = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
        done = subprocess.run(tool, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    jobs: dict[str, Any] = yaml.safe_load(workflows[1].read_text("utf-8"))["jobs"]
    assert jobs["check"]["permissions"] == jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    # A pull request, also one from a fork, is only ever checked, and without a secret.
    assert jobs["check"]["if"] == "github.event_name == 'pull_request'"
    assert jobs["build"]["if"] == "github.event_name != 'pull_request'"
    # Secrets reach the one job that tells people, behind the publication, and only where the settings name somebody.
    assert jobs["notify"]["if"] == "needs.build.outputs.notify == 'true'"
    assert jobs["notify"]["needs"] == ["build", "deploy"]
    assert all("secrets." not in str(job) for name, job in jobs.items() if name != "notify")
    assert set(jobs["notify"]["steps"][1]["env"]) == {"STATUS_MAIL", "STATUS_CHAT"}
    netlify = tomllib.loads((tmp_path / "netlify.toml").read_text("utf-8"))
    assert netlify["build"]["publish"] == "site"
    assert netlify["build"]["command"].endswith("straightup build --publish")
    assert subprocess.run(["sh", "-n", tmp_path / "publish-s3.sh"], check=False).returncode == 0
    assert "server_name s.example;" in (tmp_path / "status.nginx.conf").read_text("utf-8")
    assert straightup(tmp_path, "check") == (0, "There are no reports to check.\n", "")
    assert straightup(tmp_path, "build")[0] == 0
    assert (tmp_path / "site/_headers").read_text("utf-8").count("application/rss+xml") == 4
