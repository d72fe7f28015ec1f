"""Questions on a terminal, one at a time."""

import contextlib
import re
import shutil
import textwrap
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from straightup.authoring.author_question import Answers, AuthorQuestion, take
from straightup.authoring.refusal import RefusedAnswer
from straightup.cli import saying
from straightup.disk import edited_text
from straightup.model.findings import Diagnostic
from straightup.reporters import safe

BACK = "<"
EDITOR = "e"
A = TypeVar("A", bound=Answers)


def ask(
    given: A,
    questions: Callable[[A], Sequence[AuthorQuestion[A]]],
    *,
    insist: bool = True,
    aside: Callable[[AuthorQuestion[A], A], Sequence[str]] = lambda _question, _given: (),
) -> A:
    """`given` with an answer to each of `questions`, which are worked out anew after every answer.

    `aside` is what else to show with a question. Without `insist`, what a rule calls an error is only remarked on.
    click.Abort when the person leaves.
    """
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 # with it, the arrow keys move in the line that is being typed
    done: set[str] = set()
    history: list[tuple[str, A]] = []
    earlier: dict[str, str] = {}
    while True:
        asked = questions(given)
        question = next((each for each in asked if each.key not in done), None)
        if question is None:
            return given
        _show(question, f"{asked.index(question) + 1}/{len(asked)}", aside(question, given))
        answer = _answer(question, given, earlier.get(question.key, ""), insist=insist)
        if answer is not None:
            earlier[question.key], after = answer
            history.append((question.key, given))
            done.add(question.key)
            given = after
        elif history:
            key, given = history.pop()
            done.remove(key)
        else:
            saying.say("     This is the first question.")


def explain_keys() -> None:
    """What may be typed besides answers."""
    saying.say(f"Enter takes what stands in [ ]. A text ends with an empty line; “{EDITOR}” opens your editor for it.")
    saying.say(f"“{BACK}” goes back. Ctrl-C leaves, and nothing is written.")


def say(text: str, *, bold: bool = False, dim: bool = False, mark: str = "") -> None:
    """`text`, wrapped to the terminal, behind `mark` in the margin."""
    width = min(shutil.get_terminal_size().columns, 100)
    for number, line in enumerate(safe_lines(text)):
        first = f"{mark if number == 0 else '':<5}"
        wrapped = textwrap.wrap(line, max(width - 6, 30), initial_indent=first, subsequent_indent=" " * 5)
        for piece in wrapped or [first.rstrip()]:
            saying.say(piece, bold=bold, dim=dim)


def say_note(text: str) -> None:
    """What a template says: its paragraphs wrapped anew, each task on a line of its own."""
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*[-*+] )", text):
        say(" ".join(paragraph.split()))


def safe_lines(text: str) -> list[str]:
    """The lines of `text`, with nothing in them that a terminal would obey."""
    return [safe(line) for line in text.split("\n")]


def refuse(refused: RefusedAnswer, shown: str = "") -> None:
    """Say why an answer was not taken and why the rule wants one; give an example, unless `shown` has one already."""
    say(str(refused), mark="  ✗")
    if refused.rule and refused.why:
        say(f"{refused.why} ({refused.rule.code})", dim=True)
    shown += str(refused)
    if refused.example and refused.example not in shown and not re.search("uch as|Did you mean|Write “", shown):
        say(f"For example: {refused.example}", dim=True)


def remark(diagnostic: Diagnostic) -> None:
    """Something to think about that nobody insists on."""
    say(f"{diagnostic.message} {diagnostic.help} ({diagnostic.code})".replace(" .", "."), mark="  !")


def _show(question: AuthorQuestion[A], number: str, aside: Sequence[str]) -> None:
    saying.say()
    say(question.text, bold=True, mark=number)
    say(f"e.g. {question.hint}", dim=True)
    for text in aside:
        say(text)


def _answer(question: AuthorQuestion[A], given: A, earlier: str, *, insist: bool) -> tuple[str, A] | None:
    """What was typed, and the answers with it in them; None to go back. `earlier` is what Enter says again."""
    remarked: A | None = None
    """The answers with one that was remarked on, which Enter keeps."""
    typed = ""
    while True:
        proposal = "" if remarked is not None else earlier or question.proposal(given)
        answer = _text(proposal, typed) if question.prose else _line(proposal)
        if answer.strip() == BACK:
            return None
        if not answer.strip() and remarked is not None:
            return typed, remarked
        typed = answer if answer.strip() else proposal
        try:
            after, brought = take(question, typed, given, insist=insist)
        except RefusedAnswer as refused:
            remarked = None
            refuse(refused, question.hint)
            if question.prose and typed.strip():
                say(f"Write it again, or “{EDITOR}” to go on with it in your editor.", dim=True)
            continue
        if understood := question.understood(after):
            say(f"= {understood}", dim=True)
        if not brought:
            return typed, after
        for diagnostic in brought:
            remark(diagnostic)
        say("Enter keeps it as it is; or write it again.", dim=True)
        remarked = after


def _line(proposal: str) -> str:
    shown = f"[{textwrap.shorten(safe(proposal), 60, placeholder=' …')}] " if proposal else ""
    return str(saying.prompt(f"     {shown}>"))


def _text(proposal: str, typed: str) -> str:
    """Lines up to an empty one, or a text from an editor, which opens with what was `typed` before."""
    first = _line(proposal)
    if first.strip() == EDITOR:
        try:
            return edit(typed or proposal) or ""
        except click.UsageError as error:
            # Whoever has come this far loses nothing because an editor is missing.
            say(f"{error.message} Or write it here.", mark="  ✗")
            return _text(proposal, typed)
    lines = [first]
    while lines[-1].strip() not in ("", BACK) and (following := _line("")).strip():
        lines.append(following)
    return "\n".join(lines)


def edit(text: str) -> str | None:
    """What comes back from $VISUAL or $EDITOR; None when it was left without saving."""
    try:
        return edited_text.edited(text, lambda path: click.edit(filename=path))
    except click.UsageError:
        raise
    except click.ClickException as error:
        message = error.message.rstrip(".")
        raise click.UsageError(f"{message}. Set EDITOR to an editor that is there, or use -m.") from error


def keep(text: str) -> None:
    """Show a text that could not be written: what somebody has typed is never thrown away."""
    saying.say("", "This is what you wrote:", "", *text.rstrip("\n").split("\n"), "", err=True)


def usage(refused: RefusedAnswer) -> click.UsageError:
    """What a script is told about an answer that cannot be used, and where the reason stands."""
    why = f" “straightup explain {refused.rule.code}” says why." if refused.rule else ""
    return click.UsageError("\n".join(safe_lines(f"{refused}{why}")))
