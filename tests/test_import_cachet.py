"""Cachet's JSON as incidents. No public export was found: these are made up after the API's own form."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from straightup.importers import Import
from straightup.importers.cachet import CACHET
from straightup.model.states import Component, Kind, Stage, State
from straightup.reading import read
from straightup.writing.whole import write

ON = datetime(2026, 11, 22, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
COMPONENTS = {"data": [{"id": 1, "name": "API", "status": 1, "group_id": 9, "order": 2, "link": "/x"}]}
GROUPS = {"data": [{"id": 9, "name": "Core", "collapsed": 0}]}


def take(zone: ZoneInfo | None = BERLIN, **files: object) -> Import:
    contents = {f"{name}.json": json.dumps(value).encode() for name, value in files.items()}
    result = CACHET.read(contents, zone=zone, imported_on=ON)
    for each in result.incidents:
        again = read(each.file_name, write(each.incident))
        assert (again.findings, again.incident) == ((), each.incident)
    return result


def incident(**more: object) -> dict[str, Any]:
    return {
        "id": 5,
        "name": "API is *slow*",
        "message": "We **look**.\n\n# Why\n\n<script>x</script>",
        "status": 4,
        "visible": 1,
        "component_id": 1,
        "occurred_at": "2022-05-22 21:07:01",
        "updates": [{"id": 1, "status": 4, "message": "Back.", "created_at": "2022-05-22 22:00:00"}],
        **more,
    }


def test_version_2_has_plain_objects_and_times_in_the_zone_that_is_given() -> None:
    result = take(incidents={"data": [incident()]}, components=COMPONENTS, groups=GROUPS)
    (found,) = (each.incident for each in result.incidents)
    assert found.started == datetime(2022, 5, 22, 19, 7, 1, tzinfo=UTC)
    assert found.components == (("core-api", State.NOT_KNOWN),)
    assert [each.stage for each in found.updates] == [Stage.INVESTIGATING, Stage.RESOLVED]
    assert found.updates[0].text == "We **look**.\n\n#### Why\n\n\\<script>x\\</script>"
    assert (found.was, found.end_not_recorded) == (("/incidents/5",), False)
    assert result.components == (Component(id="core-api", name="API", group="Core"),)


def test_version_3_has_what_belongs_to_an_incident_beside_it() -> None:
    def moment(text: str) -> dict[str, str]:
        return {"human": "long ago", "string": text}

    attributes = {"guid": "ab-12", "name": "API is slow", "message": "We look.", "visible": 1}
    relations = {
        "updates": {"data": [{"type": "updates", "id": "8"}]},
        "components": {"data": [{"type": "components", "id": "77"}]},
    }
    update = {"message": "Back.", "status": {"human": "Fixed", "value": 4}, "created": moment("2022-05-22 22:00:00")}
    answer = {
        "data": [
            {
                "id": "5",
                "type": "incidents",
                "attributes": {**attributes, "status": {"value": 4}, "occurred": moment("2022-05-22 21:07:01")},
                "relationships": relations,
            }
        ],
        "included": [{"id": "8", "type": "updates", "attributes": update}],
    }
    result = take(incidents=answer)
    (found,) = (each.incident for each in result.incidents)
    assert [each.text for each in found.updates] == ["We look.", "Back."]
    assert found.was == ("/incidents/5", "/incidents/ab-12")
    assert result.retired == (Component(id="component-77", name="Component 77"),)


def test_planned_work_is_maintenance_while_its_window_is_known() -> None:
    work = {"id": 2, "name": "We move", "message": "Soon.", "scheduled_at": "2022-06-01 10:00:00", "status": 2}
    known = work | {"completed_at": "2022-06-01 12:00:00", "created_at": "2022-05-30 10:00:00"}
    (found,) = (each.incident for each in take(schedules={"data": [known]}).incidents)
    assert (found.kind, found.over) == (Kind.MAINTENANCE, True)
    assert [each.stage for each in found.updates] == [Stage.SCHEDULED, Stage.COMPLETED]
    (found,) = (each.incident for each in take(schedules={"data": [work]}).incidents)
    assert (found.kind, found.impact) == (Kind.NOTICE, "Soon.")


@pytest.mark.parametrize(
    ("more", "zone", "reason"),
    [
        ({"visible": 0}, BERLIN, "guests do not see it"),
        ({"visible": {"value": 2}}, BERLIN, "guests do not see it"),
        ({}, None, "its times have no zone"),
        ({"occurred_at": None}, BERLIN, "it says nowhere when it was"),
        ({"occurred_at": "2022-10-30 02:30:00"}, BERLIN, "happened twice"),
    ],
)
def test_what_guests_do_not_see_and_what_has_no_time_is_skipped(
    more: dict[str, object], zone: ZoneInfo | None, reason: str
) -> None:
    result = take(zone, incidents={"data": [incident(**more)]})
    assert result.incidents == ()
    assert [reason in each.reason for each in result.skipped] == [True]


def test_one_message_alone_says_how_it_stands_and_of_one_that_is_fixed_no_end_is_recorded() -> None:
    stands = {2: Stage.IDENTIFIED, 3: Stage.MONITORING, 4: Stage.RESOLVED}
    for status, stage in stands.items():
        (found,) = (each.incident for each in take(incidents=incident(status=status, updates=[])).incidents)
        assert (found.stage, found.end_not_recorded) == (stage, status == 4)


@pytest.mark.parametrize("value", [None, [1], {"a": 1}, "\ud83d", 10**40, True, -1], ids=repr)
def test_no_record_makes_it_raise(value: object) -> None:
    for key in incident():
        take(incidents=incident(**{key: value}), components=COMPONENTS)
