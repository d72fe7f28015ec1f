"""An author's Markdown becomes safe HTML, and reads as it does on GitHub."""

import pytest

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
