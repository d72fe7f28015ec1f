"""What customers can do until it is back: read, asked for, shown, and written."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from straightup import rules
from straightup.authoring import amend
from straightup.authoring.amendment import Amendment
from straightup.authoring.refusal import RefusedAnswer
from straightup.authoring.sheet import edited, sheet
from straightup.authoring.update_questions import remaining
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.source import SectionName
from straightup.model.states import Component, Stage, State
from straightup.model.stock_answers import says_none
from straightup.outputs.feed_texts import FeedText
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answers import answers
from straightup.outputs.search import entries
from straightup.outputs.telling import told as telling
from straightup.reading import read
from straightup.site.assemble import assemble
from straightup.writing.whole import write
from support.excerpts import MAINTENANCE, MEANWHILE, OPEN
from support.reports import incident, told, utc

PATH = "2026-11-03-cards.md"
WITHOUT = OPEN.replace(" Other cards and bank transfers work.", "")
WITH = WITHOUT.replace("## Cause", f"{MEANWHILE}## Cause")
SHOP = Settings(components=(Component(id="checkout", name="Checkout"),))


def asked(text: str) -> list[tuple[str, str, int]]:
    found = rules.check(read(PATH, text), rules.Context(now=utc(15, 0)))
    return [(each.code, each.severity, each.span.line) for each in found]


def amendment(text: str, **said: str) -> Amendment:
    now = utc(15, 20)
    return amend.amend(PATH, text.encode(), said, now=now, settings=SHOP)


def report(workaround: str, *, stage: Stage = Stage.IDENTIFIED) -> Incident:
    said = incident(told(utc(14, 20), Stage.IDENTIFIED), told(utc(14, 50), stage), checkout=State.MAJOR_OUTAGE)
    return replace(said, impact="Cards fail.", workaround=workaround)


def shown(found: Incident) -> list[tuple[str, str]]:
    site = assemble([found], SHOP, utc(15))
    view = site.report(found.id)
    assert view is not None
    said = answers(view, site, Words(language("en"), utc(15)), lambda text: Markup("<p>{}</p>").format(text))
    return [(answer.question, str(answer.html)) for answer in said]


@pytest.mark.parametrize("heading", ["Meanwhile", "Workaround", "WORKAROUNDS", "Work-around", "In the meantime"])
def test_what_people_call_a_way_around_it_is_the_section(heading: str) -> None:
    entry = read(PATH, WITH.replace("## Meanwhile", f"## {heading}"))
    assert entry.incident.workaround == "Pay by bank transfer; your cart is kept."
    assert (entry.findings, entry.incident.other_sections) == ((), ())
    assert read(PATH, write(entry.incident)).incident == entry.incident


def test_a_slip_of_the_name_is_told() -> None:
    (found,) = read(PATH, WITH.replace("## Meanwhile", "## Workarround")).findings
    assert found.help == "Did you mean “## Workaround”?"


@pytest.mark.parametrize(
    "text",
    [
        *("None.", "none", "Nothing.", "There is none", "No known workaround."),
        *("There is currently no workaround available", "No workaround is known yet."),
    ],
)
def test_some_words_say_only_that_there_is_nothing(text: str) -> None:
    assert says_none(text)


@pytest.mark.parametrize("text", ["", "None of the cards work.", "Nothing helps but to wait.", "TBD"])
def test_others_say_more_or_less_than_that(text: str) -> None:
    assert not says_none(text)


def test_it_is_asked_for_while_something_is_down() -> None:
    assert asked(WITH) == []
    assert asked(WITHOUT) == [("S35", "warning", 8)]
    assert asked(WITHOUT.replace("major-outage", "partial-outage")) == [("S35", "warning", 8)]
    for nothing in ("TBD", "<!-- later -->", "We are investigating."):
        assert asked(WITH.replace("Pay by bank transfer; your cart is kept.", nothing)) == [("S35", "warning", 12)]
    assert asked(WITH.replace("Pay by bank transfer; your cart is kept.", "None.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Other cards and bank transfers work.",
        "Checkout is not affected.",
        "Pay by bank transfer.",
        "Orders by phone are still possible.",
    ],
)
def test_it_may_be_said_in_the_impact_or_in_an_update(text: str) -> None:
    assert asked(WITHOUT.replace("declined at checkout.", f"declined at checkout. {text}")) == []
    assert asked(f"{WITHOUT.rstrip()} {text}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        WITHOUT.replace("major-outage", "degraded"),
        WITHOUT.replace("- Next update: 15:30 UTC", "- Next update: 15:30 UTC\n- Components: checkout operational"),
        WITHOUT.replace("started:", "duplicate-of: 2026-11-03-cards-eu\nstarted:"),
        WITHOUT.replace("started:", "imported: {from: cState, on: 2026-11-03}\nstarted:"),
        MAINTENANCE.replace("checkout: maintenance", "checkout: major-outage"),
        WITHOUT.replace("started:", "kind: notice\nstarted:").replace("major-outage", "operational"),
    ],
)
def test_nobody_else_is_asked(text: str) -> None:
    assert "S35" not in [code for code, _, _ in asked(text)]


def test_it_stands_directly_below_what_is_wrong() -> None:
    assert shown(report("Pay by *transfer*."))[:2] == [
        ("What is wrong", "<p>Cards fail.</p>"), ("Meanwhile", "<p>Pay by *transfer*.</p>"),
    ]  # fmt: skip
    assert shown(report("None."))[1] == ("Meanwhile", "<p>There is no way around it.</p>")
    assert "Meanwhile" not in dict(shown(report("None.", stage=Stage.RESOLVED)))
    assert "Meanwhile" not in dict(shown(report("")))


@pytest.mark.parametrize(("text", "said"), [("Pay by bank transfer.", True), ("None.", False), ("", False)])
def test_feeds_tell_it_with_the_impact_and_search_finds_it(text: str, said: bool) -> None:
    found = report(text)
    site = assemble([found], SHOP, utc(15))
    view = site.report(found.id)
    assert view is not None
    first, second = (FeedText(view, site, Words(language("en"), utc(15))).html(each) for each in telling(view, utc(15)))
    assert ("<strong>Meanwhile</strong>" in first) is bool(text)
    assert ("There is no way around it." in first) is (text == "None.")
    assert "Meanwhile" not in second
    (entry,) = (each for each in entries(site) if each["location"] == view.url)
    assert ("bank transfer" in entry["text"]) is said
    assert "None" not in entry["text"]


def test_an_update_takes_it_into_its_section_and_asks_only_while_it_is_wanted() -> None:
    said = {"message": "We still work on it.", "eta": "same", "next": "in 30 min"}
    assert "workaround" in [question.key for question in remaining(amendment(WITHOUT))]
    assert "workaround" not in [question.key for question in remaining(amendment(WITH))]
    assert "workaround" not in [
        question.key for question in remaining(amendment(WITHOUT.replace("major-outage", "degraded")))
    ]
    for before in (WITHOUT, WITH.replace("Pay by bank transfer; your cart is kept.", "None.")):
        given = amendment(before, **said, workaround="Pay by transfer.")
        after = read(PATH, amend.finish(given).data)
        assert after.incident.workaround == "Pay by transfer."
        headings = [section.name for section in after.document.sections]
        assert headings.count(SectionName.MEANWHILE) == 1
    with pytest.raises(RefusedAnswer, match="told already"):
        amendment(WITH, **said, workaround="Pay by transfer.")
    with pytest.raises(RefusedAnswer, match="It is over"):
        amendment(WITHOUT, message="Over.", stage="Resolved", workaround="Pay by transfer.")


def test_in_an_editor_it_is_asked_for_by_a_comment() -> None:
    given = amendment(WITHOUT, message="We still work on it.")
    text = sheet(given)
    assert "## Meanwhile\n\n<!-- What can customers do until it is back?" in text
    untouched = edited(given, text)
    assert untouched is not None
    assert untouched.workaround == ""
    back = edited(given, text.partition("## Meanwhile")[0] + "## Meanwhile\n\nNone.\n")
    assert back is not None
    assert read(PATH, back.apply()).incident.workaround == "None."
