"""Pages that are kept from one build to the next: the same bytes as without them, whatever has changed in between."""

import random
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zlib import compress, compressobj, decompress, decompressobj

import pytest

from straightup.building.keeping import kept_pages
from straightup.building.plan import Edition, compose
from straightup.disk import memory as disk
from straightup.disk.bytecode import PrivateFiles
from straightup.disk.project import theme_folder
from straightup.disk.site_folder import SiteFolder
from straightup.disk.themes import read_theme
from straightup.model.contact import Contact
from straightup.model.settings import Settings
from straightup.model.source import Source
from straightup.model.states import Component
from straightup.model.theme import Theme
from straightup.outputs.pages.kept import KeptPages, Reason
from support.commands import CONFIG, straightup
from support.effort import examples
from support.excerpts import MAINTENANCE
from support.pages import RESOLVED
from support.sites import draw

NOW = datetime(2027, 3, 1, 9, 51, tzinfo=UTC)
SETTINGS = Settings(site_name="Shop", components=(Component(id="checkout", name="Checkout"),))
OVER = RESOLVED
DONE = MAINTENANCE.replace("## Updates\n", "## Updates\n\n### 2026-11-28 04:40 UTC: Completed\n\nIt took 31 minutes.\n")


@cache
def theme() -> Theme:
    return read_theme([theme_folder()])


def sources_of(files: dict[str, str]) -> list[Source]:
    return [Source(f"incidents/{name}.md", name, text.encode()) for name, text in sorted(files.items())]


def composed(
    files: dict[str, str], lines: list[bytes] | None, settings: Settings = SETTINGS, now: datetime = NOW
) -> tuple[Edition, KeptPages | None]:
    """An edition, with the pages in `lines` or without any."""
    sources = sources_of(files)
    kept = None if lines is None else kept_pages(lines, settings, theme(), sources)
    return compose(sources, settings, theme(), now=now, keep_going=True, kept=kept), kept


def kept_after(
    files: dict[str, str], lines: list[bytes], settings: Settings = SETTINGS, now: datetime = NOW
) -> KeptPages:
    """What is kept after an edition that is, byte for byte, the one that is made without."""
    fresh, _ = composed(files, None, settings, now)
    edition, kept = composed(files, lines, settings, now)
    assert edition.pages == fresh.pages
    assert edition.files == fresh.files
    assert kept is not None
    return kept


@pytest.mark.parametrize("seed", range(examples(2)))
def test_whatever_changes_an_edition_with_kept_pages_is_the_one_without(seed: int) -> None:
    chance = random.Random(seed)
    files = {f"2026-11-0{day}-{day}": chance.choice([OVER, DONE]) for day in range(1, 6)}
    settings, now, lines = SETTINGS, NOW, list[bytes]()

    def step() -> None:
        nonlocal settings, now, lines
        name, other = chance.choice(sorted(files)), chance.choice(sorted(files))
        match chance.randrange(11):
            case 0:
                files[name] = files[name].replace("declined", chance.choice(["refused", "declined"]))
            case 1:
                files[name] = files[name].replace("title: ", f"title: {chance.choice('ABC')} ", 1)
            case 2:
                files[name] = files[name].replace("## Cause\n", f"## Cause\n\nAs in [that]({other}.md).\n", 1)
            case 3:
                files[name] = files[name].replace("title:", f"repeat-of: {other}\ntitle:", 1)
            case 4:
                files[name] = files[name].replace("title:", f"duplicate-of: {other}\ntitle:", 1)
            case 5:
                files[f"2026-10-{chance.randrange(10, 29)}-{chance.choice('de')}"] = chance.choice([OVER, DONE])
            case 6 if len(files) > 3:
                del files[name]
            case 7:
                files[f"2026-09-{chance.randrange(10, 29)}-{chance.choice('fg')}"] = files.pop(name)
            case 8:
                now += timedelta(days=chance.uniform(-130, 60))
            case 9:
                called = chance.choice(["Checkout", "Till"])
                components = (Component(id="checkout", name=called),)
                contact = chance.choice([None, Contact(label="a@b.example", url="mailto:a@b.example")])
                settings = replace(settings, components=components, contact=contact)
            case _:
                lines = [line[: chance.randrange(300)] if chance.random() < 0.5 else line for line in lines]

    for _ in range(15):
        step()
        lines = list(kept_after(files, lines, settings, now).lines.lines())


def test_only_what_has_changed_is_composed_again() -> None:
    files = {"2026-11-03-a": OVER, "2026-11-04-b": OVER.replace("title:", "repeat-of: 2026-11-03-a\ntitle:", 1)}
    first = kept_after(files, [])
    assert set(first.made.values()) == {Reason.CHANGED}
    lines = list(first.lines.lines())
    second = kept_after(files, lines)
    # The two, and their month and year, which are over.
    assert (len(second.used), second.made, second.lines.changed) == (4, {}, False)
    # A title stands on the page of the report that repeats it, and in the lists.
    renamed = {**files, "2026-11-03-a": OVER.replace("title: ", "title: No ", 1)}
    third = kept_after(renamed, lines)
    assert third.made == {
        "incidents/2026-11-03-a/": Reason.CHANGED,
        "incidents/2026-11-04-b/": Reason.RENAMED,
        "history/2026/": Reason.CHANGED,
        "history/2026/11/": Reason.CHANGED,
    }
    # While something may still change, a page is composed each time.
    early = kept_after(files, lines, now=datetime(2026, 11, 4, tzinfo=UTC))
    assert set(early.made.values()) == {Reason.WAITING}


def folded(data: bytes, alike: bytes) -> bytes:
    folding = compressobj(zdict=alike)
    return b64encode(folding.compress(data) + folding.flush())


def decompressed(line: bytes, alike: bytes) -> bytes:
    return decompressobj(zdict=alike).decompress(b64decode(line[64:]))


def digested(key: bytes, text: bytes) -> bytes:
    return key + blake2b(key + text, digest_size=16).hexdigest().encode() + text


def forged(line: bytes, alike: bytes) -> Iterator[bytes]:
    """Lines with a right digest and something else in them."""
    key, nothing = line[:32], b'["", "", "", "", "", "", "", "", ""]'
    for data in (
        b"",
        b"{}",
        b"[1, 2]",
        b'[{}, ["a"], []]',
        b"[{}, %b]" % nothing,
        b"[{}, [1, 2, 3, 4, 5, 6, 7, 8, 9], []]",
        b'[{"a": 1}, %b, []]' % nothing,
        b"[{}, %b, [1]]" % nothing,
        b"[{}, %b, 1]" % nothing,
        b"[" * 100_000,
    ):
        yield digested(key, folded(data, alike))
    for text in (b"!", b"AAAA", folded(b"[{}, %b, []]" % nothing, alike)[:-4], folded(b"[{}, %b, []]" % nothing, b"x")):
        yield digested(key, text)
    yield line[:-1] + b"x"


def test_a_line_of_another_form_is_as_if_it_were_not_there() -> None:
    files = {"2026-11-03-a": OVER}
    first, *lines = kept_after(files, []).lines.lines()
    alike = decompress(b64decode(first[64:]))
    assert len(kept_after(files, [first, *lines]).used) == 3
    for line in lines:
        right = digested(line[:32], folded(decompressed(line, alike), alike))
        assert len(kept_after(files, [first, right]).used) == 1
        for other in forged(line, alike):
            assert kept_after(files, [first, other]).used == []


def test_without_what_pages_are_folded_beside_all_are_composed() -> None:
    files = {"2026-11-03-a": OVER}
    first, *lines = kept_after(files, []).lines.lines()
    for other in ((), (digested(first[:32], b64encode(compress(b"something else"))),), (digested(first[:32], b"!"),)):
        again = kept_after(files, [*other, *lines])
        assert "incidents/2026-11-03-a/" not in again.used
        assert len(kept_after(files, list(again.lines.lines())).used) == 3


def test_a_site_with_templates_of_its_own_keeps_none(tmp_path: Path) -> None:
    config = CONFIG.replace("font: false", "font: false, custom_dir: mine")
    template = "{{ report.incident.title }} {{ site.reports | length }}"
    draw(tmp_path, {"mkdocs.yml": config, "mine/straightup/incident.html": template, "incidents/2026-11-03-a.md": OVER})
    code, _, err = straightup(tmp_path, "build", "--explain", "--keep-going")
    assert code in (0, 3)
    assert "Each page was composed: templates of your own may look at all of the site.\n" in err
    assert not (tmp_path / ".cache/straightup/pages").exists()


def test_build_explains_what_it_made_again_and_keeps_unchanged_files(tmp_path: Path) -> None:
    draw(tmp_path, {"mkdocs.yml": CONFIG, "incidents/2025-11-03-a.md": OVER.replace("2026", "2025")})
    code, _, err = straightup(tmp_path, "build", "--explain")
    assert (code, "Pages of reports: 0 as before, 1 composed again.\n" in err) == (0, True)
    page = tmp_path / "site/incidents/2025-11-03-a/index.html"
    before = (page.stat().st_ino, page.stat().st_mtime_ns, page.read_bytes())
    code, _, err = straightup(tmp_path, "build", "--explain")
    assert (code, "Pages of reports: 1 as before, 0 composed again.\n" in err) == (0, True)
    assert (page.stat().st_ino, page.stat().st_mtime_ns, page.read_bytes()) == before
    assert page.stat().st_nlink == 1
    assert disk.recall(tmp_path, disk.PAGES)
    code, _, err = straightup(tmp_path, "build", "--explain", "--fresh")
    assert "Pages of reports: 0 as before, 1 composed again.\n" in err


def test_a_file_that_was_taken_over_is_never_written_into(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    SiteFolder(old).write("a/x.html", b"before")
    site = SiteFolder(new, old)
    site.write("a/x.html", b"before")
    assert (new / "a/x.html").samefile(old / "a/x.html")
    site.write("a/x.html", b"after!")
    assert ((old / "a/x.html").read_bytes(), (new / "a/x.html").read_bytes()) == (b"before", b"after!")
    (old / "b").symlink_to(old / "a")
    (old / "l.html").symlink_to(old / "a" / "x.html")
    site.write("l.html", b"before")
    assert not (new / "l.html").is_symlink()


def test_code_of_templates_is_taken_only_from_where_nobody_else_can_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    files = PrivateFiles()
    files.keep("ab", b"code")
    folder = tmp_path / "straightup-templates"
    assert (files.find("ab"), folder.stat().st_mode & 0o777) == (b"code", 0o700)
    data = (folder / "ab").read_bytes()
    (folder / "ab").write_bytes(data[:-1] + b"x")
    assert files.find("ab") is None
    (folder / "ab").write_bytes(data)
    (folder / "cd").symlink_to(folder / "ab")
    assert (files.find("ab"), files.find("cd"), files.find("none")) == (b"code", None, None)
    (folder / "ab").chmod(0o666)
    assert files.find("ab") is None
    folder.chmod(0o777)
    files.keep("ef", b"code")
    assert not (folder / "ef").exists()
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    files.keep("ab", b"code")
    assert files.find("ab") is None
