"""An author's Markdown becomes safe HTML, and reads as it does on GitHub."""

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from straightup.outputs import prose as prose_module
from straightup.outputs.language.language import language
from straightup.outputs.prose import first_sentence, plain, render


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='jAvAsCrIpT:alert(1)'>x</a>",
        "<svg onload=alert(1)>",
        "<iframe src=//evil.example></iframe>",
        "<style>body{display:none}</style>",
        "<form action=//evil.example><button>x</button></form>",
        "<details open ontoggle=alert(1)>x</details>",
        "<p style='position:fixed'>x</p>",
        "[x](//evil.example)",
        "<base href=//evil.example>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "![x](https://evil.example/pixel.png)",
    ],
)
def test_nothing_that_runs_or_loads_from_elsewhere_survives(hostile: str) -> None:
    html = render(hostile).lower()
    for word in ("<script", "onerror", "onload", "ontoggle", "javascript:", "data:", "<iframe", "<style", "style="):
        assert word not in html
    for word in ("<form", "<base", "<meta", "<img", "<svg", 'href="//'):
        assert word not in html


def test_a_picture_becomes_a_link_to_it() -> None:
    assert '<a href="https://x.example/graph.png"' in render("![Error rate](https://x.example/graph.png)")
    assert "Error rate" in render("![Error rate](https://x.example/graph.png)")


def test_the_dialect_is_githubs() -> None:
    html = render(
        "| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n- [x] done\n- [ ] open\n\nhttps://x.example\n\n```sh\nls\n```\n"
    )
    for piece in ("<table>", "<del>2</del>", "☑ done", "☐ open", '<a href="https://x.example"', "<pre><code>ls"):
        assert piece in html


def test_the_few_tags_that_the_format_allows_stay() -> None:
    html = render(
        "<details><summary>More</summary>\n\nPress <kbd>F5</kbd>, H<sub>2</sub>O<br>x<sup>2</sup>\n\n</details>"
    )
    for tag in ("<details>", "<summary>", "<kbd>", "<sub>", "<sup>", "<br>"):
        assert tag in html


def test_links_that_do_not_say_all_of_their_address_are_asked_for_and_others_are_not() -> None:
    asked: list[str] = []

    def link_of(address: str) -> str:
        asked.append(address)
        return "there/"

    html = render("[a](2026-11-03-a.md) [b](https://b.example) [c](#c) [d](mailto:d@e.example) [e](/e?f)", link_of)
    assert asked == ["2026-11-03-a.md", "#c", "/e?f"]
    assert html.count('href="there/"') == 3


def test_plain_text_has_no_markup_and_is_cut_at_a_word() -> None:
    assert (
        plain("**Cards** issued in the [EU](https://x.example) are declined.") == "Cards issued in the EU are declined."
    )
    assert plain("Cards issued in the EU are declined.", 20) == "Cards issued in the…"
    assert plain("") == ""


def test_the_first_sentence_ends_at_its_stop_and_not_inside_a_number() -> None:
    assert first_sentence("Version 2.4 fails. It is back.") == "Version 2.4 fails."
    assert first_sentence("no stop at all") == "no stop at all"
    assert first_sentence("word " * 100).endswith("…")


# What GitHub adds

ALERT = "> [!WARNING]\n> Do not import **products** until 10:30 UTC.\n\nThe job runs again."


def test_an_alert_is_a_note_with_its_word_above_it_as_on_github() -> None:
    html = render(ALERT, notes="su-1")
    assert html.startswith(
        '<div class="su-alert su-alert-warning" role="note">\n<p class="su-alert-title">Warning</p>\n'
        "<p>Do not import <strong>products</strong> until 10:30 UTC.</p>\n</div>\n<p>The job"
    )
    assert "[!" not in html
    kinds = ("note", "Tip", "IMPORTANT", "warning", "Caution")
    found = render("\n\n".join(f"> [!{kind}]\n> words" for kind in kinds), notes="su-1")
    assert re.findall(r"su-alert-(\w+)\"", found)[::2] == [kind.lower() for kind in kinds]
    assert re.findall(r"title\">(\w+)", found) == ["Note", "Tip", "Important", "Warning", "Caution"]


def test_where_no_page_is_around_it_an_alert_needs_no_style() -> None:
    assert render(ALERT).startswith(
        "<blockquote>\n<p><strong>Warning</strong></p>\n<p>Do not import <strong>products</strong> until"
    )
    assert plain(ALERT) == "Warning: Do not import products until 10:30 UTC. The job runs again."


@pytest.mark.parametrize(
    "text",
    [
        "> [!WARNING] and more\n> words",
        "> [!WARNING]",
        "> [!DANGER]\n> words",
        "> words\n> [!NOTE]\n> more",
        "- > [!NOTE]\n  > inside of a list",
        "> > [!NOTE]\n> > inside of a quotation",
        "[!NOTE]\nno quotation",
        "`[!NOTE]`",
    ],
)
def test_what_github_shows_as_it_was_typed_is_no_alert(text: str) -> None:
    assert "su-alert" not in render(text, notes="su-1")
    assert "[!" in render(text, notes="su-1")


def test_an_alert_may_hold_lists_and_quotations_and_ends_where_it_ends() -> None:
    html = render("> [!TIP]\n>\n> - one\n> - two\n>\n> > quoted\n\n> plain", notes="su-1")
    assert html.count("<div") == html.count("</div>") == 1
    assert html.count("<blockquote>") == html.count("</blockquote>") == 2
    assert html.index("quoted") < html.index("</div>") < html.index("plain")
    assert "<p></p>" not in html


NOTED = "One[^a], two[^b] and one again[^a].\n\n[^a]: The *first*.\n[^b]: The second.\n[^c]: Nobody asks.\n"


def test_footnotes_stand_at_the_end_and_lead_there_and_back() -> None:
    html = render(NOTED, notes="su-1")
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(set(ids)) == len(ids) == 5
    targets = re.findall(r'href="#([^"]*)"', html)
    assert set(targets) == set(ids)
    assert all(each.startswith("su-1-") for each in ids)
    assert '<section class="su-footnotes" aria-label="Footnotes">' in html
    assert re.findall(r'aria-label="(Back[^"]*)"', html) == [
        "Back to reference 1",
        "Back to reference 1-2",
        "Back to reference 2",
    ]
    assert "Nobody asks" not in html
    assert set(re.findall(r' id="([^"]*)"', render(NOTED, notes="su-2"))).isdisjoint(ids)


def test_links_to_footnotes_are_ours_and_no_author_is_asked_for_them() -> None:
    def link_of(link: str) -> str:
        raise AssertionError(link)

    assert "#su-1-n1" in render(NOTED, link_of, notes="su-1")


def test_footnotes_without_a_page_are_numbers_and_a_list() -> None:
    html = render(NOTED)
    assert " id=" not in html
    assert "href" not in html
    assert "One<sup>1</sup>, two<sup>2</sup>" in html
    assert "<hr>\n<ol>\n<li>\n<p>The <em>first</em>.</p>" in html
    assert plain(NOTED) == "One, two and one again."


def test_what_we_add_is_said_in_the_language_of_the_page() -> None:
    german = language("de")
    assert "Warnung" in render(ALERT, spoken=german)
    assert 'aria-label="Fußnoten"' in render(NOTED, spoken=german, notes="su-1")


@pytest.mark.parametrize(
    "text",
    [
        'x<a href="#su-1-n1" id="su-1-r1" class="c" onclick="a()">1</a> <li id="other">y',
        '<section class="footnotes" data-footnotes>\n<ol>\n<li id="fn-1">x[^1]</section>\n\n[^1]: a </section> <b>',
        "[^<script>alert(1)</script>]: a\n\nx[^<script>alert(1)</script>]",
        '> [!NOTE]\n> <blockquote class="x"></blockquote></blockquote>\n</div>',
        "\ufdd0script\ufdd1alert(1)\ufdd0/script\ufdd1\ufdd2\ufdd3",
        "<your-shop onclick=alert(1)> [x](<javascript:alert(1)>)",
    ],
)
def test_nobody_can_make_more_of_them_than_words(text: str) -> None:
    html = render(text, notes="su-1")
    for tag in re.findall(r"<[^>]*>", html):
        assert not re.search(r"script|onclick|class=\"[^s]|id=\"(?!su-1-)", tag)
    for name in ("div", "section", "blockquote", "li", "ol", "p"):
        assert len(re.findall(rf"<{name}[ >]", html)) == html.count(f"</{name}>"), html


def test_placeholders_that_look_like_tags_are_text() -> None:
    html = render("Open `<a-b>` at <your-shop>.example, or <Shop Name>.\n\n<your-shop> alone, with *marks*.")
    assert "<code>&lt;a-b&gt;</code> at &lt;your-shop&gt;.example, or &lt;Shop Name&gt;." in html
    assert "<p>&lt;your-shop&gt; alone, with <em>marks</em>.</p>" in html
    # A tag that browsers know is none of ours to show, and an address in angle brackets is a link.
    assert render("a<span>b</span> <https://x.example> <a@b.example>").count("&lt;") == 0
    assert 'href="a%20b"' in render("[x](<a b>) [y](<new page>)")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html;x", "vbscript:x", "file:///etc/passwd", "//evil.example", "ssh://x"]
)
def test_an_unsafe_link_is_its_text(link: str) -> None:
    assert render(f"See [the *page*]({link}), please.") == "<p>See the <em>page</em>, please.</p>\n"
    assert render(f"See [it]({link}) and [that](https://a.example).").count("<a ") == 1


def test_what_turns_text_round_is_gone() -> None:
    turned = "pay \u202e]moc.live[\u202c \u2066now\u2069 \u05e9\u05dc\u05d5\u05dd"
    assert render(turned) == "<p>pay ]moc.live[ now \u05e9\u05dc\u05d5\u05dd</p>\n"
    assert plain(turned) == "pay ]moc.live[ now \u05e9\u05dc\u05d5\u05dd"


@pytest.mark.parametrize(
    "text",
    [
        "x[^1] " * 40_000 + "\n\n[^1]: a",
        "[^1]: a\n" * 30_000,
        "x[^1]\n\n[^1]: x[^1] " + "y[^1] " * 400,
        "<y> " * 60_000,
        "<y " * 60_000,
        "<y>" * 1_900 + "[x](javascript:a) " * 10_000,
        "> [!NOTE]\n" * 25_000,
        "> [!NOTE]\n> a\n\n" * 14_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    render(text, notes="su-1")
    assert time.perf_counter() - began < 2


@given(st.text(st.one_of(st.sampled_from(" \n.,;:()/%?’“”–w"), st.characters(categories=["L", "N"])), max_size=60))
def test_plain_paragraphs_are_what_the_renderer_and_the_sanitiser_make_of_them(text: str) -> None:
    """A text without marks takes a short way, which ends where the long one does: a comment behind it asks for that."""
    assume(text.strip() and not prose_module._ADDRESS.search(text))
    long_way = str(render(f"{text}\n\n<!-- -->"))
    assert str(render(text)).rstrip("\n") == long_way.rstrip("\n")
