"""What stands at the root for hosts and programs, and what becomes of a file of the user's own with that name."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.root_files import root_files
from straightup.site.assemble import assemble
from support.commands import straightup
from support.reports import utc
from support.sites import COLOURED, draw
from support.situations import FIRST, SETTINGS, cards

SITE = assemble([cards(FIRST)], SETTINGS, utc(15))


def made(path: str = "") -> dict[str, str]:
    site = replace(SITE, settings=replace(SETTINGS, path=path))
    return {name: data.decode() for name, data in root_files(site, Words(language("en"), utc(15))).items()}


def headers(path: str) -> Counter[str]:
    """The names of the headers that a host sends with `path`, and how often it is told of each."""
    found: Counter[str] = Counter()
    matches = False
    for line in made()["_headers"].splitlines():
        if not line.startswith(" "):
            pattern = re.sub(r":\w+", "[^/]+", re.escape(line).replace(r"\*", ".*"))
            matches = re.fullmatch(pattern, path) is not None
        elif matches:
            found[line.strip().partition(":")[0]] += 1
    return found


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/index.md", "/history/", "/incidents/2026-11-03-cards/", "/incidents/2026-11-03-cards/feed.xml"),
        *("/feed.xml", "/atom.xml", "/feed.json", "/calendar.ics", "/metrics.txt", "/api/v2/summary.json"),
        *("/embed/", "/assets/straightup/now.json", "/assets/stylesheets/main.1.css", "/components/a/badge.svg"),
    ],
)
def test_no_header_is_given_twice_for_one_path(path: str) -> None:
    assert [name for name, times in headers(path).items() if times > 1] == []


def test_pages_can_be_framed_only_by_their_own_site_but_for_the_line_for_other_pages() -> None:
    for path in ("/", "/history/", "/subscribe/", "/incidents/2026-11-03-cards/", "/components/api/"):
        assert headers(path)["Content-Security-Policy"] == 1
    assert headers("/embed/")["Content-Security-Policy"] == 0
    for path in ("/api/v2/summary.json", "/feed.json", "/assets/straightup/now.json"):
        assert headers(path)["Access-Control-Allow-Origin"] == 1


def test_a_status_section_leaves_the_root_of_a_documentation_alone() -> None:
    found = made(path="status/")
    assert set(found) == {".nojekyll", "_headers", "status/llms.txt"}
    assert all(line.startswith(("/status/", "/assets/straightup/", " ")) for line in found["_headers"].splitlines())


def test_texts_are_listed_by_their_titles() -> None:
    assert made()["llms.txt"].endswith(
        "- [Nobody can pay by card](https://status.example.com/incidents/2026-11-03-cards/index.md): Investigating\n"
    )
    assert "Sitemap: https://status.example.com/sitemap.xml\n" in made()["robots.txt"]


def test_a_file_of_the_users_own_stays_and_they_are_told_what_ours_would_say(tmp_path: Path) -> None:
    own = "/*\n  X-Content-Type-Options: nosniff\n  X-Robots-Tag: noindex\n"
    draw(tmp_path, {"mkdocs.yml": COLOURED, "incidents/_headers": own, "incidents/about.md": "# About\n"})
    code, out, err = straightup(tmp_path, "build")
    assert code == 0, out + err
    assert (tmp_path / "site/_headers").read_text("utf-8") == own
    assert "note: incidents/_headers is yours and stays as it is. Ours would say as well:\n" in err
    assert "  Access-Control-Allow-Origin: *\n" in err
    assert "  X-Content-Type-Options: nosniff\n" not in err
    assert (tmp_path / "site/.nojekyll").read_bytes() == b""
    assert (tmp_path / "site/index.md").read_text("utf-8").startswith("# Everything works.\n")
