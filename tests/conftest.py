"""What the machine that runs the tests says about itself is kept from them; they use its memory and its cores well."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("support")
pytest_plugins = ["support.browsing", "support.built", "support.pages"]

for name in ("FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR", "STRAIGHTUP_DEBUG"):
    os.environ.pop(name, None)

THOROUGH = bool(os.environ.get("STRAIGHTUP_THOROUGH"))  # as in support/effort.py, which cannot be imported yet
# Busy machines are slow: what a property says is not how fast it is. The same examples in every run.
settings.register_profile("everywhere", deadline=None, derandomize=True, max_examples=100 if THOROUGH else 30)
settings.load_profile("everywhere")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long modules first: a core that begins with one when the others are done keeps everybody waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _memory() -> Path | None:
    """Where files never wait for a disk, if there is such a place, with room for a run."""
    folder = Path("/dev/shm")
    if not os.access(folder, os.W_OK) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return None  # some tests write programs
    return folder if shutil.disk_usage(folder).free > 2**30 else None


# Publishing a site waits until the disk has it, so with temporary folders in memory some tests take a third.
if (memory := _memory()) is not None:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", os.fspath(memory))
