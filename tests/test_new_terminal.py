"""`straightup new` as a person meets it: through a real terminal, from nothing to a clean file."""

import codecs
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from support.commands import CONFIG, GOOD, straightup
from support.excerpts import OPEN
from support.sites import draw

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")

pytestmark = pytest.mark.process
AT = "2026-11-20 03:07 UTC"
NAME = "incidents/2026-11-20-search-results-take-20-seconds.md"
PROMPT = re.compile(r"(?:^|\s)> $")
LEAVE = "\x03"
PREVIEWED = "Enter writes it, “e” opens your editor, Ctrl-C leaves. > "
"""The last question, after what customers will read; whoever says nothing else agrees."""


def talk(
    folder: Path, *args: str, answers: Sequence[str | Callable[[], str]], env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """The exit code and everything on the screen, when somebody types `answers`, each at a prompt.

    An answer that is a function is called first, for what happens meanwhile.
    """
    ours, theirs = pty.openpty()
    command = [sys.executable, "-X", "utf8", "-c", "from straightup.cli import main; main()", *args]
    plain = {"TERM": "dumb", "COLUMNS": "100", "LINES": "40", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, cwd=folder, env={**os.environ, **plain, **(env or {})}, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, preexec_fn=_take_terminal,  # noqa: PLW1509 # no threads here
    ) as child:  # fmt: skip
        os.close(theirs)
        screen, waiting, seen = "", list(answers), 0
        deadline = time.monotonic() + 60
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while time.monotonic() < deadline:
            ready, _, _ = select.select([ours], [], [], 0.1)
            if ready:
                try:
                    data = os.read(ours, 65536)
                except OSError:  # the other side has closed
                    break
                if not data:
                    break
                # A read may end within a character.
                screen += decoder.decode(data).replace("\r\n", "\n")
            elif PROMPT.search(screen[seen:]) and waiting:
                seen = len(screen)
                following = waiting.pop(0)
                answer = following if isinstance(following, str) else following()
                os.write(ours, (answer if answer == LEAVE else f"{answer}\n").encode("utf-8"))
            elif PREVIEWED in screen[seen:] and not waiting:
                seen = len(screen)
                os.write(ours, b"\n")
            elif PROMPT.search(screen[seen:]) and not waiting:
                child.kill()
                screen += "\n(nobody answers)\n"
                break
        else:
            # It would wait for ever, and so would this test.
            child.kill()
            screen += "\n(no prompt was seen)\n"
        code = child.wait(timeout=30)
    os.close(ours)
    return code, screen


def _take_terminal() -> None:
    """Make the child's standard input its controlling terminal, so that Ctrl-C reaches it, also from a background."""
    import fcntl
    import signal
    import termios

    # What is started in the background by a script ignores Ctrl-C, and so would whatever it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG})
    return tmp_path


ANSWERS = (
    "Search results take 20 seconds",
    "2=deg",
    "20 min ago",
    "Searches take 20 s instead of one. Categories and checkout work.",
    "",
    "Not known yet. We compare the disks of all three nodes and will know by 03:40 UTC.",
    "",
    "in 2-3 hours",
    "",
    "",
)
"""From nothing to a clean file; "" is Enter."""

TRANSCRIPT = """\
It is 2026-11-20 03:07 UTC. Answer as you would to a customer.
Enter takes what stands in [ ]. A text ends with an empty line; “e” opens your editor for it.
“<” goes back. Ctrl-C leaves, and nothing is written.

1/8  What is wrong, in one sentence that a customer would use?
     e.g. Card payments fail in the EU
     > Search results take 20 seconds

2/8  Which components, and how bad?
     e.g. checkout=major-outage, api=degraded
      1 checkout  Checkout
      2 search    Search
     States: degraded, partial-outage, major-outage. “1=major” is enough.
     > 2=deg
     = search=degraded

3/8  Since when?
     e.g. 14:05 UTC, 20 min ago, or 2026-11-03 14:05 UTC
     [now] > 20 min ago
     = 2026-11-20 02:47 UTC, 20 min ago

4/8  What do customers see, who is affected, and what still works?
     e.g. Cards issued in the EU are declined at checkout. Other cards and bank transfers
     work.
     > Searches take 20 s instead of one. Categories and checkout work.
     >

5/8  What is causing it?
     e.g. The certificate of our gateway expired at 14:03 UTC. Or: Not known yet. We are
     comparing all four gateways and will know by 14:50 UTC whether it is the certificate.
     > Not known yet. We compare the disks of all three nodes and will know by 03:40 UTC.
     >

6/8  When will service be restored?
     e.g. 16:30 UTC, in 2-3 hours, or unknown until 15:00 UTC, because …
     The record has fewer than 5 incidents like this one, so it suggests no time.
     > in 2-3 hours
     = 2026-11-20 05:07 UTC to 2026-11-20 06:07 UTC; the end is the promise

7/8  When do customers hear from you next?
     e.g. 14:50 UTC or in 30 min. A short update counts; a late one is called late.
     [03:40 UTC] >
     = 2026-11-20 03:40 UTC, in 33 min

8/8  What should the first update say? (Enter: the same as the impact)
     e.g. what you know and what you are doing now
     >

     Customers will read:

Search results take 20 seconds

  Degraded · Search: degraded · since 20 November 2026, 02:47 UTC · step 1 of 4 · we are looking
  for the cause

What is wrong
  Searches take 20 s instead of one. Categories and checkout work.

Why
  Not known yet. We compare the disks of all three nodes and will know by 03:40 UTC.

Restored by
  05:07–06:07 UTC
  First promise, not moved since.

Next update
  03:40 UTC

So it stays fixed
  ✗ Not answered yet. Due within 10 days after it is over.

03:07 UTC · Investigating
  Searches take 20 s instead of one. Categories and checkout work.

Enter writes it, “e” opens your editor, Ctrl-C leaves. >

Written: incidents/2026-11-20-search-results-take-20-seconds.md
Open a pull request with it; once that is merged, it is on the page.
When there is more to say: straightup update 2026-11-20-search-results-take-20-seconds
"""


def trimmed(screen: str) -> str:
    return re.sub(r" +$", "", screen, flags=re.MULTILINE)


def written(site: Path) -> str:
    (path,) = (site / "incidents").iterdir()
    return path.read_text(encoding="utf-8")


def test_from_nothing_to_a_clean_file_and_the_conversation_reads_well(site: Path) -> None:
    code, screen = talk(site, "new", "--at", AT, answers=ANSWERS)
    assert (code, trimmed(screen)) == (0, TRANSCRIPT)
    assert straightup(site, "check", "--strict", "--at", AT, NAME) == (0, "1 report, nothing to mend.\n", "")


def test_a_refused_answer_is_explained_on_the_spot_and_asked_again(site: Path) -> None:
    code, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:7], "soon", *ANSWERS[7:]))
    assert code == 0
    assert (
        "     > soon\n"
        "  ✗  “soon” is no time that can be read. Such as “16:30 UTC”, “in 2-3 hours”, or “unknown\n"
        "     until 15:00 UTC, because we are still finding …”.\n"
        "     “Soon” and “as soon as possible” are not times. Only a time can be kept, shown in the\n"
        "     reader's own zone, and held against what came of it. (E02)\n"
        "     > in 2-3 hours\n"
    ) in screen


def test_plain_words_are_understood_and_what_is_unclear_in_them_is_said_without_a_lecture(site: Path) -> None:
    unclear = ("4am", "tomorrow 9am UTC", "by 7am UTC")
    _, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:7], *unclear, "in half an hour", LEAVE))
    said = " ".join(screen.split())
    assert (
        "> 4am ✗ “4am” has no zone. Write “4am UTC” if that is UTC, else its offset, such as “4am +01:00”. "
        "Your 14:05 is not your customer's 14:05."
    ) in said
    assert (
        "> tomorrow 9am UTC ✗ “tomorrow” can mean Friday 2026-11-20 or Saturday 2026-11-21. "
        "Write “2026-11-20 9am UTC” or “2026-11-21 9am UTC”. > by 7am UTC = 2026-11-20 07:00 UTC, in 3 h 53 min"
    ) in said
    assert "> in half an hour = 2026-11-20 03:37 UTC, in 30 min" in said


def test_a_refused_answer_comes_with_an_example_where_none_has_been_shown(site: Path) -> None:
    _, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:5], "", LEAVE))
    assert (
        "  ✗  Customers need an answer here: the cause, or “Not known yet.”, what you are checking, and by\n"
        "     when you will know.\n"
    ) in screen.replace("and\n     by when", "and by\n     when")
    assert "(C01)\n     For example: The certificate between our gateway and the card network expired at" in screen
    _, screen = talk(site, "new", "--at", AT, answers=("", LEAVE))
    assert screen.count("Card payments fail in the EU") == 1


def test_leaving_in_the_middle_writes_nothing(site: Path) -> None:
    code, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:4], LEAVE))
    assert code == 130
    assert screen.endswith("Stopped.\n")
    assert not (site / "incidents").exists()


def test_leaving_at_the_preview_writes_nothing_and_shows_what_was_typed(site: Path) -> None:
    code, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS, LEAVE))
    assert code == 130
    assert not (site / "incidents").exists()
    assert "This is what you wrote:\n\n---\ntitle: Search results take 20 seconds\n" in screen


def test_what_the_preview_shows_can_be_changed_in_an_editor(site: Path) -> None:
    script = site / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text('utf-8').replace('20 seconds', '30 seconds'), encoding='utf-8')\n",
        encoding="utf-8",
    )
    env = {"EDITOR": f'"{sys.executable}" "{script}"', "VISUAL": ""}
    code, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS, "e"), env=env)
    assert code == 0
    assert screen.count("Customers will read:") == 2
    assert "\nSearch results take 30 seconds\n" in screen
    assert "title: Search results take 30 seconds\n" in written(site)


def test_an_update_shows_what_customers_read_and_what_changes(site: Path) -> None:
    talk(site, "new", "--at", AT, answers=ANSWERS)
    later = ("--at", "2026-11-20 03:35 UTC")
    said = (
        "ident",
        "One of three nodes is slow. We take it out of rotation.",
        "",
        "",
        "The disk of node 2 is full.",
        "",
        "",
        "",
    )
    code, screen = talk(site, "update", *later, answers=said)
    assert code == 0
    now, changes = screen.partition("What changes for customers:")[::2]
    assert "Customers read now:\n" in now
    assert "  Searches take 20 s instead of one. Categories and checkout work.\n" in now
    assert "\nWhy\n  before: Not known yet." in changes
    assert "  now: The disk of node 2 is full.\n" in changes
    assert (
        "03:35 UTC · Identified\n  before: —\n  now: One of three nodes is slow. We take it out of rotation.\n"
        in changes
    )
    assert "What is wrong\n" not in changes


def test_going_back_keeps_what_was_said(site: Path) -> None:
    answers = ("Search is slow", "2=deg", "<", "<", "Search results take 20 seconds", "", *ANSWERS[2:])
    code, screen = talk(site, "new", "--at", AT, answers=answers)
    assert code == 0
    assert "     [2=deg] > \n" in screen
    assert "title: Search results take 20 seconds\n" in written(site)


def test_what_the_options_say_is_not_asked_again(site: Path) -> None:
    code, screen = talk(site, "new", "--at", AT, "--title", "Search is slow", "--component", "search=degraded",
                        answers=ANSWERS[2:])  # fmt: skip
    assert code == 0
    assert "1/6  Since when?" in screen
    assert "Which components" not in screen


def test_several_lines_and_an_editor_give_longer_texts(site: Path) -> None:
    script = site / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "pathlib.Path(sys.argv[1]).write_text('One node is slow.\\n\\nIt is out of rotation.\\n', encoding='utf-8')\n",
        encoding="utf-8",
    )
    env = {"EDITOR": f'"{sys.executable}" "{script}"', "VISUAL": ""}
    lines = ("Searches take 20 s.", "Categories work.", "")
    code, _ = talk(site, "new", "--at", AT, answers=(*ANSWERS[:3], *lines, "e", "03:50 UTC", "", ""), env=env)
    assert code == 0
    assert "## Impact\n\nSearches take 20 s.\nCategories work.\n" in written(site)
    assert "## Cause\n\nOne node is slow.\n\nIt is out of rotation.\n" in written(site)


def past(number: int, hours: int) -> dict[str, str]:
    """A resolved incident of search, `number` days before the end of October."""
    text = OPEN.replace("checkout: major-outage", "search: degraded").replace("2026-11-03", f"2026-10-{30 - number}")
    text = text.replace("started:", f"resolved: 2026-10-{30 - number} {14 + hours}:05 UTC\nstarted:")
    return {f"incidents/2026-10-{30 - number}-search.md": text.replace(": Identified", ": Resolved")}


def test_an_eta_is_suggested_from_five_like_incidents(site: Path) -> None:
    for number, hours in enumerate((1, 2, 3, 4, 8)):
        draw(site, past(number, hours))
    _, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:7], LEAVE))
    assert (
        "     5 incidents like this one since 2026 took 3 h in the middle; four of five were over\n"
        "     within 4 h.\n"
        "     That would be 05:50-06:50 UTC.\n"
    ) in screen


def test_a_report_of_the_same_name_is_named_before_anything_else_is_asked(site: Path) -> None:
    talk(site, "new", "--at", AT, answers=ANSWERS)
    _, screen = talk(site, "new", "--at", AT, answers=(ANSWERS[0], LEAVE))
    assert "straightup update" in screen
    assert "2026-11-20-search-results-take-20-seconds" in screen


def test_a_template_briefs_and_asks_its_own_questions(site: Path) -> None:
    answers = ("Cards fail", "1=major", "02:50 UTC", "Cards issued in the EU are declined. Others work.", "",
               "None.", "",
               "The certificate of our gateway expired at 02:50 UTC.", "", "in 90 min", "", "")  # fmt: skip
    code, screen = talk(site, "new", "--template", "expired-certificate", "--at", AT, answers=answers)
    assert code == 0
    assert "     A certificate has expired or was not accepted. Find out first:" in screen
    assert "Never advise customers to click" in screen
    assert "cause-category: expired-certificate" in written(site)
    assert "## Meanwhile\n\nNone.\n" in written(site)
    assert straightup(site, "check", "--strict", "--at", AT)[0] == 0
    steps = ("Cards work again since 04:10 UTC.", "", "04:10 UTC", "We issued a new certificate.", "",
             "1 (owner: SRE, due: 2 weeks)", "", "", "")  # fmt: skip
    code, screen = talk(site, "resolve", "--at", "2026-11-20 04:20 UTC", answers=steps)
    assert code == 0
    assert "     1 Alert when any certificate has fewer than 21 days left, seen from outside\n" in screen
    assert "21 days left, seen from outside (owner: SRE, due: 2026-12-04)\n" in written(site)
    assert straightup(site, "check", "--strict", "--at", "2026-11-20 04:20 UTC")[:2] == (
        0,
        "1 report, nothing to mend.\n",
    )


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (
            "maintenance",
            ("Orders are read-only for 20 minutes", "checkout", "2026-11-28 04:00 UTC", "in 60 min",
             "For about 20 minutes orders can be read but not placed. Carts are kept.", "",
             "We move to PostgreSQL 18 before support for 14 ends.", "", "", "We rehearsed it twice.", ""),
        ),
        (
            "notice",
            ("Version 1 of the API ends on 15 January 2027",
             "From 15 January 2027 calls to /v1/ get the answer 410 Gone.", "", "", "2027-01-15 12:00 UTC"),
        ),
    ],
)  # fmt: skip
def test_maintenance_and_notices_have_questions_of_their_own(site: Path, kind: str, answers: tuple[str, ...]) -> None:
    code, screen = talk(site, "new", "--kind", kind, "--at", AT, answers=answers)
    assert code == 0
    assert "restored" not in screen
    assert f"kind: {kind}\n" in written(site)
    assert straightup(site, "check", "--strict", "--at", AT)[:2] == (0, "1 report, nothing to mend.\n")


def test_update_asks_what_the_stage_needs_and_shows_what_was_promised(site: Path) -> None:
    draw(site, {GOOD: OPEN})
    answers = ("", "The new certificate runs on one of four gateways, where payments work again.", "",
               "checkout=partial", "", "")  # fmt: skip
    code, screen = talk(site, "update", "--at", "2026-11-03 15:40 UTC", answers=answers)
    assert code == 0
    assert screen.startswith(
        "Card payments fail in the EU (2026-11-03-cards)\n"
        "Last update: 2026-11-03 14:48 UTC, Identified, 52 min ago.\n"
        "The next one was promised for 2026-11-03 15:30 UTC.\n"
    )
    assert "     Promised so far: 2026-11-03 16:30 UTC.\n     [same] > \n     = 2026-11-03 16:30 UTC\n" in screen
    assert written(site).endswith(
        "### 2026-11-03 15:40 UTC: Identified\n\n- ETA: 2026-11-03 16:30 UTC\n- Next update: 2026-11-03 16:10 UTC\n"
        "- Components: checkout partial-outage\n\n"
        "The new certificate runs on one of four gateways, where payments work again.\n"
    )


def test_update_asks_which_of_several_open_incidents_is_meant(site: Path) -> None:
    draw(site, {GOOD: OPEN, "incidents/2026-11-03-search.md": OPEN.replace("Card payments fail", "Search is slow")})
    answers = ("2", "", "Two of three nodes answer in under a second again.", "", "", "", "")
    code, screen = talk(site, "update", "--at", "2026-11-03 15:40 UTC", answers=answers)
    assert screen.startswith("  1  Card payments fail in the EU  (2026-11-03-cards)\n  2  Search is slow in the EU  ")
    assert code == 0
    assert "Two of three nodes" in (site / "incidents/2026-11-03-search.md").read_text(encoding="utf-8")


def test_a_monitored_incident_is_not_asked_for_an_eta(site: Path) -> None:
    draw(site, {GOOD: OPEN})
    answers = ("mon", "All four gateways accept EU cards since 15:35 UTC.", "", "", "")
    code, screen = talk(site, "update", "--at", "2026-11-03 15:40 UTC", answers=answers)
    assert code == 0
    assert "restored?" not in screen


def test_nobody_loses_what_was_typed_when_the_file_cannot_be_written(site: Path) -> None:
    def meanwhile() -> str:
        draw(site, {NAME: OPEN})
        return ""

    code, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:-1], meanwhile))
    assert code == 5
    assert "This is what you wrote:\n\n---\ntitle: Search results take 20 seconds\n" in screen
    assert screen.endswith(f"{NAME} is there already. Nothing was written over it.\n")
    assert written(site) == OPEN


def test_nobody_loses_what_was_typed_when_the_file_changes_meanwhile(site: Path) -> None:
    draw(site, {GOOD: OPEN})
    changed = OPEN.replace("Other cards", "All other cards")

    def meanwhile() -> str:
        draw(site, {GOOD: changed})
        return ""

    answers = ("mon", "All four gateways accept EU cards since 15:35 UTC.", "", "", meanwhile)
    code, screen = talk(site, "update", "--at", "2026-11-03 15:40 UTC", answers=answers)
    assert code == 5
    assert "This is what you wrote:\n\n### 2026-11-03 15:40 UTC: Monitoring\n" in screen
    assert "All four gateways accept EU cards since 15:35 UTC.\n" in screen.partition("This is what you wrote")[2]
    assert written(site) == changed


def test_a_missing_editor_ends_no_conversation(site: Path) -> None:
    env = {"EDITOR": "no-such-editor-anywhere", "VISUAL": ""}
    code, screen = talk(site, "new", "--at", AT, answers=(*ANSWERS[:3], "e", *ANSWERS[3:]), env=env)
    assert code == 0
    assert "Or write it here." in screen


RESOLVED = OPEN + "\n### 2026-11-03 16:20 UTC: Resolved\n\n- Next update: 2026-11-05 12:00 UTC\n\nCards work again.\n"


def test_what_comes_back_is_opened_again_by_saying_so(site: Path) -> None:
    draw(site, {GOOD: RESOLVED})
    answers = ("", "inv", "One card in five is declined again since 18:10 UTC.", "", "18:10 UTC", "checkout=partial",
               "21:00 UTC, because one gateway is still to come", "19:00 UTC")  # fmt: skip
    code, screen = talk(site, "update", "cards", "--at", "2026-11-03 18:30 UTC", answers=answers)
    assert code == 0
    assert "1/5  Is it back, or is this a follow-up?\n" in screen
    assert "Say which, since a fault that is back must not look like a follow-up: inv, or res." in screen
    assert "Since when is it back?" in screen
    assert "     [checkout=major-outage] >" in screen
    assert written(site).endswith(
        "### 2026-11-03 18:30 UTC: Investigating\n\n- Began: 2026-11-03 18:10 UTC\n"
        "- ETA: 2026-11-03 21:00 UTC, because one gateway is still to come\n"
        "- Next update: 2026-11-03 19:00 UTC\n- Components: checkout partial-outage\n\n"
        "One card in five is declined again since 18:10 UTC.\n"
    )


def test_a_cause_that_was_found_is_proposed_as_the_text(site: Path) -> None:
    unknown = "Not known yet. We compare all four gateways and will know by 2026-11-05 12:00 UTC."
    draw(site, {GOOD: re.sub("The certificate between .*", unknown, RESOLVED)})
    answers = ("res", "A firewall rule kept the certificate from being renewed.", "", "", "", "", "")
    code, screen = talk(site, "update", "cards", "--at", "2026-11-05 11:00 UTC", answers=answers)
    assert code == 0
    assert "     [We have found the cause. A firewall rule kept the …] >" in screen
    assert "## Cause\n\nA firewall rule kept the certificate from being renewed.\n\n## Updates" in written(site)
    assert written(site).endswith("Resolved\n\nWe have found the cause.\n\n"
                                  "A firewall rule kept the certificate from being renewed.\n")  # fmt: skip
