"""What a person types, what is proposed to them, and the files that come of it."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from straightup import rules
from straightup.authoring import inputs, proposals
from straightup.authoring.author_question import answer, new_faults, take
from straightup.authoring.choosing import is_open, named, the_one
from straightup.authoring.draft import Draft, slug
from straightup.authoring.new_questions import QUESTIONS
from straightup.authoring.prepared_report import comments, prepared_steps, read_prepared_report
from straightup.authoring.refusal import RefusedAnswer
from straightup.disk import files, project
from straightup.model.incident import Incident, Promise, UnknownUntil, Update
from straightup.model.settings import Settings
from straightup.model.source import SectionName
from straightup.model.states import Component, Kind, Stage, State
from straightup.model.steps import PreventionState
from straightup.reading import read
from straightup.writing.splice import with_answer, with_key, with_section, with_update, with_value
from support.commands import CONFIG, straightup
from support.excerpts import MAINTENANCE
from support.reports import utc
from support.sites import draw

NOW = datetime(2026, 11, 20, 3, 7, tzinfo=UTC)
SHOP = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Product search")))
ONE = Settings(components=(Component(id="search", name="Search"),))
PATH = "2026-11-03-cards.md"


the_20th = partial(utc, day=20)


@pytest.mark.parametrize(
    ("said", "settings", "meant"),
    [
        ("checkout=major-outage", SHOP, ("checkout", State.MAJOR_OUTAGE)),
        ("checkout: degraded", SHOP, ("checkout", State.DEGRADED)),
        ("Product Search degraded", SHOP, ("search", State.DEGRADED)),
        ("2=deg", SHOP, ("search", State.DEGRADED)),
        ("1 partial", SHOP, ("checkout", State.PARTIAL_OUTAGE)),
        ("major", ONE, ("search", State.MAJOR_OUTAGE)),
        ("anything=degraded", Settings(), ("anything", State.DEGRADED)),
    ],
)
def test_a_component_and_its_state_may_be_said_in_short(said: str, settings: Settings, meant: object) -> None:
    assert inputs.component_states([said], settings) == (meant,)


@pytest.mark.parametrize(
    ("said", "reply", "code"),
    [
        ("serch=degraded", "Did you mean “search”?", "S03"),
        ("3=degraded", "They are checkout, search.", "S03"),
        ("search", "“search” has no state, such as search=degraded.", "S04"),
        ("search=kaputt", "“kaputt” is no state.", "S04"),
        ("search=ma", "“ma” is no state.", "S04"),
    ],
)
def test_a_component_that_cannot_be_read_is_named_with_the_rule(said: str, reply: str, code: str) -> None:
    with pytest.raises(RefusedAnswer) as refused:
        inputs.component_states([said], SHOP)
    assert reply in str(refused.value)
    assert refused.value.rule is not None
    assert refused.value.rule.code == code


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", NOW),
        ("now", NOW),
        ("20 min ago", the_20th(2, 47)),
        ("1 h 30 min ago", the_20th(1, 37)),
        ("half an hour ago", the_20th(2, 37)),
        ("an hour and a half ago", the_20th(1, 37)),
        ("2.50am UTC", the_20th(2, 50)),
        ("0350 +0100", the_20th(2, 50)),
        ("noon UTC", the_20th(12) - timedelta(days=1)),
        ("Monday 09:00 UTC", the_20th(9) - timedelta(days=4)),
        ("18 Nov, 9am UTC", the_20th(9) - timedelta(days=2)),
        ("2026-11-20 2:50 UTC", the_20th(2, 50)),
        ("3:50 Europe/Berlin", the_20th(2, 50)),
        ("02:50 UTC", the_20th(2, 50)),
        ("since 02:50 UTC", the_20th(2, 50)),
        ("23:50 UTC", utc(23, 50, 19)),
        ("03:50 +01:00", the_20th(2, 50)),
        ("2026-11-18 02:50 UTC", utc(2, 50, 18)),
    ],
)
def test_a_time_that_has_been_is_the_last_such_time(said: str, meant: datetime) -> None:
    assert inputs.past(said, NOW) == meant


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("02:50", "“02:50” has no zone."),
        ("yesterday", "“yesterday” has no time of day."),
        ("long ago", "no time that can be"),
        ("in 20 min", "no time that can be"),
        ("about 02:50 UTC", "leaves open when it was. Write “02:50 UTC”"),
        ("30 Nov 09:00 UTC", "“30 Nov” is still to come."),
        ("Friday 02:50 UTC", "“Friday” can mean Friday 2026-11-13 or Friday 2026-11-20."),
        ("02:50-03:00", "has no zone."),
    ],
)
def test_a_time_is_never_guessed(said: str, reply: str) -> None:
    with pytest.raises(RefusedAnswer, match=reply):
        inputs.past(said, NOW)


def test_a_stage_may_be_abbreviated_as_long_as_it_is_one() -> None:
    assert inputs.stage("mon", Kind.INCIDENT) is Stage.MONITORING
    assert inputs.stage("in progress", Kind.MAINTENANCE) is Stage.IN_PROGRESS
    for said in ("i", "done"):
        with pytest.raises(RefusedAnswer):
            inputs.stage(said, Kind.MAINTENANCE if said == "done" else Kind.INCIDENT)


def test_steps_come_one_on_each_line_with_a_date_or_a_length_of_time() -> None:
    prepared = ("Alert early",)
    said = (
        "- [ ] Renew (owner: Payments, due: 2026-12-01)",
        "",
        "1 (owner: SRE, due: in 2 weeks)",
        "2. [x] Said so (done: 2026-11-20)",
    )
    steps = inputs.steps("\n".join(said), NOW, prepared)
    assert [(step.text, step.state, step.owner, str(step.due)) for step in steps] == [
        ("Renew", PreventionState.OPEN, "Payments", "2026-12-01"),
        ("Alert early", PreventionState.OPEN, "SRE", "2026-12-04"),
        ("Said so", PreventionState.DONE, "", "None"),
    ]
    with pytest.raises(RefusedAnswer, match="is no date"):
        inputs.steps("Renew (owner: SRE, due: some day)", NOW)


def test_a_refusal_says_why_in_a_sentence_or_two_and_shows_what_would_do() -> None:
    for rule in rules.ALL:
        refused = RefusedAnswer("No.", rule.code)
        assert refused.rule is rule
        assert refused.why
        assert rule.why.startswith(refused.why)
        assert len(refused.example) <= 240
    assert RefusedAnswer("No.", "E02").example == "16:00-17:00 UTC"
    assert RefusedAnswer("No.", "S03").example == "checkout: major-outage"
    assert RefusedAnswer("No.", "F01").example == ""


def test_the_next_update_is_proposed_by_how_bad_it_is_and_never_after_a_promised_answer() -> None:
    bad, slow = (("checkout", State.MAJOR_OUTAGE),), (("checkout", State.DEGRADED),)
    assert proposals.next_update(bad, SHOP, NOW) == the_20th(3, 30)
    assert proposals.next_update(slow, SHOP, NOW) == the_20th(4, 10)
    assert proposals.next_update(slow, SHOP, NOW, the_20th(3, 40), None, the_20th(2, 0)) == the_20th(3, 40)
    often = Settings(update_every={State.DEGRADED: timedelta(minutes=5)})
    assert proposals.next_update(slow, often, NOW) == the_20th(3, 15)


def like(hours: float, number: int) -> Incident:
    began = datetime(2026, 10, number, 8, tzinfo=UTC)
    over = Update(at=began + timedelta(hours=hours), stage=Stage.RESOLVED, text="Over.")
    return Incident(
        id=f"2026-10-{number:02d}-x", components=(("search", State.DEGRADED),), started=began, updates=(over,)
    )


@pytest.mark.parametrize(
    ("hours", "eta"),
    [
        ((2, 3, 4, 5, 9), "06:50-07:50 UTC"),
        ((0.5, 1, 1.2, 8, 9), "10:50 UTC"),
        ((0.1, 0.1, 0.1, 0.1, 0.1), ""),
        ((24, 30, 40, 50, 60), "2026-11-21 18:50-04:50 UTC"),
    ],
)
def test_the_record_suggests_a_range_that_customers_can_use_or_its_end(hours: tuple[float, ...], eta: str) -> None:
    record = [like(each, number) for number, each in enumerate(hours, 1)]
    found = proposals.from_the_record((("search", State.DEGRADED),), the_20th(2, 50), NOW, record)
    assert found.eta == eta
    assert "5 incidents like this one since 2026" in found.said
    if not eta:
        assert "already taken longer" in found.said
        return
    promise = inputs.eta(eta, NOW)
    assert isinstance(promise, Promise)
    assert promise.by > NOW


def test_fewer_than_five_like_incidents_suggest_nothing() -> None:
    found = proposals.from_the_record((("search", State.DEGRADED),), NOW, NOW, [like(2, 1)])
    assert (found.eta, found.said) == (
        "",
        "The record has fewer than 5 incidents like this one, so it suggests no time.",
    )


def test_a_word_means_the_report_that_it_is_a_part_of_the_open_one_first() -> None:
    closed = Incident(id="2026-10-01-cards", updates=(Update(at=NOW, stage=Stage.RESOLVED, text="x"),))
    opened = Incident(id="2026-11-03-cards", updates=(Update(at=NOW, stage=Stage.IDENTIFIED, text="x"),))
    ids = [closed.id, opened.id]
    assert named("cards", ids) == ids
    assert named("incidents/2026-10-01-CARDS.md", ids) == [closed.id]
    assert the_one([closed, opened], NOW, word="cards") is opened
    assert the_one([closed], NOW, word="cards") is closed
    with pytest.raises(RefusedAnswer, match="No incident is open"):
        the_one([closed], NOW)
    with pytest.raises(RefusedAnswer, match="“cards” may be any of these"):
        the_one([closed, closed], NOW, word="cards")
    planned = Incident(id="x", kind=Kind.MAINTENANCE, starts=the_20th(4), updates=())
    assert (is_open(planned, NOW), is_open(planned, the_20th(4))) == (False, True)


def draft(**said: str) -> Draft:
    return answer(QUESTIONS[Kind.INCIDENT], Draft(now=NOW, settings=SHOP), said)


def test_only_what_an_answer_itself_brings_is_held_against_it() -> None:
    question = next(each for each in QUESTIONS[Kind.INCIDENT] if each.key == "cause")
    after, found = take(question, "A disk of the second node is full since 02:40 UTC.", draft())
    assert (after.stage, found) == (Stage.IDENTIFIED, [])
    with pytest.raises(RefusedAnswer, match="what is being checked") as refused:
        take(question, "Not known yet.", draft())
    assert refused.value.rule is rules.find("C02")


def test_a_secret_is_refused_in_any_answer() -> None:
    question = next(each for each in QUESTIONS[Kind.INCIDENT] if each.key == "impact")
    with pytest.raises(RefusedAnswer) as refused:
        take(question, "Searches fail.\n\n<script>alert(1)</script>", draft())
    assert refused.value.rule is not None
    assert refused.value.rule.code.startswith("X")


def test_equal_faults_are_counted_so_that_a_second_one_is_new() -> None:
    one = draft().check()
    assert new_faults(one, one) == []
    assert [each.code for each in new_faults((), one)] == list(dict.fromkeys(each.code for each in new_faults((), one)))


def test_slugs_are_addresses() -> None:
    assert slug("Suche: Ergebnisse brauchen 20 Sekunden – überall!") == "suche-ergebnisse-brauchen-20-sekunden-uberall"
    assert slug("搜索") == "incident"
    assert len(slug("very " * 40)) <= 48


def test_text_goes_where_it_belongs_even_without_the_section() -> None:
    head = "---\ntitle: x\nstarted: >-\n  2026-11-03 14:05 UTC\n---\n"
    entry = read(PATH, head)
    assert with_update(head, entry.document, "### u") == f"{head[:-1]}\n\n## Updates\n\n### u\n"
    assert with_section(head, entry.document, SectionName.CAUSE, "A disk.") == f"{head[:-1]}\n\n## Cause\n\nA disk.\n"
    assert with_key(head, entry.document, "resolved", "now", "started") == head.replace(
        "C\n---", "C\nresolved: now\n---"
    )
    updates = f"{head}\n## Updates\n"
    entry = read(PATH, updates)
    assert (
        with_section(updates, entry.document, SectionName.IMPACT, "Slow.")
        == f"{head}\n## Impact\n\nSlow.\n\n## Updates\n"
    )
    commented = f"{head}\n## Cause\n\nNot <!-- really --> known yet.\n"
    with pytest.raises(ValueError, match="a comment stands"):
        with_answer(commented, read(PATH, commented).document, SectionName.CAUSE, "A disk.")


TEMPLATES = files.prepared_reports(
    project.project_of(Path("mkdocs.yml"), {}, {})
)  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_ours_asks_and_puts_no_words_in_anybodys_mouth(name: str) -> None:
    template = read_prepared_report(name, TEMPLATES[name])
    assert template.summary.endswith(".")
    assert SectionName.IMPACT in template.notes
    told = template.incident
    assert (told.title, told.impact, told.cause, told.restoration, told.prevention) == ("", "", "", "", ())
    if told.kind is Kind.INCIDENT:
        assert len(prepared_steps(template.notes[SectionName.PREVENTION])) >= 3
        assert told.cause_category


def test_what_a_template_asks_stays_in_the_file_until_it_is_answered() -> None:
    started = read_prepared_report("x", TEMPLATES["expired-certificate"]).draft(NOW, SHOP)
    entry = read(f"{started.id}.md", started.text)
    assert "Who cannot connect" in comments(entry.document, SectionName.IMPACT)
    assert len(prepared_steps(comments(entry.document, SectionName.PREVENTION))) == 3
    assert entry.incident.prevention == ()


def test_a_template_that_cannot_be_read_says_where() -> None:
    with pytest.raises(RefusedAnswer, match="The template mine, line 1: The file does not begin with front matter"):
        read_prepared_report("mine", b"# Certificate\n")
    with pytest.raises(RefusedAnswer, match="The template mine, line 2: "):
        read_prepared_report("mine", b"---\ntitle: a: b\n---\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG})
    return tmp_path


NEW = (
    "new", "--title", "Search is slow", "--component", "search=degraded", "--impact", "Searches take 20 s.",
    "--cause", "A disk of the second search node is full since 02:40 UTC.", "--eta", "in 2-3 hours",
    "--next", "in 30 min", "--at", "2026-11-20 03:07 UTC",
)  # fmt: skip


def test_a_sites_own_template_comes_before_ours_and_may_answer_questions(site: Path) -> None:
    own = "---\ntitle: Search is slow\ncomponents:\n  search: degraded\n---\n\n<!-- Our search is slow. -->\n"
    draw(site, {"incident-templates/slow-search.md": own, "incident-templates/README.md": "How we use these.\n"})
    code, out, err = straightup(site, "new", "--list-templates")
    assert (code, err) == (0, "")
    assert "slow-search          Our search is slow.\n" in out
    assert [line.split()[0] for line in out.splitlines()] == sorted(TEMPLATES)
    code, out, err = straightup(site, "new", "--template", "slow-search", *NEW[5:])
    assert (code, err) == (0, "")
    assert "Written: incidents/2026-11-20-search-is-slow.md\n" in out


@pytest.mark.parametrize(
    ("options", "reply"),
    [
        (("--template", "slow-serch"), "Did you mean “slow-search”?"),
        (("--template", "planned-maintenance", "--kind", "incident"), "is for kind maintenance"),
        (("--kind", "notice"), "A notice has no --cause and no --component and no --eta and no --next."),
        (("--kind", "maintenance"), "A maintenance has no --eta."),
        (("--eta", "soon"), "“straightup explain E02” says why."),
    ],
)
def test_options_that_do_not_fit_are_refused(site: Path, options: tuple[str, ...], reply: str) -> None:
    code, out, err = straightup(site, *NEW, *options)
    assert (code, out) == (2, "")
    assert reply in " ".join(err.split())
    assert not (site / "incidents").exists()


def test_a_maintenance_and_a_notice_can_be_written_by_a_script(site: Path) -> None:
    at = ("--at", "2026-11-20 03:07 UTC")
    planned = ("--title", "Orders are read-only", "--component", "checkout", "--starts", "2026-11-28 04:00 UTC",
               "--ends", "05:00 UTC", "--impact", "Orders can be read but not placed for 20 minutes.",
               "--cause", "We move to PostgreSQL 18 before support for 14 ends.",
               "--next", "2026-11-28 04:00 UTC")  # fmt: skip
    assert straightup(site, "new", "--kind", "maintenance", *planned, *at)[0] == 0
    told = ("--title", "Version 1 ends", "--impact", "From 15 January 2027 calls to /v1/ get the answer 410 Gone.")
    assert straightup(site, "new", "--kind", "notice", *told, *at)[0] == 0
    assert straightup(site, "check", "--strict", *at) == (0, "2 reports, nothing to mend.\n", "")
    maintenance = (site / "incidents/2026-11-20-orders-are-read-only.md").read_text("utf-8")
    assert "ends: 2026-11-28 05:00 UTC\n" in maintenance
    assert read(PATH, maintenance).incident.stage is read(PATH, MAINTENANCE).incident.stage


def test_a_script_must_give_what_a_kind_needs(site: Path) -> None:
    assert "--starts, --ends, --impact, --cause, --next" in straightup(
        site, "new", "--kind", "maintenance", "--title", "x", "--component", "checkout"
    )[2]  # fmt: skip


def test_an_unknown_restoration_time_is_kept_as_it_was_said(site: Path) -> None:
    code, _, _ = straightup(site, *NEW, "--eta", "unknown until 03:40 UTC, because we are still looking")
    assert code == 0
    text = (site / "incidents/2026-11-20-search-is-slow.md").read_text("utf-8")
    eta = read(PATH, text).incident.updates[0].eta
    assert eta == UnknownUntil(until=the_20th(3, 40), because="we are still looking")


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("ends: 2026-11-28 05:00 UTC", "ends: NEW"),
        ('ends: "2026-11-28 05:00 UTC"  # as told', "ends: NEW  # as told"),
        ('"ends" :  2026-11-28 05:00 UTC ', '"ends" :  NEW '),
        ("ends:", "ends: NEW"),
        ("ends: # not known", "ends: NEW # not known"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_value_of_the_front_matter_changes_and_nothing_around_it(line: str, after: str, line_end: str) -> None:
    text = MAINTENANCE.replace("ends: 2026-11-28 05:00 UTC", line).replace("\n", line_end)
    assert with_value(text, read(PATH, text).document, "ends", "NEW", "starts") == text.replace(line, after)


def test_a_value_that_is_not_there_stands_under_its_neighbour_and_one_of_several_lines_is_refused() -> None:
    text = MAINTENANCE.replace("ends: 2026-11-28 05:00 UTC\n", "")
    document = read(PATH, text).document
    assert "04:00 UTC\nends: NEW\n---" in with_value(text, document, "ends", "NEW", "starts")
    folded = MAINTENANCE.replace("ends: 2026-11-28 05:00 UTC", "ends: >\n  2026-11-28\n  05:00 UTC")
    with pytest.raises(ValueError, match="no value on its line"):
        with_value(folded, read(PATH, folded).document, "ends", "NEW", "starts")
