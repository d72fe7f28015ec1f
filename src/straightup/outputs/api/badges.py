"""Badges: how the site or a component works, in one small picture for other pages.

A picture cannot know its age, so it says of which day it is: one that is not built any more tells on itself.
"""

import json
from datetime import datetime
from html import escape
from typing import Final

from straightup.model.states import State
from straightup.outputs.language.words import Words
from straightup.site import addresses
from straightup.site.view import Site

_COLOURS: Final = {
    State.OPERATIONAL: "#157347",
    State.NOT_KNOWN: "#5f6673",
    State.MAINTENANCE: "#2457b3",
    State.DEGRADED: "#8f5c00",
    State.PARTIAL_OUTAGE: "#a8420d",
    State.MAJOR_OUTAGE: "#a51225",
}
"""White on each of them has a contrast of 5 to 1 or more."""
_LABEL = "#3b424e"
_LONGEST = 40
_HEIGHT = 20
CACHE_SECONDS: Final = 300


def badges(site: Site, words: Words) -> dict[str, bytes]:
    """A picture and the answer that shields.io makes one of, for the site and for each component, by their paths."""
    found = _both("", site.settings.site_name, _state(site), site.now, words)
    for view in site.every_component:
        found |= _both(view.url, view.component.name, view.state, site.now, words)
    return found


def _state(site: Site) -> State:
    """Of the whole site; while something that could not be read may be open, nobody knows that it works."""
    return State.NOT_KNOWN if site.unclear and site.worst in (State.OPERATIONAL, State.DEGRADED) else site.worst


def _both(page: str, label: str, state: State, now: datetime, words: Words) -> dict[str, bytes]:
    label = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
    said = words.language.gettext("%(state)s, %(day)s", state=words.state_in_line(state), day=words.short_day(now))
    answer = {
        "schemaVersion": 1,
        "label": label,
        "message": said,
        "color": _COLOURS[state],
        "isError": state is not State.OPERATIONAL,
        "cacheSeconds": CACHE_SECONDS,
    }
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return {
        addresses.badge_of(page, "svg"): _picture(label, said, state).encode("utf-8", "xmlcharrefreplace"),
        addresses.badge_of(page, "json"): text.encode("utf-8", "replace"),
    }


def _picture(label: str, said: str, state: State) -> str:
    """An SVG whose texts are given their width, so that no font makes one lie on the other."""
    left, right = _width(label), _width(said)
    text, name = escape(_drawn(label)), escape(_drawn(f"{label}: {said}"))
    middle = _HEIGHT - 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img" '
        f'aria-label="{name}"><title>{name}</title>'
        f'<rect width="{left + right}" height="{_HEIGHT}" rx="3" fill="{_LABEL}"/>'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v{_HEIGHT - 6}a3 3 0 0 1-3 3H{left}z" fill="{_COLOURS[state]}"/>'
        '<g fill="#fff" font-family="system-ui,sans-serif" font-size="11" text-anchor="middle">'
        f'<text x="{left / 2:g}" y="{middle}" textLength="{left - 12}" lengthAdjust="spacingAndGlyphs">{text}</text>'
        f'<text x="{left + right / 2:g}" y="{middle}" textLength="{right - 12}" lengthAdjust="spacingAndGlyphs">'
        f"{escape(_drawn(said))}</text></g></svg>\n"
    )


def _width(text: str) -> int:
    """As wide as most fonts draw it, with some room; what is written in full width takes twice as much."""
    return round(sum(12 if ord(character) > 0x2E7F else 6.4 for character in text)) + 12


def _drawn(text: str) -> str:
    """`text` without what XML cannot hold."""
    return (
        "".join(
            character
            if character in "\t\n" or (character >= " " and not 0xFFFE <= ord(character) <= 0xFFFF)
            else "\ufffd"
            for character in text
        )
        .encode("utf-8", "replace")
        .decode("utf-8")
    )
