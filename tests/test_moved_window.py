"""Planned work moves to another time: `update --starts` and `--ends` say so in the update and in the front matter."""

from pathlib import Path

import pytest

from straightup.authoring import amend
from straightup.authoring.amendment import Amendment
from straightup.authoring.author_question import take
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import remaining
from straightup.model.incident import Window
from straightup.model.settings import Settings
from straightup.reading import read
from support.commands import CONFIG, straightup
from support.excerpts import MAINTENANCE
from support.reports import utc
from support.sites import draw

NAME = "incidents/2026-11-28-orders-read-only.md"
TOLD = ("-m", "We move it by eleven days.", "--next", "2026-12-08 12:00 UTC", "--at", "2026-11-24 10:00 UTC")
MOVED = ("update", "orders", *TOLD)
BEGUN = (
    MAINTENANCE + "\n### 2026-11-28 04:01 UTC: In progress\n\n- Next update: 05:00 UTC\n\nOrders are read-only now.\n"
)
ANNOUNCED = "- Window: 2026-11-28 04:00 UTC to 2026-11-28 05:00 UTC\n"
"""What the first update keeps when the front matter says another time."""
CANCELLED = MAINTENANCE + "\n### 2026-11-20 04:01 UTC: Cancelled\n\nWe keep PostgreSQL 14.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, NAME: MAINTENANCE})
    return tmp_path


def content(site: Path) -> str:
    return (site / NAME).read_bytes().decode("utf-8")


def test_a_moved_window_stands_in_the_update_and_in_the_front_matter_and_its_author_hears_who_sees_it(
    site: Path,
) -> None:
    window = ("--starts", "2026-12-09 04:00 UTC", "--ends", "05:30 UTC", "--because", "the copy takes longer")
    code, out, err = straightup(site, *MOVED, *window)
    assert (code, err) == (0, "")
    assert out.split("\n")[:4] == [
        f"Added to {NAME}: 2026-11-24 10:00 UTC, Scheduled.",
        "Its window is now 2026-12-09 04:00 UTC to 2026-12-09 05:30 UTC.",
        "It was 2026-11-28 04:00 UTC to 2026-11-28 05:00 UTC; the page goes on showing that.",
        "Whoever subscribes to the calendar sees it move there, and feeds have it as news.",
    ]
    assert content(site) == (
        MAINTENANCE.replace("starts: 2026-11-28 04:00", "starts: 2026-12-09 04:00")
        .replace("ends: 2026-11-28 05:00", "ends: 2026-12-09 05:30")
        .replace("\n\n- Next update", f"\n\n{ANNOUNCED}- Next update")
        + "\n### 2026-11-24 10:00 UTC: Scheduled\n\n"
        "- Window: 2026-12-09 04:00 UTC to 2026-12-09 05:30 UTC, because the copy takes longer\n"
        "- Next update: 2026-12-08 12:00 UTC\n\nWe move it by eleven days.\n"
    )
    assert straightup(site, "check", "--at", "2026-11-24 10:01 UTC")[0] == 0


def test_only_one_end_of_it_may_move(site: Path) -> None:
    assert straightup(site, *MOVED, "--ends", "2026-11-28 06:00 UTC")[0] == 0
    assert "starts: 2026-11-28 04:00 UTC\nends: 2026-11-28 06:00 UTC\n" in content(site)
    assert "- Window: 2026-11-28 04:00 UTC to 2026-11-28 06:00 UTC\n" in content(site)
    later = ("--at", "2026-11-25 10:00 UTC", "--starts", "2026-11-28 04:30 UTC")
    assert straightup(site, *MOVED, *later)[0] == 0
    assert "starts: 2026-11-28 04:30 UTC\nends: 2026-11-28 06:00 UTC\n" in content(site)
    assert content(site).count("- Window: ") == 3, "the one that was announced, and each that it was moved to"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_other_byte_stays(site: Path, line_end: str) -> None:
    text = MAINTENANCE.replace("starts: 2026-11-28 04:00 UTC", "starts:  '2026-11-28 04:00 UTC'  # night in the EU")
    text = text.replace("\n", line_end)
    (site / NAME).write_bytes(text.encode())
    assert straightup(site, *MOVED, "--starts", "2026-11-28 04:15 UTC")[0] == 0
    after = content(site)
    assert f"starts:  2026-11-28 04:15 UTC  # night in the EU{line_end}" in after
    announced = ANNOUNCED.replace("\n", line_end)
    moved = text.replace("'2026-11-28 04:00 UTC'", "2026-11-28 04:15 UTC").rstrip()
    assert after.startswith(moved.replace("- Next update", f"{announced}- Next update"))
    assert "\n" not in after.replace(line_end, "")


@pytest.mark.parametrize(
    ("options", "reply"),
    [
        (
            ("--starts", "2026-12-09 04:00 UTC"),
            "It would end (2026-11-28 05:00 UTC) before it starts (2026-12-09 04:00",
        ),
        (("--starts", "2026-11-28 04:00 UTC"), "That is its window already."),
        (("--starts", "2026-11-20 04:00 UTC"), "--starts: That is not after now."),
        (("--starts", "9 o'clock"), "--starts: “9 o'clock” is no time that can be read"),
        (("--because", "we want to"), "so it goes with another time: --starts, --ends or both."),
        (
            ("--stage", "Cancelled", "--ends", "2026-11-28 06:00 UTC"),
            "With --stage Scheduled it takes place after all.",
        ),
        (("--stage", "In progress", "--ends", "2026-11-28 06:00 UTC"), "Say with --eta when it will be over."),
    ],
)
def test_a_window_that_cannot_be_meant_is_refused_and_nothing_is_written(
    site: Path, options: tuple[str, ...], reply: str
) -> None:
    code, out, err = straightup(site, *MOVED, *options)
    assert (code, out) == (2, "")
    assert reply in " ".join(err.split())
    assert content(site) == MAINTENANCE


def test_work_that_has_begun_keeps_its_window_and_says_when_it_will_be_over(site: Path) -> None:
    draw(site, {NAME: BEGUN})
    late = ("update", "orders", "-m", "The copy takes longer.", "--next", "06:00 UTC", "--at", "2026-11-28 05:01 UTC")
    code, _, err = straightup(site, *late, "--ends", "06:30 UTC")
    assert code == 2
    assert "its window stays as it was announced. Say with --eta when it will be over." in " ".join(err.split())
    assert content(site) == BEGUN
    code, _, err = straightup(site, *late, "--eta", "06:30 UTC", "--component", "checkout=major-outage")
    assert (code, err) == (0, "")
    assert content(site) == BEGUN + (
        "\n### 2026-11-28 05:01 UTC: In progress\n\n- ETA: 2026-11-28 06:30 UTC\n"
        "- Next update: 2026-11-28 06:00 UTC\n- Components: checkout major-outage\n\nThe copy takes longer.\n"
    )


def test_work_that_nobody_has_begun_may_move_even_when_its_time_has_come(site: Path) -> None:
    window = ("--starts", "2026-11-29 04:00 UTC", "--ends", "05:00 UTC", "--at", "2026-11-28 04:10 UTC")
    assert straightup(site, *MOVED, *window)[0] == 0
    assert "starts: 2026-11-29 04:00 UTC\nends: 2026-11-29 05:00 UTC\n" in content(site)


def test_cancelled_work_takes_place_after_all_in_a_new_window(site: Path) -> None:
    draw(site, {NAME: CANCELLED})
    window = ("--starts", "2026-12-09 04:00 UTC", "--ends", "05:00 UTC")
    assert straightup(site, *MOVED, *window)[0] == 2
    assert straightup(site, *MOVED, *window, "--stage", "sched")[0] == 0
    assert "Scheduled\n\n- Window: 2026-12-09 04:00 UTC to 2026-12-09 05:00 UTC\n" in content(site)


def test_to_cancel_or_to_complete_asks_for_no_window_and_touches_none(site: Path) -> None:
    off = ("--stage", "Cancelled", "-m", "We keep PostgreSQL 14 until spring.", "--at", "2026-11-24 10:00 UTC")
    assert straightup(site, "update", "orders", *off)[0] == 0
    assert content(site) == f"{MAINTENANCE}\n### 2026-11-24 10:00 UTC: Cancelled\n\n{off[3]}\n"


def test_a_window_without_its_end_gets_one(site: Path) -> None:
    draw(site, {NAME: MAINTENANCE.replace("ends: 2026-11-28 05:00 UTC\n", "")})
    assert straightup(site, *MOVED, "--starts", "2026-12-09 04:00 UTC")[0] == 2
    assert straightup(site, *MOVED, "--starts", "2026-12-09 04:00 UTC", "--ends", "05:00 UTC")[0] == 0
    assert "starts: 2026-12-09 04:00 UTC\nends: 2026-12-09 05:00 UTC\n---" in content(site)


def given(answers: dict[str, str] | None = None) -> Amendment:
    now = utc(10, day=24)
    return amend.amend(NAME, MAINTENANCE.encode(), answers or {}, now=now, settings=Settings())


def test_on_a_terminal_a_new_start_is_followed_by_the_end_and_the_reason() -> None:
    asked = {question.key: question for question in remaining(given())}
    moving, _ = take(asked["starts"], "2026-12-09 04:00 UTC", given())
    later = {question.key: question for question in remaining(moving)}
    assert list(later) == ["stage", "message", "starts", "ends", "because", "next"]
    assert later["ends"].proposal(moving) == "05:00 UTC"
    moving, _ = take(later["ends"], "05:00 UTC", moving)
    assert moving.window == Window(starts=utc(4 + 11 * 24, day=28), ends=utc(5 + 11 * 24, day=28))
    assert later["next"].proposal(moving) == "2026-12-09 04:00 UTC"
    same, _ = take(asked["starts"], "", given())
    assert [question.key for question in remaining(same)] == ["stage", "message", "starts", "next"]


def test_in_an_editor_the_field_moves_the_front_matter_as_well() -> None:
    opened = sheet(given())
    assert "If it takes place at another time: Window: " in opened
    text = opened.replace("- Next", "- Window: 2026-12-09 04:00 UTC to 2026-12-09 05:30 UTC\n- Next", 1)
    back = edited(given(), text.replace("<!--", "We move it.\n\n<!--", 1))
    assert back is not None
    written = amend.finish(back, insist=False).data.decode()
    assert "starts: 2026-12-09 04:00 UTC\nends: 2026-12-09 05:30 UTC\n" in written
    assert read(NAME, written).incident.updates[-1].window == back.window
    with pytest.raises(RefusedAnswer, match="before it starts"):
        edited(given(), text.replace("to 2026-12-09", "to 2026-12-08").replace("<!--", "We move it.\n\n<!--", 1))


def test_a_value_on_two_lines_is_left_to_its_author(site: Path) -> None:
    folded = MAINTENANCE.replace("starts: 2026-11-28 04:00 UTC", "starts: >-\n  2026-11-28\n  04:00 UTC")
    draw(site, {NAME: folded})
    code, _, err = straightup(site, *MOVED, "--starts", "2026-11-28 04:15 UTC")
    assert code == 2
    assert "“starts” has more than one line." in " ".join(err.split())
    assert content(site) == folded
