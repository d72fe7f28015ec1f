"""Sites that several tests look at. Each is built once; who changes the files of one builds a site of its own."""

import hashlib
import os
import shutil
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from support.commands import straightup
from support.hosting import hosted
from support.places import ROOT
from support.sites import COLOURED, draw

MOMENT = "2026-11-20 09:51 UTC"
"""The demonstration stands still at this time."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A site to be built: the names and texts of its reports, its clock and its settings."""

    reports: Mapping[str, str]
    at: str
    config: str = COLOURED


def of_one(text: str, at: str, config: str = COLOURED) -> Drawn:
    """The site of a single report."""
    return Drawn({name_of(text): text}, at, config)


def name_of(text: str) -> str:
    return "2026-11-28-db.md" if "kind: maintenance" in text else "2026-11-03-cards.md"


Build = Callable[[Drawn], Path]
Serve = Callable[[Path], str]


class At(Protocol):
    def __call__(self, text: str, moment: str, config: str = COLOURED) -> str: ...


@pytest.fixture(scope="session")
def build(shared_folder: Path) -> Build:
    """Where a site stands that is built when it is first asked for."""

    def build(site: Drawn) -> Path:
        def make(folder: Path) -> None:
            (folder / "incidents").mkdir()
            draw(folder, {"mkdocs.yml": site.config, **{f"incidents/{k}": text for k, text in site.reports.items()}})
            run_build(folder, folder / "site", site.at)

        return _once(shared_folder, repr((sorted(site.reports.items()), site.at, site.config)), make) / "site"

    return build


@pytest.fixture(scope="session")
def demonstration_folder(shared_folder: Path) -> Path:
    """Where the demonstration stands, built."""
    return _once(shared_folder, "demonstration", lambda folder: run_build(ROOT, folder / "site", MOMENT, {0})) / "site"


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """The address at which a built site is served until the module ends, the same whenever it is asked for."""
    # Not until all tests end: a server has a thread, and with threads a program must not be forked, as some tests do.
    addresses: dict[Path, str] = {}
    with ExitStack() as stack:

        def serve(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = stack.enter_context(hosted(folder)).address
            return addresses[folder]

        yield serve


@pytest.fixture(scope="module")
def demonstration(demonstration_folder: Path, serve: Serve) -> str:
    """The address of the demonstration."""
    return serve(demonstration_folder)


@pytest.fixture(scope="module")
def at(build: Build, serve: Serve) -> At:
    """The address of a site of one report, built as things stand at a moment."""
    return lambda text, moment, config=COLOURED: serve(build(of_one(text, moment, config)))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def run_build(root: Path, into: Path, at: str = "", codes: Container[int] = (0, 3)) -> None:
    """Builds the site whose settings are in `root`, with its faults, as things stand at `at` or now."""
    clock = ["--at", at] if at else []
    code, _, err = straightup(root, "build", "--keep-going", *clock, "-d", os.fspath(into))
    assert code in codes, err


def _once(shared: Path, what: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills for `what`. Where two processes make it at once, the first to end is believed."""
    folder = shared / hashlib.sha256(what.encode()).hexdigest()[:16]
    if not folder.exists():
        new = shared / f"{folder.name}-{os.getpid()}"
        new.mkdir()
        make(new)
        try:
            new.rename(folder)
        except OSError:
            shutil.rmtree(new)
    return folder
