"""A shell, fitted for publishing: what moves, what goes, and that nothing else changes."""

import hashlib
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from straightup.building.fitting import POLICY, Fitted, Place, Present, find_present, fit, material
from straightup.building.fitting.css import split
from straightup.building.fitting.device import Palette, Palettes
from straightup.building.fitting.preview import link_preview, with_state_icon
from straightup.building.fitting.sheets import Sheet, join, joinable, rebased
from straightup.building.slots import BODY, DESCRIPTION, STATE, STATE_WORDS, TITLE, cut
from support.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SITE = "https://s.example/x/"
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
SCRIPT = re.compile(r'<script defer src="([^"]*)"></script>')
TEMPLATES = Path(pytest.importorskip("material").__file__).parent / "templates"


def place(files: Mapping[str, str] | None = None, url: str = "incidents/a/", root: str | None = None) -> Place:
    texts = files or {}

    def read(path: str) -> bytes | None:
        return texts[path].encode() if path in texts else None

    return Place(address=SITE + url, site=SITE, root="../" * url.count("/") if root is None else root, read=read)


def fitted(html: str, files: Mapping[str, str] | None = None, *, policy: bool = False, url: str = "a/b/") -> Fitted:
    return fit(html, place(files, url), Present(), policy=policy)


def css_of(page: Fitted) -> str:
    (name,) = [name for name in page.files if name.endswith(".css")]
    return page.files[name].decode()


def rules_of(text: str) -> list[str]:
    return [str(rule) for rule in split(text) or () if rule.prelude != '@charset "utf-8"']


def bundle(*sheets: Sheet, present: Present | None = None, palettes: Palettes | None = None) -> list[str]:
    return rules_of(join(sheets, "assets/straightup", present or Present(), palettes))


# The page


def test_a_page_without_anything_to_fit_keeps_every_byte() -> None:
    html = (
        f"<!DOCTYPE html><HTML lang=en>\r\n<head><title>{TITLE} – ü</title><!-- <script>x()</script> -->\n<meta\n "
        f"charset='utf-8' ><link rel=canonical href='{SITE}'></head>"
        f"<body  class = a>{BODY}<p>1 < 2 &amp; &nope; <b>x</p>"
        '<script type="application/json" id=c>{"a": "</b>"}</script><br/><svg><path d="M0 0"/></svg></body></HTML>\n'
    )
    page = fitted(html)
    assert (page.html, page.files) == (html, {})


def test_the_policy_comes_directly_behind_the_character_set() -> None:
    page = fitted('<head><meta charset="utf-8"><script src="a.js"></script></head><body></body>', policy=True)
    assert re.findall(r"<(\w+)", page.html)[:4] == ["head", "meta", "meta", "script"]
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in page.html
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    without = fitted("<html><head><title>x</title></head><body></body></html>", policy=True)
    assert re.findall(r"<(\w+)", without.html)[:4] == ["html", "head", "meta", "title"]
    assert "Security-Policy" not in fitted("<head></head>").html


def test_what_asks_another_host_goes_and_what_only_leads_there_stays() -> None:
    stays = (
        '<link rel="canonical" href="https://other.example/"><link rel="me" href="https://other.example/@us">'
        '<link rel="alternate" hreflang="de" href="//other.example/de/">'
    )
    goes = (
        '<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>'
        '<link rel=stylesheet href="https://fonts.googleapis.com/css?family=Roboto:300&amp;display=fallback">'
        '<link rel="preload" as="script" href="//cdn.example/x.js"><script src="https://cdn.example/x.js"></script>'
        '<script async src="//s.example.evil.example/x.js"></script><script type=module src=http://cdn.example/m.js></script>'
    )
    page = fitted(f"<head>{goes}{stays}</head><body><a href='https://other.example'>x</a>{goes}</body>")
    assert page.html == f"<head>{stays}</head><body><a href='https://other.example'>x</a></body>"
    assert page.files == {}
    own = fitted(f'<head><link rel="stylesheet" href="{SITE}a.css"></head>', {"a.css": "a{b:c}"})
    assert rules_of(css_of(own)) == ["a{b:c}"]


def test_slots_survive_and_minified_pages_too() -> None:
    html = (
        f"<!doctype html><html class=no-js><head><meta charset=utf-8><title>{TITLE}</title>"
        f"<link rel=stylesheet href=../../m.css><link rel=stylesheet href=../../n.css?v=1><script>a=1</script>"
        f"<style>.s{{c:d}}</style></head><body data-x={STATE}>{BODY}<script src=../../b.js></script></body></html>"
    )
    page = fitted(html, {"m.css": ".m{a:b}", "n.css": ".n{a:b}"}, policy=True)
    assert cut(page.html).slots == cut(html).slots == (TITLE, STATE, BODY)
    assert rules_of(css_of(page)) == [".m{a:b}", ".n{a:b}", ".s{c:d}"]
    assert page.html.count("<link") == 1
    assert "<style" not in page.html
    assert "<script defer src=../../b.js></script></body></html>" in page.html


# Scripts


def test_scripts_in_the_page_become_one_file_and_all_keep_their_order() -> None:
    html = (
        '<head><script>var one = 1 // said\n</script><script src="lib.js"></script></head>'
        '<body><script>two()</script>x<script type="text/javascript">(function(){three()})()</script>'
        '<script src="end.js" defer></script><script async src="any.js"></script><script>four()</script></body>'
    )
    page = fitted(html)
    order = re.findall(r'<script ([^>]*)src="([^"]*)"([^>]*)>', page.html)
    assert [f"{before}{after}".strip() for before, _, after in order] == [
        "defer",
        "defer",
        "defer",
        "defer",
        "async",
        "defer",
    ]
    said = [
        page.files[address.removeprefix("../../")].decode() if "page-" in address else address
        for _, address, _ in order
    ]
    assert said == [
        "var one = 1 // said\n",
        "lib.js",
        "two()\n;\n(function(){three()})()\n",
        "end.js",
        "any.js",
        "four()\n",
    ]
    assert re.sub(r"<script[^>]*></script>", "", page.html) == "<head></head><body>x</body>"


def test_a_file_is_named_after_what_is_in_it_and_addressed_from_the_page() -> None:
    html = "<head><style>a{b:c}</style></head><body><script>x()</script></body>"
    deep, flat = fitted(html, url="a/b/c/"), fitted(html, url="")
    assert deep.files == flat.files
    for name, data in flat.files.items():
        assert re.fullmatch(rf"assets/straightup/(site|page)-{hashlib.sha256(data).hexdigest()[:10]}\.(css|js)", name)
        assert f'"{name}"' in flat.html
        assert f'"../../../{name}"' in deep.html
    anywhere = fit(html, place(url="404.html", root="/x/"), Present())
    assert all(f'"/x/{name}"' in anywhere.html for name in anywhere.files)
    assert set(fitted(html.replace("x()", "y()")).files) != set(flat.files)


def test_what_is_no_script_to_run_and_what_cannot_move_stays() -> None:
    stays = (
        '<script id="__config" type="application/json">{"base": "."}</script>'
        '<script type="application/ld+json">{}</script><script type="text/template"><b>x</b></script>'
        f'<script type="module">import "./x.js"</script><script>said = "{TITLE}"</script>'
        '<noscript><style>.no{a:b}</style><link rel="stylesheet" href="m.css"></noscript>'
        '<template><script>later()</script></template><p style="color:red" onclick="x()">x</p>'
    )
    page = fitted(f"<body>{stays}</body>", {"a/b/m.css": ""})
    assert (page.html, page.files) == (f"<body>{stays}</body>", {})


def test_a_strict_script_does_not_make_its_neighbours_strict() -> None:
    page = fitted("<script>a()</script><script>/* x */ 'use strict'; b()</script><script>c()</script>")
    assert [page.files[address[6:]].decode() for address in SCRIPT.findall(page.html)] == [
        "a()\n",
        "/* x */ 'use strict'; b()\n",
        "c()\n",
    ]


# Style sheets


def test_all_sheets_are_joined_in_their_order_where_the_first_stood() -> None:
    html = (
        '<head><link rel="stylesheet" href="../../m.css"><i></i><style>.two{a:b}</style>'
        '<link href="../../p.css" media="print" rel="stylesheet">'
        '<link rel="stylesheet" media="ALL" href="/x/d/q.css"></head>'
    )
    files = {
        "m.css": '@charset "UTF-8";.one{a:b} /* no } */ @media print{.x{y:"}"}}\n/*# sourceMappingURL=m.map */',
        "p.css": ".three{a:b}",
        "d/q.css": ".four{background:url(i.png)}",
    }
    page = fitted(html, files)
    assert re.fullmatch(r'<head><link rel="stylesheet" href="[^"]*"><i></i></head>', page.html)
    assert rules_of(css_of(page)) == [
        ".one{a:b}",
        '@media print{.x{y:"}"}}',
        ".two{a:b}",
        "@media print{.three{a:b}}",
        '.four{background:url("../../d/i.png")}',
    ]
    assert css_of(page).startswith('@charset "utf-8";\n')


def test_a_sheet_that_cannot_be_joined_stays_and_the_later_one_still_wins() -> None:
    links = [f'<link rel="stylesheet" href="{name}.css">' for name in ("one", "gone", "two", "broken", "three", "four")]
    files = {"one": "a{b:c}", "two": "a{b:d}", "broken": "a{b:e", "three": "a{b:f}", "four": '@import "g.css";a{b:h}'}
    page = fit("".join(links), place({f"{name}.css": css for name, css in files.items()}, url=""), Present())
    said = [rules_of(page.files[href].decode()) if href in page.files else href for href in SHEET.findall(page.html)]
    assert said == [
        ["a{b:c}"], "gone.css", ["a{b:d}"], "broken.css", ["a{b:f}"], ['@import "../../g.css";', "a{b:h}"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "css",
    [
        "a{b:c",
        "a{b:c}}",
        'a{b:"c}',
        "a{b:c}/* open",
        "a{b:(c}",
        "a[b{c:d}",
        "a:b; c{d:e}",
        "@namespace url(x);a{b:c}",
        "words",
    ],
)
def test_a_sheet_whose_rules_cannot_be_told_apart_is_not_joined(css: str) -> None:
    assert not joinable(Sheet(css, ""), first=False)


def test_rules_are_told_apart_by_what_css_means_and_not_by_what_it_looks_like() -> None:
    css = (
        'a[b="}"]{c:"{;" ;d:url(data:x;y,{z})}/* } */.e\\{f{g:h}@media (min-width:1px){i{j:k}l{m:n}}'
        "@font-face{o:p}@layer q,r;s:is(t,u)::after{content:'\\'}'}"
    )
    assert [rule.prelude for rule in split(css) or ()] == [
        'a[b="}"]', ".e\\{f", "@media (min-width:1px)", "@font-face", "@layer q,r", "s:is(t,u)::after",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("url(i.png)", 'url("../stylesheets/i.png")'),
        ("url( 'sub/a b.png?x#y' )", 'url("../stylesheets/sub/a b.png?x#y")'),
        ('URL("../fonts/f.woff2")', 'URL("../fonts/f.woff2")'),
        ("url(../straightup/x.svg)", 'url("x.svg")'),
        ("url(/abs.png)", "url(/abs.png)"),
        ("url(#mask)", "url(#mask)"),
        ("url(data:image/svg+xml;base64,AA)", "url(data:image/svg+xml;base64,AA)"),
        ("url(https://o.example/x.png)", "url(https://o.example/x.png)"),
        ('"url(i.png)" /* url(i.png) */', '"url(i.png)" /* url(i.png) */'),
        ("url(\"data:image/svg+xml,<svg fill='url(i.png)'>\")", "url(\"data:image/svg+xml,<svg fill='url(i.png)'>\")"),
    ],
)
def test_relative_addresses_still_lead_where_they_did(before: str, after: str) -> None:
    got = rebased(f"a{{b:{before}}}", "assets/stylesheets", "assets/straightup")
    assert got == f"a{{b:{after}}}"


def test_the_sheets_of_another_host_are_not_imported_either() -> None:
    sheet = Sheet("@import url('https://fonts.example/css?a;b');@import url(b.css) print;a{b:c}", "d")
    assert joinable(sheet, first=True)
    assert bundle(sheet) == ['@import "../../d/b.css" print;', "a{b:c}"]


def test_only_rules_of_the_theme_that_nothing_can_match_go() -> None:
    css = (
        ".tabbed-set{a:b}.md-typeset .tabbed-set>input:checked~.x{a:b}.admonition,details{a:b}.tabbed{a:b}"
        ":not(.tabbed-set){a:b}.x:is(.tabbed-set,.y){a:b}.tabbedish{a:b}[class=tabbed-set]{a:b}.tabbed-a .y,.z{a:b}"
        "@media print{.tabbed-set{a:b}}@media print{.tabbed-set{a:b}.y{a:b}}@supports (a:b){.tabbed-x,.y{a:b}}"
        "@keyframes tabbed-set{to{a:b}}.tabbed\\:x{a:b}"
    )
    known = Present(unused=frozenset({"tabbed", "admonition"}))
    assert bundle(Sheet(css, "", trimmed=True), present=known) == [
        "details{a:b}",
        ":not(.tabbed-set){a:b}",
        ".x:is(.tabbed-set,.y){a:b}",
        ".tabbedish{a:b}",
        "[class=tabbed-set]{a:b}",
        ".z{a:b}",
        "@media print{.y{a:b}}",
        "@supports (a:b){.y{a:b}}",
        "@keyframes tabbed-set{to{a:b}}",
        ".tabbed\\:x{a:b}",
    ]
    assert bundle(Sheet(css, ""), present=known) == rules_of(css)


def test_custom_properties_go_when_nothing_reads_them_any_more() -> None:
    css = (
        ":root{--md-a-icon:url('data:;{}');--md-b:1;--md-c:var(--md-d);--md-d:2;--own:3}"
        ".x{color:var( --md-b )}.tabbed-x{color:var(--md-c)}"
    )
    known = Present(unused=frozenset({"tabbed"}))
    assert bundle(Sheet(css, "", trimmed=True), present=known) == [":root{--md-b:1;--own:3}", ".x{color:var( --md-b )}"]
    theirs = Sheet(".y{color:var(--md-c)}", "")
    assert (
        bundle(Sheet(css, "", trimmed=True), theirs, present=known)[0]
        == ":root{--md-b:1;--md-c:var(--md-d);--md-d:2;--own:3}"
    )
    script = Present(unused=frozenset({"tabbed"}), words="--md-a-icon")
    assert "--md-a-icon" in bundle(Sheet(css, "", trimmed=True), present=script)[0]


def test_what_a_shell_a_body_or_a_script_uses_is_kept() -> None:
    def unused(html: str = "", body: str = "", script: str = "") -> frozenset[str]:
        shell = (f'{html}<script src="/x/own.js"></script>', place({"own.js": script}))
        return find_present([shell], [body]).unused

    assert {"tabbed", "admonition", "md-banner"} <= unused()
    assert "md-banner" not in unused('<aside class="x md-banner">')
    assert "md-banner" not in unused("<aside class=md-banner__inner>")
    assert "tabbed" not in unused(body="<div class='tabbed-set y'>")
    assert "admonition" not in unused(script="el.classList.add('admonition')")
    assert "admonition" not in unused("<script>el.className='admonition'</script>")
    assert "admonition" in unused(body="<p>The admonition is gone.</p>")
    assert "md-version" not in unused('<script type="application/json">{"version": {"provider": "mike"}}</script>')
    assert "md-version" in unused('<script type="application/json">{"version": null}</script>')


def test_no_palette_that_is_there_loses_its_colours() -> None:
    css = (
        "[data-md-color-primary=red]{a:b}[data-md-color-primary='white'] .x{a:b}"
        ".y:not([data-md-color-primary=red]){a:b}"
    )
    known = find_present([('<input data-md-color-primary="white">', place())], [])
    assert bundle(Sheet(css, "", trimmed=True), present=known) == [
        "[data-md-color-primary='white'] .x{a:b}",
        ".y:not([data-md-color-primary=red]){a:b}",
    ]
    assert len(bundle(Sheet(css, "", trimmed=True))) == 3


def test_the_devices_colours_need_no_script() -> None:
    palettes = Palettes(Palette("default", "white", "indigo"), Palette("slate", "black", "indigo"))
    css = (
        ":root,[data-md-color-scheme=default]{a:1}@media screen{[data-md-color-scheme=slate]{a:2}}"
        '[data-md-color-scheme="slate"][data-md-color-primary=black] .x,.y{a:3}'
        "[data-md-color-scheme=slate][data-md-color-primary=red]{a:4}"
        "[data-md-color-accent=indigo]{a:5}[data-md-color-primary=white]:not([data-md-color-scheme=slate]){a:6}"
    )
    assert bundle(Sheet(css, ""), palettes=palettes) == [
        ":root,[data-md-color-scheme=default]{a:1}",
        "@media (prefers-color-scheme:light){[data-md-color-scheme=device]{a:1}}",
        (
            "@media screen{[data-md-color-scheme=slate]{a:2}"
            "@media (prefers-color-scheme:dark){[data-md-color-scheme=device]{a:2}}}"
        ),
        '[data-md-color-scheme="slate"][data-md-color-primary=black] .x,.y{a:3}',
        "@media (prefers-color-scheme:dark){[data-md-color-scheme=device][data-md-color-primary=device] .x{a:3}}",
        "[data-md-color-scheme=slate][data-md-color-primary=red]{a:4}",
        "[data-md-color-accent=indigo]{a:5}",
        "[data-md-color-accent=device]{a:5}",
        "[data-md-color-primary=white]:not([data-md-color-scheme=slate]){a:6}",
        "@media (prefers-color-scheme:light){[data-md-color-primary=device]:not([data-md-color-scheme=slate]){a:6}}",
        "@media (prefers-color-scheme:dark){.no-js{color-scheme:dark}}",
    ]


def test_the_body_follows_the_device_only_where_the_palette_does() -> None:
    def option(media: str, scheme: str) -> str:
        colours = f'data-md-color-scheme="{scheme}" data-md-color-primary="x" data-md-color-accent="y"'
        return f'<input data-md-color-media="{media}" {colours}>'

    body = '<body dir="ltr" data-md-color-scheme="default" data-md-color-primary=x data-md-color-accent="y">'
    both = option("(prefers-color-scheme: light)", "default") + option("(prefers-color-scheme: dark)", "slate")
    follows = (
        '<body dir="ltr" data-md-color-scheme="device" data-md-color-primary="device" data-md-color-accent="device">'
    )
    assert fitted(body + both).html == follows + both
    one = option("", "default") + option("(prefers-color-scheme: dark)", "slate")
    assert fitted(body + one).html == body + one


# Material as it is installed. These fail when it changes: then fitting/material.py is to be looked at.


def test_every_repair_finds_its_place_in_material() -> None:
    markup = "".join((TEMPLATES / name).read_text("utf-8") for name in ("base.html", "partials/search.html"))
    html, counts = material.mended(re.sub(r"\{\{ lang\.t\('search\.placeholder'\) \}\}", "Suche", markup))
    assert counts == {
        "name of the search": 1,
        "completion of check boxes": 2,
        "correction of the search": 1,
        "empty order of labels": 0,
    }
    assert 'role="dialog" aria-label="Suche">' in html
    assert "autocorrect" not in html
    # The last one is for navigation in sections.
    assert 'tabindex="{{ tabindex }}"' in (TEMPLATES / "partials/nav-item.html").read_text("utf-8")
    label = '<label class="md-nav__link " for="n" id="n_label" tabindex="">'
    assert material.mended(label)[0] == '<label class="md-nav__link " for="n" id="n_label">'


def test_every_repair_finds_its_place_in_materials_script() -> None:
    (bundle_file,) = TEMPLATES.glob("assets/javascripts/bundle.*.min.js")
    assert material.SCRIPT.fullmatch(bundle_file.relative_to(TEMPLATES).as_posix())
    script, counts = material.mended_script(bundle_file.read_text("utf-8"))
    assert counts == {"search index": 1, "alternate links": 1}
    assert "sourceMappingURL" not in script
    assert material.mended_script("other();\n") == ("other();\n", dict.fromkeys(counts, 0))


def test_every_family_that_is_left_out_is_one_of_materials() -> None:
    css = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("assets/stylesheets/*.css"))
    classes = set(re.findall(r"\.([a-z][\w-]*)", css))
    unknown = [
        family
        for family in material.FAMILIES
        if not any(name == family or name.startswith((f"{family}-", f"{family}_")) for name in classes)
    ]
    assert unknown == []
    assert all(
        any(
            material.SHEETS.fullmatch(f"assets/stylesheets/{path.name}")
            for path in TEMPLATES.glob(f"assets/stylesheets/{name}.*.css")
        )
        for name in ("main", "palette")
    )
    assert (TEMPLATES / material.FAVICON).is_file()


# Icon and preview


HEAD = '<head><title>x</title><link rel="canonical" href="https://s.example/x/incidents/a/">{}</head>'


class _Metas(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.found[values.get("property") or values["name"]] = values["content"]


def test_the_preview_names_the_page_and_shows_its_state() -> None:
    metas = _Metas(link_preview(HEAD, place(), 'A "shop"', article=True)).found
    assert metas == {
        "og:type": "article",
        "og:site_name": 'A "shop"',
        "og:title": TITLE,
        "og:description": DESCRIPTION,
        "og:url": "https://s.example/x/incidents/a/",
        "og:image": f"https://s.example/x/assets/straightup/cards/{STATE}.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": STATE_WORDS,
        "twitter:card": "summary_large_image",
    }


def test_a_preview_of_the_users_own_stays_the_only_one_and_without_an_address_there_is_no_picture() -> None:
    own = HEAD.format('<meta property="og:title" content="theirs">')
    assert link_preview(own, place(), "Shop", article=False) == ""
    metas = _Metas(link_preview("<head></head>", place(), "Shop", article=False)).found
    assert metas.keys() == {"og:type", "og:site_name", "og:title", "og:description", "twitter:card"}


def test_the_tab_shows_the_state_unless_the_user_chose_an_icon() -> None:
    html = '<head><link rel="icon" href="{}"></head>'
    changed = with_state_icon(html.format("../../assets/images/favicon.png"), place(), "major-outage")
    assert re.findall('href="([^"]*)"', changed) == [
        "../../assets/straightup/state/major-outage.png",
        "../../assets/straightup/state/major-outage.svg",
    ]
    assert changed.count('id="su-favicon"') == 1
    theirs = html.format("../../assets/mine.png")
    assert with_state_icon(theirs, place(), "major-outage") == theirs


STATES = ("operational", "maintenance", "degraded", "partial-outage", "major-outage")


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_pictures(state: str) -> None:
    folder = ROOT / "theme" / "assets" / "straightup"
    card, icon = (folder / "cards" / f"{state}.png").read_bytes(), (folder / "state" / f"{state}.png").read_bytes()
    # Width and height of a PNG picture.
    assert [int.from_bytes(png[at : at + 4]) for png in (card, icon) for at in (16, 20)] == [1200, 630, 32, 32]
    assert len(card) <= 20_000
    svg = (folder / "state" / f"{state}.svg").read_text("utf-8")
    assert 'viewBox="0 0 16 16"' in svg
    assert "currentcolor" not in svg.lower()


# In a browser


COLOURS = """
["body", ".md-header", ".straightup h1"].map(each => {
  const style = getComputedStyle(document.querySelector(each))
  return each.endsWith("h1") ? style.color : style.backgroundColor
})
"""


@pytest.mark.browser
def test_pages_are_in_the_devices_colours_before_any_script_and_without_one(
    demonstration: str, browser: "Browser"
) -> None:
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    seen: dict[tuple[str, str], list[str]] = {}
    for scheme in schemes:
        for scripts in ("off", "late", "on"):
            context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts != "off")
            page = context.new_page()
            if scripts == "late":
                page.route("**/*.js", lambda route: route.abort())
            page.goto(demonstration)
            has_run = page.evaluate("document.documentElement.classList.contains('js')")
            assert has_run == (scripts == "on")
            seen[scheme, scripts] = page.evaluate(COLOURS)
            context.close()
    for scheme in schemes:
        assert seen[scheme, "off"] == seen[scheme, "late"] == seen[scheme, "on"]
    (paper, header, ink), (dark_paper, dark_header, dark_ink) = (seen[scheme, "off"] for scheme in schemes)
    assert min(_light(paper), _light(header), _light(dark_ink)) > 200
    assert max(_light(dark_paper), _light(dark_header), _light(ink)) < 60


def _light(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


@pytest.mark.browser
def test_the_search_asks_for_its_index_when_it_is_first_used(demonstration: str, browser: "Browser") -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(demonstration)))
    page.goto(demonstration)
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if path.startswith(("search/", "sitemap"))] == []
    page.locator(".su-find label").click()
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").type("certificate")
    page.locator(".md-search-result__link").first.wait_for()
    assert asked.count("search/search_index.json") == 1
    page.close()


@pytest.mark.browser
def test_the_page_that_is_not_there_leads_on_from_any_depth(demonstration: str, browser: "Browser") -> None:
    page = browser.new_page()
    answer = page.goto(f"{demonstration}incidents/no/such/thing")
    assert answer is not None
    assert answer.status == 404
    page.locator(".straightup .su-search label").click()
    assert page.locator("#__search").is_checked()
    page.keyboard.press("Escape")
    page.locator(".straightup").get_by_role("link", name="History").click()
    page.wait_for_url(f"{demonstration}history/")
    page.close()


@pytest.mark.browser
def test_a_script_that_somebody_gets_into_a_page_does_not_run(demonstration: str, browser: "Browser") -> None:
    page = browser.new_page()
    page.goto(demonstration)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.got = 1\">')")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: 'window.got = 2'}))")
    page.wait_for_timeout(200)
    assert page.evaluate("typeof window.got") == "undefined"
    page.close()
