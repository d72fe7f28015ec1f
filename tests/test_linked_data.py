"""What a page tells programs in the words of schema.org: never more than it tells people."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from straightup.outputs.pages.all_pages import pages
from straightup.reading import read
from straightup.site.assemble import assemble
from support.excerpts import MAINTENANCE, OPEN
from support.sites import templates_of
from support.situations import SETTINGS

NOW = datetime(2026, 11, 3, 16, 0, tzinfo=UTC)


def heads(text: str, name: str, *, exercise: bool = False) -> dict[str, str]:
    incident = read(f"incidents/{name}.md", text).incident
    site = assemble([incident], SETTINGS, NOW, exercise=exercise)
    return {page.url: page.about for page in pages(templates_of(site))}


def data_in(body: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body)]


def of_report(text: str = OPEN, name: str = "2026-11-03-cards") -> dict[str, Any]:
    (data,) = data_in(heads(text, name)[f"incidents/{name}/"])
    assert data["@context"] == "https://schema.org"
    return data


def test_an_open_incident_is_told_piece_by_piece_and_has_no_end() -> None:
    data = of_report()
    assert data["@type"] == "LiveBlogPosting"
    assert data["headline"] == "Card payments fail in the EU"
    assert data["coverageStartTime"] == "2026-11-03T14:05:00Z"
    assert "coverageEndTime" not in data
    assert [post["headline"] for post in data["liveBlogUpdate"]] == ["Identified"]
    assert data["dateModified"] == data["liveBlogUpdate"][0]["datePublished"] == "2026-11-03T14:48:00Z"
    assert data["liveBlogUpdate"][0]["url"].endswith("/incidents/2026-11-03-cards/#u20261103T1448")


def test_what_is_called_over_and_is_open_again_has_no_end() -> None:
    over = OPEN.replace("\n## Updates", "\n## Updates\n\n### 2026-11-03 15:00 UTC: Resolved\n\nAll cards work.\n", 1)
    assert "coverageEndTime" not in of_report(over.replace("started:", "resolved: 2026-11-03 19:00 UTC\nstarted:", 1))


def test_an_update_whose_time_cannot_be_read_has_none() -> None:
    posts = of_report(f"{OPEN}\n### half past three: Monitoring\n\nCards work again.\n")["liveBlogUpdate"]
    unread = [post for post in posts if "half past three" in post["headline"]]
    assert [("datePublished" in post) for post in unread] == [False]


def test_planned_work_is_an_event_and_cancelled_work_a_cancelled_one() -> None:
    data = of_report(MAINTENANCE, "2026-11-28-upgrade")
    assert (data["@type"], data["eventStatus"]) == ("Event", "https://schema.org/EventScheduled")
    assert data["startDate"] < data["endDate"]
    cancelled = f"{MAINTENANCE}\n### 2026-11-03 15:00 UTC: Cancelled\n\nWe do not do it.\n"
    assert of_report(cancelled, "2026-11-28-upgrade")["eventStatus"] == "https://schema.org/EventCancelled"


def test_planned_work_whose_time_cannot_be_read_is_no_event() -> None:
    broken = re.sub(r"(?m)^starts:.*$", "starts: some day", MAINTENANCE)
    name = "2026-11-28-upgrade"
    assert data_in(heads(broken, name)[f"incidents/{name}/"]) == []


@pytest.mark.parametrize("title", ["</script><b>x", "a & b <!-- c", "“é” \U0001f525", 'q"uote \\ back'])
def test_whatever_stands_in_a_title_stands_in_the_data(title: str) -> None:
    text = re.sub(r"(?m)^title:.*$", lambda _: f"title: {json.dumps(title, ensure_ascii=False)}", OPEN, count=1)
    head = heads(text, "2026-11-03-cards")["incidents/2026-11-03-cards/"]
    (data,) = data_in(head)
    assert data["headline"] == data["name"] == title
    assert head.count("<script") == head.count("</script>") == 1


def test_the_first_page_names_the_site_and_an_exercise_says_nothing() -> None:
    (data,) = data_in(heads(OPEN, "2026-11-03-cards")[""])
    assert (data["@type"], data["name"]) == ("WebSite", SETTINGS.site_name)
    assert all(data_in(body) == [] for body in heads(OPEN, "2026-11-03-cards", exercise=True).values())
