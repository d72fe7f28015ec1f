"""Where the ledger of `notify` is kept: a file, or a branch of the repository that holds nothing else."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from straightup.disk import git
from straightup.disk.locks import locked
from straightup.model.errors import ConfigurationError, LockedError, StorageError

BRANCH: Final = "straightup/sent"
_FILE = "sent.jsonl"
_TRIES = 8
_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file to which lines are added. Two runs that add to it wait for each other."""

    path: Path

    def lines(self) -> list[bytes]:
        try:
            return self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _failed(self.path, error) from error

    def add(self, lines: Iterable[bytes]) -> list[bytes]:
        """Returns all lines, those of others too. StorageError where they cannot be kept."""
        data = b"".join(line + b"\n" for line in lines)
        lock = self.path.with_name(f".{self.path.name}.lock")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(lock, _WAIT) as held:
                if not held:
                    raise LockedError(f"Another run writes {self.path}. Wait until it has ended.")
                before = self.lines()
                with self.path.open("ab") as file:
                    # A line that was torn by a crash ends here, and is none.
                    file.write((b"\n" if before and before[-1] else b"") + data)
                    file.flush()
                    os.fsync(file.fileno())
                return before
        except OSError as error:
            raise _failed(self.path, error) from error


def _failed(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path}: {error.strerror or type(error).__name__}. Without the ledger nobody knows what was sent already: "
        "make the file writable, or choose another one with --ledger."
    )


@dataclass(slots=True)
class LedgerBranch:
    """The branch `straightup/sent` of the remote `origin`, in a clone that is not otherwise touched."""

    clone: Path
    _tip: str = field(default="", init=False)
    _lines: list[bytes] = field(default_factory=list, init=False)

    def lines(self) -> list[bytes]:
        """As the remote has them now. ConfigurationError where it cannot be asked."""
        there = self._git("ls-remote", "--heads", "origin", f"refs/heads/{BRANCH}")
        if not there.strip():
            self._tip, self._lines = "", []
            return []
        self._git("fetch", "--quiet", "--no-tags", "origin", f"+refs/heads/{BRANCH}:refs/{BRANCH}")
        self._tip = self._git("rev-parse", f"refs/{BRANCH}").decode("ascii").strip()
        self._lines = self._git("cat-file", "blob", f"{self._tip}:{_FILE}").split(b"\n")
        return self._lines

    def add(self, lines: Iterable[bytes]) -> list[bytes]:
        """Returns what other runs have added meanwhile. StorageError where the remote does not take it."""
        added = list(lines)
        before = set(self._lines)
        for _ in range(_TRIES):
            whole = [*(line for line in self._lines if line), *added]
            commit = self._commit(b"".join(line + b"\n" for line in whole))
            if self._pushed(commit):
                self._tip, self._lines = commit, whole
                return [line for line in whole if line not in before]
            # Somebody else was faster: their lines come first.
            self.lines()
        raise StorageError(
            f"The branch “{BRANCH}” could not be pushed, so the next run may send the same again. Look whether this "
            "job may write to the repository (in GitHub Actions: “permissions: contents: write”)."
        )

    def _commit(self, data: bytes) -> str:
        blob = self._git("hash-object", "-w", "--stdin", data=data).decode("ascii").strip()
        tree = self._git("mktree", data=f"100644 blob {blob}\t{_FILE}\n".encode("ascii")).decode("ascii").strip()
        parent = ("-p", self._tip) if self._tip else ()
        message = ("-m", "What was sent to whom")
        return self._git("commit-tree", tree, *parent, *message).decode("ascii").strip()

    def _pushed(self, commit: str) -> bool:
        """False where the branch has moved on, or is new meanwhile."""
        expected = f"--force-with-lease=refs/heads/{BRANCH}:{self._tip}"
        return git.ran(self.clone, "push", "--quiet", expected, "origin", f"{commit}:refs/heads/{BRANCH}") is not None

    def _git(self, *arguments: str, data: bytes = b"") -> bytes:
        said = git.ran(self.clone, *arguments, data=data)
        if said is None:
            raise ConfigurationError(
                f"git cannot “{arguments[0]}” the ledger's branch “{BRANCH}”. It needs a clone whose remote “origin” "
                "can be read and written; or keep the ledger in a file with --ledger FILE."
            )
        return said
