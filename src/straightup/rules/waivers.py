"""`exempt: {CODE: reason}`: what an author may set aside for one file, in view of everybody."""

from collections.abc import Collection, Iterator

from straightup.model.findings import Fault, Severity, Span, did_you_mean, is_binding
from straightup.model.source import Entry, Pairs
from straightup.rules.rule import Rule

unknown_waiver = Rule(
    code="F20",
    name="unknown-waiver",
    severity=Severity.WARNING,
    why="A code that does not exist silences nothing, and nobody notices until it matters. The rules of the format and "
    "those about exposure cannot be set aside.",
    bad="exempt:\n  E99: the network tells us tomorrow\n",
    good="exempt:\n  C01: the network tells us tomorrow\n\n## Cause\n\nTBD\n",
)
waiver_without_reason = Rule(
    code="F21",
    name="waiver-without-reason",
    severity=Severity.WARNING,
    why="A rule that is set aside is a question that is not answered. Customers may see that, with the reason.",
    bad='exempt:\n  C10: ""\n',
    good="exempt:\n  C01: the network tells us tomorrow\n\n## Cause\n\nTBD\n",
)
unused_waiver = Rule(
    code="F22",
    name="unused-waiver",
    severity=Severity.WARNING,
    why="The page says that a rule is set aside here, and none is broken. It may also hide the next real fault.",
    bad="exempt:\n  C01: the network tells us tomorrow\n",
    good="exempt:\n  C01: the network tells us tomorrow\n\n## Cause\n\nTBD\n",
)
RULES = (
    unknown_waiver,
    waiver_without_reason,
    unused_waiver,
)
"""Without checks of their own: they are asked together, after all others, and need to know what those have found."""


def effective(entry: Entry, codes: Collection[str]) -> frozenset[str]:
    """The codes that `entry` sets aside with a reason: exact ones, and none that is binding."""
    exempt = entry.incident.exempt
    return frozenset(code for code, reason in exempt if reason.strip() and code in codes and not is_binding(code))


def judge(entry: Entry, codes: Collection[str], used: Collection[str]) -> Iterator[tuple[Rule, Fault]]:
    """What is wrong with the waivers of `entry`, by `RULES`. `used` are the codes that a waiver silenced."""
    field = entry.document.field("exempt")
    places = {key.value: key.span for key, _ in field.node.items} if field and isinstance(field.node, Pairs) else {}
    for code, reason in entry.incident.exempt:
        place = places.get(code, Span.at(1))
        if code not in codes:
            help_text = did_you_mean(code, codes, "“straightup rules” lists the codes.")
            yield unknown_waiver, Fault(place, f"There is no rule “{code}”.", help_text)
        elif is_binding(code):
            message = f"{code} cannot be set aside: a file has to be readable, and safe to publish."
            yield unknown_waiver, Fault(place, message, "Mend what it reports, and delete this line.")
        elif not reason.strip():
            help_text = f"Write “{code}: REASON”; the page shows it."
            yield waiver_without_reason, Fault(place, f"This does not say why {code} is set aside.", help_text)
        elif code not in used:
            yield unused_waiver, Fault(place, f"Nothing in this file breaks {code}.", "Delete this line.")
