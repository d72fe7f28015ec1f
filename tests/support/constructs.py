"""Every construct that a report can be made of, and every place where one can stand.

Whatever reads, checks or shows reports is held to all of them: for twice as much it may take twice as long, no more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

Fill = Callable[[int], str]
"""A text of about so many bytes that is nothing but one construct."""


def _again(unit: str) -> Fill:
    size = len(unit.encode())
    return lambda length: unit * max(1, length // size)


def _counted(unit: str) -> Fill:
    """The unit again and again, with another number each time."""

    def fill(length: int) -> str:
        parts: list[str] = []
        size = 0
        for number in count():
            parts.append(unit.replace("%", str(number)))
            size += len(parts[-1].encode())
            if size >= length:
                return "".join(parts)
        raise AssertionError

    return fill


def _around(opening: str, inside: str, closing: str) -> Fill:
    """All that opens, then what is inside, then all that closes."""

    def fill(length: int) -> str:
        times = max(1, (length - len(inside)) // (len(opening) + len(closing)))
        return opening * times + inside + closing * times

    return fill


def _growing(unit: str, between: str) -> Fill:
    """Runs of growing length."""

    def fill(length: int) -> str:
        parts: list[str] = []
        size = 0
        for number in count(1):
            if size >= length:
                return between.join(parts)
            parts.append(unit * number)
            size += len(parts[-1]) + len(between)
        raise AssertionError

    return fill


def _table(columns: int, row: str) -> Fill:
    head = f"|{' a |' * columns}\n|{'---|' * columns}\n"
    return lambda length: head + row * max(1, (length - len(head)) // len(row))


CONSTRUCTS: dict[str, Fill] = {
    # words that rules look for
    "because": _again("because "),
    "because on lines of their own": _again("because\n"),
    "due to a": _again("due to a "),
    "soon": _again("soon "),
    "soon in sentences": _again("It works soon. "),
    "shortly and numbers": _counted("shortly % "),
    "by a time": _again("by 16:30 UTC "),
    "in some hours": _again("in 2 hours "),
    "until": _again("until "),
    "unknown until": _again("unknown until "),
    "sorry": _again("we are sorry "),
    "only a few users": _again("only a few users "),
    "user error": _again("user error "),
    "beyond our control": _again("beyond our control "),
    "best in class": _again("world-class "),
    "TODO": _again("TODO "),
    "a jargon word": _again("frobnicator "),
    "not known yet": _again("Not known yet. "),
    "suspected": _again("Suspected: "),
    "be more careful": _again("be more careful "),
    "stock words": _again("the issue "),
    "different words": _counted("word%x "),
    "different names": _counted("Name%x "),
    "capital letters": _again("ABC "),
    "numbers": _counted("% "),
    # characters
    "letters": _again("a"),
    "digits": _again("1"),
    "spaces": _again(" "),
    "spaces and a letter": lambda length: " " * length + "x",
    "tabs": _again("\t"),
    "tabs and letters": _again("\ta"),
    "line ends": _again("\n"),
    "short lines": _again("a\n"),
    "short paragraphs": _again("a\n\n"),
    "full stops": _again("."),
    "full stops and spaces": _again(". "),
    "commas": _again(","),
    "commas and spaces": _again(", a"),
    "colons": _again(":"),
    "colons and letters": _again("a:"),
    "semicolons": _again("; "),
    "dashes": _again("-"),
    "dashes and digits": _again("1-"),
    "dates": _again("2026-11-03 "),
    "moments": _again("2026-11-03 14:05 UTC "),
    "times of day": _again("14:05 UTC, "),
    "durations": _again("1 h "),
    "plus signs": _again("+"),
    "apostrophes": _again("'"),
    "quotation marks": _again('"'),
    "words in quotation marks": _again('"a" '),
    "curly quotes": _again("“"),
    "question marks": _again("?"),
    "exclamation marks": _again("!"),
    "exclamation marks and brackets": _again("!["),
    "at signs": _again("@"),
    "e-mail addresses": _again("a@b.example "),
    "half an e-mail address": lambda length: "a@" + "b." * (length // 2),
    "dots and letters": _again("a."),
    "host names": _again("a.internal "),
    "one long host name": lambda length: "a." * (length // 2) + "internal",
    "addresses of machines": _again("10.0.0.1 "),
    "digits and dots": _again("1."),
    "IPv6": _again("fd00::1 "),
    "one long IPv6": lambda length: "fd00" + ":1" * (length // 2),
    "slashes": _again("/"),
    "backslashes": _again("\\"),
    "backslashes and brackets": _again("\\["),
    "underscores": _again("_"),
    "underscores and letters": _again("_a"),
    "asterisks": _again("*"),
    "asterisks and letters": _again("*a "),
    "strong and weak": _again("**a*"),
    "strong with underscores": _again("__a_ "),
    "emphasis in both ways": _again("*a_ "),
    "closed emphasis": _again("*a* "),
    "emphasis in emphasis": _around("*a ", "x", " b*"),
    "closing emphasis": _again("a** "),
    "tildes": _again("~"),
    "tildes and letters": _again("~~a "),
    "closed tildes": _again("~~a~~ "),
    "backticks": _again("`"),
    "backticks and letters": _again("`a "),
    "code": _again("`a` "),
    "growing runs of backticks": _growing("`", " "),
    "growing runs of backticks on lines": _growing("`", "\na"),
    "growing runs of asterisks": _growing("*", " a"),
    "escaped backticks": _again("\\`"),
    "hashes": _again("#"),
    "hashes and spaces": _again("# "),
    "dollar signs": _again("$a "),
    "percent signs": _again("%s"),
    "braces": _again("{"),
    "template braces": _again("{{ a }} "),
    "ampersands": _again("&"),
    "entities": _again("&amp;"),
    "long entities": _again("&CounterClockwiseContourIntegral;"),
    "numeric entities": _again("&#1234567;"),
    "half an entity": _again("&#"),
    "opening brackets": _again("["),
    "closing brackets": _again("]"),
    "both brackets": _again("[]"),
    "brackets in brackets": _around("[", "x", "]"),
    "brackets and parentheses": _again("[a]("),
    "half links": _again("[a](b "),
    "half links in angles": _again("[a](<b "),
    "links": _again("[a](b) "),
    "full links": _again("[a](https://a.example/) "),
    "links with titles": _again('[a](b "c") '),
    "half titles": _again('[a](b "c '),
    "unsafe links": _again("[a](javascript:b) "),
    "links in links": _around("[", "x", "](b)"),
    "pictures": _again("![a](b) "),
    "pictures in pictures": _around("![", "x", "](b)"),
    "closing of links": _again("](b)"),
    "parentheses": _again("("),
    "parentheses in a link": lambda length: "[a](" + "(" * (length // 2) + ")" * (length // 2),
    "nested parentheses": _around("(", "x", ")"),
    "references": _again("[a][b] "),
    "references that are known": lambda length: "[a]: b\n\n" + "[a] " * (length // 4),
    "definitions": _counted("[a%]: b\n"),
    "definitions and references": _counted("[a%]: b\n\n[a%]\n\n"),
    "half definitions": _again("[a]: "),
    "a long reference": lambda length: f"[a]: {'b' * (length // 2)}\n\n" + "[a]" * (length // 6),
    "footnotes": _again("[^1] "),
    "defined footnotes": _counted("[^%]: a\n\n"),
    "footnotes and definitions": _counted("a[^%]\n\n[^%]: b\n\n"),
    "one footnote again and again": lambda length: "[^1]: a\n\n" + "[^1] " * (length // 5),
    "addresses": _again("https://a.example/ "),
    "one long address": lambda length: "https://a.example/" + "a" * length,
    "addresses without spaces": _again("https://"),
    "addresses of pages": _again("www.a.example "),
    "one long page": lambda length: "www." + "a." * (length // 2),
    "an address with brackets": lambda length: "https://a.example/" + "(" * length,
    "an address with closing brackets": lambda length: "https://a.example/" + ")" * length,
    "an address with entities": lambda length: "https://a.example/" + "&amp;" * (length // 5),
    "colons and slashes": _again("://"),
    "a password in an address": _again("https://a:b"),
    "mail links": _again("mailto:a@b.example "),
    "addresses in angles": _again("<https://a.example/> "),
    # HTML
    "less than": _again("<"),
    "less than and letters": _again("<a"),
    "less than and spaces": _again("< "),
    "greater than": _again(">"),
    "greater than and spaces": _again("> "),
    "arrows": _again("<>"),
    "tags": _again("<b>"),
    "closing tags": _again("</b>"),
    "allowed tags": _again("<kbd>"),
    "closed allowed tags": _again("<sub>a</sub>"),
    "details": _again("<details>"),
    "tags in tags": _around("<sub>", "x", "</sub>"),
    "details in details": _around("<details>\n", "x", "</details>\n"),
    "line breaks": _again("<br>"),
    "half tags": _again("<a b "),
    "tags with attributes": _again('<a b="c" '),
    "half attributes": _again('<a b="'),
    "a tag with many attributes": lambda length: "<a" + ' b="c"' * (length // 6) + ">",
    "comments": _again("<!-- a -->"),
    "the shortest comments": _again("<!---->"),
    "half comments": _again("<!-- "),
    "half comments on lines": _again("<!--\n\n"),
    "ends of comments": _again("-->"),
    "declarations": _again("<!A "),
    "instructions": _again("<?"),
    "CDATA": _again("<![CDATA["),
    "scripts": _again("<script>"),
    "raw text": _again("<xmp>"),
    "plain text": _again("<plaintext>"),
    "tables in HTML": _again("<table>"),
    "SVG": _again("<svg>"),
    "MathML": _again("<math><mi>"),
    # blocks
    "quotations": _again("> a\n"),
    "quotations apart": _again("> a\n\n"),
    "quotations in quotations": _growing("> ", "a\n"),
    "lists": _again("- a\n"),
    "loose lists": _again("- a\n\n"),
    "lists of each kind": _again("- a\n* a\n"),
    "numbered lists": _again("1. a\n"),
    "long numbers of lists": _again("123456789. a\n"),
    "lists in lists": _again("- "),
    "numbered lists in lists": _again("1. "),
    "lists in quotations": _again("> - "),
    "deeper and deeper lists": lambda length: "".join(
        f"{' ' * (number % 100)}- a\n" for number in range(max(1, length // 53))
    ),
    "steps": _again("- [ ] a\n"),
    "done steps": _again("- [x] a (owner: b, due: 2026-11-03)\n"),
    "steps without a space": _again("- [ ]\n"),
    "thematic breaks": _again("---\n"),
    "stars as breaks": _again("* * *\n"),
    "long breaks": _again("- - "),
    "headings": _again("### a\n"),
    "headings of sections": _again("## a\n"),
    "different headings": _counted("## a%\n"),
    "known headings": _again("## Impact\n"),
    "known headings with text": _again("## Cause\n\nbecause\n\n"),
    "nearly known headings": _again("## Impac\n"),
    "deep headings": _again("###### a\n"),
    "underlined headings": _again("a\n===\n\n"),
    "underlined with dashes": _again("a\n---\n\n"),
    "fences": _again("```\n"),
    "fences with tildes": _again("~~~\n"),
    "open fences": _again("```a\n"),
    "closed fences": _again("```\na\n```\n"),
    "fences in lists": _again("- ```a\n"),
    "growing fences": _growing("`", "\n"),
    "indented code": _again("    a\n"),
    "indented code apart": _again("    a\n\n\n"),
    "tables": _table(2, "| a | b |\n"),
    "wide tables": _table(100, "|\n"),
    "very wide tables": lambda length: _table(max(1, length // 16), "|\n")(length),
    "tables of short rows": _table(10, "a\n"),
    "many tables": _again("|a|b|\n|-|-|\n|c|d|\n\n"),
    "heads of tables": _again("|a|\n|-|\n"),
    "bars": _again("|"),
    "bars and letters": _again("|a"),
    "escaped bars": _again("\\|"),
    "lines of bars": _again("|\n"),
    "delimiters of tables": _again("|-"),
    "lines of delimiters": _again("|-|\n"),
    "hard line ends": _again("a  \n"),
    "escaped line ends": _again("a\\\n"),
    # what only our format has
    "updates": _again("### 2026-11-03 14:20 UTC: Investigating\n"),
    "updates with text": _counted("### 2026-11-03 14:20 UTC: Identified\n\nword% broke\n\n"),
    "updates with one text": _again("### 2026-11-03 14:20 UTC: Identified\n\n- ETA: 16:30 UTC\n\nThe node broke.\n\n"),
    "updates that cannot be read": _again("### 2026-11-03 14:20 UTC: Investigatin\n"),
    "headings without a time": _again("### a: b\n"),
    "fields": _again("- ETA: 16:30 UTC\n"),
    "unreadable ETAs": _again("- ETA: soon\n"),
    "next updates": _again("- Next update: 16:30 UTC\n"),
    "components": _counted("- Components: c%=degraded\n"),
    "components in one line": _counted("c% degraded, "),
    "known components in one line": _again("api degraded, "),
    "unknown states": _counted("c% major-outag, "),
    "edits": _again("- Edited: 2026-11-03 14:55 UTC, because a\n"),
    "unknown fields": _again("- Foo: x\n"),
    "nearly known fields": _again("- Etaa: x\n"),
    "fields in bold": _again("- **ETA**: 16:30 UTC\n"),
    "metadata": _again(", owner: a"),
    "metadata in parentheses": _again("(owner: a) "),
    "references to reports": _again("[a](2026-11-03-a.md) "),
    # beyond ASCII
    "umlauts": _again("ä"),
    "Arabic": _again("ش "),
    "Chinese": _again("中"),
    "emoji": _again("👩‍👩‍👧"),
    "accents": _again("\u0301"),
    "letters with accents": _again("a\u0301"),
    "a letter with many accents": lambda length: "a" + "\u0301" * (length // 2),
    "no-break spaces": _again("\u00a0"),
    "line separators": _again("\u2028"),
    "next lines": _again("\u0085"),
    "words between line separators": _again("a\u2028"),
    "ligatures": _again("ﬁ"),
    "one letter that becomes many": _again("ﷺ"),
    "sharp s": _again("ß"),
    "dotted capital I": _again("İ"),
    "Kelvin signs": _again("\u212a"),
    "fullwidth digits": _again("１"),
    "Arabic digits": _again("١:"),
    "joiners": _again("\u200d"),
    "zero width spaces": _again("\u200b"),
    "soft hyphens": _again("\u00ad"),
    "byte order marks": _again("\ufeff"),
    "text that is turned round": _again("\u202e"),
    "isolated text": _again("\u2066a\u2069"),
    "replacement characters": _again("\ufffd"),
    "NULs": _again("\0"),
    "escapes": _again("\x1b[31m"),
    "control characters": _again("\x01"),
    "form feeds": _again("\x0c"),
    "carriage returns": _again("\r"),
    "DOS line ends": _again("a\r\n"),
    "characters that nobody uses": _again("\U0010ffff"),
    # secrets
    "beginnings of tokens": _again("ghp_"),
    "beginnings of keys": _again("sk-"),
    "beginnings of Slack tokens": _again("xoxb-1-"),
    "one long Slack token": lambda length: "xoxb-" + "1-" * (length // 2),
    "one long key": lambda length: "sk-ant-" + "a" * length,
    "an OpenAI key": lambda length: "sk-" + "a" * length + "T3BlbkFJ",
    "marks of OpenAI keys": _again("sk-aaaaaaaaaaaaaaaaaaaaT3BlbkFJ"),
    "web tokens": _again("eyJaaaaaaaaaa."),
    "beginnings of private keys": _again("-----BEGIN A "),
    "storage keys": _again("AccountKey="),
    # plain words for times
    "by a time in plain words": _again("by 7am UTC tomorrow, before noon, "),
    "by a day": _again("by Monday the 26th of "),
    "by a time in a city": _again("by 6.00 Europe/Berlin/"),
    "half an hour and": _again("an hour and a half and "),
    "marks of bold": _again("*_"),
}
"""By what it is."""

_HEAD = "---\ntitle: Cards fail\ncomponents:\n  api: degraded\nstarted: 2026-11-03 14:05 UTC\n---\n"
_UPDATE = "## Updates\n\n### 2026-11-03 14:20 UTC: Identified\n\n"
_PROMISED = "- ETA: 16:30 UTC\n- Next update: 15:30 UTC\n\n"
MOST_OF_FRONT_MATTER = 15_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a report a construct can stand: what is in front of it and behind it."""

    name: str
    before: str
    after: str = ""
    most: int = 240 * 1024
    """Bytes that fit there."""

    def around(self, fill: Fill, length: int) -> str:
        """The whole report with so many bytes of a construct at this place."""
        return self.before + fill(min(length, self.most)) + self.after


def _key(line: str) -> Place:
    name = line.partition(":")[0].strip()
    before, _, after = line.partition("%")
    head = "".join(
        each for each in _HEAD.removesuffix("---\n").splitlines(keepends=True) if not each.startswith(f"{name}:")
    )
    return Place(f"the key {name}", head + before, f"{after}\n---\n{_UPDATE}{_PROMISED}The node broke.\n", 15_000)


PLACES = (
    Place("the front of the file", ""),
    Place("the front matter", "---\n", f"\n---\n{_UPDATE}", MOST_OF_FRONT_MATTER),
    _key("title: %"),
    _key('title: "%"'),
    _key("started: %"),
    _key("kind: %"),
    _key("author: %"),
    _key("repeat-of: %"),
    _key("components:\n  %"),
    _key("components:\n  api: %"),
    _key("components: {%}"),
    _key("links:\n  a: %"),
    _key("exempt:\n  C10: %"),
    Place("the front matter that never ends", "---\ntitle: "),
    Place("before the sections", _HEAD),
    Place("Impact", f"{_HEAD}## Impact\n\n"),
    Place("Cause", f"{_HEAD}{_UPDATE}{_PROMISED}a\n\n## Cause\n\n"),
    Place("a cause not known", f"{_HEAD}{_UPDATE}{_PROMISED}a\n\n## Cause\n\nNot known yet. "),
    Place("Restoration", f"{_HEAD}## Restoration\n\n"),
    Place("Prevention", f"{_HEAD}## Prevention\n\n"),
    Place("a step", f"{_HEAD}## Prevention\n\n- [ ] ", " (owner: a, due: 2026-11-20)\n"),
    Place("what a step ends with", f"{_HEAD}## Prevention\n\n- [ ] Alert (because: ", ")\n"),
    Place("Making it right", f"{_HEAD}## Making it right\n\n"),
    Place("a section of the author's", f"{_HEAD}## Notes\n\n"),
    Place("a heading", f"{_HEAD}## "),
    Place("before the updates", f"{_HEAD}## Updates\n\n"),
    Place("the heading of an update", f"{_HEAD}## Updates\n\n### "),
    Place("the stage of an update", f"{_HEAD}## Updates\n\n### 2026-11-03 14:20 UTC: "),
    Place("an update", f"{_HEAD}{_UPDATE}{_PROMISED}"),
    Place("a later update", f"{_HEAD}{_UPDATE}{_PROMISED}The node broke.\n\n### 2026-11-03 14:48 UTC: Identified\n\n"),
    Place("the fields of an update", f"{_HEAD}{_UPDATE}"),
    Place("the name of a field", f"{_HEAD}{_UPDATE}- "),
    Place("an ETA", f"{_HEAD}{_UPDATE}- ETA: "),
    Place("the reason of an ETA", f"{_HEAD}{_UPDATE}- ETA: unknown until 15:30 UTC, because "),
    Place("a next update", f"{_HEAD}{_UPDATE}- Next update: "),
    Place("the components of an update", f"{_HEAD}{_UPDATE}- Components: "),
    Place("an edit", f"{_HEAD}{_UPDATE}- Edited: 2026-11-03 14:55 UTC, because "),
)


def reports(length: int) -> Iterator[tuple[str, str, str]]:
    """(the construct, its place, the whole report) for each construct at each place."""
    for what, fill in CONSTRUCTS.items():
        for place in PLACES:
            yield what, place.name, place.around(fill, length)
