"""One report as data: what its page says, with every time, state and promise as a value of its own."""

from typing import Any, Final

from straightup.model.incident import CauseState
from straightup.model.states import Kind, Noticed, Stage
from straightup.outputs.api.own.values import (
    BUILT,
    DATED,
    DAY,
    ETA,
    ID,
    RESTORATION,
    STATE,
    STATES,
    STEP,
    TIME,
    built,
    dated,
    day,
    eta,
    restoration,
    seconds,
    states,
    step,
    time,
)
from straightup.outputs.api.shapes import COUNT, FLAG, TEXT, WEB, WORDS, Schema, exactly, maybe, one_of, some, told
from straightup.outputs.api.values import document
from straightup.outputs.language.words import Words
from straightup.outputs.pages.answered_times import AnsweredTimes
from straightup.outputs.pages.settled import Settled
from straightup.outputs.standing import since, stage_of, states_of
from straightup.outputs.telling import Told, edited
from straightup.outputs.telling import told as told_of
from straightup.outputs.twin_text import Prose
from straightup.outputs.unread import parts_of
from straightup.site import addresses
from straightup.site.view import Report, Site

_MARKDOWN: Final = told(maybe(TEXT), "As the author wrote it, without what the page hides; null where nothing is said.")
_STEPS: Final = exactly(markdown=_MARKDOWN, steps=some(STEP))
ROW: Final[dict[str, Schema]] = {
    "id": ID,
    "kind": one_of(Kind),
    "title": TEXT,
    "stage": one_of(Stage),
    "state": told(STATE, "The worst that it gives a component now; of one that is over, the worst it ever gave."),
    "open": told(FLAG, "An incident that is not over, or is called over while something is still broken."),
    "began": told(maybe(TIME), "Of planned work, when it begins."),
    "restored": told(maybe(TIME), "Since when it is back; null while it is not, or where that is not recorded."),
    "url": WEB,
    "data": told(WEB, "The report as a document of its own."),
}
_UPDATE: Final = exactly(
    at=told(maybe(TIME), "As its author dated it; null where that cannot be read."),
    dated=told(TIME, "By when it is sorted: never later than the build."),
    ahead=told(FLAG, "Its author dated it later than the build."),
    heading=told(maybe(TEXT), "As it is written, where its time or its stage cannot be read."),
    stage=one_of(Stage),
    markdown=_MARKDOWN,
    components=STATES,
    eta=ETA,
    next_update=maybe(TIME),
    corrections=some(exactly(at=TIME, because=maybe(TEXT))),
    unread=told(some(WORDS), "The fields that cannot be read."),
    url=WEB,
)
REPORT: Final = exactly(
    generated_at=told(maybe(BUILT["generated_at"]), "Null once the report is settled: then it is the same every day."),
    valid_until=maybe(BUILT["valid_until"]),
    settled_since=told(maybe(DAY), "Since when the clock changes nothing in it any more."),
    **ROW,
    reference=told(WORDS, "What customers quote."),
    text=told(WEB, "The same in words alone."),
    active=told(FLAG, "Planned work that goes on."),
    upcoming=FLAG,
    overrunning=told(FLAG, "Planned work past its end."),
    window=told(maybe(exactly(starts=maybe(TIME), ends=maybe(TIME))), "Of planned work, as last announced."),
    lasted_seconds=maybe(COUNT),
    components=STATES,
    unread=told(some(WORDS), "What could not be read, in the language of the site. Nothing stands in for it."),
    not_answered=told(some(WORDS), "The rules whose errors stand on the page as “not answered”."),
    impact=_MARKDOWN,
    workaround=_MARKDOWN,
    cause=exactly(markdown=_MARKDOWN, certainty=one_of(CauseState), known_by=maybe(TIME)),
    how_it_came_back=_MARKDOWN,
    restored_by=told(ETA, "What is promised now; null when it is over, or nothing is promised."),
    next_update=told(maybe(TIME), "What is promised now."),
    prevention=_STEPS,
    making_it_right=_STEPS,
    promises=exactly(
        restoration=some(RESTORATION),
        answers=told(some(DATED), "Of when the restoration time would be known."),
        updates=some(DATED),
    ),
    updates=told(some(_UPDATE), "Oldest first."),
    first_noticed_by=maybe(one_of(Noticed)),
    false_alarm=FLAG,
    duplicate_of=maybe(ID),
    repeat_of=maybe(ID),
    imported=maybe(exactly(source=TEXT, on=TEXT, rated=maybe(TEXT), automatic=FLAG)),
)


def row(report: Report, site: Site) -> dict[str, Any]:
    """The report in a list."""
    incident = report.incident
    base = addresses.base_of(site.settings)
    return {
        "id": incident.id,
        "kind": incident.kind,
        "title": incident.title,
        "stage": stage_of(report),
        "state": report.state,
        "open": report.open,
        "began": time(since(report)),
        "restored": None if report.open else time(incident.restored),
        "url": base + report.url,
        "data": base + addresses.data_of(incident.id),
    }


def data_of(report: Report, site: Site, words: Words, settled: Settled | None) -> str:
    """The file about `report`, as its page is settled or not."""
    return document(document_of(report, site, words, settled)).decode("utf-8")


def document_of(report: Report, site: Site, words: Words, settled: Settled | None) -> dict[str, Any]:
    """Everything about `report`."""
    incident, promises = report.incident, report.promises
    prose = Prose(words)
    now_promised = None if incident.over else AnsweredTimes(report, words, prose.hold).pending
    steps = {"prevention": promises.steps, "making_it_right": promises.remedies}
    said = {"prevention": incident.prevention_text, "making_it_right": incident.making_it_right}
    return {
        **({"generated_at": None, "valid_until": None} if settled else built(site)),
        "settled_since": day(settled.day) if settled else None,
        **row(report, site),
        "reference": report.reference,
        "text": addresses.base_of(site.settings) + addresses.twin_of(report.url),
        "active": report.active,
        "upcoming": report.upcoming,
        "overrunning": report.overrunning,
        "window": dict(zip(("starts", "ends"), map(time, report.window), strict=True)) if report.window else None,
        "lasted_seconds": None if report.open else seconds(report.lasted),
        "components": states(states_of(report, site), site),
        "unread": parts_of(report, site, words.language) if report.unclear else [],
        "not_answered": sorted({found.name for found in site.findings.get(incident.id, ())}),
        "impact": prose.written(incident.impact) or None,
        "workaround": prose.written(incident.workaround) or None,
        "cause": {
            "markdown": prose.written(incident.cause) or None,
            "certainty": incident.cause_state,
            "known_by": time(incident.cause_known_by),
        },
        "how_it_came_back": prose.written(incident.restoration) or None,
        "restored_by": eta(now_promised),
        "next_update": time(incident.pending_update),
        **{
            name: {"markdown": prose.written(said[name]) or None, "steps": [step(each) for each in found]}
            for name, found in steps.items()
        },
        "promises": {
            "restoration": [restoration(each) for each in promises.etas],
            "answers": [dated(each) for each in promises.answers],
            "updates": [dated(each) for each in promises.updates],
        },
        "updates": [_update(each, report, site, prose) for each in told_of(report, words.now)],
        **_origin(report),
    }


def _origin(report: Report) -> dict[str, Any]:
    incident = report.incident
    old = incident.imported
    return {
        "first_noticed_by": incident.detected_by,
        "false_alarm": incident.false_alarm,
        "duplicate_of": incident.duplicate_of or None,
        "repeat_of": incident.repeat_of or None,
        "imported": old
        and {"source": old.source, "on": old.on, "rated": old.rated or None, "automatic": old.automatic},
    }


def _update(each: Told, report: Report, site: Site, prose: Prose) -> dict[str, Any]:
    update = each.update
    return {
        "at": time(update.at) if each.readable else None,
        "dated": time(each.dated),
        "ahead": each.ahead,
        "heading": update.heading or None,
        "stage": update.stage,
        "markdown": prose.written(update.text) or None,
        "components": states(update.components, site),
        "eta": eta(update.eta),
        "next_update": time(update.next_update),
        "corrections": [
            {"at": time(made), "because": edit.because or None} for edit, made in edited(each, prose.words.now)
        ],
        "unread": list(update.unread),
        "url": f"{addresses.base_of(site.settings)}{report.url}#{each.anchor}",
    }
