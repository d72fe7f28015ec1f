"""What `build` prints: little about the past, a few findings of each kind, and all that was not published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from straightup.checking import reports
from straightup.model.findings import Diagnostic, Severity, Span
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component
from straightup.reporters import in_brief
from straightup.reporters.unpublished import MOST_NAMED, Unpublished, Why, as_annotations, as_lines, unpublished
from support.excerpts import OPEN
from support.formats import commands

GRACE = timedelta(days=10)
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SETTINGS = Settings(components=(Component(id="checkout", name="Checkout"),))
_OVER = OPEN.replace("- ETA: 16:30 UTC\n", "").replace(": Identified", ": Resolved")


def found(
    code: str, path: str = "a.md", *, past: bool = False, error: bool = False, secret: bool = False
) -> Diagnostic:
    severity = Severity.ERROR if error else Severity.WARNING
    return Diagnostic(path, Span.at(3), code, "a-rule", severity, "Wrong.", "Mend it.", past=past, secret=secret)


def many(count: int) -> list[Source]:
    """Old reports as a site has them after years: without a cause, without prevention, with components of old."""
    sources = []
    for number in range(count):
        day = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(hours=8 * number)
        text = _OVER.replace("2026-11-03", f"{day:%Y-%m-%d}")
        if number % 2:
            text = text.replace("The certificate between our gateway and the card network expired at 14:03 UTC.", "TBD")
        if number % 3:
            text = text.replace("Cards issued in the EU are declined at checkout.", "Some issues. Sorry!")
        if number % 4:
            text = text.replace("checkout: major", "till: major").replace("started:", "statusio: 12\nstarted:")
        if number % 5:
            text = text.replace("14:48 UTC", "13:48 UTC").replace("- Next update: 15:30 UTC\n", "")
        identity = f"{day:%Y-%m-%d}-cards-{number}"
        sources.append(Source(f"incidents/{identity}.md", identity, text.encode()))
    return sources


def test_a_build_over_ten_thousand_old_reports_prints_few_lines() -> None:
    few = reports.check(many(100), SETTINGS, now=NOW)
    diagnostics = [replace(each, path=f"{number}/{each.path}") for number in range(100) for each in few]
    assert len(diagnostics) > 40_000
    assert len({each.code for each in diagnostics}) > 7
    said = in_brief(diagnostics, 10_000, grace=GRACE)
    assert said.count("\n") < 30
    assert "Not shown: " in said
    # What only time brought about stops no build, so it is no error there.
    errors = sum(each.stops_publishing for each in diagnostics)
    assert f"{errors} errors and " in said


def test_the_one_that_is_open_is_not_lost_among_the_old_ones() -> None:
    tonight = OPEN.replace("2026-11-03", "2026-11-20").replace("- Next update: 15:30 UTC\n", "")
    sources = [*many(60), Source("incidents/2026-11-20-cards.md", "2026-11-20-cards", tonight.encode())]
    said = in_brief(reports.check(sources, SETTINGS, now=NOW), 61, grace=GRACE)
    assert "incidents/2026-11-20-cards.md:18:1: U02 This update does not say when the next one comes." in said
    assert "  → Add “- Next update: 15:30 UTC”" in said


def test_of_each_kind_a_few_are_printed_and_the_others_counted() -> None:
    said = in_brief([found("S06", f"{number}.md") for number in range(9)], 9, grace=GRACE)
    assert said == (
        "".join(f"{number}.md:3:1: S06 Wrong. [a-rule]\n  → Mend it.\n" for number in range(3))
        + "And 6 more of S06 in 6 reports. “straightup check --select S06” lists them.\n9 warnings in 9 reports.\n"
    )


def test_findings_about_the_past_take_a_line_for_each_kind_errors_first() -> None:
    past = [found("U07", f"{number}.md", past=True) for number in range(4)]
    past += [found("P01", f"{number}.md", past=True, error=True) for number in range(2)]
    assert in_brief(past, 9, grace=GRACE) == (
        "0.md:3: P01 Wrong. [a-rule], and 1 more in 2 reports that are over\n"
        "0.md:3: U07 Wrong. [a-rule], and 3 more in 4 reports that are over\n"
        "2 errors and 4 warnings in 9 reports.\n"
    )


def test_of_many_kinds_the_most_frequent_are_named() -> None:
    past = [found(f"S{code:02}", f"{number}.md", past=True) for code in range(1, 10) for number in range(code)]
    said = in_brief(past, 9, grace=GRACE).splitlines()
    assert [line.split()[1] for line in said[:8]] == [f"S0{code}" for code in range(9, 1, -1)]
    assert said[8:] == ["And 1 finding of 1 other kind. “straightup check” lists them.", "45 warnings in 9 reports."]


def test_three_findings_are_told_in_full_whenever_they_are_of() -> None:
    assert in_brief([found("U07", past=True)], 1, grace=GRACE) == (
        "a.md:3:1: U07 Wrong. [a-rule]\n  → Mend it.\n1 warning in 1 report.\n"
    )


def test_advice_about_the_past_is_a_line_and_nothing_is_nothing() -> None:
    assert in_brief([found("W10", past=True)] * 2, 5, grace=GRACE) == (
        "Not shown: 2 pieces of advice about a report that has been over for more than 10 d. “straightup check --all” "
        "lists all.\n"
    )
    assert in_brief([], 5, grace=GRACE) == ""
    assert "W10" in in_brief([found("W10")], 5, grace=GRACE)
    assert "F22" in in_brief([found("F22", past=True)], 5, grace=GRACE)


# What was not published

SECRET = found("X01", "incidents/2026-11-03-c.md", error=True, secret=True)
UNREADABLE = found("F01", "incidents/2026-11-03-a.md", error=True)
ALL = unpublished(
    [SECRET, UNREADABLE, found("S01", "incidents/2026-11-03-c.md", error=True)],
    left_out=["incidents/2026-11-03-a.md"],
    withheld={"incidents/2026-11-03-b.md": "embargo"},
)


def test_what_is_left_out_withheld_or_blanked_is_a_line_each() -> None:
    assert as_lines(ALL) == (
        "incidents/2026-11-03-a.md:3: left out, and the page says that a report could not be shown. Wrong.\n"
        "incidents/2026-11-03-b.md: not published, because of “embargo” in its front matter. Take that out to publish "
        "it.\n"
        "incidents/2026-11-03-c.md:3: a secret on line 3 was removed before publishing. Revoke it: whoever can read "
        "the file has it.\n"
    )
    assert as_lines(()) == ""


def test_on_github_each_is_an_error_beside_its_file() -> None:
    said = list(commands(as_annotations(ALL, below="site/")))
    assert [(level, place["file"], place["line"], place["title"]) for level, place, _ in said] == [
        ("error", "site/incidents/2026-11-03-a.md", "3", "Report left out"),
        ("error", "site/incidents/2026-11-03-b.md", "1", "Report withheld"),
        ("error", "site/incidents/2026-11-03-c.md", "3", "Secret removed"),
    ]


def test_a_secret_in_a_report_that_nobody_sees_was_not_removed_from_it() -> None:
    path = SECRET.path
    assert [each.why for each in unpublished([SECRET], left_out=[path], withheld={})] == [Why.LEFT_OUT]
    assert [each.why for each in unpublished([SECRET], withheld={path: "draft"})] == [Why.WITHHELD]


def test_what_an_author_wrote_can_give_no_orders() -> None:
    hostile = (Unpublished(path="##[error]\n.md", why=Why.WITHHELD, reason="dr\x1b[2Jaft\n::error::x"),)
    for said in (as_lines(hostile), as_annotations(hostile)):
        assert said.count("\n") == 1
        assert "\x1b" not in said
    assert list(commands(as_lines(hostile))) == []
    assert len(list(commands(as_annotations(hostile)))) == 1


def test_of_very_many_ten_are_named_and_the_others_counted() -> None:
    left_out = unpublished([], left_out=[f"{number:02}.md" for number in range(14)], withheld={})
    said = as_lines(left_out).splitlines()
    assert len(said) == MOST_NAMED + 1
    assert said[-1] == "Report left out: 4 reports more. “straightup check” names them."


def test_several_secrets_in_one_report_are_one_line() -> None:
    lines = [Diagnostic("a.md", Span.at(line), "X01", "n", Severity.ERROR, "m", secret=True) for line in (9, 4, 9)]
    assert as_lines(unpublished(lines, withheld={})) == (
        "a.md:4: a secret on lines 4, 9 was removed before publishing. Revoke it: whoever can read the file has it.\n"
    )
