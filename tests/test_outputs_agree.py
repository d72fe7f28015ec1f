"""Whatever is edited, everything that is published goes on to know what it knew, and says the same as all else."""

import json
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from prometheus_client.openmetrics import parser

from straightup.building.plan import Edition, compose
from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component, State
from straightup.model.theme import Theme
from straightup.outputs.api.values import STATUS
from straightup.outputs.showing import text_of
from support.effort import THOROUGH, examples

SETTINGS = Settings(
    site_name="Shop",
    site_url="https://status.example.com/",
    feed_authority="status.example.com,2026",
    components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Search")),
)
BEGAN = datetime(2026, 11, 3, 9, tzinfo=UTC)
LATER = {"Investigating": "Identified", "Identified": "Monitoring", "Monitoring": "Resolved", "Resolved": "Resolved"}
BROKEN = "---\n\x00\x00\x00\n"


@cache
def theme() -> Theme:
    return read_theme([theme_folder()])


def metrics(text: str) -> list[Any]:
    return list(parser.text_string_to_metric_families(text))  # type: ignore[no-untyped-call] # it has no types


def moment(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


@dataclass
class Report:
    """A report as its author edits it."""

    name: str
    title: str
    component: str
    state: str
    began: datetime
    updates: list[tuple[datetime, str, str]] = field(default_factory=list)
    broken: bool = False

    @property
    def stage(self) -> str:
        return self.updates[-1][1]

    def text(self) -> str:
        if self.broken:
            return BROKEN
        over = f"resolved: {moment(self.updates[-1][0])}\n" if self.stage == "Resolved" else ""
        told = "".join(
            f"### {moment(at)}: {stage}\n\n"
            + (f"- Next update: {moment(at + timedelta(hours=1))}\n\n" if stage != "Resolved" else "")
            + f"{words}\n\n"
            for at, stage, words in self.updates
        )
        return (
            f"---\ntitle: {json.dumps(self.title)}\ncomponents:\n  {self.component}: {self.state}\n"
            f"started: {moment(self.began)}\n{over}---\n\n## Impact\n\nOne order in ten cannot be placed.\n\n"
            f"## Cause\n\nA disk in one of four machines was full.\n\n## Updates\n\n{told}"
        )


def edition(reports: list[Report], now: datetime) -> Edition:
    sources = [Source(f"incidents/{each.name}.md", each.name, each.text().encode()) for each in reports]
    return compose(sources, SETTINGS, theme(), now=now, keep_going=True)


@dataclass
class Seen:
    """What programs know of an edition."""

    items: frozenset[str]
    """The ids of the feeds' items."""
    ids: dict[str, str]
    """Statuspage's id of each incident, by where it leads."""
    components: dict[str, str]


def seen(found: Edition) -> Seen:
    files = found.files
    feeds = [feedparser.parse(files[name]) for name in ("feed.xml", "atom.xml")]
    assert not any(feed.bozo for feed in feeds)
    listed = [[entry.id for entry in feed.entries] for feed in feeds]
    listed.append([item["id"] for item in json.loads(files["feed.json"])["items"]])
    assert listed[0] == listed[1] == listed[2]
    assert len(set(listed[0])) == len(listed[0])
    years = [feedparser.parse(data) for name, data in files.items() if name.startswith("archive/")]
    assert [entry.id for year in years for entry in year.entries] == listed[0]
    of_reports = [feedparser.parse(data) for name, data in files.items() if re.match("incidents/.*/feed.xml", name)]
    assert {entry.id for feed in of_reports for entry in feed.entries} == set(listed[0])
    incidents = json.loads(files["api/v2/incidents.json"])["incidents"]
    components = json.loads(files["api/v2/components.json"])["components"]
    return Seen(
        frozenset(listed[0]),
        {each["shortlink"]: each["id"] for each in incidents},
        {each["name"]: each["id"] for each in components},
    )


def agree(found: Edition, reports: list[Report]) -> None:
    """Everything of an edition says the same of titles and states."""
    files = found.files
    own = json.loads(files["api/straightup/v1/index.json"])
    states = {each["name"]: State(each["state"]) for each in own["components"]}
    assert {name: STATUS[state] for name, state in states.items()} == {
        each["name"]: each["status"] for each in json.loads(files["api/v2/components.json"])["components"]
    }
    families = {family.name: family for family in metrics(files["metrics.txt"].decode())}
    measured = {
        sample.labels["name"]: sample.labels["state"]
        for sample in families["straightup_component_state"].samples
        if sample.value
    }
    assert measured == {name: str(state) for name, state in states.items()}
    assert families["straightup_open_incidents"].samples[0].value == len(own["open"])
    assert json.loads(files["badge.json"])["isError"] is (State(own["state"]) is not State.OPERATIONAL or own["unread"])
    pages = {page.url: page for page in found.pages}
    brief = {each["id"]: each for each in json.loads(files["api/straightup/v1/reports.json"])["reports"]}
    incidents = json.loads(files["api/v2/incidents.json"])["incidents"]
    named = {each["name"] for each in incidents}
    for report in reports:
        url = f"incidents/{report.name}/"
        assert (url in pages) is (not report.broken)
        if report.broken:
            assert own["left_out"]
            continue
        assert pages[url].title == brief[report.name]["title"] == report.title
        whole = json.loads(pages[url].data)
        assert [update["stage"] for update in whole["updates"]] == [stage for _, stage, _ in report.updates]
        times = [f"{at:%Y-%m-%dT%H:%M:00}" for at, _, _ in report.updates]
        assert [update["at"] for update in whole["updates"]] == [f"{time}Z" for time in times]
        (incident,) = (each for each in incidents if each["name"] == report.title)
        assert [each["created_at"] for each in reversed(incident["incident_updates"])] == [
            f"{time}.000Z" for time in times
        ]
        assert all(f"{at:%H:%M} UTC · {stage}" in pages[url].twin for at, stage, _ in report.updates)
        assert whole["open"] is brief[report.name]["open"] is (report.name in own["open"])
        assert whole["stage"] == brief[report.name]["stage"] == report.stage
        assert report.title in named
        for _, _, words in report.updates:
            assert words in pages[url].twin
            assert words in text_of(pages[url].body)
    assert own["headline"] in text_of(pages[""].body)


@pytest.mark.parametrize("seed", range(examples(5)))
def test_whatever_is_edited_ids_stay_each_update_is_news_once_and_all_agree(seed: int) -> None:
    chance = random.Random(seed)
    now, reports, known = BEGAN, list[Report](), Seen(frozenset(), {}, {})
    published = set[str]()
    for step in range(15):
        now += timedelta(minutes=chance.choice([7, 45, 180]))
        whole = [report for report in reports if not report.broken]
        deed = chance.choice(["report", "update", "update", "retitle", "break", "mend", "nothing"])
        news = 0
        if deed == "report" or not reports:
            state = chance.choice(["degraded", "partial-outage", "major-outage"])
            component = chance.choice(["checkout", "search"])
            report = Report(
                f"2026-11-03-r{step}", f"Number {step} is wrong", component, state, now - timedelta(minutes=6)
            )
            report.updates.append((now - timedelta(minutes=1), "Investigating", f"We look at it, step {step}."))
            reports.append(report)
            news = 1
        elif deed == "update" and whole:
            report = chance.choice(whole)
            report.updates.append((now - timedelta(minutes=1), LATER[report.stage], f"This is new in step {step}."))
            news = 1
        elif deed == "retitle" and whole:
            chance.choice(whole).title = f"Called otherwise since step {step}"
        elif deed in ("break", "mend"):
            chance.choice(reports).broken = deed == "break"
        found = edition(reports, now)
        agree(found, reports)
        told = seen(found)
        # What cannot be read is missing until it is mended; everything else stays, under the name that it had.
        hidden = {each.name for each in reports if each.broken}
        assert {each for each in known.items if each.split(":", 2)[2].split("/")[0] not in hidden} <= told.items
        assert len(told.items - published) == news
        published |= told.items
        both = known.ids.keys() & told.ids.keys()
        assert {link: known.ids[link] for link in both} == {link: told.ids[link] for link in both}
        assert known.components in ({}, told.components)
        known = Seen(told.items, {**known.ids, **told.ids}, told.components)


class _Strict(HTMLParser):
    def error(self, message: str) -> None:
        raise AssertionError(message)


def holds(found: Edition) -> Any:
    """Reads everything that was made."""
    for name, data in found.files.items():
        text = data.decode("utf-8")
        if name.endswith((".xml", ".svg")):
            ElementTree.fromstring(data)
        elif name.endswith(".json"):
            json.loads(text)
        elif name.endswith(".ics"):
            icalendar.Calendar.from_ical(data)
        elif name == "metrics.txt":
            list(metrics(text))
    for page in found.pages:
        _Strict().feed(page.body)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", page.twin)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
@hypothesis_settings(max_examples=examples(30), deadline=None)
def test_whatever_stands_in_a_title_everything_stays_well_formed(title: str) -> None:
    report = Report("2026-11-03-a", title, "checkout", "degraded", BEGAN)
    report.updates.append((BEGAN + timedelta(minutes=5), "Investigating", "We look at it."))
    holds(edition([report], BEGAN + timedelta(minutes=9)))


TOGETHER, REPORTS = 250, 40
POINTS = [point for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF]
CHUNKS = [POINTS[at : at + TOGETHER] for at in range(0, len(POINTS), TOGETHER)]


def test_each_code_point_may_stand_in_a_title() -> None:
    """Each of them where everything is tried; else the first of each script, and some of the rest."""
    chosen = CHUNKS if THOROUGH else [*CHUNKS[:12], *CHUNKS[12:262:10], *CHUNKS[-1:]]
    for at in range(0, len(chosen), REPORTS):
        reports = [
            Report(f"2026-11-03-r{number}", "".join(map(chr, points)), "checkout", "degraded", BEGAN)
            for number, points in enumerate(chosen[at : at + REPORTS])
        ]
        for report in reports:
            report.updates.append((BEGAN + timedelta(minutes=5), "Investigating", "We look at it."))
        holds(edition(reports, BEGAN + timedelta(minutes=9)))
