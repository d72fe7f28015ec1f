"""The site as the page of a settled report sees it: the report, the settings, and of other reports what it asks for.

What a page cannot see cannot change it, so that the page holds as long as these stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from straightup.model.asked import Asked
from straightup.outputs.pages.settled import EVER
from straightup.record.record import Record
from straightup.site.view import Report, Site


@dataclass(frozen=True, kw_only=True)
class Outline(Site):
    """Nothing of the present is in it, and no other report."""

    titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Of all reports."""
        return self.titles

    def title_of(self, identity: str) -> str | None:
        """What the report of that id is called; None where there is none."""
        return self.titles.get(identity)


def outline(report: Report, site: Site, titles: Asked[str, str], empty: Record) -> Outline:
    """What the page of `report` sees of `site`; `titles` are those of all reports, and know what they were asked."""
    identity = report.incident.id
    return Outline(
        settings=site.settings,
        now=EVER,
        # How long like incidents took is said while one is open, and follows from all others.
        reports=(report,),
        components=(),
        record=empty,
        exercise=site.exercise,
        linked=None if site.linked is None else {report.url: site.linked.get(report.url, {})},
        findings={identity: found} if (found := site.findings.get(identity)) else {},
        titles=titles,
    )
