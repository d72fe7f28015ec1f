"""What git knows of a folder: which files have changed. The only place where git is called."""

import os
import shutil
from pathlib import Path

from straightup.disk.project import absolute
from straightup.model.errors import ConfigurationError

_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "diff.relative=false")
"""Whatever somebody has configured, nothing else is started, and every name counts from the root."""
_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
_CHECKOUT = "(in GitHub Actions, actions/checkout with “fetch-depth: 0” does)"
_OTHERWISE = "or leave --base out."


def changed_since(base: str, folder: Path) -> frozenset[Path]:
    """Every file of the clone around `folder` that differs from where HEAD and `base` parted, on the disk or in HEAD.

    Files that git does not know yet are among them. ConfigurationError when git, the clone or `base` is missing.
    """
    up = _git(folder, "rev-parse", "--show-cdup")
    if up is None:
        raise ConfigurationError(f"{folder} is in no clone of git that can be read. Run it in one, {_OTHERWISE}")
    root = absolute(folder / up.strip("\n"))
    _known(root, base)
    if not _git(root, "merge-base", base, "HEAD"):
        problem = f"git knows no commit that “{base}” and HEAD have in common."
        raise ConfigurationError(f"{problem} Fetch the whole history {_CHECKOUT}, {_OTHERWISE}")
    asked = (
        (*_DIFF, f"{base}...HEAD", "--"),
        (*_DIFF, "HEAD", "--"),
        ("ls-files", "-z", "--others", "--exclude-standard", "--full-name"),
    )
    names: set[str] = set()
    for arguments in asked:
        said = _git(root, *arguments)
        if said is None:
            raise ConfigurationError(f"git cannot say what has changed since “{base}”. Try “git {arguments[0]}” there.")
        names |= set(said.split("\0")) - {""}
    return frozenset(root / name for name in names)


def content_at(revision: str, path: Path) -> bytes | None:
    """What stood in the file at `path` at a revision; None where it did not exist.

    ConfigurationError when git, the clone or the revision is missing.
    """
    folder = path.parent
    up = _git(folder, "rev-parse", "--show-prefix")
    if up is None:
        raise ConfigurationError(f"{folder} is in no clone of git that can be read. Run it in one, {_OTHERWISE}")
    known = _known(folder, revision)
    name = up.rstrip("\n") + path.name
    found = _git(folder, "cat-file", "blob", f"{known.strip()}:{name}")
    return None if found is None else os.fsencode(found)


def parted(base: str, folder: Path) -> str:
    """The commit at which HEAD and `base` parted. ConfigurationError when git, the clone or that commit is missing."""
    _known(folder, base)
    if found := _git(folder, "merge-base", base, "HEAD"):
        return found.strip()
    raise ConfigurationError(
        f"git knows no commit that “{base}” and HEAD have in common. Fetch the whole history {_CHECKOUT}, {_OTHERWISE}"
    )


def _known(folder: Path, revision: str) -> str:
    """The name of the commit. ConfigurationError when git knows none."""
    asked = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    known = None if revision.startswith("-") else _git(folder, *asked)
    if not known:
        raise ConfigurationError(f"git knows no “{revision}” here. Fetch it {_CHECKOUT}, {_OTHERWISE}")
    return known


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints, names as the disk has them; None when it says that it cannot."""
    import subprocess  # here, because `check` starts without it

    program = shutil.which("git")
    if program is None:
        raise ConfigurationError(f"--base asks git, which is not installed here. Install it, {_OTHERWISE}")
    command = [program, *_SETTINGS, *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603 # ours
    return os.fsdecode(done.stdout) if done.returncode == 0 else None


def ran(folder: Path, *arguments: str, data: bytes = b"") -> bytes | None:
    """What git prints, with `data` as its input and nobody asked for a password; None when it says that it cannot.

    ConfigurationError when it is not installed.
    """
    import subprocess

    program = shutil.which("git")
    if program is None:
        raise ConfigurationError("The ledger's branch needs git, which is not installed here. Or use --ledger FILE.")
    who = {"NAME": "straightup", "EMAIL": "straightup@localhost"}
    environment = {
        **os.environ,
        **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()},
        "GIT_TERMINAL_PROMPT": "0",
    }
    command = [program, *_SETTINGS, "-c", "core.hooksPath=/dev/null", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, input=data, capture_output=True, check=False)  # noqa: S603 # ours
    return done.stdout if done.returncode == 0 else None


def said_in(folder: Path, *arguments: str) -> str:
    """One line that git says in `folder`; "" where it is not installed, or has nothing to say."""
    try:
        return (_git(folder, *arguments) or "").strip()
    except ConfigurationError:
        return ""
