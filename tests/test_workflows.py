"""The workflows, ours and those that users copy: what they run is certain, and they may do no more than they must."""

import re
from pathlib import Path

import pytest
import yaml

from support.places import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FOR_USERS = [ROOT / "src/straightup/setting_up/hosts" / name for name in ("status.yml", "status-hourly.yml")]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+(?:; .+)?")


@pytest.mark.parametrize("workflow", [*WORKFLOWS, *FOR_USERS], ids=lambda path: path.name)
def test_actions_are_named_by_the_hash_of_a_commit_with_its_version(workflow: Path) -> None:
    used = re.findall(r"^ +(?:- )?uses: (.*)$", workflow.read_text(encoding="utf-8"), re.MULTILINE)
    assert used
    strangers = [each for each in used if not each.startswith(("./", "@ACTION@"))]
    assert [each for each in strangers if not PINNED.fullmatch(each)] == []


def test_one_action_has_one_hash() -> None:
    found: dict[str, set[str]] = {}
    for path in (*WORKFLOWS, *FOR_USERS, ROOT / "action.yml"):
        for name, version in re.findall(r"uses: ([\w./-]+)@(\S+ # v[\d.]+)", path.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(version)
    assert len(found) == 6
    assert [name for name, versions in found.items() if len(versions) != 1] == []


@pytest.mark.parametrize("workflow", [*WORKFLOWS, *FOR_USERS], ids=lambda path: path.name)
def test_a_workflow_may_do_nothing_but_what_a_job_says_that_it_needs(workflow: Path) -> None:
    content = yaml.safe_load(workflow.read_text(encoding="utf-8").replace("@ACTION@", "acme/straightup@ab12"))
    assert content["permissions"] == {}
    assert all("permissions" in job for job in content["jobs"].values())
    assert "pull_request_target" not in workflow.read_text(encoding="utf-8")


def test_what_ci_asks_for_beside_the_tests() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["all"]["steps"][-1]["run"] == ".ci/run"
    assert "pip-audit" in jobs["audit"]["steps"][-1]["run"]
    run = (ROOT / "run").read_text(encoding="utf-8")
    assert '["zizmor", "--offline"' in run
    assert all(f'"{path.stem}"' in run for path in WORKFLOWS)
