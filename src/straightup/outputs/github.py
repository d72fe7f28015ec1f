"""What GitHub makes of Markdown beyond its dialect: alerts, footnotes, and placeholders that look like tags.

Each function takes and gives HTML or Markdown as text; `prose` calls them around the sanitiser, which stays the last
word on what is safe: here nothing is added to a page but tags and words of our own.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from straightup.outputs.language.language import Language

MOST_NOTES = 500
"""References to footnotes in one text; where there are more they stay as they were typed."""

# Placeholders

_ELEMENTS: Final = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
    fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
    image img input ins isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta
    meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q
    rb rp rt rtc ruby s samp script search select slot small source span strike strong style sub summary sup svg table
    tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xml xmp
    """.split()  # noqa: SIM905 -- a list of them is a page long
)
"""What a browser knows. `section` is missing, so that none but ours can stand around the footnotes."""
_TAG_LIKE = re.compile(r"(?<!\]\()(?<!\]: )<(/?([A-Za-z][A-Za-z0-9-]*)(?:[\s/][^<>]*)?)>")
_OPEN, _CLOSE, _NOTES, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""No characters: they pass Markdown and sanitiser as text, and no author can write them."""
_OURS = re.compile(f"[{_OPEN}-{_END}]")


def placeholders_kept(markdown: str) -> str:
    """`markdown` in which `<your-shop>`, a tag of no language, is no tag; `placeholders_shown` makes it text."""
    markdown = _OURS.sub("\ufffd", markdown)
    if "<" not in markdown:
        return markdown
    return _TAG_LIKE.sub(
        lambda tag: tag[0] if tag[2].lower() in _ELEMENTS else f"{_OPEN}{tag[1]}{_CLOSE}",
        markdown,
    )


def placeholders_shown(html: str) -> str:
    return html.replace(_OPEN, "&lt;").replace(_CLOSE, "&gt;")


# Footnotes

_SECTION: Final = '<section class="footnotes" data-footnotes>'
_REFERENCE = re.compile(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-([^"]*)" data-footnote-ref>(\d+)</a></sup>'
)
_NOTE = re.compile(r'<li id="fn-([^"]*)">')
_BACK = re.compile(
    r' ?<a href="#fnref-([^"]*)" class="footnote-backref" data-footnote-backref data-footnote-backref-idx="([^"]*)"'
    r'[^>]*>↩(?:<sup class="footnote-ref">\d+</sup>)?</a>'
)
_NOTES_BEGIN = re.compile(f"(?<=\n){_NOTES}(?=\n<ol>)")
_NOTES_END = re.compile(f"(?<=</ol>\n){_END}")


def footnotes_prepared(html: str, prefix: str, language: Language) -> str:
    """The footnotes of cmark's `html` with ids that begin with `prefix`; without a prefix they are not linked."""
    if _SECTION not in html:
        return html
    before, _, notes = html.rpartition(_SECTION)
    notes, _, after = notes.rpartition("</section>")
    html = f"{before}{_NOTES}{notes}{_END}{after}"
    if not prefix:
        html = _REFERENCE.sub(r"<sup>\3</sup>", html)
        return _BACK.sub("", html)
    numbers: dict[str, str] = {}

    def number(name: str) -> str:
        return numbers.setdefault(name, str(len(numbers) + 1))

    def reference(found: re.Match[str]) -> str:
        return f'<sup><a href="#{prefix}-n{number(found[1])}" id="{prefix}-r{number(found[2])}">{found[3]}</a></sup>'

    def back(found: re.Match[str]) -> str:
        label = escape(language.gettext("Back to reference %(number)s", number=found[2]))
        return f' <a href="#{prefix}-r{number(found[1])}" aria-label="{label}">↩</a>'

    html = _REFERENCE.sub(reference, html)
    html = _NOTE.sub(lambda found: f'<li id="{prefix}-n{number(found[1])}">', html)
    return _BACK.sub(back, html)


def footnotes_placed(html: str, prefix: str, language: Language) -> str:
    """Sanitised `html` with its footnotes in a part of their own; where there is no page around them, below a line."""
    if _NOTES not in html:
        return html
    label = escape(language.gettext("Footnotes"))
    begin = f'<section class="su-footnotes" aria-label="{label}">' if prefix else "<hr>"
    placed = _NOTES_BEGIN.sub(begin, html)
    ended = _NOTES_END.sub("</section>" if prefix else "", placed)
    whole = _NOTES not in placed and _END not in ended
    return ended if whole else html.replace(_NOTES, "").replace(_END, "")


def without_footnotes(html: str) -> str:
    """Sanitised `html`, made without a prefix, as far as its footnotes."""
    return re.sub(r"<sup>\d+</sup>", "", html.partition(_NOTES)[0]) if _NOTES in html else html


# Alerts

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>')
_VOID: Final = frozenset({"br", "hr"})
_MARK = re.compile(
    r"<blockquote>\n<p>\[!(note|tip|important|warning|caution)\][ \t]*(?:(?:<br>)?\n(?!</p>)|</p>\n(?!</blockquote>))",
    re.IGNORECASE,
)


def _titles(language: Language) -> dict[str, str]:
    """What GitHub writes above an alert, by the mark that an author writes in small letters."""
    return {
        "note": language.pgettext("alert", "Note"),
        "tip": language.pgettext("alert", "Tip"),
        "important": language.pgettext("alert", "Important"),
        "warning": language.pgettext("alert", "Warning"),
        "caution": language.pgettext("alert", "Caution"),
    }


def finished(html: str, language: Language, *, on_page: bool) -> str:
    """Sanitised `html` with GitHub's alerts, and with the words alone where a link has lost its unsafe address.

    An alert is a quotation whose first line is its mark; as on GitHub it stands inside of nothing else.
    """
    if "[!" not in html and "<a" not in html:
        return html
    return "".join(_finished(html, _titles(language) if "[!" in html else {}, on_page=on_page))


def _finished(html: str, titles: dict[str, str], *, on_page: bool) -> Iterator[str]:
    ends: list[str] = []  # what becomes of the end of each element that is open
    at = 0
    for token in _TOKEN.finditer(html):
        if token.start() < at:
            continue  # it went with the mark
        yield html[at : token.start()]
        at, said = token.end(), token[0]
        if token[2] in _VOID:
            pass
        elif token[1]:
            said = ends.pop() if ends else ""
        elif token[2] == "a" and ' href="' not in token[3]:
            ends.append("")
            said = ""
        elif not ends and (mark := _MARK.match(html, token.start())):
            at = mark.end()
            said, end = _alert(mark[1].lower(), titles, on_page=on_page)
            ends.append(end)
            if not mark[0].endswith("</p>\n"):
                said += "<p>"
                ends.append("</p>")
        else:
            ends.append(f"</{token[2]}>")
        yield said
    yield html[at:]


def _alert(kind: str, titles: dict[str, str], *, on_page: bool) -> tuple[str, str]:
    """How the alert begins and ends."""
    title = escape(titles[kind])
    if not on_page:
        return f"<blockquote>\n<p><strong>{title}</strong></p>\n", "</blockquote>"
    return f'<div class="su-alert su-alert-{kind}" role="note">\n<p class="su-alert-title">{title}</p>\n', "</div>"
