"""What a check remembers: the same findings as without it, whatever changed, and whatever became of the memory."""

import ast
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from straightup.checking.remembered import Memory, fingerprint
from straightup.checking.reports import check, inspect
from straightup.disk import memory as disk
from straightup.model.clock import Clock
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component
from support.commands import CONFIG, straightup
from support.excerpts import OPEN
from support.places import ROOT, TESTS
from support.sites import draw

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
SETTINGS = Settings(site_name="Shop", components=(Component(id="checkout", name="Checkout"),))
TEXTS = [
    path.read_text("utf-8")
    for kind in ("accepted", "rejected")
    for path in sorted((TESTS / "incidents" / kind).glob("*.md"))
]


def source(name: str, text: str) -> Source:
    return Source(f"incidents/{name}.md", name, text.encode("utf-8", "replace"))


def remembered(sources: list[Source], lines: list[bytes], settings: Settings = SETTINGS, now: datetime = NOW) -> Memory:
    """The memory after a check of `sources`, which finds what it would find without."""
    memory = Memory(lines, fingerprint(settings))
    assert check(sources, settings, now=now, memory=memory) == check(sources, settings, now=now)
    return memory


@pytest.mark.parametrize("seed", range(5))
def test_whatever_changes_a_check_that_remembers_finds_what_a_fresh_one_finds(seed: int) -> None:
    chance = random.Random(seed)
    files = {f"2026-11-{day:02}-{chance.choice('abc')}": chance.choice(TEXTS) for day in range(1, 11)}
    settings, now, lines = SETTINGS, NOW, list[bytes]()

    def step() -> None:
        nonlocal settings, now, lines
        name = chance.choice(sorted(files))
        match chance.randrange(9):
            case 0:
                files[name] = chance.choice(TEXTS)
            case 1:
                text = files[name].splitlines(keepends=True)
                text.insert(chance.randrange(len(text) + 1), chance.choice(["\n", "- ETA: soon\n", "We fix it.\n"]))
                files[name] = "".join(text)
            case 2:
                files[f"2026-10-{chance.randrange(1, 29):02}-{chance.choice('de')}"] = chance.choice(TEXTS)
            case 3 if len(files) > 3:
                del files[name]
            case 4:
                files[f"2026-09-{chance.randrange(1, 29):02}-{chance.choice('FG')}"] = files.pop(name)
            case 5:
                now += timedelta(days=chance.uniform(-20, 20))
            case 6:
                settings = replace(
                    settings, grace=timedelta(days=chance.choice([1, 10])), jargon=(chance.choice("xy"),)
                )
            case 7:
                lines = [line[: chance.randrange(200)] if chance.random() < 0.5 else line for line in lines]
            case _:
                files[name] = files[name].replace("title:", "repeat-of: 2026-11-01-a\ntitle:", 1)

    for _ in range(15):
        step()
        sources = [source(name, text) for name, text in sorted(files.items())]
        lines = list(remembered(sources, lines, settings, now).lines())


def test_what_did_not_change_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [source(f"2025-11-{day:02}-x", TEXTS[0].replace("2026", "2025")) for day in (1, 2)]
    first = remembered(sources, [])
    assert first.changed
    second = remembered(sources, list(first.lines()))
    assert not second.changed


def test_a_build_and_a_check_remember_the_same() -> None:
    sources = [source(f"2026-11-{day:02}-x", text) for day, text in enumerate(TEXTS[:9], 1)]
    lines = list(remembered(sources, []).lines())
    memory = Memory(lines, fingerprint(SETTINGS))
    found = inspect(sources, SETTINGS, now=NOW, memory=memory)
    assert found == inspect(sources, SETTINGS, now=NOW)


def damaged(line: bytes) -> Iterator[bytes]:
    key, text = line[:32], line[64:]
    yield line[:-1]
    yield line[:70] + b"x" + line[71:]
    data = json.loads(text)
    for place in range(len(data)):
        for foreign in (None, 1, "x", [1], [[1]], {"a": 1}, {"a": ["b"]}, [["a", "b", "c", "d", "e"]]):
            made = json.dumps([*data[:place], foreign, *data[place + 1 :]]).encode("ascii")
            yield key + blake2b(key + made, digest_size=16).hexdigest().encode("ascii") + made
    deep = b"[" * 100_000
    yield key + blake2b(key + deep, digest_size=16).hexdigest().encode("ascii") + deep


def test_a_line_that_is_damaged_or_of_somebody_else_never_stops_a_check() -> None:
    text = OPEN.replace("title:", "repeat-of: 2026-11-01-a\ntitle:", 1)
    sources = [source("2026-11-03-x", text)]
    for line in remembered(sources, []).lines():
        for other in damaged(line):
            check(sources, SETTINGS, now=NOW, memory=Memory([other, b"", b"x"], fingerprint(SETTINGS)))


def test_no_record_holds_what_a_report_says() -> None:
    secret = "AKIA" + "Q3EXAMPLE7KEYS4U"
    text = OPEN.replace("## Updates", f"## Cause\n\nThe key {secret} of Mr. Quillfeather had expired.\n\n## Updates")
    lines = b"\n".join(remembered([source("2026-11-03-x", text)], []).lines())
    assert lines
    assert secret.encode() not in lines
    assert b"Quillfeather" not in lines


def test_what_is_not_used_is_kept_for_a_while_and_not_for_ever() -> None:
    old = [f"{number:032x}{number:032x}[]".encode() for number in range(3000)]
    memory = Memory(old, b"")
    assert list(memory.lines()) == old[-1000:]


# On the disk


def test_a_second_check_says_the_same_and_a_fresh_one_too(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, "incidents/2026-11-03-cards.md": OPEN.replace("ETA:", "EAT:")})
    say = ["check", "--at", "2026-11-03 15:00 UTC"]
    first = straightup(tmp_path, *say)
    kept = tmp_path / ".cache" / "straightup" / "checked"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert (kept.parent / ".gitignore").read_text("utf-8") == "*\n"
    before = kept.stat().st_ino
    for more in ([], ["--fresh"]):
        again = straightup(tmp_path, *say, *more)
        assert again == first
    assert kept.stat().st_ino != before  # a fresh check remembers anew


@pytest.mark.parametrize("name", ["straightup", "straightup/checked", ""])
def test_a_memory_that_cannot_be_used_costs_time_and_nothing_else(tmp_path: Path, name: str) -> None:
    place = tmp_path / ".cache" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    for make in (
        lambda: place.symlink_to(tmp_path / "elsewhere"),
        lambda: os.mkfifo(place),
        lambda: place.write_bytes(os.urandom(5000)),
    ):
        make()
        assert disk.recall(tmp_path, disk.CHECKED) == [] or name.endswith("checked")
        disk.remember(tmp_path, disk.CHECKED, [b"x" * 70])
        place.unlink()
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_kept_is_recalled(tmp_path: Path) -> None:
    disk.remember(tmp_path, disk.CHECKED, [b"one", b"two"])
    assert disk.recall(tmp_path, disk.CHECKED) == [b"one", b"two"]
    names = sorted(path.name for path in (tmp_path / ".cache" / "straightup").iterdir())
    assert names == [".gitignore", "CACHEDIR.TAG", "checked"]


def test_settings_have_the_same_fingerprint_in_every_process() -> None:
    program = (
        "from straightup.checking.remembered import fingerprint\n"
        "from straightup.model.settings import Settings\n"
        "print(fingerprint([Settings(jargon=('a','b')), frozenset('abcdefg')]).hex())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert fingerprint(Settings(site_name="a")) != fingerprint(Settings(site_name="b"))
    with pytest.raises(TypeError):
        fingerprint(object())


# The clock


moments = st.integers(0, 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
questions = st.tuples(st.sampled_from(["reached", "after", "early", "day", "today"]), moments)


def answer(clock: Clock, question: str, moment: datetime) -> object:
    match question:
        case "reached":
            return clock.reached(moment)
        case "after":
            return clock.after(moment)
        case "early":
            return clock.reached(moment, early=timedelta(minutes=5))
        case "day":
            return clock.day_is_over(moment.date() - timedelta(days=1))
        case _:
            return clock.today


@given(moments, st.lists(questions, max_size=6), moments)
def test_while_what_was_said_is_valid_everything_that_was_asked_has_the_same_answer(
    now: datetime, asked: list[tuple[str, datetime]], later: datetime
) -> None:
    clock, other = Clock(now), Clock(later)
    answers = [answer(clock, *each) for each in asked]
    assert clock.valid.holds(now)
    if clock.valid.holds(later):
        assert [answer(other, *each) for each in asked] == answers


def test_the_moment_itself_holds_for_no_other() -> None:
    clock = Clock(NOW)
    assert clock.now == NOW
    assert not clock.valid.holds(NOW + timedelta(microseconds=1))
    clock.begin()
    assert clock.valid.holds(datetime.min.replace(tzinfo=UTC))


def test_no_rule_asks_for_the_time_elsewhere_than_the_clock() -> None:
    for path in sorted((ROOT / "src" / "straightup" / "rules").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "now" and isinstance(node.value, ast.Name):
                assert node.value.id != "context", f"{path.name}, line {node.lineno}"
