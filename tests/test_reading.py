"""From the text of a file to an entry: every ruling of the format on text, front matter, updates and prevention."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import yaml

from straightup import rules
from straightup.model.findings import Diagnostic, Severity, Span
from straightup.model.imported import Imported
from straightup.model.incident import CauseState, Edit, Link, Promise, UnknownUntil
from straightup.model.limits import MAX_BYTES
from straightup.model.source import Entry, SectionName
from straightup.model.states import Kind, Noticed, Stage, State
from straightup.model.steps import PreventionItem, PreventionState
from straightup.reading import frontmatter, read
from straightup.rules import Context
from support.excerpts import MAINTENANCE, OPEN
from support.reports import utc

NAME = "incidents/2026-11-03-cards.md"
NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
KEYS = "title: Cards fail\ncomponents:\n  checkout: degraded\nstarted: 2026-11-03 14:05 UTC\n"
PARSERS = [pytest.param(yaml.SafeLoader, id="pure Python")]
if hasattr(yaml, "CSafeLoader"):
    PARSERS.append(pytest.param(yaml.CSafeLoader, id="C"))


def front(keys: str, body: str = "") -> Entry:
    return read(NAME, f"---\n{keys}---\n{body}")


def body(text: str) -> Entry:
    return front(KEYS, text)


def update(fields: str, heading: str = "2026-11-03 14:20 UTC: Investigating") -> Entry:
    return body(f"## Updates\n\n### {heading}\n\n{fields}")


def said(entry: Entry) -> list[tuple[str, int, int]]:
    """(rule, line, column) of what reading itself found."""
    return [(each.rule, each.span.line, each.span.column) for each in entry.findings]


def only(entry: Entry) -> tuple[str, str]:
    """The message and the help of the one finding."""
    (finding,) = entry.findings
    return finding.message, finding.help


def check(entry: Entry, now: datetime = NOW) -> list[Diagnostic]:
    """What the rules find, without their judgement on prose, which these short texts need not stand."""
    found = rules.check(entry, Context(now=now))
    return [each for each in found if each.code[0] == "F" or (each.code[0] not in "WX" and each.code[1] == "0")]


# Text


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["without BOM", "with BOM"])
def test_line_ends_and_a_bom_change_neither_the_meaning_nor_the_places(end: str, mark: str) -> None:
    text = OPEN.replace("16:30 UTC", "soon")
    plain = read(NAME, text)
    other = read(NAME, (mark + text.replace("\n", end)).encode())
    assert other == plain
    assert said(plain) == [("eta-unreadable", 20, 3)]


def test_a_text_and_its_bytes_give_the_same_entry() -> None:
    assert read(NAME, OPEN) == read(NAME, OPEN.encode())


def test_a_file_of_exactly_the_limit_is_read_and_one_more_byte_is_not() -> None:
    text = OPEN + "x" * (MAX_BYTES - len(OPEN))
    assert said(read(NAME, text)) == []
    for source in (text + "x", (text + "x").encode()):
        entry = read(NAME, source)
        assert said(entry) == [("too-large", 1, 1)]
        assert not entry.document.readable


def test_the_limit_counts_bytes_and_not_characters() -> None:
    assert said(read(NAME, OPEN + "é" * (MAX_BYTES // 2))) == [("too-large", 1, 1)]


def test_front_matter_has_a_limit_of_its_own() -> None:
    entry = front(f"{KEYS}author: {'x' * 16 * 1024}\n")
    assert ("too-large", 1, 1) in said(entry)
    assert "missing-key" not in [rule for rule, _, _ in said(entry)]


def test_a_title_of_200_characters_is_read_and_a_longer_one_is_reported() -> None:
    assert said(front(KEYS.replace("Cards fail", "ü" * 200))) == []
    assert said(front(KEYS.replace("Cards fail", "ü" * 201))) == [("too-large", 2, 8)]


def test_the_501st_update_is_reported_and_left_out() -> None:
    begin = utc(14, 20)
    headings = [f"### {begin + timedelta(minutes=n):%Y-%m-%d %H:%M} UTC: Monitoring\n" for n in range(502)]
    entry = body("## Updates\n" + "".join(headings))
    assert said(entry) == [("too-large", 508, 1)]
    assert len(entry.incident.updates) == len(entry.document.updates) == 500


def test_a_byte_that_is_not_utf8_is_shown_by_its_line_and_column_in_characters() -> None:
    entry = read(NAME, b"---\r\ntitle: \xc3\xa4\xff\r\n---\r\n")
    assert said(entry)[0] == ("not-utf8", 2, 9)
    assert entry.findings[0].message == "Byte 15 is not UTF-8 (it is 0xFF)."


def test_a_nul_does_not_pass_for_a_comment() -> None:
    assert body("## Impact\n\n\0\n").incident.impact == "\ufffd"


# Front matter


def test_a_file_without_front_matter_says_only_that() -> None:
    for text in ("", "## Impact\n", "Cards fail: see below.\n", "\n\n"):
        assert said(read(NAME, text)) == [("no-front-matter", 1, 1)]
        assert [each.code for each in check(read(NAME, text))] == ["F03"]


def test_front_matter_that_never_ends_is_read_as_far_as_the_first_section() -> None:
    entry = read(NAME, f"---\n{KEYS}\n## Impact\n\nCards fail.\n")
    assert said(entry) == [("unclosed-front-matter", 1, 1)]
    assert entry.findings[0].help == "Put a line --- after line 5."
    assert (entry.incident.title, entry.incident.impact) == ("Cards fail", "Cards fail.")


def test_front_matter_that_never_ends_and_no_section_is_no_reason_to_ask_for_more() -> None:
    assert said(read(NAME, "---\ntitle: Cards fail\n\n\n")) == [("unclosed-front-matter", 1, 1)]


@pytest.mark.parametrize("word", ["no", "yes", "null", "~x", "12:30:45", "0x1F", "1_000", "2026-11-03", "3.10", "on"])
def test_a_value_stays_the_text_that_was_typed(word: str) -> None:
    entry = front(f"{KEYS}reference: {word}\nauthor: {word}\n")
    assert (entry.incident.reference, entry.incident.author) == (word, word)
    assert said(entry) == []


def test_norway_can_be_a_component() -> None:
    entry = front("title: Cards fail\ncomponents:\n  no: degraded\nstarted: 2026-11-03 14:05 UTC\n")
    assert entry.incident.components == (("no", State.DEGRADED),)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("keys", "rule", "line", "column"),
    [
        ("title: &a Cards fail\n", "bad-yaml", 2, 8),
        ("title: ü\nauthor: *a\n", "bad-yaml", 3, 9),
        ("title: !!str ü\n", "bad-yaml", 2, 8),
        ("components:\n  <<: {a: degraded}\n", "bad-yaml", 3, 3),
        ("components:\n  {ü: degraded, [x]: b}\n", "bad-yaml", 3, 17),
        ("title: a\n--- # another\ntitle: b\n", "bad-yaml", 3, 1),
        ("title: [[[[[[[[[x]]]]]]]]]\n", "bad-yaml", 2, 15),
        ("- a\n- b\n", "bad-yaml", 2, 1),
        ("just words\n", "bad-yaml", 2, 1),
        ("title: ü: b\n", "bad-yaml", 2, 9),
        ("'über': 1\n'ü': {a: 1, 'ä': 2, 'ä': 3}\n", "duplicate-key", 3, 21),
    ],
)
def test_what_yaml_may_do_and_this_format_may_not_is_reported_at_its_place(
    monkeypatch: pytest.MonkeyPatch, parser: object, keys: str, rule: str, line: int, column: int
) -> None:
    monkeypatch.setattr(frontmatter, "_LOADER", parser)
    finding = frontmatter.parse(keys).findings[0]
    assert (finding.rule, finding.span.line, finding.span.column) == (rule, line, column)


@pytest.mark.parametrize("parser", PARSERS)
def test_columns_count_characters_and_not_bytes_in_both_parsers(
    monkeypatch: pytest.MonkeyPatch, parser: object
) -> None:
    monkeypatch.setattr(frontmatter, "_LOADER", parser)
    entry = front('{"支付失败 🎉": 1, title: "Überfällig", kind: "größer"}\n')
    places = [(rule, line, column) for rule, line, column in said(entry) if line > 1]
    assert places == [("unknown-key", 2, 2), ("unknown-kind-or-stage", 2, 42)]
    title = entry.document.field("title")
    assert title is not None
    assert title.key.span == Span(2, 15, 2, 20)


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("line_end", ["\u2028", "\u2029", "\x85"], ids=["U+2028", "U+2029", "U+0085"])
def test_what_only_yaml_takes_for_a_line_end_does_not_move_the_lines_below(
    monkeypatch: pytest.MonkeyPatch, parser: object, line_end: str
) -> None:
    monkeypatch.setattr(frontmatter, "_LOADER", parser)
    fields = frontmatter.parse(f'title: "a{line_end}b" # c\nkind: x\n').fields
    assert [field.key.span for field in fields] == [Span(2, 1, 2, 6), Span(3, 1, 3, 5)]
    assert frontmatter.parse(f"title: a\n# {line_end}  : :\n").findings[0].span.line == 3


@pytest.mark.parametrize("parser", PARSERS)
def test_a_character_that_yaml_forbids_is_named_with_its_place(monkeypatch: pytest.MonkeyPatch, parser: object) -> None:
    monkeypatch.setattr(frontmatter, "_LOADER", parser)
    for character, name in (("\x07", "U+0007"), ("\ud800", "U+D800"), ("\uffff", "U+FFFF")):
        (finding,) = frontmatter.parse(f"title: ü\nauthor: ü{character}\n").findings
        assert (finding.span.line, finding.span.column) == (3, 10)
        assert finding.message == f"The front matter holds the character {name}, which YAML does not allow."


def test_front_matter_with_thousands_of_parts_is_refused() -> None:
    (finding,) = frontmatter.parse("a: [" + "b," * 6000 + "]\n").findings
    assert finding.message == "The front matter has too many parts."


def test_after_a_fault_in_yaml_no_key_is_called_missing() -> None:
    entry = front("title: a: b\ncomponents:\n  checkout: degraded\n")
    assert said(entry) == [("bad-yaml", 2, 9)]
    assert {each.code for each in check(entry) if each.code[0] in "FS"} == {"F05", "S01"}
    assert entry.findings[0].help.startswith("Put quotes around a text that has a colon")


def test_keys_above_a_fault_in_yaml_are_still_read() -> None:
    assert front("title: Cards fail\nauthor: *x\n").incident.title == "Cards fail"


def test_a_duplicate_key_is_reported_on_its_second_line_and_the_first_one_holds() -> None:
    entry = front(f"{KEYS}title: Another\n")
    assert said(entry) == [("duplicate-key", 6, 1)]
    assert only(entry)[0] == "“title” stands here a second time; the first is on line 2."
    assert entry.incident.title == "Cards fail"


def test_an_unknown_key_is_a_warning_that_guesses_what_was_meant() -> None:
    entry = front(f"{KEYS}cause-categry: release\nzzz: 1\n")
    first, second = (each for each in check(entry) if each.code == "F07")
    assert (first.severity, first.help) == (Severity.WARNING, "Did you mean “cause-category”? It is read as that.")
    assert entry.incident.cause_category == "release"
    assert second.help.startswith("The keys are title, components")


def test_every_key_reaches_the_incident() -> None:
    incident = front(
        f"{KEYS}resolved: 2026-11-03 16:12 +01:00\ncause-category: release\nrepeat-of: 2026-10-01-a\n"
        "duplicate-of: 2026-10-02-b\noutcome: False-Alarm\nreference: EX-1\nauthor: Ines\n"
        "links:\n  Report: https://example.com/1\nexempt:\n  E01: no time can be known\n"
        "imported:\n  from: cstate\n  on: 2026-11-04\n"
    ).incident
    assert incident.id == "2026-11-03-cards"
    assert incident.kind is Kind.INCIDENT
    assert incident.started == utc(14, 5)
    assert incident.resolved == utc(15, 12)
    assert (incident.cause_category, incident.repeat_of, incident.duplicate_of) == (
        "release",
        "2026-10-01-a",
        "2026-10-02-b",
    )
    assert incident.false_alarm
    assert (incident.reference, incident.author) == ("EX-1", "Ines")
    assert incident.links == (Link(text="Report", url="https://example.com/1"),)
    assert incident.exempt == (("E01", "no time can be known"),)
    assert incident.imported == Imported(source="cstate", on="2026-11-04")


def test_an_imported_report_need_not_say_from_where() -> None:
    assert front(f"{KEYS}imported: {{on: 2026-11-04}}\n").incident.imported == Imported(source="", on="2026-11-04")
    assert front(f"{KEYS}imported:\n").incident.imported is None


def test_a_value_of_the_wrong_shape_is_reported_with_the_right_one() -> None:
    assert only(front(f"{KEYS}author: [a]\n")) == ("“author” takes a text.", "Write “author: …” on one line.")
    assert only(front(f"{KEYS}links: https://example.com\n")) == (
        "“links” takes a list of keys.",
        "Write it as “Post-mortem: https://…”.",
    )
    assert only(front(f"{KEYS}exempt:\n  E01: [a]\n")) == ("“E01” takes a text.", "Write it as “E01: the reason”.")


@pytest.mark.parametrize("placeholder", ["", "TODO", "TBD", "n/a", "?", "...", "-", '"-"', "~"])
def test_a_title_that_is_a_placeholder_is_missing(placeholder: str) -> None:
    entry = front(KEYS.replace("Cards fail", placeholder))
    if placeholder not in ("-", "?", "~"):  # which are no text to YAML
        assert said(entry) == [("missing-key", 2, 1)]
    assert entry.incident.title in ("", "~")


def test_a_title_over_two_lines_is_one_line() -> None:
    assert front(KEYS.replace("Cards fail", "Cards\n  fail")).incident.title == "Cards fail"


@pytest.mark.parametrize(
    ("keys", "missing"),
    [
        ("components: {a: degraded}\n", ["title", "started"]),
        ("kind: maintenance\ntitle: a\n", ["starts", "ends"]),
        ("kind: maintenance\ntitle: a\nstarts: 2026-11-03 14:05 UTC\nends:\n", ["ends"]),
        ("kind: notice\n", ["title", "started"]),
    ],
)
def test_each_kind_asks_for_its_own_keys(keys: str, missing: list[str]) -> None:
    found = [each.message for each in front(keys).findings if each.rule == "missing-key"]
    assert found == [f"“{key}” is missing." for key in missing]


def test_a_notice_with_updates_begins_with_the_first_of_them() -> None:
    entry = front("kind: notice\ntitle: a\n", "## Updates\n### 2026-11-03 14:20 UTC: Scheduled\nWords.\n")
    assert said(entry) == []
    assert entry.incident.begins == utc(14, 20)


def test_a_misspelled_kind_is_read_as_the_nearest_and_any_other_as_an_incident() -> None:
    entry = read("incidents/2026-11-28-database.md", MAINTENANCE.replace("kind: maintenance", "kind: maintenence"))
    assert entry.incident.kind is Kind.MAINTENANCE
    assert only(entry) == (
        "“maintenence” is no kind of report.",
        "Did you mean “maintenance”? It is read as that.",
    )
    assert front(f"kind: picnic\n{KEYS}").incident.kind is Kind.INCIDENT


def test_the_date_in_the_name_need_not_equal_the_start() -> None:
    assert said(read("incidents/2026-01-01-cards.md", OPEN)) == []


# Sections


def test_sections_are_known_in_any_case_and_with_closing_hashes() -> None:
    entry = body("## IMPACT\na\n## cause ##\nb\n ## Restoration\nc\n## making IT right  \nd\n##\te\nf\n")
    incident = entry.incident
    assert (incident.impact, incident.cause, incident.restoration, incident.making_it_right) == ("a", "b", "c", "d")
    assert incident.other_sections == (("e", "f"),)
    assert said(entry) == []


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n## Cause\n```",
        "~~~ text\n## Cause\n```\n~~~~",
        "> ```\n> ## Cause\n> ```",
        "- ```\n  ## Cause\n  ```",
        "<!--\n## Cause\n-->",
        "<!-- ## Cause\n## Cause -->",
        "    ## Cause",
        "\t## Cause",
        "> ## Cause",
        "- ## Cause",
        r"\## Cause",
        "##Cause",
        "####### Cause",
    ],
)
def test_what_is_no_heading_on_github_is_no_section(hidden: str) -> None:
    entry = body(f"## Impact\n\n{hidden}\n\n## Restoration\n\nWords.\n")
    assert [section.name for section in entry.document.sections] == [SectionName.IMPACT, SectionName.RESTORATION]
    assert said(entry) == []


def test_a_fence_ends_with_the_quotation_or_the_list_that_holds_it() -> None:
    for begin in ("> ```\n> code", "- ```\n  code", "1. ```\n   code"):
        entry = body(f"## Impact\n\n{begin}\n## Cause\n\nA disk.\n")
        assert (entry.incident.cause, said(entry)) == ("A disk.", [])


def test_a_fence_far_to_the_right_belongs_to_a_list_and_ends_with_it() -> None:
    entry = body("## Impact\n\n1. One\n\n    ```\n    ## no section\n\n## Cause\n\nA disk.\n")
    assert (entry.incident.cause, said(entry)) == ("A disk.", [])


def test_a_comment_inside_code_is_no_comment_and_is_published() -> None:
    text = "Write `<!-- this -->` or\n\n```\n<!-- that -->\n```"
    assert body(f"## Impact\n\n{text}\n").incident.impact == text


def test_a_code_span_may_go_over_lines_and_an_escaped_tick_opens_none() -> None:
    spanned = "A `span <!-- that\ngoes on --> here` and `` two ` ticks `` end."
    assert body(f"## Impact\n\n{spanned}\n").incident.impact == spanned
    assert body("## Impact\n\nA \\`tick <!-- and --> another`.\n").incident.impact == "A \\`tick  another`."
    assert body("## Impact\n\nA `tick\n\n<!-- and --> another`.\n").incident.impact == "A `tick\n\n another`."


def test_a_comment_is_never_published_and_is_no_answer() -> None:
    incident = body("## Impact\n\n<!-- secret -->\n\n<!-- of\ntwo lines -->\n\n## Cause\n\nA <!-- b --> c.\n").incident
    assert incident.impact == ""
    assert incident.cause == "A  c."


@pytest.mark.parametrize("comment", ["<!-->", "<!--->", "<!---->", "<!-- a -- b -->"])
def test_the_short_forms_of_a_comment_end_where_they_end(comment: str) -> None:
    assert body(f"## Impact\n\nWe{comment} work.\n").incident.impact == "We work."


@pytest.mark.parametrize(
    ("begin", "column", "closing"), [("Cards fail. <!-- how many?", 13, "-->"), ("```", 1, "the line ```")]
)
def test_what_never_ends_is_reported_and_hides_no_section(begin: str, column: int, closing: str) -> None:
    entry = body(f"## Impact\n\n{begin}\n\n## Cause\n\nA disk.\n")
    assert said(entry) == [("unclosed-block", 9, column)]
    assert only(entry)[1] == f"End it with {closing} where it should end."
    assert entry.incident.cause == "A disk."


def test_an_open_fence_at_the_end_of_the_file_hides_nothing_and_is_no_fault() -> None:
    assert said(body("## Impact\n\n```\ncode\n")) == []


def test_a_code_block_may_hold_one_of_our_headings_when_it_ends() -> None:
    for mark, end in (("```", "`````"), ("> ~~~", "> ~~~")):
        entry = body(f"## Impact\n\n{mark}\n{'> ' if '>' in mark else ''}## Cause\n{end}\n\n## Restoration\n\nDone.\n")
        assert (entry.incident.restoration, said(entry)) == ("Done.", [])


def test_a_section_that_stands_twice_is_an_error_on_the_second_and_both_are_published() -> None:
    entry = body("## Impact\n\nA.\n\n## impact\n\nB.\n")
    assert said(entry) == [("duplicate-section", 11, 1)]
    assert entry.incident.impact == "A.\n\nB."


def test_unknown_sections_are_published_and_reported_only_near_a_known_name() -> None:
    entry = body("## Timeline\n\nA.\n\n## Preventions\n\nB.\n")
    assert entry.incident.other_sections == (("Timeline", "A."), ("Preventions", "B."))
    assert said(entry) == [("unknown-section", 11, 1)]
    assert [each.severity for each in check(entry) if each.code == "F17"] == [Severity.WARNING]


def test_text_before_the_first_section_is_published_and_a_warning() -> None:
    entry = body("\n<!-- not this -->\nBut this.\n\n## Impact\n\nA.\n")
    assert entry.incident.preamble == "But this."
    assert said(entry) == [("text-before-sections", 9, 1)]
    assert [each.severity for each in check(entry) if each.code == "F18"] == [Severity.WARNING]


@pytest.mark.parametrize(
    "placeholder",
    ["TODO", "todo: write this", "TBD.", "tba", "n/a", "N / A", "n.a.", "?", "???", "...", "…", "-", "—", "*TBD*",
     "> TODO", "`?`", "<!-- x -->TBD"],
)  # fmt: skip
def test_a_placeholder_answers_nothing(placeholder: str) -> None:
    assert body(f"## Impact\n\n{placeholder}\n").incident.impact == ""


@pytest.mark.parametrize("answer", ["No.", "A todo list is lost.", "None", "0", "N/A for most; the rest see errors"])
def test_a_short_answer_is_an_answer(answer: str) -> None:
    assert body(f"## Impact\n\n{answer}\n").incident.impact == answer


# Cause


@pytest.mark.parametrize(
    ("cause", "state"),
    [
        ("TBD", CauseState.UNANSWERED),
        ("Not known yet. We look.", CauseState.NOT_KNOWN_YET),
        ("**NOT known yet**: we look.", CauseState.NOT_KNOWN_YET),
        ("> Not known yet.", CauseState.NOT_KNOWN_YET),
        ("Suspected: a disk.", CauseState.SUSPECTED),
        ("**Suspected**: a disk.", CauseState.SUSPECTED),
        ("Not found: we looked everywhere.", CauseState.NOT_FOUND),
        ("A disk; why it was full is not known yet.", CauseState.KNOWN),
        ("Suspected a disk.", CauseState.KNOWN),
        ("Not found", CauseState.KNOWN),
    ],
)
def test_only_the_opening_words_say_how_sure_the_cause_is(cause: str, state: CauseState) -> None:
    assert body(f"## Cause\n\n{cause}\n").incident.cause_state is state


def test_when_the_cause_will_be_known_counts_from_the_first_update_or_else_from_the_start() -> None:
    cause = "## Cause\n\nNot known yet. We compare disks and will know by 14:30 UTC.\n\n"
    update_at = "## Updates\n\n### 2026-11-03 14:40 UTC: Investigating\n\nWords.\n"
    assert body(cause).incident.cause_known_by == utc(14, 30)
    assert body(cause + update_at).incident.cause_known_by == utc(14, 30, day=4)
    assert front("title: a\n", cause).incident.cause_known_by is None
    assert body(cause.replace("Not known yet. ", "")).incident.cause_known_by is None


@pytest.mark.parametrize(
    ("cause", "missing"),
    [
        ("Not known yet.", "what is being checked and by when you will know"),
        ("Not known yet. We compare the logs of all eight workers.", "by when you will know"),
        ("Not known yet. We will know by 15:30 UTC.", "what is being checked"),
    ],
)
def test_not_known_yet_needs_what_is_checked_and_when_you_will_know(cause: str, missing: str) -> None:
    (found,) = (each for each in check(body(f"## Cause\n\n  {cause}\n")) if each.code == "C02")
    assert found.message.endswith(f" {missing}.")
    assert (found.span.line, found.span.column) == (9, 3)


# Updates


def test_a_heading_says_when_and_how_far_in_any_case_split_at_its_last_colon() -> None:
    for heading in ("2026-11-03 15:20 +01:00: in  PROGRESS", "2026-11-03T14:20Z:In progress ##"):
        entry = front(
            "kind: maintenance\ntitle: a\nstarts: 2026-11-03 14:05 UTC\nends: 2026-11-03 15:05 UTC\n",
            f"## Updates\n\n### {heading}\n\nWords.\n",
        )
        (found,) = entry.incident.updates
        assert (found.at, found.stage, found.text) == (utc(14, 20), Stage.IN_PROGRESS, "Words.")


@pytest.mark.parametrize(
    ("heading", "rule", "column", "message", "help_text"),
    [
        (
            "2026-11-03 14:20 UTC: Resolvd", "unknown-kind-or-stage", 27, "“Resolvd” is no stage.",
            "Did you mean “Resolved”?",
        ),
        (
            "2026-11-03 14:20 UTC: Done", "unknown-kind-or-stage", 27, "“Done” is no stage.",
            "The stages are Investigating, Identified, Monitoring, Resolved.",
        ),
        (
            "2026-11-03 14:20 UTC:", "unknown-kind-or-stage", 25, "The stage is missing.",
            "The stages are Investigating, Identified, Monitoring, Resolved.",
        ),
        (
            "2026-11-03 14:20 UTC", "unknown-kind-or-stage", 5, "“2026-11-03 14:20 UTC” names no stage.",
            "Write it as “### 2026-11-03 14:20 UTC: Investigating”.",
        ),
        (
            "2026-11-03 14:20 UTC Resolved", "unknown-kind-or-stage", 5,
            "“2026-11-03 14:20 UTC Resolved” has no colon before its stage.",
            "Write “### 2026-11-03 14:20 UTC: Resolved”.",
        ),
        (
            "Resolved", "unknown-kind-or-stage", 5, "“Resolved” is no heading of an update.",
            "Write it as “### 2026-11-03 14:20 UTC: Investigating”.",
        ),
        (
            ": Resolved", "unknown-kind-or-stage", 5, "“: Resolved” is no heading of an update.",
            "Write it as “### 2026-11-03 14:20 UTC: Investigating”.",
        ),
        (
            "", "unknown-kind-or-stage", 1, "“” is no heading of an update.",
            "Write it as “### 2026-11-03 14:20 UTC: Investigating”.",
        ),
        (
            "2026-11-03 14:20 UTC: Completed", "unknown-kind-or-stage", 27, "“Completed” is no stage of an incident.",
            "Its stages are Investigating, Identified, Monitoring, Resolved.",
        ),
        (
            "2026-11-03 14:20: Resolved", "time-without-zone", 5, "“2026-11-03 14:20” has no zone.",
            "Write “2026-11-03 14:20 UTC” if that is UTC, else its offset, such as “2026-11-03 14:20 +01:00”.",
        ),
        (
            "14:20 UTC: Resolved", "bad-time", 5, "“14:20 UTC” has no date.",
            "Write it as “2026-11-03 14:20 UTC”, with the day meant.",
        ),
    ],
)  # fmt: skip
def test_a_heading_that_cannot_be_read_says_what_is_wrong_with_it(
    heading: str, rule: str, column: int, message: str, help_text: str
) -> None:
    entry = update("Words.\n", heading)
    assert said(entry) == [(rule, 9, column)]
    assert only(entry) == (message, help_text)
    (found,) = entry.incident.updates
    assert (found.heading, found.text) == (heading or "###", "Words.")
    assert found.stage is Stage.INVESTIGATING
    assert found.at == (
        utc(14, 20) if heading.startswith("2026-11-03 14:20 UTC") else utc(14, 5) + timedelta(seconds=1)
    )
    assert entry.document.updates[0].clear is None


def test_a_notice_may_use_any_stage() -> None:
    text = "## Updates\n\n### 2026-11-03 14:20 UTC: Monitoring\n\na\n\n### 2026-11-03 14:30 UTC: Completed\n\nb\n"
    entry = front("kind: notice\ntitle: a\nstarted: 2026-11-03 14:05 UTC\n", text)
    assert [each.stage for each in entry.incident.updates] == [Stage.MONITORING, Stage.COMPLETED]
    assert said(entry) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- ETA: 16:30 UTC\n\n- Next update: 15:30 UTC\n\nWords.\n", 13),
        ("- ETA: 16:30 UTC\n\nWords.\n- Next update: 15:30 UTC\n", 14),
        ("- ETA: 16:30 UTC\n    - Next update: 15:30 UTC\n\nWords.\n", 12),
        ("- ETA: 16:30 UTC\nNext update: 15:30 UTC\n\nWords.\n", 12),
        ("- ETA: 16:30 UTC\n- Next update 15:30 UTC\n\nWords.\n", 12),
        ("Next update = 15:30 UTC\n- ETA: 16:30 UTC\n\nWords.\n", 11),
        ("- ETA: 16:30 UTC\n- **Next update: 15:30 UTC\n\nWords.\n", 12),
    ],
)
def test_a_field_in_a_wrong_place_or_form_is_read_and_named_with_its_line(text: str, line: int) -> None:
    entry = update(text)
    (found,) = entry.incident.updates
    assert found.eta == Promise(earliest=utc(16, 30), by=utc(16, 30))
    assert (found.next_update, found.text, found.unread) == (utc(15, 30), "Words.", ())
    assert [(each.rule, each.span.line) for each in entry.findings] == [("misplaced-field", line)]
    assert not {"E01", "U02"} & {each.code for each in check(entry)}


def test_a_known_name_below_the_text_is_no_silent_prose_even_when_it_cannot_be_read() -> None:
    entry = update("Words.\n\n- ETA: when the disk is there\n- Note: thanks\n")
    (found,) = entry.incident.updates
    assert (found.eta, found.unread) == (None, ("ETA",))
    assert found.text == "Words.\n\n- ETA: when the disk is there\n- Note: thanks"
    assert said(entry) == [("misplaced-field", 13, 3)]


@pytest.mark.parametrize(
    "line",
    ["- Components are all up to date.", "- ETA is unknown to us.", "Next update: who knows", "The ETA: 16:30 UTC"],
)
def test_a_sentence_that_only_begins_like_a_field_is_text(line: str) -> None:
    entry = update(f"- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\nWords.\n\n{line}\n")
    assert entry.incident.updates[0].text == f"Words.\n\n{line}"
    assert said(entry) == []


def test_states_below_the_text_count_as_well() -> None:
    (found,) = update("- ETA: 16:30 UTC\n\nWords.\n\n- Components: checkout major-outage\n").incident.updates
    assert found.components == (("checkout", State.MAJOR_OUTAGE),)


@pytest.mark.parametrize(
    "line",
    ["- ETA: 16:30 UTC", "* eta:16:30 UTC", "+ **ETA**: 16:30 UTC", "- **ETA:** 16:30 UTC", "  - __Eta__ : 16:30 UTC",
     "- ETA: 16:30\n  UTC", "- ETA: <!-- was 16:00 -->16:30 UTC", "<!-- a comment\nabove -->\n- ETA: 16:30 UTC"],
)  # fmt: skip
def test_a_field_may_be_bold_wrapped_commented_and_in_any_case(line: str) -> None:
    entry = update(f"{line}\n\nWords.\n")
    (found,) = entry.incident.updates
    assert found.eta == Promise(earliest=utc(16, 30), by=utc(16, 30))
    assert found.text == "Words."
    assert said(entry) == []


def test_fields_next_to_code_are_read_and_the_code_is_prose() -> None:
    (found,) = update("- ETA: 16:30 UTC\n```\n- Next update: 15:30 UTC\n```\n").incident.updates
    assert found.eta is not None
    assert found.text == "```\n- Next update: 15:30 UTC\n```"


def test_an_unknown_name_among_the_fields_is_a_warning_and_read_only_as_what_it_can_only_be() -> None:
    entry = update("- ETA: 16:30 UTC\n- Next updat: 15:30 UTC\n- Weather: fine\n- no field\n")
    assert sorted(said(entry)) == [("unknown-key", 12, 3), ("unknown-key", 13, 3)]
    assert {each.help for each in entry.findings} == {
        "Did you mean “Next update”? It is read as that.",
        "The fields are ETA, Next update, Components, Edited, Began, Restored, Window.",
    }
    (found,) = entry.incident.updates
    assert (found.next_update, found.text) == (utc(15, 30), "- Weather: fine\n- no field")


def test_the_right_name_wins_over_one_that_is_nearly_right() -> None:
    entry = update(
        "- Next updat: 15:00 UTC\n- Next update: 15:30 UTC\n- Componets: a major-outage\n- Components: a degraded\n"
    )
    (found,) = entry.incident.updates
    assert (found.next_update, found.text) == (utc(15, 30), "- Next updat: 15:00 UTC")
    assert found.components == (("a", State.MAJOR_OUTAGE),)


def test_what_started_is_not_taken_for_what_was_restored() -> None:
    (found,) = update("- Started: 2026-11-03 14:05 UTC\n", "2026-11-03 14:20 UTC: Resolved").incident.updates
    assert (found.restored, found.text) == (None, "- Started: 2026-11-03 14:05 UTC")


def test_of_two_equal_fields_the_first_holds_and_the_second_is_an_error() -> None:
    entry = update("- ETA: 16:30 UTC\n- ETA: 17:30 UTC\n- Edited: 2026-11-03 14:30 UTC, because a\n")
    assert said(entry) == [("duplicate-key", 12, 3)]
    assert entry.incident.updates[0].eta == Promise(earliest=utc(16, 30), by=utc(16, 30))


def test_an_update_may_be_edited_more_than_once() -> None:
    entry = update(
        "- Edited: 2026-11-03 14:30 UTC, because: a typo, and another\n- Edited: 2026-11-03 15:40 +01:00, Because b\n"
        "- Edited: 2026-11-03 14:50 UTC\n- Edited: 14:50 UTC, because c\n"
    )
    assert entry.incident.updates[0].edits == (
        Edit(at=utc(14, 30), because="a typo, and another"),
        Edit(at=utc(14, 40), because="b"),
        Edit(at=utc(14, 50), because=""),
    )
    assert said(entry) == [("update-field-unreadable", 14, 3)]
    assert entry.incident.updates[0].unread == ("Edited",)


def test_components_of_an_update_are_ids_with_states() -> None:
    entry = update("- Components: checkout Major-Outage, api: operational, , web=degraded,\n  mail slow, shop\n")
    assert entry.incident.updates[0].components == (
        ("checkout", State.MAJOR_OUTAGE),
        ("api", State.OPERATIONAL),
        ("web", State.DEGRADED),
    )
    assert [each.message for each in entry.findings] == [
        "“slow” is no state of a component.",
        "“shop” has no state.",
    ]
    assert {each.span for each in entry.findings} == {Span.at(11, 15, 66 - 10)}


def test_a_state_in_other_spelling_is_an_error_and_counts_as_what_it_can_only_be() -> None:
    entry = update("- Components: checkout major outage, api partial_outage, Web shop: degradd\n")
    assert [each.help for each in entry.findings] == [
        "Did you mean “major-outage”? It is read as that.",
        "Did you mean “partial-outage”? It is read as that.",
        "Did you mean “degraded”? It is read as that.",
    ]
    assert {each.code for each in check(entry) if each.code[0] == "S" and each.span.line == 11} == {"S04"}
    (found,) = entry.incident.updates
    assert found.components == (
        ("checkout", State.MAJOR_OUTAGE),
        ("api", State.PARTIAL_OUTAGE),
        ("Web shop", State.DEGRADED),
    )
    assert (found.unread, entry.incident.unread_states) == ((), ())


@pytest.mark.parametrize(
    ("words", "state"), [("down", "major-outage"), ("is partly down", "partial-outage"), ("works", "operational")]
)
def test_the_words_of_the_page_are_states(words: str, state: str) -> None:
    entry = update(f"- Components: checkout {words}, api: down\n")
    assert entry.incident.updates[0].components == (("checkout", State(state)), ("api", State.MAJOR_OUTAGE))
    assert entry.findings == ()


@pytest.mark.parametrize(
    "word", ["hardly working", "not down", "outage", "minor-outage", "inoperational", "not operational", "ok", "slow"]
)
def test_a_state_without_a_clear_meaning_is_unread(word: str) -> None:
    entry = update(f"- Components: checkout {word}, api degraded\n")
    assert entry.incident.updates[0].components == (("api", State.DEGRADED),)
    assert entry.incident.updates[0].unread == ("Components",)
    assert entry.incident.unread_states == ("checkout",)
    assert front(KEYS.replace(": degraded", f": {word}")).incident.unread_states == ("checkout",)


def test_of_two_states_for_one_component_the_worse_holds() -> None:
    text = "- Components: a degraded, a operational\n- Components: a major-outage\n- Components: b maintenance\n"
    (found,) = update(text).incident.updates
    assert found.components == (("a", State.MAJOR_OUTAGE), ("b", State.MAINTENANCE))
    twice = front(KEYS.replace("  checkout: degraded\n", "  checkout: operational\n  checkout: major-outage\n"))
    assert twice.incident.components == (("checkout", State.MAJOR_OUTAGE),)
    again = front(f"{KEYS}components:\n  checkout: major-outage\n  api: degraded\n")
    assert again.incident.components == (("checkout", State.MAJOR_OUTAGE), ("api", State.DEGRADED))
    assert said(again) == [("duplicate-key", 6, 1)]


@pytest.mark.parametrize(
    ("eta", "rule"),
    [
        ("soon", "eta-unreadable"),
        ("", "eta-unreadable"),
        ("16:30", "eta-unreadable"),
        ("11:00-12:00", "eta-unreadable"),
        ("2026-11-03 25:00 UTC", "eta-unreadable"),
        ("unknown until noon, because we look", "eta-unreadable"),
        ("unknown", "eta-unknown-without-until-or-because"),
        ("unknown until 14:50 UTC", "eta-unknown-without-until-or-because"),
    ],
)
def test_an_eta_that_cannot_be_read_is_a_fault_of_the_answer_and_never_of_the_format(eta: str, rule: str) -> None:
    entry = update(f"- ETA: {eta}\n")
    assert said(entry) == [(rule, 11, 3)]


def test_an_unreadable_eta_is_told_the_forms_or_its_missing_zone() -> None:
    forms = "Write a time (16:30 UTC), a range (16:00-17:00 UTC), a duration (in 2 hours), "
    assert only(update("- ETA: soon\n"))[1] == f"{forms}or “unknown until TIME, because REASON”."
    assert only(update("- ETA:\n"))[0] == "The ETA is empty."
    assert only(update("- ETA: 16:30\n"))[1].startswith("Write “16:30 UTC” if that is UTC")


def test_a_next_update_that_cannot_be_read_is_told_the_forms() -> None:
    assert only(update("- Next update: later\n"))[1] == (
        "Write a time of day (14:50 UTC) or a full one (2026-11-28 12:00 UTC)."
    )
    assert only(update("- Next update:\n"))[0] == "The time of the next update is empty."
    entry = update("- Next update: 16:30\n")
    assert said(entry) == [("update-field-unreadable", 11, 3)]
    assert entry.findings[0].help.startswith("Write “16:30 UTC” if that is UTC")


@pytest.mark.parametrize(
    ("field", "full"),
    [
        ("ETA: 02:21 UTC", "2026-11-04 02:21 UTC"),
        ("ETA: 13:00-14:00 UTC", "2026-11-04 14:00 UTC"),
        ("ETA: unknown until 14:10 UTC, because we look", "2026-11-04 14:10 UTC"),
        ("Next update: 15:10 +01:00", "2026-11-04 15:10 +01:00"),
    ],
)
def test_a_time_of_day_more_than_twelve_hours_ahead_is_shown_in_full(field: str, full: str) -> None:
    entry = update(f"- {field}\n")
    assert said(entry) == [("time-of-day-far-ahead", 11, 3)]
    message, help_text = only(entry)
    assert full in message
    assert full in help_text
    assert [each.severity for each in check(entry) if each.code == "F19"] == [Severity.WARNING]


@pytest.mark.parametrize("field", ["ETA: 02:20 UTC", "ETA: in 14 hours", "Next update: 2026-11-28 12:00 UTC"])
def test_a_time_within_twelve_hours_or_in_full_is_no_reason_to_ask(field: str) -> None:
    assert said(update(f"- {field}\n")) == []


def test_unknown_until_keeps_its_time_also_without_a_reason() -> None:
    (found,) = update("- ETA: unknown until 14:50 UTC\n").incident.updates
    assert found.eta == UnknownUntil(until=utc(14, 50), because="")


# Who noticed first


@pytest.mark.parametrize("word", ["customers", "Monitoring", "us"])
def test_who_noticed_first_is_one_of_three_words(word: str) -> None:
    entry = front(f"{KEYS}detected-by: {word}\n")
    assert (entry.incident.detected_by, said(entry)) == (Noticed(word.lower()), [])


def test_a_slip_in_who_noticed_counts_and_what_is_no_such_word_is_not_readable() -> None:
    slip = front(f"{KEYS}detected-by: custmers\n")
    assert slip.incident.detected_by is Noticed.CUSTOMERS
    assert [finding.help for finding in slip.findings] == ["Did you mean “customers”? It is read as that."]
    other = front(f"{KEYS}detected-by: the night shift\n")
    assert (other.incident.detected_by, other.incident.unread) == (None, ("detected-by",))
    assert [(each.rule, each.message) for each in other.findings] == [
        ("unknown-kind-or-stage", "“the night shift” does not say who noticed first.")
    ]
    assert front(f"{KEYS}detected-by:\n").incident.unread == ()


# Prevention


def steps(text: str) -> tuple[PreventionItem, ...]:
    return body(f"## Prevention\n\n{text}\n").incident.prevention


def test_only_task_items_are_steps_and_other_prose_is_published() -> None:
    entry = body("## Prevention\n\nWe do this:\n\n- [ ] One\n- a plain item\n1. [x] Two\n\n```\n- [ ] in code\n```\n")
    assert [(item.text, item.state) for item in entry.incident.prevention] == [
        ("One", PreventionState.OPEN),
        ("Two", PreventionState.DONE),
    ]
    assert entry.incident.prevention_text == "We do this:\n\n- a plain item\n\n```\n- [ ] in code\n```"


def test_a_step_is_open_done_or_dropped_and_dropped_counts_as_settled() -> None:
    items = steps("- [ ] a\n- [x] b\n- [X] c\n- [-] d (because: e)\n- [?] no step")
    assert [item.state.value for item in items] == ["open", "done", "done", "dropped"]
    assert [item.settled for item in items] == [False, True, True, True]


def test_the_last_brackets_are_metadata_when_they_begin_with_a_known_key() -> None:
    assert steps(
        "- [x] Renew (30 days ahead) (Owner: Payments, second line, due: 2026-11-10, done: 2026-11-09 12:00 UTC, "
        "link: https://example.com/a,b, because: it failed (twice), as we saw)."
    ) == (
        PreventionItem(
            text="Renew (30 days ahead)",
            state=PreventionState.DONE,
            owner="Payments, second line",
            due=date(2026, 11, 10),
            done=date(2026, 11, 9),
            link="https://example.com/a,b",
            because="it failed (twice), as we saw",
        ),
    )


@pytest.mark.parametrize(
    "text",
    ["Renew (30 days ahead)", "Renew (see owner: below)", "Renew owner: SRE)", "Renew (owner: SRE) soon", "Renew"],
)
def test_other_brackets_are_part_of_the_step(text: str) -> None:
    assert steps(f"- [ ] {text}") == (PreventionItem(text=text, state=PreventionState.OPEN),)


def test_of_two_equal_keys_in_the_brackets_the_first_holds() -> None:
    assert steps("- [ ] a (owner: b, owner: c)")[0].owner == "b"


def test_a_step_may_wrap_and_hold_a_comment_and_ends_where_its_item_ends() -> None:
    items = steps(
        "- [ ] One\n  that wraps <!-- not\n  published --> (owner: SRE,\n  due: 2026-11-20)\n- [ ] Two\nlazily\n\nNo."
    )
    assert [(item.text, item.owner) for item in items] == [("One that wraps", "SRE"), ("Two lazily", "")]


def test_a_step_goes_on_in_an_indented_paragraph_and_not_in_one_that_is_not() -> None:
    entry = body("## Prevention\n\n- [ ] One\n\n  goes on\n\n- [ ] Two\n\nProse.\n\n- [ ] Three\n  - plain\n\n\n")
    assert [item.text for item in entry.incident.prevention] == ["One goes on", "Two", "Three"]
    assert entry.incident.prevention_text == "Prose.\n\n  - plain"


def test_a_nested_bullet_after_a_blank_line_is_not_part_of_the_step() -> None:
    entry = body("## Prevention\n\nProse.\n- [ ] One\n\n  - plain\n")
    assert [item.text for item in entry.incident.prevention] == ["One"]
    assert entry.incident.prevention_text == "Prose.\n\n  - plain"


def test_a_heading_or_code_ends_a_step() -> None:
    entry = body("## Prevention\n\n- [ ] One\n#### More\n- [ ] Two\n```\ncode\n```\n")
    assert [item.text for item in entry.incident.prevention] == ["One", "Two"]
    assert entry.incident.prevention_text == "#### More\n```\ncode\n```"


def test_a_date_of_a_step_that_cannot_be_read_is_reported_at_the_step() -> None:
    entry = body("## Prevention\n\n  - [ ] a (owner: b, due: tomorrow)\n")
    assert said(entry) == [("bad-time", 9, 3)]
    assert entry.incident.prevention[0].due is None


def test_without_a_task_each_bullet_of_the_first_level_is_an_open_step() -> None:
    entry = body(
        "## Prevention\n\nWe do this:\n\n- One\n  wraps (owner: SRE)\n  - a part of it\n* Two\n\n1. Three\n   - four\n"
        "\n> - quoted\n\n---\n\n```\n- code\n```\n\n- TODO\n- none\n-\n"
    )
    assert [(item.text, item.owner, item.state) for item in entry.incident.prevention] == [
        ("One wraps", "SRE", PreventionState.OPEN),
        ("Two", "", PreventionState.OPEN),
        ("Three", "", PreventionState.OPEN),
    ]
    assert [(source.span.line, source.span.column, source.marked) for source in entry.document.prevention] == [
        (11, 1, False),
        (14, 1, False),
        (16, 1, False),
    ]
    for prose in ("We do this:", "  - a part of it", "> - quoted", "- code", "- TODO"):
        assert prose in entry.incident.prevention_text


def test_a_row_of_a_table_is_a_step_by_its_first_words_and_the_table_stays() -> None:
    table = "| # | Step | Owner |\n|---|:--|---|\n| 1 | Alert on `a\\|b` | SRE |\n| 2 | Renew | |\n| 3 | TBD | |"
    entry = body(f"## Prevention\n\n{table}\n\nAnd | more\n")
    assert [item.text for item in entry.incident.prevention] == ["Alert on `a|b`", "Renew"]
    assert entry.incident.prevention_text == f"{table}\n\nAnd | more"


@pytest.mark.parametrize(
    "text", ["- None.", "- TODO", "We will do better.", "***", "- - -", "    - code", "a | b\nc | d"]
)
def test_what_promises_nothing_is_no_step(text: str) -> None:
    assert steps(text) == ()


def test_a_task_under_making_it_right_is_a_promise_and_the_words_beside_it_stay() -> None:
    entry = body("## Making it right\n\nNobody pays.\n\n- [x] Fees back (owner: Billing, due: 2026-11-15)\n")
    assert entry.incident.making_it_right == "Nobody pays."
    (found,) = entry.incident.remedies
    assert (found.text, found.owner, found.due) == ("Fees back", "Billing", date(2026, 11, 15))
    assert [source.section for source in entry.document.steps] == ["Making it right"]
    assert entry.incident.prevention == ()


@pytest.mark.parametrize("bullet", ["- [ ]", "-"])
def test_of_more_steps_than_anybody_keeps_track_of_the_last_stay_text_and_are_named(bullet: str) -> None:
    steps = "".join(f"{bullet} Step {number}\n" for number in range(1, 503))
    entry = body(f"## Prevention\n\n{steps}")
    assert len(entry.incident.prevention) == 500
    assert entry.incident.prevention_text.split() == f"{bullet} Step 501 {bullet} Step 502".split()
    assert [(each.span.line, each.message) for each in check(entry) if each.code == "F02"] == [
        (entry.document.lines.index(f"{bullet} Step 501") + 1, "There are more than 500 steps.")
    ]


def test_bullets_of_other_sections_are_no_steps() -> None:
    entry = body("## Making it right\n\n- We return the fees.\n")
    assert entry.document.prevention == ()
    assert entry.incident.making_it_right == "- We return the fees."


# The matrix of severities


RESOLVED = "## Updates\n\n### 2026-11-03 15:00 UTC: Resolved\n\n- Next update: 2027-01-03 15:00 UTC\n\nAll is well.\n"
UNKNOWN = "## Cause\n\nNot known yet. We compare disks and will know by 2026-11-04 12:00 UTC.\n\n"


@pytest.mark.parametrize(("days", "severity", "lapse"), [(10, Severity.WARNING, False), (10.01, Severity.ERROR, True)])
def test_after_grace_a_cause_or_prevention_that_is_missing_becomes_a_lapse(
    days: float, severity: Severity, lapse: bool
) -> None:
    found = check(body(f"## Impact\n\nA.\n\n{UNKNOWN}{RESOLVED}"), utc(15) + timedelta(days=days))
    assert [(each.code, each.severity, each.lapse) for each in found] == [
        ("P01", severity, lapse),
        ("C03", severity, lapse),
    ]
    assert not any(each.stops_publishing for each in found)


def test_grace_counts_from_the_restoration_and_not_from_a_follow_up() -> None:
    follow_up = "\n### 2026-11-09 12:00 UTC: Resolved\n\n- Next update: 2027-01-03 15:00 UTC\n\nStill well.\n"
    entry = body(f"## Impact\n\nA.\n\n{UNKNOWN}{RESOLVED}{follow_up}")
    assert entry.incident.restored == utc(15)
    assert {each.lapse for each in check(entry, utc(16) + timedelta(days=10))} == {True}


def test_what_is_over_only_because_time_passed_is_a_warning_on_an_open_incident() -> None:
    entry = read(NAME, OPEN)
    late = check(entry, utc(18))
    assert [(each.code, each.severity, each.lapse) for each in late] == [
        ("E05", Severity.WARNING, True),
        ("U05", Severity.WARNING, True),
    ]
    assert [each.message for each in late] == [
        "The promised restoration is 1 h 30 min late.",
        "The promised update is 2 h 30 min late.",
    ]


def test_an_answer_that_was_promised_and_did_not_come_is_late_too() -> None:
    entry = read(NAME, OPEN.replace("ETA: 16:30 UTC", "ETA: unknown until 15:30 UTC, because we look"))
    assert "The promised answer about the restoration is 5 min late." in [
        each.message for each in check(entry, utc(15, 35))
    ]


def test_a_next_update_counts_also_under_a_heading_that_cannot_be_read() -> None:
    entry = read(NAME, f"{OPEN}\n### this evening\n\n- Next update: 15:50 UTC\n")
    assert "U05" not in [each.code for each in check(entry, utc(15, 40))]
    (late,) = (each for each in check(entry, utc(15, 55)) if each.code == "U05")
    assert late.span.line == 27


@pytest.mark.parametrize("stage", ["Investigating", "Identified", "Monitoring"])
def test_each_update_is_asked_by_its_own_stage(stage: str) -> None:
    entry = body(f"## Impact\n\nA.\n\n## Cause\n\nB.\n\n## Updates\n\n### 2026-11-03 14:30 UTC: {stage}\n\nWords.\n\n"
                 "### 2026-11-03 14:40 UTC: Monitoring\n\n- Next update: 16:00 UTC\n\nMore words.\n")  # fmt: skip
    asked = [(each.code, each.severity, each.span.line) for each in check(entry)]
    eta = [("E01", Severity.ERROR, 17)] if stage != "Monitoring" else []
    assert asked == [*eta, ("U02", Severity.ERROR, 17)]


def test_unknown_for_more_than_two_hours_is_a_warning_only_once_the_cause_is_identified() -> None:
    for stage, codes in (("Investigating", []), ("Identified", ["E06"])):
        until = "ETA: unknown until 17:00 UTC, because we look"
        text = OPEN.replace("ETA: 16:30 UTC", until).replace("UTC: Identified", f"UTC: {stage}")
        assert [each.code for each in check(read(NAME, text))] == codes


def test_resolved_while_the_newest_stage_is_another_is_an_error_on_the_key() -> None:
    entry = read(NAME, OPEN.replace("started:", "resolved: 2026-11-03 14:50 UTC\nstarted:"))
    assert [(each.code, each.severity, each.span.line) for each in check(entry)] == [("S08", Severity.ERROR, 5)]


def test_without_updates_it_is_resolved_if_resolved_stands_and_else_under_investigation() -> None:
    assert body("").incident.stage is Stage.INVESTIGATING
    resolved = front(f"{KEYS}resolved: 2026-11-03 15:00 UTC\n")
    assert resolved.incident.stage is Stage.RESOLVED
    assert resolved.incident.restored == utc(15)
    assert "U01" in [each.code for each in check(resolved)]
    imported = front(f"{KEYS}resolved: 2026-11-03 15:00 UTC\nimported: {{from: cstate}}\n")
    assert "U01" not in [each.code for each in check(imported)]


def test_a_follow_up_is_asked_for_unless_every_step_is_settled() -> None:
    text = "## Impact\n\nA.\n\n## Cause\n\nB.\n\n## Prevention\n\n{}\n\n" + RESOLVED.replace(
        "- Next update: 2027-01-03 15:00 UTC\n\n", ""
    )
    due = "owner: SRE, due: 2026-12-01"
    for step, codes in (
        (f"- [ ] a ({due})", ["U07"]),
        (f"- [x] a ({due}, done: 2026-11-03)", []),
        (f"- [-] a ({due}, because: b)", []),
        ("Every change is read by two.", []),
        ("TBD", ["P01", "U07"]),
    ):
        assert [each.code for each in check(body(text.format(step)))] == codes


def test_a_date_is_due_by_the_utc_day_whatever_the_offset_of_the_clock() -> None:
    text = "## Impact\n\nA.\n\n## Cause\n\nB.\n\n## Prevention\n\n- [ ] a (owner: b, due: 2026-11-09)\n\n" + RESOLVED
    for clock, codes in (("2026-11-10T01:00+02:00", []), ("2026-11-09T23:00-05:00", ["P03"])):
        found = check(body(text), datetime.fromisoformat(clock))
        assert [each.code for each in found] == codes
    done = text.replace("- [ ] a (owner: b", "- [x] a (done: 2026-11-11")
    assert [each.code for each in check(body(done), datetime.fromisoformat("2026-11-10T01:00+14:00"))] == ["P04"]


def test_an_update_more_than_five_minutes_ahead_of_the_clock_is_an_error() -> None:
    for now, codes in ((utc(14, 43), []), (utc(14, 42), [("U06", Severity.ERROR)])):
        assert [(each.code, each.severity) for each in check(read(NAME, OPEN), now)] == codes


@pytest.mark.parametrize(
    ("written", "now", "likely"),
    [
        ("14:48 UTC", utc(9, 50), "If 14:48 is your own clock, write “2026-11-03 14:48 +05:00”; else check the day."),
        ("14:48 UTC", utc(13, 47), "If 14:48 is your own clock, write “2026-11-03 14:48 +01:00”; else check the day."),
        ("14:48 -05:00", utc(14, 50), "If 14:48 is your own clock, write “2026-11-03 14:48 UTC”; else check the day."),
        (
            "09:48 -08:00",
            utc(14, 50),
            "If 09:48 is your own clock, write “2026-11-03 09:48 -05:00”; else check the day.",
        ),
        ("14:48 UTC", utc(0, 10), "Check the day and the zone."),
        ("14:48 UTC", utc(14, 50, day=2), "Check the day and the zone."),
    ],
)
def test_an_update_that_is_dated_ahead_is_told_the_zone_that_it_was_probably_written_in(
    written: str, now: datetime, likely: str
) -> None:
    entry = read(NAME, OPEN.replace("14:48 UTC", written))
    (found,) = (each for each in check(entry, now) if each.code == "U06")
    assert found.help == likely


def test_a_rule_is_found_by_code_or_name_in_any_case_and_else_not() -> None:
    assert rules.find("e02") is rules.find("ETA-unreadable ")
    assert rules.find("E99") is None
    found = rules.find("S01")
    assert found is not None
    assert found.question == "What is wrong, and for whom?"


def test_the_findings_of_many_entries_are_sorted_by_path_and_place() -> None:
    entries = [read(f"incidents/2026-11-03-{name}.md", "---\ntitle: a\n---\n") for name in "ba"]
    found = rules.check_all(entries, Context(now=NOW))
    assert {each.path for each in found} == {"incidents/2026-11-03-a.md", "incidents/2026-11-03-b.md"}
    assert all(first < second for first, second in pairwise(found))
