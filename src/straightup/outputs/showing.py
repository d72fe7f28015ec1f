"""One report as its customers read it, in words alone: for its author, on a terminal or in the summary of a CI job.

The questions, the answers and their order are those of the page; nothing here is worded anew but what stands around.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from straightup.model.states import Kind, State
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answer import Answer
from straightup.outputs.pages.answers import answers
from straightup.outputs.prose import render
from straightup.outputs.standing import is_back, meaning_of, since, states_of, step_of
from straightup.outputs.telling import Told, told
from straightup.outputs.unread import parts_of
from straightup.site.view import Report, Site

_ITEM = re.compile(r"<li>\s*(?:<p>)?")
_CELL = re.compile(r"</t[dh]>\s*")
_END = re.compile(r"</(?:p|li|tr|h\d|blockquote|pre|summary)>|<br ?/?>")
_PREFORMATTED = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Line:
    """A question with what the page says to it."""

    question: str
    text: str
    """Paragraphs, with line ends between them."""
    answered: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What customers read of one report."""

    title: str
    standing: str
    """How it stands, in one line."""
    lines: tuple[Line, ...]
    """The answers, and the newest update last."""


def shown(identity: str, site: Site, words: Words) -> Shown | None:
    """The published report with that id; None where the site does not show it."""
    report = next((each for each in site.reports if each.incident.id == identity), None)
    if report is None:
        return None
    found = [_line(answer, words) for answer in answers(report, site, words, render)]
    if parts := parts_of(report, site, words.language):
        said = words.language.gettext(", ").join(parts)
        text = words.language.gettext("Part of this report could not be read: %(parts)s.", parts=said)
        found.insert(0, Line("", text, answered=False))
    every = told(report, site.now)
    found += [_newest(every[-1], site.now, words)] if every else []
    title = report.incident.title or report.incident.id
    return Shown(title, " · ".join(filter(None, standing_of(report, site, words))), tuple(found))


def standing_of(report: Report, site: Site, words: Words) -> Iterator[str]:
    """How the report stands, in pieces: its state or stage, what of it works how, and while it is open since when."""
    said = words.language.gettext
    if report.incident.kind is Kind.NOTICE:
        yield said("Notice")
        return
    if report.open and report.state is State.OPERATIONAL:
        yield said("Service is back") if is_back(report) else said("Open")
    else:
        yield words.state(report.state) if report.open else words.stage(report.incident.stage)
    if report.upcoming:
        yield said(", ").join(site.name(name) for name in report.named)  # it has no state yet that anybody could meet
        return
    yield said(", ").join(
        said("%(name)s: %(state)s", name=site.name(name), state=words.state_in_line(state))
        for name, state in states_of(report, site)
    )
    if report.open:
        began = since(report)
        yield said("since %(time)s", time=words.full(began)) if began else ""
        number, count = step_of(report)
        yield said("step %(number)s of %(count)s", number=number, count=count)
        yield meaning_of(report, words)


def _line(answer: Answer, words: Words) -> Line:
    parts = [text_of(str(answer.when)), answer.late, text_of(str(answer.html))]
    for step in answer.steps:
        note = words.step_note(step)
        parts.append(f"- {words.step_state(step)}: {step.item.text}" + (f" ({note})" if note else ""))
    if not answer.answered:
        parts.append(answer.unanswered)
    parts += [text_of(str(note)) for note in answer.notes]
    return Line(answer.question, "\n".join(filter(None, parts)), answer.answered)


def _newest(newest: Told, now: datetime, words: Words) -> Line:
    update = newest.update
    head = update.heading if update.heading else f"{words.at(update.at, now)} · {words.stage(update.stage)}"
    return Line(head, text_of(str(render(update.text))), answered=bool(update.text.strip()))


def text_of(html: str) -> str:
    """HTML of ours as text: items keep their bullets, and paragraphs their ends."""
    whole = _PREFORMATTED.sub(lambda found: found[0].replace("\n", "<br>"), html).replace("\n", " ")
    text = _END.sub("\n", _CELL.sub(" | ", _ITEM.sub("- ", whole)))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub("", text)).split("\n"))
    return "\n".join(line for line in lines if line)


def differences(before: Shown, after: Shown) -> Sequence[tuple[str, str, str]]:
    """What reads otherwise than `before`: the question, what it said and what it says now."""
    pairs = [("", before.title, after.title), ("", before.standing, after.standing)]
    old = {line.question: line.text for line in before.lines}
    new = {line.question: line.text for line in after.lines}
    pairs += [(question, old.get(question, ""), new.get(question, "")) for question in dict.fromkeys((*new, *old))]
    return [pair for pair in pairs if pair[1] != pair[2]]
