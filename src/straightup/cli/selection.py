"""`--select` and `--ignore`: which rules are asked for."""

from collections.abc import Iterable, Sequence

import click
from click.shell_completion import CompletionItem

from straightup import rules
from straightup.model.findings import did_you_mean


class Selector(click.ParamType[tuple[str, ...]]):
    """Codes, the beginnings of codes, or names, separated by commas; as upper-case beginnings of codes."""

    name = "RULES"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        words = [word.strip() for word in str(value).split(",")]
        return tuple(self._prefix(word, param, ctx) for word in words if word)

    def _prefix(self, word: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        rule = rules.find(word)
        if rule:
            return rule.code
        if any(each.code.startswith(word.upper()) for each in rules.ALL):
            return word.upper()
        known = [each.code for each in rules.ALL] + [each.name for each in rules.ALL]
        hint = did_you_mean(word, known, "“straightup rules” lists them.")
        return self.fail(f"There is no rule “{word}”. {hint}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before, comma, last = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{word}", help=rule.name)
            for rule in rules.ALL
            for word in (rule.code, rule.name)
            if word.startswith(last)
        ]


def selected(code: str, select: Sequence[Iterable[str]], ignore: Sequence[Iterable[str]]) -> bool:
    """Whether the rule `code` is asked for. The longer beginning wins, and of two equal ones `ignore`."""
    wanted = _longest(code, select) if select else 0
    return wanted > _longest(code, ignore)


def _longest(code: str, given: Sequence[Iterable[str]]) -> int:
    """The length of the longest of the beginnings that `code` has; -1 when it has none of them."""
    return max((len(prefix) for prefixes in given for prefix in prefixes if code.startswith(prefix)), default=-1)
