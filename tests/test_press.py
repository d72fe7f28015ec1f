"""One shell, many pages."""

import pytest

from straightup.building.slots import BODY, DESCRIPTION, EDIT, TITLE, cut, page_classes, press
from straightup.model.errors import InternalError
from straightup.outputs.pages.page import Page


def page(url: str, kind: str = "incident", title: str = "A title", body: str = "<p>Text</p>") -> Page:
    return Page(kind=kind, url=url, title=title, description="One sentence.", body=body)


def test_a_page_is_the_shell_with_its_texts_in_place() -> None:
    shell = cut(f"<title>{TITLE}</title><meta content='{DESCRIPTION}'><main>{BODY}</main><h6>{TITLE}</h6>")
    one = page("x/")
    (members,) = page_classes([one])
    assert press(shell, members.values(one)) == (
        "<title>A title</title><meta content='One sentence.'><main><p>Text</p></main><h6>A title</h6>"
    )


def test_the_body_goes_in_as_it_is_and_titles_are_escaped() -> None:
    shell = cut(f"<title>{TITLE}</title>{BODY}")
    one = page("x/", title="""<b> & "it's" """, body="<b>bold</b>")
    (members,) = page_classes([one])
    assert press(shell, members.values(one)) == "<title>&lt;b&gt; &amp; &quot;it&#x27;s&quot; </title><b>bold</b>"


def test_a_slot_that_somebody_wrote_into_a_text_stays_text() -> None:
    shell = cut(f"<title>{TITLE}</title>{BODY}")
    one = page("x/", title=BODY, body=f"<p>{TITLE}{DESCRIPTION}</p>")
    (members,) = page_classes([one])
    assert press(shell, members.values(one)) == f"<title>{BODY}</title><p>{TITLE}{DESCRIPTION}</p>"


def test_a_minifier_that_takes_the_quotes_away_cannot_break_an_attribute() -> None:
    shell = cut(f"<meta name=description content={DESCRIPTION}><link href=https://x.org/{EDIT}>{BODY}")
    one = page("x/")
    (members,) = page_classes([one])
    assert press(shell, members.values(one, "a b.md")) == (
        '<meta name=description content="One sentence."><link href="https://x.org/a%20b.md"><p>Text</p>'
    )


def test_a_slot_without_a_value_is_a_fault_of_ours() -> None:
    shell = cut(BODY.replace("body", "surprise"))
    one = page("x/")
    (members,) = page_classes([one])
    with pytest.raises(InternalError, match="surprise"):
        press(shell, members.values(one))


def test_pages_of_one_kind_and_depth_share_an_address_with_slots_where_they_differ() -> None:
    pages = [
        page("", "now"),
        page("history/", "history"),
        page("incidents/a/"),
        page("history/2026/11/", "history"),
        page("incidents/b/"),
        page("history/2025/11/", "history"),
        page("history/2026/", "history"),
    ]
    classes = page_classes(pages)
    assert [[each.url for each in members.pages] for members in classes] == [
        [""],
        ["history/"],
        ["incidents/a/", "incidents/b/"],
        ["history/2026/11/", "history/2025/11/"],
        ["history/2026/"],
    ]
    for members in classes:
        shell = cut(members.url)
        assert [press(shell, members.values(each)) for each in members.pages] == [each.url for each in members.pages]


def test_slots_are_made_of_letters_and_digits_and_begin_with_a_letter() -> None:
    _, members = page_classes([page("x/", "other"), page("a/b/"), page("c/d/")])
    for slot in (BODY, TITLE, DESCRIPTION, EDIT, *members.url.strip("/").split("/")):
        assert slot.isalnum()
        assert slot.isascii()
        assert slot[0].isalpha()
        assert slot == slot.lower()


def test_a_page_may_be_a_class_of_its_own() -> None:
    pages = [page("promises/", "record"), page("patterns/", "record"), page("other/", "record")]
    classes = page_classes(pages, alone=["patterns/"])
    assert [len(members.pages) for members in classes] == [2, 1]
    assert classes[1].url == "patterns/"
