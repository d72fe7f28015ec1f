"""The languages of the pages: every sentence is translated, and says the same."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from straightup.model.errors import ConfigurationError
from straightup.outputs.language.language import language
from support.places import ROOT

LANGUAGES = ROOT / "src" / "straightup" / "outputs" / "language"
TRANSLATED = sorted(file.stem for file in LANGUAGES.glob("*.po"))
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "_html": None, "markup": None}
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def wanted() -> Catalog:
    """What there is to translate, as `pybabel extract` finds it."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    catalog = Catalog()
    found = extract_from_dir(str(ROOT), methods, keywords=KEYWORDS, directory_filter=_is_ours)
    for _file, _line, message, _comments, context in found:
        catalog.add(message, context=context)
    return catalog


def _is_ours(folder: str) -> bool:
    path = Path(folder).relative_to(ROOT)
    return path == Path() or path.parts[0] in {"src", "theme"}


def texts(value: object) -> tuple[str, ...]:
    """The forms of a message or of its translation."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, (tuple, list)) else ()


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_translates_every_sentence_and_nothing_else(code: str) -> None:
    with (LANGUAGES / f"{code}.po").open("rb") as file:
        catalog = read_po(file, locale=code)
    keys = {(message.id, message.context) for message in messages(wanted())}
    own = {(message.id, message.context) for message in messages(catalog)}
    assert (sorted(map(str, keys - own)), sorted(map(str, own - keys))) == ([], [])
    empty = [message.id for message in messages(catalog) if not all(texts(message.string))]
    fuzzy = [message.id for message in messages(catalog) if message.fuzzy]
    assert (empty, fuzzy) == ([], [])


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_every_place_that_is_filled(code: str) -> None:
    with (LANGUAGES / f"{code}.po").open("rb") as file:
        catalog = read_po(file, locale=code)
    for message in messages(catalog):
        expected = set(PLACEHOLDER.findall(" ".join(texts(message.id))))
        forms = texts(message.string)
        for form in forms:
            found = set(PLACEHOLDER.findall(form))
            # A form for one or two alone may say the number in a word.
            assert found == expected or (len(forms) > 1 and found == expected - {"%(num)s"}), (message.id, form)
            # Every other sign of per cent is doubled wherever a value is filled in.
            rest = PLACEHOLDER.sub("", form).replace("%%", "")
            assert not expected or "%" not in rest, (message.id, form)


def test_german_and_a_language_from_right_to_left_come_with_it() -> None:
    assert {"de", "ar"} <= set(TRANSLATED)
    assert [language(code).direction for code in ("en", "de", "ar")] == ["ltr", "ltr", "rtl"]


def test_days_and_lengths_are_said_in_the_language() -> None:
    when = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
    english, german, arabic = (language(code) for code in ("en", "de", "ar"))
    assert (english.day(when), english.short_day(when)) == ("3 November 2026", "3 Nov")
    assert english.short_day(date(2026, 9, 3), year=True) == "3 Sep 2026"
    assert (german.day(when), german.short_day(when)) == ("3. November 2026", "3. Nov.")
    assert arabic.month(2026, 11) == "نوفمبر 2026"
    assert german.length(timedelta(hours=2, minutes=7)) == "2 Std. 7 Min."
    assert german.length(timedelta(seconds=3)) == "weniger als eine Minute"


def test_each_plural_of_arabic_is_used() -> None:
    arabic = language("ar")
    said = {arabic.ngettext("%(num)s report", "%(num)s reports", number) for number in (0, 1, 2, 3, 11, 100)}
    assert len(said) == 6


def test_a_language_that_nobody_translated_is_english() -> None:
    for code in ("pt-BR", "xx-nonsense", ""):
        spoken = language(code)
        assert (spoken.code, spoken.gettext("Everything works.")) == ("en", "Everything works.")


def test_a_regional_code_uses_the_file_of_its_language() -> None:
    assert language("de-AT").gettext("Everything works.") == language("de").gettext("Everything works.")
    assert language("de-AT").code == "de-AT"


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def own(text: str, code: str = "de") -> dict[str, bytes]:
    """A translation of the user's."""
    return {f"/theirs/straightup/languages/{code}.po": (HEADER + text).encode()}


def test_a_file_of_ones_own_wins_over_ours() -> None:
    german = language("de", own('msgid "Everything works."\nmsgstr "Läuft."\n'))
    assert german.gettext("Everything works.") == "Läuft."
    assert german.gettext("Planned") == "Planned"


def test_of_two_files_of_ones_own_the_first_wins_and_one_for_the_region_over_one_for_the_language() -> None:
    first, second = ({f"/{place}/de.po": own(f'msgid "Now"\nmsgstr "{place}"\n').popitem()[1]} for place in "ab")
    assert language("de", first | second).gettext("Now") == "a"
    regional = own('msgid "Now"\nmsgstr "Heuer"\n', "de-AT")
    assert language("de-AT", first | regional).gettext("Now") == "Heuer"
    assert language("de-CH", first | regional).gettext("Now") == "a"


def test_a_broken_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"/theirs/straightup/languages/de\.po cannot be used"):
        language("de", own('msgid "Everything works.\n'))


def test_a_sentence_that_asks_for_a_value_that_there_is_not_stays_english() -> None:
    bad = 'msgid "done %(day)s"\nmsgstr "erledigt %(tag)s"\n\nmsgid "due %(day)s"\nmsgstr "am %(day)s, 100 % sicher"\n'
    good = 'msgid "dropped"\nmsgstr "fallen gelassen, 100 %"\n'
    german = language("de", own(bad + "\n" + good))
    assert german.gettext("done %(day)s", day="3 Nov") == "done 3 Nov"
    assert german.gettext("due %(day)s", day="3 Nov") == "due 3 Nov"
    assert german.gettext("dropped") == "fallen gelassen, 100 %"


def test_a_pattern_that_is_none_does_not_cost_the_day() -> None:
    german = language("de", own('msgctxt "date"\nmsgid "d MMMM y"\nmsgstr "QQQQQQQ jjj {"\n'))
    assert "2026" in german.day(date(2026, 11, 3))
