"""A rule's examples are excerpts. Laid over a report without faults they become whole files, which can be checked."""

import re

OPEN = """\
---
title: Card payments fail in the EU
components:
  checkout: major-outage
started: 2026-11-03 14:05 UTC
---

## Impact

Cards issued in the EU are declined at checkout. Other cards and bank transfers work.

## Cause

The certificate between our gateway and the card network expired at 14:03 UTC.

## Updates

### 2026-11-03 14:48 UTC: Identified

- ETA: 16:30 UTC
- Next update: 15:30 UTC

The certificate between our gateway and the card network expired. We are issuing a new one.
"""

MEANWHILE = """\
## Meanwhile

Pay by bank transfer; your cart is kept.

"""

RESOLVED_PREVENTION = """\
## Prevention

- [x] Renew certificates 30 days ahead (owner: Payments, due: 2026-11-10, done: 2026-11-09)

"""

MAINTENANCE = """\
---
title: Orders are read-only for 20 minutes
kind: maintenance
components:
  checkout: maintenance
starts: 2026-11-28 04:00 UTC
ends: 2026-11-28 05:00 UTC
---

## Impact

For about 20 minutes orders can be read but not placed. Carts are kept.

## Cause

We move to PostgreSQL 18 before support for 14 ends.

## Updates

### 2026-11-03 12:00 UTC: Scheduled

- Next update: 2026-11-28 04:00 UTC

We rehearsed the upgrade twice on a copy; it took 14 and 17 minutes.
"""


def whole(excerpt: str) -> str:
    """A complete file with `excerpt` in the place of the same keys and sections of a report without faults."""
    if excerpt.startswith(("---", "# ")):
        return excerpt if "## " in excerpt else excerpt + OPEN.split("---\n", 2)[2]
    base = MAINTENANCE if "kind: maintenance" in excerpt else OPEN.replace("## Cause", MEANWHILE + "## Cause")
    if ": Resolved" in excerpt:
        base = base.replace("## Updates", RESOLVED_PREVENTION + "## Updates")
    head, body = base.removeprefix("---\n").split("---\n", 1)
    first_section = re.search(r"^## ", excerpt, re.MULTILINE)
    new_head = excerpt[: first_section.start()] if first_section else excerpt
    new_body = excerpt[first_section.start() :] if first_section else ""
    head = _replace(head, new_head, r"^(?=[\w-]+:)")
    return f"---\n{head}---\n{_replace(body, new_body, r'^(?=## )')}"


def _replace(base: str, new: str, boundary: str) -> str:
    """`base` with each part that `new` has too replaced, and the other parts of `new` in front of the last."""
    parts = _parts(base, boundary)
    for name, text in _parts(new, boundary).items():
        if not name:
            continue
        last = parts.popitem() if name not in parts and name.startswith("##") else None
        parts[name] = text if text.endswith("\n\n") or not name.startswith("##") else f"{text.rstrip()}\n\n"
        if last:
            parts[last[0]] = last[1]
    return "".join(parts.values())


def _parts(text: str, boundary: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in re.split(boundary, text, flags=re.MULTILINE):
        name = re.split(r"[:\n]", part, maxsplit=1)[0].strip()
        parts[name] = parts.get(name, "") + part
    return parts
