"""Components with their states, as front matter and updates name them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from straightup.model.findings import Finding, Misread, Span, meant, read_as
from straightup.model.source import Items, Node, Pairs, Text
from straightup.model.states import SPOKEN, STATED, ComponentStates, State, worst_of

NOT_RECORDED = "not-recorded"
"""Named as affected in an imported report, which does not say how badly."""
MOST_NAMED = 500
"""In one place: far more than any site has."""
_GAP = re.compile(r"[\s=:]+")
_QUALIFIER = re.compile(r"(?:^|\s)(?:not|no|non|isn.t|never|\w+ly)$", re.IGNORECASE)
"""“Hardly operational” is no name of a component and a state."""
_VERB = re.compile(r"\s+(?:is|are)$", re.IGNORECASE)
_MOST_WORDS = 3
"""Of a state, as people write it."""
_STATE = re.compile(rf"(?<![\w-])(?:{'|'.join(STATED)})(?![\w-])", re.IGNORECASE)
_STATES = ", ".join(STATED)


@dataclass(slots=True)
class Named:
    """The components of one place. Of two states for one component the worse holds."""

    states: dict[str, State] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    """Those named with a state that could not be read."""
    more: bool = False
    """There are more than are read."""

    def add(self, component: str, state: State) -> None:
        self.states[component] = worst_of((state, self.states.get(component, state)))

    @property
    def readable(self) -> ComponentStates:
        return tuple(self.states.items())


def state_of(text: str) -> State | None:
    """The state that `text` says, or that it can only be a slip of."""
    spoken = SPOKEN.get(_spaced(text))
    word = meant(text.strip(), STATED) if text.strip() and not spoken else None
    return spoken or (State(word) if word else None)


def _spaced(text: str) -> str:
    return _GAP.sub(" ", text.strip().casefold().replace("-", " "))


def read(
    pairs: Iterable[tuple[str, str, Span]], findings: list[Finding], *, whole: bool = True, imported: bool = False
) -> Named:
    """The states of (component, state as written, its place); what is no state is reported.

    Of what was `imported`, how bad it was may be recorded nowhere.

    Where the list is not `whole`, so that this is reported, a state that is missing is not asked for as well.
    """
    named = Named()
    for component, text, span in pairs:
        if len(named.states) + len(named.unread) >= MOST_NAMED:
            message, help_text = f"More than {MOST_NAMED} components are named here.", "Name those that matter."
            findings.append(Finding(Misread.TOO_LARGE, span, message, help_text))
            named.more = True
            break
        if imported and text.strip().casefold() == NOT_RECORDED:
            named.add(component, State.NOT_KNOWN)
            continue
        state = state_of(text)
        exact = text.strip().casefold() == state or _spaced(text) in SPOKEN
        if not exact and (whole or text):
            findings.append(_no_state(component, text.strip(), span))
        if state is None:
            if component not in named.unread:
                named.unread.append(component)
            continue
        named.add(component, state)
    return named


def _no_state(component: str, text: str, span: Span) -> Finding:
    message = f"“{text}” is no state of a component." if text else f"“{component}” has no state."
    return Finding(Misread.UNKNOWN_STATE, span, message, read_as(text, STATED, f"The states are {_STATES}."))


def listed(text: str) -> Iterator[tuple[str, str]]:
    """The (component, state as written) of a list such as `checkout major-outage, Payment API: degraded`."""
    for part in filter(None, (part.strip() for part in text.split(","))):
        begin = 0
        # A comma may be missing between two of them.
        for end in [*(found.end() for found in _STATE.finditer(part)), len(part)]:
            if part[begin:end].strip():
                yield parted(part[begin:end].strip())
            begin = end


def parted(part: str) -> tuple[str, str]:
    """The component and the state of `checkout major outage`; without a readable state the first word and the rest."""
    gaps = list(_GAP.finditer(part))
    for gap in gaps[-_MOST_WORDS:]:
        if state_of(part[gap.end() :]) and not _QUALIFIER.search(part[: gap.start()]):
            return _VERB.sub("", part[: gap.start()]), part[gap.end() :]
    if gaps:
        return part[: gaps[0].start()], part[gaps[0].end() :]
    # The space between the two may be missing.
    state = next((state for state in STATED if part.casefold().endswith(state) and len(part) > len(state)), "")
    component = part[: len(part) - len(state)].rstrip("-_")
    return (component, state) if component else (part, "")


def in_node(node: Node) -> Iterator[tuple[Text, Text]]:
    """The (component, state) of `components` in whatever shape it was written: a mapping, a list, one text."""
    if isinstance(node, Pairs):
        for key, value in node.items:
            yield key, value if isinstance(value, Text) else Text("", key.span)
        return
    for item in node.items if isinstance(node, Items) else (node,):
        if isinstance(item, Text):
            for component, state in listed(item.value):
                if not state and state_of(component):
                    continue  # a state, and nobody knows of what
                yield Text(component, item.span), Text(state, item.span)
        else:
            yield from in_node(item)
