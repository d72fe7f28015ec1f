"""What `check` prints: quoted lines with carets in the right place, and formats that other programs take in."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from straightup import rules
from straightup.model.findings import Diagnostic, Severity, Span
from straightup.reporters import quotable, safe, text
from straightup.reporters.github import as_github
from straightup.reporters.json_ import as_json
from straightup.reporters.sarif import as_sarif
from support.formats import SARIF, commands

PATH = "incidents/2026-11-03-cards.md"


def found(span: Span, message: str = "Wrong.", **other: Any) -> Diagnostic:
    rule = rules.find(other.pop("code", "E02"))
    assert rule
    given: dict[str, Any] = {"path": PATH, "severity": Severity.ERROR, **other}
    return Diagnostic(span=span, code=rule.code, name=rule.name, message=message, **given)


def quoted(line: str, column: int, length: int = 1) -> list[str]:
    """The quoted line and the carets under it, without what stands in front of both; [] when nothing is quoted."""
    printed = text([found(Span.at(7, column, length))], 1, lines={PATH: [*[""] * 6, line]}).split("\n")[1:-2]
    assert [each[:6] for each in printed] == ["  7 | ", "    | "][: len(printed)]
    return [each[6:] for each in printed]


# Text


def test_a_finding_has_its_place_its_line_with_carets_and_its_next_step() -> None:
    diagnostic = found(Span.at(20, 8, 4), "“soon” is no time.", help="Write a time.")
    lines = {PATH: [*[""] * 19, "- ETA: soon"]}
    assert text([diagnostic], 12, lines=lines) == (
        "incidents/2026-11-03-cards.md:20:8: E02 “soon” is no time. [eta-unreadable]\n"
        "  20 | - ETA: soon\n"
        "     |        ^^^^\n"
        "  → Write a time.\n"
        "1 error in 12 reports.\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "shown", "carets"),
    [
        ("- ETA: soon", 8, 4, "- ETA: soon", "       ^^^^"),
        ("\tx: soon", 5, 4, "    x: soon", "       ^^^^"),
        ("ab\tsoon", 4, 4, "ab  soon", "    ^^^^"),
        ("決済: soon", 5, 4, "決済: soon", "      ^^^^"),
        ("x 決済 y", 3, 2, "x 決済 y", "  ^^^^"),
        ("e\u0301te\u0301: soon", 8, 4, "e\u0301te\u0301: soon", "     ^^^^"),
        ("e\u0301 x", 2, 1, "e\u0301 x", "^"),
        ("👩\u200d🚒 soon", 5, 4, "👩\u200d🚒 soon", "     ^^^^"),
        ("a\x1b[31mb soon", 9, 4, "a\\x1b[31mb soon", "           ^^^^"),
        ("a\u202eb soon", 5, 4, "a\\u202eb soon", "         ^^^^"),
        ("a\u200bb soon", 2, 1, "a\\u200bb soon", " ^^^^^^"),
        ("##[add-mask]x soon", 15, 4, "##\\[add-mask]x soon", "               ^^^^"),
        ("soon", 5, 0, "soon", "    ^"),
        ("soon", 99, 4, "soon", "    ^"),
        ("soon  ", 1, 6, "soon", "^^^^"),
    ],
    ids=lambda value: str(value).encode("unicode_escape").decode() if isinstance(value, str) else None,
)
def test_carets_stand_under_what_they_mean(line: str, column: int, length: int, shown: str, carets: str) -> None:
    assert quoted(line, column, length) == [shown, carets]


def test_a_long_line_is_cut_around_the_span() -> None:
    line = "a" * 300 + "soon" + "b" * 300
    assert quoted(line, 301, 4) == [f"…{'a' * 30}soon{'b' * 66}…", f"{' ' * 31}^^^^"]
    assert quoted(line, 1, 1) == [f"{'a' * 100}…", "^"]
    assert quoted(line, 604, 1) == [f"…{'b' * 100}", f"{' ' * 100}^"]
    assert quoted(line, 1, 604) == [f"{'a' * 100}…", "^" * 100]


def test_a_long_line_is_never_cut_through_a_wide_character() -> None:
    shown, carets = quoted("決" * 200, 100, 1)
    assert (shown, carets) == (f"…{'決' * 50}…", f"{' ' * 31}^^")


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    diagnostic = found(Span(1, 3, 2, 2))
    assert "  1 | - ETA: soon\n    |   ^^^^^^^^^\n" in text([diagnostic], 1, lines={PATH: ["- ETA: soon", "x"]})


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_is_not_quoted(line: str) -> None:
    assert quoted(line, 1) == []


def test_a_finding_about_the_file_as_a_whole_quotes_nothing() -> None:
    printed = text([found(Span.at(1))], 1, lines={PATH: ["---"]})
    assert printed == f"{PATH}:1:1: E02 Wrong. [eta-unreadable]\n1 error in 1 report.\n"


def test_a_line_that_is_not_known_is_not_quoted() -> None:
    assert "|" not in text([found(Span.at(3, 1, 4))], 1, lines={PATH: ["---"]})
    assert "|" not in text([found(Span.at(3, 1, 4))], 1)


def test_a_line_with_a_secret_is_quoted_by_no_finding() -> None:
    lines = {PATH: ["---", "token: hunter2 soon", "key: hunter2", "harmless soon"], "b.md": ["x", "soon"]}
    diagnostics = [
        found(Span(2, 8, 3, 13), "There is a token.", secret=True),
        found(Span.at(2, 16, 4)),
        found(Span.at(3, 1, 3)),
        found(Span.at(4, 10, 4)),
        found(Span.at(2, 1, 4), path="b.md"),
    ]
    printed = text(diagnostics, 1, lines=lines, color=True)
    assert "hunter2" not in printed
    assert [line[6:] for line in printed.split("\n") if line.startswith(("  2 |", "  3 |", "  4 |"))] == [
        "harmless soon",
        "soon",
    ]
    assert "hunter2" not in as_sarif(diagnostics, rules.ALL, lines=lines)


def test_a_line_with_a_secret_stays_unquoted_when_its_own_rule_was_not_asked_for() -> None:
    token, other = found(Span.at(1, 8, 7), secret=True), found(Span.at(1, 1, 5))
    lines = quotable({PATH: ["token: hunter2", "more"], "b.md": ["x"]}, [token, other])
    assert lines == {PATH: ["", "more"], "b.md": ["x"]}
    assert "hunter2" not in text([other], 1, lines=lines)


def test_colour_marks_the_code_and_the_carets_by_severity() -> None:
    lines = {PATH: ["", "soon"]}
    diagnostics = [found(Span.at(2, 1, 4)), found(Span.at(2, 1, 4), severity=Severity.WARNING)]
    assert text(diagnostics, 1, lines=lines, color=True) == (
        f"{PATH}:2:1: \x1b[1;31mE02\x1b[0m Wrong. [eta-unreadable]\n  2 | soon\n    | \x1b[1;31m^^^^\x1b[0m\n"
        f"{PATH}:2:1: \x1b[1;33mE02\x1b[0m Wrong. [eta-unreadable]\n  2 | soon\n    | \x1b[1;33m^^^^\x1b[0m\n"
        "1 error and 1 warning in 1 report.\n"
    )


@pytest.mark.parametrize(
    ("lapses", "said"),
    [
        ([False, False], "2 warnings in 3 reports."),
        ([True, False], "2 warnings in 3 reports. 1 of them arose only because time passed."),
        ([True, True], "2 warnings in 3 reports. All of them arose only because time passed."),
        ([True], "1 warning in 3 reports. It arose only because time passed."),
    ],
)
def test_the_last_line_counts_what_nobody_caused_but_the_clock(lapses: list[bool], said: str) -> None:
    diagnostics = [found(Span.at(1), severity=Severity.WARNING, lapse=lapse) for lapse in lapses]
    assert text(diagnostics, 3).split("\n")[-2] == said


@pytest.mark.parametrize("command", ["##[add-mask]x", "##vso[task.setvariable]x", "##teamcity[x]", "##vso[x"])
def test_a_line_of_plain_letters_that_a_ci_service_would_obey_is_quoted_harmlessly(command: str) -> None:
    line, carets = quoted(f"### 2026-11-03 14:05 {command}", 5, 10)
    assert command.replace("[", "\\[") in line
    assert carets.strip() == "^" * 10


ANY_LINE = st.text(st.characters(exclude_characters="\n"), max_size=250)


@given(ANY_LINE, st.integers(1, 260), st.integers(0, 40))
def test_whatever_a_line_holds_the_carets_stand_inside_it_and_nothing_reaches_the_terminal(
    line: str, column: int, length: int
) -> None:
    for part in quoted(line, column, length):
        assert not [each for each in part if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"}]
        assert safe(part) == part
        assert cells(part) <= 103
    if shown_and_carets := quoted(line, column, length):
        shown, carets = shown_and_carets
        assert set(carets) <= {" ", "^"}
        assert carets.endswith("^")
        assert len(carets) <= cells(shown) + 1
        if column <= len(line.rstrip()) and not shown.startswith("…"):
            before = cells(safe(line[: column - 1]).replace("\t", " "))
            assert carets.index("^") >= before - 1


def cells(shown: str) -> int:
    """How many cells a terminal takes for `shown`, which holds no tabs."""
    zero = {"Mn", "Me", "Cf"}
    return sum(
        0 if unicodedata.category(each) in zero else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in shown
    )


# GitHub


def test_each_finding_is_an_annotation_with_its_place_and_errors_come_first() -> None:
    diagnostics = [
        found(Span.at(3, 1, 2), "A warning.", severity=Severity.WARNING),
        found(Span(20, 8, 21, 2), "50 % of “a,b: c”\nand more.", help="Mend it.", path="a, b: c.md"),
    ]
    assert as_github(diagnostics, 2) == (
        "::error file=a%2C b%3A c.md,line=20,endLine=21,title=E02 eta-unreadable"
        "::a, b: c.md:20:8: E02 50 %25 of “a,b: c”\\nand more.%0A→ Mend it.\n"
        f"::warning file={PATH},line=3,col=1,endLine=3,endColumn=3,title=E02 eta-unreadable"
        f"::{PATH}:3:1: E02 A warning.\n"
        "1 error and 1 warning in 2 reports.\n"
    )


def test_paths_count_from_the_root_of_the_repository() -> None:
    assert "file=status/incidents/2026" in as_github([found(Span.at(1))], 1, below="status/")
    assert "file=/elsewhere/x.md" in as_github([found(Span.at(1), path="/elsewhere/x.md")], 1, below="status/")


def test_more_than_ten_of_a_kind_are_said_not_to_be_shown() -> None:
    ten = [found(Span.at(line)) for line in range(1, 11)]
    assert as_github(ten, 1).split("\n")[-2] == "10 errors in 1 report."
    eleven = [*ten, found(Span.at(11))]
    said = "11 errors in 1 report. GitHub shows only the first 10 of the 11 errors beside the files."
    assert as_github(eleven, 1).split("\n")[-2] == said
    both = [*eleven, *(replace(each, severity=Severity.WARNING) for each in eleven)]
    assert as_github(both, 1).split("\n")[-2] == (
        "11 errors and 11 warnings in 1 report. GitHub shows only the first 10 of the 11 errors and of the 11 warnings "
        "beside the files."
    )
    assert len(as_github(both, 1).split("\n")) == 24


HOSTILE = [
    "::set-env name=PATH::/tmp",
    "x\n::set-env name=PATH::/tmp",
    "x\r\n::stop-commands::token",
    "x\r::add-mask::a",
    "x%0A::error::y",
    "##[add-mask]a",
    "x ##[set-env name=a]b",
    "::error file=a,line=1::x",
    "a,title=b::c",
    "\u2028::debug::x",
    "\x1b[2K::warning::x",
    "  ::group::x",
    "#\u200d#\ufe0f[add-mask]x",
    "\u200c::group::x",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_an_author_cannot_give_orders_to_githubs_runner(words: str) -> None:
    diagnostic = found(Span.at(2, 1, 3), words, help=words, path=words)
    ((name, properties, data),) = commands(as_github([diagnostic], 1))
    assert name == "error"
    assert list(properties) == ["file", "line", "col", "endLine", "endColumn", "title"]
    assert data.count("\n") == 1
    assert list(commands(text([diagnostic], 1, lines={words: ["", words.rpartition("\n")[2]]}))) == []


@given(st.text(), st.text(), st.text(min_size=1))
def test_whatever_an_author_writes_there_is_one_command_for_each_finding(message: str, help_: str, path: str) -> None:
    diagnostic = found(Span.at(2, 1, 3), message, help=help_, path=path)
    assert [name for name, _, _ in commands(as_github([diagnostic] * 2, 1))] == ["error", "error"]
    assert list(commands(text([diagnostic], 1, lines={path: ["", message]}))) == []


# JSON


def test_json_can_be_written_whatever_an_author_wrote() -> None:
    printed = as_json([found(Span.at(1), "a\x1b\ud800b", path="\udcff.md")])
    assert json.loads(printed.encode("utf-8"))[0]["message"] == "a\\x1b\\ud800b"


# SARIF


def sarif(diagnostics: list[Diagnostic], **options: Any) -> dict[str, Any]:
    written = as_sarif(diagnostics, rules.ALL, **options)
    log: dict[str, Any] = json.loads(written)
    Draft202012Validator.check_schema(SARIF)
    Draft202012Validator(SARIF).validate(log)
    return log


SEVERAL = [
    found(Span.at(20, 8, 4), "“soon” is no time.", help="Write a time."),
    found(Span(1, 1, 3, 4), "Words [with](https://example.com) {0} in it.", code="C01", path="a b/ü#?:%.md"),
    found(Span.at(1), "Nothing there.", code="U05", severity=Severity.WARNING, lapse=True, path="/elsewhere/a b.md"),
]


def test_sarif_holds_what_the_standard_asks_for() -> None:
    log = sarif(SEVERAL)
    run = log["runs"][0]
    assert [result["ruleId"] for result in run["results"]] == ["E02", "C01", "U05"]
    assert [result["level"] for result in run["results"]] == ["error", "error", "warning"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["results"][0]["message"]["text"] == "“soon” is no time. Write a time."
    assert run["results"][1]["message"]["text"] == r"Words \[with\](https://example.com) {{0}} in it."
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place["artifactLocation"] for place in places] == [
        {"uri": PATH, "uriBaseId": "%SRCROOT%"},
        {"uri": "a%20b/%C3%BC%23%3F%3A%25.md", "uriBaseId": "%SRCROOT%"},
        {"uri": "file:///elsewhere/a%20b.md"},
    ]
    assert [place["region"] for place in places] == [
        {"startLine": 20, "startColumn": 8, "endLine": 20, "endColumn": 12},
        {"startLine": 1, "startColumn": 1, "endLine": 3, "endColumn": 4},
        {"startLine": 1},
    ]
    assert [result.get("properties") for result in run["results"]] == [None, None, {"lapse": True}]


def test_sarif_of_a_clean_site_is_a_run_without_results() -> None:
    assert sarif([])["runs"][0]["results"] == []


def test_sarif_explains_every_rule() -> None:
    explained = sarif([])["runs"][0]["tool"]["driver"]["rules"]
    assert [each["id"] for each in explained] == [rule.code for rule in rules.ALL]
    for each, rule in zip(explained, rules.ALL, strict=True):
        assert each["defaultConfiguration"]["level"] == rule.severity
        assert each["fullDescription"]["text"] == rule.why
        assert all(part in each["help"]["markdown"] for part in (rule.why, rule.bad.rstrip(), rule.good.rstrip()))


def test_sarif_paths_count_from_the_root_of_the_repository() -> None:
    place = sarif(SEVERAL, below="status/")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == f"status/{PATH}"


def fingerprints(diagnostics: list[Diagnostic], lines: list[str]) -> list[str]:
    results = sarif(diagnostics, lines={PATH: lines})["runs"][0]["results"]
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]


def test_a_fingerprint_survives_a_line_inserted_above_and_tells_equal_lines_apart() -> None:
    lines = ["- ETA: soon", "- ETA: later", "- ETA: soon"]
    before = fingerprints([found(Span.at(line, 3, 3)) for line in (1, 2, 3)], lines)
    after = fingerprints([found(Span.at(line, 3, 3)) for line in (3, 4, 5)], ["new", "", *lines])
    assert before == after
    assert len(set(before)) == 3
    assert fingerprints([found(Span.at(1, 3, 3))], ["-  ETA:  soon "]) == before[:1]
    assert fingerprints([found(Span.at(1, 3, 3), code="E01")], lines) != before[:1]


@given(st.text(), st.text(min_size=1), st.text())
def test_sarif_is_valid_whatever_an_author_writes(message: str, path: str, line: str) -> None:
    sarif([found(Span.at(1, 1, 1), f"Said {message}", path=path)], lines={path: [line]})


def test_sarif_is_read_by_models_made_from_the_official_schema() -> None:
    models = pytest.importorskip(
        "pydantic_sarif.model",
        reason="pydantic-sarif, whose models are made from the official schema, is not installed",
    )
    read = models.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json
    log = read(as_sarif(SEVERAL, rules.ALL, lines={PATH: ["x"] * 20}))
    assert [result.ruleId for result in log.runs[0].results] == ["E02", "C01", "U05"]
    assert log.runs[0].columnKind.value == "unicodeCodePoints"
    wrong = as_sarif(SEVERAL, rules.ALL).replace('"ruleIndex"', '"ruleNumber"')
    with pytest.raises(ValueError, match="ruleNumber"):
        read(wrong)
