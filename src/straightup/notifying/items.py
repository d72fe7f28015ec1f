"""The items of a JSON Feed as they are to be sent: one truth, so nothing is worded anew."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import urldefrag

from straightup.model.errors import ConfigurationError
from straightup.model.notify import Recipient

_ITEM = re.compile(r"<li>\s*(?:<p>)?")
_END = re.compile(r"</(?:p|li|tr|h\d|blockquote|pre|summary)>|<br ?/?>")
_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One update, as the feed has it."""

    id: str
    url: str
    title: str
    html: str
    dated: datetime
    stage: str = ""
    """As the report's data has it; "" where that does not know the item, as of a correction."""
    components: frozenset[str] = frozenset()
    """The ids of those that its report names."""

    @property
    def thread(self) -> str:
        """The same for all updates of one report: where its page is."""
        return urldefrag(self.url).url

    @property
    def report(self) -> str:
        """The id of its report."""
        return self.thread.rstrip("/").rpartition("/")[2]

    @property
    def text(self) -> str:
        """What it says, without markup."""
        linked = _LINK.sub(lambda link: link[2] if link[2] == link[1] else f"{link[2]} ({link[1]})", self.html)
        plain = unescape(_TAG.sub("", _END.sub("\n", _ITEM.sub("- ", linked.replace("\n", " ")))))
        lines = (" ".join(line.split()) for line in plain.split("\n"))
        return "\n".join(line for line in lines if line)

    def is_for(self, recipient: Recipient) -> bool:
        """Whether `recipient` wants to hear it. What says neither stage nor component is for everybody."""
        stage = not recipient.stages or not self.stage or self.stage in recipient.stages
        return stage and (not recipient.only or not self.components or not self.components.isdisjoint(recipient.only))


def items_of(feed: Any, data_of: Callable[[str], Any]) -> list[Item]:
    """Oldest first; `data_of` gives the data of the report of an id, or None. ConfigurationError for what is no feed of
    ours."""
    try:
        found = [_item(each, data_of) for each in feed["items"]]
    except (LookupError, TypeError, ValueError) as error:
        raise ConfigurationError("That is no feed of straightup. Build the site, and try again.") from error
    return sorted(found, key=lambda item: item.dated)


def _item(each: Any, data_of: Callable[[str], Any]) -> Item:
    item = Item(
        id=_text(each["id"]),
        url=_text(each["url"]),
        title=" ".join(_text(each["title"]).split()),
        html=_text(each["content_html"]),
        dated=datetime.fromisoformat(_text(each["date_published"])),
    )
    data = data_of(item.report)
    if data is None:
        return item
    stage = next((_text(update["stage"]) for update in data["updates"] if update["url"] == item.url), "")
    return replace(item, stage=stage, components=frozenset(_text(found["id"]) for found in data["components"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
