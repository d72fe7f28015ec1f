"""Programs that others wrote for Statuspage's API read our sites: what they say is what the site says."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import feedparser
import icalendar
import pytest
from jsonschema import Draft202012Validator
from prometheus_client.openmetrics import parser

from support.browsing import tool
from support.built import Build, Drawn, Serve
from support.excerpts import MAINTENANCE, OPEN
from support.pages import RESOLVED
from support.readers import Newsboat, Rss2email

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.long, pytest.mark.process]

AT = "2026-11-03 15:00 UTC"
CARDS, MOVE = "2026-11-03-cards.md", "2026-11-28-db.md"
SLOW = OPEN.replace("Card payments fail in the EU", "Everything else is slow").replace("major-outage", "degraded")


@dataclass(frozen=True)
class Case:
    """A site, and what a client is to say of it."""

    site: Drawn
    indicator: str
    incidents: tuple[str, ...]
    checkout: str


CASES = {
    "calm": Case(Drawn({CARDS: RESOLVED}, "2026-11-05 15:00 UTC"), "none", (), "operational"),
    "open": Case(Drawn({CARDS: OPEN}, AT), "critical", ("Card payments fail in the EU",), "major_outage"),
    "busy": Case(
        Drawn({CARDS: OPEN, "2026-11-03-slow.md": SLOW, MOVE: MAINTENANCE}, AT),
        "critical",
        ("Card payments fail in the EU", "Everything else is slow"),
        "major_outage",
    ),
    "broken": Case(
        Drawn(
            {CARDS: RESOLVED, "2026-11-04-torn.md": "---\ntitle: Orders are lost\nstarted: [\n"}, "2026-11-05 15:00 UTC"
        ),
        "minor",
        ("Orders are lost",),
        "degraded_performance",
    ),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture
def address(case: Case, build: Build, serve: Serve) -> str:
    """Where the case's site is served, without a slash at the end."""
    return serve(build(case.site)).rstrip("/")


def said_by(command: list[str], **more: Any) -> Any:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60, **more)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@cache
def needs(module: str) -> None:
    if find_spec(module) is None:
        pytest.skip(f"{module} is not installed")


AREZ = """
import asyncio, json, sys
from arez.statuspage import StatusPage
async def main():
    async with StatusPage(sys.argv[1]) as page:
        status = await page.get_status()
    print(json.dumps({
        "status": status.status,
        "incidents": sorted(each.name for each in status.incidents),
        "planned": sorted(each.name for each in status.maintenances),
        "components": {each.name: each.status for each in status.components},
        "groups": {each.name: [child.name for child in each.components] for each in status.groups},
        "bodies": [update.description for each in status.incidents for update in each.updates],
    }))
asyncio.run(main())
"""


def test_arez(case: Case, address: str) -> None:
    needs("arez")
    said = said_by([sys.executable, "-W", "ignore", "-c", AREZ, address])
    assert said["incidents"] == sorted(case.incidents)
    assert said["components"]["Checkout"].lower().replace(" ", "_") == case.checkout
    assert said["groups"] == {"Shop": ["Checkout", "Search"]}
    assert all(said["bodies"])
    assert (said["status"] == "All Systems Operational") is (case.indicator == "none")
    assert said["planned"] == (["Orders are read-only for 20 minutes"] if MOVE in case.site.reports else [])


EXPORTER = """
import json, sys
from statuspage_prometheus_exporter.service_checker import check_service_status
print(json.dumps(check_service_status("shop", {"name": "Shop", "url": sys.argv[1]})))
"""


def test_statuspage_prometheus_exporter(case: Case, address: str, tmp_path: Path) -> None:
    needs("statuspage_prometheus_exporter")
    services = tmp_path / "services.json"
    summary = f"{address}/api/v2/summary.json"
    services.write_text(json.dumps({"shop": {"name": "Shop", "type": "status_page", "url": summary}}), "utf-8")
    environment = {**os.environ, "SERVICES_JSON_PATH": os.fspath(services)}
    said = said_by([sys.executable, "-W", "ignore", "-c", EXPORTER, summary], env=environment, cwd=tmp_path)
    assert (said["success"], said["raw_status"]) == (True, case.indicator)
    assert said["status"] == (1 if case.indicator == "none" else 0)
    names = {each["name"]: each["status"] for each in said["component_metadata"]}
    assert names["Checkout"] == case.checkout
    titles = " ".join(str(each) for each in said["incident_metadata"])
    assert all(title in titles for title in case.incidents)
    assert len(said["incident_metadata"]) == len(case.incidents)


NODE = """
const {Statuspage} = require(process.argv[1]);
(async () => {
  const page = new Statuspage("shop");
  page.setApiUrl(`${process.argv[2]}/`);
  const [status, summary, components, open, planned] = await Promise.all([
    page.getStatus(), page.getSummary(), page.getComponents(),
    page.api.incidents.getUnresolved(), page.api.scheduledMaintenances.getUpcoming(),
  ]);
  console.log(JSON.stringify({
    indicator: status.status.indicator, same: summary.status.indicator,
    components: Object.fromEntries(components.components.map(each => [each.name, each.status])),
    open: open.incidents.map(each => each.name), planned: planned.scheduled_maintenances.map(each => each.name),
  }));
})();
"""


def test_statuspage_io_of_npm(case: Case, address: str) -> None:
    package = tool("statuspage.io/package.json").parent
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js on this machine")
    said = said_by([node, "-e", NODE, os.fspath(package), address])
    assert said["indicator"] == said["same"] == case.indicator
    assert sorted(said["open"]) == sorted(case.incidents)
    assert said["components"]["Checkout"] == case.checkout
    assert said["planned"] == (["Orders are read-only for 20 minutes"] if MOVE in case.site.reports else [])


OLD_CLASSES = """
const Native = HTMLElement;
window.HTMLElement = function () { return Reflect.construct(Native, [], this.constructor); };
HTMLElement.prototype = Native.prototype;
Object.setPrototypeOf(HTMLElement, Native);
"""
"""The widget was made for browsers without classes; with this, those that have them take it."""


@pytest.mark.browser
def test_the_status_widget_of_statuspage(case: Case, address: str, browser: "Browser") -> None:
    script = tool("@statuspage/status-widget/dist/index.js").read_text("utf-8")
    page = browser.new_page()
    page.set_content(f'<statuspage-widget src="{address}"></statuspage-widget>')
    for each in (OLD_CLASSES, script):
        page.add_script_tag(content=each)
    shown = page.wait_for_function(
        "() => { const root = document.querySelector('statuspage-widget')?.shadowRoot;"
        " return root && /Operational|Service|Outage/.test(root.textContent) && root.innerHTML }"
    ).json_value()
    assert isinstance(shown, str)
    assert case.indicator in shown
    assert ("All Systems Operational" in shown) is (case.indicator == "none")
    page.close()


def fetched(address: str, path: str) -> bytes:
    with urlopen(f"{address}/{path}", timeout=20) as answer:
        data: bytes = answer.read()
        return data


def test_readers_of_feeds_calendars_metrics_and_schemas(case: Case, address: str) -> None:
    items = [item["id"] for item in json.loads(fetched(address, "feed.json"))["items"]]
    for name in ("feed.xml", "atom.xml"):
        feed = feedparser.parse(f"{address}/{name}")
        assert (feed.bozo, [entry.id for entry in feed.entries]) == (0, items)
    calendar = icalendar.Calendar.from_ical(fetched(address, "calendar.ics"))
    assert len(calendar.walk("VEVENT")) == (1 if MOVE in case.site.reports else 0)
    text = fetched(address, "metrics.txt").decode()
    families = parser.text_string_to_metric_families(text)  # type: ignore[no-untyped-call] # it has no types
    open_incidents = next(family for family in families if family.name == "straightup_open_incidents")
    assert open_incidents.samples[0].value == len(case.incidents)
    paths = json.loads(fetched(address, "api/openapi.json"))["paths"]
    for path, item in paths.items():
        if "{" in path:
            continue
        reference = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        schema = json.loads(fetched(address, f"api/{reference}"))
        document = json.loads(fetched(address, path.lstrip("/")))
        assert [error.message[:200] for error in Draft202012Validator(schema).iter_errors(document)] == [], path


@pytest.mark.parametrize(("program", "reader"), [("newsboat", Newsboat), ("r2e", Rss2email)])
def test_readers_that_people_use(
    case: Case, address: str, program: str, reader: type[Newsboat | Rss2email], tmp_path: Path
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    items = json.loads(fetched(address, "feed.json"))["items"]
    follows = reader(tmp_path / program, f"{address}/feed.xml")
    assert [follows.news(), follows.news()] == [len(items), 0]
