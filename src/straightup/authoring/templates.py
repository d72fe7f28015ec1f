"""Prepared reports: an incident file whose comments are questions to be answered, and which may have answers already.

Comments before the first section are a briefing; its first line says what the template is for. Comments in a section
are shown when its question is asked, and stay in the file while it is unanswered. All else is taken as it stands.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from straightup.authoring.draft import Draft
from straightup.authoring.refusal import RefusedAnswer
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.source import Document, SectionName
from straightup.reading import read

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_STEP = re.compile(r"^\s*[-*+] \[ \] (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Template:
    """A prepared report."""

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
        said = {
            "title": self.incident.title,
            "component": self.incident.components,
            "impact": self.incident.impact,
            "cause": self.incident.cause,
        }
        return frozenset(key for key, answer in said.items() if answer)

    def draft(self, now: datetime, settings: Settings, taken: frozenset[str] = frozenset()) -> Draft:
        """A report that begins with what is prepared."""
        base = replace(self.incident, updates=(), started=None, starts=None, ends=None, resolved=None)
        return Draft(
            now=now,
            settings=settings,
            kind=base.kind,
            taken=taken,
            base=base,
            notes=self.notes,
            title=base.title,
            components=base.components,
            impact=base.impact,
            cause=base.cause,
        )


def read_template(name: str, data: bytes) -> Template:
    """The template in `data`. RefusedAnswer when it cannot be read, with the place of the fault."""
    entry = read(f"{name}.md", data)
    wrong = [each for each in entry.findings if each.rule in ("not-utf8", "bad-yaml", "unclosed-block")]
    if not entry.document.readable or wrong:
        fault = (wrong or list(entry.findings))[-1]
        raise RefusedAnswer(f"The template {name}, line {fault.span.line}: {fault.message} {fault.help}")
    notes = {section: comments(entry.document, section) for section in SectionName}
    said = {section: note for section, note in notes.items() if note}
    return Template(name, _briefing(entry.document), said, entry.incident)


def prepared_steps(notes: str) -> tuple[str, ...]:
    """The steps that stand in a comment as tasks, such as `- [ ] Alert on expiry`."""
    return tuple(_STEP.findall(notes))


def comments(document: Document, name: SectionName) -> str:
    """What the comments in a section say, in order."""
    section = document.section(name)
    if section is None:
        return ""
    lines = document.lines[section.first_line - 1 : section.first_line - 1 + section.lines]
    return _said("\n".join(lines))


def _briefing(document: Document) -> str:
    first = document.sections[0].span.line if document.sections else len(document.lines) + 1
    front_matter_ends = next((i for i, line in enumerate(document.lines) if i and line.rstrip() == "---"), 0)
    return _said("\n".join(document.lines[front_matter_ends + 1 : first - 1]))


def _said(text: str) -> str:
    return "\n".join(comment.strip() for comment in _COMMENT.findall(text))
