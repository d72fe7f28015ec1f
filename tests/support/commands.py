"""The commands as a person runs them."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from straightup.cli import main

CONFIG = """\
site_name: Example Shop Status
site_url: https://status.example.com/
docs_dir: incidents
theme: {name: material, font: false}
plugins:
  - search
  - straightup:
      contact: {label: support@example.com, url: "mailto:support@example.com"}
      feed_authority: status.example.com,2026
      components:
        - {id: checkout, name: Checkout, group: Shop}
        - {id: search, name: Search, group: Shop}
"""
AT = "2026-11-03 15:00 UTC"
GOOD = "incidents/2026-11-03-cards.md"


PROGRAM = [sys.executable, "-X", "utf8", "-c", "from straightup.cli import main; main()"]
"""What starts `straightup` as a process of its own, in front of its arguments."""


def straightup(folder: Path, *args: str, env: Mapping[str, str] | None = None, stdin: str = "") -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command, which runs in this process and meets what it would in its own.

    It is not at a terminal, and nothing of what it changes outlives it. What it raises instead of leaving with a code
    would be a traceback on somebody's screen, and is raised here.
    """
    streams = Streams(stdin)
    with _left_as_it_was(), streams:
        os.chdir(folder)
        os.environ.update(env or {})
        try:
            main(list(args))
        except SystemExit as leave:
            code = leave.code
    assert isinstance(code, int)
    return code, streams.out, streams.err


def straightup_process(
    folder: Path, *args: str, env: Mapping[str, str] | None = None, stdin: str = ""
) -> tuple[int, str, str]:
    """The same from a process of its own, which takes twenty times as long."""
    run = subprocess.run(
        [*PROGRAM, *args],
        cwd=folder,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


class Streams:
    """Standard streams that are pipes in UTF-8, as long as the block lasts."""

    def __init__(self, stdin: str) -> None:
        self._bytes = {"stdin": BytesIO(stdin.encode()), "stdout": BytesIO(), "stderr": BytesIO()}
        errors = {"stdin": "surrogateescape", "stdout": "surrogateescape", "stderr": "backslashreplace"}
        self._texts = {name: TextIOWrapper(raw, "utf-8", errors[name]) for name, raw in self._bytes.items()}
        self._before: dict[str, Any] = {}

    def __enter__(self) -> None:
        self._before = {name: getattr(sys, name) for name in self._texts}
        for name, text in self._texts.items():
            setattr(sys, name, text)

    def __exit__(self, *_: object) -> None:
        for name, before in self._before.items():
            setattr(sys, name, before)

    @property
    def out(self) -> str:
        return self._said("stdout")

    @property
    def err(self) -> str:
        return self._said("stderr")

    def _said(self, name: str) -> str:
        self._texts[name].flush()
        return self._bytes[name].getvalue().decode("utf-8").replace("\r\n", "\n")


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """The working folder, the environment, and who hears of what is logged: pytest does not, while this lasts."""
    folder, environment = Path.cwd(), dict(os.environ)
    root = logging.getLogger()
    heard = root.handlers[:]
    root.handlers[:] = []
    try:
        yield
    finally:
        root.handlers[:] = heard
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
