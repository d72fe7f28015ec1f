"""Where customers reach a human, and how much notice of planned work they had: what the pages say of it."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from straightup.model.contact import Contact
from straightup.model.incident import Incident
from straightup.model.settings import Settings
from straightup.model.states import Component, Kind, Stage, State
from straightup.outputs.language.language import language
from straightup.outputs.pages.all_pages import pages
from straightup.site.assemble import assemble
from support.reports import incident, told, utc
from support.sites import templates_of

SITE = Contact(label="Help", url="https://example.com/help", hours="Mon–Fri 9–17 UTC", languages=("en", "de"))
PAY = Contact(label="+49 30 1234567", url="tel:+49301234567")
SETTINGS = Settings(
    contact=SITE,
    components=(Component(id="checkout", name="Checkout", contact=PAY), Component(id="search", name="Search")),
)


def bodies(*incidents: Incident, settings: Settings = SETTINGS) -> dict[str, str]:
    """The words of each page, by its address."""
    made = pages(templates_of(assemble(incidents, settings, utc(18))))
    return {page.url: " ".join(unescape(re.sub(r"<[^>]*>", "", page.body)).split()) for page in made}


def down(identity: str, **states: State) -> Incident:
    return replace(incident(told(utc(14, 20), Stage.IDENTIFIED), **states), id=identity, reference="X-1")


def test_the_line_says_when_somebody_answers_and_in_which_languages() -> None:
    found = bodies(down("2026-11-03-search", search=State.DEGRADED))
    line = "Tell us: Help · Mon–Fri 9–17 UTC · in English and German"
    assert line in found[""]
    assert line in found["components/search/"]
    assert "Tell us: Help, reference X-1 · Mon–Fri 9–17 UTC" in found["incidents/2026-11-03-search/"]


def test_a_contact_of_its_own_stands_where_only_that_component_is_concerned() -> None:
    both = down("2026-11-03-both", checkout=State.DEGRADED, search=State.DEGRADED)
    found = bodies(down("2026-11-03-cards", checkout=State.DEGRADED), both)
    assert "Tell us: +49 30 1234567" in found["components/checkout/"]
    assert "Tell us: +49 30 1234567, reference" in found["incidents/2026-11-03-cards/"]
    assert "Tell us: Help, reference" in found["incidents/2026-11-03-both/"]
    assert "Mon–Fri" not in found["components/checkout/"]


def test_without_any_contact_there_is_no_line() -> None:
    alone = Settings(components=(Component(id="search", name="Search"),))
    found = bodies(down("2026-11-03-search", search=State.DEGRADED), settings=alone)
    assert not [url for url, body in found.items() if "Tell us" in body]


def test_languages_are_named_in_the_language_of_the_page() -> None:
    assert language("de").languages(["en", "pt-BR", "de"]).startswith("Englisch, Portugiesisch (Brasilien)")
    assert language("en").languages(["xx"]) == "xx"


def test_the_record_says_how_much_notice_was_given() -> None:
    work = incident(told(utc(6), Stage.SCHEDULED), told(utc(15), Stage.COMPLETED), search=State.MAINTENANCE)
    planned = [
        replace(work, id=f"2026-11-03-work{hour}", kind=Kind.MAINTENANCE, started=None, starts=utc(hour), ends=utc(16))
        for hour in (7, 8, 9, 10, 14)
    ]
    asked = bodies(*planned, settings=replace(SETTINGS, notice=timedelta(hours=3)))["promises/"]
    assert "Maintenance announced early enough: 3 of 5" in asked
    assert "announced 3 h or more before its start" in asked
    assert "Announced 3 h before (median)." in asked
    assert "Maintenance is announced 3 h before its start (median)" in bodies(*planned)["promises/"]
    assert "2 announcements" in bodies(*planned[:2])["promises/"]
    assert "How early" not in bodies()["promises/"]
