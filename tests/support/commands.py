"""The commands as a person runs them."""

import os
import subprocess
import sys
from pathlib import Path

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


def straightup(folder: Path, *args: str, env: dict[str, str] | None = None, stdin: str = "") -> tuple[int, str, str]:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", "from straightup.cli import main; main()", *args],
        cwd=folder,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr
