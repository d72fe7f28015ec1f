"""`update` on a report that was resolved: it is back, since when, and what it affects this time."""

from pathlib import Path

import pytest

from straightup.authoring import amend
from straightup.authoring.amendment import Amendment
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.runs import affected
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import remaining
from straightup.model.incident import Incident, Update
from straightup.model.settings import Settings
from straightup.model.states import Component, Stage, State
from straightup.reading import read
from support.commands import CONFIG, GOOD, straightup
from support.excerpts import OPEN
from support.reports import incident, told, utc
from support.sites import draw

SHOP = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="search", name="Search")))
BACK = "Card payments fail again since 18:10 UTC, one in five."
OVER = "All cards are accepted again since 16:12 UTC."
AGAIN = ("--at", "2026-11-03 18:30 UTC", "--eta", "21:00 UTC", "--next", "19:00 UTC", "-m", BACK)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN.replace("outage\n", "outage\n  search: degraded\n", 1)})
    resolve = ("resolve", "-m", OVER, "--resolved", "16:12 UTC", "--next", "2026-11-18 12:00 UTC")
    assert straightup(tmp_path, *resolve, "--at", "2026-11-03 16:20 UTC")[0] == 0
    return tmp_path


def content(site: Path) -> str:
    return (site / GOOD).read_bytes().decode("utf-8")


def as_of_old(site: Path) -> str:
    """What `resolve` wrote before 0.2: the moment stands in the front matter."""
    text = content(site).replace("- Restored: 2026-11-03 16:12 UTC\n", "")
    draw(site, {GOOD: text.replace("14:05 UTC\n---", "14:05 UTC\nresolved: 2026-11-03 16:12 UTC\n---")})
    return content(site)


def amendment(site: Path, answers: dict[str, str] | None = None, *, resolving: bool = False) -> Amendment:
    now, source = utc(18, 30), (site / GOOD).read_bytes()
    return amend.amend(GOOD, source, answers or {}, now=now, settings=SHOP, resolving=resolving)


def test_resolve_says_in_its_update_when_customers_were_whole_and_touches_no_key(site: Path) -> None:
    assert "resolved:" not in content(site)
    assert content(site).endswith(
        "### 2026-11-03 16:20 UTC: Resolved\n\n- Restored: 2026-11-03 16:12 UTC\n"
        f"- Next update: 2026-11-18 12:00 UTC\n\n{OVER}\n"
    )


def test_what_resolve_wrote_can_be_opened_again(site: Path) -> None:
    before = content(site)
    options = ("--stage", "Investigating", "--component", "checkout=partial-outage", "--began", "18:10 UTC")
    code, out, err = straightup(site, "update", "cards", *options, *AGAIN)
    assert (code, err) == (0, "")
    assert out.startswith(f"Added to {GOOD}: 2026-11-03 18:30 UTC, Investigating.\n")
    assert "It is open again, since 2026-11-03 18:10 UTC." in out
    assert content(site) == before + (
        "\n### 2026-11-03 18:30 UTC: Investigating\n\n- Began: 2026-11-03 18:10 UTC\n- ETA: 2026-11-03 21:00 UTC\n"
        f"- Next update: 2026-11-03 19:00 UTC\n- Components: checkout partial-outage\n\n{BACK}\n"
    )


def test_what_resolve_wrote_in_the_front_matter_before_can_be_opened_again(site: Path) -> None:
    before = as_of_old(site)
    code, _, err = straightup(site, "update", "cards", "--stage", "inv", "--component", "search=degraded", *AGAIN)
    assert (code, err) == (0, "")
    assert content(site).startswith(before)
    assert "- Began:" not in content(site)
    # Nothing that is written says that it was never over.
    codes = straightup(site, "check", "--at", "2026-11-03 18:31 UTC", "--output-format", "json")[1]
    assert '"S08"' not in codes


def test_a_second_and_a_third_run_end_in_their_own_updates(site: Path) -> None:
    as_of_old(site)
    assert straightup(site, "update", "cards", "--stage", "inv", *AGAIN)[0] == 0
    resolve = ("resolve", "-m", "Server 1 is out. Cards work since 19:02 UTC.", "--resolved", "19:02 UTC")
    assert straightup(site, *resolve, "--at", "2026-11-03 19:10 UTC")[0] == 0
    assert content(site).count("resolved: 2026-11-03 16:12 UTC") == 1
    assert content(site).endswith(
        "### 2026-11-03 19:10 UTC: Resolved\n\n- Restored: 2026-11-03 19:02 UTC\n\n"
        "Server 1 is out. Cards work since 19:02 UTC.\n"
    )
    third = ("--stage", "ident", "--began", "2026-11-04 02:00 UTC", "--eta", "04:00 UTC", "--next", "03:30 UTC")
    told_so = ("--at", "2026-11-04 03:00 UTC", "-m", "Server 2 lost its memory too.")
    assert straightup(site, "update", "cards", *third, *told_so)[0] == 0
    assert "### 2026-11-04 03:00 UTC: Identified\n\n- Began: 2026-11-04 02:00 UTC\n" in content(site)


@pytest.mark.parametrize(
    "options", [("--component", "checkout=partial"), ("--began", "18:10 UTC"), ("--eta", "21:00 UTC")]
)
def test_who_says_that_something_is_down_need_not_say_that_it_is_open(site: Path, options: tuple[str, ...]) -> None:
    given = (*options, "--at", "2026-11-03 18:30 UTC", "--next", "19:00 UTC", "-m", BACK)
    needed = () if "--eta" in options else ("--eta", "21:00 UTC")
    code, out, err = straightup(site, "update", "cards", *given, *needed)
    assert (code, err) == (0, "")
    assert "2026-11-03 18:30 UTC, Investigating." in out


def test_a_word_more_on_what_is_over_opens_nothing(site: Path) -> None:
    told_more = ("-m", "All 212 payments are through.", "--next", "2026-11-18 12:00 UTC")
    code, out, _ = straightup(site, "update", "cards", *told_more, "--at", "2026-11-03 18:30 UTC")
    assert code == 0
    assert "2026-11-03 18:30 UTC, Resolved." in out
    assert "open again" not in out
    fine = ("--component", "checkout=operational", "--at", "2026-11-03 18:40 UTC", "-m", "Checked once more.")
    assert "18:40 UTC, Resolved." in straightup(site, "update", "cards", *fine)[1]


def test_whoever_names_no_component_is_told_what_counts_as_affected_again(site: Path) -> None:
    _, out, _ = straightup(site, "update", "cards", "--stage", "inv", *AGAIN)
    assert "No component was named, so all of before count: checkout major-outage, search degraded." in out


def test_a_beginning_before_the_restoration_says_what_the_page_will_say(site: Path) -> None:
    _, out, _ = straightup(site, "update", "cards", "--stage", "inv", "--began", "16:00 UTC", *AGAIN)
    assert "- Began: 2026-11-03 16:00 UTC\n" in content(site)
    assert "That is before it was said to be over (2026-11-03 16:12 UTC), so the page takes that back." in out


@pytest.mark.parametrize(
    ("options", "reply"),
    [
        (("--stage", "inv", "--began", "2026-11-03 18:40 UTC"), "--began: 2026-11-03 18:40 UTC is still to come"),
        (("--stage", "inv", "--began", "2026-11-03 13:00 UTC"), "that is before “started” (2026-11-03 14:05 UTC)"),
        (("--stage", "inv", "--began", "6 Uhr"), "--began: “6 Uhr” is no time that can be read"),
        (("--stage", "res", "--began", "18:10 UTC"), "--began belongs to an update that opens it again"),
        (("--stage", "inv", "--eta", "same"), "There is no restoration time still to come that could stay the same"),
    ],
)
def test_a_beginning_that_cannot_be_meant_is_refused(site: Path, options: tuple[str, ...], reply: str) -> None:
    before = content(site)
    code, out, err = straightup(site, "update", "cards", *AGAIN, *options)
    assert (code, out) == (2, "")
    assert reply in " ".join(err.split())
    assert content(site) == before


def test_an_incident_that_is_open_was_not_over(site: Path) -> None:
    draw(site, {GOOD: OPEN})
    code, _, err = straightup(site, "update", "cards", *AGAIN, "--began", "18:10 UTC")
    assert code == 2
    assert "--began belongs to an update that opens it again" in " ".join(err.split())


@pytest.mark.parametrize("at", ["2026-11-03 14:00 UTC", "2026-11-03 16:21 UTC"])
def test_a_restoration_before_the_beginning_or_to_come_is_refused(site: Path, at: str) -> None:
    draw(site, {GOOD: OPEN})
    resolve = ("resolve", "-m", OVER, "--resolved", at, "--at", "2026-11-03 16:20 UTC")
    assert straightup(site, *resolve)[0] == 2
    assert straightup(site, *resolve, "--force")[0] == 2
    assert content(site) == OPEN


def test_two_words_for_one_restoration_are_refused(site: Path) -> None:
    text = OPEN.replace("14:05 UTC\n---", "14:05 UTC\nresolved: 2026-11-03 16:12 UTC\n---")
    draw(site, {GOOD: text})
    resolve = ("resolve", "-m", OVER, "--at", "2026-11-03 16:20 UTC", "--next", "2026-11-18 12:00 UTC")
    code, _, err = straightup(site, *resolve, "--resolved", "16:15 UTC")
    assert code == 2
    assert "“resolved” stands on line 6 already. Correct it there if it is wrong." in " ".join(err.split())
    assert straightup(site, *resolve, "--resolved", "16:12 UTC")[0] == 0
    assert "Restored" not in content(site)


def test_on_a_terminal_somebody_says_whether_it_is_back_and_is_asked_since_when(site: Path) -> None:
    given = amendment(site)
    stage = remaining(given)[0]
    assert (stage.key, stage.proposal(given)) == ("stage", "")
    assert stage.text == "Is it back, or is this a follow-up?"
    given = amendment(site, {"stage": "inv"})
    asked = {question.key: question for question in remaining(given)}
    assert list(asked) == ["message", "began", "component", "eta", "next"]
    assert asked["began"].proposal(given) == "now"
    assert asked["component"].proposal(given) == "checkout=major-outage, search=degraded"
    assert asked["eta"].proposal(given) == ""


def test_in_an_editor_a_beginning_is_a_field_and_is_held_to_the_same(site: Path) -> None:
    given = amendment(site, {"stage": "inv"})
    assert "Began: 2026-11-03 18:30 UTC" in sheet(given)
    text = sheet(given).replace("<!--", f"{BACK}\n\n<!--", 1)
    text = text.replace(
        "Investigating\n\n- ", "Investigating\n\n- Began: 2026-11-03 18:10 UTC\n- ETA: 21:00 UTC\n- ", 1
    )
    back = edited(given, text)
    assert back is not None
    assert back.began == utc(18, 10)
    with pytest.raises(RefusedAnswer, match="belongs to an update that opens it again"):
        edited(given, text.replace("Investigating", "Resolved").replace("- ETA: 21:00 UTC\n", ""))


def test_without_a_word_the_one_that_was_over_last_is_named(site: Path) -> None:
    code, _, err = straightup(site, "update", *AGAIN)
    assert code == 2
    assert "No incident is open." in err
    assert "“straightup update 2026-11-03-cards”" in " ".join(err.split())


# What a run affects


def over(*more: Update, **states: State) -> Incident:
    return incident(
        told(utc(14, 10)), told(utc(15), api=State.MAJOR_OUTAGE), told(utc(16), Stage.RESOLVED), *more, **states
    )


def test_the_first_run_affects_what_it_names_at_its_worst() -> None:
    again = over(api=State.DEGRADED, search=State.OPERATIONAL)
    assert affected(again) == (("api", State.MAJOR_OUTAGE),)


def test_a_later_run_affects_what_its_first_update_names_and_what_is_added() -> None:
    again = over(
        told(utc(18), search=State.DEGRADED), told(utc(19), web=State.DEGRADED), told(utc(20), Stage.RESOLVED),
        api=State.DEGRADED,
    )  # fmt: skip
    assert affected(again) == (("search", State.DEGRADED), ("web", State.DEGRADED))


def test_a_later_run_that_names_nothing_affects_what_the_one_before_did() -> None:
    again = over(told(utc(18)), told(utc(19), api=State.OPERATIONAL), told(utc(20), Stage.RESOLVED), web=State.DEGRADED)
    assert affected(again) == (("web", State.DEGRADED), ("api", State.MAJOR_OUTAGE))


def test_a_report_without_updates_has_one_run() -> None:
    text = OPEN.partition("## Updates")[0].replace("14:05 UTC\n", "14:05 UTC\nresolved: 2026-11-03 16:12 UTC\n")
    assert affected(read(GOOD, text).incident) == (("checkout", State.MAJOR_OUTAGE),)
