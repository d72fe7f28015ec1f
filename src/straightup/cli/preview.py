"""What customers will read, before it is written: shown to the person who wrote it, who may change it or leave."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import click

from straightup.building.showing import Shown, seen
from straightup.cli import asking, saying
from straightup.cli.customers_view import changes, on_terminal, whole
from straightup.disk.project import Project
from straightup.model.source import Source

_QUESTION = f"Enter writes it, “{asking.EDITOR}” opens your editor, Ctrl-C leaves. >"


T = TypeVar("T")


def insist(written: T, present: Callable[[T], None], edit: Callable[[T], T], kept: Callable[[T], str]) -> T:
    """What is `written`, once somebody to whom it was presented wants it; `edit` may have made something else of it.

    click.Abort when they leave; the text that is `kept` of it is shown once more then.
    """
    while True:
        present(written)
        saying.say()
        try:
            answer = str(saying.prompt(_QUESTION)).strip()
        except click.Abort:
            saying.say()
            asking.keep(kept(written))
            raise
        if not answer:
            return written
        if answer == asking.EDITOR:
            written = edit(written)


def read_by_customers(project: Project, path: str, data: bytes, now: datetime) -> Shown | None:
    """What customers read of the file alone; other reports are not looked at, so that nobody waits for them."""
    name = path.rpartition("/")[2]
    source = Source(path=path, id=name.rpartition(".")[0] or name, data=data)
    return seen(project, [source], path, now).shown


def show_now(found: Shown | None) -> None:
    """How it stands and the newest update, as customers read them until now."""
    if found is not None:
        asking.say("Customers read now:")
        form = on_terminal()
        saying.say(*form.text(found.standing))
        if found.lines:
            saying.say(*form.text(f"{found.lines[-1].question}\n{found.lines[-1].text}"))
        saying.say()


def show_whole(found: Shown | None) -> None:
    """All that customers will read, or that nobody will."""
    saying.say()
    if found is None:
        asking.say("Nobody will read this yet: it is a draft, or it cannot be read.")
        return
    asking.say("Customers will read:", bold=True)
    saying.say("", *whole(found, on_terminal()))


def show_changes(before: Shown | None, after: Shown | None) -> None:
    """What customers will read otherwise; all of it where nobody read it before."""
    if before is None or after is None:
        show_whole(after)
        return
    saying.say()
    asking.say("What changes for customers:", bold=True)
    saying.say(*changes(before, after, on_terminal()))
