"""Metrics in the text format of OpenMetrics, for scrapers: how it is at the moment of the build.

All of them are gauges. A counter would have to grow for ever, and what is built from files may be corrected.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from straightup.model.states import State
from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.view import Site

if TYPE_CHECKING:
    from straightup.record.accounts import Tally

Labels = tuple[tuple[str, str], ...]
Samples = Iterable[tuple[Labels, float | int]]

_STATES: Final = tuple(State)


def metrics(site: Site, words: Words) -> dict[str, bytes]:
    """The one file, by its path."""
    del words  # programs read it
    lines = [line for name, about, samples in _families(site) for line in _family(name, about, samples)]
    return {addresses.METRICS: "".join([*lines, "# EOF\n"]).encode("utf-8", "replace")}


def _families(site: Site) -> Iterator[tuple[str, str, Samples]]:
    yield (
        "built_timestamp_seconds",
        "When this was built, in seconds since 1970. All else is of that moment.",
        [((), round(site.now.timestamp()))],
    )
    yield (
        "component_state",
        "1 for the state that a component is in, 0 for each other one.",
        (
            (
                (("component", view.component.id), ("name", view.component.name), ("state", state)),
                int(view.state is state),
            )
            for view in site.components
            for state in _STATES
        ),
    )
    yield "open_incidents", "Incidents that are not over.", [((), len(site.open))]
    yield "open_maintenance", "Planned work that goes on.", [((), len(site.active))]
    yield "planned_maintenance", "Planned work that has not begun.", [((), len(site.upcoming))]
    yield "unread", "1 while something could not be read that may be open.", [((), int(site.unclear))]
    ledger = site.ledger
    kinds: tuple[tuple[str, Tally], ...] = (
        ("first_restoration", ledger.etas.first.tally),
        ("update", ledger.updates.tally),
        ("prevention", ledger.steps.tally),
        ("making_it_right", ledger.remedies.tally),
        ("maintenance_window", ledger.windows.tally),
    )
    yield (
        "promises",
        "Promises of the last 365 days by what became of them.",
        (
            ((("kind", kind), ("outcome", outcome)), getattr(tally, outcome))
            for kind, tally in kinds
            for outcome in ("kept", "late", "overdue", "dropped", "pending", "unjudged")
        ),
    )
    if ledger.words.median is not None:
        yield (
            "first_word_seconds",
            "From the start of an incident to the first update: the median of 365 days.",
            [((), round(ledger.words.median.total_seconds()))],
        )


def _family(name: str, about: str, samples: Samples) -> Iterator[str]:
    name = f"straightup_{name}"
    yield f"# HELP {name} {about}\n"
    yield f"# TYPE {name} gauge\n"
    if name.endswith("_seconds"):
        yield f"# UNIT {name} seconds\n"
    for labels, value in samples:
        written = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels)
        yield f"{name}{{{written}}} {value}\n" if written else f"{name} {value}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
