"""What the machine knows of where straightup came from, and of the clone that a folder is in."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from straightup.disk.git import said_in


def direct_url() -> str | None:
    """What the installer noted of where it took straightup from (PEP 610); None for a package index."""
    try:
        return distribution("straightup").read_text("direct_url.json")
    except PackageNotFoundError:
        return "{}"


def remote_of(folder: Path) -> str:
    """The address of the repository that the clone around `folder` came from; "" where there is none."""
    return said_in(folder, "remote", "get-url", "origin")


def commit_of(folder: Path) -> str:
    """The name of the commit that is checked out around `folder`; "" where there is none."""
    return said_in(folder, "rev-parse", "--verify", "--quiet", "HEAD")


def branch_of(folder: Path) -> str:
    """The branch that `origin` shows first, else the one checked out around `folder`; "" where there is none."""
    remote = said_in(folder, "symbolic-ref", "--short", "--quiet", "refs/remotes/origin/HEAD")
    return remote.removeprefix("origin/") or said_in(folder, "symbolic-ref", "--short", "--quiet", "HEAD")


def clone_of(folder: Path) -> Path | None:
    """The root of the clone that `folder` is in; None where it is in none."""
    inside = said_in(folder, "rev-parse", "--is-inside-work-tree")
    if inside != "true":
        return None
    up = said_in(folder, "rev-parse", "--show-cdup")
    return (folder / up).resolve() if up else folder.resolve()
