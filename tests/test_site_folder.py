"""The folder of a site: nothing leads out of it, and nothing empty is left in it."""

from pathlib import Path

import pytest

from straightup.disk.site_folder import SiteFolder
from straightup.model.errors import InternalError
from support.sites import draw, read_back

OUT = ["../secret", "a/../../secret", "a/../b", "/secret", "..", "a/../../site-of-others/x"]


def test_a_file_is_read_by_its_path_and_what_is_not_there_is_none(tmp_path: Path) -> None:
    draw(tmp_path, {"site/a/b.txt": "text"})
    folder = SiteFolder(tmp_path / "site")
    assert folder.read("a/b.txt") == b"text"
    assert [folder.read(path) for path in ("a", "a/c.txt", "a/b.txt/c", "", "a\0b", "x" * 5000)] == [None] * 6


@pytest.mark.parametrize("path", OUT)
def test_nothing_outside_is_read_written_or_taken_away(tmp_path: Path, path: str) -> None:
    tree = {"secret": "secret", "site/a/x": "x", "site/b": "b", "site-of-others/x": "theirs"}
    draw(tmp_path, tree)
    folder = SiteFolder(tmp_path / "site")
    assert folder.read(path) is None
    with pytest.raises(InternalError, match="leads out of the site"):
        folder.write(path, b"changed")
    with pytest.raises(InternalError, match="leads out of the site"):
        folder.discard(path)
    assert read_back(tmp_path) == {name: text.encode() for name, text in tree.items()}


def test_a_file_that_is_taken_away_leaves_no_empty_folder_behind(tmp_path: Path) -> None:
    folder = SiteFolder(tmp_path / "site")
    folder.write("a/b/c/index.html", b"")
    folder.write("a/x", b"")
    folder.discard("a/b/c/index.html")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "site",
        "site/a",
        "site/a/x",
    ]
    folder.discard("a/x")
    assert list((tmp_path / "site").iterdir()) == []
