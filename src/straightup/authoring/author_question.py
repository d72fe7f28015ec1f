"""One thing that a customer wants to know, put to the author; and what becomes of the answer."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import Diagnostic, Severity
from straightup.model.source import SectionName


class Answers(Protocol):
    """Anything that is filled with answers, and makes a file that can be checked at any time."""

    def check(self) -> Sequence[Diagnostic]:
        """What `check` would find in the file as it stands now, which is written and read for it."""


A = TypeVar("A", bound=Answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorQuestion(Generic[A]):
    """What is asked, and how the answer is read. `A` collects the answers."""

    key: str
    """The name of the option that answers it."""
    text: str
    hint: str
    read: Callable[[str, A], A]
    """The answers with this one in them, or RefusedAnswer."""
    required: bool = True
    prose: bool = False
    """The answer may have several lines."""
    about: SectionName | None = None
    """The section that it fills, so that a template's notes on it can be shown."""
    judged_by: tuple[str, ...] = ()
    """The beginnings of the codes whose rules judge this answer. Those on wording and exposure judge every one."""
    proposal: Callable[[A], str] = lambda _: ""
    """The answer that Enter gives; "" for none."""
    understood: Callable[[A], str] = lambda _: ""
    """What was understood, where the author may have written it in a short form."""


def take(question: AuthorQuestion[A], text: str, given: A, *, insist: bool = True) -> tuple[A, list[Diagnostic]]:
    """`given` with the answer `text` in it, and what its author should know about it.

    RefusedAnswer when it cannot be read, or when a rule calls it an error and we `insist`.
    """
    after = question.read(text, given)
    brought = [each for each in new_faults(given.check(), after.check()) if each.code.startswith(_judges(question))]
    if insist:
        insist_on(brought)
    return after, brought


def answer(questions: Iterable[AuthorQuestion[A]], given: A, answers: Mapping[str, str], *, insist: bool = True) -> A:
    """`given` with every one of `answers` in it, by the keys of their questions.

    RefusedAnswer names every option whose answer cannot be used, so that they are mended at once.
    """
    refusals: list[RefusedAnswer] = []
    for question in questions:
        if question.key in answers:
            try:
                given, _ = take(question, answers[question.key], given, insist=insist)
            except RefusedAnswer as refused:
                named = RefusedAnswer(f"--{question.key}: {refused}")
                named.rule, named.key = refused.rule, question.key
                refusals.append(named)
    if len(refusals) > 1:
        together = RefusedAnswer("\n".join(map(str, refusals)))
        together.key = refusals[0].key
        raise together
    if refusals:
        raise refusals[0]
    return given


def insist_on(diagnostics: Iterable[Diagnostic]) -> None:
    """RefusedAnswer for the first of `diagnostics` that is an error, unless it arose only because time passed."""
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.ERROR and not diagnostic.lapse:
            raise RefusedAnswer(f"{diagnostic.message} {diagnostic.help}".strip(), diagnostic.code)


def new_faults(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is wrong now and was not before, once for each thing said, errors first. Places do not matter."""
    known = Counter((each.code, each.message) for each in before)
    new: dict[tuple[str, str], Diagnostic] = {}
    for diagnostic in after:
        fault = (diagnostic.code, diagnostic.message)
        if known[fault]:
            known[fault] -= 1
        else:
            new.setdefault(fault, diagnostic)
    return sorted(new.values(), key=lambda each: each.severity is not Severity.ERROR)


def _judges(question: AuthorQuestion[A]) -> tuple[str, ...]:
    return (*question.judged_by, "W", "X")
