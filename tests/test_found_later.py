"""A cause, or steps against a repeat, that were found after it was over: in their sections, and as news."""

from pathlib import Path

import pytest

from straightup.authoring import amend
from straightup.authoring.amendment import Amendment
from straightup.authoring.announcement import announcement
from straightup.authoring.author_question import take
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import remaining
from straightup.model.settings import Settings
from straightup.reading import read
from support.commands import CONFIG, GOOD, straightup
from support.excerpts import OPEN
from support.reports import utc
from support.sites import draw

KNOWN = "The certificate between our gateway and the card network expired at 14:03 UTC."
NOT_YET = "Not known yet. We compare all four gateways and will know by 2026-11-05 12:00 UTC."
OVER = "\n### 2026-11-03 16:20 UTC: Resolved\n\n- Next update: 2026-11-05 12:00 UTC\n\nAll cards are accepted again.\n"
RESOLVED = OPEN + OVER
UNKNOWN = RESOLVED.replace(KNOWN, NOT_YET)
FOUND = "A firewall rule of 2 November let nobody renew the certificate."
STEP = "Alert on certificates with fewer than 14 days left (owner: SRE, due: 2026-11-27)"
LATER = ("--at", "2026-11-05 11:00 UTC")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: UNKNOWN})
    return tmp_path


def content(site: Path) -> str:
    return (site / GOOD).read_bytes().decode("utf-8")


def test_a_cause_and_steps_go_into_their_sections_and_a_follow_up_says_them(site: Path) -> None:
    answers = ("--cause", FOUND, "--prevention", STEP, "--next", "2026-11-28 12:00 UTC")
    code, out, err = straightup(site, "update", "cards", *answers, *LATER)
    assert (code, err) == (0, "")
    assert out.startswith(f"Added to {GOOD}: 2026-11-05 11:00 UTC, Resolved.\n")
    assert content(site) == RESOLVED.replace(KNOWN, FOUND).replace(
        "## Updates", f"## Prevention\n\n- [ ] {STEP}\n\n## Updates"
    ) + (
        "\n### 2026-11-05 11:00 UTC: Resolved\n\n- Next update: 2026-11-28 12:00 UTC\n\n"
        f"We have found the cause.\n\n{FOUND}\n\nSo that it does not happen again:\n\n"
        "- Alert on certificates with fewer than 14 days left (by 2026-11-27)\n"
    )
    assert (
        f"\nIts text is yours to change: “We have found the cause. {FOUND} So that it does not happen again: - " in out
    )
    found = read(GOOD, content(site)).incident
    assert len(found.prevention) == 1
    assert len(found.updates) == 3
    assert straightup(site, "check", "--at", "2026-11-05 11:01 UTC")[0] == 0


def test_steps_alone_are_news_too_and_join_those_that_stand_there(site: Path) -> None:
    steps = "## Prevention\n\n- [x] Renew it (owner: Payments, due: 2026-11-04, done: 2026-11-04)\n"
    draw(site, {GOOD: RESOLVED.replace("## Updates", f"{steps}\n## Updates")})
    assert straightup(site, "update", "cards", "--prevention", STEP, *LATER)[0] == 0
    assert f"{steps}- [ ] {STEP}\n\n## Updates" in content(site)
    assert content(site).endswith("Resolved\n\nSo that it does not happen again:\n\n- Alert on certificates with fewer "
                                  "than 14 days left (by 2026-11-27)\n")  # fmt: skip


def test_the_authors_own_words_come_before_ours(site: Path) -> None:
    assert straightup(site, "update", "cards", "--cause", FOUND, "-m", "It was a firewall rule.", *LATER)[0] == 0
    assert content(site).endswith("### 2026-11-05 11:00 UTC: Resolved\n\nIt was a firewall rule.\n")
    assert FOUND in content(site)


@pytest.mark.parametrize(
    "before", ["Suspected: the new firewall.", "Not found: we ruled out the disks and now watch the network.", "TBD"]
)
def test_what_was_suspected_not_found_or_open_gives_way_to_the_cause(site: Path, before: str) -> None:
    draw(site, {GOOD: RESOLVED.replace(KNOWN, before)})
    assert straightup(site, "update", "cards", "--cause", FOUND, *LATER)[0] == 0
    assert f"## Cause\n\n{FOUND}\n\n## Updates" in content(site)
    assert content(site).endswith(f"We have found the cause.\n\n{FOUND}\n")


@pytest.mark.parametrize("word", ["Not found: we ruled out the disks and watch the network.", "Suspected: a disk."])
def test_what_is_no_certain_cause_is_not_called_one(site: Path, word: str) -> None:
    assert straightup(site, "update", "cards", "--cause", word, *LATER)[0] == 0
    assert content(site).endswith(f"### 2026-11-05 11:00 UTC: Resolved\n\n{word}\n")


def test_a_known_cause_is_changed_in_the_file_and_a_duplicate_has_none(site: Path) -> None:
    draw(site, {GOOD: RESOLVED})
    code, _, err = straightup(site, "update", "cards", "--cause", FOUND, *LATER)
    assert code == 2
    assert "The cause is answered already." in err
    draw(site, {GOOD: UNKNOWN.replace("started:", "duplicate-of: 2026-11-03-gateway\nstarted:")})
    _, _, err = straightup(site, "update", "cards", "--cause", FOUND, *LATER)
    assert "says the same as 2026-11-03-gateway, so the cause stands there." in " ".join(err.split())


def test_while_it_is_open_a_cause_is_taken_along_and_the_text_is_still_asked_for(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace(KNOWN, NOT_YET)})
    along = ("--cause", FOUND, "--eta", "same", "--next", "15:50 UTC", "--at", "2026-11-03 15:20 UTC")
    code, _, err = straightup(site, "update", "cards", *along)
    assert code == 2
    assert "Say with -m what customers should know now" in err
    assert straightup(site, "update", "cards", *along, "-m", "It was a firewall rule.")[0] == 0
    assert f"## Cause\n\n{FOUND}\n\n## Updates" in content(site)


def test_resolve_still_wants_to_hear_that_it_is_over(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace(KNOWN, NOT_YET)})
    code, _, err = straightup(site, "resolve", "--cause", FOUND, "--at", "2026-11-03 15:20 UTC")
    assert code == 2
    assert "Say with -m what customers should know now" in err


def given(text: str = UNKNOWN, language: str = "en", **answers: str) -> Amendment:
    settings = Settings(language=language)
    return amend.amend(GOOD, text.encode(), answers, now=utc(11, day=5), settings=settings)


def test_whoever_gives_a_cause_is_not_asked_whether_it_is_back() -> None:
    told = given(cause=FOUND)
    asked = {question.key: question for question in remaining(told)}
    assert list(asked) == ["restoration", "prevention", "message", "next"]
    assert asked["message"].proposal(told) == f"We have found the cause.\n\n{FOUND}"


def test_on_a_terminal_the_text_is_asked_for_last_and_proposed() -> None:
    follow_up = given(stage="Resolved")
    asked = {question.key: question for question in remaining(follow_up)}
    assert list(asked) == ["cause", "restoration", "prevention", "message", "next"]
    assert asked["cause"].text == "Has the cause been found? What was it? (Enter: no)"
    assert asked["message"].proposal(follow_up) == ""
    told, _ = take(asked["cause"], FOUND, follow_up)
    assert asked["message"].proposal(told) == f"We have found the cause.\n\n{FOUND}"
    same, _ = take(asked["cause"], "", follow_up)
    assert same.cause == ""


def test_in_an_editor_a_section_alone_is_enough() -> None:
    follow_up = given(stage="Resolved")
    opened = sheet(follow_up)
    assert edited(follow_up, opened) is None
    back = edited(follow_up, opened.replace("## Cause\n\n", f"## Cause\n\n{FOUND}\n\n"))
    assert back is not None
    assert amend.finish(back).data.decode().endswith(f"Resolved\n\nWe have found the cause.\n\n{FOUND}\n")
    assert announcement(given(cause=FOUND)) in sheet(given(cause=FOUND))


def test_in_a_language_that_we_do_not_write_only_the_authors_words_are_published() -> None:
    said = announcement(given(language="de", cause="Eine Firewall-Regel.", prevention="Alarm (owner: SRE)"))
    assert said == "Eine Firewall-Regel.\n\n- Alarm"


def test_a_step_that_was_dropped_is_told_as_such() -> None:
    steps = "[x] Renew it (owner: A, done: 2026-11-04)\n[-] Move it (because: the contract forbids it)"
    assert announcement(given(prevention=steps)).endswith("- Renew it (done)\n- ~~Move it~~")


def test_nothing_is_announced_by_what_opens_it_again() -> None:
    back = given(stage="Investigating", cause=FOUND, eta="12:00 UTC")
    assert announcement(back) == ""
    with pytest.raises(RefusedAnswer, match="Say with -m"):
        amend.finish(back)
