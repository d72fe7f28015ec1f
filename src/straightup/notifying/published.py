"""The feed as everybody can read it: a message must never lead to a page that does not tell of it yet."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from urllib.error import URLError
from urllib.request import Request, urlopen

_SECONDS = 20
_MOST_BYTES = 16 * 2**20
_FIRST, _LONGEST = 1.0, 30.0


def missing(address: str, ids: Iterable[str], seconds: float, sleep: Callable[[float], None] = time.sleep) -> set[str]:
    """Which of `ids` the JSON Feed at `address` does not list, after at most about so many seconds of asking again."""
    wanted = set(ids)
    for pause in _pauses(seconds):
        wanted -= _listed(address)
        if not wanted or pause is None:
            break
        sleep(pause)
    return wanted


def _pauses(seconds: float) -> Iterator[float | None]:
    """The pauses between the questions, each twice as long; None behind the last question."""
    pause, left = _FIRST, seconds
    while left >= pause:
        yield pause
        left -= pause
        pause = min(pause * 2, _LONGEST)
    yield None


def _listed(address: str) -> set[str]:
    # What lies between may hold an old copy: another address is asked for each time.
    request = Request(f"{address}?{time.time_ns()}", headers={"User-Agent": "straightup", "Cache-Control": "no-cache"})  # noqa: S310
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 -- the site's own address, which is http or https
            return {str(item["id"]) for item in json.loads(answer.read(_MOST_BYTES))["items"]}
    except (URLError, OSError, ValueError, LookupError, TypeError):
        return set()
