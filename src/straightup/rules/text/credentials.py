"""What looks like a key, a token or a password."""

import re
from collections.abc import Iterator

from straightup.model.findings import Span
from straightup.model.source import Document, Entry

_KINDS = tuple(
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
"""What it is, the signs of which a text must hold one before it is searched, and the pattern."""
_SIGNS = tuple(sign for _, signs, _ in _KINDS for sign in signs)


def holds_secret(entry: Entry) -> bool:
    """Whether any line of the file looks like a secret, so that nothing of it should be repeated."""
    return next(secrets_in(entry.document), None) is not None


def secrets_in(document: Document) -> Iterator[tuple[Span, str]]:
    """Where each secret begins, and what kind it is. Not how long it is: nothing of it may be repeated."""
    text = document.text
    if not any(map(text.__contains__, _SIGNS)):
        return
    possible = [(kind, pattern) for kind, signs, pattern in _KINDS if any(sign in text for sign in signs)]
    for number, line in enumerate(document.lines, 1):
        for kind, pattern in possible:
            found = pattern.search(line)
            if found:
                yield Span.at(number, found.start() + 1), kind
