"""A report or a component that is called otherwise: programs, readers and links know it by what it was called first."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
import icalendar
import pytest

from straightup.building.plan import Edition, compose
from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.settings import Settings, from_mapping
from straightup.model.source import Source
from straightup.model.states import Component
from straightup.outputs.root_files import REDIRECTS
from straightup.site.assemble import known_ids
from support.excerpts import MAINTENANCE, OPEN

NOW = datetime(2026, 11, 3, 15, tzinfo=UTC)
OLD, NEW = "2026-11-03-cards", "2026-11-03-card-payments-eu"
SETTINGS = Settings(
    site_name="Shop",
    site_url="https://status.example.com/",
    feed_authority="status.example.com,2026",
    components=(Component(id="checkout", name="Checkout"),),
)
RENAMED = replace(SETTINGS, components=(Component(id="till", name="Till", was=("checkout",)),))


def edition(files: dict[str, str], settings: Settings = SETTINGS) -> Edition:
    sources = [Source(f"incidents/{name}.md", name, text.encode()) for name, text in sorted(files.items())]
    return compose(sources, settings, read_theme([theme_folder()]), now=NOW, keep_going=True)


def with_was(text: str, *old: str) -> str:
    return text.replace("title:", f"was: [{', '.join(old)}]\ntitle:", 1)


def items(found: Edition, name: str = "feed.xml") -> list[str]:
    return [entry.id for entry in feedparser.parse(found.files[name]).entries]


def data(found: Edition, name: str) -> Any:
    return json.loads(found.files[name])


def test_a_renamed_file_is_no_news_and_keeps_its_ids_and_its_addresses() -> None:
    before = edition({OLD: OPEN, "2026-11-28-db": MAINTENANCE})
    after = edition({NEW: with_was(OPEN, OLD), "2026-11-28-database": with_was(MAINTENANCE, "incidents/2026-11-28-db")})
    assert items(after) == items(before)
    for name in ("incidents", "scheduled-maintenances"):
        old, new = (data(each, f"api/v2/{name}.json")[name.replace("-", "_")] for each in (before, after))
        assert [each["id"] for each in new] == [each["id"] for each in old]
        assert [each["incident_updates"] for each in new] == [each["incident_updates"] for each in old]
    events = [
        icalendar.Calendar.from_ical(each.files["calendar.ics"]).walk("VEVENT")[0]["uid"] for each in (before, after)
    ]
    assert events[0] == events[1]
    references = [
        data_of["reference"]
        for each in (before, after)
        for page in each.pages
        if page.incident in (OLD, NEW)
        for data_of in [json.loads(page.data)]
    ]
    assert references[0] == references[1]
    assert f'url=../../incidents/{NEW}/"' in after.files[f"incidents/{OLD}/index.html"].decode()
    assert after.files[f"incidents/{OLD}/feed.xml"] == after.files[f"incidents/{NEW}/feed.xml"]
    assert f"/incidents/{OLD} /incidents/{NEW}/ 301\n" in after.root_files[REDIRECTS].decode()


def test_a_renamed_component_keeps_its_id_its_feed_its_badge_and_its_reports() -> None:
    before, after = edition({OLD: OPEN}), edition({OLD: OPEN}, RENAMED)
    assert not [found for found in after.diagnostics if found.code == "S03"]
    (old,), (new,) = (data(each, "api/v2/components.json")["components"] for each in (before, after))
    assert (new["id"], new["name"], new["status"]) == (old["id"], "Till", "major_outage")
    assert after.files["components/checkout/feed.xml"] == after.files["components/till/feed.xml"]
    assert items(after, "components/till/feed.xml") == items(before, "components/checkout/feed.xml")
    assert after.files["components/checkout/badge.svg"] == after.files["components/till/badge.svg"]
    assert 'url=../../components/till/"' in after.files["components/checkout/index.html"].decode()
    assert items(after) == items(before)


def test_an_id_that_another_report_has_stays_its_own() -> None:
    both = edition({OLD: OPEN, NEW: with_was(OPEN, OLD)})
    assert len(set(items(both))) == len(items(both)) == 2
    assert f"incidents/{OLD}/index.html" not in both.files
    a, b = (page for page in both.pages if page.incident)
    assert known_ids([]) == {}
    assert {a.incident, b.incident} == {OLD, NEW}
    # Two that were called the same: the first keeps it.
    two = edition({NEW: with_was(OPEN, OLD), f"{NEW}-2": with_was(OPEN, OLD)})
    assert len(set(items(two))) == 2


@pytest.mark.parametrize("old", ["/incidents/k8w3r06qmzrp", "/issues/2020-01-01-x/", "k8w3r06qmzrp"])
def test_what_another_page_called_it_changes_no_id(old: str) -> None:
    assert items(edition({OLD: with_was(OPEN, old)})) == items(edition({OLD: OPEN}))


def test_a_component_that_was_another_one_of_now_is_refused() -> None:
    _, messages = from_mapping({"components": [{"id": "till", "was": "checkout"}, {"id": "checkout"}]})
    assert messages == ["“till” was not “checkout”, which is a component of its own. Take it out of “was”."]
    settings, messages = from_mapping({"components": [{"id": "till", "was": ["a", "b"]}]})
    assert (messages, settings.components[0].was, settings.known_as("till")) == ([], ("a", "b"), "a")
