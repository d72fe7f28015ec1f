"""What one rule says of one text, in a report of its own."""

from datetime import UTC, datetime

from straightup import rules
from straightup.reading import read

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_FRONT = "---\ntitle: {title}\ncomponents:\n  shop: degraded\nstarted: 2026-11-20 08:40 UTC\n---\n\n"
_UPDATE = "## Updates\n\n{earlier}### 2026-11-20 09:05 UTC: {stage}\n\n{text}\n"
_EARLIER = "### 2026-11-20 08:50 UTC: Investigating\n\nOrders fail since 08:40 UTC.\n\n"


def says(code: str, text: str, *, of: str = "update", title: str = "Problems", stage: str = "Identified") -> bool:
    """Whether the rule finds fault with `text` as an update (with others before it), a cause or a prevention step."""
    text = text.replace("\n#", "\n\\#")
    front = _FRONT.format(title=title.replace("\n", " "))
    body = {
        "update": _UPDATE.format(earlier=_EARLIER, stage=stage, text=text),
        "cause": f"## Cause\n\n{text}\n",
        "step": f"## Prevention\n\n- [ ] {' '.join(text.split())} (owner: SRE, due: 2026-12-01)\n",
    }[of]
    entry = read("incidents/2026-11-20-problems.md", front + body)
    rule = rules.find(code)
    assert rule is not None
    assert rule.check is not None
    line = (front + body).split("\n").index("## Cause") if of == "cause" else 0
    faults = list(rule.check(entry, rules.Context(now=NOW)))
    newest = (front + body).count("\n", 0, (front + body).rindex("### ")) + 1 if of == "update" else line
    return any(fault.span.line > newest for fault in faults)
