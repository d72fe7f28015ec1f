"""Work on many things shared out among forks of this process, where there are enough of both to be worth it."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, TypeVar

from straightup.model.errors import InternalError

FEWEST = 400
"""With fewer things to do one process is done before others would have begun."""
MOST = 8
SHARE = 100
"""How many things a worker takes at once: few enough that the workers end together, and soon after Ctrl-C."""

Item = TypeVar("Item")
Done = TypeVar("Done")


def share_out(work: Callable[[Sequence[Item]], Done], items: Sequence[Item]) -> list[Done]:
    """What `work` returns for each share of neighbours among `items`, in their order; one share without workers.

    A worker has everything that this process has; what `work` returns has to be picklable. What it raises is raised
    here, and a worker that is killed is an InternalError; none is left behind.
    """
    with _uncollected():
        count = _workers(len(items))
        if count == 1:
            return [work(items)]
        # Here, because a command that has little to do should start without them.
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
        from multiprocessing import get_context

        ends = [*range(0, len(items), SHARE), len(items)]
        # Forks have the work and the items without being sent them; only the ends of a share go through the queue.
        pool = ProcessPoolExecutor(count, get_context("fork"), _begin, (work, items))
        try:
            return list(pool.map(_do, *zip(*pairwise(ends), strict=True)))
        except BrokenProcessPool:
            raise InternalError(_LOST) from None
        finally:
            pool.shutdown(cancel_futures=True)


_LOST = "A worker process ended before its work was done; the system may be short of memory. Run the command again."
_given: tuple[Callable[[Sequence[Any]], Any], Sequence[Any]]
"""In a worker: its work, and all that there is to do."""


def _begin(work: Callable[[Sequence[Any]], Any], items: Sequence[Any]) -> None:
    global _given  # noqa: PLW0603 -- a worker has one work from its first moment to its last
    _given = work, items
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # without a word: the parent is the one who says goodbye


def _do(begin: int, end: int) -> Any:
    work, items = _given
    return work(items[begin:end])


def _workers(count: int) -> int:
    """How many are worth it for so many things; 1 where no worker is to be had."""
    # A fork has one thread, and what others held stays locked in it for ever; on macOS the system itself starts some.
    able = hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1
    return max(min(_processors(), MOST, count * 2 // FEWEST), 1) if able and count >= FEWEST else 1


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of circles: what is read and made here has none, and it would look through all of it."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
