"""Run as a script: renders pages as MkDocs would, one after the other, and says of each what came of it.

It may take for ever, or all memory, instead of the command that started it. Its order is JSON on stdin, as `trials`
writes it. It answers with a line when it is ready, and then with one for each page; when it is ended, with no more.
"""

import contextlib
import json
import signal
import sys

from markdown import Markdown


def main() -> None:
    order = json.load(sys.stdin.buffer)
    extensions = _able(order["extensions"])
    _bound_memory(order["memory"])
    _answer("ready")
    for text in order["pages"]:
        _bound_time(order["seconds"])
        outcome = _outcome(extensions, text, order["characters"], order["headings"])
        _bound_time(0)
        _answer(outcome)


def _able(extensions: list[str]) -> list[str]:
    """Those that are installed, and go together with the others."""
    able: list[str] = []
    for name in extensions:
        with contextlib.suppress(Exception):
            Markdown(extensions=[*able, name])
            able.append(name)
    return able


def _answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _outcome(extensions: list[str], text: str, characters: int, headings: int) -> str:
    try:
        # A new one each time, as in MkDocs: one that has met an error renders the next page wrongly.
        html: str = Markdown(extensions=extensions).convert(text)
    except MemoryError:
        return "large"
    except RecursionError:
        return "deep"
    except Exception:
        return "broken"
    return "large" if len(html) > characters or html.count("<h") > headings else "fine"


def _bound_memory(most: int) -> None:
    """Not on Windows, nor on macOS, which does not count it."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _bound_time(seconds: float) -> None:
    """Ends this process after so many seconds of computing, where the system can; 0 takes it back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    main()
