"""`update` and `resolve`: an update more, and every other byte as it was."""

import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from straightup import rules
from straightup.authoring.amendment import Amendment
from straightup.authoring.refusal import RefusedAnswer
from straightup.disk.whole_files import write_over
from straightup.reading import read
from support import strategies
from support.commands import CONFIG, GOOD, straightup
from support.excerpts import MAINTENANCE, OPEN
from support.sites import draw

AT = ("--at", "2026-11-03 15:20 UTC")
UPDATE = (
    "update", "-m", "Payments work again on one of four gateways.", "--eta", "same", "--next", "in 30 min", *AT,
)  # fmt: skip
ADDED = """

### 2026-11-03 15:20 UTC: Identified

- ETA: 2026-11-03 16:30 UTC
- Next update: 2026-11-03 15:50 UTC

Payments work again on one of four gateways."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN})
    return tmp_path


def content(site: Path) -> str:
    return (site / GOOD).read_bytes().decode("utf-8")


def test_an_update_stands_behind_the_last_one_and_nothing_else_changes(site: Path) -> None:
    assert straightup(site, *UPDATE) == (
        0,
        (
            f"Added to {GOOD}: 2026-11-03 15:20 UTC, Identified.\n"
            "Now it waits to be committed. The next word is promised for 2026-11-03 15:50 UTC.\n"
        ),
        "",
    )
    assert content(site) == f"{OPEN.rstrip()}{ADDED}\n"
    assert straightup(site, "check", *AT)[0] == 0


def test_components_and_the_stage_are_said_with_the_update(site: Path) -> None:
    options = ("--component", "checkout=partial-outage", "--stage", "monitoring")
    assert straightup(site, *UPDATE[:3], *UPDATE[5:], *options)[0] == 0
    assert content(site).endswith(
        "### 2026-11-03 15:20 UTC: Monitoring\n\n- Next update: 2026-11-03 15:50 UTC\n"
        "- Components: checkout partial-outage\n\nPayments work again on one of four gateways.\n"
    )


BYTES: dict[str, Callable[[str], bytes]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "a BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "no final line end": lambda text: text.rstrip("\n").encode(),
    "trailing spaces": lambda text: text.replace("\n", "  \n").replace("---  ", "---").encode(),
    "blank lines at the end": lambda text: f"{text}\n \n\n".encode(),
    "mostly CRLF": lambda text: text.replace("\n", "\r\n", 20).encode(),
    "a section behind the updates": lambda text: f"{text}\n## Notes\n\nFor the curious.\n".encode(),
    "comments": lambda text: f"<!-- a -->\n{text}<!-- for the one on call -->\n".encode().removeprefix(b"<!-- a -->\n"),
}


@pytest.mark.parametrize("kind", BYTES)
def test_every_other_byte_stays(site: Path, kind: str) -> None:
    before = BYTES[kind](OPEN)
    (site / GOOD).write_bytes(before)
    assert straightup(site, *UPDATE)[0] == 0
    after = (site / GOOD).read_bytes()
    line_end = "\r\n" if "CRLF" in kind else "\r" if kind == "CR" else "\n"
    added = ADDED.replace("\n", line_end).encode()
    assert after.count(added) == 1
    assert after.replace(added, b"") == before


@given(strategies.files(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_whatever_a_file_holds_only_an_update_is_added_or_nothing_is_done(text: str, line_end: str, bom: bool) -> None:
    source = (("\ufeff" if bom else "") + text.replace("\n", line_end)).encode("utf-8", "replace")
    context = rules.Context(now=datetime(2099, 1, 1, tzinfo=UTC))
    try:
        amendment = replace(Amendment.of(strategies.PATH, source, context, insist=False), message="Said.")
        after = amendment.apply()
    except RefusedAnswer:
        return
    added = len(after) - len(source)
    assert any(after[:at] + after[at + added :] == source for at in range(len(source) + 1))
    before, now = (read(strategies.PATH, data).incident for data in (source, after))
    assert now.updates == (*before.updates, amendment.update)


def test_who_may_read_the_file_stays_and_no_other_file_is_left_behind(site: Path) -> None:
    (site / GOOD).chmod(0o640)
    straightup(site, *UPDATE)
    assert stat.S_IMODE((site / GOOD).stat().st_mode) == 0o640
    assert [path.name for path in (site / "incidents").iterdir()] == ["2026-11-03-cards.md"]


def test_a_file_that_changed_meanwhile_is_left_alone(site: Path) -> None:
    from straightup.model.errors import StorageError

    with pytest.raises(StorageError, match="has changed meanwhile"):
        write_over(site / GOOD, b"what it was", b"what it should be")
    assert content(site) == OPEN


def test_whoever_writes_to_a_draft_hears_that_nobody_sees_it(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("title:", "draft: true\ntitle:")})
    code, out, err = straightup(site, *UPDATE)
    assert (code, err) == (0, "")
    assert "“draft” keeps the report from everybody, and this update with it." in out


@pytest.mark.parametrize(
    ("options", "reply"),
    [
        (("--eta", "soon"), "“soon” is no time that can be read"),
        (("--eta", "unknown"), "straightup explain E03"),
        (("--next", "2026-11-03 15:00 UTC"), "not after now"),
        (("--component", "chekout=degraded"), "Did you mean “checkout”?"),
        (("--stage", "Identifed"), "Did you mean “Identified”?"),
        (("-m", "TBD"), "Customers need an answer"),
        (("--at", "2026-11-03 14:48 UTC"), "The last update is of 2026-11-03 14:48 UTC"),
    ],
)
def test_what_check_would_call_an_error_is_refused_with_the_rules_words(
    site: Path, options: tuple[str, ...], reply: str
) -> None:
    code, out, err = straightup(site, *UPDATE, *options)
    assert (code, out) == (2, "")
    assert reply in " ".join(err.split())
    assert content(site) == OPEN


def test_an_update_without_its_answers_is_refused_unless_it_is_forced(site: Path) -> None:
    code, _, err = straightup(site, *UPDATE[:3], *AT)
    assert code == 2
    assert "This update gives no restoration time." in " ".join(err.split())
    code, out, _ = straightup(site, *UPDATE[:3], *AT, "--force")
    assert code == 0
    assert "E01" in out
    assert "U02" in out


def test_faults_that_were_there_before_keep_nobody_from_adding_an_update(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("- Next update: 15:30 UTC\n", "")})
    assert straightup(site, *UPDATE)[0] == 0


def test_an_update_below_a_code_block_that_never_ends_waits_until_it_ends(site: Path) -> None:
    draw(site, {GOOD: f"{OPEN}\n```\nthe log\n"})
    code, _, err = straightup(site, *UPDATE)
    assert code == 2
    assert "This code block never ends" in " ".join(err.split())
    assert content(site) == f"{OPEN}\n```\nthe log\n"


def test_a_file_that_cannot_be_read_is_named_with_the_line(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("title: Card", "title: Card: ")})
    code, _, err = straightup(site, *UPDATE, "cards")
    assert code == 2
    assert f"{GOOD}, line 2:" in " ".join(err.split())
    assert "Mend that first." in err


SECOND = OPEN.replace("Card payments fail in the EU", "Search is slow").replace("checkout", "search")


def test_the_id_may_be_a_part_of_it_a_path_or_left_out(site: Path) -> None:
    draw(
        site,
        {"incidents/2026-10-01-search.md": SECOND.replace("Identified", "Resolved").replace("- ETA: 16:30 UTC\n", "")},
    )
    for number, word in enumerate(((), ("cards",), (GOOD,), ("2026-11-03-cards",)), 21):
        assert straightup(site, *UPDATE, *word, "--at", f"2026-11-03 15:{number} UTC")[0] == 0
    assert content(site).count("### ") == 5


def test_several_open_incidents_are_listed(site: Path) -> None:
    draw(site, {"incidents/2026-11-03-search.md": SECOND})
    code, _, err = straightup(site, *UPDATE)
    assert code == 2
    assert err.endswith(
        "Error: More than one incident is open:\n"
        "  2026-11-03-cards  Card payments fail in the EU\n"
        "  2026-11-03-search  Search is slow\n"
        "Write as much of the name as tells them apart.\n"
    )


def test_a_mistyped_id_gets_the_nearest_and_no_open_incident_is_said(site: Path) -> None:
    assert "Did you mean “cards”?" in straightup(site, *UPDATE, "crads")[2]
    draw(site, {GOOD: OPEN.replace(": Identified", ": Resolved")})
    assert "No incident is open." in straightup(site, *UPDATE)[2]


RESOLVE = ("resolve", "-m", "All cards are accepted again.", "--at", "2026-11-03 16:20 UTC")


def test_resolve_fills_what_is_missing_in_its_usual_place(site: Path) -> None:
    code, out, err = straightup(
        site, *RESOLVE, "--resolved", "16:12 UTC", "--restoration", "We issued a new certificate.",
        "--prevention", "Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2 weeks)",
        "--prevention", "[x] Renew it by hand (owner: Payments, due: 2026-11-03, done: 2026-11-03)",
        "--next", "2026-11-18 12:00 UTC",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert f"Added to {GOOD}: 2026-11-03 16:20 UTC, Resolved." in out
    assert content(site) == (
        OPEN.replace(
            "## Updates",
            "## Restoration\n\nWe issued a new certificate.\n\n## Prevention\n\n"
            "- [ ] Alert when a certificate has fewer than 14 days left (owner: SRE, due: 2026-11-17)\n"
            "- [x] Renew it by hand (owner: Payments, due: 2026-11-03, done: 2026-11-03)\n\n## Updates",
        )
        + "\n### 2026-11-03 16:20 UTC: Resolved\n\n- Restored: 2026-11-03 16:12 UTC\n"
        + "- Next update: 2026-11-18 12:00 UTC\n\nAll cards are accepted again.\n"
    )


def test_an_empty_heading_is_filled_a_placeholder_gives_way_and_comments_stay(site: Path) -> None:
    empty = "## Restoration\n\n<!-- What is back? -->\n\n## Prevention\n\nTODO\n\n## Updates"
    draw(site, {GOOD: OPEN.replace("## Updates", empty)})
    straightup(
        site, *RESOLVE, "--restoration", "We issued a new one.", "--prevention", "Alert (owner: A, due: 2026-12-01)"
    )
    assert (
        "## Restoration\n\n<!-- What is back? -->\n\nWe issued a new one.\n\n"
        "## Prevention\n\n- [ ] Alert (owner: A, due: 2026-12-01)\n\n## Updates\n"
    ) in content(site)


def test_resolve_takes_along_how_it_is_made_right(site: Path) -> None:
    code, _, err = straightup(
        site, *RESOLVE, "--making-it-right", "Fees back by themselves (owner: Billing, due: 2 weeks)",
        "--making-it-right", "A free month", "--next", "2026-11-18 12:00 UTC",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert (
        "## Making it right\n\n- [ ] Fees back by themselves (owner: Billing, due: 2026-11-17)\n- [ ] A free month\n\n"
        "## Updates"
    ) in content(site)


def test_what_is_promised_later_stands_below_the_words_that_are_there_and_the_update_says_it(site: Path) -> None:
    said = "## Making it right\n\nNobody pays for that day.\n\n## Updates"
    draw(site, {GOOD: OPEN.replace("## Updates", said).replace(": Identified", ": Resolved")})
    code, _, err = straightup(
        site, "update", "cards", "--making-it-right", "Fees back (owner: Billing, due: 2026-11-17)",
        "--next", "2026-11-18 12:00 UTC", "--force", *AT,
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert said.replace("\n\n## Up", "\n\n- [ ] Fees back (owner: Billing, due: 2026-11-17)\n\n## Up") in content(site)
    assert content(site).endswith("To make it right:\n\n- Fees back (by 2026-11-17)\n")


def test_no_task_is_put_beside_steps_that_are_none_yet(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("## Updates", "## Prevention\n\n- Renew in time\n\n## Updates")})
    before = content(site)
    code, _, err = straightup(site, *RESOLVE, "--prevention", "Alert (owner: A, due: 2026-12-01)")
    assert (code, content(site)) == (2, before)
    assert "are no tasks yet. Begin each with “- [ ]”, and try again." in err


def test_a_cause_that_was_not_known_yet_gives_way_to_the_cause_and_any_other_stays(site: Path) -> None:
    known = "The certificate between our gateway and the card network expired at 14:03 UTC."
    code, _, err = straightup(site, *RESOLVE, "--cause", "A disk was full.")
    assert code == 2
    assert "The cause is answered already." in err
    unknown = "Not known yet. We compare all four gateways and will know by 15:40 UTC.\n<!-- ask the network -->"
    draw(site, {GOOD: OPEN.replace(known, unknown)})
    assert straightup(site, *RESOLVE, "--cause", "A disk\n## was full.")[0] == 0
    assert "## Cause\n\nA disk\n\\## was full.\n<!-- ask the network -->\n\n## Updates" in content(site)


def test_resolving_twice_is_refused_and_a_maintenance_is_completed(site: Path) -> None:
    straightup(site, *RESOLVE)
    code, _, err = straightup(site, *RESOLVE, "cards", "--at", "2026-11-03 16:30 UTC")
    assert code == 2
    assert "is Resolved already." in err
    name = "incidents/2026-11-28-upgrade.md"
    draw(site, {name: MAINTENANCE})
    assert straightup(site, "resolve", "upgrade", "-m", "It took 14 minutes.", "--at", "2026-11-28 04:20 UTC")[0] == 0
    assert (site / name).read_text("utf-8").endswith("### 2026-11-28 04:20 UTC: Completed\n\nIt took 14 minutes.\n")


def editor(folder: Path, program: str) -> dict[str, str]:
    """An editor that does to the text what `program` says."""
    script = folder / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text('utf-8')\n"
        f"{program}\npath.write_text(text, 'utf-8')\n",
        encoding="utf-8",
    )
    return {"EDITOR": f'"{sys.executable}" "{script}"', "VISUAL": ""}


def test_an_editor_opens_with_the_fields_and_the_last_update(site: Path) -> None:
    program = (
        f"pathlib.Path({str(site / 'opened')!r}).write_text(text, 'utf-8')\n"
        "text = text.replace('<!--', 'Payments work.\\n\\n<!--', 1)"
    )
    env = editor(site, program)
    code, _, err = straightup(site, "update", "--edit", *AT, env=env)
    assert (code, err) == (0, "")
    opened = (site / "opened").read_text("utf-8")
    assert opened.startswith(
        "### 2026-11-03 15:20 UTC: Identified\n\n- ETA: 2026-11-03 16:30 UTC\n"
        "- Next update: 2026-11-03 15:40 UTC\n\n<!--\n"
    )
    assert "We are issuing a new one." in opened
    assert content(site).endswith("- Next update: 2026-11-03 15:40 UTC\n\nPayments work.\n")


@pytest.mark.parametrize("program", ["text = ''", "pass", "text = text.partition('<!--')[0]"])
def test_a_text_that_is_left_empty_writes_nothing(site: Path, program: str) -> None:
    code, _, err = straightup(site, "update", "--edit", *AT, env=editor(site, program))
    assert code == 2
    assert "The text was empty, so nothing was written." in err
    assert content(site) == OPEN


def test_what_was_written_in_an_editor_is_never_lost(site: Path) -> None:
    env = editor(
        site, "text = text.replace('2026-11-03 16:30 UTC', 'soon').replace('<!--', 'Payments work.\\n<!--', 1)"
    )
    code, _, err = straightup(site, "update", "--edit", *AT, env=env)
    assert code == 2
    assert "This is what you wrote:" in err
    assert "Payments work." in err
    assert "Line 3: “soon” is no time that can be read." in err
    assert content(site) == OPEN


def test_resolve_in_an_editor_asks_for_the_missing_sections(site: Path) -> None:
    program = (
        "text = text.replace('<!--', 'All cards work.\\n\\n<!--', 1)"
        ".replace('## Restoration', '## Restoration\\n\\nWe issued a new one.')"
    )
    assert straightup(site, "resolve", "--edit", "--at", "2026-11-03 16:20 UTC", env=editor(site, program))[0] == 0
    assert "## Restoration\n\nWe issued a new one.\n\n## Updates" in content(site)
    assert content(site).endswith("### 2026-11-03 16:20 UTC: Resolved\n\nAll cards work.\n")


def test_a_script_has_to_say_something(site: Path) -> None:
    code, _, err = straightup(site, "update", *AT)
    assert code == 2
    assert "Say with -m what customers should know now" in err


NOTICE = """\
---
kind: notice
title: Version 1 of the API ends on 15 January 2027
started: 2026-11-16 09:00 UTC
---

## Impact

From 15 January 2027 calls to version 1 get the answer 410 Gone.
"""


def test_a_notice_may_have_updates_and_an_end(site: Path) -> None:
    name = "incidents/2026-11-16-api.md"
    draw(site, {name: NOTICE})
    told = ("-m", "The trial on 8 December takes place as announced.", "--at", "2026-12-01 09:00 UTC")
    assert straightup(site, "update", "api", *told)[0] == 0
    over = ("-m", "Version 1 is switched off since 12:00 UTC.", "--at", "2027-01-15 12:05 UTC")
    assert straightup(site, "resolve", "api", *over)[0] == 0
    assert (site / name).read_text("utf-8") == (
        f"{NOTICE}\n## Updates\n\n### 2026-12-01 09:00 UTC: Scheduled\n\n{told[1]}\n"
        f"\n### 2027-01-15 12:05 UTC: Completed\n\n{over[1]}\n"
    )
    late = ("--eta", "in 2 hours", "--at", "2027-01-16 09:00 UTC")
    assert "A notice has no --eta." in straightup(site, "update", "api", *told, *late)[2]
