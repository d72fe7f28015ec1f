"""Work on many things shared out among forks of this process, where there are enough of both to be worth it.

A worker has everything that this process has; only what it says back, and what it is told, goes through a pipe.
"""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any, BinaryIO, NoReturn, TypeVar

from straightup.model.errors import InternalError, StraightupError

FEWEST = 400
"""With fewer things to do one process is done before others would have begun."""
MOST = 8

Item = TypeVar("Item")
Told = TypeVar("Told")
Known = TypeVar("Known")
Done = TypeVar("Done")


def share_out(work: Callable[[Sequence[Item]], Done], items: Sequence[Item]) -> list[Done]:
    """What `work` returns for each share of `items`, in their order; without workers there is one share."""

    def steps(share: Sequence[Item]) -> Generator[None, None, Done]:
        yield
        return work(share)

    return in_two_steps(steps, items, lambda told: [None] * len(told))


def in_two_steps(
    work: Callable[[Sequence[Item]], Generator[Told, Known, Done]],
    items: Sequence[Item],
    agree: Callable[[list[Told]], list[Known]],
) -> list[Done]:
    """As `share_out`, for work that has to know something of the other shares.

    `work` yields once what the others need; `agree` makes from what all have said what each is told in answer. All of
    that, and what `work` returns, has to be picklable. A StraightupError in a worker is raised here, anything else that
    ends one is an InternalError; no worker is left behind.
    """
    shares = _shares(items)
    with _uncollected():
        if len(shares) > 1:
            return _by_workers(work, shares, agree)
        steps = work(items)
        (known,) = agree([next(steps)])
        return [_end(steps, known)]


def _shares(items: Sequence[Item]) -> list[Sequence[Item]]:
    """Equal shares of neighbours, one for each worker; one share where no worker is to be had or worth it."""
    # A fork has one thread, and what others held stays locked in it for ever; on macOS the system itself starts some.
    able = hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1
    count = min(_processors(), MOST, len(items) * 2 // FEWEST) if able and len(items) >= FEWEST else 1
    ends = [len(items) * number // count for number in range(count + 1)]
    return [items[begin:end] for begin, end in pairwise(ends)]


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


def _end(steps: Generator[Told, Known, Done], known: Known) -> Done:
    try:
        steps.send(known)
    except StopIteration as end:
        done: Done = end.value
        return done
    raise AssertionError("The work yields more than once.")


def _by_workers(
    work: Callable[[Sequence[Item]], Generator[Told, Known, Done]],
    shares: Sequence[Sequence[Item]],
    agree: Callable[[list[Told]], list[Known]],
) -> list[Done]:
    workers: list[_Worker] = []
    try:
        for share in shares:
            workers.append(_Worker(work(share), workers))
        known = agree([worker.hear() for worker in workers])
        for worker, answer in zip(workers, known, strict=True):
            worker.tell(answer)
        return [worker.hear() for worker in workers]
    finally:
        for worker in workers:
            worker.dismiss()


class _Worker:
    """A fork of this process, as seen from this process."""

    def __init__(self, steps: Generator[Any, Any, Any], others: Iterable["_Worker"]) -> None:
        reads, says = os.pipe()
        hears, writes = os.pipe()
        # Ctrl-C waits until it is clear which of the two it meets.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self.ends = (reads, writes)
        try:
            self.pid = os.fork()
            if not self.pid:
                _work(steps, hears, says, unused=(reads, writes, *(end for other in others for end in other.ends)))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(says)
        os.close(hears)
        self.reads = os.fdopen(reads, "rb")
        self.writes = os.fdopen(writes, "wb")

    def hear(self) -> Any:
        """The next thing that the worker says."""
        try:
            said, error = pickle.load(self.reads)  # noqa: S301 -- it comes from ourselves
        except (EOFError, pickle.UnpicklingError):
            raise self._lost() from None
        if error is not None:
            raise error
        return said

    def tell(self, known: object) -> None:
        try:
            self.writes.write(pickle.dumps(known, pickle.HIGHEST_PROTOCOL))
            self.writes.flush()
        except BrokenPipeError:
            raise self._lost() from None

    def _lost(self) -> BaseException:
        """Why it is not there any more."""
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGINT:
            return KeyboardInterrupt()  # it was a little faster here than in this process
        return InternalError(_LOST)

    def dismiss(self) -> None:
        """Whatever it is doing, it ends."""
        self.reads.close()
        with suppress(BrokenPipeError):
            self.writes.close()
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


_LOST = "A worker process ended before its work was done; the system may be short of memory. Run the command again."


def _work(steps: Generator[Any, Any, Any], hears: int, says: int, unused: Iterable[int]) -> NoReturn:
    """All that a worker does. It never returns into what its parent was doing."""
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # without a word: the parent is the one who says goodbye
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        # While somebody holds an end of a pipe, nobody learns that its owner has gone.
        for end in unused:
            os.close(end)
        with os.fdopen(hears, "rb") as heard, os.fdopen(says, "wb") as said:
            _do(steps, heard, said)
    finally:
        os._exit(0)  # without doing for a second time what its parent does when it ends


def _do(steps: Generator[Any, Any, Any], heard: BinaryIO, said: BinaryIO) -> None:
    try:
        _say(said, next(steps))
        _say(said, _end(steps, pickle.load(heard)))  # noqa: S301 -- it comes from ourselves
    except (BrokenPipeError, EOFError):
        return  # the parent has gone
    except StraightupError as error:
        _say(said, None, error)
    except Exception as error:
        message = f"Something that cannot happen did ({type(error).__name__}: {error}). Please report it."
        _say(said, None, InternalError(message))


def _say(said: BinaryIO, what: object, error: StraightupError | None = None) -> None:
    said.write(pickle.dumps((what, error), pickle.HIGHEST_PROTOCOL))
    said.flush()
