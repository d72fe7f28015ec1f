"""Each report and the first page as a text: it says what its page says, and shows nothing that the page hides."""

import re
from dataclasses import replace

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from straightup.model.states import State
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.prose import render
from straightup.outputs.showing import text_of
from straightup.outputs.twins import twin_of, twin_of_now
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support import situations
from support.effort import examples
from support.reports import utc
from support.sites import headline_of
from support.situations import FIRST, SETTINGS, SITUATIONS, cards


def twin(site: Site) -> str:
    (report,) = site.reports
    return twin_of(report, site, Words(language("en"), site.now))


def now(site: Site) -> str:
    return twin_of_now(site, Words(language("en"), site.now))


def seen(markdown: str) -> str:
    """What a reader sees of it."""
    return text_of(cmarkgfm.github_flavored_markdown_to_html(markdown))


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_text_says_each_sentence_and_state_of_its_site(name: str) -> None:
    site = SITUATIONS[name]()
    said = " ".join(seen(now(site)).split())
    assert " ".join(headline_of(site).split()) in said
    for view in site.components:
        assert f"{view.component.name}: " in said
    for report in site.reports:
        text = twin_of(report, site, Words(language("en"), site.now))
        assert text.startswith(f"# {report.incident.title}\n")
        assert report.incident.impact in text
        for update in report.told:
            assert " ".join(text_of(render(update.text)).split()).replace("- ", "") in " ".join(
                seen(text).split()
            ).replace("- ", "")


def test_what_cannot_be_read_is_said_to_be() -> None:
    text = twin(situations.unread_heading())
    assert "“14:40 CET: Identified”" in text
    assert "Part of this report could not be read: " in text
    assert "14:20:01" not in text
    assert "Next update: not readable" in twin(situations.unread_fields())
    assert "2 reports could not be read" not in now(situations.left_out())
    assert "7 reports could not be read and are missing here, so this page may look better than it is" in now(
        situations.left_out()
    )


def test_an_update_has_its_times_and_a_correction_is_told() -> None:
    text = twin(situations.corrected())
    assert "- Restored by: 16:00 UTC\n" in text
    assert "- corrected 14:30 UTC, because it is the EU and not the US\n" in text


def test_what_an_author_wrote_stays_as_it_is_where_nothing_is_hidden_in_it() -> None:
    words = (
        "Use the **other** card, see [how](https://example.com/a_b), `pay --now`:\n\n1. a\n2. b\n\n"
        "| a | b |\n|---|---|\n| 1 < 2 | x |"
    )
    text = twin(assemble([cards(replace(FIRST, text=words))], SETTINGS, utc(15)))
    assert words in text


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("No card is taken. <!-- it was Bob -->", "Bob"),
        ("No card is taken.\n\n[//]: # (it was Bob)", "Bob"),
        ("No card is taken. <span title='it was Bob'>Sorry.</span>", "Bob"),
        ("No card is taken. [See](2026-01-01-other.md)", "2026-01-01"),
        ("No card is taken.\n\n<details><summary>More</summary>Words</details>", "<details"),
        ("No card is \u202etaken.", "\u202e"),
    ],
)
def test_what_the_page_hides_is_hidden_here_as_well(words: str, hidden: str) -> None:
    text = twin(assemble([cards(replace(FIRST, text=words))], SETTINGS, utc(15)))
    assert "No card is" in text
    assert hidden not in text


def test_a_heading_among_an_authors_words_does_not_end_the_answer() -> None:
    words = "Before.\n\n## Why\n\nNot a heading of ours.\n\nNor this\n---\n"
    text = twin(assemble([cards(FIRST, impact=words)], SETTINGS, utc(15)))
    headings = re.findall(r"<h2>(.*?)</h2>", cmarkgfm.github_flavored_markdown_to_html(text))
    assert headings.count("Why") == 1
    assert "Nor this" not in headings


@given(st.text(min_size=1, max_size=60))
@hypothesis_settings(max_examples=examples(60), deadline=None)
def test_any_title_is_one_heading_that_reads_as_it_was_written(title: str) -> None:
    site = assemble([cards(FIRST, title=title)], SETTINGS, utc(15))
    html = cmarkgfm.github_flavored_markdown_to_html(twin(site).encode("utf-8", "replace").decode("utf-8"))
    headings = re.findall(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert len(headings) <= 1
    expected = " ".join(title.encode("utf-8", "replace").decode("utf-8").split())
    if expected and not re.search(r"[\x00-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]", title):
        assert " ".join(text_of(headings[0]).split()) == expected


def test_a_text_of_a_site_on_which_all_is_well_does_not_say_more() -> None:
    site = assemble([], SETTINGS, utc(15))
    text = now(site)
    assert text.startswith("# Everything works.\n")
    assert "Built 3 November 2026, 15:00 UTC." in text
    assert State.OPERATIONAL in {view.state for view in site.components}
    assert "- Checkout: works, " in text
