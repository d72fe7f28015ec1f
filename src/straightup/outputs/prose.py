"""An author's Markdown as HTML that is safe to publish: GitHub's own renderer first, then a strict allow-list."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

import cmarkgfm
import nh3
from cmarkgfm.cmark import Options
from markupsafe import Markup

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
_SCHEMES: Final = {"http", "https", "mailto"}
_COMPLETE = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_TASK = re.compile(r"<input [^>]*type=\"checkbox\"[^>]*>")
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
# It does not end at "No. 3" or "e.g. by wear": what follows an end is no digit and no small letter.
_SENTENCE = re.compile(r".+?(?<!\bNo)[.!?](?=\s+[^\sa-z0-9]|\s*$)")
_TOO_DEEP = re.compile(r"(?:> ?|[*+-] |\[){200}")
MOST_TAGS = 2000

LinkOf = Callable[[str], str | None]
"""What becomes of a link that an author wrote without a scheme such as `https:`; of one that leads nowhere, nothing."""
_NOWHERE = re.compile(r"<a(?![^>]* href=)[^>]*>(.*?)</a>", re.DOTALL)


def render(text: str, link_of: LinkOf | None = None) -> Markup:
    """`text` as sanitised HTML. Pictures become links to them: a page must not ask another host for anything.

    `link_of` is asked for every link that does not say all of its address; without it they stay as they are.
    """
    if not text.strip():
        return Markup()
    if _TOO_DEEP.search(text) or text.count("<") > MOST_TAGS:
        # Nobody writes so; sanitising it would take minutes, and the text is kept.
        return Markup("<pre>{}</pre>").format(text)
    html = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
    if "<input" in html:
        html = _TASK.sub(lambda task: "☑" if "checked" in task[0] else "☐", html)
    if "<img" in html:
        html = _IMAGE.sub(lambda image: f'<a href="{image[1]}">{image[2] or image[1]}</a>', html)

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href":
            if value.startswith("//"):
                return None
            if link_of and not _COMPLETE.match(value):
                return link_of(value)
        return value

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=attribute,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    if link_of:
        clean = _NOWHERE.sub(r"\1", clean)
    return Markup(clean)  # noqa: S704 -- the line above is what makes it safe


def plain(text: str, length: int = 0) -> str:
    """`text` without its markup on one line, cut at a word to at most `length` characters when that is given."""
    words = " ".join(unescape(_TAG.sub(" ", str(render(text)))).split())
    words = re.sub(r" ([.,;:!?)])", r"\1", words)
    if not length or len(words) <= length:
        return words
    kept = words[: length - 1]
    return (kept if words[length - 1] == " " else kept.rpartition(" ")[0]).rstrip(",;:") + "…"


def first_sentence(text: str, length: int = 160) -> str:
    """The first sentence of `text` as plain text."""
    words = plain(text)
    match = _SENTENCE.match(words)
    sentence = match[0] if match else words
    return sentence if len(sentence) <= length else plain(text, length)
