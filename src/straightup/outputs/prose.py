"""An author's Markdown as HTML that is safe to publish: GitHub's own renderer first, then a strict allow-list."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

import cmarkgfm
import nh3
from cmarkgfm.cmark import Options
from markupsafe import Markup

from straightup.outputs import github
from straightup.outputs.language.language import Language, language

TAGS: Final = frozenset(
    {"a", "blockquote", "br", "code", "del", "details", "em", "h3", "h4", "h5", "h6", "hr", "kbd", "li", "ol", "p"}
    | {"pre", "s", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES: Final = {
    "*": set(),
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
    "details": {"open"},
}
_ATTRIBUTES_OF_NOTES: Final = {**_ATTRIBUTES, "a": {*_ATTRIBUTES["a"], "id", "aria-label"}, "li": {"id"}}
_SCHEMES: Final = {"http", "https", "mailto"}
_COMPLETE = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_TASK = re.compile(r"<input [^>]*type=\"checkbox\"[^>]*>")
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
# It does not end at "No. 3" or "e.g. by wear": what follows an end is no digit and no small letter.
_SENTENCE = re.compile(r".+?(?<!\bNo)[.!?](?=\s+[^\sa-z0-9]|\s*$)")
_ENGLISH: Final = language("en")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns text round, so that it reads as something else."""
_ALERT = re.compile("<blockquote>\n<p><strong>([^<]*)</strong></p>")
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[,;.:()/%?'’“”–]| (?=[^ \n])|\n(?=[^\W\d_])){0,999}(?<=\S)")
"""Paragraphs without anything that Markdown, HTML or GitHub gives a meaning: letters, digits and a few marks, each line
beginning with a letter."""
_ADDRESS = re.compile(r"www\.|:/", re.IGNORECASE)
_TOO_DEEP = re.compile(r"(?:> ?|[*+-] |\[){200}")
_DELIMITERS = "|:- \t>"
"""What the line between the head and the rows of a table is made of, in a quotation too."""
MOST_TAGS = 2000
"""That an author writes."""
MOST_CELLS = 10_000
"""Of tables. A row of three bytes has as many cells as its head."""
MOST_ELEMENTS = 20_000
"""That Markdown may become: the sanitiser takes about a kilobyte for each."""
LONGEST_BEGINNING = 20_000
"""How much of a text is looked at for its first words."""

LinkOf = Callable[[str], str | None]
"""What becomes of a link that an author wrote without a scheme such as `https:`; of one that leads nowhere, nothing."""
_NOWHERE = re.compile(r"<a(?![^>]* href=)[^>]*>(.*?)</a>", re.DOTALL)


def render(text: str, link_of: LinkOf | None = None, *, spoken: Language = _ENGLISH, notes: str = "") -> Markup:
    """`text` as sanitised HTML. Pictures become links to them: a page must not ask another host for anything.

    `link_of` is asked for every link that does not say all of its address; without it they stay as they are. `notes`
    begins the ids of footnotes, and is the text's own on its page; without it the HTML needs nothing around it, neither
    a page nor a style. `spoken` says what we add.
    """
    html = _sanitised(text, link_of, spoken, notes)
    return Markup(github.footnotes_placed(html, notes, spoken))  # noqa: S704 -- it is sanitised, and words of ours


def _sanitised(text: str, link_of: LinkOf | None, spoken: Language, notes: str) -> str:
    """Safe HTML, but for the place of its footnotes, which is marked."""
    if _PLAIN.fullmatch(text) and not _ADDRESS.search(text):
        return f"<p>{text}</p>\n"  # as both would leave it: most short texts, and most of the time that all texts take
    return _cleaned(text, link_of, spoken, notes) if text.strip() else ""


def _cleaned(text: str, link_of: LinkOf | None, spoken: Language, notes: str) -> str:
    """Rendered, and through the sanitiser."""
    text = TURNS.sub("", text)
    # What nobody writes would take minutes and gigabytes. The text is kept, and shown as it was written.
    if _TOO_DEEP.search(text) or text.count("<") > MOST_TAGS or _cells(text) > MOST_CELLS:
        return str(_as_written(text))
    options = Options.CMARK_OPT_UNSAFE
    if text.count("[^") <= github.MOST_NOTES:
        options |= Options.CMARK_OPT_FOOTNOTES
    html = cmarkgfm.github_flavored_markdown_to_html(github.placeholders_kept(text), options)
    if html.count("<") > 2 * MOST_ELEMENTS:
        return str(_as_written(text))
    html = github.footnotes_prepared(html, notes, spoken)
    if "<input" in html:
        html = _TASK.sub(lambda task: "☑" if "checked" in task[0] else "☐", html)
    if "<img" in html:
        html = _IMAGE.sub(lambda image: f'<a href="{image[1]}">{image[2] or image[1]}</a>', html)

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if value.startswith(f"{notes}-") else None
        if tag == "a" and name == "href":
            if value.startswith("//"):
                return None
            if notes and value.startswith(f"#{notes}-"):
                return value
            if link_of and not _COMPLETE.match(value):
                return link_of(value)
        return value

    attributes = _ATTRIBUTES_OF_NOTES if notes else _ATTRIBUTES
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in attributes.items()},
        attribute_filter=attribute,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    clean = github.placeholders_shown(clean)
    if link_of:
        clean = _NOWHERE.sub(r"\1", clean)
    return github.finished(clean, spoken, on_page=bool(notes))


def _as_written(text: str) -> Markup:
    return Markup("<pre>{}</pre>").format(text)


def _cells(text: str) -> int:
    """At most how many cells the tables in `text` have."""
    if "|" not in text or "-" not in text:
        return 0
    cells = columns = 0
    for line in text.split("\n"):
        bare = line.strip(_DELIMITERS)
        if not bare and "|" in line and "-" in line:
            columns = line.count("|") + 1
        elif not bare and not line.strip():
            columns = 0
        cells += columns
    return cells


def plain(text: str, length: int = 0) -> str:
    """`text` without its markup on one line, cut at a word to at most `length` characters when that is given."""
    beginning = text[:LONGEST_BEGINNING] if length else text
    html = github.without_footnotes(_sanitised(beginning, None, _ENGLISH, ""))
    html = _ALERT.sub(r"\1: ", html)
    words = " ".join(unescape(_TAG.sub(" ", html)).split())
    words = re.sub(r" ([.,;:!?)])", r"\1", words)
    if not length or len(words) <= length:
        return words
    kept = words[: length - 1]
    return (kept if words[length - 1] == " " else kept.rpartition(" ")[0]).rstrip(",;:") + "…"


def first_sentence(text: str, length: int = 160) -> str:
    """The first sentence of `text` as plain text."""
    text = text[:LONGEST_BEGINNING]
    words = plain(text)
    match = _SENTENCE.match(words)
    sentence = match[0] if match else words
    return sentence if len(sentence) <= length else plain(text, length)
