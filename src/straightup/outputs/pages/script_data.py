"""What the script of the pages has to know: on each page what is there for ever, and in one small file the present."""

import json

from markupsafe import escape

from straightup.outputs.language.language import Language
from straightup.outputs.language.times import stamp
from straightup.outputs.language.words import Words
from straightup.outputs.pages.headline import headline
from straightup.site.view import Site


def script_data(site: Site, language: Language, *, present: bool) -> str:
    """The sentences of the script, in the language of the page; with `present` what depends on the clock too."""
    data = {**(_present(site) if present else {}), "words": _words(language)}
    text = escape(_written(data))
    # An attribute, since a theme that puts pages into one another would run the text of any <script>.
    return f'<div id="su-page" hidden data-su-page="{text}"></div>'


def present(site: Site, words: Words) -> bytes:
    """The file that settled pages ask: when the site was built, its worst state, and what is
    wrong, if anything is; `page` leads from the site's root to where that is told."""
    data = {
        **_present(site),
        "state": site.worst.value,
        "headline": headline(site, words),
        "page": site.settings.path or "",
    }
    # Whatever a program takes it for: none of it is markup.
    return _written(data).replace("<", "\\u003c").encode("utf-8", "replace")


def _present(site: Site) -> dict[str, object]:
    return {
        "built": stamp(site.now),
        "set": site.clock_was_set,
        "stale": int(site.settings.stale_after.total_seconds()),
        "live": bool(site.open or site.active),
    }


def _words(language: Language) -> dict[str, object]:
    _ = language.gettext
    return {
        "promise": {"ahead": _("in %(length)s"), "late": _("%(length)s overdue")},
        "promised": _("promised for %(time)s"),
        "work": {"ahead": _("ends in %(length)s"), "late": _("takes longer than announced, by %(length)s")},
        "window": {"ahead": _("ends in %(length)s"), "late": _("over, and we have not said that it began")},
        "begin": {"ahead": _("begins in %(length)s"), "late": ""},
        "d": _("%(num)s d"),
        "days": language.days,
        "h": _("%(num)s h"),
        "min": _("%(num)s min"),
        "moment": _("less than a minute"),
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
