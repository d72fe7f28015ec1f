"""What `new` decides, called as functions: nothing here starts a process or opens a file."""

from datetime import UTC, datetime, timedelta

import pytest

from straightup.authoring import begin, prepared_report
from straightup.authoring.draft import Draft
from straightup.authoring.prepared_report import PreparedReport, read_prepared_report
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import Incident, Update
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Noticed, Stage, State
from straightup.reading import read

NOW = datetime(2026, 11, 20, 3, 7, tzinfo=UTC)
SHOP = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Product search")))
ANSWERS = {
    "title": "Search is slow",
    "component": "search=degraded",
    "impact": "Searches take 20 s.",
    "cause": "A disk of the second search node is full since 02:40 UTC.",
    "eta": "in 2-3 hours",
    "next": "in 30 min",
}
OWN = b"""\
---
title: Search is slow
components:
  search: degraded
---

<!-- Our search is slow.

Look at the disks first. -->

## Impact

<!-- Which searches,
and how slow? -->
"""
WINDOW = b"---\nkind: maintenance\n---\n\n<!-- Planned work. -->\n"


def draft(answers: dict[str, str] | None = None, *, kind: Kind | None = None, name: str = "") -> Draft:
    known = {"own": OWN, "window": WINDOW}
    prepared = prepared_report.choose(name, known) if name else None
    return begin.begin(answers or {}, now=NOW, settings=SHOP, kind=kind, prepared=prepared)


def test_a_report_with_every_answer_is_a_file_that_check_accepts() -> None:
    whole = draft(ANSWERS)
    assert (whole.id, whole.stage) == ("2026-11-20-search-is-slow", Stage.IDENTIFIED)
    assert begin.missing(whole) == ()
    assert whole.check() == []
    assert read(f"{whole.id}.md", whole.text).incident.title == "Search is slow"


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        (Kind.INCIDENT, ["title", "component", "impact", "cause", "eta", "next"]),
        (Kind.MAINTENANCE, ["title", "component", "starts", "ends", "impact", "cause", "next"]),
        (Kind.NOTICE, ["title", "impact"]),
    ],
)
def test_a_script_must_give_what_customers_ask_of_a_report_of_its_kind(kind: Kind, required: list[str]) -> None:
    assert list(begin.missing(draft(kind=kind))) == required
    with pytest.raises(RefusedAnswer) as refused:
        begin.insist_on_answers(draft(kind=kind))
    options = ", ".join(f"--{key}" for key in required)
    assert str(refused.value) == f"Customers need an answer to each of these: {options}."


@pytest.mark.parametrize(
    ("kind", "answers", "reply"),
    [
        (Kind.NOTICE, ANSWERS, "A notice has no --cause and no --component and no --eta and no --next."),
        (Kind.MAINTENANCE, {"eta": "soon"}, "A maintenance has no --eta."),
        (None, {"starts": "now", "ends": "then"}, "An incident has no --ends and no --starts."),
    ],
)
def test_options_that_a_kind_does_not_take_are_named_before_any_answer_is_read(
    kind: Kind | None, answers: dict[str, str], reply: str
) -> None:
    with pytest.raises(RefusedAnswer) as refused:
        draft(answers, kind=kind)
    assert str(refused.value) == reply


def test_who_noticed_first_is_an_option_of_an_incident_and_no_question() -> None:
    made = begin.begin(ANSWERS, now=NOW, settings=SHOP, detected_by=Noticed.CUSTOMERS)
    assert read(f"{made.id}.md", made.text).incident.detected_by is Noticed.CUSTOMERS
    assert "detected-by" not in [question.key for question in begin.remaining(draft())]
    with pytest.raises(RefusedAnswer, match=r"^A notice has no --detected-by\.$"):
        begin.begin({}, now=NOW, settings=SHOP, kind=Kind.NOTICE, detected_by=Noticed.US)


def test_an_answer_that_cannot_be_used_is_named_by_its_option_with_the_rule() -> None:
    with pytest.raises(RefusedAnswer, match=r"^--eta: “soon” is no time that can be read") as refused:
        draft({**ANSWERS, "eta": "soon"})
    assert refused.value.rule is not None
    assert refused.value.rule.code == "E02"


def test_the_name_of_another_report_is_not_given_twice() -> None:
    taken = frozenset({"2026-11-20-search-is-slow"})
    with pytest.raises(RefusedAnswer, match=r"There is a report 2026-11-20-search-is-slow already\."):
        begin.begin(ANSWERS, now=NOW, settings=SHOP, other_ids=taken)


# What a person is asked


def test_a_person_is_asked_all_that_no_option_answers() -> None:
    keys = [question.key for question in begin.remaining(draft({"title": "Search is slow", "eta": "in 2 hours"}))]
    assert keys == ["component", "started", "impact", "cause", "next", "message"]
    down = draft({"title": "Search is slow", "component": "search=major-outage", "eta": "in 2 hours"})
    assert "workaround" in [question.key for question in begin.remaining(down)]


@pytest.mark.parametrize(
    ("answers", "name", "asked"),
    [({}, "", True), (ANSWERS, "", False), ({"title": "x"}, "", True), ({}, "own", True)],
)
def test_somebody_at_a_terminal_is_asked_unless_the_options_say_it_all(
    answers: dict[str, str], name: str, asked: bool
) -> None:
    assert begin.wants_a_person(draft(answers, name=name)) is asked


def test_with_the_question_of_components_stand_those_of_the_site() -> None:
    shown = {question.key: begin.aside(question, draft(), lambda: ()) for question in begin.remaining(draft())}
    assert shown["component"] == [
        " 1 checkout  Checkout\n 2 search    Product search",
        "States: degraded, partial-outage, major-outage. “1=major” is enough.",
    ]
    planned = draft(kind=Kind.MAINTENANCE)
    (question,) = (each for each in begin.remaining(planned) if each.key == "component")
    assert begin.aside(question, planned, lambda: ()) == [" 1 checkout  Checkout\n 2 search    Product search"]


def past(number: int) -> list[Incident]:
    return [
        Incident(
            id=f"2026-10-0{day}-x",
            components=(("search", State.DEGRADED),),
            started=datetime(2026, 10, day, 8, tzinfo=UTC),
            updates=(
                Update(at=datetime(2026, 10, day, 8, tzinfo=UTC) + timedelta(hours=3), stage=Stage.RESOLVED, text="x"),
            ),
        )
        for day in range(1, number + 1)
    ]


def test_with_the_restoration_time_stands_what_the_record_says_which_is_read_for_no_other_question() -> None:
    looked: list[str] = []
    begun = draft({"title": "Search is slow", "component": "search=degraded"})
    for question in begin.remaining(begun):

        def asked(key: str = question.key) -> list[Incident]:
            looked.append(key)
            return past(5)

        shown = begin.aside(question, begun, asked)
        if question.key == "eta":
            assert shown[0].startswith("5 incidents like this one since 2026 took 3 h in the middle")
            assert shown[1:] == ["That would be 06:10 UTC."]
    assert looked == ["eta"]


# What is prepared


def test_a_template_answers_questions_that_a_person_is_asked_all_the_same() -> None:
    begun = draft({"next": "in 30 min"}, name="own")
    assert begin.missing(begun) == ("impact", "cause", "eta")
    assert [question.key for question in begin.remaining(begun)][:2] == ["title", "component"]
    (title, *_) = begin.remaining(begun)
    assert title.proposal(begun) == "Search is slow"


def test_what_a_template_asks_stands_beside_the_question_on_one_line() -> None:
    begun = draft(name="own")
    shown = {question.key: begin.aside(question, begun, lambda: ()) for question in begin.remaining(begun)}
    assert shown["impact"] == ["Which searches, and how slow?"]
    assert shown["title"] == []


def test_the_kind_is_what_the_template_is_for_and_no_other() -> None:
    assert draft(name="window").kind is Kind.MAINTENANCE
    assert draft(name="window", kind=Kind.MAINTENANCE).kind is Kind.MAINTENANCE
    with pytest.raises(RefusedAnswer, match=r"window is for kind maintenance\. Leave out --kind incident\.$"):
        draft(name="window", kind=Kind.INCIDENT)


def test_a_template_that_is_not_there_gets_the_nearest_or_the_list_of_all() -> None:
    known = {"own": OWN, "window": WINDOW}
    with pytest.raises(RefusedAnswer, match=r"^There is no template “windw”\. Did you mean “window”\?"):
        prepared_report.choose("windw", known)
    with pytest.raises(RefusedAnswer, match=r"^There is no template “”\. They are own, window\.$"):
        prepared_report.choose("", known)


def test_the_list_of_templates_says_what_each_is_for_or_why_it_cannot_be_read() -> None:
    lines = list(prepared_report.listed({"own": OWN, "window": WINDOW, "bad": b"# x\n"}))
    assert lines[:2] == ["own     Our search is slow.", "window  Planned work."]
    assert lines[2].startswith("bad     The template bad, line 1: The file does not begin with front matter")
    assert list(prepared_report.listed({})) == []


def test_a_prepared_report_is_read_the_same_whichever_way_it_is_asked_for() -> None:
    chosen = prepared_report.choose("own", {"own": OWN})
    assert isinstance(chosen, PreparedReport)
    assert chosen == read_prepared_report("own", OWN)
    assert chosen.answers == {"title", "component"}


def test_every_option_that_is_refused_is_named_at_once() -> None:
    with pytest.raises(RefusedAnswer) as found:
        begin.begin(ANSWERS | {"component": "search=purple", "eta": "soon"}, now=NOW, settings=SHOP)
    assert "--component: " in str(found.value)
    assert "--eta: " in str(found.value)


@pytest.mark.parametrize(
    ("said", "state"), [("down", "major-outage"), ("partly down", "partial-outage"), ("Works", "operational")]
)
def test_the_words_of_the_page_are_states(said: str, state: str) -> None:
    draft = begin.begin(ANSWERS | {"component": f"search={said}"}, now=NOW, settings=SHOP)
    assert dict(draft.components) == {"search": state}
