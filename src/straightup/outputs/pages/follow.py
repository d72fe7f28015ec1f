"""The pages for those who want to hear of it without looking: how to subscribe, and what is planned."""

from collections.abc import Iterator
from typing import Any

from straightup.model.limits import YEAR
from straightup.model.states import Kind, Stage
from straightup.outputs.calendar import has_event
from straightup.outputs.feeds import has_feed
from straightup.outputs.language.words import Words
from straightup.outputs.pages.page import Page
from straightup.outputs.rendering import Templates
from straightup.outputs.standing import announced, window_of
from straightup.site import addresses
from straightup.site.view import Report, Site

MOST_PAST = 30
"""How many past maintenances are listed before the page points to the history."""


def follow_pages(templates: Templates) -> Iterator[Page]:
    """The pages Maintenance and Subscribe."""
    site, words = templates.now.site, templates.now.words
    _ = words.language.gettext
    base = addresses.base_of(site.settings)
    calendar = base + addresses.CALENDAR
    shared: dict[str, Any] = {"base": base, "calendar": calendar, "webcal": f"webcal:{calendar.partition(':')[2]}"}
    over, more = _past(site)
    planned = site.upcoming[0] if site.upcoming else None
    about = _("What is planned, what you will notice of it, and how it went.")
    if planned and (window := window_of(planned)):
        about = f"{words.window(*window)}: {planned.incident.title or planned.incident.id}"
    title = words.language.pgettext("page", "Maintenance")
    yield templates.filled(
        Page(kind="maintenance", url=addresses.MAINTENANCE, title=title, description=about),
        called_off=called_off,
        event=lambda report: addresses.event_of(report.url) if has_event(report, site.now) else "",
        went=lambda report: how_it_went(report, words),
        past=over,
        more=more,
        **shared,
    )
    about = _("Every update in your chat, mail program, feed reader or calendar, each once.")
    followed = [report for report in (*site.open, *site.active, *site.upcoming) if has_feed(report, site.now)]
    page = Page(kind="subscribe", url=addresses.SUBSCRIBE, title=_("Subscribe"), description=about)
    yield templates.filled(page, followed=followed, **shared)


def called_off(site: Site) -> tuple[Report, ...]:
    """Maintenance that was cancelled and would not be over yet: whoever has noted it down looks for it among the plans.

    The nearest first.
    """
    found = []
    for report in reversed(site.reports):
        window = window_of(report)
        if window and report.incident.stage is Stage.CANCELLED and site.now < window[1]:
            found.append(report)
    return tuple(found)


def how_it_went(report: Report, words: Words) -> tuple[str, str]:
    """(`kept`, `late` or ``, words) for a maintenance that is over, measured by the end that was announced."""
    _ = words.language.gettext
    if report.incident.stage is Stage.CANCELLED:
        return "", _("cancelled")
    finished = report.incident.completed
    window = window_of(report)
    if finished is None or window is None or finished < window[0]:
        return "", _("done")
    length = words.length(finished - window[1])
    if finished > window[1]:
        return "late", _("finished %(length)s after the end announced", length=length)
    if finished < window[1]:
        return "kept", _("finished %(length)s before the end announced", length=length)
    return "kept", _("finished at the end announced")


def _past(site: Site) -> tuple[tuple[Report, ...], bool]:
    """Maintenance that is over, newest first, and whether there is more of it in the history."""
    cancelled = {report.incident.id for report in called_off(site)}
    over = [
        report
        for report in site.reports
        if report.incident.kind is Kind.MAINTENANCE and report.incident.over and report.incident.id not in cancelled
    ]
    late = [each for each in over if (window[1] if (window := announced(each)) else site.now) > site.now - YEAR]
    late = late[:MOST_PAST]
    return tuple(late), len(late) < len(over)
