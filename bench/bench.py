"""Measures how long straightup takes, and prints a table in Markdown.

    python3 run bench                    # 300 incidents that are made up for it
    python3 run bench --incidents 10000
    python3 run bench --cstate FOLDER    # and the reports of a cState site, taken over first

Whole processes are measured, each several times; the table has the middle value of the times and the highest of the
memory. Where the wall clock says much more than the processor, the machine was busy or its disk was slow. Nothing
is written outside a temporary folder.
"""

import argparse
import importlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from statistics import median
from time import perf_counter

from invented import CONFIGURATION, NOW, incident_files

STRAIGHTUP = Path(sys.executable).with_name("straightup")
AT = ("--at", f"{NOW:%Y-%m-%d %H:%M} UTC")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    seconds: float
    """From the start of the process to its end, as a clock on the wall measures it."""
    cpu: float
    """Seconds of processor time, of the process and its children."""
    memory: float
    """MiB at the highest."""
    runs: int
    remark: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=300, metavar="N", help="how many to make up (default: 300)")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="how often each is measured (default: 7)")
    parser.add_argument("--cstate", type=Path, metavar="FOLDER", help="a cState site, with config.yml and content/")
    chosen = parser.parse_args()
    print(f"{_machine()}\n")
    with tempfile.TemporaryDirectory(prefix="straightup-bench-") as folder:
        place = Path(folder)
        made_up = list(incident_files(chosen.incidents))
        rows = [
            *_start_up(place / "one", made_up[-1], chosen.runs),
            *_site(_draw(place / "many", made_up), f"{chosen.incidents:,} incidents", chosen.runs),
        ]
        if chosen.cstate:
            rows += _imported(place / "imported", chosen.cstate.resolve(), chosen.runs)
    _print_table(
        ("whole processes", "wall, s", "CPU, s", "memory, MiB", "runs", ""),
        [
            (row.what, f"{row.seconds:.2f}", f"{row.cpu:.2f}", f"{row.memory:.0f}", str(row.runs), row.remark)
            for row in rows
        ],
    )
    size = sum(len(text.encode()) for _, text in made_up) / len(made_up)
    print(f"\nAn incident has {size:,.0f} bytes. “After start-up” is the wall time without that of --version.\n")
    _print_table(("in one process", "µs for a file", "remark"), list(_inside(made_up[:300], chosen.runs)))


def _start_up(folder: Path, incident: tuple[str, str], runs: int) -> Iterable[Row]:
    _draw(folder, [incident])
    yield _measure("straightup --version", folder, ["--version"], runs)
    yield _measure("check, 1 incident", folder, ["check", *AT], runs)


def _site(folder: Path, name: str, runs: int, *, imported: bool = False) -> Iterable[Row]:
    """Checking and building of one site. Imported reports leave questions open, which is what both then say."""
    start = _measure("", folder, ["--version"], runs).seconds
    check = _measure(f"check, {name}", folder, ["check", *AT], runs, {0, 1} if imported else {0})
    yield _with_remark(check, f"{check.seconds - start:.2f} s after start-up")
    options, codes = (["--keep-going"], {0, 3}) if imported else ([], {0})
    built = min(3, runs)
    # Every first build goes to a folder of its own: creating files where many were just deleted is slow on ext4.
    fresh = (str(folder / f"site-{number}") for number in range(built))
    first = _measure(f"build, {name}, first", folder, ["build", *AT, *options], built, codes, sites=fresh)
    yield _with_remark(first, f"{_pages(folder / 'site-0'):,} pages")
    yield _measure(f"build, {name}, again", folder, ["build", *AT, *options, "--site-dir", "site-0"], built, codes)


def _imported(folder: Path, source: Path, runs: int) -> Iterable[Row]:
    _draw(folder, [])
    command = ["import", "cstate", str(source), "--into", "incidents", "--timezone", "UTC", *AT]
    took = _measure("import cstate", folder, command, 1, {0, 1})
    # The command prints the systems of the old site as a list that can stand in mkdocs.yml.
    printed = (folder / "output").read_text(encoding="utf-8").partition("components:\n")[2].splitlines(keepends=True)
    listed = "".join(f"      {line}" for line in takewhile(lambda line: line.startswith("  "), printed))
    before = CONFIGURATION.partition("components:\n")
    (folder / "mkdocs.yml").write_text("".join((*before[:2], listed)), encoding="utf-8")
    count = sum(1 for _ in folder.glob("incidents/**/*.md"))
    yield _with_remark(took, f"{count} incidents")
    yield from _site(folder, f"{count} imported", runs, imported=True)


def _draw(folder: Path, files: Iterable[tuple[str, str]]) -> Path:
    incidents = folder / "incidents"
    incidents.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    for name, text in files:
        (incidents / name).write_text(text, encoding="utf-8")
    return folder


def _measure(
    what: str,
    folder: Path,
    arguments: list[str],
    runs: int,
    codes: Iterable[int] = (0,),
    *,
    sites: Iterable[str] | None = None,
) -> Row:
    """Runs the command once to warm up the file cache (unless every run has a site of its own), then `runs` times."""
    targets = list(sites) if sites is not None else None
    if targets is None and runs > 1:
        _once(folder, arguments, codes)
    taken = [
        _once(folder, [*arguments, "--site-dir", targets[run]] if targets else arguments, codes) for run in range(runs)
    ]
    return Row(what, median(t[0] for t in taken), median(t[1] for t in taken), max(t[2] for t in taken), runs)


def _once(folder: Path, arguments: list[str], codes: Iterable[int]) -> tuple[float, float, float]:
    with (folder / "output").open("w+", encoding="utf-8") as output:
        begin = perf_counter()
        child = subprocess.Popen([STRAIGHTUP, *arguments], cwd=folder, stdout=output, stderr=output)
        _, status, used = os.wait4(child.pid, 0)
        wall = perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in set(codes):
            output.seek(0)
            sys.exit(f"straightup {' '.join(arguments)} ended with {child.returncode}:\n{output.read()[-2000:]}")
    memory = used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return wall, used.ru_utime + used.ru_stime, memory


def _with_remark(row: Row, remark: str) -> Row:
    return Row(row.what, row.seconds, row.cpu, row.memory, row.runs, remark)


def _pages(site: Path) -> int:
    return sum(1 for _ in site.rglob("*.html"))


def _inside(files: list[tuple[str, str]], runs: int) -> Iterable[tuple[str, str, str]]:
    from straightup import rules
    from straightup.model.settings import from_mapping
    from straightup.outputs import prose
    from straightup.reading import read

    def per_file(work: Callable[[], object]) -> str:
        taken = []
        for _ in range(runs):
            begin = perf_counter()
            work()
            taken.append(perf_counter() - begin)
        return f"{median(taken) / len(files) * 1e6:,.0f}"

    data = [(f"incidents/{name}", text.encode()) for name, text in files]
    entries = [read(path, text) for path, text in data]
    components = [
        {"id": name, "name": name} for name in dict.fromkeys(key for e in entries for key in e.incident.components)
    ]
    settings, _ = from_mapping({"components": components}, {"site_name": "Bench"})
    context = rules.Context(now=NOW, settings=settings, files={e.incident.id: (e.path,) for e in entries})
    yield "reading", per_file(lambda: [read(path, text) for path, text in data]), "text to Entry"
    yield "rules", per_file(lambda: list(rules.check_all(entries, context))), f"{len(rules.ALL)} rules"

    texts = [text.split("---\n", 2)[2] for _, text in files]
    for name, render, remark in _renderers():
        yield f"Markdown to HTML, {name}", per_file(partial(_each, render, texts)) if render else "-", remark
    yield (
        "Markdown to HTML that is safe",
        per_file(partial(_each, prose.render, texts)),
        "cmarkgfm, then nh3, as on the pages",
    )


def _each(render: Callable[[str], object], texts: list[str]) -> None:
    for text in texts:
        render(text)


def _renderers() -> Iterable[tuple[str, Callable[[str], str] | None, str]]:
    """What could make HTML from an author's Markdown; None for what is not installed."""
    import cmarkgfm

    github = cmarkgfm.github_flavored_markdown_to_html
    yield f"cmarkgfm {version('cmarkgfm')}", github, "GitHub's own engine, in C; straightup uses it"
    try:
        # Not among our dependencies: it is here to be compared with.
        markdown_it = importlib.import_module("markdown_it")
        importlib.import_module("linkify_it")
    except ImportError:
        yield "markdown-it-py", None, "not installed; pip install markdown-it-py linkify-it-py"
        return
    other = markdown_it.MarkdownIt("gfm-like").render
    yield f"markdown-it-py {version('markdown-it-py')}", other, "its preset gfm-like, with linkify-it-py"


def _machine() -> str:
    return (
        f"straightup {version('straightup')}, Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} processors, {datetime.now().astimezone():%Y-%m-%d}"
    )


def _print_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    numbers = range(1, len(head) - 1)
    lines = [head, tuple("-" * (width - 1) + (":" if i in numbers else "-") for i, width in enumerate(widths)), *rows]
    for line in lines:
        cells = (
            text.rjust(width) if column in numbers else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
