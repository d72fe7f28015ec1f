"""What stands beside the reports: all of it is published whole or is named, and none of it stops the news."""

import json
import os
import re
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from straightup.checking import trials
from straightup.site.reserved import Ours
from support.commands import CONFIG, GOOD, straightup
from support.effort import THOROUGH
from support.excerpts import OPEN
from support.sites import draw, read_back
from support.strangers import BAD, OUTSIDE, SECRET, put
from support.strangers import GOOD as HARMLESS

AT = ("--at", "2026-11-03 15:00 UTC")
OURS = ("index.html", "feed.xml", "incidents/2026-11-03-cards/index.html", "history/index.html", "build.json")
pytestmark = pytest.mark.long


@pytest.fixture(scope="module", autouse=True)
def _hurried() -> Iterator[None]:
    """Pages that would take for ever are given less time: how long that is, is not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trials, "SECONDS", trials.SECONDS if THOROUGH else 1.5)
        yield


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Nothing hangs: a pipe that nobody writes to, or a walk without end."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("this takes too long"))
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def site(root: Path, *paths: str) -> Path:
    """A site with one good report, and the files at `paths` beside it."""
    draw(root, {"mkdocs.yml": CONFIG, GOOD: OPEN, OUTSIDE: SECRET, "incidents/.hidden": SECRET})
    for path in paths:
        put(root / "incidents", path, {**HARMLESS, **BAD}[path])
    return root


def named(root: Path) -> set[str]:
    """The paths below the docs folder that the check finds an error in."""
    code, out, _ = straightup(root, "check", *AT, "--output-format", "json")
    errors = {each["filename"].removeprefix("incidents/") for each in json.loads(out) if each["severity"] == "error"}
    assert (code == 1) == bool(errors)
    return errors


def left_out(files: Mapping[str, bytes]) -> set[str]:
    return {each["path"] for each in json.loads(files["build.json"])["left_out"]}


def shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def is_there(files: Mapping[str, bytes], path: str, source: Path) -> bool:
    """Whether a file of the user's own is published whole."""
    if not path.endswith(".md"):
        return files.get(path) == source.read_bytes()
    last = source.read_bytes().decode().replace("\0", "").split("\n\n")[-1]
    place = path.removesuffix(".md").removesuffix("index").rstrip("/")
    html = files.get(f"{place}/index.html", b"").decode().replace("\ufffd", "")
    return all(word in html for word in re.findall(r"\w+", last)) and "<h1>This page cannot be shown" not in html


def test_everything_harmless_is_published_whole(tmp_path: Path) -> None:
    root = site(tmp_path, *HARMLESS)
    assert named(root) == set()
    with at_most(60):
        code, _, err = straightup(root, "build", *AT)
    assert (code, "left out" in err) == (0, False)
    files = read_back(root / "site")
    assert [path for path in HARMLESS if not is_there(files, path, root / "incidents" / path)] == []
    assert left_out(files) == set()


@pytest.mark.parametrize("path", BAD, ids=ascii)
def test_each_of_them_is_named_by_the_check_with_a_next_step(tmp_path: Path, path: str) -> None:
    beside = {"zoo.md": "zoo/index.md", "picture.png.md": "picture.png"}
    root = site(tmp_path, *([beside[path]] if path in beside else []), path)
    with at_most(40):
        code, out, err = straightup(root, "check", *AT)
    assert (code, err) == (1, "")
    assert len(named(root)) == 1
    finding, step, summary = (line for line in out.split("\n") if line and not line.startswith("  |"))
    assert finding.startswith("incidents/")
    assert step.startswith("  → ")
    assert summary.startswith("1 error in ")
    assert SECRET not in out


def test_all_of_them_at_once_cost_themselves_and_nothing_else(tmp_path: Path) -> None:
    together = [path for path in BAD if path != "README.md"]
    root = site(tmp_path, *HARMLESS, *together)
    errors = named(root)
    assert errors == set(map(shown, together))
    code, out, err = straightup(root, "build", *AT)
    assert (code, out, (root / "site").exists()) == (1, "", False)
    assert "Mend them, or publish the rest with --keep-going." in err
    with at_most(120):
        assert straightup(root, "build", "--keep-going", *AT)[0] == 3
    files = read_back(root / "site")
    assert left_out(files) == errors
    assert [path for path in HARMLESS if not is_there(files, path, root / "incidents" / path)] == []
    assert [name for name, data in files.items() if SECRET.encode() in data or b"root:x:0" in data] == []
    assert [name for name in OURS if name not in files] == []
    assert b"alert(1)" not in files["assets/straightup/status.js"]
    noted = {name for name, data in files.items() if b"<h1>This page cannot be shown</h1>" in data}
    assert {"latin/index.html", "brackets/index.html", "template/index.html", "pipe/index.html"} <= noted
    assert not [name for name in noted if name in OURS]


@settings(max_examples=30 if THOROUGH else 3)
@given(chosen=st.sets(st.sampled_from([*HARMLESS, *BAD]), max_size=6))
def test_no_error_means_that_all_is_published_and_what_is_left_out_was_named(chosen: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, at_most(120):
        root = site(Path(folder), *sorted(chosen))
        errors = named(root)
        assert straightup(root, "build", "--publish", *AT)[0] == 0
        files = read_back(root / "site")
        assert left_out(files) == errors
        assert [name for name in OURS if name not in files] == []
        kept = {path for path in chosen if shown(path) not in errors}
        # Two are only bad beside another one.
        assert kept <= {*HARMLESS, "zoo.md", "picture.png.md"}
        assert [path for path in kept & set(HARMLESS) if not is_there(files, path, root / "incidents" / path)] == []


def test_a_page_that_only_mkdocs_stumbles_over_costs_that_page(tmp_path: Path) -> None:
    """A plugin of the user's may refuse, or never end with, a page that nothing is wrong with otherwise."""
    root = site(tmp_path, "about.md")
    hook = (
        "def on_page_markdown(markdown, page, **_):\n    if 'stumble' in markdown: raise ValueError('over a stone')\n"
        "def on_page_context(context, page, **_):\n    if 'fall' in page.file.src_uri: raise KeyError('deep')\n"
    )
    draw(root, {
        "mkdocs.yml": f"{CONFIG}hooks: [hook.py]\n", "hook.py": hook,
        "incidents/one.md": "# One\n\nstumble\n", "incidents/fall.md": "# Two\n",
    })  # fmt: skip
    assert named(root) == set()
    code, _, err = straightup(root, "build", *AT)
    assert (code, (root / "site").exists()) == (2, False)
    assert "one.md" in err
    code, out, err = straightup(root, "build", "--keep-going", *AT)
    assert (code, out.startswith("Built ")) == (3, True)
    assert "2 files beside the reports were left out: incidents/fall.md, incidents/one.md." in err
    files = read_back(root / "site")
    assert left_out(files) == {"one.md", "fall.md"}
    assert b"This page cannot be shown" in files["one/index.html"]
    # The plugin would not have a note in its place either.
    assert "fall/index.html" not in files
    assert b"Words of about." in files["about/index.html"]


def test_what_the_settings_exclude_is_neither_published_nor_named(tmp_path: Path) -> None:
    root = site(tmp_path, "about.md", "feed.xml", "latin.md", "env.txt")
    draw(root, {
        "mkdocs.yml": f"{CONFIG}exclude_docs: |\n  feed.xml\n  /latin.md\n  *.txt\n  !.well-known\n"
        "draft_docs: draft.md\n",
        "incidents/.well-known/security.txt": "", "incidents/.well-known/a.json": "{}", "incidents/draft.md": "# D\n",
    })  # fmt: skip
    (root / "incidents" / "by-link.md").symlink_to("draft.md")
    assert named(root) == {"by-link.md"}
    assert straightup(root, "build", "--publish", *AT)[0] == 0
    files = read_back(root / "site")
    assert ".well-known/a.json" in files
    assert not [path for path in files if path.startswith(("latin", "env", ".hidden", "draft"))]


@pytest.mark.parametrize("docs", ["incidents", "docs"])
def test_links_in_a_circle_end_at_once_wherever_the_reports_are(tmp_path: Path, docs: str) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG.replace("docs_dir: incidents", f"docs_dir: {docs}"), GOOD: OPEN})
    (tmp_path / docs).mkdir(exist_ok=True)
    for name in "abc":
        (tmp_path / docs / name).symlink_to(".")
    with at_most(20):
        assert straightup(tmp_path, "check", *AT)[0] == 1
        assert straightup(tmp_path, "build", "--publish", *AT)[0] == 0
        code, _, err = straightup(tmp_path, "serve", "--dev-addr", "127.0.0.1:0")
    assert (code, "is a link to a folder" in err) == (2, True)


def test_a_tree_that_is_too_deep_is_named_and_not_walked(tmp_path: Path) -> None:
    root = site(tmp_path)
    deep = root / "incidents"
    for _ in range(700):  # not more: pytest could not take it away
        deep /= "d"
    with at_most(20):
        deep.mkdir(parents=True)
        assert len(named(root)) == 1


def test_the_news_that_a_build_writes_of_itself_is_the_same_for_the_same_files(tmp_path: Path) -> None:
    root = site(tmp_path, *HARMLESS, "latin.md")
    said = []
    for _ in range(2):
        assert straightup(root, "build", "--publish", *AT)[0] == 0
        said.append((root / "site" / "build.json").read_bytes())
    assert said[0] == said[1]
    facts = json.loads(said[0])
    assert facts["built"] == "2026-11-03T15:00:00Z"
    assert facts["left_out"] == [{"report": False, "path": "latin.md", "code": "F32", "name": "unusable-page"}]
    draw(root, {"incidents/about.md": "# Another\n"})
    assert straightup(root, "build", "--publish", *AT)[0] == 0
    assert json.loads((root / "site" / "build.json").read_text(encoding="utf-8"))["digest"] != facts["digest"]


def test_on_github_a_publication_annotates_what_it_left_out(tmp_path: Path) -> None:
    root = site(tmp_path, "latin.md")
    code, _, err = straightup(root, "build", "--publish", *AT, env={"GITHUB_ACTIONS": "true"})
    assert code == 0
    assert err.startswith("::error file=incidents/latin.md,line=1,")
    assert "::error" not in straightup(root, "build", "--publish", *AT)[2]


def test_every_address_that_a_build_uses_is_known_to_be_ours_before_it_is_composed(demonstration_folder: Path) -> None:
    """So that the check can name a file that is in its way, without making the pages."""
    files = read_back(demonstration_folder)
    reports = {path.split("/")[1] for path in files if path.startswith("incidents/")}
    components = {path.split("/")[1] for path in files if path.startswith("components/")}
    ours = Ours("", reports, components)
    # Of what stands at the root for hosts the user may have one of their own.
    theirs = re.compile(r"assets/(?!straightup/)|search/(?!search_index)|rules/|\.nojekyll|_headers|robots\.txt")
    assert [path for path in files if not ours.has(path) and not theirs.match(path)] == []
    assert [path for path in ("history", "assets", "search", "incidents", "feed.xml/x.png") if not ours.has(path)] == []
    free = ("about/index.html", "incidents/wait.png", "history/mine/index.html", "assets/x.js", "status/feed.xml")
    assert [path for path in free if ours.has(path)] == []
    assert Ours("status/", reports, components).has("status/feed.xml")
