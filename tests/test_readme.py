"""What the README shows is what happens."""

import re
import shlex
import textwrap
from pathlib import Path

import pytest
import yaml

from straightup.model.settings import from_mapping
from straightup.reading import read
from support.commands import straightup
from support.places import ROOT
from support.sites import draw

README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = "incidents/2026-11-20-slow-search.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def shown(beginning: str) -> str:
    """What the README prints under a command line that begins so."""
    (found,) = (block for block in blocks("console") if block.startswith(f"$ {beginning}"))
    return found.split("\n", 1)[1]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": blocks("yaml")[0]})
    return tmp_path


def test_init_says_what_the_readme_prints_and_makes_the_site_that_it_shows(tmp_path: Path) -> None:
    command = next(block for block in blocks("console") if block.startswith("$ straightup init --name")).split("\n")[0]
    arguments = shlex.split(command.removeprefix("$ straightup "))
    assert straightup(tmp_path, *arguments, "--at", "2026-11-20 09:30 UTC") == (0, shown("straightup init --name"), "")
    assert yaml.safe_load((tmp_path / "mkdocs.yml").read_text("utf-8")) == yaml.safe_load(blocks("yaml")[0])


def test_check_says_of_the_hurried_file_what_the_readme_prints(site: Path) -> None:
    draw(site, {NAME: blocks("markdown")[0]})
    assert straightup(site, "check", "--at", "2026-11-20 09:30 UTC") == (1, shown("straightup check"), "")


def test_the_answered_file_is_clean_and_becomes_the_site(site: Path) -> None:
    draw(site, {NAME: blocks("markdown")[1]})
    assert straightup(site, "check", "--at", "2026-11-20 09:30 UTC")[:2] == (0, "1 report, nothing to mend.\n")
    code, out, err = straightup(site, "build", "--at", "2026-11-20 09:30 UTC")
    assert (code, out, err) == (0, shown("straightup build"), "")
    assert "Search results take up to 20 seconds. Everything else works." in (site / "site/index.html").read_text(
        "utf-8"
    )


def test_the_plugin_goes_onto_a_documentation_site_as_the_readme_says(site: Path) -> None:
    block = next(block for block in blocks("yaml") if "path: status/" in block)
    config = f"site_name: Docs\nsite_url: https://docs.example/\ntheme: {{name: material, font: false}}\n{block}"
    draw(site, {"mkdocs.yml": config, "docs/index.md": "# Docs\n", NAME: blocks("markdown")[1]})
    assert straightup(site, "build", "--at", "2026-11-20 09:30 UTC")[0] == 0
    assert "Search results take up to 20 seconds" in (site / "site/status/index.html").read_text("utf-8")
    assert "status/" in (site / "site/index.html").read_text("utf-8")


def test_the_targets_of_notify_are_read_as_they_stand_there() -> None:
    block = next(block for block in blocks("yaml") if "STATUS_MAIL" in block)
    settings, messages = from_mapping(yaml.safe_load(textwrap.dedent(block)))
    assert messages == []
    assert [each.to for each in settings.notify] == ["STATUS_MAIL", "STATUS_CHAT"]


def test_the_rule_of_maintenance_that_repeats_is_read_as_it_stands_there() -> None:
    report = f"---\ntitle: T\ncomponents:\n  search: maintenance\n{blocks('yaml')[1]}---\n\n## Impact\n\nNone at all.\n"
    entry = read("2026-11-20-weekly.md", report.encode())
    assert entry.findings == ()
    assert entry.incident.repeats is not None
    assert len(list(entry.incident.repeats.days())) == 30


def test_every_file_and_command_that_the_readme_names_exists(tmp_path: Path) -> None:
    for target in re.findall(r"\]\((?!http|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target
    for command in re.findall(r"^\| `straightup ([a-z]+)", README, re.MULTILINE):
        assert straightup(tmp_path, command, "--help")[0] == 0, command
