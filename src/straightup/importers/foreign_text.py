r"""Texts that are plain, or hold a little HTML, as Markdown that shows the same.

A line break stays one, runs of lines that begin with the same mark become a list, and what Markdown would take for
itself is kept text with a backslash. Of HTML what Markdown can say becomes that; of other tags their text stays.
"""

import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit

_TAGS = (
    "a|abbr|b|blockquote|br|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|ol|p|pre|s|script|"
    "small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|u|ul|var"
)
_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_NAME = re.compile(_TAGS, re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"`]+", re.IGNORECASE)
_SPECIAL = re.compile(
    r"[`*\[~]|\\(?=[!-/:-@\[-`{-~]|$)|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])"
    r"|(?<=\])[(:]|&(?=#?\w{1,32};)|(?<!\S)\|(?!\S)|!(?=\[)"
)
_BEGINNING = re.compile(r"#{1,6}(?=\s|$)|[>+](?=\s|$|>)|>|[-=](?=[-= ]*$)|-(?=\s|$)|:(?=-)|\|")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"([-*•‣●▪])\s+(?=\S)")
_BREAK = "\\\n"
_ITEM = "\x00"
"""In front of a line that is an item of a list; no text of ours holds it."""
TURNS: dict[int, str | None] = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""What turns text round, so that it reads as something else. It is no word of anybody, and no report may hold it."""
_SPACES = (
    TURNS | dict.fromkeys(map(ord, "\u00a0\u2007\u202f\t\v\f\x00"), " ") | {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
)
_SCHEMES = ("http", "https", "mailto")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLOCKS = ("p", "div", "ul", "ol", "blockquote", "table", "tr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr")


def as_markdown(text: str) -> str:
    """`text` as Markdown that shows its words, line breaks and lists, and that gives no other meaning to any of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES)
    if _HTML.search(text):
        return _blocks(_from_html(text).split("\n"))
    return _blocks([_escaped(line) for line in _listed(text.split("\n"))])


def one_line(text: str) -> str:
    """`text` on one line, with plain spaces."""
    return " ".join(text.translate(_SPACES).split())


def _listed(lines: list[str]) -> list[str]:
    """`lines` without their indentation, those of lists marked as such."""
    bare = [" ".join(line.split()) for line in lines]
    filled = [at for at, line in enumerate(bare) if line]
    marks = {at: match[1] for at in filled if (match := _BULLET.match(bare[at]))}
    # One line alone is as often a dash before a name.
    pairs = [pair for pair in pairwise(filled) if marks.get(pair[0], "") == marks.get(pair[1])]
    runs = {at for pair in pairs for at in pair}
    return [f"{_ITEM}{_BULLET.sub('', line, count=1)}" if at in runs else line for at, line in enumerate(bare)]


def _blocks(lines: list[str]) -> str:
    """Paragraphs and lists of lines that are Markdown already."""
    found: list[str] = []
    before = ""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    items = {at for at in filled if lines[at].startswith(_ITEM)}
    between = {at for first, last in pairwise(filled) if {first, last} <= items for at in range(first + 1, last)}
    for line in (line for at, line in enumerate(lines) if at not in between):
        item = line.startswith(_ITEM)
        now = "item" if item else "text" if line.strip() else ""
        if before and now and before != now:
            found.append("\n\n")
        elif before and now:
            found.append("\n" if item else _BREAK)
        elif now and found:
            found.append("\n\n")
        found.append(f"- {line[1:].strip()}" if item else line.strip())
        before = now
    return "".join(found).strip()


def _escaped(line: str) -> str:
    """`line` as Markdown that shows it: with a backslash before what would mean something."""
    mark, line = (_ITEM, line[1:]) if line.startswith(_ITEM) else ("", line)
    return mark + _begun(_inline(line))


def _begun(line: str) -> str:
    """`line`, whose words are Markdown already, with nothing at its beginning that makes it another kind of block."""
    if _BEGINNING.match(line):
        return f"\\{line}"
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def _inline(text: str) -> str:
    parts, at = [], 0
    for address in _ADDRESS.finditer(text):
        parts += [_SPECIAL.sub(_kept, text[at : address.start()]), address[0]]
        at = address.end()
    return "".join([*parts, _SPECIAL.sub(_kept, text[at:])])


def _kept(special: re.Match[str]) -> str:
    # Behind a backslash it would still be taken for a placeholder such as <your-name>, which is shown as it is written.
    return "&lt;" if special[0] == "<" else f"\\{special[0]}"


def _from_html(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.markdown()


class _Reader(HTMLParser):
    """Collects lines of Markdown from HTML. A line of an item begins with its mark."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = [""]
        self._links: list[str] = []
        self._open: list[str] = []
        self._code = 0

    def markdown(self) -> str:
        for mark in reversed(self._open):
            self._close(mark)
        return "\n".join(self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _NAME.fullmatch(tag):
            self.handle_data(self.get_starttag_text() or "")
        elif tag == "br":
            self._lines.append("")
        elif tag in _BLOCKS:
            self._lines += ["", ""]
        elif tag == "li":
            self._lines.append(_ITEM)
        elif tag in _MARKS:
            self._open.append(_MARKS[tag])
            self._lines[-1] += f"\x01{_MARKS[tag]}"
        elif tag == "a":
            address = (dict(attrs).get("href") or "").strip()
            self._links.append(address if _is_safe(address) else "")
            self._lines[-1] += "\x02" if self._links[-1] else ""
        elif tag == "img":
            self._picture(dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """Nothing: what stands in a script is text for us."""

    def handle_endtag(self, tag: str) -> None:
        if not _NAME.fullmatch(tag):
            self.handle_data(f"</{tag}>")
        elif tag in _BLOCKS:
            self._lines += ["", ""]
        elif tag in _MARKS and _MARKS[tag] in self._open:
            self._open.remove(_MARKS[tag])
            self._close(_MARKS[tag])
        elif tag == "a" and self._links:
            self._end_link(self._links.pop())

    def handle_data(self, data: str) -> None:
        for number, line in enumerate(data.split("\n")):
            # A line break behind a tag that breaks the line already is how HTML is written.
            if number and self._lines[-1].strip("\x00 "):
                self._lines.append("")
            at_beginning = not self._lines[-1].strip("\x00\x01 ")
            words = _inline(re.sub(r"\s+", " ", line))
            self._lines[-1] += _begun(words.lstrip()) if at_beginning else words

    def _close(self, mark: str) -> None:
        """Ends what is strong: right behind the last word, as Markdown needs it; of nothing nothing is left."""
        begin = self._lines[-1].rfind(f"\x01{mark}")
        if begin < 0:
            self._lines = [line.replace(f"\x01{mark}", "") for line in self._lines]
            return
        head, words = self._lines[-1][:begin], self._lines[-1][begin + 1 + len(mark) :]
        bare = words.strip()
        marked = words.replace(bare, f"{mark}{bare}{mark}", 1) if bare and "\x01" not in bare else words
        self._lines[-1] = head + marked

    def _end_link(self, address: str) -> None:
        begin = self._lines[-1].rfind("\x02")
        if not address:
            return
        if begin < 0:
            self._lines = [line.replace("\x02", "") for line in self._lines]
            self._lines[-1] += f" ({address})"
            return
        words = self._lines[-1][begin + 1 :].strip()
        same = words.rstrip("/") == address.rstrip("/")
        link = address if same and _ADDRESS.fullmatch(address) else _link(words or _inline(address), address)
        self._lines[-1] = self._lines[-1][:begin] + link

    def _picture(self, attributes: dict[str, str | None]) -> None:
        address = (attributes.get("src") or "").strip()
        words = _inline(one_line(attributes.get("alt") or "")) or "picture"
        self._lines[-1] += _link(words, address) if _is_safe(address) else words


def _link(words: str, address: str) -> str:
    if _ADDRESS.search(words):
        # A link inside a link is none.
        words = re.sub(r"(?<=[a-z])://|(?<=www)\.", lambda found: f"\\{found[0]}", words, flags=re.IGNORECASE)
    words = words.replace("]", "\\]")
    return f"[{words}](<{address.replace(chr(92), '%5C').replace('<', '%3C').replace('>', '%3E')}>)"


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in _SCHEMES and not re.search(r"\s", address)
    except ValueError:
        return False
