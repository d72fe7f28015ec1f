"""Incidents written as files, and read back."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from textwrap import dedent

import pytest
from hypothesis import assume, given

from straightup.model.imported import Imported
from straightup.model.incident import CauseState, Edit, Incident, Link, Promise, UnknownUntil, Update, Window
from straightup.model.source import SectionName
from straightup.model.states import Kind, Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.reading import read
from straightup.reading.markdown import Scanner
from straightup.writing.whole import moment, prevention_item, write, write_update
from support import strategies
from support.reports import utc

CET = timezone(timedelta(hours=1))


def reread(incident: Incident) -> Incident:
    found = read(strategies.PATH, write(incident)).incident
    # A report that names no component is told that, which no file says.
    return found if incident.components else replace(found, unread=tuple(set(found.unread) - {"components"}))


@given(strategies.incidents())
def test_an_incident_survives_being_written_and_read(incident: Incident) -> None:
    assert reread(incident) == incident


@given(strategies.files())
def test_whatever_a_file_yields_survives_being_written_and_read(text: str) -> None:
    incident = read(strategies.PATH, text).incident
    assume(not any(leaves_a_fence_open(prose) for prose in strategies.texts(incident)))  # see the test below
    assume(not any(update.heading or update.unread for update in incident.updates))  # which is not written
    assert reread(incident) == incident


@given(strategies.files())
def test_writing_a_second_time_changes_nothing(text: str) -> None:
    once = write(read(strategies.PATH, text).incident)
    assert write(read(strategies.PATH, once).incident) == once


@given(strategies.hostile_incidents())
def test_no_prose_becomes_structure(incident: Incident) -> None:
    again = reread(incident)
    assert shape(again) == shape(incident)
    assert write(again) == write(incident)


def leaves_a_fence_open(prose: str) -> bool:
    scanner = Scanner(prose.split("\n"), 1, frozenset())
    scanner.scan()
    return scanner.fence is not None


def shape(incident: Incident) -> tuple[object, ...]:
    """All that is not prose, and whether there is prose."""
    told = [
        (each.at, each.stage, each.eta, each.next_update, each.edits, each.began, each.restored, each.window)
        for each in incident.updates
    ]
    headings = [heading for heading, _ in incident.other_sections]
    return (
        *[bool(text) for text in strategies.texts(incident)],
        incident.prevention,
        incident.remedies,
        headings,
        told,
    )


def test_a_code_fence_that_was_left_open_is_closed() -> None:
    incident = Incident(id=strategies.IDENTITY, impact="Logs:\n\n```\nerror 42", cause="The disk was full.")
    assert reread(incident) == replace(incident, impact="Logs:\n\n```\nerror 42\n```", cause_state=CauseState.KNOWN)


def test_an_incident_is_written_as_an_engineer_would_write_it() -> None:
    incident = Incident(
        id="2026-11-03-card-payments-eu",
        title="Cards: declined in the EU",
        components=(("checkout", State.MAJOR_OUTAGE), ("api", State.DEGRADED)),
        started=utc(14, 5),
        resolved=datetime(2026, 11, 3, 17, 12, 30, tzinfo=CET),
        cause_category="expired-certificate",
        false_alarm=True,
        links=(Link(text="Card network: status", url="https://status.example.org/#eu"),),
        exempt=(("P01", "closed before this site began"),),
        imported=Imported(source="cstate", on="2026-11-22"),
        preamble="Before everything.",
        impact="Cards issued in the EU were declined.\nOthers worked.",
        cause="The certificate expired.",
        prevention_text="Three steps:",
        prevention=(
            PreventionItem(
                text="Renew 30 days ahead",
                state=PreventionState.DONE,
                owner="Payments",
                due=date(2026, 11, 10),
                done=date(2026, 11, 9),
            ),
            PreventionItem(text="Alert (14 days)", state=PreventionState.OPEN, link="https://example.com/1"),
            PreventionItem(text="Move it", state=PreventionState.DROPPED, because="the contract, due soon, forbids it"),
        ),
        other_sections=(("Timeline", "- 14:03 expired"),),
        updates=(
            Update(
                at=utc(14, 20),
                stage=Stage.INVESTIGATING,
                eta=UnknownUntil(until=utc(14, 50), because="we are still finding which nodes are affected"),
                next_update=utc(14, 50),
                text="Cards are declined.",
            ),
            Update(
                at=utc(14, 48),
                stage=Stage.IDENTIFIED,
                eta=Promise(earliest=utc(16, 0), by=utc(17, 0), because="each gateway takes ten minutes"),
                components=(("checkout", State.PARTIAL_OUTAGE), ("api", State.OPERATIONAL)),
                edits=(Edit(at=utc(15, 0), because="the time was wrong"),),
                text="- one gateway works\n- three follow",
            ),
            Update(at=utc(16, 55), stage=Stage.RESOLVED, text="- ETA: no more"),
        ),
    )
    assert write(incident) == dedent(
        """\
        ---
        title: "Cards: declined in the EU"
        components:
          checkout: major-outage
          api: degraded
        started: 2026-11-03 14:05 UTC
        resolved: 2026-11-03 17:12:30 +01:00
        cause-category: expired-certificate
        outcome: false-alarm
        links:
          "Card network: status": https://status.example.org/#eu
        exempt:
          P01: closed before this site began
        imported:
          from: cstate
          on: 2026-11-22
        ---

        Before everything.

        ## Impact

        Cards issued in the EU were declined.
        Others worked.

        ## Cause

        The certificate expired.

        ## Prevention

        Three steps:

        - [x] Renew 30 days ahead (owner: Payments, due: 2026-11-10, done: 2026-11-09)
        - [ ] Alert (14 days) (link: https://example.com/1)
        - [-] Move it (because: the contract, due soon, forbids it)

        ## Timeline

        - 14:03 expired

        ## Updates

        ### 2026-11-03 14:20 UTC: Investigating

        - ETA: unknown until 2026-11-03 14:50 UTC, because we are still finding which nodes are affected
        - Next update: 2026-11-03 14:50 UTC

        Cards are declined.

        ### 2026-11-03 14:48 UTC: Identified

        - ETA: 2026-11-03 16:00-17:00 UTC, because each gateway takes ten minutes
        - Components: checkout partial-outage, api operational
        - Edited: 2026-11-03 15:00 UTC, because the time was wrong

        - one gateway works
        - three follow

        ### 2026-11-03 16:55 UTC: Resolved

        - ETA\\: no more
        """
    )


def test_unanswered_sections_can_ask_their_question_in_a_comment() -> None:
    prompts = {
        SectionName.IMPACT: "What do customers see?",
        SectionName.CAUSE: "What is causing it? --> say so",
        SectionName.UPDATES: "When do they hear from you next?",
    }
    incident = Incident(
        id=strategies.IDENTITY,
        title="Cards fail",
        components=(("checkout", State.DEGRADED),),
        started=utc(14, 5),
        impact="Cards are declined.",
    )
    text = write(incident, prompts)
    assert text == dedent(
        """\
        ---
        title: Cards fail
        components:
          checkout: degraded
        started: 2026-11-03 14:05 UTC
        ---

        ## Impact

        Cards are declined.

        ## Cause

        <!-- What is causing it? –> say so -->

        ## Updates

        <!-- When do they hear from you next? -->
        """
    )
    assert read(strategies.PATH, text).incident == incident


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cards fail", "Cards fail"),
        ("Cards: fail", '"Cards: fail"'),
        ("Cards fail:", '"Cards fail:"'),
        ("C# and 12:30", "C# and 12:30"),
        ("Fails #2", '"Fails #2"'),
        ('"Quoted" \\ words', '"\\"Quoted\\" \\\\ words"'),
        ("- dash", '"- dash"'),
        ("Über 支付", "Über 支付"),
        ("zero\u200bwidth", '"zero\\u200bwidth"'),
        ("🎉 party", '"🎉 party"'),
        ("no", "no"),
    ],
)
def test_a_title_is_quoted_only_where_yaml_would_misread_it(title: str, expected: str) -> None:
    incident = Incident(id=strategies.IDENTITY, title=title)
    assert write(incident) == f"---\ntitle: {expected}\n---\n"
    assert reread(incident) == incident


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("## Cause", r"\## Cause"),
        ("  ## Cause ##", r"  \## Cause ##"),
        ("### 2026-11-03 14:20 UTC: Resolved", r"\### 2026-11-03 14:20 UTC: Resolved"),
        ("#### Deeper", "#### Deeper"),
        ("# Top", "# Top"),
        ("```\n## Cause\n```", "```\n## Cause\n```"),
        ("a <!-- b --> c", r"a \<!-- b --> c"),
        ("<!-- a <!-- b", r"\<!-- a \<!-- b"),
        (r"\\<!-- a -->", r"\\\<!-- a -->"),
        ("`<!-- code -->`", "`<!-- code -->`"),
        ("- Next update: never\n- **ETA**: soon\n- Note: x", "- Next update\\: never\n- **ETA**\\: soon\n- Note: x"),
        ("Words.\n\n- ETA: soon", "Words.\n\n- ETA: soon"),
        ("- word - ETA: soon", "- word - ETA: soon"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("null \0 byte", "null \ufffd byte"),
        ("~~~\nopen", "~~~\nopen\n~~~"),
    ],
)
def test_prose_of_an_update_stays_prose(prose: str, expected: str) -> None:
    assert write_update(Update(at=utc(14, 20), stage=Stage.MONITORING, text=prose)) == (
        f"### 2026-11-03 14:20 UTC: Monitoring\n\n{expected}"
    )


def test_a_task_in_the_text_beside_the_steps_is_no_step() -> None:
    text = "- [ ] not promised\n\nA box - [ ] - in a line.\n\n```\n- [ ] code\n```"
    step = PreventionItem(text="One", state=PreventionState.OPEN)
    again = reread(Incident(id=strategies.IDENTITY, prevention=(step,), prevention_text=text))
    assert (again.prevention, again.prevention_text) == ((step,), text.replace("- [ ] not", "- \\[ ] not"))
    alone = reread(Incident(id=strategies.IDENTITY, prevention_text=text))
    assert (alone.prevention, alone.prevention_text) == ((), text.replace("- [ ] not", "\\- \\[ ] not"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("- one\n  - two\n- three", "\\- one\n  \\- two\n\\- three"),
        ("We will:\n\n1. one", "We will:\n\n1\\. one"),
        ("| Step | Who |\n|---|---|\n| one | SRE |", "| Step | Who |\n\\|---|---|\n| one | SRE |"),
        ("- TODO\n- none", "- TODO\n- none"),
    ],
)
def test_a_bullet_of_a_text_without_steps_is_no_step(text: str, kept: str) -> None:
    again = reread(Incident(id=strategies.IDENTITY, prevention_text=text))
    assert (again.prevention, again.prevention_text) == ((), kept)


@pytest.mark.parametrize(
    ("earliest", "by", "expected"),
    [
        (utc(16, 0), utc(16, 0), "2026-11-03 16:00 UTC"),
        (utc(16, 0), utc(17, 0).astimezone(CET), "in 1-2 hours"),
        (utc(23, 0), utc(1, 30, day=4), "2026-11-03 23:00-01:30 UTC"),
        (utc(15, 0, day=4), utc(15, 0, day=6), "in 1-3 days"),
        (utc(15, 1), utc(15, 3, day=6), "in 1-4323 min"),
    ],
)
def test_a_promise_is_a_time_or_a_range_or_a_length_of_time(earliest: datetime, by: datetime, expected: str) -> None:
    update = Update(at=utc(15, 0), stage=Stage.IDENTIFIED, text="", eta=Promise(earliest=earliest, by=by))
    assert write_update(update) == f"### 2026-11-03 15:00 UTC: Identified\n\n- ETA: {expected}"
    assert reread(Incident(id=strategies.IDENTITY, updates=(update,))).updates == (update,)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (PreventionItem(text="Do it", state=PreventionState.OPEN), "- [ ] Do it"),
        (PreventionItem(text="Do (due: soon)", state=PreventionState.OPEN), "- [ ] Do (due: soon) (owner: )"),
        (
            PreventionItem(text="Do it", state=PreventionState.DROPPED, because="a :) smile"),
            "- [-] Do it (because: a :&#41; smile)",
        ),
        (
            PreventionItem(text="Do it", state=PreventionState.DROPPED, because="no, owner: nobody"),
            "- [-] Do it (because: no, owner&#58; nobody)",
        ),
        (PreventionItem(text="two\nlines", state=PreventionState.DONE), "- [x] two lines"),
    ],
)
def test_a_step_is_one_line_whose_brackets_mean_what_they_did(item: PreventionItem, expected: str) -> None:
    assert prevention_item(item) == expected


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (utc(14, 20), "2026-11-03 14:20 UTC"),
        (
            datetime(2026, 11, 3, 14, 20, 5, 900, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
            "2026-11-03 14:20:05 -09:30",
        ),
        (datetime(2026, 11, 3, 14, 20, tzinfo=timezone(timedelta(hours=15))), "2026-11-02 23:20 UTC"),
    ],
)
def test_a_moment_says_its_zone(time: datetime, expected: str) -> None:
    assert moment(time) == expected


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has a zone"):
        moment(datetime(2026, 11, 3, 14, 20))  # noqa: DTZ001 -- that is the fault


def test_kinds_other_than_incidents_say_so() -> None:
    incident = Incident(
        id=strategies.IDENTITY, kind=Kind.MAINTENANCE, title="Upgrade", starts=utc(4, 0), ends=utc(5, 0)
    )  # fmt: skip
    assert write(incident) == dedent(
        """\
        ---
        title: Upgrade
        kind: maintenance
        starts: 2026-11-03 04:00 UTC
        ends: 2026-11-03 05:00 UTC
        ---
        """
    )


def test_the_fields_of_runs_and_windows_are_written_in_full_and_read_back() -> None:
    back = Update(at=utc(15, 30), stage=Stage.INVESTIGATING, began=utc(15, 10), text="Sign-ins fail again.")
    assert write_update(back) == (
        "### 2026-11-03 15:30 UTC: Investigating\n\n- Began: 2026-11-03 15:10 UTC\n\nSign-ins fail again."
    )
    over = Update(at=utc(17), stage=Stage.RESOLVED, restored=datetime(2026, 11, 3, 17, 42, tzinfo=CET), text="Over.")
    assert "\n- Restored: 2026-11-03 17:42 +01:00\n" in write_update(over)
    incident = Incident(id=strategies.IDENTITY, updates=(back, over))
    assert reread(incident) == incident


@pytest.mark.parametrize(
    ("because", "written"),
    [
        ("", "- Window: 2026-11-09 04:00 UTC to 2026-11-09 05:30 UTC\n"),
        ("it is slow", "- Window: 2026-11-09 04:00 UTC to 2026-11-09 05:30 UTC, because it is slow\n"),
        ("we go\nfrom 1 to 2, because", "UTC to 2026-11-09 05:30 UTC, because we go from 1 to 2, because\n"),
    ],
)  # fmt: skip
def test_a_window_is_two_whole_moments_and_why(because: str, written: str) -> None:
    moved = Window(starts=utc(4, day=9), ends=utc(5, 30, day=9), because=because)
    told = Update(at=utc(12), stage=Stage.SCHEDULED, window=moved, text="It is moved.")
    assert written in write_update(told)
    planned = Incident(id=strategies.IDENTITY, kind=Kind.MAINTENANCE, updates=(told,))
    again = reread(planned).updates[0].window
    assert again == replace(moved, because=" ".join(because.split()))


@pytest.mark.parametrize("name", ["Began", "Restored", "Window"])
def test_a_list_of_the_texts_own_is_no_field_of_runs_or_windows(name: str) -> None:
    incident = Incident(
        id=strategies.IDENTITY,
        updates=(Update(at=utc(12), stage=Stage.RESOLVED, text=f"- {name}: 2026-11-03 11:00 UTC"),),
    )
    again = reread(incident).updates[0]
    assert (again.began, again.restored, again.window) == (None, None, None)
    assert f"{name}\\: 2026" in again.text


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("draft", "draft: true"),
        ("hidden", "hidden: true"),
        ("embargo", "embargo: true"),
        ("published", "published: false"),
        ("publish", "publish: false"),
        ("visibility", "visibility: private"),
        ("pubished", "pubished: false"),
        ("draf", "draf: true"),
    ],
)
def test_a_report_that_is_withheld_says_so_in_its_first_line_with_a_value_that_withholds(key: str, line: str) -> None:
    text = write(Incident(id=strategies.IDENTITY, title="Not yet", withheld=key))
    assert text.startswith(f"---\n{line}\ntitle: Not yet\n")
