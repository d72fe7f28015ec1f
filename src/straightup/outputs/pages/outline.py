"""The site as a settled page sees it: its reports, the settings, and of other reports what it asks for.

What a page cannot see cannot change it, so that the page holds as long as these stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from straightup.model.asked import Asked
from straightup.model.left_out import LeftOut
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


def outline(
    reports: Sequence[Report], site: Site, titles: Asked[str, str], empty: Record, left_out: tuple[LeftOut, ...] = ()
) -> Outline:
    """What a page about `reports` sees of `site`; `titles` are those of all reports, and know what they were asked."""
    found = ((each.incident.id, site.findings.get(each.incident.id)) for each in reports)
    return Outline(
        settings=site.settings,
        now=EVER,
        # How long like incidents took is said while one is open, and follows from all others.
        reports=tuple(reports),
        components=(),
        record=empty,
        exercise=site.exercise,
        left_out=left_out,
        linked=None if site.linked is None else {each.url: site.linked.get(each.url, {}) for each in reports},
        findings={identity: findings for identity, findings in found if findings},
        titles=titles,
    )
