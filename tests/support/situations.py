"""Sites in situations that only the record can find: what could not be read, came back, was moved, or is dated ahead.

Their values are made by hand, so that they say what the pages are to show whatever reading and record make of a file.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from straightup.model.contact import Contact
from straightup.model.incident import (
    CauseState,
    Edit,
    Incident,
    Promise,
    Update,
    Window,
)
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.record.runs import Run
from straightup.record.windows import Move
from straightup.site.assemble import assemble
from straightup.site.view import Report, Site
from support.reports import told, utc

SETTINGS = Settings(
    site_name="Shop",
    site_url="https://status.example.com/",
    feed_authority="status.example.com,2026",
    contact=Contact(label="support@example.com", url="mailto:support@example.com"),
    components=(
        Component(id="checkout", name="Checkout", group="Shop"),
        Component(id="search", name="Search", group="Shop"),
        Component(id="api", name="API"),
    ),
)
ID = "2026-11-03-cards"
PLAN = "2026-11-28-storage"
OLD_WINDOW = (datetime(2026, 11, 28, 4, tzinfo=UTC), datetime(2026, 11, 28, 5, tzinfo=UTC))
NEW_WINDOW = (datetime(2026, 12, 9, 4, tzinfo=UTC), datetime(2026, 12, 9, 5, 30, tzinfo=UTC))


def cards(*updates: Update, **more: Any) -> Incident:
    """Nobody can pay since 14:00 UTC."""
    found = Incident(
        id=ID,
        title="Nobody can pay by card",
        components=(("checkout", State.MAJOR_OUTAGE),),
        started=utc(14),
        impact="No card is accepted. Carts are kept, and bank transfers work.",
        cause="The certificate between our gateway and the card network expired.",
        cause_state=CauseState.KNOWN,
        updates=updates,
    )
    return replace(found, **more)


def storage(*updates: Update, **more: Any) -> Incident:
    """A maintenance of the API, in November or as it is moved."""
    found = Incident(
        id=PLAN,
        kind=Kind.MAINTENANCE,
        title="Storage move",
        components=(("api", State.MAJOR_OUTAGE),),
        starts=OLD_WINDOW[0],
        ends=OLD_WINDOW[1],
        impact="The API is off for about 40 minutes. The shop works.",
        cause="The old disks are full in January.",
        cause_state=CauseState.KNOWN,
        updates=updates,
    )
    return replace(found, **more)


def by(hour: int, minute: int = 0, because: str = "") -> Promise:
    return Promise(earliest=utc(hour, minute), by=utc(hour, minute), because=because)


FIRST = replace(told(utc(14, 20), eta=by(16), next_update=utc(15)), text="No card is accepted since 14:00 UTC.")


def with_report(site: Site, identity: str, **changes: Any) -> Site:
    """`site` in which one report has other values, wherever it is shown."""

    def changed(report: Report) -> Report:
        return replace(report, **changes) if report.incident.id == identity else report

    return replace(
        site,
        reports=tuple(map(changed, site.reports)),
        components=tuple(replace(view, reports=tuple(map(changed, view.reports))) for view in site.components),
    )


def with_state(site: Site, component: str, state: State, since: datetime | None = None) -> Site:
    """`site` in which one component is in another state."""
    views = (replace(v, state=state, since=since) if v.component.id == component else v for v in site.components)
    return replace(site, components=tuple(views))


def unread_fields() -> Site:
    """When the next update comes cannot be read, nor a later restoration time."""
    second = replace(told(utc(14, 50)), unread=("ETA", "Next update"), text="The restart did not help.")
    return assemble([cards(FIRST, second)], SETTINGS, utc(15))


def unread_heading() -> Site:
    """Between two good updates stands one whose time cannot be read."""
    unread = Update(
        at=utc(14, 20) + timedelta(seconds=1),
        stage=Stage.INVESTIGATING,
        text="We switch to the *second* network.",
        heading="14:40 CET: Identified",
        next_update=utc(15, 10),
    )
    third = replace(told(utc(14, 55), Stage.IDENTIFIED), text="Half of the cards are accepted.")
    return assemble([cards(FIRST, unread, third)], SETTINGS, utc(15))


def dated_ahead() -> Site:
    """The newest update was meant in another zone."""
    ahead = replace(told(utc(19, 10), Stage.IDENTIFIED, by(20)), text="The other four follow one by one.")
    site = assemble([cards(FIRST, ahead)], SETTINGS, utc(15))
    counted = replace(ahead, at=utc(14, 20) + timedelta(seconds=1))
    return with_report(site, ID, incident=cards(FIRST, counted), told=(FIRST, ahead))


def corrected() -> Site:
    """Of two corrections one is of meaning."""
    edits = (
        Edit(at=utc(14, 30), because="it is the EU and not the US"),
        Edit(at=utc(14, 40), because="typo"),
    )
    return assemble([cards(replace(FIRST, edits=edits))], SETTINGS, utc(15))


def left_out() -> Site:
    """Nothing is known to be open, and two of seven reports of late could not be shown."""
    names = ["Nobody can pay", "", "Search is slow", "Orders are late", "Mails are late", "Old", "Older"]
    reports = [
        LeftOut(id=f"2026-11-0{number}-x", title=title, components=("checkout",), recent=number < 3)
        for number, title in enumerate(names, 1)
    ]
    site = assemble([], SETTINGS, utc(15), left_out=reports)
    return with_state(site, "checkout", State.NOT_KNOWN)


def unread_state() -> Site:
    """The state of one component of an open report cannot be read."""
    report = cards(FIRST, unread=("started",), unread_states=("search",))
    return with_state(assemble([report], SETTINGS, utc(15)), "search", State.NOT_KNOWN, utc(14))


def moved() -> Site:
    """Planned work was moved by eleven days."""
    first = replace(told(utc(12, day=19), Stage.SCHEDULED, next_update=OLD_WINDOW[0]), text="We rehearsed it twice.")
    window = Window(starts=NEW_WINDOW[0], ends=NEW_WINDOW[1], because="the new disks come late")
    second = replace(told(utc(10, day=24), Stage.SCHEDULED), window=window, text="The disks are not there yet.")
    site = assemble([storage(first, second)], SETTINGS, utc(11, day=24))
    move = Move(old=OLD_WINDOW, new=NEW_WINDOW, because=window.because, at=second.at)
    return with_report(site, PLAN, window=NEW_WINDOW, windows=(move,))


def overrunning() -> Site:
    """Planned work goes on after its end, with a time by which it is promised to be done."""
    day = 28
    updates = (
        told(utc(12, day=19), Stage.SCHEDULED, next_update=OLD_WINDOW[0]),
        told(utc(4, 2, day), Stage.IN_PROGRESS, by_day(day, 5), next_update=utc(4, 30, day)),
        replace(
            told(
                utc(4, 40, day), Stage.IN_PROGRESS, by_day(day, 6, 30, "the copy is slow"), next_update=utc(6, day=day)
            ),
            text="Half is copied.",
        ),
    )
    site = assemble([storage(*updates)], SETTINGS, utc(5, 45, day))
    site = with_state(site, "api", State.MAJOR_OUTAGE, OLD_WINDOW[1])
    return with_report(site, PLAN, state=State.MAJOR_OUTAGE)


def by_day(day: int, hour: int, minute: int = 0, because: str = "") -> Promise:
    return Promise(earliest=utc(hour, minute, day), by=utc(hour, minute, day), because=because)


def cancelled() -> Site:
    """Planned work was called off."""
    first = told(utc(12, day=19), Stage.SCHEDULED, next_update=OLD_WINDOW[0])
    off = replace(told(utc(10, day=24), Stage.CANCELLED), text="The disks hold until spring.")
    return assemble([storage(first, off)], SETTINGS, utc(11, day=24))


def came_back() -> Site:
    """It was over for six hours."""
    back = told(utc(15, 4), Stage.RESOLVED, next_update=utc(20))
    again = replace(
        told(utc(21), Stage.INVESTIGATING, by(23, 30), checkout=State.PARTIAL_OUTAGE),
        began=utc(21),
        text="One card in five is refused again.",
    )
    report = cards(FIRST, back, again)
    site = assemble([report], SETTINGS, utc(22))
    runs = (
        Run(began=utc(14), restored=utc(15), updates=(FIRST, back), components=report.components, over=(back,)),
        Run(began=utc(21), restored=None, updates=(again,), components=again.components, over=()),
    )
    return with_report(with_state(site, "checkout", State.PARTIAL_OUTAGE, utc(21)), ID, runs=runs)


def back_but_watched() -> Site:
    """Service is back, a cause is not given, and a time is promised for the rest of the work."""
    watched = replace(
        told(utc(15), Stage.MONITORING, by(18), next_update=utc(17), checkout=State.OPERATIONAL),
        text="All cards are accepted again.",
    )
    report = cards(FIRST, watched, cause="Not known yet. We look.", cause_state=CauseState.NOT_KNOWN_YET)
    site = assemble([report], SETTINGS, utc(15, 30))
    (found,) = site.open
    etas = tuple(replace(eta, full=eta.said == watched.at) for eta in found.promises.etas)
    return with_report(site, ID, promises=replace(found.promises, etas=etas))


def several_states() -> Site:
    """One report names three components, each in a state of its own."""
    update = replace(FIRST, components=(("search", State.DEGRADED), ("api", State.OPERATIONAL)))
    components = (("checkout", State.MAJOR_OUTAGE), ("search", State.PARTIAL_OUTAGE), ("api", State.DEGRADED))
    return assemble([cards(update, components=components)], SETTINGS, utc(15))


def as_on_github() -> Site:
    """An alert, a footnote and a placeholder."""
    text = (
        "> [!WARNING]\n> Do not pay twice at `<your-shop>`.\n\nUse <your-shop>[^1], please.\n\n"
        "> [!NOTE]\n> A note.\n\n> [!TIP]\n> A tip.\n\n> [!IMPORTANT]\n> It matters.\n\n> [!CAUTION]\n> Take care.\n\n"
        "[^1]: The name at the *end* of your address."
    )
    return assemble([cards(replace(FIRST, text=text))], SETTINGS, utc(15))


SITUATIONS: dict[str, Callable[[], Site]] = {
    make.__name__: make
    for make in (
        unread_fields,
        unread_heading,
        dated_ahead,
        corrected,
        left_out,
        unread_state,
        moved,
        overrunning,
        cancelled,
        came_back,
        back_but_watched,
        several_states,
        as_on_github,
    )
}
