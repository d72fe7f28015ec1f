"""What every importer has in common: a new one is held to it by standing in the list."""

from datetime import UTC, date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from straightup.cli.main import group
from straightup.importers import IMPORTERS, Importer
from straightup.importers.cstate import CSTATE
from straightup.reading import read
from straightup.writing.whole import write

ON = date(2026, 11, 22)
ISSUE = b"""\
---
title: API was slow
date: 2021-06-08T09:35:00-00:00
resolved: true
resolvedWhen: 2021-06-08T11:20:00-00:00
severity: disrupted
affected:
  - API
---

Slow.
"""
each_importer = pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)


@each_importer
@given(contents=st.dictionaries(st.sampled_from(["config.yml", "a.md", "content/issues/b.md", "c.json"]), st.binary()))
def test_no_content_makes_an_importer_raise_and_what_it_skips_has_a_reason_and_a_next_step(
    importer: Importer, contents: dict[str, bytes]
) -> None:
    imported = importer.read(contents, zone=None, imported_on=ON)
    for skipped in imported.skipped:
        assert skipped.source in contents
        assert skipped.reason
        assert skipped.next_step


@each_importer
def test_an_importer_is_a_command_whose_help_says_what_it_takes(importer: Importer) -> None:
    shown = CliRunner().invoke(group, ["import", importer.name, "--help"])
    assert shown.exit_code == 0
    assert importer.source in " ".join(shown.output.split())


def test_of_a_whole_cstate_site_only_the_issues_are_reports() -> None:
    contents = {
        "config.yml": b"params:\n  systems:\n    - name: API\n      category: Main\n",
        "archetypes/default.md": b"---\ntitle: {{ x }}\n---\n",
        "content/issues/2021-06-08-api.md": ISSUE,
        "content/issues/_index.md": b"All issues\n",
    }
    imported = CSTATE.read(contents, zone=None, imported_on=ON)
    assert [each.source for each in imported.incidents] == ["content/issues/2021-06-08-api.md"]
    assert (imported.skipped, imported.notes) == ((), ())
    assert [(component.id, component.group) for component in imported.components] == [("api", "Main")]


def test_a_folder_of_bare_cstate_issues_needs_nothing_around_them() -> None:
    imported = CSTATE.read({"2021-06-08-api.md": ISSUE, "broken.md": b"no front matter\n"}, zone=UTC, imported_on=ON)
    (report,) = imported.incidents
    assert report.file_name == "2021-06-08-api.md"
    assert read(report.file_name, write(report.incident)).incident == report.incident
    assert [(each.source, each.reason) for each in imported.skipped] == [("broken.md", "it lacks front matter in YAML")]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("x.md", True),
        ("X.MD", True),
        ("config.yml", True),
        ("config.yaml", True),
        ("other.yml", False),
        ("a.png", False),
    ],
)
def test_of_a_cstate_site_only_markdown_and_the_configuration_are_read(name: str, taken: bool) -> None:
    assert bool(CSTATE.file_names.fullmatch(name)) is taken
