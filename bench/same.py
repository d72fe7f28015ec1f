"""Whether this checkout builds the same bytes as another one, for a change that must not change what is published.

    python3 run bench same --before CHECKOUT                   # the demonstration
    python3 run bench same --before CHECKOUT --site FOLDER     # and a site with its own mkdocs.yml
    python3 run bench same --before CHECKOUT --cstate FOLDER   # and a cState site's reports, imported by each

CHECKOUT is a folder with another version, such as `git worktree add ../before main` makes. Both run with the packages
that are installed here. Every file that differs is named; the exit code says whether there is one.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from invented import CONFIGURATION

ROOT = Path(__file__).resolve().parents[1]
AT = ("--at", "2026-11-20 09:51 UTC")
_COMMAND = "import sys; from straightup.cli import main; sys.argv[0] = 'straightup'; main()"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, metavar="CHECKOUT")
    parser.add_argument("--site", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--cstate", type=Path, action="append", default=[], metavar="FOLDER")
    chosen = parser.parse_args()
    checkouts = (chosen.before.resolve(), ROOT)
    differences = 0
    with tempfile.TemporaryDirectory(prefix="straightup-same-") as folder:
        place = Path(folder)
        for source in (ROOT, *(path.resolve() for path in chosen.site)):
            differences += _compared(source.name, *(_built(place, each, source) for each in checkouts))
        for source in (path.resolve() for path in chosen.cstate):
            differences += _compared(source.name, *(_imported(place, each, source) for each in checkouts))
    return 1 if differences else 0


def _built(place: Path, checkout: Path, source: Path) -> dict[str, bytes]:
    """The files of the site in `source`, which is copied with nothing but what it is made from."""
    folder = Path(tempfile.mkdtemp(dir=place)) / "site-of-somebody"
    folder.mkdir()
    for name in ("mkdocs.yml", "incidents", "docs", "theme"):
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name, symlinks=True)
        elif (source / name).is_file():
            shutil.copy2(source / name, folder / name)
    if not (folder / "incidents").is_dir():
        # Reports beside mkdocs.yml, as in a folder of examples.
        (folder / "incidents").mkdir()
        for report in source.glob("*.md"):
            shutil.copy2(report, folder / "incidents")
    return _site(checkout, folder)


def _imported(place: Path, checkout: Path, source: Path) -> dict[str, bytes]:
    """The reports of a cState site as `checkout` takes them over, and the site that it builds of them."""
    folder = Path(tempfile.mkdtemp(dir=place)) / "site-of-somebody"
    folder.mkdir()
    (folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    _run(checkout, folder, "import", "cstate", str(source), "--into", "incidents", "--timezone", "UTC", *AT)
    reports = {f"(imported) {path.name}": path.read_bytes() for path in (folder / "incidents").rglob("*.md")}
    return {**reports, **_site(checkout, folder)}


def _site(checkout: Path, folder: Path) -> dict[str, bytes]:
    _run(checkout, folder, "build", *AT, "--keep-going")
    site = folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def _run(checkout: Path, folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.fspath(checkout / "src")}
    command = [sys.executable, "-c", _COMMAND, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{checkout}: {' '.join(arguments)} left with {done.returncode}.\n{done.stderr}")


def _compared(name: str, before: dict[str, bytes], after: dict[str, bytes]) -> int:
    found = list(_differences(before, after))
    print(f"{name}: {len(after)} files, {len(found)} differ")
    for line in found:
        print(f"  {line}")
    return len(found)


def _differences(before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    for path in sorted(before | after):
        if path not in after:
            yield f"{path}: gone"
        elif path not in before:
            yield f"{path}: new"
        elif before[path] != after[path]:
            at = next(
                (
                    place
                    for place, (one, other) in enumerate(zip(before[path], after[path], strict=False))
                    if one != other
                ),
                min(len(before[path]), len(after[path])),
            )
            shown = [text[max(at - 60, 0) : at + 60].decode("utf-8", "replace") for text in (before[path], after[path])]
            yield f"{path}: {shown[0]!r} is now {shown[1]!r}"


if __name__ == "__main__":
    sys.exit(main())
