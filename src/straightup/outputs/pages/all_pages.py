"""The pages of the status site: which there are, at which addresses, with which titles."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from straightup.model.states import State
from straightup.outputs.feed_items import News
from straightup.outputs.pages.follow import follow_pages
from straightup.outputs.pages.headline import headline
from straightup.outputs.pages.history import LATEST, HistoryPages
from straightup.outputs.pages.kept import KeptPages
from straightup.outputs.pages.linked_data import of_site
from straightup.outputs.pages.page import Page
from straightup.outputs.pages.record import record_pages
from straightup.outputs.pages.reports import ReportPages, Share, alone
from straightup.outputs.pages.settled import settled
from straightup.outputs.rendering import Templates
from straightup.outputs.twins import twin_of_now
from straightup.site import addresses
from straightup.site.view import ComponentView

NAVIGATION = (addresses.NOW, addresses.HISTORY, addresses.MAINTENANCE, addresses.PROMISES, addresses.SUBSCRIBE)


def pages(
    templates: Templates, news: News | None = None, share: Share = alone, kept: KeptPages | None = None
) -> Iterator[Page]:
    """Every page of the site that `templates` are filled from, but for the one that says that there is none.

    `news` is what feeds tell of the site, where that is known already. `share` may have the pages of reports, which are
    most, composed by several processes; what `kept` has of settled pages is not composed. None of it may be of other
    templates than these.
    """
    news = news or News(templates.now.site, templates.now.words)
    if kept is not None:
        kept.begin(templates.now.site.reports)
    for page in _Pages(templates, news, share, kept).all():
        place = NAVIGATION.index(page.url) + 1 if page.url in NAVIGATION else 0
        yield replace(page, in_navigation=place) if place else page


def not_found(templates: Templates) -> Page:
    """What a host shows at an address that does not exist, at any depth."""
    _ = templates.now.words.language.gettext
    title = _("There is no page here")
    # A page that is shown at any address can lead nowhere but from the host's root.
    root = addresses.path_on_host(templates.now.site.settings)
    return templates.filled(Page(kind="not_found", url="", title=title, description=title), root=root)


class _Pages:
    def __init__(self, templates: Templates, news: News, share: Share, kept: KeptPages | None) -> None:
        self.templates = templates
        self.filled = templates.filled
        self.site = templates.now.site
        self.words = templates.now.words
        self._ = templates.now.words.language.gettext
        since = {report.incident.id: settled(report, self.site) for report in self.site.reports}
        self._of_reports = ReportPages(templates, news, since, share, kept)
        self._history = HistoryPages(templates, since, kept)

    def all(self) -> Iterator[Page]:
        said = headline(self.site, self.words)
        # Among the pages of a documentation site, “Now” would not say what it is about.
        label = self._("Status") if self.site.settings.path else self._("Now")
        now = Page(kind="now", url=addresses.NOW, title=said.rstrip("."), description=said, label=label)
        if not self.site.exercise:
            now = replace(now, twin=twin_of_now(self.site, self.words), about=of_site(self.site))
        yield self.filled(now)
        yield from self._of_reports.all()
        for view in self.site.every_component:
            yield self._component(view)
        if len(self.site.components) >= addresses.MANY_COMPONENTS:
            yield self._components()
        yield from self._history.all()
        yield from follow_pages(self.templates)
        yield from record_pages(self.templates)

    def _component(self, view: ComponentView) -> Page:
        name = view.component.name
        gone = view in self.site.retired
        words = self._("retired") if gone else self.words.state_in_line(view.state)
        about = f"{name}: {words}. {self.words.uptime_line(view.uptime)}."
        hidden = gone or (self.site.unclear and view.state is State.OPERATIONAL)
        state = "" if hidden else view.state.value
        page = Page(kind="component", url=view.url, title=name, description=about, state=state)
        return self.filled(page, view=view, latest=view.reports[:LATEST])

    def _components(self) -> Page:
        ordered = sorted(self.site.components, key=lambda view: (view.component.name.casefold(), view.component.id))
        letters = [
            (letter, tuple(views)) for letter, views in groupby(ordered, key=lambda view: _letter(view.component.name))
        ]
        about = self._("Every component, how it works now, and its last 90 days.")
        page = Page(kind="components", url=addresses.COMPONENTS, title=self._("All components"), description=about)
        return self.filled(page, letters=letters, affected=[view for view in ordered if view.concerned])


def _letter(name: str) -> str:
    """Under which a component stands: a letter or a digit; `#` for all else."""
    first = name[:1].upper()
    return first if first.isalnum() and len(first) == 1 else "#"
