"""Inputs near those that are kept: pieces of them, of others and of the format, put together anew."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

TOKENS: tuple[bytes, ...] = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        "\n", "\n\n", "\r\n", "\r", " ", "    ", "\t", "\0", "\x1b[31m", "\x9b", "\u202e", "\u2028", "\x85",
        "\ufeff", "\u200b", "\ud800", "\U0001f525", "e\u0301", "---\n", "...\n", "--- ", "## Impact\n",
        "## Cause\n", "## Prevention\n", "## Updates\n", "### ", "### 2026-11-03 14:20 UTC: Investigating\n",
        "### 2026-11-03 15:20 +02:00: Resolved\n", "- ETA: ", "- Next update: ", "- Components: ", "- Edited: ",
        "unknown until ", ", because ", "in 2-3 hours", "16:30 UTC", "2026-11-03 14:05 UTC", "9999-99-99", "- [ ] ",
        "- [x] ", "- [-] ", "(owner: ", "due: ", "because: ", "title: ", "components:\n", "  api: degraded\n",
        "started: ", "resolved: ", "kind: maintenance\n", "kind: notice\n", "starts: ", "ends: ", "exempt:\n",
        "links:\n", "repeat-of: ", "duplicate-of: ", "imported:\n", "draft: true\n", "[", "]", "](",
        "](javascript:", "](data:", "<", ">", "<script>", "<img src=x onerror=alert(1)>", "<svg/onload=",
        "<details>", "<!--", "-->", "&#x0;", "&lt;", "`", "```\n", "~~~\n", "*", "**", "_", "~~", "|", "|-|\n",
        "> ", "- ", "1. ", "# ", "\\", '"', "'", "{", "}", "{{", "{%", "!", "!!python/object:os.system ", "!ENV ",
        "&a ", "*a", "<<: ", "? ", "%", ":", ",", "=", "AKIA", "-----BEGIN PRIVATE KEY-----", "ghp_", "https://",
        "//", "mailto:", "@", "../", ".md", "because", "soon", "TODO", "::add-mask::", "##[", "INHERIT: ",
        "plugins:\n", "- straightup:\n", "nav:\n", "theme: ", "0", "-1", "1e9",
    )
)  # fmt: skip
MOST = 4096
"""Bytes of an input: what matters is found with little, and then with less."""


def near(corpus: Mapping[str, bytes], others: Sequence[bytes] = TOKENS) -> st.SearchStrategy[bytes]:
    """Inputs that begin as one of `corpus` and end as something else."""
    bases = st.sampled_from([data[:MOST] for data in corpus.values()])
    pieces = st.sampled_from(others) | st.binary(max_size=6) | st.builds(_piece, bases, *[st.integers(0, MOST)] * 2)
    places = st.integers(0, MOST)
    changes = st.lists(st.tuples(places, st.integers(0, 40), pieces, st.sampled_from((1, 1, 1, 2, 30))), max_size=8)
    return st.builds(_changed, bases, changes)


def _piece(data: bytes, start: int, length: int) -> bytes:
    start %= len(data) + 1
    return data[start : start + length % 200]


def _changed(data: bytes, changes: Sequence[tuple[int, int, bytes, int]]) -> bytes:
    for place, cut, piece, times in changes:
        start = place % (len(data) + 1)
        data = data[:start] + piece * times + data[start + cut :]
    return data[: 2 * MOST]
