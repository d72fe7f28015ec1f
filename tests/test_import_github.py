"""Issues of GitHub as incidents. The texts are made up, in the form that Upptime and the two APIs have."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from straightup.importers import Given, Import
from straightup.importers.github import GITHUB
from straightup.model.states import Component, Kind, Stage, State
from straightup.reading import read
from straightup.writing.whole import write

ON = datetime(2026, 11, 22, 10, tzinfo=UTC)
DOWN = "In [`44be544`](https://github.com/o/r/commit/44be544\n), Shop ($SHOP) was **down**:\n- HTTP code: 500\n"
CONFIGURATION = b"sites:\n  - name: Shop\n    url: https://shop.example.com\n  - name: Blog\n    slug: the-blog\n"


def issue(number: int, *labels: str, at: str = "10:00:00", **more: object) -> dict[str, Any]:
    return {
        "number": number,
        "title": "🛑 Shop is down",
        "body": DOWN,
        "html_url": f"https://github.com/o/r/issues/{number}",
        "labels": [{"name": name} for name in labels],
        "state": "closed",
        "created_at": f"2024-05-01T{at}Z",
        "closed_at": "2024-05-01T10:11:02Z",
        "user": {"login": "bot"},
        **more,
    }


def comment(number: int, at: str, body: str, place: str = "MEMBER", login: str = "jo") -> dict[str, Any]:
    return {
        "id": f"{number}-{at}",
        "issue_url": f"https://api.github.com/repos/o/r/issues/{number}",
        "created_at": f"2024-05-01T{at}Z",
        "author_association": place,
        "user": {"login": login},
        "body": body,
    }


def take(*records: dict[str, Any], comments: object = (), configuration: bytes = b"", **labels: str) -> Import:
    contents = {"issues.json": json.dumps(records).encode(), "comments.json": json.dumps(comments).encode()}
    contents |= {".upptimerc.yml": configuration} if configuration else {}
    given = Given(labels={name.replace("_", " "): meaning for name, meaning in labels.items()})
    result = GITHUB.read(contents, zone=None, imported_on=ON, given=given)
    for each in result.incidents:
        again = read(each.file_name, write(each.incident))
        assert (again.findings, again.incident) == ((), each.incident)
    return result


def test_a_probe_says_what_was_down_since_when_and_that_it_is_back() -> None:
    comments = [
        comment(7, "10:11:00", "**Resolved:** Shop is back up in [`a`](https://x.y) after 11 minutes.", "NONE", "bot")
    ]
    result = take(issue(7, "status", "shop"), comments=comments, configuration=CONFIGURATION)
    found = result.incidents[0].incident
    assert found.components == (("shop", State.MAJOR_OUTAGE),)
    assert [(each.at.minute, each.stage) for each in found.updates] == [(0, Stage.INVESTIGATING), (11, Stage.RESOLVED)]
    assert "- HTTP code: 500" in found.updates[0].text
    assert found.imported is not None
    assert (found.imported.automatic, found.imported.id, found.was) == (True, "o/r#7", ("/incident/7",))
    assert [link.url for link in found.links] == ["https://github.com/o/r/issues/7"]
    assert result.components == (Component(id="shop", name="Shop"), Component(id="the-blog", name="Blog"))
    assert "bot" not in write(found)


def test_of_several_issues_for_one_outage_all_but_one_are_duplicates_and_what_never_closed_has_no_end() -> None:
    forgotten = issue(3, "status", "shop", at="08:00:00", state="open", closed_at=None)
    same = [issue(number, "status", "shop", at=f"10:00:0{number}", state="open", closed_at=None) for number in (5, 6)]
    last = issue(7, "status", "shop", at="10:00:07")
    result = take(forgotten, *same, last)
    assert [each.incident.end_not_recorded for each in result.incidents] == [True, True, True, False]
    original = result.incidents[3].incident
    assert [each.incident.duplicate_of for each in result.incidents] == ["", original.id, original.id, ""]
    assert original.updates[-1].text == "Closed."
    assert result.retired == (Component(id="shop", name="Shop"),)
    assert take(forgotten).incidents[0].incident.open


def test_what_people_label_has_the_components_and_the_state_that_labels_are_said_to_mean() -> None:
    record = issue(
        1, "Major Outage", "Travis CI", "x", title="Builds wait", body="They wait.\n\n**2024-05-01T10:05:00Z**: Less."
    )
    said = [
        comment(1, "10:06:00", "Thanks @jo ![pic](https://x.y/z.png)"),
        comment(1, "10:07:00", "Same here", "NONE"),
        comment(1, "10:11:01", "Back, closing."),
        comment(1, "12:00:00", "Why?"),
    ]
    result = take(record, comments=said, travis_ci="Builds")
    found = result.incidents[0].incident
    assert found.components == (("builds", State.MAJOR_OUTAGE),)
    assert found.imported is not None
    assert (found.imported.rated, found.imported.automatic) == ("Major Outage", False)
    assert [each.text.partition(" ")[0] for each in found.updates] == ["They", "Less.", "Thanks", "Back,"]
    assert [each.stage for each in found.updates] == [*[Stage.INVESTIGATING] * 3, Stage.RESOLVED]
    assert result.components == (Component(id="builds", name="Builds"),)
    assert result.notes == (
        "Comments that were left out: 1 of others, 1 of the team after the closing.",
        "Labels without a meaning: x (1). --label NAME=MEANING gives one, such as the name of a component.",
    )


@pytest.mark.parametrize("form", ["<!--\n{}\n-->\nWe move.", "{}\n\nWe move."])
def test_planned_work_has_the_window_in_its_text_and_else_that_of_its_issue(form: str) -> None:
    window = "start: 2024-05-02T13:00:00+02:00\nend: 2024-05-02T12:00:00.000Z\nexpectedDown: shop, the-blog"
    planned = issue(1, "maintenance", title="We move", body=form.format(window), state="open", closed_at=None)
    found = take(planned, configuration=CONFIGURATION).incidents[0].incident
    assert found.kind is Kind.MAINTENANCE
    assert (found.starts, found.ends) == tuple(datetime(2024, 5, 2, hour, tzinfo=UTC) for hour in (11, 12))
    assert found.components == (("shop", State.MAINTENANCE), ("the-blog", State.MAINTENANCE))
    assert [each.stage for each in found.updates] == [Stage.SCHEDULED]
    happened = take(issue(1, "maintenance", title="We move", body="Now.")).incidents[0].incident
    assert (happened.kind, happened.ends, happened.updates[-1].stage) == (
        Kind.MAINTENANCE,
        datetime(2024, 5, 1, 10, 11, 2, tzinfo=UTC),
        Stage.COMPLETED,
    )
    unknown = take(issue(1, "maintenance", title="We move", body="Now.", state="open", closed_at=None))
    assert unknown.incidents[0].incident.kind is Kind.NOTICE


def test_what_gh_lists_is_read_as_well_and_pull_requests_and_ignored_labels_are_named() -> None:
    listed = {
        "number": 4,
        "title": "Slow",
        "body": None,
        "state": "CLOSED",
        "createdAt": "2024-05-01T10:00:00Z",
        "closedAt": "2024-05-01T12:60:00Z",
        "url": "https://github.com/o/r/issues/4",
        "labels": [],
        "comments": [{"createdAt": "2024-05-01T12:70:00Z", "authorAssociation": "OWNER", "body": "It is back."}],
    }
    result = take(listed, issue(5, "test"), issue(6, pull_request={}), test="ignore")
    (found,) = (each.incident for each in result.incidents)
    assert (found.end_not_recorded, found.impact, len(found.updates)) == (True, "It is back.", 1)
    assert [each.reason for each in result.skipped] == [
        "it is a pull request",
        "its label “test” is to be ignored",
    ]


@pytest.mark.parametrize("value", [None, [1], {"a": 1}, "\ud83d", 10**40, "2024-13-45T99:99:99Z", -1], ids=repr)
def test_no_record_makes_it_raise(value: object) -> None:
    for key in issue(1):
        take(issue(1, "status", "shop") | {key: value}, comments=[comment(1, "10:01:00", "x") | {key: value}])
