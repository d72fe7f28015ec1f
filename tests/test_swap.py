"""The old site or the new one, never anything between: tried by killing a build and by failing it, at every step."""

import contextlib
import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from straightup.disk import swap
from straightup.disk.swap import staged
from straightup.model.errors import LockedError, StorageError
from support.effort import THOROUGH
from support.killing import in_child, kill_myself, steps_of
from support.places import ROOT

EVERY_ERROR = list(product((errno.ENOSPC, errno.EIO), (True, False)))
"""(the error, whether two folders can change their places at once)"""

pytestmark = pytest.mark.long
Tree = dict[str, str]

OLD: Tree = {"index.html": "old home", "same.css": "same", "gone/index.html": "going", "a/b/c.txt": "old c"}
NEW: Tree = {"index.html": "new home", "same.css": "same", "made/index.html": "made", "a/b/c.txt": "new c"}
for _number in range(6):
    OLD |= {f"same/{_number}.txt": "same", f"{_number}/index.html": "old"}
    NEW |= {f"same/{_number}.txt": "same", f"{_number}/index.html": "new"}


def write(root: Path, tree: Tree) -> None:
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(root: Path) -> Tree:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def build(target: Path, tree: Tree, *, wait: float = 60) -> None:
    with staged(target, wait=wait) as staging:
        write(staging, tree)


def rebuild_old(target: Path) -> None:
    """The old site, each of its files from the future: so a build takes the same steps whatever the clock says."""
    build(target, OLD)
    for path in target.rglob("*.*"):
        os.utime(path, (4e9, 4e9))


def interrupted(target: Path) -> None:
    with staged(target) as staging:
        write(staging, {"index.html": "half"})
        raise KeyboardInterrupt


def leftovers(target: Path) -> list[str]:
    lock = f".{target.name}.straightup-lock"
    return sorted(path.name for path in target.parent.iterdir() if path.name not in (target.name, lock))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """A target on the disk that the repository is on: temporary folders may be in memory, where nothing is slow."""
    cache = ROOT / ".pytest_cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        yield Path(folder, "site")


def test_a_first_build_makes_the_site_and_leaves_nothing_else(target: Path) -> None:
    build(target, NEW)
    assert read(target) == NEW
    assert leftovers(target) == []


def test_a_second_build_replaces_the_site_whole(target: Path) -> None:
    build(target, OLD)
    build(target, NEW)
    assert read(target) == NEW
    assert leftovers(target) == []


def test_an_error_in_the_build_leaves_the_old_site_and_nothing_else(target: Path) -> None:
    build(target, OLD)
    with pytest.raises(KeyboardInterrupt):
        interrupted(target)
    assert read(target) == OLD
    assert leftovers(target) == []


def test_unchanged_files_keep_inode_and_time_and_changed_ones_get_a_later_second(target: Path) -> None:
    build(target, OLD)
    future = int(time.time()) + 1000
    for path in target.rglob("*.*"):
        os.utime(path, (future, future))
    before = {path.relative_to(target).as_posix(): path.stat() for path in target.rglob("*.*")}
    build(target, NEW)
    after = {path.relative_to(target).as_posix(): path.stat() for path in target.rglob("*.*")}
    assert (after["same.css"].st_ino, after["same.css"].st_mtime_ns) == (
        before["same.css"].st_ino,
        before["same.css"].st_mtime_ns,
    )
    assert after["same.css"].st_nlink == 1
    for name in ("index.html", "a/b/c.txt"):
        assert int(after[name].st_mtime) > int(before[name].st_mtime)


def test_builds_in_the_same_second_never_give_one_time_to_two_texts_of_one_size(target: Path) -> None:
    seen = set()
    for number in range(10, 30):
        build(target, {"index.html": f"text {number}"})
        found = (target / "index.html").stat()
        seen.add((int(found.st_mtime), found.st_size))
    assert len(seen) == 20


def test_hidden_entries_of_the_old_site_stay(target: Path) -> None:
    write(target, {**OLD, ".nojekyll": "", ".git/HEAD": "ref", ".well-known/old.txt": "old"})
    build(target, {**NEW, ".well-known/security.txt": "new"})
    assert read(target) == {**NEW, ".nojekyll": "", ".git/HEAD": "ref", ".well-known/security.txt": "new"}


def test_a_link_to_the_site_stays_a_link(tmp_path: Path, target: Path) -> None:
    write(tmp_path / "real" / "site", OLD)
    target.symlink_to(tmp_path / "real" / "site", target_is_directory=True)
    build(target, NEW)
    assert target.is_symlink()
    assert read(tmp_path / "real" / "site") == NEW


def test_the_folder_keeps_its_mode(target: Path) -> None:
    write(target, OLD)
    target.chmod(0o751)
    build(target, NEW)
    assert target.stat().st_mode & 0o777 == 0o751


def test_a_file_in_the_place_of_the_site_is_refused(target: Path) -> None:
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(StorageError, match="it is a file"):
        build(target, NEW)
    assert target.read_text(encoding="utf-8") == "mine"
    assert leftovers(target) == []


@pytest.mark.parametrize("atomic", [True, False], ids=["exchange", "two renames"])
def test_a_build_killed_at_any_step_leaves_one_whole_site_and_the_next_build_ends_it(
    target: Path, monkeypatch: pytest.MonkeyPatch, atomic: bool
) -> None:
    if not atomic:
        # What other systems than Linux answer.
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    apart = 1 if THOROUGH else 3
    outcomes = killed(target, steps=range(1, 1000, apart), is_there_always=atomic)
    assert len(outcomes) > 100 // apart
    assert outcomes.count(True) > 12 // apart


def test_a_build_killed_on_a_real_disk_leaves_one_whole_site_too(on_disk: Path) -> None:
    outcomes = killed(on_disk, steps=range(1, 1000, 9), is_there_always=True)
    assert len(outcomes) > 12
    assert outcomes.count(True) > 1


def killed(target: Path, *, steps: range, is_there_always: bool) -> list[bool]:
    """Whether the new site stood there after a build was killed at each of `steps`, until one was not reached."""
    outcomes = []
    for step in steps:
        rebuild_old(target)
        ended = in_child(partial(_killed_at, step, target))
        found = read(target) if target.exists() else None
        if found is None:
            # Only between the two renames; the next start brings the old site back before it does anything else.
            assert not is_there_always
            with pytest.raises(KeyboardInterrupt):
                interrupted(target)
            found = read(target)
            assert found == OLD
        assert found in (OLD, NEW)
        outcomes.append(found == NEW)
        build(target, OLD)
        assert read(target) == OLD
        assert leftovers(target) == []
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    # Once the new site is in place, no later step takes it away again.
    assert outcomes == sorted(outcomes)
    assert outcomes[-1]
    return outcomes


def _killed_at(step: int, target: Path) -> int:
    steps_of(lambda: build(target, NEW), target.parent, stop_at=step, how=kill_myself)
    return 0


@pytest.mark.parametrize(
    ("number", "atomic"), EVERY_ERROR if THOROUGH else EVERY_ERROR[::6], ids=lambda value: str(value).lower()
)
def test_an_error_at_any_step_leaves_one_whole_site_and_is_told(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int, atomic: bool
) -> None:
    if not atomic:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    told = 0
    for step in range(1, 1000):
        rebuild_old(target)
        ended = in_child(partial(_failed_at, step, target, number))
        assert ended in (0, 5, 7)
        # Exit 5 says that the old site is untouched, and so it is.
        assert read(target) == (OLD if ended == 5 else NEW)
        assert leftovers(target) == [] or ended == 0
        told += ended == 5
        if ended == 7:
            break
    assert told > 70


def _failed_at(step: int, target: Path, number: int) -> int:
    def fail() -> None:
        raise OSError(number, os.strerror(number))

    reached = 0
    try:
        reached = steps_of(lambda: build(target, NEW), target.parent, stop_at=step, how=fail)
    except StorageError:
        return 5
    return 7 if reached < step else 0


def test_a_disk_without_room_leaves_the_old_site_and_says_so(target: Path) -> None:
    build(target, OLD)

    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            build(target, {**NEW, "large.txt": "x" * 2000})
        except StorageError as error:
            return 5 if "is as it was" in str(error) and "File too large" in str(error) else 6
        return 0

    assert in_child(work) == 5
    assert read(target) == OLD
    assert leftovers(target) == []


def test_builds_at_the_same_time_come_one_after_the_other(target: Path) -> None:
    trees = [{f"{number}/{part}.txt": str(number) for part in range(50)} for number in range(8)]
    children = []
    for tree in trees:
        child = os.fork()
        if child == 0:
            status = 1
            with contextlib.suppress(BaseException):
                build(target, tree)
                status = 0
            os._exit(status)
        children.append(child)
    looks = 0
    while children:
        if target.exists():
            with contextlib.suppress(FileNotFoundError):
                looked_at = target.stat()
                top = list(target.iterdir())
                # One that is not there any more may be removed while somebody looks at it.
                if os.path.samestat(target.stat(), looked_at):
                    assert len(top) == 1
                    looks += 1
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended:
            assert status == 0
            children.remove(ended)
    assert looks > 0
    assert read(target) in trees
    assert leftovers(target) == []


def test_waiting_for_another_build_ends_with_a_message(target: Path) -> None:
    with staged(target) as staging:
        write(staging, NEW)
        begun = time.monotonic()
        with pytest.raises(LockedError, match="Another build is writing"):
            build(target, OLD, wait=0.3)
        assert 0.3 <= time.monotonic() - begun < 5
    assert read(target) == NEW


def test_a_place_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError), staged(tmp_path / "file" / "site"):
        pytest.fail("the build began")


def test_what_others_left_and_nobody_may_remove_stops_no_build(target: Path) -> None:
    """As another user than the one whose build was killed: only the names in the folder are this one's to change."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can be two users")
    build(target, OLD)
    for word in ("new", "new-0000aaaa", "old-0000bbbb"):
        write(target.with_name(f".site.straightup-{word}"), {"a/b.txt": "of root"})
    for folder in (target.parent, *target.parent.parents):
        with contextlib.suppress(OSError):
            folder.chmod(folder.stat().st_mode | 0o005)
    os.chown(target.parent, 4242, 4242)

    def work() -> int:
        os.umask(0o022)
        os.setgid(4242)
        os.setuid(4242)
        build(target, NEW)
        build(target, {**NEW, "third.html": "third"})
        return 0

    assert in_child(work) == 0
    assert read(target) == {**NEW, "third.html": "third"}
    build(target, NEW)
    assert leftovers(target) == []


def test_a_build_without_exchange_is_without_a_site_for_less_than_a_millisecond(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    gone: list[float] = []
    rename = os.rename

    def timed(one: Path, other: Path) -> None:
        rename(one, other)
        gone.append(time.perf_counter())

    monkeypatch.setattr(os, "rename", timed)
    for number in range(20):
        build(target, OLD if number % 2 else NEW)
    # A first build renames once, without anything in its way, and none of the others more than twice, and the trash.
    gaps = [second - first for first, second in zip(gone[0::2], gone[1::2], strict=False)]
    assert len(gaps) >= 19
    assert sorted(gaps)[len(gaps) // 2] < 0.001


def test_a_site_is_built_where_python_has_no_fcntl(target: Path) -> None:
    program = (
        "import sys, warnings; sys.modules['fcntl'] = None; warnings.simplefilter('ignore')\n"
        "from pathlib import Path\nfrom straightup.disk.swap import staged\n"
        "for text in ('one', 'two'):\n"
        f"    with staged(Path({str(target)!r})) as staging: (staging / 'a').write_text(text, encoding='utf-8')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert read(target) == {"a": "two"}
