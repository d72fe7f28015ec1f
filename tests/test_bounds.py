"""No construct, wherever it stands in a report, takes any rule, reader or renderer long."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest

from straightup import rules
from straightup.model.findings import Fault
from straightup.model.settings import Settings
from straightup.model.source import Entry
from straightup.model.states import Component
from straightup.outputs.prose import first_sentence, plain, render
from straightup.reading import lines_of, read
from straightup.reporters import discreet, quotable
from straightup.reporters.formats import FORMATS, Checked
from straightup.rules.rule import Context, Rule
from straightup.rules.text import substance
from support.constructs import CONSTRUCTS, PLACES, Place
from support.effort import LARGEST, THOROUGH, seconds, too_much

pytestmark = pytest.mark.long

SETTINGS = Settings(
    components=tuple(Component(id=f"c-{number}", name=f"Component {number}") for number in range(20)),
    jargon=("frobnicator", "the issue"),
    internal=(r"srv-\d+",),
)
CONTEXT = Context(now=datetime(2026, 11, 3, 15, tzinfo=UTC), settings=SETTINGS)
PATH = "incidents/2026-11-03-a.md"
CHECK = 2.0
"""Seconds for the largest file of any construct, with its reading."""


def check(text: str, only: Iterable[Rule] = rules.ALL) -> None:
    entry = read(PATH, text)
    for rule in only:
        if rule.check:
            list(rule.check(entry, CONTEXT))


def forget() -> None:
    """What one rule has found out must not make the next one look fast."""
    for remembered in (substance.substance, substance.says_something, substance.names_in):
        remembered.cache_clear()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_reading_and_every_rule_are_bounded_on_every_construct(place: Place) -> None:
    slow = []
    step = 1 if THOROUGH else 11
    for what, fill in list(CONSTRUCTS.items())[PLACES.index(place) % step :: step]:

        def work_on(length: int, fill: Callable[[int], str] = fill) -> Callable[[], object]:
            text = place.around(fill, length)
            return lambda: rules.check(read(PATH, text), CONTEXT)

        if why := too_much(work_on, CHECK):
            slow.append(f"{what}: {why} ({', '.join(_culprits(place.around(fill, 32 * 1024)))})")
    assert slow == []


def _culprits(text: str) -> list[str]:
    """Which rules take longest, each alone, for the message of a failure."""
    entry = read(PATH, text)
    found = {}
    for rule in rules.ALL:
        if rule.check:
            forget()
            found[rule.name] = seconds(lambda run=rule.check: list(run(entry, CONTEXT)))  # type: ignore[misc]
    return [f"{name} {found[name]:.3f} s" for name in sorted(found, key=lambda name: found[name], reverse=True)[:3]]


def quadratic(entry: Entry, _: Context) -> Iterable[Fault]:
    """A rule as somebody may write the next one: for each word it looks through the rest of the text."""
    words = entry.document.text.split()
    for number, _word in enumerate(words):
        if "nowhere" in words[number:]:
            yield Fault(entry.document.sections[0].span, "It is there.")


def test_a_quadratic_rule_is_found() -> None:
    slow = Rule(code="W99", name="slow", why="", bad="", good="", check=quadratic)
    place = next(place for place in PLACES if place.name == "Impact")

    def work_on(length: int) -> Callable[[], object]:
        text = place.around(CONSTRUCTS["short lines"], length)
        return lambda: check(text, [slow])

    assert too_much(work_on, CHECK / 8)  # which is told sooner


@pytest.mark.parametrize("show", [render, plain, first_sentence, lambda text: plain(text, 150)])
def test_showing_prose_is_bounded_on_every_construct(show: Callable[[str], str]) -> None:
    slow = {}
    for what, fill in list(CONSTRUCTS.items())[:: 1 if THOROUGH else 3]:

        def work_on(length: int, fill: Callable[[int], str] = fill) -> Callable[[], object]:
            text = fill(length)
            return lambda: show(text)

        if why := too_much(work_on, CHECK):
            slow[what] = why
    assert slow == {}


MANY = (
    ("TODO", "Impact"),
    ("a jargon word", "Impact"),
    ("e-mail addresses", "Impact"),
    ("addresses of machines", "an update"),
    ("unsafe links", "an update"),
    ("tags", "an update"),
    ("headings without a time", "an update"),
    ("known headings", "Impact"),
    ("unknown fields", "the fields of an update"),
    ("components in one line", "the components of an update"),
    ("steps", "Prevention"),
    ("control characters", "Impact"),
    ("accents", "a heading"),
)


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(("what", "where"), MANY)
def test_thousands_of_findings_are_printed_in_time(what: str, where: str, output_format: str) -> None:
    place = next(place for place in PLACES if place.name == where)
    text = place.around(CONSTRUCTS[what], LARGEST)
    found = rules.check(read(PATH, text), CONTEXT)
    lines = quotable({PATH: lines_of(text.encode())}, found)
    checked = Checked(diagnostics=discreet(found), files=1, lines=lines)
    assert seconds(lambda: FORMATS[output_format](checked)) < CHECK


def test_of_one_kind_so_many_findings_are_listed_and_the_last_says_that_there_are_more() -> None:
    text = next(place for place in PLACES if place.name == "a cause not known").around(CONSTRUCTS["TODO"], 30_000)
    notes = [found for found in rules.check(read(PATH, text), CONTEXT) if found.name == "leftover-note"]
    assert len(notes) == rules.MOST_OF_A_KIND
    assert [found.message for found in notes if "More of the same" in found.message] == [
        "“TODO” is a note to yourselves. More of the same are not listed."
    ]
    headings = next(place for place in PLACES if place.name == "an update").around(CONSTRUCTS["headings"], 30_000)
    kinds = [found.name for found in rules.check(read(PATH, headings), CONTEXT)]
    assert kinds.count("unknown-kind-or-stage") == rules.MOST_OF_A_KIND - 1  # with the one above them: 500 updates
    assert kinds.count("too-large") == 1


def test_every_secret_is_told_however_many_there_are_since_their_lines_are_not_quoted() -> None:
    key = "AKIA" + "QWERTY23QWERTY23"
    text = next(place for place in PLACES if place.name == "Impact").before + f"{key} a@b.example\n" * 2000
    found = rules.check(read(PATH, text), CONTEXT)
    assert sum(each.secret for each in found) == 2000
    lines = quotable({PATH: lines_of(text.encode())}, found)
    for output_format, written in FORMATS.items():
        told = written(Checked(diagnostics=discreet(found), files=1, lines=lines))
        assert key not in told.replace(f"refuses {key} since", ""), output_format  # the rule's own example
