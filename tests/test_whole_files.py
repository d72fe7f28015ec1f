"""What `new`, `update` and `import` write: whole or not at all, whoever else writes, and wherever they are stopped."""

import contextlib
import errno
import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from straightup.disk.temporary import empty_folder
from straightup.disk.whole_files import write_new, write_over
from straightup.model.errors import StorageError
from support.commands import CONFIG, GOOD, straightup_process
from support.excerpts import OPEN
from support.killing import in_child, kill_myself, steps_of
from support.sites import draw

OLD, NEW = "old\n" * 300, "new\n" * 500


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def writer(path: Path, which: str) -> Callable[[], None]:
    if which == "new":
        return lambda: write_new(path, NEW)
    return lambda: write_over(path, OLD.encode(), NEW.encode())


def begin(path: Path, which: str) -> str | None:
    """What stands there before."""
    path.unlink(missing_ok=True)
    if which == "over":
        path.write_text(OLD, encoding="utf-8")
    return OLD if which == "over" else None


def content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


@pytest.mark.parametrize("which", ["new", "over"])
def test_a_command_killed_at_any_step_leaves_a_whole_file_or_none_and_stops_no_other(
    tmp_path: Path, which: str
) -> None:
    path = tmp_path / "incidents" / "2026-11-03-cards.md"
    path.parent.mkdir()
    seen = set()
    for step in range(1, 200):
        before = begin(path, which)

        def work(step: int = step) -> int:
            steps_of(writer(path, which), tmp_path, stop_at=step, how=kill_myself)
            return 0

        ended = in_child(work)
        assert content(path) in (before, NEW)
        seen.add(content(path))
        begin(path, which)
        writer(path, which)()
        assert (content(path), names(path.parent)) == (NEW, [path.name])
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert len(seen) == 2
    assert step > 8


@pytest.mark.parametrize("which", ["new", "over"])
def test_an_error_at_any_step_is_told_and_leaves_what_was_there(tmp_path: Path, which: str) -> None:
    path = tmp_path / "incidents" / "2026-11-03-cards.md"
    told = 0
    for step in range(1, 200):
        path.parent.mkdir(exist_ok=True)
        before = begin(path, which)

        def work(step: int = step) -> int:
            def fail() -> None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

            reached = 0
            try:
                reached = steps_of(writer(path, which), tmp_path, stop_at=step, how=fail)
            except StorageError as error:
                return 5 if str(error).endswith(".") else 6
            return 7 if reached < step else 0

        ended = in_child(work)
        assert ended in (0, 5, 7)
        assert content(path) == (before if ended == 5 else NEW)
        told += ended == 5
        if ended == 7:
            break
    assert told > 3


@pytest.mark.parametrize("which", ["new", "over"])
def test_a_full_disk_leaves_nothing_cut_off_and_nothing_beside(tmp_path: Path, which: str) -> None:
    path = tmp_path / "incidents" / "2026" / "2026-11-03-cards.md"
    if which == "over":
        path.parent.mkdir(parents=True)
    before = begin(path, which) if which == "over" else None

    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            writer(path, which)()
        except StorageError as error:
            return 5 if "File too large" in str(error) else 6
        return 0

    assert in_child(work) == 5
    assert content(path) == before
    assert names(tmp_path) == (["incidents"] if which == "over" else [])
    if which == "over":
        assert names(path.parent) == [path.name]


def test_the_owner_the_group_and_the_mode_stay(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root changes the files of others")
    path = tmp_path / "2026-11-03-cards.md"
    path.write_text(OLD, encoding="utf-8")
    path.chmod(0o640)
    os.chown(path, 4242, 4343)
    write_over(path, OLD.encode(), NEW.encode())
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o7777) == (4242, 4343, 0o640)


def test_a_new_file_is_for_those_that_the_user_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_new(tmp_path / "a.md", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", [f"2026-11-03-{'x' * 241}.md", f"2026-11-03-{'ü' * 120}.md"], ids=["255", "254"])
def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path, name: str) -> None:
    write_new(tmp_path / name, OLD)
    write_over(tmp_path / name, OLD.encode(), NEW.encode())
    assert (names(tmp_path), content(tmp_path / name)) == ([name], NEW)


def test_a_file_that_is_there_is_never_written_over_by_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "b.md").symlink_to(tmp_path / "nowhere")
    for name in ("a.md", "b.md"):
        with pytest.raises(StorageError, match="is there already"):
            write_new(tmp_path / name, NEW)
    assert names(tmp_path) == ["a.md", "b.md"]
    assert content(tmp_path / "a.md") == OLD


def test_of_many_writers_at_once_each_that_succeeds_is_in_the_file(tmp_path: Path) -> None:
    """Each adds a line to what it has read: what a command says it has added is there, and nothing else is."""
    path = tmp_path / "2026-11-03-cards.md"
    for _ in range(20):
        path.write_text("begin\n", encoding="utf-8")
        go = time.monotonic() + 0.05
        children = []
        for number in range(4):
            child = os.fork()
            if child == 0:
                status = 9
                with contextlib.suppress(BaseException):
                    before = path.read_bytes()
                    while time.monotonic() < go:
                        pass
                    try:
                        write_over(path, before, before + f"{number}\n".encode())
                        status = 0
                    except StorageError as error:
                        status = 5 if "run the command again" in str(error) else 6
                os._exit(status)
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        said = {str(number) for number, code in enumerate(codes) if code == 0}
        assert set(codes) <= {0, 5}
        assert said
        assert set(path.read_text(encoding="utf-8").splitlines()) == {"begin", *said}
        assert names(tmp_path) == [path.name]


@pytest.mark.process
def test_an_update_leaves_no_other_file_beside_the_report(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, GOOD: OPEN})
    told = straightup_process(tmp_path, "update", "-m", "Two of four gateways work again.", "--next", "in 30 min",
                              "--eta", "same", "--at", "2026-11-03 15:20 UTC")  # fmt: skip
    assert told[0] == 0
    assert names(tmp_path / "incidents") == [Path(GOOD).name]


def test_the_empty_folder_of_a_process_that_was_killed_is_taken_away_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))
    (tmp_path / "straightup-of-somebody-else").mkdir()

    def killed() -> int:
        with empty_folder():
            kill_myself()
        return 0

    assert in_child(killed) == -signal.SIGKILL
    (left,) = (name for name in names(tmp_path) if name != "straightup-of-somebody-else")
    with empty_folder() as first, empty_folder() as second:
        assert names(tmp_path) == sorted([first.name, second.name, "straightup-of-somebody-else"])
        assert left not in names(tmp_path)
    assert names(tmp_path) == ["straightup-of-somebody-else"]
