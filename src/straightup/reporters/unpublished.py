"""What `build` says of reports, or parts of them, that it did not publish: a line for each, and never a secret."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from straightup.model.findings import Diagnostic
from straightup.reporters.escaping import at_line_start, one_line
from straightup.reporters.github import workflow_command
from straightup.reporters.secrets import discreet
from straightup.reporters.text import count

MOST_NAMED = 10
"""How many of a kind are named; as many as GitHub shows beside the files."""


class Why(StrEnum):
    """Why something is not published. The values are titles of annotations."""

    LEFT_OUT = "Report left out"
    WITHHELD = "Report withheld"
    BLANKED = "Secret removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """One report that is not published as it stands. Nothing of what it says is in here."""

    path: str
    why: Why
    lines: tuple[int, ...] = ()
    """Where the reason stands, in order; empty where the file as a whole is the reason."""
    reason: str = ""
    """Of one that is left out, what is wrong with it; of one that is withheld, the key that says so."""


def unpublished(
    diagnostics: Sequence[Diagnostic], *, left_out: Iterable[str] = (), withheld: Mapping[str, str]
) -> tuple[Unpublished, ...]:
    """What is not published of the files that `diagnostics` are about, in the order of their paths.

    `left_out` are the paths of which nothing is published, and `withheld` those that are kept from everybody, each with
    the key that says so. A secret in any other file was removed from it.
    """
    left_out = frozenset(left_out)
    errors: dict[str, list[Diagnostic]] = {}
    secrets: dict[str, list[int]] = {}
    for each in discreet(diagnostics):
        if each.secret and each.path not in left_out and each.path not in withheld:
            secrets.setdefault(each.path, []).append(each.span.line)
        elif each.stops_publishing and each.path in left_out and each.code[0] == "F":
            errors.setdefault(each.path, []).append(each)
    found = [Unpublished(path=path, why=Why.WITHHELD, reason=key) for path, key in withheld.items()]
    for path in left_out - withheld.keys():
        first = errors.get(path, [])[:1]
        found.append(
            Unpublished(
                path=path,
                why=Why.LEFT_OUT,
                lines=tuple(each.span.line for each in first),
                reason=first[0].message if first else "",
            )
        )
    found += [
        Unpublished(path=path, why=Why.BLANKED, lines=tuple(sorted(set(lines)))) for path, lines in secrets.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.path, each.why)))


def as_lines(found: Sequence[Unpublished]) -> str:
    """A line for each, at most `MOST_NAMED` of a kind, and one that counts the others; "" for none."""
    named, rest = _named(found)
    return "".join(f"{_place(each)}: {_sentence(each)}\n" for each in named) + rest


def as_annotations(found: Sequence[Unpublished], *, below: str = "") -> str:
    """The same as errors beside the files on GitHub, whose runner counts paths from the repository's root."""
    named, rest = _named(found)
    lines = []
    for each in named:
        place = {"line": str(each.lines[0] if each.lines else 1), "title": each.why.value}
        message = f"{one_line(each.path)}: {_sentence(each)}"
        lines.append(workflow_command("error", each.path, message, below=below, **place) + "\n")
    return "".join(lines) + rest


FORMATS: Mapping[str, Callable[..., str]] = {"text": as_lines, "github": as_annotations}
"""What is read at a terminal, and what inside GitHub Actions."""


def _named(found: Sequence[Unpublished]) -> tuple[list[Unpublished], str]:
    named: list[Unpublished] = []
    rest = ""
    for why in Why:
        of_a_kind = [each for each in found if each.why is why]
        named += of_a_kind[:MOST_NAMED]
        if (more := len(of_a_kind) - MOST_NAMED) > 0:
            rest += f"{why}: {count(more, 'report')} more. “straightup check” names them.\n"
    return named, rest


def _place(each: Unpublished) -> str:
    path = at_line_start(each.path)
    return f"{path}:{each.lines[0]}" if each.lines else path


_MOST_LINES = 20
"""That are listed of one file."""


def _sentence(each: Unpublished) -> str:
    if each.why is Why.WITHHELD:
        return f"not published, because of “{one_line(each.reason)}” in its front matter. Take that out to publish it."
    if each.why is Why.LEFT_OUT:
        reason = f" {one_line(each.reason)}" if each.reason else ""
        return f"left out, and the page says that a report could not be shown.{reason}"
    numbers = ", ".join(map(str, each.lines[:_MOST_LINES]))
    lines = f"line {numbers}" if len(each.lines) == 1 else f"lines {numbers}"
    if len(each.lines) > _MOST_LINES:
        lines += f" and {len(each.lines) - _MOST_LINES} more"
    return f"a secret on {lines} was removed before publishing. Revoke it: whoever can read the file has it."
