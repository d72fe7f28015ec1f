"""One slip costs one field: what else a report says is read, and what cannot be read is named."""

from datetime import UTC, datetime, timedelta

import pytest

from straightup import rules
from straightup.model.findings import Diagnostic, Severity, meant, slips_between
from straightup.model.incident import Edit, Incident, Update, Window
from straightup.model.settings import Settings, meant_component
from straightup.model.source import Entry
from straightup.model.states import STATED, Component, Kind, Stage, State
from straightup.reading import read
from straightup.rules import Context
from support.excerpts import MAINTENANCE, OPEN
from support.reports import utc

NAME = "incidents/2026-11-03-cards.md"
NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
SHOP = Settings(
    components=(
        Component(id="checkout", name="Checkout"),
        Component(id="api", name="Payment API"),
        Component(id="search", name="Search"),
    )
)
FRONT = (
    "title: Cards fail\ncomponents:\n  checkout: major-outage\n  api: degraded\nstarted: 2026-11-03 14:05 UTC\n"
    "author: Kim\n"
)
BODY = "\n## Impact\n\nCards fail.\n"
STATES = (("checkout", State.MAJOR_OUTAGE), ("api", State.DEGRADED))


def front(keys: str) -> Entry:
    return read(NAME, f"---\n{keys}---\n{BODY}")


def said(text: str) -> Incident:
    return read(NAME, text).incident


def check(text: str, now: datetime = NOW, name: str = NAME) -> list[Diagnostic]:
    return rules.check(read(name, text), Context(now=now, settings=SHOP))


def codes(text: str, now: datetime = NOW) -> set[tuple[str, int]]:
    return {(each.code, each.span.line) for each in check(text, now)}


def updates(*told: str, kind: str = "", head: str = FRONT) -> str:
    return f"---\n{kind}{head}---\n\n## Impact\n\nA.\n\n## Cause\n\nB.\n\n## Updates\n\n" + "\n\n".join(told) + "\n"


FIRST = "### 2026-11-03 14:10 UTC: Investigating\n\n- ETA: 16:00 UTC\n- Next update: 15:00 UTC\n\nWe look."
LAST = "### 2026-11-03 14:50 UTC: Identified\n\n- ETA: 16:00 UTC\n- Next update: 15:30 UTC\n\nIt is the disk."

# Front matter


@pytest.mark.parametrize(
    ("right", "wrong", "unread"),
    [
        ("title: Cards fail", "title: Cards: fail since 3", ()),
        ("title: Cards fail", 'title: "Cards fail', ()),
        ("title: Cards fail", "title: [Cards] fail", ()),
        ("title: Cards fail", "title: @home fails", ()),
        ("title: Cards fail", " title: Cards fail", ()),
        ("title: Cards fail", "title Cards fail", ()),
        ("title: Cards fail", "title = Cards fail", ()),
        ("author: Kim", "author: Kim: and Lee", ("author",)),
        ("author: Kim", "author: *kim", ("author",)),
        ("author: Kim", "author: [Kim, Lee]", ("author",)),
        ("author: Kim", "links: see wiki", ("links",)),
        ("author: Kim", "links: {a: [b]}", ("links",)),
        ("author: Kim", "outcome: unclear", ("outcome",)),
        ("author: Kim", "kind: breakdown", ("kind",)),
        ("started: 2026-11-03 14:05 UTC", "started: 2026-11-03 14:05", ("started",)),
        ("started: 2026-11-03 14:05 UTC", "started: [14:05", ("started",)),
        ("started: 2026-11-03 14:05 UTC", "  started: 2026-11-03 14:05 UTC", ()),
        ("started: 2026-11-03 14:05 UTC", " started: 2026-11-03 14:05 UTC", ()),
        ("started: 2026-11-03 14:05 UTC", "started 2026-11-03 14:05 UTC", ()),
        ("started: 2026-11-03 14:05 UTC", "started:2026-11-03 14:05 UTC", ()),
        ("started: 2026-11-03 14:05 UTC", "strated: 2026-11-03 14:05 UTC", ()),
        ("  api: degraded", "   api: degraded", ()),
        ("  api: degraded", " api: degraded", ()),
        ("  api: degraded", "api: degraded", ()),
        ("  api: degraded", "\tapi: degraded", ()),
        ("  api: degraded", "  api degraded", ()),
        ("  api: degraded", "  api:degraded", ()),
        ("  api: degraded", "  api: Degraded", ()),
        ("  api: degraded", "  api: degarded", ()),
        ("  api: degraded", "  - api: degraded", ()),
        ("components:", "component:", ()),
        ("components:", "Components:", ()),
        ("components:", "components", ()),
        ("components:\n", "", ()),
        ("title: Cards fail\ncomponents:", "components:\ntitle: Cards fail", ()),
    ],
)
def test_a_slip_in_one_key_costs_at_most_that_key(right: str, wrong: str, unread: tuple[str, ...]) -> None:
    entry = front(FRONT.replace(right, wrong))
    incident = entry.incident
    assert not entry.left_out
    assert incident.unread == unread
    assert set(incident.components) == set(STATES)
    assert incident.unread_states == ()
    assert "Cards" in incident.title or "home" in incident.title
    assert "fail" in incident.title
    assert incident.started == (None if "started" in unread else utc(14, 5))
    assert incident.author == ("Kim" if "author: Kim" in wrong or right != "author: Kim" else "") or "author" in unread
    assert incident.impact == "Cards fail."
    assert entry.findings or wrong == "  api: Degraded" or "api:degraded" in wrong


def test_each_broken_line_is_named() -> None:
    entry = front(FRONT.replace("Cards fail", "Cards: fail").replace("author: Kim", "author: *kim"))
    assert [(each.rule, each.span.line) for each in entry.findings] == [("bad-yaml", 2), ("bad-yaml", 7)]


@pytest.mark.parametrize(
    "components",
    ["  checkout: major-outage: since 3\n  api: degraded\n", "  checkout: {state: major-outage}\n  api: degraded\n"],
)
def test_a_state_that_yaml_breaks_at_is_unread_alone(components: str) -> None:
    entry = front(f"title: Cards fail\ncomponents:\n{components}started: 2026-11-03 14:05 UTC\n")
    assert entry.incident.components == (("api", State.DEGRADED),)
    assert entry.incident.unread_states == ("checkout",)


def test_components_may_be_a_list_or_a_text_and_are_then_an_error_all_the_same() -> None:
    for written in (
        "[checkout: major-outage, api: degraded]",
        "checkout major-outage, api degraded",
        "{checkout: major-outage, api: degraded",
    ):
        entry = front(f"title: Cards fail\ncomponents: {written}\nstarted: 2026-11-03 14:05 UTC\n")
        assert (entry.incident.components, entry.incident.unread) == (STATES, ())
        assert {each.rule for each in entry.findings} == {"bad-yaml"}
    entry = front("title: Cards fail\ncomponents: [checkout, api]\nstarted: 2026-11-03 14:05 UTC\n")
    assert (entry.incident.components, entry.incident.unread_states) == ((), ("checkout", "api"))


def test_where_no_component_can_be_read_nobody_knows_what_works() -> None:
    for keys in ("components:\n", "components: {}\n", "components: &a\n", ""):
        assert front(f"title: Cards fail\n{keys}").incident.unread == ("components",), keys
    assert front("kind: notice\ntitle: Cards fail\n").incident.unread == ()
    assert front("title: Cards fail\nimported: {from: cstate}\n").incident.unread == ()


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (f"---\n{FRONT}{BODY}", "unclosed-front-matter", 1),
        (f"---\n{FRONT}----\n{BODY}", "unclosed-front-matter", 1),
        (f"---\n{FRONT}{BODY}\n---\n\nA line above me.\n", "unclosed-front-matter", 1),
        (f"{FRONT}---\n{BODY}", "no-front-matter", 1),
        (f"\n---\n{FRONT}---\n{BODY}", "no-front-matter", 1),
        (f"----\n{FRONT}---\n{BODY}", "no-front-matter", 1),
        (f"{FRONT}{BODY}", "no-front-matter", 1),
    ],
)
def test_a_line_around_the_front_matter_may_be_wrong_or_missing(text: str, rule: str, line: int) -> None:
    entry = read(NAME, text)
    assert [(each.rule, each.span.line) for each in entry.findings] == [(rule, line)]
    assert not entry.left_out
    assert (entry.incident.title, entry.incident.components, entry.incident.started) == (
        "Cards fail",
        STATES,
        utc(14, 5),
    )
    assert entry.incident.impact.startswith("Cards fail.")


def test_left_out_is_only_what_says_neither_what_nor_where() -> None:
    nothing: list[bytes | str] = [
        b"\xff\xfe",
        "",
        "# Cards fail\n\nWords.\n",
        "---\nauthor: Kim\n---\n" + BODY,
        "---\n[\n---\n",
    ]
    assert all(read(NAME, text).left_out for text in nothing)
    assert not front("title: Cards fail\n").left_out
    assert not front("components:\n  checkout: down\n").left_out
    broken = read(NAME, f"---\n{FRONT}---\n".encode() + b"\xff")
    assert (broken.left_out, broken.incident.title, broken.incident.components) == (True, "Cards fail", ())
    large = read(NAME, f"---\n{FRONT}---\n" + "x" * 300_000)
    assert (large.left_out, large.incident.title) == (True, "Cards fail")


# Headings of updates


@pytest.mark.parametrize(
    ("heading", "at", "stage"),
    [
        ("14:30 UTC: Monitoring", utc(14, 10) + timedelta(seconds=1), Stage.INVESTIGATING),
        ("2026-11-03 14:30: Monitoring", utc(14, 10) + timedelta(seconds=1), Stage.INVESTIGATING),
        ("2026-11-03 14:30 CET: Resolved", utc(14, 10) + timedelta(seconds=1), Stage.INVESTIGATING),
        ("2026-11-03 14:30 UTC - Resolved", utc(14, 30), Stage.INVESTIGATING),
        ("2026-11-03 14:30 UTC Monitoring", utc(14, 30), Stage.INVESTIGATING),
        ("2026-11-03 14:30 UTC: Fixed", utc(14, 30), Stage.INVESTIGATING),
        ("2026-11-03 14:30 UTC", utc(14, 30), Stage.INVESTIGATING),
        ("Update 2", utc(14, 10) + timedelta(seconds=1), Stage.INVESTIGATING),
    ],
)
def test_an_update_whose_heading_cannot_be_read_stays_in_its_place(heading: str, at: datetime, stage: Stage) -> None:
    unclear = (
        f"### {heading}\n\n- ETA: 16:30 UTC\n- Next update: 15:15 UTC\n- Components: api major-outage\n\nHalf is done."
    )
    incident = said(updates(FIRST, unclear, LAST))
    first, second, third = incident.updates
    assert (second.at, second.stage, second.heading) == (at, stage, heading)
    assert (second.text, second.components) == ("Half is done.", (("api", State.MAJOR_OUTAGE),))
    assert second.next_update == utc(15, 15)
    assert (first.heading, third.heading) == ("", "")
    findings = [each for each in check(updates(FIRST, unclear, LAST)) if each.severity is Severity.ERROR]
    assert [each.span.line for each in findings] == [27]


def test_an_unclear_stage_is_taken_for_the_worse() -> None:
    resolved = "### 2026-11-03 14:20 UTC: Resolved\n\nDone."
    (_, _, again) = said(updates(FIRST, resolved, "### 14:50 UTC: Investigating\n\nAgain.")).updates
    assert again.stage is Stage.INVESTIGATING
    (_, better) = said(updates(FIRST, "### 2026-11-03 14:50 UTC - Resolved\n\nDone.")).updates
    assert better.stage is Stage.INVESTIGATING
    (_, slip) = said(updates(FIRST, "### 2026-11-03 14:50 UTC: Resolvd\n\nDone.")).updates
    assert slip.stage is Stage.INVESTIGATING


def test_updates_without_a_time_are_a_second_apart_and_count_from_what_is_known() -> None:
    unclear = ("### one\n\nA.", "### two\n\nB.", "### three\n\nC.")
    times = [update.at for update in said(updates(unclear[0], FIRST, *unclear[1:])).updates]
    assert times == [
        utc(14, 5) + timedelta(seconds=1),
        utc(14, 10),
        *(utc(14, 10) + timedelta(seconds=n) for n in (1, 2)),
    ]
    without = FRONT.replace("started: 2026-11-03 14:05 UTC\n", "")
    assert said(updates(*unclear, head=without)).updates[2].at == utc(0) + timedelta(seconds=3)
    odd = read("incidents/cards.md", updates(unclear[0], head=without)).incident
    assert odd.updates[0].at == datetime(2000, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_a_length_of_time_says_nothing_where_nobody_knows_from_when() -> None:
    (_, update) = said(updates(FIRST, "### half past two\n\n- ETA: in 2 hours\n- Next update: 15:00 UTC\n\nA.")).updates
    assert (update.eta, update.unread, update.next_update) == (None, ("ETA",), utc(15))


@pytest.mark.parametrize(
    "line",
    ["#### {}", "## {}", "# {}", "###### {}", "{}", "**{}**", "###{}", "  {}", "## #{}", "### **{}**", "### {} ###_"],
)
def test_an_update_at_a_wrong_level_is_an_update_and_an_error_on_its_line(line: str) -> None:
    heading = "2026-11-03 14:50 UTC: Identified"
    text = updates(FIRST, LAST.replace(f"### {heading}", line.format(heading)))
    assert said(text).updates == said(updates(FIRST, LAST)).updates
    assert codes(text) == {*codes(updates(FIRST, LAST)), ("U30", 27)}


@pytest.mark.parametrize(
    "line",
    ["`{}`", "> ### {}", "Said at {}", "- {}", "```\n### {}\n```", "\\### {}", "<!-- {} -->", "    ### {}"],
)
def test_in_code_in_a_quotation_or_in_a_sentence_it_is_none(line: str) -> None:
    assert len(said(updates(FIRST, line.format("2026-11-03 14:50 UTC: Identified"))).updates) == 1


# Sections


def other(name: str) -> str:
    return updates(FIRST, LAST).replace("## Updates\n\n", name)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("## Timeline\n\n", 18, "“## Timeline” holds two updates."),
        ("## Updats\n\n", 18, "“## Updats” holds two updates."),
        ("## Postmortem\n\nSome words.\n\n", 18, "“## Postmortem” holds two updates."),
        ("### Updates\n\n", 20, "Here two updates begin under “## Cause”."),
        ("", 18, "Here two updates begin under “## Cause”."),
    ],
)
def test_updates_under_another_name_are_taken_from_there_and_it_is_named(name: str, line: int, message: str) -> None:
    text = other(name)
    assert said(text).updates == said(updates(FIRST, LAST)).updates
    (found,) = (each for each in check(text) if each.code == "U30")
    assert (found.span.line, found.message) == (line, message)
    assert not {"U01", "F17"} & {each.code for each in check(text)}
    assert said(text).cause.startswith("B.")


def test_updates_may_stand_at_the_end_of_a_section_that_comes_after_them() -> None:
    text = updates(FIRST) + "\n## Making it right\n\nFees go back.\n\n" + LAST + "\n"
    assert said(text).updates == said(updates(FIRST, LAST)).updates
    assert said(text).making_it_right == "Fees go back."


@pytest.mark.parametrize(
    ("heading", "meant_by_it"),
    [("Summary", "Impact"), ("Overview", "Impact"), ("Root cause", "Cause"), ("Resolution", "Restoration"),
     ("Action items", "Prevention"), ("next steps", "Prevention")],
)  # fmt: skip
def test_the_usual_headings_of_a_post_mortem_are_recognised_unless_ours_stands_there(
    heading: str, meant_by_it: str
) -> None:
    text = f"---\n{FRONT}---\n\n## {heading}\n\nWords.\n"
    (found,) = (each for each in check(text) if each.code == "F17")
    assert (found.span.line, found.help) == (10, f"Did you mean “## {meant_by_it}”?")
    assert said(text).other_sections == ((heading, "Words."),)
    assert "F17" not in {each.code for each in check(f"{text}\n## {meant_by_it}\n\nMore words.\n")}


def test_a_comment_that_never_ends_hides_no_update_behind_it() -> None:
    text = updates(f"{FIRST} <!-- from where?", LAST)
    assert [update.stage for update in said(text).updates] == [Stage.INVESTIGATING, Stage.IDENTIFIED]
    assert "F16" in {each.code for each in check(text)}


# Fields


DECEMBER = datetime(2026, 12, 9, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", ["tomorrow", "later", "14:50", "12:45am UTC", "09:45 CET", "2026-11-31 12:00 UTC"])
def test_a_next_update_that_cannot_be_read_is_asked_for_by_u_and_costs_nothing_else(value: str) -> None:
    text = updates(FIRST, LAST.replace("15:30 UTC", value))
    found = [each for each in check(text) if each.severity is Severity.ERROR]
    assert [(each.code, each.span.line) for each in found] == [("U09", 30)]
    update = said(text).updates[1]
    assert (update.next_update, update.unread, update.text) == (None, ("Next update",), "It is the disk.")
    assert update.eta == said(updates(FIRST, LAST)).updates[1].eta


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Edited: just now", "Edited"),
        ("Edited: 14:40 UTC, because a typo", "Edited"),
        ("Began: 14:40 UTC", "Began"),
        ("Began: an hour ago", "Began"),
    ],
)
def test_other_fields_that_cannot_be_read_are_told_so(field: str, name: str) -> None:
    text = updates(FIRST, LAST.replace("- Next", f"- {field}\n- Next"))
    assert ("U09", 30) in codes(text)
    assert said(text).updates[1].unread == (name,)


@pytest.mark.parametrize(
    ("value", "window"),
    [
        ("2026-12-09 04:00 UTC to 2026-12-09 06:00 +01:00, because the disks come late",
         Window(starts=DECEMBER, ends=DECEMBER + timedelta(hours=1), because="the disks come late")),
        ("2026-12-09 04:00 UTC TO 2026-12-09 05:00Z",
         Window(starts=DECEMBER, ends=DECEMBER + timedelta(hours=1))),
        ("2026-12-09 04:00 UTC", None),
        ("2026-12-09 04:00 to 2026-12-09 05:00 UTC", None),
        ("2026-12-09 05:00 UTC to 2026-12-09 04:00 UTC", None),
        ("04:00 UTC to 05:00 UTC", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_window_is_two_full_moments(value: str, window: Window | None) -> None:
    text = MAINTENANCE.replace("- Next update", f"- Window: {value}\n- Next update")
    entry = read(NAME, text)
    (update,) = entry.incident.updates
    assert update.window == window
    assert update.unread == (("Window",) if window is None and value else ())
    assert [each.rule for each in entry.findings] == ([] if window else ["update-field-unreadable"])


def test_restored_belongs_to_resolved_and_a_window_to_planned_work() -> None:
    restored = "- Restored: 2026-11-03 14:40 UTC\n- Next"
    (_, update) = said(updates(FIRST, LAST.replace("- Next", restored))).updates
    assert update.restored is None
    done = LAST.replace("- Next", restored).replace("Identified", "Resolved")
    assert said(updates(FIRST, done)).updates[1].restored == utc(14, 40)
    window = "- Window: 2026-11-03 14:00 UTC to 2026-11-03 15:00 UTC\n- Next"
    assert said(updates(FIRST, LAST.replace("- Next", window))).updates[1].window is None


def test_an_update_that_opens_the_report_again_says_since_when() -> None:
    done = "### 2026-11-03 14:20 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\nAll cards work."
    text = updates(FIRST, done, LAST.replace("- Next", "- Began: 2026-11-03 14:40 UTC\n- Next"))
    assert said(text).updates[2].began == utc(14, 40)
    assert [len(run) for run in read(NAME, text).document.runs] == [2, 1]
    assert "U33" not in {code for code, _ in codes(text)}
    late = text.replace("Began: 2026-11-03 14:40", "Began: 2026-11-03 14:55")
    assert "U33" in {code for code, _ in codes(late)}


@pytest.mark.parametrize(
    "line",
    [
        "- Components: checkout major-outage, api degraded\nIt is the disk.",
        "- Components: checkout major-outage api degraded",
        "- Components: checkoutmajor-outage, api-degraded",
        "- Components: checkout: major-outage, api = degraded",
        "-Components: checkout major-outage, api degraded",
        "-C omponents: checkout major-outage, api degraded",
        " Components: checkout major-outage, api degraded",
        "* **Components**: checkout Major_Outage, api Degraded",
        "- Component: checkout major outage, api degarded",
        "- Components checkout major-outage, api degraded",
    ],
)
def test_states_survive_a_slip_in_their_line(line: str) -> None:
    (_, update) = said(updates(FIRST, LAST.replace("\n\nIt is", f"\n{line}\n\nIt is"))).updates
    assert update.components == STATES
    assert (update.unread, update.next_update) == ((), utc(15, 30))
    assert update.text.endswith("It is the disk.")


@pytest.mark.parametrize(
    "line", ["checkout not operational", "checkout hardly operational", "checkout fully operational"]
)
def test_a_word_between_a_component_and_its_state_makes_it_unread(line: str) -> None:
    incident = said(updates(FIRST, LAST.replace("\n\nIt is", f"\n- Components: {line}\n\nIt is")))
    assert (incident.updates[1].components, incident.unread_states) == ((), ("checkout",))


def test_an_update_in_no_readable_stage_opens_a_report_again_when_it_tells_of_trouble() -> None:
    done = "### 2026-11-03 14:20 UTC: Resolved\n\nDone."
    for fields in ("- ETA: 16:00 UTC", "- Components: api degraded", "- Components: api down"):
        assert said(updates(FIRST, done, f"### 2026-11-03 14:50 UTC: Again\n\n{fields}\n\nWords.")).open, fields
    for fields in ("- Next update: 16:00 UTC", "- Components: api operational"):
        assert said(updates(FIRST, done, f"### 2026-11-03 14:50 UTC: Thanks\n\n{fields}\n\nWords.")).over, fields


# What a report may be withheld by


@pytest.mark.parametrize(
    ("line", "code", "withheld"),
    [
        ("draft: true", "F25", "draft"),
        ("draft: yes", "F25", "draft"),
        ("draft: false", "F24", ""),
        ("draft: maybe", "F23", "draft"),
        ("draft:", "F23", "draft"),
        ("draft: [true]", "F23", "draft"),
        ("darft: true", "F23", "darft"),
        ("Draft: true", "F23", "Draft"),
        ("drafts: no", "F24", ""),
        ("published: false", "F23", "published"),
        ("published: True", "F24", ""),
        ("published: 2026-11-03", "F24", ""),
        ("published: 2026-11-03T14:30:00Z", "F24", ""),
        ("published: 2026-11-03 16:00 UTC", "F23", "published"),
        ("publish: 2026-12-01", "F23", "publish"),
        ("published: soon", "F23", "published"),
        ("hidden: 1", "F23", "hidden"),
        ("privat: true", "F23", "privat"),
        ("private: no", "F24", ""),
        ("embargo: 2026-11-01", "F23", "embargo"),
        ("embargoed: true", "F23", "embargoed"),
        ("visibility: internal", "F23", "visibility"),
        ("visibility: public", "F24", ""),
        ("unlisted: true", "F23", "unlisted"),
        ("unlisted: false", "F24", ""),
        ("public: false", "F23", "public"),
    ],
)  # fmt: skip
def test_a_key_that_holds_back_is_never_passed_over(line: str, code: str, withheld: str) -> None:
    text = OPEN.replace("title:", f"{line}\ntitle:")
    (found,) = check(text)
    assert (found.code, found.span.line) == (code, 2)
    assert said(text).withheld_at(NOW) == withheld
    assert found.severity is (Severity.ERROR if code == "F23" else Severity.WARNING)


def test_a_time_makes_a_report_public_and_one_no_does_not_let_another_through() -> None:
    dated = said(OPEN.replace("title:", "published: 2026-11-03 16:00 UTC\ntitle:"))
    assert (dated.withheld_at(utc(15, 59)), dated.withheld_at(utc(16))) == ("published", "")
    both = said(OPEN.replace("title:", "published: 2026-11-01\nhidden: true\ntitle:"))
    assert both.withheld_at(NOW) == "hidden"
    twice = said(OPEN.replace("title:", "published: 2026-11-01\npublish: 2026-11-04\ntitle:"))
    assert (twice.withheld_at(NOW), twice.withheld_at(utc(12, day=4))) == ("publish", "")


# What can only be meant


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("degradd", "degraded"), ("dergaded", "degraded"), ("major", "major-outage"), ("MAJOR OUTAGE", "major-outage"),
        ("majr-outge", "major-outage"), ("partial_outage", "partial-outage"), ("operatonal", "operational"),
        ("down", None), ("outage", None), ("minor-outage", None), ("inoperational", None), ("unoperational", None),
        ("not-operational", None), ("op", None), ("", None), ("not-known", None),
    ],
)  # fmt: skip
def test_a_word_is_read_only_as_what_it_can_only_be_a_slip_of(word: str, known: str | None) -> None:
    assert meant(word, STATED) == known


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "", 0), ("a", "a", 0), ("ab", "ba", 1), ("abc", "ab", 1), ("started", "sarted", 1), ("started", "starts", 2),
     ("draft", "drain", 2), ("a", "abcd", 3), ("kitten", "sitting", 3), ("abcdef", "uvwxyz", 3)],
)  # fmt: skip
def test_slips_are_counted_up_to_two(one: str, other: str, steps: int) -> None:
    assert slips_between(one, other) == slips_between(other, one) == steps


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("checkout", "checkout"), ("chekout", "checkout"), ("Checkout", "checkout"), ("check-out", "checkout"),
        ("Payment API", "api"), ("payment api", "api"), ("Payment AIP", "api"), ("search-eu", "search"),
        ("mail", "mail"), ("x", "x"),
    ],
)  # fmt: skip
def test_a_component_is_the_declared_one_that_can_be_meant(written: str, identity: str) -> None:
    assert meant_component(written, SHOP) == identity
    assert meant_component(written, Settings()) == written


def test_a_component_that_may_be_two_is_left_as_it_is_written() -> None:
    two = Settings(components=(Component(id="search-eu", name="EU"), Component(id="search-us", name="US")))
    assert meant_component("search", two) == "search"


# Contradictions


def last(stage: str, *fields: str, at: str = "2026-11-03 14:50 UTC") -> str:
    listed = "".join(f"- {field}\n" for field in fields)
    return f"### {at}: {stage}\n\n- Next update: 2026-11-28 12:00 UTC\n{listed}\nIt was the disk."


LATER = "2026-11-03 14:55 UTC"
DONE = "\n## Prevention\n\n- [x] Watch the disks (owner: SRE, due: 2026-11-03, done: 2026-11-03)\n"


@pytest.mark.parametrize(
    ("keys", "told", "expected"),
    [
        ("", (last("Resolved", "Components: checkout operational, api operational"),), {}),
        ("", (last("Resolved", "Components: checkout operational, api degraded"),), {("S30", 30)}),
        ("", (last("Resolved"), last("Resolved", "Components: api degraded", at=LATER)), {("S30", 36)}),
        ("resolved: 2026-11-03 14:08 UTC\n", (last("Resolved"),), {}),
        ("resolved: 2026-11-03 14:20 UTC\n",
         (last("Monitoring", "Components: api degraded", at="2026-11-03 14:30 UTC"), last("Resolved")), {("S31", 8)}),
        ("resolved: 2026-11-03 14:30 UTC\n",
         (last("Monitoring", "Components: api degraded", at="2026-11-03 14:30 UTC"), last("Resolved")), {}),
        ("", (last("Monitoring", "Components: api degraded", at="2026-11-03 14:30 UTC"),
              last("Resolved", "Restored: 2026-11-03 14:20 UTC")), {("S31", 37)}),
        ("resolved: 2026-11-03 14:40 UTC\n", (last("Resolved", "Restored: 2026-11-03 14:40 UTC"),), {}),
        ("resolved: 2026-11-03 14:40 UTC\n", (last("Resolved", "Restored: 2026-11-03 14:45 UTC"),), {("S32", 31)}),
        ("", (last("Resolved", "Restored: 2026-11-03 14:00 UTC"),), {("S05", 30)}),
        ("resolved: 2026-11-03 14:40 UTC\n",
         (last("Resolved"), last("Identified", "ETA: 18:00 UTC", "Components: api degraded", at=LATER)), {}),
        ("resolved: 2026-11-03 14:40 UTC\n",
         (last("Resolved"), last("Identified", "ETA: 18:00 UTC", at="2026-11-03 14:52 UTC"),
          last("Resolved", "Restored: 2026-11-03 14:51 UTC", at=LATER)), {("S05", 44)}),
        ("resolved: 2026-11-03 14:40 UTC\n", (last("Monitoring"),), {("S08", 8)}),
    ],
)  # fmt: skip
def test_a_report_that_contradicts_itself_about_its_end_is_told_so(
    keys: str, told: tuple[str, ...], expected: set[tuple[str, int]]
) -> None:
    text = updates(FIRST, *told, head=FRONT + keys) + DONE
    found = {(code, line) for code, line in codes(text) if code[0] == "S" and code != "S35"}
    assert found == set(expected)


def eta(hour: str, time: str, because: str = "", stage: str = "Identified", more: str = "") -> str:
    reason = f", because {because}" if because else ""
    fields = f"- ETA: {time} UTC{reason}\n- Next update: 20:00 UTC\n{more}"
    return f"### 2026-11-03 {hour} UTC: {stage}\n\n{fields}\nWords {hour}."


OPENED = eta("14:10", "16:00")
WORKS = "- Components: checkout operational, api operational\n"


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ((OPENED, eta("14:20", "16:09")), []),
        ((OPENED, eta("14:20", "16:10")), [29]),
        ((OPENED, eta("14:20", "16:09"), eta("14:30", "16:18")), [36]),
        ((OPENED, eta("14:20", "17:00", "of the disk")), []),
        ((OPENED, eta("14:20", "17:00", "of the disk"), eta("14:30", "17:09")), []),
        ((OPENED, eta("14:20", "17:00", "of the disk"), eta("14:30", "17:30")), [36]),
        ((OPENED, eta("14:20", "17:00"), eta("14:30", "17:00")), [29]),
        ((OPENED, eta("14:20", "15:30"), eta("14:30", "15:55")), []),
        ((OPENED, last("Resolved", at="2026-11-03 14:20 UTC"), eta("14:30", "19:00")), []),
        ((OPENED, eta("14:20", "19:00", stage="Monitoring", more=WORKS)), []),
        ((OPENED, eta("14:20", "19:00", stage="Monitoring", more=WORKS),
          eta("14:30", "19:30", stage="Monitoring")), [37]),
    ],
)  # fmt: skip
def test_a_slip_of_ten_minutes_wants_a_reason_measured_from_the_last_that_had_one(
    told: tuple[str, ...], lines: list[int]
) -> None:
    assert [each.span.line for each in check(updates(*told)) if each.code == "E11"] == lines


def test_a_promise_of_an_earlier_run_is_not_late_in_the_next() -> None:
    done = "### 2026-11-03 14:20 UTC: Resolved\n\n- Next update: 20:00 UTC\n\nDone."
    again = "### 2026-11-03 14:30 UTC: Monitoring\n\n- Next update: 20:00 UTC\n\nAgain."
    unknown = "### 2026-11-03 14:30 UTC: Investigating\n\n- Next update: 20:00 UTC\n\nAgain."
    for newest in (again, unknown):
        assert "E05" not in {code for code, _ in codes(updates(OPENED, done, newest), utc(19))}
    assert "E05" in {code for code, _ in codes(updates(OPENED), utc(19))}


@pytest.mark.parametrize(
    ("stage", "cause", "found"),
    [
        ("Investigating", "Not known yet. We compare disks and will know by 15:20 UTC.", False),
        ("Identified", "Not known yet. We compare disks and will know by 15:20 UTC.", True),
        ("Monitoring", "Not known yet. We compare disks and will know by 15:20 UTC.", True),
        ("Resolved", "Not known yet. We compare disks and will know by 15:20 UTC.", False),
        ("Identified", "Suspected: the disk, and we will know by 15:20 UTC.", False),
    ],
)
def test_a_stage_beyond_investigating_wants_a_cause(stage: str, cause: str, found: bool) -> None:
    text = updates(eta("14:10", "16:00", stage=stage)).replace("\nB.\n", f"\n{cause}\n")
    assert (("C04", 16) in codes(text)) is found


def test_a_promise_in_the_cause_keeps_its_day_whatever_is_told_later() -> None:
    cause = "Not known yet. We compare disks and will know by 14:40 UTC."
    told = [eta(hour, "18:00", stage="Investigating") for hour in ("14:10", "14:41", "15:30")]
    for count in (1, 2, 3):
        text = updates(*told[:count]).replace("\nB.\n", f"\n{cause}\n")
        assert said(text).cause_known_by == utc(14, 40)
    backdated = FRONT.replace("2026-11-03 14:05", "2026-11-01 10:00")
    text = updates(told[0], head=backdated).replace("\nB.\n", f"\n{cause}\n")
    assert said(text).cause_known_by == utc(14, 40)


# Windows


def planned(starts: str, *told: str, name: str = "2026-11-28-storage") -> set[str]:
    head = (
        MAINTENANCE.partition("### ")[0]
        .replace("2026-11-28 04:00", starts)
        .replace("2026-11-28 05:00", starts[:11] + "23:59")
    )
    text = head + "\n\n".join(told) + "\n"
    return {each.code for each in check(text, utc(15), f"incidents/{name}.md")}


def scheduled(following: str, window: str = "", day: str = "02") -> str:
    moved = f"- Window: {window}\n" if window else ""
    return (
        f"### 2026-11-{day} 12:00 UTC: Scheduled\n\n- Next update: {following} UTC\n{moved}\nWe rehearsed it on {day}."
    )


@pytest.mark.parametrize(
    ("starts", "told", "name", "found"),
    [
        ("2026-11-28 04:00", (scheduled("2026-11-28 04:00"),), "2026-11-28-storage", False),
        ("2026-12-09 04:00", (scheduled("2026-11-28 04:00"),), "2026-11-28-storage", True),
        ("2026-12-09 07:00", (scheduled("2026-11-28 04:00"),), "2026-11-28-storage", True),
        ("2026-12-09 04:00", (scheduled("2026-11-28 04:00"),), "2026-11-02-storage", True),
        ("2026-11-26 04:00", (scheduled("2026-11-28 04:00"),), "2026-11-28-storage", True),
        ("2026-11-28 04:00", (scheduled("2026-11-27 04:00"),), "2026-11-28-storage", False),
        ("2026-11-28 04:00", (scheduled("2026-11-21 04:00"),), "2026-11-28-storage", False),
        ("2026-11-28 04:00", (scheduled("2026-11-20 12:00"),), "2026-11-28-storage", False),
        ("2026-11-28 04:00", (scheduled("2026-11-02 18:00"),), "2026-11-02-storage", False),
        ("2026-12-09 04:00",
         (scheduled("2026-11-28 04:00"),
          scheduled("2026-12-09 04:00", "2026-12-09 04:00 UTC to 2026-12-09 23:59 UTC, because of disks", "03")),
         "2026-11-28-storage", False),
        ("2026-12-10 04:00",
         (scheduled("2026-11-28 04:00"),
          scheduled("2026-12-09 04:00", "2026-12-09 04:00 UTC to 2026-12-09 23:59 UTC, because of disks", "03")),
         "2026-11-28-storage", True),
        ("2026-12-09 04:00",
         (scheduled("2026-12-01 04:00", "2026-12-01 04:00 UTC to 2026-12-01 23:59 UTC, because of disks"),
          scheduled("2026-12-01 04:00", "2026-12-09 04:00 UTC to 2026-12-09 23:59 UTC, because of disks", "03")),
         "2026-11-28-storage", True),
    ],
)  # fmt: skip
def test_a_window_that_moved_has_to_be_told(starts: str, told: tuple[str, ...], name: str, found: bool) -> None:
    assert ("U32" in planned(starts, *told, name=name)) is found


# Nothing that can be shown at all is passed over


def test_a_placeholder_in_angle_brackets_is_a_warning_and_html_an_error() -> None:
    text = OPEN.replace("Cards issued in the EU", "Cards of <your-shop> issued in the <b>EU</b>")
    found = {(each.code, each.severity, each.message) for each in check(text)}
    assert found == {
        ("X01", Severity.WARNING, "GitHub takes “<your-shop>” for HTML and hides it."),
        ("X01", Severity.ERROR, "“<b>” is HTML, which is not published."),
    }


def test_more_updates_or_components_than_are_read_leave_the_report_unread_in_part() -> None:
    begin = utc(14, 20)
    headings = [f"### {begin + timedelta(minutes=n):%Y-%m-%d %H:%M} UTC: Monitoring\n" for n in range(501)]
    assert said(updates(*headings)).unread == ("updates",)
    many = "".join(f"  c{number}: degraded\n" for number in range(501))
    found = front(f"title: Cards fail\ncomponents:\n{many}started: 2026-11-03 14:05 UTC\n")
    assert (found.incident.unread, len(found.incident.components)) == (("components",), 500)
    assert [each.rule for each in found.findings] == ["too-large"]


def test_an_update_written_as_the_format_wants_it_says_the_same_as_before() -> None:
    (update,) = said(OPEN).updates
    assert (update.heading, update.unread, update.edits) == ("", (), ())
    assert isinstance(update, Update)
    edited = OPEN.replace("- Next", "- Edited: 2026-11-03 14:50 UTC, because a typo\n- Next")
    assert said(edited).updates[0].edits == (Edit(at=utc(14, 50), because="a typo"),)
    assert said(MAINTENANCE).kind is Kind.MAINTENANCE
