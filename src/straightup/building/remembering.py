"""What was checked before: recalled when a command begins that checks, or a build that is served; kept at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from straightup.checking.remembered import Memory, fingerprint
from straightup.disk import memory as disk
from straightup.disk.project import Project


@contextmanager
def remembering(project: Project, *, fresh: bool) -> Iterator[Memory]:
    """What was checked in `project` before; nothing when it is to be looked at `fresh`."""
    memory = Memory(
        [] if fresh else disk.recall(project.root, disk.CHECKED), disk.code() + fingerprint(project.settings)
    )
    yield memory
    if memory.changed:
        disk.remember(project.root, disk.CHECKED, memory.lines())
