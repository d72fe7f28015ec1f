"""The one way out: all that a command prints goes through here, so that nothing of it is obeyed where it is read.

Nobody prints otherwise, which a test holds. What an author, a file's name or another program has said is escaped here;
what a reporter has written is escaped in its own way already, and goes out as it is.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from straightup.model.errors import StraightupError
from straightup.reporters import own_line

_REST_OF_LINE = "\x1b[K"
"""Takes away what stands behind."""


def say(*lines: str, err: bool = False, bold: bool = False, dim: bool = False) -> None:
    """Each of `lines` on a line of its own, whatever is in it; an empty one without any."""
    for line in lines or ("",):
        shown = own_line(line)
        click.echo(click.style(shown, bold=bold or None, dim=dim or None) if bold or dim else shown, err=err)


def hand_out(report: str, *, err: bool = False) -> None:
    """What a reporter has written, to its last line feed. click takes colours out where nobody would see them."""
    click.echo(report, nl=False, err=err)


def prompt(text: str, kind: click.ParamType[int] | None = None) -> str | int:
    """What a person answers behind `text`; "" for Enter, where no `kind` is asked for."""
    if kind is not None:
        number: int = click.prompt(own_line(text), type=kind, prompt_suffix=" ")
        return number
    answer: str = click.prompt(own_line(text), default="", show_default=False, prompt_suffix=" ")
    return answer


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, and nowhere else: a function that takes how much of how much is done."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, width=30) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = max(of, 1)
            bar.update(done - bar.pos)

        yield tell


@contextmanager
def waiting(label: str, every: float = 1.0) -> Iterator[None]:
    """On the terminal, and nowhere else: what takes longer than `every` seconds, and how long it has taken; gone at the
    end.

    A signal wakes it and no thread, since a process with threads must not be forked, as those who check and compose do.
    """
    if not (sys.stderr.isatty() and hasattr(signal, "setitimer")):
        yield
        return
    began = time.monotonic()

    def tell(_signal: int, _frame: object) -> None:
        click.echo(f"\r{own_line(label)} {time.monotonic() - began:.0f} s{_REST_OF_LINE}", nl=False, err=True)

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, every, every)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if time.monotonic() - began > every:
            click.echo(f"\r{_REST_OF_LINE}", nl=False, err=True)


def clear() -> None:
    """Takes away what stood on the terminal."""
    click.clear()


def refuse(error: StraightupError) -> None:
    """Why a command cannot go on."""
    first, *others = error.lines
    say(f"straightup: {first}", *others, err=True)


def refuse_usage(error: click.ClickException) -> None:
    """As click says it, which has no way of its own to escape what stood on the command line."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        say(*context.get_usage().split("\n"), err=True)
        say(f"Try '{context.command_path} {context.help_option_names[0]}' for help.", "", err=True)
    say(*f"Error: {error.format_message()}".split("\n"), err=True)
