"""How the service works now, in one line for other pages: the file that a script asks for, and a page for a frame.

A sentence that leaves its page has to tell its own age: the script says "as of" where the site was not built for long,
and the page, which is read without a script as well, has the moment in it.
"""

import hashlib
import json
from base64 import b64encode
from html import escape
from typing import Final

from straightup.outputs.language.times import stamp
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answer import Due
from straightup.outputs.pages.answers import tiles
from straightup.outputs.pages.headline import headline
from straightup.outputs.pages.script_data import due_words, length_words
from straightup.outputs.prose import render
from straightup.outputs.showing import text_of
from straightup.site import addresses
from straightup.site.view import Report, Site

_STYLE: Final = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:0;padding:8px 12px;color:#1a2230;background:#fff}"
    "a{color:inherit;text-decoration:none}a:is(:hover,:focus-visible){text-decoration:underline}h1{font:inherit;margin:0}"
    "span{margin-inline-end:.3em}"
    "@media(prefers-color-scheme:dark){body{color:#e8ebf1;background:#171b24}}"
)
_PLACE: Final = "straightup"


def present(site: Site, words: Words) -> bytes:
    """What settled pages and the line for other pages ask for: when the site was built, its worst state, what is
    wrong, and the two times that whoever waits looks for; `page` leads from the site's root to where that is told."""
    data = {
        "built": stamp(site.now),
        "set": site.clock_was_set,
        "stale": int(site.settings.stale_after.total_seconds()),
        "live": bool(site.open or site.active),
        "state": site.worst.value,
        "word": words.state(site.worst),
        "well": _is_well(site),
        "headline": headline(site, words),
        "times": _times(site, words),
        "page": site.settings.path or "",
        "time": words.full(site.now),
        "lang": words.language.code,
        "dir": words.language.direction,
        "say": {**length_words(words.language), "asOf": words.language.gettext("As of %(time)s:")},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Whatever a program takes it for: none of it is markup.
    return text.replace("<", "\\u003c").encode("utf-8", "replace")


def embed(site: Site, words: Words) -> dict[str, bytes]:
    """A small page that shows the same line, for a frame on another page. Links in it open the status page itself."""
    said = words.language.gettext
    times = "".join(f"<span>{escape(each['question'])}: {escape(each['said'])}</span> " for each in _times(site, words))
    up = "../" * (addresses.EMBED.count("/") + (site.settings.path or "").count("/"))
    address = addresses.base_of(site.settings)
    digest = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-{digest}'; base-uri 'none'"
    page = (
        f'<!doctype html>\n<html lang="{words.language.code}" dir="{words.language.direction}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        f'<title>{escape(site.settings.site_name)}</title>\n<link rel="canonical" href="{escape(address)}">\n'
        f"<style>{_STYLE}</style>\n"
        f'</head>\n<body>\n<main><h1 id="{_PLACE}"><a href="{escape(address)}" target="_top">'
        f"<span>{escape(said('As of %(time)s:', time=words.full(site.now)))}</span> "
        f"<span>{escape(headline(site, words))}</span> {times}</a></h1></main>\n"
        f'<script src="{up}{addresses.EMBED_SCRIPT}" data-in="{_PLACE}" async></script>\n</body>\n</html>\n'
    )
    return {f"{addresses.EMBED}index.html": page.encode("utf-8", "xmlcharrefreplace")}


def _is_well(site: Site) -> bool:
    """Whether there is nothing to say: nothing is wrong, nothing goes on, and nothing that may be was left unread."""
    return not (site.open or site.active or site.unclear) and site.worst.rank == 0


def _times(site: Site, words: Words) -> list[dict[str, str]]:
    """Of the report that the sentence is about, none where there is none."""
    report = next(iter(site.going_on.cards), None)
    return [] if report is None else list(_times_of(report, site, words))


def _times_of(report: Report, site: Site, words: Words) -> list[dict[str, str]]:
    found = []
    for answer in tiles(report, site, words, render):
        # Without a time the first thing that stands in its place: that it cannot be read, or that service is back.
        said = text_of(str(answer.when)) or text_of(str(answer.html)).partition("\n")[0] or answer.unanswered
        if said:
            found.append({"question": answer.question, "said": said, **_counted(answer.due, words)})
    return found


def _counted(due: Due | None, words: Words) -> dict[str, str]:
    return {} if due is None else {"at": stamp(due.at), **due_words(words.language, due.kind)}
