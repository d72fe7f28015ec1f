"""What every format has in common, for findings and for promises: a new one is held to it by standing in the list."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from straightup import rules
from straightup.cli.main import group
from straightup.model.findings import Diagnostic, Severity, Span
from straightup.model.incident import Incident
from straightup.record.pledges import Pledge, Pledged
from straightup.reporters import open_promises
from straightup.reporters.formats import FORMATS, Checked

PATH = "incidents/2026-11-03-cards.md"
NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)


def diagnostic(code: str, line: int, message: str = "Wrong.", *, secret: bool = False) -> Diagnostic:
    rule = rules.find(code)
    assert rule is not None
    span = Span.at(line, 3, 4)
    return Diagnostic(PATH, span, rule.code, rule.name, Severity.ERROR, message, "Mend it.", secret=secret)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_says_of_each_finding_where_it_is_and_which_rule_it_breaks(name: str) -> None:
    checked = Checked(diagnostics=[diagnostic("E01", 20), diagnostic("U02", 21)], files=3)
    written = FORMATS[name](checked)
    for word in ("E01", "eta-missing", "U02", "next-update-missing", "20", "21", PATH):
        assert word in written
    assert written.endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_repeats_a_secret_that_stands_on_the_line_of_a_finding(name: str) -> None:
    beside = diagnostic("S03", 4, "There is no component “hunter2”.")
    checked = Checked(
        diagnostics=[beside, diagnostic("X01", 4, secret=True)], files=1, lines={PATH: ["", "", "", "hunter2: down"]}
    )
    assert "hunter2" not in FORMATS[name](checked)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_can_be_written_as_utf_8_and_obeyed_by_no_terminal(name: str) -> None:
    written = FORMATS[name](Checked(diagnostics=[diagnostic("E01", 2, "Wrong: \x1b[2J\u202e")], files=1))
    assert written.encode("utf-8")
    assert "\x1b[2J" not in written
    assert "[2J\u202e" not in written


@pytest.mark.parametrize("name", FORMATS)
def test_a_check_that_finds_nothing_is_something_to_read_in_each_format(name: str) -> None:
    assert FORMATS[name](Checked(diagnostics=[], files=0)).strip()


@pytest.mark.parametrize("name", open_promises.FORMATS)
def test_each_format_says_of_each_promise_what_it_is_where_it_stands_and_how_late(name: str) -> None:
    promised = Pledged(
        pledge=Pledge.UPDATE,
        incident=Incident(id="2026-11-03-cards", title="Cards fail"),
        path=PATH,
        line=27,
        due=datetime(2026, 11, 20, 9, 45, tzinfo=UTC),
    )
    listed = open_promises.OpenPromises(promises=(promised,), now=NOW)
    written = open_promises.FORMATS[name](listed)
    for word in ("next update", PATH, "27"):
        assert word in written
    assert "6 min late" in written or '"late_by": 360' in written
    assert written.endswith("\n")


@pytest.mark.parametrize(("command", "names"), [("check", FORMATS), ("promises", open_promises.FORMATS)])
def test_the_help_of_a_command_offers_the_formats_in_the_order_of_their_list(command: str, names: list[str]) -> None:
    shown = CliRunner().invoke(group, [command, "--help"])
    assert shown.exit_code == 0
    assert f"[{'|'.join(names)}]" in shown.output.replace("\n", "")
