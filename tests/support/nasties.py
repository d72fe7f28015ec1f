"""Files that were made to be slow or to break something. Run as a script, it reads and checks each of them.

Each gets two seconds of computing time (not of the clock, so a busy machine does no harm); then the system ends the
process. What was begun last is the culprit.
"""

import re
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from straightup import rules
from straightup.model.settings import Settings
from straightup.reading import read
from straightup.rules import Context
from straightup.site.assemble import assemble

SECONDS = 2
MANY = 250_000
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HEAD = "---\ntitle: A\ncomponents:\n  api: degraded\nstarted: 2026-11-03 14:05 UTC\n---\n"
IMPACT, CAUSE, PREVENTION, UPDATES = (f"{HEAD}## {name}\n" for name in ("Impact", "Cause", "Prevention", "Updates"))
UPDATE = f"{UPDATES}### 2026-11-03 14:20 UTC: Investigating\n"
LAST = f"{UPDATES}### 2100-12-31 23:59 -14:00: Investigating\n"


def nasties() -> Iterator[tuple[str, str | bytes]]:  # noqa: PLR0915 -- a list that is not held in memory at once
    """(what it is, the file)"""
    yield "nothing but brackets", "[" * MANY
    yield "nested YAML", f"---\na: {'[' * 16_000}\n---\n"
    yield "nested YAML mappings", f"---\n{'{a: ' * 4_000}\n---\n"
    yield "many YAML keys", "---\n" + "".join(f"a{number}: b\n" for number in range(1_500)) + "---\n"
    yield "many equal YAML keys", "---\n" + "a: b\n" * 3_000 + "---\n"
    yield "half a YAML string", f'---\ntitle: "{"x" * 16_000}\n---\n'
    yield "YAML line ends that editors do not know", "---\ntitle: '" + "\u2028" * 5_000 + "'\na: [b, &c]\n---\n"
    yield "a long run of digits as a time", f"---\nstarted: {'1' * 15_000}\n---\n"
    yield "spaces in a heading", f"{HEAD}## a{' ' * MANY}b"
    yield "spaces in the heading of an update", f"{UPDATES}### 1{' ' * MANY}!"
    yield "hashes after a heading", f"{HEAD}## a {'#' * MANY} x"
    yield "hashes and spaces after a heading", f"{HEAD}## {'# ' * (MANY // 2)}x"
    yield "10,000 headings", HEAD + "".join(f"## h{number}\n" for number in range(10_000))
    yield "10,000 headings that are nearly known", HEAD + "## Impac\n" * 10_000
    yield "10,000 headings of updates", UPDATES + "### 2026-11-03 14:20 UTC: Investigatin\n" * 6_000
    yield "as many updates as fit", UPDATES + "### 2026-11-03 14:20 UTC: Investigating\n" * 6_000
    yield "one long run of backticks", f"{IMPACT}{'`' * MANY}x`"
    yield "runs of backticks of growing length", IMPACT + " ".join("`" * length for length in range(1, 700))
    yield "the same on lines of their own", IMPACT + "\n".join("a" + "`" * length for length in range(1, 700))
    yield "escaped backticks", IMPACT + "\\`" * (MANY // 2)
    yield "comments that never end under our headings", HEAD + "## Impact\n<!-- x\n" * 10_000
    yield "one comment after another", IMPACT + "<!---->" * (MANY // 7)
    yield "the shortest comments", IMPACT + "<!-->" * (MANY // 5)
    yield "a code block full of our headings", f"{HEAD}```\n" + "## Impact\n" * 24_000 + "```\n"
    yield "code blocks that never end under our headings", HEAD + "```a\n## Impact\n" * 10_000
    yield "code blocks that begin again and again", HEAD + "```\n" * 60_000
    yield "a code block in every item of a list", HEAD + "- ```a\n" * 30_000
    yield "tildes", f"{HEAD}{'~' * MANY}x"
    yield "20,000 fields", UPDATE + "- Foo: x\n" * 20_000
    yield "20,000 fields that are nearly known", UPDATE + "- Etaa: x\n" * 15_000
    yield "20,000 ETAs", UPDATE + "- ETA: soon\n" * 15_000
    yield "spaces in the name of a field", f"{UPDATE}- a{' ' * MANY}b: c"
    yield "asterisks where a field might be", f"{UPDATE}- {'*' * MANY}"
    yield "a field with thousands of components", UPDATE + "- Components: " + "a b, " * 20_000
    yield "as many unknown states", UPDATE + "- Components: " + ",".join(f"c{n} major-outag" for n in range(10_000))
    yield "a long run of digits as an ETA", f"{UPDATE}- ETA: {'1' * MANY}"
    yield "a duration beyond the calendar", f"{LAST}- ETA: in {'9999 weeks ' * 5}\n- Next update: 23:58 -14:00\n"
    yield "a duration without end", f"{UPDATE}- ETA: in {'9999 weeks ' * 20_000}"
    yield "a letter that only looks like an s", f"{UPDATE}- ETA: in 2 hourſ\n"
    yield "reasons for reasons", UPDATE + "- ETA: " + "because " * (MANY // 8)
    yield "unknown until until", UPDATE + "- ETA: unknown " + "until " * (MANY // 6)
    yield "a zone that never ends", f"{UPDATE}- ETA: 14:00 {'a' * MANY}"
    yield "spaces in a duration in prose", f"{CAUSE}Not known yet, by 1 h{' ' * MANY}x"
    yield "times in prose", f"{UPDATE}x\n## Cause\nNot known yet {'by 1 h ' * (MANY // 7)}"
    yield "durations in prose", f"{UPDATE}x\n## Cause\nNot known yet in {'9999 w ' * (MANY // 7)}"
    yield "words that announce a time", f"{UPDATE}x\n## Cause\nNot known yet {'by ' * (MANY // 3)}"
    yield "digits in prose", f"{UPDATE}x\n## Cause\nNot known yet by {'1' * MANY}"
    yield "quotations of quotations", IMPACT + ">" * MANY
    yield "lists of lists", IMPACT + "- " * (MANY // 2) + "x"
    yield "deeper and deeper lists", UPDATE + "".join(" " * (number % 200) + "- a\n" for number in range(2_400))
    yield "open brackets in a step", f"{PREVENTION}- [ ] {'(' * MANY}"
    yield "brackets in brackets in a step", f"{PREVENTION}- [ ] {'(' * (MANY // 2)}{')' * (MANY // 2)}"
    yield "many keys in a step", f"{PREVENTION}- [ ] a ({',owner: a' * (MANY // 9)})"
    yield "many steps", PREVENTION + "- [ ] a\n" * 15_000
    yield "many steps with blank lines", PREVENTION + "- [ ] a\n\n" * 15_000
    yield "many blank lines in a step", f"{PREVENTION}- [ ] a\n{chr(10) * 240_000}     b\n"
    yield "spaces before a step", f"{PREVENTION}{' ' * MANY}- [ ] x"
    yield "line separators", IMPACT + "\u2028" * 80_000
    yield "carriage returns", "\r" * MANY
    yield "NULs", "\0" * MANY
    yield "NULs in an answer", IMPACT + "\0" * MANY
    yield "lone surrogates", IMPACT + "\ud800" * 80_000
    yield "a lone surrogate in front matter", "---\ntitle: \ud800\n---\n"
    yield "bytes that are not UTF-8", IMPACT.encode() + b"\xff" * MANY
    yield "bytes that are nearly UTF-8", IMPACT.encode() + b"\xed\xa0\x80" * (MANY // 3)


def survive() -> None:
    """Read, check and assemble each file, and say which one is next."""
    for name, text in nasties():
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
        entry = read("incidents/2026-11-03-a.md", text)
        rules.check(entry, Context(now=NOW))
        assemble([entry.incident], Settings(), NOW)
    sys.stdout.write(f"{_most_memory()}\n")


def _most_memory() -> int:
    """What this process took at its largest, in KiB; 0 where the system does not tell.

    `getrusage` will not do: on Linux it counts what the parent had in memory when it started this process.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(found[1]) if found else 0


if __name__ == "__main__":
    survive()
