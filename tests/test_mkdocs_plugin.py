"""Whole sites, drawn as trees, built by MkDocs for real, and read back."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from straightup.building import mkdocs_runner, plan
from straightup.building.fitting import Place, find_present, fit, material
from straightup.building.fitting.preview import link_preview, with_state_icon
from straightup.building.plan import Edition
from straightup.building.slots import BODY, cut, page_classes, press
from straightup.checking.own_files import judged
from straightup.disk import project
from straightup.disk.own_files import own_files
from straightup.disk.project import Project
from straightup.disk.swap import staged
from straightup.disk.themes import shell_folders
from straightup.model.errors import ConfigurationError
from straightup.model.findings import Misread
from straightup.outputs.pages.page import Page
from straightup.site.reserved import Ours
from support.sites import draw, read_back

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MARK = BODY.partition("body")[0]
MATERIAL_TABS = shell_folders(())[0] / "partials" / "tabs.html"
MATERIAL = "theme: {name: material, font: false}\n"
CONFIG = f"site_name: Shop & Co\nsite_url: https://s.example/x/\n{MATERIAL}plugins: [search, straightup]\n"
INCIDENT = """---
title: Search is slow
components: {search: degraded}
started: 2026-11-03 14:05 UTC
---

## Impact
Results take 20 seconds.
"""
ODD_TITLE = """Search <is> "slow" & it's late"""


@pytest.fixture(autouse=True)
def _a_quiet_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def page(url: str, kind: str, title: str = "", body: str = "") -> Page:
    return Page(
        kind=kind,
        url=url,
        title=title or f"Title of {url}",
        description=f"What {url} “says” & <means>.",
        body=body or f"<h1>{escape(title or url)}</h1>",
        incident=url.split("/")[1] if kind == "incident" else "",
        in_navigation={"": 1, "history/": 2}.get(url, 0),
        updated="2026-11-03",
        label="" if url else "Now",
    )


EDITION = Edition(
    pages=(
        page("", "now", "Search <is> slow"),
        page("history/", "history", "History"),
        page("history/2026/", "history"),
        page("history/2025/", "history"),
        page("incidents/2026-11-03-a/", "incident", ODD_TITLE),
        page("incidents/2026-11-04-b/", "incident"),
        page("patterns/", "patterns", "Patterns"),
    ),
    files={"feed.xml": b"<rss/>", "api/v2/status.json": b"{}"},
)
OUR_FILES = [*(f"{each.url}index.html" for each in EDITION.pages), *EDITION.files]


def build(root: Path, tree: Mapping[str, str], edition: Edition = EDITION, *, strict: bool = True) -> dict[str, bytes]:
    """Everything published, by path. MkDocs has nothing to warn about."""
    site = project.load(draw(root, tree))
    with staged(site.site_dir) as staging:
        assert mkdocs_runner.build(site, beside(site, edition), staging, now=NOW, strict=strict).warnings == ()
    return read_back(site.site_dir)


def beside(site: Project, edition: Edition = EDITION) -> Edition:
    """The edition with the files that the site has beside its reports."""
    ours = Ours(site.mount, (each.incident for each in edition.pages if each.incident), ())
    return replace(edition, own=judged(own_files(site), ours))


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def links(html: bytes) -> list[tuple[str, str, str]]:
    """(class, address, words) of each link in the navigation of a page."""
    link = r'<a href="([^"]*)" class="(md-nav__link[^"]*)">\s*<span class="md-ellipsis">\s*([^<]*?)\s*</span>'
    found = re.findall(link, html.decode())
    return [(classes, address, words) for address, classes, words in found]


def test_a_site_needs_no_docs_folder(tmp_path: Path) -> None:
    files = build(tmp_path, {"mkdocs.yml": CONFIG})
    assert set(OUR_FILES) <= set(files)
    assert [name for name in files if name.endswith(".html") and name not in OUR_FILES] == ["404.html"]
    assert files["feed.xml"] == b"<rss/>"


def test_every_page_has_its_own_texts_and_address(tmp_path: Path) -> None:
    html = build(tmp_path, {"mkdocs.yml": CONFIG})["incidents/2026-11-03-a/index.html"].decode()
    assert "<title>Search &lt;is&gt; &quot;slow&quot; &amp; it&#x27;s late - Shop & Co</title>" in html
    assert f"<h1>{escape(ODD_TITLE)}</h1>" in html
    assert '<link rel="canonical" href="https://s.example/x/incidents/2026-11-03-a/">' in html
    assert 'name="description" content="What incidents/2026-11-03-a/ “says” &amp; &lt;means&gt;."' in html
    assert re.search(r'href="\.\./\.\./assets/straightup/site-\w+\.css"', html)
    assert '<link rel="alternate" type="application/rss+xml" title="Shop &amp; Co" href="../../feed.xml">' in html
    assert '<a href="#straightup" class="md-skip">' in html
    assert 'id="straightup"' in html


def test_a_pressed_page_is_what_mkdocs_itself_would_have_made_fitted_for_publishing(tmp_path: Path) -> None:
    nav = "nav: [{Now: index.md}, {History: history/index.md}, other.md]\n"
    other = "# Other\n\nText.\n"
    # With a header of the user's own, as the one of the status pages is none of MkDocs' making.
    own = {"mine/partials/tabs.html": MATERIAL_TABS.read_text(encoding="utf-8")}
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine") + nav
    pressed = build(tmp_path / "ours", {"mkdocs.yml": config, "docs/other.md": other, **own})
    # The same pages as ordinary ones: our template, the front matter of an archetype, and the real texts.
    hook = """
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url
def on_page_content(html, page, **_):
    if page.meta.get("template"):
        page.toc = TableOfContents([AnchorLink("", "straightup", 1)])
        return page.meta["body"]
def on_page_context(context, page, nav, **_):
    first, second, _ = nav.pages
    first.active = page is first
    second.active = page is second or page.url.startswith(("history/", "incidents/"))
def on_post_page(output, page, config):
    link = get_relative_url("feed.xml", page.url)
    title = "Shop &amp; Co"
    line = f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{link}">'
    return output.replace("</head>", line + "\\n  </head>", 1)
"""
    theme = f"theme: {{name: material, font: false, custom_dir: {json.dumps(str(project.theme_folder()))}}}\n"
    config = CONFIG.replace(MATERIAL, theme).replace(", straightup", "")
    config += nav + "hooks: [hook.py]\nnot_in_nav: |\n  /incidents/\n  /history/*/\n  /patterns/\n"
    tree = {"mkdocs.yml": config, "hook.py": hook, "docs/other.md": other}
    for each in EDITION.pages:
        front = {
            "template": "straightup/shell.html",
            "title": escape(each.title),
            "description": escape(each.description),
            "hide": ["toc"],
            "search": {"exclude": True},
            "body": each.body,
        }
        tree[f"docs/{each.url}index.md"] = f"---\n{json.dumps(front)}\n---\n"
    configured = load_config(str(draw(tmp_path / "theirs", tree)))
    mkdocs_build(configured)
    rendered = read_back(tmp_path / "theirs" / "site")
    # The user's own page is Material's, but for what it got to be readable to everybody.
    mended, _ = material.mended(rendered["other/index.html"].decode())
    sheet = '<link rel="stylesheet" href="../assets/straightup/theme.css">\n  '
    link = '<link rel="alternate"'
    assert pressed["other/index.html"].decode() == mended.replace(link, f"{sheet}{link}")
    site = "https://s.example/x/"
    places = [
        Place(address=site + each.url, site=site, root="../" * each.url.count("/"), read=rendered.get)
        for each in EDITION.pages
    ]
    theirs = [rendered[f"{each.url}index.html"].decode() for each in EDITION.pages]
    known = find_present(zip(theirs, places, strict=True), [])
    for each, place, html in zip(EDITION.pages, places, theirs, strict=True):
        (members,) = page_classes([each])
        with_icon = with_state_icon(html, place, "operational")
        preview = cut(link_preview(with_icon, place, "Shop & Co", article=each.kind == "incident"))
        fitted = fit(with_icon, place, known, head=press(preview, members.values(each, state="operational")))
        assert pressed[f"{each.url}index.html"].decode() == fitted.html, each.url
        assert fitted.files.items() <= pressed.items()


def test_the_users_own_pages_are_not_fitted(tmp_path: Path) -> None:
    fonts = CONFIG.replace(", font: false", "")
    files = build(tmp_path, {"mkdocs.yml": fonts, "docs/guide.md": "# Guide\n"})
    theirs, ours = files["guide/index.html"].decode(), files["index.html"].decode()
    assert "fonts.googleapis.com" in theirs
    assert "<script>__md_scope" in theirs
    assert "Content-Security-Policy" not in theirs
    assert "fonts." not in ours
    assert ours.count("<meta http-equiv") == 1
    assert re.findall(r"<script(?![^>]*(?: src=|json))|<style|\sstyle=|\son\w+=", ours) == []
    assert len(re.findall(r'<link[^>]*rel="stylesheet"', ours)) == 1


def test_shells_that_are_the_same_share_their_files(tmp_path: Path) -> None:
    files = build(tmp_path, {"mkdocs.yml": CONFIG})
    assert len([name for name in files if re.search(r"/site-\w+\.css$", name)]) == 1
    # One for each depth: the theme writes where the site begins into it.
    assert len([name for name in files if re.search(r"/page-\w+\.js$", name)]) == 3


def test_the_servers_own_script_and_instant_pages_of_the_users_are_not_refused(tmp_path: Path) -> None:
    instant = CONFIG.replace("font: false", "font: false, features: [navigation.instant]")
    other = {"docs/guide.md": "# Guide\n"}
    served = CONFIG.replace("https://s.example/x/", "http://127.0.0.1:8000/x/")
    assert b"Content-Security-Policy" not in build(tmp_path / "a", {"mkdocs.yml": served})["index.html"]
    assert b"Content-Security-Policy" not in build(tmp_path / "b", {"mkdocs.yml": instant, **other})["index.html"]
    assert b"Content-Security-Policy" in build(tmp_path / "c", {"mkdocs.yml": instant})["index.html"]


NOT_FOUND = page("", "not_found", "There is no page here", '<a href="/x/history/">History</a>')
WITH_NOT_FOUND = replace(EDITION, not_found=NOT_FOUND, state="degraded", state_words={"degraded": "Slow"})


def test_an_address_that_does_not_exist_gets_a_page_of_ours_with_absolute_addresses(tmp_path: Path) -> None:
    files = build(tmp_path, {"mkdocs.yml": CONFIG}, WITH_NOT_FOUND)
    html = files["404.html"].decode()
    assert "<title>There is no page here - Shop &amp; Co</title>" in html.replace("Shop & Co", "Shop &amp; Co")
    assert NOT_FOUND.body in html
    assert "Content-Security-Policy" in html
    assert "og:" not in html
    assert [link for link in re.findall(r'(?:href|src)="([^"]*)"', html) if not re.match("/x/|https:|#", link)] == []
    assert {"/x/assets/straightup/state/degraded.svg", "/x/feed.xml"} <= set(re.findall('href="([^"]*)"', html))
    assert re.findall('(?:href|src)="/x/(assets/straightup/[^"]*)"', html)
    assert set(re.findall('(?:href|src)="/x/(assets/straightup/[^"]*)"', html)) <= set(files)


def test_beside_documentation_or_with_one_of_the_users_own_the_other_404_stays(tmp_path: Path) -> None:
    beside = build(tmp_path / "a", {"mkdocs.yml": CONFIG, "docs/index.md": "# Welcome\n"})["404.html"].decode()
    assert "<h1>404 - Not found</h1>" in beside
    assert "Content-Security-Policy" not in beside
    mine = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    tree = {"mkdocs.yml": mine, "mine/404.html": "Ours is nicer.\n"}
    assert build(tmp_path / "b", tree, WITH_NOT_FOUND)["404.html"] == b"Ours is nicer."


def test_each_page_has_the_picture_of_its_state_and_the_tab_that_of_the_site(tmp_path: Path) -> None:
    down, *rest = EDITION.pages
    pages = (down, *(replace(each, state="major-outage") if each.kind == "incident" else each for each in rest))
    words = {"degraded": "Slow", "major-outage": "Down & out"}
    files = build(tmp_path, {"mkdocs.yml": CONFIG}, replace(WITH_NOT_FOUND, pages=pages, state_words=words))

    def shown(name: str) -> list[str]:
        html = files[name].decode()
        picture = re.findall(r'<meta property="og:image(?:|:alt)" content="([^"]*)">', html)
        return [*picture, *re.findall(r'type="image/svg\+xml" href="([^"]*)"', html)]

    cards = "https://s.example/x/assets/straightup/cards"
    assert shown("index.html") == [f"{cards}/degraded.png", "Slow", "assets/straightup/state/degraded.svg"]
    assert shown("incidents/2026-11-03-a/index.html") == [
        f"{cards}/major-outage.png",
        "Down &amp; out",
        "../../assets/straightup/state/degraded.svg",
    ]
    published = {"assets/straightup/cards/degraded.png", "assets/straightup/cards/major-outage.png"}
    assert {*published, "assets/straightup/state/degraded.svg", "assets/straightup/state/degraded.png"} <= set(files)


def test_no_archetype_is_left_anywhere(tmp_path: Path) -> None:
    files = build(tmp_path, {"mkdocs.yml": CONFIG, "docs/guide.md": "# Guide\n\nWords.\n"})
    assert [name for name, data in files.items() if MARK in name or MARK.encode() in data] == []
    assert all((tmp_path / "site" / name).parent.is_dir() for name in files)
    assert [
        str(folder) for folder in (tmp_path / "site").rglob("*") if folder.is_dir() and not any(folder.iterdir())
    ] == []
    index = json.loads(files["search/search_index.json"])
    assert {entry["location"].partition("#")[0] for entry in index["docs"]} == {"guide/"}


def test_the_sitemap_lists_the_pressed_pages_and_the_users(tmp_path: Path) -> None:
    files = build(tmp_path, {"mkdocs.yml": CONFIG, "docs/guide.md": "# Guide\n"})
    sitemap = files["sitemap.xml"].decode()
    addresses = re.findall("<loc>(.*)</loc>\n *<lastmod>(.*)</lastmod>", sitemap)
    expected = [(f"https://s.example/x/{each.url}", "2026-11-03") for each in EDITION.pages]
    assert addresses == [*expected, ("https://s.example/x/guide/", "2026-11-20")]
    assert gzip.decompress(files["sitemap.xml.gz"]).decode() == sitemap


def test_two_builds_with_one_plugin_are_the_same_bytes(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/guide.md": "# Guide\n", "incidents/2026-11-03-a.md": INCIDENT})
    config = load_config(str(tmp_path / "mkdocs.yml"))
    loaded = project.load(tmp_path / "mkdocs.yml")
    config.plugins["straightup"].supplied = (loaded, beside(loaded))  # type: ignore[attr-defined] # MkDocs knows no plugin's own class
    mkdocs_build(config)
    first = read_back(tmp_path / "site")
    mkdocs_build(config)
    assert read_back(tmp_path / "site") == first
    assert set(OUR_FILES) <= set(first)


def test_without_a_nav_now_and_history_come_first(tmp_path: Path) -> None:
    files = build(tmp_path, {"mkdocs.yml": CONFIG, "docs/guide.md": "# Guide\n", "docs/a/b.md": "# B\n"})
    assert [link[1:] for link in links(files["guide/index.html"])] == [
        ("..", "Now"), ("../history/", "History"), ("./", "Guide"), ("../a/b/", "B"),
    ]  # fmt: skip
    assert [link[1:] for link in links(files["incidents/2026-11-03-a/index.html"])] == [
        ("../..", "Now"), ("../../history/", "History"), ("../../guide/", "Guide"), ("../../a/b/", "B"),
    ]  # fmt: skip


def test_a_nav_that_names_none_of_our_pages_gets_now_and_history_in_front(tmp_path: Path) -> None:
    tree = {"mkdocs.yml": CONFIG + "nav: [guide.md]\n", "docs/guide.md": "# Guide\n"}
    assert [link[2] for link in links(build(tmp_path, tree)["guide/index.html"])] == ["Now", "History", "Guide"]


def test_a_nav_that_names_our_pages_is_kept_as_it_is(tmp_path: Path) -> None:
    nav = "nav: [guide.md, {Our word: patterns/index.md}, index.md, {More: [history/index.md]}]\n"
    files = build(tmp_path, {"mkdocs.yml": CONFIG + nav, "docs/guide.md": "# Guide\n"})
    names = ["Guide", "Our word", "Now", "History"]
    assert [link[2] for link in links(files["guide/index.html"])] == names
    assert [link[2] for link in links(files["patterns/index.html"]) if "--active" in link[0]] == ["Our word"]


def test_beside_documentation_the_status_pages_are_under_status(tmp_path: Path) -> None:
    tree = {"mkdocs.yml": CONFIG, "docs/index.md": "# Welcome\n\n[State](status/index.md)\n", "docs/z.md": "# Z\n"}
    files = build(tmp_path, tree)
    assert {f"status/{name}" for name in OUR_FILES} <= set(files)
    assert "Welcome" in files["index.html"].decode()
    assert '<a href="status/">State</a>' in files["index.html"].decode()
    assert 'type="application/rss+xml" title="Shop &amp; Co" href="status/feed.xml"' in files["index.html"].decode()
    # The user's own pages come first.
    assert [link[1:] for link in links(files["status/history/index.html"])][:4] == [
        ("../..", "Welcome"), ("../../z/", "Z"), ("../", "Now"), ("./", "History"),
    ]  # fmt: skip


def test_with_the_incidents_as_docs_folder_no_incident_file_is_published_as_it_is(tmp_path: Path) -> None:
    tree = {
        "mkdocs.yml": CONFIG + "docs_dir: incidents\n",
        "incidents/2026-11-03-a.md": INCIDENT,
        "incidents/2026/2026-11-04-b.MD": INCIDENT,
        "incidents/about.md": "# About us\n",
        "secret": "secret",
    }
    draw(tmp_path, tree)
    (tmp_path / "incidents" / "2026-11-05-c.md").symlink_to(tmp_path / "secret")
    files = build(tmp_path, tree)
    assert [name for name in files if name.lower().endswith(".md")] == []
    assert [name for name in files if name.endswith(".html") and name not in OUR_FILES] == [
        "404.html",
        "about/index.html",
    ]
    assert [name for name, data in files.items() if data == b"secret"] == []
    assert [link[2] for link in links(files["index.html"])] == ["Now", "History", "About us"]


def test_incident_files_inside_a_docs_folder_are_taken_out_too(tmp_path: Path) -> None:
    tree = {
        "mkdocs.yml": CONFIG.replace("straightup]", "straightup: {incidents_dir: docs/reports}]"),
        "docs/index.md": "# Welcome\n",
        "docs/reports/2026-11-03-a.md": INCIDENT,
    }
    files = build(tmp_path, tree)
    assert not any(name.startswith("reports/") for name in files)
    assert "status/incidents/2026-11-03-a/index.html" in files


@pytest.mark.parametrize(("config", "name"), [
    (CONFIG.replace("straightup]", "straightup: {path: ''}]"), "docs/index.md"),
    (CONFIG + "docs_dir: incidents\n", "incidents/README.md"),
    (CONFIG, "docs/patterns.md"),
])  # fmt: skip
def test_a_page_of_the_users_at_an_address_of_ours_gives_way(tmp_path: Path, config: str, name: str) -> None:
    tree = {"mkdocs.yml": config, name: "# Mine of all\n"}
    (fault,) = [own.fault for own in beside(project.load(draw(tmp_path, tree))).own]
    assert fault is not None
    assert fault.rule is Misread.ADDRESS_TAKEN
    excluded = {**tree, "mkdocs.yml": f"{config}exclude_docs: {Path(name).name}\n"}
    assert beside(project.load(draw(tmp_path / "excluded", excluded))).own == ()
    for files in (build(tmp_path, tree), build(tmp_path / "excluded", excluded)):
        assert set(OUR_FILES) <= {path.removeprefix("status/") for path in files}
        assert [path for path, data in files.items() if b"Mine of all" in data] == []


def test_history_and_incident_pages_light_up_history_and_what_belongs_to_no_tab_lights_up_none(tmp_path: Path) -> None:
    tabs = CONFIG.replace("font: false", "font: false, features: [navigation.tabs]")
    files = build(tmp_path, {"mkdocs.yml": tabs, "docs/guide.md": "# Guide\n"})
    active = {
        name: re.findall(r'<a href="[^"]*" aria-current="page">(\S+)</a>', data.decode())
        for name, data in files.items()
        if name.endswith(".html")
    }
    assert active == {
        "404.html": [],
        "guide/index.html": [],
        "index.html": ["Now"],
        "history/index.html": ["History"],
        "history/2025/index.html": ["History"],
        "history/2026/index.html": ["History"],
        "incidents/2026-11-03-a/index.html": ["History"],
        "incidents/2026-11-04-b/index.html": ["History"],
        "patterns/index.html": [],
    }


def test_with_tabs_both_sidebars_go_and_without_only_the_table_of_contents(tmp_path: Path) -> None:
    def hidden(html: bytes) -> list[str]:
        return re.findall(r'data-md-type="(\w+)" hidden', html.decode())

    mounted = CONFIG.replace("straightup]", "{straightup: {path: status}}]")
    tabs = mounted.replace("font: false", "font: false, features: [navigation.tabs]")
    assert hidden(build(tmp_path / "a", {"mkdocs.yml": tabs})["status/index.html"]) == ["navigation", "toc"]
    assert hidden(build(tmp_path / "b", {"mkdocs.yml": mounted})["status/index.html"]) == ["toc"]


def test_a_site_that_is_all_status_pages_has_its_own_header_and_one_that_is_not_keeps_the_users(tmp_path: Path) -> None:
    def has_ours(name: str, config: str, **own: str) -> dict[str, bool]:
        files = build(tmp_path / name, {"mkdocs.yml": config, "docs/guide.md": "# Guide\n", **own})
        return {name: b"su-header" in data for name, data in files.items() if name.endswith(".html")}

    everywhere = has_ours("whole", CONFIG)
    assert set(everywhere.values()) == {True}
    assert {"404.html", "guide/index.html", "index.html"} <= set(everywhere)
    assert set(has_ours("part", CONFIG.replace("straightup]", "{straightup: {path: status}}]")).values()) == {False}
    mine = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    main = '{% extends "base.html" %}{% block header %}<header>My own</header>{% endblock %}'
    assert set(has_ours("block", mine, **{"mine/main.html": main}).values()) == {False}
    assert set(has_ours("part of it", mine, **{"mine/partials/footer.html": "<footer>Mine</footer>"}).values()) == {
        False
    }
    other = '{% extends "base.html" %}{% block announce %}Hello{% endblock %}'
    assert set(has_ours("other", mine, **{"mine/main.html": other}).values()) == {True}


@pytest.mark.parametrize(("docs", "edit_uri"), [("docs", "edit/main/docs/"), ("incidents", "edit/main/incidents/")])
def test_the_edit_link_of_an_incident_leads_to_its_file_and_other_pages_have_none(
    tmp_path: Path, docs: str, edit_uri: str
) -> None:
    features = CONFIG.replace("font: false", "font: false, features: [content.action.edit]")
    tree = {
        "mkdocs.yml": f"{features}docs_dir: {docs}\nrepo_url: https://github.com/o/r\nedit_uri: {edit_uri}\n",
        "incidents/2026-11-03-a.md": INCIDENT,
        "incidents/2025/2026-11-04-b.md": INCIDENT,
        f"{docs}/guide.md": "# Guide\n",
    }
    sources = {"2026-11-03-a": "2026-11-03-a.md", "2026-11-04-b": "2025/2026-11-04-b.md"}
    files = build(tmp_path, tree, replace(EDITION, sources=sources))
    edits = {
        name: re.findall(r'<a href="([^"]*)" title="[^"]*" class="md-content__button', data.decode())
        for name, data in files.items()
        if name.endswith(".html")
    }
    assert {name: found for name, found in edits.items() if found} == {
        "guide/index.html": [f"https://github.com/o/r/edit/main/{docs}/guide.md"],
        "incidents/2026-11-03-a/index.html": ["https://github.com/o/r/edit/main/incidents/2026-11-03-a.md"],
        "incidents/2026-11-04-b/index.html": ["https://github.com/o/r/edit/main/incidents/2025/2026-11-04-b.md"],
    }


@pytest.mark.parametrize("working", [".", "incidents", "incidents/2025", "docs"])
def test_an_edition_knows_the_files_of_its_incidents_wherever_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, working: str
) -> None:
    names = ("2026-11-03-a.md", "2025/2026-11-04-b.md", "2025/2026-11-03-a.md", "2025/1/2026-11-05-c.MD")
    drawn = draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/x.md": "", **{f"incidents/{name}": INCIDENT for name in names}})
    monkeypatch.chdir(tmp_path / working)
    edition = plan.prepare(project.load(drawn), now=NOW, keep_going=True)
    # Of two files with one id the first is published, so that is the one to edit.
    assert edition.sources == {
        "2026-11-03-a": "2025/2026-11-03-a.md",
        "2026-11-04-b": "2025/2026-11-04-b.md",
        "2026-11-05-c": "2025/1/2026-11-05-c.MD",
    }
    assert {page.incident for page in edition.pages} == {"", *edition.sources}
    assert [page.url for page in sorted(edition.pages, key=lambda each: each.in_navigation) if page.in_navigation] == [
        "", "history/", "maintenance/", "promises/", "subscribe/",
    ]  # fmt: skip


def test_the_theme_stays_the_users(tmp_path: Path) -> None:
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    banner = '{% extends "base.html" %}{% block announce %}Our banner{% endblock %}\n'
    tree = {"mkdocs.yml": config, "mine/main.html": banner, "mine/assets/straightup/status.css": "/* mine */\n"}
    files = build(tmp_path, tree)
    assert "Our banner" in files["patterns/index.html"].decode()
    assert files["assets/straightup/status.css"] == b"/* mine */\n"


def test_a_template_without_a_place_for_the_text_is_named_and_the_old_site_stays(tmp_path: Path) -> None:
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    before = build(tmp_path, {"mkdocs.yml": config, "mine/x.txt": "x\n"})
    with pytest.raises(ConfigurationError, match="has to contain"):
        build(tmp_path, {"mkdocs.yml": config, "mine/straightup/shell.html": "nothing\n"})
    assert read_back(tmp_path / "site") == before
    with pytest.raises(ConfigurationError, match=r"'index\.md': Encountered unknown tag 'nonsense'"):
        build(tmp_path, {"mkdocs.yml": config, "mine/straightup/shell.html": "{% nonsense %}\n"})
    assert read_back(tmp_path / "site") == before


def test_what_mkdocs_warns_about_is_handed_on(tmp_path: Path) -> None:
    site = project.load(draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/guide.md": "[x](nowhere.md)\n"}))
    (message,) = mkdocs_runner.build(site, beside(site), tmp_path / "out", now=NOW).warnings
    assert "nowhere.md" in message
    with pytest.raises(ConfigurationError, match="nowhere"):
        mkdocs_runner.build(site, beside(site), tmp_path / "out", now=NOW, strict=True)


@pytest.mark.parametrize(
    "tree",
    [
        {"mkdocs.yml": CONFIG + "docs_dir: incidents\n"},
        {"mkdocs.yml": CONFIG, "docs/index.md": "# Docs\n", "docs/x.md": "# X\n"},
        {"mkdocs.yml": CONFIG + "nav: [guide.md]\n", "docs/guide.md": "# Guide\n"},
        {"mkdocs.yml": CONFIG + "use_directory_urls: false\n", "docs/guide.md": "# Guide\n"},
    ],
    ids=["incidents as docs", "docs", "docs with nav", "no folders in addresses"],
)
@pytest.mark.process
def test_mkdocs_build_strict_has_nothing_to_say(tmp_path: Path, tree: dict[str, str]) -> None:
    (tmp_path / "incidents").mkdir()
    draw(tmp_path, tree)
    run = mkdocs(tmp_path, "--strict", "--quiet")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    mount = "status/" if "docs/index.md" in tree else ""
    files = read_back(tmp_path / "site")
    assert f"{mount}history/index.html" in files
    assert [name for name, data in files.items() if MARK in name or MARK.encode() in data] == []


@pytest.mark.process
def test_settings_that_are_wrong_stop_mkdocs_before_it_touches_the_site(tmp_path: Path) -> None:
    draw(
        tmp_path,
        {"mkdocs.yml": CONFIG.replace("straightup]", "straightup: {grcae: 3d}]"), "docs/x.md": "", "site/x": "x"},
    )
    run = mkdocs(tmp_path)
    assert run.returncode == 1
    assert "There is no setting “grcae”. Did you mean “grace”?" in run.stderr
    assert read_back(tmp_path / "site") == {"x": b"x"}


@pytest.mark.process
def test_a_page_at_an_address_of_ours_is_named_by_mkdocs_and_costs_that_page(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/history.md": "# Mine of all\n", "docs/o.md": "# O\n"})
    run = mkdocs(tmp_path)
    assert run.returncode == 0
    assert "docs/history.md:1:1: F31" in run.stderr
    files = read_back(tmp_path / "site")
    assert b"Mine of all" not in files["history/index.html"]
    assert "o/index.html" in files
    assert mkdocs(tmp_path, "--strict").returncode == 1


def test_a_theme_link_that_became_a_text_file_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (project.theme_folder() / "straightup" / "shell.html").is_file()
    module = tmp_path / "src" / "straightup" / "disk" / "project.py"
    draw(tmp_path, {"src/straightup/theme": "../../theme", "theme/straightup/shell.html": ""})
    monkeypatch.setattr(project, "__file__", os.fspath(module))
    assert project.theme_folder() == tmp_path / "theme"


@pytest.mark.parametrize("name", ["feed.xml", "history/index.html", "incidents/2026-11-03-a/index.html"])
def test_a_file_of_the_users_at_an_address_of_ours_is_reported_and_gives_way(tmp_path: Path, name: str) -> None:
    tree = {"mkdocs.yml": CONFIG, "docs/other.md": "# Other\n", f"docs/{name}": "mine"}
    (fault,) = [own.fault for own in beside(project.load(draw(tmp_path, tree))).own if own.path == name]
    assert fault is not None
    assert fault.rule is Misread.ADDRESS_TAKEN
    assert build(tmp_path, tree)[name] != b"mine"
    excluded = {**tree, "mkdocs.yml": CONFIG + f"exclude_docs: |\n  /{name}\n"}
    assert build(tmp_path / "excluded", excluded)[name] != b"mine"


def test_a_language_of_the_users_is_read_and_not_published(tmp_path: Path) -> None:
    theme = "theme: {name: material, font: false, custom_dir: mine}\n"
    tree = {"mkdocs.yml": CONFIG.replace(MATERIAL, theme), "docs/o.md": "# O\n", "mine/straightup/languages/de.po": ""}
    assert not [path for path in build(tmp_path, tree) if path.endswith(".po")]


def test_the_language_of_the_status_pages_is_the_themes_too(tmp_path: Path) -> None:
    config = CONFIG.replace("straightup]", "straightup: {language: de}]")
    tree = {"mkdocs.yml": config, "docs/o.md": "# O\n"}
    assert '<html lang="de"' in build(tmp_path, tree)["index.html"].decode()


def test_where_pages_are_put_into_one_another_the_users_own_have_our_script_already(tmp_path: Path) -> None:
    plain = {"mkdocs.yml": CONFIG, "docs/other.md": "# Other\n"}
    assert b"status.js" not in build(tmp_path / "plain", plain)["other/index.html"]
    theme = "theme: {name: material, font: false, features: [navigation.instant]}\n"
    instant = {**plain, "mkdocs.yml": CONFIG.replace(MATERIAL, theme)}
    assert b'src="../assets/straightup/status.js" defer' in build(tmp_path / "instant", instant)["other/index.html"]
