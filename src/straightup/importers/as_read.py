"""What the format has no room for is met here, and not at the first check."""

from dataclasses import replace

from straightup.importers.importer import SourceError
from straightup.model.incident import Incident
from straightup.model.limits import LONGEST_TITLE
from straightup.reading import answers, read
from straightup.writing.whole import write

_FEW = 100
_SHORT = 10_000
"""Characters of all texts: with fewer it is far below every limit, and reading it back would double the time."""


def _length(incident: Incident) -> int:
    told = sum(len(update.text) for update in incident.updates)
    return told + len(incident.title) + len(incident.impact) + sum(len(name) for name, _ in incident.components)


def as_it_will_be_read(incident: Incident) -> Incident:
    """`incident`, where the format has room for it; SourceError where it has not."""
    if len(incident.updates) <= _FEW and len(incident.components) <= _FEW and _length(incident) <= _SHORT:
        return incident
    entry = read(f"{incident.id}.md", write(incident))
    too_large = next((finding for finding in entry.findings if finding.rule == "too-large"), None)
    if too_large:
        raise SourceError(f"as an incident file it breaks a limit: {too_large.message}", too_large.help)
    return incident


def titled(incident: Incident, title: str, text: str, otherwise: str) -> Incident:
    """`incident` with that title; the whole of one that is too long, as Markdown in `text`, stands under Impact.

    What says nothing is no title: then it is `otherwise`.
    """
    if not answers.answered(title):
        return replace(incident, title=otherwise)
    if len(title) <= LONGEST_TITLE:
        return replace(incident, title=title)
    impact = "\n\n".join(filter(None, (text, incident.impact)))
    return replace(incident, title=f"{title[: LONGEST_TITLE - 1].rstrip()}…", impact=impact)
