"""The language that the pages speak: our own sentences by gettext, names of months by Babel's data.

The English texts in the templates and in this room are the message ids. Another language is one file,
`CODE.po` beside this module. A user's own, in their theme folder as `straightup/languages/CODE.po`, wins over ours.
"""

import gettext
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from straightup.model import durations
from straightup.model.errors import ConfigurationError

try:
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po
    from babel.numbers import get_decimal_symbol
except (ValueError, LookupError) as error:
    # Babel asks for this machine's zone when it is imported, although nothing here depends on it.
    raise ConfigurationError(f"The variable TZ names no time zone: {error}. Unset it, or set it to UTC.") from error

SOURCE: Final = "en"
"""The language of the message ids."""
MANY_DAYS: Final = timedelta(days=3)
"""From here on hours say nothing to whoever waits."""
_PLACE = re.compile(r"%\((\w+)\)s")


def N_(message: str) -> str:  # noqa: N802 -- the name that every gettext tool knows
    """`message`, marked for translation where it is defined and translated where it is used."""
    return message


class Language:
    """One language. What it lacks is said in English."""

    def __init__(self, code: str, locale: Locale, translations: gettext.NullTranslations) -> None:
        self.code = code
        """BCP 47, as in `<html lang>`."""
        self.direction = locale.text_direction
        """`ltr` or `rtl`."""
        self.translations = translations
        """For the templates."""
        self._locale = locale
        self._date = lru_cache(maxsize=5000)(self._format)

    def gettext(self, message: str, **values: object) -> str:
        """`message` in this language with `values` in the place of its `%(name)s`."""
        text = self.translations.gettext(message)
        return text % values if values else text

    def pgettext(self, context: str, message: str) -> str:
        """As `gettext`, of a message that means something else elsewhere."""
        return self.translations.pgettext(context, message)

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        """The form that belongs to the number `num`, which is `%(num)s` in it."""
        return self.translations.ngettext(one, many, num) % {"num": num, **values}

    def markup(self, message: str, **values: object) -> Markup:
        """As `gettext`, as HTML: what is not HTML among `values` is escaped."""
        return Markup(self.translations.gettext(message)) % values  # noqa: S704 -- our own sentences

    def day(self, when: date) -> str:
        """`3 November 2026`; of a moment, its day in UTC."""
        return self._date(_utc_day(when), self.translations.pgettext("date", "d MMMM y"))

    def short_day(self, when: date, *, year: bool = False) -> str:
        """`3 Nov`, or `3 Nov 2026`; of a moment, its day in UTC."""
        pattern = self.translations.pgettext("date", "d MMM y") if year else self.translations.pgettext("date", "d MMM")
        return self._date(_utc_day(when), pattern)

    def month(self, year: int, number: int) -> str:
        """`November 2026`."""
        return self._date(date(year, number, 1), self.translations.pgettext("date", "MMMM y"))

    def month_name(self, number: int) -> str:
        """`November`, as it stands alone."""
        return self._date(date(2000, number, 1), "LLLL")

    def length(self, length: timedelta) -> str:
        """`1 h 38 min`, cut to whole units as by `durations.say`; from three days on whole days alone, the nearest."""
        if abs(length) >= MANY_DAYS:
            return self.ngettext("%(num)s day", "%(num)s days", round(abs(length) / timedelta(days=1)))
        forms = {
            "min": self.translations.gettext("%(num)s min"),
            "h": self.translations.gettext("%(num)s h"),
            "d": self.translations.gettext("%(num)s d"),
        }
        parts = [forms[unit] % {"num": number} for number, unit in durations.parts(length)]
        return " ".join(parts) or self.translations.gettext("less than a minute")

    @property
    def days(self) -> Mapping[str, str]:
        """`%(num)s days` in each form that the language has, by the names that browsers have for them too (CLDR)."""
        forms: dict[str, str] = {}
        for number in range(1, 120):
            form = self.ngettext("%(num)s day", "%(num)s days", number).replace(str(number), "%(num)s")
            forms.setdefault(self._locale.plural_form(number), form)
        return forms

    def decimal(self, number: str) -> str:
        """`99.80`, with the sign that the language puts before decimals."""
        return number.replace(".", get_decimal_symbol(self._locale))

    def apart(self, text: str) -> str:
        """An author's words as one of several in a sentence, so that those around them keep their direction."""
        return f"\u2068{text}\u2069" if self.direction == "rtl" else text

    def listed(self, words: Iterable[str]) -> str:
        """`a, b and c`."""
        *others, last = list(words) or [""]
        if not others:
            return last
        return self.gettext("%(names)s and %(last)s", names=self.gettext(", ").join(others), last=last)

    def languages(self, codes: Iterable[str]) -> str:
        """What this language calls the languages of those codes: `English and German`; one that it has no word for by
        its code."""
        return self.listed(map(self._name_of, codes))

    def _name_of(self, code: str) -> str:
        try:
            return Locale.parse(code.replace("_", "-"), sep="-").get_display_name(self._locale) or code
        except (ValueError, UnknownLocaleError):
            return code

    def some(self, words: Sequence[str], most: int) -> str:
        """`a, b and 3 more`: as `listed`, but where they are more than `most` the last ones are counted."""
        if len(words) <= most:
            return self.listed(words)
        more = len(words) - most + 1
        names = self.gettext(", ").join(words[: most - 1])
        return self.ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=names)

    def _format(self, when: date, pattern: str) -> str:
        # Babel's date skeletons mix locales up (2.18); patterns come from the translations instead.
        try:
            return format_date(when, pattern, locale=self._locale)
        except (KeyError, ValueError, AttributeError):  # no pattern that Babel can read
            return format_date(when, "d MMM y", locale=self._locale)


def language(code: str, own: Mapping[str, bytes] = MappingProxyType({})) -> Language:
    """The language `code` (`de`, `pt-BR`). `own` are texts by paths, as in `Theme`, that win over ours.

    A language that nobody has translated, or that Babel does not know, is English: the news is not to wait for words.
    ConfigurationError when the language's file cannot be read.
    """
    try:
        locale = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return Language(SOURCE, Locale(SOURCE), gettext.NullTranslations())
    for name in dict.fromkeys((code, str(locale.language))):
        path = next((path for path in own if PurePath(path).name == f"{name}.po"), None)
        if path is not None:
            return Language(code, locale, _translations(path, own[path]))
        shipped = files(__package__) / f"{name}.po"
        if shipped.is_file():
            return Language(code, locale, _translations(str(shipped), shipped.read_bytes()))
    return Language(SOURCE, Locale(SOURCE), gettext.NullTranslations())


def _translations(path: str, data: bytes) -> gettext.NullTranslations:
    try:
        catalog = read_po(BytesIO(data), charset="utf-8", abort_invalid=True)
        for message in catalog:
            if message.id and not _fits(_forms(message.id), _forms(message.string)):
                # It would ask for a value that there is not: the sentence stays English, and the news goes out.
                message.string = ""
        compiled = BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        return gettext.GNUTranslations(compiled)
    except (OSError, ValueError, PoFileError, UnicodeError) as error:
        raise ConfigurationError(f"{path} cannot be used: {error}. Correct the file.") from error


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _fits(originals: Sequence[str], translated: Sequence[str]) -> bool:
    """Whether each translation can be filled in with what its original is filled in with."""
    names = set(_PLACE.findall(" ".join(originals)))
    if not names:
        return True
    for form in translated:
        try:
            form % dict.fromkeys(names, "")
        except (KeyError, ValueError, TypeError):
            return False
    return True


def _utc_day(when: date) -> date:
    return when.astimezone(UTC).date() if isinstance(when, datetime) else when
