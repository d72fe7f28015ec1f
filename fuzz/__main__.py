"""`python -m fuzz TARGET`: tries until the time is over, and keeps what breaks a promise in `fuzz/found/`."""

import argparse
import hashlib
import random
import sys
import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from fuzz import corpus
from fuzz.mutation import near
from fuzz.targets import TARGETS

ROUND = 100
"""Inputs between two looks at the clock."""


def main() -> int:
    """The exit code: 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Tries at random what nobody thought of.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="Tries the same again.")
    parser.add_argument(
        "--atheris", action="store_true", help="Goes by which lines are run; atheris must be installed."
    )
    given_options = parser.parse_args()
    if given_options.atheris:
        by_coverage(given_options.target, given_options.minutes)
    return by_hypothesis(given_options.target, given_options.minutes, given_options.seed)


def by_hypothesis(target: str, minutes: float, first: int | None) -> int:
    """Rounds of inputs near the corpus. What is found is made as small as it gets before it is kept."""
    end = time.monotonic() + minutes * 60
    number = random.SystemRandom().randrange(2**32) if first is None else first
    tried = 0
    while time.monotonic() < end:
        smallest = a_round(target, number)
        tried += ROUND
        if smallest is not None:
            path = corpus.keep(target, hashlib.sha256(smallest).hexdigest()[:12], smallest)
            print(f"{target}: a promise is broken, seed {number}; the input is kept in {path.name}.")
            return 1
        number += 1
    print(f"{target}: {tried} inputs from seed {number - tried // ROUND} on, nothing found.")
    return 0


def a_round(target: str, number: int) -> bytes | None:
    """The smallest input that was found to break a promise, or None."""
    run = TARGETS[target]
    failed: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(near(corpus.of(target)))
    def tries(data: bytes) -> None:
        try:
            run(data)
        except BaseException:
            failed.append(data)
            raise

    try:
        tries()
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return failed[-1]
    return None


def by_coverage(target: str, minutes: float) -> None:
    """With atheris, which watches the lines that an input runs. It ends the process by itself."""
    import atheris

    for name in [name for name in sys.modules if name.startswith("straightup")]:
        for function in list(vars(sys.modules[name]).values()):
            if getattr(function, "__module__", "") == name and hasattr(function, "__code__"):
                atheris.instrument_func(function)
    folder = corpus.FOUND / f"{target}-atheris"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in corpus.of(target).items():
        (folder / name).write_bytes(data)
    options = [f"-max_total_time={int(minutes * 60)}", "-max_len=8192", "-timeout=20", str(folder)]
    atheris.Setup([sys.argv[0], *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
