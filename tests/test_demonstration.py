"""The repository is a status site of its own; it and the examples have exactly the findings that are meant."""

from datetime import UTC, datetime

import pytest

from straightup import rules
from straightup.checking import reports
from straightup.disk import files, project
from straightup.rules import book
from support.places import ROOT

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)


def test_the_demonstration_has_exactly_these_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    site = project.load(ROOT / "mkdocs.yml")
    assert site.messages == ()
    found = reports.inspect(files.project_sources(site), site.settings, now=NOW)
    assert [(each.path, each.span.line, each.code, each.severity) for each in found.diagnostics] == [
        ("incidents/2026-10-07-slow-filters.md", 31, "P03", "warning"),
        ("incidents/2026-11-20-slow-search.md", 22, "U05", "warning"),
    ]


def test_the_demonstration_has_something_of_everything() -> None:
    site = project.load(ROOT / "mkdocs.yml")
    found = reports.inspect(files.project_sources(site), site.settings, now=NOW)
    incidents = [incident for _, incident in found.incidents]
    assert len(incidents) >= 12
    assert sum(not incident.over and incident.kind == "incident" for incident in incidents) == 1
    assert any(incident.kind == "maintenance" and incident.starts and incident.starts > NOW for incident in incidents)
    assert any(incident.repeat_of for incident in incidents)


def test_the_page_of_the_rules_is_what_the_rules_say() -> None:
    page = (ROOT / "incidents" / "rules.md").read_text(encoding="utf-8")
    assert page == book.as_page(rules.ALL), "run: straightup rules --output-format markdown > incidents/rules.md"


def test_the_examples_are_clean_at_the_time_that_the_format_names() -> None:
    examples = ROOT.parent / "shared" / "examples"
    if not examples.is_dir():
        pytest.skip("the examples stand beside the repository only where it is developed")
    site = project.load(examples / "mkdocs.yml")
    sources = files.sources([examples])
    found = reports.inspect(sources, site.settings, now=datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    assert len(found.incidents) == 3
    assert found.diagnostics == ()
