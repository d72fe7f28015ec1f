"""Why an answer cannot be used, in the words of the rule that refuses it."""

import re
import textwrap
from collections.abc import Iterable

from straightup import rules
from straightup.model.states import Kind

_LABEL = re.compile(r"(?:- ETA|- Next update|title|components|started|resolved|starts|ends): ?")
_SENTENCE = re.compile(r"(?<=[.!?])[”)]?\s+(?=[A-Z“])")


class RefusedAnswer(ValueError):  # noqa: N818 -- it is no error of the program but something to say to a person
    """An answer that the file could not hold. The message says why and gives the next step."""

    def __init__(self, message: str, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rules.find(rule) if rule else None
        """The rule that the answer would break, where it is one."""
        self.key = ""
        """The key of the question whose answer it is, where one alone is refused."""

    @property
    def why(self) -> str:
        """Why the rule wants it, as far as one reads at 3 a.m.; "" without a rule."""
        return _shortened(self.rule.why, 170) if self.rule else ""

    @property
    def example(self) -> str:
        """What an answer looks like that the rule accepts; "" when its example is no answer to one question."""
        if self.rule is None or self.rule.good.startswith("("):
            return ""
        bad = {line.strip() for line in self.rule.bad.split("\n")}
        lines = [line.strip() for line in self.rule.good.split("\n")]
        new = [line for line in lines if line and line not in bad and not line.startswith(("#", "---"))]
        return textwrap.shorten(_LABEL.sub("", " ".join(new)), 240, placeholder=" …")


def not_taken(kind: Kind, keys: Iterable[str]) -> RefusedAnswer:
    """What is said of answers to questions that no report of this kind is asked."""
    article = "An" if kind is Kind.INCIDENT else "A"
    return RefusedAnswer(f"{article} {kind} has no {' and no '.join(f'--{key}' for key in keys)}.")


def _shortened(text: str, room: int) -> str:
    """The first sentences of `text`, as many as have `room`, and one in any case."""
    first, *others = _SENTENCE.split(text)
    for sentence in others:
        if len(first) + 1 + len(sentence) > room:
            break
        first = f"{first} {sentence}"
    return first
