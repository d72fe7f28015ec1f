"""Our own documents: each as its schema says, and in agreement with the pages and the record."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from straightup.building.plan import prepare
from straightup.disk import project as projects
from straightup.model.states import State
from straightup.outputs.api.own.report import document_of
from straightup.outputs.api.own.site import own_api
from straightup.outputs.api.schemas import OURS, schemas
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support import situations
from support.effort import examples
from support.places import ROOT
from support.reports import utc
from support.sites import headline_of
from support.situations import FIRST, SETTINGS, SITUATIONS, cards

WELL = assemble([], SETTINGS, utc(15))


def words(site: Site) -> Words:
    return Words(language("en"), site.now)


@cache
def validator(name: str) -> Draft202012Validator:
    files = schemas(WELL, words(WELL))
    schema = json.loads(files[f"api/straightup/v1/schemas/{name}.json"])
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def held(name: str, document: Any) -> Any:
    assert [f"{list(each.path)}: {each.message[:200]}" for each in validator(name).iter_errors(document)] == [], name
    return document


def documents(site: Site) -> dict[str, Any]:
    """Those of the whole site and of each report, as their schemas say."""
    found = {
        path.removeprefix("api/straightup/v1/").removesuffix(".json"): json.loads(data)
        for path, data in own_api(site, words(site)).items()
    }
    for name, document in found.items():
        held(name, document)
    for report in site.reports:
        document = json.loads(json.dumps(document_of(report, site, words(site), None)))
        found[f"reports/{report.incident.id}"] = held("report", document)
    return found


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_document_is_as_its_schema_says_and_as_the_pages_say(name: str) -> None:
    site = SITUATIONS[name]()
    found = documents(site)
    assert found["index"]["headline"] == headline_of(site)
    assert found["index"]["unread"] is site.unclear
    assert found["index"]["open"] == [report.incident.id for report in site.open]
    assert [each["id"] for each in found["reports"]["reports"]] == [report.incident.id for report in site.reports]
    assert {each["id"]: each["state"] for each in found["index"]["components"]} == {
        view.component.id: view.state for view in site.components
    }
    for report in site.reports:
        assert [each["dated"] for each in found[f"reports/{report.incident.id}"]["updates"]] == sorted(
            each["dated"] for each in found[f"reports/{report.incident.id}"]["updates"]
        )


def test_what_is_not_known_is_null_and_said() -> None:
    unread = documents(situations.unread_fields())[f"reports/{situations.ID}"]
    assert (unread["restored_by"], unread["next_update"]) == (None, None)
    assert unread["updates"][-1]["unread"] == ["ETA", "Next update"]
    heading = documents(situations.unread_heading())[f"reports/{situations.ID}"]
    assert [each["at"] for each in heading["updates"]].count(None) == 1
    assert heading["unread"] != []
    left_out = documents(situations.left_out())["index"]
    assert (left_out["unread"], len(left_out["left_out"]), left_out["left_out"][1]["title"]) == (True, 7, None)
    assert left_out["state"] != State.OPERATIONAL
    new = documents(WELL)
    assert {each["percent_up"] for each in new["uptime"]["components"]} == {None}
    assert new["promises"]["updates"]["sentence"].startswith("0 of 0 ")


def test_the_demonstration_is_counted_as_its_pages_count_it(tmp_path: Any) -> None:
    now = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
    edition = prepare(projects.load(ROOT / "mkdocs.yml"), now=now, keep_going=False, replaced=tmp_path)
    files = {name: json.loads(data) for name, data in edition.files.items() if "straightup/v1" in name}
    promises = held("promises", files["api/straightup/v1/promises.json"])
    page = next(page.body for page in edition.pages if page.url == "promises/")
    for kind, number in (("first_restoration", "8 of 13"), ("updates", "63 of 67"), ("prevention", "24 of 29")):
        assert promises[kind]["sentence"].startswith(number)
        assert number in page
        judged = [each for each in promises[kind]["promises"] if each["outcome"] not in ("pending", "unjudged")]
        assert len(judged) == promises[kind]["judged"]
        assert sum(each["outcome"] == "kept" for each in judged) == promises[kind]["kept"]
    reports = {name: value for name, value in files.items() if "/reports/" in name}
    assert len(reports) == len(files["api/straightup/v1/reports.json"]["reports"])
    for value in reports.values():
        held("report", value)
        # Of what the clock no longer changes, nothing says when it was built.
        assert (value["settled_since"] is None) is (value["generated_at"] is not None)
    assert any(value["settled_since"] for value in reports.values())


def broken(value: Any) -> list[Any]:
    """`value` with something missing, something more, and something of another type."""
    found = []
    for key in value:
        without = deepcopy(value)
        del without[key]
        found += [without, {**value, key: {"no": "such"}}]
    return [*found, {**value, "more": 1}, [], None]


@pytest.mark.parametrize("name", OURS)
def test_a_schema_refuses_what_is_not_as_it_says(name: str) -> None:
    site = situations.several_states()
    found = documents(site)
    document = found[name] if name in found else found[f"reports/{situations.ID}"]
    for other in broken(document):
        assert not validator(name).is_valid(other), other


def test_the_description_names_each_document_and_a_schema_that_is_there() -> None:
    files = schemas(WELL, words(WELL))
    api = json.loads(files["api/openapi.json"])
    assert api["openapi"] == "3.1.0"
    for path, item in api["paths"].items():
        content = item["get"]["responses"]["200"]["content"]["application/json"]
        assert f"api/{content['schema']['$ref']}" in files, path
    assert {f"/{path}" for path in own_api(WELL, words(WELL))} < set(api["paths"])
    for name in ("summary", "incidents/unresolved", "scheduled-maintenances/upcoming"):
        assert f"/api/v2/{name}.json" in api["paths"]
    for data in files.values():
        if b'"$schema"' in data:
            Draft202012Validator.check_schema(json.loads(data))


@given(st.text(max_size=40))
@hypothesis_settings(max_examples=examples(40), deadline=None)
def test_whatever_stands_in_a_title_the_documents_hold(title: str) -> None:
    site = assemble([replace(cards(FIRST), title=title)], SETTINGS, utc(15))
    documents(site)
    assert all(b"<" not in data for data in own_api(site, words(site)).values())
