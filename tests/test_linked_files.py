"""What a report links to beside it: published at its address, or said to be missing while its words stay."""

import os
import re
import time
from html import unescape
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from straightup.model.links import file_links, file_named
from straightup.outputs.prose import render
from straightup.reading import read
from support.commands import CONFIG, straightup
from support.excerpts import OPEN
from support.sites import draw, read_back

AT = ("--at", "2026-11-03 15:00 UTC")
NAME = "2026-11-03-cards"
PAGE = f"incidents/{NAME}"
PICTURE = b"\x89PNG\r\n\x1a\n"
# Put together, so that nobody takes it for one.
KEY = "AKIA" + "QWERTY23QWERTY23"


def report(*links: str) -> str:
    """A good report in whose last update `links` stand."""
    return OPEN.replace("We are issuing a new one.", f"We are issuing a new one. {' '.join(links)}")


def site(root: Path, *links: str, config: str = CONFIG, below: str = "") -> Path:
    draw(root, {"mkdocs.yml": config, f"incidents/{below}{NAME}.md": report(*links)})
    return root


def built(root: Path, code: int = 0) -> dict[str, bytes]:
    done = straightup(root, "build", "--keep-going", *AT)
    assert done[0] == code, done
    return read_back(root / "site")


def errors(root: Path) -> list[str]:
    """Place and code of each error."""
    _, out, _ = straightup(root, "check", *AT)
    return re.findall(r"^(\S+: [A-Z]\d\d) ", out, re.MULTILINE)


@pytest.mark.parametrize("docs", ["incidents", "docs"])
@pytest.mark.parametrize("below", ["", "2026/"])
def test_a_picture_is_published_at_the_address_of_its_report_and_linked_from_everywhere(
    tmp_path: Path, docs: str, below: str
) -> None:
    config = CONFIG.replace("docs_dir: incidents", f"docs_dir: {docs}")
    links = ("![the wait](wait.png)", "[log](logs/a%20b.txt#L3)", "[pages](<the report.pdf?raw=true>)")
    root = site(tmp_path, *links, config=config, below=below)
    beside = root / "incidents" / below
    (beside / "logs").mkdir()
    (beside / "wait.png").write_bytes(PICTURE)
    (beside / "logs" / "a b.txt").write_text("slow\n", encoding="utf-8")
    (beside / "the report.pdf").write_bytes(b"%PDF")
    assert errors(root) == []
    files = built(root)
    assert files[f"{PAGE}/wait.png"] == PICTURE
    assert files[f"{PAGE}/logs/a b.txt"] == b"slow\n"
    assert files[f"{PAGE}/the report.pdf"] == b"%PDF"
    for name, root_of_page in ((f"{PAGE}/index.html", "../../"), ("index.html", "")):
        html = files[name].decode()
        assert f'<a href="{root_of_page}{PAGE}/wait.png" ' in html
        assert f'href="{root_of_page}{PAGE}/logs/a%20b.txt#L3"' in html
        assert f'href="{root_of_page}{PAGE}/the%20report.pdf"' in html
    feed = feedparser.parse(files["feed.xml"], sanitize_html=False)
    assert f'href="https://status.example.com/{PAGE}/wait.png"' in feed.entries[0].summary


MISSING = {
    "no-such.png": "There is no such file",
    "drawing.svg": "Files of the kind “svg” are not published",
    "tool.exe": "Files of the kind “exe” are not published",
    "about.md": "Files of the kind “md” are not published",
    "../outside.png": "This file is not beside the report",
    "link.png": "This is a link in the file system",
    "by/link.png": "This is a link in the file system",
    "pipe.png": "This is no regular file",
    "folder.png": "This is no regular file",
    "large.png": "This file is larger than 10 MiB",
    "a%E2%80%AEb.png": "No address can have the name",
}


@pytest.mark.parametrize("path", MISSING, ids=ascii)
def test_what_cannot_be_published_is_an_error_at_the_link_and_the_words_stay(tmp_path: Path, path: str) -> None:
    root = site(tmp_path, f"Before ![the wait]({path}) after.")
    folder = root / "incidents"
    draw(
        root,
        {"outside.png": "", "incidents/drawing.svg": "<svg/>", "incidents/tool.exe": "", "incidents/about.md": "# A"},
    )
    (root / "outside").mkdir()
    (root / "outside" / "link.png").write_bytes(PICTURE)
    (folder / "link.png").symlink_to("../outside/link.png")
    (folder / "by").symlink_to("../outside")
    (folder / "a\u202eb.png").write_bytes(PICTURE)
    os.mkfifo(folder / "pipe.png")
    (folder / "folder.png").mkdir()
    with (folder / "large.png").open("wb") as file:
        file.truncate(11 * 2**20)
    code, out, _ = straightup(root, "check", *AT, "--select", "F33")
    assert code == 1
    assert out.count(" F33 ") == 1
    assert f"incidents/{NAME}.md:23:" in out
    assert MISSING[path] in out
    assert "  → " in out
    files = built(root, 3)
    for name in (f"{PAGE}/index.html", "index.html", f"{PAGE}/index.md", "feed.xml"):
        assert "Before the wait after." in unescape(files[name].decode())
    assert not [
        name
        for name in files
        if name.startswith(f"{PAGE}/") and not name.endswith(("index.html", "index.md", "feed.xml"))
    ]


def test_a_log_with_a_secret_is_published_nowhere(tmp_path: Path) -> None:
    root = site(tmp_path, "[log](trace.txt)")
    draw(root, {"incidents/trace.txt": f"fine\nkey {KEY}\n"})
    assert "incidents/trace.txt:2:5: X04" in errors(root)
    code, out, err = straightup(root, "build", "--keep-going", *AT)
    assert code == 3
    assert KEY not in out + err
    files = read_back(root / "site")
    assert [name for name, data in files.items() if KEY.encode() in data or name.endswith("trace.txt")] == []
    assert "We are issuing a new one. log" in files[f"{PAGE}/index.html"].decode()


def test_links_that_are_none_to_a_file_stay_as_they_are(tmp_path: Path) -> None:
    links = (
        "../../guide/",
        "#u20261103T1448",
        "/x.png",
        "https://x.example/a.png",
        f"{NAME}.md",
        "../../feed.xml",
        "v1.2",
    )
    root = site(tmp_path, *(f"[one](<{link}>)" for link in links))
    assert errors(root) == []
    html = built(root)[f"{PAGE}/index.html"].decode()
    for link in links:
        assert f'href="{link}"' in html or link.startswith(NAME)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("![a](wait.png)", ["wait.png"]),
        ("[a]( <the wait.png> 'title')", ["the wait.png"]),
        ("[a](./x/../wait.png?raw=1#y)", ["wait.png"]),
        ("[a](wait\\_one.png) [b](a&amp;b.png) [c](a%26b.png)", ["wait_one.png", "a&b.png", "a&b.png"]),
        ("[a](wait_(one).png)", ["wait_(one).png"]),
        ("[a][x]\n\n[x]: wait.png", ["wait.png"]),
        ("`[a](wait.png)`", []),
        ("\n\n```\n[a](wait.png)\n```", []),
        ("<!-- [a](wait.png) -->", []),
    ],
)
def test_links_are_found_as_github_reads_them(text: str, paths: list[str]) -> None:
    document = read("incidents/a.md", report().replace("We are issuing a new one.", text)).document
    assert [link.path for link in file_links(document)] == paths


PARTS = (
    "[a](",
    "![b](",
    ")",
    "(",
    "]",
    "[",
    "<",
    ">",
    "`",
    "*",
    "\\",
    " ",
    "\n",
    "- ",
    "> ",
    "[x]: ",
    "\n\n[x]: ",
    "[x]",
)
NAMES = ("wait.png", "log.txt", "the wait.png", "é.pdf", "./", "x/", "%20", "&amp;", "'t'", "#a", "?b")
WORDS = st.sampled_from(PARTS + NAMES)


@given(st.lists(WORDS, max_size=12).map("".join))
def test_no_link_to_a_file_is_rendered_that_the_check_has_not_seen(text: str) -> None:
    seen = {link.path for link in file_links(read("incidents/a.md", report(f"\n\n{text}")).document)}
    rendered: list[str] = []

    def link_of(link: str) -> str:
        path = file_named(link)
        rendered.extend([path] if path else [])
        return link

    render(f"We are issuing a new one. \n\n{text}", link_of)
    assert set(rendered) <= seen, (text, rendered, seen)


def test_a_log_as_large_as_it_may_be_is_looked_through_to_its_end_in_a_moment(tmp_path: Path) -> None:
    root = site(tmp_path, "[log](trace.txt)")
    log = root / "incidents" / "trace.txt"
    log.write_text("a@a://" * 1_700_000 + f"\nkey {KEY}\n", encoding="utf-8")
    begun = time.process_time()
    assert "incidents/trace.txt:2:5: X04" in errors(root)
    assert time.process_time() - begun < 10
