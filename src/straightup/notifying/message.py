"""What is handed to a target, and how a target answers."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from straightup.notifying.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to tell one target."""

    key: str
    """The same whenever the same is told to the same target: by it the other side can tell a repetition."""
    title: str
    text: str
    html: str
    url: str
    thread: str = ""
    """Of its report; "" for what belongs to none."""


class DeliveryError(Exception):
    """The target did not take it. Its text is for the log, and holds no secret."""


class Target(Protocol):
    """Where messages go."""

    def send(self, message: Message) -> None:
        """Returns when the other side has taken it. DeliveryError when it has not, as far as anybody can tell."""


def digest_of(address: str) -> str:
    """What the ledger calls a target: its address cannot be read from it."""
    return sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def message_of(item: Item, target: str, *, more: str = "") -> Message:
    """`item` for the target that the ledger calls so; `more` makes it another one, which is taken again."""
    key = sha256("\n".join((item.id, target, more)).encode("utf-8", "replace")).hexdigest()[:40]
    return Message(key=key, title=item.title, text=item.text, html=item.html, url=item.url, thread=item.thread)
