"""The front matter's JSON Schema, held against the reports of this repository and against what `check` reads."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from straightup import rules
from straightup.authoring import schema
from straightup.model.settings import Settings
from straightup.model.states import STATED, Component, Kind
from straightup.reading import moments
from straightup.reading.keys import KEYS
from support.commands import CONFIG, straightup
from support.excerpts import MAINTENANCE, OPEN
from support.places import ROOT
from support.sites import draw

REPORTS = sorted([*(ROOT / "incidents").rglob("2*.md"), *(ROOT / "tests" / "incidents" / "accepted").glob("*.md")])
ANY = schema.front_matter(Settings())
DECLARED = schema.front_matter(Settings(components=(Component(id="checkout", name="Checkout"),)))


class _Editor(yaml.SafeLoader):
    """Types as editors see them: YAML 1.2 has numbers, true, false and null, but no dates and no `on`."""


_Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))


def front_matter(text: str) -> Any:
    return yaml.load(text.split("---\n", 2)[1], _Editor)  # derived from SafeLoader


def faults(text: str, against: dict[str, Any] = ANY) -> list[str]:
    """Where the front matter of `text` departs from the schema, as paths of keys."""
    errors = Draft202012Validator(against).iter_errors(front_matter(text))
    return sorted({"/".join(str(part) for part in error.absolute_path) for error in errors})


def with_(old: str, new: str, whole: str = OPEN) -> str:
    assert old in whole
    return whole.replace(old, new, 1)


@pytest.mark.parametrize("each", [ANY, DECLARED], ids=["anywhere", "in-a-site"])
def test_it_is_a_schema_of_json_schema_2020_12(each: dict[str, Any]) -> None:
    assert each["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(each)


def test_it_has_the_keys_kinds_states_and_codes_that_reading_and_the_rules_have() -> None:
    keys = ANY["properties"]
    assert tuple(keys) == KEYS
    assert keys["kind"]["anyOf"][0]["enum"] == list(Kind)
    assert keys["components"]["additionalProperties"]["anyOf"][0]["enum"] == list(STATED)
    assert set(keys["exempt"]["propertyNames"]["enum"]) == {r.code for r in rules.ALL if r.code[0] not in "FX"}
    assert all(key["description"] for key in keys.values())


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_reports_of_this_repository_are_valid(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_there_are_reports_to_hold_it_against() -> None:
    assert len(REPORTS) > 20
    assert {front_matter(path.read_text(encoding="utf-8")).get("kind", "incident").lower() for path in REPORTS} == set(
        Kind
    )


BROKEN = [
    (with_("title: Card payments fail in the EU\n", ""), [""]),
    (with_("title: Card payments fail in the EU", "title:"), ["title"]),
    (with_("title: Card payments fail in the EU", f"title: {'x' * 201}"), ["title"]),
    (with_("title:", "titel:"), [""]),
    (with_("started: 2026-11-03 14:05 UTC\n", ""), [""]),
    (with_("14:05 UTC", "14:05"), ["started"]),
    (with_("14:05 UTC", "14:05 CET"), ["started"]),
    (with_("14:05 UTC", "24:05 UTC"), ["started"]),
    (with_("2026-11-03 14:05 UTC", "2026-11-03"), ["started"]),
    (with_("2026-11-03 14:05", "1999-11-03 14:05"), ["started"]),
    (with_("  checkout: major-outage", "  checkout: down"), ["components/checkout"]),
    (with_("components:\n  checkout: major-outage\n", ""), [""]),
    (with_("components:\n  checkout: major-outage", "components: {}"), ["components"]),
    (with_("components:\n  checkout: major-outage", "components:"), ["components"]),
    (with_("components:\n  checkout: major-outage", "components: [checkout]"), ["components"]),
    (with_("title:", "kind: outage\ntitle:"), ["kind"]),
    (with_("title:", "outcome: unclear\ntitle:"), ["outcome"]),
    (with_("title:", "detected-by: nobody\ntitle:"), ["detected-by"]),
    # jsonschema leaves the last part of the path out where a key as such is refused.
    (with_("title:", "starts: 2026-11-28 04:00 UTC\ntitle:"), [""]),
    (with_("title:", "links: none\ntitle:"), ["links"]),
    (with_("title:", "exempt: {E99: x}\ntitle:"), ["exempt"]),
    (with_("title:", "exempt: {F01: x}\ntitle:"), ["exempt"]),
    (with_("title:", "imported: cstate\ntitle:"), ["imported"]),
    (with_("title:", "imported: {form: cstate}\ntitle:"), ["imported"]),
    (with_("ends: 2026-11-28 05:00 UTC\n", "", MAINTENANCE), [""]),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_is_marked_where_it_stands(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_what_check_reads_as_text_may_look_like_a_number() -> None:
    text = with_("Card payments fail in the EU", "404")
    assert faults(with_("title:", "reference: 2026\nauthor:\nexempt: {W10: true}\ntitle:", text)) == []


def test_a_notice_needs_nothing_but_its_title() -> None:
    assert faults("---\nkind: notice\ntitle: API version 1 ends\nends: 2027-01-01T00:00:00Z\n---\n") == []


def test_in_a_site_only_its_own_components_are_known() -> None:
    assert faults(OPEN, DECLARED) == []
    assert faults(with_("  checkout:", "  chekout:"), DECLARED) == ["components"]
    assert faults(with_("major-outage", "down"), DECLARED) == ["components/checkout"]


def times() -> Iterator[st.SearchStrategy[str]]:
    yield st.sampled_from(["2026-11-03", "2000-01-01", "2100-12-31", "1999-12-31", "2101-01-01", "2026-13-01"])
    yield st.sampled_from([" ", "T", "t", "  ", ""])
    yield st.sampled_from(
        ["14:05", "00:00", "23:59:59", "24:00", "14:60", "9:05", "14:05:60", "١٤:05"]
    ) | st.sampled_from(
        [
            "06.00",
            "0600",
            "2460",
            "7am",
            "7 pm",
            "7:30 p.m.",
            "7.30am",
            "12am",
            "12:30 pm",
            "13 pm",
            "noon",
            "12 noon",
            "6",
        ]
    )
    yield st.sampled_from(["", " "])
    yield st.sampled_from(
        ["UTC", "utc", "Z", "z", "+01:00", "-14:00", "+14:00", "+14:01", "+15:00", "+01:60", "CET"]
    ) | (st.sampled_from(["GMT", "+0100", "-1400", "+1401", "+01", "UTC+1", "Europe/Berlin", "Etc/UTC", "EST"]))


@given(st.tuples(*times()).map("".join))
def test_a_time_is_valid_exactly_when_check_can_read_it(text: str) -> None:
    assert bool(re.search(schema.MOMENT, text)) is isinstance(moments.moment(text), datetime)


def test_the_command_prints_it_with_the_components_of_the_site(tmp_path: Path) -> None:
    code, out, err = straightup(tmp_path, "schema")
    assert (code, json.loads(out), err) == (0, ANY, "")
    draw(tmp_path, {"mkdocs.yml": CONFIG, "below/x.md": ""})
    code, out, err = straightup(tmp_path / "below", "schema")
    assert (code, err) == (0, "")
    assert list(json.loads(out)["properties"]["components"]["properties"]) == ["checkout", "search"]
    assert straightup(tmp_path.parent, "schema", "-f", f"{tmp_path.name}/mkdocs.yml") == (0, out, "")


def test_settings_that_cannot_be_used_are_not_taken_for_none(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG.replace("contact:", "contakt:")})
    code, out, err = straightup(tmp_path, "schema")
    assert (code, out) == (2, "")
    assert "Did you mean “contact”?" in err


def test_the_help_says_how_an_editor_uses_it(tmp_path: Path) -> None:
    code, out, _ = straightup(tmp_path, "schema", "--help")
    assert code == 0
    for part in ("straightup schema > incident.schema.json", "# yaml-language-server: $schema=", '"yaml.schemas"'):
        assert part in out


def test_the_line_that_names_the_schema_is_no_fault(tmp_path: Path) -> None:
    line = "# yaml-language-server: $schema=../incident.schema.json\n"
    draw(tmp_path, {"mkdocs.yml": CONFIG, "incidents/2026-11-03-cards.md": with_("---\n", f"---\n{line}")})
    said = (0, "1 report, nothing to mend.\n", "")
    assert straightup(tmp_path, "check", "--at", "2026-11-03 15:00 UTC") == said


def test_pre_commit_runs_check_on_incident_files() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == ("straightup-check", "straightup check", "python")
    assert hook["require_serial"] is True
    for path in ("incidents/2026-11-03-cards.md", "docs/incidents/2026/2026-11-03-cards.md"):
        assert re.search(hook["files"], path)
    for path in ("incidents/README.md", "incidents/2026-11-03-cards.png", "xincidents/2026-11-03-cards.md", "a.md"):
        assert not re.search(hook["files"], path)
