"""How much computing time something takes, and whether that can become too much for the largest file.

It is the time of the processor, not of the clock, so that a busy machine does no harm.
"""

import os
import time
from collections.abc import Callable

THOROUGH = bool(os.environ.get("STRAIGHTUP_THOROUGH"))
"""Whether every combination is tried. One job of the CI does that; elsewhere each is tried in some place."""


def examples(number: int) -> int:
    """Of so many that hypothesis may try, how many it does."""
    return number if THOROUGH else max(number // 4, 3)


SMALLEST, LARGEST = 8 * 1024, 240 * 1024
"""Bytes."""
DOUBLED = 2.6
"""What takes at most so many times as long for twice as much is no more than three parts in ten quadratic."""


def seconds(work: Callable[[], object]) -> float:
    """The computing time of `work`."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def too_much(work_on: Callable[[int], Callable[[], object]], most: float) -> str:
    """Why `work_on` so many bytes may take more than `most` seconds for `LARGEST` ones; "" when it cannot.

    Twice as many are tried again and again, until what was seen so far rules it out, were the rest as bad as it can be.
    """
    length, taken = SMALLEST, seconds(work_on(SMALLEST))
    tried = [f"{taken:.3f}"]
    while length < LARGEST and taken <= most:
        to_come = LARGEST / length
        if taken * to_come**2 <= most:
            return ""
        length = min(2 * length, LARGEST)
        before, taken = taken, seconds(work_on(length))
        tried.append(f"{taken:.3f}")
        to_come = LARGEST / length
        if taken <= DOUBLED * before and taken * (0.3 * to_come**2 + 0.7 * to_come) <= most:
            return ""
    return f"{', '.join(tried)} s for {SMALLEST // 1024} KiB and more" if taken > most else ""
