"""What `update` and `resolve` decide, called as functions: nothing here starts a process or opens a file."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from straightup.authoring import amend, choosing
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import take
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import remaining
from straightup.model.incident import Incident, Promise, Update
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage
from straightup.reading import read
from support.excerpts import MAINTENANCE, OPEN
from support.reports import utc

PATH = "incidents/2026-11-03-cards.md"
SHOP = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Search")))
MESSAGE = "Payments work again on one of four gateways."
TOLD = {"message": MESSAGE, "eta": "same", "next": "in 30 min"}
OVER = {"message": "All cards are accepted again."}
CAUSE = "The certificate between our gateway and the card network expired at 14:03 UTC."
UNKNOWN_CAUSE = OPEN.replace(CAUSE, "Not known yet. We compare all four gateways and will know by 15:40 UTC.")
NOTICE = """\
---
kind: notice
title: Version 1 of the API ends on 15 January 2027
started: 2026-11-16 09:00 UTC
---

## Impact

From 15 January 2027 calls to version 1 get the answer 410 Gone.
"""


def amendment(
    text: str = OPEN,
    answers: dict[str, str] | None = None,
    *,
    now: datetime | None = None,
    resolving: bool = False,
    insist: bool = True,
) -> Amendment:
    at = now or utc(15, 20)
    return amend.amend(PATH, text.encode(), answers or {}, now=at, settings=SHOP, resolving=resolving, insist=insist)


def keys(given: Amendment) -> list[str]:
    return [question.key for question in remaining(given)]


# What a report takes


def test_an_update_is_dated_now_to_the_minute_and_keeps_the_stage_that_it_is_in() -> None:
    given = amendment(answers=TOLD, now=datetime(2026, 11, 3, 15, 20, 59, 5, tzinfo=UTC))
    assert given.update == Update(
        at=utc(15, 20),
        stage=Stage.IDENTIFIED,
        text=MESSAGE,
        eta=Promise(earliest=utc(16, 30), by=utc(16, 30)),
        next_update=utc(15, 50),
    )


@pytest.mark.parametrize(
    ("text", "resolving", "stage"),
    [
        (OPEN, True, Stage.RESOLVED),
        (MAINTENANCE, True, Stage.COMPLETED),
        (NOTICE, True, Stage.COMPLETED),
        (NOTICE, False, Stage.SCHEDULED),
        (MAINTENANCE, False, Stage.SCHEDULED),
        (OPEN, False, Stage.IDENTIFIED),
    ],
)
def test_to_resolve_is_the_last_stage_of_its_kind(text: str, resolving: bool, stage: Stage) -> None:
    assert amendment(text, now=utc(4, 20, 28), resolving=resolving).stage is stage


@pytest.mark.parametrize("text", [MAINTENANCE, NOTICE, OPEN])
@pytest.mark.parametrize(
    "key",
    [
        "eta",
        "component",
        "began",
        "resolved",
        "cause",
        "restoration",
        "prevention",
        "making-it-right",
        "starts",
        "ends",
        "because",
    ],
)
def test_no_report_is_asked_what_its_kind_does_not_have(text: str, key: str) -> None:
    kind = read(PATH, text).incident.kind
    had: dict[Kind, set[str]] = {
        Kind.INCIDENT: {
            "eta",
            "component",
            "began",
            "resolved",
            "cause",
            "restoration",
            "prevention",
            "making-it-right",
        },
        Kind.MAINTENANCE: {"eta", "component", "starts", "ends", "because"},
        Kind.NOTICE: set(),
    }
    if key in had[kind]:
        return
    article = "An" if kind is Kind.INCIDENT else "A"
    with pytest.raises(RefusedAnswer, match=rf"^{article} {kind} has no --{key}\.$"):
        amendment(text, {**OVER, key: "anything"}, now=utc(4, 20, 28))


def test_all_options_that_a_kind_does_not_take_are_named_at_once() -> None:
    with pytest.raises(RefusedAnswer, match=r"^A notice has no --eta and no --cause\.$"):
        amendment(NOTICE, {"cause": "x", "eta": "soon", "message": "x"}, now=utc(4, 20, 28))


def test_what_is_over_is_not_resolved_twice_but_may_have_a_follow_up() -> None:
    resolved = OPEN.replace(": Identified", ": Resolved").replace("- ETA: 16:30 UTC\n", "")
    with pytest.raises(RefusedAnswer, match=r"is Resolved already\. “straightup update 2026-11-03-cards” adds"):
        amendment(resolved, OVER, resolving=True)
    assert amendment(resolved, OVER).stage is Stage.RESOLVED


def test_a_stage_may_be_given_by_its_beginning_and_a_wrong_one_is_refused_before_any_other_answer() -> None:
    assert amendment(answers={"stage": "mon"}).stage is Stage.MONITORING
    with pytest.raises(RefusedAnswer, match=r"^“Identifed” is no stage\. Did you mean “Identified”\?"):
        amendment(answers={"stage": "Identifed", "eta": "soon"})


def test_an_answer_that_cannot_be_used_is_named_by_its_option_with_the_rule() -> None:
    with pytest.raises(RefusedAnswer, match=r"^--eta: “soon” is no time that can be read") as refused:
        amendment(answers={**TOLD, "eta": "soon"})
    assert refused.value.rule is not None
    assert refused.value.rule.code == "E02"


def test_an_update_is_newer_than_the_last_unless_nobody_insists() -> None:
    with pytest.raises(RefusedAnswer, match="The last update is of 2026-11-03 14:48 UTC, and this one would be of"):
        amendment(now=utc(14, 48))
    assert amendment(now=utc(14, 48), insist=False).at == utc(14, 48)


def test_a_file_that_cannot_be_read_is_to_be_mended_first() -> None:
    with pytest.raises(RefusedAnswer, match=rf"^{PATH}, line 2: .* Mend that first\.$"):
        amendment(OPEN.replace("title: Card", "title: Card: "))


# What remains to be asked


@pytest.mark.parametrize(
    ("text", "answers", "asked"),
    [
        (OPEN, {}, ["stage", "message", "component", "eta", "next"]),
        (OPEN, {"stage": "Identified"}, ["message", "component", "eta", "next"]),
        (OPEN, {"stage": "Monitoring"}, ["message", "component", "next"]),
        (OPEN, {"eta": "same", "next": "in 30 min"}, ["stage", "message", "component"]),
        (
            OPEN,
            {"stage": "Resolved"},
            ["message", "resolved", "restoration", "prevention", "making-it-right", "next"],
        ),
        (
            UNKNOWN_CAUSE,
            {"stage": "Resolved"},
            ["message", "resolved", "cause", "restoration", "prevention", "making-it-right", "next"],
        ),
        (MAINTENANCE, {}, ["stage", "message", "starts", "next"]),
        (MAINTENANCE, {"stage": "In progress"}, ["message", "component", "eta", "next"]),
        (UNKNOWN_CAUSE, {"stage": "Identified"}, ["message", "component", "cause", "eta", "next"]),
        (UNKNOWN_CAUSE, {"stage": "Investigating"}, ["message", "component", "eta", "next"]),
        (MAINTENANCE, {"stage": "Completed"}, ["message"]),
        (NOTICE, {}, ["message"]),
    ],
)
def test_what_is_asked_follows_from_the_kind_the_stage_and_the_options(
    text: str, answers: dict[str, str], asked: list[str]
) -> None:
    day = 3 if text in (OPEN, UNKNOWN_CAUSE) else 28
    assert keys(amendment(text, answers, now=utc(15, 20, day))) == asked


def test_what_the_file_answers_already_is_not_asked_again() -> None:
    answered = "## Restoration\n\nWe issued a new one.\n\n## Prevention\n\n- [ ] Alert (owner: A, due: 2026-12-01)\n\n"
    answered += "## Making it right\n\n- [ ] Fees back (owner: B, due: 2026-12-01)\n\n"
    whole = OPEN.replace("14:05 UTC\n---", "14:05 UTC\nresolved: 2026-11-03 15:10 UTC\n---")
    whole = whole.replace("## Updates", f"{answered}## Updates")
    assert keys(amendment(whole, resolving=True)) == ["message", "next"]
    with pytest.raises(RefusedAnswer, match=r"The restoration is described already\."):
        amendment(whole, {"restoration": "Again."}, resolving=True)


@pytest.mark.parametrize("key", ["duplicate-of: 2026-11-03-first", "outcome: false-alarm"])
def test_nobody_is_asked_to_make_right_what_was_never_broken_or_stands_elsewhere(key: str) -> None:
    text = OPEN.replace("14:05 UTC\n---", f"14:05 UTC\n{key}\n---")
    assert "making-it-right" not in keys(amendment(text, resolving=True))


def test_a_stage_that_is_answered_on_the_way_changes_what_is_asked_next() -> None:
    given = amendment()
    stage, *_ = remaining(given)
    given, _ = take(stage, "monitoring", given)
    assert keys(given) == ["stage", "message", "component", "next"]


def test_steps_that_a_template_has_prepared_are_offered_by_number() -> None:
    prepared = "## Prevention\n\n<!--\n- [ ] Alert on expiry\n- [ ] Renew early\n-->\n\n## Updates"
    given = amendment(OPEN.replace("## Updates", prepared), resolving=True)
    (question,) = (question for question in remaining(given) if question.key == "prevention")
    assert question.hint.endswith("\n1 Alert on expiry\n2 Renew early")


def test_what_was_promised_so_far_stands_beside_the_question_of_the_restoration_time() -> None:
    given = amendment()
    shown = {question.key: amend.aside(question, given) for question in remaining(given)}
    assert shown.pop("eta") == ["Promised so far: 2026-11-03 16:30 UTC."]
    assert not any(shown.values())
    late = amendment(now=utc(16, 40))
    assert not any(amend.aside(question, late) for question in remaining(late))


@pytest.mark.parametrize(
    ("text", "now", "lines"),
    [
        (
            OPEN,
            utc(15, 40),
            [
                "Card payments fail in the EU (2026-11-03-cards)",
                "Last update: 2026-11-03 14:48 UTC, Identified, 52 min ago.",
                "The next one was promised for 2026-11-03 15:30 UTC.",
                "This one is of 2026-11-03 15:40 UTC.",
            ],
        ),
        (
            NOTICE,
            utc(9, 0, 28),
            [
                "Version 1 of the API ends on 15 January 2027 (2026-11-03-cards)",
                "This one is of 2026-11-28 09:00 UTC.",
            ],
        ),
    ],
)
def test_before_the_first_question_stands_what_customers_heard_last(text: str, now: datetime, lines: list[str]) -> None:
    assert amend.situation(amendment(text, now=now)) == lines


# What is written


def test_what_is_written_is_the_file_with_the_update_and_nothing_new_is_wrong_with_it() -> None:
    amended = amend.finish(amendment(answers=TOLD))
    update = "- ETA: 2026-11-03 16:30 UTC\n- Next update: 2026-11-03 15:50 UTC"
    assert amended.data.decode() == f"{OPEN}\n### 2026-11-03 15:20 UTC: Identified\n\n{update}\n\n{MESSAGE}\n"
    assert amended.brings == ()


def test_a_script_has_to_say_something_even_when_nobody_insists() -> None:
    for insist in (True, False):
        with pytest.raises(RefusedAnswer, match="Say with -m what customers should know now"):
            amend.finish(amendment(), insist=insist)


def test_an_update_that_brings_an_error_is_refused_or_written_with_what_it_brings() -> None:
    given = amendment(answers={"message": MESSAGE})
    with pytest.raises(RefusedAnswer, match=r"This update gives no restoration time\.") as refused:
        amend.finish(given)
    assert refused.value.rule is not None
    assert refused.value.rule.code == "E01"
    assert [each.code for each in amend.finish(given, insist=False).brings] == ["E01", "U02"]


def test_faults_that_the_file_had_before_are_not_held_against_an_update() -> None:
    faulty = OPEN.replace("- Next update: 15:30 UTC\n", "")
    assert amend.finish(amendment(faulty, TOLD)).brings == ()


def test_a_file_that_cannot_take_an_update_is_left_to_its_author() -> None:
    given = amendment(f"{OPEN}\n```\nthe log\n", insist=False, answers={"message": MESSAGE})
    with pytest.raises(RefusedAnswer, match="This code block never ends"):
        amend.finish(given)


def test_what_comes_back_from_an_editor_is_an_amendment_like_any_other() -> None:
    given = amendment()
    assert edited(given, sheet(given)) is None
    back = edited(given, sheet(given).replace("<!--", f"{MESSAGE}\n\n<!--", 1))
    assert back is not None
    assert (
        amend.finish(back)
        .data.decode()
        .endswith("- ETA: 2026-11-03 16:30 UTC\n- Next update: 2026-11-03 15:40 UTC\n\n" + MESSAGE + "\n")
    )
    with pytest.raises(RefusedAnswer, match=r"^Line 3: “soon” is no time that can be read\."):
        edited(given, sheet(given).replace("2026-11-03 16:30 UTC", "soon").replace("<!--", "Said.\n<!--", 1))


# Which report is meant


def reports(*stages: Stage) -> tuple[Incident, ...]:
    return tuple(
        Incident(id=f"2026-11-0{day}-cards", title=f"Report {day}", updates=(Update(at=utc(9), stage=stage, text=""),))
        for day, stage in enumerate(stages, 1)
    )


def ids(incidents: Sequence[Incident]) -> list[str]:
    return [incident.id for incident in incidents]


def test_without_a_word_only_an_open_report_can_be_meant() -> None:
    first, second, third = reports(Stage.RESOLVED, Stage.IDENTIFIED, Stage.MONITORING)
    assert choosing.candidates((first, second, third), utc(10)) == (second, third)
    assert choosing.candidates((first,), utc(10)) == ()
    assert choosing.the_one((first, second), utc(10)) is second
    with pytest.raises(RefusedAnswer, match=r"^No incident is open\."):
        choosing.the_one((first,), utc(10))


def test_a_word_that_names_only_what_is_over_means_that() -> None:
    over = reports(Stage.RESOLVED, Stage.RESOLVED)
    assert choosing.candidates(over, utc(10), word="cards") == over
    assert choosing.the_one(over[:1], utc(10), word="cards") is over[0]


def test_of_many_that_may_be_meant_five_are_listed_and_the_others_counted() -> None:
    many = reports(*[Stage.IDENTIFIED] * 7)
    with pytest.raises(RefusedAnswer) as refused:
        choosing.the_one(many, utc(10))
    lines = str(refused.value).split("\n")
    assert lines[0] == "More than one incident is open:"
    assert lines[1:6] == [f"  {incident.id}  {incident.title}" for incident in many[:5]]
    assert lines[6:] == ["  and 2 more", "Write as much of the name as tells them apart."]


def test_no_word_means_every_report_and_where_there_is_none_the_next_step_is_named() -> None:
    known = ids(reports(Stage.RESOLVED, Stage.IDENTIFIED))
    assert choosing.named("", known) == known
    for word in ("", "cards"):
        with pytest.raises(RefusedAnswer, match=r"“straightup new” writes the first\."):
            choosing.named(word, [])


def test_two_files_of_one_name_are_told_apart_by_nobody() -> None:
    choosing.refuse_namesakes(["incidents/x.md"])
    with pytest.raises(RefusedAnswer, match=r"^a/x\.md and b/x\.md have the same name\.") as refused:
        choosing.refuse_namesakes(["a/x.md", "b/x.md"])
    assert refused.value.rule is not None
    assert refused.value.rule.code == "F13"


def test_a_maintenance_is_completed_in_its_own_file() -> None:
    assert read(PATH, MAINTENANCE).incident.kind is Kind.MAINTENANCE
    over = amendment(MAINTENANCE, {"message": "It took 14 minutes."}, now=utc(4, 20, 28), resolving=True)
    assert amend.finish(over).data.decode() == (
        f"{MAINTENANCE}\n### 2026-11-28 04:20 UTC: Completed\n\nIt took 14 minutes.\n"
    )
