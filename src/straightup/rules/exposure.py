"""X: does the file show what customers, or strangers, must not see?

Secrets are looked for in every line, comments included: the file is as public as the page. What a reader of the page
sees is looked for outside comments, and markup outside code too.
"""

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from straightup.model.findings import Fault, Severity, Span
from straightup.model.source import MASK, Entry
from straightup.rules.places import place_of_key
from straightup.rules.rule import Context, rule
from straightup.rules.text.credentials import secrets_in
from straightup.rules.text.elements import ELEMENTS

ALLOWED_TAGS = frozenset({"br", "kbd", "sub", "sup", "details", "summary"})
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
_TAG = re.compile(r"(?<!\\)<(?:/?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>|!(?!--)|\?)")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w.-]+)>")
_DESTINATION = re.compile(r"\]\(\s*<?([^\s)>]+)|^ {0,3}\[[^\]]+\]:\s*<?(\S+)|<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w-])")
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|f[cde][0-9a-f]{2}:[0-9a-f:]{2,36})(?![\w:]|\.\d)", re.IGNORECASE
)
_INTERNAL = re.compile(
    r"(?<![\w.-])(?:[\w-]{1,63}\.){1,8}(?:internal|intranet|corp|lan|local|localdomain|svc)(?:\.cluster\.local)?(?![\w-]|\.\w)",
    re.IGNORECASE,
)
# Each begins with one certain character, which is found fast.
_NEARLY_ADDRESS = (re.compile(r"\.\d{1,3}\.\d"), re.compile(r"f[cde][0-9a-f]{2}:"))
_INTERNAL_ENDINGS = (".internal", ".intranet", ".corp", ".lan", ".local", ".svc")
_ESCAPED = re.compile(f"{_BIDI.pattern}|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _impact(text: str) -> str:
    return f"## Impact\n\n{text}\n"


@rule(
    code="X01",
    name="raw-html",
    why="HTML from a pull request could run scripts in your customers' browsers, so it is not published. "
    "`br kbd sub sup details summary` are let through. What only looks like a tag, such as a placeholder in angle "
    "brackets, is text and stays on the page, but GitHub hides it: that is a warning.",
    bad=_impact("Cards are declined <em>in the EU</em> since 14:05 UTC."),
    good=_impact("Cards are declined *in the EU* since 14:05 UTC."),
)
def raw_html(entry: Entry, _: Context) -> Iterator[Fault]:
    for number, line in _lines(entry, entry.document.prose, "<"):
        for found in _TAG.finditer(line) if "<" in line else ():
            name = (found[1] or "").lower()
            is_address = line[: found.start()].rstrip().endswith("](")  # of a link, which may have spaces in it
            if name in ALLOWED_TAGS or is_address or _AUTOLINK.match(line, found.start()):
                continue
            shown = found[0] if len(found[0]) <= 40 else f"{found[0][:37]}…"
            place = Span.at(number, found.start() + 1, len(found[0]))
            if name and name not in ELEMENTS:
                help_text = "Put it between backticks, so that it is seen everywhere."
                yield Fault(place, f"GitHub takes “{shown}” for HTML and hides it.", help_text, Severity.WARNING)
                continue
            help_text = "Say it in Markdown; to show such a text as it is, put it between backticks."
            yield Fault(place, f"“{shown}” is HTML, which is not published.", help_text)
            break


@rule(
    code="X02",
    name="unsafe-link",
    why="A link with `javascript:` or `data:` runs in the reader's browser, and one that begins with // leads to another "
    "site than it seems to.",
    bad=_impact("Cards are declined since 14:05 UTC. [Pay by transfer](javascript:pay())."),
    good=_impact("Cards are declined since 14:05 UTC. [Pay by transfer](https://shop.example.com/transfer)."),
)
def unsafe_link(entry: Entry, _: Context) -> Iterator[Fault]:
    help_text = "Links begin with https://, http:// or mailto:, or lead to a place on this site."
    for number, line in _lines(entry, entry.document.prose, "](", "]:", "<"):
        for found in _DESTINATION.finditer(line) if "]" in line or "<" in line else ():
            group = next(index for index in (1, 2, 3) if found[index])
            if _unsafe(found[group]):
                place = Span.at(number, found.start(group) + 1, len(found[group]))
                yield Fault(place, "This link leads where no link of a status page should.", help_text)
    if any(_unsafe(link.url) for link in entry.incident.links):
        place = place_of_key(entry.document, "links")
        yield Fault(place, "One of these links leads where no link of a status page should.", help_text)
    for step in entry.document.steps:
        if step.item.link and _unsafe(step.item.link):
            message = "The link of this step leads where no link of a status page should."
            yield Fault(step.span, message, help_text)


def _unsafe(address: str) -> bool:
    # A browser ignores control characters inside a scheme.
    address = re.sub("[\x00-\x20]", "", address)
    scheme = _SCHEME.match(address)
    return address.startswith(("//", "\\")) or (scheme is not None and scheme[1].lower() not in SAFE_SCHEMES)


@rule(
    code="X03",
    name="bidi-control",
    why="These characters turn the direction of text, so that a reviewer sees another text than a customer, or a program. "
    "Arabic and Hebrew do not need them here.",
    bad=_impact("Cards are declined since \u202e50:41 UTC."),
    good=_impact("Cards are declined since 14:05 UTC."),
)
def bidi_control(entry: Entry, _: Context) -> Iterator[Fault]:
    yield from _escaped(entry)
    if entry.document.text.isascii() or not _BIDI.search(entry.document.text):
        return
    for number, line in enumerate(entry.document.lines, 1):
        found = _BIDI.search(line)
        if found:
            message = f"The character U+{ord(found[0]):04X} makes text run backwards: what you see is not what it says."
            yield Fault(Span.at(number, found.start() + 1, 1), message, "Delete it.")


def _escaped(entry: Entry) -> Iterator[Fault]:
    """Characters that stand in the front matter as escapes, such as "\\u202e", so that no line shows them."""
    incident = entry.incident
    texts = {"title": incident.title, "author": incident.author, "reference": incident.reference}
    for key, text in texts.items():
        found = _ESCAPED.search(text)
        if found and found[0] not in entry.document.text:
            message = f"The character U+{ord(found[0]):04X} in “{key}” is none that a page can show."
            yield Fault(place_of_key(entry.document, key), message, "Delete it.")


@rule(
    code="X04",
    name="secret",
    why="An incident file is written in a hurry from logs and consoles, and published to everybody. What looks like a key "
    "stops the build; the message does not repeat it. It is a net, not a guarantee, and a key that was pushed has to "
    "be replaced even when the page never showed it.",
    bad=_impact(f"The gateway refuses {'AKIA' + 'QWERTY23QWERTY23'} since 14:05 UTC."),
    good=_impact("The gateway refuses our key since 14:05 UTC."),
)
def secret(entry: Entry, _: Context) -> Iterator[Fault]:
    for place, kind in secrets_in(entry.document):
        help_text = "Take it out, and replace it at its source: whoever has seen this file has it."
        yield Fault(place, f"This looks like {kind}.", help_text, secret=True)


@rule(
    code="X10",
    name="email-address",
    severity=Severity.WARNING,
    why="Addresses on a public page collect spam, and belong to a person who may leave. The contact of the settings is meant "
    "to be there and is not reported.",
    bad=_impact("Cards are declined since 14:05 UTC. Write to jane.doe@example.com."),
    good=_impact("Cards are declined since 14:05 UTC. Write to our support."),
)
def email_address(entry: Entry, context: Context) -> Iterator[Fault]:
    public = " ".join(f"{each.label} {each.url}" for each in context.settings.contacts).casefold()
    for number, line in _lines(entry, entry.document.shown, "@"):
        for found in _EMAIL.finditer(line) if "@" in line else ():
            in_address = "://" in line[: found.start()].rpartition(" ")[2]
            if found[0].casefold() not in public and not in_address:
                help_text = "Name a team, or use the contact of the settings; addresses on a page attract spam."
                place = Span.at(number, found.start() + 1, len(found[0]))
                yield Fault(place, "An e-mail address stands here that is not your contact's.", help_text)


@rule(
    code="X11",
    name="internal-address",
    severity=Severity.WARNING,
    why="It tells customers nothing and strangers how your network is laid out. `internal` in the settings adds patterns of "
    "your own.",
    bad=_impact("Cards are declined since 14:05 UTC because gw1.pay.internal is down."),
    good=_impact("Cards are declined since 14:05 UTC because one of two gateways is down."),
)
def internal_address(entry: Entry, context: Context) -> Iterator[Fault]:
    help_text = "Say what it is for customers: “one of three search nodes”."
    text = entry.document.lowered
    patterns = list(map(re.compile, context.settings.internal))
    if any(nearly.search(text) for nearly in _NEARLY_ADDRESS):
        patterns.append(_ADDRESS)
    if any(ending in text for ending in _INTERNAL_ENDINGS):
        patterns.append(_INTERNAL)
    for number, line in _lines(entry, entry.document.shown) if patterns else ():
        for pattern in patterns:
            for found in pattern.finditer(line):
                if pattern is _ADDRESS and not _is_private(found[0]):
                    continue
                place = Span.at(number, found.start() + 1, len(found[0]))
                yield Fault(place, "An internal address or host name stands here.", help_text)


def _is_private(text: str) -> bool:
    try:
        return ip_address(text).is_private
    except ValueError:
        return False


@rule(
    code="X12",
    name="invisible-character",
    severity=Severity.WARNING,
    why="Nobody can see it, but search, copying and comparing do: a title with one is another title.",
    bad=_impact("Cards are declined\u200b since 14:05 UTC."),
    good=_impact("Cards are declined since 14:05 UTC."),
)
def invisible_character(entry: Entry, _: Context) -> Iterator[Fault]:
    if not _INVISIBLE.search(entry.document.text):
        return
    for number, line in enumerate(entry.document.lines, 1):
        found = _INVISIBLE.search(line)
        if found:
            message = f"The invisible character U+{ord(found[0]):04X} stands here."
            help_text = "Delete it; it usually comes along when text is pasted."
            yield Fault(Span.at(number, found.start() + 1, 1), message, help_text)


def _lines(entry: Entry, lines: tuple[str, ...], *signs: str) -> Iterable[tuple[int, str]]:
    """`lines` of `entry` with their numbers, without what is masked; none where the file holds none of `signs`."""
    if signs and not any(sign in entry.document.text for sign in signs):
        return ()
    return ((number, line.replace(MASK, " ")) for number, line in enumerate(lines, 1) if line)


FORBIDDEN_IN_FILES = (bidi_control, secret)
"""What is asked of text files that reports link to: nothing in them is Markdown."""
UNWANTED_IN_FILES = (email_address, internal_address, invisible_character)

RULES = (
    raw_html,
    unsafe_link,
    bidi_control,
    secret,
    email_address,
    internal_address,
    invisible_character,
)
