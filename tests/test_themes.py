"""The texts of a theme: the user's before ours, wherever they lie, and named where they cannot be used."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from straightup.disk.project import theme_folder
from straightup.disk.themes import read_theme
from straightup.model.errors import ConfigurationError
from straightup.model.settings import Settings
from straightup.model.theme import Theme
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.page import Page
from straightup.outputs.rendering import Templates, View
from straightup.site.assemble import assemble
from support.sites import draw


def test_of_two_files_with_one_name_the_users_counts(tmp_path: Path) -> None:
    draw(tmp_path, {"mine/straightup/now.html": "mine", "ours/straightup/now.html": "", "ours/straightup/x.html": "x"})
    theme = read_theme([tmp_path / "mine", tmp_path / "ours"])
    assert theme.templates == {"straightup/now.html": "mine", "straightup/x.html": "x"}
    assert theme.changed


def test_parts_and_icons_that_the_users_templates_may_include_are_there_too(tmp_path: Path) -> None:
    draw(tmp_path, {"partials/banner.html": "<b>", ".icons/a.svg": "<svg>", "js/a.js": "", "straightup/now.html": ""})
    (tmp_path / "partials" / "old.html").write_bytes(b"\xe9")
    theme = read_theme([tmp_path, theme_folder()])
    assert {"partials/banner.html", ".icons/a.svg", "straightup/now.html", "straightup/parts.html"} <= set(
        theme.templates
    )
    assert not {"partials/old.html", "js/a.js"} & set(theme.templates)


def test_a_theme_without_anything_of_ours_changes_nothing(tmp_path: Path) -> None:
    draw(tmp_path, {"main.html": "", "languages/de.po": "", "straightup.html": ""})
    theme = read_theme([tmp_path, theme_folder()])
    assert (theme.changed, theme.languages) == (False, {})
    assert not read_theme([theme_folder()]).changed


def test_languages_are_those_in_their_folder_the_first_folders_first(tmp_path: Path) -> None:
    draw(tmp_path, {"a/straightup/languages/de.po": "a", "a/other/de.po": "", "b/straightup/languages/de.po": "b"})
    theme = read_theme([tmp_path / "a", tmp_path / "b"])
    assert list(theme.languages.values()) == [b"a", b"b"]
    assert all(path.endswith("/straightup/languages/de.po") for path in theme.languages)


def test_folders_that_are_links_are_followed_and_not_in_a_circle(tmp_path: Path) -> None:
    draw(tmp_path, {"shared/now.html": "shared", "mine/main.html": ""})
    (tmp_path / "mine" / "straightup").symlink_to(tmp_path / "shared")
    (tmp_path / "shared" / "again").symlink_to(tmp_path / "mine")
    assert read_theme([tmp_path / "mine", theme_folder()]).templates["straightup/now.html"] == "shared"


def test_a_template_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    draw(tmp_path, {"straightup/x": ""})
    (tmp_path / "straightup" / "now.html").write_bytes("é".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"The template straightup/now\.html cannot be used: .*Correct it"):
        read_theme([tmp_path, theme_folder()])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_template_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    draw(tmp_path, {"straightup/now.html": ""})
    (tmp_path / "straightup" / "now.html").chmod(0)
    with pytest.raises(ConfigurationError, match=r"now\.html cannot be used: Permission denied"):
        read_theme([tmp_path, theme_folder()])


NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)


def filled(templates: Mapping[str, str], *, changed: bool = True) -> str:
    """The first page of a site without reports, made from no folder at all."""
    theme = Theme(templates={f"straightup/{name}": text for name, text in templates.items()}, changed=changed)
    view = View(assemble((), Settings(), NOW), Words(language("en"), NOW))
    return Templates(view, (), theme).filled(Page(kind="now", url="", title="Now", description="")).body


def test_pages_are_made_of_texts_alone() -> None:
    body = filled(
        {"now.html": "{% include 'straightup/x.html' %}{{ paths.HISTORY }}", "x.html": "<b>{{ headline() }}</b>\n"}
    )
    assert body.startswith("<b>Everything works.</b>history/")


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        ({"now.html": "\n\n{{ 1 / 0 }}"}, "straightup/now.html, line 3 cannot be used: division by zero."),
        (
            {"now.html": "\n{{ site.nothing }}"},
            "straightup/now.html, line 2 cannot be used: 'straightup.site.view.Site",
        ),
        ({"now.html": "\n\n\n{% if %}"}, "straightup/now.html, line 4 cannot be used: Expected an expression"),
        ({"now.html": "{% include 'straightup/x.html' %}"}, "straightup/x.html cannot be used: there is no such file."),
        (
            {"now.html": "\n{% include 'straightup/x.html' %}", "x.html": "\n\n\n\n{{ at(3) }}"},
            "straightup/x.html, line 5 cannot be used: ",
        ),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_its_line(templates: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        filled(templates)
    assert str(caught.value).startswith(f"The template {said}")
    assert str(caught.value).endswith(". Correct it in your theme.")


def test_our_templates_have_one_way_to_say_a_thing() -> None:
    texts = read_theme([theme_folder()]).templates
    assert len(texts) > 20
    assert [name for name, text in texts.items() if re.search(r"(?<![.\w])words\.\w", text)] == []


def test_a_fault_of_our_own_is_not_put_down_to_the_user() -> None:
    with pytest.raises(ZeroDivisionError):
        filled({"now.html": "{{ 1 / 0 }}"}, changed=False)
