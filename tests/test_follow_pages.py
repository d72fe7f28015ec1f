"""What a customer finds on the pages Maintenance and Subscribe, and that every address on them leads somewhere."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from straightup.model.incident import Incident, Update
from straightup.model.left_out import LeftOut
from straightup.model.settings import Settings
from straightup.model.states import Component, Stage
from straightup.outputs import files_of
from straightup.outputs.language.language import language
from straightup.outputs.language.words import Words
from straightup.outputs.pages.all_pages import pages
from straightup.outputs.pages.follow import MOST_PAST, follow_pages
from straightup.outputs.pages.page import Page
from straightup.reading import read
from straightup.site.assemble import assemble
from straightup.site.view import Site
from support.excerpts import MAINTENANCE, OPEN
from support.sites import templates_of

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
BEGIN, END = datetime(2026, 11, 28, 4, tzinfo=UTC), datetime(2026, 11, 28, 5, tzinfo=UTC)
SETTINGS = Settings(
    site_name="Shop",
    site_url="https://shop.example/",
    path="status/",
    feed_authority="shop.example,2026",
    components=(
        Component(id="checkout", name="Checkout <new>", group="Shop"),
        Component(id="search", name="Search", group="Shop"),
        Component(id="api", name="API"),
    ),
)
AT = "https://shop.example/status/"
EMPTY = "Nothing is planned. When something is, it stands here and in the calendar."


def site(*incidents: Incident, now: datetime = NOW, settings: Settings = SETTINGS) -> Site:
    return assemble(incidents, settings, now)


def pages_of(shown: Site, *later: Site) -> dict[str, Page]:
    return {page.kind: page for page in follow_pages(templates_of(shown, *later))}


def maintenance(*incidents: Incident, now: datetime = NOW) -> str:
    return pages_of(site(*incidents, now=now))["maintenance"].body


def subscribe(*incidents: Incident) -> str:
    return pages_of(site(*incidents))["subscribe"].body


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def plan(name: str = "2026-11-28-upgrade", **changes: object) -> Incident:
    return replace(read(f"{name}.md", MAINTENANCE).incident, **changes)  # type: ignore[arg-type] # any field


def continued(incident: Incident, stage: Stage, at: datetime) -> Incident:
    return replace(incident, updates=(*incident.updates, Update(at=at, stage=stage, text=f"It is {stage}.")))


def addresses(html: str) -> list[str]:
    found = re.findall(r'<code dir="ltr" data-su-copy(?: data-su-follow="[^"]*")?>(.*?)</code>', html)
    return [unescape(each.replace("<wbr>", "")) for each in found]


def choices(html: str) -> list[str]:
    """The addresses of the parts that can be followed alone."""
    return [unescape(each) for each in re.findall(r'data-su-address="([^"]*)"', html)]


# Maintenance


def test_what_is_planned_says_when_what_to_expect_and_where_to_note_it_down() -> None:
    html = maintenance(plan())
    text = words_of(html)
    assert "28 Nov, 04:00–05:00 UTC" in text
    assert "orders can be read but not placed" in text
    assert "Checkout <new>" in text
    assert text.index("28 Nov, 04:00") < text.index("What to expect")
    assert 'href="../incidents/2026-11-28-upgrade/event.ics"' in html
    assert EMPTY not in text


def test_nothing_planned_is_said_kindly_and_the_calendar_is_there_all_the_same() -> None:
    html = maintenance()
    assert EMPTY in words_of(html)
    assert addresses(html) == [f"{AT}calendar.ics"]
    assert 'href="webcal://shop.example/status/calendar.ics"' in html
    assert "How it went" not in html


def test_a_report_that_could_not_be_read_may_have_been_a_plan() -> None:
    shown = assemble([], SETTINGS, NOW, left_out=[LeftOut(id="2026-11-29-x")])
    assert EMPTY not in words_of(pages_of(shown)["maintenance"].body)


def test_the_nearest_plan_comes_first() -> None:
    later = plan("2026-12-05-later", title="Later", starts=BEGIN + timedelta(7), ends=END + timedelta(7))
    text = words_of(maintenance(later, plan(title="Nearer")))
    assert text.index("Nearer") < text.index("Later")


def test_what_goes_on_stands_above_what_is_planned() -> None:
    begun = continued(plan(title="Begun"), Stage.IN_PROGRESS, BEGIN)
    other = plan("2026-11-29-b", title="Tomorrow", starts=BEGIN + timedelta(1), ends=END + timedelta(1))
    text = words_of(maintenance(begun, other, now=BEGIN + timedelta(minutes=20)))
    order = [text.index(each) for each in ("Going on now", "Begun", "Planned", "Tomorrow")]
    assert order == sorted(order)
    assert "takes longer" in words_of(maintenance(begun, now=END + timedelta(minutes=1)))


def test_a_plan_whose_time_has_come_without_a_word_does_not_pass_for_begun() -> None:
    assert "We have not said yet that it did." in words_of(maintenance(plan(), now=BEGIN + timedelta(minutes=5)))
    begun = continued(plan(), Stage.IN_PROGRESS, BEGIN)
    assert "We have not said yet" not in words_of(maintenance(begun, now=BEGIN + timedelta(minutes=5)))


def test_a_plan_that_was_called_off_stays_among_the_plans_until_its_time_has_passed() -> None:
    off = continued(plan(), Stage.CANCELLED, NOW - timedelta(hours=1))
    html = maintenance(off)
    assert "Cancelled" in html[: html.index("In your calendar")]
    assert "Cancel it in my calendar" in html
    assert "Add to my calendar" not in html
    after = maintenance(off, now=END)
    assert after.index("How it went") < after.index("cancelled")
    assert EMPTY in words_of(after)


@pytest.mark.parametrize(
    ("finished", "said"),
    [
        (END - timedelta(minutes=12), '<li class="su-chip-kept">finished 12 min before the end announced</li>'),
        (END, '<li class="su-chip-kept">finished at the end announced</li>'),
        (END + timedelta(hours=1), '<li class="su-chip-late">finished 1 h after the end announced</li>'),
        (BEGIN - timedelta(hours=1), '<li class="">done</li>'),
    ],
)
def test_a_past_one_says_how_it_went_where_the_data_says_so(finished: datetime, said: str) -> None:
    assert said in maintenance(continued(plan(), Stage.COMPLETED, finished), now=END + timedelta(days=1))


def test_word_after_the_end_does_not_make_it_late() -> None:
    done = continued(continued(plan(), Stage.COMPLETED, END), Stage.COMPLETED, END + timedelta(days=2))
    assert "finished at the end announced" in maintenance(done, now=END + timedelta(days=3))


def test_work_that_was_taken_up_again_ended_when_it_ended_for_good() -> None:
    early, later = END - timedelta(minutes=30), END + timedelta(minutes=10)
    again = continued(continued(plan(), Stage.COMPLETED, early), Stage.IN_PROGRESS, early + timedelta(minutes=5))
    html = maintenance(continued(again, Stage.COMPLETED, later), now=END + timedelta(days=1))
    assert "finished 10 min after the end announced" in html


def test_the_past_is_a_years_and_thirty_at_most_and_the_history_has_the_rest() -> None:
    def done(number: int) -> Incident:
        begin, end = BEGIN - timedelta(days=number), END - timedelta(days=number)
        return continued(
            plan(f"2026-01-01-n{number}", title=f"Number {number}.", starts=begin, ends=end, updates=()),
            Stage.COMPLETED,
            end,
        )

    few = maintenance(*(done(number) for number in range(MOST_PAST)), now=END + timedelta(hours=1))
    many = maintenance(*(done(number) for number in range(MOST_PAST + 1)), now=END + timedelta(hours=1))
    assert few.count("finished at the end announced") == many.count("finished at the end announced") == MOST_PAST
    assert few.index("Number 0.") < few.index("Number 1.") < few.index("Number 29.")
    assert "Older maintenance" in many
    assert "Older maintenance" not in few
    old = maintenance(done(366), now=END + timedelta(hours=1))
    assert "Number 366." not in old
    assert "Older maintenance" in old


def test_the_page_of_today_knows_already_what_it_says_once_the_work_begins() -> None:
    shown, then = site(plan()), site(plan(), now=BEGIN)
    body = pages_of(shown, then)["maintenance"].body
    now, _, later = body.partition('<template data-su-from="2026-11-28T04:00:00Z">')
    assert "Going on now" not in now
    assert "Going on now" in later


# Subscribe


def test_every_address_leads_to_a_file_of_the_edition() -> None:
    incidents = (plan(), read("2026-11-03-cards.md", OPEN).incident)
    shown = site(*incidents)
    words = Words(language("en"), NOW)
    files = files_of(shown, words, pages=tuple(pages(templates_of(shown))))
    found = [each for page in pages_of(shown).values() for each in (*addresses(page.body), *choices(page.body))]
    assert len(found) > 8
    for each in found:
        assert each.removeprefix("/feed subscribe ").removeprefix(AT) in files, each
    linked = re.findall(r'href="\.\./([^"]+\.ics)"', pages_of(shown)["maintenance"].body)
    assert linked
    assert set(linked) <= files.keys()


def test_the_whole_site_comes_first_and_each_component_can_be_chosen_by_its_own_name() -> None:
    html = subscribe()
    found = addresses(html)
    assert found[:2] == [f"{AT}feed.xml", f"/feed subscribe {AT}feed.xml"]
    names = ("groups/shop", "components/checkout", "components/search", "components/api")
    assert choices(html) == [f"{AT}{name}/feed.xml" for name in names]
    assert "Only what you use" in words_of(html)
    assert '<a href="../components/checkout/feed.xml" data-su-choice="checkout"' in html


def test_what_is_open_or_planned_can_be_followed_alone() -> None:
    open_one = read("2026-11-03-cards.md", OPEN).incident
    assert f"{AT}incidents/2026-11-03-cards/feed.xml" in choices(subscribe(open_one))
    assert f"{AT}incidents/2026-11-28-upgrade/feed.xml" in choices(subscribe(plan()))
    over = continued(open_one, Stage.RESOLVED, NOW - timedelta(days=1))
    assert not any("incidents/" in each for each in choices(subscribe(over)))


def test_whatever_needs_somebody_else_says_so() -> None:
    text = words_of(subscribe())
    for owner in ("the RSS app that Slack offers", "Workflows is Microsoft’s", "belongs to somebody else"):
        assert owner in text
    assert "We send no e-mail from here." in text


@pytest.mark.parametrize("body", [lambda: maintenance(plan()), lambda: subscribe(plan())])
def test_nothing_needs_a_script_or_a_style_in_the_page(body: Callable[[], str]) -> None:
    html = body()
    assert not re.search(r"<style|<script(?! type=\"application/json\")|\s(?:style|on\w+)=|javascript:", html)
    # Links of ours are relative; an address in full is there to be copied.
    assert not re.search(r'href="https?:', html)


def test_titles_and_descriptions_are_a_customers_words() -> None:
    shown = pages_of(site(plan()))
    assert (shown["maintenance"].url, shown["maintenance"].title) == ("maintenance/", "Maintenance")
    assert shown["maintenance"].description == "28 Nov, 04:00–05:00 UTC: Orders are read-only for 20 minutes"
    assert (shown["subscribe"].url, shown["subscribe"].title) == ("subscribe/", "Subscribe")
    assert "RSS" not in shown["subscribe"].description
