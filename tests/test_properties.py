"""What holds for every file and every set of reports. The examples are the same in each run."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from straightup import rules
from straightup.model.findings import Diagnostic, Span
from straightup.model.incident import Incident, Update
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.source import Document, Entry
from straightup.model.states import STATED, Component, Kind, State, stages_of
from straightup.reading import read
from straightup.rules import Context
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support import nasties
from support.effort import examples
from support.places import TESTS
from support.sites import headline_of

pytestmark = pytest.mark.long
ALWAYS = settings(derandomize=True, deadline=None, max_examples=examples(150))
NAME = "incidents/2026-11-03-cards.md"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SETTINGS = Settings(
    components=tuple(
        Component(id=name, name=name) for name in ("checkout", "api", "search", "ci.jenkins.io", "web-shop")
    )
)

_KEYS = (
    "title: Cards fail", "title: TBD", "title: [a", 'title: "a', "title:", "components:", "  checkout: degraded",
    "  checkout: down", "components: {api: degraded", "components: [a]", "started: 2026-11-03 14:05 UTC",
    "started: 2026-11-03 14:05", "resolved: 2026-11-03 15:05 +01:00", "kind: maintenance", "kind: notice", "kind: x",
    "starts: 2026-11-28 04:00 UTC", "ends: 2026-11-28 03:00 UTC", "exempt: {C01: because}", "links: {a: https://b}",
    "imported: {from: cstate}", "outcome: false-alarm", "- a", "? a", "<<: {a: b}", "a: &b c", "a: *b", "a: !c d",
    "a: b: c", "\ta: b", "...", "--- # a", "%YAML 1.1", "a: |", "  text", "a: 'ü\u2028", "🎉: [{[: 1", "# note", "}",
    "",
)  # fmt: skip
_BODY = (
    "## Impact", "## Cause", "## Restoration", "## Prevention", "## Updates", "## IMPACT ##", "## Impakt", "## Other",
    "### 2026-11-03 14:20 UTC: Investigating", "### 2026-11-03 14:48 +01:00: Identified",
    "### 2026-11-03 16:00 UTC: Done",
    "### 2026-11-28 04:00 UTC: In progress", "### 2026-11-03 16:00Z: Resolved", "### 2026-11-03 16:00 UTC Resolved",
    "###",
    "- ETA: 16:30 UTC", "- **ETA:** 16:00–17:00 UTC, because", "- ETA: unknown until 15:00 UTC", "- ETA: in 2-4 hours",
    "- ETA: 11:00-12:00", "- Next update: 15:30 UTC", "- Next updat: x", "- Components: api degraded, web down",
    "- Edited: 2026-11-03 15:00 UTC, because a", "  wrapped", "- [ ] step (owner: A, due: 2026-11-10)", "- [x] done",
    "- [-] dropped (because: b)", "  - [ ] nested (due: soon)", "TODO",
    "Not known yet. We look, and know by 15:00 UTC.",
    "Suspected: a disk", "Words.", "```", "~~~~", "> ```", "- ```", "    code", "`", "``", "<!--", "-->", "<!-- a -->",
    "a <!-- b", "\\<!--", "---", "\u2028", "\x00", "\x85", "🎉 ü", "",
)  # fmt: skip


@st.composite
def grammar(draw: st.DrawFn) -> str:
    """A file of real pieces of the format, in any order, and often without the lines that hold it together."""
    keys = draw(st.lists(st.sampled_from(_KEYS), max_size=10))
    body = draw(st.lists(st.sampled_from(_BODY), max_size=25))
    begin, end = draw(st.sampled_from([("---", "---"), ("---", "---"), ("---", "---"), ("---", ""), ("", "---")]))
    return "\n".join([begin, *keys, end, *body])


_HOURS = st.integers(-100 * 24, 20 * 24).map(lambda hours: NOW + timedelta(hours=hours))
_STATES = st.dictionaries(
    st.sampled_from([component.id for component in SETTINGS.components]), st.sampled_from(STATED), max_size=2
).map(lambda states: tuple(states.items()))


@st.composite
def incidents(draw: st.DrawFn) -> list[Incident]:
    """Reports of any kind around `NOW`, in good order or not, each with an id of its own."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(list(Kind)))
        stages = st.sampled_from(stages_of(kind))
        said = st.builds(Update, at=_HOURS, stage=stages, text=st.just(""), components=_STATES)
        incident = Incident(
            id=f"2026-11-0{number}-a",
            kind=kind,
            title=draw(st.sampled_from(["Cards fail", "What now?", ""])),
            components=draw(_STATES),
            started=draw(st.none() | _HOURS),
            resolved=draw(st.none() | _HOURS),
            starts=draw(st.none() | _HOURS),
            ends=draw(st.none() | _HOURS),
            updates=tuple(draw(st.lists(said, max_size=3))),
            duplicate_of=draw(st.sampled_from(["", "", "", "2026-11-01-a"])),
            false_alarm=draw(st.sampled_from([False, False, False, True])),
        )
        found.append(incident)
    return found


def everything(source: str | bytes) -> tuple[Entry, list[Diagnostic], Site]:
    entry = read(NAME, source)
    found = rules.check(entry, Context(now=NOW, settings=SETTINGS, files={"2026-11-03-cards": (NAME,)}))
    return entry, found, assemble([entry.incident], SETTINGS, NOW)


def lies_inside(span: Span, document: Document) -> bool:
    lines = document.lines or ("",)
    if not 1 <= span.line <= span.end_line <= len(lines):
        return False
    if (span.line, span.column) > (span.end_line, span.end_column):
        return False
    return (
        1 <= span.column <= len(lines[span.line - 1]) + 1 and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    )


def holds(source: str | bytes) -> None:
    entry, found, _ = everything(source)
    for diagnostic in found:
        assert lies_inside(diagnostic.span, entry.document), diagnostic
        assert diagnostic.message
    assert found == sorted(found)


@ALWAYS
@given(st.binary(max_size=400))
def test_no_bytes_are_too_much(source: bytes) -> None:
    holds(source)
    holds(b"---\n" + source)


@ALWAYS
@given(st.text(st.characters(), max_size=400))
def test_no_text_is_too_much(source: str) -> None:
    holds(source)
    holds(f"{nasties.HEAD}{source}")


@settings(ALWAYS, max_examples=examples(500))
@given(grammar())
def test_no_mixture_of_real_pieces_is_too_much(source: str) -> None:
    holds(source)


@ALWAYS
@given(grammar(), st.sampled_from(["\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_and_a_bom_never_change_the_meaning(source: str, end: str, mark: str) -> None:
    assert read(NAME, mark + source.replace("\n", end)) == read(NAME, source)


@ALWAYS
@given(grammar())
def test_a_text_and_its_bytes_never_differ(source: str) -> None:
    assert read(NAME, source.encode()) == read(NAME, source)


@settings(ALWAYS, max_examples=examples(60))
@given(incidents(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(found: list[Incident], random: Random) -> None:
    shuffled = sorted(found, key=lambda incident: incident.id, reverse=True)
    random.shuffle(shuffled)
    first, second = assemble(found, SETTINGS, NOW), assemble(shuffled, SETTINGS, NOW)
    assert second == first
    assert (headline_of(second), second.open, second.recent) == (headline_of(first), first.open, first.recent)


@settings(ALWAYS, max_examples=examples(60))
@given(incidents())
def test_the_days_of_a_record_begin_with_it_and_no_state_holds_longer_than_its_day(found: list[Incident]) -> None:
    site = assemble(found, SETTINGS, NOW)
    for view in site.components:
        days = view.uptime.days
        watched = min(NOW - site.record.began, timedelta(days=89, hours=9, minutes=30))
        assert sum((day.length for day in days), timedelta()) == max(watched, timedelta())
        if not days:
            continue
        for day in days:
            assert sum(day.lengths.values(), timedelta()) <= day.length
            assert bool(day.lengths) == bool(day.incidents)
        assert 0 <= view.uptime.up <= 1
        unknown = view.uptime.length_of(State.NOT_KNOWN)
        assert (view.uptime.percent == "100") == (view.uptime.up == 1 and not unknown)


@settings(ALWAYS, max_examples=examples(60))
@given(incidents(), st.integers(1, 1000), st.sampled_from(SETTINGS.components))
def test_a_resolved_incident_more_does_not_change_the_headline(
    found: list[Incident], hours: int, component: Component
) -> None:
    past = Incident(
        id="2026-01-01-past",
        started=NOW - timedelta(hours=hours + 1),
        resolved=NOW - timedelta(hours=hours),
        components=((component.id, State.MAJOR_OUTAGE),),
    )
    assert headline_of(assemble([*found, past], SETTINGS, NOW)) == headline_of(assemble(found, SETTINGS, NOW))


@settings(ALWAYS, max_examples=examples(60))
@given(incidents())
def test_nothing_is_said_to_work_that_a_report_says_does_not(found: list[Incident]) -> None:
    site = assemble(found, SETTINGS, NOW)
    # As of now: what is dated ahead has not happened.
    incidents_now = [report.incident for report in site.reports]
    is_open = any(
        incident.kind is Kind.INCIDENT and not incident.over and not incident.duplicate_of for incident in incidents_now
    )
    if is_open or site.active:
        assert headline_of(site) != "Everything works."
    unread = assemble(found, SETTINGS, NOW, left_out=[LeftOut(id="2026-11-03-unread")])
    assert "verything works" not in headline_of(unread)
    assert "verything else works" not in headline_of(unread)


def test_files_made_to_be_slow_take_two_seconds_and_200_mb_at_most() -> None:
    run = subprocess.run(
        [sys.executable, "-m", nasties.__name__],
        cwd=TESTS,
        # Measuring the coverage takes longer than what is measured.
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    last = run.stdout.splitlines()[-1:]
    assert run.returncode == 0, f"{last}: {run.stderr}"
    *names, most = run.stdout.splitlines()
    assert len(names) == len(list(nasties.nasties()))
    assert int(most) < 200 * 1024
    if sys.platform == "linux":
        assert int(most) > 0
