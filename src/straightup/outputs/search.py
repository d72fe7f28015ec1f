"""What the theme's search finds of the status pages: titles, components and causes, not whole reports."""

from collections.abc import Iterator
from html import escape

from straightup.outputs.prose import first_sentence
from straightup.outputs.standing import way_around
from straightup.site.view import Site

MOST_REPORTS = 1000
"""The newest ones: a reader's browser loads the whole index."""

MOST_NAMES = 20


def entries(site: Site) -> Iterator[dict[str, str]]:
    """Documents in the form of MkDocs' search index. `location` is relative to the mount; texts are escaped HTML."""
    for view in site.every_component:
        yield _entry(view.url, view.component.name, view.component.description)
    for report in site.reports[:MOST_REPORTS]:
        incident = report.incident
        names = ", ".join(site.name(component) for component, _ in incident.components[:MOST_NAMES])
        answers = map(first_sentence, (incident.impact, way_around(incident), incident.cause))
        parts = (names, *answers, report.reference)
        yield _entry(report.url, incident.title or incident.id, " · ".join(filter(None, parts)))


def _entry(location: str, title: str, text: str) -> dict[str, str]:
    # The theme writes both into the page as they are.
    return {"location": location, "title": escape(title), "text": escape(text)}
