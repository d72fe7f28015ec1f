"""Each rule is tested by the examples in its own documentation."""

import re
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import straightup
from straightup import rules
from straightup.model.findings import Misread, Severity
from straightup.model.settings import Settings
from straightup.model.states import Component
from straightup.reading import moments, read
from straightup.rules import Context, Rule, waivers
from support.excerpts import MAINTENANCE, OPEN, whole

SETTINGS = Settings(
    components=(Component(id="checkout", name="Checkout"), Component(id="api", name="API")),
    jargon=("frobnicator",),
    notice=timedelta(hours=72),
)
FILES = {
    "2026-11-03-card-payments": ("incidents/2026-11-03-card-payments.md",),
    "2026-10-01-card-payments-eu": ("incidents/2026-10-01-card-payments-eu.md",),
}
REQUIRED = """
F not-utf8, too-large, no-front-matter, unclosed-front-matter, bad-yaml, duplicate-key, unknown-key, missing-key
F bad-time, time-without-zone, unknown-kind-or-stage, duplicate-section, duplicate-id, not-a-regular-file
S impact-unanswered, no-component, unknown-component, unknown-state, resolved-before-started
S update-before-started, ends-before-starts
C cause-unanswered, cause-unknown-without-plan, cause-still-unknown
E eta-missing, eta-unreadable, eta-unknown-without-until-or-because, eta-not-after-its-update, eta-passed
P prevention-unanswered, dropped-without-reason, prevention-overdue, done-in-the-future
U no-update, next-update-missing, next-update-not-after-its-update, updates-out-of-order, update-overdue
U update-in-the-future, follow-up-missing
"""


def clock(text: str) -> datetime:
    found = moments.moment(text)
    assert isinstance(found, datetime)
    return found


def codes(source: str | bytes, at: str, name: str = "2026-11-03-card-payments.md") -> list[str]:
    quickest = {"2026-11-03-card-payments": (timedelta(minutes=80), 7)}
    context = Context(now=clock(at), settings=SETTINGS, files=FILES, quickest=quickest)
    return [diagnostic.code for diagnostic in rules.check(read(f"incidents/{name}", source), context)]


def is_excerpt(rule: Rule) -> bool:
    return not rule.bad.startswith("(")


def test_every_rule_of_the_format_exists_under_its_question() -> None:
    for line in REQUIRED.strip().splitlines():
        letter, names = line.split(" ", 1)
        for name in names.split(", "):
            rule = rules.find(name)
            assert rule is not None, name
            assert rule.code.startswith(letter), name


def test_codes_and_names_are_unique_and_well_formed() -> None:
    assert len({rule.code for rule in rules.ALL}) == len({rule.name for rule in rules.ALL}) == len(rules.ALL)
    assert all(re.fullmatch(r"[FSCEPUWX]\d\d", rule.code) for rule in rules.ALL)


def test_no_rule_is_written_and_then_forgotten() -> None:
    modules = [import_module(f"straightup.rules.{found.name}") for found in iter_modules(rules.__path__)]
    written = {value.code for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    assert written == {rule.code for rule in rules.ALL}


def test_a_code_that_another_room_names_is_the_code_of_a_rule() -> None:
    # A room below the rules cannot import them, and knows them by their codes.
    source = Path(straightup.__file__).parent
    outside = [path for path in source.rglob("*.py") if path.parent != source / "rules"]
    named = {code for path in outside for code in re.findall(r'"([FSCEPUWX]\d\d)"', path.read_text("utf-8"))}
    assert len(named) > 10
    assert named <= {rule.code for rule in rules.ALL}


def test_what_reading_reports_is_explained_by_one_rule_each_and_every_other_rule_is_asked() -> None:
    not_asked = [rule for rule in rules.ALL if rule.check is None and rule not in waivers.RULES]
    assert sorted(rule.name for rule in not_asked) == sorted(Misread)
    assert {rules.of(misread).name for misread in Misread} == set(Misread)


def test_the_reports_that_examples_are_laid_over_have_no_fault() -> None:
    assert codes(OPEN, "2026-11-03 15:00 UTC") == []
    assert codes(MAINTENANCE, "2026-11-03 15:00 UTC") == []


@pytest.mark.parametrize("rule", [rule for rule in rules.ALL if is_excerpt(rule)], ids=lambda rule: rule.code)
def test_the_bad_example_of_a_rule_has_its_fault_and_no_other(rule: Rule) -> None:
    assert codes(whole(rule.bad), rule.at) == [rule.code]


@pytest.mark.parametrize("rule", [rule for rule in rules.ALL if is_excerpt(rule)], ids=lambda rule: rule.code)
def test_the_good_example_of_a_rule_has_no_fault(rule: Rule) -> None:
    assert codes(whole(rule.good), rule.at) == []


def test_a_byte_that_is_not_utf8_is_reported_at_its_place_once() -> None:
    source = OPEN.replace("declined at", "déclined at").encode("cp1252")
    (diagnostic,) = rules.check(
        read("incidents/2026-11-03-a.md", source), Context(now=clock("2026-11-03 15:00 UTC"), settings=SETTINGS)
    )
    assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == ("F01", 10, 29)


def test_a_file_that_is_too_large_is_not_read_and_reported_once() -> None:
    assert codes(OPEN + "x" * 256 * 1024, "2026-11-03 15:00 UTC") == ["F02"]


def test_a_name_that_cannot_be_an_address_is_reported() -> None:
    for name in ("2026-11-03-Card_Payments.md", "card-payments.md", "2026-13-03-card.md", "2026-11-03.md"):
        assert codes(OPEN, "2026-11-03 15:00 UTC", name) == ["F15"], name


def test_two_files_of_one_name_are_both_reported() -> None:
    paths = ("incidents/2025/2026-11-03-a.md", "incidents/2026-11-03-a.md")
    context = Context(now=clock("2026-11-03 15:00 UTC"), files={"2026-11-03-a": paths})
    for path in paths:
        assert [each.code for each in rules.check(read(path, OPEN), context)] == ["F13"]


def test_an_exemption_with_a_reason_silences_its_rule_and_never_the_format() -> None:
    source = whole("exempt:\n  C01: the provider tells us tomorrow\n  F07: no\nbogus: x\n\n## Cause\n\nTBD\n")
    assert codes(source, "2026-11-03 15:00 UTC") == ["F20", "F07"]
    without = source.replace("C01: the provider tells us tomorrow", 'C01: ""')
    assert codes(without, "2026-11-03 15:00 UTC") == ["F21", "F20", "F07", "C01"]


@pytest.mark.parametrize(
    ("at", "severity", "lapse"),
    [("2026-11-10 12:00 UTC", Severity.WARNING, False), ("2026-11-20 12:00 UTC", Severity.ERROR, True)],
)
def test_a_missing_prevention_becomes_an_error_only_by_time(at: str, severity: Severity, lapse: bool) -> None:
    rule = rules.find("P01")
    assert rule is not None
    context = Context(now=clock(at), settings=SETTINGS)
    (diagnostic,) = rules.check(read("incidents/2026-11-03-a.md", whole(rule.bad)), context)
    assert (diagnostic.severity, diagnostic.lapse) == (severity, lapse)
    assert not diagnostic.stops_publishing


@pytest.mark.parametrize("escape", ["\\u202e", "\\0", "\\u0001", "\\u2066"])
@pytest.mark.parametrize("key", ["title", "author", "reference"])
def test_a_character_that_hides_in_an_escape_is_found_where_it_will_be_shown(key: str, escape: str) -> None:
    text = OPEN.replace("title: Card payments fail in the EU\n", "title: Card payments fail in the EU\nauthor: A\n")
    lines = [line for line in text.split("\n") if not line.startswith(f"{key}:")]
    lines.insert(1, f'{key}: "Bidi {escape} gnp"')
    context = Context(now=clock("2026-11-03 15:00 UTC"), settings=SETTINGS, files=FILES)
    found = rules.check(read("incidents/2026-11-03-card-payments.md", "\n".join(lines)), context)
    assert [(each.code, each.span.line) for each in found] == [("X03", 2)]
    plain = "\n".join(lines).replace(f" {escape} ", " ")
    assert rules.check(read("incidents/2026-11-03-card-payments.md", plain), context) == []
