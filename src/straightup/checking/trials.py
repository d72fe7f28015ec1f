"""Pages of the user's own that may take too long, or too much memory, tried where that does no harm.

Most pages need no trial: what makes Markdown slow is known, and is counted. The others are rendered by a process of
their own, with limits, by the extensions of Markdown that are known to be harmless: no code of the site's is run.
"""

import json
import re
import signal
import sys
import time
from collections.abc import Mapping, Sequence

from straightup.model.errors import InternalError
from straightup.model.findings import Finding
from straightup.model.own_files import unusable

SECONDS = 5
"""Of computing, for one page."""
ALL_SECONDS = 120
"""On the clock, for all pages together: then the news has waited long enough."""
MEMORY = 384 * 2**20
"""Bytes of the process in which a page is rendered."""
CHARACTERS = 8 * 2**20
"""Of HTML that a page may become: more than any reader's device shows."""
HEADINGS = 10_000
"""The theme lists them all twice on the page."""

_LARGE = 256 * 2**10
_SIGN = re.compile(r"[^\w\s]|_")
_MANY_SIGNS = 20_000
_SIGNS_IN_BLOCKS = 4_000_000
"""The sum of the squares of the number of signs in each block, which is how long some patterns take at worst."""
_MANY_TAGS = 300
_MANY_LINES = 20_000
_DEEP = re.compile(r"^[ \t>*+.)\d-]{60}", re.MULTILINE)
_LONG_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\n]{2000}", re.MULTILINE)

_KNOWN = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "md_in_html"}
    | {"meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks"}
    | {f"pymdownx.{name}" for name in ("betterem", "caret", "critic", "details", "emoji", "extra", "highlight", "keys")}
    | {f"pymdownx.{name}" for name in ("inlinehilite", "magiclink", "mark", "smartsymbols", "superfences", "tabbed")}
    | {f"pymdownx.{name}" for name in ("arithmatex", "escapeall", "progressbar", "saneheaders", "tasklist", "tilde")}
)
"""They read no files and run no code, whatever a page says."""
_ALWAYS = ("toc", "tables", "fenced_code")
"""What MkDocs itself adds."""

_FAULTS = {
    "large": unusable(
        f"This page would take more than {MEMORY // 2**20} MiB of memory, or become too large to be shown.",
        "Make several pages of it.",
    ),
    "deep": unusable("This page has too many things inside of each other.", "Make several pages of it."),
    "broken": unusable("This page cannot be rendered: MkDocs' Markdown stops at it.", "Make it simpler."),
    "slow": unusable(
        f"Rendering this page takes more than {SECONDS} seconds.",
        "Look for long runs of the same sign, such as brackets, and take them out.",
    ),
    "untried": unusable(
        f"There was no time left for this page: trying others took {ALL_SECONDS} seconds.", "Mend the others first."
    ),
}


def trials(pages: Mapping[str, str], extensions: Sequence[str]) -> dict[str, Finding]:
    """What is wrong with those of `pages` that cannot be rendered, or not within bounds; by the same keys."""
    doubtful = [path for path, text in pages.items() if is_doubtful(text)]
    chosen = [*_ALWAYS, *(each for name in extensions if (each := name.removeprefix("markdown.extensions.")) in _KNOWN)]
    deadline = time.monotonic() + ALL_SECONDS
    outcomes: dict[str, str] = {}
    while missing := [path for path in doubtful if path not in outcomes]:
        if time.monotonic() >= deadline:
            outcomes |= dict.fromkeys(missing, "untried")
            break
        told = _run([pages[path] for path in missing], list(dict.fromkeys(chosen)), deadline)
        outcomes |= zip(missing, told, strict=False)
    return {path: _FAULTS[outcome] for path, outcome in outcomes.items() if outcome in _FAULTS}


def is_doubtful(text: str) -> bool:
    """Whether rendering it may take long, or much memory; what is not doubtful is done within a second."""
    if len(text) > _LARGE or text.count("<") > _MANY_TAGS or _DEEP.search(text) or _LONG_DEFINITION.search(text):
        return True
    if text.count("\n") > _MANY_LINES:
        return True
    signs = [len(_SIGN.findall(block)) for block in text.split("\n\n")]
    return sum(signs) > _MANY_SIGNS or sum(number * number for number in signs) > _SIGNS_IN_BLOCKS


def _run(texts: list[str], extensions: list[str], deadline: float) -> list[str]:
    """What came of the first of `texts`, up to the one at which the process was ended; of at least one."""
    limits = {"seconds": SECONDS, "memory": MEMORY, "characters": CHARACTERS, "headings": HEADINGS}
    order = json.dumps({"extensions": extensions, "pages": texts, **limits}).encode("ascii")
    # Here, because most sites have no doubtful pages.
    import subprocess

    # -P: what stands in the working folder is a stranger's, and is not to be imported.
    command = [sys.executable, "-P", "-W", "ignore", "-m", "straightup.checking.trial"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:  # noqa: S603 -- ours
        try:
            out, _ = process.communicate(order, timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
    begun, *told = out.decode("ascii", "replace").splitlines() or [""]
    if begun != "ready":
        raise InternalError("The process that tries long pages did not start. Run the command again.")
    if len(told) < len(texts):
        # It was ended at the next one: by its clock, by the system, or because there is no time left for any.
        by_clock = process.returncode == -getattr(signal, "SIGPROF", 0)
        told.append("untried" if time.monotonic() >= deadline else "slow" if by_clock else "large")
    return told
