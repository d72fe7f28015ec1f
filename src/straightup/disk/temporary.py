"""An empty folder that is gone in the end, if not by this process then by the next one."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAME = re.compile(r"straightup-(\d+)-[a-z0-9_]+")


@contextmanager
def empty_folder() -> Iterator[Path]:
    """An empty folder, as long as the block lasts. Those of processes that were killed are taken away first."""
    _tidy(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"straightup-{os.getpid()}-") as folder:
        yield Path(folder)


def _tidy(place: Path) -> None:
    with suppress(OSError):
        for folder in place.iterdir():
            found = _NAME.fullmatch(folder.name)
            if found and not _is_alive(int(found[1])):
                with suppress(OSError):
                    folder.rmdir()  # only an empty one


def _is_alive(process: int) -> bool:
    if os.name == "nt":
        return True  # where asking would end it
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
