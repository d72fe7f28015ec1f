"""X: does the file show what customers, or strangers, must not see?

Secrets are looked for in every line, comments included: the file is as public as the page. What a reader of the page
sees is looked for outside comments, and markup outside code too.
"""

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from straightup.model.findings import Fault, Severity, Span
from straightup.model.source import MASK, Entry
from straightup.rules.rule import Check, Context, Rule, place_of_key

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
_SECRETS = tuple(
    (kind, tuple(signs.split()), re.compile(pattern))
    for kind, signs, pattern in (
        ("a private key", "KEY-----", r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----"),
        ("an AWS access key", "AKIA ASIA ABIA ACCA", r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b"),
        (
            "a GitHub token",
            "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
            r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b",
        ),
        ("a GitLab token", "glpat- gldt- glrt- glcbt- glptt-", r"\bgl(?:pat|dt|rt|cbt|ptt)-[A-Za-z0-9_-]{20,64}\b"),
        ("a Slack token", "xox", r"\bxox[abeoprs]-(?:\d+-)*[A-Za-z0-9-]{10,250}\b"),
        ("a Stripe key", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{16,128}\b"),
        ("a Google API key", "AIza", r"\bAIza[0-9A-Za-z_-]{35}(?![\w-])"),
        ("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
        ("a PyPI token", "pypi-AgEIcHlwaS5vcmc", r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}"),
        ("an Anthropic key", "sk-ant-", r"\bsk-ant-[a-z0-9]+-[\w-]{20,}"),
        ("an OpenAI key", "T3BlbkFJ", r"\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"),
        ("a SendGrid key", "SG.", r"\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])"),
        ("a DigitalOcean token", "_v1_", r"\bdo[opr]_v1_[0-9a-f]{64}\b"),
        ("an Azure storage key", "AccountKey=", r"AccountKey=[A-Za-z0-9+/]{86}=="),
        ("a JSON web token", "eyJ", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}"),
        ("a password in an address", "://", r"\b[a-z][a-z0-9+.-]{1,12}://[^\s:@/<>]{1,64}:[^\s:@/<>]{3,64}@[\w.-]+"),
    )
)
"""What it is, texts of which one has to be there before the pattern is worth asking, and the pattern."""
_ESCAPED = re.compile(f"{_BIDI.pattern}|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SIGNS = tuple(sign for _, signs, _ in _SECRETS for sign in signs)


def _raw_html(entry: Entry, _: Context) -> Iterator[Fault]:
    for number, line in _lines(entry, entry.document.prose, "<"):
        for found in _TAG.finditer(line) if "<" in line else ():
            name = (found[1] or "").lower()
            if name in ALLOWED_TAGS or _AUTOLINK.match(line, found.start()):
                continue
            shown = found[0] if len(found[0]) <= 40 else f"{found[0][:37]}…"
            help_text = "Say it in Markdown; to show such a text as it is, put it between backticks."
            place = Span.at(number, found.start() + 1, len(found[0]))
            yield Fault(place, f"“{shown}” is HTML, which is not published.", help_text)
            break


def _unsafe_link(entry: Entry, _: Context) -> Iterator[Fault]:
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
    for step in entry.document.prevention:
        if step.item.link and _unsafe(step.item.link):
            message = "The link of this step leads where no link of a status page should."
            yield Fault(step.span, message, help_text)


def _unsafe(address: str) -> bool:
    # A browser ignores control characters inside a scheme.
    address = re.sub("[\x00-\x20]", "", address)
    scheme = _SCHEME.match(address)
    return address.startswith(("//", "\\")) or (scheme is not None and scheme[1].lower() not in SAFE_SCHEMES)


def _escaped(entry: Entry) -> Iterator[Fault]:
    """Characters that stand in the front matter as escapes, such as "\\u202e", so that no line shows them."""
    incident = entry.incident
    texts = {"title": incident.title, "author": incident.author, "reference": incident.reference}
    for key, text in texts.items():
        found = _ESCAPED.search(text)
        if found and found[0] not in entry.document.text:
            message = f"The character U+{ord(found[0]):04X} in “{key}” is none that a page can show."
            yield Fault(place_of_key(entry.document, key), message, "Delete it.")


def _bidi_control(entry: Entry, _: Context) -> Iterator[Fault]:
    yield from _escaped(entry)
    if entry.document.text.isascii() or not _BIDI.search(entry.document.text):
        return
    for number, line in enumerate(entry.document.lines, 1):
        found = _BIDI.search(line)
        if found:
            message = f"The character U+{ord(found[0]):04X} makes text run backwards: what you see is not what it says."
            yield Fault(Span.at(number, found.start() + 1, 1), message, "Delete it.")


def _invisible_character(entry: Entry, _: Context) -> Iterator[Fault]:
    if not _INVISIBLE.search(entry.document.text):
        return
    for number, line in enumerate(entry.document.lines, 1):
        found = _INVISIBLE.search(line)
        if found:
            message = f"The invisible character U+{ord(found[0]):04X} stands here."
            help_text = "Delete it; it usually comes along when text is pasted."
            yield Fault(Span.at(number, found.start() + 1, 1), message, help_text)


def holds_secret(entry: Entry) -> bool:
    """Whether any line of the file looks like a secret, so that nothing of it should be repeated."""
    return next(_secrets_in(entry), None) is not None


def _secret(entry: Entry, _: Context) -> Iterator[Fault]:
    yield from _secrets_in(entry)


def _secrets_in(entry: Entry) -> Iterator[Fault]:
    text = entry.document.text
    if not any(map(text.__contains__, _SIGNS)):
        return
    possible = [(kind, pattern) for kind, signs, pattern in _SECRETS if any(sign in text for sign in signs)]
    for number, line in enumerate(entry.document.lines, 1):
        for kind, pattern in possible:
            found = pattern.search(line)
            if found:
                # Where it begins, not how long it is: nothing of it may be repeated.
                help_text = "Take it out, and replace it at its source: whoever has seen this file has it."
                place = Span.at(number, found.start() + 1)
                yield Fault(place, f"This looks like {kind}.", help_text, secret=True)


def _email_address(entry: Entry, context: Context) -> Iterator[Fault]:
    contact = context.settings.contact
    public = f"{contact.label} {contact.url}".casefold() if contact else ""
    for number, line in _lines(entry, entry.document.shown, "@"):
        for found in _EMAIL.finditer(line) if "@" in line else ():
            in_address = "://" in line[: found.start()].rpartition(" ")[2]
            if found[0].casefold() not in public and not in_address:
                help_text = "Name a team, or use the contact of the settings; addresses on a page attract spam."
                place = Span.at(number, found.start() + 1, len(found[0]))
                yield Fault(place, "An e-mail address stands here that is not your contact's.", help_text)


def _internal_address(entry: Entry, context: Context) -> Iterator[Fault]:
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


def _lines(entry: Entry, lines: tuple[str, ...], *signs: str) -> Iterable[tuple[int, str]]:
    """`lines` of `entry` with their numbers, without what is masked; none where the file holds none of `signs`."""
    if signs and not any(sign in entry.document.text for sign in signs):
        return ()
    return ((number, line.replace(MASK, " ")) for number, line in enumerate(lines, 1) if line)


_IMPACT = "## Impact\n\n{}\n"


def _error(code: str, name: str, why: str, bad: str, good: str, check: Check) -> Rule:
    return Rule(code=code, name=name, why=why, bad=_IMPACT.format(bad), good=_IMPACT.format(good), check=check)


def _warning(code: str, name: str, why: str, bad: str, good: str, check: Check) -> Rule:
    bad, good = _IMPACT.format(bad), _IMPACT.format(good)
    return Rule(code=code, name=name, severity=Severity.WARNING, why=why, bad=bad, good=good, check=check)


RULES = (
    _error(
        "X01",
        "raw-html",
        "HTML from a pull request could run scripts in your customers' browsers, so the page drops it, and its text with "
        "it. What looks like a tag, such as a placeholder in angle brackets, would vanish too. "
        "`br kbd sub sup details summary` are let through.",
        "Cards are declined for <merchant> since 14:05 UTC.",
        "Cards are declined for `<merchant>` since 14:05 UTC.",
        _raw_html,
    ),
    _error(
        "X02",
        "unsafe-link",
        "A link with `javascript:` or `data:` runs in the reader's browser, and one that begins with // leads to another "
        "site than it seems to.",
        "Cards are declined since 14:05 UTC. [Pay by transfer](javascript:pay()).",
        "Cards are declined since 14:05 UTC. [Pay by transfer](https://shop.example.com/transfer).",
        _unsafe_link,
    ),
    _error(
        "X03",
        "bidi-control",
        "These characters turn the direction of text, so that a reviewer sees another text than a customer, or a program. "
        "Arabic and Hebrew do not need them here.",
        "Cards are declined since \u202e50:41 UTC.",
        "Cards are declined since 14:05 UTC.",
        _bidi_control,
    ),
    _error(
        "X04",
        "secret",
        "An incident file is written in a hurry from logs and consoles, and published to everybody. What looks like a key "
        "stops the build; the message does not repeat it. It is a net, not a guarantee, and a key that was pushed has to "
        "be replaced even when the page never showed it.",
        f"The gateway refuses {'AKIA' + 'QWERTY23QWERTY23'} since 14:05 UTC.",
        "The gateway refuses our key since 14:05 UTC.",
        _secret,
    ),
    _warning(
        "X10",
        "email-address",
        "Addresses on a public page collect spam, and belong to a person who may leave. The contact of the settings is meant "
        "to be there and is not reported.",
        "Cards are declined since 14:05 UTC. Write to jane.doe@example.com.",
        "Cards are declined since 14:05 UTC. Write to our support.",
        _email_address,
    ),
    _warning(
        "X11",
        "internal-address",
        "It tells customers nothing and strangers how your network is laid out. `internal` in the settings adds patterns of "
        "your own.",
        "Cards are declined since 14:05 UTC because gw1.pay.internal is down.",
        "Cards are declined since 14:05 UTC because one of two gateways is down.",
        _internal_address,
    ),
    _warning(
        "X12",
        "invisible-character",
        "Nobody can see it, but search, copying and comparing do: a title with one is another title.",
        "Cards are declined\u200b since 14:05 UTC.",
        "Cards are declined since 14:05 UTC.",
        _invisible_character,
    ),
)
