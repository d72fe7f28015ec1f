"""The commands as a person runs them: (exit code, stdout, stderr) whole."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import feedparser
import pytest

from support.commands import AT, CONFIG, GOOD, straightup, straightup_process
from support.excerpts import OPEN, whole
from support.sites import draw, read_back


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN})
    return tmp_path


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "env", "stdin"),
    [
        (("check", "--at", AT), {"FORCE_COLOR": "1"}, ""),
        (("check", "--at", AT, "--output-format", "sarif", "."), {}, ""),
        (("check", "--select", "E022"), {}, ""),
        (("build", "--at", AT, "-d", "elsewhere"), {"GITHUB_ACTIONS": "true"}, ""),
        (("new", "--title", "Überfällig"), {"STRAIGHTUP_DEBUG": "1"}, "an answer that nobody asked for\n"),
        (("update", "--help"), {"COLUMNS": "70"}, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_the_tests_hear_from_a_command_is_what_a_person_does(
    site: Path, arguments: tuple[str, ...], env: dict[str, str], stdin: str
) -> None:
    draw(site, {"incidents/2026-11-03-b.md": OPEN.replace("- ETA: 16:30 UTC", "- ETA: soon")})
    heard = straightup(site, *arguments, env=env, stdin=stdin)
    assert heard == straightup_process(site, *arguments, env=env, stdin=stdin)


def test_a_clean_check_says_so_and_exits_0(site: Path) -> None:
    assert straightup(site, "check", "--at", AT) == (0, "1 report, nothing to mend.\n", "")


def test_a_finding_has_its_place_its_rule_and_a_next_step(site: Path) -> None:
    text = OPEN.replace("- ETA: 16:30 UTC", "- ETA: soon").replace("issuing a new one", "asking for a new one")
    draw(site, {"incidents/2026-11-03-b.md": text})
    assert straightup(site, "check", "--at", AT) == (
        1,
        (
            "incidents/2026-11-03-b.md:20:3: E02 “soon” is no time that can be read. [eta-unreadable]\n"
            "  20 | - ETA: soon\n"
            "     |   ^^^\n"
            "  → Write a time (16:30 UTC), a range (16:00-17:00 UTC), a duration (in 2 hours), or “unknown until TIME, "
            "because REASON”.\n"
            "1 error in 2 reports.\n"
        ),
        "",
    )


def test_json_has_ruffs_shape(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("- ETA: 16:30 UTC", "- ETA: soon")})
    code, out, err = straightup(site, "check", "--at", AT, "--output-format", "json")
    (found,) = json.loads(out)
    assert (code, err) == (1, "")
    help_text = found.pop("help")
    assert help_text.startswith("Write a time")
    assert found == {
        "code": "E02",
        "name": "eta-unreadable",
        "severity": "error",
        "message": "“soon” is no time that can be read.",
        "filename": GOOD,
        "location": {"row": 20, "column": 3},
        "end_location": {"row": 20, "column": 6},
        "url": None,
    }


def test_json_of_a_clean_site_is_an_empty_list(site: Path) -> None:
    assert straightup(site, "check", "--at", AT, "--output-format", "json") == (0, "[]\n", "")


def test_warnings_pass_unless_strict(site: Path) -> None:
    draw(site, {GOOD: whole("sarted: 2026-11-03 14:05 UTC\n")})
    assert straightup(site, "check", "--at", AT)[0] == 0
    assert straightup(site, "check", "--at", AT, "--strict")[0] == 1


def test_check_takes_files_and_folders_from_anywhere(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert straightup(elsewhere, "check", "--at", AT, str(site / GOOD))[:2] == (0, "1 report, nothing to mend.\n")
    assert straightup(elsewhere, "check", "--at", AT, str(site / "incidents"))[0] == 0
    code, out, err = straightup(elsewhere, "check", "--at", AT, str(site / "absent.md"))
    assert (code, out) == (2, "")
    assert "absent.md" in err


def test_two_files_of_one_id_are_an_error_even_when_only_one_is_checked(site: Path) -> None:
    draw(site, {"incidents/2025/2026-11-03-cards.md": OPEN})
    code, out, _ = straightup(site, "check", "--at", AT, GOOD)
    assert code == 1
    assert "F13" in out


def test_without_a_settings_file_the_next_step_is_named(tmp_path: Path) -> None:
    code, out, err = straightup(tmp_path, "check")
    assert (code, out) == (2, "")
    assert "there is no mkdocs.yml" in err


def test_bad_settings_are_named_all_at_once_and_nothing_is_done(site: Path) -> None:
    draw(site, {"mkdocs.yml": CONFIG.replace("contact:", "contakt:") + "      grace: soon\n"})
    code, out, err = straightup(site, "check", "--at", AT)
    assert (code, out) == (2, "")
    assert "Did you mean “contact”?" in err
    assert "“grace” cannot be used" in err


def test_a_clock_without_a_zone_is_refused_with_the_fix(site: Path) -> None:
    code, _, err = straightup(site, "check", "--at", "2026-11-03 15:00")
    assert code == 2
    assert "2026-11-03 15:00 UTC" in err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("straightup/parts.html", "{{ 1 / 0 }}"),
        ("straightup/now.html", "{{ site.no_such_thing }}"),
        ("straightup/now.html", "{% if %}"),
        ("straightup/incident.html", "{% include 'straightup/gone.html' %}"),
        ("main.html", "{% extends 'gone.html' %}"),
    ],
)
def test_a_fault_in_a_template_of_ones_own_is_no_fault_of_ours(site: Path, name: str, text: str) -> None:
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    draw(site, {"mkdocs.yml": config, f"mine/{name}": text})
    code, out, err = straightup(site, "build", "--at", AT)
    assert (code, out) == (2, ""), err
    assert Path(name).name in err or "gone.html" in err
    assert "Correct" in err
    assert "Traceback" not in err
    assert not (site / "site").exists()


def test_build_publishes_pages_and_a_feed(site: Path) -> None:
    code, out, err = straightup(site, "build", "--at", AT)
    assert (code, out, err) == (0, "Built 11 pages in site.\n", "")
    built = read_back(site / "site")
    assert feedparser.parse(built["feed.xml"]).bozo == 0
    now = built["index.html"].decode()
    assert "Card payments fail in the EU. Everything else works." in now
    for answer in ("Cards issued in the EU are declined", "expired at 14:03 UTC", ">16:30<", ">15:30<"):
        assert answer in now
    assert "Tell us" in now
    assert "mailto:support@example.com" in built["incidents/2026-11-03-cards/index.html"].decode()
    for page in ("history/index.html", "history/2026/11/index.html", "components/checkout/index.html"):
        assert "Card payments fail in the EU" in built[page].decode()
    pages = {name: data for name, data in built.items() if name.endswith(".html") and not name.startswith("embed/")}
    assert all(b"feed.xml" in data for data in pages.values())
    # None of what it was made from is published, but each report as a text.
    assert {name for name in built if name.endswith(".md")} == {"index.md", "incidents/2026-11-03-cards/index.md"}


@pytest.mark.process
def test_serve_shows_the_site_and_builds_it_again_after_a_change(site: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from straightup.cli import main; main()", "serve", "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            assert "Card payments fail in the EU" in fetched(port, "Card payments")
            draw(site, {GOOD: OPEN.replace("Card payments fail in the EU", "Cards are declined")})
            assert "Cards are declined" in fetched(port, "Cards are declined")
        finally:
            server.terminate()


def fetched(port: int, wanted: str) -> str:
    """The page at the root, asked for until it says `wanted`; what it said last after half a minute."""
    text = ""
    for _ in range(60):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                text = answer.read().decode("utf-8")
        except OSError:
            text = ""
        if wanted in text:
            break
        time.sleep(0.5)
    return text


def test_build_refuses_on_an_error_and_leaves_the_old_site_whole(site: Path) -> None:
    assert straightup(site, "build", "--at", AT)[0] == 0
    before = read_back(site / "site")
    draw(site, {GOOD: OPEN.replace("- ETA: 16:30 UTC", "- ETA: soon")})
    code, out, err = straightup(site, "build", "--at", AT)
    assert (code, out) == (1, "")
    assert "E02" in err
    assert "--keep-going" in err
    assert read_back(site / "site") == before


def test_a_lapse_never_stops_a_build(site: Path) -> None:
    code, _, err = straightup(site, "build", "--at", "2026-11-03 19:00 UTC")
    assert code == 0
    assert "U05" in err
    assert "E05" in err


def test_keep_going_publishes_the_unanswered_as_unanswered(site: Path) -> None:
    draw(site, {GOOD: whole("## Cause\n\nTBD\n")})
    code, _, err = straightup(site, "build", "--at", AT, "--keep-going")
    assert code == 0
    assert "C01" in err
    page = (site / "site/incidents/2026-11-03-cards/index.html").read_text(encoding="utf-8")
    assert "Not answered yet." in page


def test_keep_going_leaves_out_what_cannot_be_read_says_so_and_exits_3(site: Path) -> None:
    (site / "incidents" / "2026-11-02-bad.md").write_bytes(OPEN.replace("EU", "\xc4").encode("latin-1"))
    draw(site, {GOOD: OPEN.replace("Identified", "Resolved").replace("- ETA: 16:30 UTC\n", "")})
    code, out, err = straightup(site, "build", "--at", AT, "--keep-going")
    assert code == 3
    assert "left out" in err
    assert "2026-11-02-bad" in err
    now = (site / "site/index.html").read_text(encoding="utf-8")
    assert "We could not show a report (Card payments fail in the" in now
    assert "could not be read" in now
    assert "Everything works" not in now
    assert not (site / "site/incidents/2026-11-02-bad").exists()
    assert out.startswith("Built ")


@pytest.mark.parametrize(
    ("written", "now", "proposed"),
    [("14:48", "14:50", "15:20"), ("14:48", "14:40", "15:18"), ("23:50", "23:50", "00:20")],
)
def test_the_next_update_that_is_proposed_can_be_kept(site: Path, written: str, now: str, proposed: str) -> None:
    draw(site, {GOOD: OPEN.replace("- Next update: 15:30 UTC\n", "").replace("14:48 UTC", f"{written} UTC")})
    _, out, _ = straightup(site, "check", "--select", "U02", "--at", f"2026-11-03 {now} UTC")
    assert f"Add “- Next update: {proposed} UTC”" in out


def test_a_draft_of_what_is_published_stays_published(site: Path) -> None:
    assert straightup(site, "build", "--at", AT)[0] == 0
    draw(site, {GOOD: OPEN.replace("title:", "draft: true\ntitle:")})
    code, _, err = straightup(site, "build", "--at", AT)
    assert code == 1
    assert "F25 This report is public already, and a draft cannot take it back" in err
    assert straightup(site, "build", "--at", AT, "--keep-going")[0] == 0
    page = site / "site/incidents/2026-11-03-cards/index.html"
    assert page.exists()
    draw(site, {"mkdocs.yml": CONFIG.replace("  - straightup:\n", "  - straightup:\n      path: status/\n")})
    assert straightup(site, "build", "--at", AT, "-d", "below")[0] == 3
    draw(site, {GOOD: OPEN})
    assert straightup(site, "build", "--at", AT, "-d", "below")[0] == 0
    draw(site, {GOOD: OPEN.replace("title:", "draft: true\ntitle:")})
    assert straightup(site, "build", "--at", AT, "-d", "below")[0] == 1
    # Where nothing was published before, it is a draft.
    assert straightup(site, "build", "--at", AT, "-d", "elsewhere")[0] == 3
    assert not (site / "elsewhere/incidents/2026-11-03-cards").exists()


def test_of_two_files_with_one_id_one_is_still_published(site: Path) -> None:
    draw(site, {"incidents/old/2026-11-03-cards.md": OPEN})
    code, _, err = straightup(site, "build", "--at", AT, "--keep-going")
    assert code == 3
    assert "F13" in err
    assert (site / "site/incidents/2026-11-03-cards/index.html").exists()


def test_build_without_an_address_is_a_matter_of_configuration(site: Path) -> None:
    draw(site, {"mkdocs.yml": CONFIG.replace("site_url: https://status.example.com/\n", "")})
    code, out, err = straightup(site, "build")
    assert (code, out) == (2, "")
    assert "site_url" in err


def test_a_set_clock_is_admitted_on_the_page_and_the_real_one_is_not_mentioned(site: Path) -> None:
    straightup(site, "build", "--at", AT)
    assert "its clock was set by hand" in (site / "site/index.html").read_text(encoding="utf-8")
    straightup(site, "build", "--keep-going")
    assert "its clock was set by hand" not in (site / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.process
def test_the_same_input_gives_the_same_bytes(site: Path) -> None:
    straightup(site, "build", "--at", AT)
    first = read_back(site / "site")
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    straightup_process(site, "build", "--at", AT, "-d", "again", env=elsewhere)
    assert read_back(site / "again") == first


def test_user_text_is_escaped_everywhere(site: Path) -> None:
    hostile = "<script>alert(1)</script>"
    text = OPEN.replace("title: Card payments fail in the EU", f"title: {hostile}\nauthor: {hostile}")
    text = text.replace("Cards issued in the EU", f"`{hostile}` Cards").replace("We are issuing", f"`{hostile}` We are")
    text = text.replace("- ETA: 16:30 UTC", f"- ETA: 16:30 UTC, because `{hostile}`")
    config = CONFIG.replace("name: Checkout", f'name: "{hostile}", description: "{hostile}"')
    draw(site, {GOOD: text, "mkdocs.yml": config.replace("label: support@example.com", f'label: "{hostile}"')})
    assert straightup(site, "build", "--at", AT)[0] == 0
    for name, data in read_back(site / "site").items():
        if name.endswith((".html", ".xml", ".json")):
            assert hostile.encode() not in data, name


def test_html_in_a_report_is_refused_and_never_published(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("Cards issued in the EU", "<script>alert(1)</script> Cards")})
    assert straightup(site, "build", "--at", AT)[0] == 1
    code, _, err = straightup(site, "build", "--at", AT, "--keep-going")
    assert code == 0, "nothing is left out: what is no Markdown is text or nothing"
    assert "X01" in err
    assert not any(b"<script>alert" in data for data in read_back(site / "site").values())


def test_control_characters_of_an_author_never_reach_the_terminal(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace("- ETA: 16:30 UTC", "- ETA: \x1b[31msoon\u202e")})
    _, out, _ = straightup(site, "check", "--at", AT)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31msoon\\u202e" in out


def test_explain_shows_why_a_bad_and_a_good_example(tmp_path: Path) -> None:
    code, out, err = straightup(tmp_path, "explain", "c02")
    assert (code, err) == (0, "")
    assert out.startswith("C02 cause-unknown-without-plan (error)\nThe customer asks: What is causing it?\n")
    assert "    Not known yet.\n" in out
    assert straightup(tmp_path, "explain", "cause-unknown-without-plan")[1] == out


def test_explain_writes_out_what_a_terminal_would_obey(tmp_path: Path) -> None:
    code, out, _ = straightup(tmp_path, "explain", "X03")
    assert code == 0
    assert "\\u202e50:41" in out
    assert "\u202e" not in out


def test_explain_of_an_unknown_rule_suggests_the_nearest(tmp_path: Path) -> None:
    code, _, err = straightup(tmp_path, "explain", "eta-mising")
    assert code == 2
    assert "Did you mean “eta-missing”?" in err


def test_rules_lists_every_rule(tmp_path: Path) -> None:
    from straightup import rules

    code, out, _ = straightup(tmp_path, "rules")
    assert code == 0
    assert all(f"{rule.code} {rule.name}" in out for rule in rules.ALL)
    listed = json.loads(straightup(tmp_path, "rules", "--output-format", "json")[1])
    assert [each["code"] for each in listed] == [rule.code for rule in rules.ALL]


@pytest.mark.process
def test_a_reader_that_goes_away_is_no_fault(site: Path) -> None:
    run = subprocess.run(
        f"{sys.executable} -c 'from straightup.cli import main; main()' rules | head -1",
        shell=True,
        cwd=site,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.stderr == ""


NEW = (
    "new", "--title", "Search: results take 20 seconds", "--component", "search=degraded",
    "--impact", "Searches take 20 s instead of one. Categories work.",
    "--cause", "Not known yet. We compare the disks of all three nodes and will know by 15:30 UTC.",
    "--eta", "in 2-3 hours", "--next", "in 30 min", "--at", "2026-11-20 14:07 UTC",
)  # fmt: skip


def test_new_writes_a_file_that_check_accepts(site: Path) -> None:
    code, out, err = straightup(site, *NEW, "--detected-by", "customers")
    assert (code, err) == (0, "")
    name = "incidents/2026-11-20-search-results-take-20-seconds.md"
    assert name in out
    assert "\ndetected-by: customers\n" in (site / name).read_text(encoding="utf-8")
    assert straightup(site, "check", "--at", "2026-11-20 14:08 UTC", name)[:2] == (0, "1 report, nothing to mend.\n")
    code, _, err = straightup(site, *NEW)
    assert code == 5
    assert "is there already" in err


def test_new_in_a_script_names_every_answer_that_is_missing(site: Path) -> None:
    code, out, err = straightup(site, "new", "--title", "Search is slow")
    assert (code, out) == (2, "")
    assert "--component, --impact, --cause, --eta, --next" in err


@pytest.mark.parametrize(
    ("option", "answer", "reply"),
    [
        ("--eta", "soon", "no time that can be read"),
        ("--eta", "unknown", "neither until when nor why"),
        ("--component", "serch=degraded", "Did you mean “search”?"),
        ("--component", "search=dead", "“dead” is no state"),
        ("--cause", "Not known yet.", "what is being checked and by when"),
        ("--impact", "TBD", "Customers need an answer"),
        ("--next", "soon", "no time that can be read"),
        ("--started", "14:05", "has no zone"),
    ],
)
def test_new_refuses_an_answer_with_the_rules_own_words(site: Path, option: str, answer: str, reply: str) -> None:
    code, _, err = straightup(site, *NEW, option, answer)
    assert code == 2
    assert reply in " ".join(err.split())
    assert not list((site / "incidents").glob("2026-11-20*"))


CSTATE = {
    "old/config.yml": "title: Old\nparams:\n  systems:\n    - name: API\n      category: Main\n",
    "old/content/issues/2021-06-08-api.md": (
        "---\ntitle: API was slow\ndate: 2021-06-08T09:35:00-00:00\nresolved: true\n"
        "resolvedWhen: 2021-06-08T11:20:00-00:00\nseverity: disrupted\naffected:\n  - API\n"
        "section: issue\n---\n\nSlow.\n"
    ),
    "old/content/issues/2021-06-09-broken.md": "no front matter\n",
    "old/archetypes/default.md": "---\ntitle: {{ x }}\n---\n",
}


def test_import_writes_what_can_be_read_and_names_and_counts_the_rest(tmp_path: Path) -> None:
    draw(tmp_path, CSTATE)
    command = ("import", "cstate", "old", "--into", "incidents", "--timezone", "UTC", "--at", AT)
    code, out, err = straightup(tmp_path, *command)
    assert code == 0
    assert "1 report written to incidents." in out
    assert "1 not imported:" in out
    assert "2021-06-09-broken.md: not imported" in err
    assert "  - id: api\n" in out
    assert "API was slow" in (tmp_path / "incidents/2021-06-08-api.md").read_text(encoding="utf-8")
    code, out, _ = straightup(tmp_path, *command)
    assert "0 reports written" in out
    assert "1: unchanged there, left as they are" in out


def test_import_refuses_a_zone_that_does_not_exist(tmp_path: Path) -> None:
    draw(tmp_path, CSTATE)
    code, _, err = straightup(tmp_path, "import", "cstate", "old", "--into", "i", "--timezone", "Mars")
    assert code == 2
    assert "no time zone" in err


def test_help_and_version_need_no_site(tmp_path: Path) -> None:
    from straightup import __version__

    assert straightup(tmp_path, "--version") == (0, f"straightup {__version__}\n", "")
    code, out, _ = straightup(tmp_path, "--help")
    assert code == 0
    for command in ("check", "build", "serve", "new", "explain", "rules", "import"):
        assert f"  {command} " in out
    assert straightup(tmp_path, "chek")[0] == 2


@pytest.mark.process
def test_our_own_fault_is_one_sentence_and_exit_code_4(site: Path) -> None:
    code = "import straightup.checking.reports as i; i.check = None\nfrom straightup.cli import main; main(['check'])"
    run = subprocess.run([sys.executable, "-c", code], cwd=site, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 4
    assert "This is our fault" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.process
def test_a_zone_of_the_machine_that_is_none_is_named(site: Path) -> None:
    code, out, err = straightup_process(site, "build", "--at", AT, env={"TZ": f":{site / 'mkdocs.yml'}"})
    assert (code, out) == (2, "")
    assert err.startswith("straightup: The variable TZ names no time zone")
    assert err.endswith("Unset it, or set it to UTC.\n")
