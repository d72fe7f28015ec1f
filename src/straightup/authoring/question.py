"""One thing that a customer wants to know, put to the author; and what becomes of the answer."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import Diagnostic, Severity
from straightup.model.source import SectionName


class Answers(Protocol):
    """Anything that is filled with answers and can be checked at any time."""

    @property
    def faults(self) -> Sequence[Diagnostic]:
        """What `check` would find in the file as it stands now."""


A = TypeVar("A", bound=Answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[A]):
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
    heard: Callable[[A], str] = lambda _: ""
    """What was understood, where the author may have written it in a short form."""


def take(question: Question[A], text: str, given: A, *, insist: bool = True) -> tuple[A, list[Diagnostic]]:
    """`given` with the answer `text` in it, and what its author should know about it.

    RefusedAnswer when it cannot be read, or when a rule calls it an error and we `insist`.
    """
    after = question.read(text, given)
    found = [each for each in new_faults(given.faults, after.faults) if each.code.startswith(_judges(question))]
    for each in found:
        if insist and each.severity is Severity.ERROR and not each.lapse:
            raise refusal(each)
    return after, found


def answer(questions: Iterable[Question[A]], given: A, said: Mapping[str, str], *, insist: bool = True) -> A:
    """`given` with every answer of `said` in it; RefusedAnswer names the option whose answer cannot be used."""
    for question in questions:
        if question.key in said:
            try:
                given, _ = take(question, said[question.key], given, insist=insist)
            except RefusedAnswer as refused:
                named = RefusedAnswer(f"--{question.key}: {refused}")
                named.rule = refused.rule
                raise named from None
    return given


def refusal(found: Diagnostic) -> RefusedAnswer:
    """What a rule says against an answer."""
    return RefusedAnswer(f"{found.message} {found.help}".strip(), found.code)


def new_faults(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is wrong now and was not before, once for each thing said, errors first. Places do not matter."""
    known = Counter((each.code, each.message) for each in before)
    new: dict[tuple[str, str], Diagnostic] = {}
    for each in after:
        said = (each.code, each.message)
        if known[said]:
            known[said] -= 1
        else:
            new.setdefault(said, each)
    return sorted(new.values(), key=lambda each: each.severity is not Severity.ERROR)


def _judges(question: Question[A]) -> tuple[str, ...]:
    return (*question.judged_by, "W", "X")
