"""One round: each target is told what it does not have yet, in order, and a target that fails stops no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from straightup.notifying.items import Item
from straightup.notifying.ledger import Fate, Ledger
from straightup.notifying.message import DeliveryError, Message, Target, message_of

MOST: Final = 10
"""Messages for one target in a round; what is left is counted in one more."""
NEWS: Final = timedelta(hours=24)
"""What is older is no news: an import, or a ledger that was lost, wakes nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A target with what it wants to hear of the feed."""

    name: str
    """The environment variable with its address."""
    digest: str
    """What the ledger calls it."""
    target: Target
    items: tuple[Item, ...]
    """Those that it wants to hear, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a listener is to be told now."""

    listener: Listener
    is_new: bool
    """It was never told anything: what is there already is only noted."""
    old: tuple[Item, ...] = ()
    """Too old to be news."""
    now: tuple[Item, ...] = ()
    rest: tuple[Item, ...] = ()
    """What comes in one message, as it is too much."""


def planned(listener: Listener, ledger: Ledger, now: datetime) -> Plan:
    """What `listener` does not have yet."""
    if not ledger.knows(listener.digest):
        return Plan(listener=listener, is_new=True, old=listener.items)
    missing = [item for item in listener.items if not ledger.has(listener.digest, item.id)]
    old = tuple(item for item in missing if item.dated < now - NEWS)
    fresh = [item for item in missing if item.dated >= now - NEWS]
    return Plan(listener=listener, is_new=False, old=old, now=tuple(fresh[:MOST]), rest=tuple(fresh[MOST:]))


def carried_out(plan: Plan, ledger: Ledger, page: str) -> Iterator[str]:
    """Tells the listener, and yields what became of it, line by line; `page` is where all of it stands.

    DeliveryError at the first message that is not taken: what follows it waits, so that none comes before it.
    """
    listener = plan.listener
    if plan.is_new:
        ledger.meet(listener.digest, [item.id for item in plan.old])
        yield f"{listener.name}: new; it hears what comes from now on."
        return
    if plan.old:
        ledger.note(listener.digest, dict.fromkeys((item.id for item in plan.old), Fate.TOO_OLD))
        yield f"{listener.name}: {_updates(len(plan.old))} older than a day not sent."
    for item in plan.now:
        # Another run may have told it meanwhile.
        if not ledger.has(listener.digest, item.id):
            listener.target.send(message_of(item, listener.digest))
            ledger.note(listener.digest, {item.id: Fate.SENT})
            yield f"{listener.name}: {item.title}"
    rest = [item for item in plan.rest if not ledger.has(listener.digest, item.id)]
    if rest:
        listener.target.send(_in_one(rest, listener.digest, page))
        ledger.note(listener.digest, dict.fromkeys((item.id for item in rest), Fate.DIGEST))
        yield f"{listener.name}: {_updates(len(rest))} more, in one message."


def told(plans: Sequence[Plan], ledger: Ledger, page: str) -> Iterator[tuple[str, bool]]:
    """Carries out all of `plans`: what became of each, and whether it is a failure."""
    for plan in plans:
        try:
            for line in carried_out(plan, ledger, page):
                yield line, False
        except DeliveryError as error:
            yield f"{plan.listener.name}: not told, {error}. The next run tries again.", True


def _updates(number: int) -> str:
    return "1 update" if number == 1 else f"{number} updates"


def _in_one(items: Sequence[Item], digest: str, page: str) -> Message:
    """What is too much for a message each."""
    first = message_of(items[-1], digest, more="and those before it")
    titles = "\n".join(f"- {item.title}" for item in items[-MOST:])
    title = f"{_updates(len(items))} more"
    return Message(key=first.key, title=title, text=f"The latest of them:\n{titles}", html="", url=page)


def trial(name: str, digest: str, site: str, page: str, now: datetime) -> Message:
    """One message that nobody can take for news."""
    item = Item(id=f"test/{now.isoformat()}", url=page, title=f"[Test] {site}", html="", dated=now)
    message = message_of(item, digest)
    text = f"This is a test of the notifications of {site}, sent to {name}. Nothing is wrong."
    return Message(key=message.key, title=item.title, text=text, html=f"<p>{text}</p>", url=page)
