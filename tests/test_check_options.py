"""The options of `check`, the whole answer it gives, and what it does not say twice."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from straightup import rules
from straightup.model.settings import Settings
from straightup.model.states import Component
from straightup.reading import read
from straightup.reporters.formats import FORMATS
from straightup.rules import Context
from support.commands import AT, CONFIG, GOOD, straightup
from support.excerpts import MAINTENANCE, OPEN, RESOLVED_PREVENTION
from support.formats import SARIF, commands
from support.sites import draw

SOON = OPEN.replace("- ETA: 16:30 UTC", "- ETA: soon").replace("title:", "sarted: x\ntitle:")
"""E02, an error, and F07, a warning."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: SOON})
    return tmp_path


def codes(site: Path, *options: str) -> list[str]:
    out = straightup(site, "check", "--at", AT, "--output-format", "json", *options)[1]
    return [each["code"] for each in json.loads(out)]


# --select and --ignore


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["F07", "E02"]),
        (("--select", "E"), ["E02"]),
        (("--select", "e02"), ["E02"]),
        (("--select", "E0"), ["E02"]),
        (("--select", "eta-unreadable"), ["E02"]),
        (("--select", "E,F07"), ["F07", "E02"]),
        (("--select", "E", "--select", " unknown-key , "), ["F07", "E02"]),
        (("--select", "S"), []),
        (("--ignore", "E"), ["F07"]),
        (("--ignore", "E02,F07"), []),
        (("--select", "E", "--ignore", "E02"), []),
        (("--select", "E02", "--ignore", "E"), ["E02"]),
        (("--select", "E02", "--ignore", "E02"), []),
        (("--select", "E", "--ignore", "E0", "--select", "E02"), ["E02"]),
    ],
)
def test_rules_are_chosen_by_code_beginning_or_name_and_the_more_exact_wins(
    site: Path, options: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(site, *options) == expected


def test_what_is_not_asked_for_fails_nothing(site: Path) -> None:
    said = (0, "1 report, nothing to mend.\n", "")
    assert straightup(site, "check", "--at", AT, "--strict", "--ignore", "E02,F07") == said
    assert straightup(site, "check", "--at", AT, "--ignore", "E02")[0] == 0
    assert straightup(site, "check", "--at", AT, "--ignore", "E02", "--strict")[0] == 1


@pytest.mark.parametrize(
    ("option", "word", "hint"),
    [
        ("--select", "eta-unreadible", "Did you mean “eta-unreadable”?"),
        ("--ignore", "E022", "Did you mean “E02”?"),
        ("--select", "E02,nonsense!", "“straightup rules” lists them."),
    ],
)
def test_an_unknown_rule_is_a_usage_error_with_the_nearest(site: Path, option: str, word: str, hint: str) -> None:
    code, out, err = straightup(site, "check", option, word)
    assert (code, out) == (2, "")
    unknown = word.rpartition(",")[2]
    assert f"Error: Invalid value for '{option}': There is no rule “{unknown}”. {hint}\n" in err


@pytest.mark.parametrize("options", [(), ("--select", "E,F"), ("--ignore", "X")])
@pytest.mark.parametrize("output_format", ["text", "json", "github", "sarif"])
def test_a_secret_is_repeated_in_no_format_and_for_no_rule(
    site: Path, output_format: str, options: tuple[str, ...]
) -> None:
    token = "ghp_" + "a1B2" * 9
    text = SOON.replace("- ETA: soon", f"- ETA: soon {token}").replace("sarted: x", f"{token}: x")
    draw(site, {GOOD: text})
    code, out, err = straightup(site, "check", "--at", AT, "--output-format", output_format, *options)
    assert (code, err) == (1, "")
    assert "E02" in out
    assert token not in out
    assert token not in straightup(site, "build", "--at", AT)[2]


# --output-format


def test_inside_github_actions_findings_become_annotations_by_themselves(site: Path) -> None:
    actions = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(site.parent)}
    code, out, err = straightup(site, "check", "--at", AT, "--select", "E", env=actions)
    annotation = (
        f"::error file={site.name}/{GOOD},line=21,col=3,endLine=21,endColumn=6,title=E02 eta-unreadable"
        f"::{site.name}/{GOOD}:21:3: E02 “soon” is no time that can be read.%0A→ Write a time (16:30 UTC), a range "
        "(16:00-17:00 UTC), a duration (in 2 hours), or “unknown until TIME, because REASON”.\n"
    )
    assert (code, out, err) == (1, f"{annotation}1 error in 1 report.\n", "")
    assert "::error" not in straightup(site, "check", "--at", AT, "--output-format", "text", env=actions)[1]
    assert "::error" not in straightup(site, "check", "--at", AT, env={"GITHUB_ACTIONS": "false"})[1]


def test_no_report_can_give_orders_to_githubs_runner(site: Path) -> None:
    hostile = ("::set-env name=PATH::/x", "##[add-mask]a", "::stop-commands::t")
    tree = {
        f"incidents/2026-11-03-h{number}.md": SOON.replace("- ETA: soon", f"- ETA: {words}")
        .replace("sarted: x", f"'{words}': x")
        .replace("## Impact", f"{words}\n\n## Impact")
        for number, words in enumerate(hostile)
    }
    draw(site, tree)
    out = straightup(site, "check", "--at", AT, "--output-format", "github")[1]
    assert {name for name, _, _ in commands(out)} == {"error", "warning"}
    assert len(list(commands(out))) == len(codes(site))
    for command in ("check", "build"):
        _, out, err = straightup(site, command, "--at", AT)
        assert list(commands(out + err)) == []


def test_sarif_is_a_valid_log_of_the_same_findings(site: Path) -> None:
    code, out, err = straightup(site, "check", "--at", AT, "--output-format", "sarif")
    log = json.loads(out)
    Draft202012Validator(SARIF).validate(log)
    assert (code, err) == (1, "")
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["F07", "E02"]


def test_sarif_columns_count_code_points(site: Path) -> None:
    draw(site, {GOOD: OPEN.replace(":\n  checkout: major-outage", ': {"𝄞": degraded, checkout: dead}')})
    out = straightup(site, "check", "--at", AT, "--output-format", "sarif", "--select", "S04")[1]
    run = json.loads(out)["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    # In UTF-16 the clef has two units, and “dead” would begin at 40.
    region = {"startLine": 3, "startColumn": 39, "endLine": 3, "endColumn": 43}
    assert [each["locations"][0]["physicalLocation"]["region"] for each in run["results"]] == [region]


def test_an_unknown_format_is_a_usage_error(site: Path) -> None:
    code, out, err = straightup(site, "check", "--output-format", "xml")
    assert (code, out) == (2, "")
    assert "'xml' is not one of 'text', 'json', 'github', 'sarif'" in err


# Colour


RED = "\x1b[1;31mE02\x1b[0m"


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_goes_to_files_only_when_forced(site: Path, env: dict[str, str], *, colored: bool) -> None:
    out = straightup(site, "check", "--at", AT, env=env)[1]
    assert ("\x1b" in out, RED in out) == (colored, colored)


@pytest.mark.process
@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_colour_unless_it_is_not_wanted(site: Path, env: dict[str, str], *, colored: bool) -> None:
    reader, writer = pty.openpty()
    command = [sys.executable, "-c", "from straightup.cli import main; main()", "check", "--at", AT]
    with subprocess.Popen(command, cwd=site, stdout=writer, env={**os.environ, **env, "PYTHONUTF8": "1"}) as process:
        os.close(writer)
        out = b""
        while chunk := _read(reader):
            out += chunk
    os.close(reader)
    assert process.returncode == 1
    assert (RED in out.decode("utf-8")) is colored


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux says so when the other side of a terminal is closed
        return b""


# --watch


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "half a minute went by"
        time.sleep(0.02)


@pytest.mark.process
def test_watch_checks_again_after_a_save_and_ends_quietly(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    draw(site, {GOOD: OPEN})
    logs = tmp_path_factory.mktemp("logs")
    out, err = logs / "out", logs / "err"
    # A background job of a shell ignores Ctrl-C, and so would what it starts.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from straightup.cli import main; main()"
    )
    command = [sys.executable, "-X", "utf8", "-c", program, "check", "--watch", "--at", AT]
    with out.open("wb") as to_out, err.open("wb") as to_err:
        process = subprocess.Popen(command, cwd=site, stdout=to_out, stderr=to_err)
    try:
        wait_for(lambda: "Watching" in err.read_text("utf-8"))
        draw(site, {GOOD: SOON})
        wait_for(lambda: "1 error and 1 warning in 1 report." in out.read_text("utf-8"))
        draw(site, {"mkdocs.yml": CONFIG.replace("contact:", "contakt:")})
        wait_for(lambda: "Did you mean “contact”?" in err.read_text("utf-8"))
        draw(site, {"mkdocs.yml": CONFIG, GOOD: OPEN, "incidents/2026-11-02-b.md": MAINTENANCE})
        wait_for(lambda: "2 reports, nothing to mend." in out.read_text("utf-8"))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()
    said = out.read_text("utf-8")
    assert said.startswith("1 report, nothing to mend.\n\nincidents/2026-11-03-cards.md:2:1: F07")
    assert said.endswith("\n2 reports, nothing to mend.\n")
    assert err.read_text("utf-8").startswith("Watching for changes. Ctrl-C ends.\n")
    assert "Traceback" not in err.read_text("utf-8")


def test_many_steps_of_one_save_are_one_check(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    from straightup.cli.watching import watch

    checks: list[str] = []

    def again() -> None:
        checks.append((site / GOOD).read_text("utf-8"))
        raise KeyboardInterrupt

    def save() -> None:
        for step in range(20):
            draw(site, {"incidents/.2026-11-03-cards.md.swp": "x", GOOD: f"{step}"})
        draw(site, {"incidents/4913": "last"})
        (site / "incidents/4913").replace(site / GOOD)

    watch([(site / "incidents", True), (tmp_path_factory.mktemp("x") / "absent", False)], save, again)
    assert checks == ["last"]


def test_watch_is_for_people(site: Path) -> None:
    code, out, err = straightup(site, "check", "--watch", "--output-format", "sarif")
    assert (code, out) == (2, "")
    assert "--watch is for people" in err


def test_watch_does_not_begin_with_settings_that_cannot_be_used(site: Path) -> None:
    draw(site, {"mkdocs.yml": CONFIG.replace("contact:", "contakt:")})
    code, out, err = straightup(site, "check", "--watch")
    assert (code, out) == (2, "")
    assert "Did you mean “contact”?" in err


# How fast it starts


@pytest.mark.process
def test_a_check_of_one_file_imports_neither_what_builds_nor_what_watches(site: Path) -> None:
    program = (
        "import sys\nfrom straightup.cli import main\n"
        f"try:\n    main(['check', '--at', '{AT}', '{GOOD}'])\nexcept SystemExit:\n"
        "    print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=site, capture_output=True, encoding="utf-8", check=True)
    loaded = set(run.stdout.split("\n")[-2].split())
    assert {"straightup", "click", "yaml"} <= loaded
    assert loaded & {"feedgen", "jinja2", "lxml", "markdown", "mkdocs", "nh3", "watchdog"} == set()


# completion


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with a `straightup` that a shell can call."""
    folder = tmp_path / "bin"
    draw(
        folder, {"straightup": f'#!/bin/sh\nexec {sys.executable} -c "from straightup.cli import main; main()" "$@"\n'}
    )
    (folder / "straightup").chmod(0o755)
    return folder


def completed(program: Path, *words: str) -> list[str]:
    """What bash offers for the last of `words`, after it has sourced our script."""
    shown = " ".join(f"'{word}'" for word in ("straightup", *words))
    script = (
        'eval "$(straightup completion bash)" || exit 9\n'
        "complete -p straightup >/dev/null || exit 8\n"
        f"COMP_WORDS=({shown}); COMP_CWORD={len(words)}\n"
        f"_straightup_completion straightup '{words[-1]}'\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    path = f"{program}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": path}, capture_output=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.split()


@pytest.mark.process
def test_bash_completes_commands_options_choices_and_rules(program: Path) -> None:
    assert completed(program, "che") == ["check"]
    assert completed(program, "check", "--out") == ["--output-format"]
    assert completed(program, "check", "--output-format", "") == [*FORMATS]
    assert completed(program, "check", "--select", "E02") == ["E02"]
    assert completed(program, "check", "--ignore", "E02,eta-unr") == ["E02,eta-unreadable"]
    assert completed(program, "completion", "") == ["bash", "zsh", "fish"]


@pytest.mark.parametrize(("shell", "part"), [("bash", "complete -o"), ("zsh", "#compdef"), ("fish", "complete --")])
def test_each_shell_has_its_script(tmp_path: Path, shell: str, part: str) -> None:
    code, out, err = straightup(tmp_path, "completion", shell)
    assert (code, err) == (0, "")
    assert part in out
    assert "_STRAIGHTUP_COMPLETE" in out


def test_another_shell_is_a_usage_error(tmp_path: Path) -> None:
    code, out, err = straightup(tmp_path, "completion", "tcsh")
    assert (code, out) == (2, "")
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in err


@pytest.mark.process
def test_completing_options_of_check_imports_no_other_command(site: Path) -> None:
    program = (
        "import os, sys\n"
        "os.environ.update(_STRAIGHTUP_COMPLETE='bash_complete', COMP_WORDS='straightup check --s', COMP_CWORD='2')\n"
        "from straightup.cli import main\n"
        "try:\n    main([])\nexcept SystemExit:\n"
        "    print(*sorted(name for name in sys.modules if name.startswith('straightup.cli.')))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=site, capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.split("\n") == [
        "plain,--select",
        "plain,--strict",
        " ".join(f"straightup.cli.{name}" for name in ("check", "main", "options", "saying", "selection")),
        "",
    ]


# Everything at once, and nothing twice


NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
SETTINGS = Settings(components=(Component(id="checkout", name="Checkout"), Component(id="api", name="API")))
NAME = "2026-11-03-cards"
RESOLVED = (
    OPEN.replace("Identified", "Resolved")
    .replace("- ETA: 16:30 UTC\n", "")
    .replace("## Updates", RESOLVED_PREVENTION.replace("2026-11-09", "2026-11-03") + "## Updates")
)
_CARD = "(owner: Payments, due: 2026-11-10, done: 2026-11-03)"


def findings(text: str) -> list[tuple[int, str]]:
    context = Context(now=NOW, settings=SETTINGS, files={NAME: (f"{NAME}.md",)})
    return [(each.span.line, each.code) for each in rules.check(read(f"{NAME}.md", text), context)]


def with_(old: str, new: str, whole: str = OPEN) -> str:
    assert old in whole
    return whole.replace(old, new, 1)


def test_what_the_pairs_are_made_from_is_without_faults() -> None:
    assert [findings(text) for text in (OPEN, RESOLVED, MAINTENANCE)] == [[], [], []]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(with_("components:\n  checkout: ", "components: "), [(3, "F05")], id="components-as-a-text"),
        pytest.param(with_("  checkout: major-outage", "  - checkout"), [(3, "F05")], id="components-as-a-list"),
        pytest.param(with_("major-outage", "dead"), [(4, "S04")], id="the-only-component-in-an-unknown-state"),
        pytest.param(with_(": major-outage", ":"), [(4, "S04")], id="the-only-component-without-a-state"),
        pytest.param(with_("  checkout:", "  chekout:"), [(4, "S03")], id="the-only-component-unknown"),
        pytest.param(with_("14:05 UTC", "14:05"), [(5, "F10")], id="start-without-zone"),
        pytest.param(with_("2026-11-03 14:05 UTC", "yesterday"), [(5, "F09")], id="start-unreadable"),
        pytest.param(with_("2026-11-03 14:05 UTC", "[2026-11-03]"), [(5, "F05")], id="start-as-a-list"),
        pytest.param(with_("Card payments fail in the EU", "[Cards, fail]"), [(2, "F05")], id="title-as-a-list"),
        pytest.param(with_("payments fail", "payments: fail"), [(2, "F05")], id="title-that-ends-the-reading"),
        pytest.param(with_("  checkout", "\tcheckout"), [(4, "F05")], id="tab-that-ends-the-reading"),
        pytest.param(with_("14:05 UTC\n---\n", "14:05 UTC\n"), [(1, "F04")], id="front-matter-never-closed"),
        pytest.param(OPEN.split("---\n", 2)[2], [(1, "F03")], id="no-front-matter"),
        pytest.param(with_("- ETA: 16:30 UTC", "- ETA: soon"), [(20, "E02")], id="eta-unreadable"),
        pytest.param(with_("- ETA: 16:30 UTC", "- ETA:"), [(20, "E02")], id="eta-empty"),
        pytest.param(with_("16:30 UTC", "unknown"), [(20, "E03")], id="eta-unknown-without-more"),
        pytest.param(with_("16:30 UTC", "unknown until 17:00, because we look"), [(20, "E02")], id="eta-without-zone"),
        pytest.param(with_("update: 15:30 UTC", "update: soon"), [(21, "U09")], id="next-update-unreadable"),
        pytest.param(with_("update: 15:30 UTC", "update: 15:30"), [(21, "U09")], id="next-update-without-zone"),
        pytest.param(
            with_("### 2026-11-03 14:48 UTC", "### today"), [(18, "F09")], id="the-only-update-without-a-time"
        ),
        pytest.param(with_("14:48 UTC", "14:48"), [(18, "F10")], id="the-only-update-without-zone"),
        pytest.param(with_(": Identified", ": Identifed"), [(18, "F11")], id="the-only-update-in-an-unknown-stage"),
        pytest.param(with_(" UTC: Identified", " UTC"), [(18, "F11")], id="the-only-update-without-a-stage"),
        pytest.param(with_("## Impact\n", "## Impact\n\n## Impact\n"), [(10, "F12")], id="the-first-impact-empty"),
        pytest.param(with_("## Impact\n", "## Impact\n\n```\n"), [(10, "F16")], id="a-fence-that-swallows-the-rest"),
        pytest.param(
            with_("starts: 2026-11-28 04:00 UTC", "starts: 2026-11-28", MAINTENANCE), [(6, "F09")], id="starts-a-day"
        ),
        pytest.param(with_("05:00 UTC\n---", "05:00\n---", MAINTENANCE), [(7, "F10")], id="ends-without-zone"),
        pytest.param(
            with_(f"- [x] Renew certificates 30 days ahead {_CARD}", "- [-] Renew them (because: )", RESOLVED),
            [(18, "P02")],
            id="step-dropped-with-an-empty-reason",
        ),
        pytest.param(
            with_(" done: 2026-11-03)", " done: someday)", RESOLVED),
            [(18, "F09")],
            id="step-done-on-an-unreadable-day",
        ),
        pytest.param(
            with_(f"- [x] Renew certificates 30 days ahead {_CARD}", "- [ ] Renew (owner: A, due: soon)", RESOLVED),
            [(18, "F09")],
            id="step-due-on-an-unreadable-day",
        ),
        pytest.param(
            with_("kind: maintenance", "kind: maintenence", MAINTENANCE),
            [(3, "F11")],
            id="kind-misspelled",
        ),
    ],
)
def test_what_is_malformed_is_not_missing_as_well(text: str, expected: list[tuple[int, str]]) -> None:
    assert findings(text) == expected


def test_everything_that_is_wrong_in_a_file_is_said_at_once() -> None:
    text = with_("14:05 UTC", "14:05")
    for old, new in (
        ("title:", "sarted: x\ntitle:"),
        ("  checkout: major-outage", "  checkout: dead\n  chekout: degraded"),
        ("Cards issued in the EU are declined at checkout. Other cards and bank transfers work.", "TBD"),
        ("The certificate between our gateway and the card network expired at 14:03 UTC.", "Not known yet."),
        ("- ETA: 16:30 UTC", "- ETA: soon"),
        ("- Next update: 15:30 UTC", "- Next update: 14:00"),
    ):
        text = with_(old, new, text)
    assert findings(text) == [
        (2, "F07"), (5, "S04"), (6, "S03"), (7, "F10"), (10, "S01"), (16, "C02"), (16, "C04"), (22, "E02"),
        (23, "U09"),
    ]  # fmt: skip
