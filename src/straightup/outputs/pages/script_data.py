"""What the script of the pages has to know."""

import json

from markupsafe import escape

from straightup.outputs.language.language import Language
from straightup.outputs.language.times import stamp
from straightup.site.view import Site


def script_data(site: Site, language: Language, *, present: bool) -> str:
    """The sentences of the script, in the language of the page; with `present` what depends on the clock too."""
    data = {**(_present(site) if present else {}), "words": _words(language)}
    text = escape(_written(data))
    # An attribute, since a theme that puts pages into one another would run the text of any <script>.
    return f'<div id="su-page" hidden data-su-page="{text}"></div>'


def _present(site: Site) -> dict[str, object]:
    return {
        "built": stamp(site.now),
        "set": site.clock_was_set,
        "stale": int(site.settings.stale_after.total_seconds()),
        "live": bool(site.open or site.active),
    }


def due_words(language: Language, kind: str) -> dict[str, str]:
    """What is said of a promise of that `Due.kind` before and after its time; `length` comes into it."""
    _ = language.gettext
    return {
        "promise": {"ahead": _("in %(length)s"), "late": _("%(length)s overdue")},
        "work": {"ahead": _("ends in %(length)s"), "late": _("takes longer than announced, by %(length)s")},
        "window": {"ahead": _("ends in %(length)s"), "late": _("over, and we have not said that it began")},
        "begin": {"ahead": _("begins in %(length)s"), "late": ""},
    }[kind]


def length_words(language: Language) -> dict[str, str]:
    """The units of a length of time; `num` comes into them."""
    _ = language.gettext
    return {
        "d": _("%(num)s d"),
        "h": _("%(num)s h"),
        "min": _("%(num)s min"),
        "moment": _("less than a minute"),
    }


def _words(language: Language) -> dict[str, object]:
    _ = language.gettext
    return {
        **{kind: due_words(language, kind) for kind in ("promise", "work", "window", "begin")},
        **length_words(language),
        "promised": _("promised for %(time)s"),
        "days": language.days,
        "ago": _("(%(length)s ago)"),
        "stale": _("This page is %(length)s old and may not tell what happens now."),
        "asOf": _("As of %(time)s:"),
        "now": _("Now: %(sentence)s"),
        "news": _("There is news: show it"),
        "zone": _("Times are in your zone, %(zone)s."),
        "utc": _("Times are in UTC."),
        "toUtc": _("Show UTC"),
        "toZone": _("Show my time"),
        "copy": _("Copy"),
        "copyWhat": _("Copy %(text)s"),
        "copied": _("Copied"),
    }


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
