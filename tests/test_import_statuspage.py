"""Statuspage's JSON as incidents. The records are made up, in the form that `/api/v2` has; so are their oddities."""

import json
from datetime import UTC, date, datetime
from textwrap import dedent
from typing import Any

import pytest

from straightup.importers import Import
from straightup.importers.foreign_text import as_markdown
from straightup.importers.statuspage import STATUSPAGE
from straightup.model.states import Component, Kind, Stage, State
from straightup.outputs.prose import render
from straightup.reading import read
from straightup.writing.whole import write

ON = datetime(2026, 11, 22, 10, tzinfo=UTC)


def update(at: str, status: str, body: str, *states: tuple[str, str], **more: object) -> dict[str, Any]:
    affected = [{"code": code, "name": code.title(), "new_status": state} for code, state in states]
    return {
        "id": f"u{at}",
        "status": status,
        "body": body,
        "created_at": f"2024-05-01T{at}.123Z",
        "display_at": f"2024-05-01T{at}.123Z",
        "updated_at": f"2024-05-01T{at}.456Z",
        "affected_components": affected or None,
        **more,
    }


def incident(*updates: dict[str, Any], **more: object) -> dict[str, Any]:
    return {
        "id": "k8w3r06qmzrp",
        "name": "Logins fail",
        "status": "resolved",
        "created_at": "2024-05-01T08:00:10.000Z",
        "started_at": "2024-05-01T08:00:00.000Z",
        "updated_at": "2024-05-01T12:00:00.000Z",
        "resolved_at": "2024-05-01T09:30:00.000Z",
        "impact": "minor",
        "incident_updates": list(reversed(updates)),
        **more,
    }


def take(*records: dict[str, Any], components: object = None, on: date = ON, **more: object) -> Import:
    contents = {"incidents.json": json.dumps({"page": {"url": "https://status.example.com"}, "incidents": records})}
    if components is not None:
        contents["components.json"] = json.dumps({"components": components})
    contents |= {name.replace("_json", ".json"): json.dumps(value) for name, value in more.items()}
    encoded = {name: text.encode() for name, text in contents.items()}
    return STATUSPAGE.read(encoded, zone=None, imported_on=on)


def one(*updates: dict[str, Any], **more: object) -> Any:
    result = take(incident(*updates, **more))
    assert result.skipped == ()
    (found,) = result.incidents
    again = read(found.file_name, write(found.incident))
    assert (again.findings, again.incident) == ((), found.incident)
    return found.incident


def test_an_incident_becomes_a_file_that_says_what_was_recorded_and_no_more() -> None:
    record = incident(
        update("08:00:20", "investigating", "We look into it.", ("api", "partial_outage"), ("web", "operational")),
        update("08:00:40", "identified", "Line one\nline two *here*", ("api", "major_outage")),
        update("09:30:00", "resolved", "All is well.", ("api", "operational"), updated_at="2024-05-02T10:00:00Z"),
    )
    (found,) = take(record).incidents
    assert write(found.incident) == dedent(
        """\
        ---
        title: Logins fail
        components:
          api: partial-outage
          web: not-recorded
        started: 2024-05-01 08:00 UTC
        imported:
          from: statuspage
          on: 2026-11-22 10:00 UTC
          id: k8w3r06qmzrp
          rated: minor
        was: /incidents/k8w3r06qmzrp
        ---

        ## Updates

        ### 2024-05-01 08:00:20 UTC: Investigating

        We look into it.

        ### 2024-05-01 08:00:40 UTC: Identified

        - Components: api major-outage

        Line one\\
        line two \\*here\\*

        ### 2024-05-01 09:30 UTC: Resolved

        - Edited: 2024-05-02 10:00 UTC

        All is well.
        """
    )


def test_what_stayed_broken_after_resolved_is_said() -> None:
    found = one(
        update("08:00:20", "investigating", "Slow.", ("api", "degraded_performance")),
        update("09:00:00", "resolved", "Over.", ("api", "degraded_performance")),
    )
    assert found.updates[-1].components == (("api", State.DEGRADED),)


def test_what_was_written_down_afterwards_has_no_end_that_is_recorded() -> None:
    found = one(
        update("08:00:00", "resolved", "From 6 to 7 UTC logins failed."),
        started_at="2024-05-01T09:12:00Z",
        created_at="2024-05-01T08:00:00Z",
        resolved_at="2024-05-01T08:00:00Z",
    )
    assert (found.end_not_recorded, found.over, found.restored) == (True, True, None)
    assert (found.started.hour, found.components) == (8, ())


def test_a_stage_that_is_closed_but_for_its_newest_updates_is_over_and_they_keep_their_word() -> None:
    found = one(
        update("08:00:20", "investigating", "We look into it."),
        update("09:00:00", "resolved", "Over."),
        update("09:10:00", "monitoring", "We watch it."),
        update("09:20:00", "pondering", "Hm."),
    )
    assert [each.stage for each in found.updates] == [Stage.INVESTIGATING, *[Stage.RESOLVED] * 3]
    assert [each.text for each in found.updates[2:]] == ["**Monitoring:** We watch it.", "**Monitoring:** Hm."]
    assert "“pondering”" in found.imported.note


@pytest.mark.parametrize(
    ("more", "resolved", "unknown"),
    [
        ({}, datetime(2024, 5, 1, 9, 30, tzinfo=UTC), False),
        ({"resolved_at": None}, None, True),
        ({"status": "monitoring", "resolved_at": None}, None, False),
    ],
)
def test_without_updates_the_end_is_what_the_record_says(
    more: dict[str, object], resolved: datetime | None, unknown: bool
) -> None:
    found = one(**more)
    assert (found.resolved, found.end_not_recorded, found.open) == (resolved, unknown, bool(more.get("status")))


def test_two_updates_of_one_second_are_one_and_their_order_in_the_file_does_not_matter() -> None:
    told = (update("08:10:00", "identified", "Second."), update("08:10:00", "identified", "Third.", id="v"))
    first = update("08:00:20", "investigating", "First.")
    assert [each.text for each in one(*told, first).updates] == ["First.", "Second.\n\nThird.", ""]


def test_planned_work_has_its_window_and_without_one_what_happened_or_is_a_notice() -> None:
    window = {"scheduled_for": "2024-05-01T10:00:00Z", "scheduled_until": "2024-05-01T11:00:00Z"}
    told = (
        update("08:00:00", "scheduled", "Soon.", ("api", "operational")),
        update("10:00:00", "verifying", "At it.", ("api", "under_maintenance")),
        update("10:30:00", "completed", "Done.", ("api", "operational")),
    )
    planned = one(*told, status="completed", **window)
    assert (planned.kind, planned.starts.hour, planned.ends.hour) == (Kind.MAINTENANCE, 10, 11)
    assert planned.components == (("api", State.OPERATIONAL),)
    assert [each.components for each in planned.updates] == [(), (("api", State.MAINTENANCE),), ()]
    happened = one(*told, status="completed")
    assert (happened.kind, happened.starts.hour, happened.ends.minute) == (Kind.MAINTENANCE, 10, 30)
    assert "announced one is not recorded" in happened.imported.note
    assert one(told[0], status="scheduled").kind is Kind.NOTICE


def test_only_what_the_page_declares_is_a_component_and_its_code_tells_which() -> None:
    declared = [
        {"id": "g1", "name": "Spaces", "group": True, "position": 2},
        {"id": "c2", "name": "SGP1", "group_id": "g1", "position": 2},
        {"id": "c1", "name": "NYC1", "group_id": "g1", "position": 1, "description": "New\nYork"},
        {"id": "api", "name": "API", "position": 1},
    ]
    told = update("08:00:20", "investigating", "Slow.", ("c2", "degraded_performance"), ("gone", "major_outage"))
    result = take(incident(told), components=declared)
    assert result.components == (
        Component(id="api", name="API"),
        Component(id="spaces-nyc1", name="NYC1", group="Spaces", description="New York"),
        Component(id="spaces-sgp1", name="SGP1", group="Spaces"),
    )
    assert result.retired == (Component(id="gone", name="Gone"),)
    assert result.names["spaces - sgp1"] == result.names["c2"] == "spaces-sgp1"


def test_of_one_incident_in_several_files_the_newest_counts_and_links_between_two_lead_to_their_files() -> None:
    older = incident(name="Old name", updated_at="2024-05-01T01:00:00Z")
    link = "See https://status.example.com/incidents/other12 and https://else.example.com/incidents/other12."
    newer = incident(update("08:00:20", "investigating", link))
    other = incident(id="other12", created_at="2024-04-01T08:00:00Z", started_at=None, resolved_at=None)
    result = take(newer, one_json={"incident": older}, more_json=[other])
    assert [each.file_name for each in result.incidents] == ["2024-04-01-logins-fail.md", "2024-05-01-logins-fail.md"]
    text = result.incidents[1].incident.updates[0].text
    assert "(2024-04-01-logins-fail.md) and https://else.example.com/incidents/other12." in text
    assert ">https://status.example.com/incidents/other12</a>" in render(text)


BODIES = {
    "a\nb *x* _y_ snake_case `t` 5 < 6 & <your-key> &amp; [a](b) ~1\n# no head\n1. no list\n---\n\\": (
        "<p>a<br>\nb *x* _y_ snake_case `t` 5 &lt; 6 &amp; &lt;your-key&gt; &amp;amp; [a](b) ~1<br>\n# no head<br>\n"
        "1. no list<br>\n---<br>\n\\</p>\n"
    ),
    "Paid \u202e[x](javascript:a()) \u2066back": "<p>Paid [x](javascript:a()) back</p>\n",
    "Now:\n• one\n• two\nThen.\n- Team": (
        "<p>Now:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<p>Then.<br>\n- Team</p>\n"
    ),
    'A<br />\nb <b> c </b><script>d()</script> <a href="javascript:e()">e</a> &lt;f&gt;<ul><li>g</li></ul>': (
        "<p>A<br>\nb  <strong>c</strong> d() e &lt;f&gt;</p>\n<ul>\n<li>g</li>\n</ul>\n"
    ),
    "https://example.com/a_b_c*d": (
        '<p><a href="https://example.com/a_b_c*d" rel="nofollow noopener noreferrer">https://example.com/a_b_c*d</a></p>\n'
    ),
    "## Impact\n\n### 2026-11-03 14:20 UTC: Resolved\n- ETA: soon": (
        "<p>## Impact</p>\n<p>### 2026-11-03 14:20 UTC: Resolved<br>\n- ETA: soon</p>\n"
    ),
}


@pytest.mark.parametrize(("body", "html"), BODIES.items(), ids=lambda text: text[:12])
def test_the_text_of_an_update_shows_the_words_lines_and_lists_that_it_had(body: str, html: str) -> None:
    assert str(render(as_markdown(body))) == html
    found = one(update("08:00:20", "resolved", body), update("08:50:00", "resolved", "Over."))
    assert str(render(found.updates[0].text)) == html
    assert (found.impact, len(found.updates), found.updates[0].eta) == ("", 2, None)


ODD: dict[str, object] = {
    "numbers as ids": incident(id=12, incident_updates=[{"id": 3, "status": 4, "body": 5, "display_at": 6}]),
    "null anywhere": dict.fromkeys(incident()) | {"id": "x", "incident_updates": None, "status": "resolved"},
    "lists for texts": {key: [value] for key, value in incident().items()},
    "half a letter": incident(name="\ud83d", incident_updates=[update("08:00:20", "resolved", "\udead \x00")]),
    "a year that nobody reads": incident(
        created_at="0001-01-01T00:00:00+14:00", started_at="9999-12-31T23:59:59-14:00"
    ),
    "a title of markup": incident(name="<script>alert(1)</script>" * 20),
    "a placeholder for a title": incident(name="TBD"),
    "many updates": incident(*(update(f"08:{n // 60:02}:{n % 60:02}", "resolved", "x") for n in range(900))),
    "no incident": {"incidents": [[], 1, "x", None, {"name": "x"}]},
}


@pytest.mark.parametrize("record", ODD.values(), ids=ODD)
def test_no_record_makes_it_raise_and_what_it_takes_can_be_read(record: object) -> None:
    result = STATUSPAGE.read({"a.json": json.dumps([record]).encode()}, zone=None, imported_on=ON)
    assert len(result.incidents) + len(result.skipped) <= 1
    for each in result.incidents:
        assert read(each.file_name, write(each.incident)).findings == ()
        assert "<script" not in render(each.incident.impact)


@pytest.mark.parametrize("data", [b"", b"\xff", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"1 2 x"], ids=len)
def test_what_is_no_json_is_skipped_with_a_next_step(data: bytes) -> None:
    result = STATUSPAGE.read({"a.json": data}, zone=None, imported_on=ON)
    assert [bool(each.reason and each.next_step) for each in result.skipped] == [True]


def test_lines_of_json_are_as_good_as_one_list() -> None:
    lines = "\n".join(json.dumps(incident(id=code)) for code in ("a1", "a2"))
    result = STATUSPAGE.read({"a.jsonl": lines.encode()}, zone=None, imported_on=ON)
    assert [each.file_name for each in result.incidents] == ["2024-05-01-logins-fail.md", "2024-05-01-logins-fail-2.md"]
