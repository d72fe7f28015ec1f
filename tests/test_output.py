"""Nothing that is printed is obeyed: not by a terminal, and not by the service that runs the command."""

import ast
import json
import os
import re
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import straightup as package
from straightup.cli import saying
from straightup.reporters import in_json, own_line, safe
from support.commands import AT, CONFIG, GOOD, straightup
from support.excerpts import OPEN, RESOLVED_PREVENTION
from support.formats import commands
from support.sites import draw

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ELSEWHERE = re.compile(r"##[A-Za-z]*\[")
"""As Azure Pipelines and TeamCity are told what to do."""
NAME = "a\n::add-mask::PWN\n##[add-mask]PWN##vso[task.x]y\r\x1b]0;PWN\x07\x1b[31m\x9b31m\u202e\n ::stop-commands::x"
"""What a file can be called; the last is no `/`, and not NUL."""
WORDS = f"{NAME}\x00\u2028\u0085"
YAML = json.dumps(WORDS)
"""The same as a YAML text in quotation marks, which escapes all of it."""
ALL_FORMATS = ("text", "json", "sarif", "github")


def assert_harmless(*outputs: str) -> None:
    for output in outputs:
        found = CONTROL.search(output)
        assert found is None, output[max(0, found.start() - 80) : found.end() + 20]
        assert not ELSEWHERE.search(output)
        assert {name for name, _, _ in commands(output)} <= {"error", "warning", "notice"}
        assert not [line for line in output.split("\n") if line.startswith(("PWN", "::add-mask", "::stop"))]


def run_all(folder: Path, *lines: tuple[str, ...], env: Mapping[str, str] | None = None) -> list[int]:
    codes = []
    for line in lines:
        code, out, err = straightup(folder, *line, env=env)
        assert_harmless(out, err)
        codes.append(code)
    return codes


def every_command(folder: Path, *, path: str = "", word: str = "cards") -> list[int]:
    """What each command makes of a site, in each format."""
    lines: list[tuple[str, ...]] = [("check", "--at", AT, "--output-format", each) for each in ALL_FORMATS]
    lines += [("promises", "--at", AT, "--output-format", each) for each in ("text", "json", "github")]
    lines += [("check", "--at", AT, path)] if path else []
    lines += [
        ("update", word, "-m", "The node broke.", "--at", AT),
        ("resolve", word, "-m", "The node works again.", "--at", AT),
        ("update", "--at", AT),
        ("new", "--list-templates"),
        ("new", "--title", "x", "--at", AT),
        ("schema",),
        ("build", "--at", AT),
        ("build", "--keep-going", "--at", AT),
    ]
    actions = run_all(folder, ("check", "--at", AT), ("promises", "--at", AT), env={"GITHUB_ACTIONS": "true"})
    return [*run_all(folder, *lines), *actions]


def test_the_names_of_reports_and_folders(tmp_path: Path) -> None:
    odd = f"incidents/{NAME}/2026-06-01-{NAME}.md"
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN, odd: OPEN, f"incidents/2026-06-02-{NAME}.md": "x"})
    assert 1 in every_command(tmp_path, path=odd, word=NAME)


HOSTILE_REPORTS = {
    "words in the front matter": OPEN.replace("title: Card payments fail in the EU", f"title: {YAML}\nauthor: {YAML}"),
    "keys": OPEN.replace(
        "started:", f"{YAML}: {YAML}\nlinks: {{{YAML}: {YAML}}}\nexempt: {{{YAML}: {YAML}}}\nstarted:"
    ),
    "components": OPEN.replace("  checkout: major-outage", f"  {YAML}: degraded\n  checkout: {YAML}"),
    "times": OPEN.replace("started: 2026-11-03 14:05 UTC", f"started: {YAML}\nresolved: {YAML}\nkind: {YAML}"),
    "other reports": OPEN.replace("started:", f"repeat-of: {YAML}\nduplicate-of: {YAML}\noutcome: {YAML}\nstarted:"),
    "headings": OPEN.replace("## Impact", f"## Impac {WORDS}").replace(": Identified", f": {WORDS}"),
    "fields": OPEN.replace("- ETA: 16:30 UTC", f"- ETA: {WORDS}\n- Fieldd: x {WORDS}\n- Components: {WORDS}=x"),
    "text": OPEN.replace("Cards issued", f"TODO {WORDS} soon <b {WORDS}> [a](javascript:{WORDS}) {WORDS} Cards"),
    "steps": OPEN.replace(
        "## Updates", f"{RESOLVED_PREVENTION}- [ ] {WORDS} (owner: {WORDS}, due: {WORDS})\n\n## Updates"
    ),
    "YAML that is none": OPEN.replace("started:", f"{WORDS}\nstarted:"),
}


@pytest.mark.parametrize("what", HOSTILE_REPORTS)
def test_what_stands_in_a_report(tmp_path: Path, what: str) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG})
    report = tmp_path / GOOD
    report.parent.mkdir()
    report.write_text(HOSTILE_REPORTS[what], encoding="utf-8", newline="")
    assert 1 in every_command(tmp_path)


HOSTILE_SETTINGS = {
    "an id": CONFIG.replace("id: checkout", f"id: {YAML}"),
    "names": CONFIG.replace("name: Checkout", f"name: {YAML}").replace("group: Shop", f"group: {YAML}"),
    "an unknown setting": f"{CONFIG}      {YAML}: {YAML}\n",
    "an unknown key of a component": CONFIG.replace("name: Checkout", f"{YAML}: {YAML}"),
    "values": f"{CONFIG}      grace: {YAML}\n      path: {YAML}\n      update_every: {{{YAML}: {YAML}}}\n",
    "patterns": f"{CONFIG}      internal: [{json.dumps('(' + WORDS)}]\n      jargon: {YAML}\n",
    "the authority of feeds": CONFIG.replace("feed_authority: status.example.com,2026", f"feed_authority: {YAML}"),
    "the contact": CONFIG.replace('"mailto:support@example.com"', YAML),
    "the folder of reports": f"{CONFIG}      incidents_dir: {YAML}\n",
    "the name of the site": CONFIG.replace("Example Shop Status", YAML),
    "the address of the site": CONFIG.replace("https://status.example.com/", YAML),
    "the docs folder": CONFIG.replace("docs_dir: incidents", f"docs_dir: {YAML}"),
    "the site folder": f"{CONFIG}site_dir: {json.dumps(NAME)}\n",
    "an heir": f"INHERIT: {YAML}\n{CONFIG}",
    "a theme": CONFIG.replace("name: material", f"name: {YAML}"),
    "a theme's folder": CONFIG.replace("font: false", f"font: false, custom_dir: {json.dumps(NAME)}"),
    "a language": CONFIG.replace("font: false", f"font: false, language: {YAML}"),
    "a plugin": CONFIG.replace("  - search\n", f"  - search\n  - {YAML}\n"),
    "an extension": f"{CONFIG}markdown_extensions: [{YAML}]\n",
    "a hook": f"{CONFIG}hooks: [{YAML}]\n",
    "the navigation": f"{CONFIG}nav: [{{{YAML}: {YAML}}}]\n",
    "an unknown key of MkDocs": f"{CONFIG}{YAML}: {YAML}\n",
    "no YAML": f"{CONFIG}{YAML}: &{YAML}\n *x\n",
    "a tag": f"{CONFIG}extra: !x%1b%9b {YAML}\n",
}


@pytest.mark.parametrize("what", HOSTILE_SETTINGS)
def test_what_stands_in_the_settings(tmp_path: Path, what: str) -> None:
    draw(tmp_path, {"mkdocs.yml": HOSTILE_SETTINGS[what], GOOD: OPEN})
    every_command(tmp_path)


def test_what_mkdocs_says_of_pages_and_of_templates(tmp_path: Path) -> None:
    page = f"incidents/{NAME}.md"
    tree = {
        "mkdocs.yml": CONFIG.replace("font: false", "font: false, custom_dir: own"),
        GOOD: OPEN,
        page: "# A page with a name that no address can have",
        "incidents/about.md": "[a](none.md)",
    }
    draw(tmp_path, tree)
    (tmp_path / "own").mkdir()
    code, out, err = straightup(tmp_path, "build", "--at", AT, "--keep-going")
    assert_harmless(out, err)
    assert "none.md" in err
    assert code == 3
    (tmp_path / page).write_bytes(b"\xff")
    run_all(tmp_path, ("build", "--at", AT), ("check", "--at", AT), ("build", "--keep-going", "--at", AT))
    (tmp_path / page).write_text(f"---\ntemplate: {YAML}\n---\n", encoding="utf-8")
    run_all(tmp_path, ("build", "--at", AT), ("build", "--keep-going", "--at", AT))
    (tmp_path / page).unlink()
    for broken in ("{{ 1 / 0 }}", "{% include " + YAML + " %}", "{% " + WORDS):
        draw(tmp_path, {"own/straightup/now.html": broken})
        assert run_all(tmp_path, ("build", "--at", AT)) == [2]


def test_what_others_say_who_are_no_part_of_mkdocs(tmp_path: Path) -> None:
    hook = f"import logging\ndef on_config(config):\n    logging.getLogger('MARKDOWN').warning({NAME!r})\n"
    draw(tmp_path, {"mkdocs.yml": f"{CONFIG}hooks: [hook.py]\n", "hook.py": hook, GOOD: OPEN})
    code, out, err = straightup(tmp_path, "build", "--at", AT)
    assert_harmless(out, err)
    assert (code, err.count("PWN") > 0) == (0, True)


def test_what_mkdocs_says_while_it_serves(tmp_path: Path) -> None:
    pages = {f"incidents/{NAME}.md": "# A", "incidents/about.md": "[b](none.md)"}
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN, **pages})
    # No machine has this address (RFC 5737), so it ends when the site is built.
    code, out, err = straightup(tmp_path, "serve", "--dev-addr", "203.0.113.1:8000")
    assert_harmless(out, err)
    assert "none.md" in err
    assert code != 0


def test_what_stands_on_the_command_line(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN})
    (tmp_path / NAME).mkdir()
    lines = [
        ("check", NAME + "x"),
        ("check", "--at", NAME),
        ("check", "--select", NAME),
        ("check", "--output-format", NAME),
        ("check", "-f", NAME),
        ("explain", NAME),
        ("update", NAME),
        ("update", "cards", "--stage", NAME, "--eta", NAME, "--component", NAME, "-m", NAME, "--at", AT),
        ("new", "--template", NAME),
        ("new", "--title", NAME, "--component", NAME, "--started", NAME),
        ("new", "--kind", NAME),
        ("build", "--site-dir", NAME, "--at", AT),
        ("build", "--site-dir", "incidents", "--at", AT),
        ("import", "cstate", NAME, "--into", NAME),
        ("import", "cstate", NAME + "x", "--into", "x"),
        ("import", "cstate", ".", "--into", "x", "--timezone", NAME),
        ("import", NAME),
        ("completion", NAME),
        (NAME,),
        (f"--{NAME}",),
    ]
    assert run_all(tmp_path, *lines).count(0) <= 2  # a folder of that name is made, and one without reports imported


def test_what_another_tool_has_written(tmp_path: Path) -> None:
    head = f"title: {YAML}\ndate: 2026-11-03 14:05:00\naffected: [{YAML}]\nseverity: {YAML}"
    draw(
        tmp_path,
        {
            "config.yml": f"params:\n  systems:\n    - name: {YAML}\n      description: {YAML}\n      link: {YAML}\n",
            "content/issues/2026-11-03-a.md": f"---\n{head}\nresolved: true\n---\n{WORDS}\n",
            f"content/issues/2026-11-04-{NAME}.md": f"---\n{head}\n---\n{WORDS}\n",
            f"content/issues/{NAME}/2026-11-04-b.md": "x",
        },
    )
    for zone in ((), ("--timezone", "UTC")):
        assert run_all(tmp_path, ("import", "cstate", ".", "--into", "incidents", *zone)) == [0]


def test_what_the_system_says_of_a_name(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN})
    (tmp_path / "incidents" / f"2026-11-03-{NAME}.md").symlink_to("nowhere")
    os.mkfifo(tmp_path / "incidents" / f"2026-11-04-{NAME}.md")
    every_command(tmp_path)


def test_a_line_stays_one_and_begins_with_no_command() -> None:
    assert own_line("a\nb\r\tc") == "a\\nb\\x0d\\tc"
    assert own_line(" ::add-mask::x") == "\\ ::add-mask::x"
    assert own_line("\u200d::x") == "\\\u200d::x"
    assert safe("##vso[a]b ##teamcity[c] #\u200d#[d]") == "##vso\\[a]b ##teamcity\\[c] #\u200d#\\[d]"
    assert own_line("A report: “::x”") == "A report: “::x”"


def test_json_means_the_same_when_everything_in_it_is_written_out() -> None:
    value = {WORDS: [WORDS, "\U000e0001", "##[x]", "ü"]}
    text = in_json(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(text) == value
    assert_harmless(text)
    assert "ü" in text


PRINTING = re.compile(
    r"click\.(?:echo|secho|echo_via_pager|prompt|confirm|pause|clear|progressbar|getchar)|print|input"
    r"|sys\.(?:std(?:out|err)|__std(?:out|err)__)\.\w*write\w*|(?:\w+\.)*show"
)


def test_all_that_is_printed_goes_through_one_door() -> None:
    source = Path(package.__file__).parent
    found = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if PRINTING.fullmatch(called):
                found.add((path.relative_to(source).as_posix(), called))
    assert found == {
        *(("cli/saying.py", f"click.{name}") for name in ("echo", "prompt", "clear", "progressbar")),
        ("checking/trial.py", "sys.stdout.write"),  # a child of ours, which its parent alone hears
    }


def test_only_what_a_reporter_has_written_goes_out_as_it_is() -> None:
    """No text put together on the spot: whatever is handed out was returned by a function, which has its own tests."""
    found = []
    for path in (Path(package.__file__).parent / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "hand_out":
                found.append((path.name, ast.unparse(node.args[0])))
    assert sorted(found) == [
        ("build.py", "_in_brief(ready.diagnostics, ready.checked, project)"),
        ("build.py", "_in_brief(refused.diagnostics, refused.checked, project)"),
        ("build.py", "text"),  # of FORMATS, of the findings or of what is not published
        ("build.py", "text"),
        ("check.py", "FORMATS[order.output_format](checked)"),
        ("check.py", "reporters.counted_line(counted, project.settings.grace)"),
        ("completion.py", "f'{script.source()}\\n'"),
        ("promises.py", "FORMATS[the_format(output_format)](listed)"),
        ("rules.py", "book.as_page(rules.ALL)"),
        ("rules.py", "book.explained(rule)"),
        ("rules.py", "book.listed(rules.ALL)"),
        ("rules.py", "dumped(listed)"),
        ("schema.py", "dumped(schema.front_matter(_settings(config_file)))"),
        (
            "show.py",
            "every_change(project, sources, base, now, MARKDOWN if output_format == 'markdown' else on_terminal())",
        ),
        ("sla.py", "FORMATS[output_format](found)"),
    ]


def test_what_takes_long_says_so_on_a_terminal_and_leaves_nothing_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with saying.waiting("Checking …", every=0.01):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    before = signal.getsignal(signal.SIGALRM)
    with saying.waiting("Checking …", every=0.01):
        time.sleep(0.1)
    said = capsys.readouterr().err
    assert said.startswith("\rChecking … 0 s\x1b[K")
    assert said.endswith("\r\x1b[K")
    with saying.waiting("Checking …", every=60):
        pass
    assert capsys.readouterr().err == ""
    assert signal.getsignal(signal.SIGALRM) is before
