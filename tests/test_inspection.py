"""Files are read and checked by as many processes as are worth it, and nobody can tell from what comes of it."""

import contextlib
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pytest

from straightup.checking import reports, workers
from straightup.disk import files, project
from straightup.model.errors import ConfigurationError, InternalError
from straightup.reading import lines_of, read
from support.places import ROOT

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
DEMONSTRATION = ROOT / "incidents"
ENOUGH = workers.FEWEST

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork") or sys.platform == "darwin", reason="there are no workers on this system"
)


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> project.Project:
    """Many reports with every fault of the test incidents, and open ones that the others are held against."""
    (tmp_path / "mkdocs.yml").write_text("site_name: Shop\nplugins:\n  - straightup\n", encoding="utf-8")
    texts = [path.read_bytes() for path in sorted(DEMONSTRATION.glob("2*.md"))]
    texts += [path.read_bytes() for path in sorted(DEMONSTRATION.parent.glob("tests/incidents/*/*.md"))]
    folder = tmp_path / "incidents"
    folder.mkdir()
    for number in range(ENOUGH + 1):
        month, day = 1 + number // 28 % 12, 1 + number % 28
        name = f"{2024 + number // 336}-{month:02}-{day:02}-report-{number}.md"
        (folder / name).write_bytes(texts[number % len(texts)])
    (folder / "2024-01-01-a-link.md").symlink_to("elsewhere")
    monkeypatch.chdir(tmp_path)
    return project.load(tmp_path / "mkdocs.yml")


def test_two_processes_find_the_same_as_one(
    site: project.Project, two_processors: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = files.project_sources(site)
    assert workers._workers(len(sources)) == 2
    by_two = reports.inspect(sources, site.settings, now=NOW)
    assert reports.check(sources, site.settings, now=NOW) == by_two.diagnostics
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert workers._workers(len(sources)) == 1
    by_one = reports.inspect(sources, site.settings, now=NOW)
    assert repr(by_two) == repr(by_one)  # word for word: some fields do not count when two findings are compared
    names = {each.name for each in by_one.diagnostics}
    assert {"repeated-text", "eta-more-optimistic-than-record", "not-a-regular-file", "bad-yaml"} <= names


def test_the_lines_of_a_file_are_those_that_reading_saw() -> None:
    for path in sorted(DEMONSTRATION.parent.glob("tests/incidents/*/*.md")):
        data = path.read_bytes()
        for form in (data, data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data, data + b"\xff\0"):
            assert lines_of(form) == read("incidents/2026-11-03-cards.md", form).document.lines


def pids(share: Sequence[int]) -> list[tuple[int, int]]:
    return [(os.getpid(), number) for number in share]


def shared(items: Sequence[int]) -> list[tuple[int, int]]:
    return list(chain.from_iterable(workers.share_out(pids, items)))


def test_shares_come_back_in_their_order_from_processes_of_their_own(two_processors: None) -> None:
    done = shared(range(ENOUGH))
    assert [number for _, number in done] == list(range(ENOUGH))
    assert os.getpid() not in {pid for pid, _ in done}


@pytest.mark.parametrize("count", [0, 1, ENOUGH - 1])
def test_little_work_is_done_by_this_process(count: int, two_processors: None) -> None:
    assert shared(range(count)) == [(os.getpid(), number) for number in range(count)]


def test_a_process_with_threads_does_not_fork(two_processors: None) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert {pid for pid, _ in shared(range(ENOUGH))} == {os.getpid()}
    finally:
        done.set()
        thread.join()


def test_what_stops_a_worker_stops_this_process_with_the_same_words(two_processors: None) -> None:
    def work(share: Sequence[int]) -> None:
        if 0 not in share:
            raise ConfigurationError("That cannot be. Change it.")

    with pytest.raises(ConfigurationError, match=re.escape("That cannot be. Change it.")):
        workers.share_out(work, range(ENOUGH))
    assert_no_children()


def test_a_fault_of_ours_in_a_worker_is_the_same_fault_here(two_processors: None) -> None:
    with pytest.raises(ZeroDivisionError):
        workers.share_out(lambda share: 1 // share[0], range(ENOUGH))
    assert_no_children()


def test_a_result_that_cannot_be_told_is_no_wait_without_end(two_processors: None) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError), match=r"Can't (pickle|get) local object"):
        workers.share_out(lambda share: lambda: share, range(ENOUGH))
    assert_no_children()


def test_a_worker_that_dies_is_an_internal_error_and_no_wait_without_end(two_processors: None) -> None:
    def work(share: Sequence[int]) -> None:
        if 0 in share:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(InternalError, match="A worker process ended"):
        workers.share_out(work, range(ENOUGH))
    assert_no_children()


def assert_no_children() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


SLEEPERS = """
import os, signal, sys, time
from straightup.checking import workers
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may have been told to ignore it
os.sched_getaffinity = lambda _: {0, 1}
def work(share):
    if share[0] < 2 * workers.SHARE:
        os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(0.5)
workers.share_out(work, range(1000 * workers.FEWEST))
"""


@pytest.mark.process
@pytest.mark.parametrize("to_all", [True, False], ids=["from the terminal", "to one process"])
def test_ctrl_c_leaves_no_worker_behind(to_all: bool) -> None:
    command = [sys.executable, "-c", SLEEPERS]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    ) as parent:
        assert parent.stdout
        try:
            children = [int(parent.stdout.readline()) for _ in range(2)]
            if to_all:
                os.killpg(parent.pid, signal.SIGINT)
            else:
                parent.send_signal(signal.SIGINT)
            # Both pipes end only when no worker holds them any more.
            said, complained = parent.communicate(timeout=60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(parent.pid, signal.SIGKILL)
    assert said == ""
    assert complained.count("KeyboardInterrupt") == 1
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
