"""What was checked before: recalled when a command begins that checks, or a build that is served; kept at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from straightup.checking.remembered import Memory, fingerprint
from straightup.disk import memory as disk
from straightup.disk.project import Project


@contextmanager
def remembering(project: Project, *, fresh: bool, reading: bool = False) -> Iterator[Memory]:
    """What was checked in `project` before, and with `reading` what was read; nothing when it is to be looked at
    `fresh`."""
    basis = disk.code() + fingerprint(project.settings)
    checked = [] if fresh else disk.recall(project.root, disk.CHECKED)
    read = disk.recall(project.root, disk.READ) if reading and not fresh else []
    memory = Memory(checked, basis, read)
    yield memory
    if memory.changed:
        disk.remember(project.root, disk.CHECKED, memory.lines())
    if memory.read.changed:
        disk.remember(project.root, disk.READ, memory.read.lines())
