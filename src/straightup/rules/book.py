"""The documentation of the rules, for a terminal and for a page: both from the rules themselves."""

import textwrap
from collections.abc import Iterable, Iterator

from straightup.rules import Question, Rule

_WIDTH = 92
_INTRODUCTION = """\
---
title: Rules
search:
  exclude: true
---

<!-- Made by “straightup rules --output-format markdown” from the rules themselves. Change them there. -->

# What is checked, and why

`straightup check` asks each report what its readers ask. An **error** stops a pull request; a **warning** is advice.
Neither keeps news from customers: `straightup build --keep-going` publishes an unanswered question as unanswered. One
report can set a rule aside with `exempt: {CODE: reason}`, and the page shows the reason; the rules under F and X cannot
be set aside.
"""


def explained(rule: Rule) -> str:
    """One rule as it reads on a terminal; ends with a line feed."""
    bad, good = (textwrap.indent(_visible(text), "    ") for text in (rule.bad, rule.good))
    measured = f"\n{textwrap.fill(rule.measured, _WIDTH)}\n" if rule.measured else ""
    return (
        f"{rule.code} {rule.name} ({rule.severity.value})\n"
        f"The customer asks: {rule.question.value}\n\n{textwrap.fill(rule.why, _WIDTH)}\n\n"
        f"Instead of\n\n{bad}\n\nwrite\n\n{good}\n{measured}"
    )


def listed(rules: Iterable[Rule]) -> str:
    """Every rule in one line, under its question."""
    lines: list[str] = []
    question: Question | None = None
    for rule in rules:
        if rule.question is not question:
            lines += ([""] if lines else []) + [rule.question.value]
            question = rule.question
        lines.append(f"  {rule.code} {rule.name:38} {rule.severity.value}")
    return "\n".join([*lines, "", "“straightup explain CODE” says why, with a bad and a good example."]) + "\n"


def as_page(rules: Iterable[Rule]) -> str:
    """All of it as one Markdown page."""
    return "\n".join([_INTRODUCTION, *_sections(rules)])


def _sections(rules: Iterable[Rule]) -> Iterator[str]:
    question: Question | None = None
    for rule in rules:
        if rule.question is not question:
            question = rule.question
            yield f"## {rule.code[0]}: {question.value}\n"
        yield f"### {rule.code} {rule.name}\n\n*{rule.severity.value.capitalize()}.* {rule.why}\n"
        if rule.bad.startswith("("):
            yield f"Instead of {rule.bad[1:-1]}, {rule.good[1:-1]}.\n"
        else:
            yield f"Instead of\n\n{_block(rule.bad)}\nwrite\n\n{_block(rule.good)}"
        if rule.measured:
            yield f"{rule.measured}\n"


def _block(text: str) -> str:
    return f"```markdown\n{_visible(text)}\n```\n"


def _visible(text: str) -> str:
    """An example with its invisible characters written out: a terminal would obey some, and nobody sees the others."""
    return "".join(
        character if character.isprintable() or character == "\n" else f"\\u{ord(character):04x}"
        for character in text.rstrip()
    )
