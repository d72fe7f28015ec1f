"""Prepared reports, which an author knows as templates: incident files whose comments are questions to be answered.

Comments before the first section are a briefing; its first line says what the template is for. Comments in a section
are shown when its question is asked, and stay in the file while it is unanswered. All else is taken as it stands, so
a template may have answers already.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from straightup.authoring.draft import Draft
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.findings import did_you_mean
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.source import Document, SectionName
from straightup.reading import read

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STEP = re.compile(r"^\s*[-*+] \[ \] (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """One template."""

    name: str
    briefing: str
    """What to do and to find out first; "" when it says nothing."""
    notes: dict[SectionName, str]
    incident: Incident
    """What is filled in already."""

    @property
    def summary(self) -> str:
        """What it is for, on one line."""
        return self.briefing.split("\n", 1)[0]

    @property
    def answers(self) -> frozenset[str]:
        """The keys of the questions that are answered already."""
        answers = {
            "title": self.incident.title,
            "component": self.incident.components,
            "impact": self.incident.impact,
            "workaround": self.incident.workaround,
            "cause": self.incident.cause,
        }
        return frozenset(key for key, answer in answers.items() if answer)

    def draft(self, now: datetime, settings: Settings, other_ids: frozenset[str] = frozenset()) -> Draft:
        """A report that begins with what is prepared."""
        base = replace(self.incident, updates=(), started=None, starts=None, ends=None, resolved=None)
        return Draft(
            now=now,
            settings=settings,
            kind=base.kind,
            other_ids=other_ids,
            prepared=self.answers,
            base=base,
            notes=self.notes,
            title=base.title,
            components=base.components,
            impact=base.impact,
            workaround=base.workaround,
            cause=base.cause,
        )


def choose(name: str, known: Mapping[str, bytes]) -> PreparedReport:
    """The template called `name`. RefusedAnswer when there is none, or when it cannot be read."""
    if name not in known:
        help_text = did_you_mean(name, known, f"They are {', '.join(known)}.")
        raise RefusedAnswer(f"There is no template “{name}”. {help_text}")
    return read_prepared_report(name, known[name])


def listed(known: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each template with what it is for, or why it cannot be read."""
    width = max(map(len, known), default=0)
    for name, data in known.items():
        try:
            summary = read_prepared_report(name, data).summary
        except RefusedAnswer as refused:
            summary = str(refused)
        yield f"{name:<{width}}  {summary}".rstrip()


def read_prepared_report(name: str, data: bytes) -> PreparedReport:
    """The template in `data`. RefusedAnswer when it cannot be read, with the place of the fault."""
    entry = read(f"{name}.md", data)
    wrong = [each for each in entry.findings if each.rule in ("not-utf8", "bad-yaml", "unclosed-block")]
    if not entry.document.readable or wrong:
        fault = (wrong or list(entry.findings))[-1]
        raise RefusedAnswer(f"The template {name}, line {fault.span.line}: {fault.message} {fault.help}")
    notes = {section: comments(entry.document, section) for section in SectionName}
    notes = {section: note for section, note in notes.items() if note}
    return PreparedReport(name, _briefing(entry.document), notes, entry.incident)


def prepared_steps(notes: str) -> tuple[str, ...]:
    """The steps that stand in a comment as tasks, such as `- [ ] Alert on expiry`."""
    return tuple(_STEP.findall(notes))


def comments(document: Document, name: SectionName) -> str:
    """What the comments in a section say, in order."""
    section = document.section(name)
    if section is None:
        return ""
    lines = document.lines[section.first_line - 1 : section.first_line - 1 + section.lines]
    return _comments_in("\n".join(lines))


def _briefing(document: Document) -> str:
    first = document.sections[0].span.line if document.sections else len(document.lines) + 1
    front_matter_ends = next((i for i, line in enumerate(document.lines) if i and line.rstrip() == "---"), 0)
    return _comments_in("\n".join(document.lines[front_matter_ends + 1 : first - 1]))


def _comments_in(text: str) -> str:
    return "\n".join(comment.strip() for comment in _COMMENT.findall(text))
