"""What is seen of a page elsewhere: the picture in the browser's tab, and the preview of a link to it."""

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from straightup.building.fitting import material
from straightup.building.fitting.markup import Tag, tags_of
from straightup.building.fitting.place import FOLDER, Place
from straightup.building.slots import DESCRIPTION, STATE, STATE_WORDS, TITLE

ICON_ID: Final = "su-favicon"
"""By which a script finds the icon."""
PRESENT_ICON: Final = "now"
"""The picture of whatever state it is now, for pages that must not know it."""
CARD_SIZE: Final = (1200, 630)


def with_state_icon(html: str, place: Place, state: str) -> str:
    """The shell with the icon of `state` in the place of the theme's; an icon that the user chose stays.

    Each state has a file of its own, so that a browser never shows an earlier one from its cache. Settled pages have
    the `PRESENT_ICON`, in whose place their script puts that of the state.
    """
    icons = [tag for tag in tags_of(html) if tag.name == "link" and "icon" in tag.words("rel")]
    if len(icons) != 1 or place.path_of(icons[0].attributes.get("href", "")) != material.FAVICON:
        return html
    path = escape(f"{place.root}{FOLDER}/state/{state}")
    links = (
        f'<link rel="icon" type="image/png" sizes="32x32" href="{path}.png">\n'
        f'      <link rel="icon" type="image/svg+xml" href="{path}.svg" id="{ICON_ID}">'
    )
    return html[: icons[0].start] + links + html[icons[0].end :]


def link_preview(html: str, place: Place, site_name: str, *, article: bool) -> str:
    """Tags for the shell's head: title, sentence, and the picture of a state, for chats and social networks.

    "" when the shell has some already, from an override of the user's or from another plugin. Without a `site_url`
    there is no address to give, neither the page's nor a picture's.
    """
    tags = tags_of(html)
    if any(tag.attributes.get("property", "").startswith("og:") for tag in tags if tag.name == "meta"):
        return ""
    canonical = _canonical(tags)
    card = f"{place.site}{FOLDER}/cards/{STATE}.png"
    width, height = CARD_SIZE
    found = {
        "og:type": "article" if article else "website",
        "og:site_name": escape(site_name),
        "og:title": TITLE,
        "og:description": DESCRIPTION,
    }
    if canonical:
        found |= {
            "og:url": escape(canonical),
            "og:image": escape(card),
            "og:image:type": "image/png",
            "og:image:width": str(width),
            "og:image:height": str(height),
            "og:image:alt": STATE_WORDS,
        }
    lines = [f'<meta property="{name}" content="{value}">' for name, value in found.items()]
    if not any(tag.attributes.get("name", "").startswith("twitter:") for tag in tags if tag.name == "meta"):
        lines.append(f'<meta name="twitter:card" content="{"summary_large_image" if canonical else "summary"}">')
    return "".join(f"{line}\n  " for line in lines)


def _canonical(tags: Iterable[Tag]) -> str:
    links = (tag.attributes.get("href", "") for tag in tags if tag.name == "link" and "canonical" in tag.words("rel"))
    address = next(links, "")
    return address if re.match("https?://", address) else ""
