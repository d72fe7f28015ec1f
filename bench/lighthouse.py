"""Lighthouse's four scores for each kind of page of the demonstration, as a table in Markdown.

    python3 run bench lighthouse
    python3 run bench lighthouse --desktop
    python3 run bench lighthouse --only incidents/ --runs 3

The site is built into a temporary folder and served from this machine, compressed as a static host does. Lighthouse
pretends a slow phone on a slow network, unless `--desktop` is given. A busy machine costs performance: let this be
the only thing that runs. It needs Node 18.16 or newer, a Chromium, and once:

    PUPPETEER_SKIP_DOWNLOAD=1 npm install --no-package-lock --ignore-scripts --prefix .ci
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, os.fspath(ROOT / "tests"))

from support.browsing import CHROMIUM, FLAGS, NODE_MODULES  # noqa: E402 -- the tests have what this needs too
from support.hosting import hosted  # noqa: E402

MOMENT = "2026-11-20 09:51 UTC"
STRAIGHTUP = Path(sys.executable).with_name("straightup")
LIGHTHOUSE = NODE_MODULES / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = {
    "FCP, s": ("first-contentful-paint", 1000, 1),
    "LCP, s": ("largest-contentful-paint", 1000, 1),
    "TBT, ms": ("total-blocking-time", 1, 0),
    "CLS": ("cumulative-layout-shift", 1, 3),
    "KiB": ("total-byte-weight", 1024, 0),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="PATH", help="only pages whose path begins so")
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="the middle one of so many runs (default: 1)")
    parser.add_argument("--desktop", action="store_true", help="a desktop on a fast network instead of a phone")
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="keep Lighthouse's own reports here, as JSON")
    chosen = parser.parse_args()
    if missing := _missing():
        sys.exit(missing)
    with tempfile.TemporaryDirectory(prefix="straightup-lighthouse-") as name:
        place = Path(name)
        command = [os.fspath(STRAIGHTUP), "build", "--at", MOMENT, "--site-dir", os.fspath(place / "site")]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        paths = [path for path in _pages(place / "site") if path.startswith(tuple(chosen.only or ("",)))]
        print("| page |", " | ".join((*CATEGORIES, *FIGURES)), "| what costs a point |")
        print("|---|", "|".join("---:" for _ in (*CATEGORIES, *FIGURES)), "|---|", sep="")
        with hosted(place / "site") as host:
            for path in paths:
                reports = [
                    _report(
                        host.address + path, chosen.reports or place, f"{_name(path)}-{run}", desktop=chosen.desktop
                    )
                    for run in range(chosen.runs)
                ]
                print(f"| /{path} |", " | ".join(_cells(reports)), "|", flush=True)


def _missing() -> str:
    if CHROMIUM is None:
        return "There is no Chromium on this machine."
    if shutil.which("node") is None:
        return "There is no Node on this machine."
    if not LIGHTHOUSE.is_file():
        return f"There is no Lighthouse in {NODE_MODULES}. See --help for the command that puts it there."
    return ""


def _pages(site: Path) -> list[str]:
    """The first page of each shape of address. Of the incidents, one that is over and one that is not."""
    found: dict[str, str] = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        shape = re.sub(r"(?<=/)[^/]+(?=/)", lambda part: "1" if part[0].isdigit() else "x", path)
        if path.startswith("incidents/"):
            shape = " ".join(sorted(set(re.findall(r"\bsu-edge-[\w-]+", file.read_text("utf-8")))))
        found.setdefault(shape, path)
    return sorted(found.values())


def _name(path: str) -> str:
    return path.strip("/").replace("/", "-") or "index"


def _report(address: str, folder: Path, name: str, *, desktop: bool) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / f"{name}.json"
    with tempfile.TemporaryDirectory(prefix="straightup-profile-") as profile:
        command = ["node", os.fspath(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={output}"]
        command += [f"--chrome-flags={FLAGS} --user-data-dir={profile}", "--no-enable-error-reporting"]
        command += ["--preset=desktop"] if desktop else []
        subprocess.run(command, env={**os.environ, "CHROME_PATH": str(CHROMIUM)}, check=True, timeout=180)
    report: dict[str, Any] = json.loads(output.read_bytes())
    return report


def _cells(reports: list[dict[str, Any]]) -> list[str]:
    scores = [f"{median(each['categories'][name]['score'] for each in reports) * 100:.0f}" for name in CATEGORIES]
    figures = [
        f"{median(each['audits'][audit]['numericValue'] for each in reports) / unit:.{digits}f}"
        for audit, unit, digits in FIGURES.values()
    ]
    costs = {
        reference["id"]
        for report in reports
        for category in CATEGORIES
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] and (report["audits"][reference["id"]]["score"] or 0) < 0.9
        if report["audits"][reference["id"]]["scoreDisplayMode"] in {"binary", "numeric"}
    }
    return [*scores, *figures, ", ".join(sorted(costs))]


if __name__ == "__main__":
    main()
