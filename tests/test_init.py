"""`straightup init`: a site where there is none, a block in one that is there, and nothing of anybody's overwritten."""

import os
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from straightup.setting_up.places import Source, repository, repository_of_pages, source_installed
from support.commands import straightup
from support.sites import draw, read_back

SOURCE = f"https://github.com/acme/straightup@{'ab12' * 10}"
SAID = ("--name", "Acme", "--url", "https://status.acme.example", "--component", "Shop/Checkout")
FILES = (*SAID, "--host", "files")


def clone(folder: Path, remote: str = "git@github.com:Acme/status.git") -> Path:
    for command in (["init", "-q", "-b", "trunk"], ["remote", "add", "origin", remote]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in read_back(folder).items() if not name.startswith(".git/")}


def tree_of(folder: Path) -> dict[str, bytes]:
    """The same without what links lead to."""
    found = {}
    for above, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(above, name)
            found[os.fspath(path)] = path.read_bytes() if path.is_file() else b""
    return found


def test_a_new_site_checks_and_builds_without_a_word_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    folder = clone(tmp_path)
    code, out, err = straightup(
        folder, "init", "--yes", "--component", "Shop/Checkout", "--component", "Äpfel & Co: “neu”", "--source", SOURCE
    )
    assert (code, err) == (0, "")
    assert "https://github.com/Acme/status/settings/pages" in out
    written = bytes_in(folder)
    assert set(written) == {
        ".github/dependabot.yml",
        ".github/workflows/status-hourly.yml",
        ".github/workflows/status.yml",
        ".gitignore",
        "README.md",
        "incidents/.gitkeep",
        "mkdocs.yml",
    }
    assert yaml.safe_load(written["mkdocs.yml"])["site_url"] == "https://acme.github.io/status/"
    assert b"[trunk]" in written[".github/workflows/status.yml"].replace(b'"', b"")
    # Not one report: nothing is said that is not so.
    assert straightup(folder, "check") == (0, "There are no reports to check.\n", "")
    assert straightup(folder, "build") == (0, "Built 8 pages in site.\n", "")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    known = subprocess.run(["git", "ls-files"], cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout
    assert set(known.split()) == set(written)
    before = bytes_in(folder)
    assert straightup(folder, "init", "--yes", "--source", SOURCE) == (0, "Nothing to do.\n", "")
    assert bytes_in(folder) == before

    # Another host adds its own file, and a file that a person has changed stays, with the difference shown.
    (folder / "README.md").write_bytes(written["README.md"] + b"\nOur own words.\n")
    code, out, _ = straightup(folder, "init", "--yes", "--host", "gitlab", "--source", SOURCE)
    assert code == 0
    assert "-Our own words." in out
    assert (folder / "README.md").read_bytes().endswith(b"Our own words.\n")
    assert set(bytes_in(folder)) - set(before) == {".gitlab-ci.yml"}
    assert straightup(folder, "init", "--yes", "--source", SOURCE, "--force", "README.md")[0] == 0
    assert (folder / "README.md").read_bytes() == written["README.md"]


def test_the_report_that_the_web_editor_begins_with_claims_nothing_when_it_is_committed_as_it_is(
    tmp_path: Path,
) -> None:
    site = clone(tmp_path)
    straightup(site, "init", "--yes", "--component", "Checkout", "--source", SOURCE)
    readme = (site / "README.md").read_text("utf-8")
    (link,) = (part.split(")", 1)[0] for part in readme.split("](")[1:] if "/new/" in part.split(")", 1)[0])
    assert urlsplit(link)[:3] == ("https", "github.com", "/Acme/status/new/trunk")
    asked = parse_qs(urlsplit(link).query)
    draw(site, {asked["filename"][0]: asked["value"][0]})
    code, out, _ = straightup(site, "check", "--output-format", "text")
    assert (code, "F15" in out, "S02 No component is named" in out) == (1, True, True)
    assert straightup(site, "build", "--keep-going")[0] == 3
    page = (site / "site/index.html").read_text("utf-8")
    assert "Whether Checkout works is not known" in page
    assert "Major outage" not in page


OLD = "site_name: Docs\nsite_url: https://docs.acme.example/\ntheme:\n  name: material\n"
SITES = {
    "a list": OLD + "plugins:\n  - search\n  - tags: {}\n# the end\n",
    "a list at the margin, and a key behind it": OLD + "plugins:\n- search\n- tags:\n    a: 1 # one\n\nnav: []\n",
    "a mapping": OLD + "plugins:\n    search: {}\n    tags:\n        a: |\n          text\n\n\nextra: {a: 1}\n",
    "a mapping with an empty value": OLD + "plugins:\n  search:\n  tags:\nextra: {}\n",
    "none": OLD + "markdown_extensions:\n  - toc\n",
    "none, and no line feed at the end": OLD.rstrip("\n") + "\nextra:\n  a: b",
    "CRLF": (OLD + "plugins:\n  - search\n\nextra: {}\n").replace("\n", "\r\n"),
    "comments": "# top\n" + OLD + "plugins: # ours\n  # first\n  - search # s\n  # - off\n\n  # last\nextra: {}\n",
    "tags of its own": OLD + "plugins:\n  - search: {lang: !ENV [L_, en]}\nextra:\n  f: !!python/name:a.b\n",
    "a mark of the byte order": "\ufeff" + OLD + "plugins:\n  - search\n",
}


@pytest.mark.parametrize("before", SITES.values(), ids=SITES)
def test_in_a_site_of_mkdocs_one_block_is_added_and_every_other_byte_stays(tmp_path: Path, before: str) -> None:
    old = before.encode()
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_bytes(old)
    draw(tmp_path, {"README.md": "# Docs\n", ".gitignore": "site\n*.log", "docs/status.md": "# Ours\n"})
    code, _, err = straightup(tmp_path, "init", "--yes", "--component", "Checkout", "--host", "files")
    assert (code, err) == (0, "")
    new = (tmp_path / "mkdocs.yml").read_bytes()
    lines, kept = new.splitlines(keepends=True), old.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if kept[number : number + 1] != [line]) if kept else 0
    if kept[start : start + 1] == [lines[start].rstrip(b"\r\n")]:
        start += 1  # the last line had no line feed
    added = len(lines) - len(kept)
    assert b"".join(lines[:start] + lines[start + added :]).rstrip(b"\r\n") == old.rstrip(b"\r\n")
    assert sum(b"straightup" in line for line in lines[start : start + added]) == 1
    assert b"path: service-status/" in new
    assert (b"\n" in new.replace(b"\r\n", b"")) == (b"\r\n" not in old)
    assert (tmp_path / "README.md").read_text("utf-8") == "# Docs\n"
    assert "Something is broken" in (tmp_path / "STATUS.md").read_text("utf-8")
    assert (tmp_path / ".gitignore").read_text("utf-8") == "site\n*.log\nsite-exercise/\n.*.straightup-lock\n.cache/\n"
    assert straightup(tmp_path, "check")[:2] == (0, "There are no reports to check.\n")
    before_again = bytes_in(tmp_path)
    assert straightup(tmp_path, "init", "--yes")[:2] == (0, "Nothing to do.\n")
    assert bytes_in(tmp_path) == before_again


UNSURE = {
    "INHERIT": ("INHERIT: base.yml\n" + OLD, "line 1: it inherits from another file"),
    "flow style": (OLD + "plugins: [search, tags]\n", "line 5: `plugins` is no list with a line for each"),
    "anchors": (OLD + "a: &p\n  - search\nplugins: *p\n", "line 1: parts of it are repeated by anchors"),
    "a key twice": (OLD + "plugins:\n  - search\nplugins:\n  - tags\n", "line 1: a key stands there twice"),
    "nothing behind it": (OLD + "plugins:\n", "line 5: `plugins` is no list with a line for each"),
    "braces": ("{site_name: D, theme: {name: material}}\n", "line 1: its settings stand in braces"),
    "an end of the document": (OLD + "...\n", "line 5: the document ends before the file does"),
}


@pytest.mark.parametrize(("before", "why"), UNSURE.values(), ids=UNSURE)
def test_where_the_block_belongs_nobody_can_be_sure_so_nothing_is_written(
    tmp_path: Path, before: str, why: str
) -> None:
    draw(tmp_path, {"mkdocs.yml": before, "base.yml": "docs_dir: pages\n"})
    there = bytes_in(tmp_path)
    code, out, err = straightup(tmp_path, "init", *FILES)
    assert (code, out) == (1, "")
    assert f"mkdocs.yml, {why}, so nothing was written. Put this among its `plugins`:\n\n  - straightup:\n" in err
    assert '{id: "checkout", name: "Checkout", group: "Shop"}' in err
    assert bytes_in(tmp_path) == there


def test_places_and_answers_that_are_no_good_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    draw(
        tmp_path,
        {
            "tabs/mkdocs.yml": OLD + "plugins:\n\t- search\n",
            "other/mkdocs.yml": OLD.replace("material", "readthedocs"),
            "none/mkdocs.yml": "site_name: Docs\n",
            "docs/mkdocs.yml": OLD,
            "docs/docs/index.md": "# Docs\n",
            "built/build.json": "{}",
            "built/404.html": "",
            "empty/a.txt": "",
            "file/incidents": "",
            "link/a.txt": "",
        },
    )
    (tmp_path / "link/incidents").symlink_to("/", target_is_directory=True)
    there = tree_of(tmp_path)
    tried = {
        ("file", *FILES): "file/incidents is no folder",
        ("link", *FILES): "link/incidents is a link that leads out of",
        ("tabs", *FILES): "line 6",
        ("other", *FILES): "mkdocs.yml has the theme “readthedocs”, and the status pages are made for Material",
        ("none", *FILES): "mkdocs.yml has the theme “mkdocs”, and the status pages are made for Material",
        ("docs/docs", *FILES): "belongs to the site of",
        ("built", *FILES): "is in a site that was built",
        ("empty/a.txt", *FILES): "is a file",
        ("/", *FILES): "is no folder for a site",
        (str(Path.home()), *FILES): "is no folder for a site",
        ("empty",): "Nobody is here to ask: add --name, --url, --component.",
        ("empty", "--yes"): "Nobody is here to ask: add --url, --component.",
        ("empty", *SAID, "--host", "github", "--source", "github"): "“github” is no source.",
        ("empty", *FILES, "--url", "https://me:pw@acme.example/"): "is no whole address",
        ("empty", *FILES, "--url", "status.acme.example"): "is no whole address",
        ("empty", *FILES, "--contact", "call us"): "is neither an e-mail address nor",
        ("empty", *FILES, "--component", "a/b/c"): "“a/b/c” is no component",
        ("empty", *FILES, "--name", "a\x1b[2Jb"): "holds a character that no page can show",
        ("empty", *FILES, "--force", "mkdocs.yaml"): "init writes no such file here",
    }
    for arguments, why in tried.items():
        code, out, err = straightup(tmp_path, "init", *arguments)
        assert (code, out) == (2, ""), arguments
        assert why in err, (arguments, err)
        assert "\x1b" not in err
    assert tree_of(tmp_path) == there
    code, _, err = straightup(tmp_path / "other", "build")
    assert (code, "Add `- straightup`" in err) == (2, True)


def test_a_theme_that_our_pages_are_not_made_for_is_refused_before_anything_is_published(tmp_path: Path) -> None:
    straightup(tmp_path, "init", *FILES)
    settings = (tmp_path / "mkdocs.yml").read_text("utf-8")
    draw(tmp_path, {"mkdocs.yml": settings.replace("name: material #", "name: readthedocs #").replace("  font", "  x")})
    code, out, err = straightup(tmp_path, "build")
    assert (code, out) == (2, "")
    assert "mkdocs.yml has the theme “readthedocs”, and the status pages are made for Material for MkDocs alone." in err
    assert not (tmp_path / "site").exists()


def test_nothing_is_left_of_a_site_whose_last_file_cannot_be_written(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        # Whoever may do everything is stopped by a folder that stands where a file belongs.
        (tmp_path / "netlify.toml").mkdir()
    else:
        draw(tmp_path, {"incidents/x": ""})
        (tmp_path / "incidents").chmod(0o500)
    there = bytes_in(tmp_path)
    names = sorted(each.name for each in tmp_path.iterdir())
    code, _, err = straightup(tmp_path, "init", *SAID, "--host", "netlify", "--source", SOURCE)
    assert (code, "netlify.toml" in err or "incidents" in err) == (5, True)
    assert (bytes_in(tmp_path), sorted(each.name for each in tmp_path.iterdir())) == (there, names)


def test_beside_cstate_and_upptime_their_components_come_over_and_their_files_stay(tmp_path: Path) -> None:
    cstate = "title: Old status\nparams:\n  systems:\n    - {name: API, category: Core}\n    - name: Web Shop\n"
    upptime = "owner: acme\nrepo: up\nsites:\n  - {name: Web Shop, url: https://a.example}\n  - name: API\n"
    draw(tmp_path, {"c/config.yml": cstate, "u/.upptimerc.yml": upptime, "u/README.md": "# Upptime\n"})
    url = ("--url", "https://s.example/", "--yes", "--host", "files")
    code, out, _ = straightup(tmp_path, "init", "c", *url)
    assert (code, "straightup import cstate . --into incidents --timezone UTC" in out) == (0, True)
    settings = yaml.safe_load((tmp_path / "c/mkdocs.yml").read_text("utf-8"))
    assert settings["site_name"] == "Old status"
    assert [each["name"] for each in settings["plugins"][1]["straightup"]["components"]] == ["API", "Web Shop"]
    code, out, _ = straightup(tmp_path, "init", "u", *url)
    assert (code, "gh api --paginate --slurp 'repos/acme/up/issues?state=all'" in out) == (0, True)
    assert (tmp_path / "u/README.md").read_text("utf-8") == "# Upptime\n"
    assert (tmp_path / "u/.upptimerc.yml").read_text("utf-8") == upptime


def test_in_a_folder_of_a_larger_clone_the_hosts_files_go_to_its_root(tmp_path: Path) -> None:
    clone(tmp_path)
    arguments = ("init", "ops/status", *SAID, "--host", "github", "--source", SOURCE, "--pre-commit")
    code, out, _ = straightup(tmp_path, *arguments, "--dry-run")
    assert (code, out.endswith("Nothing was written.\n"), bytes_in(tmp_path)) == (0, True, {})
    code, _, err = straightup(tmp_path, "init", 'a"b', *FILES)
    assert (code, "has a character that not every host can read" in err) == (2, True)
    code, out, _ = straightup(tmp_path, *arguments)
    assert code == 0
    written = bytes_in(tmp_path)
    assert {"ops/status/mkdocs.yml", ".github/workflows/status.yml", ".pre-commit-config.yaml"} <= set(written)
    workflow = yaml.safe_load(written[".github/workflows/status.yml"])
    assert workflow["jobs"]["build"]["steps"][1]["with"]["working-directory"] == "ops/status"
    assert b"filename=ops%2Fstatus%2Fincidents%2F" in written["ops/status/README.md"]
    assert straightup(tmp_path / "ops/status", "init", "--yes", "--source", SOURCE)[:2] == (0, "Nothing to do.\n")


def test_without_a_site_every_command_says_how_to_make_one(tmp_path: Path) -> None:
    for command in (["check"], ["build"], ["serve"], ["new"], ["update"], ["resolve"], ["show", "x"], ["promises"]):
        code, _, err = straightup(tmp_path, *command)
        assert (code, "No site here: " in err, "`straightup init` makes one in a minute." in err) == (2, True, True)


def test_an_address_of_git_gives_the_repository_and_never_a_password() -> None:
    for remote in (
        "git@github.com:Acme/status.git",
        "https://me:s3cret@github.com/Acme/status",
        "ssh://git@github.com/Acme/status.git",
    ):
        found = repository(remote)
        assert found is not None
        assert (found.web, found.pages) == ("https://github.com/Acme/status", "https://acme.github.io/status/")
    assert repository("../elsewhere") is None
    assert repository("https://github.com/Acme/acme.github.io").pages == "https://acme.github.io/"  # type: ignore[union-attr]
    assert repository_of_pages("https://acme.github.io/status/").web == "https://github.com/acme/status"  # type: ignore[union-attr]
    assert repository_of_pages("https://status.acme.example/") is None


def test_a_host_installs_what_runs_here_or_nobody_knows_what() -> None:
    commit, url = "ab12" * 10, "https://github.com/acme/straightup"
    of_git = f'{{"url": "{url}.git", "vcs_info": {{"vcs": "git", "commit_id": "{commit}"}}}}'
    of_folder = '{"url": "file:///srv/straightup", "dir_info": {"editable": true}}'
    by_git = source_installed(of_git, "0.1.0", "", "")
    assert by_git is not None
    assert (by_git.action, by_git.requirement) == (f"acme/straightup@{commit}", f"straightup @ git+{url}@{commit}")
    assert source_installed(of_folder, "0.1.0", url, commit) == by_git
    assert source_installed(None, "0.1.0", "", "") == Source(None, "0.1.0")
    assert source_installed(of_folder, "0.1.0", "", "") is None
    assert source_installed('{"url": "file:///x.whl", "archive_info": {}}', "0.1.0", "", "") is None
    assert source_installed("{", "0.1.0", "", "") is None
