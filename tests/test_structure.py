"""What may import what, what stays unimported until it is needed, and what the files of this repository may hold."""

import ast
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import straightup
from straightup.disk.project import theme_folder
from support.places import ROOT

SOURCE = ROOT / "src" / "straightup"

ROOMS: tuple[tuple[int, str, str, str], ...] = (
    # floor, room, what it is for, the rooms it may import: only rooms that stand above it here, so there are no circles
    (0, "model", "plain frozen data: the incident, its source with places, findings, settings, limits, errors", ""),
    (
        1,
        "reading",
        "a file's bytes to an `Entry`, with the line and column of everything in it; it never raises",
        "model",
    ),
    (1, "writing", "an incident to Markdown: a whole file, or one changed in place", "model reading"),
    (2, "rules", "what is wrong with an entry: one module a question, each rule with its documentation", "model"),
    (
        2,
        "record",
        "what follows at a moment: the worst state where reports overlap (`intervals`), shares, promises kept",
        "model",
    ),
    (3, "site", "the one view that every output shares, and every address", "model record"),
    (
        3,
        "checking",
        "all files of a site read and checked, by several processes",
        "model reading record rules site",
    ),
    (
        4,
        "outputs",
        "the site as bytes: pages, feeds (`feed_items`, `feed_formats`), `api`, calendar, search, languages",
        "model record site",
    ),
    (
        4,
        "reporters",
        "findings and open promises as text with the line and its caret (`excerpt`), JSON, SARIF, annotations",
        "model record rules writing",
    ),
    (4, "notifying", "the feed's items by e-mail, chat and webhook, and the ledger of what was sent", "model"),
    (4, "importers", "other tools' reports as incidents, a folder for each tool", "model reading writing"),
    (
        4,
        "authoring",
        "what `new`, `update` and `resolve` ask and decide, on the terminal or in an editor's `sheet`",
        "model reading record rules writing",
    ),
    (
        4,
        "setting_up",
        "what `init` writes: the files of a new site and of its host, or a block in a `mkdocs.yml` that is there",
        "model importers",
    ),
    (
        5,
        "disk",
        "the only room that opens files: settings, reports, themes, and the `swap` of a finished site for the old one",
        "model reading",
    ),
    (5, "building", "a site composed and pressed into MkDocs' shells", "checking disk model outputs record site"),
    (
        6,
        "cli",
        "the commands: options in, text and exit codes out",
        (
            "authoring building checking disk importers model notifying reading record reporters rules setting_up site "
            "writing"
        ),
    ),
    (6, "mkdocs_plugin", "MkDocs' hooks, translated", "building disk model reporters"),
)
FLOOR = {room: floor for floor, room, _, _ in ROOMS}
OTHERS = {
    # What is not ours and not Python's own, and the only places that may know it.
    "apprise": "notifying/others.py",
    "babel": "outputs/language/language.py",
    "click": "cli/",
    "cmarkgfm": "outputs/prose.py",
    "feedgen": "outputs/feed_formats.py",
    "filelock": "disk/locks.py",
    "icalendar": "outputs/calendar.py",
    "jinja2": "outputs/calling.py outputs/compiled.py outputs/rendering.py",
    "markupsafe": "outputs/",
    "mkdocs": "building/header.py building/mkdocs_runner.py building/own_pages.py mkdocs_plugin.py",
    "markdown": "checking/trial.py",
    "nh3": "outputs/prose.py",
    "pathspec": "disk/exclusions.py",
    "watchdog": "cli/watching.py",
    "yaml": "disk/configuration.py disk/own_pages.py disk/plain_yaml.py reading/frontmatter.py setting_up/block.py",
    "yaml_env_tag": "disk/configuration.py",
}


def imports() -> Iterator[tuple[str, str]]:
    """Every import of every module, also inside functions: the importing file, and the full name of what it imports."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: a relative import"
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            yield from ((path.relative_to(SOURCE).as_posix(), name) for name in names)


def room_of(file: str) -> str:
    return file.partition("/")[0].removesuffix(".py")


def test_every_module_is_in_a_room_of_the_table_and_every_room_is_there() -> None:
    assert {room_of(path.relative_to(SOURCE).as_posix()) for path in SOURCE.rglob("*.py")} == {"__init__", *FLOOR}


def test_rooms_import_exactly_what_the_table_allows() -> None:
    allowed = {(room, target) for _, room, _, targets in ROOMS for target in targets.split()}
    own = {(room_of(file), name.split(".")[1]) for file, name in imports() if name.startswith("straightup.")}
    # `from straightup import __version__` asks for no room.
    found = {(room, target) for room, target in own if target not in {room, "__version__"}}
    assert (sorted(found - allowed), sorted(allowed - found)) == ([], []), "(not in the table, in it but never used)"


def test_the_table_only_leads_downwards() -> None:
    above: set[str] = set()
    assert [row[0] for row in ROOMS] == sorted(row[0] for row in ROOMS)
    for _, room, _, targets in ROOMS:
        assert above >= set(targets.split()), room
        above.add(room)


def test_the_map_in_contributing_is_this_table() -> None:
    rows = [
        f"| {floor} | `{room}` | {purpose} | {', '.join(targets.split())} |" for floor, room, purpose, targets in ROOMS
    ]
    table = "\n".join(["| floor | room | what it is for | imports |", "|---|---|---|---|", *rows])
    assert f"\n{table}\n" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), table


def test_rules_see_plain_data_and_outputs_see_the_site() -> None:
    allowed = {room: set(targets.split()) for _, room, _, targets in ROOMS}
    assert {FLOOR[target] for target in allowed["rules"]} == {0}
    assert {target for target in allowed["outputs"] if FLOOR[target] != 0} == {"site", "record"}


def test_no_module_and_no_function_is_longer_than_one_reads_at_once() -> None:
    long = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            long.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 45:
                long.append(f"{path.name}: {node.name}")
    assert long == []


OPENS = re.compile(
    r"\.(?:read|write)_(?:text|bytes)\(|(?<![\w.])(?<!def )open\(|\bos\.(?:open|scandir)\(|\.(?:unlink|mkdir|rename)\("
)
OPENERS = {
    "cli/main.py": "os.devnull, when nobody reads the output any more",
    "outputs/language/language.py": "the package's own translations",
    "rules/text/vocabulary.py": "the package's own phrases",
    "setting_up/hosts.py": "the files for hosts, which are a part of the package",
}


def test_only_the_disk_opens_files_beside_the_packages_own_data() -> None:
    opening = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if OPENS.search(path.read_text(encoding="utf-8"))
    }
    assert {file for file in opening if room_of(file) != "disk"} == set(OPENERS)


def test_the_two_doors_do_not_know_each_other() -> None:
    names = [(room_of(file), name) for file, name in imports()]
    assert not [name for room, name in names if room == "cli" and name.startswith("straightup.mkdocs_plugin")]
    assert not [name for room, name in names if room == "mkdocs_plugin" and name.startswith("straightup.cli")]


def test_other_packages_are_imported_where_the_table_says_and_nowhere_else() -> None:
    found: dict[str, set[str]] = {}
    for file, name in imports():
        package = name.partition(".")[0]
        if package != "straightup" and package not in sys.stdlib_module_names:
            found.setdefault(package, set()).add(file)
    assert found.keys() == OTHERS.keys()
    for package, places in OTHERS.items():
        strays = [file for file in found[package] if not file.startswith(tuple(places.split()))]
        unused = [place for place in places.split() if not any(file.startswith(place) for file in found[package])]
        assert (strays, unused) == ([], []), package


OPENING = {"open", "fdopen", "read_text", "read_bytes", "write_text", "write_bytes"}
OPEN_ALL_THE_SAME = {
    "checking/workers.py": "pipes between processes",
    "cli/main.py": "the null device, when nobody reads the output any more",
    "outputs/language/language.py": "translations, which are a part of the package",
    "rules/text/vocabulary.py": "phrases, which are a part of the package",
    "setting_up/hosts.py": "files for hosts, which are a part of the package",
}


def test_only_the_disk_room_opens_files() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        file = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                found |= {(file, name)} if name in OPENING else set()
    assert [each for each in sorted(found) if room_of(each[0]) != "disk" and each[0] not in OPEN_ALL_THE_SAME] == []


PROGRAM = """
import json, sys
from straightup.cli import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    print(json.dumps([left.code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


def imported_by(*arguments: str) -> set[str]:
    """The packages that a command has imported when it ends."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(names)


@pytest.mark.process
@pytest.mark.parametrize("arguments", [("check", "--at", "2026-11-20 09:51 UTC"), ("rules",), ("--version",)])
def test_a_command_that_builds_no_site_starts_without_what_builds_one(arguments: tuple[str, ...]) -> None:
    heavy = {"babel", "cmarkgfm", "feedgen", "icalendar", "jinja2", "lxml", "markdown", "material", "mkdocs", "nh3"}
    assert imported_by(*arguments) & heavy == set()


def test_no_test_module_imports_from_another_one() -> None:
    modules = [*(ROOT / "tests").glob("*.py"), *(ROOT / "tests" / "support").glob("*.py")]
    assert len(modules) > 40
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert [name for name in names if name.startswith(("test_", "conftest"))] == [], path


def files() -> list[Path]:
    """Every file of the repository that is text, without what is made from them."""
    made = re.compile(
        r"\.git|\.venv|node_modules|\..*_cache|\.cache|\.hypothesis|\.site\..*|\.coverage.*|__pycache__|site|dist|.*\.egg-info"
    )
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not made.fullmatch(name)]
        found += [Path(folder, name) for name in names if not made.fullmatch(name)]
    return [path for path in found if path.suffix not in {".png", ".ico", ".webp", ".woff2"} and not path.is_symlink()]


def test_every_text_file_is_utf_8_with_unix_line_ends() -> None:
    assert len(files()) > 50
    for path in files():
        data = path.read_bytes()
        data.decode()
        assert b"\r" not in data, path
        assert not data.startswith(b"\xef\xbb\xbf"), path
        assert not data or data.endswith(b"\n"), path


def test_no_file_names_a_path_of_somebodys_machine_or_an_address_of_a_package_index() -> None:
    machine = re.compile(r"(?<![\w.<>}-])/(?:work|root)\b")
    index = re.compile(r"pypi\.org/simp[l]e|files\.pythonhosted|inde[x]-url|find-lin[k]s", re.IGNORECASE)
    for path in files():
        text = path.read_text(encoding="utf-8")
        assert not machine.search(text), path
        assert not index.search(text), path


def test_the_installed_package_reaches_its_theme() -> None:
    assert (theme_folder() / "straightup" / "shell.html").is_file()
    assert (theme_folder() / "assets" / "straightup" / "status.css").is_file()


def test_the_wheel_has_the_theme_and_nothing_but_the_package(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the wheel is built without a network, so hatchling has to be installed")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
    theme = {f"straightup/theme/{path.relative_to(theme_folder()).as_posix()}" for path in theme_folder().rglob("*.*")}
    assert {"straightup/theme/straightup/shell.html", "straightup/theme/assets/straightup/status.css"} <= theme
    languages = {f"straightup/outputs/language/{path.name}" for path in SOURCE.glob("outputs/language/*.po")}
    assert languages
    assert theme | languages <= set(names)
    assert {name.partition("/")[0] for name in names} == {
        "straightup",
        f"straightup-{straightup.__version__}.dist-info",
    }


def test_from_the_source_package_everything_can_be_tested_that_can_be_tested_here(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the package is built without a network, so hatchling has to be installed")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    for folder in ("theme", "bench", "incidents", "src/straightup/outputs/language"):
        wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.*") if path.is_file()}
        assert {name for name in wanted if "__pycache__" not in name} <= names, folder
