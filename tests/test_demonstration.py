"""The repository is a status site of its own; it and the examples have exactly the findings that are meant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from straightup import rules
from straightup.checking import reports
from straightup.disk import files, project
from straightup.rules import book
from support.places import ROOT
from support.sites import draw

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
EXAMPLES = """\
site_name: Example Shop Status
site_url: https://status.example.com/
docs_dir: incidents
theme: {name: material, font: false}
plugins:
  - search
  - straightup:
      contact: {label: support@example.com, url: "mailto:support@example.com"}
      reference_prefix: EX
      feed_authority: status.example.com,2026
      components:
        - {id: checkout, name: Checkout, group: Shop, description: Paying for an order}
        - {id: search, name: Search, group: Shop}
        - {id: api, name: API}
"""
"""What the user's site has that the format's three examples are from."""


def test_the_demonstration_has_exactly_these_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    site = project.load(ROOT / "mkdocs.yml")
    assert site.messages == ()
    found = reports.inspect(files.project_sources(site), site.settings, now=NOW)
    assert [(each.path, each.span.line, each.code, each.severity) for each in found.diagnostics] == [
        ("incidents/2026-10-07-slow-filters.md", 31, "P03", "warning"),
        ("incidents/2026-10-18-sign-in-codes-late.md", 34, "P03", "warning"),
        ("incidents/2026-11-20-slow-search.md", 22, "U05", "warning"),
    ]


def test_the_demonstration_has_something_of_everything() -> None:
    site = project.load(ROOT / "mkdocs.yml")
    found = reports.inspect(files.project_sources(site), site.settings, now=NOW)
    incidents = [reading.incident for reading in found.readings]
    assert len(incidents) >= 12
    assert sum(not incident.over and incident.kind == "incident" for incident in incidents) == 1
    assert any(incident.kind == "maintenance" and incident.starts and incident.starts > NOW for incident in incidents)
    assert any(incident.repeat_of for incident in incidents)


def test_the_page_of_the_rules_is_what_the_rules_say() -> None:
    page = (ROOT / "incidents" / "rules.md").read_text(encoding="utf-8")
    assert page == book.as_page(rules.ALL), "run: straightup rules --output-format markdown > incidents/rules.md"


def test_the_examples_are_clean_at_the_time_that_the_format_names(tmp_path: Path) -> None:
    examples = ("2026-11-03-card-payments-eu", "2026-11-20-slow-search", "2026-11-28-database-upgrade")
    draw(tmp_path, {"mkdocs.yml": EXAMPLES})
    for name in examples:
        draw(tmp_path, {f"incidents/{name}.md": (ROOT / "incidents" / f"{name}.md").read_text(encoding="utf-8")})
    site = project.load(tmp_path / "mkdocs.yml")
    found = reports.inspect(files.project_sources(site), site.settings, now=datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    assert len(found.readings) == 3
    assert found.diagnostics == ()
