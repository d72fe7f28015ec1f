"""What programs read: each document holds for its clients, and says the same as the pages."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.states import Component, Stage, State
from straightup.outputs.api.badges import badges
from straightup.outputs.api.metrics import metrics
from straightup.outputs.api.statuspage import statuspage
from straightup.outputs.api.statuspage_shapes import DOCUMENTS
from straightup.outputs.api.values import identity
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support import situations, strategies
from support.effort import examples
from support.reports import told, utc
from support.sites import headline_of
from support.situations import FIRST, ID, SETTINGS, SITUATIONS, cards, storage


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(DOCUMENTS[name])


def words(site: Site) -> Words:
    return Words(language("en"), site.now)


def documents(site: Site) -> dict[str, Any]:
    files = statuspage(site, words(site))
    assert not any(data.startswith(b"\xef\xbb\xbf") for data in files.values())
    return {path.removeprefix("api/v2/").removesuffix(".json"): json.loads(data) for path, data in files.items()}


def held(site: Site) -> dict[str, Any]:
    """The documents of `site`, each as its clients take it."""
    found = documents(site)
    assert found.keys() == DOCUMENTS.keys()
    for name, value in found.items():
        assert [error.message[:300] for error in validator(name).iter_errors(value)] == [], name
        assert value["page"] == found["summary"]["page"]
    ids = [each["id"] for each in found["components"]["components"]]
    ids += [each["id"] for name in ("incidents", "scheduled-maintenances") for each in found[name][_key(name)]]
    ids += [
        update["id"]
        for name in ("incidents", "scheduled-maintenances")
        for each in found[name][_key(name)]
        for update in each["incident_updates"]
    ]
    assert len(ids) == len(set(ids))
    return found


def _key(name: str) -> str:
    return name.replace("-", "_")


@pytest.mark.parametrize("name", SITUATIONS)
def test_in_each_situation_every_document_is_what_its_clients_take(name: str) -> None:
    site = SITUATIONS[name]()
    found = held(site)
    status = found["status"]["status"]
    # Nobody reads that all is well where the page does not say so; what is back and watched is an incident beside it.
    is_well = status["description"] == "All Systems Operational"
    assert is_well == (headline_of(site) == "Everything works.") or (is_well and found["summary"]["incidents"])
    assert all(update["status"] for each in found["summary"]["incidents"] for update in each["incident_updates"])
    newest = [each["incident_updates"][0]["status"] for each in found["incidents"]["incidents"]]
    assert newest == [each["status"] for each in found["incidents"]["incidents"]]


def test_a_calm_site_is_operational_and_names_no_incident() -> None:
    found = held(assemble([], SETTINGS, utc(15)))
    assert found["status"]["status"] == {"indicator": "none", "description": "All Systems Operational"}
    assert found["summary"]["incidents"] == found["incidents"]["incidents"] == []
    names = [(each["name"], each["group"], each["status"]) for each in found["components"]["components"]]
    assert names == [
        ("Shop", True, "operational"),
        ("Checkout", False, "operational"),
        ("Search", False, "operational"),
        ("API", False, "operational"),
    ]
    shop, checkout, search, api = found["components"]["components"]
    assert shop["components"] == [checkout["id"], search["id"]]
    assert (checkout["group_id"], api["group_id"]) == (shop["id"], None)
    assert [each["position"] for each in found["components"]["components"]] == [1, 2, 3, 4]


def test_an_open_incident_says_what_the_page_says() -> None:
    found = held(assemble([cards(FIRST)], SETTINGS, utc(15)))
    assert found["status"]["status"] == {"indicator": "critical", "description": "Major Service Outage"}
    (incident,) = found["summary"]["incidents"]
    assert (incident["name"], incident["impact"], incident["resolved_at"]) == (
        "Nobody can pay by card",
        "critical",
        None,
    )
    assert incident["started_at"] == "2026-11-03T14:00:00.000Z"
    assert incident["created_at"] == "2026-11-03T14:20:00.000Z"
    assert incident["shortlink"] == f"https://status.example.com/incidents/{ID}/"
    (update,) = incident["incident_updates"]
    assert update["body"].startswith("No card is accepted since 14:00 UTC. ")
    assert "16:00 UTC" in update["body"]
    assert [each["name"] for each in incident["components"]] == ["Checkout"]


def test_what_is_over_is_resolved_when_everything_worked_again() -> None:
    over = cards(FIRST, told(utc(16, 30), Stage.RESOLVED), resolved=utc(16))
    found = held(assemble([over], SETTINGS, utc(18)))
    (incident,) = found["incidents"]["incidents"]
    assert (incident["status"], incident["resolved_at"]) == ("resolved", "2026-11-03T16:00:00.000Z")
    assert found["incidents/unresolved"]["incidents"] == []


def test_what_is_called_resolved_and_is_not_stays_unresolved() -> None:
    site = assemble(
        [cards(FIRST, told(utc(15), Stage.RESOLVED, checkout=State.DEGRADED), resolved=utc(15))], SETTINGS, utc(16)
    )
    if site.open:
        (incident,) = held(site)["incidents/unresolved"]["incidents"]
        assert incident["status"] == incident["incident_updates"][0]["status"] == "monitoring"
        assert incident["resolved_at"] is None


def test_something_that_could_not_be_read_is_an_incident_of_the_page() -> None:
    site = situations.left_out()
    found = held(site)
    if not site.open:
        (incident,) = found["summary"]["incidents"]
        assert incident["name"] == "Part of this page could not be read"
        assert [each["name"] for each in incident["components"]] == ["Shop"]
    assert found["status"]["status"]["indicator"] != "none"


def test_cancelled_work_is_nowhere_among_what_comes() -> None:
    found = held(situations.cancelled())
    assert found["scheduled-maintenances/upcoming"]["scheduled_maintenances"] == []
    assert [each["status"] for each in found["scheduled-maintenances"]["scheduled_maintenances"]] == ["completed"]


def test_work_that_leaves_something_broken_is_not_completed() -> None:
    done = told(utc(5, 0, 28), Stage.COMPLETED, api=State.DEGRADED)
    site = assemble([storage(told(utc(4, 0, 28), Stage.IN_PROGRESS), done)], SETTINGS, utc(6, 0, 28))
    (work,) = held(site)["scheduled-maintenances"]["scheduled_maintenances"]
    assert work["status"] in {"verifying", "completed"}
    assert (work["status"] == "completed") == (site.component("api") is None or site.worst is State.OPERATIONAL)


def test_planned_work_has_its_window_and_moves_to_active() -> None:
    before = held(situations.moved())
    (work,) = before["scheduled-maintenances/upcoming"]["scheduled_maintenances"]
    assert (work["scheduled_for"], work["scheduled_until"]) == ("2026-12-09T04:00:00.000Z", "2026-12-09T05:30:00.000Z")
    assert work in before["summary"]["scheduled_maintenances"]
    going = held(situations.overrunning())
    assert len(going["scheduled-maintenances/active"]["scheduled_maintenances"]) == 1
    assert going["scheduled-maintenances/upcoming"]["scheduled_maintenances"] == []


def test_ids_follow_from_names_alone_and_never_from_the_address() -> None:
    one = documents(assemble([cards(FIRST)], SETTINGS, utc(15)))
    moved = replace(SETTINGS, site_url="https://elsewhere.example.org/status/", path="up/")
    other = documents(assemble([cards(FIRST, title="Another title")], moved, utc(20)))
    for name, key in (("components", "components"), ("incidents", "incidents")):
        assert [each["id"] for each in one[name][key]] == [each["id"] for each in other[name][key]]
    # Once published an id is for ever: these were.
    assert identity("component", "checkout") == "1td5lhaavnzq"
    assert identity("incident", "2026-11-03-cards") == "q11yvnuqx4n3"


def test_as_many_as_a_client_reads_are_given() -> None:
    many = [cards(FIRST, id=f"2025-11-{day:02}-{number}") for day in range(1, 29) for number in range(3)]
    files = statuspage(assemble(many, SETTINGS, utc(15)), words(assemble([], SETTINGS, utc(15))))
    assert all(len(data) < 2**20 for data in files.values())
    assert len(json.loads(files["api/v2/incidents.json"])["incidents"]) == 50


@given(st.lists(strategies.incidents(), max_size=3))
@hypothesis_settings(max_examples=examples(15))
def test_whatever_stands_in_the_reports_the_documents_hold(drawn: list[Incident]) -> None:
    incidents = [replace(each, id=f"2026-11-0{number}-x") for number, each in enumerate(drawn, 1)]
    site = assemble(incidents, SETTINGS, utc(15))
    held(site)
    parsed(site)
    pictures(site)


# Metrics


def parsed(site: Site) -> dict[str, dict[tuple[str, ...], float]]:
    text = metrics(site, words(site))["metrics.txt"].decode("utf-8")
    return {
        family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(text)  # type: ignore[no-untyped-call] # of the package
    }


def test_metrics_say_the_states_and_the_record_of_the_page() -> None:
    site = assemble([cards(FIRST)], SETTINGS, utc(15))
    found = parsed(site)
    states = found["straightup_component_state"]
    assert {key[2] for key, value in states.items() if key[0] == "checkout" and value} == {"major-outage"}
    assert sum(states.values()) == len(site.components)
    assert found["straightup_open_incidents"] == {(): 1}
    assert found["straightup_built_timestamp_seconds"] == {(): utc(15).timestamp()}
    late = parsed(assemble([cards(FIRST)], SETTINGS, utc(15) + timedelta(hours=3)))
    assert late["straightup_promises"]["first_restoration", "overdue"] == 1


@pytest.mark.parametrize("name", ['a "quoted" one', "back\\slash", "two\nlines", "snow ☃ <b>"])
def test_a_name_is_one_label_whatever_is_in_it(name: str) -> None:
    settings = Settings(components=(Component(id="x", name=name),))
    found = parsed(assemble([], settings, utc(15)))["straightup_component_state"]
    assert {key[1] for key in found} == {name}


# Badges


def pictures(site: Site) -> dict[str, str]:
    """The title of each badge, as a browser's parser and shields.io take it."""
    found = {}
    for path, data in badges(site, words(site)).items():
        if path.endswith(".svg"):
            root = ElementTree.fromstring(data)
            title = root.findtext("{http://www.w3.org/2000/svg}title")
            assert title == root.get("aria-label")
            found[path] = title or ""
        else:
            answer = json.loads(data)
            assert answer["schemaVersion"] == 1
            assert answer["message"]
    return found


def test_a_badge_says_how_it_works_and_of_which_day_it_is() -> None:
    found = pictures(assemble([cards(FIRST)], SETTINGS, utc(15)))
    assert found["badge.svg"] == "Shop: down, 3 Nov"
    assert found["components/checkout/badge.svg"] == "Checkout: down, 3 Nov"
    assert found["components/search/badge.svg"] == "Search: works, 3 Nov"


def test_a_badge_of_what_could_not_be_read_does_not_say_that_it_works() -> None:
    site = situations.left_out()
    assert "works" not in pictures(site)["badge.svg"]
