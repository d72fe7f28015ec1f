"""An incident as the reader of incident files will see it, so that a limit of the format is met here."""

from dataclasses import replace

from straightup.importers.importer import SourceError
from straightup.model.incident import Incident
from straightup.model.limits import LONGEST_TITLE
from straightup.reading import answers, read
from straightup.writing.whole import write


def as_it_will_be_read(incident: Incident) -> Incident:
    """`incident`, read back from what is written of it. SourceError where the format has no room for it."""
    entry = read(f"{incident.id}.md", write(incident))
    too_large = next((finding for finding in entry.findings if finding.rule == "too-large"), None)
    if too_large:
        raise SourceError(f"as an incident file it breaks a limit: {too_large.message}", too_large.help)
    return entry.incident


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
