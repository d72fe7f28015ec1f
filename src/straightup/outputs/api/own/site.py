"""The documents of the whole site: how it works now, all reports, what was promised, and each component's days."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from straightup.model.states import State
from straightup.outputs.api.own.report import ROW, row
from straightup.outputs.api.own.values import (
    BUILT,
    DATED,
    DAY,
    ID,
    RESTORATION,
    STATE,
    STEP,
    TALLY,
    TIME,
    built,
    dated,
    day,
    restoration,
    seconds,
    step,
    time,
)
from straightup.outputs.api.shapes import COUNT, FLAG, TEXT, WEB, WORDS, exactly, maybe, one_of, some, told
from straightup.outputs.api.values import document
from straightup.outputs.language.words import Words
from straightup.outputs.pages.headline import headline
from straightup.record.accounts import Ledger, Line, Step, Tally
from straightup.record.promises import EtaPromise
from straightup.site import addresses
from straightup.site.view import ComponentView, Report, Site

_COMPONENT: Final = exactly(
    id=WORDS,
    name=TEXT,
    group=maybe(TEXT),
    retired=FLAG,
    state=STATE,
    since=maybe(TIME),
    url=WEB,
)
INDEX: Final = exactly(
    **BUILT,
    name=TEXT,
    url=WEB,
    headline=told(TEXT, "The sentence on top of the first page, in the language of the site."),
    state=told(STATE, "The worst of any component or open incident."),
    unread=told(FLAG, "Something that could not be read may hide something open: then nothing is said to work."),
    left_out=told(some(exactly(id=TEXT, title=maybe(TEXT), recent=FLAG)), "Reports that could not be shown."),
    components=some(_COMPONENT),
    open=told(some(ID), "Open incidents, the worst first."),
    active=told(some(ID), "Planned work that goes on."),
    upcoming=told(some(ID), "Planned work that is still ahead, the nearest first."),
    documents=exactly(reports=WEB, promises=WEB, uptime=WEB, schemas=WEB, openapi=WEB),
)
REPORTS: Final = exactly(**BUILT, reports=told(some(exactly(**ROW)), "Newest first."))
_COUNTED: Final = {
    **TALLY,
    "judged": told(COUNT, "How many were kept, or should have been by now."),
    "percent": told(maybe(COUNT), "The share kept of those judged, rounded down; null of fewer than twenty."),
    "sentence": told(TEXT, "The same as the page Promises says it."),
}
_OF_REPORT: Final = {"report": ID}
PROMISES: Final = exactly(
    **BUILT,
    begin=TIME,
    end=TIME,
    incidents=told(COUNT, "Without duplicates and false alarms."),
    first_restoration=exactly(**_COUNTED, promises=some(exactly(**_OF_REPORT, **RESTORATION["properties"]))),
    updates=exactly(**_COUNTED, promises=some(exactly(**_OF_REPORT, **DATED["properties"]))),
    prevention=exactly(**_COUNTED, promises=some(exactly(**_OF_REPORT, **STEP["properties"]))),
    making_it_right=exactly(**_COUNTED, promises=some(exactly(**_OF_REPORT, **STEP["properties"]))),
    first_word=exactly(
        median_seconds=maybe(COUNT),
        ninety_percent_within_seconds=maybe(COUNT),
        reports=some(exactly(**_OF_REPORT, after_seconds=COUNT)),
        not_known=told(some(ID), "Of which the report does not let anybody tell."),
    ),
)
UPTIME: Final = exactly(
    **BUILT,
    components=some(
        exactly(
            id=WORDS,
            name=TEXT,
            percent_up=told(
                maybe({"type": "string", "pattern": r"^\d{1,3}(\.\d\d)?$"}),
                "Of the known time without an outage, rounded down; null of a record shorter than seven days.",
            ),
            days=told(
                some(
                    exactly(
                        date=DAY,
                        state=STATE,
                        seconds=COUNT,
                        bad_seconds={
                            "type": "object",
                            "propertyNames": one_of(State),
                            "additionalProperties": COUNT,
                        },
                        reports=some(ID),
                    )
                ),
                "UTC days since the record began, at most 90, the last one so far.",
            ),
        )
    ),
)


def documents(site: Site, words: Words) -> Mapping[str, Any]:
    """Each document by its name."""
    rows = [row(report, site) for report in site.reports]
    return {
        "index": _index(site, words),
        "reports": {**built(site), "reports": rows},
        "promises": _promises(site, words),
        "uptime": {**built(site), "components": [_days(view) for view in site.every_component]},
    }


def own_api(site: Site, words: Words) -> dict[str, bytes]:
    """The files of the whole site, by their paths."""
    found = documents(site, words)
    return {f"{addresses.OWN_API}{name}.json": document(found[name]) for name in addresses.OWN_DOCUMENTS}


def _index(site: Site, words: Words) -> dict[str, Any]:
    base = addresses.base_of(site.settings)
    own = base + addresses.OWN_API
    return {
        **built(site),
        "name": site.settings.site_name,
        "url": base,
        "headline": headline(site, words),
        "state": site.worst,
        "unread": site.unclear,
        "left_out": [{"id": each.id, "title": each.title or None, "recent": each.recent} for each in site.left_out],
        "components": [_component(view, site, base) for view in site.every_component],
        "open": _ids(site.open),
        "active": _ids(site.active),
        "upcoming": _ids(site.upcoming),
        "documents": {
            **{name: f"{own}{name}.json" for name in ("reports", "promises", "uptime")},
            "schemas": base + addresses.SCHEMAS,
            "openapi": base + addresses.OPENAPI,
        },
    }


def _ids(reports: Iterable[Report]) -> list[str]:
    return [report.incident.id for report in reports]


def _component(view: ComponentView, site: Site, base: str) -> dict[str, Any]:
    return {
        "id": view.component.id,
        "name": view.component.name,
        "group": view.component.group or None,
        "retired": view in site.retired,
        "state": view.state,
        "since": time(view.since),
        "url": base + view.url,
    }


def _days(view: ComponentView) -> dict[str, Any]:
    uptime = view.uptime
    return {
        "id": view.component.id,
        "name": view.component.name,
        "percent_up": None if uptime.is_short else uptime.percent,
        "days": [
            {
                "date": day(each.date),
                "state": each.state,
                "seconds": seconds(each.length),
                "bad_seconds": {state: seconds(length) for state, length in each.lengths.items()},
                "reports": list(each.incidents),
            }
            for each in uptime.days
        ],
    }


def _promises(site: Site, words: Words) -> dict[str, Any]:
    ledger, many = site.ledger, words.language.ngettext
    first, updates = ledger.etas.first.tally.judged, ledger.updates.tally.judged
    steps, remedies = ledger.steps.tally.judged, ledger.remedies.tally.judged
    said = {
        "first_restoration": many(
            "incident was over by the time that we first promised",
            "incidents were over by the time that we first promised",
            first,
        ),
        "updates": many("promised update came by its time", "promised updates came by their time", updates),
        "prevention": many(
            "step against a repeat was done by its date", "steps against a repeat were done by their date", steps
        ),
        "making_it_right": many(
            "promise to make it right was kept by its date",
            "promises to make it right were kept by their date",
            remedies,
        ),
    }
    counted = {
        "first_restoration": (ledger.etas.first.tally, [_of_line(each) for each in ledger.etas.first.lines]),
        "updates": (ledger.updates.tally, [_of_line(each) for each in ledger.updates.lines]),
        "prevention": (ledger.steps.tally, [_of_step(each) for each in ledger.steps.steps]),
        "making_it_right": (ledger.remedies.tally, [_of_step(each) for each in ledger.remedies.steps]),
    }
    return {
        **built(site),
        "begin": time(ledger.begin),
        "end": time(ledger.end),
        "incidents": ledger.incidents,
        **{
            name: {**_tally(tally), "sentence": f"{_kept(tally, words)} {said[name]}", "promises": promises}
            for name, (tally, promises) in counted.items()
        },
        "first_word": _first_word(ledger),
    }


def _kept(tally: Tally, words: Words) -> str:
    return words.language.gettext("%(kept)s of %(num)s", kept=tally.kept, num=tally.judged)


def _tally(tally: Tally) -> dict[str, int | None]:
    return {**{name: getattr(tally, name) for name in TALLY}, "judged": tally.judged, "percent": tally.percent}


def _of_line(line: Line) -> dict[str, Any]:
    promise = line.promise
    said = restoration(promise) if isinstance(promise, EtaPromise) else dated(promise)
    return {"report": line.incident.id, **said}


def _of_step(each: Step) -> dict[str, Any]:
    return {"report": each.incident.id, **step(each.step)}


def _first_word(ledger: Ledger) -> dict[str, Any]:
    return {
        "median_seconds": seconds(ledger.words.median),
        "ninety_percent_within_seconds": seconds(ledger.words.ninety),
        "reports": [{"report": each.incident.id, "after_seconds": seconds(each.after)} for each in ledger.words.words],
        "not_known": [incident.id for incident in ledger.words.without],
    }
